//! Findings: what markers show, what is absent, what passes a count.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{EntityId, Zone};

use super::notes::Note;
use super::sources::Sources;
use super::tally::Heard;
use super::unnamed::Marked;
use super::{Article, Hit, near};
use crate::assessment::{Attribution, Finding};
use crate::rule::{Counted, Each, Mark, MarkKind, Missing, RuleKind, Within};
use crate::words::{Outcome, SourceKind};

/// Somebody with a name who is accused, where first, and whether heard.
#[derive(Clone, Debug)]
pub(super) struct Accused {
    pub tokens: Range<u32>,
    pub heard: Heard,
}

/// What has been gathered from an article, for rules to look at.
pub(super) struct Evidence<'e> {
    pub hits: &'e [Hit],
    pub sources: &'e Sources,
    pub attributions: &'e [Attribution],
    pub notes: &'e [Note],
    pub marked: &'e [Marked],
    pub accused: &'e [Accused],
    pub words: u32,
    pub independent: u32,
}

/// The named people and bodies that accusations are about.
pub(super) fn accused(article: &Article, hits: &[Hit], sources: &Sources, notes: &[Note]) -> Vec<Accused> {
    let sides = Sides::of(article, hits, sources, notes);
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for hit in hits {
        if !is(article, hit, &Mark::Accusation) {
            continue;
        }
        let party = hit.who.clone().or_else(|| article.subject_at(&hit.tokens));
        let Some(entity) = party.and_then(|p| article.entity_of(&p)) else { continue };
        let named = article.document.entities.get(entity.0 as usize).is_some_and(|e| e.name.is_some());
        if named && seen.insert(entity) {
            out.push(Accused { tokens: hit.tokens.clone(), heard: sides.heard(entity, sources) });
        }
    }
    out
}

/// Who was asked and who speaks in the article.
#[derive(Default)]
struct Sides {
    asked: BTreeMap<EntityId, Outcome>,
    /// Those for whom a source speaks, a lawyer for one: they are named in the words that describe the source.
    represented: BTreeSet<EntityId>,
    denying: BTreeSet<EntityId>,
    /// What came of asking somebody of whom the text does not show who it was.
    somebody: Option<Outcome>,
}

impl Sides {
    fn of(article: &Article, hits: &[Hit], sources: &Sources, notes: &[Note]) -> Self {
        let mut sides = Self::default();
        for note in notes {
            let outcome = note.response.outcome;
            let named = note.party.iter().flat_map(|p| article.mentioned_in(p));
            for entity in note.entity.into_iter().chain(named) {
                sides.asked.entry(entity).or_insert(outcome);
            }
            if note.entity.is_none() {
                sides.somebody.get_or_insert(outcome);
            }
        }
        for source in &sources.entities {
            let best = &article.document.entities[source.0 as usize].best;
            sides.represented.extend(article.mentioned_in(best).filter(|other| other != source));
        }
        for hit in hits.iter().filter(|h| is(article, h, &Mark::Denial)) {
            sides.denying.extend(article.subject_at(&hit.tokens).and_then(|s| article.entity_of(&s)));
        }
        sides
    }

    /// Whether `entity` has its say.
    fn heard(&self, entity: EntityId, sources: &Sources) -> Heard {
        if let Some(&outcome) = self.asked.get(&entity) {
            return Heard::Asked(outcome);
        }
        if sources.of(entity).is_some() || self.represented.contains(&entity) || self.denying.contains(&entity) {
            return Heard::Spoke;
        }
        self.somebody.map_or(Heard::No, Heard::Somebody)
    }
}

fn is(article: &Article, hit: &Hit, mark: &Mark) -> bool {
    matches!(&article.rules.rules()[hit.rule].kind, RuleKind::Marker { marks, .. } if marks == mark)
}

/// All findings, in text order. Descriptors, genre and terms of anonymity are told elsewhere in the record.
pub(super) fn findings(article: &Article, evidence: &Evidence) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for hit in evidence.hits {
        let rule = &article.rules.rules()[hit.rule];
        let RuleKind::Marker { marks, .. } = &rule.kind else { continue };
        if !matches!(marks, Mark::Descriptor(_) | Mark::Genre(_) | Mark::Justification(_) | Mark::OwnOutlet) {
            out.push(finding(article, &rule.id, &hit.tokens, None));
        }
    }
    for rule in article.rules.rules().iter().filter(|r| r.disabled.is_none()) {
        match &rule.kind {
            RuleKind::Absence { for_each, missing } => {
                for (tokens, source) in lacking(article, evidence, for_each, missing) {
                    out.push(finding(article, &rule.id, &tokens, source));
                }
            }
            RuleKind::Count { count, at_least, at_most, min_words } => {
                let (number, first) = counted(article, evidence, count);
                let passes = at_least.is_none_or(|n| number >= n) && at_most.is_none_or(|n| number <= n);
                if passes && evidence.words >= *min_words {
                    out.push(finding(article, &rule.id, &first, None));
                }
            }
            _ => {}
        }
    }
    out.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.rule.cmp(&b.rule)));
    out
}

