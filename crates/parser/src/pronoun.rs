//! Whom a pronoun stands for.

use std::ops::Range;

use crate::class::{Class, Forms};
use crate::document::{Entity, EntityId, EntityType, Number, Via};
use crate::entity::Cast;
use crate::name::Gender;
use crate::person::ROLES;
use crate::sheet::Tag;

/// How many mentions back a pronoun may look.
const MEMORY: usize = 60;
/// How many sentences back a pronoun may look.
const REACH: usize = 6;

impl Cast<'_, '_> {
    pub(crate) fn pronoun(&mut self, at: usize) -> EntityId {
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
        let behind = self.behind_content(at, at + 1);
        for &(token, id, via) in self.recent.iter().rev() {
            seen += 1;
            let distance = here.saturating_sub(sheet.sentence_at(token));
            if seen > MEMORY || distance > REACH {
                break;
            }
            if distance == 0 && behind {
                continue;
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
            // Near the start, and not in what describes somebody there: "Ana Ruiz, Roe's agent".
            // "The insurer, Vale Mutual": a name that tells who the opening words are is the subject all the same.
            let comma = (sentence.start..token).find(|&k| sheet.tag(k) == Tag::Comma);
            let told = comma.is_some_and(|k| {
                let named = (sentence.start..k).any(|n| sheet.tag(n) == Tag::Name);
                k + 1 == token && sheet.is(sentence.start, Class::Article) && !named
            });
            if token < sentence.start + 4 && comma.is_none() || token < sentence.start + 6 && told {
                score += 15;
            }
            if sheet.quoted(token) {
                score -= 22;
            }
            if token > sentence.start && matches!(sheet.tag(token - 1), Tag::Prep | Tag::To) {
                score -= 8;
            }
            // "The board met Roe. She said": an object is less likely meant than a subject.
            if token > sentence.start
                && distance > 0
                && sheet.tag(token - 1).is_verb()
                && !sheet.is(token - 1, Class::CuePost)
            {
                score -= 10;
            }
            // "Roe told Radio Vale. She denied": who is only told does not speak next.
            if token > sentence.start
                && distance > 0
                && sheet.is(token - 1, Class::CueAddressee)
                && sheet.tag(token - 1).is_verb()
            {
                score -= 10;
            }
            // Whoever was a source before is the likelier speaker now; an unnamed one fades faster.
            let unnamed = entity.entity_type == EntityType::Person && entity.name.is_none();
            if via != Via::Name || self.spoke(id, token) {
                score += match (unnamed, distance) {
                    (false, _) => 22,
                    (true, 0) => 12,
                    (true, 1) => 4,
                    (true, _) => 0,
                };
            }
            if known == gender && gender != Gender::Unknown && !unnamed {
                score += 8;
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
        // "A crowd of residents waited. They said": people who have not been a source yet.
        let fresh = match best {
            None => plural || gender != Gender::Unknown,
            Some((_, id)) => plural && self.entities[id.0 as usize].entity_type != EntityType::Group,
        };
        if fresh && let Some(words) = self.described_before(at, plural) {
            let head = words.end - 1;
            let (id, _) = self.nominal(&words, head, words.end);
            self.recent.push((words.start, id, Via::Nominal));
            return id;
        }
        if let Some((score, id)) = best {
            // A guess teaches nothing.
            if score >= 0
                && self.entities[id.0 as usize].entity_type == EntityType::Person
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

    /// Whether the source at `start..end` follows what it says: names before it in the sentence are what is spoken of.
    pub(crate) fn behind_content(&self, start: usize, end: usize) -> bool {
        let sheet = self.sheet;
        let sentence = sheet.sentence(sheet.sentence_at(start));
        let cue = |k: usize| sheet.is(k, Class::CuePost) && sheet.tag(k) == Tag::Verb;
        let parted = |k: usize| sheet.tag(k) == Tag::Comma || sheet.closes(k);
        if start <= sentence.start + 2 {
            return false;
        }
        if cue(start - 1) {
            return parted(start - 2);
        }
        let verb = (end..end + 3).find(|&k| sheet.tag(k) != Tag::Adv && !sheet.tag(k).is_aux()).filter(|&k| cue(k));
        parted(start - 1)
            && verb.is_some_and(|v| {
                v + 1 >= sentence.end
                    || sheet.is_break(v + 1)
                    || sheet.tag(v + 1) == Tag::Prep
                    || sheet.is(v + 1, Class::Day)
            })
    }

    /// The nearest people before token `at`, in its sentence or the one before, who are described and not named.
    fn described_before(&self, at: usize, plural: bool) -> Option<Range<usize>> {
        const FAR: usize = 45;
        let sheet = self.sheet;
        let here = sheet.sentence_at(at);
        let first = sheet.sentence(here.saturating_sub(1)).start.max(at.saturating_sub(FAR));
        let people = |k: &usize| {
            let k = *k;
            sheet.tag(k) == Tag::Noun
                && sheet.any(k, ROLES)
                && !sheet.quoted(k)
                && (sheet.form(k, Forms::PL) && !sheet.form(k, Forms::SG)) == plural
                // Only a subject: what follows is its verb, or what describes it.
                && (sheet.tag(k + 1).is_aux() || matches!(sheet.tag(k + 1), Tag::Verb | Tag::Rel | Tag::Comma | Tag::Adv))
        };
        let head = (first..at).rev().find(people)?;
        let inside = |k: &usize| sheet.tag(*k).is_nominal() && sheet.tag(*k) != Tag::PossMark;
        let start = (first..head).rev().take_while(inside).last().unwrap_or(head);
        Some(start..head + 1)
    }

    /// Whether the mention at `token` was resolved as a source.
    fn spoke(&self, id: EntityId, token: usize) -> bool {
        self.recent.iter().rev().take(MEMORY).any(|&(t, i, v)| i == id && t == token && v != Via::Name)
    }
}
