//! `onrecord stats` from outside: figures over records and articles, for people, programs and spreadsheets.

mod common;
#[path = "schema/draft7.rs"]
mod draft7;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{Ran, folder, jsonl, run};
use insta::assert_snapshot;
use serde_json::Value;

fn stats(dir: &Path, args: &[&str], stdin: &str) -> Ran {
    run(dir, &[&["stats"][..], args].concat(), stdin)
}

fn here(path: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path).to_string_lossy().into_owned()
}

/// Records of articles of the corpus as they were when this was written, cut down to what is counted, with outlets and
/// dates that were given them here: what is read otherwise later changes nothing in these tests.
fn records() -> String {
    here("tests/stats/records.jsonl")
}

/// The object that was printed.
fn json(ran: &Ran) -> Value {
    ran.record(0)
}

/// A record with one source and statement.
fn record(id: &str, outlet: &str, name: &str) -> String {
    let record = serde_json::json!({
        "schema": "onrecord/1", "id": id, "metadata": {"outlet": outlet, "date": "2026-03-04"}, "status": "scored",
        "reason": null, "band": "strong", "score": 81.25, "profile": "news",
        "sources": [{"name": name, "kind": "named-person", "role": null, "justified": null}],
        "attributions": [{"source": 0, "form": "direct", "act": "statement", "zone": "body"}],
        "responses": [], "accused": [], "justifications": [], "dimensions": [], "findings": []
    });
    format!("{record}\n")
}

#[test]
fn people_get_a_page_of_eighty_columns() {
    let dir = folder(&[]);
    let by = ["--by", "outlet", "--by", "month", "--by", "section"];
    let ran = stats(dir.path(), &[&[records().as_str(), "--top", "12"][..], &by].concat(), "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let wide: Vec<&str> = ran.out.lines().filter(|l| l.chars().count() > 80).collect();
    assert_eq!(wide, [""; 0]);
    assert!(!ran.out.contains('\u{1b}'), "no colours where no terminal is");
    assert_snapshot!("human", ran.out);
    let with_colours = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["stats", &records(), "--top", "12"])
        .args(by)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    let coloured = String::from_utf8(with_colours.stdout).unwrap();
    assert!(coloured.contains('\u{1b}'));
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert_eq!(escapes.replace_all(&coloured, ""), ran.out, "colours carry no meaning of their own");
}

