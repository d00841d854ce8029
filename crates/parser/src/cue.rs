//! Decides which words are cues: a verb attributes only where what follows and precedes it fits the lists it is in.

use crate::class::{Class, ClassSet, Forms};
use crate::frame;
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// What follows a possible cue, adverbs and adjuncts of time and channel left aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Right {
    #[default]
    End,
    Comma,
    Dash,
    Colon,
    Quote,
    That,
    Wh,
    /// A subject pronoun: a clause without `that`.
    Clause,
    To,
    Ing,
    NounPhrase,
    Pronoun,
    Prep,
    Verb,
    Conj,
    Other,
}

/// A cue and how it stands.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    /// The word that makes it a cue.
    pub(crate) head: usize,
    /// First token: auxiliaries and adverbs included.
    pub(crate) start: usize,
    /// One past the last token: particle or preposition included.
    pub(crate) end: usize,
    /// What follows.
    pub(crate) right: Right,
    /// Where what follows begins, behind adjuncts.
    pub(crate) after: usize,
    pub(crate) passive: bool,
    pub(crate) noun: bool,
    pub(crate) according: bool,
}

/// Every list of cues.
pub(crate) const CUES: ClassSet = ClassSet::of(&[
    Class::CueClause,
    Class::CueBare,
    Class::CueQuote,
    Class::CuePost,
    Class::CueNounPhrase,
    Class::CueTo,
    Class::CueGerund,
    Class::CueAddressee,
    Class::CuePassive,
    Class::CueNoun,
    Class::CueAbout,
    Class::CueFor,
    Class::CueOn,
    Class::CueAs,
    Class::CueAgainst,
    Class::CueWitness,
    Class::According,
    Class::Per,
]);

/// The cues of the sentence `lo..hi`, in text order, outside quotations.
pub(crate) fn cues(sheet: &Sheet<'_>, lo: usize, hi: usize, out: &mut Vec<Cue>) {
    out.clear();
    for i in lo..hi {
        if !sheet.quoted(i)
            && sheet.any(i, CUES)
            && let Some(cue) = cue(sheet, i, lo, hi)
        {
            out.push(cue);
        }
    }
}

