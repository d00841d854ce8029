//! Labels put right by hand, as a user does it: beside an article, for a run, and to compare two people.

mod common;

use std::fs;

use common::{folder, jsonl, run};
use serde_json::Value;

/// An article that is scored, with one unnamed source of which no reason is told.
fn article() -> String {
    let filler = "Mira Odum, the harbour engineer, said the pumps stood still for nine days. \
        Ilse Brandt, the mayor, said the town had paid for the repair. "
        .repeat(8);
    format!("{filler}\n\nA harbour official said that the council had known of it.\n\n{filler}\n")
}

const ENTRY: &str =
    "[[correction]]\nsource = \"A harbour official\"\nkind = \"spokesperson\"\nwhy = \"The desk called.\"\n";

/// The corrections of a record in short.
fn told(record: &Value) -> Vec<String> {
    let word = |v: &Value| v.as_str().unwrap_or("used").to_owned();
    let list = record["corrections"].as_array().expect("a list");
    list.iter().map(|c| format!("{} {} {}", word(&c["origin"]), word(&c["what"]), word(&c["problem"]))).collect()
}

#[test]
fn side_file_and_option_put_the_same_label_right_and_both_scores_are_told() {
    let named = |article: &str| format!("article = \"{article}\"\nby = \"Kim\"\n{ENTRY}");
    let dir = folder(&[
        ("plain.txt", &article()),
        ("side.txt", &article()),
        ("side.corrections.toml", ENTRY),
        ("in/deep.txt", &article()),
        ("one.json", &serde_json::json!({ "id": "j", "text": article() }).to_string()),
        ("one.corrections.toml", ENTRY),
        ("plain.toml", &named("plain.txt")),
        ("deep.toml", &named("deep")),
        ("j.toml", &named("j")),
        ("stdin.toml", &named("-")),
    ]);
    let plain = jsonl(dir.path(), &["plain.txt"], "").record(0);
    assert_eq!((&plain["score"], &plain["corrected"]), (&plain["score_without_corrections"], &Value::from(0)));
    for (args, stdin, told_of) in [
        (&["side.txt"][..], "", "side-file"),
        (&["one.json"], "", "side-file"),
        (&["plain.txt", "--corrections", "plain.toml"], "", "option"),
        (&["./plain.txt", "--corrections", "plain.toml"], "", "option"),
        (&["in", "--corrections", "deep.toml"], "", "option"),
        (&["-", "--corrections", "stdin.toml"], &article(), "option"),
    ] {
        let ran = jsonl(dir.path(), args, stdin);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{args:?}");
        let record = ran.record(0);
        assert_eq!(told(&record), [format!("{told_of} kind used")], "{args:?}");
        assert_eq!(record["corrected"], 1);
        let correction = &record["corrections"][0];
        assert_eq!((&correction["from"], &correction["to"]), (&"unnamed-person".into(), &"spokesperson".into()));
        assert_eq!(correction["by"], if told_of == "option" { "Kim".into() } else { Value::Null });
        assert_eq!(record["score_without_corrections"], plain["score"]);
        assert_ne!(record["score"], plain["score"], "{args:?}");
        let kinds: Vec<&str> =
            record["sources"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"spokesperson"), "{kinds:?}");
    }
    // A side file and an option that say the same: the second confirms.
    let ran = jsonl(dir.path(), &["one.json", "--corrections", "j.toml"], "");
    assert_eq!((told(&ran.record(0)).len(), &ran.record(0)["corrected"]), (2, &Value::from(1)));
}

#[test]
fn people_are_told_what_is_corrected_and_the_score_without() {
    let stale = "[[correction]]\nsource = \"A harbour oficial\"\nkind = \"media\"\n\
                 [[correction]]\nsource = \"Ilse Brandt\"\nkind = \"named-person\"\nby = \"Lee\"\n";
    let dir = folder(&[("a.txt", &article()), ("a.corrections.toml", &format!("{ENTRY}{stale}"))]);
    for verb in ["score", "show"] {
        let ran = run(dir.path(), &[verb, "a.txt"], "");
        let page = &ran.out;
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
        assert!(page.contains("1 label corrected by hand, 1 confirmed; "), "{page}");
        assert!(page.contains("would be the score if nothing were corrected by hand"), "{page}");
        for line in [
            "  “A harbour official”, line 3: kind: spokesperson, not unnamed-person\n    why  The desk called.\n",
            "  “Ilse Brandt”, line 1, by Lee: kind: named-person, confirmed\n",
            "  “A harbour oficial”, nowhere: kind: not found\n    but  `A harbour oficial` does not stand in the article",
        ] {
            assert!(page.contains(line), "{line}\n{page}");
        }
        assert!(page.lines().all(|l| l.chars().count() <= 80), "{page}");
        assert!(!page.contains('\u{1b}'), "no colours in a pipe");
    }
    let table = run(dir.path(), &["score", "--format", "csv", "a.txt"], "").out;
    let [header, row] = table.lines().collect::<Vec<_>>()[..] else { panic!("{table}") };
    let cell = |name: &str| {
        let column = header.split(',').position(|c| c == name).expect("a column");
        row.split(',').nth(column).unwrap().to_owned()
    };
    assert_eq!((cell("corrected").as_str(), cell("corrections_without_effect").as_str()), ("1", "1"));
    assert_ne!(cell("score"), cell("score_without_corrections"));
}

