//! Noun phrases, verb groups and subjects: how far the words that name somebody reach.

use std::ops::Range;

use crate::class::{Class, ClassSet, Forms};
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// Tokens of a phrase.
pub(crate) type Phrase = Range<usize>;

/// How far back a phrase may reach; longer ones are no names of sources.
const REACH: usize = 60;

/// Words of time.
pub(crate) const TIME: ClassSet = ClassSet::of(&[Class::Day, Class::Month, Class::TimeNoun]);

/// Prepositions that tie a second noun phrase to the one before hold for all but those of time.
fn attaches(sheet: &Sheet<'_>, prep: usize) -> bool {
    matches!(sheet.tag(prep), Tag::Prep) && !sheet.is(prep, Class::Subordinator)
}

/// Where the verb group of verb `i` begins: its auxiliaries and adverbs belong to it.
pub(crate) fn group_start(sheet: &Sheet<'_>, i: usize, lo: usize) -> usize {
    let mut k = i;
    while k > lo && !sheet.quoted(k - 1) {
        let tag = sheet.tag(k - 1);
        if !(tag.is_aux() || matches!(tag, Tag::Adv | Tag::Neg)) {
            break;
        }
        k -= 1;
    }
    // An adverb at the start of the sentence or behind a comma belongs to the clause: "Later said".
    while k < i
        && sheet.tag(k) == Tag::Adv
        && !(k..i).any(|n| sheet.tag(n).is_aux())
        && (k == lo || sheet.is_break(k - 1))
    {
        k += 1;
    }
    k
}

/// Where the noun phrase that ends with token `j` begins; `None` where no noun phrase ends there.
pub(crate) fn phrase_left(sheet: &Sheet<'_>, j: usize, lo: usize) -> Option<usize> {
    let tag = sheet.tag(j);
    let tied = tag == Tag::ObjPron
        && j > lo + 1
        && matches!(sheet.tag(j - 1), Tag::Prep | Tag::To)
        && sheet.tag(j - 2).is_nominal();
    if matches!(tag, Tag::Pron | Tag::ObjPron | Tag::Reflexive) && !tied {
        return Some(j);
    }
    let alone =
        sheet.is(j, Class::IndefinitePronoun) || sheet.is(j, Class::NumberWord) || sheet.is(j, Class::Quantifier);
    let purpose = aim(sheet, j, lo);
    if !(tied
        || tag.ends_phrase()
        || tag == Tag::PossMark
        || tag == Tag::Close
        || alone && tag == Tag::Det
        || purpose.is_some())
    {
        return None;
    }
    let lo = lo.max(j.saturating_sub(REACH));
    let mut k = purpose.unwrap_or(j);
    if tag == Tag::Close {
        k = opening_bracket(sheet, j, lo)?;
        if k <= lo || !sheet.tag(k - 1).ends_phrase() {
            return None;
        }
        k -= 1;
    }
    let mut has_det = matches!(sheet.tag(k), Tag::Det | Tag::Poss) && !sheet.is(k, Class::Quantifier);
    let mut joined = false;
    while k > lo {
        let p = k - 1;
        if sheet.quoted(p) && sheet.quote[p] != sheet.quote[k] && !scare(sheet, p) {
            break;
        }
        match sheet.tag(p) {
            Tag::PossMark => {
                k = p;
                has_det = false;
            }
            Tag::Det | Tag::Poss => {
                let light = sheet.is(p, Class::Quantifier) || sheet.is(p, Class::NumberWord);
                if has_det && !(light || sheet.is(k, Class::Article) || sheet.is(k, Class::Quantifier)) {
                    break;
                }
                has_det |= !light;
                k = p;
            }
            Tag::Noun | Tag::Name | Tag::Adj | Tag::Num => {
                let closed = matches!(sheet.tag(k), Tag::Det | Tag::Poss);
                if closed && !(sheet.is(p, Class::Quantifier) || sheet.is(p, Class::NumberWord)) {
                    break;
                }
                // "On Monday Smith": a day before a name is none of it.
                if sheet.is(p, Class::Day) && sheet.tag(k) != Tag::PossMark {
                    break;
                }
                if time_leads(sheet, p, k, lo) {
                    break;
                }
                k = p;
            }
            Tag::Close => match opening_bracket(sheet, p, lo) {
                Some(q) if q > lo && sheet.tag(q - 1).ends_phrase() => k = q,
                _ => break,
            },
            Tag::Mark if scare(sheet, p) => k = p,
            Tag::Adv if sheet.tag(k) == Tag::Adj && p > lo && sheet.tag(p - 1).is_nominal() => k = p,
            Tag::Prep | Tag::To if attaches(sheet, p) || sheet.tag(p) == Tag::To => {
                if p == lo {
                    break;
                }
                let before = sheet.tag(p - 1);
                let noun = (before.ends_phrase() || before == Tag::Det && stands_alone(sheet, p - 1))
                    && !sheet.any(p - 1, ClassSet::of(&[Class::Day]));
                let reduced =
                    matches!(before, Tag::Part | Tag::Ing) || before == Tag::Verb && sheet.shape(p - 1).has(Shape::ED);
                if sheet.any(k, TIME) && sheet.tag(p) == Tag::Prep && !sheet.is(p - 1, Class::TimeNoun) && k == j {
                    break;
                }
                let takes_to = [Class::Role, Class::Title, Class::Adjective, Class::Informant];
                // "a person with ties to the bank"
                let tie = p > lo + 1 && sheet.tag(p - 2) == Tag::Prep && !sheet.is(p - 2, Class::Subordinator);
                if noun && (sheet.tag(p) == Tag::Prep || tie || sheet.any(p - 1, ClassSet::of(&takes_to))) {
                    k = p;
                    has_det = false;
                } else if reduced && p - 1 > lo && reduced_clause(sheet, p - 1) {
                    // "people briefed on the talks", "a lawyer speaking for the firm"
                    k = p - 1;
                    has_det = false;
                } else if before == Tag::Conj && second_place(sheet, p - 1, lo) {
                    k = p - 1;
                    has_det = false;
                } else {
                    break;
                }
            }
            Tag::Ing | Tag::Part if p > lo && reduced_clause(sheet, p) && !matches!(sheet.tag(k), Tag::Prep) => {
                k = p;
                has_det = false;
            }
            Tag::Conj if p > lo && sheet.tag(p - 1).ends_phrase() && coordinates(sheet, p, k, lo) => {
                k = p;
                has_det = false;
                joined = true;
            }
            Tag::Comma if joined && p > lo && sheet.tag(p - 1) == Tag::Name && sheet.tag(k) == Tag::Name => k = p,
            Tag::Dash | Tag::Other if p > lo && sheet.tokens[k].gap == crate::token::Gap::None => k = p,
            _ => break,
        }
    }
    // "Voting rights advocates": a participle that opens the sentence describes the people behind it.
    if k > lo
        && k - 1 == lo
        && sheet.tag(lo) == Tag::Ing
        && sheet.cap(lo)
        && sheet.tag(k) == Tag::Noun
        && sheet.any(j, ClassSet::of(&[Class::Role, Class::CollectiveNoun, Class::Informant, Class::BodyNoun]))
        && (k..j).all(|n| sheet.tag(n) == Tag::Noun)
    {
        k = lo;
    }
    k = behind_scene(sheet, k, j, lo);
    while k < j
        && (matches!(
            sheet.tag(k),
            Tag::Dash | Tag::Comma | Tag::Conj | Tag::Prep | Tag::To | Tag::PossMark | Tag::Other
        ))
    {
        k += 1;
    }
    Some(k)
}

