//! Puts into a copy of the document what corrections say of statements, and of sources that are one.

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord_parser::{
    Act, Attribution, Confidence, Document, Entity, EntityId, EntityType, Form, Mention, Number, Via,
};

use super::find::{entity_named, shared};
use super::{
    Became, Correction, CorrectionProblem, Desk, Found, Label, Quoted, Relabel, Seeker, Trouble, contradicted,
    contradictions,
};
use crate::anchor::tidy;
use crate::words::SourceKind;

/// What corrections make of a document.
pub(crate) struct Amended {
    pub(crate) document: Document,
    /// Kinds that were told of the sources of statements, each with its correction.
    pub(crate) kinds: Vec<(usize, EntityId, SourceKind)>,
    /// Which attributions corrections speak of, by the numbers of these, in the document's order.
    pub(crate) statements: Vec<(usize, u32)>,
}

/// A wish for a statement, understood.
struct Wish<'c> {
    number: usize,
    correction: &'c Correction,
    found: Found,
    /// The attribution that is meant; `None` for one that is missing.
    which: Option<usize>,
    wanted: Wanted,
}

#[derive(PartialEq, Clone, Debug)]
enum Wanted {
    Gone,
    /// To stay, whoever says it.
    There,
    /// To be nobody's.
    Nobody,
    /// To be that of an entity, which is named there.
    By(EntityId, Range<u32>),
}

/// What is wanted of a statement, as two wishes can be compared.
#[derive(PartialEq)]
enum Sense {
    Gone,
    By(Option<EntityId>),
}

/// A copy of `document` with what the corrections of `desk` say.
pub(crate) fn amend(desk: &mut Desk<'_>, seeker: &Seeker<'_>, text: &str, document: &Document) -> Amended {
    let mut amended = Amended { document: document.clone(), kinds: Vec::new(), statements: Vec::new() };
    let mut newcomers = BTreeMap::new();
    let mut wishes = Vec::new();
    let originals = Originals::of(document);
    for (number, correction) in desk.all() {
        let about = (number, correction);
        let wish = match &correction.relabel {
            Relabel::FalseStatement { statement, source } => {
                let wish = gone(seeker, document, &originals, statement, source.as_deref());
                wish.map(|(found, which)| Wish { number, correction, found, which: Some(which), wanted: Wanted::Gone })
            }
            Relabel::Statement { statement, source, kind, .. } => {
                let named = |found: &Found, which: Option<usize>| {
                    who(seeker, text, &mut amended.document, &mut newcomers, found, which, source.as_deref(), *kind)
                };
                said(seeker, document, &originals, statement, named).map(|(found, which, wanted)| Wish {
                    number,
                    correction,
                    found,
                    which,
                    wanted,
                })
            }
            _ => continue,
        };
        match wish {
            Ok(wish) => wishes.push(wish),
            Err(trouble) => {
                let to = correction.relabel.wanted_source();
                desk.note(about, Label::Statement, None, Became::refused(to, trouble));
            }
        }
    }
    carry_out(desk, seeker, text, &mut amended, wishes);
    merge(desk, seeker, text, &mut amended);
    amended
}

impl Relabel {
    /// The source that a statement is to have, in the words of the correction.
    fn wanted_source(&self) -> Option<String> {
        match self {
            Self::Statement { source: Some(source), .. } => Some(source.clone()),
            Self::Statement { kind: Some(SourceKind::None), .. } => Some(NOBODY.to_owned()),
            _ => None,
        }
    }
}

/// What a label says where nobody is named.
const NOBODY: &str = "nobody";

/// The attributions of a document, to be found by what is said.
struct Originals {
    /// Where each part of a content begins, with the furthest end up to there, and whose it is.
    parts: Vec<(u32, u32, usize)>,
}

impl Originals {
    fn of(document: &Document) -> Self {
        let all = document.attributions.iter().enumerate();
        let mut parts: Vec<(u32, u32, usize)> =
            all.flat_map(|(i, a)| a.content.iter().map(move |c| (c.start, c.end, i))).collect();
        parts.sort_unstable();
        let mut furthest = 0;
        for part in &mut parts {
            furthest = furthest.max(part.1);
            part.1 = furthest;
        }
        Self { parts }
    }

