//! Whom a description stands for: "the official" is the one before, "another official" is not, and "the mayor" may be
//! somebody whom the text names elsewhere.

use std::ops::Range;

use crate::class::{Class, ClassSet, Forms};
use crate::document::{Entity, EntityId, EntityType, Number, Via};
use crate::entity::Cast;
use crate::name::{self, Gender};
use crate::person::ROLES;
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// How many mentions back a description may look.
const MEMORY: usize = 60;
/// How many sentences ahead somebody described may be named: "A judge ruled … Judge Ana Ruiz said".
const AHEAD: usize = 8;
/// How many sentences the head of an article has, in which people are described before they are named.
const LEAD: usize = 4;

const OFFICES: ClassSet =
    ClassSet::of(&[Class::Role, Class::Title, Class::Spokesperson, Class::Informant, Class::Kin, Class::Honorific]);

/// A description taken apart.
struct Description {
    words: Range<usize>,
    head: usize,
    /// Where its part without complements ends.
    base: usize,
    entity_type: EntityType,
    /// Opened by the or a demonstrative.
    definite: bool,
    /// Opened by a possessor.
    possessed: bool,
    /// Opened by another, two, some: somebody new.
    renewed: bool,
    plural: bool,
}

impl Cast<'_, '_> {
    pub(crate) fn nominal(&mut self, words: &Range<usize>, head: usize, base: usize) -> (EntityId, Via) {
        let sheet = self.sheet;
        let first = words.start;
        let (head, base) = counted(sheet, words, head, base);
        let word = sheet.word(head).to_lowercase();
        let renewed = sheet.is(first, Class::NumberWord) && words.len() > 1 || another(sheet, first);
        let possessed = (first..base).any(|k| matches!(sheet.tag(k), Tag::Poss | Tag::PossMark));
        let definite = sheet.is(first, Class::Article) && !indefinite_article(sheet, first);
        let text = name::spelt(sheet, words).to_lowercase();
        let bare = strip_article(&text);
        if !renewed && let Some(&id) = self.by_text.get(bare) {
            let indefinite = indefinite_article(sheet, first)
                || !definite && !possessed && self.entities[id.0 as usize].number == Number::Singular;
            if !indefinite {
                return (id, Via::Nominal);
            }
        }
        let entity_type = nominal_type(sheet, head, words, base);
        let plural = sheet.form(head, Forms::PL) && !sheet.form(head, Forms::SG)
            || (sheet.tag(head) == Tag::Noun || sheet.is(head, Class::Demonym))
                && sheet.shape(head).has(Shape::S)
                && !sheet.form(head, Forms::SG);
        let description =
            Description { words: words.clone(), head, base, entity_type, definite, possessed, renewed, plural };
        if let Some(id) = self
            .several_named(&description, &word)
            .or_else(|| self.pair_named(&description, &word))
            .or_else(|| self.called_before(&description, &word))
            .or_else(|| self.last_person(&description))
            .or_else(|| self.last_body(&description))
            .or_else(|| self.named_next(&description))
        {
            return (id, Via::Nominal);
        }
        let count = count(sheet, words);
        let number = match entity_type {
            EntityType::Group => Number::Plural,
            _ if plural || count > 1 => Number::Plural,
            _ => Number::Singular,
        };
        let entity = Entity {
            entity_type,
            name: None,
            best: words.start as u32..words.end as u32,
            head: Some(head as u32),
            role: None,
            number,
            count,
            indefinite: !definite && !possessed,
        };
        let id = self.add(entity, gender(sheet, head));
        self.by_head.insert(word, id);
        self.by_text.insert(bare.to_owned(), id);
        (id, Via::Nominal)
    }

