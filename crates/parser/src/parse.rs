//! The stages in order: the table of contents of a parse.

use std::ops::Range;

use crate::attribute::{self, Draft};
use crate::class::{Class, ClassSet};
use crate::cue;
use crate::document::{Attribution, Clause, Confidence, Document, EntityId, Form, Paragraph, Stance, Via, Zone};
use crate::entity::Cast;
use crate::lexicon::Lexicon;
use crate::sheet::{Sheet, Tag};
use crate::token::{Shape, tokens_and_comments};
use crate::{caps, follow, layout, name, phrase, repeated, special, tag, turns, view, zone};

/// Takes `text` apart with the words of `lexicon`.
#[must_use]
pub fn parse(text: &str, lexicon: &Lexicon) -> Document {
    let (mut tokens, comments) = tokens_and_comments(text, lexicon);
    caps::calm(text, &mut tokens, lexicon);
    let mut sheet = Sheet::new(text, &tokens, lexicon);
    let paragraphs = layout::paragraphs(&sheet);
    layout::quotes(&mut sheet, &paragraphs);
    let of_paragraphs = layout::sentences(&mut sheet, &paragraphs);
    let mut zones = zone::zones(&sheet, &paragraphs);
    repeated::repeated(&sheet, &paragraphs, &mut zones);
    tag_all(&mut sheet, &zones);
    let drafts = attribute_all(&sheet, &paragraphs, &zones);
    let names = name::names(&sheet);
    let mut cast = Cast::new(&sheet, &names);
    let who = cast.resolve(&drafts);
    let attributions = finish(&sheet, &zones, drafts, &who);
    let clauses = clauses(&sheet, &zones);
    let (entities, mut mentions) = (cast.entities, cast.mentions);
    mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end, m.entity));
    let paragraphs = paragraphs
        .iter()
        .zip(of_paragraphs)
        .zip(&zones)
        .map(|((tokens, sentences), &zone)| Paragraph {
            labelled: labelled(&sheet, tokens),
            sentences,
            tokens: narrow(tokens),
            zone,
        })
        .collect();
    let (sentences, quotes) = (sheet.sentences, sheet.quotes);
    Document { tokens, comments, sentences, paragraphs, quotes, entities, mentions, clauses, attributions }
}

fn narrow(range: &Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}

fn zone_of(sheet: &Sheet<'_>, zones: &[Zone], sentence: usize) -> Zone {
    sheet.sentences.get(sentence).and_then(|s| zones.get(s.paragraph as usize)).copied().unwrap_or_default()
}

fn tag_all(sheet: &mut Sheet<'_>, zones: &[Zone]) {
    let flat: Vec<bool> = (0..sheet.sentences.len())
        .map(|s| zone_of(sheet, zones, s) == Zone::Headline && zone::title_case(sheet, sheet.sentence(s)))
        .collect();
    let mut named = tag::NameWords::default();
    for s in (0..flat.len()).filter(|&s| !flat[s]) {
        tag::name_words(sheet, sheet.sentence(s), &mut named);
    }
    for (s, &flat) in flat.iter().enumerate() {
        tag::tag(sheet, sheet.sentence(s), flat, &named);
    }
}

/// Zones in which nobody is quoted.
fn silent(zone: Zone) -> bool {
    matches!(zone, Zone::Byline | Zone::Credit | Zone::Boilerplate | Zone::Subheading)
}

fn attribute_all(sheet: &Sheet<'_>, paragraphs: &[Range<usize>], zones: &[Zone]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut cues = Vec::new();
    for s in 0..sheet.sentences.len() {
        let zone = zone_of(sheet, zones, s);
        if silent(zone) {
            continue;
        }
        let range = sheet.sentence(s);
        let base = drafts.len();
        cue::cues(sheet, range.start, range.end, &mut cues);
        attribute::sentence(sheet, s, &cues, &mut drafts);
        special::agentless(sheet, s, &mut drafts);
        if zone == Zone::Body {
            view::views(sheet, s, &mut drafts);
        }
        if zone == Zone::Caption {
            // A caption tells what is seen; only plain speech in it is a statement.
            let told = drafts.split_off(base);
            let quotes = |d: &Draft| d.content.iter().any(|c| sheet.quoted(c.start) || sheet.quoted(c.end - 1));
            drafts.extend(told.into_iter().filter(|d| sheet.is(d.head, Class::CuePost) || quotes(d)));
        }
        if zone == Zone::Headline {
            special::headline(sheet, s, &mut drafts);
        }
    }
    let taken = special::covered(sheet, &drafts);
    for s in 0..sheet.sentences.len() {
        if !silent(zone_of(sheet, zones, s)) {
            special::colons(sheet, s, &taken, &mut drafts);
        }
    }
    special::dash_credits(sheet, &taken, &mut drafts);
    let body: Vec<Range<usize>> =
        paragraphs.iter().zip(zones).filter(|&(_, &zone)| zone == Zone::Body).map(|(p, _)| p.clone()).collect();
    turns::turns(sheet, &body, &mut drafts);
    turns::pull_quotes(sheet, &body, &mut drafts);
    let live: Vec<bool> = zones.iter().map(|&z| !silent(z) && z != Zone::Caption).collect();
    special::introductions(sheet, paragraphs, &live, &taken, &mut drafts);
    follow::unknown_cues(sheet, &live, &mut drafts);
    drafts.sort_by_key(|d| (d.head, d.content.first().map_or(0, |c| c.start)));
    follow::follow(sheet, &mut drafts);
    follow::precede(sheet, &mut drafts);
    follow::implicit(sheet, paragraphs, &live, &mut drafts);
    drafts.sort_by_key(|d| (d.content.first().map_or(d.head, |c| c.start.min(d.head)), d.head));
    drafts
}

