//! Findings: what markers show, what is absent, what passes a count.

use std::ops::Range;

use onrecord_parser::Zone;

use super::accused::Accused;
use super::notes::Note;
use super::relate::{Item, Known, Related};
use super::sources::Sources;
use super::tally::Heard;
use super::unnamed::Marked;
use super::{Article, Hit};
use crate::assessment::{Attribution, Finding};
use crate::relation::{Counted, Each, Near, Thing};
use crate::rule::{MarkKind, Rule, RuleKind, RuleStatus};
use crate::words::SourceKind;

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
