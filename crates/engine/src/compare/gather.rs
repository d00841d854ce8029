//! Who is named in each article, and what all articles together have of each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{Act, Class, ClassSet, Document, Entity, EntityId, EntityType, Lexicon, Shape, Token, Via, Zone};
use onrecord_text::Span;

use super::groups::Groups;
use super::matching::{Name, Named, matched};
use super::names::{BodyName, PersonName, classes, fold};
use super::{Compared, Nameless, Presence, Voice};
use crate::assessment::Source;
use crate::words::SourceKind;

/// An article and what belongs to what in it.
struct Cast<'a> {
    read: Compared<'a>,
    /// The entity of each source, where its mentions tell.
    entities: Vec<Option<EntityId>>,
    /// The source that each entity is.
    sources: BTreeMap<EntityId, u32>,
    /// The statements of each source in the body.
    statements: Vec<u32>,
    /// The name of each entity that has one that can be compared, as a number in the list of all.
    names: BTreeMap<EntityId, usize>,
    /// The number of the name of its outlet.
    outlet: Option<usize>,
}

impl<'a> Cast<'a> {
    fn of(read: Compared<'a>) -> Self {
        let Compared { document, assessment, .. } = read;
        let mentions: BTreeMap<Span, EntityId> =
            document.mentions.iter().map(|m| (document.span(&m.tokens), m.entity)).collect();
        let entity = |s: &Source| s.mentions.iter().find_map(|span| mentions.get(span).copied());
        let entities: Vec<Option<EntityId>> = assessment.sources.iter().map(entity).collect();
        let sources = entities.iter().enumerate().filter_map(|(s, e)| Some(((*e)?, s as u32))).collect();
        let mut statements = vec![0; entities.len()];
        for a in assessment.attributions.iter().filter(|a| a.act == Act::Statement && a.zone == Zone::Body) {
            if let Some(count) = a.source.and_then(|s| statements.get_mut(s as usize)) {
                *count += 1;
            }
        }
        Self { read, entities, sources, statements, names: BTreeMap::new(), outlet: None }
    }

    fn source(&self, entity: EntityId) -> Option<&'a Source> {
        self.read.assessment.sources.get(*self.sources.get(&entity)? as usize)
    }

    /// Whom a response note asks, as far as the text tells.
    fn party(&self, note: usize) -> Option<EntityId> {
        let document = self.read.document;
        let note = &self.read.assessment.responses[note];
        let known = note.party_source.and_then(|s| self.entities.get(s as usize).copied().flatten());
        known.or_else(|| document.entity_in(&tokens(document, note.party?)))
    }
}

/// The tokens that lie in `span`.
fn tokens(document: &Document, span: Span) -> Range<u32> {
    let start = document.token_at(span.start());
    start..(document.tokens.partition_point(|t| t.start < span.end()) as u32).max(start)
}

