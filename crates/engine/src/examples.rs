//! Runs the examples of rules, which are their tests.
//!
//! Examples go through the same functions as articles: what passes here is what a reader of a score gets.

use std::collections::BTreeSet;
use std::ops::Range;

use onrecord_parser::{Document, parse};

use crate::assess::{belonging, held};
use crate::assessment::Assessment;
use crate::coverage::{Coverage, is_known};
use crate::pack::RuleSet;
use crate::pattern::matcher::Ignored;
use crate::pattern::{Match, Scratch};
use crate::rule::{Example, ExampleKind, Expected, Rule, RuleId, RuleKind};

/// An example that shows something else than its rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// The rule's id.
    pub rule: String,
    /// The rule's file, as messages name it.
    pub file: String,
    /// The bytes of the example in the file; `None` when an example is missing.
    pub place: Option<Range<usize>>,
    /// The text of the example.
    pub text: String,
    /// What the example expects.
    pub expected: String,
    /// What was found.
    pub found: String,
}

/// What came of running all examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExampleReport {
    /// How many examples were run.
    pub run: usize,
    /// Those that failed, in the order of rules and examples.
    pub failures: Vec<ExampleFailure>,
    /// What was seen of each rule that is not disabled, in their order.
    pub coverage: Vec<Coverage>,
}

/// Something that a rule found in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    span: Range<usize>,
    party: Option<String>,
}

/// Runs every example of every rule of `rules`. `assess` judges an article as scoring does.
///
/// Markers and responses are judged by their matches. Sources, absences and counts need an assessment. A rule, or a
/// pattern of it, that no hit or case fires is a failure: nobody would notice if it were dead.
#[must_use]
pub fn run_examples(rules: &RuleSet, assess: impl Fn(&str, &Document) -> Assessment) -> ExampleReport {
    let mut scratch = rules.matcher().scratch();
    let mut report = ExampleReport::default();
    for (number, rule) in rules.rules().iter().enumerate() {
        if rule.disabled.is_some() {
            continue;
        }
        let id = RuleId(number as u32);
        let mut coverage = Coverage::new(id, rule);
        let mut anything = false;
        for example in &rule.examples {
            report.run += 1;
            let document = parse(&example.text, rules.lexicon());
            let matches = matches(rules, rule, id, &example.text, &document, &mut scratch);
            let seen = match rule.kind {
                RuleKind::Marker { .. } => spans(&document, &matches),
                RuleKind::Response { .. } if !asks_for_party(example) => spans(&document, &matches),
                _ => assessed(rule, &example.text, &assess(&example.text, &document)),
            };
            if !matches!(example.kind, ExampleKind::Miss { .. }) && !seen.is_empty() {
                anything = true;
                let mut fired = BTreeSet::new();
                // A pattern is alive where it matches, though another of the rule may match more there.
                for found in &matches {
                    let sentence = document.sentences[document.sentence_of(found.tokens.start)].tokens.clone();
                    let source = matches!(rule.kind, RuleKind::Source { .. });
                    let tokens = if source { found.tokens.clone() } else { sentence };
                    fired.insert(found.pattern);
                    fired.extend(rules.matcher().patterns_in(id, &example.text, &document, tokens, &mut scratch));
                }
                for (number, count) in coverage.patterns.iter_mut().enumerate() {
                    *count += usize::from(fired.contains(&(number as u32)));
                }
            }
            if !is_known(example) {
                for pattern in needed(rules, rule, id, &example.text, &document, &matches, &mut scratch) {
                    coverage.unless[pattern] += 1;
                }
            }
            match judge(example, &seen) {
                Some((expected, found)) if !example.accepted => {
                    report.failures.push(failure(rule, Some(example), expected, found));
                }
                None if example.accepted => {
                    let expected = "a broken example, as a pack above accepts it".to_owned();
                    let found = "it holds: take it out of `accept_broken_examples`".to_owned();
                    report.failures.push(failure(rule, Some(example), expected, found));
                }
                _ => coverage.count(example, seen.is_empty()),
            }
        }
        if !anything {
            let expected = "one hit or case at least that fires the rule".to_owned();
            report.failures.push(failure(rule, None, expected, "none".to_owned()));
        }
        for (pattern, fired) in rule.patterns.iter().zip(&coverage.patterns).filter(|_| anything) {
            if *fired == 0 {
                let expected = format!("a hit for the pattern `{pattern}`");
                report.failures.push(failure(rule, None, expected, "none".to_owned()));
            }
        }
        report.coverage.push(coverage);
    }
    report
}

/// The patterns of `unless` without which the rule would match otherwise than in `matches`.
fn needed(
    rules: &RuleSet,
    rule: &Rule,
    id: RuleId,
    text: &str,
    document: &Document,
    found: &[Match],
    scratch: &mut Scratch,
) -> Vec<usize> {
    let mut differs = |pattern: Option<u32>| {
        scratch.ignore(Some(Ignored { rule: id, pattern }));
        let without = matches(rules, rule, id, text, document, scratch);
        scratch.ignore(None);
        without != found
    };
    // Most examples have nothing to do with any of them.
    if rule.unless.is_empty() || !differs(None) {
        return Vec::new();
    }
    (0..rule.unless.len()).filter(|&number| differs(Some(number as u32))).collect()
}

fn asks_for_party(example: &Example) -> bool {
    matches!(&example.kind, ExampleKind::Case(expected) if expected.iter().any(|e| e.party.is_some()))
}

