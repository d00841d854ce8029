//! Tells what each word does: noun or verb, participle or past tense. Closed classes by lexicon, the rest by form and
//! neighbours; no word is known by heart.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;

use crate::class::{Class, ClassSet, Forms};
use crate::sheet::{Sheet, Tag};
use crate::token::{Gap, Shape};

const VERBS: ClassSet = ClassSet::of(&[Class::Verb, Class::NounVerb]);
pub(crate) const NOUNS: ClassSet = ClassSet::of(&[
    Class::Role,
    Class::Informant,
    Class::Kin,
    Class::CollectiveNoun,
    Class::Spokesperson,
    Class::BodyNoun,
    Class::DocumentNoun,
    Class::MediaNoun,
    Class::TimeNoun,
    Class::Title,
]);

/// Tags all tokens of `range`, a sentence. `flat` says that capitals mean nothing, as in a headline in capitals.
/// `named` holds the words that the text capitalises inside sentences.
pub(crate) fn tag(sheet: &mut Sheet<'_>, range: std::ops::Range<usize>, flat: bool, named: &NameWords<'_>) {
    let start = range.start;
    let mut first = true;
    for i in range.clone() {
        // "Vale & Sons": one name.
        if i > start && i + 1 < range.end && sheet.word(i) == "&" && sheet.cap(i - 1) && sheet.cap(i + 1) {
            sheet.tags[i - 1] = Tag::Name;
            sheet.tags[i] = Tag::Name;
            continue;
        }
        if i > start && owns(sheet, i) {
            sheet.tags[i] = Tag::PossMark;
            continue;
        }
        if sheet.shape(i).has(Shape::PUNCT) || sheet.tag(i) == Tag::Particle {
            continue;
        }
        let opening = first || opens_clause(sheet, i, start);
        first = false;
        let previous = if i > start { previous(sheet, start, i) } else { Tag::Stop };
        sheet.tags[i] = word(sheet, i, range.end, previous, opening, flat, named);
    }
}

/// "the workers' plan": an apostrophe by itself behind -s, that neither opens nor closes a quotation, makes a possessor.
fn owns(sheet: &Sheet<'_>, i: usize) -> bool {
    let tight = |k: usize| sheet.tokens.get(k).is_some_and(|t| t.gap == Gap::None);
    let spaced = sheet.tokens.get(i + 1).is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Line));
    sheet.tag(i) == Tag::Mark
        && matches!(sheet.word(i), "'" | "’")
        && tight(i)
        && spaced
        && matches!(sheet.tag(i - 1), Tag::Noun | Tag::Name)
        && sheet.word(i - 1).ends_with(['s', 'S'])
        && !sheet.quoted(i)
}

/// Words that stand with a capital where no sentence begins: names, wherever else they stand.
pub(crate) type NameWords<'t> = HashSet<&'t str, BuildHasherDefault<FxHasher>>;

/// Gathers the name words of a sentence.
pub(crate) fn name_words<'t>(sheet: &Sheet<'t>, range: std::ops::Range<usize>, out: &mut NameWords<'t>) {
    let start = range.start;
    for i in range.skip(1) {
        if sheet.cap(i) && !opens_clause(sheet, i, start) {
            out.insert(sheet.word(i));
        }
    }
}

/// Whether a capital at `i` may be due to the start of a sentence or quotation.
fn opens_clause(sheet: &Sheet<'_>, i: usize, start: usize) -> bool {
    i > start && (matches!(sheet.tag(i - 1), Tag::Colon | Tag::Stop) || sheet.opens(i - 1))
}

/// The tag of the nearest token before `i` that is no adverb.
fn previous(sheet: &Sheet<'_>, start: usize, i: usize) -> Tag {
    let mut j = i;
    while j > start {
        j -= 1;
        if !matches!(sheet.tag(j), Tag::Adv | Tag::Particle) {
            return sheet.tag(j);
        }
    }
    Tag::Stop
}

/// "van" and "den" of "Pieter van den Broek".
fn small_word_of_name(sheet: &Sheet<'_>, i: usize, before: Tag) -> bool {
    let particle = |k: usize| sheet.is(k, Class::NameParticle) && !sheet.is(k, Class::Preposition) && !sheet.cap(k);
    let close = |k: usize| sheet.tokens.get(k).is_some_and(|t| t.gap <= Gap::Space);
    let name = |k: usize| close(k) && sheet.cap(k);
    before == Tag::Name && particle(i) && close(i) && (name(i + 1) || close(i + 1) && particle(i + 1) && name(i + 2))
}