/// "a person in a position to know said": the noun before an infinitive that ends the phrase at `j`, where a noun with a
/// preposition before it says whose aim that is.
fn aim(sheet: &Sheet<'_>, j: usize, lo: usize) -> Option<usize> {
    let noun = j.checked_sub(2).filter(|&n| n > lo + 1)?;
    let tagged = sheet.tag(j) == Tag::Base && sheet.tag(j - 1) == Tag::To && sheet.tag(noun) == Tag::Noun;
    let prep = if sheet.tag(noun - 1) == Tag::Det { noun - 2 } else { noun - 1 };
    (tagged && prep > lo && sheet.is(prep, Class::PrepIn) && sheet.tag(prep - 1) == Tag::Noun).then_some(noun)
}

/// "those around the mayor", "some in the party": a word for people that needs no noun behind it.
fn stands_alone(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is(i, Class::CollectiveNoun)
}

/// "Last year Roe said", "In March viewers said": whether the noun at `p` ends a time that leads the sentence.
fn time_leads(sheet: &Sheet<'_>, p: usize, k: usize, lo: usize) -> bool {
    let year =
        sheet.is(p, Class::TimeNoun) && p == lo + 1 && sheet.is(lo, Class::TimeModifier) && sheet.tag(k) == Tag::Name;
    let month = sheet.is(p, Class::Month)
        && p == lo + 1
        && sheet.tag(lo) == Tag::Prep
        && sheet.tag(k) == Tag::Noun
        && sheet.form(k, Forms::PL);
    year || month
}

