//! Gathers the named ones of a text: which names are of one person, body or outlet, and what it is.

use crate::class::{Class, ClassSet};
use crate::document::{Entity, EntityId, EntityType, Mention, Number, Via};
use crate::entity::Cast;
use crate::name::{self, FastMap, Gender, Name};
use crate::nominal::gender;
use crate::person::{personal, role, role_heads};
use crate::phrase;
use crate::sheet::Tag;
use crate::signs::{self, Evidence};

/// How many people of one surname are compared; a text with more is a list.
const NAMESAKES: usize = 32;
/// How many people one role is remembered for, and how many role phrases of one person.
pub(crate) const HOLDERS: usize = 12;

/// Whom a word leads to; `None` once it leads to two.
type Unique = FastMap<String, Option<EntityId>>;

fn note(map: &mut Unique, key: String, id: EntityId) {
    map.entry(key).and_modify(|e| *e = e.filter(|&old| old == id)).or_insert(Some(id));
}

fn sole(map: &Unique, key: &str) -> Option<EntityId> {
    map.get(key).copied().flatten()
}

/// By which words short mentions find whom they mean.
#[derive(Default)]
struct Index<'n> {
    /// People by surname.
    people: FastMap<String, Vec<EntityId>>,
    exact: FastMap<&'n str, EntityId>,
    first_names: Unique,
    /// The first letters of first names: "Alex" of "Alexandra".
    nicknames: Unique,
    /// The first of two surnames: "Fernández" of "Lucía Fernández Ortega".
    middle: Unique,
    acronyms: Unique,
    /// The first words of bodies: "Vale" of "Vale Holdings".
    bodies: Unique,
}