    /// The attributions of which a part of the content shares a token with `tokens`.
    fn around(&self, tokens: &Range<u32>) -> Vec<usize> {
        // A statement of a nested report lies in those of all that tell it; more would be a text for the purpose.
        const MOST: usize = 200;
        let behind = self.parts.partition_point(|p| p.0 < tokens.end);
        let reaching = self.parts[..behind].iter().rev().take_while(|p| p.1 > tokens.start).take(MOST);
        let mut around: Vec<usize> = reaching.map(|p| p.2).collect();
        around.sort_unstable();
        around.dedup();
        around
    }
}

/// How well what an attribution tells fits `tokens`: how many tokens are in both, and in either.
fn fit(attribution: &Attribution, tokens: &Range<u32>) -> (u64, u64) {
    let both: u32 = attribution.content.iter().map(|c| shared(c, tokens)).sum();
    let all: u32 = attribution.content.iter().map(|c| c.len() as u32).sum::<u32>() + tokens.len() as u32 - both;
    (u64::from(both), u64::from(all.max(1)))
}

/// Those of `among` that fit `tokens` best; all that fit so are returned.
fn best(document: &Document, among: &[usize], tokens: &Range<u32>) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::new();
    let mut fits = (0, 1);
    for &i in among {
        let (both, all) = fit(&document.attributions[i], tokens);
        match (both * fits.1).cmp(&(fits.0 * all)) {
            std::cmp::Ordering::Greater => (best, fits) = (vec![i], (both, all)),
            std::cmp::Ordering::Equal if both > 0 => best.push(i),
            _ => {}
        }
    }
    best
}

/// The attribution that is no statement.
fn gone(
    seeker: &Seeker<'_>,
    document: &Document,
    originals: &Originals,
    statement: &Quoted,
    source: Option<&str>,
) -> Result<(Found, usize), Trouble> {
    let found = seeker.one(document, statement)?;
    let mut around = originals.around(&found.tokens);
    if let Some(source) = source {
        let named = seeker.all(document, source);
        let theirs: Vec<EntityId> = named.iter().filter_map(|f| entity_named(document, &f.tokens)).collect();
        around.retain(|&i| document.attributions[i].source.is_some_and(|s| theirs.contains(&s)));
    }
    match best(document, &around, &found.tokens)[..] {
        [which] => Ok((found, which)),
        [] => {
            let whose = if source.is_some() { " of that source" } else { "" };
            let line = seeker.line(&found);
            let message = format!("no statement{whose} is read at these words (line {line}); remove the correction");
            Err((CorrectionProblem::NothingThere, message))
        }
        _ => {
            let message = "two statements have these words; tell in `source` whose is none".to_owned();
            Err((CorrectionProblem::Ambiguous, message))
        }
    }
}

/// The attribution that says what is quoted, if there is one, and whose it is to be.
fn said(
    seeker: &Seeker<'_>,
    document: &Document,
    originals: &Originals,
    statement: &Quoted,
    named: impl FnOnce(&Found, Option<usize>) -> Result<Wanted, Trouble>,
) -> Result<(Found, Option<usize>, Wanted), Trouble> {
    let found = seeker.one(document, statement)?;
    let around = originals.around(&found.tokens);
    // What shares half of all words is the same statement; its ends are often told otherwise.
    let same = |&i: &usize| {
        let (both, all) = fit(&document.attributions[i], &found.tokens);
        both * 2 >= all
    };
    let mut best = best(document, &around, &found.tokens);
    best.retain(same);
    let mut which = best.first().copied();
    let mut wanted = named(&found, which)?;
    if let Wanted::By(entity, _) = &wanted {
        let theirs = |i: &usize| document.attributions[*i].source == Some(*entity);
        // Of two sources of one statement the one that is named; and part of what somebody says is no second statement.
        let inside = |i: &usize| document.attributions[*i].content.iter().any(|c| shared(c, &found.tokens) > 0);
        which = best.iter().copied().find(theirs).or(which);
        if which.is_none() {
            which = around.iter().copied().find(|i| theirs(i) && inside(i));
        }
    }
    if which.is_none() && wanted == Wanted::There {
        let message = "no statement is read at these words; name in `source` the words for whoever says it, or write \
                       `kind = \"none\"` where the text names nobody";
        return Err((CorrectionProblem::Incomplete, message.to_owned()));
    }
    if wanted == Wanted::There
        && let Some(which) = which
    {
        let attribution = &document.attributions[which];
        wanted = attribution.source.map_or(Wanted::Nobody, |e| Wanted::By(e, attribution.place_of_source()));
    }
    Ok((found, which, wanted))
}

