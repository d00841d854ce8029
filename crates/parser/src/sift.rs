//! Leaves out what has the form of an attribution and reports nothing: "because it would encourage buyers", "he said he
//! likes the plan". A verb in a list is not enough; who speaks and where the clause stands decide as well.

use crate::attribute::Draft;
use crate::class::{Class, ClassSet, Forms};
use crate::cue::{self, Right};
use crate::document::Act;
use crate::frame;
use crate::phrase;
use crate::sheet::{Sheet, Tag};

/// Removes from the drafts of one sentence, those from `base` on, the ones that report nothing.
pub(crate) fn sift(sheet: &Sheet<'_>, base: usize, drafts: &mut Vec<Draft>) {
    part(&mut drafts[base..]);
    let drop: Vec<bool> = (base..drafts.len()).map(|n| !stands(sheet, &drafts[base..], n - base)).collect();
    // Only the tail is gone through: a text of many sentences would else be read once for each.
    let tail = drafts.split_off(base);
    drafts.extend(tail.into_iter().zip(drop).filter(|(_, drop)| !drop).map(|(draft, _)| draft));
}

/// "She objected to the plan that the board made, an aide told": of two drafts that hold each other, the last tells, and
/// the first ends where what it tells ends.
fn part(drafts: &mut [Draft]) {
    for n in 1..drafts.len() {
        for k in 0..n {
            let [first, last] = if drafts[k].head < drafts[n].head { [k, n] } else { [n, k] };
            let told = holding(&drafts[last], drafts[first].head);
            let (Some(end), Some(_)) = (told, holding(&drafts[first], drafts[last].head)) else { continue };
            for content in &mut drafts[first].content {
                content.end = content.end.min(end).max(content.start);
            }
            drafts[first].content.retain(|c| !c.is_empty());
        }
    }
}

/// Where the content of `draft` that holds the word `head` ends.
fn holding(draft: &Draft, head: usize) -> Option<usize> {
    draft.content.iter().find(|c| c.contains(&head)).map(|c| c.end)
}

/// Whether draft `n` of a sentence reports something.
fn stands(sheet: &Sheet<'_>, drafts: &[Draft], n: usize) -> bool {
    let draft = &drafts[n];
    if draft.cue.is_none() {
        return true;
    }
    // "was quoted as saying": one report, though `saying` is a cue too, which alone steps over "on Monday" behind it.
    let within = |inner: &Draft, outer: &Draft| {
        inner.head != outer.head && outer.cue.as_ref().is_some_and(|c| c.contains(&inner.head))
    };
    let twice = |d: &Draft| {
        within(draft, d) && d.content == draft.content
            || within(d, draft) && !d.content.is_empty() && d.content != draft.content
    };
    if drafts.iter().any(twice) {
        return false;
    }
    let over = |d: &Draft| {
        d.head != draft.head
            && !sheet.any(d.head, ClassSet::of(&[Class::According, Class::Per]))
            && holding(d, draft.head).is_some()
    };
    let inside = drafts.iter().any(over);
    let clausal = clausal(sheet, draft);
    if aside(sheet, draft, clausal) || frame::empty(sheet, draft) {
        return false;
    }
    // "quoted a clerk as saying": the inner report is the one that the outer is about.
    let quoted_as = draft.head > 0 && sheet.is(draft.head - 1, Class::As) && sheet.tag(draft.head) == Tag::Ing;
    if inside && !quoted_as {
        // Somebody named may have another's words for what he did: "she said Roe had denied the charge".
        let named = draft.source.as_ref().is_some_and(|s| sheet.tag(s.end - 1) == Tag::Name)
            && matches!(draft.right, Right::NounPhrase | Right::Pronoun | Right::Ing | Right::Prep)
            && sheet.tag(draft.head) == Tag::Verb;
        return draft.act == Act::Statement
            && (clausal || named)
            && !hypothetical(sheet, draft)
            && speaker(sheet, draft) != Speaker::Thing;
    }
    let quoted = draft.content.iter().any(|c| sheet.quoted(c.start));
    if draft.source.is_none() {
        // A word in marks is no speech.
        return draft.content.iter().any(|c| sheet.quoted(c.start) && !phrase::scare(sheet, c.start));
    }
    if manner(sheet, draft) || imagined(sheet, draft) {
        return false;
    }
    if !quoted && (misread(sheet, draft) || draft.right == Right::Conj || withheld(sheet, draft)) {
        return false;
    }
    let spoken = [Class::CuePost, Class::According, Class::Per];
    let counted = draft.content.iter().any(|c| c.start > draft.head && number(sheet, c.start));
    // "The storm claimed his life", "the curtain revealed a logo": what a thing does to a thing is no speech.
    let reporting = ClassSet::of(&[Class::According, Class::Per]);
    let deed = draft.right == Right::NounPhrase && !sheet.any(draft.head, reporting);
    let plain = draft.act != Act::Statement || !sheet.any(draft.head, ClassSet::of(&spoken)) || counted || deed;
    !(speaker(sheet, draft) == Speaker::Thing && !clausal && plain || asked(sheet, draft))
}