fn word(sheet: &Sheet<'_>, i: usize, end: usize, before: Tag, opening: bool, flat: bool, named: &NameWords<'_>) -> Tag {
    let shape = sheet.shape(i);
    if shape.has(Shape::POSS) {
        return possessive(sheet, i, before);
    }
    if shape.has(Shape::PARTY) {
        return Tag::Name;
    }
    if numbered_house(sheet, i) || i > 0 && numbered_house(sheet, i - 1) {
        return Tag::Name;
    }
    if shape.has(Shape::NUM) {
        return Tag::Num;
    }
    if shape.has(Shape::ADDRESS) {
        return Tag::Name;
    }
    let capital = shape.has(Shape::CAP) && !opening && !flat;
    // "US officials": no pronoun in capitals, wherever it stands.
    if shape.has(Shape::UPPER) && !flat && sheet.any(i, ClassSet::of(&[Class::SubjectPronoun, Class::ObjectPronoun])) {
        return Tag::Name;
    }
    if capital && (shape.has(Shape::UPPER) || sheet.any(i, ClassSet::of(&[Class::Modal, Class::Month, Class::Outlet])))
    {
        return Tag::Name;
    }
    if small_word_of_name(sheet, i, before) {
        return Tag::Name;
    }
    if let Some(tag) = function_word(sheet, i, end, before) {
        return tag;
    }
    if capital {
        return Tag::Name;
    }
    // "Jolly said": a capitalised word in -ly before a cue is a surname unless the lexicon holds it as an adverb.
    let surname = shape.has(Shape::LY) && shape.has(Shape::CAP) && opening && !sheet.is(i, Class::Adverb);
    if surname && sheet.is(i + 1, Class::CuePost) && i + 1 < end {
        return Tag::Name;
    }
    if shape.has(Shape::CAP)
        && opening
        && !sheet.any(i, VERBS)
        && !sheet.any(i, NOUNS)
        && !sheet.is(i, Class::Adjective)
    {
        if adverb(sheet, i) {
            return Tag::Adv;
        }
        // "Beekeepers say", "Rebanding of": a plural or a noun before of that is never capitalised elsewhere.
        let name_class = [Class::Outlet, Class::Place, Class::Demonym, Class::OrganisationWord, Class::Honorific];
        let common = !sheet.any(i, ClassSet::of(&name_class))
            && (shape.has(Shape::S) || sheet.is(i + 1, Class::Of) && i + 1 < end)
            && !shape.has(Shape::UPPER)
            && !sheet.cap(i + 1)
            && !(sheet.is(i + 1, Class::NameParticle) && sheet.cap(i + 2))
            && !named.contains(sheet.word(i));
        if common {
            return Tag::Noun;
        }
        let participle = shape.has(Shape::ED) || shape.has(Shape::ING);
        // "Downing said": a participle has no finite verb behind it.
        let subject = sheet.any(i + 1, ClassSet::of(&[Class::Be, Class::Have, Class::Modal, Class::CuePost]))
            && sheet.form(i + 1, Forms::PAST.with(Forms::S).with(Forms::NONE))
            && !sheet.cap(i + 1);
        if !participle || sheet.cap(i + 1) || subject && i + 1 < end || named.contains(sheet.word(i)) {
            return Tag::Name;
        }
    }
    // "Trump says": a capitalised word before a verb is no verb itself.
    let inflected = sheet.form(i, Forms::PAST.with(Forms::PART).with(Forms::ING));
    if shape.has(Shape::CAP) && opening && sheet.any(i, VERBS) && !inflected && !flat && i + 1 < end {
        let verb_next = starts_verb(sheet, i + 1)
            || sheet.any(i + 1, VERBS) && sheet.form(i + 1, Forms::S) && !sheet.any(i + 1, NOUNS)
            || sheet.shape(i + 1).has(Shape::POSS)
            // "Grant, speaking at a rally, warned": no imperative.
            || sheet.tag(i + 1) == Tag::Comma;
        if verb_next || sheet.cap(i + 1) && sheet.shape(i + 1).is_word() {
            return if sheet.any(i, NOUNS) { Tag::Noun } else { Tag::Name };
        }
    }
    // "Page, a doctor,": a surname that the text has used before.
    let surname = shape.has(Shape::CAP) && opening && !flat && !sheet.form(i, Forms::PL) && !sheet.is(i, Class::Adverb);
    if surname && sheet.any(i, NOUNS) && sheet.tag(i + 1) == Tag::Comma && i + 1 < end && named.contains(sheet.word(i))
    {
        return Tag::Name;
    }
    // "Baker said": a bare singular noun for a person is no subject; it is a surname.
    let person = ClassSet::of(&[Class::Role, Class::Title, Class::Kin, Class::Informant, Class::Spokesperson]);
    let thing = ClassSet::of(&[Class::CollectiveNoun, Class::BodyNoun, Class::MediaNoun, Class::DocumentNoun]);
    if shape.has(Shape::CAP)
        && opening
        && !flat
        && i + 1 < end
        && sheet.any(i, person)
        && !sheet.any(i, thing)
        && !sheet.form(i, Forms::PL)
        && starts_verb(sheet, i + 1)
    {
        return Tag::Name;
    }
    if adverb(sheet, i) && !sheet.any(i, VERBS) {
        return Tag::Adv;
    }
    if sheet.is(i, Class::Adjective)
        && !(sheet.any(i, VERBS) && (verbal_left(before) || predicate(sheet, i, end, before)))
    {
        return Tag::Adj;
    }
    let verb = sheet.any(i, VERBS);
    if !verb && !shape.has(Shape::ED) && !shape.has(Shape::ING) {
        // "to scuttle the deal", "would scuttle": a word that no list of verbs holds, where only a verb can stand.
        let object = ClassSet::of(&[Class::Article, Class::Possessive, Class::ObjectPronoun, Class::Reflexive]);
        let unknown = shape.has(Shape::LOWER) && !shape.has(Shape::S) && !sheet.any(i, NOUNS);
        let infinitive = before == Tag::To && i + 1 < end && sheet.any(i + 1, object);
        if unknown && (infinitive || before == Tag::Modal) {
            return Tag::Base;
        }
        let describes = i + 1 < end && matches!(plain(sheet, i + 1), Plain::Noun) && !sheet.cap(i + 1);
        return if describes && adjectival(sheet, i) { Tag::Adj } else { Tag::Noun };
    }
    if shape.has(Shape::HYPHEN) && !verb {
        return Tag::Adj;
    }
    open_verb(sheet, i, end, before)
}

