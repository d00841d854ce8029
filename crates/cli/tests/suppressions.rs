//! Findings set aside, as a user asks for it: in the article, beside it, for a run; and everything that can go wrong.

mod common;

use common::{folder, jsonl, run};
use serde_json::Value;

/// An article that is scored, with one unnamed source of which no reason is told, and `comment` before it.
fn article(comment: &str) -> String {
    let filler = "Mira Odum, the harbour engineer, said the pumps stood still for nine days. \
        Ilse Brandt, the mayor, said the town had paid for the repair. "
        .repeat(8);
    format!("{filler}\n\n{comment}Two officials said that the council had known of it.\n\n{filler}\n")
}

const COMMENT: &str = "<!-- onrecord: ignore anon/unexplained -- named to the editor -->\n";
const ENTRY: &str = "[[ignore]]\nrule = \"anon/unexplained\"\nreason = \"Named to the editor.\"\n";

/// The suppressions of a record in short: origin, and what became of it.
fn told(record: &Value) -> Vec<String> {
    let word = |v: &Value| v.as_str().unwrap_or("used").to_owned();
    let list = record["suppressions"].as_array().expect("a list");
    list.iter().map(|s| format!("{} {}", word(&s["origin"]), word(&s["problem"]))).collect()
}

fn aside(record: &Value) -> usize {
    record["findings"].as_array().expect("a list").iter().filter(|f| f["suppressed"] == true).count()
}

#[test]
fn comment_side_file_and_option_set_the_same_finding_aside_and_both_scores_are_told() {
    let whole = format!("{}exact = \"Two officials\"\nsuffix = \"said that\"\n", ENTRY);
    let dir = folder(&[
        ("plain.txt", &article("")),
        ("comment.md", &article(COMMENT)),
        ("side.txt", &article("")),
        ("side.onrecord.toml", &whole),
        ("one.json", &serde_json::json!({ "id": "j", "text": article("") }).to_string()),
        ("one.onrecord.toml", ENTRY),
        ("ours.toml", &format!("{ENTRY}article = \"plain.txt\"\n")),
    ]);
    let plain = jsonl(dir.path(), &["plain.txt"], "").record(0);
    assert_eq!((plain["score"] == plain["score_without_suppressions"], told(&plain).len()), (true, 0));
    for (args, origin) in [
        (&["comment.md"][..], "inline"),
        (&["side.txt"], "side-file"),
        (&["one.json"], "side-file"),
        (&["plain.txt", "--suppressions", "ours.toml"], "option"),
    ] {
        let ran = jsonl(dir.path(), args, "");
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{args:?}");
        let record = ran.record(0);
        assert_eq!(told(&record), [format!("{origin} used")], "{args:?}");
        assert_eq!(aside(&record), 1);
        assert_eq!(record["score_without_suppressions"], plain["score"]);
        assert!(record["score"].as_f64() > plain["score"].as_f64(), "{args:?}");
        let by = record["findings"].as_array().unwrap().iter().find(|f| f["suppressed"] == true).unwrap();
        assert_eq!(by["suppression"], 0);
        assert!(
            record["suppressions"][0]["reason"].as_str().unwrap().to_lowercase().starts_with("named to the editor")
        );
    }
    // The finding's words, in the text with its comment.
    let record = jsonl(dir.path(), &["comment.md", "--input-format", "text"], "").record(0);
    let span = &record["suppressions"][0]["span"];
    let [start, end] = [0, 1].map(|i| span[i].as_u64().unwrap() as usize);
    assert_eq!(&article(COMMENT)[start..end], "Two officials said that the council had known of it.");
}

#[test]
fn people_are_told_both_scores_and_the_reason() {
    let dir = folder(&[("a.md", &article(COMMENT))]);
    for verb in ["score", "show"] {
        let ran = run(dir.path(), &[verb, "a.md"], "");
        let page = &ran.out;
        assert!(page.contains("1 finding is set aside; if it counted, the score would be "), "{page}");
        assert!(page.contains("would be the score if nothing were set aside"), "{page}");
        assert!(
            page.contains("  anon/unexplained, line 4, by a comment: 1 finding\n    why  named to the editor\n"),
            "{page}"
        );
        assert!(page.lines().all(|l| l.chars().count() <= 80), "{page}");
        assert!(!page.contains('\u{1b}'), "no colours in a pipe");
    }
    let table = run(dir.path(), &["score", "--format", "csv", "a.md"], "").out;
    let [header, row] = table.lines().collect::<Vec<_>>()[..] else { panic!("{table}") };
    let cell = |name: &str| {
        let column = header.split(',').position(|c| c == name).expect("a column");
        row.split(',').nth(column).unwrap().to_owned()
    };
    assert_eq!((cell("findings_set_aside").as_str(), cell("suppressions_without_effect").as_str()), ("1", "0"));
    assert_ne!(cell("score"), cell("score_without_suppressions"));
}

