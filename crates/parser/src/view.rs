//! Reports without a verb: "in Roe's view, the plan is dead", "by her own account", "in the words of Roe".

use crate::attribute::Draft;
use crate::class::{Class, ClassSet};
use crate::clause::strip_end;
use crate::cue::{self, Right};
use crate::phrase::{self, Phrase};
use crate::sheet::{Sheet, Tag};

/// Adds those of sentence `s`, where no verb attributes anything in it.
pub(crate) fn views(sheet: &Sheet<'_>, s: usize, drafts: &mut Vec<Draft>) {
    let range = sheet.sentence(s);
    let fin = strip_end(sheet, range.start, range.end);
    let first = drafts.iter().rposition(|d| d.sentence != s).map_or(0, |p| p + 1);
    if drafts[first..].iter().any(|d| d.source.is_some()) {
        return;
    }
    if let Some(draft) = as_told(sheet, s, fin) {
        drafts.push(draft);
        return;
    }
    for i in range.clone() {
        let opens = sheet.any(i, ClassSet::of(&[Class::PrepIn, Class::By])) && !sheet.quoted(i);
        let edge = i == range.start || matches!(sheet.tag(i - 1), Tag::Comma | Tag::Dash | Tag::Open);
        if !(opens && edge) {
            continue;
        }
        let Some((source, head, end)) = holder(sheet, i, range.end) else { continue };
        let closed = end >= fin || matches!(sheet.tag(end), Tag::Comma | Tag::Dash | Tag::Close);
        // What the writer thinks is no source's.
        if !closed || sheet.any(source.start, ClassSet::of(&[Class::FirstPerson, Class::SecondPerson])) {
            continue;
        }
        let before = range.start..i.saturating_sub(1).max(range.start);
        let mut content = vec![before, end + 1..fin];
        content.retain(|c| c.start < c.end);
        if !content.is_empty() {
            drafts.push(Draft {
                sentence: s,
                head,
                cue: Some(i..end.min(fin)),
                source: Some(source),
                content,
                right: Right::NounPhrase,
                ..Draft::default()
            });
            return;
        }
    }
}

/// "As Roe said, the plan is dead": the clause behind the comma is told.
fn as_told(sheet: &Sheet<'_>, s: usize, fin: usize) -> Option<Draft> {
    let range = sheet.sentence(s);
    let who = phrase::phrase_right(sheet, range.start + 1, range.end).filter(|_| sheet.is(range.start, Class::As))?;
    let helper = |k: &usize| matches!(sheet.tag(*k), Tag::Have | Tag::Adv);
    let head = (who.end..range.end.min(who.end + 3)).find(|k| !helper(k))?;
    let speaks = sheet.is(head, Class::CuePost) && matches!(sheet.tag(head), Tag::Verb | Tag::Part);
    let comma = cue::skip_adjuncts(sheet, head + 1, range.end);
    if !speaks || sheet.tag(comma) != Tag::Comma || comma + 1 >= fin || sheet.quoted(range.start) {
        return None;
    }
    Some(Draft {
        sentence: s,
        head,
        cue: Some(who.end..head + 1),
        source: Some(who),
        content: std::iter::once(comma + 1..fin).collect(),
        right: Right::Clause,
        ..Draft::default()
    })
}

/// Whose view the phrase behind the preposition at `i` tells, with the noun that tells it and where the phrase ends.
fn holder(sheet: &Sheet<'_>, i: usize, hi: usize) -> Option<(Phrase, usize, usize)> {
    let view = |k: usize| k < hi && sheet.is(k, Class::According);
    if sheet.is(i + 1, Class::Article) && view(i + 2) && sheet.is(i + 3, Class::Of) {
        let whose = phrase::phrase_right(sheet, i + 4, hi)?;
        return Some((whose.clone(), i + 2, whose.end));
    }
    let head = (i + 2..hi.min(i + 12)).find(|&k| view(k))?;
    let mark = (i + 1..head).rev().find(|&k| matches!(sheet.tag(k), Tag::Poss | Tag::PossMark))?;
    // "by her own account"
    let plain = |k| matches!(sheet.tag(k), Tag::Adj | Tag::Noun | Tag::Adv);
    let between = head == mark + 2 || (mark + 1..head).all(plain);
    let source = if sheet.tag(mark) == Tag::Poss { mark..mark + 1 } else { i + 1..mark };
    let whole = sheet.tag(mark) == Tag::Poss && mark == i + 1
        || phrase::phrase_left(sheet, mark.checked_sub(1)?, i + 1).is_some_and(|start| start == i + 1);
    (between && whole && !source.is_empty()).then_some((source, head, head + 1))
}
