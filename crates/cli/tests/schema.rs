//! `onrecord rules schema` from outside: what it prints, and that the schemas take what the loader takes.

#[path = "schema/draft7.rs"]
mod draft7;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const KINDS: [&str; 7] = ["pack", "rule", "lexicons", "overrides", "profile", "suppressions", "corrections"];

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord")).current_dir(folder).args(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The schemas that are committed.
fn schemas() -> BTreeMap<&'static str, Value> {
    let read = |kind| {
        let text = fs::read_to_string(root().join(format!("docs/schema/{kind}.json"))).unwrap();
        (kind, serde_json::from_str(&text).unwrap())
    };
    KINDS.map(read).into()
}

/// What a schema is held against: days are texts to it.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

fn faults(schema: &Value, text: &str) -> Vec<String> {
    draft7::faults(schema, &json(toml::Value::Table(toml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}")))))
}

/// The kind of the file at `path` inside a pack.
fn kind(path: &str) -> &'static str {
    match path.split('/').next() {
        Some("pack.toml") => "pack",
        Some("rules") => "rule",
        Some("lexicons") => "lexicons",
        Some("overrides") => "overrides",
        Some("profiles") => "profile",
        _ => panic!("{path} is no part of a pack"),
    }
}

/// Every TOML file below `folder`, by its path inside it.
fn files(folder: &Path) -> Vec<(String, String)> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
            if path.is_dir() {
                walk(&path, &format!("{name}/"), found);
            } else if name.ends_with(".toml") {
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found
}

#[test]
fn the_schemas_that_are_committed_are_those_that_are_printed() {
    let dir = tempfile::tempdir().unwrap();
    for kind in KINDS {
        let (status, page, err) = run(dir.path(), &["rules", "schema", kind]);
        assert_eq!((status, err.as_str()), (Some(0), ""));
        let path = root().join(format!("docs/schema/{kind}.json"));
        if std::env::var("INSTA_UPDATE").is_ok_and(|v| v == "always") {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, page).unwrap();
            continue;
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(page == committed, "docs/schema/{kind}.json is stale: run `cargo xtask bless`");
    }
    let there = fs::read_dir(root().join("docs/schema")).unwrap().map(|e| e.unwrap().file_name());
    // What statistics look like is written by hand, and `tests/stats.rs` holds it against them.
    let there = there.filter(|name| name != "stats.json").count();
    assert_eq!(there, KINDS.len(), "docs/schema has a file that no command prints");
}

#[test]
fn every_file_of_every_pack_is_right_under_its_schema() {
    let schemas = schemas();
    let mut count = 0;
    for pack in fs::read_dir(root().join("rules")).unwrap().map(|e| e.unwrap().path()) {
        if pack.join("pack.toml").is_file() {
            for (path, text) in files(&pack) {
                assert_eq!(faults(&schemas[kind(&path)], &text), [""; 0], "{}/{path}", pack.display());
                count += 1;
            }
        }
    }
    assert!(count > 150, "{count}");
}

#[test]
fn what_init_and_new_write_is_right_under_its_schema() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(dir.path(), &["init", "desk"]).0, Some(0));
    for kind in ["marker", "response", "source", "absence", "count"] {
        let (status, _, err) =
            run(dir.path(), &["rules", "new", &format!("new/{kind}"), "--kind", kind, "--pack", "desk"]);
        assert_eq!(status, Some(0), "{err}");
    }
    let schemas = schemas();
    let desk = dir.path().join("desk");
    let files = files(&desk);
    assert_eq!(files.len(), 9);
    for (path, text) in files {
        assert_eq!(faults(&schemas[kind(&path)], &text), [""; 0], "{path}\n{text}");
        // Its first line leads an editor to its schema.
        let schema = text.lines().next().and_then(|l| l.strip_prefix("#:schema ")).unwrap_or_else(|| panic!("{text}"));
        let schema = fs::read_to_string(desk.join(&path).parent().unwrap().join(schema)).unwrap();
        assert_eq!(schema, run(dir.path(), &["rules", "schema", kind(&path)]).1, "{path}");
    }
    // A pack without schemas gets rules without that line.
    assert_eq!(run(dir.path(), &["rules", "new", "a/b", "--kind", "marker", "--pack", "bare"]).0, Some(0));
    assert!(!fs::read_to_string(dir.path().join("bare/rules/a/b.toml")).unwrap().contains("#:schema"));
}

const PACK: &str =
    "id = \"desk\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1\"\nlicense = \"MIT\"\ntitle = \"Desk\"\n";
