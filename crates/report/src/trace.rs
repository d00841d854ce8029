//! How rules see a text, for people and as JSON.

use std::fmt::Write as _;
use std::ops::Range;

use anstyle::Style;
use onrecord_engine::{Decision, PatternTrace, Rule, RuleId, RuleKind, RuleSet, Stopped, Trace, TracedMatch, Verdict};
use serde::Serialize;

use crate::terminal::{BAD, GOOD, HEADING, QUIET, clean, columns, fit, paint, paragraph, width, wrap};

/// A trace with what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Traced<'t> {
    /// The text.
    pub text: &'t str,
    /// The rules.
    pub rules: &'t RuleSet,
    /// What was found.
    pub trace: &'t Trace,
    /// Show this many patterns at most, those that came furthest, and no more of a source than its kind; `None` for all.
    pub most: Option<usize>,
}

/// A pattern of a rule, and what it made of the text.
struct Row<'t> {
    id: RuleId,
    rule: &'t Rule,
    pattern: &'t PatternTrace,
}

impl<'t> Traced<'t> {
    /// What `range` covers of the text.
    fn words(&self, tokens: &Range<u32>) -> &'t str {
        let (first, last) = (self.trace.tokens.get(tokens.start as usize), tokens.end.checked_sub(1));
        let last = last.and_then(|i| self.trace.tokens.get(i as usize));
        match (first, last) {
            (Some(first), Some(last)) => {
                self.text.get(first.span.range().start..last.span.range().end).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The patterns to show, those that match first and then the furthest; and how many are left out.
    fn rows(&self) -> (Vec<Row<'t>>, usize) {
        let of_rule = |rule: &'t onrecord_engine::RuleTrace| {
            let known = self.rules.rule(rule.rule);
            rule.patterns.iter().map(move |pattern| Row { id: rule.rule, rule: known, pattern })
        };
        let mut rows: Vec<Row<'t>> = self.trace.rules.iter().flat_map(of_rule).collect();
        rows.sort_by_key(|r| {
            let stopped = r.pattern.stopped.as_ref();
            let met = if r.pattern.matches.is_empty() { stopped.map_or(0, |s| s.met) } else { u32::MAX };
            (std::cmp::Reverse(met), stopped.map_or(0, |s| s.wanting), r.id, r.pattern.number)
        });
        let Some(most) = self.most else { return (rows, 0) };
        // One word in common is chance.
        rows.retain(|r| !r.pattern.matches.is_empty() || r.pattern.stopped.as_ref().is_some_and(|s| s.met > 1));
        let left_out = rows.len().saturating_sub(most);
        rows.truncate(most);
        (rows, left_out)
    }
}

/// The trace as a page.
#[must_use]
pub fn human(traced: &Traced, columns: usize) -> String {
    let mut out = String::new();
    tokens(&mut out, traced, columns);
    for decision in &traced.trace.sources {
        source(&mut out, traced, decision, columns);
    }
    for rule in &traced.trace.rules {
        let known = traced.rules.rule(rule.rule);
        let spans: Vec<String> = rule.findings.iter().map(|s| format!("`{}`", clean(s.of(traced.text)))).collect();
        if !matches!(known.kind, RuleKind::Absence { .. } | RuleKind::Count { .. }) {
            continue;
        }
        if !spans.is_empty() {
            let line = format!("fires on {}", spans.join(", "));
            let _ = writeln!(out, "\n{}", paint(HEADING, &clean(&known.id)));
            paragraph(&mut out, "  ", &line, columns);
        } else if traced.most.is_none() {
            let _ = writeln!(out, "\n{}", paint(HEADING, &clean(&known.id)));
            paragraph(&mut out, "  ", &format!("finds nothing; a {} rule has no pattern", known.kind.name()), columns);
        }
    }
    let (rows, left_out) = traced.rows();
    let met = |row: &&Row| !row.pattern.matches.is_empty() || row.pattern.stopped.as_ref().is_some_and(|s| s.met > 0);
    for row in rows.iter().filter(met) {
        pattern(&mut out, traced, row, columns);
    }
    for of_rule in rows.iter().filter(|r| !met(r)).collect::<Vec<_>>().chunk_by(|a, b| a.id == b.id) {
        let numbers: Vec<String> = of_rule.iter().map(|r| (r.pattern.number + 1).to_string()).collect();
        let (s, them) = if numbers.len() == 1 { ("", "its") } else { ("s", "their") };
        let _ = writeln!(out, "\n{}", paint(HEADING, &clean(&of_rule[0].rule.id)));
        paragraph(&mut out, "  ", &format!("pattern{s} {}: none of {them} words is met", numbers.join(", ")), columns);
    }
    if rows.is_empty() && traced.most.is_some() {
        out.push_str("\nno pattern matches, and none met two of its words\n");
    }
    if left_out > 0 {
        let _ = writeln!(out, "\n{left_out} more patterns met some of their words; `--rule` shows those of a rule");
    }
    out
}

fn tokens(out: &mut String, traced: &Traced, columns: usize) {
    let word = traced.trace.tokens.iter().map(|t| width(t.span.of(traced.text))).max().unwrap_or(0).clamp(4, 18);
    let number = traced.trace.tokens.len().to_string().len();
    let mut sentence = None;
    for (index, token) in traced.trace.tokens.iter().enumerate() {
        if sentence.replace(token.sentence) != Some(token.sentence) {
            let title = format!("sentence {}, {}", token.sentence + 1, token.zone.name());
            let _ = writeln!(out, "{}{}", if index > 0 { "\n" } else { "" }, paint(HEADING, &title));
        }
        let quoted = if token.quoted { "\"" } else { " " };
        let first = format!("  {:>number$} {quoted} {}  ", index + 1, fit(token.span.of(traced.text), word));
        let mut facts: Vec<String> = token.shapes.iter().map(|s| (*s).to_owned()).collect();
        facts.extend(token.lists.iter().map(|l| format!("@{l}")));
        facts.extend(token.phrases.iter().map(|(list, phrase)| format!("@{list} ({phrase})")));
        paragraph(out, &first, &facts.join(" "), columns);
    }
}

fn source(out: &mut String, traced: &Traced, decision: &Decision, columns: usize) {
    let winner = decision.winner.map(|id| traced.rules.rule(id));
    let by = match winner {
        Some(rule) => format!("by `{}`", rule.id),
        None => "for no source rule holds".to_owned(),
    };
    let _ = writeln!(out, "\n{}", paint(HEADING, &format!("source `{}`", clean(traced.words(&decision.tokens)))));
    paragraph(out, "  ", &format!("{} {by}", decision.kind.name()), columns);
    if traced.most.is_some() {
        return;
    }
    let asked = |id: RuleId| traced.trace.rules.iter().any(|r| r.rule == id);
    for considered in decision.considered.iter().filter(|c| asked(c.rule) || Some(c.rule) == decision.winner) {
        let rule = traced.rules.rule(considered.rule);
        let what = if Some(considered.rule) == decision.winner {
            "wins".to_owned()
        } else if considered.failed.is_empty() {
            "holds too, and has a later rank".to_owned()
        } else {
            format!("no: {}", considered.failed.join("; "))
        };
        paragraph(out, &format!("  rank {:>4}  ", considered.rank), &format!("{}  {what}", rule.id), columns);
    }
}

fn pattern(out: &mut String, traced: &Traced, row: &Row, columns: usize) {
    let Row { rule, pattern, .. } = row;
    let written = rule.patterns.get(pattern.number as usize).map_or("", String::as_str);
    let _ = writeln!(out, "\n{}  pattern {}", paint(HEADING, &clean(&rule.id)), pattern.number + 1);
    for found in &pattern.matches {
        matched(out, traced, rule, found, columns);
    }
    if let Some(stopped) = &pattern.stopped {
        painted(out, BAD, "  stopped ", &told(traced, written, stopped), columns);
    }
    marked(out, written, pattern.stopped.as_ref().map_or(&[], |s| &s.wanted), columns);
}

fn matched(out: &mut String, traced: &Traced, rule: &Rule, found: &TracedMatch, columns: usize) {
    let words = format!("`{}`", traced.words(&found.tokens));
    let (style, what, why) = match &found.verdict {
        Verdict::Fires => (GOOD, "  matches ", words),
        Verdict::Zone { zone, quoted } => {
            let here = if *quoted { "a quotation" } else { zone.name() };
            let allowed = rule.zones.names().join("`, `");
            (QUIET, "  matches ", format!("{words}, but only in `{allowed}`; this is inside {here}"))
        }
        Verdict::Unless { pattern, tokens } => {
            let unless = rule.unless.get(*pattern as usize).map_or("", String::as_str);
            let other = traced.words(tokens);
            (QUIET, "  matches ", format!("{words}, but `unless` {} matches `{other}`: {unless}", pattern + 1))
        }
        Verdict::Taken => {
            (QUIET, "  matches ", format!("{words}, but a longer or earlier match of this rule has these words"))
        }
    };
    painted(out, style, what, &why, columns);
}

/// A paragraph that opens with `first` in `style`.
fn painted(out: &mut String, style: Style, first: &str, text: &str, columns: usize) {
    let mut plain = String::new();
    paragraph(&mut plain, first, text, columns);
    out.push_str(&plain.replacen(first, &paint(style, first), 1));
}

/// Where the pattern stopped, as a sentence.
fn told(traced: &Traced, written: &str, stopped: &Stopped) -> String {
    let wanted: Vec<String> =
        stopped.wanted.iter().filter_map(|at| written.get(at.clone())).map(|w| format!("`{w}`")).collect();
    let place = match stopped.at {
        Some(at) => format!("at token {} `{}`", at + 1, traced.words(&(at..at + 1))),
        None => "at the end of the sentence".to_owned(),
    };
    let so_far = match traced.words(&stopped.tokens) {
        "" => String::new(),
        words => format!(" after `{words}`"),
    };
    format!("{place}{so_far}: wanted {}", wanted.join(" or "))
}

/// The pattern in lines that fit, with carets under `wanted`.
pub(crate) fn marked(out: &mut String, written: &str, wanted: &[Range<usize>], to: usize) {
    for part in wrap(written, to.saturating_sub(4).max(20)) {
        let _ = writeln!(out, "    {}", clean(written[part.clone()].trim_end()));
        let mut carets = String::new();
        for (at, c) in written[part.clone()].char_indices() {
            let under = wanted.iter().any(|w| w.contains(&(part.start + at)));
            carets.extend(std::iter::repeat_n(if under { '^' } else { ' ' }, columns(c)));
        }
        if carets.contains('^') {
            let _ = writeln!(out, "    {}", paint(BAD, carets.trim_end()));
        }
    }
}

#[derive(Serialize)]
struct TraceRecord<'t> {
    tokens: Vec<TokenRecord<'t>>,
    sources: Vec<SourceRecord<'t>>,
    rules: Vec<FindingsRecord<'t>>,
    patterns: Vec<PatternRecord<'t>>,
    patterns_left_out: usize,
}

