//! Promises about the project itself: what depends on what, what the core never does, and that the pages tell the truth.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use onrecord_engine::{
    CorrectionProblem, Dimension, Hearing, Label, Options, Outcome, PackSource, Reason, RuleSet, SourceKind,
    SuppressionProblem, assess, run_examples,
};
use onrecord_parser::{Zone, parse};

/// What each package may name of the others. Nothing here points upwards.
const DIRECTION: [(&str, &[&str]); 9] = [
    ("onrecord-text", &[]),
    ("onrecord-parser", &["onrecord-text"]),
    ("onrecord-engine", &["onrecord-parser", "onrecord-text"]),
    ("onrecord-ingest", &["onrecord-text"]),
    ("onrecord-report", &["onrecord-engine", "onrecord-parser", "onrecord-text"]),
    ("onrecord-rules", &[]),
    (
        "onrecord",
        &[
            "onrecord-engine",
            "onrecord-ingest",
            "onrecord-parser",
            "onrecord-report",
            "onrecord-rules",
            "onrecord-text",
        ],
    ),
    ("onrecord-tests", &["onrecord-engine", "onrecord-parser", "onrecord-rules", "onrecord-text"]),
    ("xtask", &[]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the repository").to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Files below `folder` with `extension`, as paths below the root, in order.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
    for entry in entries {
        let entry = entry.expect("a folder entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.path().is_dir() {
            if name != "target" && !name.starts_with('.') {
                found.extend(files(&path, extension));
            }
        } else if Path::new(&name).extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The manifest of every package of the workspace, by the package's name.
fn manifests() -> BTreeMap<String, toml::Table> {
    let paths = files("", "toml").into_iter().filter(|p| p.ends_with("/Cargo.toml"));
    let table = |path: String| read(&path).parse::<toml::Table>().unwrap_or_else(|e| panic!("{path}: {e}"));
    paths.map(table).map(|t| (t["package"]["name"].as_str().expect("a name").to_owned(), t)).collect()
}

/// The names under `section` of a manifest.
fn dependencies(manifest: &toml::Table, section: &str) -> Vec<String> {
    manifest.get(section).and_then(toml::Value::as_table).map_or(Vec::new(), |t| t.keys().cloned().collect())
}

/// The code of a Rust file: no comments, and nothing from its tests on, which stand at its end.
fn code(path: &str) -> String {
    let text = read(path);
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Sources of the crate `name` that are part of the program.
fn sources(name: &str) -> Vec<String> {
    let tests = |p: &String| {
        ["tests.rs", "broken.rs", "layered.rs", "amended.rs"].iter().any(|t| p.ends_with(&format!("/{t}")))
    };
    files(&format!("crates/{name}/src"), "rs").into_iter().filter(|p| !tests(p)).collect()
}

fn none_of(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn dependencies_run_in_one_direction() {
    let manifests = manifests();
    let names: Vec<&str> = manifests.keys().map(String::as_str).collect();
    let listed: BTreeSet<&str> = DIRECTION.iter().map(|d| d.0).collect();
    assert_eq!(names, Vec::from_iter(listed), "every package has its line in DIRECTION");
    let mut faults = Vec::new();
    for (name, allowed) in DIRECTION {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let ours = dependencies(&manifests[name], section).into_iter().filter(|d| d.starts_with("onrecord"));
            let upwards = ours.filter(|d| !allowed.contains(&d.as_str()));
            faults.extend(upwards.map(|d| format!("{name} may not depend on {d} ({section})")));
        }
    }
    none_of(&faults);
}

#[test]
fn every_package_has_the_lints_of_the_workspace_which_forbid_unsafe_code() {
    let workspace: toml::Table = read("Cargo.toml").parse().expect("the workspace's manifest is TOML");
    assert_eq!(workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let without = |(name, m): (&String, &toml::Table)| {
        let held = m.get("lints").and_then(|l| l.get("workspace")).and_then(toml::Value::as_bool) == Some(true);
        (!held).then(|| format!("{name}: no `[lints]` with `workspace = true`"))
    };
    none_of(&manifests().iter().filter_map(without).collect::<Vec<_>>());
}

#[test]
fn core_crates_neither_print_nor_thread_nor_read_clocks() {
    const NEVER: [&str; 14] = [
        "print!",
        "println!",
        "dbg!",
        "stdout",
        "stderr",
        "stdin",
        "thread::",
        "rayon",
        "std::time",
        "SystemTime",
        "Instant",
        "std::env",
        "std::process",
        "std::net",
    ];
    // The one file that reads packs from a folder.
    const READS_PACKS: &str = "crates/engine/src/pack/source.rs";
    let mut faults = Vec::new();
    let mut seen = 0;
    for path in ["text", "parser", "engine"].into_iter().flat_map(sources) {
        seen += 1;
        let code = code(&path);
        let files: &[&str] = if path == READS_PACKS { &[] } else { &["std::fs", "std::io", "File::"] };
        let met = NEVER.iter().chain(files).filter(|word| code.contains(**word));
        faults.extend(met.map(|word| format!("{path}: {word}")));
    }
    assert!(seen > 40, "only {seen} files were looked at");
    none_of(&faults);
}

#[test]
fn gold_never_reaches_the_program() {
    let mut faults = Vec::new();
    for (name, manifest) in manifests() {
        if name != "onrecord-tests" && dependencies(&manifest, "dependencies").contains(&"onrecord-tests".to_owned()) {
            faults.push(format!("{name} depends on the tests, which read gold"));
        }
    }
    let names = ["text", "parser", "engine", "ingest", "report", "cli"];
    let ours = names.into_iter().flat_map(sources).chain(files("rules", "rs"));
    for path in ours {
        // Golden documents are texts of a pack that its author scores; they are no annotations.
        let code = code(&path).to_lowercase().replace("golden", "");
        let met = ["gold", "corpus/", "manifest.toml"].into_iter().filter(|word| code.contains(word));
        faults.extend(met.map(|word| format!("{path}: {word}")));
    }
    none_of(&faults);
}

#[test]
fn no_code_knows_a_rule_by_its_id() {
    let ids: Vec<String> = onrecord_tests::run::rules().rules().iter().map(|r| format!("\"{}\"", r.id)).collect();
    let mut faults = Vec::new();
    for path in ["parser", "engine", "ingest", "report", "cli"].into_iter().flat_map(sources) {
        let code = code(&path);
        faults.extend(ids.iter().filter(|id| code.contains(*id)).map(|id| format!("{path}: {id}")));
    }
    none_of(&faults);
}

#[test]
fn every_file_of_the_packs_is_embedded() {
    let embedded: Vec<String> = onrecord_rules::FILES.iter().map(|(path, _)| format!("rules/{path}")).collect();
    let texts = files("rules", "txt").into_iter().filter(|p| p.contains("/fixtures/"));
    let packs = files("rules", "toml").into_iter().filter(|p| p != "rules/Cargo.toml");
    let mut there: Vec<String> = packs.chain(texts).collect();
    there.sort();
    assert_eq!(embedded, there);
}

#[test]
fn adding_a_rule_touches_one_file() {
    const RULE: &str = r#"
kind   = "marker"
title  = "Speech at a doorstep"
why    = "Tells where the words were spoken."
remedy = "Say who else heard them."
since  = "0.1.0"
status = "preview"
marks  = "note"
pattern = ["on the doorstep"]
hit    = ["She spoke [[on the doorstep]]."]
"#;
    let rules = with_rule("note/doorstep", RULE);
    let text = "“We knew nothing,” Mira Odum said on the doorstep.";
    let found = assess(text, &parse(text, rules.lexicon()), &rules, &Options::default());
    let ids: Vec<&str> = found.findings.iter().map(|f| f.rule.as_str()).collect();
    assert!(ids.contains(&"note/doorstep"), "{ids:?}");
}

/// The pack core-en with one more file, whose examples hold, as those of all others.
fn with_rule(id: &str, rule: &str) -> RuleSet {
    let path = format!("core-en/rules/{id}.toml");
    let mut table = onrecord_rules::FILES.to_vec();
    table.push((&path, rule));
    let packs: Vec<_> = PackSource::from_table(&table).into_iter().filter(|p| p.name == "core-en").collect();
    let rules = RuleSet::load(&packs).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let report = run_examples(&rules, |text, document| assess(text, document, &rules, &Options::default()));
    let broken: Vec<&str> = report.failures.iter().map(|f| f.rule.as_str()).filter(|broken| *broken == id).collect();
    assert_eq!(broken, [""; 0], "its examples hold");
    rules
}

#[test]
fn the_rule_that_the_pages_show_works() {
    const OPENS: &str = "# my-pack/rules/vague/rumour.toml\n";
    let readme = read("README.md");
    let rule = readme.split("```").find_map(|block| block.strip_prefix("toml\n")?.strip_prefix(OPENS));
    let rule = rule.expect("the README shows a rule");
    with_rule("vague/rumour", rule);
    let indented: String = rule.lines().map(|line| format!("   {line}\n")).collect();
    assert!(read("CONTRIBUTING.md").contains(&indented), "CONTRIBUTING.md shows another rule than README.md");
}

#[test]
fn what_tests_the_project_is_the_command_of_the_readme() {
    const COMMAND: &str = "\ncargo test --workspace\n";
    assert!(read("README.md").contains(COMMAND) && read(".ci/run").contains(COMMAND));
}

#[test]
fn the_page_about_the_score_has_the_weights_of_the_news_profile() {
    let page = read("docs/scoring.md");
    let profile: toml::Table = read("rules/core-en/profiles/news.toml").parse().expect("the profile is TOML");
    let dimensions = profile["dimension"].as_table().expect("dimensions");
    assert_eq!(dimensions.len(), Dimension::ALL.len());
    let missing = |(name, model): (&String, &toml::Value)| {
        let row = format!("| {name} | {} |", model["weight"]);
        (!page.contains(&row)).then(|| format!("docs/scoring.md: no row {row}"))
    };
    none_of(&dimensions.iter().filter_map(missing).collect::<Vec<_>>());
}

/// Markdown pages of the project.
fn pages() -> Vec<String> {
    files("", "md")
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut faults = Vec::new();
    for page in pages() {
        let text = read(&page);
        let folder = Path::new(&page).parent().expect("a page lies in a folder").to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !root().join(&folder).join(target).exists() {
                faults.push(format!("{page}: {link}"));
            }
        }
    }
    none_of(&faults);
}

#[test]
fn every_test_that_a_page_names_exists() {
    let mut faults = Vec::new();
    let mut named = 0;
    for page in pages() {
        for quoted in read(&page).split('`').skip(1).step_by(2) {
            let Some((path, name)) = quoted.split_once(".rs::") else { continue };
            named += 1;
            let path = format!("{path}.rs");
            let there = root().join(&path).is_file() && read(&path).contains(&format!("fn {name}("));
            if !there {
                faults.push(format!("{page}: there is no {path}::{name}"));
            }
        }
    }
    assert!(named >= 12, "only {named} tests are named");
    none_of(&faults);
}

#[test]
fn every_rust_file_of_the_core_stands_in_the_architecture() {
    let page = read("ARCHITECTURE.md");
    let name = |path: &String| Path::new(path).file_name().expect("a file").to_string_lossy().into_owned();
    let missing = |path: &String| !page.contains(&format!("`{}`", name(path)));
    let ours = ["text", "parser", "engine", "ingest", "report", "cli"].into_iter().flat_map(sources);
    let usual = |path: &String| ["lib.rs", "mod.rs", "main.rs"].contains(&name(path).as_str());
    none_of(&ours.filter(|p| !usual(p) && missing(p)).collect::<Vec<_>>());
}

#[test]
fn the_page_about_the_record_names_its_keys_and_words() {
    let page = read("docs/record.md");
    let printed = read("crates/report/src/jsonl.rs");
    let keys: BTreeSet<&str> = printed.split(".key(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(keys.contains("score_without_suppressions") && keys.contains("party_source"), "{keys:?}");
    let words = (SourceKind::ALL.iter().map(|w| w.name()))
        .chain(Outcome::ALL.iter().map(|w| w.name()))
        .chain(Hearing::ALL.iter().map(|w| w.name()))
        .chain(Reason::ALL.iter().map(|w| w.name()))
        .chain(Zone::ALL.iter().map(|w| w.name()))
        .chain(SuppressionProblem::ALL.iter().map(|w| w.name()))
        .chain(Label::ALL.iter().map(|w| w.name()))
        .chain(CorrectionProblem::ALL.iter().map(|w| w.name()));
    let missing = |word: &str| (!page.contains(&format!("`{word}`"))).then(|| word.to_owned());
    none_of(&keys.into_iter().chain(words).filter_map(missing).collect::<Vec<_>>());
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    let kinds = ["rs", "toml", "md", "txt", "snap", "csv", "yml"];
    let mut faults = Vec::new();
    for path in kinds.into_iter().flat_map(|kind| files("", kind)).filter(|p| p != "tests/tidy.rs") {
        let text = read(&path);
        let met = ["/home/", "/Users/", "/root/", "/tmp/", "C:\\"].into_iter().filter(|word| text.contains(word));
        faults.extend(met.map(|word| format!("{path}: {word}")));
    }
    none_of(&faults);
}
