//! What running the examples showed of each rule: how many there are of each sort, and which patterns they need.

use crate::examples::ExampleReport;
use crate::pack::RuleSet;
use crate::problem::{Level, Problem};
use crate::rule::{Example, ExampleKind, Rule, RuleId};

/// What the examples of a rule showed. All counts are of examples that were run; those by sort leave out
/// the ones that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The rule.
    pub rule: RuleId,
    /// Hits.
    pub hits: usize,
    /// Misses.
    pub misses: usize,
    /// Cases.
    pub cases: usize,
    /// The cases in which the rule found nothing, as in a miss.
    pub silent_cases: usize,
    /// Known failures: `todo_hit`, `todo_miss`, and what a pack above accepts as broken.
    pub todos: usize,
    /// By pattern: the hits and cases in which it matches where the rule fires.
    pub patterns: Vec<usize>,
    /// By pattern of `unless`: the hits, misses and cases in which the rule would match more without it.
    pub unless: Vec<usize>,
}

impl Coverage {
    pub(crate) fn new(id: RuleId, rule: &Rule) -> Self {
        let (patterns, unless) = (vec![0; rule.patterns.len()], vec![0; rule.unless.len()]);
        Self { rule: id, hits: 0, misses: 0, cases: 0, silent_cases: 0, todos: 0, patterns, unless }
    }

    /// Counts an example that holds, in which the rule was silent or not.
    pub(crate) fn count(&mut self, example: &Example, silent: bool) {
        match example.kind {
            _ if is_known(example) => self.todos += 1,
            ExampleKind::Hit { .. } => self.hits += 1,
            ExampleKind::Miss { .. } => self.misses += 1,
            ExampleKind::Case(_) => {
                self.cases += 1;
                self.silent_cases += usize::from(silent);
            }
        }
    }

    /// Whether no example shows the rule silent: neither a miss nor a case in which it finds nothing.
    #[must_use]
    pub fn never_silent(&self) -> bool {
        self.misses + self.silent_cases == 0
    }
}

/// A warning for each pattern of `unless` in the uppermost pack of `rules` that none of the `examples` needs: it may be
/// dead, or guard against nothing, and nobody would notice.
#[must_use]
pub fn unneeded(rules: &RuleSet, examples: &ExampleReport) -> Vec<Problem> {
    let top = rules.packs().len().saturating_sub(1);
    let mut out = Vec::new();
    for coverage in examples.coverage.iter().filter(|c| c.unless.contains(&0)) {
        let rule = rules.rule(coverage.rule);
        let resolved = rules.resolved(rule).into_iter().find(|key| key.key == "unless");
        let parts = resolved.into_iter().flat_map(|key| key.parts).filter(|part| !part.removed);
        let idle = parts.zip(&coverage.unless).filter(|(part, needed)| part.pack == top && **needed == 0);
        let key = |file: &str| if file == rule.file { "miss" } else { "add_miss" };
        out.extend(idle.map(|(part, _)| Problem {
            level: Level::Warning,
            message: format!("no example of `{}` needs this pattern of `unless`", rule.id),
            help: Some(format!("add a `{}` that would be found without it, or leave it out", key(&part.file))),
            span: Some(part.place),
            source: rules.source(&part.file).unwrap_or_default(),
            file: part.file,
        }));
    }
    out
}

/// Whether the example is known not to show what its rule says.
pub(crate) fn is_known(example: &Example) -> bool {
    let known = matches!(example.kind, ExampleKind::Hit { known: true, .. } | ExampleKind::Miss { known: true });
    known || example.accepted
}
