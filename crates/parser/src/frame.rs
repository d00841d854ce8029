//! Reports whose frame tells what they are: told before a court, told at home, told in a film, and verbs of telling with
//! an object that nobody can tell.

use crate::attribute::Draft;
use crate::citing;
use crate::class::{Class, ClassSet};
use crate::cue::{self, Cue, Right};
use crate::document::Act;
use crate::phrase;
use crate::sheet::{Sheet, Tag};

/// Who is rung up: people and bodies.
const REACHED: ClassSet = ClassSet::of(&[
    Class::Role,
    Class::Title,
    Class::Informant,
    Class::Kin,
    Class::CollectiveNoun,
    Class::BodyNoun,
    Class::MediaNoun,
]);

/// Whether the frame shows that nothing is reported: "neither Roe nor Lund responded to messages", "the Senate confirmed
/// Roe".
pub(crate) fn empty(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let Some(source) = &draft.source else { return false };
    let thing = matches!(draft.right, Right::NounPhrase | Right::Pronoun | Right::Prep);
    let negated = source.start > 0 && sheet.is(source.start - 1, Class::Negation);
    thing && negated && sheet.is(draft.head, Class::CueToward)
        || confirmed(sheet, draft)
        || counted(sheet, draft)
        || called(sheet, draft)
        || wordless(sheet, draft)
        || newsroom_asks(sheet, draft)
}

/// "We asked voters what they want", "the Gazette asked whether he would sign": a newsroom's question is no source's word.
fn newsroom_asks(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let newsroom = ClassSet::of(&[Class::Outlet, Class::MediaNoun, Class::OutletWord]);
    draft.source.as_ref().is_some_and(|s| {
        sheet.is(draft.head, Class::CueAsking)
            && !draft.content.iter().any(|c| sheet.quoted(c.start))
            && (s.len() == 1 && sheet.is(s.start, Class::FirstPerson)
                || phrase::head(sheet, s).is_some_and(|h| sheet.any(h, newsroom)))
    })
}

/// "said goodbye", "hardly talks about it", "admitted 40 patients", "the cuts that she agreed to last year": no report.
fn wordless(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let (Some(cue), [content]) = (&draft.cue, &draft.content[..]) else { return false };
    let at = content.start;
    if at < draft.head && looked_at(sheet, draft) {
        return true;
    }
    if at < draft.head || sheet.quoted(at) {
        // "Roe was quoted by the paper as saying": the report is in what follows. And "Roe was endorsed by Lund".
        return at < draft.head
            && (citing::quoted_by(sheet, draft.head)
                || sheet.is(draft.head, Class::CueReceiving)
                    && (sheet.tag(content.end - 1) == Tag::Name || sheet.any(content.end - 1, REACHED))
                    && phrase::phrase_right(sheet, at, content.end).is_some_and(|p| p.end == content.end));
    }
    let seldom = draft.right == Right::Prep && (cue.start..draft.head).any(|k| sheet.is(k, Class::Seldom));
    let admitted = draft.right == Right::NounPhrase
        && sheet.is(draft.head, Class::CueReceiving)
        && phrase::phrase_right(sheet, at, content.end)
            .and_then(|p| phrase::head(sheet, &p))
            .is_some_and(|h| sheet.any(h, REACHED))
        && !cue::finite_clause(sheet, at, content.end);
    // "The score says it all."
    let all = content.len() == 2 && sheet.is(at, Class::Neuter) && sheet.is(at + 1, Class::Quantifier);
    let stranded = matches!(sheet.tag(at), Tag::To | Tag::Prep)
        && sheet.is(at + 1, Class::TimeModifier)
        && sheet.is(at + 2, Class::TimeNoun);
    // "put it forward", "the warning issued by the office"
    let plain = !(at..content.end).any(|k| matches!(sheet.tag(k), Tag::That | Tag::Wh));
    let moved = plain && cue.end == at && cue.end > draft.head + 1 && sheet.is(at, Class::CueTwoPart);
    let issued = matches!(sheet.tag(at), Tag::Part | Tag::Verb) && sheet.is(at + 1, Class::By);
    // "They set out for the coast."
    let left = sheet.is(at, Class::PrepFor)
        && draft.right == Right::NounPhrase
        && cue.end == at
        && sheet.is(at - 1, Class::CueTwoPart)
        && !sheet.is(draft.head, Class::CueFor);
    sheet.is(at, Class::Greeting) || left || all || seldom || admitted || stranded || moved || issued
}