    /// "the official", "the senator", "the company": whoever was called so, or is called so soon.
    fn called_before(&self, description: &Description, word: &str) -> Option<EntityId> {
        let sheet = self.sheet;
        let Description { head, definite, possessed, renewed, plural, .. } = *description;
        if renewed {
            return None;
        }
        let at = description.words.start;
        let here = sheet.sentence_at(at);
        let short = description.base - at <= 4;
        // Somebody unnamed is one of those before only when the words say so.
        let unnamed = self.by_head.get(word).copied().filter(|_| definite && short);
        let unique = sheet.any(head, ROLES) && !sheet.is(head, Class::Informant);
        let body = sheet.any(head, ClassSet::of(&[Class::BodyNoun, Class::MediaNoun]));
        // In a headline and at the head of an article people are described first and named then.
        let lead = here < LEAD && unique && !sheet.is(head, Class::Spokesperson);
        let wanted = !plural && (definite || possessed && unique || lead) && (unique || body || definite);
        let mut holders: Vec<EntityId> = Vec::new();
        if wanted {
            holders = self.called(word, sheet.is(head, Class::Title));
        }
        let mut best: Option<(i32, EntityId)> = None;
        for id in unnamed.into_iter().chain(holders) {
            let named = self.entities[id.0 as usize].name.is_some();
            // Who is only spoken of inside quotations, or has said nothing, is less likely meant.
            let mentions = self.recent.iter().rev().take(MEMORY);
            let seen = |spoke: bool| {
                let fits = |r: &(usize, EntityId, Via)| r.1 == id && (!spoke || r.2 != Via::Name) && !sheet.quoted(r.0);
                mentions.clone().position(fits)
            };
            let age = match (seen(false), seen(true)) {
                (None, None) => None,
                (any, spoke) => Some(any.unwrap_or(MEMORY).min(MEMORY - 10) + 10.min(spoke.unwrap_or(MEMORY))),
            };
            let start = self.entities[id.0 as usize].best.start as usize;
            let ahead = start > at && age.is_none();
            let near = sheet.sentence_at(start).saturating_sub(here) <= AHEAD;
            // Somebody known already is not described anew: "a senator" is another one.
            let new = indefinite_article(sheet, at) || sheet.is(at, Class::NumberWord);
            if named && (ahead && !near || new && !ahead) {
                continue;
            }
            let Some(shared) = self.agreement(id, description) else { continue };
            let score = shared * 100 - age.map_or(MEMORY as i32, |age| age as i32) - if ahead { 40 } else { 0 };
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id)
    }

    /// "The two", "both men", "the pair", where two people have just been named: the one named last stands for them.
    fn pair_named(&self, description: &Description, word: &str) -> Option<EntityId> {
        const NEAR: usize = 2;
        const PAIRS: [&str; 6] = ["two", "pair", "duo", "couple", "men", "women"];
        let sheet = self.sheet;
        let Description { definite, base, .. } = *description;
        let first = description.words.start;
        let both = sheet.word(first).eq_ignore_ascii_case("both");
        let bare = base - first <= 2 || base - first == 3 && sheet.word(first + 1).eq_ignore_ascii_case("two");
        if !PAIRS.contains(&word) || !(definite || both) || !bare || base != description.words.end {
            return None;
        }
        let here = sheet.sentence_at(first);
        let near =
            |r: &&(usize, EntityId, Via)| here.saturating_sub(sheet.sentence_at(r.0)) <= NEAR && !sheet.quoted(r.0);
        let person = |r: &&(usize, EntityId, Via)| self.is_person(r.1) && self.entities[r.1.0 as usize].name.is_some();
        let mut people = self.recent.iter().rev().take(MEMORY).take_while(near).filter(person).map(|r| r.1);
        let last = people.next()?;
        let mut others: Vec<EntityId> = people.filter(|&id| id != last).collect();
        others.sort_unstable_by_key(|id| id.0);
        others.dedup();
        (others.len() == 1).then_some(last)
    }

    /// "The senators", "both nurses", where two of them have been named: the one named last stands for them.
    fn several_named(&self, description: &Description, word: &str) -> Option<EntityId> {
        let sheet = self.sheet;
        let Description { head, definite, plural, .. } = *description;
        let first = description.words.start;
        let both = sheet.is(first, Class::Quantifier) && sheet.is(first, Class::PluralPronoun);
        if !plural || !(definite || both) || !sheet.any(head, ROLES) || self.by_head.contains_key(word) {
            return None;
        }
        let holders = self.called(word.strip_suffix('s')?, sheet.is(head, Class::Title));
        let recent = self.recent.iter().rev().take(MEMORY).filter(|r| holders.contains(&r.1) && !sheet.quoted(r.0));
        let last = recent.clone().next()?.1;
        recent.clone().any(|r| r.1 != last).then_some(last)
    }

