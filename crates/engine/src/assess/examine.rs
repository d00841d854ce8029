//! Findings: what markers show, what is absent, what passes a count.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{EntityId, Zone};

use super::notes::Note;
use super::relate::{Item, Known, Related};
use super::sources::Sources;
use super::tally::Heard;
use super::unnamed::Marked;
use super::{Article, Hit};
use crate::assessment::{Attribution, Finding};
use crate::relation::{Counted, Each, Near, Thing};
use crate::rule::{Mark, MarkKind, Rule, RuleKind, RuleStatus};
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

/// Whether `rule` makes a missing reply of an accused party count: while it is only tried out, such a party is left out
/// of the score, for the finding tells of a living person's conduct and must be right.
pub(super) fn counts_missing_replies(rule: &Rule) -> bool {
    let RuleKind::Absence { for_each: Each { thing: Thing::Markers(marks), .. }, missing, .. } = &rule.kind else {
        return false;
    };
    marks.kinds.contains(&MarkKind::Accusation)
        && matches!(missing, Some(Near::Response(_)))
        && rule.status != RuleStatus::Preview
        && rule.disabled.is_none()
}

/// All findings, in text order.
pub(super) fn findings(article: &Article, evidence: &Evidence) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for hit in evidence.hits {
        let rule = &article.rules.rules()[hit.rule];
        let RuleKind::Marker { marks, .. } = &rule.kind else { continue };
        if marks.kind().is_told() {
            out.push(finding(article, &rule.id, &hit.tokens, None));
        }
    }
    let related = Related { article, evidence, known: &Known::default() };
    for rule in article.rules.rules().iter().filter(|r| r.disabled.is_none()) {
        match &rule.kind {
            RuleKind::Absence { for_each, with, missing } => {
                for (tokens, source) in lacking(&related, for_each, with.as_ref(), missing.as_ref()) {
                    out.push(finding(article, &rule.id, &tokens, source));
                }
            }
            RuleKind::Count { count, with, missing, bounds } => {
                let (number, first) = counted(&related, count, with.as_ref(), missing.as_ref());
                let all = if bounds.is_share() || bounds.min_all > 0 { all(&related, count) } else { 0 };
                if bounds.hold(number, all, evidence.words) {
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

/// Where the thing of an absence rule stands, with what it asks for and without what it misses.
fn lacking(
    related: &Related,
    each: &Each,
    with: Option<&Near>,
    missing: Option<&Near>,
) -> Vec<(Range<u32>, Option<u32>)> {
    // Whom an accusation is about is known, and whether they speak or deny it counts as an answer.
    if let (Thing::Markers(marks), Some(Near::Response(any))) = (&each.thing, missing)
        && marks.kinds == [MarkKind::Accusation]
        && any.is_empty()
        && with.is_none()
    {
        let silent = |a: &&Accused| a.heard == Heard::No;
        return related.evidence.accused.iter().filter(silent).map(|a| (a.tokens.clone(), None)).collect();
    }
    chosen(related, each, with, missing).into_iter().map(|item| (item.tokens, item.source)).collect()
}

/// The things that have what `with` asks for, and lack what is `missing`.
fn chosen(related: &Related, each: &Each, with: Option<&Near>, missing: Option<&Near>) -> Vec<Item> {
    let mut things = related.things(each);
    for (near, wanted) in [(with, true), (missing, false)] {
        if let Some(finder) = near.map(|n| related.finder(n)) {
            things.retain(|item| finder.has(item) == wanted);
        }
    }
    things
}

/// How many, and where the first.
fn counted(related: &Related, count: &Counted, with: Option<&Near>, missing: Option<&Near>) -> (u32, Range<u32>) {
    let evidence = related.evidence;
    let opening = related.article.document.attributions.first();
    let start = || opening.and_then(|a| a.source_span.clone().or_else(|| a.cue.clone())).unwrap_or(0..0);
    let each = match count {
        Counted::Independent => return (evidence.independent, start()),
        Counted::Things(each) => each,
    };
    let things = chosen(related, each, with, missing);
    let first = match (&each.thing, things.first()) {
        (Thing::Sources(_) | Thing::Responses(_), _) | (_, None) => start(),
        (_, Some(first)) => first.tokens.clone(),
    };
    let mut number = things.len() as u32;
    // Claims without anybody behind them have no source to be counted by.
    if matches!(&each.thing, Thing::Sources(kinds) if kinds.contains(&SourceKind::None)) {
        let body = |a: &&Attribution| a.source.is_none() && a.zone == Zone::Body;
        number += evidence.attributions.iter().filter(body).count() as u32;
    }
    (number, first)
}

/// Of how many the things of a count rule are a share: of all sources or statements, whatever their kind.
fn all(related: &Related, count: &Counted) -> u32 {
    let Counted::Things(each) = count else { return 0 };
    let every = || SourceKind::ALL.to_vec();
    let thing = match &each.thing {
        Thing::Sources(_) => Thing::Sources(every()),
        Thing::Statements(_) => Thing::Statements(every()),
        _ => return 0,
    };
    related.things(&Each { thing, ..each.clone() }).len() as u32
}