#[test]
fn spreadsheets_get_a_row_a_figure() {
    let dir = folder(&[]);
    let ran = stats(dir.path(), &[&records(), "--top", "3", "--format", "csv"], "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    assert_snapshot!("csv", ran.out);
    let ran = stats(dir.path(), &[&records(), "--by", "outlet", "--format", "csv"], "");
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let groups: Vec<&str> =
        rows.iter().filter(|r| &r[0] == "outlet" && &r[2] == "articles" && &r[3] == "read").map(|r| &r[1]).collect();
    assert_eq!(groups, ["Pell Harbor Courier", "Quay Radio", "The Ostrava Road Gazette", "(not told)"]);
}

/// The schema with all of its references put in.
fn resolved(schema: &Value, all: &Value) -> Value {
    match schema {
        Value::Object(object) => match object.get("$ref") {
            Some(place) => {
                let place = place.as_str().unwrap().strip_prefix('#').unwrap();
                resolved(all.pointer(place).unwrap(), all)
            }
            None => object.iter().map(|(key, value)| (key.clone(), resolved(value, all))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| resolved(item, all)).collect(),
        other => other.clone(),
    }
}

#[test]
fn programs_get_an_object_that_is_right_under_its_schema() {
    let dir = folder(&[("few.jsonl", &record("a", "=Quay", "Ana Ruiz"))]);
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(here("../../docs/schema/stats.json")).unwrap()).unwrap();
    let schema = resolved(&schema, &schema);
    let all = ["--by", "outlet", "--by", "month", "--by", "section", "--by", "genre", "--by", "profile"];
    for input in [records(), "few.jsonl".to_owned(), here("../../corpus/articles")] {
        let ran = stats(dir.path(), &[&[input.as_str(), "--format", "json"][..], &all].concat(), "");
        assert_eq!(ran.status, Some(0), "{}", ran.err);
        assert_eq!(ran.out.lines().count(), 1);
        assert_eq!(draft7::faults(&schema, &json(&ran)), [""; 0], "{input}");
        // The schema lets nothing stand that is not there.
        let mut odd = json(&ran);
        odd["all"]["sources"]["ghost"] = 1.into();
        odd["all"]["score"]["quartiles"] = "none".into();
        assert_eq!(draft7::faults(&schema, &odd).len(), 2);
    }
    let ran = stats(dir.path(), &[&records(), "--format", "json", "--top", "2", "--by", "section"], "");
    let told = json(&ran);
    let page = serde_json::json!({"all": told["all"], "most_quoted": told["most_quoted"], "names": told["names"],
        "odd_dates": told["odd_dates"], "one group": told["groupings"][0]["groups"][0]});
    assert_snapshot!("json", serde_json::to_string_pretty(&page).unwrap());
}

#[test]
fn articles_give_what_their_records_give() {
    let corpus = here("../../corpus/articles");
    let dir = folder(&[]);
    let written = jsonl(dir.path(), &[&corpus], "");
    fs::create_dir(dir.path().join("parts")).unwrap();
    let half = written.out.lines().count() / 2;
    let lines = |part: Vec<&str>| part.iter().map(|l| format!("{l}\n")).collect::<String>();
    fs::write(dir.path().join("parts/part-0.jsonl"), lines(written.out.lines().take(half).collect())).unwrap();
    fs::write(dir.path().join("parts/part-1.jsonl"), lines(written.out.lines().skip(half).collect())).unwrap();
    fs::write(dir.path().join("parts/_SUCCESS"), "").unwrap();
    let args = ["--format", "json", "--by", "profile"];
    let direct = stats(dir.path(), &[&[corpus.as_str(), "-j", "1"][..], &args].concat(), "");
    assert_eq!(json(&direct)["all"]["articles"]["read"], written.out.lines().count());
    for (inputs, stdin) in [
        (&[corpus.as_str(), "-j", "3"][..], ""),
        (&["-"], written.out.as_str()),
        (&["-", "--input-format", "records"], &written.out),
        (&["parts"], ""),
        (&["parts/part-1.jsonl", "parts/part-0.jsonl", "-j", "3"], ""),
    ] {
        let ran = stats(dir.path(), &[inputs, &args].concat(), stdin);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{inputs:?}");
        // Which role of a name was met first depends on the order of inputs.
        let without_roles = |ran: &Ran| {
            let mut told = json(ran);
            told["most_quoted"].as_array_mut().unwrap().iter_mut().for_each(|n| n["role"] = Value::Null);
            told
        };
        assert_eq!(without_roles(&ran), without_roles(&direct), "{inputs:?}");
    }
    // Records and articles in one run are counted together.
    let both = stats(dir.path(), &[&["parts/part-0.jsonl", &corpus][..], &args].concat(), "");
    assert_eq!(json(&both)["all"]["articles"]["read"], written.out.lines().count() + half);
}

#[test]
fn a_bad_record_costs_that_line_only_and_is_told() {
    let lines = [
        record("a", "Quay", "Ana Ruiz"),
        "{\"schema\":\"onrecord/1\",\"id\":\"torn\n".to_owned(),
        record("b", "Quay", "Ana Ruiz").replace("onrecord/1", "onrecord/7"),
        "{\"id\":\"x\",\"text\":\"No record.\"}\n".to_owned(),
        record("c", "Quay", "Ana Ruiz").replace("81.25", "8125"),
        record("d", "Quay", "Ana Ruiz"),
    ];
    let dir = folder(&[("r.jsonl", &lines.concat())]);
    let ran = stats(dir.path(), &["r.jsonl", "--format", "json"], "");
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.err,
        "onrecord: r.jsonl:2: broken JSON: EOF while parsing a string; mend the line, or leave it out\n\
         onrecord: r.jsonl:3: a record of `onrecord/7`, and `onrecord/1` is read here; score the articles again, or read it with the version that wrote it\n\
         onrecord: r.jsonl:4: no record: missing field `status`; give records that `onrecord score --format jsonl` has written\n\
         onrecord: r.jsonl:5: `8125` is no score from 0 to 100; write the records again, or leave it out\n\
         onrecord: 4 of 6 inputs could not be read\n"
    );
    let told = json(&ran);
    assert_eq!(told["all"]["articles"]["read"], 2);
    assert_eq!(told["most_quoted"][0]["articles"], 2);
    // A file that is no records at all does not fill the screen.
    let many = "{\"id\":\"x\",\"text\":\"No record.\"}\n".repeat(500);
    let ran = stats(dir.path(), &["-", "--input-format", "records"], &many);
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.err.lines().count(), 22, "{}", ran.err);
    assert!(ran.err.contains("480 more like these"), "{}", ran.err);
}