#[test]
fn a_broken_side_file_loses_its_article_only_and_shows_the_place() {
    let dir = folder(&[
        ("a.txt", &article("")),
        ("a.onrecord.toml", "[[ignore]]\nrule = \"anon/unexplained\"\nresaon = \"x\"\n"),
        ("b.txt", &article("")),
        ("b.onrecord.toml", "[[ignore]]\nrule = \"anon/*\"\n[[ignore]]\nreason = \"x\"\n"),
        ("c.txt", &article("")),
    ]);
    let ran = jsonl(dir.path(), &["."], "");
    assert_eq!(ran.status, Some(2));
    let states: Vec<String> = (0..3).map(|i| ran.record(i)["status"].as_str().unwrap().to_owned()).collect();
    assert_eq!(states, ["error", "error", "scored"]);
    assert_eq!(ran.record(0)["reason"], "./a.onrecord.toml:3:1: unknown key `resaon`; did you mean `reason`?");
    assert!(ran.record(1)["reason"].as_str().unwrap().ends_with("(and 1 more mistake)"));
    assert!(ran.err.contains("./a.onrecord.toml:3:1\n"), "{}", ran.err);
    assert!(ran.err.contains("3 | resaon = \"x\"\n  | ^^^^^^\n"), "{}", ran.err);
    assert!(ran.err.contains("onrecord: ./b.txt: not assessed, for 2 mistakes in its side file\n"), "{}", ran.err);
    assert!(ran.err.ends_with("onrecord: 2 of 3 inputs could not be read\n"), "{}", ran.err);
    let shown = run(dir.path(), &["show", "a.txt"], "");
    assert_eq!((shown.status, shown.out.as_str()), (Some(2), ""));
}

#[test]
fn a_broken_file_for_the_run_ends_it_before_anything_is_scored() {
    let dir = folder(&[
        ("a.txt", &article("")),
        ("bad.toml", "[[ignore]]\nrule = \"anon/*\"\nuntil = 2027-06-30T10:00:00\n"),
    ]);
    let ran = jsonl(dir.path(), &["a.txt", "--suppressions", "bad.toml", "--suppressions", "gone.toml"], "");
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    for part in [
        "bad.toml:2:8",
        "the entry gives no reason",
        "bad.toml:3:9",
        "`until` is not a day",
        "gone.toml",
        "no such file",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert!(ran.err.ends_with("onrecord: 3 mistakes in the suppressions; nothing was scored\n"), "{}", ran.err);
    let ran = jsonl(dir.path(), &["a.txt", "--today", "tomorrow"], "");
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("a day is expected, written as 2027-06-30"), "{}", ran.err);
}

#[test]
fn a_wrong_rule_and_idle_entries_are_told() {
    let entries = "[[ignore]]\nrule = \"anon/unexplaned\"\nreason = \"x\"\narticle = \"a1\"\n\n\
        [[ignore]]\nrule = \"verify/second-hand\"\nreason = \"x\"\n\n\
        [[ignore]]\nrule = \"anon/*\"\nreason = \"x\"\narticle = \"a9\"\n";
    let comment = "<!-- onrecord: ignroe anon/* -- x -->\n<!-- onrecord: ignore anon/unexplaned -- x -->\n";
    let line = format!("{}\n", serde_json::json!({ "id": "a1", "text": article(comment) }));
    let dir = folder(&[("ours.toml", entries)]);
    let ran = jsonl(dir.path(), &["-", "--suppressions", "ours.toml"], &line);
    assert_eq!(ran.status, Some(0));
    assert_eq!(told(&ran.record(0)), ["inline malformed", "inline unknown-rule", "option unknown-rule"]);
    assert_eq!(ran.record(0)["suppressions"][0]["message"], "unknown verb `ignroe`; did you mean `ignore`?");
    assert_eq!(aside(&ran.record(0)), 0);
    assert_eq!(
        ran.err,
        "onrecord: ours.toml:2:8: unknown rule `anon/unexplaned`; did you mean `anon/unexplained`?; it sets nothing aside\n\
         onrecord: ours.toml:7:8: `verify/second-hand` has set nothing aside in any article; remove it, or look at its \
         words and its date\n\
         onrecord: ours.toml:11:8: no article `a9` was read; `onrecord score --format csv` lists the ids\n"
    );
}

#[test]
fn standard_input_takes_comments_and_the_file_of_the_run() {
    let dir = folder(&[("ours.toml", &format!("{ENTRY}article = \"-\"\nuntil = 2027-06-30\n"))]);
    let ran = jsonl(dir.path(), &["-"], &article(COMMENT));
    assert_eq!(told(&ran.record(0)), ["inline used"]);
    for (today, became) in [("2027-06-30", "option used"), ("2027-07-01", "option expired")] {
        let ran = jsonl(dir.path(), &["-", "--suppressions", "ours.toml", "--today", today], &article(""));
        assert_eq!(told(&ran.record(0)), [became]);
    }
}

#[test]
fn side_files_are_no_articles_and_none_is_passed_over_in_silence() {
    let lines = format!("{}\n", serde_json::json!({ "id": "a1", "text": article("") })).repeat(2);
    let dir = folder(&[
        ("many.jsonl", &lines),
        ("many.onrecord.toml", ENTRY),
        ("a.txt", &article("")),
        ("a.onrecord.toml", ENTRY),
        ("gone.onrecord.toml", ENTRY),
    ]);
    let ran = jsonl(dir.path(), &["."], "");
    assert_eq!(ran.out.lines().count(), 3);
    assert_eq!(
        ran.err,
        "onrecord: 2 side files stand beside no single article and did nothing; use `--suppressions` or `--corrections`\n"
    );
    let ran = jsonl(dir.path(), &["a.onrecord.toml"], "");
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.err.starts_with("onrecord: a.onrecord.toml: a side file, not an article; name the article"),
        "{}",
        ran.err
    );
}
