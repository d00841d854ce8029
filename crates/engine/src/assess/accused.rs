//! Who is accused or criticised, and whether the text has a reply of theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{Class, ClassSet, Entity, EntityId, EntityType, Shape, Via};

use super::certain::Doubt;
use super::notes::Note;
use super::sources::{Ranked, Sources};
use super::tally::Heard;
use super::{Article, Hit, party};
use crate::assessment::AccusedParty;
use crate::rule::{Mark, RuleKind, Within};
use crate::words::{Hearing, Outcome, SourceKind};

/// Somebody with a name who is accused, where first, and whether heard.
#[derive(Clone, Debug)]
pub(super) struct Accused {
    pub tokens: Range<u32>,
    /// The words that name the party there.
    pub party: Range<u32>,
    pub entity: EntityId,
    pub heard: Heard,
}

impl Accused {
    /// How to call it: by its fullest name, where the words here leave no doubt whose it is.
    fn name(&self, article: &Article, shared: &BTreeSet<String>) -> String {
        let entity = &article.document.entities[self.entity.0 as usize];
        let here = article.words(&self.party).split_whitespace().collect::<Vec<_>>().join(" ");
        // The parser takes the two parts of "the Food and Transport Administration" for two names, and of two people
        // with one surname a bare surname may mean either.
        let joined = self.party.clone().any(|i| article.lower(i) == "and");
        let either = self.party.len() == 1 && shared.contains(&article.lower(self.party.start));
        if joined || either { here } else { entity.name.clone().unwrap_or(here) }
    }

    /// As the record has it.
    fn told(&self, article: &Article, sources: &Sources, shared: &BTreeSet<String>) -> AccusedParty {
        let (heard, outcome) = match self.heard {
            Heard::Spoke => (Hearing::Spoke, None),
            Heard::Asked(outcome) => (Hearing::Asked, Some(outcome)),
            Heard::Somebody(outcome) => (Hearing::Somebody, Some(outcome)),
            Heard::Unclear => (Hearing::Unclear, None),
            Heard::No => (Hearing::No, None),
        };
        AccusedParty {
            span: article.document.span(&self.tokens),
            party: article.document.span(&self.party),
            name: self.name(article, shared),
            party_source: sources.of(self.entity),
            heard,
            outcome,
        }
    }
}

/// The parties as the record has them.
pub(super) fn told(article: &Article, accused: &[Accused], sources: &Sources) -> Vec<AccusedParty> {
    if accused.is_empty() {
        return Vec::new();
    }
    let mut surnames = BTreeSet::new();
    let people = article.document.entities.iter().filter(|e| e.entity_type == EntityType::Person);
    let last = people.filter_map(|e| words(e.name.as_deref()?).pop());
    let shared = last.filter(|name| !surnames.insert(name.clone())).collect();
    accused.iter().map(|a| a.told(article, sources, &shared)).collect()
}

/// The named people and bodies that accusations are about, each once, in text order.
pub(super) fn accused(article: &Article, hits: &[Hit], sources: &Sources, notes: &[Note]) -> Vec<Accused> {
    let mut found = Vec::new();
    // In most articles nobody is, and the rest is for nothing.
    if !hits.iter().any(|h| is(article, h, &Mark::Accusation)) {
        return found;
    }
    let answerable = Answerable::of(article);
    let mut seen = BTreeSet::new();
    let mut names = Voices::default();
    for hit in hits.iter().filter(|h| is(article, h, &Mark::Accusation)) {
        for (party, entity) in about(article, hit) {
            if answerable.has(article, &party, entity) && seen.insert(entity) {
                let name = article.document.entities[entity.0 as usize].name.as_deref().map(words).unwrap_or_default();
                // "Northway" and "Northway Inc" are one, whatever the parser made of them.
                if names.have(&name, false) {
                    continue;
                }
                names.extend([name]);
                found.push(Accused { tokens: hit.tokens.clone(), party, entity, heard: Heard::No });
            }
        }
    }
    if found.is_empty() {
        return found;
    }
    let sides = Sides::of(article, hits, sources, notes, &found);
    found.retain(|a| !sides.settled.contains(&a.entity));
    for accused in &mut found {
        accused.heard = sides.heard(article, accused, sources);
    }
    if found.iter().any(|a| a.heard == Heard::No) {
        let doubt = Doubt::of(article, sources);
        for accused in found.iter_mut().filter(|a| a.heard == Heard::No) {
            if doubt.about(article, accused) {
                accused.heard = Heard::Unclear;
            }
        }
    }
    found
}

