//! Who is who: gathers the mentions of one person, body or document, and resolves pronouns and descriptions.

use std::ops::Range;

use crate::attribute::Draft;
use crate::class::{Class, ClassSet, Forms};
use crate::document::{Entity, EntityId, EntityType, Mention, Number, Via};
use crate::name::{self, FastMap, Gender, Name};
use crate::person::{ROLES, behaves_like_person, personal, role, unknown_type};
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// How many mentions back a pronoun may look.
const MEMORY: usize = 60;
/// How many people of one surname are compared; a text with more is a list.
const NAMESAKES: usize = 32;
/// How many sentences back a pronoun may look.
const REACH: usize = 6;

/// Builds the entities of a text.
pub(crate) struct Cast<'a, 's> {
    sheet: &'a Sheet<'s>,
    pub(crate) entities: Vec<Entity>,
    genders: Vec<Gender>,
    /// Mentions in the order in which they were resolved; sorted at the end.
    pub(crate) mentions: Vec<Mention>,
    /// Mentions of the text so far, latest last: what pronouns look back on.
    recent: Vec<(usize, EntityId, Via)>,
    /// Name mentions in text order, and how many of them the text so far holds.
    named: Vec<(usize, usize, EntityId)>,
    passed: usize,
    by_head: FastMap<String, EntityId>,
    by_text: FastMap<String, EntityId>,
    author: Option<EntityId>,
}

impl<'a, 's> Cast<'a, 's> {
    /// Gathers the named ones.
    pub(crate) fn new(sheet: &'a Sheet<'s>, names: &[Name]) -> Self {
        let mut cast = Cast {
            sheet,
            entities: Vec::new(),
            genders: Vec::new(),
            mentions: Vec::new(),
            recent: Vec::new(),
            named: Vec::new(),
            passed: 0,
            by_head: FastMap::default(),
            by_text: FastMap::default(),
            author: None,
        };
        cast.gather(names);
        cast
    }

    fn add(&mut self, entity: Entity, gender: Gender) -> EntityId {
        self.entities.push(entity);
        self.genders.push(gender);
        EntityId(self.entities.len() as u32 - 1)
    }