impl Cast<'_, '_> {
    pub(crate) fn gather(&mut self, names: &[Name]) {
        let sheet = self.sheet;
        let spellings: Vec<String> = names.iter().map(|name| name::spelt(sheet, &name.bare)).collect();
        let evidence = Evidence::gather(sheet, names, &spellings);
        let types: Vec<EntityType> =
            names.iter().zip(&spellings).map(|(name, spelt)| settled(sheet, &evidence, name, spelt)).collect();
        let mut index = Index::default();
        // Full names of people first, so that a later surname finds its person; then bodies, which acronyms stand for.
        let full = |n: usize| names[n].bare.len() > 1 && !name::surname_alone(sheet, &names[n].bare);
        let rank = |n: usize| match (full(n), types[n] == EntityType::Person) {
            (true, true) => 0,
            (true, false) => 1,
            // A title settles what a bare name is, wherever in the text it stands.
            (false, true) => 2,
            (false, false) => 3,
        };
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|&n| (rank(n), n));
        for n in order {
            let name = &names[n];
            let spelt = spellings[n].as_str();
            let known = match rank(n) {
                0 => index.exact.get(spelt).copied().or_else(|| self.same_person(&index, name)),
                1 => index.exact.get(spelt).copied(),
                _ => self
                    .short_mention(&index, &evidence, (name, spelt), types[n])
                    .or_else(|| index.exact.get(spelt).copied())
                    .or_else(|| self.same_person(&index, name).filter(|_| name.bare.len() > 1)),
            };
            let id = known.unwrap_or_else(|| {
                // A people or party is nobody's name: "Republicans" is a description.
                let group = types[n] == EntityType::Group;
                let entity = Entity {
                    entity_type: types[n],
                    name: (!group).then(|| spelt.to_owned()),
                    best: name.tokens.start as u32..name.tokens.end as u32,
                    head: group.then(|| name.tokens.end as u32 - 1),
                    number: if group { Number::Plural } else { Number::Singular },
                    indefinite: group,
                    ..Entity::default()
                };
                let id = self.add(entity, name.gender);
                if group {
                    self.by_text.insert(spelt.to_lowercase(), id);
                }
                id
            });
            if index.exact.insert(spelt, id).is_none() && name.bare.len() > 1 {
                self.register(&mut index, name, types[n], id);
            }
            if self.genders[id.0 as usize] == Gender::Unknown {
                self.genders[id.0 as usize] = evidence.gender(spelt);
            }
            self.meet(id, name, spelt);
            self.named.push((name.tokens.start, name.tokens.end, id));
        }
        self.named.sort_unstable();
        for &(start, end, entity) in &self.named {
            self.mentions.push(Mention { tokens: start as u32..end as u32, entity, via: Via::Name });
        }
    }

    /// Notes by which short forms the full name of `id` may be called.
    fn register(&self, index: &mut Index<'_>, name: &Name, entity_type: EntityType, id: EntityId) {
        let sheet = self.sheet;
        let first = name::folded(sheet.word(name.bare.start));
        match entity_type {
            EntityType::Person => {
                let holders = index.people.entry(name::surname(sheet, &name.bare)).or_default();
                if !holders.contains(&id) && holders.len() < NAMESAKES {
                    holders.push(id);
                }
                let lengths = 3..first.chars().count().min(6);
                for (end, _) in lengths.filter_map(|n| first.char_indices().nth(n)) {
                    note(&mut index.nicknames, first[..end].to_owned(), id);
                }
                note(&mut index.first_names, first, id);
                let surname = name::surname_at(sheet, &name.bare);
                if surname > name.bare.start + 1 && !sheet.is(surname - 1, Class::NameParticle) {
                    note(&mut index.middle, name::folded(sheet.word(surname - 1)), id);
                }
            }
            EntityType::Body | EntityType::Outlet => {
                note(&mut index.acronyms, signs::acronym(sheet, name), id);
                let common = [Class::Place, Class::Demonym, Class::NotName, Class::Title, Class::Adjective];
                if entity_type == EntityType::Body && !sheet.any(name.bare.start, ClassSet::of(&common)) {
                    note(&mut index.bodies, first, id);
                }
            }
            _ => {}
        }
    }

    /// The person of the same surname whose first name is the same or short for it: "Bill Roe" and "William Roe" stay
    /// two; "Ana Maria Ruiz" and "Ana Ruiz", "Ed Roe" and "Edward Roe" are one.
    fn same_person(&self, index: &Index<'_>, name: &Name) -> Option<EntityId> {
        let sheet = self.sheet;
        let first = sheet.word(name.bare.start);
        index.people.get(&name::surname(sheet, &name.bare))?.iter().rev().copied().find(|&id| {
            let known = self.entities[id.0 as usize].name.as_deref().and_then(|n| n.split(' ').next()).unwrap_or("");
            let short = first.len().min(known.len());
            known == first
                || short >= 2 && !first.contains('.') && (known.starts_with(first) || first.starts_with(known))
        })
    }

    /// Whom a name of one word means: a person by surname or first name, a body by its acronym or first word.
    fn short_mention(
        &self,
        index: &Index<'_>,
        evidence: &Evidence<'_>,
        (name, spelt): (&Name, &str),
        entity_type: EntityType,
    ) -> Option<EntityId> {
        let sheet = self.sheet;
        let key = name::surname(sheet, &name.bare);
        let upper = sheet.shape(name.bare.start).has(crate::token::Shape::UPPER);
        // "ROE: I will not.": a speaker in capitals.
        let person = matches!(name.entity_type, EntityType::Person | EntityType::Unknown)
            || upper && sheet.word(name.bare.start).len() > 2;
        if person && let Some(ids) = index.people.get(&key) {
            let gender_fits = |id: &EntityId| {
                let known = self.genders[id.0 as usize];
                known == name.gender || name.gender == Gender::Unknown || known == Gender::Unknown
            };
            let small = (name.bare.len() > 1).then(|| format!(" {}", name::folded(spelt)));
            let ends = |id: &EntityId| {
                let known = || self.entities[id.0 as usize].name.as_deref().map(name::folded).unwrap_or_default();
                small.as_ref().is_none_or(|small| known().ends_with(small))
            };
            let fitting = ids.iter().rev().copied().filter(gender_fits).filter(ends);
            if let Some(id) = fitting.max_by_key(|&id| self.before(id, name.tokens.start)) {
                return Some(id);
            }
        }
        if upper && let Some(id) = sole(&index.acronyms, sheet.word(name.bare.start)) {
            return Some(id);
        }
        if person && let Some(id) = sole(&index.middle, &key) {
            return Some(id);
        }
        if name.entity_type != EntityType::Unknown {
            return None;
        }
        let by_first = sole(&index.first_names, &key).or_else(|| sole(&index.nicknames, &key));
        by_first.or_else(|| {
            let speaks = entity_type != EntityType::Person && evidence.of(sheet, name, spelt).speaks;
            speaks.then(|| sole(&index.bodies, &key)).flatten()
        })
    }

    /// 1 if the entity is first named before token `at`, else 0; a later person is no reading of an earlier surname.
    fn before(&self, id: EntityId, at: usize) -> (bool, u32) {
        let start = self.entities[id.0 as usize].best.start;
        (start as usize <= at, start)
    }

    /// Learns what one more mention tells of an entity: gender, role, a fuller name.
    fn meet(&mut self, id: EntityId, name: &Name, spelt: &str) {
        let sheet = self.sheet;
        let n = id.0 as usize;
        if self.genders[n] == Gender::Unknown {
            self.genders[n] = name.gender;
        }
        let entity = &mut self.entities[n];
        if entity.name.as_deref().is_none_or(|old| spelt.len() > old.len()) && name.bare.len() > 1 {
            entity.name = Some(spelt.to_owned());
            entity.best = name.tokens.start as u32..name.tokens.end as u32;
        }
        if entity.entity_type != EntityType::Person {
            self.remember_body(id, name);
            return;
        }
        for k in name.tokens.start..name.bare.start {
            if sheet.is(k, Class::Honorific) {
                self.hold(k, id);
            }
        }
        let Some(role) = role(sheet, name) else { return };
        let entity = &mut self.entities[n];
        if entity.role.is_none() {
            entity.role = Some(role.start as u32..role.end as u32);
        }
        self.remember_role(id, &role);
    }

    /// Remembers by which words of `role` the person may be called: "the mayor", "the analyst".
    pub(crate) fn remember_role(&mut self, id: EntityId, role: &std::ops::Range<usize>) {
        let sheet = self.sheet;
        // "Texas Gov.": where somebody holds the office stands before it.
        let before = |k: &usize| matches!(sheet.tag(*k), Tag::Name | Tag::Adj | Tag::Noun);
        let start = (role.start.saturating_sub(3)..role.start).rev().take_while(before).last().unwrap_or(role.start);
        let phrases = self.roles.entry(id).or_default();
        if phrases.len() < HOLDERS {
            phrases.push(start..role.end);
        }
        for k in role_heads(sheet, role) {
            if self.genders[id.0 as usize] == Gender::Unknown {
                self.genders[id.0 as usize] = gender(sheet, k);
            }
            self.hold(k, id);
        }
    }

    fn hold(&mut self, k: usize, id: EntityId) {
        let word = self.sheet.word(k).trim_end_matches('.').to_lowercase();
        let holders = self.holders.entry(word).or_default();
        if holders.len() < HOLDERS && !holders.contains(&id) {
            holders.push(id);
        }
    }

    /// A body may be called by the last word of its name, or by what it is said to be: "the board", "the company".
    fn remember_body(&mut self, id: EntityId, name: &Name) {
        let sheet = self.sheet;
        if !matches!(self.entities[id.0 as usize].entity_type, EntityType::Body | EntityType::Outlet) {
            return;
        }
        let kinds = ClassSet::of(&[Class::BodyNoun, Class::MediaNoun]);
        let mut heads = Vec::new();
        if name.bare.len() > 1 && sheet.any(name.bare.end - 1, kinds) {
            heads.push(name.bare.end - 1);
        }
        let hi = sheet.sentence(sheet.sentence_at(name.tokens.start)).end;
        let end = phrase::apposition(sheet, name.tokens.end, hi);
        if end > name.tokens.end && sheet.tag(name.tokens.end + 1) == Tag::Det {
            let phrase = name.tokens.end + 1..end;
            heads.extend(phrase::head(sheet, &phrase).filter(|&h| sheet.any(h, kinds)));
        }
        for k in heads {
            self.hold(k, id);
        }
    }
}

/// What `name` is, by its words, and where they do not tell by the signs of the text.
fn settled(sheet: &crate::sheet::Sheet<'_>, evidence: &Evidence<'_>, name: &Name, spelt: &str) -> EntityType {
    let several = (2..=5).contains(&name.bare.len());
    match name.entity_type {
        EntityType::Unknown => evidence.settle(sheet, name, spelt, several && personal(sheet, name)),
        // "Ana Church, 41,": no body has an age.
        EntityType::Body | EntityType::Outlet | EntityType::Document
            if (2..=3).contains(&name.bare.len()) && evidence.of(sheet, name, spelt).plainly_person() =>
        {
            EntityType::Person
        }
        known => known,
    }
}