/// The parties with a name that a hit is about: those in what its pattern captured, or else the subject of its clause.
fn about(article: &Article, hit: &Hit) -> Vec<(Range<u32>, EntityId)> {
    if let Some(who) = &hit.who {
        return party::named_in(article, who);
    }
    match article.subject_at(&hit.tokens).or_else(|| subject_before(article, hit)) {
        Some(subject) => party::named_as_subject(article, &subject),
        None => Vec::new(),
    }
}

/// The subject of the clause before, where the one of the hit goes on without one: "was held and faces charges".
fn subject_before(article: &Article, hit: &Hit) -> Option<Range<u32>> {
    let clauses = &article.document.clauses;
    let split = clauses.partition_point(|c| c.verb.end <= hit.tokens.start);
    let own = clauses.get(split).map_or(hit.tokens.start, |c| c.verb.start.min(hit.tokens.start));
    let joins = own.checked_sub(1).map(|i| article.lower(i))?;
    if !matches!(joins.as_str(), "and" | "but" | "or" | "after" | "before" | "despite" | "since" | "while") {
        return None;
    }
    let before = clauses[..split].iter().rev().find(|c| c.verb.end <= own)?;
    let same = article.document.sentence_of(before.verb.start) == article.document.sentence_of(own);
    before.subject.clone().filter(|_| same)
}

/// Who can be asked for a reply: people and bodies. A country cannot, nor can a crowd.
struct Answerable<'r> {
    /// Entities that are named by no more than a country, a capital or a people.
    places: BTreeSet<EntityId>,
    kinds: Ranked<'r>,
}

impl<'r> Answerable<'r> {
    fn of(article: &Article<'r>) -> Self {
        let named = article.document.mentions.iter().filter(|m| m.via == Via::Name);
        let places = named.filter(|m| all(article, &m.tokens, PLACE)).map(|m| m.entity).collect();
        Self { places, kinds: Ranked::of(article) }
    }

    fn has(&self, article: &Article, party: &Range<u32>, id: EntityId) -> bool {
        let entity = &article.document.entities[id.0 as usize];
        let asked = matches!(entity.entity_type, EntityType::Person | EntityType::Body | EntityType::Outlet);
        let single = entity.name.as_ref().is_some_and(|n| !n.contains(' '));
        // "Even as Vane", "the Adviser": a capital made a name of it.
        let no_name = single && all(article, &(party.end - 1..party.end), NO_NAME)
            || article.lower(party.end - 1).ends_with("-based");
        // "the Farm Act": a text has no side.
        let text = entity.entity_type == EntityType::Body
            && all(article, &(party.end - 1..party.end), ClassSet::of(&[Class::DocumentNoun]));
        asked && !no_name && !text && !self.places.contains(&id) && {
            let (kind, _) = self.kinds.judge(article, entity);
            matches!(
                kind,
                SourceKind::NamedPerson | SourceKind::NamedOrganisation | SourceKind::Media | SourceKind::OwnOutlet
            )
        }
    }
}

const PLACE: ClassSet = ClassSet::of(&[Class::Place, Class::Demonym, Class::Article]);

const NO_NAME: ClassSet = ClassSet::of(&[
    Class::OrganisationWord,
    Class::Role,
    Class::Title,
    Class::Adverb,
    Class::Subordinator,
    Class::Conjunction,
    Class::Preposition,
]);

fn all(article: &Article, tokens: &Range<u32>, classes: ClassSet) -> bool {
    let lexicon = article.rules.lexicon();
    tokens.clone().all(|i| article.document.tokens[i as usize].classes(lexicon).any(classes))
}

/// Who was asked and who speaks in the article.
#[derive(Default)]
struct Sides {
    asked: BTreeMap<EntityId, Outcome>,
    /// Those for whom a source speaks, a lawyer for one: they are named in the words that describe the source.
    represented: BTreeSet<EntityId>,
    denying: BTreeSet<EntityId>,
    /// Those whose case a court or they themselves have closed.
    settled: BTreeSet<EntityId>,
    voices: Voices,
    /// The words with a capital in the names of bodies that speak or were asked: "the Transport Department".
    bodies: BTreeSet<String>,
    /// What came of asking somebody of whom the text does not show who it was.
    somebody: Option<Outcome>,
}