#[derive(Serialize)]
struct TokenRecord<'t> {
    text: &'t str,
    start: u32,
    end: u32,
    sentence: u32,
    zone: &'static str,
    quoted: bool,
    shapes: &'t [&'static str],
    lexicons: &'t [String],
    phrases: Vec<PhraseRecord<'t>>,
}

#[derive(Serialize)]
struct PhraseRecord<'t> {
    lexicon: &'t str,
    phrase: &'t str,
}

#[derive(Serialize)]
struct SourceRecord<'t> {
    text: &'t str,
    kind: &'static str,
    rule: Option<&'t str>,
    decision: Vec<ConsideredRecord<'t>>,
}

#[derive(Serialize)]
struct ConsideredRecord<'t> {
    rank: u32,
    rule: &'t str,
    holds: bool,
    failed: &'t [String],
}

#[derive(Serialize)]
struct FindingsRecord<'t> {
    rule: &'t str,
    findings: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct PatternRecord<'t> {
    rule: &'t str,
    pattern: u32,
    written: &'t str,
    matches: Vec<MatchRecord<'t>>,
    stopped: Option<StoppedRecord<'t>>,
}

#[derive(Serialize)]
struct MatchRecord<'t> {
    text: &'t str,
    tokens: [u32; 2],
    fires: bool,
    refused_by: Option<&'static str>,
    unless: Option<u32>,
}