/// "After the debate Roe said": a name behind a scene that opens the sentence, where `k..=j` holds both.
fn behind_scene(sheet: &Sheet<'_>, k: usize, j: usize, lo: usize) -> usize {
    let before_names = ClassSet::of(&[
        Class::Role,
        Class::Title,
        Class::Kin,
        Class::Informant,
        Class::Spokesperson,
        Class::Honorific,
        Class::CollectiveNoun,
        Class::BodyNoun,
        Class::MediaNoun,
        Class::DocumentNoun,
        Class::Adjective,
    ]);
    let opens = k == lo + 1 && matches!(sheet.tag(lo), Tag::Prep | Tag::Sub) && sheet.is(k, Class::Article);
    let Some(name) = (k + 1..=j).find(|&n| sheet.tag(n) == Tag::Name).filter(|_| opens) else { return k };
    let scene = name > k + 1 && (k + 1..name).all(|n| sheet.tag(n) == Tag::Noun && !sheet.any(n, before_names));
    if scene && (name..=j).all(|n| sheet.tag(n) == Tag::Name) { name } else { k }
}

/// Whether the quotation that token `i` lies in is a word or two inside a phrase; one that ends in a comma or full stop
/// is short speech.
pub(crate) fn scare(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.quote_at(i).is_some_and(|q| {
        q.closed
            && q.tokens.len() <= 5
            && !matches!(sheet.tag((q.tokens.end as usize).saturating_sub(2)), Tag::Comma | Tag::Stop | Tag::Ellipsis)
    })
}

/// Extends a source phrase that ends before `j` over "filed on Monday", where a comma or the sentence's end follows.
pub(crate) fn participle(sheet: &Sheet<'_>, j: usize, hi: usize) -> usize {
    const LONG: usize = 12;
    let past = sheet.tag(j) == Tag::Part || sheet.tag(j) == Tag::Verb && sheet.shape(j).has(Shape::ED);
    if j >= hi || !past || !reduced_clause(sheet, j) {
        return j;
    }
    let stops = |k: usize| sheet.is_break(k) || sheet.quoted(k) || sheet.tag(k) == Tag::Verb || sheet.tag(k).is_aux();
    let end = (j + 1..hi.min(j + LONG)).find(|&k| stops(k));
    end.filter(|&k| matches!(sheet.tag(k), Tag::Comma | Tag::Stop)).unwrap_or(j)
}

fn opening_bracket(sheet: &Sheet<'_>, close: usize, lo: usize) -> Option<usize> {
    (lo.max(close.saturating_sub(14))..close).rev().find(|&k| sheet.tag(k) == Tag::Open)
}

/// Whether the participle at `i` opens a clause that describes the noun before it.
fn reduced_clause(sheet: &Sheet<'_>, i: usize) -> bool {
    i > 0
        && sheet.tag(i - 1).ends_phrase()
        && !sheet.is(i - 1, Class::Day)
        && (sheet.form(i - 1, Forms::PL)
            || sheet.any(
                i - 1,
                ClassSet::of(&[
                    Class::Role,
                    Class::Informant,
                    Class::Spokesperson,
                    Class::Kin,
                    Class::DocumentNoun,
                    Class::BodyNoun,
                ]),
            ))
        && sheet.tag(i - 1) == Tag::Noun
}

/// "officials in the town and at the ministry": whether `and` at `conj` follows a first preposition with its phrase.
fn second_place(sheet: &Sheet<'_>, conj: usize, lo: usize) -> bool {
    let first = (lo..conj).rev().take(8).find(|&k| !sheet.tag(k).is_nominal());
    first.is_some_and(|k| k + 1 < conj && k > lo && sheet.tag(k) == Tag::Prep && sheet.tag(k - 1) == Tag::Noun)
}

/// Whether `and` at `conj` joins two noun phrases, not two clauses.
fn coordinates(sheet: &Sheet<'_>, conj: usize, right: usize, lo: usize) -> bool {
    if sheet.is(conj, Class::Subordinator) {
        return false;
    }
    let mut k = conj;
    let from = lo.max(conj.saturating_sub(25));
    while k > from {
        k -= 1;
        match sheet.tag(k) {
            Tag::Verb | Tag::Base | Tag::Modal | Tag::Be | Tag::Have | Tag::Do => return false,
            Tag::Comma | Tag::Sub | Tag::Rel | Tag::Semicolon | Tag::Colon => break,
            _ => {}
        }
    }
    // "in Ohio and Trump": the first must not hang on a preposition that the second does not share.
    let bare = sheet.tag(right) == Tag::Name && sheet.tag(conj - 1) != Tag::Name;
    !bare
}