    /// Whoever is named next after the head of an article has told of a judge, a mayor or another holder of an office.
    fn named_next(&self, description: &Description) -> Option<EntityId> {
        const NAMES: usize = 12;
        let sheet = self.sheet;
        let at = description.words.start;
        let here = sheet.sentence_at(at);
        let office = sheet.is(description.head, Class::Title)
            && !sheet.any(description.head, ClassSet::of(&[Class::Informant, Class::Spokesperson, Class::Kin]));
        if !office || here >= LEAD || description.plural || description.entity_type != EntityType::Person {
            return None;
        }
        let (before, after) = self.named.split_at(self.named.partition_point(|n| n.0 < description.words.end));
        let title = |k: usize| sheet.any(k, ClassSet::of(&[Class::Title, Class::Honorific]));
        let fits = |n: &&(usize, usize, EntityId)| {
            let roles = self.roles.get(&n.2);
            let officer = roles.is_none_or(|all| all.iter().any(|role| role.clone().take(24).any(title)));
            let entity = &self.entities[n.2.0 as usize];
            officer
                && entity.entity_type == EntityType::Person
                && sheet.sentence_at(n.0).saturating_sub(here) <= LEAD
                && self.agreement(n.2, description).is_some()
                && !before.iter().any(|b| b.2 == n.2)
        };
        // "an adviser to Ana Ruiz" is somebody else.
        let complement = |n: &&(usize, usize, EntityId)| {
            n.0 == description.words.end + 1 && matches!(sheet.tag(description.words.end), Tag::Prep | Tag::To)
        };
        after.iter().take(NAMES).skip_while(complement).find(fits).map(|n| n.2)
    }

    /// The named ones who may be called by the noun `word`; "Sen." is short for senator, "Dr." for doctor.
    fn called(&self, word: &str, title: bool) -> Vec<EntityId> {
        let ends: String = word.chars().next().into_iter().chain(word.chars().last()).collect();
        let short = [word.get(..3), Some(&*ends)].into_iter().flatten().filter(|_| title);
        let keys = std::iter::once(word).chain(short);
        keys.filter_map(|key| self.holders.get(key)).flatten().copied().collect()
    }

    /// How many words a description shares with the role phrases of the person; `None` where names in both exclude each
    /// other, as in "the Ohio senator" and "the Texas senator".
    fn agreement(&self, id: EntityId, description: &Description) -> Option<i32> {
        let sheet = self.sheet;
        let Some(phrases) = self.roles.get(&id) else { return Some(0) };
        let mut shared = 0;
        let mut foreign = false;
        for k in (description.words.start..description.base).filter(|&k| k != description.head) {
            if !matches!(sheet.tag(k), Tag::Noun | Tag::Name | Tag::Adj) {
                continue;
            }
            let same = |n: usize| sheet.word(n).eq_ignore_ascii_case(sheet.word(k));
            if phrases.iter().any(|p| p.clone().take(24).any(same)) {
                shared += 1;
            } else if sheet.tag(k) == Tag::Name {
                foreign = true;
            }
        }
        // Only the same office may be another's.
        let word = sheet.word(description.head).to_lowercase();
        let same = |n: usize| word.starts_with(sheet.word(n).trim_end_matches('.').to_lowercase().as_str());
        let elsewhere = phrases.iter().any(|p| {
            let mut words = p.clone().take(24);
            words.clone().any(|n| sheet.any(n, OFFICES) && same(n))
                && words.any(|n| sheet.tag(n) == Tag::Name && sheet.cap(n) && !sheet.any(n, OFFICES))
        });
        (shared > 0 || !foreign || !elsewhere).then_some(shared)
    }