#[derive(Serialize)]
struct StoppedRecord<'t> {
    after: &'t str,
    /// Counted from 0; null at the end of the sentence.
    token: Option<u32>,
    found: Option<&'t str>,
    wanted: Vec<&'t str>,
    wanted_at: Vec<[usize; 2]>,
    met: u32,
    wanting: u32,
}

/// The trace as one JSON object. Tokens, patterns and offsets are counted from 0, offsets in bytes.
#[must_use]
pub fn json(traced: &Traced) -> String {
    let trace = traced.trace;
    let tokens = trace.tokens.iter().map(|t| TokenRecord {
        text: t.span.of(traced.text),
        start: t.span.range().start as u32,
        end: t.span.range().end as u32,
        sentence: t.sentence,
        zone: t.zone.name(),
        quoted: t.quoted,
        shapes: &t.shapes,
        lexicons: &t.lists,
        phrases: t.phrases.iter().map(|(lexicon, phrase)| PhraseRecord { lexicon, phrase }).collect(),
    });
    let sources = trace.sources.iter().map(|s| SourceRecord {
        text: traced.words(&s.tokens),
        kind: s.kind.name(),
        rule: s.winner.map(|id| traced.rules.rule(id).id.as_str()),
        decision: (s.considered.iter())
            .map(|c| ConsideredRecord {
                rank: c.rank,
                rule: &traced.rules.rule(c.rule).id,
                holds: c.failed.is_empty(),
                failed: &c.failed,
            })
            .collect(),
    });
    let pairs = |spans: &[onrecord_text::Span]| spans.iter().map(|s| [s.range().start, s.range().end]).collect();
    let rules = (trace.rules.iter().filter(|r| !r.findings.is_empty()))
        .map(|r| FindingsRecord { rule: &traced.rules.rule(r.rule).id, findings: pairs(&r.findings) });
    let (rows, patterns_left_out) = traced.rows();
    let record = TraceRecord {
        tokens: tokens.collect(),
        sources: sources.collect(),
        rules: rules.collect(),
        patterns: rows.iter().map(|row| pattern_record(traced, row)).collect(),
        patterns_left_out,
    };
    let mut text = serde_json::to_string_pretty(&record).expect("a trace is plain text");
    text.push('\n');
    text
}

