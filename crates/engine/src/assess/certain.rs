//! Whether it is sure enough who is accused, and that nobody answers for them, to say that a reply is missing: such a
//! sentence tells of somebody's conduct, and where the text leaves room for doubt it is not said.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{Class, ClassSet, Entity, EntityId, EntityType, Shape, Via};

use super::Article;
use super::accused::{Accused, is_name, words};
use super::sources::Sources;

/// What in an article makes it doubtful that nobody answers.
pub(super) struct Doubt {
    /// Its quotation marks are lost, and with them who says what.
    bare: bool,
    /// Somebody speaks for a body of which the text does not tell which: "a company spokesman", "a spokeswoman".
    unowned: bool,
    /// The words with a capital that describe or name its sources.
    spoken: BTreeSet<String>,
    /// The words for an office by which sources without a name are called.
    offices: BTreeSet<String>,
    /// How often each entity is named, and the first time that a person has more than a surname.
    named: BTreeMap<EntityId, (u32, u32)>,
    /// Surnames of several people.
    shared: BTreeSet<String>,
}

impl Doubt {
    pub(super) fn of(article: &Article, sources: &Sources) -> Self {
        let document = article.document;
        let mut named: BTreeMap<EntityId, (u32, u32)> = BTreeMap::new();
        for mention in document.mentions.iter().filter(|m| m.via == Via::Name) {
            let (times, full) = named.entry(mention.entity).or_insert((0, u32::MAX));
            *times += 1;
            let capitals = mention.tokens.clone().filter(|&i| is_name(article, i) && !has(article, i, TITLES)).count();
            if capitals > 1 {
                *full = (*full).min(mention.tokens.start);
            }
        }
        let mut surnames = BTreeSet::new();
        let people = document.entities.iter().filter(|e| e.entity_type == EntityType::Person);
        let last = people.filter_map(|e| words(e.name.as_deref()?).pop());
        let shared = last.filter(|name| !surnames.insert(name.clone())).collect();
        let described = || sources.entities.iter().map(|e| &document.entities[e.0 as usize]);
        let spoken = described()
            .flat_map(|e| {
                [Some(e.best.clone()), e.role.clone(), behind(article, e), owner(article, e)]
                    .into_iter()
                    .flatten()
                    .flatten()
            })
            .filter(|&i| is_name(article, i) && !has(article, i, SMALL))
            .map(|i| article.lower(i))
            .collect();
        // "The mayor said": whose words these are may have been read wrong.
        let nameless = described().filter(|e| e.name.is_none()).flat_map(|e| e.best.clone());
        let offices = nameless.filter(|&i| has(article, i, TITLES)).map(|i| article.lower(i)).collect();
        let unowned = described().any(|e| unowned(article, e));
        Self { bare: bare(article), unowned, spoken, offices, named, shared }
    }

    /// Whether it is doubtful that the text has no reply of the party.
    pub(super) fn about(&self, article: &Article, accused: &Accused) -> bool {
        let entity = &article.document.entities[accused.entity.0 as usize];
        let (times, full) = self.named.get(&accused.entity).copied().unwrap_or_default();
        let name = entity.name.as_deref().map(words).unwrap_or_default();
        let person = entity.entity_type == EntityType::Person;
        let Some(last) = accused.party.end.checked_sub(1) else { return true };
        // "Tomas Odum, a clerk": the name, without what follows it.
        let called = accused.party.clone().rev().find(|&i| is_name(article, i)).unwrap_or(last);
        let called = article.lower(called);
        let called = called.trim_end_matches(['.', ',']);
        let pronoun = has(article, last, ClassSet::of(&[Class::SubjectPronoun, Class::ObjectPronoun]));
        // A capital makes many a word look like a name; one that comes back is.
        let once = name.len() == 1 && times < 2;
        let alone = accused.party.clone().filter(|&i| is_name(article, i) && !has(article, i, TITLES)).count() == 1;
        let doubtful = if pronoun {
            !only_one(article, accused)
        } else if person {
            // "Ana", "Ana Vane Day": what calls the person here ends its name.
            let other = name.last().is_some_and(|n| n != called);
            // "Mr. Roe" before any Ben Roe, or one of two Roes.
            let early = alone && name.len() > 1 && full > accused.party.start;
            other || early || alone && self.shared.contains(called) || self.office(article, accused, entity)
        } else {
            // "Savings and Loan Association": one name or two.
            let joined = name.iter().any(|w| w == "and") || follows_and(article, &accused.party);
            cut(article, &accused.party) || joined && times < 2 || self.kindred(article, entity)
        };
        self.bare
            || once
            || doubtful
            || self.unowned && !person
            || several(article, &accused.party)
            || has(article, last, ClassSet::of(&[Class::Demonym, Class::CollectiveNoun]))
    }

