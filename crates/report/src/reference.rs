//! The rules as a page of Markdown, one heading a rule.

use std::fmt::Write as _;

use onrecord_engine::{Example, ExampleKind, Rule, RuleKind, RuleSet};

use crate::rules::marked;

/// So many hits and misses are shown of a rule.
const EXAMPLES: usize = 3;

/// The page: `rules`, by kind and by group.
#[must_use]
pub fn markdown(set: &RuleSet, rules: &[&Rule]) -> String {
    let mut out = String::from(
        "# Rules\n\nEvery rule of these packs, by kind and group: what it finds, why that matters, what an author can \
         do about it, and the published standard that it rests on.\nThis page is what `onrecord rules list --format \
         markdown` prints; nobody edits it.\n[rules/README.md](../rules/README.md) tells how rules are written.\n\n",
    );
    for pack in set.packs() {
        let _ = writeln!(out, "- `{}` {}: {}", pack.id, pack.version, plain(&pack.title));
    }
    for kind in RuleKind::NAMES {
        let mut of_kind: Vec<&Rule> = rules.iter().copied().filter(|r| r.kind.name() == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        // A decision list is read in the order in which it decides.
        of_kind.sort_by_key(|rule| {
            let rank = if let RuleKind::Source { rank, .. } = rule.kind { rank } else { 0 };
            (group(rule).to_owned(), rank, rule.id.clone())
        });
        let _ = writeln!(out, "\n## Kind `{kind}`\n\n{}", about(kind));
        for of_group in of_kind.chunk_by(|a, b| group(a) == group(b)) {
            let _ = writeln!(out, "\n### Group `{}`", group(of_group[0]));
            for rule in of_group {
                one(&mut out, set, rule);
            }
        }
    }
    out
}

fn group(rule: &Rule) -> &str {
    rule.id.rsplit_once('/').map_or("", |(group, _)| group)
}

fn about(kind: &str) -> &'static str {
    match kind {
        "source" => "Gives a source its kind: of those that hold, the one with the lowest rank.",
        "marker" => "Finds a fact in the text.",
        "response" => "Finds what came of asking somebody.",
        "absence" => "Fires for each of one thing that has not another near it.",
        _ => "Fires when a count passes a bound.",
    }
}

fn one(out: &mut String, set: &RuleSet, rule: &Rule) {
    let _ = writeln!(out, "\n#### `{}`\n\n**{}.**", rule.id, plain(rule.title.trim_end_matches('.')));
    for sentence in [&rule.why, &rule.remedy] {
        if !sentence.is_empty() {
            let _ = writeln!(out, "{}", plain(sentence));
        }
    }
    out.push('\n');
    let mut facts = vec![rule.status.name().to_owned(), format!("severity {}", rule.severity.name())];
    match &rule.kind {
        RuleKind::Source { source_kind, rank, .. } => {
            facts.push(format!("rank {rank}, gives `{}`", source_kind.name()))
        }
        RuleKind::Marker { marks, .. } => facts.push(format!("marks `{}`", marks.kind().name())),
        RuleKind::Response { outcome, .. } => facts.push(format!("outcome `{}`", outcome.name())),
        RuleKind::Absence { .. } | RuleKind::Count { .. } => {}
    }
    if let Some(dimension) = set.profile("news").and_then(|p| p.dimension_of(&rule.id)) {
        facts.push(format!("counts in dimension `{}`", dimension.name()));
    }
    if let Some(pack) = set.packs().get(rule.pack).filter(|_| set.packs().len() > 1) {
        facts.push(format!("of `{}`", pack.id));
    }
    facts.push(format!("since {}", rule.since));
    let _ = writeln!(out, "- {}", facts.join("; "));
    for standard in &rule.standard {
        let _ = writeln!(out, "- {}, {}", plain(&standard.org), plain(&standard.title));
    }
    let of = |wanted: fn(&ExampleKind) -> bool| rule.examples.iter().filter(move |e| wanted(&e.kind)).take(EXAMPLES);
    for example in of(|kind| matches!(kind, ExampleKind::Hit { known: false, .. })) {
        let _ = writeln!(out, "- hit: {}", shown(example));
    }
    for example in of(|kind| matches!(kind, ExampleKind::Miss { known: false })) {
        let _ = writeln!(out, "- miss: {}", shown(example));
    }
}

/// The example with what is found in bold.
fn shown(example: &Example) -> String {
    plain(&marked(example)).replace("\\[\\[", "**").replace("\\]\\]", "**")
}

/// `text` on one line, so that Markdown shows it as it is.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if "\\*_<>[]`|#".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
