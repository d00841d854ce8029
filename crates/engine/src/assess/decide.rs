//! How each source came to its kind, told for people: the decision list, rule by rule.

use std::cell::RefCell;
use std::ops::Range;

use onrecord_parser::{Document, Entity, EntityType, Number};

use super::sources::{Ranked, head_fits, possessed};
use super::{Article, Options};
use crate::pack::RuleSet;
use crate::pattern::Scratch;
use crate::rule::{Conditions, RuleId};
use crate::words::SourceKind;

/// How a source came to its kind.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The words that rules look at: the fullest name or description.
    pub tokens: Range<u32>,
    /// The kind that it gets.
    pub kind: SourceKind,
    /// The rule that gives it; `None` when no rule holds.
    pub winner: Option<RuleId>,
    /// The rules, the lowest rank first.
    pub considered: Vec<Considered>,
}

/// A source rule that was asked.
#[derive(Clone, Debug)]
pub struct Considered {
    /// The rule.
    pub rule: RuleId,
    /// Its rank.
    pub rank: u32,
    /// The conditions that do not hold; a rule without any holds.
    pub failed: Vec<String>,
}

/// How every source of an article came to its kind, in the order in which they first say something.
pub(crate) fn decisions(
    text: &str,
    document: &Document,
    rules: &RuleSet,
    options: &Options,
    scratch: &mut Scratch,
) -> Vec<Decision> {
    let article = Article { text, document, rules, options, scratch: RefCell::new(scratch) };
    let ranks = Ranked::of(&article);
    let mut seen = vec![false; document.entities.len()];
    let mut out = Vec::new();
    for attribution in &document.attributions {
        let Some(id) = attribution.source else { continue };
        let Some(entity) = document.entities.get(id.0 as usize) else { continue };
        if std::mem::replace(&mut seen[id.0 as usize], true) {
            continue;
        }
        let (kind, winner) = ranks.judge(&article, entity);
        let matching = article.source_rules_in(&entity.best);
        let considered = ranks.rules().map(|(rank, rule, _, conditions)| {
            let wordless = rules.rules()[rule].patterns.is_empty();
            let mut failed = failed(&article, entity, conditions);
            if !wordless && !matching.contains(&rule) {
                failed.push("no pattern matches".to_owned());
            }
            if wordless && article.excepted(rule, &entity.best) {
                failed.push("a pattern of `unless` matches".to_owned());
            }
            if !head_fits(&article, entity, rule, conditions) {
                let head =
                    entity.head.map_or("it has no head noun".to_owned(), |h| format!("it is `{}`", article.lower(h)));
                failed.push(format!("head = [{}]: {head}", conditions.head.join(", ")));
            }
            Considered { rule: RuleId(rule as u32), rank, failed }
        });
        out.push(Decision {
            tokens: entity.best.clone(),
            kind,
            winner: rules.find(&winner),
            considered: considered.collect(),
        });
    }
    out
}

/// The conditions of `where` that do not hold, with what is so instead.
fn failed(article: &Article, entity: &Entity, conditions: &Conditions) -> Vec<String> {
    let mut out = Vec::new();
    if !conditions.entity.is_empty() && !conditions.entity.contains(&entity.entity_type) {
        let wanted: Vec<&str> = conditions.entity.iter().copied().map(EntityType::name).collect();
        out.push(format!("entity = [{}]: it is {}", wanted.join(", "), entity.entity_type.name()));
    }
    if let Some(wanted) = conditions.number.filter(|w| *w != entity.number) {
        let name = |number| match number {
            Number::Singular => "singular",
            Number::Plural => "plural",
            Number::Unknown => "unknown",
        };
        out.push(format!("number = {}: it is {}", name(wanted), name(entity.number)));
    }
    for (key, wanted, have) in [
        ("named", conditions.named, entity.name.is_some()),
        ("counted", conditions.counted, entity.count > 0),
        ("indefinite", conditions.indefinite, entity.indefinite),
        ("agentless", conditions.agentless, false),
        ("possessed", conditions.possessed, possessed(article, entity)),
    ] {
        if let Some(wanted) = wanted.filter(|w| *w != have) {
            out.push(format!("{key} = {wanted}"));
        }
    }
    out
}