/// The noun phrase that begins with token `k`.
pub(crate) fn phrase_right(sheet: &Sheet<'_>, k: usize, hi: usize) -> Option<Phrase> {
    let hi = hi.min(k + REACH);
    if k >= hi {
        return None;
    }
    if matches!(sheet.tag(k), Tag::Pron | Tag::ObjPron | Tag::Reflexive) {
        return Some(k..k + 1);
    }
    if !sheet.tag(k).is_nominal() && !(sheet.is(k, Class::IndefinitePronoun)) {
        return None;
    }
    let mut last = k;
    let mut j = k;
    let mut dangling = true;
    while j < hi {
        if sheet.quote[j] != sheet.quote[k] && !scare(sheet, j) {
            break;
        }
        let tag = sheet.tag(j);
        match tag {
            Tag::Det | Tag::Poss if j > k && !dangling => break,
            Tag::Name | Tag::Noun | Tag::Num if j > k && !dangling && sheet.is(j, Class::Day) => break,
            // "an official close to the talks", "people familiar with them"
            Tag::Adj
                if j > k
                    && !dangling
                    && sheet.tag(j - 1) == Tag::Noun
                    && matches!(sheet.tag(j + 1), Tag::Prep | Tag::To)
                    && j + 2 < hi
                    && (sheet.tag(j + 2).is_nominal() || sheet.tag(j + 2) == Tag::ObjPron) =>
            {
                dangling = true;
                j += 2;
            }
            Tag::Part
                if j > k
                    && !dangling
                    && reduced_clause(sheet, j)
                    && sheet.tag(j + 1) == Tag::Prep
                    && j + 2 < hi
                    && sheet.tag(j + 2).is_nominal() =>
            {
                dangling = true;
                j += 2;
            }
            Tag::Noun | Tag::Name | Tag::Num | Tag::Adj | Tag::PossMark => {
                last = j;
                dangling = tag == Tag::PossMark;
                j += 1;
            }
            Tag::Det | Tag::Poss => {
                if sheet.is(j, Class::IndefinitePronoun) || sheet.is(j, Class::Quantifier) {
                    last = j;
                }
                dangling = true;
                j += 1;
            }
            Tag::Adv if dangling && sheet.tag(j + 1) == Tag::Adj => j += 1,
            Tag::Mark if scare(sheet, j) => {
                if sheet.closes(j) {
                    last = j;
                }
                j += 1;
            }
            // "an adviser to Ana Ruiz"
            Tag::Prep | Tag::To
                if j + 1 < hi
                    && j > k
                    && of_phrase(sheet, j, k)
                    && (tag == Tag::Prep || sheet.is(j - 1, Class::Role)) =>
            {
                dangling = true;
                j += 1;
            }
            Tag::Conj
                if j + 1 < hi
                    && sheet.tag(j + 1).is_nominal()
                    && !sheet.is(j, Class::Subordinator)
                    && joins_right(sheet, j, hi) =>
            {
                dangling = true;
                j += 1;
            }
            Tag::Open => match (j + 1..hi.min(j + 14)).find(|&q| sheet.tag(q) == Tag::Close) {
                Some(q) => {
                    last = q;
                    j = q + 1;
                }
                None => break,
            },
            Tag::Dash | Tag::Other if j > k && sheet.tokens[j].gap == crate::token::Gap::None && !dangling => {
                dangling = true;
                j += 1;
            }
            _ => break,
        }
    }
    // A trailing possessive mark belongs to the possessor.
    Some(k..last + 1)
}

fn of_phrase(sheet: &Sheet<'_>, prep: usize, start: usize) -> bool {
    let next = sheet.tag(prep + 1);
    if !(next.is_nominal() || next == Tag::ObjPron)
        || sheet.is(prep + 1, Class::Day)
        || sheet.is(prep + 1, Class::Month)
    {
        return false;
    }
    if sheet.is(prep, Class::Subordinator) || sheet.is(prep, Class::By) {
        return false;
    }
    // After a bare name only `of`-like ties belong to it; a common noun takes any preposition of place.
    let common = (start..prep).any(|n| sheet.tag(n) == Tag::Noun);
    let until = (prep + 1..prep + 6).take_while(|&n| sheet.tag(n).is_nominal());
    let timely = until.clone().any(|n| sheet.any(n, TIME))
        || until.clone().any(|n| sheet.is(n, Class::ChannelNoun) && sheet.tag(prep + 1) != Tag::Name);
    common && !timely || sheet.is(prep, Class::Of)
}

fn joins_right(sheet: &Sheet<'_>, conj: usize, hi: usize) -> bool {
    let mut k = conj + 1;
    while k < hi && (sheet.tag(k).is_nominal() || sheet.tag(k) == Tag::Adv) {
        k += 1;
    }
    k >= hi || !(sheet.tag(k) == Tag::Verb || sheet.tag(k).is_aux() || sheet.tag(k) == Tag::Rel)
}

/// Words that open an apposition or a relative clause behind a comma.
fn opens_apposition(sheet: &Sheet<'_>, i: usize) -> bool {
    let tag = sheet.tag(i);
    matches!(tag, Tag::Det | Tag::Rel | Tag::Num | Tag::Poss)
        || sheet.any(
            i,
            ClassSet::of(&[
                Class::Role,
                Class::Title,
                Class::Spokesperson,
                Class::Kin,
                Class::Adjective,
                Class::NumberWord,
            ]),
        )
        || tag == Tag::Noun && !sheet.cap(i) && !sheet.shape(i).has(Shape::ING)
        || tag == Tag::Wh && sheet.is(i, Class::Relative)
}