/// All voices of `articles`, and the sources that cannot be compared.
pub(super) fn voices(lexicon: &Lexicon, articles: &[Compared<'_>]) -> (Vec<Voice>, Vec<Nameless>) {
    let mut casts: Vec<Cast<'_>> = articles.iter().map(|&read| Cast::of(read)).collect();
    let mut names = Vec::new();
    for (n, cast) in casts.iter_mut().enumerate() {
        let shorts = shorts(lexicon, cast.read);
        if let Some(name) = cast.read.outlet.and_then(|outlet| BodyName::of(lexicon, outlet)) {
            cast.outlet = Some(names.len());
            names.push(Named { article: 1 << n, name: Name::Body(name), shorts: Vec::new(), speaks: true });
        }
        for e in 0..cast.read.document.entities.len() {
            let id = EntityId(e as u32);
            if let Some(name) = name(lexicon, cast, id) {
                cast.names.insert(id, names.len());
                let shorts = shorts.get(&id).cloned().unwrap_or_default().into_iter().collect();
                names.push(Named { article: 1 << n, name, shorts, speaks: cast.sources.contains_key(&id) });
            }
        }
    }
    let groups = matched(&names);
    let mut gathered = Gathered { groups, voices: BTreeMap::new(), articles: casts.len() };
    let mut nameless = Vec::new();
    for (n, cast) in casts.iter().enumerate() {
        gathered.note_names(n, cast);
        if let Some(outlet) = cast.outlet {
            let root = gathered.groups.root(outlet);
            gathered.voice(Key::Name(root)).outlet_of.push(n as u32);
        }
        for (s, source) in cast.read.assessment.sources.iter().enumerate() {
            let statements = cast.statements[s];
            match gathered.key(lexicon, cast, s) {
                Some(key) => gathered.add_source(n, key, s as u32, source, statements),
                None if statements > 0 => {
                    nameless.push(Nameless { article: n as u32, source: s as u32, statements });
                }
                None => {}
            }
        }
        for note in 0..cast.read.assessment.responses.len() {
            gathered.add_note(lexicon, n, cast, note);
        }
    }
    (gathered.finish(), nameless)
}

/// Single words by which an article calls those whom it names.
fn shorts(lexicon: &Lexicon, read: Compared<'_>) -> BTreeMap<EntityId, BTreeSet<String>> {
    let mut shorts: BTreeMap<EntityId, BTreeSet<String>> = BTreeMap::new();
    for mention in read.document.mentions.iter().filter(|m| m.via == Via::Name) {
        let words = read.document.tokens[mention.tokens.start as usize..mention.tokens.end as usize].iter();
        let titles = [Class::Honorific, Class::Title, Class::Article];
        let plain = |word: &&str| {
            let known = classes(lexicon, word);
            !titles.into_iter().any(|title| known.has(title)) && !fold(word).is_empty()
        };
        let mut bare = words.map(|t| t.text(read.text)).filter(plain);
        if let (Some(word), None) = (bare.next(), bare.next()) {
            shorts.entry(mention.entity).or_default().insert(fold(word));
        }
    }
    shorts
}

/// The name by which `entity` can be found in another article.
fn name(lexicon: &Lexicon, cast: &Cast<'_>, id: EntityId) -> Option<Name> {
    let entity = &cast.read.document.entities[id.0 as usize];
    let source = cast.source(id);
    let kind = source.map(|s| s.kind);
    if kind.is_some_and(|k| k.is_unnamed() || matches!(k, SourceKind::Spokesperson | SourceKind::Collective)) {
        return None;
    }
    let Some(name) = &entity.name else {
        let label = &source?.label;
        let comparable = matches!(
            kind?,
            SourceKind::NamedOrganisation | SourceKind::Media | SourceKind::Document | SourceKind::OwnOutlet
        );
        let named = comparable && names_somebody(lexicon, cast.read, entity);
        return named.then(|| BodyName::of(lexicon, label)).flatten().map(Name::Body);
    };
    let person = match kind {
        Some(kind) => kind == SourceKind::NamedPerson,
        None if matches!(entity.entity_type, EntityType::Place | EntityType::Group | EntityType::Author) => {
            return None;
        }
        None => entity.entity_type == EntityType::Person,
    };
    if person {
        return PersonName::of(lexicon, name).map(Name::Person);
    }
    BodyName::of(lexicon, name).map(Name::Body)
}

/// Whether a description has a proper name in it: "Norrmark's foreign ministry", not "the ministry".
fn names_somebody(lexicon: &Lexicon, read: Compared<'_>, entity: &Entity) -> bool {
    let no_name = ClassSet::of(&[Class::Day, Class::Month, Class::NotName]);
    // The first word may have its capital from the sentence.
    let inside = entity.best.start as usize + 1..entity.best.end as usize;
    let proper = |t: &Token| t.shape.has(Shape::CAP) && !t.classes(lexicon).any(no_name);
    let capital = read.document.tokens.get(inside).is_some_and(|t| t.iter().any(proper));
    capital || within(read.document, &entity.best).any(|m| m.via == Via::Name)
}

/// The mentions inside `tokens`.
fn within<'d>(
    document: &'d Document,
    tokens: &Range<u32>,
) -> impl Iterator<Item = &'d onrecord_parser::Mention> + use<'d> {
    let from = document.mentions.partition_point(|m| m.tokens.start < tokens.start);
    let tokens = tokens.clone();
    let inside = document.mentions[from..].iter().take_while(move |m| m.tokens.start < tokens.end);
    inside.filter(move |m| m.tokens.end <= tokens.end)
}

/// What makes two sources one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A group of names.
    Name(usize),
    /// Who speaks officially for a group; lawyers and other agents apart from spokespersons.
    SpeaksFor(usize, bool),
}

struct Gathered {
    groups: Groups,
    voices: BTreeMap<Key, Voice>,
    /// How many there are.
    articles: usize,
}

impl Gathered {
    fn voice(&mut self, key: Key) -> &mut Voice {
        let articles = vec![Presence::default(); self.articles];
        self.voices.entry(key).or_insert_with(|| Voice {
            label: String::new(),
            kind: None,
            of: None,
            outlet_of: Vec::new(),
            articles,
        })
    }

