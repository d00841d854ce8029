//! Whole paragraphs of speech: turns of a transcript under their labels, quotations set off with the speaker behind them.

use std::ops::Range;

use crate::attribute::Draft;
use crate::class::{Class, ClassSet};
use crate::clause::strip_end;
use crate::phrase::Phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// A quotation set off as a paragraph without marks, with its speaker behind it and no full stop:
/// `We cannot wait any longer Harbour master Ana Ruiz`.
pub(crate) fn pull_quotes(sheet: &Sheet<'_>, paragraphs: &[Range<usize>], drafts: &mut Vec<Draft>) {
    let found: Vec<(Range<usize>, usize)> =
        paragraphs.iter().filter_map(|p| Some((p.clone(), credit_behind(sheet, p)?))).collect();
    if found.is_empty() {
        return;
    }
    drop_inside(drafts, found.iter().map(|(paragraph, _)| paragraph));
    for (paragraph, start) in found {
        drafts.push(Draft {
            sentence: sheet.sentence_at(start),
            head: start,
            source: Some(start..paragraph.end),
            content: std::iter::once(paragraph.start..strip_end(sheet, paragraph.start, start)).collect(),
            doubtful: true,
            ..Draft::default()
        });
    }
}

/// Where the speaker begins who ends a paragraph of speech.
fn credit_behind(sheet: &Sheet<'_>, paragraph: &Range<usize>) -> Option<usize> {
    let (lo, hi) = (paragraph.start, paragraph.end);
    let ended = sheet.is_break(hi - 1) || sheet.tag(hi - 1) == Tag::Mark || sheet.shape(hi - 1).has(Shape::DOTTED);
    if ended || hi - lo < 12 || sheet.tag(lo) == Tag::Mark {
        return None;
    }
    // The last name of two words or more, with nothing but its offices behind it.
    let from = hi.saturating_sub(12).max(lo + 6);
    let plain = |k: usize| sheet.tag(k).is_nominal() || matches!(sheet.tag(k), Tag::Comma | Tag::Prep | Tag::Conj);
    let named = |k: usize| sheet.tag(k) == Tag::Name && sheet.cap(k);
    let end = (from + 1..hi).rev().find(|&k| named(k) && named(k - 1) && (k..hi).all(plain))?;
    let mut start = end - 1;
    let offices = ClassSet::of(&[Class::Title, Class::Role, Class::Honorific, Class::Spokesperson]);
    let office = |k: usize| sheet.any(k, offices) && !sheet.is(k, Class::Preposition);
    while start > from && (named(start - 1) || office(start - 1) || sheet.cap(start - 1) && office(start)) {
        start -= 1;
    }
    let spoken = (lo..start).any(|k| {
        sheet.any(k, ClassSet::of(&[Class::FirstPerson, Class::SecondPerson])) && sheet.shape(k).has(Shape::LOWER)
            || sheet.is(k, Class::FirstPerson) && matches!(sheet.tag(k), Tag::Pron | Tag::Poss)
    });
    // Behind a comma, a preposition or a verb the name belongs to the sentence.
    let before = sheet.tag(start - 1);
    let tied = matches!(before, Tag::Comma | Tag::Prep | Tag::Conj | Tag::Det | Tag::To)
        || before.is_aux()
        || before.is_verb();
    (spoken && !tied).then_some(start)
}

/// Leaves out what stands inside `paragraphs`, in text order: it is part of the talk.
fn drop_inside<'p>(drafts: &mut Vec<Draft>, paragraphs: impl Iterator<Item = &'p Range<usize>>) {
    let mut paragraphs = paragraphs.peekable();
    drafts.sort_by_key(|d| d.head);
    drafts.retain(|draft| {
        while paragraphs.next_if(|paragraph| paragraph.end <= draft.head).is_some() {}
        paragraphs.peek().is_none_or(|paragraph| !paragraph.contains(&draft.head))
    });
}

/// `NAME: …` turns of a transcript: the label is the source of the paragraph. One label alone is a pointer or a credit,
/// and a label in small letters, `Ana Ruiz: …`, is a speaker only if it comes again.
pub(crate) fn turns(sheet: &Sheet<'_>, paragraphs: &[Range<usize>], drafts: &mut Vec<Draft>) {
    let mut labels: Vec<(Phrase, Range<usize>)> =
        paragraphs.iter().filter_map(|p| Some((label(sheet, p)?, p.clone()))).collect();
    let spelt = |label: &Phrase| (sheet.word(label.start), sheet.word(label.end - 1));
    let mut names: Vec<(&str, &str)> = labels.iter().map(|(label, _)| spelt(label)).collect();
    names.sort_unstable();
    let again = |label: &Phrase| {
        let from = names.partition_point(|n| *n < spelt(label));
        names.get(from + 1) == Some(&spelt(label))
    };
    labels.retain(|(label, _)| upper(sheet, label) || again(label));
    if labels.len() < 3 {
        return;
    }
    drop_inside(drafts, labels.iter().map(|(_, paragraph)| paragraph));
    for (label, paragraph) in labels {
        let s = sheet.sentence_at(label.start);
        let end = strip_end(sheet, label.end + 1, paragraph.end);
        drafts.push(Draft {
            sentence: s,
            head: label.end,
            cue: Some(label.end..label.end + 1),
            content: std::iter::once(label.end + 1..end).collect(),
            source: Some(label),
            doubtful: true,
            ..Draft::default()
        });
    }
}

/// The words with capitals before the colon that opens a turn, behind a quotation mark if there is one.
fn label(sheet: &Sheet<'_>, paragraph: &Range<usize>) -> Option<Phrase> {
    let lo = paragraph.start + usize::from(sheet.tag(paragraph.start) == Tag::Mark);
    let colon = (lo + 1..paragraph.end.min(lo + 6)).find(|&k| sheet.tag(k) == Tag::Colon)?;
    let label = lo..colon;
    let name = label.clone().all(|k| sheet.cap(k) && matches!(sheet.tag(k), Tag::Name | Tag::Noun | Tag::Verb));
    let spoken = paragraph.end - colon >= 4 && !sheet.opens(colon + 1);
    (spoken && (upper(sheet, &label) || name)).then_some(label)
}

/// Whether a label stands in capitals.
fn upper(sheet: &Sheet<'_>, label: &Phrase) -> bool {
    label.clone().all(|k| {
        sheet.shape(k).has(Shape::UPPER) || sheet.shape(k).has(Shape::DOTTED) || sheet.shape(k).has(Shape::INITIAL)
    })
}