/// Extends a source phrase that ends before `j` over ", a senior analyst at the firm" and ", who lives nearby".
pub(crate) fn apposition(sheet: &Sheet<'_>, j: usize, hi: usize) -> usize {
    if sheet.tag(j) != Tag::Comma || j + 1 >= hi || !opens_apposition(sheet, j + 1) || sheet.quoted(j + 1) {
        return j;
    }
    let relative = sheet.tag(j + 1) == Tag::Rel;
    let mut k = j + 1;
    let mut verb = false;
    while k < hi.min(j + 35) {
        match sheet.tag(k) {
            Tag::Comma => {
                // "41, of Leeds," and "mayor of Troy, N.Y., said": a short piece between commas goes with the rest.
                let aged = k == j + 2 && sheet.tag(j + 1) == Tag::Num;
                if aged
                    && k + 1 < hi
                    && (opens_apposition(sheet, k + 1) || sheet.tag(k + 1) == Tag::Prep)
                    && sheet.tag(k + 1) != Tag::Num
                {
                    k += 1;
                    continue;
                }
                break;
            }
            Tag::Stop | Tag::Semicolon | Tag::Colon | Tag::Dash | Tag::Ellipsis => break,
            Tag::Verb | Tag::Modal | Tag::Be | Tag::Have => {
                verb = true;
                if !relative && k == j + 2 {
                    return j;
                }
            }
            _ => {}
        }
        if sheet.opens(k) && !scare(sheet, k) {
            break;
        }
        k += 1;
    }
    // A clause of its own is no apposition: ", the vote was close".
    let first_verb =
        (j + 1..k).find(|&n| matches!(sheet.tag(n), Tag::Verb | Tag::Modal | Tag::Be | Tag::Have)).unwrap_or(k);
    if verb && !relative && !(j + 1..first_verb).any(|n| sheet.tag(n) == Tag::Rel) {
        let participle = sheet.shape(first_verb).has(Shape::ED);
        // ", the number exceeded those": a verb with an object is a clause's.
        let objects = [Tag::Det, Tag::Poss, Tag::ObjPron, Tag::Name, Tag::That, Tag::Pron];
        if !participle || objects.contains(&sheet.tag(first_verb + 1)) && first_verb + 1 < k {
            return j;
        }
    }
    k.min(hi)
}

/// What was found to the left of a verb.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    /// The words that name the subject.
    pub(crate) phrase: Phrase,
    /// For a relative pronoun: the noun phrase that it stands for.
    pub(crate) antecedent: Option<Phrase>,
}

/// The subject of the verb group that starts at `v`, in the sentence from `lo`.
pub(crate) fn subject(sheet: &Sheet<'_>, v: usize, lo: usize) -> Option<Subject> {
    let mut j = v.checked_sub(1).filter(|&j| j >= lo)?;
    let plain = |phrase: Phrase| Some(Subject { phrase, antecedent: None });
    while j > lo && matches!(sheet.tag(j), Tag::Reflexive | Tag::Adv) {
        j -= 1;
    }
    if sheet.tag(j) == Tag::Rel || sheet.tag(j) == Tag::Wh && sheet.is(j, Class::Relative) {
        return relative(sheet, j, lo);
    }
    if sheet.quoted(j) && !scare(sheet, j) {
        return None;
    }
    if matches!(sheet.tag(j), Tag::Comma | Tag::Dash | Tag::Close) {
        return parenthetical(sheet, j, lo);
    }
    // "held by 'John' says": a name in marks ends like any other.
    let marked = sheet.closes(j) && j > lo + 1 && scare(sheet, j);
    if marked && let Some(phrase) = over_relative(sheet, phrase_left(sheet, j - 1, lo).unwrap_or(j), j, lo) {
        return plain(phrase);
    }
    if marked {
        return phrase_left(sheet, j - 1, lo).and_then(|start| plain(start..j + 1));
    }
    // "Roe, a lawyer, on Sunday told": a time between comma and verb.
    let j = over_time(sheet, j, lo, true);
    if sheet.tag(j) == Tag::Comma {
        return parenthetical(sheet, j, lo);
    }
    // "A report published Wednesday said": a participle and its day describe the subject.
    if sheet.is(j, Class::Day)
        && j > lo + 1
        && (sheet.tag(j - 1) == Tag::Part || sheet.tag(j - 1) == Tag::Verb && sheet.shape(j - 1).has(Shape::ED))
        && sheet.tag(j - 2).ends_phrase()
    {
        return phrase_left(sheet, j - 2, lo).and_then(|start| plain(start..j + 1));
    }
    let start = phrase_left(sheet, j, lo);
    // "Aides to both men all agree": all are those before.
    if start == Some(j)
        && j > lo
        && sheet.is(j, Class::Quantifier)
        && ["all", "both", "each"].iter().any(|w| sheet.word(j).eq_ignore_ascii_case(w))
        && sheet.tag(j - 1).ends_phrase()
        && let Some(outer) = phrase_left(sheet, j - 1, lo)
        && (outer == lo || matches!(sheet.tag(outer - 1), Tag::Conj | Tag::Comma | Tag::That))
    {
        return plain(outer..j + 1);
    }
    // "Backers of a plan to drain the lake said": an infinitive describes the subject.
    if let Some(k) = start
        && k > lo + 2
        && sheet.tag(k - 1) == Tag::Base
        && sheet.tag(k - 2) == Tag::To
        && sheet.tag(k - 3) == Tag::Noun
        && let Some(outer) = phrase_left(sheet, k - 3, lo)
        && (outer == lo || !sheet.tag(outer - 1).is_verb())
    {
        return plain(outer..j + 1);
    }
    // "a speech that included Ruiz vowing": a participle belongs to the noun before it.
    if sheet.tag(v) != Tag::Ing
        && let Some(phrase) = over_relative(sheet, start.unwrap_or(j), j, lo)
    {
        return plain(phrase);
    }
    let start = start?;
    plain(unclosed(sheet, start, v, lo).unwrap_or(start)..j + 1)
}

