//! Findings: what markers show, what is absent, what passes a count.

use std::collections::BTreeSet;
use std::ops::Range;

use onrecord_parser::EntityId;

use super::notes::Note;
use super::sources::Sources;
use super::tally::Heard;
use super::unnamed::Marked;
use super::{Article, Hit, near};
use crate::assessment::{Attribution, Finding};
use crate::rule::{Counted, Each, Mark, MarkKind, Missing, RuleKind};
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
            out.push(Accused { tokens: hit.tokens.clone(), heard: heard(article, hits, entity, sources, notes) });
        }
    }
    out
}

/// Whether `entity` has its say.
fn heard(article: &Article, hits: &[Hit], entity: EntityId, sources: &Sources, notes: &[Note]) -> Heard {
    let about = |note: &&Note| {
        note.entity == Some(entity) || note.party.as_ref().is_some_and(|p| article.mentioned_in(p).any(|e| e == entity))
    };
    if let Some(note) = notes.iter().find(about) {
        return Heard::Asked(note.response.outcome);
    }
    // Its spokesperson or lawyer speaks: the words that describe the source hold a mention of the accused.
    let speaks_for = |other: &EntityId| {
        let best = &article.document.entities[other.0 as usize].best;
        *other != entity && article.mentioned_in(best).any(|e| e == entity)
    };
    if sources.of(entity).is_some() || sources.entities.iter().any(speaks_for) {
        return Heard::Spoke;
    }
    let denies = |hit: &&Hit| {
        is(article, hit, &Mark::Denial)
            && article.subject_at(&hit.tokens).and_then(|s| article.entity_of(&s)) == Some(entity)
    };
    if hits.iter().any(|h| denies(&h)) {
        return Heard::Spoke;
    }
    match notes.iter().find(|n| n.entity.is_none()) {
        Some(note) => Heard::Somebody(note.response.outcome),
        None => Heard::No,
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
        if !matches!(marks, Mark::Descriptor(_) | Mark::Genre(_) | Mark::Justification(_)) {
            out.push(finding(article, &rule.id, &hit.tokens, None));
        }
    }
    for rule in article.rules.rules() {
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
    Finding { rule: rule.to_owned(), span: article.document.span(tokens), source, dimension: None, suppressed: false }
}

/// Where the first thing of an absence rule stands without the second.
fn lacking(article: &Article, evidence: &Evidence, each: &Each, missing: &Missing) -> Vec<(Range<u32>, Option<u32>)> {
    match each {
        Each::Source(kinds) => {
            let sources = evidence.sources;
            let of_kind = |s: &u32| kinds.contains(&sources.list[*s as usize].kind);
            let place = |s: u32| (place(article, evidence, s), Some(s));
            let lacks = |(at, s): &(Range<u32>, Option<u32>)| {
                !source_has(article, evidence, s.unwrap_or_default(), at, missing)
            };
            (0..sources.list.len() as u32).filter(of_kind).map(place).filter(lacks).collect()
        }
        Each::Marker(MarkKind::Accusation) if matches!(missing, Missing::Response(None)) => {
            let silent = |a: &&Accused| a.heard == Heard::No;
            evidence.accused.iter().filter(silent).map(|a| (a.tokens.clone(), None)).collect()
        }
        Each::Marker(kind) => {
            let of_kind = |h: &&Hit| mark_kind(article, h) == Some(*kind);
            let lacks = |h: &&Hit| !place_has(article, evidence, &h.tokens, missing);
            evidence.hits.iter().filter(of_kind).filter(lacks).map(|h| (h.tokens.clone(), None)).collect()
        }
    }
}

/// Where a source first says something, by the words that name it there.
fn place(article: &Article, evidence: &Evidence, source: u32) -> Range<u32> {
    let entity = evidence.sources.entities[source as usize];
    let spoken = article.document.attributions.iter().find(|a| a.source == Some(entity));
    spoken
        .and_then(|a| a.source_span.clone())
        .unwrap_or_else(|| article.document.entities[entity.0 as usize].best.clone())
}

fn source_has(article: &Article, evidence: &Evidence, source: u32, at: &Range<u32>, missing: &Missing) -> bool {
    match missing {
        Missing::Marker { marker, within } => evidence.marked.iter().any(|m| {
            m.kind == *marker && m.sources.contains(&source) && near(article.document, at, &m.tokens, *within)
        }),
        Missing::Response(outcome) => {
            let wanted = |o: Outcome| outcome.is_none_or(|w| w == o);
            evidence.notes.iter().any(|n| n.response.party_source == Some(source) && wanted(n.response.outcome))
        }
    }
}

fn place_has(article: &Article, evidence: &Evidence, at: &Range<u32>, missing: &Missing) -> bool {
    match missing {
        Missing::Marker { marker, within } => {
            let hit =
                |h: &Hit| mark_kind(article, h) == Some(*marker) && near(article.document, at, &h.tokens, *within);
            evidence.hits.iter().any(hit)
        }
        Missing::Response(outcome) => evidence.notes.iter().any(|n| outcome.is_none_or(|w| w == n.response.outcome)),
    }
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
            let agentless = evidence.attributions.iter().filter(|a| a.source.is_none()).count();
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