/// "requested anonymity", "asked that her name not be used": terms of speaking; and "could not confirm that account".
fn withheld(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let Some(cue) = &draft.cue else { return false };
    let has = |tag: Tag| (cue.start..draft.head).any(|k| sheet.tag(k) == tag);
    let unable = has(Tag::Modal) && has(Tag::Neg) && matches!(draft.right, Right::NounPhrase | Right::Pronoun);
    let asks = ClassSet::of(&[Class::CueAddressee, Class::CueTo, Class::CueFor, Class::CueNounPhrase]);
    let terms =
        || draft.content.iter().any(|c| (c.start..c.end.min(c.start + 7)).any(|k| sheet.is(k, Class::AnonymityWord)));
    unable && sheet.is(draft.head, Class::CueClause)
        || sheet.any(draft.head, asks) && sheet.is(draft.head, Class::AnonymityVerb) && terms()
}

/// "according to plan", "three litres per head": how or by what measure, not by whom.
fn manner(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let Some(source) = &draft.source else { return false };
    let first = source.start;
    let speaks = ClassSet::of(&[
        Class::DocumentNoun,
        Class::BodyNoun,
        Class::MediaNoun,
        Class::Proceeding,
        Class::CueNoun,
        Class::ChannelNoun,
        Class::AgentlessNoun,
    ]);
    let bare = sheet.tag(first) == Tag::Noun
        && !sheet.cap(first)
        && !sheet.form(first, Forms::PL)
        && !sheet.word(first).ends_with('s')
        && !sheet.any(first, speaks);
    let alone = || source.len() == 1 && speaker(sheet, draft) == Speaker::Thing;
    bare && (sheet.is(draft.head, Class::Per) || sheet.is(draft.head, Class::According) && alone())
}

/// "might have said", "as if to say", "if a seller says": speech that nobody tells to have happened.
fn imagined(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let (Some(source), Some(cue)) = (&draft.source, &draft.cue) else { return false };
    let has = |tag: Tag| (cue.start..draft.head).any(|k| sheet.tag(k) == tag);
    let before = |k: usize, n: usize| k.checked_sub(n);
    let as_if = before(cue.start, 3)
        .is_some_and(|k| sheet.is(k, Class::As) && sheet.is(k + 1, Class::Conditional) && sheet.tag(k + 2) == Tag::To);
    let condition = source.end == cue.start && before(source.start, 1).is_some_and(|k| sheet.is(k, Class::Conditional));
    let quoted = draft.content.iter().any(|c| sheet.quoted(c.start));
    // "as they say", "And who says": nobody in particular.
    let first = sheet.word(source.start);
    let saying = source.len() == 1
        && draft.antecedent.is_none()
        && (first.eq_ignore_ascii_case("who") && cue.start == source.end && sheet.form(draft.head, Forms::S)
            || before(source.start, 1).is_some_and(|k| sheet.is(k, Class::As))
                && sheet.is(source.start, Class::PluralPronoun)
                && sheet.form(draft.head, Forms::BASE)
                && !sheet.form(draft.head, Forms::PAST));
    saying || quoted && has(Tag::Modal) && has(Tag::Have) || as_if || condition && clausal(sheet, draft)
}

/// "claimed three lives"
fn number(sheet: &Sheet<'_>, k: usize) -> bool {
    sheet.tag(k) == Tag::Num || sheet.is(k, Class::NumberWord)
}