impl Sides {
    fn of(article: &Article, hits: &[Hit], sources: &Sources, notes: &[Note], accused: &[Accused]) -> Self {
        let mut sides = Self::default();
        let all: BTreeSet<EntityId> = accused.iter().map(|a| a.entity).collect();
        for note in notes {
            let outcome = note.response.outcome;
            let named = note.party.iter().flat_map(|p| article.mentioned_in(p));
            let meant: Vec<EntityId> = note.party.iter().flat_map(|p| meant(article, &all, p)).collect();
            for entity in note.entity.into_iter().chain(named).chain(meant.iter().copied()) {
                sides.asked.entry(entity).or_insert(outcome);
            }
            let capitals = note.party.iter().flat_map(Clone::clone).filter(|&i| is_name(article, i));
            sides.bodies.extend(capitals.map(|i| article.lower(i)));
            if note.entity.is_none() && meant.is_empty() {
                sides.somebody.get_or_insert(outcome);
            }
        }
        for source in &sources.entities {
            let entity = &article.document.entities[source.0 as usize];
            let described = [Some(&entity.best), entity.role.as_ref()].into_iter().flatten();
            let named = described.clone().flat_map(|words| article.mentioned_in(words)).filter(|other| other != source);
            sides.represented.extend(named);
            // "Northway campaign spokesman": of several Northways it tells none, and so each may be meant.
            let title =
                (1..=TITLE).map_while(|n| entity.best.start.checked_sub(n)).take_while(|&i| is_name(article, i));
            let names = described
                .flat_map(Clone::clone)
                .chain(title)
                .filter(|&i| is_name(article, i))
                .map(|i| words(&article.lower(i)));
            sides.voices.extend(names.filter(|_| entity.role.is_some() || entity.name.is_none()));
            sides.represented.extend(behind(article, entity));
            sides.represented.extend(meant(article, &all, &entity.best));
            sides.voices.extend(entity.name.as_deref().map(words));
            if entity.entity_type == EntityType::Body {
                sides.bodies.extend(entity.name.iter().flat_map(|n| words(n)));
            }
        }
        if !all.is_empty() {
            sides.represented.extend(speaking(article));
        }
        for hit in hits {
            let (denial, settled) = (is(article, hit, &Mark::Denial), is(article, hit, &Mark::Settled));
            if !denial && !settled {
                continue;
            }
            let phrase = hit.who.clone().or_else(|| article.subject_at(&hit.tokens));
            let parties: Vec<EntityId> = about(article, hit).into_iter().map(|p| p.1).collect();
            if settled {
                // "The two sides settled": those that are accused there.
                let near = if parties.is_empty() { around(article, accused, &hit.tokens) } else { Vec::new() };
                sides.settled.extend(parties.into_iter().chain(near));
                continue;
            }
            // "Roe's lawyer denied it", "he denied it": whoever is mentioned there.
            let mentioned: Vec<EntityId> = phrase.iter().flat_map(|p| article.mentioned_in(p)).collect();
            let told = |e: &EntityId| article.document.entities[e.0 as usize].name.is_some();
            // "They pleaded not guilty": all of them.
            let all_of_them = phrase.as_ref().is_some_and(|p| p.len() <= 2 && plural(article, p.start));
            if all_of_them || !mentioned.iter().any(told) {
                // "after pleading not guilty", "which he denied": the party that is accused there.
                sides.denying.extend(around(article, accused, &hit.tokens));
            }
            sides.denying.extend(phrase.iter().flat_map(|p| meant(article, &all, p)));
            sides.denying.extend(parties.into_iter().chain(mentioned));
        }
        sides
    }

