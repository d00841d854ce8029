//! Whether the record holds what is wanted of a wording, where it stands.

use std::fmt::Write as _;

use onrecord_engine::{Assessment, Attribution, SourceKind};
use onrecord_parser::{Document, Stance};
use onrecord_tests::run::read_for;
use onrecord_text::Span;

use crate::carriers::{Place, Trial};

/// The outlet whose articles the carriers are.
const OWN: &str = "Evening Herald";

/// Reads the trial and asks for what is wanted; `wanted` is one or more tests with ` | ` between them, of which one must hold.
///
/// - `cue:ACTS` an attribution whose cue shares a word with the wording, of one of the acts
/// - `stance:STANCE` the same, whose cue takes that side
/// - `kind:KINDS` an attribution whose source, or cue where no source is told, shares a word with it, of one of the kinds
/// - `source:KINDS` a source of the article, wherever it speaks, of one of the kinds
/// - `grade:PART` the same, whose unnamed source's `organisation`, `role`, `basis` or `interest` is told
/// - `outlet` an attribution that the record says was made to another outlet; `own` one that was not, without the wording
///   in its content
/// - `note:OUTCOMES`, `terms:REASONS`, `finding:RULES` a response note, terms or reason of anonymity, or finding that shares
///   a word with it; `any` stands for all, and the start of a rule's id for the rule
/// - `genre` the article is not scored, for it is marked as no news report by the wording
/// - `zone:ZONES` it stands in one of the zones
/// - `reply` a statement of denial or a note: the party's side is told
/// - `no:note` no response note and no denial or accusation at it; `no:statement` no statement at it
/// - `nothing` none of all that at its words, nor in its content
pub(crate) fn holds(trial: &Trial, wanted: &str) -> bool {
    trial.iter().any(|place| place_holds(place, wanted))
}

fn place_holds(trial: &Place, wanted: &str) -> bool {
    let (document, record) = read_for(&[OWN], &trial.text);
    let place = Span::new(trial.place.start as u32, trial.place.end as u32);
    wanted.split(" | ").any(|test| test_holds(test, &trial.text, place, &document, &record))
}

fn test_holds(test: &str, text: &str, place: Span, document: &Document, record: &Assessment) -> bool {
    let (what, of) = test.split_once(':').unwrap_or((test, ""));
    let named = |word: &str| of == "any" || of.split(',').any(|o| o == word);
    let at = |spans: &[Span]| spans.iter().any(|s| s.overlaps(place));
    let statement = |a: &&Attribution| a.act != onrecord_parser::Act::Other;
    let sourced = |a: &&Attribution| at(&a.source_span) || a.source_span.is_empty() && at(&a.cue);
    let touched = |a: &&Attribution| at(&a.source_span) || at(&a.cue);
    let mut all = record.attributions.iter();
    match what {
        "cue" => all.any(|a| at(&a.cue) && named(a.act.name())),
        "stance" => all.any(|a| at(&a.cue) && named(a.stance.name())),
        "kind" => all.filter(statement).any(|a| sourced(&a) && named(a.kind.name())),
        "source" => record.sources.iter().any(|s| named(s.kind.name())),
        "grade" => all.filter(statement).filter(sourced).any(|a| {
            let told = a.source.and_then(|s| record.sources[s as usize].descriptor).unwrap_or_default();
            a.kind.is_unnamed()
                && match of {
                    "organisation" => told.organisation,
                    "role" => told.role,
                    "interest" => told.interest,
                    _ => told.basis,
                }
        }),
        "outlet" => all.any(|a| a.outlet.as_deref().is_some_and(|o| !is_own(o))),
        "own" => {
            let relayed = record.findings.iter().any(|f| f.rule == "verify/second-hand" && f.span.overlaps(place));
            let own = |a: &Attribution| a.outlet.as_deref().is_none_or(is_own) && a.kind != SourceKind::Media;
            !relayed && all.filter(statement).any(|a| own(a) && !at(&a.content))
        }
        "note" => record.responses.iter().any(|r| r.span.overlaps(place) && named(r.outcome.name())),
        "terms" => record.justifications.iter().any(|j| j.span.overlaps(place) && named(j.reason.name())),
        "finding" => {
            record.findings.iter().any(|f| f.span.overlaps(place) && of.split(',').any(|rule| f.rule.starts_with(rule)))
        }
        "genre" => record.reason.as_ref().is_some_and(|r| {
            let first = place.of(text).split(' ').next().unwrap_or_default();
            r.starts_with("no news report: marked as") && r.contains(first)
        }),
        "zone" => document.paragraphs.iter().any(|p| document.span(&p.tokens).overlaps(place) && named(p.zone.name())),
        "reply" => {
            all.any(|a| at(&a.cue) && a.stance == Stance::Denial)
                || record.responses.iter().any(|r| r.span.overlaps(place))
        }
        "no" => match of {
            "note" => {
                !record.responses.iter().any(|r| r.span.overlaps(place))
                    && !record.findings.iter().any(|f| f.rule.starts_with("reply/") && f.span.overlaps(place))
            }
            _ => !all.any(|a| a.act == onrecord_parser::Act::Statement && (touched(&a) || at(&a.content))),
        },
        "nothing" => {
            !all.filter(statement).any(|a| touched(&a) || at(&a.content))
                && !record.responses.iter().any(|r| r.span.overlaps(place))
                && !record.justifications.iter().any(|j| j.span.overlaps(place))
                && !record.findings.iter().any(|f| f.span.overlaps(place))
        }
        _ => panic!("phrases.carriers.tsv: `{test}` is no test"),
    }
}

/// Whether it is the outlet whose articles the carriers are.
fn is_own(outlet: &str) -> bool {
    outlet.trim_start_matches("the ").trim_start_matches("The ") == OWN
}

/// What the record holds of the trial, in a line: for reading, not for comparing.
pub(crate) fn told(trial: &Place) -> String {
    let (_, record) = read_for(&[OWN], &trial.text);
    let words = |spans: &[Span]| spans.iter().map(|s| s.of(&trial.text)).collect::<Vec<_>>().join(" … ");
    let mut out = String::new();
    for a in &record.attributions {
        let (source, cue, content) = (words(&a.source_span), words(&a.cue), words(&a.content));
        let _ = write!(out, " [{} {} {}: {source} / {cue} / {content}]", a.act.name(), a.stance.name(), a.kind.name());
    }
    for r in &record.responses {
        let _ = write!(out, " [{}: {}]", r.outcome.name(), r.span.of(&trial.text));
    }
    for j in &record.justifications {
        let _ = write!(out, " [{}: {}]", j.reason.name(), j.span.of(&trial.text));
    }
    for f in &record.findings {
        let _ = write!(out, " [{}: {}]", f.rule, f.span.of(&trial.text));
    }
    out.replace('\n', " ")
}