    fn gather(&mut self, names: &[Name]) {
        let sheet = self.sheet;
        // Full names of people by surname, so that a later surname finds its person.
        let mut people: FastMap<String, Vec<EntityId>> = FastMap::default();
        let mut exact: FastMap<String, EntityId> = FastMap::default();
        let mut pending = Vec::new();
        for (n, name) in names.iter().enumerate() {
            let person = name.entity_type == EntityType::Person
                || name.entity_type == EntityType::Unknown
                    && name.bare.len() >= 2
                    && name.bare.len() <= 5
                    && personal(sheet, name);
            if !person || name.bare.len() < 2 {
                pending.push(n);
                continue;
            }
            let spelt = name::spelt(sheet, &name.bare);
            let key = name::surname(sheet, &name.bare);
            let id = match exact.get(&spelt) {
                Some(&id) => id,
                None => {
                    // "William Roe" and "Bill Roe" stay two; "Ana Maria Ruiz" and "Ana Ruiz" are one.
                    let first = sheet.word(name.bare.start);
                    let same = people.get(&key).and_then(|ids| {
                        ids.iter().rev().take(NAMESAKES).copied().find(|&id| {
                            self.entities[id.0 as usize]
                                .name
                                .as_deref()
                                .is_some_and(|n| n.split(' ').next() == Some(first))
                        })
                    });
                    let id = same.unwrap_or_else(|| {
                        let entity = Entity {
                            entity_type: EntityType::Person,
                            name: Some(spelt.clone()),
                            best: name.tokens.start as u32..name.tokens.end as u32,
                            number: Number::Singular,
                            ..Entity::default()
                        };
                        let id = self.add(entity, name.gender);
                        people.entry(key.clone()).or_default().push(id);
                        id
                    });
                    exact.insert(spelt.clone(), id);
                    id
                }
            };
            self.meet(id, name, spelt);
            self.named.push((name.tokens.start, name.tokens.end, id));
        }
        // Short mentions: surnames, titles with surnames, bodies, outlets, places.
        let mut first_names: FastMap<String, Option<EntityId>> = FastMap::default();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "a first name shared by two people is struck out whatever the order"
        )]
        for ids in people.values() {
            for &id in ids {
                let first = self.entities[id.0 as usize]
                    .name
                    .as_deref()
                    .and_then(|n| n.split(' ').next())
                    .unwrap_or("")
                    .to_lowercase();
                first_names.entry(first).and_modify(|e| *e = None).or_insert(Some(id));
            }
        }
        // A title settles what a bare name is, wherever in the text it stands.
        pending.sort_by_key(|&n| (names[n].entity_type != EntityType::Person, n));
        let mut speaking: FastMap<String, bool> = FastMap::default();
        for &n in &pending {
            if names[n].entity_type == EntityType::Unknown && names[n].bare.len() == 1 {
                *speaking.entry(name::spelt(sheet, &names[n].bare)).or_default() |=
                    behaves_like_person(sheet, &names[n]);
            }
        }
        for n in pending {
            let name = &names[n];
            let spelt = name::spelt(sheet, &name.bare);
            let key = name::surname(sheet, &name.bare);
            let surname = match name.entity_type {
                EntityType::Person | EntityType::Unknown if name.bare.len() == 1 => people.get(&key).and_then(|ids| {
                    ids.iter()
                        .rev()
                        .take(NAMESAKES)
                        .copied()
                        .filter(|&id| {
                            self.genders[id.0 as usize] == name.gender
                                || name.gender == Gender::Unknown
                                || self.genders[id.0 as usize] == Gender::Unknown
                        })
                        .max_by_key(|&id| self.before(id, name.tokens.start))
                }),
                _ => None,
            };
            let by_first = || {
                if name.bare.len() == 1 && name.entity_type == EntityType::Unknown {
                    first_names.get(&key).copied().flatten()
                } else {
                    None
                }
            };
            let id = surname.or_else(by_first).or_else(|| exact.get(&spelt).copied()).unwrap_or_else(|| {
                let entity_type = match name.entity_type {
                    EntityType::Unknown if speaking.get(&spelt).copied().unwrap_or(false) => EntityType::Person,
                    EntityType::Unknown => unknown_type(sheet, name),
                    known => known,
                };
                let number = if entity_type == EntityType::Group { Number::Plural } else { Number::Singular };
                let entity = Entity {
                    entity_type,
                    name: Some(spelt.clone()),
                    best: name.tokens.start as u32..name.tokens.end as u32,
                    number,
                    ..Entity::default()
                };
                let id = self.add(entity, name.gender);
                exact.insert(spelt.clone(), id);
                id
            });
            if name.entity_type == EntityType::Person && self.entities[id.0 as usize].entity_type == EntityType::Unknown
            {
                self.entities[id.0 as usize].entity_type = EntityType::Person;
            }
            self.meet(id, name, spelt);
            self.named.push((name.tokens.start, name.tokens.end, id));
        }
        self.named.sort_unstable();
        for &(start, end, entity) in &self.named {
            self.mentions.push(Mention { tokens: start as u32..end as u32, entity, via: Via::Name });
        }
    }

    /// 1 if the entity is first named before token `at`, else 0; a later person is no reading of an earlier surname.
    fn before(&self, id: EntityId, at: usize) -> (bool, u32) {
        let start = self.entities[id.0 as usize].best.start;
        (start as usize <= at, start)
    }

    /// Learns what one more mention tells of an entity: gender, role, a fuller name.
    fn meet(&mut self, id: EntityId, name: &Name, spelt: String) {
        let sheet = self.sheet;
        let n = id.0 as usize;
        if self.genders[n] == Gender::Unknown {
            self.genders[n] = name.gender;
        }
        let entity = &mut self.entities[n];
        if entity.name.as_deref().is_none_or(|old| spelt.len() > old.len()) && name.bare.len() > 1 {
            entity.name = Some(spelt);
            entity.best = name.tokens.start as u32..name.tokens.end as u32;
        }
        if entity.role.is_none() && entity.entity_type == EntityType::Person {
            entity.role = role(sheet, name).map(|r| r.start as u32..r.end as u32);
        }
        if let Some(role) = entity.role.clone() {
            for k in role.start as usize..role.end as usize {
                if sheet.any(k, ROLES) {
                    self.by_head.entry(sheet.word(k).to_lowercase()).or_insert(id);
                }
            }
        }
    }

    /// Moves on to token `at`: names before it may be what a pronoun refers to.
    fn advance(&mut self, at: usize) {
        while self.passed < self.named.len() && self.named[self.passed].0 < at {
            let (start, _, id) = self.named[self.passed];
            self.recent.push((start, id, Via::Name));
            self.passed += 1;
        }
    }

    /// Resolves the source of every attribution, in text order.
    pub(crate) fn resolve(&mut self, drafts: &[Draft]) -> Vec<Option<(EntityId, Via)>> {
        let mut out: Vec<Option<(EntityId, Via)>> = vec![None; drafts.len()];
        let place = |d: &Draft| d.antecedent.as_ref().or(d.source.as_ref()).map_or(d.head, |p| p.start);
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_by_key(|&n| place(&drafts[n]));
        // Two cues may share a source and see more or less of its description: its first word tells them alike.
        let mut by_phrase: FastMap<usize, (EntityId, Via)> = FastMap::default();
        for n in order.iter().copied().filter(|&n| drafts[n].implied.is_none()) {
            let draft = &drafts[n];
            if draft.agentless {
                continue;
            }
            let Some(source) = &draft.source else { continue };
            let words = draft.antecedent.clone().unwrap_or_else(|| source.clone());
            let found = match by_phrase.get(&words.start) {
                Some(&found) => found,
                None => {
                    let found = self.who(&words);
                    by_phrase.insert(words.start, found);
                    found
                }
            };
            let via = if draft.antecedent.is_some() { Via::Pronoun } else { found.1 };
            out[n] = Some((found.0, via));
        }
        for n in order {
            if let Some(implied) = &drafts[n].implied {
                out[n] = by_phrase
                    .get(&implied.start)
                    .map(|&(id, _)| (id, Via::Implicit))
                    .or_else(|| self.names_in(implied).first().map(|n| (n.2, Via::Implicit)));
            }
        }
        out
    }

    /// Who the words `words` name, at their place in the text.
    pub(crate) fn who(&mut self, words: &Range<usize>) -> (EntityId, Via) {
        let sheet = self.sheet;
        self.advance(words.start);
        let first = words.start;
        let found =
            if words.len() == 1 && matches!(sheet.tag(first), Tag::Pron | Tag::ObjPron | Tag::Poss | Tag::Reflexive) {
                (self.pronoun(first), Via::Pronoun)
            } else {
                self.described(words)
            };
        self.recent.push((first, found.0, found.1));
        if !self
            .named
            .iter()
            .skip(self.passed.saturating_sub(2))
            .take(6)
            .any(|&(s, e, id)| id == found.0 && s >= words.start && e <= words.end)
        {
            self.mentions.push(Mention { tokens: words.start as u32..words.end as u32, entity: found.0, via: found.1 });
        }
        found
    }

    fn pronoun(&mut self, at: usize) -> EntityId {
        let sheet = self.sheet;
        if sheet.is(at, Class::FirstPerson) {
            let author = self.author;
            return author.unwrap_or_else(|| {
                let entity = Entity {
                    entity_type: EntityType::Author,
                    best: at as u32..at as u32 + 1,
                    head: Some(at as u32),
                    ..Entity::default()
                };
                let id = self.add(entity, Gender::Unknown);
                self.author = Some(id);
                id
            });
        }
        let plural = sheet.is(at, Class::PluralPronoun);
        let gender = if sheet.is(at, Class::Masculine) {
            Gender::Male
        } else if sheet.is(at, Class::Feminine) {
            Gender::Female
        } else {
            Gender::Unknown
        };
        let here = sheet.sentence_at(at);
        let mut best: Option<(i64, EntityId)> = None;
        let mut seen = 0;
        for &(token, id, via) in self.recent.iter().rev() {
            seen += 1;
            let distance = here.saturating_sub(sheet.sentence_at(token));
            if seen > MEMORY || distance > REACH {
                break;
            }
            let entity = &self.entities[id.0 as usize];
            let known = self.genders[id.0 as usize];
            let fits = match entity.entity_type {
                EntityType::Person => {
                    !plural && gender != Gender::Unknown && (known == gender || known == Gender::Unknown)
                }
                EntityType::Group => plural,
                EntityType::Body | EntityType::Outlet => plural || gender == Gender::Unknown,
                EntityType::Document | EntityType::Unknown => !plural && gender == Gender::Unknown,
                EntityType::Place | EntityType::Author => false,
            };
            if !fits {
                continue;
            }
            let sentence = sheet.sentence(sheet.sentence_at(token));
            let mut score = -(distance as i64) * 20;
            if token < sentence.start + 4 {
                score += 15;
            }
            if sheet.quoted(token) {
                score -= 22;
            }
            if token > sentence.start && matches!(sheet.tag(token - 1), Tag::Prep | Tag::To) {
                score -= 8;
            }
            // Whoever was a source before is the likelier speaker now; an unnamed one fades faster.
            let unnamed = entity.entity_type == EntityType::Person && entity.name.is_none();
            if via != Via::Name || self.spoke(id, token) {
                score += if unnamed && distance > 1 { 4 } else { 22 };
            }
            if known == gender && gender != Gender::Unknown {
                score += 4;
            }
            if plural && entity.entity_type == EntityType::Body {
                score -= 25;
            }
            if distance == 0
                && entity.entity_type == EntityType::Person
                && token + 1 < at
                && sheet.tag(token.saturating_sub(1)) == Tag::Prep
            {
                score -= 4;
            }
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, id));
            }
        }
        if let Some((_, id)) = best {
            if self.entities[id.0 as usize].entity_type == EntityType::Person
                && self.genders[id.0 as usize] == Gender::Unknown
            {
                self.genders[id.0 as usize] = gender;
            }
            return id;
        }
        let (entity_type, number) = match (plural, gender) {
            (true, _) => (EntityType::Group, Number::Plural),
            (false, Gender::Unknown) => (EntityType::Unknown, Number::Singular),
            _ => (EntityType::Person, Number::Singular),
        };
        let entity =
            Entity { entity_type, best: at as u32..at as u32 + 1, head: Some(at as u32), number, ..Entity::default() };
        self.add(entity, gender)
    }

    /// Whether the mention at `token` was resolved as a source.
    fn spoke(&self, id: EntityId, token: usize) -> bool {
        self.recent.iter().rev().take(MEMORY).any(|&(t, i, v)| i == id && t == token && v != Via::Name)
    }

    fn described(&mut self, words: &Range<usize>) -> (EntityId, Via) {
        let sheet = self.sheet;
        let words = trim(sheet, words.clone());
        let base = phrase::base_end(sheet, &words);
        let head = phrase::head(sheet, &words).unwrap_or(words.end - 1);
        // A name as head, and not only as the possessor of something.
        if let Some(&(_, _, id)) = self.names_in(&(words.start..base)).iter().rfind(|n| n.1 == base || n.1 > head) {
            self.enrich(id, &words, base);
            return (id, Via::Name);
        }
        // "speaker of the parliament Ana Ruiz": a title with a complement before the name.
        if sheet.any(head, ROLES)
            && !(words.start..words.end).any(|k| sheet.tag(k) == Tag::Comma)
            && let Some(&(start, _, id)) = self.names_in(&(base..words.end)).last().filter(|n| n.1 == words.end)
            && self.entities[id.0 as usize].entity_type == EntityType::Person
            && matches!(sheet.tag(start - 1), Tag::Noun | Tag::Name)
        {
            return (id, Via::Name);
        }
        // "the president, Ana Ruiz," and "a nurse, Ana Ruiz"
        if let Some(id) = self.name_in_apposition(&words, base) {
            return (id, Via::Name);
        }
        self.nominal(&words, head, base)
    }

    fn names_in(&self, range: &Range<usize>) -> &[(usize, usize, EntityId)] {
        let from = self.named.partition_point(|n| n.0 < range.start);
        let to = self.named.partition_point(|n| n.0 < range.end);
        &self.named[from..to.max(from)]
    }

    fn name_in_apposition(&self, words: &Range<usize>, base: usize) -> Option<EntityId> {
        let sheet = self.sheet;
        let comma = (base..words.end).find(|&k| matches!(sheet.tag(k), Tag::Comma | Tag::Dash | Tag::Open))?;
        let n = self.names_in(&(comma + 1..words.end)).first()?;
        let entity = &self.entities[n.2.0 as usize];
        let leads = n.0 == comma + 1
            || (comma + 1..n.0).all(|k| {
                sheet.any(k, ClassSet::of(&[Class::Title, Class::Honorific, Class::Role])) || sheet.tag(k) == Tag::Det
            });
        let ends = n.1 == words.end || !matches!(sheet.tag(n.1), Tag::PossMark | Tag::Noun);
        (leads && ends && matches!(entity.entity_type, EntityType::Person)).then_some(n.2)
    }

    /// A described name: its role stands around it.
    fn enrich(&mut self, id: EntityId, words: &Range<usize>, base: usize) {
        let sheet = self.sheet;
        let entity = &mut self.entities[id.0 as usize];
        if entity.entity_type != EntityType::Person || entity.role.is_some() {
            return;
        }
        let comma = (base..words.end).find(|&k| sheet.tag(k) == Tag::Comma);
        if let Some(comma) = comma.filter(|&c| c + 1 < words.end) {
            entity.role = Some(comma as u32 + 1..words.end as u32);
        } else if (words.start..base).any(|k| sheet.any(k, ROLES)) {
            let name_start =
                (words.start..base).rev().take_while(|&k| sheet.tag(k) == Tag::Name).last().unwrap_or(base);
            if name_start > words.start {
                entity.role = Some(words.start as u32..name_start as u32);
            }
        }
    }

    fn nominal(&mut self, words: &Range<usize>, head: usize, base: usize) -> (EntityId, Via) {
        let sheet = self.sheet;
        let first = words.start;
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
        // "the official", "the senator": whoever was called so before.
        if definite
            && !renewed
            && base - words.start <= 4
            && let Some(&id) = self.by_head.get(&word)
        {
            return (id, Via::Nominal);
        }
        let entity_type = nominal_type(sheet, head, words, base);
        if definite
            && !renewed
            && entity_type == EntityType::Person
            && base - words.start <= 6
            && !possessed
            && let Some(id) = self.last_person(first, head)
        {
            return (id, Via::Nominal);
        }
        let plural = sheet.form(head, Forms::PL)
            || sheet.tag(head) == Tag::Noun && sheet.shape(head).has(Shape::S) && !sheet.form(head, Forms::SG);
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
        let id = self.add(entity, Gender::Unknown);
        self.by_head.insert(word, id);
        self.by_text.insert(bare.to_owned(), id);
        (id, Via::Nominal)
    }

    /// The person last spoken of, for a definite description that fits nobody by its noun: "the senator" when only one
    /// person has been speaking.
    fn last_person(&self, at: usize, head: usize) -> Option<EntityId> {
        let sheet = self.sheet;
        let here = sheet.sentence_at(at);
        // Those who stay unnamed are told apart by their noun; any other title may be a named person's.
        let informant = sheet.is(head, Class::Informant) || sheet.is(head, Class::Spokesperson);
        let word = sheet.word(head);
        let mut fallback = None;
        for &(token, id, via) in self.recent.iter().rev().take(16) {
            let distance = here.saturating_sub(sheet.sentence_at(token));
            if distance > 3 {
                break;
            }
            let entity = &self.entities[id.0 as usize];
            if entity.entity_type != EntityType::Person {
                continue;
            }
            let titled = entity
                .role
                .as_ref()
                .is_some_and(|role| (role.start..role.end).any(|k| sheet.word(k as usize).eq_ignore_ascii_case(word)));
            if titled || via != Via::Name && !informant && entity.name.is_some() {
                return Some(id);
            }
            let possessor = sheet.tokens.get(token).is_some() && entity.best.len() > 1;
            if !informant
                && entity.name.is_some()
                && distance <= 2
                && fallback.is_none()
                && possessor
                && !sheet.quoted(token)
            {
                fallback = Some(id);
            }
        }
        fallback
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

fn trim(sheet: &Sheet<'_>, mut words: Range<usize>) -> Range<usize> {
    while words.len() > 1 && matches!(sheet.tag(words.start), Tag::Mark | Tag::Comma | Tag::Dash | Tag::Conj | Tag::Adv)
    {
        words.start += 1;
    }
    while words.len() > 1
        && (sheet.shape(words.end - 1).has(Shape::PARTY)
            || matches!(
                sheet.tag(words.end - 1),
                Tag::PossMark | Tag::Comma | Tag::Dash | Tag::Close | Tag::Mark | Tag::Reflexive
            ))
    {
        words.end -= 1;
    }
    words
}

fn nominal_type(sheet: &Sheet<'_>, head: usize, words: &Range<usize>, base: usize) -> EntityType {
    let is = |class| sheet.is(head, class);
    let plural = sheet.form(head, Forms::PL);
    if is(Class::OwnOutlet) {
        return EntityType::Author;
    }
    if is(Class::Spokesperson) || is(Class::Role) || is(Class::Informant) || is(Class::Kin) {
        return if plural { EntityType::Group } else { EntityType::Person };
    }
    if is(Class::CollectiveNoun) || is(Class::Demonym) {
        return EntityType::Group;
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
    if is(Class::IndefinitePronoun) || is(Class::Quantifier) {
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
        return EntityType::Group;
    }
    // "the fighter, who spoke", "one attendee": nobody but a person is followed by who, or called -ist, -ian, -ee.
    let who = (base..words.end.min(base + 2)).any(|k| sheet.tag(k) == Tag::Rel && sheet.is(k, Class::SubjectPronoun));
    if who || agentive(sheet.word(head)) {
        return EntityType::Person;
    }
    EntityType::Unknown
}

/// Whether a noun has an ending that makes it a person's.
fn agentive(word: &str) -> bool {
    word.len() > 5 && ["ist", "ian", "ee", "man", "woman", "eer", "ster"].iter().any(|end| word.ends_with(end))
}