fn cue(sheet: &Sheet<'_>, i: usize, lo: usize, hi: usize) -> Option<Cue> {
    let is = |class| sheet.is(i, class);
    let plain = |start, end, right, after| Cue {
        head: i,
        start,
        end,
        right,
        after,
        passive: false,
        noun: false,
        according: false,
    };
    if is(Class::According) && !is(Class::CueAddressee) && sheet.tag(i) != Tag::Noun {
        let to = sheet.tag(i + 1) == Tag::To && i + 1 < hi;
        return to.then(|| Cue { according: true, ..plain(i, i + 2, Right::NounPhrase, i + 2) });
    }
    if is(Class::Per) {
        // "per a county report", "per Smith"; "per year" is no source.
        let source = ClassSet::of(&[
            Class::DocumentNoun,
            Class::MediaNoun,
            Class::Role,
            Class::Informant,
            Class::Spokesperson,
            Class::Outlet,
            Class::BodyNoun,
        ]);
        let fits = phrase::phrase_right(sheet, i + 1, hi)
            .is_some_and(|p| sheet.tag(p.start) == Tag::Name || p.len() > 1 && p.clone().any(|k| sheet.any(k, source)));
        return fits.then(|| Cue { according: true, ..plain(i, i + 1, Right::NounPhrase, i + 1) });
    }
    let tag = sheet.tag(i);
    if tag == Tag::Noun || tag == Tag::Name {
        return noun_cue(sheet, i, hi);
    }
    if !tag.is_verb() {
        return None;
    }
    let start = phrase::group_start(sheet, i, lo);
    let be = (start..i).rev().map(|k| sheet.tag(k)).find(|t| !matches!(t, Tag::Adv | Tag::Neg));
    let past = sheet.form(i, Forms::PAST.with(Forms::PART)) && tag != Tag::Ing;
    let passive = past && be == Some(Tag::Be);
    let (end, mut after, mut right) = right(sheet, i, hi);
    // "cautioned, as they had in May, that": where `that` follows the insertion, any verb that takes a clause will do.
    if right == Right::Comma
        && is(Class::CueClause)
        && !left_content(sheet, start, lo, hi)
        && let Some(next) = behind_insertion(sheet, after, hi).filter(|&n| sheet.tag(n) == Tag::That)
    {
        after = next;
        right = Right::That;
    }
    // What follows an insertion or opens with a conjunction is said, unless something said stands before.
    if matches!(right, Right::Comma | Right::Other) && is(Class::CueBare) && !left_content(sheet, start, lo, hi) {
        if right == Right::Comma
            && let Some(next) = behind_insertion(sheet, after, hi)
        {
            after = next;
            right = if sheet.opens(next) { Right::Quote } else { kind_of_right(sheet, i, next, hi) };
        } else if right == Right::Comma && after > end && finite_behind(sheet, after + 1, hi) {
            // "said in its report, the fault moves"
            after += 1;
            right = Right::Clause;
        } else if sheet.tag(after) == Tag::Sub {
            right = Right::Clause;
        }
    }
    // "Asked whether it was safe, she said", "Mr Cruz, asked whether he would appeal, said": a participle.
    let asked = is(Class::CuePassive) && is(Class::CueAddressee) && past && start == i && !passive;
    if asked && (i == lo || sheet.tag(i - 1) == Tag::Comma && participle_closes(sheet, after, hi)) {
        return None;
    }
    // "One rower, identified only as Wren, told": called so by others.
    let called = is(Class::CueAs) && past && start == i && i > lo && (i + 1..i + 3).any(|k| sheet.is(k, Class::As));
    if called && sheet.tag(i - 1) == Tag::Comma && participle_closes(sheet, after, hi) {
        return None;
    }
    if start == i && naming(sheet, i, hi) {
        return None;
    }
    let cue = Cue { passive, ..plain(start, end, right, after) };
    if passive || tag == Tag::Part && be != Some(Tag::Have) {
        return passive_cue(sheet, cue, lo, hi, passive);
    }
    // A negated or hypothetical report is none: "would not say whether", "did not say how".
    // An infinitive tells what is wished or asked for more often than what is said.
    let infinitive = tag == Tag::Base && start > lo && sheet.tag(start - 1) == Tag::To;
    if infinitive && !(matches!(right, Right::That | Right::Clause | Right::Wh | Right::Quote) && is(Class::CueClause))
    {
        return None;
    }
    let negated = (start..i).any(|k| sheet.tag(k) == Tag::Neg);
    active_fits(sheet, &cue, lo, hi, negated).then_some(cue)
}

