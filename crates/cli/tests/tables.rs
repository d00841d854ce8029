//! `onrecord score --format tables` from outside: five tables that join, a codebook, and a folder that is whole or not
//! there.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{Ran, folder, jsonl, run};
use insta::assert_snapshot;
use serde_json::Value;

const ARTICLE: &str = "Quay pumps fail again\n\n\
    HARBOUR TOWN — The pumps at the north quay failed on Monday, the harbour office said.\n\n\
    “We never tested them,” said Zoë Marsh, the chief engineer. Two aides, who asked not to be named because they feared \
    for their jobs, said the council had known for years.\n\n\
    The pump maker, Halvard Pumps, did not respond to a request for comment.\n";

const TABLES: [&str; 5] = ["articles", "sources", "attributions", "responses", "findings"];

type Row = BTreeMap<String, String>;

fn tables(dir: &Path, args: &[&str], stdin: &str) -> Ran {
    run(dir, &[&["score", "--format", "tables"][..], args].concat(), stdin)
}

fn read(dir: &Path, table: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(dir.join(format!("{table}.csv"))).unwrap();
    let names = reader.headers().unwrap().clone();
    let row = |row: csv::Result<csv::StringRecord>| {
        names.iter().map(str::to_owned).zip(row.unwrap().iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

fn corpus() -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/articles").to_string_lossy().into_owned()
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_researcher_gets_tables_and_a_codebook_without_words_of_the_articles() {
    let lines = format!(
        "{}\n{}\n",
        serde_json::json!({"id": "a1", "title": "=Pumps, \"again\"", "outlet": "Quay Courier", "date": "2026-03-04",
            "section": "Local", "text": ARTICLE}),
        serde_json::json!({"id": "a2", "body": "x"})
    );
    let dir = folder(&[("news.jsonl", &lines)]);
    let ran = tables(dir.path(), &["news.jsonl", "-o", "out"], "");
    assert_eq!(ran.status, Some(2), "{}", ran.err);
    assert_eq!(ran.out, "");
    assert_eq!(
        ran.err,
        "onrecord: news.jsonl:2: no field `text` with the text among the fields (body, id); name it with `--field text=body`\n\
         onrecord: 1 of 2 inputs could not be read\n"
    );
    assert_eq!(names(dir.path()), ["news.jsonl", "out"]);
    let out = dir.path().join("out");
    let mut page = String::new();
    for table in TABLES {
        page.push_str(&format!("{table}.csv\n"));
        for (n, row) in read(&out, table).into_iter().enumerate() {
            page.push_str(&format!("  row {}\n", n + 1));
            for (column, cell) in row.iter().filter(|(_, cell)| !cell.is_empty()) {
                page.push_str(&format!("    {column:<28}{cell}\n"));
            }
        }
    }
    assert_snapshot!("the_tables_of_one_article_and_one_lost_input", page);
    let codebook = fs::read_to_string(out.join("codebook.md")).unwrap();
    let hash = regex::Regex::new("sha256 `[0-9a-f]+`").unwrap();
    assert_snapshot!("the_codebook", hash.replace_all(&codebook, "sha256 `…`"));
}

#[test]
fn words_of_the_articles_come_on_request_only() {
    let dir = folder(&[]);
    let corpus = corpus();
    assert_eq!(tables(dir.path(), &[&corpus, "-o", "bare", "--offsets", "char"], "").status, Some(0));
    assert_eq!(tables(dir.path(), &[&corpus, "-o", "full", "--offsets", "char", "--with-text"], "").status, Some(0));
    let (bare, full) = (dir.path().join("bare"), dir.path().join("full"));
    let texts: BTreeMap<String, String> =
        read(&full, "articles").into_iter().map(|mut r| (r["article"].clone(), r.remove("text").unwrap())).collect();
    let shareable: String = TABLES.map(|t| fs::read_to_string(bare.join(format!("{t}.csv"))).unwrap()).concat();
    let mut seen = 0;
    for (bare, full) in read(&bare, "attributions").iter().zip(read(&full, "attributions")) {
        let extra: Vec<&String> = full.keys().filter(|c| !bare.contains_key(*c)).collect();
        assert_eq!(extra, ["content", "cue", "source_words"]);
        let content = &full["content"];
        // Offsets lead to the same words, and what was quoted or told is nowhere in the tables to be passed on.
        let place = |column: &str| bare[column].parse::<usize>().unwrap();
        let text = &texts[&bare["article"]];
        let slice: String =
            text.chars().skip(place("content_start")).take(place("content_end") - place("content_start")).collect();
        if !content.contains(" … ") && !content.starts_with('\'') {
            assert_eq!(&slice, content);
        }
        if content.chars().count() > 60 {
            seen += 1;
            assert!(!shareable.contains(content.as_str()), "{content}");
        }
    }
    assert!(seen > 200, "only {seen} contents were looked for");
}

#[test]
fn tables_join_and_agree_with_the_records() {
    let dir = folder(&[]);
    let corpus = corpus();
    assert_eq!(tables(dir.path(), &[&corpus, "-o", "out", "-j", "1"], "").status, Some(0));
    assert_eq!(tables(dir.path(), &[&corpus, "-o", "again", "-j", "3"], "").status, Some(0));
    let out = dir.path().join("out");
    for name in names(&out) {
        let [one, three] = ["out", "again"].map(|d| fs::read(dir.path().join(d).join(&name)).unwrap());
        assert!(one == three, "{name} depends on the number of threads");
    }
    let rows = TABLES.map(|t| read(&out, t));
    let keys =
        |table: usize, column: &str| -> BTreeSet<String> { rows[table].iter().map(|r| r[column].clone()).collect() };
    for (i, key) in ["article", "source", "attribution", "response", "finding"].into_iter().enumerate() {
        assert_eq!(keys(i, key).len(), rows[i].len(), "{key} is a key");
        assert!(keys(i, "article").is_subset(&keys(0, "article")));
    }
    for (table, name) in TABLES.iter().enumerate().skip(2) {
        let there: BTreeSet<String> = keys(table, "source").into_iter().filter(|s| !s.is_empty()).collect();
        assert!(there.is_subset(&keys(1, "source")), "{name}");
    }
    let records = jsonl(dir.path(), &[&corpus], "");
    let records: Vec<Value> = (0..records.out.lines().count()).map(|n| records.record(n)).collect();
    let count = |key: &str| records.iter().map(|r| r[key].as_array().unwrap().len()).sum::<usize>();
    assert_eq!(
        rows.each_ref().map(Vec::len),
        [records.len(), count("sources"), count("attributions"), count("responses"), count("findings")]
    );
    for (row, record) in rows[0].iter().zip(&records) {
        assert_eq!(row["id"], record["id"].as_str().unwrap());
        assert_eq!(row["sources"], record["sources"].as_array().unwrap().len().to_string());
        assert_eq!(row["score"].parse().ok(), record["score"].as_f64());
    }
    // What findings cost stands in the lines of the score.
    let of_rules = |r: &Value| -> f64 {
        r["lines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|l| l["rule"].is_string())
            .map(|l| l["points"].as_f64().unwrap())
            .sum()
    };
    let told: f64 = rows[4].iter().filter_map(|r| r["points"].parse::<f64>().ok()).sum();
    let lines: f64 = records.iter().map(of_rules).sum();
    assert!((told - lines).abs() < 0.001 && lines < 0.0, "{told} {lines}");
}

#[test]
fn every_word_of_a_vocabulary_stands_in_the_codebook() {
    let dir = folder(&[]);
    assert_eq!(tables(dir.path(), &[&corpus(), "-o", "out"], "").status, Some(0));
    let out = dir.path().join("out");
    let codebook = fs::read_to_string(out.join("codebook.md")).unwrap();
    let mut columns = 0;
    for table in TABLES {
        let section = codebook.split(&format!("\n## `{table}.csv`\n")).nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let rows = read(&out, table);
        assert!(section.contains(&format!(": {} rows.", rows.len())), "{table}");
        for column in rows[0].keys() {
            columns += 1;
            let line = section.lines().find(|l| l.starts_with(&format!("| `{column}` |")));
            let line = line.unwrap_or_else(|| panic!("{table}.{column} is not in the codebook"));
            if !line.contains("one of the words below") {
                continue;
            }
            let words = codebook.split("\n### ").find(|s| s.lines().next().unwrap().contains(&format!("`{column}`")));
            let words = words.unwrap_or_else(|| panic!("{column} has no words"));
            for row in rows.iter().filter(|r| !r[column].is_empty()) {
                assert!(words.contains(&format!("\n| `{}` |", row[column])), "{column}: {}", row[column]);
            }
        }
    }
    assert!(columns > 80, "{columns}");
}

#[test]
fn inputs_with_one_id_have_keys_of_their_own() {
    let line = |id: &str, text: &str| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    let lines = [line("x", ARTICLE), line("y", ARTICLE), line("x", "Short."), line("x~2", ARTICLE), line("x", ARTICLE)];
    let dir = folder(&[("news.jsonl", &lines.concat())]);
    assert_eq!(tables(dir.path(), &["news.jsonl", "-o", "out"], "").status, Some(0));
    let out = dir.path().join("out");
    let articles = read(&out, "articles");
    let told: Vec<[&str; 2]> = articles.iter().map(|r| [r["article"].as_str(), r["id"].as_str()]).collect();
    assert_eq!(told, [["x", "x"], ["y", "y"], ["x~2", "x"], ["x~2~2", "x~2"], ["x~3", "x"]]);
    let sources = read(&out, "sources");
    let of_third: Vec<&str> = sources.iter().filter(|r| r["article"] == "x~3").map(|r| r["source"].as_str()).collect();
    assert_eq!(of_third[0], "x~3#s0");
}

#[test]
fn a_folder_of_other_things_is_refused_and_tables_of_an_earlier_run_are_replaced() {
    let dir = folder(&[
        ("a.txt", ARTICLE),
        ("full/notes.txt", "mine"),
        ("foreign/articles.csv", "mine"),
        ("foreign/codebook.md", "# Mine\n"),
        ("file", "mine"),
    ]);
    fs::create_dir(dir.path().join("empty")).unwrap();
    for (args, message) in [
        (
            &["-o", "full"][..],
            "full: has other files, as `notes.txt`; name a new folder, or one that has nothing but tables of an earlier run",
        ),
        (
            &["-o", "foreign"],
            "foreign: has tables without the `codebook.md` of an earlier run; name a new folder, or take them away",
        ),
        (&["-o", "file"], "file: is a file; tables are several files; name a folder with `--output`"),
        (&["-o", "no/where"], "no/where: there is no folder `no`; make it first"),
        (&[], "--format tables: tables are several files; name their folder with `--output DIR`"),
        (&["-o", "-"], "--format tables: tables are several files; name their folder with `--output DIR`"),
        (&["-o", "new", "--format", "csv", "--with-text"], ""),
    ] {
        let ran = tables(dir.path(), &[&["a.txt"][..], args].concat(), "");
        assert_eq!(ran.status, Some(2), "{args:?}");
        if !message.is_empty() {
            assert_eq!(ran.err, format!("onrecord: {message}\n"));
        }
    }
    let ran = run(dir.path(), &["score", "a.txt", "--with-text"], "");
    assert_eq!(
        ran.err,
        "onrecord: --with-text: goes with `--format jsonl` and `--format tables`, which leave out the text without it; take it away, or ask for one of these\n"
    );
    assert_eq!(names(&dir.path().join("full")), ["notes.txt"]);
    assert_eq!(fs::read_to_string(dir.path().join("foreign/articles.csv")).unwrap(), "mine");
    // What a killed run left behind does no harm.
    fs::create_dir(dir.path().join("empty/.onrecord-left")).unwrap();
    for _ in 0..2 {
        assert_eq!(tables(dir.path(), &["a.txt", "-o", "empty"], "").status, Some(0));
        assert_eq!(read(&dir.path().join("empty"), "articles").len(), 1);
    }
    // The codebook is a Markdown file in a folder that is read, and no article.
    let ran = tables(dir.path(), &["empty", "a.txt", "-o", "empty"], "");
    assert!(ran.err.contains("no article in this folder") || ran.err.contains("no file in this folder"), "{}", ran.err);
    // A run that cannot begin leaves nothing.
    assert_eq!(tables(dir.path(), &["a.txt", "-o", "new", "--rules", "nowhere"], "").status, Some(2));
    assert_eq!(names(dir.path()), ["a.txt", "empty", "file", "foreign", "full"]);
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_leaves_no_folder_that_looks_whole() {
    let dir = folder(&[("kept/notes.txt", "mine")]);
    assert_eq!(tables(dir.path(), &[&corpus(), "-o", "old"], "").status, Some(0));
    let before = fs::read(dir.path().join("old/articles.csv")).unwrap();
    for out in ["new", "old"] {
        let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" score --format tables \"$1\" --output \"$2\"";
        let ran = std::process::Command::new("sh")
            .current_dir(dir.path())
            .args(["-c", script, env!("CARGO_BIN_EXE_onrecord"), &corpus(), out])
            .output()
            .unwrap();
        let err = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{err}");
        assert!(err.contains("cannot be written: ") && err.ends_with("; choose another place\n"), "{err}");
    }
    assert_eq!(names(dir.path()), ["kept", "old"]);
    assert_eq!(names(&dir.path().join("old")).len(), 6);
    assert_eq!(fs::read(dir.path().join("old/articles.csv")).unwrap(), before);
}
