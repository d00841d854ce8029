//! Whom a phrase is about: its head, where that has a name.

use std::ops::Range;

use onrecord_parser::{Class, ClassSet, Entity, EntityId, EntityType, Mention, Shape, Via};

use super::Article;

/// What cannot stand between the opening of a phrase and its head.
const LEAVES: ClassSet = ClassSet::of(&[
    Class::Preposition,
    Class::Of,
    Class::By,
    Class::To,
    Class::As,
    Class::Relative,
    Class::Conjunction,
    Class::Subordinator,
    Class::Modal,
    Class::Be,
    Class::Have,
    Class::Do,
    Class::Negation,
    Class::Wh,
    Class::That,
]);

/// What may follow a name that is the head of its phrase. A noun may not: "Northway managers" are others.
const FOLLOWS: ClassSet = ClassSet::of(&[
    Class::Adverb,
    Class::Article,
    Class::Possessive,
    Class::Reflexive,
    Class::SubjectPronoun,
    Class::ObjectPronoun,
    Class::Day,
    Class::Month,
    Class::TimeModifier,
]);

/// The people and bodies with a name that `phrase` is about, each with its words: the head of the phrase, and what is
/// joined to it by "and". A name that only belongs to the head is none: "two members of the Board", "Board members",
/// "the Board's rules".
pub(super) fn named_in(article: &Article, phrase: &Range<u32>) -> Vec<(Range<u32>, EntityId)> {
    if let Some(person) = meant(article, phrase) {
        return vec![(phrase.clone(), person)];
    }
    let phrase = antecedent(article, phrase);
    let mut found: Vec<(Range<u32>, EntityId)> = Vec::new();
    let mut from = phrase.start;
    while from < phrase.end {
        let Some((words, entity)) = head(article, from..phrase.end) else { break };
        let end = words.end;
        let joined = found.last().is_some_and(|(before, first)| {
            words.start == before.end + 1 && article.lower(before.end) == "and" && one_body(article, *first, &words)
        });
        match found.last_mut() {
            // "the Food and Transport Administration" is one.
            Some(last) if joined => *last = (last.0.start..end, entity),
            _ => found.push((words, entity)),
        }
        if !matches!(&*article.lower(end), "and" | "&") {
            break;
        }
        from = end + 1;
    }
    if !found.is_empty() {
        found.extend(joined_before(article, &phrase));
    }
    found.retain(|(_, entity)| entity_of(article, *entity).name.is_some());
    found
}

const SAYING: ClassSet = ClassSet::of(&[Class::CueClause, Class::CueBare]);

/// The same for the subject of a clause, whose phrase may begin before what the parser took for it: a name behind a
/// preposition is no head, "a woman of Northway was accused".
pub(super) fn named_as_subject(article: &Article, subject: &Range<u32>) -> Vec<(Range<u32>, EntityId)> {
    let before = subject.start.checked_sub(1);
    let inside = ClassSet::of(&[Class::Preposition, Class::Of]);
    let sentence = article.document.sentence_of(subject.start);
    let same = |&i: &u32| article.document.sentence_of(i) == sentence;
    // "a man accused of robbing Roe was charged": nor is one that a participle takes for its object.
    let object = |i: u32| {
        let participle = article.document.tokens[i as usize].shape;
        participle.has(Shape::ING) && participle.has(Shape::LOWER) && !has(article, i, SAYING)
    };
    if before.filter(same).is_some_and(|i| has(article, i, inside) || object(i)) {
        return Vec::new();
    }
    named_in(article, subject)
}

/// Whether the name of a body goes on over "and": its first part is nobody, and the last tells what it is.
fn one_body(article: &Article, first: EntityId, rest: &Range<u32>) -> bool {
    let lexicon = article.rules.lexicon();
    let last = rest.end.checked_sub(1).and_then(|i| article.document.tokens.get(i as usize));
    let tells = last.is_some_and(|t| t.classes(lexicon).any(ClassSet::of(&[Class::OrganisationWord, Class::BodyNoun])));
    tells && entity_of(article, first).entity_type != EntityType::Person
}

fn entity_of<'a>(article: &Article<'a>, entity: EntityId) -> &'a Entity {
    &article.document.entities[entity.0 as usize]
}

/// Behind a relative pronoun what it refers back to.
fn antecedent(article: &Article, phrase: &Range<u32>) -> Range<u32> {
    let relative = phrase.len() == 1 && matches!(&*article.lower(phrase.start), "who" | "which" | "that");
    if !relative {
        return phrase.clone();
    }
    let mentions = &article.document.mentions;
    let before = mentions[..mentions.partition_point(|m| m.tokens.start < phrase.start)].last();
    // A comma may stand between.
    before
        .filter(|m| m.tokens.end <= phrase.start && phrase.start - m.tokens.end <= 1)
        .map_or(phrase.clone(), |m| m.tokens.clone())
}

/// Who is joined to the phrase before it, where the verb is for several: "Roe and Lund, who were accused".
fn joined_before(article: &Article, phrase: &Range<u32>) -> Option<(Range<u32>, EntityId)> {
    let and = phrase.start.checked_sub(1).filter(|&i| article.lower(i) == "and")?;
    let end = phrase.end.saturating_add(3);
    if !(phrase.end..end).any(|i| matches!(&*article.lower(i), "were" | "are" | "have")) {
        return None;
    }
    let mentions = &article.document.mentions;
    let before = mentions[..mentions.partition_point(|m| m.tokens.start < and)].last()?;
    let opens = before.tokens.start.checked_sub(1).is_none_or(|i| !has(article, i, LEAVES));
    (before.tokens.end == and && before.via == Via::Name && opens).then(|| (before.tokens.clone(), before.entity))
}