#[test]
fn mistakes_in_files_of_corrections_are_told_with_their_place() {
    let dir = folder(&[
        ("a.txt", &article()),
        ("a.corrections.toml", "[[correction]]\nsource = \"x\"\nkind = \"persn\"\n"),
        ("b.txt", &article()),
        ("wrong.toml", "article = \"b.txt\"\n[[correction]]\nrule = \"anon/unexplained\"\n[[corection]]\n"),
        ("late.toml", "article = \"gone.txt\"\n[[correction]]\nsource = \"x\"\nkind = \"media\"\n"),
        ("anon.toml", ENTRY),
        ("stray.corrections.toml", ENTRY),
    ]);
    let ran = jsonl(dir.path(), &["."], "");
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.record(0)["status"], "error");
    let reason = ran.record(0)["reason"].as_str().unwrap().to_owned();
    assert!(reason.starts_with("./a.corrections.toml:3:8: unknown kind `persn`; it can be "), "{reason}");
    assert_eq!(ran.record(1)["status"], "scored");
    assert!(ran.err.contains("1 side file stands beside no single article and did nothing"), "{}", ran.err);

    for (args, told) in [
        (&["b.txt", "--corrections", "wrong.toml"][..], "a finding is not corrected here"),
        (&["b.txt", "--corrections", "wrong.toml"], "did you mean `correction`?"),
        (&["b.txt", "--corrections", "wrong.toml"], "2 mistakes in the corrections; nothing was scored"),
        (&["b.txt", "--corrections", "none.toml"], "no such file"),
        (&["b.txt", "--corrections", "anon.toml"], "the entry names no article"),
    ] {
        let ran = jsonl(dir.path(), args, "");
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    let ran = jsonl(dir.path(), &["b.txt", "--corrections", "late.toml"], "");
    assert_eq!(ran.status, Some(0));
    assert!(ran.err.contains("late.toml:3:10: no article `gone.txt` was read"), "{}", ran.err);
    // One that is named as if it were an article.
    let ran = run(dir.path(), &["score", "stray.corrections.toml"], "");
    assert!(ran.status == Some(2) && ran.out.contains("a side file, not an article"), "{}", ran.out);
}