    /// Whether a source shares a word with the name of the body that other bodies lack: for the Ministry of Defence speaks
    /// its minister, and whoever is of the Defence Agency may.
    fn kindred(&self, article: &Article, body: &Entity) -> bool {
        let named = |&i: &u32| is_name(article, i) && !has(article, i, SMALL);
        let own = |&i: &u32| named(&i) && !has(article, i, GENERAL);
        // All words of "Ministry of Defence" stand in other names.
        let general = !body.best.clone().any(|i| own(&i));
        let telling = body.best.clone().filter(|i| if general { named(i) } else { own(i) });
        telling.into_iter().any(|i| self.spoken.contains(&article.lower(i)))
    }

    /// Whether a source without a name is called by the office of the party.
    fn office(&self, article: &Article, accused: &Accused, person: &Entity) -> bool {
        // "Interim Mayor Roe": the title stands right before the name.
        let title = (0..accused.party.start).rev().take(3).take_while(|&i| has(article, i, TITLES));
        let told = [Some(person.best.clone()), person.role.clone()].into_iter().flatten().flatten();
        let mut told = told.filter(|&i| has(article, i, TITLES)).chain(title);
        told.any(|i| self.offices.contains(&article.lower(i)))
    }
}

const TITLES: ClassSet = ClassSet::of(&[Class::Honorific, Class::Title, Class::Role]);

/// What tells nothing of a name.
const SMALL: ClassSet = ClassSet::of(&[
    Class::Title,
    Class::Role,
    Class::Honorific,
    Class::Article,
    Class::Preposition,
    Class::Conjunction,
]);

/// Words in the names of many bodies.
const GENERAL: ClassSet = ClassSet::of(&[
    Class::OrganisationWord,
    Class::BodyNoun,
    Class::Place,
    Class::Demonym,
    Class::Title,
    Class::Role,
    Class::Honorific,
    Class::Article,
    Class::Preposition,
    Class::Conjunction,
]);

/// Whether the text has lost its quotation marks: it is long and has none, or has the leavings of apostrophes, "he didn t".
fn bare(article: &Article) -> bool {
    // In so many words of news somebody is quoted.
    const LONG: usize = 250;
    const LEAVINGS: usize = 3;
    let tokens = &article.document.tokens;
    let left = |t: &onrecord_parser::Token| {
        matches!(t.text(article.text), "s" | "t" | "re" | "ve" | "ll") && t.shape.has(Shape::LOWER) && {
            let from = t.span().start();
            from > 0 && article.text.as_bytes()[from as usize - 1] == b' '
        }
    };
    article.document.quotes.is_empty() && tokens.len() > LONG
        || tokens.iter().filter(|t| left(t)).take(LEAVINGS).count() == LEAVINGS
}

/// Whether a source speaks for somebody of whom its words do not tell who it is.
fn unowned(article: &Article, source: &Entity) -> bool {
    let described = || [Some(&source.best), source.role.as_ref()].into_iter().flatten().flat_map(Clone::clone);
    let speaks = described().any(|i| has(article, i, ClassSet::of(&[Class::Spokesperson])));
    let stands = described().any(|i| has(article, i, ClassSet::of(&[Class::StandIn])));
    let owner =
        |i: u32| is_name(article, i) && !has(article, i, SMALL) || has(article, i, ClassSet::of(&[Class::Possessive]));
    source.name.is_none() && (stands || speaks && !described().any(owner))
}