fn finding(article: &Article, rule: &str, tokens: &Range<u32>, source: Option<u32>) -> Finding {
    Finding { rule: rule.to_owned(), span: article.document.span(tokens), source, dimension: None, suppression: None }
}

/// Where the first thing of an absence rule stands without the second.
fn lacking(article: &Article, evidence: &Evidence, each: &Each, missing: &Missing) -> Vec<(Range<u32>, Option<u32>)> {
    match each {
        Each::Source(kinds) => {
            let sources = evidence.sources;
            let have = had_by_sources(article, evidence, missing);
            let lacks = |s: &u32| kinds.contains(&sources.list[*s as usize].kind) && !have.contains(s);
            let all = 0..sources.list.len() as u32;
            all.filter(lacks).map(|s| (sources.first[s as usize].clone(), Some(s))).collect()
        }
        Each::Marker(MarkKind::Accusation) if matches!(missing, Missing::Response(None)) => {
            let silent = |a: &&Accused| a.heard == Heard::No;
            evidence.accused.iter().filter(silent).map(|a| (a.tokens.clone(), None)).collect()
        }
        Each::Marker(kind) => {
            let places = |kind: MarkKind| -> Vec<Range<u32>> {
                evidence.hits.iter().filter(|h| mark_kind(article, h) == Some(kind)).map(|h| h.tokens.clone()).collect()
            };
            let others = match missing {
                Missing::Marker { marker, .. } => places(*marker),
                Missing::Response(_) => Vec::new(),
            };
            let has = |at: &Range<u32>| match missing {
                Missing::Marker { within, .. } => any_near(article, &others, at, *within),
                Missing::Response(outcome) => {
                    evidence.notes.iter().any(|n| outcome.is_none_or(|w| w == n.response.outcome))
                }
            };
            places(*kind).into_iter().filter(|at| !has(at)).map(|at| (at, None)).collect()
        }
    }
}

/// The sources that have what an absence rule looks for.
fn had_by_sources(article: &Article, evidence: &Evidence, missing: &Missing) -> BTreeSet<u32> {
    match missing {
        Missing::Marker { marker, within } => {
            let of_kind = evidence.marked.iter().filter(|m| m.kind == *marker);
            let bound = of_kind.flat_map(|m| m.sources.iter().map(|&s| (s, &m.tokens)));
            let first = |s: u32| &evidence.sources.first[s as usize];
            bound.filter(|(s, at)| near(article.document, first(*s), at, *within)).map(|(s, _)| s).collect()
        }
        Missing::Response(outcome) => {
            let wanted = evidence.notes.iter().filter(|n| outcome.is_none_or(|w| w == n.response.outcome));
            wanted.filter_map(|n| n.response.party_source).collect()
        }
    }
}

/// Whether any of `places`, in text order, is near `at`; the neighbours on both sides decide.
fn any_near(article: &Article, places: &[Range<u32>], at: &Range<u32>, within: Within) -> bool {
    let behind = places.partition_point(|p| p.start < at.start);
    let neighbours = places[behind.saturating_sub(1)..].iter().take(2);
    neighbours.into_iter().any(|p| near(article.document, at, p, within))
}

fn mark_kind(article: &Article, hit: &Hit) -> Option<MarkKind> {
    match &article.rules.rules()[hit.rule].kind {
        RuleKind::Marker { marks, .. } => Some(marks.kind()),
        _ => None,
    }
}

/// How many, and where the first.
fn counted(article: &Article, evidence: &Evidence, count: &Counted) -> (u32, Range<u32>) {
    let document = article.document;
    let start =
        document.attributions.first().and_then(|a| a.source_span.clone().or_else(|| a.cue.clone())).unwrap_or(0..0);
    match count {
        Counted::Sources(kinds) if kinds.contains(&SourceKind::None) => {
            let body = |a: &&Attribution| a.source.is_none() && a.zone == Zone::Body;
            let agentless = evidence.attributions.iter().filter(body).count();
            let others = evidence.sources.list.iter().filter(|s| kinds.contains(&s.kind)).count();
            (agentless as u32 + others as u32, start)
        }
        Counted::Sources(kinds) => {
            (evidence.sources.list.iter().filter(|s| kinds.contains(&s.kind)).count() as u32, start)
        }
        Counted::Marker(kind) => {
            let mut of_kind = evidence.hits.iter().filter(|h| mark_kind(article, h) == Some(*kind)).peekable();
            let first = of_kind.peek().map_or(start, |h| h.tokens.clone());
            (of_kind.count() as u32, first)
        }
        Counted::Responses(outcome) => {
            let wanted = |n: &&Note| outcome.is_none_or(|w| w == n.response.outcome);
            (evidence.notes.iter().filter(wanted).count() as u32, start)
        }
        Counted::Independent => (evidence.independent, start),
    }
}