/// Where the name begins that the phrase from `start` describes, though no comma closes the description: "Ana Ruiz,
/// chairman of the board said". In "Ana Ruiz, the mayor said, was wrong" the phrase is the subject of an insertion.
fn unclosed(sheet: &Sheet<'_>, start: usize, v: usize, lo: usize) -> Option<usize> {
    let name =
        start.checked_sub(2).filter(|&k| k > lo && sheet.tag(k + 1) == Tag::Comma && opens_apposition(sheet, start))?;
    let from = (lo..=name).rev().take_while(|&k| sheet.tag(k) == Tag::Name && !sheet.any(k, TIME)).last()?;
    let opens = from == lo || sheet.closes(from - 1) || sheet.is_break(from - 1) && sheet.tag(from - 1) != Tag::Comma;
    let behind = (v..v + 6).find(|&k| !sheet.tag(k).is_verb() && !sheet.tag(k).is_aux() && sheet.tag(k) != Tag::Adv)?;
    let inserted = sheet.tag(behind) == Tag::Comma && !sheet.opens(behind + 1);
    let person = sheet.any(head(sheet, &(start..v))?, ClassSet::of(&[Class::Role, Class::Title]));
    (from < name && opens && !inserted && person && !sheet.is(name, Class::Place)).then_some(from)
}

/// "The prisoner who was held by rebels said": the phrase before the verb is the end of a relative clause, whose
/// antecedent is the subject.
fn over_relative(sheet: &Sheet<'_>, start: usize, end: usize, lo: usize) -> Option<Phrase> {
    let (mut verb, mut last) = (None, None);
    let mut k = start;
    while k > lo && start - k < 25 {
        k -= 1;
        let tag = sheet.tag(k);
        // "who said that she saw the fire told": a clause that has its verb before the phrase is whole.
        let whole = tag == Tag::That && verb.is_some();
        if tag == Tag::Comma
            || sheet.is_break(k)
            || sheet.quoted(k) && !scare(sheet, k)
            || matches!(tag, Tag::That | Tag::Sub) && !whole
        {
            return None;
        }
        if tag.is_verb() || tag.is_aux() {
            last = last.or(Some(k));
            verb = Some(k);
        }
        if tag == Tag::Rel {
            verb.filter(|&v| v <= k + 2)?;
            // A verb that takes a clause makes what follows its own: "the man who said Smith lied".
            let takes_clause =
                last.is_some_and(|n| sheet.is(n, Class::CueBare) && sheet.tag(n).is_verb() && !about(sheet, n + 1));
            if takes_clause || k == lo || !(sheet.tag(k - 1).ends_phrase() || sheet.tag(k - 1) == Tag::PossMark) {
                return None;
            }
            return phrase_left(sheet, k - 1, lo).map(|s| s..end + 1);
        }
    }
    None
}

/// "heard directly from", "spoken with": a preposition follows, so no clause does.
fn about(sheet: &Sheet<'_>, next: usize) -> bool {
    sheet.tag(next) == Tag::Prep || sheet.tag(next) == Tag::Adv && sheet.tag(next + 1) == Tag::Prep
}