fn active_fits(sheet: &Sheet<'_>, cue: &Cue, lo: usize, hi: usize, negated: bool) -> bool {
    let i = cue.head;
    let is = |class| sheet.is(i, class);
    // "he smiled at them": such verbs attribute what is quoted, nothing else.
    if is(Class::CueManner) && !matches!(cue.right, Right::Quote | Right::Colon) {
        let before = cue.start.saturating_sub(1);
        return (lo..cue.start).any(|k| sheet.closes(k)) && inverts(sheet, cue, lo)
            || (before.saturating_sub(10).max(lo)..cue.start).any(|k| sheet.closes(k));
    }
    match cue.right {
        Right::That | Right::Clause => is(Class::CueClause) || is(Class::CueBare),
        Right::Wh => is(Class::CueClause) && (!negated || is(Class::CueMental)),
        Right::Quote | Right::Colon if is(Class::CueQuote) || is(Class::CuePost) => true,
        Right::Quote => is(Class::CueClause) || is(Class::CueNounPhrase),
        Right::Colon => is(Class::CueClause) && sheet.tag(cue.end) == Tag::Colon,
        Right::To => is(Class::CueTo),
        Right::Ing => is(Class::CueGerund) || is(Class::CueBare) && is(Class::CuePost),
        Right::NounPhrase | Right::Pronoun => {
            let thing = is(Class::CuePost) && !is(Class::CueMental) && !is(Class::CueClauseOnly);
            is(Class::CueNounPhrase)
                || is(Class::CueBare)
                    && (thing
                        || if sheet.tag(i) == Tag::Ing {
                            finite_clause(sheet, cue.after, hi)
                        } else {
                            clause_behind(sheet, cue.after, hi)
                        })
                || is(Class::CueAddressee)
                || is(Class::CueAs)
                || is(Class::CueWitness) && frame::own_witness(sheet, cue.start, i, lo)
                || is(Class::CuePost) && inverts(sheet, cue, lo)
        }
        Right::Prep | Right::End | Right::Comma | Right::Conj if negated && !is(Class::CueMental) => false,
        Right::Prep if is(Class::CueToward) && met_by_deeds(sheet, cue) => false,
        Right::Prep if is(Class::CueClauseOnly) && !is(Class::CueAbout) => {
            behind_adjunct(sheet, cue.after, hi).is_some()
                || sheet.closes(cue.start.saturating_sub(1))
                || comma_before(sheet, cue, lo)
        }
        Right::Prep => {
            preposition_fits(sheet, i, cue.after)
                || cue.end > i + 1
                || is(Class::CueBare) && behind_adjunct(sheet, cue.after, hi).is_some()
                || is(Class::CueClause)
                    && behind_adjunct(sheet, cue.after, hi).is_some_and(|k| sheet.is(k, Class::That) || sheet.opens(k))
                || is(Class::CuePost) && left_content(sheet, cue.start, lo, hi)
        }
        Right::Verb => is(Class::CueBare),
        Right::End | Right::Comma | Right::Dash | Right::Conj | Right::Other => {
            is(Class::CuePost) && left_content(sheet, cue.start, lo, hi)
        }
    }
}

/// "…, the group found in June": a comma before the subject.
fn comma_before(sheet: &Sheet<'_>, cue: &Cue, lo: usize) -> bool {
    phrase::subject(sheet, cue.start, lo)
        .is_some_and(|s| s.phrase.start > lo && sheet.tag(s.phrase.start - 1) == Tag::Comma)
}

/// "a firm called Gavekal, argues": a name is told, and nothing said.
fn naming(sheet: &Sheet<'_>, i: usize, hi: usize) -> bool {
    if !sheet.is(i, Class::TermIntro) || i == 0 || sheet.tag(i - 1) != Tag::Noun {
        return false;
    }
    let end = (i + 1..hi).find(|&k| sheet.tag(k) != Tag::Name && sheet.tag(k) != Tag::Num).unwrap_or(hi);
    let complement = matches!(sheet.tag(end), Tag::Det | Tag::Adj | Tag::Noun | Tag::Poss | Tag::PossMark | Tag::Mark);
    end > i + 1 && !complement
}

/// Whether a comma and a reporting verb follow: ", said".
fn participle_closes(sheet: &Sheet<'_>, from: usize, hi: usize) -> bool {
    (from..hi.min(from + 30)).any(|k| {
        sheet.tag(k) == Tag::Comma
            && !sheet.quoted(k)
            && sheet.is(k + 1, Class::CuePost)
            && sheet.tag(k + 1) == Tag::Verb
    })
}

/// Whether something that can be said stands before the cue or its subject.
fn left_content(sheet: &Sheet<'_>, start: usize, lo: usize, _hi: usize) -> bool {
    let from = lo.max(start.saturating_sub(60));
    (from..start).any(|k| sheet.closes(k) || matches!(sheet.tag(k), Tag::Comma | Tag::Dash | Tag::Stop | Tag::Colon))
        || start > lo && sheet.is(start - 1, Class::As)
}

