//! `onrecord init` from outside.

use std::fs;
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord")).current_dir(folder).args(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

const FILES: [&str; 11] = [
    "pack.toml",
    "rules/house/grapevine.toml",
    "overrides/house.toml",
    "lexicons/house.toml",
    "schema/pack.json",
    "schema/rule.json",
    "schema/lexicons.json",
    "schema/overrides.json",
    "schema/profile.json",
    "schema/suppressions.json",
    "schema/corrections.json",
];

#[test]
fn a_new_pack_passes_its_tests_and_finds_something() {
    let dir = tempfile::tempdir().unwrap();
    let (status, out, err) = run(dir.path(), &["init", "desks/Our Desk"]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    for file in FILES.iter().filter(|f| f.ends_with(".toml")) {
        assert!(out.contains(&format!("wrote desks/Our Desk/{file}\n")), "{out}");
    }
    assert!(out.contains("wrote desks/Our Desk/schema: editors check with it\n"), "{out}");
    assert!(out.lines().all(|l| l.chars().count() <= 80) && !out.contains('\x1b'), "{out}");
    for args in [&["rules", "check", "desks/Our Desk", "--strict"][..], &["rules", "test", "desks/Our Desk"]] {
        let (status, out, err) = run(dir.path(), args);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{args:?}: {out}");
        assert!(!out.contains("warning"), "{out}");
    }
    let manifest = fs::read_to_string(dir.path().join("desks/Our Desk/pack.toml")).unwrap();
    assert!(manifest.contains("id       = \"our-desk\"") && manifest.contains("[\"core-en@^"), "{manifest}");
    let (_, out, _) = run(dir.path(), &["rules", "show", "count/single-source", "--rules", "desks/Our Desk"]);
    assert!(out.contains("Ring somebody else before you file."), "{out}");
    fs::write(dir.path().join("a.txt"), "The fair is off, traders heard on the grapevine.\n").unwrap();
    let (_, out, _) = run(dir.path(), &["score", "a.txt", "--rules", "desks/Our Desk", "--format", "jsonl"]);
    assert!(out.contains("house/grapevine"), "{out}");
}

#[test]
fn what_is_commented_out_works_once_it_is_not() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(dir.path(), &["init", "desk"]).0, Some(0));
    for file in ["overrides/house.toml", "lexicons/house.toml"] {
        let path = dir.path().join("desk").join(file);
        let text = fs::read_to_string(&path).unwrap();
        let code = |line: &&str| line.starts_with('[') || line.contains(" = ");
        let lines: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("# ")).filter(code).collect();
        assert!(lines.len() > 3, "{text}");
        fs::write(&path, format!("{text}\n{}\n", lines.join("\n"))).unwrap();
    }
    for verb in ["check", "test"] {
        let (status, out, err) = run(dir.path(), &["rules", verb, "desk"]);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
        assert!(!out.contains("warning"), "{out}");
    }
    let (_, out, _) = run(dir.path(), &["rules", "lexicon", "--word", "dyke reeve", "--rules", "desk"]);
    assert!(out.contains("@role"), "{out}");
    let (_, out, _) = run(dir.path(), &["rules", "show", "vague/agentless", "--rules", "desk"]);
    assert!(out.contains("it is understood from the exchange") && out.contains("severity info"), "{out}");
}

#[test]
fn the_folder_one_stands_in_will_do_and_a_second_time_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path().join("desk");
    fs::create_dir(&here).unwrap();
    let (status, out, err) = run(&here, &["init"]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    assert!(fs::read_to_string(here.join("pack.toml")).unwrap().contains("\"desk\""));
    for file in FILES {
        let others: Vec<_> = FILES.iter().filter(|f| **f != file).collect();
        others.iter().for_each(|f| drop(fs::remove_file(here.join(f))));
        fs::write(here.join(file), "mine").unwrap();
        let (status, out, err) = run(&here, &["init"]);
        assert_eq!((status, out.as_str()), (Some(2), ""));
        assert!(err.contains(file) && err.contains("is there already; nothing was written"), "{err}");
        assert_eq!(fs::read_to_string(here.join(file)).unwrap(), "mine");
        assert!(others.iter().all(|f| !here.join(f).exists()), "{file}");
        fs::remove_file(here.join(file)).unwrap();
    }
}

#[test]
fn a_folder_that_can_be_no_pack_is_refused_with_the_reason() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "").unwrap();
    for (folder, told) in [
        ("a.txt", "a.txt: is a file; a pack is a folder"),
        ("core-en", "`core-en` is the id of a built-in pack; choose another folder"),
        ("AP", "`ap` is the id of a built-in pack"),
        ("---x/…", "gives the pack no name; name a folder with letters"),
    ] {
        let (status, out, err) = run(dir.path(), &["init", "--", folder]);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{folder}");
        assert!(err.contains(told), "{folder}: {err}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing was written");
}