fn relative(sheet: &Sheet<'_>, pronoun: usize, lo: usize) -> Option<Subject> {
    let mut j = pronoun.checked_sub(1).filter(|&j| j >= lo);
    // ", the harbour commissioner, who said": behind a comma the pronoun stands for the one who is described.
    let aside = j.is_some_and(|k| sheet.tag(k) == Tag::Comma);
    if let Some(k) = j
        && matches!(sheet.tag(k), Tag::Comma | Tag::Conj | Tag::Dash | Tag::Open)
    {
        j = k.checked_sub(1).filter(|&k| k >= lo);
    }
    if let Some(k) = j
        && sheet.tag(k) == Tag::Comma
    {
        j = k.checked_sub(1).filter(|&k| k >= lo);
    }
    // "He met aides on Monday who said": nobody speaks as a day.
    let j = j.map(|j| before_time(sheet, j, lo));
    let antecedent = j.and_then(|j| {
        phrase_left(sheet, j, lo).map(|start| if aside { name_described(sheet, start, lo) } else { start }..j + 1)
    });
    if antecedent.is_none() && sheet.is(pronoun, Class::That) {
        return None;
    }
    Some(Subject { phrase: pronoun..pronoun + 1, antecedent })
}

/// The subject before an insertion that ends with the comma, dash or bracket at `j`.
fn parenthetical(sheet: &Sheet<'_>, j: usize, lo: usize) -> Option<Subject> {
    let closing = sheet.tag(j);
    let from = lo.max(j.saturating_sub(45));
    let mut nearest = None;
    let mut k = j;
    while k > from {
        k -= 1;
        if sheet.quoted(k) && !scare(sheet, k) {
            if k <= lo {
                break;
            }
            continue;
        }
        let opener = match closing {
            Tag::Close => sheet.tag(k) == Tag::Open,
            Tag::Dash => sheet.tag(k) == Tag::Dash,
            _ => sheet.tag(k) == Tag::Comma,
        };
        if !opener || k <= lo || k + 1 >= j {
            continue;
        }
        let Some(found) = insertion(sheet, k, j, lo) else {
            if closing == Tag::Close {
                break;
            }
            continue;
        };
        // A head that opens the sentence or a clause is the subject; one in the middle may be part of the insertion.
        let head = found.phrase.start;
        let opens = head == lo
            || sheet.tag(head - 1) == Tag::Open
            || sheet.closes(head - 1)
            || sheet.is_break(head - 1) && sheet.tag(head - 1) != Tag::Comma;
        let joined = head > lo && matches!(sheet.tag(head - 1), Tag::Conj | Tag::Sub | Tag::That);
        if opens || joined || closing != Tag::Comma {
            return Some(found);
        }
        if nearest.is_none() {
            nearest = Some(found);
        }
    }
    // "Sen. Ana Ruiz (R-Ohio), said": a comma with nothing to close.
    nearest.or_else(|| {
        let end = j.checked_sub(1).filter(|&e| e >= lo && closing == Tag::Comma)?;
        let start = phrase_left(sheet, end, lo)?;
        (start == lo).then_some(Subject { phrase: start..j, antecedent: None })
    })
}

/// The noun phrase before `open`, with what stands between `open` and `j` if it describes it.
fn insertion(sheet: &Sheet<'_>, open: usize, j: usize, lo: usize) -> Option<Subject> {
    let inner = open + 1;
    let closing = sheet.tag(j);
    let head_end = before_time(sheet, open - 1, lo);
    let head = phrase_left(sheet, head_end, lo)?;
    // "A lawmaker who attended the meeting, speaking …, said": what ends a relative clause is no subject.
    let head = over_relative(sheet, head, head_end, lo).map_or(head, |phrase| phrase.start);
    let who = sheet.tag(inner) == Tag::Rel || sheet.is(inner, Class::Relative);
    // A reporting verb inside means that the insertion is a clause with a source of its own.
    if !who && (inner..j).any(|n| sheet.is(n, Class::CuePost) && sheet.tag(n) == Tag::Verb) {
        return None;
    }
    // "In some towns, trade is welcome, insists Roe": a clause of its own describes nobody.
    let main = |k: &usize| matches!(sheet.tag(*k), Tag::Be | Tag::Modal | Tag::Have | Tag::Do);
    let opened = |k: usize| matches!(sheet.tag(k), Tag::Rel | Tag::Wh | Tag::That | Tag::Sub | Tag::Adv | Tag::Conj);
    let whose = sheet.word(inner).eq_ignore_ascii_case("whose");
    if !who && !whose && closing == Tag::Comma && (inner..j).find(main).is_some_and(|v| !(inner..v).any(opened)) {
        return None;
    }
    let adjunct = matches!(
        sheet.tag(inner),
        Tag::Prep | Tag::Adv | Tag::Sub | Tag::Ing | Tag::Part | Tag::Conj | Tag::Wh | Tag::Reflexive
    ) && !who;
    // "Roe, now 81 and retired in Troy,": described, though an adverb leads.
    let described =
        sheet.tag(inner) == Tag::Adv && opens_apposition(sheet, inner + 1) || sheet.tag(inner) == Tag::Reflexive;
    if adjunct && !described || closing == Tag::Dash && !opens_apposition(sheet, inner) {
        return Some(Subject { phrase: head..head_end + 1, antecedent: None });
    }
    if described || opens_apposition(sheet, inner) || sheet.tag(inner) == Tag::Name || closing == Tag::Close {
        // "Ana Ruiz, a developer at the firm, which …, said": the head is itself an apposition.
        let head = name_described(sheet, head, lo);
        let end = if closing == Tag::Close { j + 1 } else { j };
        return Some(Subject { phrase: head..end, antecedent: None });
    }
    None
}