#[test]
fn an_unreadable_article_is_told_and_counted_as_such() {
    let dir = folder(&[("empty.txt", ""), ("a.txt", "The pumps failed, said Ana Ruiz, the mayor.\n")]);
    let ran = stats(dir.path(), &["empty.txt", "a.txt", "gone.txt", "--by", "outlet"], "");
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.err,
        "onrecord: empty.txt: no text in it; leave it out, or save the article again\n\
         onrecord: gone.txt: no such file or folder; check the spelling, or whether it was moved\n\
         onrecord: 2 of 3 inputs could not be read\n"
    );
    assert!(ran.out.starts_with("Sourcing in 1 article\n0 scored, 1 not scored, 2 could not be read\n"), "{}", ran.out);
}

#[test]
fn nothing_to_read_is_told() {
    let dir = folder(&[("none.jsonl", ""), ("blank.jsonl", "\n \n")]);
    fs::create_dir(dir.path().join("folder")).unwrap();
    for (args, stdin, err) in [
        (&["none.jsonl"][..], "", "none.jsonl: no line in it; leave it out"),
        (&["blank.jsonl", "--input-format", "records"], "", "blank.jsonl: no line in it; leave it out"),
        (&["-"], "", "standard input: no text in it; leave it out, or save the article again"),
        (
            &["folder", "--input-format", "records"],
            "",
            "folder: no records in this folder; records lie in files that end in .jsonl, .ndjson or .json",
        ),
        (&["gone.jsonl"], "", "gone.jsonl: no such file or folder; check the spelling, or whether it was moved"),
    ] {
        let ran = stats(dir.path(), args, stdin);
        assert_eq!(ran.status, Some(2), "{args:?}");
        assert_eq!(ran.err, format!("onrecord: {err}\nonrecord: 1 of 1 input could not be read\n"));
        assert!(ran.out.starts_with("Sourcing in 0 articles\n"), "{}", ran.out);
    }
    let ran = stats(dir.path(), &["-", "-", "--format", "json"], &record("a", "Quay", "Ana Ruiz"));
    assert_eq!(
        ran.err,
        "onrecord: standard input: it was read already; name `-` only once\nonrecord: 1 of 2 inputs could not be read\n"
    );
}

#[test]
fn wrong_flags_are_answered() {
    let dir = folder(&[("r.jsonl", &record("a", "Quay", "Ana Ruiz"))]);
    for (args, message) in [
        (&["r.jsonl", "--by", "colour"][..], "invalid value 'colour' for '--by <WHAT>'"),
        (&["r.jsonl", "--format", "xml"], "invalid value 'xml' for '--format <FORMAT>'"),
        (&[], "required arguments were not provided"),
        (&["r.jsonl", "--output", "no/file"], "no/file: there is no folder `no`; make it first"),
        (&["r.jsonl", "--output", "r.jsonl"], "r.jsonl: is an input and the output; name another file with `--output`"),
        (&["r.jsonl", "--rules", "nowhere"], "no such folder"),
    ] {
        let ran = stats(dir.path(), args, "");
        assert_eq!(ran.status, Some(2), "{args:?}");
        assert!(ran.err.contains(message), "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
    let ran = stats(dir.path(), &["r.jsonl", "--profile", "news"], "");
    let told = "records are counted as they were scored; options that judge articles do nothing to them";
    assert_eq!((ran.status, ran.err), (Some(0), format!("onrecord: {told}\n")));
    let ran = stats(dir.path(), &["r.jsonl", "--output", "page.txt"], "");
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""));
    assert!(fs::read_to_string(dir.path().join("page.txt")).unwrap().starts_with("Sourcing in 1 article\n"));
}

#[test]
fn few_articles_have_counts_and_no_shares() {
    let lines = |n: usize| (0..n).map(|i| record(&format!("a{i}"), "Quay", "Ana Ruiz")).collect::<String>();
    let dir = folder(&[("nine.jsonl", &lines(9)), ("ten.jsonl", &lines(10))]);
    let nine = json(&stats(dir.path(), &["nine.jsonl", "--format", "json"], ""));
    assert_eq!(nine["all"]["few"], true);
    assert_eq!(nine["all"]["sources"]["named-person"], 9);
    assert_eq!(nine["all"]["shares"]["unnamed-sources"]["percent"], Value::Null);
    assert_eq!(nine["all"]["score"]["quartiles"], Value::Null);
    let page = stats(dir.path(), &["nine.jsonl", "--by", "outlet"], "").out;
    assert!(page.contains("With fewer than 10 articles only counts are told"), "{page}");
    assert!(!page.contains("100.0"), "{page}");
    let ten = json(&stats(dir.path(), &["ten.jsonl", "--format", "json"], ""));
    assert_eq!(ten["all"]["few"], false);
    assert_eq!(ten["all"]["shares"]["unnamed-sources"]["percent"], 0.0);
    assert_eq!(ten["all"]["score"]["quartiles"], serde_json::json!([81.3, 81.3, 81.3, 81.3, 81.3]));
}