/// "the senator proposed forming", "the husband left the church": a participle in the list of adjectives that has a
/// subject before it and an object behind.
fn predicate(sheet: &Sheet<'_>, i: usize, end: usize, before: Tag) -> bool {
    (matches!(before, Tag::Noun | Tag::Name | Tag::Adv)
        || matches!(before, Tag::Comma | Tag::Close)
            && i + 1 < end
            && sheet.any(i + 1, ClassSet::of(&[Class::ObjectPronoun, Class::Article])))
        && sheet.form(i, Forms::PAST)
        && i + 1 < end
        && (takes_object(sheet, i + 1) || sheet.is(i + 1, Class::Preposition))
}

/// Whether what stands before makes a verb of the next word.
fn verbal_left(before: Tag) -> bool {
    matches!(before, Tag::To | Tag::Modal | Tag::Do | Tag::Pron | Tag::Rel | Tag::Have)
}

fn adverb(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is(i, Class::Adverb) || sheet.shape(i).has(Shape::LY) && !sheet.is(i, Class::NotAdverb)
}

/// "No 10 said": whether a house that is called by its number begins at `i`.
fn numbered_house(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is(i, Class::Place) && sheet.cap(i) && sheet.is(i + 1, Class::Place) && sheet.shape(i + 1).has(Shape::NUM)
}

/// "an inside source", "with outside help": a place behind an article or another preposition that describes the noun
/// behind it. "At" and "in" describe none.
fn place_describes(sheet: &Sheet<'_>, i: usize, end: usize) -> bool {
    let opened = ClassSet::of(&[Class::Article, Class::Possessive, Class::Preposition]);
    i > 0
        && i + 1 < end
        && sheet.is(i, Class::PrepPlace)
        && sheet.word(i).len() > 2
        && sheet.shape(i).has(Shape::LOWER)
        && sheet.any(i - 1, opened)
        && !sheet.is(i - 1, Class::To)
        && matches!(plain(sheet, i + 1), Plain::Noun)
        && sheet.shape(i + 1).has(Shape::LOWER)
}