    /// Notes who is named in article `n`, and under what fullest name.
    fn note_names(&mut self, n: usize, cast: &Cast<'_>) {
        for (&id, &number) in &cast.names {
            let root = self.groups.root(number);
            let voice = self.voice(Key::Name(root));
            voice.articles[n].named = true;
            let label = match &cast.read.document.entities[id.0 as usize].name {
                Some(name) => name.clone(),
                None => cast.source(id).map(|s| s.label.clone()).unwrap_or_default(),
            };
            if label.chars().count() > voice.label.chars().count() {
                voice.label = label;
            }
        }
    }

    /// Under what source `s` is gathered; `None` where nothing tells who it is.
    fn key(&self, lexicon: &Lexicon, cast: &Cast<'_>, s: usize) -> Option<Key> {
        let id = cast.entities[s]?;
        if let Some(&number) = cast.names.get(&id) {
            return Some(Key::Name(self.groups.root(number)));
        }
        let document = cast.read.document;
        let entity = document.entities.get(id.0 as usize)?;
        if cast.source(id)?.kind != SourceKind::Spokesperson {
            return None;
        }
        // The longest mention inside is whom it speaks for: "a spokesman for the Harbour Board of Pell".
        let whom = within(document, &entity.best).filter(|m| m.entity != id && cast.names.contains_key(&m.entity));
        let whom = whom.max_by_key(|m| (m.tokens.len(), Reverse(m.tokens.start)))?.entity;
        let official = entity.head.and_then(|h| document.tokens.get(h as usize));
        // A lawyer or agent has an occupation of its own, and is no press office.
        let known = official.map(|t| t.classes(lexicon)).unwrap_or_default();
        let official = known.has(Class::Spokesperson) && !known.has(Class::Role);
        Some(Key::SpeaksFor(self.groups.root(cast.names[&whom]), official))
    }

    fn add_source(&mut self, n: usize, key: Key, s: u32, source: &Source, statements: u32) {
        let voice = self.voice(key);
        voice.kind = voice.kind.or(Some(source.kind));
        if voice.label.is_empty() {
            voice.label.clone_from(&source.label);
        }
        let here = &mut voice.articles[n];
        here.named = true;
        here.sources.push(s);
        here.statements += statements;
    }

    /// A note goes to whoever was asked, also where a spokesperson was.
    fn add_note(&mut self, lexicon: &Lexicon, n: usize, cast: &Cast<'_>, note: usize) {
        let Some(id) = cast.party(note) else { return };
        let named = cast.names.get(&id).map(|&number| Key::Name(self.groups.root(number)));
        let key = named.or_else(|| match self.key(lexicon, cast, *cast.sources.get(&id)? as usize)? {
            Key::SpeaksFor(root, _) | Key::Name(root) => Some(Key::Name(root)),
        });
        if let Some(key) = key {
            self.voice(key).articles[n].notes.push(note as u32);
        }
    }

    /// Those who speak or were asked, and those for whom somebody does.
    fn finish(self) -> Vec<Voice> {
        let counts = |v: &Voice| v.articles.iter().any(|a| a.statements > 0 || !a.notes.is_empty());
        let kept: BTreeSet<&Key> = self.voices.iter().filter(|(_, v)| counts(v)).map(|(key, _)| key).collect();
        let principals =
            kept.iter().filter_map(|key| if let Key::SpeaksFor(root, _) = key { Some(*root) } else { None });
        let principals: BTreeSet<usize> = principals.collect();
        let wanted = |key: &Key| kept.contains(key) || matches!(key, Key::Name(root) if principals.contains(root));
        let mut list: Vec<(Key, Voice)> = self
            .voices
            .iter()
            .filter(|(key, _)| wanted(key))
            .map(|(key, voice)| (key.clone(), voice.clone()))
            .collect();
        list.sort_by_cached_key(|(key, v)| (Reverse(v.speaks_in()), Reverse(v.statements()), key.clone()));
        let places: BTreeMap<Key, u32> = list.iter().enumerate().map(|(n, (key, _))| (key.clone(), n as u32)).collect();
        let of = |key: &Key| match key {
            Key::SpeaksFor(root, _) => places.get(&Key::Name(*root)).copied(),
            Key::Name(_) => None,
        };
        list.into_iter().map(|(key, voice)| Voice { of: of(&key), ..voice }).collect()
    }
}