/// Whom "he" or "she" means where the parser left it open: the only person with a name in this sentence before it and
/// the sentence before.
fn meant(article: &Article, phrase: &Range<u32>) -> Option<EntityId> {
    const MOST: usize = 24;
    let document = article.document;
    let pronoun = phrase.len() == 1 && matches!(&*article.lower(phrase.start), "he" | "she");
    if !pronoun || document.entity_in(phrase).is_some() {
        return None;
    }
    let sentence = document.sentence_of(phrase.start);
    let from = document.sentences.get(sentence.saturating_sub(1)).map_or(0, |s| s.tokens.start);
    let split = document.mentions.partition_point(|m| m.tokens.end <= phrase.start);
    let before = document.mentions[..split].iter().rev().take(MOST).take_while(|m| m.tokens.start >= from);
    let named = before.filter(|m| {
        let entity = entity_of(article, m.entity);
        let inside = m.tokens.start.checked_sub(1).is_some_and(|i| has(article, i, LEAVES));
        !inside && entity.entity_type == EntityType::Person && entity.name.is_some()
    });
    let mut people = named.map(|m| m.entity);
    let first = people.next()?;
    people.all(|other| other == first).then_some(first)
}

/// The mention that is the head of the phrase.
fn head(article: &Article, phrase: Range<u32>) -> Option<(Range<u32>, EntityId)> {
    // What stands before a head is short.
    const MOST: usize = 8;
    let mentions = &article.document.mentions;
    let from = mentions.partition_point(|m| m.tokens.start < phrase.start);
    let inside = mentions[from..].iter().take_while(|m| m.tokens.start < phrase.end).take(MOST);
    for mention in inside {
        if (phrase.start..mention.tokens.start).any(|i| leaves(article, i)) {
            return None;
        }
        let last = mention.tokens.end.saturating_sub(1);
        let owner = mention.tokens.len() > 1 && article.document.tokens[last as usize].shape.has(Shape::POSS);
        let owned = owner || belongs(article, mention.tokens.end) || possessive(article, &mention.tokens, mention.via);
        if owned || mention.via == Via::Name && is_one_of(article, &phrase, mention) {
            continue;
        }
        return Some((mention.tokens.clone(), mention.entity));
    }
    None
}

/// Whether the phrase is of one among several that a name tells the kind of: "a Northway", "a second U.S. Marine".
fn is_one_of(article: &Article, phrase: &Range<u32>, mention: &Mention) -> bool {
    let counted =
        matches!(&*article.lower(phrase.start), "a" | "an" | "another" | "some" | "many" | "several" | "any" | "no")
            || article.document.tokens[phrase.start as usize].shape.has(Shape::NUM);
    let person = entity_of(article, mention.entity).entity_type == EntityType::Person && mention.tokens.len() > 1;
    counted && mention.tokens.start > phrase.start && !person
        || mention.tokens.start == phrase.start && {
            let before = phrase.start.checked_sub(1).map(|i| article.lower(i));
            before.is_some_and(|w| matches!(w.as_str(), "a" | "an" | "another" | "second" | "third"))
        }
}

/// Whether a phrase has left its head behind at token `i`.
fn leaves(article: &Article, i: u32) -> bool {
    let stop =
        article.is_punctuation(i) && !matches!(&*article.lower(i), "-" | "\"" | "“" | "”" | "'s" | "’s" | "'" | "’");
    stop || has(article, i, LEAVES) || verb_at(article, i)
}

/// Whether what ends before token `i` only belongs to a noun that follows: "Board members", "the Board's rules".
fn belongs(article: &Article, i: u32) -> bool {
    let Some(token) = article.document.tokens.get(i as usize) else { return false };
    if token.shape.has(Shape::POSS) || apostrophe(article, i) {
        return true;
    }
    if token.shape.has(Shape::PUNCT) || token.shape.has(Shape::PARTY) || verb_at(article, i) {
        return false;
    }
    let follows = has(article, i, LEAVES) || has(article, i, FOLLOWS);
    let verbal = token.shape.has(Shape::LOWER)
        && (token.shape.has(Shape::LY) || token.shape.has(Shape::ING) || token.shape.has(Shape::ED));
    !follows && !verbal
}

/// Whether token `i` is the apostrophe that makes an owner of a name in -s: "Rivers' doctor".
fn apostrophe(article: &Article, i: u32) -> bool {
    let (before, at) = (i.checked_sub(1), article.document.span(&(i..i + 1)));
    let joined = before.is_some_and(|b| article.document.span(&(b..i)).end() == at.start());
    joined && matches!(&*article.lower(i), "'" | "’") && before.is_some_and(|b| article.lower(b).ends_with('s'))
}

/// Whether the mention is a pronoun before a noun that it owns: "her aides".
fn possessive(article: &Article, words: &Range<u32>, via: Via) -> bool {
    via == Via::Pronoun && has(article, words.start, ClassSet::of(&[Class::Possessive])) && belongs(article, words.end)
}

/// Whether the verb of a clause begins at token `i`.
fn verb_at(article: &Article, i: u32) -> bool {
    article.document.clause_at(i).is_some_and(|c| c.verb.start == i)
}

fn has(article: &Article, i: u32, classes: ClassSet) -> bool {
    let token = article.document.tokens.get(i as usize);
    token.is_some_and(|t| t.classes(article.rules.lexicon()).any(classes))
}