fn finish(sheet: &Sheet<'_>, zones: &[Zone], drafts: Vec<Draft>, who: &[Option<(EntityId, Via)>]) -> Vec<Attribution> {
    let mut out = Vec::with_capacity(drafts.len());
    for (mut draft, who) in drafts.into_iter().zip(who) {
        let outlet = outlet(sheet, &draft).or_else(|| broadcast(sheet, &mut draft));
        let form = form(sheet, &draft.content);
        let source_span = draft.source.as_ref().map(|source| narrow(&(source.start..source_end(sheet, source))));
        let confidence = match (draft.doubtful, who) {
            (true, _) => Confidence::Unsure,
            (false, Some((_, Via::Pronoun | Via::Implicit))) => Confidence::Likely,
            _ => Confidence::Sure,
        };
        out.push(Attribution {
            source: who.map(|w| w.0),
            source_span,
            via: who.map_or(Via::Implicit, |w| w.1),
            cue: draft.cue.as_ref().map(narrow),
            content: draft.content.iter().map(narrow).collect(),
            form,
            act: draft.act,
            stance: stance(sheet, draft.head),
            outlet,
            zone: zone_of(sheet, zones, draft.sentence),
            confidence,
        });
    }
    out
}

/// A source without the possessive mark, comma or dash at its end.
fn source_end(sheet: &Sheet<'_>, source: &Range<usize>) -> usize {
    let mut end = source.end;
    while end > source.start + 1 && (sheet.tag(end - 1) == Tag::PossMark || sheet.is_break(end - 1)) {
        end -= 1;
    }
    end
}

fn form(sheet: &Sheet<'_>, content: &[Range<usize>]) -> Form {
    let mark = |i: usize| matches!(sheet.tag(i), Tag::Mark) || sheet.is_break(i);
    let (mut quoted, mut told) = (false, false);
    for i in content.iter().cloned().flatten() {
        if sheet.quoted(i) {
            quoted = true;
        } else if !mark(i) {
            told = true;
        }
    }
    match (quoted, told) {
        (true, false) => Form::Direct,
        (true, true) => Form::Mixed,
        _ => Form::Indirect,
    }
}

fn stance(sheet: &Sheet<'_>, head: usize) -> Stance {
    for (class, stance) in [
        (Class::StanceDenial, Stance::Denial),
        (Class::StanceLoaded, Stance::Loaded),
        (Class::StanceCommissive, Stance::Commissive),
        (Class::StanceDirective, Stance::Directive),
        (Class::StanceEvidential, Stance::Evidential),
    ] {
        if sheet.is(head, class) {
            return stance;
        }
    }
    Stance::Neutral
}

/// The outlet that a source told something, or spoke to in an interview.
fn outlet(sheet: &Sheet<'_>, draft: &Draft) -> Option<Range<u32>> {
    let cue = draft.cue.clone()?;
    let is_outlet = |k: usize| {
        sheet.any(k, ClassSet::of(&[Class::Outlet, Class::OutletWord, Class::MediaNoun])) && sheet.cap(k)
            || sheet.is(k, Class::Outlet)
    };
    // "said on Sunday": a day is part of an outlet's name only before another word of it.
    let named = |k: usize| sheet.tag(k) == Tag::Name && sheet.cap(k);
    let day = |k: usize, end: usize| sheet.is(k, Class::Day) && !(k + 1 < end && named(k + 1));
    // "told Reuters Tehran would answer", "told the Herald Mr. Roe was ill": what follows is another name.
    let other = |k: usize| {
        sheet.any(k, ClassSet::of(&[Class::Day, Class::Month, Class::Honorific]))
            || sheet.is(k, Class::Place) && sheet.is(k - 1, Class::Outlet)
    };
    let near = |range: Range<usize>| -> Option<Range<u32>> {
        let first = range.clone().find(|&k| is_outlet(k) && !day(k, range.end) && !sheet.quoted(k))?;
        let mut start = first;
        while start > range.start && sheet.tag(start - 1) == Tag::Name {
            start -= 1;
        }
        let mut end = first + 1;
        while end < range.end
            && !other(end)
            && (sheet.tag(end) == Tag::Name
                || is_outlet(end)
                // "Channel 9"
                || sheet.tag(end) == Tag::Num && end == first + 1
                || sheet.any(end, ClassSet::of(&[Class::MediaNoun, Class::ChannelNoun])) && sheet.tag(end) == Tag::Noun)
        {
            end += 1;
        }
        Some(narrow(&(start..end)))
    };
    if let Some(addressee) = &draft.addressee
        && let Some(found) = near(addressee.clone())
    {
        return Some(found);
    }
    // "in an interview with the Herald", "speaking to the Herald"
    let after = cue::skip_adjuncts(sheet, cue.end, sheet.sentence(draft.sentence).end);
    let behind = (after > cue.end).then(|| near(cue.end..after)).flatten();
    behind.or_else(|| near(quoted_in(sheet, draft)?)).or_else(|| near(opening(sheet, draft)?))
}