const RULE: &str = "title = \"t\"\nwhy = \"w\"\nremedy = \"r\"\nsince = \"0.1.0\"\nstatus = \"preview\"\n";
const MARKER: &str = "kind = \"marker\"\nmarks = \"vague\"\npattern = [\"said\"]\n";
const ABSENCE: &str = "kind = \"absence\"\nfor_each = { quotation = true }\n";
const COUNT: &str = "kind = \"count\"\ncount = { marker = \"vague\" }\n";
const OVERRIDE: &str = "[[override]]\nrule = \"a/b\"\nreason = \"We do.\"\n";

#[test]
fn mistakes_are_told_at_their_place() {
    let schemas = schemas();
    // Of a rule, what it begins with, what it goes on with, and what is told.
    let rules = [
        (MARKER, "severety = \"info\"", "/severety: false"),
        (MARKER, "severity = \"grave\"", "/severity: enum"),
        (MARKER, "in = [\"headlin\"]", "/in/0: enum"),
        (MARKER, "in = []", "/in: minItems"),
        (MARKER, "hit = \"one\"", "/hit: type"),
        (MARKER, "rank = 3", "/rank: false"),
        (MARKER, "outcome = \"declined\"", "/outcome: false"),
        (MARKER, "reason = \"other\"", "/reason: false"),
        (MARKER, "replaced_by = \"a/b\"", "/replaced_by: false"),
        (MARKER, "attach = { to = [\"unnamed-person\"] }", "/attach: required"),
        (MARKER, "attach = { to = [\"person\"], within = \"sentence\" }", "/attach/to/0: enum"),
        (MARKER, "case = [{ text = \"a\", expect = [{ spam = \"a\" }] }]", "/case/0/expect/0: anyOf"),
        ("marks = \"vague\"\npattern = [\"said\"]\n", "", ": required"),
        ("kind = \"marker\"\nmarks = \"vague\"\n", "", ": required"),
        ("kind = \"marker\"\nmarks = \"vauge\"\npattern = [\"said\"]\n", "", "/marks: enum"),
        ("kind = \"marker\"\nmarks = \"justification\"\npattern = [\"said\"]\n", "", ": required"),
        ("kind = \"source\"\nsource_kind = \"document\"\nrank = \"high\"\n", "", "/rank: type"),
        ("kind = \"source\"\nsource_kind = \"document\"\nrank = -1\n", "", "/rank: minimum"),
        ("kind = \"source\"\nsource_kind = \"document\"\n", "", ": required"),
        ("kind = \"source\"\nsource_kind = \"document\"\nrank = 3\n", "where.number = \"dual\"", "/where/number: enum"),
        ("kind = \"response\"\noutcome = \"declined\"\n", "", ": required"),
        (ABSENCE, "", ": anyOf"),
        (ABSENCE, "missing = { marker = \"vague\" }", "/missing: required"),
        (ABSENCE, "missing = { role = true, response = \"any\" }", "/missing: oneOf"),
        (ABSENCE, "missing = { response = \"some\" }", "/missing/response: anyOf"),
        (ABSENCE, "missing = { response = \"any\", within = \"sentence\" }", "/missing/within: false"),
        (ABSENCE, "missing = { role = false }", "/missing/role: enum"),
        (
            "kind = \"absence\"\nfor_each = { sources = \"independent\" }\n",
            "with = { role = true }",
            "/for_each/sources: false",
        ),
        (COUNT, "", ": anyOf"),
        (COUNT, "at_least_percent = 101", "/at_least_percent: maximum"),
        (COUNT, "for_each = { quotation = true }", "/for_each: false"),
    ];
    for (start, end, told) in rules {
        let text = format!("{start}{RULE}{end}\n");
        let found = faults(&schemas["rule"], &text);
        assert!(found.iter().any(|f| f == told), "{text}{found:?}");
    }
    let stable = format!("{MARKER}{}", RULE.replace("status = \"preview\"\n", ""));
    assert_eq!(faults(&schemas["rule"], &stable), [": required"], "a stable rule rests on a standard");
    let others = [
        ("pack", PACK.replace("version", "verson"), "/verson: false"),
        ("pack", PACK.replace("id = \"desk\"\n", ""), ": required"),
        ("pack", PACK.replace("desk", "Our Desk"), "/id: pattern"),
        ("pack", PACK.replace("\"en\"", "\"fr\""), "/language: enum"),
        ("pack", format!("{PACK}extends = \"core-en\"\n"), "/extends: type"),
        ("pack", format!("{PACK}extends = [\"core-en\"]\nstandalone = true\n"), "/extends: false"),
        ("lexicons", "[Role]\nkind = \"noun\"\nwords = []\n".into(), "/Role: pattern"),
        ("lexicons", "[role]\nkind = \"nuon\"\nwords = []\n".into(), "/role/kind: enum"),
        ("lexicons", "[role]\nkind = \"noun\"\n".into(), "/role: required"),
        ("lexicons", "[role]\nkind = \"noun\"\nwords = []\nadd = [\"warden\"]\n".into(), "/role/add: false"),
        ("lexicons", "[role]\nextends = true\nwords = [\"warden\"]\n".into(), "/role/words: false"),
        ("lexicons", "[role]\nkind = \"noun\"\nwords = [3]\n".into(), "/role/words/0: type"),
        ("overrides", String::new(), ": anyOf"),
        ("overrides", OVERRIDE.into(), "/override/0: anyOf"),
        ("overrides", format!("{OVERRIDE}severity = \"grave\"\n"), "/override/0/severity: enum"),
        ("overrides", format!("{OVERRIDE}rank = 3\nuntil = \"next June\"\n"), "/override/0/until: pattern"),
        ("overrides", "[[override]]\nrule = \"a/b\"\nrank = 3\n".into(), "/override/0: required"),
        ("overrides", "[[disable]]\nrule = \"a/b\"\nreason = \"\"\n".into(), "/disable/0/reason: pattern"),
        ("overrides", "[[disabel]]\nrule = \"a/b\"\n".into(), "/disabel: false"),
        ("profile", "title = \"Desk\"\n".into(), ": required"),
        ("profile", "extends = \"news\"\n[credit]\nanonymous = 300\n".into(), "/credit/anonymous: false"),
        ("profile", "extends = \"news\"\n[dimension.reply]\nwieght = 3\n".into(), "/dimension/reply/wieght: false"),
        (
            "profile",
            "extends = \"news\"\n[dimension.reply]\ncurve = [[0]]\n".into(),
            "/dimension/reply/curve/0: minItems",
        ),
        (
            "profile",
            "extends = \"news\"\n[[dimension.reply.penalty]]\nrule = \"a/b\"\n".into(),
            "/dimension/reply/penalty/0: required",
        ),
        ("profile", "extends = \"news\"\n[[cap]]\nid = \"x\"\nmax = 3\n".into(), "/cap/0: required"),
        ("profile", "extends = \"news\"\n[[golden]]\nfile = \"fixtures/a.txt\"\n".into(), "/golden/0: anyOf"),
        (
            "profile",
            "extends = \"news\"\n[[golden]]\nfile = \"a.txt\"\nband = \"weak\"\n".into(),
            "/golden/0/file: pattern",
        ),
        ("suppressions", "[[ignore]]\nrule = \"a/b\"\n".into(), "/ignore/0: required"),
        (
            "suppressions",
            "[[ignore]]\nrule = \"a/b\"\nreason = \"r\"\nprefix = \"p\"\n".into(),
            "/ignore/0/prefix: false",
        ),
        ("corrections", "[[correction]]\nkind = \"media\"\n".into(), "/correction/0: anyOf"),
        ("corrections", "[[correction]]\nrule = \"a/b\"\nsource = \"x\"\n".into(), "/correction/0/rule: false"),
        ("corrections", "[[correction]]\nsource = \"x\"\nkind = \"medium\"\n".into(), "/correction/0/kind: enum"),
        (
            "corrections",
            "[[correction]]\nstatement = \"x\"\nresponse = \"y\"\n".into(),
            "/correction/0/response: false",
        ),
    ];
    for (kind, text, told) in others {
        let found = faults(&schemas[kind], &text);
        assert!(found.iter().any(|f| f == told), "{kind}: {text}{found:?}");
    }
    // And what they are mistakes of is right.
    for (kind, text) in [
        ("rule", format!("{MARKER}{RULE}severity = \"info\"\n")),
        ("rule", format!("{ABSENCE}{RULE}missing = {{ speaker = \"any\" }}\n")),
        ("rule", format!("{COUNT}{RULE}at_least = 3\n")),
        ("pack", PACK.to_owned()),
        ("lexicons", "[role]\nextends = true\nadd = [\"warden\"]\n".to_owned()),
        ("overrides", format!("{OVERRIDE}rank = 3\nuntil = 2027-06-30\n")),
        ("profile", "extends = \"news\"\n[bands]\nthin = 30\n".to_owned()),
        ("suppressions", "[[ignore]]\nrule = \"a/*\"\nreason = \"r\"\nexact = \"e\"\n".to_owned()),
        ("corrections", "by = \"K\"\n[[correction]]\nsource = \"x\"\nkind = \"media\"\noccurrence = 2\n".to_owned()),
        ("corrections", "[[correction]]\nstatement = \"x\"\nsource = \"y\"\nkind = \"none\"\n".to_owned()),
    ] {
        assert_eq!(faults(&schemas[kind], &text), [""; 0], "{text}");
    }
}