/// Where the name begins that the phrase from `head` describes behind a comma, or `head` itself.
fn name_described(sheet: &Sheet<'_>, head: usize, lo: usize) -> usize {
    if head > lo + 1
        && sheet.tag(head - 1) == Tag::Comma
        && opens_apposition(sheet, head)
        && sheet.tag(head) != Tag::Num
        && sheet.tag(head - 2) == Tag::Name
        && !sheet.is(head - 2, Class::Day)
        && let Some(outer) = phrase_left(sheet, head - 2, lo)
        && (outer == lo || !sheet.tag(outer - 1).is_verb())
    {
        return outer;
    }
    head
}

/// Steps left over a time between subject and verb: "Smith on Tuesday said".
pub(crate) fn before_time(sheet: &Sheet<'_>, from: usize, lo: usize) -> usize {
    over_time(sheet, from, lo, false)
}

/// Steps left over a time, to the words before it or, where `comma` allows it, to the comma before it.
fn over_time(sheet: &Sheet<'_>, from: usize, lo: usize, comma: bool) -> usize {
    let mut j = from;
    while j > lo {
        let year = sheet.tag(j) == Tag::Num && sheet.word(j).len() == 4 && sheet.shape(j).has(Shape::NUM);
        let timely =
            sheet.any(j, TIME) && (sheet.is(j, Class::Day) || sheet.cap(j) || !sheet.is(j, Class::Month)) || year;
        if !timely || j == from && sheet.tag(j) == Tag::PossMark {
            break;
        }
        let mut z = j - 1;
        let modifies = |z: usize| {
            sheet.is(z, Class::TimeModifier)
                || matches!(sheet.tag(z), Tag::Num)
                || sheet.any(z, TIME)
                || sheet.is(z, Class::Article) && !sheet.is(z, Class::Relative)
        };
        while z > lo && modifies(z) {
            z -= 1;
        }
        if sheet.tag(z) == Tag::Prep && z > lo {
            z -= 1;
        } else if z + 1 < j && !sheet.is(j, Class::Day) && !(z + 1..j).any(|n| sheet.is(n, Class::TimeModifier)) {
            break;
        }
        let fits = sheet.tag(z).ends_phrase()
            || matches!(sheet.tag(z), Tag::Pron | Tag::Close | Tag::Rel)
            || comma && sheet.tag(z) == Tag::Comma && z > lo;
        if !fits {
            break;
        }
        j = z;
    }
    j
}

/// The head noun of a phrase: the last noun before its first preposition, comma or clause.
pub(crate) fn head(sheet: &Sheet<'_>, phrase: &Phrase) -> Option<usize> {
    let base = base_end(sheet, phrase);
    (phrase.start..base).rev().find(|&i| {
        if sheet.shape(i).has(Shape::PARTY) {
            return false;
        }
        matches!(sheet.tag(i), Tag::Noun | Tag::Name | Tag::Num | Tag::Pron | Tag::ObjPron | Tag::Rel)
            || sheet.tag(i) == Tag::Det && sheet.is(i, Class::IndefinitePronoun)
            || sheet.tag(i) == Tag::Adj && i + 1 == base
    })
}

/// Where the part of a phrase without complements ends.
pub(crate) fn base_end(sheet: &Sheet<'_>, phrase: &Phrase) -> usize {
    let mut i = phrase.start;
    while i < phrase.end {
        let tag = sheet.tag(i);
        let stops = matches!(
            tag,
            Tag::Prep
                | Tag::To
                | Tag::Comma
                | Tag::Open
                | Tag::Rel
                | Tag::Dash
                | Tag::Sub
                | Tag::Wh
                | Tag::Conj
                | Tag::Verb
                | Tag::Part
                | Tag::Ing
                | Tag::That
                | Tag::Be
        );
        // "people familiar with", "sources close to"
        let loose = tag == Tag::Adj
            && i > phrase.start
            && sheet.tag(i - 1) == Tag::Noun
            && matches!(sheet.tag(i + 1), Tag::Prep | Tag::To);
        // "current and former officials"
        let modifiers =
            tag == Tag::Conj && i > phrase.start && matches!(sheet.tag(i - 1), Tag::Adj | Tag::Det | Tag::Num);
        let party = sheet.shape(i).has(Shape::PARTY);
        if i > phrase.start && (stops || loose || party) && !modifiers {
            break;
        }
        i += 1;
    }
    i
}