    /// Whether the party has its say.
    fn heard(&self, article: &Article, accused: &Accused, sources: &Sources) -> Heard {
        let entity = accused.entity;
        let known = &article.document.entities[entity.0 as usize];
        let name = known.name.as_deref().map(words).unwrap_or_default();
        let person = known.entity_type != EntityType::Body;
        let speaks = sources.of(entity).is_some()
            || self.represented.contains(&entity)
            || self.denying.contains(&entity)
            || self.voices.have(&name, person);
        if let Some(&outcome) = self.asked.get(&entity) {
            // Whoever could not be reached one day and speaks all the same has spoken.
            let less = matches!(outcome, Outcome::Unreachable | Outcome::Referred | Outcome::Partial);
            return if speaks && less { Heard::Spoke } else { Heard::Asked(outcome) };
        }
        if speaks {
            return Heard::Spoke;
        }
        // "Transport Secretary Roe": what the Transport Department says is said for him.
        let lexicon = article.rules.lexicon();
        let plain = |i: u32| {
            let general = ClassSet::of(&[Class::Role, Class::Title, Class::Honorific, Class::Place, Class::Demonym]);
            is_name(article, i) && !article.document.tokens[i as usize].classes(lexicon).any(general)
        };
        // A title is a few words before a name.
        let title = (1..=TITLE).map_while(|n| accused.party.start.checked_sub(n)).take_while(|&i| is_name(article, i));
        let office = known.best.clone().chain(known.role.iter().flat_map(Clone::clone)).chain(title);
        let mut office = office.filter(|&i| plain(i)).map(|i| article.lower(i)).filter(|w| !name.contains(w));
        if office.any(|w| self.bodies.contains(&w)) {
            return Heard::Spoke;
        }
        self.somebody.map_or(Heard::No, Heard::Somebody)
    }
}

/// Whoever is the subject of a verb of saying, also where no statement could be read: in a text without quotation marks
/// "We are not at war, Roe said" has none.
fn speaking(article: &Article) -> BTreeSet<EntityId> {
    const SAYING: ClassSet = ClassSet::of(&[
        Class::CueClause,
        Class::CuePost,
        Class::CueQuote,
        Class::CueNaming,
        Class::CueAs,
        Class::StanceDenial,
    ]);
    let document = article.document;
    let lexicon = article.rules.lexicon();
    let says = |i: u32| document.tokens.get(i as usize).is_some_and(|t| t.classes(lexicon).any(SAYING));
    let mut found = BTreeSet::new();
    for clause in document.clauses.iter().filter(|c| !c.passive && c.verb.clone().any(says)) {
        found.extend(clause.subject.iter().flat_map(|s| party::named_in(article, s)).map(|p| p.1));
    }
    // "said Roe", "Roe said": a name right before or behind the verb.
    for mention in document.mentions.iter().filter(|m| m.via == Via::Name) {
        let before = mention.tokens.start.checked_sub(1).is_some_and(says);
        let behind = says(mention.tokens.end) && document.clause_at(mention.tokens.end).is_none_or(|c| !c.passive);
        if before && document.tokens.get(mention.tokens.end as usize).is_some_and(|t| t.shape.has(Shape::PUNCT))
            || behind
        {
            found.insert(mention.entity);
        }
    }
    found
}

/// Whether token `i` is a pronoun for several: "they", "both".
fn plural(article: &Article, i: u32) -> bool {
    let token = article.document.tokens.get(i as usize);
    token.is_some_and(|t| t.classes(article.rules.lexicon()).has(Class::PluralPronoun))
}

const TITLE: u32 = 4;

pub(super) fn is_name(article: &Article, i: u32) -> bool {
    article.document.tokens.get(i as usize).is_some_and(|t| t.shape.has(Shape::CAP))
}

/// The body that a source speaks for whose description only stands in for it: "a company spokesman", "the bank's chief".
/// It is the last one that was named.
fn behind(article: &Article, source: &Entity) -> Option<EntityId> {
    let lexicon = article.rules.lexicon();
    let stands = |i: u32| article.document.tokens[i as usize].classes(lexicon).has(Class::StandIn);
    let described = [Some(&source.best), source.role.as_ref()].into_iter().flatten();
    let from = described.flat_map(Clone::clone).find(|&i| stands(i))?;
    // Whoever it is has been named not long before.
    const FAR: usize = 32;
    let mentions = &article.document.mentions;
    let before = mentions[..mentions.partition_point(|m| m.tokens.end <= from)].iter().rev().take(FAR);
    let body = |e: EntityId| {
        let entity = &article.document.entities[e.0 as usize];
        entity.entity_type == EntityType::Body && entity.name.is_some()
    };
    before.map(|m| m.entity).find(|&e| body(e))
}