trait Named {
    /// Where the source is named; nowhere is an empty range.
    fn place_of_source(&self) -> Range<u32>;
}

impl Named for Attribution {
    fn place_of_source(&self) -> Range<u32> {
        self.source_span.clone().unwrap_or(0..0)
    }
}

/// The source that a statement is to have.
#[expect(clippy::too_many_arguments, reason = "what is told of it, and what it is looked for and put into")]
fn who(
    seeker: &Seeker<'_>,
    text: &str,
    document: &mut Document,
    newcomers: &mut BTreeMap<String, EntityId>,
    found: &Found,
    which: Option<usize>,
    source: Option<&str>,
    kind: Option<SourceKind>,
) -> Result<Wanted, Trouble> {
    let Some(source) = source else {
        return Ok(if kind == Some(SourceKind::None) { Wanted::Nobody } else { Wanted::There });
    };
    if kind == Some(SourceKind::None) {
        let message = "a `source` is named, so the kind cannot be `none`; leave one of them out".to_owned();
        return Err((CorrectionProblem::Incomplete, message));
    }
    let attribution = which.map(|i| &document.attributions[i]);
    let near = attribution.and_then(|a| a.source_span.clone()).unwrap_or_else(|| found.tokens.clone());
    let place = seeker.nearest(document, source, &near)?;
    if let Some(entity) = entity_named(document, &place.tokens) {
        return Ok(Wanted::By(entity, place.tokens));
    }
    let words = tidy(place.span.of(text));
    let known = newcomers.get(&words).copied();
    let Some(entity) = known.or_else(|| kind.map(|kind| newcomer(document, &words, &place.tokens, kind))) else {
        let message = format!("`{words}` is nobody that was read as a source; tell in `kind` what it is");
        return Err((CorrectionProblem::Incomplete, message));
    };
    newcomers.insert(words, entity);
    let via = if document.entities[entity.0 as usize].name.is_some() { Via::Name } else { Via::Nominal };
    let at = document.mentions.partition_point(|m| m.tokens.start < place.tokens.start);
    document.mentions.insert(at, Mention { tokens: place.tokens.clone(), entity, via });
    Ok(Wanted::By(entity, place.tokens))
}

/// Adds an entity that the parser has not seen.
fn newcomer(document: &mut Document, words: &str, tokens: &Range<u32>, kind: SourceKind) -> EntityId {
    use SourceKind as Kind;
    let (entity_type, named) = match kind {
        Kind::NamedPerson | Kind::Pseudonym => (EntityType::Person, true),
        Kind::Spokesperson | Kind::UnnamedPerson => (EntityType::Person, false),
        Kind::UnnamedGroup | Kind::Collective => (EntityType::Group, false),
        Kind::NamedOrganisation => (EntityType::Body, true),
        Kind::Media => (EntityType::Outlet, true),
        Kind::OwnOutlet => (EntityType::Author, false),
        Kind::Document | Kind::None => (EntityType::Document, false),
    };
    document.entities.push(Entity {
        entity_type,
        name: named.then(|| words.to_owned()),
        best: tokens.clone(),
        number: if entity_type == EntityType::Group { Number::Plural } else { Number::Singular },
        ..Entity::default()
    });
    EntityId(document.entities.len() as u32 - 1)
}