/// `'s` is a possessive mark, or `is` after a pronoun.
fn possessive(sheet: &Sheet<'_>, i: usize, before: Tag) -> Tag {
    match before {
        Tag::Pron | Tag::Wh | Tag::That | Tag::Rel => Tag::Be,
        _ if sheet.is(i.wrapping_sub(1), Class::SubjectPronoun) => Tag::Be,
        _ => Tag::PossMark,
    }
}

/// The classes that [`function_word`] asks for: most words are in none of them, which one look tells.
const FUNCTION_WORDS: ClassSet = ClassSet::of(&[
    Class::Negation,
    Class::To,
    Class::Modal,
    Class::Be,
    Class::Have,
    Class::Do,
    Class::That,
    Class::Relative,
    Class::Possessive,
    Class::Reflexive,
    Class::SubjectPronoun,
    Class::ObjectPronoun,
    Class::Wh,
    Class::Article,
    Class::Conjunction,
    Class::Quantifier,
    Class::NumberWord,
    Class::Preposition,
    Class::Subordinator,
    Class::IndefinitePronoun,
]);

fn function_word(sheet: &Sheet<'_>, i: usize, end: usize, before: Tag) -> Option<Tag> {
    if !sheet.any(i, FUNCTION_WORDS) {
        return None;
    }
    let is = |class| sheet.is(i, class);
    let next_nominal = i + 1 < end && opens_noun(sheet, i + 1);
    if is(Class::Negation) && !is(Class::Article) {
        return Some(Tag::Neg);
    }
    if is(Class::To) {
        return Some(Tag::To);
    }
    if is(Class::Modal) {
        return Some(Tag::Modal);
    }
    if is(Class::Be) {
        return Some(Tag::Be);
    }
    if is(Class::Have) {
        return Some(Tag::Have);
    }
    if is(Class::Do) {
        return Some(Tag::Do);
    }
    if is(Class::That) {
        let relative = matches!(before, Tag::Noun | Tag::Name) && i + 1 < end && starts_verb(sheet, i + 1);
        return Some(if relative { Tag::Rel } else { Tag::That });
    }
    if is(Class::Relative) {
        let relative = matches!(
            before,
            Tag::Noun | Tag::Name | Tag::Comma | Tag::Conj | Tag::Adj | Tag::Close | Tag::Dash | Tag::Prep
        );
        return Some(if relative || !is(Class::Wh) { Tag::Rel } else { Tag::Wh });
    }
    if is(Class::Possessive) && (next_nominal || !is(Class::ObjectPronoun)) {
        return Some(if is(Class::ObjectPronoun) && i + 1 < end && sheet.is(i + 1, Class::Article) {
            Tag::ObjPron
        } else {
            Tag::Poss
        });
    }
    if is(Class::Reflexive) {
        return Some(Tag::Reflexive);
    }
    if is(Class::SubjectPronoun) && !is(Class::Wh) {
        let object = is(Class::ObjectPronoun)
            && matches!(before, Tag::Verb | Tag::Base | Tag::Prep | Tag::To | Tag::Ing | Tag::Part);
        return Some(if object { Tag::ObjPron } else { Tag::Pron });
    }
    if is(Class::ObjectPronoun) {
        return Some(Tag::ObjPron);
    }
    if is(Class::Wh) {
        return Some(if is(Class::Subordinator) && !matches!(before, Tag::Verb | Tag::Base | Tag::Ing) {
            Tag::Sub
        } else {
            Tag::Wh
        });
    }
    if is(Class::Article) {
        return Some(Tag::Det);
    }
    if is(Class::Conjunction) {
        return Some(Tag::Conj);
    }
    // "The paper first reported": no number.
    if is(Class::NumberWord) && is(Class::Adverb) {
        let verb = i + 1 < end
            && sheet.any(i + 1, VERBS)
            && sheet.form(i + 1, Forms::PAST.with(Forms::S))
            && (i + 2 >= end || !matches!(plain(sheet, i + 2), Plain::Noun) || sheet.cap(i + 2));
        if verb {
            return Some(Tag::Adv);
        }
    }
    if is(Class::Quantifier) || is(Class::NumberWord) {
        return Some(if is(Class::Quantifier) { Tag::Det } else { Tag::Num });
    }
    if place_describes(sheet, i, end) {
        return Some(Tag::Adj);
    }
    if is(Class::Preposition) && !(is(Class::Subordinator) && clause_follows(sheet, i + 1, end)) {
        // A particle before a verb of its own belongs to grammar further on; here it is a preposition all the same.
        return Some(Tag::Prep);
    }
    if is(Class::Subordinator) {
        return Some(Tag::Sub);
    }
    if is(Class::IndefinitePronoun) {
        return Some(if next_nominal { Tag::Det } else { Tag::Noun });
    }
    None
}

