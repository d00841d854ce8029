//! `onrecord rules test --coverage` from outside.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

const MANIFEST: &str = "id = \"house\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1, <0.2\"\n\
                        license = \"MIT\"\ntitle = \"House rules\"\n";
/// Two patterns of `unless` refuse the second miss, so that it shows neither to be needed.
const WHISPER: &str = r#"
kind = "marker"
title = "Word from the harbour"
why = "It is an example."
remedy = "None."
status = "preview"
since = "0.1.0"
marks = "note"
pattern = ["harbour whisper", "pier (whisper|mutter)"]
unless = ["old harbour", "whisper campaign", "pier mutter softly"]
hit = ["A [[harbour whisper]] went round.", "A [[pier whisper]] rose.", "The [[pier mutter]] grew."]
miss = ["An old harbour whisper went round.", "An old harbour whisper campaign began.", "The quay was still."]
todo_hit = ["A whisper rose from the harbour."]
[[case]]
text = "The sea was calm."
expect = []
"#;
const LOUD: &str = r#"
kind = "marker"
title = "A shout"
why = "It is an example."
remedy = "None."
status = "preview"
since = "0.1.0"
marks = "note"
pattern = ["harbour shout"]
hit = ["A [[harbour shout]] went up."]
"#;

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord")).current_dir(folder).args(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn pack(whisper: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, contents: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    };
    write("house/pack.toml", MANIFEST);
    write("house/rules/note/whisper.toml", whisper);
    write("house/rules/note/loud.toml", LOUD);
    dir
}

fn covered(folder: &Path, packs: &[&str]) -> (Option<i32>, Value) {
    let (status, out, err) = run(folder, &[&["rules", "test"], packs, &["--coverage", "--format", "json"]].concat());
    assert_eq!(err, "");
    (status, serde_json::from_str(&out).unwrap())
}

#[test]
fn every_pattern_is_told_with_the_examples_that_fire_or_need_it() {
    let dir = pack(WHISPER);
    let (status, packs) = covered(dir.path(), &["house"]);
    assert_eq!(status, Some(0), "{packs}");
    let rules = packs[0]["rules"].as_array().unwrap();
    // Rules of packs below are not the house's to look after.
    assert_eq!(rules.iter().map(|r| &r["id"]).collect::<Vec<_>>(), ["note/loud", "note/whisper"]);
    let whisper = &rules[1];
    for (key, count) in [("hits", 3), ("misses", 3), ("cases", 1), ("silent_cases", 1), ("todos", 1), ("golden", 0)] {
        assert_eq!(whisper[key], count, "{key} of {whisper}");
    }
    assert_eq!((&whisper["never_silent"], &rules[0]["never_silent"]), (&json!(false), &json!(true)));
    let counts = |key: &str| whisper[key].as_array().unwrap().iter().map(|p| p["examples"].clone()).collect::<Vec<_>>();
    assert_eq!(counts("patterns"), [1, 2]);
    assert_eq!(counts("unless"), [1, 0, 0]);
    let totals = &packs[0]["totals"];
    assert_eq!((&totals["hits"], &totals["unused_unless"], &totals["never_silent"]), (&json!(4), &json!(2), &json!(1)));
}