/// "I told stories", "you could ask": in a talk, whoever speaks or is spoken to reports nothing by a thing done.
fn aside(sheet: &Sheet<'_>, draft: &Draft, clausal: bool) -> bool {
    let Some(source) = draft.source.as_ref().filter(|s| s.len() == 1) else { return false };
    let told = clausal || draft.right == Right::Wh;
    draft.act != Act::Mental
        && (sheet.is(source.start, Class::SecondPerson) || sheet.is(source.start, Class::FirstPerson) && !told)
}

/// Whether what is told is a clause or a quotation, not a thing.
fn clausal(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    match draft.right {
        Right::NounPhrase | Right::Pronoun => {
            draft.content.last().is_some_and(|c| {
                let opens = matches!(sheet.tag(c.start), Tag::That | Tag::Wh | Tag::Pron);
                c.start > draft.head && (opens || cue::finite_clause(sheet, c.start, c.end))
            }) || draft.content.iter().any(|c| sheet.quoted(c.start))
        }
        Right::Prep | Right::To | Right::Ing | Right::Wh => false,
        _ => true,
    }
}

/// Where the words before source and cue tell that the clause is no report: "if the board demands it", "to help Ruiz
/// maintain", "without saying that", "to know".
fn misread(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let (Some(source), Some(cue)) = (&draft.source, &draft.cue) else { return false };
    let start = source.start.min(cue.start);
    if start > 0
        && !sheet.quoted(start - 1)
        && (sheet.tag(start - 1) == Tag::To || sheet.is(start - 1, Class::Conditional))
    {
        return true;
    }
    let before = if cue.start > 0 { sheet.tag(cue.start - 1) } else { Tag::Stop };
    let nobody = speaker(sheet, draft) == Speaker::Thing
        || source.len() == 1 && sheet.is(source.start, Class::Neuter) && sheet.tag(source.start) == Tag::Pron;
    match sheet.tag(draft.head) {
        Tag::Ing => nobody && (before == Tag::Prep || before == Tag::Noun && !clausal(sheet, draft)),
        Tag::Base => before == Tag::To && draft.act == Act::Mental,
        _ => false,
    }
}

/// "would say", "could not find": nothing was said.
fn hypothetical(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    draft.cue.clone().is_some_and(|c| (c.start..draft.head).any(|k| matches!(sheet.tag(k), Tag::Modal | Tag::Neg)))
}

/// "whether the judges would rule", "how officials describe": the clause is asked, not told.
fn asked(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let (Some(source), Some(cue)) = (&draft.source, &draft.cue) else { return false };
    let start = source.start.min(cue.start);
    start > 0 && sheet.tag(start - 1) == Tag::Wh && hypothetical(sheet, draft)
}

#[derive(PartialEq, Eq)]
enum Speaker {
    /// A name, a person, a body, a document, a pronoun.
    Likely,
    /// A noun that no list of speakers holds.
    Thing,
}

fn speaker(sheet: &Sheet<'_>, draft: &Draft) -> Speaker {
    let phrase = draft.antecedent.as_ref().or(draft.source.as_ref());
    let head = phrase.and_then(|p| phrase::head(sheet, p));
    let speaks = ClassSet::of(&[
        Class::Role,
        Class::Title,
        Class::Informant,
        Class::Spokesperson,
        Class::Kin,
        Class::CollectiveNoun,
        Class::BodyNoun,
        Class::MediaNoun,
        Class::DocumentNoun,
        Class::ChannelNoun,
        Class::CueNoun,
        Class::Outlet,
        Class::Place,
        Class::Demonym,
        Class::SubjectPronoun,
    ]);
    match head {
        // "a copy of the draft", "a group of workers": what it is of may speak.
        Some(h) if sheet.tag(h) == Tag::Noun && !sheet.any(h, speaks) => {
            let of = phrase.filter(|p| sheet.is(h + 1, Class::Of) && h + 2 < p.end).map(|p| h + 2..p.end);
            let part = of.and_then(|p| phrase::head(sheet, &p));
            if part.is_some_and(|h| sheet.any(h, speaks)) { Speaker::Likely } else { Speaker::Thing }
        }
        _ => Speaker::Likely,
    }
}
