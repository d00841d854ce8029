//! What two readings are said to agree on, in an article that both correct.

use std::path::Path;
use std::sync::LazyLock;

use onrecord_parser::parse;

use super::*;
use crate::assess::{Options, assess};
use crate::correct::CorrectionFile;
use crate::pack::{PackSource, RuleSet};
use crate::suppress::Origin;

static CORE: LazyLock<RuleSet> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/core-en");
    RuleSet::load(&[PackSource::from_folder(&folder).expect("it can be read")]).expect("it is right")
});

const TEXT: &str = "The lock at Sennen froze twice, the lock keeper Ada Brook said. \
    A canal official said that the gates were never oiled. \
    An aide said the chains were new, asking not to be named because the report is secret.\n\n\
    Tom Hale, a bargeman, said he lost four days. The wait was too long, he said. \
    The ice was thick on Monday. Sennen Waterways did not respond to a request for comment.\n";

fn reading(corrections: &str) -> Assessment {
    let file = CorrectionFile::read("a.toml", corrections, Origin::SideFile).expect("it is right");
    let corrections = file.entries.into_iter().map(|e| e.correction).collect();
    let options = Options { corrections, ..Options::default() };
    let found = assess(TEXT, &parse(TEXT, CORE.lexicon()), &CORE, &options);
    assert!(found.corrections.iter().all(|c| c.used), "{:?}", found.corrections);
    found
}

fn compare(first: &str, second: &str) -> Vec<Rating> {
    ratings(TEXT, &reading(""), [&reading(first), &reading(second)])
}

fn of(ratings: &[Rating], measure: Measure) -> Agreement {
    let mut agreement = Agreement::default();
    for rating in ratings.iter().filter(|r| r.measure == measure) {
        let [first, second] = &rating.labels;
        agreement.count([first, second], rating.agree);
    }
    agreement
}

/// The ratings on which they do not agree, in short.
fn differ(ratings: &[Rating]) -> Vec<String> {
    let apart = ratings.iter().filter(|r| !r.agree);
    apart.map(|r| format!("{}, {}: {} or {}", r.measure.name(), r.words, r.labels[0], r.labels[1])).collect()
}

#[test]
fn what_nobody_touches_agrees_and_is_known_as_such() {
    let ratings = compare("", "");
    assert!(ratings.iter().all(|r| r.agree && r.touched == [false; 2]));
    let counts = Measure::ALL.iter().map(|&m| of(&ratings, m).units()).collect::<Vec<_>>();
    assert_eq!(counts, [4, 4, 4, 5, 5, 1, 1, 1, 1, 1, 1]);
    assert_eq!(of(&ratings, Measure::SourceFound).kappa(), Err(NoKappa::OneCategory));
}

#[test]
fn two_kinds_of_one_source_are_a_disagreement() {
    let ratings = compare(
        "[[correction]]\nsource = \"A canal official\"\nkind = \"spokesperson\"\n\
         [[correction]]\nsource = \"Tom Hale\"\nkind = \"named-person\"\n",
        "[[correction]]\nsource = \"A canal official\"\nkind = \"unnamed-person\"\n",
    );
    assert_eq!(
        differ(&ratings),
        [
            "source-kind, A canal official: spokesperson or unnamed-person",
            "source-class, A canal official: institutional or unnamed",
        ]
    );
    let kinds = of(&ratings, Measure::SourceKind);
    // a = 3 of 4; named-person 2·2, unnamed-person 1·2, spokesperson 1·0: s = 6, (12 - 6) / (16 - 6).
    assert_eq!((kinds.agreed(), kinds.kappa()), (3, Ok(crate::Points(600))));
    let touched = |words: &str| ratings.iter().find(|r| r.words == words && r.measure == Measure::SourceKind).unwrap();
    assert_eq!(touched("A canal official").touched, [true, true]);
    assert_eq!(touched("A canal official").tool.as_deref(), Some("unnamed-person"));
    // Who confirms what was read has touched it.
    assert_eq!(touched("Tom Hale").touched, [true, false]);
    assert_eq!(touched("Ada Brook").touched, [false, false]);
}