/// "was quoted by the Herald as saying": the words between source and cue.
fn quoted_in(sheet: &Sheet<'_>, draft: &Draft) -> Option<Range<usize>> {
    let range = draft.source.as_ref()?.end..draft.head;
    let quoted = !range.is_empty() && sheet.is(range.end - 1, Class::As) && sheet.tag(range.end) == Tag::Ing;
    (quoted && range.clone().any(|k| sheet.is(k, Class::CueCiting))).then_some(range)
}

/// "In an interview with the Herald, she", "Speaking to the Herald, she": the words before the comma in front of the
/// source with which a sentence opens.
fn opening(sheet: &Sheet<'_>, draft: &Draft) -> Option<Range<usize>> {
    const WORDS: usize = 16;
    let lo = sheet.sentence(draft.sentence).start;
    let comma = draft.source.as_ref()?.start.checked_sub(1)?;
    if comma <= lo + 1 || comma > lo + WORDS || sheet.tag(comma) != Tag::Comma {
        return None;
    }
    let speaks = sheet.tag(lo) == Tag::Ing && sheet.any(lo, ClassSet::of(&[Class::CueAbout, Class::CueMental]));
    let channel = ClassSet::of(&[Class::ChannelNoun, Class::CueNoun]);
    let spoken = sheet.is(lo, Class::PrepIn) && (lo + 1..comma).any(|k| sheet.any(k, channel));
    (speaks || spoken).then_some(lo..comma)
}

/// "called the bridge a disgrace on CNN": the programme at the end of what is told is no part of it, and is cut off.
fn broadcast(sheet: &Sheet<'_>, draft: &mut Draft) -> Option<Range<u32>> {
    let cue = draft.cue.clone()?;
    let content = draft.content.last_mut().filter(|c| c.start >= cue.end)?;
    let from = content.end.saturating_sub(6).max(content.start + 2);
    let on = (from..content.end).rev().find(|&k| sheet.is(k, Class::PrepOn) && !sheet.quoted(k))?;
    let named = |k: usize| sheet.is(k, Class::Outlet) || matches!(sheet.tag(k), Tag::Name | Tag::PossMark | Tag::Noun);
    if !sheet.is(on + 1, Class::Outlet) || on + 1 >= content.end || !(on + 1..content.end).all(named) {
        return None;
    }
    let outlet = narrow(&(on + 1..content.end));
    content.end = on;
    Some(outlet)
}

/// Every finite verb group of running text with its subject.
fn clauses(sheet: &Sheet<'_>, zones: &[Zone]) -> Vec<Clause> {
    let mut out = Vec::new();
    for s in 0..sheet.sentences.len() {
        if silent(zone_of(sheet, zones, s)) {
            continue;
        }
        let range = sheet.sentence(s);
        let mut i = range.start;
        while i < range.end {
            let opens = sheet.tag(i).is_aux() || sheet.tag(i) == Tag::Verb;
            if !opens || sheet.quoted(i) {
                i += 1;
                continue;
            }
            let start = phrase::group_start(sheet, i, range.start);
            let mut end = i + 1;
            let mut be = sheet.tag(i) == Tag::Be;
            let mut verb = sheet.tag(i) == Tag::Verb;
            let mut passive = false;
            while end < range.end && !sheet.quoted(end) && !verb {
                match sheet.tag(end) {
                    Tag::Be => be = true,
                    Tag::Modal | Tag::Have | Tag::Do | Tag::Adv | Tag::Neg => {}
                    Tag::Part => {
                        verb = true;
                        passive = be;
                    }
                    Tag::Base | Tag::Ing | Tag::Verb => verb = true,
                    _ => break,
                }
                end += 1;
            }
            let subject = phrase::subject(sheet, start, range.start).map(|s| narrow(&s.antecedent.unwrap_or(s.phrase)));
            out.push(Clause { verb: narrow(&(start..end)), subject, passive });
            i = end;
        }
    }
    out
}

/// Whether a paragraph opens with the label of a question, an answer or a speaker.
fn labelled(sheet: &Sheet<'_>, paragraph: &Range<usize>) -> bool {
    let i = paragraph.start;
    let label = sheet.is(i, Class::QuestionLabel) || sheet.is(i, Class::AnswerLabel);
    let marked = matches!(sheet.tag(i + 1), Tag::Colon | Tag::Stop) || sheet.shape(i).has(Shape::DOTTED);
    let turn = (i + 1..paragraph.end.min(i + 5))
        .any(|k| sheet.tag(k) == Tag::Colon && (i..k).all(|n| sheet.shape(n).has(Shape::UPPER)));
    label && marked || turn
}