/// Packs of the gallery of broken ones in which the loader sees a mistake that no schema can: one in a pattern, in what
/// stands elsewhere or below, in the order of numbers, or in TOML itself.
const UNSEEN: [&str; 36] = [
    "capture-missing",
    "control-characters",
    "count-never",
    "example-marks",
    "extends-circle",
    "extends-unknown",
    "file-astray",
    "form-unknown",
    "id-bad",
    "id-taken",
    "id-without-group",
    "key-twice",
    "lexicon-extends-nothing",
    "lexicon-of-below",
    "lexicon-unknown",
    "manifest-missing",
    "override-bad-date",
    "override-rank",
    "override-stale",
    "pattern-brackets",
    "pattern-empty",
    "pattern-gap-first",
    "pattern-gap-long",
    "pattern-list-empty",
    "pattern-match-long",
    "pattern-matches-nothing",
    "pattern-nested",
    "pattern-repeat-unbounded",
    "pattern-too-large",
    "profile-extends-circle",
    "profile-extends-unknown",
    "profile-rule-unknown",
    "rank-taken",
    "shape-unknown",
    "toml-not",
    "toml-unclosed",
];

#[test]
fn of_the_gallery_of_broken_packs_a_schema_sees_what_it_can() {
    let schemas = schemas();
    let mut unseen = Vec::new();
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut paths: Vec<PathBuf> = fs::read_dir(gallery).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    for path in &paths {
        let text = fs::read_to_string(path).unwrap();
        let wrong = text.split("=== ").skip(1).filter_map(|part| part.split_once('\n')).any(|(inner, text)| {
            let part =
                ["pack.toml", "rules/", "lexicons/", "overrides/", "profiles/"].iter().any(|p| inner.starts_with(p));
            let table = toml::from_str::<toml::Table>(text).ok().filter(|_| part && inner.ends_with(".toml"));
            table.is_some_and(|t| !draft7::faults(&schemas[kind(inner)], &json(toml::Value::Table(t))).is_empty())
        });
        if !wrong {
            unseen.push(path.file_stem().unwrap().to_string_lossy().into_owned());
        }
    }
    assert_eq!(unseen, UNSEEN);
}