/// Those of `parties` whom a pronoun at the opening of `phrase` may mean: "he", "his lawyer". The parser tells only whom
/// the pronouns of statements mean, so all count that are mentioned just before: who may have been heard is not said not
/// to have been.
fn meant(article: &Article, parties: &BTreeSet<EntityId>, phrase: &Range<u32>) -> Vec<EntityId> {
    // So few are mentioned in a sentence.
    const MOST: usize = 24;
    let document = article.document;
    let pronoun = ClassSet::of(&[Class::Possessive, Class::SubjectPronoun]);
    let opens = document.tokens.get(phrase.start as usize);
    let first = ClassSet::of(&[Class::FirstPerson, Class::SecondPerson]);
    let classes = opens.map(|t| t.classes(article.rules.lexicon()));
    if !classes.is_some_and(|c| c.any(pronoun) && !c.any(first)) {
        return Vec::new();
    }
    let sentence = document.sentence_of(phrase.start);
    let from = document.sentences.get(sentence.saturating_sub(1)).map_or(0, |s| s.tokens.start);
    let split = document.mentions.partition_point(|m| m.tokens.end <= phrase.start);
    let before = document.mentions[..split].iter().rev().take(MOST).take_while(|m| m.tokens.start >= from);
    before.map(|m| m.entity).filter(|e| parties.contains(e)).collect()
}

/// The parties that are accused in the paragraph of `at` or a neighbour.
fn around(article: &Article, accused: &[Accused], at: &Range<u32>) -> Vec<EntityId> {
    // So few are accused in two paragraphs.
    const MOST: usize = 6;
    let split = accused.partition_point(|a| a.tokens.start < at.start);
    let before = accused[..split].iter().rev().take(MOST);
    let near = |a: &&Accused| super::near(article.document, &a.tokens, at, Within::NextParagraph);
    before.chain(accused[split..].iter().take(MOST)).filter(near).map(|a| a.entity).collect()
}

/// The words of a name in small letters, without what follows a name and marks.
pub(super) fn words(name: &str) -> Vec<String> {
    let plain = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words = name.split_whitespace().map(plain);
    words.filter(|w| !matches!(w.as_str(), "" | "the" | "jr" | "sr" | "ii" | "iii" | "iv")).collect()
}

/// The names of all sources, to find those that may be of one party: by the surname of a person, also of a family ("the
/// Roes"), by the beginning of the name of a body, by its letters. Where names do not tell for sure, nobody is said not
/// to be heard.
#[derive(Default)]
struct Voices {
    last: BTreeSet<String>,
    /// By their first word.
    whole: BTreeMap<String, Vec<Vec<String>>>,
    letters: BTreeSet<String>,
}

impl Voices {
    fn extend(&mut self, names: impl IntoIterator<Item = Vec<String>>) {
        for name in names {
            let (Some(first), Some(last)) = (name.first(), name.last()) else { continue };
            self.last.extend([last.clone(), singular(last).to_owned()]);
            self.letters.extend(initials(&name));
            self.whole.entry(first.clone()).or_default().push(name);
        }
    }

    fn have(&self, name: &[String], person: bool) -> bool {
        // So many bodies whose names begin alike are in no article.
        const MOST: usize = 16;
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return false };
        let begins = |other: &Vec<String>| other.starts_with(name) || name.starts_with(other);
        let letters = initials(name);
        person && (self.last.contains(last) || self.last.contains(singular(last)))
            || self.whole.get(first).is_some_and(|all| all.iter().take(MOST).any(begins))
            || name.len() == 1 && self.letters.contains(first)
            || letters.is_some_and(|l| self.whole.contains_key(&l))
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// The letters of a name of several words.
fn initials(name: &[String]) -> Option<String> {
    let joins = |w: &&String| !matches!(w.as_str(), "of" | "and" | "for" | "in");
    (name.len() > 1).then(|| name.iter().filter(joins).filter_map(|w| w.chars().next()).collect())
}

fn is(article: &Article, hit: &Hit, mark: &Mark) -> bool {
    matches!(&article.rules.rules()[hit.rule].kind, RuleKind::Marker { marks, .. } if marks == mark)
}
