//! Who is who: gathers the mentions of one person, body or document, and resolves pronouns and descriptions.

use std::ops::Range;

use crate::attribute::Draft;
use crate::class::{Class, ClassSet};
use crate::document::{Entity, EntityId, EntityType, Mention, Via};
use crate::frame;
use crate::name::{self, FastMap, Gender, Name};
use crate::person::ROLES;
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// Builds the entities of a text.
pub(crate) struct Cast<'a, 's> {
    pub(crate) sheet: &'a Sheet<'s>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) genders: Vec<Gender>,
    /// Mentions in the order in which they were resolved; sorted at the end.
    pub(crate) mentions: Vec<Mention>,
    /// Mentions of the text so far, latest last: what pronouns look back on.
    pub(crate) recent: Vec<(usize, EntityId, Via)>,
    /// Name mentions in text order, and how many of them the text so far holds.
    pub(crate) named: Vec<(usize, usize, EntityId)>,
    passed: usize,
    /// The named ones by the nouns that they may be called by.
    pub(crate) holders: FastMap<String, Vec<EntityId>>,
    /// The phrases that tell a person's role.
    pub(crate) roles: FastMap<EntityId, Vec<Range<usize>>>,
    pub(crate) by_head: FastMap<String, EntityId>,
    pub(crate) by_text: FastMap<String, EntityId>,
    pub(crate) author: Option<EntityId>,
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
            holders: FastMap::default(),
            roles: FastMap::default(),
            by_head: FastMap::default(),
            by_text: FastMap::default(),
            author: None,
        };
        cast.gather(names);
        cast
    }

    pub(crate) fn add(&mut self, entity: Entity, gender: Gender) -> EntityId {
        self.entities.push(entity);
        self.genders.push(gender);
        EntityId(self.entities.len() as u32 - 1)
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
        let sheet = self.sheet;
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
            let which = draft.antecedent.is_some()
                && sheet.tag(source.start) == Tag::Rel
                && !sheet.any(source.start, ClassSet::of(&[Class::SubjectPronoun, Class::That]));
            let found = match by_phrase.get(&words.start) {
                Some(&found) if !which => found,
                _ if which => self.thing(&words),
                _ => {
                    let who = draft.antecedent.is_some() && sheet.is(source.start, Class::SubjectPronoun);
                    let found = if frame::told(sheet, draft) {
                        self.sitting(&words)
                    } else if who {
                        self.antecedent(&words)
                    } else {
                        self.who(&words)
                    };
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

    /// Whom `who` stands for behind `words`: a person, whatever stands nearest.
    fn antecedent(&mut self, words: &Range<usize>) -> (EntityId, Via) {
        const NEAR: usize = 20;
        let sheet = self.sheet;
        let sentence = sheet.sentence(sheet.sentence_at(words.start));
        let human = |k: usize| {
            matches!(sheet.tag(k), Tag::Noun | Tag::Name | Tag::Det)
                && (sheet.any(k, ROLES) || sheet.any(k, ClassSet::of(&[Class::CollectiveNoun, Class::Demonym])))
        };
        // "Ana Ruiz, the harbour commissioner, who said": the words begin with the name.
        let comma = words.clone().find(|&k| sheet.tag(k) == Tag::Comma).unwrap_or(words.start);
        if let Some(&(start, end, id)) = self.names_in(&(words.start..comma)).first()
            && (words.start..start).all(|k| matches!(sheet.tag(k), Tag::Adj | Tag::Noun))
            && (end == comma || matches!(sheet.tag(end), Tag::Prep | Tag::Open))
            && self.is_person(id)
        {
            self.advance(words.start);
            self.recent.push((words.start, id, Via::Name));
            return (id, Via::Name);
        }
        // "Ana Ruiz, a nurse who said", "Ana Ruiz of Ohio, a Democrat who said"
        let joined = |k: &usize| sheet.tag(*k).is_nominal() || sheet.tag(*k) == Tag::Conj;
        let low = words.start.saturating_sub(8).max(sentence.start);
        let opens = (low..words.start).rev().take_while(joined).last().unwrap_or(words.start);
        let before = opens.saturating_sub(1);
        if opens > sentence.start + 1 && sheet.tag(before) == Tag::Comma {
            let from = before.saturating_sub(6).max(sentence.start);
            let name = self.names_in(&(from..before)).iter().rev().find(|n| self.is_person(n.2)).copied();
            let head = phrase::head(sheet, words).filter(|&h| human(h) && !sheet.form(h, crate::class::Forms::PL));
            if let (Some((_, end, id)), Some(_)) = (name, head)
                && (end..before).all(|k| matches!(sheet.tag(k), Tag::Prep | Tag::Name | Tag::Close | Tag::Open))
            {
                self.advance(words.start);
                self.recent.push((words.start, id, Via::Name));
                return (id, Via::Name);
            }
        }
        // "Ruiz, one of those who said", "Ruiz was one of those who said"
        if sheet.is(words.start, Class::NumberWord) && sheet.is(words.start + 1, Class::Of) {
            let end = (sentence.start..words.start)
                .rev()
                .take_while(|&k| matches!(sheet.tag(k), Tag::Comma | Tag::Be | Tag::Adv))
                .last();
            let named = self.names_in(&(sentence.start..words.start)).iter().rev().find(|n| Some(n.1) == end).copied();
            return match named {
                Some((start, end, id)) if self.is_person(id) => self.who(&(start..end)),
                _ => self.who(words),
            };
        }
        // "Ana Ruiz is a nurse who said"
        let is = opens.checked_sub(1).filter(|&b| sheet.tag(b) == Tag::Be);
        let subject = is.and_then(|b| self.names_in(&(b.saturating_sub(8).max(sentence.start)..b)).last().copied());
        if let (Some(be), Some((start, end, id))) = (is, subject)
            && end == be
            && self.is_person(id)
            && sheet.is(words.start, Class::Article)
            && (start == sentence.start || !matches!(sheet.tag(start - 1), Tag::Conj | Tag::Prep))
        {
            return self.who(&(start..end));
        }
        let head = phrase::head(sheet, words);
        let named = self.names_in(words).iter().any(|n| n.1 == words.end && self.is_person(n.2));
        if named || head.is_some_and(|h| human(h) || sheet.tag(h) == Tag::Pron) {
            return self.who(words);
        }
        // "bets on fund managers who", "a meeting with aides last year, who"
        let from = words.end.saturating_sub(NEAR).max(sentence.start);
        let person = self.names_in(&(from..words.end)).iter().rev().find(|n| self.is_person(n.2)).copied();
        let noun = (from..words.end).rev().find(|&k| human(k) && !sheet.quoted(k));
        match (person, noun) {
            (Some((start, end, _)), noun) if noun.is_none_or(|k| k < end) => self.who(&(start..end)),
            (_, Some(k)) => {
                let inside = |n: &usize| sheet.tag(*n).is_nominal() && sheet.tag(*n) != Tag::PossMark;
                let start = (from..k).rev().take_while(inside).last().unwrap_or(k);
                self.who(&(start..k + 1))
            }
            _ => self.who(words),
        }
    }

    /// What `which` stands for behind `words`: no person, but what the person is of, "members of the board, which".
    fn thing(&mut self, words: &Range<usize>) -> (EntityId, Via) {
        let sheet = self.sheet;
        let human = |k: usize| sheet.any(k, ROLES) || sheet.is(k, Class::CollectiveNoun);
        if phrase::head(sheet, words).is_some_and(human) {
            let inner = (words.start..words.end).rev().find(|&k| sheet.tag(k) == Tag::Prep).map(|k| k + 1..words.end);
            if let Some(inner) = inner.filter(|w| !w.is_empty() && !phrase::head(sheet, w).is_some_and(human)) {
                return self.who(&inner);
            }
        }
        self.who(words)
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

    /// What was told in court is a matter of record there; the court that rules is another source.
    fn sitting(&mut self, words: &Range<usize>) -> (EntityId, Via) {
        let sheet = self.sheet;
        self.advance(words.start);
        let key = format!("{} heard", name::spelt(sheet, words).to_lowercase());
        let id = self.by_text.get(&key).copied().unwrap_or_else(|| {
            let best = words.start as u32..words.end as u32;
            let head = phrase::head(sheet, words).map(|h| h as u32);
            let entity = Entity { entity_type: EntityType::Document, best, head, ..Entity::default() };
            let id = self.add(entity, Gender::Unknown);
            self.by_text.insert(key, id);
            id
        });
        self.mentions.push(Mention { tokens: words.start as u32..words.end as u32, entity: id, via: Via::Nominal });
        (id, Via::Nominal)
    }

    fn described(&mut self, words: &Range<usize>) -> (EntityId, Via) {
        let sheet = self.sheet;
        let words = trim(sheet, words.clone());
        let base = phrase::base_end(sheet, &words);
        let mut head = phrase::head(sheet, &words).unwrap_or(words.end - 1);
        // "a Ministry of Defence source": the name is one word before the head.
        let mut base = base;
        let inside = self.names_in(&(words.start..base)).last().copied();
        if let Some((_, end, id)) = inside
            && end > base
            && end < words.end
            && sheet.tag(end) == Tag::Noun
            && !self.is_person(id)
        {
            let rest = end..words.end;
            base = phrase::base_end(sheet, &rest);
            head = phrase::head(sheet, &rest).unwrap_or(head);
        }
        // "those close to the mayor"
        if sheet.word(words.start).eq_ignore_ascii_case("those")
            && matches!(sheet.tag(words.start + 1), Tag::Adj | Tag::Prep | Tag::Rel | Tag::Part | Tag::Ing)
            && (words.start + 2 >= words.end
                || sheet.tag(words.start + 1) != Tag::Adj
                || matches!(sheet.tag(words.start + 2), Tag::Prep | Tag::To))
        {
            head = words.start;
            base = words.start + 1;
        }
        // "one Democrat familiar with it", "a person present": what describes the head from behind is none.
        let people = ClassSet::of(&[Class::Role, Class::Informant, Class::Kin]);
        if sheet.tag(head) == Tag::Adj
            && head > words.start
            && matches!(sheet.tag(head - 1), Tag::Name | Tag::Noun)
            && (matches!(sheet.tag(head + 1), Tag::Prep | Tag::To)
                || head + 1 == words.end && sheet.any(head - 1, people) && !sheet.any(head, crate::tag::NOUNS))
        {
            head -= 1;
        }
        if let Some(found) = self.opened(&words, head) {
            return found;
        }
        // "the Nordwind news agency": the noun says what the name is.
        let outlet = self.names_in(&(words.start..head)).last().copied();
        if let Some((_, end, id)) = outlet
            && (end..head + 1).all(|k| sheet.is(k, Class::MediaNoun))
            && self.entities[id.0 as usize].entity_type == EntityType::Outlet
        {
            return (id, Via::Name);
        }
        // "Economic and Trade Minister Ana Ruiz": the titles are joined, and not two sources.
        let comma = (words.start..words.end).find(|&k| sheet.tag(k) == Tag::Comma).unwrap_or(words.end);
        if let Some(&(start, end, id)) = self.names_in(&(base..comma)).last()
            && end == comma
            && self.is_person(id)
            && sheet.any(start, ClassSet::of(&[Class::Title, Class::Role]))
            && !self.names_in(&(words.start..base)).iter().any(|n| self.is_person(n.2))
        {
            return (id, Via::Name);
        }
        // A name as head, and not only as the possessor of something.
        let heads = |n: &&(usize, usize, EntityId)| (n.1 == base || n.1 > head) && !self.is_group(n.2);
        if let Some(&(_, _, id)) = self.names_in(&(words.start..base)).iter().rfind(heads) {
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
        // "Chemist and beauty store chain Vale": joined words tell what the body named behind them is.
        if let Some(&(start, end, id)) = self.names_in(&words).last()
            && end == words.end
            && start > words.start
            && sheet.any(start - 1, ClassSet::of(&[Class::StandIn, Class::BodyNoun]))
            && (words.start..start)
                .all(|k| matches!(sheet.tag(k), Tag::Noun | Tag::Name | Tag::Adj | Tag::Det | Tag::Conj))
            && !self.is_person(id)
        {
            return (id, Via::Name);
        }
        // "the president, Ana Ruiz," and "a nurse, Ana Ruiz"
        if let Some(id) = self.name_in_apposition(&words, base).or_else(|| self.name_behind(&words, head)) {
            return (id, Via::Name);
        }
        self.nominal(&words, head, base)
    }

    /// "She and her aides said", "Ana Ruiz, the mayor of Troy said": the words before the phrase begin the source.
    fn opened(&mut self, words: &Range<usize>, head: usize) -> Option<(EntityId, Via)> {
        let sheet = self.sheet;
        let sentence = sheet.sentence(sheet.sentence_at(words.start));
        let before = words.start.checked_sub(1).filter(|&b| b > sentence.start)?;
        let opens = |k: usize| k == sentence.start || sheet.closes(k - 1) || sheet.tag(k - 1) == Tag::Comma;
        if sheet.tag(before) == Tag::Conj && sheet.tag(before - 1) == Tag::Pron && opens(before - 1) {
            return Some((self.pronoun(before - 1), Via::Pronoun));
        }
        // "Ana Ruiz, 31, who lives there, wrote": an age is nobody.
        let aged = sheet.tag(words.start) == Tag::Num
            && matches!(sheet.tag(words.start + 1), Tag::Comma)
            && sheet.tag(before) == Tag::Comma;
        if aged
            && let Some(n) = self.names_in(&(before.saturating_sub(8).max(sentence.start)..before)).last()
            && n.1 == before
            && self.is_person(n.2)
        {
            return Some((n.2, Via::Name));
        }
        // "the former mayor and senator said": one person with two offices.
        if sheet.tag(before) == Tag::Conj
            && sheet.tag(words.start) != Tag::Det
            && let Some(first) = self.two_offices(before, head, sentence.start)
        {
            let whole = first..words.end;
            return Some(self.nominal(&whole, head, words.end));
        }
        let described = sheet.tag(words.start) == Tag::Det
            && sheet.any(head, ROLES)
            && !sheet.form(head, crate::class::Forms::PL)
            && !sheet.is_break(words.end);
        // "Roe, an aide said, was ill": Roe is spoken of.
        let comma = (words.end..words.end + 3).find(|&k| sheet.tag(k) == Tag::Comma);
        let inserted = comma.is_some_and(|k| !(sheet.opens(k + 1) && sheet.cap(k + 2)));
        if sheet.tag(before) != Tag::Comma || !described || inserted {
            return None;
        }
        let from = before.saturating_sub(8).max(sentence.start);
        let ends = |end: usize| {
            end == before
                || sheet.tag(end) == Tag::Open && sheet.tag(before - 1) == Tag::Close
                || sheet.shape(end).has(Shape::PARTY) && end + 1 == before
        };
        let &(start, _, id) = self.names_in(&(from..before)).iter().rev().find(|n| ends(n.1))?;
        let begins = start == sentence.start || sheet.closes(start - 1);
        (begins && self.is_person(id)).then_some((id, Via::Name))
    }

    /// Where "the former mayor and senator" begins, whose `and` is at `conj` and whose last noun at `head`.
    fn two_offices(&self, conj: usize, head: usize, lo: usize) -> Option<usize> {
        let sheet = self.sheet;
        let office = |k: usize| {
            sheet.any(k, ClassSet::of(&[Class::Title, Class::Role])) && !sheet.form(k, crate::class::Forms::PL)
        };
        let last = conj.checked_sub(1).filter(|&k| k > lo && office(k) && office(head))?;
        let first = (lo..last).rev().take_while(|&k| sheet.tag(k).is_nominal()).last()?;
        let the = sheet.is(first, Class::Article) && sheet.word(first).len() > 2;
        (the && (first + 1..=last).all(|k| sheet.tag(k) != Tag::PossMark)).then_some(first)
    }

    fn is_group(&self, id: EntityId) -> bool {
        self.entities[id.0 as usize].entity_type == EntityType::Group
    }

    pub(crate) fn is_person(&self, id: EntityId) -> bool {
        self.entities[id.0 as usize].entity_type == EntityType::Person
    }

    pub(crate) fn names_in(&self, range: &Range<usize>) -> &[(usize, usize, EntityId)] {
        let from = self.named.partition_point(|n| n.0 < range.start);
        let to = self.named.partition_point(|n| n.0 < range.end);
        &self.named[from..to.max(from)]
    }

    fn name_in_apposition(&self, words: &Range<usize>, base: usize) -> Option<EntityId> {
        let sheet = self.sheet;
        let comma = (base..words.end).find(|&k| matches!(sheet.tag(k), Tag::Comma | Tag::Dash | Tag::Open))?;
        // "the secretary, Grain Growers Union, Ana Ruiz": the last piece is the name.
        let last = self.names_in(&(comma + 1..words.end)).last()?;
        if last.1 == words.end && sheet.tag(last.0 - 1) == Tag::Comma && self.is_person(last.2) {
            return Some(last.2);
        }
        // "the force's senior officer, Vale police chief Ana Ruiz": nothing but what modifies the name leads up to it.
        let modifies = |k: usize| {
            matches!(sheet.tag(k), Tag::Noun | Tag::Adj | Tag::Name | Tag::Num | Tag::Det | Tag::PossMark | Tag::Part)
        };
        if last.1 == words.end && (comma + 1..last.0).all(modifies) && self.is_person(last.2) {
            return Some(last.2);
        }
        let n = self.names_in(&(comma + 1..words.end)).first()?;
        let entity = &self.entities[n.2.0 as usize];
        let title = |k: usize| sheet.any(k, ClassSet::of(&[Class::Title, Class::Honorific, Class::Role]));
        // "her niece, state Del. Ana Ruiz": what modifies a title leads up to the name too.
        let modified = n.0 > comma + 1
            && (title(n.0 - 1) || title(n.0))
            && (comma + 1..n.0).all(|k| matches!(sheet.tag(k), Tag::Noun | Tag::Adj | Tag::Name | Tag::Det));
        let leads = n.0 == comma + 1 || modified || (comma + 1..n.0).all(|k| title(k) || sheet.tag(k) == Tag::Det);
        let ends = n.1 == words.end || !matches!(sheet.tag(n.1), Tag::PossMark | Tag::Noun);
        // "the regulator, Vale Water," but not "the mayor of Troy, Ohio,".
        let body = matches!(entity.entity_type, EntityType::Body | EntityType::Outlet)
            && (n.0 == comma + 1 || n.0 == comma + 2 && sheet.is(comma + 1, Class::Article))
            && (n.1 == words.end || matches!(sheet.tag(n.1), Tag::Comma | Tag::Open))
            && sheet.tag(comma - 1) == Tag::Noun;
        // "the region's main rival, Japan,"
        let state = entity.entity_type == EntityType::Place
            && n.0 == comma + 1
            && n.1 == words.end
            && sheet.tag(comma - 1) == Tag::Noun
            && comma == base;
        (leads && ends && (body || state || entity.entity_type == EntityType::Person)).then_some(n.2)
    }

    /// "said Roe's wife, Mei.": a name between comma and stop behind the description of one person.
    fn name_behind(&self, words: &Range<usize>, head: usize) -> Option<EntityId> {
        let sheet = self.sheet;
        if sheet.tag(words.end) != Tag::Comma || !sheet.any(head, ROLES) || sheet.form(head, crate::class::Forms::PL) {
            return None;
        }
        let start = words.end + 1;
        let &(_, end, id) = self.names_in(&(start..start + 1)).first()?;
        let parted = sheet.tag(end) == Tag::Stop
            || sheet.tag(end) == Tag::Comma && !matches!(sheet.tag(end + 1), Tag::Conj | Tag::Name);
        (parted && self.is_person(id) && !sheet.quoted(start)).then_some(id)
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
}

fn trim(sheet: &Sheet<'_>, mut words: Range<usize>) -> Range<usize> {
    // "On Tuesday, the company": the day is none of the name.
    while words.len() > 2 && sheet.is(words.start, Class::Day) && sheet.tag(words.start + 1) == Tag::Comma {
        words.start += 2;
    }
    while words.len() > 1 && matches!(sheet.tag(words.start), Tag::Mark | Tag::Comma | Tag::Dash | Tag::Conj | Tag::Adv)
    {
        words.start += 1;
    }
    // "Ana Ruiz and Bo Wren both": a quantity behind is none of the name.
    while words.len() > 1
        && sheet.is(words.end - 1, Class::Quantifier)
        && matches!(sheet.tag(words.end - 2), Tag::Name | Tag::Close)
    {
        words.end -= 1;
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