/// Whether a subject and a finite verb seem to follow: "as officials said", not "as an official".
fn clause_follows(sheet: &Sheet<'_>, from: usize, end: usize) -> bool {
    if sheet.is(from, Class::SubjectPronoun) {
        return true;
    }
    for j in from..end.min(from + 7) {
        if sheet.is_break(j) || sheet.tag(j) == Tag::Mark {
            return false;
        }
        let auxiliary = sheet.any(j, ClassSet::of(&[Class::Be, Class::Have, Class::Modal]));
        let verb = sheet.is(j, Class::Verb) && sheet.form(j, Forms::PAST.with(Forms::S)) && !sheet.cap(j);
        if j > from && (auxiliary || verb) {
            return true;
        }
    }
    false
}

/// Whether the word at `i` can be part of a noun phrase that a determiner before it opens.
fn opens_noun(sheet: &Sheet<'_>, i: usize) -> bool {
    let shape = sheet.shape(i);
    if shape.has(Shape::PUNCT) {
        return sheet.tag(i) == Tag::Mark;
    }
    !sheet.any(
        i,
        ClassSet::of(&[
            Class::Be,
            Class::Have,
            Class::Modal,
            Class::Preposition,
            Class::Conjunction,
            Class::That,
            Class::To,
            Class::Relative,
            Class::SubjectPronoun,
            Class::Article,
        ]),
    ) || shape.has(Shape::UPPER)
}

fn starts_verb(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.any(i, ClassSet::of(&[Class::Be, Class::Have, Class::Modal, Class::Do]))
        || sheet.is(i, Class::Verb) && !sheet.cap(i)
        || adverb(sheet, i) && sheet.any(i + 1, VERBS)
        || sheet.shape(i).has(Shape::ED) && !sheet.is(i, Class::Adjective)
}

/// "one", "another", "each": no plain form of a verb follows, so "one question" is no clause.
fn single(sheet: &Sheet<'_>, i: usize) -> bool {
    ["one", "another", "each", "every"].iter().any(|w| sheet.word(i).eq_ignore_ascii_case(w))
}