#[test]
fn statements_that_one_adds_or_takes_out_are_found_by_one_only() {
    let ratings = compare(
        "[[correction]]\nfalse_statement = \"The wait was too long\"\n\
         [[correction]]\nfalse_statement = \"the chains were new\"\n\
         [[correction]]\nstatement = \"The ice was thick on Monday\"\nsource = \"A canal official\"\n",
        "[[correction]]\nfalse_statement = \"The wait was too long\"\n\
         [[correction]]\nstatement = \"The ice was thick\"\nsource = \"Tom Hale\"\n",
    );
    let found = of(&ratings, Measure::StatementFound);
    // Of six, one is none to both, one to the first only.
    assert_eq!((found.units(), found.agreed()), (6, 5));
    assert_eq!(found.table().get(&("no".to_owned(), "no".to_owned())), Some(&1));
    let apart = differ(&ratings);
    assert!(apart.iter().any(|d| d.starts_with("statement-found, the chains were new")), "{apart:?}");
    assert!(
        apart.iter().any(|d| d.starts_with("statement-source") && d.ends_with(": A canal official or Tom Hale")),
        "{apart:?}"
    );
    // An aide whose only statement is none is no source to the first.
    assert_eq!(of(&ratings, Measure::SourceFound).agreed(), 3);
}

#[test]
fn sources_that_one_takes_for_the_same_are_one_fewer() {
    let ratings = compare("[[correction]]\nsource = \"A canal official\"\nsame_as = \"Ada Brook\"\n", "");
    let apart = differ(&ratings);
    assert!(apart.contains(&"source-found, A canal official: no or yes".to_owned()), "{apart:?}");
    assert!(
        apart.iter().any(|d| d.starts_with("statement-source, ") && d.ends_with(": Ada Brook or A canal official")),
        "{apart:?}"
    );
    assert_eq!(of(&ratings, Measure::SourceKind).units(), 3);
}

#[test]
fn notes_and_reasons_are_compared_too() {
    let ratings = compare(
        "[[correction]]\nresponse = \"did not respond\"\noutcome = \"declined\"\nparty = \"Tom Hale\"\n\
         [[correction]]\njustification = \"asking not to be named\"\nreason = \"terms-only\"\n",
        "[[correction]]\nfalse_justification = \"asking not to be named\"\n",
    );
    let apart = differ(&ratings);
    for start in [
        "response-outcome, Sennen Waterways did not respond to a request for comment: declined or no-response",
        "response-party, Sennen Waterways did not respond to a request for comment: Tom Hale or Sennen Waterways",
        "justification-found, ",
    ] {
        assert!(apart.iter().any(|d| d.starts_with(start)), "{start}\n{apart:?}");
    }
    assert_eq!(of(&ratings, Measure::JustificationReason).units(), 0);
    let turned = ratings_turned();
    assert_eq!(turned.len(), ratings.len());
}

fn ratings_turned() -> Vec<Rating> {
    compare(
        "[[correction]]\nfalse_justification = \"asking not to be named\"\n",
        "[[correction]]\nresponse = \"did not respond\"\noutcome = \"declined\"\nparty = \"Tom Hale\"\n\
         [[correction]]\njustification = \"asking not to be named\"\nreason = \"terms-only\"\n",
    )
}

#[test]
fn a_document_is_institutional_where_its_issuer_is_named() {
    let source =
        |label: &str, kind| Source { label: label.to_owned(), kind, name: None, ..reading("").sources[1].clone() };
    for (label, kind, coarse) in [
        ("A report", SourceKind::Document, "vague"),
        ("the report by Sennen Waterways", SourceKind::Document, "institutional"),
        ("Sennen’s accounts", SourceKind::Document, "institutional"),
        ("critics", SourceKind::Collective, "vague"),
        ("the Ledger", SourceKind::Media, "second-hand"),
        ("a spokeswoman", SourceKind::Spokesperson, "institutional"),
        ("a clerk", SourceKind::Pseudonym, "unnamed"),
        ("Tom Hale", SourceKind::NamedPerson, "named"),
    ] {
        assert_eq!(class(&source(label, kind)), coarse, "{label}");
    }
}