fn pattern_record<'t>(traced: &Traced<'t>, row: &Row<'t>) -> PatternRecord<'t> {
    let written = row.rule.patterns.get(row.pattern.number as usize).map_or("", String::as_str);
    let matches = row.pattern.matches.iter().map(|m| {
        let (refused_by, unless) = match &m.verdict {
            Verdict::Fires => (None, None),
            Verdict::Zone { .. } => (Some("zone"), None),
            Verdict::Unless { pattern, .. } => (Some("unless"), Some(*pattern)),
            Verdict::Taken => (Some("longer-match"), None),
        };
        let tokens = [m.tokens.start, m.tokens.end];
        MatchRecord { text: traced.words(&m.tokens), tokens, fires: refused_by.is_none(), refused_by, unless }
    });
    let stopped = row.pattern.stopped.as_ref().map(|s| StoppedRecord {
        after: traced.words(&s.tokens),
        token: s.at,
        found: s.at.map(|at| traced.words(&(at..at + 1))),
        wanted: s.wanted.iter().filter_map(|at| written.get(at.clone())).collect(),
        wanted_at: s.wanted.iter().map(|at| [at.start, at.end]).collect(),
        met: s.met,
        wanting: s.wanting,
    });
    PatternRecord { rule: &row.rule.id, pattern: row.pattern.number, written, matches: matches.collect(), stopped }
}
