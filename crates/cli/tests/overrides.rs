//! Packs that change rules of packs below, from outside.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const MANIFEST: &str = "id = \"house\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1, <0.2\"\n\
                        license = \"MIT\"\ntitle = \"House rules\"\n";
const OVERRIDES: &str = "[[override]]\nrule = \"note/whisper\"\nreason = \"Quays are our beat.\"\nseverity = \"major\"\n\
                         add_pattern = [\"quay whisper\"]\nremove_pattern = [\"pier whisper\"]\n\
                         add_hit = [\"A [[quay whisper]] rose.\"]\n\
                         accept_broken_examples = [\"A pier whisper rose.\"]\nuntil = 2026-06-30\n\
                         [[disable]]\nrule = \"anon/unexplained\"\nreason = \"A wire desk.\"\n";
const RULE: &str = "kind = \"marker\"\ntitle = \"Word from the harbour\"\nwhy = \"It is an example.\"\n\
                    remedy = \"None.\"\nstatus = \"preview\"\nsince = \"0.1.0\"\nmarks = \"note\"\n\
                    pattern = [\"harbour whisper\", \"pier whisper\"]\n\
                    hit = [\"A [[harbour whisper]] went round.\", \"A [[pier whisper]] rose.\"]\n\
                    miss = [\"The harbour was quiet.\"]\n";

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord")).current_dir(folder).args(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// The pack `desk` with one rule, and `house` on it with overrides.
fn packs(overrides: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, contents: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    };
    write("desk/pack.toml", &MANIFEST.replace("house", "desk"));
    write("desk/rules/note/whisper.toml", RULE);
    write("house/pack.toml", &format!("{MANIFEST}extends = [\"desk@^0.1\", \"core-en\"]\n"));
    write("house/overrides/desk.toml", overrides);
    write("a.txt", "A quay whisper rose, and a pier whisper.\n");
    dir
}

#[test]
fn a_resolved_rule_is_toml_with_the_place_of_every_part() {
    let dir = packs(OVERRIDES);
    let args = ["rules", "show", "note/whisper", "--resolved", "--rules", "house", "--rules", "desk"];
    let (status, out, err) = run(dir.path(), &args);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    for line in [
        "# note/whisper",
        "# changed by house: house/overrides/desk.toml:2, until 2026-06-30: Quays are our beat.",
        "title = \"Word from the harbour\"  # desk: desk/rules/note/whisper.toml:2",
        "severity = \"major\"  # house: house/overrides/desk.toml:4",
        "  \"harbour whisper\",  # desk: desk/rules/note/whisper.toml:8",
        "  # not \"pier whisper\"  # desk: desk/rules/note/whisper.toml:8",
        "  \"quay whisper\",  # house: house/overrides/desk.toml:5",
    ] {
        assert!(out.lines().any(|l| l == line), "no `{line}` in\n{out}");
    }
    let (_, out, _) =
        run(dir.path(), &["rules", "show", "anon/unexplained", "--resolved", "--rules", "house", "--rules", "desk"]);
    assert!(out.contains("# disabled by house: house/overrides/desk.toml:11: A wire desk.\n"), "{out}");
}

#[test]
fn warnings_leave_the_check_passing_unless_it_is_strict() {
    let dir = packs(&OVERRIDES.replace("until = 2026-06-30\n", "title = \"Word from the harbour\"\n"));
    let (status, out, _) = run(dir.path(), &["rules", "check", "house", "desk"]);
    assert_eq!(status, Some(0), "{out}");
    for part in [
        "warning: `title` of `note/whisper` is this already",
        "house/overrides/desk.toml:9:9",
        "^^^^",
        "no mistake, 1 warning\n",
    ] {
        assert!(out.contains(part), "no `{part}` in {out}");
    }
    let (status, out, _) = run(dir.path(), &["rules", "check", "house", "desk", "--strict"]);
    assert_eq!(status, Some(1), "{out}");
    assert!(
        out.contains("error: `title` of `note/whisper` is this already") && out.contains("house: 1 mistake\n"),
        "{out}"
    );
    // Whoever scores does not read them again and again.
    let (status, _, err) = run(dir.path(), &["score", "a.txt", "--rules", "house", "--rules", "desk"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
}

#[test]
fn a_day_ends_overrides_and_only_a_day_that_is_told_ends_them_for_scores() {
    let dir = packs(OVERRIDES);
    let check = |day: &str| run(dir.path(), &["rules", "check", "house", "desk", "--today", day]);
    let (status, out, _) = check("2026-06-30");
    assert!(status == Some(0) && !out.contains("warning"), "{out}");
    let (status, out, _) = check("2026-07-01");
    assert_eq!(status, Some(0));
    assert!(out.contains("warning: this override ended on 2026-06-30") && out.contains("desk.toml:9:9"), "{out}");
    // Without a day it is today's, which the override is past.
    let (_, out, _) = run(dir.path(), &["rules", "check", "house", "desk"]);
    assert!(out.contains("this override ended on 2026-06-30"), "{out}");
    let (status, _, err) = check("2026-7-1");
    assert_eq!(status, Some(2));
    assert!(err.contains("a day is expected, written as 2027-06-30"), "{err}");

    let score = |more: &[&str]| {
        let args = [&["score", "a.txt", "--format", "jsonl", "--rules", "house", "--rules", "desk"], more].concat();
        let (status, out, err) = run(dir.path(), &args);
        assert_eq!(status, Some(0), "{err}");
        let record: serde_json::Value = serde_json::from_str(&out).unwrap();
        let spans = record["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "note/whisper");
        (spans.map(|f| f["span"][0].as_u64().unwrap()).collect::<Vec<_>>(), err)
    };
    assert_eq!(score(&[]), (vec![2], String::new()));
    let (spans, err) = score(&["--today", "2026-07-01"]);
    assert_eq!(spans, [27]);
    let told = "house/overrides/desk.toml: the override of `note/whisper` ended on 2026-06-30 and is not applied";
    assert!(err.contains(told), "{err}");
}

#[test]
fn the_list_shows_disabled_rules_with_the_reason_and_the_test_passes_over_them() {
    let dir = packs(OVERRIDES);
    let (status, out, _) = run(dir.path(), &["rules", "list", "--rules", "house", "--rules", "desk"]);
    assert_eq!(status, Some(0));
    let line = out.lines().find(|l| l.contains("anon/unexplained")).expect("it is in the list");
    assert!(line.ends_with("disabled: A wire desk."), "{line}");
    let (_, out, _) = run(dir.path(), &["rules", "list", "--format", "json", "--rules", "house", "--rules", "desk"]);
    let rules: serde_json::Value = serde_json::from_str(&out).unwrap();
    let rule = rules.as_array().unwrap().iter().find(|r| r["id"] == "anon/unexplained").unwrap();
    assert_eq!(rule["disabled"], "A wire desk.");
}

#[test]
fn every_output_names_the_packs_with_version_and_hash() {
    let dir = packs(OVERRIDES);
    for (format, parts) in [
        ("human", &["desk 0.1.0 (", "house 0.1.0 ("][..]),
        ("csv", &["desk@0.1.0 sha256:", "house@0.1.0 sha256:", ",engine,packs"]),
        ("jsonl", &["\"id\":\"desk\",\"version\":\"0.1.0\",\"sha256\":\"", "\"id\":\"house\""]),
    ] {
        let (_, out, _) =
            run(dir.path(), &["score", "a.txt", "--format", format, "--rules", "house", "--rules", "desk"]);
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            assert!(out.contains(part), "no `{part}` in {out}");
        }
    }
}
