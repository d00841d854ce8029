//! Who the sources are: every entity that something is attributed to, and the kind that the decision list gives it.

use std::ops::Range;

use onrecord_parser::{Act, Class, Entity, EntityId, EntityType, Via, Zone};
use onrecord_text::Span;

use super::Article;
use crate::assessment::{Attribution, Source};
use crate::pack::RuleSet;
use crate::rule::{Conditions, RuleKind};
use crate::words::{SourceKind, Standing};

/// The sources of an article beside what the record tells of them.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// As the record shows them.
    pub list: Vec<Source>,
    /// The entity of each.
    pub entities: Vec<EntityId>,
    /// Where each first says something, in the body if it does so there, by the words that name it there.
    pub first: Vec<Range<u32>>,
    /// Whether each states something in the body; a headline alone is not scored.
    pub speaks: Vec<bool>,
    /// The source that each entity is, if it is one.
    pub of_entity: Vec<Option<u32>>,
    /// Where each is mentioned, as tokens, in text order.
    pub mentions: Vec<Vec<(Range<u32>, Via)>>,
}

impl Sources {
    /// The source that `entity` is.
    pub(super) fn of(&self, entity: EntityId) -> Option<u32> {
        self.of_entity.get(entity.0 as usize).copied().flatten()
    }
}

/// Gathers the sources in the order in which they first say something.
pub(super) fn gather(article: &Article) -> Sources {
    let document = article.document;
    let mut sources = Sources { of_entity: vec![None; document.entities.len()], ..Sources::default() };
    let ranks = Ranked::of(article);
    for attribution in &document.attributions {
        let Some(id) = attribution.source else { continue };
        let Some(entity) = document.entities.get(id.0 as usize) else { continue };
        let speaks = attribution.zone == Zone::Body && attribution.act == Act::Statement;
        let named = || attribution.source_span.clone().unwrap_or_else(|| entity.best.clone());
        if let Some(known) = sources.of(id) {
            let source = &mut sources.list[known as usize];
            source.confidence = source.confidence.min(attribution.confidence);
            if speaks && !sources.speaks[known as usize] {
                sources.speaks[known as usize] = true;
                sources.first[known as usize] = named();
            }
            continue;
        }
        sources.of_entity[id.0 as usize] = Some(sources.list.len() as u32);
        let (kind, kind_rule) = ranks.judge(article, entity);
        sources.list.push(Source {
            label: label(article, entity),
            name: entity.name.clone(),
            kind,
            kind_rule,
            role: entity.role.clone().map(|r| article.words(&r).to_owned()),
            confidence: attribution.confidence,
            mentions: Vec::new(),
            descriptor: None,
            justified: None,
            claimed: entity.count.max(1),
            standing: Standing::Alone,
        });
        sources.entities.push(id);
        sources.first.push(named());
        sources.speaks.push(speaks);
        sources.mentions.push(Vec::new());
    }
    for mention in &document.mentions {
        if let Some(source) = sources.of(mention.entity) {
            sources.list[source as usize].mentions.push(document.span(&mention.tokens));
            sources.mentions[source as usize].push((mention.tokens.clone(), mention.via));
        }
    }
    sources
}

