//! The corpus is whole: every article has gold and a place in the manifest, every anchor is found.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use onrecord_engine::{Outcome, Reason, SourceKind};
use onrecord_parser::{Form, Via};
use onrecord_tests::corpus::{cases, files, manifest, read_all};

fn none_of(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_anchor_of_every_gold_file_is_found_once() {
    let (cases, faults) = read_all();
    none_of(&faults);
    assert!(cases.len() >= 24, "only {} articles", cases.len());
}

#[test]
fn articles_gold_and_manifest_name_the_same_articles() {
    let (articles, mut faults) = files("articles", "txt");
    let (gold, more) = files("gold", "toml");
    faults.extend(more);
    let manifest = manifest().expect("the manifest can be read");
    let listed: Vec<String> = manifest.article.iter().map(|e| e.path()).collect();
    for slug in articles.keys() {
        if !gold.contains_key(slug) {
            faults.push(format!("{slug} has no gold; add corpus/gold/{slug}.toml"));
        }
        if !listed.contains(slug) {
            faults.push(format!("{slug} is not in MANIFEST.toml"));
        }
    }
    faults.extend(gold.keys().filter(|s| !articles.contains_key(*s)).map(|s| format!("gold of {s} has no article")));
    faults
        .extend(listed.iter().filter(|s| !articles.contains_key(*s)).map(|s| format!("{s} is listed, but not there")));
    let mut sorted = listed.clone();
    sorted.sort();
    sorted.dedup();
    if sorted != listed {
        faults.push("MANIFEST.toml is not in the order of desk and slug, or names an article twice".to_owned());
    }
    none_of(&faults);
}

#[test]
fn the_manifest_tells_origin_licence_and_style() {
    let mut faults = Vec::new();
    for entry in manifest().expect("the manifest can be read").article {
        let slug = entry.path();
        let mut check = |right: bool, what: &str| {
            if !right {
                faults.push(format!("MANIFEST.toml: {slug}: {what}"));
            }
        };
        check(entry.origin == "written for onrecord", "articles from elsewhere are not taken");
        check(entry.licence == "MIT OR Apache-2.0", "the licence is that of the project");
        check(["en-US", "en-GB"].contains(&entry.style.as_str()), "style is en-US or en-GB");
        check(entry.date.date.is_some(), "date is a day");
        check(!entry.title.is_empty() && !entry.exercises.is_empty(), "title and exercises are not empty");
        let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        check(entry.slug.chars().chain(entry.desk.chars()).all(named), "desk and slug are made of a-z, 0-9 and -");
    }
    none_of(&faults);
}

#[test]
fn files_have_unix_line_ends_and_no_stray_blanks() {
    let mut faults = Vec::new();
    for (part, extension) in [("articles", "txt"), ("gold", "toml")] {
        for (slug, path) in files(part, extension).0 {
            let contents = fs::read_to_string(path).expect("a file of the corpus is UTF-8");
            if contents.contains('\r') {
                faults.push(format!("{part}/{slug}: carriage returns; save it with LF line ends"));
            }
            if !contents.ends_with('\n') || contents.ends_with("\n\n") {
                faults.push(format!("{part}/{slug}: it must end with one line end"));
            }
            if contents.lines().any(|l| l.ends_with([' ', '\t'])) {
                faults.push(format!("{part}/{slug}: blanks at the end of a line"));
            }
        }
    }
    none_of(&faults);
}

#[test]
fn no_paragraph_stands_in_two_articles() {
    let mut seen = BTreeMap::new();
    let mut faults = Vec::new();
    for case in cases() {
        for line in case.text.lines().filter(|l| l.split(' ').count() > 6) {
            if let Some(other) = seen.insert(line.to_owned(), case.slug.clone()) {
                faults.push(format!("{} and {other} share a line: {line}", case.slug));
            }
        }
    }
    none_of(&faults);
}

#[test]
fn every_word_of_the_record_occurs_in_gold() {
    let cases = cases();
    let attributions = || cases.iter().flat_map(|c| &c.gold.attributions);
    let kinds: BTreeSet<SourceKind> = attributions().map(|a| a.kind).collect();
    let forms: BTreeSet<Form> = attributions().map(|a| a.form).collect();
    let vias: BTreeSet<Via> = attributions().filter_map(|a| a.via).collect();
    let outcomes: BTreeSet<Outcome> = cases.iter().flat_map(|c| &c.gold.responses).map(|r| r.outcome).collect();
    let reasons: BTreeSet<Reason> = cases.iter().flat_map(|c| &c.gold.justifications).map(|j| j.reason).collect();
    assert_eq!(kinds, SourceKind::ALL.iter().copied().collect());
    assert_eq!(outcomes, Outcome::ALL.iter().copied().collect());
    assert_eq!(reasons, Reason::ALL.iter().copied().collect());
    assert_eq!((forms.len(), vias.len()), (3, 4));
}