/// What the patterns of the rule match: anywhere in their zones, or for a source rule inside a mention. Of a marker that
/// must belong to a source those that do; of a source rule without patterns the words of the sources of which it holds.
fn matches(
    rules: &RuleSet,
    rule: &Rule,
    id: RuleId,
    text: &str,
    document: &Document,
    scratch: &mut Scratch,
) -> Vec<Match> {
    let mut out = Vec::new();
    let mut keep = |m: Match| {
        if m.rule == id {
            out.push(m);
        }
    };
    if matches!(rule.kind, RuleKind::Source { .. }) {
        if rule.patterns.is_empty() {
            let held = held(text, document, rules, scratch, id).into_iter();
            return held.map(|tokens| Match { rule: id, pattern: 0, tokens }).collect();
        }
        let mentions = document.mentions.iter().map(|m| &m.tokens);
        let sources = document.attributions.iter().filter_map(|a| a.source_span.as_ref());
        for tokens in mentions.chain(sources).chain(document.entities.iter().map(|e| &e.best)) {
            rules.matcher().scan_source(text, document, tokens.clone(), scratch, &mut keep);
        }
    } else {
        rules.matcher().scan_document(text, document, scratch, &mut keep);
    }
    if matches!(&rule.kind, RuleKind::Marker { attach: Some(attach), .. } if attach.required) {
        let mut kept = belonging(text, document, rules, scratch, &out).into_iter();
        out.retain(|_| kept.next().unwrap_or_default());
    }
    out
}

fn spans(document: &Document, matches: &[Match]) -> Vec<Seen> {
    matches.iter().map(|m| Seen { span: document.span(&m.tokens).range(), party: None }).collect()
}

/// What the rule found, as the assessment says.
fn assessed(rule: &Rule, text: &str, assessment: &Assessment) -> Vec<Seen> {
    let mut seen: Vec<Seen> = match rule.kind {
        RuleKind::Source { .. } => {
            let mut seen: Vec<Seen> = Vec::new();
            for attribution in &assessment.attributions {
                let source = attribution.source.and_then(|s| assessment.sources.get(s as usize));
                let ours = match source {
                    Some(source) => source.kind_rule == rule.id,
                    // An attribution without source has no entry of its own; its kind is that of the rule.
                    None => {
                        matches!(rule.kind, RuleKind::Source { source_kind, .. } if source_kind == attribution.kind)
                    }
                };
                let words =
                    if attribution.source_span.is_empty() { &attribution.cue } else { &attribution.source_span };
                if let (true, Some(first), Some(last)) = (ours, words.first(), words.last()) {
                    seen.push(Seen { span: first.range().start..last.range().end, party: None });
                }
            }
            seen
        }
        RuleKind::Response { .. } => assessment
            .responses
            .iter()
            .filter(|r| r.rule == rule.id)
            .map(|r| Seen { span: r.span.range(), party: r.party.map(|p| p.of(text).to_owned()) })
            .collect(),
        _ => assessment
            .findings
            .iter()
            .filter(|f| f.rule == rule.id)
            .map(|f| Seen { span: f.span.range(), party: None })
            .collect(),
    };
    seen.sort_by_key(|s| (s.span.start, s.span.end));
    seen.dedup();
    seen
}

/// What was expected and what was found, where they differ.
fn judge(example: &Example, seen: &[Seen]) -> Option<(String, String)> {
    let words = |range: &Range<usize>| format!("`{}`", example.text.get(range.clone()).unwrap_or_default());
    let list = |spans: Vec<String>| if spans.is_empty() { "nothing".to_owned() } else { spans.join(", ") };
    let found = || list(seen.iter().map(|s| words(&s.span)).collect());
    match &example.kind {
        ExampleKind::Hit { spans, known } => {
            let right = match spans.as_slice() {
                [] => !seen.is_empty(),
                spans => spans.len() == seen.len() && spans.iter().zip(seen).all(|(e, s)| *e == s.span),
            };
            let expected =
                || if spans.is_empty() { "a hit".to_owned() } else { list(spans.iter().map(words).collect()) };
            match (right, known) {
                (true, true) => Some(("a known failure".to_owned(), "it passes: move it to `hit`".to_owned())),
                (false, false) => Some((expected(), found())),
                _ => None,
            }
        }
        ExampleKind::Miss { known } => match (seen.is_empty(), known) {
            (true, true) => Some(("a known failure".to_owned(), "it passes: move it to `miss`".to_owned())),
            (false, false) => Some(("nothing".to_owned(), found())),
            _ => None,
        },
        ExampleKind::Case(expected) => {
            let right =
                expected.len() == seen.len() && expected.iter().zip(seen).all(|(e, s)| agrees(e, s, &example.text));
            let tell = |span: &str, party: Option<&str>| match party {
                Some(party) => format!("`{span}` of `{party}`"),
                None => format!("`{span}`"),
            };
            (!right).then(|| {
                let expected = expected.iter().map(|e| tell(&e.span, e.party.as_deref())).collect();
                let seen = seen.iter().map(|s| tell(words(&s.span).trim_matches('`'), s.party.as_deref())).collect();
                (list(expected), list(seen))
            })
        }
    }
}

fn agrees(expected: &Expected, seen: &Seen, text: &str) -> bool {
    text.get(seen.span.clone()) == Some(&expected.span)
        && expected.party.as_ref().is_none_or(|p| seen.party.as_ref() == Some(p))
}

fn failure(rule: &Rule, example: Option<&Example>, expected: String, found: String) -> ExampleFailure {
    ExampleFailure {
        rule: rule.id.clone(),
        file: example.and_then(|e| e.file.as_ref()).unwrap_or(&rule.file).clone(),
        place: example.map(|e| e.place.clone()),
        text: example.map_or_else(String::new, |e| e.text.clone()),
        expected,
        found,
    }
}