/// The name, or the words of the best description.
fn label(article: &Article, entity: &Entity) -> String {
    match &entity.name {
        Some(name) => name.clone(),
        None => article.words(&entity.best).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The record's attributions, in text order. What lies within `terms`, "asked that her name not be used", is no statement
/// but the terms of one.
pub(super) fn attributions(article: &Article, sources: &Sources, terms: &[Range<u32>]) -> Vec<Attribution> {
    let document = article.document;
    let agentless = Ranked::of(article).agentless();
    let one = |range: &Option<Range<u32>>| range.iter().map(|r| document.span(r)).collect::<Vec<Span>>();
    let within = |a: &onrecord_parser::Attribution| {
        let Some(cue) = &a.cue else { return false };
        let last = terms[..terms.partition_point(|t| t.start <= cue.start)].last();
        let inside = |part: &Range<u32>, t: &Range<u32>| part.start >= t.start && part.end <= t.end;
        last.is_some_and(|t| inside(cue, t) && a.content.iter().all(|c| inside(c, t)))
    };
    let kind = |a: &onrecord_parser::Attribution| {
        a.source.and_then(|id| sources.of(id)).map(|s| sources.list[s as usize].kind)
    };
    let record = |(at, a): (usize, &onrecord_parser::Attribution)| {
        let source = a.source.and_then(|id| sources.of(id));
        let media = |b: &onrecord_parser::Attribution| kind(b) == Some(SourceKind::Media);
        // What an outlet says that another has said is told elsewhere as it is.
        let passed = || passed_on(&document.attributions, at, media).filter(|_| !media(a));
        let outlet = a.outlet.clone().or_else(passed);
        Attribution {
            source,
            source_span: one(&a.source_span),
            via: a.via,
            cue: one(&a.cue),
            content: a.content.iter().map(|r| document.span(r)).collect(),
            form: a.form,
            act: if within(a) { Act::Other } else { a.act },
            kind: source.map_or(agentless, |s| sources.list[s as usize].kind),
            stance: a.stance,
            outlet: outlet.map(|r| article.words(&r).to_owned()),
            zone: a.zone,
            confidence: a.confidence,
        }
    };
    document.attributions.iter().enumerate().map(record).collect()
}

/// The outlet that a statement was taken from, where the words of the outlet are that somebody said it: "…, said Roe,
/// according to the Northway Herald".
fn passed_on(
    all: &[onrecord_parser::Attribution],
    at: usize,
    media: impl Fn(&onrecord_parser::Attribution) -> bool,
) -> Option<Range<u32>> {
    // So few attributions stand in a sentence.
    const NEAR: usize = 3;
    let own = &all[at];
    let (source, cue) = (own.source_span.as_ref()?, own.cue.as_ref()?);
    // The shortest words that hold it: "A reported that B quoted C as saying" is B's.
    let room = |b: &onrecord_parser::Attribution| {
        let holds = |c: &&Range<u32>| {
            let within = |part: &Range<u32>| c.start <= part.start && part.end <= c.end;
            within(source) && within(cue)
        };
        b.content.iter().filter(holds).map(ExactSizeIterator::len).min()
    };
    let near = &all[at.saturating_sub(NEAR)..all.len().min(at + NEAR + 1)];
    let others = near.iter().filter(|b| b.source != own.source && media(b));
    let (_, nearest) = others.filter_map(|b| Some((room(b)?, b))).min_by_key(|(room, _)| *room)?;
    nearest.source_span.clone()
}

/// The source rules of a rule set, the lowest rank first.
pub(super) struct Ranked<'r> {
    set: &'r RuleSet,
}

impl<'r> Ranked<'r> {
    pub(super) fn of(article: &Article<'r>) -> Self {
        Self { set: article.rules }
    }

    /// Rank, number, kind and conditions of each.
    pub(super) fn rules(&self) -> impl Iterator<Item = (u32, usize, SourceKind, &'r Conditions)> + use<'r> {
        let set = self.set;
        set.ranked().iter().filter_map(|&id| match &set.rule(id).kind {
            RuleKind::Source { source_kind, rank, conditions } => {
                Some((*rank, id.0 as usize, *source_kind, &**conditions))
            }
            _ => None,
        })
    }

    /// The kind of what nobody is named for.
    fn agentless(&self) -> SourceKind {
        self.rules().find(|r| r.3.agentless == Some(true)).map_or(SourceKind::None, |r| r.2)
    }

    /// The kind of `entity` by the first rule that holds, and the rule's id.
    pub(super) fn judge(&self, article: &Article, entity: &Entity) -> (SourceKind, String) {
        if entity.entity_type == EntityType::Outlet && article.is_own(entity.name.as_deref().unwrap_or_default()) {
            let own = self.rules().find(|r| r.2 == SourceKind::OwnOutlet);
            return (SourceKind::OwnOutlet, own.map_or(String::new(), |r| article.rules.rules()[r.1].id.clone()));
        }
        let matching = article.source_rules_in(&entity.best);
        let first = self.rules().find(|&(_, rule, _, conditions)| {
            if article.rules.rules()[rule].patterns.is_empty() {
                return holds_wordless(article, entity, rule, conditions);
            }
            matching.contains(&rule)
                && holds(article, entity, conditions)
                && head_fits(article, entity, rule, conditions)
        });
        first.map_or((SourceKind::Document, String::new()), |(_, rule, kind, _)| {
            (kind, article.rules.rules()[rule].id.clone())
        })
    }
}

/// Whether a rule without patterns holds of `entity`.
pub(super) fn holds_wordless(article: &Article, entity: &Entity, rule: usize, conditions: &Conditions) -> bool {
    holds(article, entity, conditions)
        && head_fits(article, entity, rule, conditions)
        && !article.excepted(rule, &entity.best)
}

fn holds(article: &Article, entity: &Entity, conditions: &Conditions) -> bool {
    fn fits<T: PartialEq>(wanted: Option<T>, have: &T) -> bool {
        wanted.is_none_or(|w| w == *have)
    }
    (conditions.entity.is_empty() || conditions.entity.contains(&entity.entity_type))
        && fits(conditions.named, &entity.name.is_some())
        && fits(conditions.number, &entity.number)
        && fits(conditions.counted, &(entity.count > 0))
        && fits(conditions.indefinite, &entity.indefinite)
        && fits(conditions.agentless, &false)
        && fits(conditions.possessed, &possessed(article, entity))
}

pub(super) fn head_fits(article: &Article, entity: &Entity, rule: usize, conditions: &Conditions) -> bool {
    conditions.head.is_empty() || entity.head.is_some_and(|head| article.head_is(rule, head))
}

/// Whether a possessive stands before the head: "Roe's lawyer", "his aide".
pub(super) fn possessed(article: &Article, entity: &Entity) -> bool {
    let end = entity.head.unwrap_or(entity.best.end).min(entity.best.end);
    (entity.best.start..end).any(|i| {
        let token = &article.document.tokens[i as usize];
        token.shape.has(onrecord_parser::Shape::POSS) || token.classes(article.rules.lexicon()).has(Class::Possessive)
    })
}
