//! What the examples of rules were seen to show, for people and as JSON.

use std::fmt::Write as _;

use onrecord_engine::{Coverage, ExampleReport, GoldenReport, Level, Problem, Rule, RuleSet};
use serde::Serialize;

use crate::terminal::{BAD, HEADING, QUIET, cut, fit, paint, width};

/// What the examples of the rules of one pack showed.
#[derive(Debug, Serialize)]
pub struct Covered {
    rules: Vec<RuleRecord>,
    totals: Totals,
}

#[derive(Debug, Serialize)]
struct RuleRecord {
    id: String,
    #[serde(flatten)]
    counts: Counts,
    never_silent: bool,
    patterns: Vec<PatternRecord>,
    unless: Vec<PatternRecord>,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Counts {
    hits: usize,
    misses: usize,
    cases: usize,
    silent_cases: usize,
    todos: usize,
    golden: usize,
}

#[derive(Debug, Serialize)]
struct PatternRecord {
    pattern: String,
    examples: usize,
}

#[derive(Debug, Default, Serialize)]
struct Totals {
    rules: usize,
    /// Here `golden` is the number of documents.
    #[serde(flatten)]
    counts: Counts,
    never_silent: usize,
    patterns: usize,
    unless: usize,
    unused_unless: usize,
}

impl Covered {
    /// Of the uppermost pack of `rules`: its own rules, and those below that it changes.
    #[must_use]
    pub fn new(rules: &RuleSet, examples: &ExampleReport, goldens: &GoldenReport) -> Self {
        let top = rules.packs().len().saturating_sub(1);
        let ours = |rule: &Rule| rule.pack == top || rule.amendments.iter().any(|a| a.pack == top && !a.lapsed);
        let ours = examples.coverage.iter().filter(|coverage| ours(rules.rule(coverage.rule)));
        let records: Vec<RuleRecord> = ours.map(|coverage| RuleRecord::of(coverage, rules, goldens)).collect();
        let mut totals = Totals { rules: records.len(), ..Totals::default() };
        for record in &records {
            totals.counts.hits += record.counts.hits;
            totals.counts.misses += record.counts.misses;
            totals.counts.cases += record.counts.cases;
            totals.counts.silent_cases += record.counts.silent_cases;
            totals.counts.todos += record.counts.todos;
            totals.never_silent += usize::from(record.never_silent);
            totals.patterns += record.patterns.len();
            totals.unless += record.unless.len();
            totals.unused_unless += record.unless.iter().filter(|u| u.examples == 0).count();
        }
        totals.counts.golden = goldens.run;
        Self { rules: records, totals }
    }

    /// A table with a line for each rule and each of its patterns, and the totals.
    #[must_use]
    pub fn human(&self, columns: usize) -> String {
        // Five counts of seven columns, and the mark behind them.
        const COUNTS: usize = 5 * 7;
        const MARK: &str = "  no miss";
        let mut out = String::new();
        let longest = self.rules.iter().map(|r| width(&r.id)).max().unwrap_or_default();
        let id = longest.clamp(8, columns.saturating_sub(COUNTS + MARK.len()).max(8));
        let names = ["hits", "misses", "cases", "todos", "golden"].map(|name| format!("{name:>7}")).concat();
        let _ = writeln!(out, "{}", paint(HEADING, &format!("{}{names}", fit("rule", id))));
        for rule in &self.rules {
            let mark = if rule.never_silent { paint(BAD, MARK) } else { String::new() };
            let _ = writeln!(out, "{}{}{mark}", fit(&rule.id, id), rule.counts.row());
            for (what, patterns) in [("", &rule.patterns), ("unless ", &rule.unless)] {
                for PatternRecord { pattern, examples } in patterns {
                    let room = columns.saturating_sub(8 + what.len()).max(20);
                    let line = format!("{examples:>6}  {what}{}", cut(pattern, room));
                    let _ = writeln!(out, "{}", if *examples == 0 { paint(BAD, &line) } else { paint(QUIET, &line) });
                }
            }
        }
        let t = &self.totals;
        let _ = writeln!(out, "{}", paint(HEADING, &format!("{}{}", fit("all", id), t.counts.row())));
        let of = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let _ = writeln!(
            out,
            "{}, {}, {} of unless",
            of(t.rules, "rule", "rules"),
            of(t.patterns, "pattern", "patterns"),
            of(t.unless, "pattern", "patterns"),
        );
        let _ = writeln!(
            out,
            "{} no example shows silent\n{} of unless no example needs",
            of(t.never_silent, "rule", "rules"),
            of(t.unused_unless, "pattern", "patterns"),
        );
        out
    }
}

impl Counts {
    fn row(self) -> String {
        [self.hits, self.misses, self.cases, self.todos, self.golden].map(|n| format!("{n:>7}")).concat()
    }
}

impl RuleRecord {
    fn of(coverage: &Coverage, rules: &RuleSet, goldens: &GoldenReport) -> Self {
        let rule = rules.rule(coverage.rule);
        let records = |patterns: &[String], examples: &[usize]| {
            let pairs = patterns.iter().zip(examples);
            pairs.map(|(pattern, &examples)| PatternRecord { pattern: pattern.clone(), examples }).collect()
        };
        Self {
            id: rule.id.clone(),
            counts: Counts {
                hits: coverage.hits,
                misses: coverage.misses,
                cases: coverage.cases,
                silent_cases: coverage.silent_cases,
                todos: coverage.todos,
                golden: goldens.rules.get(&rule.id).copied().unwrap_or_default(),
            },
            never_silent: coverage.never_silent(),
            patterns: records(&rule.patterns, &coverage.patterns),
            unless: records(&rule.unless, &coverage.unless),
        }
    }
}

#[derive(Serialize)]
struct PackRecord<'p> {
    pack: &'p str,
    problems: Vec<ProblemRecord<'p>>,
    #[serde(flatten)]
    covered: Option<&'p Covered>,
}

#[derive(Serialize)]
struct ProblemRecord<'p> {
    level: &'static str,
    file: &'p str,
    line: Option<usize>,
    column: Option<usize>,
    message: &'p str,
    help: Option<&'p str>,
}

/// Packs by name, each with what is wrong with it and, where it loads, what its examples showed: a list of one object
/// each.
#[must_use]
pub fn json<'p>(packs: impl Iterator<Item = (&'p str, &'p [Problem], Option<&'p Covered>)>) -> String {
    let problem = |p: &'p Problem| ProblemRecord {
        level: match p.level {
            Level::Error => "error",
            Level::Warning => "warning",
        },
        file: &p.file,
        line: p.place().map(|place| place.0),
        column: p.place().map(|place| place.1),
        message: &p.message,
        help: p.help.as_deref(),
    };
    let records: Vec<PackRecord> = packs
        .map(|(pack, problems, covered)| PackRecord { pack, problems: problems.iter().map(problem).collect(), covered })
        .collect();
    let mut out = serde_json::to_string_pretty(&records).expect("records have only texts and numbers");
    out.push('\n');
    out
}
