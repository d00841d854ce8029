//! `onrecord rules` from outside.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_onrecord")).current_dir(folder).args(args).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

const MANIFEST: &str = "id = \"house\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1, <0.2\"\n\
                        license = \"MIT\"\ntitle = \"House rules\"\n";

const RULE: &str = "kind = \"marker\"\ntitle = \"Word from the harbour\"\nwhy = \"It is an example.\"\n\
                    remedy = \"None.\"\nstatus = \"preview\"\nsince = \"0.1.0\"\nmarks = \"note\"\n\
                    pattern = [\"harbour whisper\"]\nhit = [\"A [[harbour whisper]] went round.\"]\n\
                    miss = [\"The harbour was quiet.\"]\n";

/// A pack `house` with one rule.
fn pack(rule: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("house/rules/note")).unwrap();
    fs::write(dir.path().join("house/pack.toml"), MANIFEST).unwrap();
    fs::write(dir.path().join("house/rules/note/whisper.toml"), rule).unwrap();
    fs::write(dir.path().join("a.txt"), "Pumps failed, two aides said on Monday.\n").unwrap();
    dir
}

#[test]
fn a_sound_pack_passes_and_adds_its_rules() {
    let dir = pack(RULE);
    for verb in ["check", "test"] {
        let (status, out, err) = run(dir.path(), &["rules", verb, "house"]);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
        assert!(out.starts_with("house: "), "{out}");
    }
    let (status, out, _) = run(dir.path(), &["rules", "list", "--rules", "house"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("note/whisper") && out.contains("Word from the harbour"), "{out}");
    let (status, out, _) = run(dir.path(), &["rules", "show", "note/whisper", "--rules", "house"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("A [[harbour whisper]] went round."), "{out}");
}

#[test]
fn the_embedded_pack_passes_its_own_tests() {
    let dir = tempfile::tempdir().unwrap();
    for verb in ["check", "test"] {
        let (status, out, err) = run(dir.path(), &["rules", verb]);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    }
}

#[test]
fn a_typo_is_told_with_file_line_and_the_right_word() {
    let dir = pack(&RULE.replace("pattern =", "patern ="));
    let (status, out, _) = run(dir.path(), &["rules", "check", "house"]);
    assert_eq!(status, Some(1));
    for part in ["unknown key `patern`", "house/rules/note/whisper.toml:8:1", "^^^^^^", "did you mean `pattern`?"] {
        assert!(out.contains(part), "no `{part}` in {out}");
    }
    // For `score` a faulty pack is something that cannot be done.
    let (status, out, err) = run(dir.path(), &["score", "--rules", "house", "a.txt"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(err.contains("did you mean `pattern`?") && err.contains("nothing was scored"), "{err}");
}

#[test]
fn an_example_that_does_not_hold_fails_the_test_and_not_the_check() {
    let dir = pack(&RULE.replace("The harbour was quiet.", "One harbour whisper more."));
    assert_eq!(run(dir.path(), &["rules", "check", "house"]).0, Some(0));
    let (status, out, _) = run(dir.path(), &["rules", "test", "house"]);
    assert_eq!(status, Some(1));
    assert!(out.contains("house/rules/note/whisper.toml:10"), "{out}");
}

#[test]
fn the_list_as_json_has_what_records_leave_out() {
    let dir = tempfile::tempdir().unwrap();
    let (status, out, _) = run(dir.path(), &["rules", "list", "--format", "json"]);
    assert_eq!(status, Some(0));
    let rules: serde_json::Value = serde_json::from_str(&out).unwrap();
    let rules = rules.as_array().unwrap();
    assert!(rules.len() > 20);
    for rule in rules {
        for key in ["id", "pack", "kind", "title", "why", "remedy"] {
            assert!(rule[key].as_str().is_some_and(|s| !s.is_empty()), "{key} of {rule}");
        }
    }
}

#[test]
fn a_pack_that_is_not_there_is_told_so_and_the_built_in_one_may_be_named() {
    let dir = pack(RULE);
    let (status, _, err) = run(dir.path(), &["score", "--rules", "hose", "a.txt"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("no such folder") && err.contains("hose") && err.contains("check the spelling"), "{err}");
    let (status, _, err) = run(dir.path(), &["score", "--rules", "core-en", "a.txt"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
}
