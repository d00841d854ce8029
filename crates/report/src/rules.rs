//! What the rules of a rule set say of themselves, as a list or one by one.

use std::fmt::Write as _;

use onrecord_engine::{Example, ExampleKind, PackInfo, Rule};
use serde::Serialize;

use crate::terminal::{BAD, GOOD, HEADING, QUIET, clean, cut, fit, paint, paragraph, width};

/// All rules as a table.
#[must_use]
pub fn list(rules: &[&Rule], packs: &[PackInfo], columns: usize) -> String {
    let mut out = String::new();
    let id = rules.iter().map(|r| width(&r.id)).max().unwrap_or_default().clamp(8, 36);
    for (number, pack) in packs.iter().enumerate() {
        let of_pack: Vec<&Rule> = rules.iter().copied().filter(|r| r.pack == number).collect();
        let title = format!("{} {}: {} rules", pack.id, pack.version, of_pack.len());
        let _ = writeln!(out, "{}", paint(HEADING, &clean(&title)));
        for rule in of_pack {
            let room = columns.saturating_sub(id + 15).max(20);
            let title = match &rule.disabled {
                Some(reason) => format!("disabled: {reason}"),
                None => rule.title.clone(),
            };
            let line = format!("  {}  {}  {}", fit(&rule.id, id), fit(rule.kind.name(), 8), cut(&title, room));
            let _ = writeln!(out, "{}", if rule.disabled.is_some() { paint(QUIET, &line) } else { line });
        }
    }
    out
}

/// Everything that a rule says.
#[must_use]
pub fn show(rule: &Rule, packs: &[PackInfo], columns: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", paint(HEADING, &clean(&rule.id)), clean(&rule.title));
    let pack = packs.get(rule.pack).map_or("?", |p| p.id.as_str());
    let facts = format!(
        "{} rule of {pack} since {}, {}, severity {}, in {}",
        rule.kind.name(),
        rule.since,
        rule.status.name(),
        rule.severity.name(),
        rule.file
    );
    paragraph(&mut out, "  ", &facts, columns);
    if let Some(reason) = &rule.disabled {
        paragraph(&mut out, "  disabled ", reason, columns);
    }
    for (what, words) in [("  why      ", &rule.why), ("  remedy   ", &rule.remedy)] {
        if !words.is_empty() {
            paragraph(&mut out, what, words, columns);
        }
    }
    for standard in &rule.standard {
        paragraph(&mut out, "  standard ", &format!("{}, {}", standard.org, standard.title), columns);
    }
    for (what, patterns) in [("  pattern  ", &rule.patterns), ("  unless   ", &rule.unless)] {
        for pattern in patterns {
            paragraph(&mut out, what, pattern, columns);
        }
    }
    for example in &rule.examples {
        let (style, what) = match &example.kind {
            ExampleKind::Hit { known: true, .. } | ExampleKind::Miss { known: true } => (QUIET, "  known gap "),
            ExampleKind::Hit { .. } => (GOOD, "  hit      "),
            ExampleKind::Miss { .. } => (BAD, "  miss     "),
            ExampleKind::Case(_) => (QUIET, "  case     "),
        };
        let mut text = String::new();
        paragraph(&mut text, what, &marked(example), columns);
        out.push_str(&text.replacen(what, &paint(style, what), 1));
    }
    out
}

/// The example as its author wrote it, with the expected spans in double brackets.
pub(crate) fn marked(example: &Example) -> String {
    let spans = match &example.kind {
        ExampleKind::Hit { spans, .. } => spans,
        ExampleKind::Miss { .. } => return example.text.clone(),
        ExampleKind::Case(expected) => {
            let spans: Vec<String> = expected.iter().map(|e| format!("`{}`", e.span)).collect();
            let found = if spans.is_empty() { "nothing".to_owned() } else { spans.join(", ") };
            return format!("{} (finds {found})", example.text);
        }
    };
    let mut text = example.text.clone();
    // From the end, so that the spans in front stay right.
    for span in spans.iter().rev().filter(|s| example.text.get((*s).clone()).is_some()) {
        text.insert_str(span.end, "]]");
        text.insert_str(span.start, "[[");
    }
    text
}

#[derive(Serialize)]
struct RuleRecord<'r> {
    id: &'r str,
    pack: &'r str,
    kind: &'r str,
    status: &'r str,
    severity: &'r str,
    disabled: Option<&'r str>,
    since: String,
    title: &'r str,
    why: &'r str,
    remedy: &'r str,
    standard: Vec<StandardRecord<'r>>,
    pattern: &'r [String],
    unless: &'r [String],
}

#[derive(Serialize)]
struct StandardRecord<'r> {
    org: &'r str,
    title: &'r str,
}

/// All rules as JSON, a list of one object each.
#[must_use]
pub fn json(rules: &[&Rule], packs: &[PackInfo]) -> String {
    let records: Vec<RuleRecord<'_>> = rules
        .iter()
        .map(|rule| RuleRecord {
            id: &rule.id,
            pack: packs.get(rule.pack).map_or("", |p| p.id.as_str()),
            kind: rule.kind.name(),
            status: rule.status.name(),
            severity: rule.severity.name(),
            disabled: rule.disabled.as_deref(),
            since: rule.since.to_string(),
            title: &rule.title,
            why: &rule.why,
            remedy: &rule.remedy,
            standard: rule.standard.iter().map(|s| StandardRecord { org: &s.org, title: &s.title }).collect(),
            pattern: &rule.patterns,
            unless: &rule.unless,
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&records).expect("rules are plain text");
    text.push('\n');
    text
}