#[test]
fn two_people_are_compared_and_one_with_the_tool() {
    let kim = "by = \"Kim\"\narticle = \"a.txt\"\n[[correction]]\nsource = \"A harbour official\"\nkind = \"spokesperson\"\n\
               [[correction]]\nsource = \"Mira Odum\"\nkind = \"named-person\"\n";
    let lee = "article = \"a.txt\"\n[[correction]]\nsource = \"A harbour official\"\nkind = \"collective\"\n\
               [[correction]]\nsource = \"nobody here\"\nkind = \"media\"\n";
    // The side file is what the newsroom says; it has no part in what two others read.
    let dir = folder(&[
        ("a.txt", &article()),
        ("a.corrections.toml", ENTRY),
        ("b.txt", &article()),
        ("kim.toml", kim),
        ("lee.toml", lee),
    ]);
    let both = ["agree", "a.txt", "b.txt", "--coder", "kim.toml", "--coder", "lee.toml"];
    let ran = run(dir.path(), &both, "");
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(ran.err.contains("lee.toml:6:10: not found; `nobody here` does not stand in the article"), "{}", ran.err);
    for line in [
        "kim.toml and lee.toml\n2 articles, of which 1 corrected or confirmed by hand\n",
        "kim.toml has touched 2 of 72 units, lee.toml 1; the 70 that nobody touched agree\n",
        "  kind                         6       5      83.3    0.684\n",
        "  found                       66      66     100.0     one*\n",
        "  whose                       66      66     100.0        –\n",
        "Rows are what kim.toml says, columns what lee.toml says.\n                            a    b    c    d\n\
         \x20 a named person            4    ·    ·    ·\n",
        "a.txt\n  line 3, source kind: “A harbour official”\n      \
         kim.toml: spokesperson; lee.toml: collective (the tool: unnamed-person)\n",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    assert!(ran.out.lines().all(|l| l.chars().count() <= 80) && !ran.out.contains('\u{1b}'), "{}", ran.out);

    let touched = run(dir.path(), &[&both[..], &["--touched", "--format", "json"]].concat(), "");
    let page: Value = serde_json::from_str(&touched.out).expect("JSON");
    let measure = |name: &str| {
        let all = page["measures"].as_array().unwrap();
        all.iter().find(|m| m["measure"] == name).expect("a measure").clone()
    };
    // Of two units they agree on one: n·a = 2, s = 1, so 1/3.
    let kinds = measure("source-kind");
    assert_eq!((&kinds["units"], &kinds["percent"], &kinds["kappa"]), (&2.into(), &50.0.into(), &0.333.into()));
    assert_eq!(measure("source-found")["no_kappa"], "one-category");
    assert_eq!(measure("response-outcome")["no_kappa"], "no-units");
    assert_eq!((&page["units_untouched"], page["disagreements"].as_array().unwrap().len()), (&70.into(), 2));

    let table = run(dir.path(), &[&both[..], &["--touched", "--format", "csv"]].concat(), "").out;
    assert_eq!(table.lines().count(), 1 + 2 * 3, "{table}");
    assert!(
        table.contains(
            "\na.txt,3,source-kind,A harbour official,spokesperson,collective,unnamed-person,false,true,true\n"
        )
    );

    let alone = run(dir.path(), &["agree", "a.txt", "--coder", "kim.toml"], "");
    assert!(alone.out.starts_with("kim.toml and the tool\n"), "{}", alone.out);
    assert!(alone.out.contains("      kim.toml: spokesperson; the tool: unnamed-person\n"), "{}", alone.out);
    for jobs in ["1", "3"] {
        assert_eq!(run(dir.path(), &[&both[..], &["--jobs", jobs]].concat(), "").out, ran.out);
    }
    for (args, told) in [
        (&["agree", "a.txt"][..], "--coder <FILE>"),
        (&["agree", "a.txt", "--coder", "none.toml"], "no such file"),
        (&["agree", "a.txt", "--coder", "kim.toml", "--coder", "lee.toml", "--coder", "kim.toml"], "two at most"),
        (&["agree", "none.txt", "--coder", "kim.toml"], "no such file or folder"),
    ] {
        let ran = run(dir.path(), args, "");
        assert!(ran.status == Some(2) && ran.err.contains(told), "{args:?} {} {}", ran.out, ran.err);
    }
}

#[test]
fn a_blank_file_has_every_source_and_fits_when_it_is_filled_in() {
    let text =
        "Mira “Mo” Odum said it froze. A senior official said it was cold. Another senior official said it was not.\n";
    let dir = folder(&[("a.txt", text), ("b.txt", &article())]);
    let ran = run(dir.path(), &["agree", ".", "--blank", "labels.toml"], "");
    assert_eq!((ran.status, ran.err.as_str(), ran.out.as_str()), (Some(0), "", ""));
    let blank = fs::read_to_string(dir.path().join("labels.toml")).unwrap();
    assert!(!blank.contains("unnamed-person"), "it does not tell what the tool says: {blank}");
    // Filled in as somebody would: the marks before each entry away, and a kind for each.
    let filled: Vec<String> = blank
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(entry) if entry.starts_with("[[") || entry.contains(" = ") => {
                entry.replace("kind    = \"\"", "kind = \"collective\"")
            }
            _ => line.to_owned(),
        })
        .collect();
    fs::write(dir.path().join("filled.toml"), filled.join("\n")).unwrap();
    let ran = run(dir.path(), &["agree", ".", "--coder", "filled.toml", "--format", "json"], "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{filled:#?}");
    let page: Value = serde_json::from_str(&ran.out).expect("JSON");
    let kinds = page["kinds"].as_array().unwrap();
    assert!(!kinds.is_empty() && kinds.iter().all(|k| k["labels"][0] == "collective"), "{kinds:?}");
    assert_eq!(page["articles_corrected"], 2);
    // Nobody's work is written over.
    let ran = run(dir.path(), &["agree", ".", "--blank", "labels.toml"], "");
    assert!(ran.status == Some(2) && ran.err.contains("is there already"), "{}", ran.err);
}
