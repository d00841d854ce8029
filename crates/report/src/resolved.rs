//! A rule as all packs together make it, as TOML with the place of every part.

use std::fmt::Write as _;

use onrecord_engine::{Rule, RuleSet};

use crate::terminal::{BAD, HEADING, QUIET, clean, paint};

/// Everything that `rule` says once all packs are laid over each other, each key with its pack, file and line; what a
/// pack above took away stands there as a comment.
#[must_use]
pub fn resolved(rules: &RuleSet, rule: &Rule) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(HEADING, &format!("# {}", clean(&rule.id))));
    for amendment in &rule.amendments {
        let what = match (amendment.disables, amendment.lapsed) {
            (false, false) => "changed by",
            (true, false) => "disabled by",
            (false, true) => "no longer changed by",
            (true, true) => "no longer disabled by",
        };
        let source = rules.source(&amendment.file).unwrap_or_default();
        let line = source.get(..amendment.place.start).unwrap_or_default().matches('\n').count() + 1;
        let until = amendment.until.map(|u| format!(", until {u}")).unwrap_or_default();
        let place = place(rules, amendment.pack, &amendment.file, line);
        let text = format!("# {what} {place}{until}: {}", one_line(&amendment.reason));
        let style = if amendment.disables && !amendment.lapsed { BAD } else { QUIET };
        let _ = writeln!(out, "{}", paint(style, &clean(&text)));
    }
    for key in rules.resolved(rule) {
        let (open, name, close) =
            if key.list { ("  ", String::new(), ",") } else { ("", format!("{} = ", key.key), "") };
        if key.list && key.parts.is_empty() {
            let _ = writeln!(out, "{} = []", clean(&key.key));
            continue;
        }
        if key.list {
            let _ = writeln!(out, "{} = [", clean(&key.key));
        }
        for part in &key.parts {
            let whence = place(rules, part.pack, &part.file, part.line);
            let line = if part.removed {
                paint(QUIET, &clean(&format!("{open}# not {name}{}  # {whence}", one_line(&part.toml))))
            } else {
                let whence = paint(QUIET, &clean(&format!("# {whence}")));
                format!("{}  {whence}", clean_lines(&format!("{open}{name}{}{close}", part.toml)))
            };
            let _ = writeln!(out, "{line}");
        }
        if key.list {
            out.push_str("]\n");
        }
    }
    out
}

/// Pack, file and line.
fn place(rules: &RuleSet, pack: usize, file: &str, line: usize) -> String {
    let pack = rules.packs().get(pack).map_or("?", |p| p.id.as_str());
    format!("{pack}: {file}:{line}")
}

/// Words that fill a comment must not end it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value may have several lines.
fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}