/// A word that may be a verb: which form of it, or a noun after all.
fn open_verb(sheet: &Sheet<'_>, i: usize, end: usize, before: Tag) -> Tag {
    let known = sheet.any(i, VERBS);
    let shape = sheet.shape(i);
    let (past, ing) = if known {
        (sheet.form(i, Forms::PAST.with(Forms::PART)), sheet.form(i, Forms::ING))
    } else {
        (shape.has(Shape::ED), shape.has(Shape::ING))
    };
    let base = known && sheet.form(i, Forms::BASE);
    let third = known && sheet.form(i, Forms::S);
    let noun_too = sheet.is(i, Class::NounVerb) || sheet.any(i, NOUNS);
    // "according to campaign staff": no infinitive follows.
    if before == Tag::To && i >= 2 && sheet.is(i - 2, Class::According) {
        return if noun_too { Tag::Noun } else { Tag::Adj };
    }
    // "an adviser to Bill Odum": a name, where the words around it are not all in capitals.
    let named = before == Tag::To && sheet.cap(i) && !sheet.cap(i - 1) && i + 1 < end && sheet.cap(i + 1);
    if named && noun_too {
        return Tag::Name;
    }
    if base && matches!(before, Tag::To | Tag::Modal | Tag::Do | Tag::Neg) {
        return Tag::Base;
    }
    if ing {
        return match before {
            Tag::Det | Tag::Poss | Tag::PossMark | Tag::Adj => Tag::Noun,
            // "a regulatory filing"
            Tag::Noun | Tag::Name if sheet.any(i, NOUNS) => Tag::Noun,
            _ => Tag::Ing,
        };
    }
    // "another says the town", "nearly half said they": a quantity may be the subject.
    let counted = ClassSet::of(&[Class::IndefinitePronoun, Class::Quantifier, Class::NumberWord]);
    let quantity = matches!(before, Tag::Det | Tag::Num)
        && i > 0
        && sheet.any(i - 1, counted)
        && sheet.any(i, ClassSet::of(&[Class::CuePost, Class::CueClause]));
    // "this gives us", "someone wanted to"
    let pronoun =
        before == Tag::Det && sheet.is(i - 1, Class::IndefinitePronoun) && !sheet.is(i - 1, Class::Quantifier);
    if pronoun
        && (past || third && !noun_too)
        && i + 1 < end
        && (takes_object(sheet, i + 1) || sheet.is(i + 1, Class::Preposition))
    {
        return Tag::Verb;
    }
    if quantity
        && (past || third && !noun_too || base && !single(sheet, i - 1))
        && (!noun_too && sheet.is(i, Class::CueBare)
            || i + 1 >= end
            || takes_object(sheet, i + 1)
            || sheet.is_break(i + 1))
    {
        return Tag::Verb;
    }
    if past {
        let before_noun = i + 1 < end && matches!(plain(sheet, i + 1), Plain::Noun) && !sheet.cap(i + 1);
        // "images taken before the strike": a form that is no past tense.
        let participle = known && sheet.form(i, Forms::PART) && !sheet.form(i, Forms::PAST.with(Forms::BASE));
        return match before {
            Tag::Be | Tag::Have => Tag::Part,
            Tag::Noun | Tag::Name | Tag::Comma | Tag::Close | Tag::Pron if participle => Tag::Part,
            // "an ad in 2008 questioned", "who in 2010 said": a year opens no phrase.
            Tag::Num if year(sheet, i - 1) => Tag::Verb,
            Tag::Det | Tag::Poss | Tag::PossMark | Tag::Num if !(base && noun_too) => Tag::Adj,
            Tag::Det | Tag::Poss | Tag::PossMark | Tag::Num | Tag::Prep | Tag::Adj if noun_too && (base || third) => {
                Tag::Noun
            }
            Tag::Noun | Tag::Name
                if sheet.is(i + 1, Class::By)
                    && i + 2 < end
                    && !sheet.is(i + 2, Class::ChannelNoun)
                    && (opens_noun(sheet, i + 2) || sheet.is(i + 2, Class::Article))
                    && !sheet.form(i + 2, Forms::ING) =>
            {
                Tag::Part
            }
            // "iodine released from these chemicals reacts"
            Tag::Noun | Tag::Name
                if i + 1 < end
                    && sheet.form(i, Forms::PART)
                    && !sheet.any(i, ClassSet::of(&[Class::CuePost, Class::CueClause]))
                    && !sheet.any(i, crate::cue::CUES)
                    && sheet.is(i + 1, Class::Preposition)
                    && !sheet.is(i + 1, Class::To)
                    && main_verb_follows(sheet, i + 1, end) =>
            {
                Tag::Part
            }
            Tag::Prep | Tag::Adj if before_noun => Tag::Adj,
            // "did not answer emailed questions", "respond to written requests"
            Tag::Base | Tag::To if before_noun && !base => Tag::Adj,
            Tag::Prep | Tag::Stop => Tag::Part,
            Tag::Comma
                if !sheet.is(i, Class::CuePost)
                    && sheet.is(i + 1, Class::Preposition)
                    && main_verb_follows(sheet, i + 1, end) =>
            {
                Tag::Part
            }
            _ => Tag::Verb,
        };
    }
    if !noun_too {
        // "strong winds", "the population structure": a finite verb stands behind no adjective and agrees with its noun.
        let clash = match before {
            Tag::Adj | Tag::Num | Tag::Prep => !sheet.any(i, crate::cue::CUES),
            Tag::Noun => {
                let plural = plural(sheet, i - 1);
                i > 0
                    && (third && plural || base && !plural)
                    && sheet.tag(i - 1) == Tag::Noun
                    && !sheet.any(i - 1, NOUNS)
                    // "people briefed on the situation say": the subject of a report may stand further off.
                    && !(sheet.any(i, ClassSet::of(&[Class::CueBare, Class::CueClause]))
                        && (sheet.is(i, Class::CueBare) || i + 1 < end && takes_object(sheet, i + 1)))
            }
            _ => false,
        };
        return match before {
            Tag::Det | Tag::Poss | Tag::PossMark if third || base => Tag::Noun,
            _ if clash => Tag::Noun,
            _ => Tag::Verb,
        };
    }
    // "documents from his return show he paid", "data from the survey show that": a clause makes a verb of the word.
    let clause_next = sheet.is(i + 1, Class::That) && !sheet.is(i, Class::CueNoun)
        || sheet.is(i + 1, Class::SubjectPronoun) && !sheet.is(i + 1, Class::Relative);
    if sheet.is(i, Class::CueClause)
        && i + 1 < end
        && clause_next
        && matches!(before, Tag::Noun | Tag::Name | Tag::Close | Tag::Comma)
    {
        return Tag::Verb;
    }
    // A noun as often as a verb.
    match before {
        Tag::Pron | Tag::Rel => Tag::Verb,
        Tag::Det
        | Tag::Poss
        | Tag::PossMark
        | Tag::Adj
        | Tag::Num
        | Tag::Prep
        | Tag::Stop
        | Tag::Verb
        | Tag::Base
        | Tag::Be => Tag::Noun,
        Tag::Noun | Tag::Name | Tag::Close | Tag::Comma | Tag::Conj => {
            let plural_before = i > 0 && (plural(sheet, i - 1) && (sheet.tag(i - 1) == Tag::Noun || !sheet.cap(i)));
            let name_before = before == Tag::Name;
            let agrees = if third { !plural_before } else { plural_before };
            let object = i + 1 < end && (takes_object(sheet, i + 1) || takes_preposition(sheet, i));
            let object = object || sheet.is(i, Class::CueBare) && clause_opens(sheet, i + 1, end);
            // The subject may stand further off: "images taken before the strike show".
            let distant = sheet.any(i, crate::cue::CUES)
                && object
                && (before != Tag::Name || third)
                && distant_subject(sheet, i).is_some_and(|plural| if third { !plural } else { plural });
            // `"…," the clerk replies.`
            let closes = (i + 1 >= end || sheet.is_break(i + 1))
                && sheet.any(i, ClassSet::of(&[Class::CuePost, Class::CueClause]))
                && (third || agrees && sheet.tag(i - 1) == Tag::Noun)
                && (i.saturating_sub(12)..i).rev().find_map(|k| match sheet.tag(k) {
                    _ if sheet.closes(k) => Some(true),
                    // ", a new book about the minister claims."
                    Tag::Comma => Some(k + 2 == i || matches!(sheet.tag(k + 1), Tag::Det | Tag::Name | Tag::Poss)),
                    tag if tag.is_verb() || tag.is_aux() => Some(false),
                    _ => None,
                }) == Some(true);
            if distant || (agrees || name_before && third) && (object || closes) { Tag::Verb } else { Tag::Noun }
        }
        _ => Tag::Noun,
    }
}

