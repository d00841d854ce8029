//! "…, the paper reported, citing two officials": those cited are sources of what the clause beside them reports.

use crate::attribute::Draft;
use crate::class::{Class, ClassSet};
use crate::phrase;
use crate::sheet::{Sheet, Tag};

/// People whom one cites; a document or fact that is cited is what somebody points to, and stays the content.
const PEOPLE: ClassSet = ClassSet::of(&[Class::Informant, Class::Role, Class::Spokesperson, Class::Kin]);

/// Turns `citing` with people behind it around, in the drafts of one sentence from `base` on: the people become the
/// source, and the content is that of the report beside it.
pub(crate) fn citing(sheet: &Sheet<'_>, base: usize, drafts: &mut [Draft]) {
    for n in base..drafts.len() {
        let head = drafts[n].head;
        // "quoted a deckhand as saying": the one quoted speaks.
        if sheet.tag(head) == Tag::Ing && head > 0 && sheet.is(head - 1, Class::As) {
            let range = sheet.sentence(drafts[n].sentence);
            let speaker = phrase::phrase_left(sheet, head.saturating_sub(2), range.start).map(|start| start..head - 1);
            let quoted = |p: &phrase::Phrase| p.start > range.start && sheet.is(p.start - 1, Class::CueCiting);
            let by = speaker.as_ref().and_then(|p| p.start.checked_sub(2)).filter(|&k| quoted_by(sheet, k));
            if let Some(subject) =
                by.and_then(|k| phrase::subject(sheet, phrase::group_start(sheet, k, range.start), range.start))
            {
                drafts[n].source = Some(subject.phrase);
                drafts[n].antecedent = subject.antecedent;
            } else if let Some(speaker) = speaker.filter(quoted) {
                drafts[n].source = Some(speaker);
                drafts[n].antecedent = None;
            }
        }
        if !sheet.is(head, Class::CueCiting) || sheet.tag(head) != Tag::Ing {
            continue;
        }
        let range = sheet.sentence(drafts[n].sentence);
        let Some(people) = phrase::phrase_right(sheet, head + 1, range.end) else { continue };
        if !phrase::head(sheet, &people).is_some_and(|h| sheet.any(h, PEOPLE)) {
            continue;
        }
        let beside =
            |d: &&Draft| d.head != head && !d.content.is_empty() && !d.content.iter().any(|c| c.contains(&head));
        let content = drafts[base..]
            .iter()
            .filter(beside)
            .min_by_key(|d| d.head.abs_diff(head))
            .map(|d| d.content.clone())
            .or_else(|| clause_before(sheet, head, range.start));
        let Some(content) = content else { continue };
        let end = phrase::apposition(sheet, people.end, range.end);
        let draft = &mut drafts[n];
        draft.source = Some(people.start..end);
        draft.antecedent = None;
        draft.content = content;
    }
}

/// Whether the verb at `k` is of "was quoted by the paper as saying".
pub(crate) fn quoted_by(sheet: &Sheet<'_>, k: usize) -> bool {
    sheet.is(k, Class::CueCiting)
        && sheet.is(k + 1, Class::By)
        && (k + 2..k + 10).any(|n| sheet.is(n, Class::As) && sheet.tag(n + 1) == Tag::Ing)
}

/// The clause that ends with the comma before `citing`.
fn clause_before(sheet: &Sheet<'_>, head: usize, lo: usize) -> Option<Vec<phrase::Phrase>> {
    let comma = head.checked_sub(1).filter(|&k| k > lo && sheet.tag(k) == Tag::Comma)?;
    Some(std::iter::once(lo..comma).collect())
}