/// "was seen by a doctor": with nothing that it was seen as.
fn looked_at(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let passive = draft.cue.as_ref().is_some_and(|c| c.end > c.start && sheet.is(c.end - 1, Class::By));
    let end = draft.source.as_ref().map_or(0, |s| s.end);
    passive && sheet.is(draft.head, Class::CueWitness) && !sheet.is(end, Class::As) && sheet.tag(end) != Tag::To
}

/// "She called the police", "the gang, called 'the Wasps',": nothing is said of what nobody is called.
fn called(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let (Some(cue), [content]) = (&draft.cue, &draft.content[..]) else { return false };
    if !sheet.is(draft.head, Class::CueNaming) || content.start < draft.head {
        return false;
    }
    let quoted = content.clone().any(|k| sheet.quoted(k));
    if draft.right == Right::Quote || quoted {
        // "who call themselves 'the Wasps'", "a gang called 'the Wasps'"; but "a plan which aides called 'a gift'".
        let plain = draft.right == Right::Quote && cue.start == draft.head && cue.start > 0;
        let before = draft.source.as_ref().and_then(|s| s.start.checked_sub(1));
        let stands_for = before.is_some_and(|k| {
            matches!(sheet.tag(k), Tag::Noun | Tag::Name | Tag::Rel | Tag::Wh | Tag::Close | Tag::Comma | Tag::Adj)
        });
        let group = draft.source.as_ref().is_some_and(|s| sheet.tag(s.end - 1) == Tag::Noun);
        return sheet.tag(draft.head + 1) == Tag::Reflexive
            || plain && (sheet.tag(cue.start - 1) == Tag::Comma || group && !stands_for);
    }
    let object = phrase::phrase_right(sheet, content.start, content.end).map_or(content.end, |p| p.end);
    let clause = (object..content.end).find(|&k| sheet.tag(k) == Tag::Comma).unwrap_or(content.end);
    let name = |k: usize| {
        matches!(sheet.tag(k), Tag::Det | Tag::Adj | Tag::Poss | Tag::Noun | Tag::Part | Tag::Ing)
            && !(k > object && sheet.tag(k - 1) == Tag::Prep)
    };
    // Whom one can ring up; an adjective behind a thing is its name: "called the plan reckless".
    let reached = object > 0 && sheet.any(object - 1, REACHED)
        || (content.start..object).all(|k| matches!(sheet.tag(k), Tag::ObjPron | Tag::Name));
    matches!(draft.right, Right::NounPhrase | Right::Pronoun) && reached && !(object..clause).any(name)
}

/// "has two confirmed cases": the number counts what follows.
fn counted(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let (Some(source), Some(cue), [content]) = (&draft.source, &draft.cue, &draft.content[..]) else { return false };
    let number = sheet.tag(source.start) == Tag::Num || sheet.is(source.start, Class::NumberWord);
    source.len() == 1
        && number
        && cue.len() == 1
        && source.end == cue.start
        && content.start == cue.end
        && draft.right == Right::NounPhrase
        && matches!(sheet.tag(content.start), Tag::Noun | Tag::Adj | Tag::Base | Tag::Verb)
}

/// "The Senate confirmed Roe": a body that confirms somebody says nothing.
fn confirmed(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let [content] = &draft.content[..] else { return false };
    let told = ClassSet::of(&[Class::CueBare, Class::CueNounPhrase]);
    let small = ClassSet::of(&[Class::NameParticle, Class::NameSuffix]);
    draft.right == Right::NounPhrase
        && content.start > draft.head
        && matches!(sheet.tag(content.end), Tag::Stop | Tag::Prep)
        && content.len() <= 8
        && content
            .clone()
            .all(|k| (sheet.tag(k) == Tag::Name || sheet.any(k, small) && content.len() > 1) && !sheet.quoted(k))
        && !content.clone().any(|k| sheet.any(k, ClassSet::of(&[Class::OrganisationWord, Class::DocumentNoun])))
        && sheet.any(draft.head, told)
        && sheet.is(draft.head, Class::CueClause)
        && sheet.is(draft.head, Class::CuePost)
}