#[test]
fn schemas_are_listed_written_and_asked_for_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let (status, out, err) = run(dir.path(), &["rules", "schema"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    for kind in KINDS {
        assert!(out.lines().any(|l| l.starts_with(&format!("{kind} "))), "no {kind} in {out}");
    }
    assert!(out.lines().all(|l| l.chars().count() <= 80) && !out.contains('\x1b'), "{out}");
    for (wrong, told) in [
        ("override", "no schema `override`; did you mean `overrides`?"),
        ("lexicon", "did you mean `lexicons`?"),
        ("rules and all", "there are pack, rule, lexicons, overrides, profile, suppressions, corrections"),
    ] {
        let (status, out, err) = run(dir.path(), &["rules", "schema", wrong, "--output", "none"]);
        assert_eq!((status, out.as_str()), (Some(2), ""));
        assert!(err.contains(told), "{err}");
        assert!(!dir.path().join("none").exists());
    }
    // A second time they are written over, for they come from the program.
    for _ in 0..2 {
        let (status, out, _) = run(dir.path(), &["rules", "schema", "--output", "deep/schema"]);
        assert_eq!((status, out.lines().count()), (Some(0), KINDS.len()), "{out}");
    }
    for kind in KINDS {
        let written = fs::read_to_string(dir.path().join(format!("deep/schema/{kind}.json"))).unwrap();
        assert_eq!(written, run(dir.path(), &["rules", "schema", kind]).1);
    }
    assert_eq!(run(dir.path(), &["rules", "schema", "pack", "-o", "one"]).1, "wrote one/pack.json\n");
    fs::write(dir.path().join("taken"), "").unwrap();
    let (status, _, err) = run(dir.path(), &["rules", "schema", "--output", "taken"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("taken"), "{err}");
}