    /// The body last spoken of, for "the company" or "the newspaper".
    fn last_body(&self, description: &Description) -> Option<EntityId> {
        const FAR: usize = 5;
        let sheet = self.sheet;
        let Description { head, base, definite, possessed, renewed, plural, .. } = *description;
        let at = description.words.start;
        let fits = definite && !possessed && !renewed && !plural && base - at <= 3 && base == description.words.end;
        if !fits || !sheet.is(head, Class::StandIn) {
            return None;
        }
        let media = sheet.is(head, Class::MediaNoun);
        let here = sheet.sentence_at(at);
        let behind = self.behind_content(at, description.words.end);
        let mut best: Option<(i32, EntityId)> = None;
        for &(token, id, via) in self.recent.iter().rev().take(MEMORY) {
            let there = sheet.sentence_at(token);
            let distance = here.saturating_sub(there);
            if distance > FAR {
                break;
            }
            let entity = &self.entities[id.0 as usize];
            let wanted = match entity.entity_type {
                EntityType::Outlet => media,
                EntityType::Body => !media && entity.name.is_some(),
                _ => false,
            };
            if !wanted || distance == 0 && behind || sheet.quoted(token) {
                continue;
            }
            // Who has spoken, or opens a sentence, is what an article is about.
            let subject = token <= sheet.sentence(there).start + 2;
            let score = i32::from(via != Via::Name) * 20 + i32::from(subject) * 20 - 10 * distance as i32;
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, id));
            }
        }
        best.filter(|b| b.0 >= 0).map(|(_, id)| id)
    }

    /// The person last spoken of, for a definite description that fits nobody by its noun: "the senator" when only one
    /// person has been speaking.
    fn last_person(&self, description: &Description) -> Option<EntityId> {
        let sheet = self.sheet;
        let Description { head, base, definite, possessed, renewed, entity_type, .. } = *description;
        let at = description.words.start;
        if !definite || renewed || possessed || entity_type != EntityType::Person || base - at > 8 {
            return None;
        }
        let here = sheet.sentence_at(at);
        let behind = self.behind_content(at, description.words.end);
        // Those who stay unnamed are told apart by their noun; any other title may be a named person's.
        let informant = sheet.is(head, Class::Informant) || sheet.is(head, Class::Spokesperson);
        // Those who hold or seek an office, and members of a party, are known by name: the text has named them.
        let office = sheet.any(head, ClassSet::of(&[Class::Title, Class::Demonym])) && !informant;
        let far = if office { 10 } else { 3 };
        let mut fallback = None;
        for &(token, id, via) in self.recent.iter().rev().take(if office { MEMORY } else { 16 }) {
            let distance = here.saturating_sub(sheet.sentence_at(token));
            if distance > far {
                break;
            }
            if distance == 0 && behind {
                continue;
            }
            let entity = &self.entities[id.0 as usize];
            if entity.entity_type != EntityType::Person || self.agreement(id, description).is_none() {
                continue;
            }
            if via != Via::Name && !informant && entity.name.is_some() {
                return Some(id);
            }
            if !informant
                && entity.name.is_some()
                && (office || distance <= 2)
                && fallback.is_none()
                && !sheet.quoted(token)
            {
                fallback = Some(id);
            }
        }
        fallback
    }
}

/// "A number of voters", "a group of mayors": who speaks is those counted, not the number.
fn counted(sheet: &Sheet<'_>, words: &Range<usize>, head: usize, base: usize) -> (usize, usize) {
    if !sheet.is(head, Class::MeasureNoun) || !sheet.is(base, Class::Of) || base + 1 >= words.end {
        return (head, base);
    }
    let rest = base + 1..words.end;
    match phrase::head(sheet, &rest) {
        Some(inner) if sheet.form(inner, Forms::PL) || sheet.shape(inner).has(Shape::S) => {
            (inner, phrase::base_end(sheet, &rest))
        }
        _ => (head, base),
    }
}