#[test]
fn the_page_fits_eighty_columns_and_marks_what_no_example_shows_silent() {
    let dir = pack(WHISPER);
    let (status, out, err) = run(dir.path(), &["rules", "test", "house", "--coverage"]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    for line in [
        "rule           hits misses  cases  todos golden",
        "note/loud         1      0      0      0      0  no miss",
        "note/whisper      3      3      1      1      0",
        "     2  pier (whisper|mutter)",
        "     0  unless pier mutter softly",
        "2 rules, 3 patterns, 3 patterns of unless",
        "1 rule no example shows silent",
        "2 patterns of unless no example needs",
    ] {
        assert!(out.lines().any(|l| l == line), "no `{line}` in\n{out}");
    }
    let (_, all, _) = run(dir.path(), &["rules", "test", "--coverage"]);
    assert!(all.contains("response/declined") && !all.contains('\x1b'), "{all}");
    assert!(all.lines().all(|line| line.chars().count() <= 80), "{all}");
    let (_, plain, _) = run(dir.path(), &["rules", "test", "house"]);
    assert!(!plain.contains("misses"), "without the option there is no table: {plain}");
}

#[test]
fn an_example_that_fails_counts_for_nothing_and_golden_documents_count_for_the_rules_they_name() {
    let dir = pack(&WHISPER.replace("The quay was still.", "One harbour whisper more."));
    let (status, packs) = covered(dir.path(), &["house"]);
    assert_eq!((status, &packs[0]["rules"][1]["misses"]), (Some(1), &json!(2)), "{packs}");
    let problem = &packs[0]["problems"][0];
    assert_eq!((&problem["level"], &problem["line"]), (&json!("error"), &json!(12)), "{packs}");
    let (status, packs) = covered(dir.path(), &["core-en"]);
    assert_eq!(status, Some(0));
    let golden =
        |id: &str| packs[0]["rules"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap()["golden"].clone();
    assert!(golden("anon/unexplained").as_u64() > Some(0), "{packs}");
    assert!(packs[0]["totals"]["golden"].as_u64() >= Some(3), "{packs}");
}

#[test]
fn a_pack_that_does_not_load_is_json_too_and_a_format_needs_coverage() {
    let dir = pack(&WHISPER.replace("pattern =", "patern ="));
    let (status, packs) = covered(dir.path(), &["house", "core-en"]);
    assert_eq!(status, Some(1));
    assert!(packs[0].get("rules").is_none() && packs[1]["rules"].is_array(), "{packs}");
    assert_eq!(packs[0]["problems"][0]["help"], "did you mean `pattern`?", "{packs}");
    let (status, _, err) = run(dir.path(), &["rules", "test", "--format", "json"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("--coverage"), "{err}");
}

#[test]
fn a_pattern_of_unless_that_no_example_needs_is_warned_of_at_its_place() {
    let dir = pack(WHISPER);
    fs::create_dir_all(dir.path().join("house/overrides")).unwrap();
    let text =
        "[[override]]\nrule = \"vague/agentless\"\nreason = \"A test.\"\nadd_unless = [\"the harbour @cue_clause\"]\n";
    fs::write(dir.path().join("house/overrides/core.toml"), text).unwrap();
    let (status, out, err) = run(dir.path(), &["rules", "test", "house"]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "a warning is no mistake: {out}");
    for part in [
        "warning: no example of `vague/agentless` needs this pattern of `unless`\n --> house/overrides/core.toml:4:15\n",
        "  = help: add a `add_miss` that would be found without it, or leave it out\n",
        "  --> house/rules/note/whisper.toml:10:26\n",
        "10 | unless = [\"old harbour\", \"whisper campaign\", \"pier mutter softly\"]\n   \
         |                          ^^^^^^^^^^^^^^^^^^\n",
        "  --> house/rules/note/whisper.toml:10:46\n",
        "   = help: add a `miss` that would be found without it, or leave it out\n",
        "all as they should be, 3 warnings\n",
    ] {
        assert!(out.contains(part), "no {part:?} in\n{out}");
    }
    let (_, packs) = covered(dir.path(), &["house"]);
    let levels: Vec<_> = packs[0]["problems"].as_array().unwrap().iter().map(|p| p["level"].clone()).collect();
    assert_eq!(levels, ["warning"; 3]);
    // What a pack below does not need is for that pack to mend.
    let needed = WHISPER.replace("\"whisper campaign\", \"pier mutter softly\"", "\"pier mutter softly\"");
    let needed = needed
        .replace("The quay was still.", "A pier mutter softly rose.")
        .replace("old harbour whisper campaign", "old pier");
    fs::write(dir.path().join("house/rules/note/whisper.toml"), needed).unwrap();
    fs::remove_file(dir.path().join("house/overrides/core.toml")).unwrap();
    let (_, out, _) = run(dir.path(), &["rules", "test", "house"]);
    assert!(out.starts_with("house: ") && !out.contains("warning"), "{out}");
}

#[test]
fn a_changed_rule_of_a_pack_below_is_covered_too() {
    let dir = pack(WHISPER);
    fs::create_dir_all(dir.path().join("house/overrides")).unwrap();
    let text = "[[override]]\nrule = \"anon/unexplained\"\nreason = \"A test.\"\nseverity = \"info\"\n";
    fs::write(dir.path().join("house/overrides/core.toml"), text).unwrap();
    let (status, packs) = covered(dir.path(), &["house"]);
    assert_eq!(status, Some(0), "{packs}");
    assert!(packs[0]["rules"].as_array().unwrap().iter().any(|r| r["id"] == "anon/unexplained"), "{packs}");
}
