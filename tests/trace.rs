//! A trace tells what matching does: every example of every rule, traced, must agree with the matcher.

use std::collections::BTreeSet;

use onrecord_engine::{Match, Options, RuleId, RuleKind, Trace, Verdict};
use onrecord_parser::{Document, parse};
use onrecord_tests::run::rules;

type Place = (RuleId, u32, u32, u32);

/// What fires by the trace.
fn traced(trace: &Trace) -> BTreeSet<Place> {
    let mut fired = BTreeSet::new();
    for rule in &trace.rules {
        for pattern in &rule.patterns {
            let fires = pattern.matches.iter().filter(|m| m.verdict == Verdict::Fires);
            fired.extend(fires.map(|m| (rule.rule, pattern.number, m.tokens.start, m.tokens.end)));
        }
    }
    fired
}

/// What fires by the matcher, of rules that `wanted` asks for.
fn matched(text: &str, document: &Document, trace: &Trace, wanted: &[RuleId]) -> BTreeSet<Place> {
    let mut fired = BTreeSet::new();
    let mut scratch = rules().matcher().scratch();
    let mut keep = |m: Match| {
        if wanted.contains(&m.rule) {
            fired.insert((m.rule, m.pattern, m.tokens.start, m.tokens.end));
        }
    };
    rules().matcher().scan_document(text, document, &mut scratch, &mut keep);
    for source in &trace.sources {
        rules().matcher().scan_source(text, document, source.tokens.clone(), &mut scratch, &mut keep);
    }
    fired
}

#[test]
fn a_trace_of_every_example_agrees_with_the_matcher() {
    let all: Vec<RuleId> = (0..rules().rules().len() as u32).map(RuleId).collect();
    let (mut fires, mut refused, mut stopped) = (0, 0, 0);
    for (number, rule) in rules().rules().iter().enumerate() {
        for (i, example) in rule.examples.iter().enumerate() {
            // Its own rule for each, and all rules for some.
            let asked = if i == 0 && number % 4 == 0 { &all[..] } else { &all[number..=number] };
            let document = parse(&example.text, rules().lexicon());
            let trace = rules().trace(&example.text, &document, &Options::default(), asked);
            let (ours, theirs) = (traced(&trace), matched(&example.text, &document, &trace, asked));
            assert_eq!(ours, theirs, "{}: {}", rule.id, example.text);
            fires += ours.len();
            for pattern in trace.rules.iter().flat_map(|r| &r.patterns) {
                assert!(pattern.stopped.is_none() || pattern.matches.is_empty(), "{}: {}", rule.id, example.text);
                refused += pattern.matches.iter().filter(|m| m.verdict != Verdict::Fires).count();
                stopped += usize::from(pattern.stopped.as_ref().is_some_and(|s| s.met > 0));
            }
        }
    }
    assert!(fires > 300 && refused > 20 && stopped > 1000, "{fires} {refused} {stopped}");
}

#[test]
fn what_is_refused_is_refused_for_the_reason_that_is_told() {
    let all: Vec<RuleId> = (0..rules().rules().len() as u32).map(RuleId).collect();
    for rule in rules().rules() {
        for example in rule.examples.iter().step_by(12) {
            let document = parse(&example.text, rules().lexicon());
            let trace = rules().trace(&example.text, &document, &Options::default(), &all);
            for traced in &trace.rules {
                let known = rules().rule(traced.rule);
                for found in traced.patterns.iter().flat_map(|p| &p.matches) {
                    match &found.verdict {
                        Verdict::Zone { zone, quoted } => assert!(!known.zones.has(*zone, *quoted), "{}", known.id),
                        Verdict::Unless { pattern, tokens } => {
                            assert!((*pattern as usize) < known.unless.len(), "{}", known.id);
                            let overlap = tokens.start < found.tokens.end && tokens.end > found.tokens.start;
                            assert!(overlap, "{}: {}", known.id, example.text);
                        }
                        Verdict::Taken => {
                            let others = traced.patterns.iter().flat_map(|p| &p.matches);
                            let takes = |m: &onrecord_engine::TracedMatch| {
                                m != found && m.tokens.start < found.tokens.end && m.tokens.end > found.tokens.start
                                    || m != found && m.tokens == found.tokens
                            };
                            assert!(others.into_iter().any(takes), "{}: {}", known.id, example.text);
                        }
                        Verdict::Fires => {}
                    }
                }
            }
        }
    }
}

#[test]
fn the_decision_list_names_the_winner_and_what_spoke_against_all_before_it() {
    let mut decided = 0;
    let sources: Vec<RuleId> = (0u32..)
        .map(RuleId)
        .zip(rules().rules())
        .filter(|(_, r)| matches!(r.kind, RuleKind::Source { .. }))
        .map(|(id, _)| id)
        .collect();
    for rule in rules().rules() {
        for example in &rule.examples {
            let document = parse(&example.text, rules().lexicon());
            let trace = rules().trace(&example.text, &document, &Options::default(), &sources[..1]);
            for decision in &trace.sources {
                assert!(decision.considered.is_sorted_by_key(|c| c.rank));
                let Some(winner) = decision.winner else { continue };
                if decision.kind == onrecord_engine::SourceKind::OwnOutlet {
                    continue;
                }
                let first = decision.considered.iter().find(|c| c.failed.is_empty()).map(|c| c.rule);
                assert_eq!(first, Some(winner), "{}", example.text);
                decided += 1;
            }
        }
    }
    assert!(decided > 100, "{decided}");
}