/// What the noun tells: "his mother".
pub(crate) fn gender(sheet: &Sheet<'_>, head: usize) -> Gender {
    match (sheet.is(head, Class::Masculine), sheet.is(head, Class::Feminine)) {
        (true, _) => Gender::Male,
        (_, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

fn strip_article(text: &str) -> &str {
    for article in ["the ", "a ", "an ", "this ", "that ", "those ", "these "] {
        if let Some(rest) = text.strip_prefix(article) {
            return rest;
        }
    }
    text
}

fn indefinite_article(sheet: &Sheet<'_>, i: usize) -> bool {
    // a, an: one or two letters; every longer article is definite or a quantity.
    sheet.is(i, Class::Article) && sheet.word(i).len() <= 2
}

fn another(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is(i, Class::Quantifier) || sheet.is(i + 1, Class::NumberWord) && indefinite_article(sheet, i)
}

/// The number that a phrase counts its members with, if it is small enough to be one.
fn count(sheet: &Sheet<'_>, words: &Range<usize>) -> u32 {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    for k in words.start..words.end.min(words.start + 3) {
        let word = sheet.word(k);
        if sheet.is(k, Class::NumberWord)
            && let Some(n) = NUMBERS.iter().position(|w| word.eq_ignore_ascii_case(w))
        {
            return n as u32 + 1;
        }
        if let Ok(n) = word.parse::<u32>()
            && n <= 999
        {
            return n;
        }
    }
    0
}

fn nominal_type(sheet: &Sheet<'_>, head: usize, words: &Range<usize>, base: usize) -> EntityType {
    let is = |class| sheet.is(head, class);
    let plural = sheet.form(head, Forms::PL);
    if is(Class::OwnOutlet) {
        return EntityType::Author;
    }
    if sheet.word(head).eq_ignore_ascii_case("those") {
        return EntityType::Group;
    }
    if is(Class::Spokesperson) || is(Class::Role) || is(Class::Title) || is(Class::Informant) || is(Class::Kin) {
        return if plural { EntityType::Group } else { EntityType::Person };
    }
    // "the Arizona Republican", "one Dutch", but "the French": some peoples have no singular.
    let one = is(Class::Demonym)
        && !sheet.shape(head).has(Shape::S)
        && !["sh", "ch", "se", "ss"].iter().any(|end| sheet.word(head).ends_with(end))
        && base > words.start + 1;
    if one {
        return EntityType::Person;
    }
    if is(Class::CollectiveNoun) || is(Class::Demonym) {
        return if is(Class::Role) && !plural { EntityType::Person } else { EntityType::Group };
    }
    // "the party's top figures, who": whatever else the noun may mean.
    let who = (words.end..words.end + 2).any(|k| sheet.tag(k) == Tag::Rel && sheet.is(k, Class::SubjectPronoun));
    if who && plural && sheet.tag(words.end) != Tag::Stop {
        return EntityType::Group;
    }
    // "One crane operator, who", but "the club, who": a body that is called like one who does something.
    let doer = (base..base + 2).any(|k| sheet.tag(k) == Tag::Rel && sheet.is(k, Class::SubjectPronoun));
    if doer && !plural && agentive(sheet.word(head)) {
        return EntityType::Person;
    }
    if is(Class::MediaNoun) {
        return EntityType::Outlet;
    }
    if is(Class::BodyNoun) {
        return EntityType::Body;
    }
    if is(Class::DocumentNoun) {
        return EntityType::Document;
    }
    if is(Class::OrganisationWord) || is(Class::Place) {
        return EntityType::Body;
    }
    if another_one(sheet, head, words.start..base) {
        return EntityType::Person;
    }
    if is(Class::IndefinitePronoun) || is(Class::Quantifier) {
        return EntityType::Group;
    }
    if sheet.tag(head) == Tag::Num && !is(Class::NumberWord) {
        return EntityType::Group;
    }
    if is(Class::NumberWord) {
        return if sheet.word(head).len() == 3 && base - words.start == 1 && sheet.word(head).eq_ignore_ascii_case("one")
        {
            EntityType::Person
        } else {
            EntityType::Group
        };
    }
    if sheet.tag(head) == Tag::Noun && sheet.shape(head).has(Shape::S) {
        let thing = sheet.is(head, Class::NounVerb) || thing(sheet.word(head));
        return if thing { EntityType::Unknown } else { EntityType::Group };
    }
    // "the fighter, who spoke", "one attendee": nobody but a person is followed by who, or called -ist, -ian, -ee.
    let which =
        (base..words.end.min(base + 2)).any(|k| sheet.tag(k) == Tag::Rel && !sheet.is(k, Class::SubjectPronoun));
    if doer || !which && agentive(sheet.word(head)) {
        return EntityType::Person;
    }
    EntityType::Unknown
}

/// "Another said", "a second recalled": one more of those before.
fn another_one(sheet: &Sheet<'_>, head: usize, words: Range<usize>) -> bool {
    let word = sheet.word(head).to_lowercase();
    match words.len() {
        1 => word == "another",
        2 if indefinite_article(sheet, words.start) => ["second", "third"].contains(&&*word) || word.ends_with("th"),
        _ => false,
    }
}

/// Whether a plural is of things by its ending: warnings, statements, revelations.
fn thing(word: &str) -> bool {
    ["ings", "ments", "tions", "sions", "nesses"].iter().any(|end| word.ends_with(end))
}

/// Whether a noun has an ending that makes it a person's.
fn agentive(word: &str) -> bool {
    word.len() > 5 && ["ist", "ian", "ee", "man", "woman", "er", "or"].iter().any(|end| word.ends_with(end))
}