/// Whether a number of four digits stands behind a preposition of time.
fn year(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.shape(i).has(Shape::NUM) && sheet.word(i).len() == 4 && i > 0 && sheet.is(i - 1, Class::PrepIn)
}

/// Whether a finite verb follows that no conjunction joins to the word before `from`.
fn main_verb_follows(sheet: &Sheet<'_>, from: usize, end: usize) -> bool {
    let auxiliary = ClassSet::of(&[Class::Be, Class::Have, Class::Modal]);
    let joins = ClassSet::of(&[Class::Conjunction, Class::SubjectPronoun, Class::That]);
    (from..end.min(from + 40)).take_while(|&k| !sheet.any(k, joins)).any(|k| {
        let verb = sheet.any(k, auxiliary) && !sheet.shape(k).has(Shape::ING)
            || sheet.is(k, Class::Verb) && sheet.form(k, Forms::PAST.with(Forms::S)) && !sheet.cap(k);
        verb && !sheet.is(k - 1, Class::Relative) && !sheet.quoted(k)
    })
}

/// Whether a noun and a finite verb open at `from`: "residents had complained".
fn clause_opens(sheet: &Sheet<'_>, from: usize, end: usize) -> bool {
    let auxiliary = ClassSet::of(&[Class::Be, Class::Have, Class::Modal, Class::Do]);
    let nouns = (from..end.min(from + 4)).take_while(|&k| matches!(plain(sheet, k), Plain::Noun)).count();
    nouns > 0 && from + nouns < end && sheet.any(from + nouns, auxiliary)
}

