//! What running the examples showed of each rule: how many there are of each sort, and which patterns they need.

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

/// Whether the example is known not to show what its rule says.
pub(crate) fn is_known(example: &Example) -> bool {
    let known = matches!(example.kind, ExampleKind::Hit { known: true, .. } | ExampleKind::Miss { known: true });
    known || example.accepted
}