/// What a report is by its frame; `None` where the frame tells nothing.
pub(crate) fn act(sheet: &Sheet<'_>, draft: &Draft, lo: usize) -> Option<Act> {
    let seen = draft.cue.as_ref().is_some_and(|c| own_witness(sheet, c.start, draft.head, lo));
    if seen || told(sheet, draft) {
        return Some(Act::Statement);
    }
    (at_home(sheet, draft) || invented(sheet, draft, lo)).then_some(Act::Other)
}

/// "The court heard that", "the inquest was told that": what is told to a court is on record there.
pub(crate) fn told(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let heard = !matches!(draft.right, Right::Prep | Right::To);
    let passive = |c: &phrase::Phrase| c.clone().any(|k| sheet.tag(k) == Tag::Be);
    let told = sheet.is(draft.head, Class::CueTold)
        || sheet.is(draft.head, Class::CueAddressee) && draft.cue.as_ref().is_some_and(passive);
    heard && told && draft.source.as_ref().is_some_and(|s| proceeding(sheet, s))
}

/// Whether the words name a court or a sitting.
pub(crate) fn proceeding(sheet: &Sheet<'_>, words: &phrase::Phrase) -> bool {
    phrase::head(sheet, words).is_some_and(|h| sheet.is(h, Class::Proceeding))
}

/// "The inquest was told that".
pub(crate) fn was_told(sheet: &Sheet<'_>, cue: &Cue, lo: usize) -> bool {
    sheet.is(cue.head, Class::CueAddressee)
        && matches!(cue.right, Right::That | Right::Clause | Right::NounPhrase)
        && phrase::subject(sheet, cue.start, lo).is_some_and(|s| proceeding(sheet, &s.phrase))
}

/// "A Herald reporter saw": a person of a newsroom who saw or heard it. The verb group of `head` begins at `start`.
pub(crate) fn own_witness(sheet: &Sheet<'_>, start: usize, head: usize, lo: usize) -> bool {
    let newsroom = ClassSet::of(&[Class::Outlet, Class::OutletWord, Class::Wire, Class::OwnOutlet]);
    start == head
        && start > lo + 1
        && sheet.is(head, Class::CueWitness)
        && sheet.is(start - 1, Class::Role)
        && sheet.any(start - 2, newsroom)
        && (sheet.cap(start - 2) || sheet.is(start - 2, Class::OwnOutlet))
}

/// "He told his wife": said at home, not to a reporter.
fn at_home(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    draft.addressee.as_ref().is_some_and(|a| {
        sheet.tag(a.start) == Tag::Poss && phrase::head(sheet, a).is_some_and(|h| sheet.is(h, Class::Kin))
    }) && !draft.content.iter().any(|c| sheet.quoted(c.start))
}

/// "In the film, the detective says": somebody without a name speaks in a work of fiction.
fn invented(sheet: &Sheet<'_>, draft: &Draft, lo: usize) -> bool {
    let Some(source) = &draft.source else { return false };
    let comma = (lo..source.start.min(lo + 8)).find(|&k| sheet.tag(k) == Tag::Comma);
    let work = |from: usize, to: usize| {
        sheet.is(from, Class::PrepIn)
            && phrase::phrase_right(sheet, from + 1, to)
                .and_then(|p| phrase::head(sheet, &p))
                .is_some_and(|h| sheet.is(h, Class::Fiction))
    };
    // "In the film, the detective says", "the detective says in the film"
    let behind = || draft.cue.as_ref().is_some_and(|c| work(c.end, sheet.sentence(sheet.sentence_at(c.start)).end));
    (comma.is_some_and(|c| work(lo, c + 1)) || behind()) && !source.clone().any(|k| sheet.tag(k) == Tag::Name)
}