#[test]
fn words_of_others_command_neither_terminal_nor_spreadsheet() {
    let odd = record("a", "=1+1 \u{1b}[31m", "Ana \u{1b}[2JRuiz\u{202e}");
    let dir = folder(&[("r.jsonl", &odd.repeat(10))]);
    let page = stats(dir.path(), &["r.jsonl", "--by", "outlet"], "").out;
    assert!(page.chars().all(|c| c == '\n' || (!c.is_control() && c != '\u{202e}')), "{page:?}");
    let table = stats(dir.path(), &["r.jsonl", "--by", "outlet", "--format", "csv"], "").out;
    assert!(table.contains(",'=1+1") && !table.contains(",=1"), "{table}");
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    for format in ["human", "csv", "json"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(["stats", &records(), "--format", format, "--by", "section"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // As `head -0` does: nothing is read, and the pipe is closed.
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{format}");
    }
}

#[test]
fn articles_without_a_score_can_be_left_out() {
    let all = fs::read_to_string(records()).unwrap();
    let scored: String =
        all.lines().filter(|l| l.contains("\"status\":\"scored\"")).map(|l| format!("{l}\n")).collect();
    let dir = folder(&[("scored.jsonl", &scored)]);
    let args = ["--format", "json", "--by", "outlet", "--only-scored"];
    let told = json(&stats(dir.path(), &[&[records().as_str()][..], &args].concat(), ""));
    let articles = &told["all"]["articles"];
    assert_eq!((&articles["counted"], &articles["scored"], &articles["read"]), (&60.into(), &60.into(), &68.into()));
    assert_eq!(told["all"]["shares"]["articles-with-response"]["n"], 60);
    let reasons = told["all"]["not_scored"].as_array().unwrap().iter();
    assert_eq!(reasons.map(|r| r["articles"].as_u64().unwrap()).sum::<u64>(), 8);
    // Nothing else of them is left in any figure.
    let expected = json(&stats(dir.path(), &[&["scored.jsonl"][..], &args].concat(), ""));
    let bare = |told: &Value| {
        let mut told = told.clone();
        let mut figures = vec![told["all"].take()];
        for group in told["groupings"][0]["groups"].as_array_mut().unwrap() {
            figures.push(group["figures"].take());
        }
        for figures in &mut figures {
            figures["articles"].take();
            figures["not_scored"].take();
        }
        (figures, told["most_quoted"].clone(), told["names"].clone())
    };
    assert_eq!(bare(&told), bare(&expected));
    let page = stats(dir.path(), &[&records(), "--only-scored"], "").out;
    assert!(page.starts_with("Sourcing in 60 articles\n60 scored, 8 not scored, 0 could not be read\nOnly "), "{page}");
}

#[test]
fn a_report_that_many_print_can_count_once() {
    let copied =
        |id: &str| record(id, "The Inland Times", "Ann Poe").replace("\"id\"", "\"duplicate_of\":\"a1\",\"id\"");
    let lines = record("a1", "The Harbour Post", "Ann Poe") + &copied("a2") + &copied("a3");
    let words = "The quay was closed on Monday after divers found cracks in nine of its forty piles, Ann Poe said, ";
    let text = words.repeat(4);
    let dir = folder(&[("records.jsonl", &lines), ("a.txt", &text), ("b.txt", &format!("{text}More soon."))]);
    let figures = |inputs: &[&str]| json(&stats(dir.path(), &[inputs, &["--format", "json"]].concat(), ""));
    let counted = |told: &Value| (told["all"]["articles"]["read"].as_u64(), told["copies"].as_u64());
    assert_eq!(counted(&figures(&["records.jsonl"])), (Some(3), Some(0)));
    assert_eq!(counted(&figures(&["records.jsonl", "--once"])), (Some(1), Some(2)));
    assert_eq!(counted(&figures(&["a.txt", "b.txt"])), (Some(2), Some(0)));
    assert_eq!(counted(&figures(&["a.txt", "b.txt", "--once"])), (Some(1), Some(1)));
    let page = stats(dir.path(), &["records.jsonl", "--once"], "").out;
    assert!(page.contains("\n2 near copies are left out: every report counts once.\n"), "{page}");
}