/// How an entity is called in labels.
pub(crate) fn called(text: &str, document: &Document, entity: EntityId) -> String {
    let entity = &document.entities[entity.0 as usize];
    entity
        .name
        .clone()
        .unwrap_or_else(|| document.span(&entity.best).of(text).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn carry_out(desk: &mut Desk<'_>, seeker: &Seeker<'_>, text: &str, amended: &mut Amended, wishes: Vec<Wish<'_>>) {
    let sense = |wish: &Wish<'_>| match &wish.wanted {
        Wanted::Gone => Sense::Gone,
        Wanted::By(entity, _) => Sense::By(Some(*entity)),
        Wanted::Nobody | Wanted::There => Sense::By(None),
    };
    // Those that are missing are told apart by their words.
    let target = |wish: &Wish<'_>| match wish.which {
        Some(i) => (i, 0, 0),
        None => (usize::MAX, wish.found.tokens.start, wish.found.tokens.end),
    };
    let senses: Vec<_> = wishes.iter().map(|w| (target(w), sense(w))).collect();
    let bad = contradictions(&senses);
    let document = &mut amended.document;
    let mut gone = vec![false; document.attributions.len()];
    let mut made: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut told: Vec<(usize, usize)> = Vec::new();
    for (wish, bad) in wishes.into_iter().zip(bad) {
        let about = (wish.number, wish.correction);
        let span = Some(wish.found.span);
        if bad {
            let to = wish.correction.relabel.wanted_source();
            desk.note(about, Label::Statement, span, Became::refused(to, contradicted()));
            continue;
        }
        let label = |document: &Document, source: Option<EntityId>| {
            Some(source.map_or_else(|| NOBODY.to_owned(), |e| called(text, document, e)))
        };
        let which = wish.which.or_else(|| made.get(&(wish.found.tokens.start, wish.found.tokens.end)).copied());
        let was = which.filter(|&i| !gone[i]).map(|i| {
            let attribution = &document.attributions[i];
            match attribution.act {
                Act::Statement => label(document, attribution.source).unwrap_or_default(),
                act => format!("{} of {}", act.name(), label(document, attribution.source).unwrap_or_default()),
            }
        });
        let (source, place) = match &wish.wanted {
            Wanted::Gone => {
                let which = which.expect("what is to go is there");
                gone[which] = true;
                desk.note(about, Label::Statement, span, Became::another(was, None, None));
                continue;
            }
            Wanted::By(entity, place) => (Some(*entity), Some(place.clone()).filter(|p| !p.is_empty())),
            Wanted::Nobody | Wanted::There => (None, None),
        };
        let Relabel::Statement { cue, kind, .. } = &wish.correction.relabel else { continue };
        let cue = match cue.as_deref().map(|cue| seeker.nearest(document, cue, &wish.found.tokens)).transpose() {
            Ok(cue) => cue.map(|c| c.tokens),
            Err(trouble) => {
                let to = wish.correction.relabel.wanted_source();
                desk.note(about, Label::Statement, span, Became::refused(to, trouble));
                continue;
            }
        };
        let which = which.unwrap_or_else(|| {
            let attribution = missed(document, &wish.found.tokens);
            document.attributions.push(attribution);
            gone.push(false);
            made.insert((wish.found.tokens.start, wish.found.tokens.end), gone.len() - 1);
            gone.len() - 1
        });
        give(document, which, source, place, cue);
        if let (Some(kind), Some(entity)) = (kind, source) {
            amended.kinds.push((wish.number, entity, *kind));
        }
        let to = label(document, source);
        told.push((wish.number, which));
        desk.note(about, Label::Statement, span, Became::another(was, to, None));
    }
    amended.statements = in_order(document, &gone, &told);
}

/// A statement that was missed, nobody's as yet.
fn missed(document: &Document, tokens: &Range<u32>) -> Attribution {
    let quoted = |i: u32| document.quote_of(i).is_some();
    let form = match (tokens.clone().all(quoted), tokens.clone().any(quoted)) {
        (true, _) => Form::Direct,
        (false, true) => Form::Mixed,
        (false, false) => Form::Indirect,
    };
    let paragraph = document.paragraph_of(document.sentence_of(tokens.start));
    let zone = document.paragraphs.get(paragraph).map(|p| p.zone).unwrap_or_default();
    Attribution { content: vec![tokens.clone()], form, zone, via: Via::Implicit, ..Attribution::default() }
}

/// Makes attribution `which` a statement of `source`.
fn give(
    document: &mut Document,
    which: usize,
    source: Option<EntityId>,
    place: Option<Range<u32>>,
    cue: Option<Range<u32>>,
) {
    let sentence = |i: u32| document.sentence_of(i);
    let here = document.attributions[which].content.first().map_or(0, |c| c.start);
    // As for every other statement: who is named elsewhere is not named here.
    let close = |p: &Range<u32>| {
        let [here, there] = [here, p.start].map(sentence);
        here.abs_diff(there) <= 1 && document.paragraph_of(here) == document.paragraph_of(there)
    };
    let named = place.clone().filter(close);
    let via = place.as_ref().and_then(|p| {
        let from = document.mentions.partition_point(|m| m.tokens.end <= p.start);
        document.mentions.get(from).filter(|m| m.tokens.start < p.end).map(|m| m.via)
    });
    let attribution = &mut document.attributions[which];
    if attribution.source != source || attribution.source_span.is_none() {
        attribution.source = source;
        attribution.source_span = named;
        attribution.via = via.filter(|_| attribution.source_span.is_some()).unwrap_or(Via::Implicit);
    }
    attribution.cue = cue.or_else(|| attribution.cue.take());
    attribution.act = Act::Statement;
    attribution.confidence = Confidence::Sure;
}