/// Whether the subject may stand behind the verb: `…, said the mayor`.
pub(crate) fn inverts(sheet: &Sheet<'_>, cue: &Cue, lo: usize) -> bool {
    if cue.start != cue.head
        || !sheet.is(cue.head, Class::CuePost)
        || sheet.tag(cue.head) == Tag::Ing
        || sheet.tag(cue.head) == Tag::Base
    {
        return false;
    }
    if cue.start == lo {
        return true;
    }
    let before = cue.start - 1;
    sheet.closes(before)
        || matches!(sheet.tag(before), Tag::Comma | Tag::Stop | Tag::Dash | Tag::Colon | Tag::Ellipsis)
        || sheet.is(before, Class::As)
}

/// Where the clause begins behind the comma at `comma`, or behind an insertion between two commas: "said, among other
/// things, that".
pub(crate) fn behind_insertion(sheet: &Sheet<'_>, comma: usize, hi: usize) -> Option<usize> {
    let opens = |k: usize| k < hi && (sheet.opens(k) || matches!(sheet.tag(k), Tag::That | Tag::Pron));
    if opens(comma + 1) && sheet.tag(comma + 1) == Tag::That {
        return Some(comma + 1);
    }
    let second = (comma + 1..hi.min(comma + 14)).find(|&k| sheet.tag(k) == Tag::Comma && !sheet.quoted(k))?;
    opens(second + 1).then_some(second + 1)
}

