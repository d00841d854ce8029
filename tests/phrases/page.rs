//! Writes `docs/rules-coverage.md`: how many phrases of each category are read, and why the others are not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Phrase;

const INTRO: &str = "# Listed phrases

`tests/phrases.tsv` lists 2,400 phrases of American and British newsroom English in categories: how sources are named and cited, what is told of asking somebody, why a source is unnamed, and what only looks like any of that.
`tests/phrases.rs` writes every phrase out in its wordings, puts each into a sentence, and asks the record for what the category says.
A phrase is *read* when all its wordings are, and *partly* read when some are.
Of the others, some are so *by design*: our definitions label them otherwise.
`tests/phrases.found.tsv` tells each phrase that is not read in full, with the reason and a sentence in which it fails.

This page is written by the test from the tables; `cargo xtask bless` renews it.

| category | phrases | read | partly | not | of the last two by design |
|---|---:|---:|---:|---:|---:|
";

/// The page.
pub(crate) fn write(phrases: &[Phrase]) -> String {
    let mut out = INTRO.to_owned();
    let mut order: Vec<&str> = Vec::new();
    for p in phrases {
        if !order.contains(&p.category) {
            order.push(p.category);
        }
    }
    let mut row = |name: &str, of: &[&Phrase]| {
        let read = of.iter().filter(|p| p.read == p.of).count();
        let partly = of.iter().filter(|p| p.read > 0 && p.read < p.of).count();
        let none = of.len() - read - partly;
        let meant = of.iter().filter(|p| p.read < p.of && p.reason.starts_with("by-design: ")).count();
        let _ = writeln!(out, "| {name} | {} | {read} | {partly} | {none} | {meant} |", of.len());
    };
    for category in &order {
        let of: Vec<&Phrase> = phrases.iter().filter(|p| p.category == *category).collect();
        row(&format!("`{category}`"), &of);
    }
    row("all", &phrases.iter().collect::<Vec<_>>());
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for p in phrases.iter().filter(|p| p.read < p.of) {
        reasons.entry(&p.reason).or_default().push(p.category);
    }
    out.push_str("\n## Why phrases are not read\n\n| reason | phrases | in |\n|---|---:|---|\n");
    for (reason, mut categories) in reasons {
        let count = categories.len();
        categories.dedup();
        let shown: Vec<String> = categories.iter().map(|c| format!("`{c}`")).collect();
        let _ = writeln!(out, "| {} | {count} | {} |", reason.replace('|', "\\|"), shown.join(" "));
    }
    out
}