/// The words set off behind those that describe a source: "(NFB)", ", minister for transport".
fn behind(article: &Article, source: &Entity) -> Option<Range<u32>> {
    const FAR: u32 = 5;
    let from = source.best.end;
    let off = matches!(&*article.lower(from), "," | "(") || article.lower(from).starts_with('(');
    let end = article.document.sentences.get(article.document.sentence_of(from))?.tokens.end;
    off.then(|| from..end.min(from + FAR))
}

/// The name that owns the words before a source: "Northway Corp's founder and chairman Ben Roe".
fn owner(article: &Article, source: &Entity) -> Option<Range<u32>> {
    const FAR: u32 = 6;
    let from = source.best.start;
    let start = article.document.sentences.get(article.document.sentence_of(from))?.tokens.start;
    let words = start.max(from.saturating_sub(FAR))..from;
    let owns = |i: &u32| article.document.tokens[*i as usize].shape.has(Shape::POSS);
    let end = words.clone().rev().find(owns)?;
    Some(start.max(end.saturating_sub(FAR))..end)
}

/// Whether a name stands before the party, joined to it by "and".
fn follows_and(article: &Article, party: &Range<u32>) -> bool {
    let before = |n: u32| party.start.checked_sub(n);
    before(1).is_some_and(|i| matches!(&*article.lower(i), "and" | "&"))
        && before(2).is_some_and(|i| is_name(article, i))
}

/// Whether a pronoun can mean nobody but the party: its paragraph names no other person before it.
fn only_one(article: &Article, accused: &Accused) -> bool {
    let document = article.document;
    let paragraph = document.paragraph_of(document.sentence_of(accused.party.start));
    let Some(from) = document.paragraphs.get(paragraph).map(|p| p.tokens.start) else { return false };
    let person = |e: EntityId| document.entities[e.0 as usize].entity_type == EntityType::Person;
    let before = article.mentions_in(&(from..accused.party.start)).filter(|m| m.via == Via::Name);
    let mut people = before.map(|m| m.entity).filter(|&e| person(e)).peekable();
    people.peek().is_some() && people.all(|e| e == accused.entity)
}

/// Whether the name of a body begins before `party`, or goes on behind it: "First [Northern Savings]".
fn cut(article: &Article, party: &Range<u32>) -> bool {
    let opens = ClassSet::of(&[
        Class::Title,
        Class::Role,
        Class::Honorific,
        Class::Place,
        Class::Demonym,
        Class::Article,
        Class::Preposition,
    ]);
    let sentence = article.document.sentence_of(party.start);
    let first = article.document.sentences.get(sentence).map_or(0, |s| s.tokens.start);
    let before = party.start.checked_sub(1).filter(|&i| i > first);
    before.is_some_and(|i| is_name(article, i) && !article.is_punctuation(i) && !has(article, i, opens))
        || is_name(article, party.end) && !has(article, party.end, opens) && !article.is_punctuation(party.end)
}

/// Whether the party is one of a kind or a family: "a former Miss Universe", "the Roes".
fn several(article: &Article, party: &Range<u32>) -> bool {
    let before = |n: u32| party.start.checked_sub(n).map(|i| article.lower(i)).unwrap_or_default();
    let one = |w: &str| matches!(w, "a" | "an" | "another" | "some" | "many" | "other");
    let family = party.len() == 1 && before(1) == "the" && {
        let entity = article.document.entity_in(party).map(|e| &article.document.entities[e.0 as usize]);
        article.lower(party.start).ends_with('s') && entity.is_none_or(|e| e.entity_type == EntityType::Person)
    };
    one(&before(1)) || one(&before(2)) || family
}

fn has(article: &Article, i: u32, classes: ClassSet) -> bool {
    let token = article.document.tokens.get(i as usize);
    token.is_some_and(|t| t.classes(article.rules.lexicon()).any(classes))
}