/// Where content begins behind an adjunct that starts at `z`: at `that`, at a quotation behind a comma or colon, or at
/// a clause of its own.
pub(crate) fn behind_adjunct(sheet: &Sheet<'_>, z: usize, hi: usize) -> Option<usize> {
    for q in z..hi.min(z + 30) {
        if sheet.opens(q) && q > z && matches!(sheet.tag(q - 1), Tag::Comma | Tag::Colon) {
            return Some(q);
        }
        if sheet.quoted(q) {
            continue;
        }
        match sheet.tag(q) {
            Tag::That if q > z + 1 => return Some(q),
            Tag::Rel if q > z + 1 && sheet.is(q, Class::That) => return Some(q),
            Tag::Comma | Tag::Colon if q + 1 < hi && !sheet.opens(q + 1) => {
                return finite_behind(sheet, q + 1, hi).then_some(q + 1);
            }
            Tag::Pron if q > z + 1 && !sheet.tag(q - 1).is_aux() => {
                let verb = sheet.tag(q + 1).is_aux() || matches!(sheet.tag(q + 1), Tag::Verb | Tag::Adv);
                if verb && sheet.tag(q - 1) != Tag::Prep && !matches!(sheet.tag(q - 1), Tag::Rel | Tag::Sub | Tag::Wh) {
                    return Some(q);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether the noun phrase at `from` is the subject of a clause: "found the rules have", not "found the rules".
pub(crate) fn finite_clause(sheet: &Sheet<'_>, from: usize, hi: usize) -> bool {
    for k in from + 1..hi.min(from + 30) {
        if sheet.quoted(k) {
            return sheet.opens(k) && sheet.tag(k - 1).is_aux();
        }
        match sheet.tag(k) {
            Tag::Comma | Tag::Semicolon | Tag::Colon | Tag::Stop | Tag::Rel | Tag::Sub | Tag::Wh | Tag::Dash => {
                return false;
            }
            Tag::Verb => return true,
            tag if tag.is_aux() => return true,
            _ => {}
        }
    }
    false
}

/// Whether a clause may begin at `from`: some finite verb follows that no relative pronoun precedes.
fn clause_behind(sheet: &Sheet<'_>, from: usize, hi: usize) -> bool {
    (from + 1..hi.min(from + 40)).take_while(|&k| !matches!(sheet.tag(k), Tag::Semicolon | Tag::Sub)).any(|k| {
        sheet.opens(k)
            || (sheet.tag(k) == Tag::Verb || sheet.tag(k).is_aux())
                && !matches!(sheet.tag(phrase::group_start(sheet, k, from).max(1) - 1), Tag::Rel | Tag::Wh | Tag::Conj)
    })
}

/// Whether a clause with a finite verb begins at `from`.
fn finite_behind(sheet: &Sheet<'_>, from: usize, hi: usize) -> bool {
    phrase::phrase_right(sheet, from, hi).is_some_and(|p| {
        let k = skip_adjuncts(sheet, p.end, hi);
        k < hi && (sheet.tag(k).is_aux() || sheet.tag(k) == Tag::Verb)
    })
}

fn preposition_fits(sheet: &Sheet<'_>, i: usize, at: usize) -> bool {
    [
        (Class::CueAbout, Class::PrepAbout),
        (Class::CueFor, Class::PrepFor),
        (Class::CueOn, Class::PrepOn),
        (Class::CueAgainst, Class::PrepAgainst),
        (Class::CueToward, Class::To),
        (Class::CueAs, Class::As),
    ]
    .iter()
    .any(|&(cue, prep)| sheet.is(i, cue) && sheet.is(at, prep))
}

/// "responded to the blaze": what stands there is met by deeds.
fn met_by_deeds(sheet: &Sheet<'_>, cue: &Cue) -> bool {
    let to = cue.after.min(cue.end);
    let at = if sheet.is(to, Class::To) { to + 1 } else { cue.end };
    phrase::phrase_right(sheet, at, sheet.len())
        .and_then(|p| phrase::head(sheet, &p))
        .is_some_and(|head| sheet.is(head, Class::Emergency))
}

fn noun_cue(sheet: &Sheet<'_>, i: usize, hi: usize) -> Option<Cue> {
    if !sheet.is(i, Class::CueNoun) || i + 1 >= hi || sheet.cap(i) {
        return None;
    }
    // "his announcement on Sunday that"
    let after = skip_adjuncts(sheet, i + 1, hi);
    let that = after < hi && sheet.tag(after) == Tag::That;
    that.then_some(Cue {
        head: i,
        start: i,
        end: i + 1,
        right: Right::That,
        after,
        passive: false,
        noun: true,
        according: false,
    })
}

fn passive_cue(sheet: &Sheet<'_>, mut cue: Cue, lo: usize, hi: usize, finite: bool) -> Option<Cue> {
    let i = cue.head;
    let is = |class| sheet.is(i, class);
    // With an agent: "criticised by unions". The agent is the source.
    let by = (i + 1..hi.min(i + 10))
        .take_while(|&k| !sheet.is_break(k) && !sheet.quoted(k))
        .find(|&k| sheet.is(k, Class::By));
    if let Some(by) = by {
        let fits = is(Class::CuePassive) || is(Class::CueClause) || is(Class::CueNounPhrase);
        let agent = by + 1 < hi
            && (sheet.tag(by + 1).is_nominal() || sheet.tag(by + 1) == Tag::ObjPron)
            && !sheet.is(by + 1, Class::Day)
            && !sheet.any(by + 1, ClassSet::of(&[Class::NumberWord]));
        if fits && agent && by == i + 1 {
            cue.end = by + 1;
            cue.passive = true;
            return Some(cue);
        }
    }
    if !finite {
        return None;
    }
    // "was told that", "was quoted as saying", "was asked about": the subject is told or quoted.
    let quoted =
        is(Class::CuePassive) && is(Class::CueNounPhrase) && sheet.is(i + 1, Class::As) && sheet.tag(i + 2) == Tag::Ing;
    if quoted {
        cue.end = i + 3;
        cue.after = i + 3;
        cue.passive = false;
        return Some(cue);
    }
    if frame::was_told(sheet, &cue, lo) { Some(Cue { passive: false, ..cue }) } else { None }
}

/// Skips adverbs and adjuncts of time, place and channel from `from` on.
pub(crate) fn skip_adjuncts(sheet: &Sheet<'_>, from: usize, hi: usize) -> usize {
    let mut k = from;
    while k < hi && !sheet.quoted(k) {
        let tag = sheet.tag(k);
        if tag == Tag::Adv || sheet.tag(k) == Tag::Reflexive {
            k += 1;
        } else if sheet.is(k, Class::Day) {
            // "Friday afternoon"
            k += 1 + usize::from(k + 1 < hi && sheet.is(k + 1, Class::TimeNoun) && !sheet.cap(k + 1));
        } else if tag == Tag::Comma && sheet.tag(k + 1) == Tag::Adv && sheet.tag(k + 2) == Tag::Comma && k + 2 < hi {
            // "said, however, that"
            k += 3;
        } else if let Some(next) =
            programme(sheet, k, hi).or_else(|| time_adjunct(sheet, k, hi)).or_else(|| channel_adjunct(sheet, k, hi))
        {
            k = next;
        } else {
            break;
        }
    }
    k
}

/// "said on CNN that", "said on the Today programme": where the outlet's name ends.
fn programme(sheet: &Sheet<'_>, from: usize, hi: usize) -> Option<usize> {
    let start = from + 1 + usize::from(sheet.is(from + 1, Class::Article));
    let named = |k: usize| k < hi && sheet.is(k, Class::Outlet);
    if !sheet.is(from, Class::PrepOn) || !named(start) {
        return None;
    }
    (start..hi.min(start + 6)).find(|&k| !named(k) && !sheet.is(k, Class::MediaNoun))
}

/// "on Monday evening", "last week", "in June", "in 2019": where it ends.
pub(crate) fn time_adjunct(sheet: &Sheet<'_>, from: usize, hi: usize) -> Option<usize> {
    let mut k = from;
    if sheet.tag(k) == Tag::Prep || sheet.is(k, Class::PrepIn) {
        k += 1;
    }
    let mut timely = false;
    let begin = k;
    while k < hi && k < begin + 6 {
        let month = sheet.is(k, Class::Month) && sheet.cap(k);
        let year = sheet.shape(k).has(Shape::NUM) && sheet.word(k).len() == 4;
        if sheet.is(k, Class::Day) || month || year || sheet.is(k, Class::TimeNoun) {
            timely = true;
        } else if !(sheet.is(k, Class::TimeModifier) && !(timely && sheet.is(k, Class::That))
            || sheet.tag(k) == Tag::Num
            || k == begin && sheet.is(k, Class::Article) && k > from)
        {
            break;
        }
        k += 1;
    }
    let modified = k > from
        && (from != begin
            || sheet.any(from, ClassSet::of(&[Class::TimeModifier, Class::Day]))
            || sheet.tag(from) == Tag::Num);
    // "this administration" begins like "this week" and is no time.
    let closed = k > begin
        && !matches!(sheet.tag(k - 1), Tag::Det)
        && (sheet.is(k - 1, Class::TimeNoun) || !sheet.is(k - 1, Class::TimeModifier));
    (timely && modified && closed && !(sheet.tag(k) == Tag::PossMark)).then_some(k)
}

/// "in a statement to reporters", "during an interview with a channel": where it ends.
pub(crate) fn channel_adjunct(sheet: &Sheet<'_>, from: usize, hi: usize) -> Option<usize> {
    if !sheet.is(from, Class::PrepIn) {
        return None;
    }
    let mut k = from + 1;
    while k < hi.min(from + 6) && !sheet.is(k, Class::ChannelNoun) {
        if !(sheet.tag(k).is_nominal()) {
            return None;
        }
        k += 1;
    }
    if k >= hi || !sheet.is(k, Class::ChannelNoun) {
        return None;
    }
    while k < hi && (sheet.is(k, Class::ChannelNoun) || sheet.tag(k) == Tag::Noun) {
        k += 1;
    }
    // "with the paper", "at the Capitol", "to reporters"
    while k + 1 < hi && (sheet.tag(k) == Tag::Prep || sheet.tag(k) == Tag::To) && !sheet.is(k, Class::Subordinator) {
        let noun = phrase::phrase_right(sheet, k + 1, hi.min(k + 8))?;
        if sheet.tag(k) == Tag::To && sheet.tag(k + 1) == Tag::Base {
            break;
        }
        k = noun.end;
    }
    Some(k)
}

/// What follows the cue word `i`: the end of the cue, where the complement begins, and its form.
fn right(sheet: &Sheet<'_>, i: usize, hi: usize) -> (usize, usize, Right) {
    let mut end = i + 1;
    while end < hi && sheet.tag(end) == Tag::Particle {
        end += 1;
    }
    // A particle that is part of the verb: "pointed out".
    if end == i + 1 && end < hi && sheet.is(end, Class::CueTwoPart) && !sheet.quoted(end) {
        let after = end + 1;
        let free = after >= hi
            || matches!(sheet.tag(after), Tag::That | Tag::Comma | Tag::Stop | Tag::Prep | Tag::Wh)
            || sheet.opens(after);
        if free && !sheet.is(after, Class::Day) {
            end = after;
        }
    }
    let after = skip_adjuncts(sheet, end, hi);
    let kind = kind_of_right(sheet, i, after, hi);
    // "threatened during his campaign to leave": the infinitive stands behind an adjunct.
    if kind == Right::Prep
        && sheet.is(i, Class::CueTo)
        && !preposition_fits(sheet, i, after)
        && let Some(noun) = phrase::phrase_right(sheet, after + 1, hi)
        && noun.len() <= 8
        && sheet.tag(noun.end) == Tag::To
        && kind_of_right(sheet, i, noun.end, hi) == Right::To
    {
        return (end, noun.end, Right::To);
    }
    if kind == Right::Prep && preposition_fits(sheet, i, after) && after == end {
        // The preposition belongs to the cue: "called for".
        return (after + 1, after, Right::Prep);
    }
    (end, after, kind)
}

fn kind_of_right(sheet: &Sheet<'_>, i: usize, k: usize, hi: usize) -> Right {
    if k >= hi {
        return Right::End;
    }
    if sheet.opens(k) {
        return Right::Quote;
    }
    match sheet.tag(k) {
        Tag::Comma | Tag::Colon if k + 1 < hi && sheet.opens(k + 1) => Right::Quote,
        Tag::Colon => Right::Colon,
        Tag::Stop | Tag::Ellipsis | Tag::Semicolon => Right::End,
        Tag::Comma => Right::Comma,
        Tag::Dash => Right::Dash,
        // "confirm that account": a demonstrative, when nothing but a noun follows.
        Tag::That
            if matches!(sheet.tag(k + 1), Tag::Noun | Tag::Adj)
                && phrase::phrase_right(sheet, k + 1, hi)
                    .is_some_and(|p| p.end >= hi || sheet.is_break(p.end) || sheet.tag(p.end) == Tag::Sub) =>
        {
            Right::NounPhrase
        }
        Tag::That => Right::That,
        Tag::Rel if sheet.is(k, Class::That) => Right::That,
        Tag::To => {
            if matches!(sheet.tag(k + 1), Tag::Base | Tag::Be | Tag::Have | Tag::Do) || sheet.tag(k + 1) == Tag::Neg {
                Right::To
            } else {
                Right::Prep
            }
        }
        Tag::Wh => Right::Wh,
        Tag::Sub if sheet.is(k, Class::Wh) && !sheet.is(i, Class::CuePost) => Right::Wh,
        Tag::Sub if sheet.is(k, Class::Wh) => {
            // "asked whether", "said if": some of these open a question, some an adverbial clause.
            if sheet.is(i, Class::CueAddressee) { Right::Wh } else { Right::Clause }
        }
        Tag::Pron => Right::Clause,
        Tag::ObjPron | Tag::Reflexive => {
            if sheet.is(k, Class::SubjectPronoun) && (sheet.tag(k + 1) == Tag::Verb || sheet.tag(k + 1).is_aux()) {
                Right::Clause
            } else {
                Right::Pronoun
            }
        }
        Tag::Ing => Right::Ing,
        Tag::Prep => Right::Prep,
        Tag::Conj => Right::Conj,
        Tag::Verb | Tag::Base | Tag::Modal | Tag::Be | Tag::Have | Tag::Do | Tag::Part | Tag::Neg => Right::Verb,
        tag if tag.is_nominal() => Right::NounPhrase,
        _ => Right::Other,
    }
}