/// Takes out the attributions that are `gone` and puts the others in the order of the text. Returns where those that
/// corrections `told` of are now.
fn in_order(document: &mut Document, gone: &[bool], told: &[(usize, usize)]) -> Vec<(usize, u32)> {
    let begin = |a: &Attribution| {
        let words = a.source_span.iter().chain(&a.cue).chain(&a.content);
        words.map(|r| r.start).min().unwrap_or(0)
    };
    let mut all: Vec<(usize, Attribution)> =
        std::mem::take(&mut document.attributions).into_iter().enumerate().collect();
    all.retain(|(i, _)| !gone[*i]);
    all.sort_by_key(|(i, a)| (begin(a), *i));
    let mut now = vec![None; gone.len()];
    for (place, (was, attribution)) in all.into_iter().enumerate() {
        now[was] = Some(place as u32);
        document.attributions.push(attribution);
    }
    told.iter().filter_map(|&(number, was)| Some((number, now[was]?))).collect()
}

/// Makes one source of those that are said to be the same.
fn merge(desk: &mut Desk<'_>, seeker: &Seeker<'_>, text: &str, amended: &mut Amended) {
    let document = &mut amended.document;
    let mut parent: Vec<u32> = (0..document.entities.len() as u32).collect();
    fn root(parent: &[u32], mut entity: u32) -> u32 {
        while parent[entity as usize] != entity {
            entity = parent[entity as usize];
        }
        entity
    }
    let speaks: Vec<bool> = {
        let mut speaks = vec![false; document.entities.len()];
        document.attributions.iter().filter_map(|a| a.source).for_each(|s| speaks[s.0 as usize] = true);
        speaks
    };
    let mut merged = Vec::new();
    for (number, correction) in desk.all() {
        let Relabel::Source { source, same_as: Some(same_as), .. } = &correction.relabel else { continue };
        let about = (number, correction);
        let other = Quoted { words: same_as.clone(), occurrence: None };
        let pair = seeker.named(document, source, |e| speaks[e.0 as usize]).and_then(|(found, entity)| {
            let any = seeker.named(document, &other, |e| speaks[e.0 as usize]);
            let any = any.or_else(|_| seeker.named(document, &other, |_| true));
            Ok((found, entity, any?.1))
        });
        match pair {
            Err(trouble) => {
                desk.note(about, Label::SameAs, None, Became::refused(Some(same_as.clone()), trouble));
            }
            Ok((found, a, b)) => {
                let [from, to] = [a, b].map(|e| called(text, document, e));
                let from = if a == b { to.clone() } else { from };
                merged.push(found.span);
                let (a, b) = (root(&parent, a.0), root(&parent, b.0));
                // Whoever has a name keeps it; of two as good the one that the text speaks of first.
                let named = |e: u32| document.entities[e as usize].name.is_none();
                let (keeps, goes) = if (named(a), a) <= (named(b), b) { (a, b) } else { (b, a) };
                parent[goes as usize] = keeps;
                desk.note(about, Label::SameAs, Some(found.span), Became::another(Some(from), Some(to), None));
            }
        }
    }
    if merged.is_empty() {
        return;
    }
    for entity in 0..parent.len() as u32 {
        let keeps = root(&parent, entity);
        if keeps != entity {
            let (role, count) =
                (document.entities[entity as usize].role.clone(), document.entities[entity as usize].count);
            let kept = &mut document.entities[keeps as usize];
            kept.role = kept.role.take().or(role);
            kept.count = kept.count.max(count);
        }
    }
    let moved = |id: EntityId| EntityId(root(&parent, id.0));
    document.mentions.iter_mut().for_each(|m| m.entity = moved(m.entity));
    document.attributions.iter_mut().for_each(|a| a.source = a.source.map(moved));
    amended.kinds.iter_mut().for_each(|k| k.1 = moved(k.1));
}
