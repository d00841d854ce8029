//! Every rule of the embedded packs shows what it says.

use std::collections::BTreeSet;

use onrecord_engine::unneeded;
use onrecord_tests::run::{rules, run_golden_documents, run_rule_examples};

#[test]
fn every_example_of_every_rule_passes() {
    let report = run_rule_examples();
    let told: Vec<String> = (report.failures.iter())
        .map(|f| {
            format!("{} ({})\n  in       {}\n  expected {}\n  found    {}", f.rule, f.file, f.text, f.expected, f.found)
        })
        .collect();
    assert!(told.is_empty(), "{} of {} examples fail:\n{}", told.len(), report.run, told.join("\n"));
    assert!(report.run >= rules().rules().len(), "fewer examples than rules");
}

#[test]
fn every_pattern_of_unless_is_needed_by_an_example() {
    let told: Vec<String> = unneeded(rules(), &run_rule_examples()).iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn every_golden_document_scores_as_its_profile_says() {
    let report = run_golden_documents();
    let told: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(report.run >= 3, "only {} golden documents", report.run);
}

#[test]
fn no_two_rules_have_one_id_and_no_two_of_a_kind_one_title() {
    let all = rules().rules();
    let ids: BTreeSet<&str> = all.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "ids are not unique");
    let mut titles = BTreeSet::new();
    for rule in all {
        assert!(
            titles.insert((rule.kind.name(), &rule.title)),
            "{}: another {} rule is called `{}` too",
            rule.id,
            rule.kind.name(),
            rule.title
        );
    }
}

#[test]
fn every_rule_explains_itself_in_sentences() {
    let mut faults = Vec::new();
    for rule in rules().rules() {
        for (key, words) in [("title", &rule.title), ("why", &rule.why), ("remedy", &rule.remedy)] {
            if words.trim().is_empty() || !words.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic()) {
                faults.push(format!("{}: `{key}` is empty or begins in lower case: {words}", rule.id));
            }
        }
        for (key, words) in [("why", &rule.why), ("remedy", &rule.remedy)] {
            if !words.ends_with(['.', '?', '!']) {
                faults.push(format!("{}: `{key}` is no sentence: {words}", rule.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