/// How far back the head of a subject is looked for.
const SUBJECT_REACH: usize = 30;

/// Whether the noun phrase that opens the sentence is a plural, if no finite verb stands between it and `i` but reduced
/// participles: "images released by a company", "messages seen by the paper".
fn distant_subject(sheet: &Sheet<'_>, i: usize) -> Option<bool> {
    let sentence = sheet.sentence(sheet.sentence_at(i));
    let mut a = sentence.start;
    while a < i && matches!(sheet.tag(a), Tag::Conj | Tag::Adv | Tag::Mark) {
        a += 1;
    }
    if i - a > SUBJECT_REACH || !sheet.tag(a).is_nominal() {
        return None;
    }
    let end = (a..i).find(|&k| !sheet.tag(k).is_nominal() && sheet.tag(k) != Tag::Conj).unwrap_or(i);
    let finite =
        |k: usize| sheet.tag(k).is_aux() || sheet.tag(k) == Tag::Verb && !(sheet.form(k, Forms::PART) && k == end);
    if end >= i || (end..i).any(|k| finite(k) || sheet.quoted(k)) {
        return None;
    }
    let head = (a..end).rev().find(|&k| matches!(sheet.tag(k), Tag::Noun | Tag::Name))?;
    Some(plural(sheet, head) || (a..end).any(|k| sheet.tag(k) == Tag::Conj))
}

/// Whether a word that no list holds ends like an adjective: powerful, executive, controversial.
fn adjectival(sheet: &Sheet<'_>, i: usize) -> bool {
    const ENDINGS: [&str; 11] = ["ful", "ous", "ive", "able", "ible", "less", "ical", "tial", "cial", "ual", "onal"];
    sheet.shape(i).has(Shape::LOWER)
        && !sheet.any(i, NOUNS)
        && sheet.word(i).len() > 5
        && ENDINGS.iter().any(|e| sheet.word(i).ends_with(e))
}

/// Whether a noun looks like a plural.
fn plural(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.form(i, Forms::PL) || sheet.shape(i).has(Shape::S)
}

/// "proposals call for", "voters point to": a verb with the preposition that it takes.
fn takes_preposition(sheet: &Sheet<'_>, i: usize) -> bool {
    [
        (Class::CueFor, Class::PrepFor),
        (Class::CueOn, Class::PrepOn),
        (Class::CueAgainst, Class::PrepAgainst),
        (Class::CueToward, Class::To),
    ]
    .iter()
    .any(|&(cue, prep)| sheet.is(i, cue) && sheet.is(i + 1, prep))
}

enum Plain {
    Noun,
    Else,
}

/// A rough look at a word that is not tagged yet.
fn plain(sheet: &Sheet<'_>, i: usize) -> Plain {
    let function = ClassSet::of(&[
        Class::Article,
        Class::Possessive,
        Class::Preposition,
        Class::Conjunction,
        Class::SubjectPronoun,
        Class::ObjectPronoun,
        Class::That,
        Class::To,
        Class::Be,
        Class::Have,
        Class::Modal,
        Class::Wh,
        Class::Quantifier,
        Class::Adverb,
        Class::Day,
        Class::Subordinator,
    ]);
    if sheet.shape(i).has(Shape::PUNCT)
        || sheet.any(i, function)
        || sheet.shape(i).has(Shape::LY)
        || sheet.shape(i).has(Shape::NUM)
    {
        Plain::Else
    } else {
        Plain::Noun
    }
}

/// Whether what follows a word can be its object, clause or quotation, so that the word is likely a verb.
fn takes_object(sheet: &Sheet<'_>, i: usize) -> bool {
    let opens = ClassSet::of(&[
        Class::Article,
        Class::Possessive,
        Class::That,
        Class::To,
        Class::Wh,
        Class::SubjectPronoun,
        Class::ObjectPronoun,
        Class::Quantifier,
        Class::NumberWord,
        Class::Negation,
        Class::Day,
    ]);
    sheet.any(i, opens)
        && !(sheet.is(i, Class::Wh) && sheet.is(i, Class::Subordinator) && !sheet.is(i, Class::Conditional))
        || sheet.opens(i)
        || sheet.tag(i) == Tag::Colon
        || sheet.cap(i)
        || sheet.tag(i) == Tag::Comma && sheet.opens(i + 1)
        || sheet.shape(i).has(Shape::ING)
}
