//! The program from outside: arguments and inputs in; output, messages and exit status out.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const ARTICLE: &str = "Quay pumps fail again\n\n\
    HARBOUR TOWN — The pumps at the north quay failed on Monday, the harbour office said.\n\n\
    \u{201c}We never tested them,\u{201d} said Zoë Marsh, the chief engineer. Two aides said the council had known for \
    years.\n\n\
    The pump maker did not respond to a request for comment.\n";

/// What a run of the program left behind.
#[derive(Debug)]
struct Ran {
    out: String,
    err: String,
    status: Option<i32>,
}

impl Ran {
    /// The records of a run with `--format jsonl`.
    fn records(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).expect("each line is a record")).collect()
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program in `folder` with `stdin`.
fn run(folder: &Path, args: &[&str], stdin: &[u8]) -> Ran {
    finish(program().current_dir(folder).args(args), stdin)
}

fn finish(command: &mut Command, stdin: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that does not read its standard input closes the pipe, which is its right.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    Ran {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code(),
    }
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn json_line(id: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({ "id": id, "text": text }))
}

#[test]
fn each_bad_input_is_told_with_place_and_next_step_and_loses_only_itself() {
    let lines = json_line("l1", ARTICLE) + "{\"id\":\"l2\",\"text\" \"x\"}\n" + "{\"id\":\"l3\",\"body\":\"x\"}\n";
    let dir = folder(&[
        ("good.txt", ARTICLE.as_bytes()),
        ("empty.txt", b""),
        ("latin.txt", b"Caf\xe9 owners said no.\0\n"),
        ("picture.txt", b"\x89PNG\r\n\0\0"),
        ("lines.jsonl", lines.as_bytes()),
    ]);
    let inputs = ["empty.txt", "latin.txt", "picture.txt", "gone", "lines.jsonl", "good.txt"];
    let ran = run(dir.path(), &[&["score", "--format", "jsonl"][..], &inputs].concat(), b"");
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.err,
        "onrecord: empty.txt: no text in it; leave it out, or save the article again\n\
         onrecord: latin.txt:1: a binary file (it has NUL bytes); leave it out, or convert it to text\n\
         onrecord: picture.txt:2: a binary file (it has NUL bytes); leave it out, or convert it to text\n\
         onrecord: gone: no such file or folder; check the spelling, or whether it was moved\n\
         onrecord: lines.jsonl:2:19: broken JSON: expected `:`; mend the line, or leave it out\n\
         onrecord: lines.jsonl:3: no field `text` with the text among the fields (body, id); name it with `--field text=body`\n\
         onrecord: 6 of 8 inputs could not be read\n"
    );
    let records = ran.records();
    let seen: Vec<(&str, bool)> = records.iter().map(|r| (r["id"].as_str().unwrap(), r["status"] == "error")).collect();
    assert_eq!(
        seen,
        [
            ("empty.txt", true),
            ("latin.txt", true),
            ("picture.txt", true),
            ("gone", true),
            ("l1", false),
            ("lines.jsonl:2", true),
            ("l3", true),
            ("good.txt", false),
        ]
    );
    assert_eq!(records[0]["reason"], "no text in it; leave it out, or save the article again");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_told_and_the_rest_is_read() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let dir = folder(&[("good.txt", ARTICLE.as_bytes()), ("locked.txt", b"x"), ("shut/in.txt", b"x")]);
    let mode = |name: &str, mode| fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("", 0o755);
    mode("locked.txt", 0o000);
    mode("shut", 0o000);
    let mut command = program();
    command.current_dir(dir.path()).args(["score", "--format", "csv", "."]);
    // The superuser may read everything, so the program must run as somebody else.
    if fs::read(dir.path().join("locked.txt")).is_ok() {
        command.uid(65534).gid(65534);
    }
    let ran = finish(&mut command, b"");
    mode("shut", 0o755);
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.err,
        "onrecord: ./locked.txt: no permission to read it; ask its owner, or run `chmod +r` on it\n\
         onrecord: ./shut: no permission to read it; ask its owner, or run `chmod +r` on it\n\
         onrecord: 2 of 3 inputs could not be read\n"
    );
    assert_eq!(ran.out.lines().count(), 4, "a header and a row for each input:\n{}", ran.out);
}

#[test]
fn one_very_long_line_is_an_article_like_others() {
    let sentence = "\u{201c}We never tested them,\u{201d} said Zoë Marsh, who left (in May. ";
    let dir = folder(&[("long.txt", sentence.repeat(2_000_000 / sentence.len()).as_bytes())]);
    let ran = run(dir.path(), &["score", "--format", "jsonl", "long.txt"], b"");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    assert_eq!(ran.records().len(), 1);
}

#[test]
fn an_article_full_of_control_characters_cannot_command_the_terminal() {
    let text = ARTICLE.replace("failed", "\u{1b}]0;owned\u{7}fai\u{202e}led");
    let lines = format!("{}\n", serde_json::json!({"id": "\u{1b}[2J", "title": "\u{9b}2J", "text": text}));
    let dir = folder(&[]);
    for command in [&["score", "-"][..], &["show", "-"]] {
        let ran = run(dir.path(), command, lines.as_bytes());
        assert_eq!(ran.status, Some(0), "{}", ran.err);
        let odd: Vec<char> = ran.out.chars().filter(|&c| c.is_control() && c != '\n' || c == '\u{202e}').collect();
        assert_eq!(odd, [], "{}", ran.out);
    }
    let ran = run(dir.path(), &["score", "no\u{1b}[2Jsuch"], b"");
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
}

#[test]
fn mistakes_of_the_command_line_exit_with_two_and_a_hint() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes())]);
    for (args, hint) in [
        (&["score"][..], "<PATH>..."),
        (&["scroe", "good.txt"], "'score'"),
        (&["score", "--fromat", "csv", "good.txt"], "'--format'"),
        (&["score", "--format", "xml", "good.txt"], "[possible values: human, jsonl, csv, tables]"),
        (&["score", "--jobs", "0", "good.txt"], "a number from 1 to 1024 is expected"),
        (&["score", "--jobs", "100000", "good.txt"], "a number from 1 to 1024 is expected"),
        (&["score", "--field", "body", "good.txt"], "`body` is not of the form NAME=FIELD"),
        (&["score", "--field", "texts=body", "good.txt"], "`texts` is no part of an article"),
        (&["score", "--profile", "nwes", "good.txt"], "no profile `nwes`; there are "),
        (&["score", "--rules", "nowhere", "good.txt"], "nowhere"),
        (&["score", "--output", ".", "good.txt"], "is a folder; name a file in it"),
        (&["rules", "show", "anon/unexplaned"], "no rule `anon/unexplaned`; did you mean `anon/unexplained`?"),
        (&["rules", "check", "nowhere"], "nowhere: no such folder"),
        (&["man", "scroe"], "no command `scroe`; there are score, "),
    ] {
        let ran = run(dir.path(), args, b"");
        assert_eq!(ran.status, Some(2), "{args:?}: {ran:?}");
        assert!(ran.err.contains(hint), "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{args:?}");
    }
}

#[test]
fn every_way_in_gives_the_same_record() {
    let line = json_line("good.txt", ARTICLE);
    let mapped = serde_json::json!({"meta": {"name": "good.txt"}, "article": {"body": ARTICLE}}).to_string();
    let list = format!("[{line}]");
    let dir = folder(&[
        ("good.txt", ARTICLE.as_bytes()),
        ("line.jsonl", line.as_bytes()),
        ("mapped.ndjson", mapped.as_bytes()),
        ("list.json", list.as_bytes()),
    ]);
    let score = |args: &[&str], stdin: &str| {
        let ran = run(dir.path(), &[&["score", "--format", "jsonl"][..], args].concat(), stdin.as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{args:?}");
        ran.out
    };
    let want = score(&["good.txt"], "");
    assert_eq!(score(&["line.jsonl"], ""), want);
    assert_eq!(score(&["list.json"], ""), want);
    assert_eq!(score(&["-"], &line), want);
    assert_eq!(score(&["--field", "text=article.body", "--field", "id=meta.name", "mapped.ndjson"], ""), want);
    let text = score(&["-"], ARTICLE);
    assert_eq!(text, want.replace("\"id\":\"good.txt\"", "\"id\":\"-\""));
    assert_eq!(score(&["good.txt", "line.jsonl"], ""), want.repeat(2));
}

#[test]
fn a_folder_is_scored_in_path_order_and_what_is_left_out_is_told() {
    let dir = folder(&[
        ("b.txt", ARTICLE.as_bytes()),
        ("a/x.md", ARTICLE.as_bytes()),
        ("drafts/d.txt", ARTICLE.as_bytes()),
        ("logo.png", b"x"),
        (".gitignore", b"drafts/\n"),
    ]);
    let ran = run(dir.path(), &["score", "--format", "jsonl", "."], b"");
    let ids: Vec<Value> = ran.records().into_iter().map(|mut r| r["id"].take()).collect();
    assert_eq!(ids, ["./a/x.md", "./b.txt"]);
    assert_eq!(ran.status, Some(0));
    assert_eq!(ran.err, "onrecord: 1 file in folders left out for their endings; name them to read them as text\n");
}

#[test]
fn any_number_of_threads_prints_the_same_bytes() {
    let articles: String = (0..1300)
        .map(|i| match i % 97 {
            13 => "{\"broken\"\n".to_owned(),
            _ => json_line(&format!("a{i}"), &ARTICLE.repeat(i % 7 + 1).replace("Marsh", &format!("Marsh{i}"))),
        })
        .collect();
    let dir = folder(&[("all.jsonl", articles.as_bytes())]);
    for format in ["jsonl", "csv", "human"] {
        let score = |jobs: &str| run(dir.path(), &["score", "--format", format, "--jobs", jobs, "all.jsonl"], b"");
        let one = score("1");
        assert_eq!(one.status, Some(2));
        assert!(one.out.contains("a1299"));
        for jobs in ["2", "5"] {
            let many = score(jobs);
            assert!(one.out == many.out && one.err == many.err, "{format} differs with {jobs} threads");
        }
    }
}

#[test]
fn a_record_has_every_key_in_its_order() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes())]);
    let ran = run(dir.path(), &["score", "--format", "jsonl", "good.txt"], b"");
    let keys = [
        "schema",
        "id",
        "title",
        "status",
        "reason",
        "band",
        "score",
        "range",
        "score_without_suppressions",
        "score_without_corrections",
        "profile",
        "engine",
        "packs",
        "extractor",
        "encoding",
        "text_sha256",
        "offsets",
        "sources",
        "attributions",
        "responses",
        "accused",
        "justifications",
        "dimensions",
        "findings",
        "lines",
        "suppressions",
        "corrections",
        "corrected",
        "not_assessed",
    ];
    let mut rest = ran.out.as_str();
    for key in keys {
        let name = format!("\"{key}\":");
        let at = rest.find(&name).unwrap_or_else(|| panic!("no `{key}` behind the others in {}", ran.out));
        rest = &rest[at + name.len()..];
    }
    assert_eq!(ran.records()[0]["schema"], "onrecord/1");
}

#[test]
fn explained_records_carry_the_words_of_the_rules_that_they_name() {
    let dir = folder(&[("good.txt", ARTICLE.repeat(4).as_bytes())]);
    let plain = run(dir.path(), &["score", "--format", "jsonl", "good.txt"], b"").records().remove(0);
    assert_eq!(plain["rules"], Value::Null);
    let record = run(dir.path(), &["score", "--format", "jsonl", "--explain", "good.txt"], b"").records().remove(0);
    let named: Vec<&str> = ["findings", "responses"]
        .iter()
        .flat_map(|part| record[part].as_array().unwrap())
        .map(|found| found["rule"].as_str().unwrap())
        .collect();
    assert!(named.contains(&"anon/unexplained"), "{named:?}");
    for rule in named {
        for key in ["title", "why", "remedy"] {
            assert!(record["rules"][rule][key].as_str().is_some_and(|w| !w.is_empty()), "{key} of {rule}: {record}");
        }
    }
}

#[test]
fn offsets_count_what_was_asked_for() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes())]);
    let marsh = |unit: &str| {
        let ran = run(dir.path(), &["score", "--format", "jsonl", "--offsets", unit, "good.txt"], b"");
        let record = &ran.records()[0];
        assert_eq!(record["offsets"], unit);
        let source = record["sources"].as_array().unwrap().iter().find(|s| s["name"] == "Zoë Marsh");
        let span = &source.unwrap_or_else(|| panic!("no source Zoë Marsh: {}", ran.out))["mentions"][0];
        (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize)
    };
    let (start, end) = marsh("byte");
    assert_eq!(&ARTICLE[start..end], "Zoë Marsh");
    let (start, end) = marsh("char");
    assert_eq!(ARTICLE.chars().skip(start).take(end - start).collect::<String>(), "Zoë Marsh");
    let (start, end) = marsh("utf16");
    let units: Vec<u16> = ARTICLE.encode_utf16().collect();
    assert_eq!(String::from_utf16(&units[start..end]).unwrap(), "Zoë Marsh");
}

#[test]
fn output_goes_to_a_file_that_is_whole_or_not_there() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes()), ("old.csv", b"old")]);
    let plain = run(dir.path(), &["score", "good.txt"], b"");
    let ran = run(dir.path(), &["score", "--output", "new.txt", "good.txt"], b"");
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
    assert_eq!(fs::read_to_string(dir.path().join("new.txt")).unwrap(), plain.out);
    let ran = run(dir.path(), &["score", "--format", "csv", "--output", "old.csv", "good.txt"], b"");
    assert_eq!(ran.status, Some(0));
    assert_eq!(fs::read_to_string(dir.path().join("old.csv")).unwrap().lines().count(), 2);
    let ran = run(dir.path(), &["score", "--output", "no/such/folder/x", "good.txt"], b"");
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.err.starts_with("onrecord: no/such/folder/x: there is no folder `no/such/folder`; make it first"),
        "{}",
        ran.err
    );
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "nothing half-written is left behind: {left:?}");
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let lines: String = (0..3000).map(|i| json_line(&format!("a{i}"), ARTICLE)).collect();
    let dir = folder(&[("all.jsonl", lines.as_bytes())]);
    let mut child = program()
        .current_dir(dir.path())
        .args(["score", "--format", "jsonl", "all.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    // The pipe is closed here, long before the program is done.
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn colours_are_for_terminals_unless_they_are_asked_for() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes())]);
    for command in ["score", "show"] {
        let piped = run(dir.path(), &[command, "good.txt"], b"");
        assert!(!piped.out.contains('\u{1b}'), "{}", piped.out);
        let forced =
            finish(program().current_dir(dir.path()).args([command, "good.txt"]).env("CLICOLOR_FORCE", "1"), b"");
        assert!(forced.out.contains('\u{1b}'), "{}", forced.out);
        assert!(piped.out.lines().all(|l| l.chars().count() <= 80), "{}", piped.out);
    }
}

#[test]
fn show_marks_the_article_and_ends_with_the_score() {
    let lines = json_line("a1", "Short.") + &json_line("a2", ARTICLE);
    let dir = folder(&[("all.jsonl", lines.as_bytes())]);
    let ran = run(dir.path(), &["show", "--id", "a2", "all.jsonl"], b"");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    for line in ["1^^^  source, with its number", "said Zoë Marsh, the chief engineer."] {
        assert!(ran.out.contains(line), "no `{line}` in {}", ran.out);
    }
    let ran = run(dir.path(), &["show", "all.jsonl"], b"");
    assert_eq!(ran.err, "onrecord: all.jsonl: this is the first of several articles; choose another with `--id`\n");
    let ran = run(dir.path(), &["show", "--id", "a9", "all.jsonl"], b"");
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.err, "onrecord: all.jsonl: no article `a9` in it; `onrecord score` lists the ids\n");
}

#[test]
fn every_report_says_what_the_score_is_not() {
    let dir = folder(&[("good.txt", ARTICLE.as_bytes())]);
    for args in [&["score", "good.txt"][..], &["show", "good.txt"], &["--help"]] {
        let ran = run(dir.path(), args, b"");
        let words: Vec<&str> = ran.out.split_whitespace().collect();
        assert!(words.join(" ").contains("does not measure truth, accuracy or bias"), "{}", ran.out);
    }
}

#[test]
fn the_manual_and_completions_name_every_command() {
    let dir = folder(&[]);
    for args in [&["man"][..], &["completions", "bash"], &["completions", "zsh"]] {
        let ran = run(dir.path(), args, b"");
        assert_eq!(ran.status, Some(0));
        for command in ["score", "show", "rules", "completions", "man"] {
            assert!(ran.out.contains(command), "{args:?} lacks `{command}`");
        }
    }
    assert!(run(dir.path(), &["man", "score"], b"").out.contains("\\-\\-offsets"));
}

#[test]
fn results_are_never_written_over_an_article_and_never_read_as_one() {
    let dir = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let over = run(dir.path(), &["score", "a.txt", "--output", "./a.txt"], b"");
    assert_eq!(over.status, Some(2));
    assert_eq!(over.err, "onrecord: a.txt: is an input and the output; name another file with `--output`\n");
    assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), ARTICLE);
    for _ in 0..2 {
        let again = run(dir.path(), &["score", "--format", "jsonl", "--output", "results.jsonl", "."], b"");
        assert_eq!((again.status, again.err.as_str()), (Some(0), ""));
        assert_eq!(fs::read_to_string(dir.path().join("results.jsonl")).unwrap().lines().count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_who_may_read_it_and_a_link_to_it_stays_a_link() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("a.txt", ARTICLE.as_bytes()), ("secret.txt", b"old"), ("kept.txt", b"old")]);
    let at = |name: &str| dir.path().join(name);
    fs::set_permissions(at("secret.txt"), PermissionsExt::from_mode(0o600)).unwrap();
    fs::set_permissions(at("kept.txt"), PermissionsExt::from_mode(0o444)).unwrap();
    std::os::unix::fs::symlink("secret.txt", at("link.txt")).unwrap();

    assert_eq!(run(dir.path(), &["score", "a.txt", "--output", "link.txt"], b"").status, Some(0));
    assert!(at("link.txt").is_symlink());
    assert!(fs::read_to_string(at("secret.txt")).unwrap().contains("a.txt"));
    assert_eq!(fs::metadata(at("secret.txt")).unwrap().permissions().mode() & 0o777, 0o600);

    let kept = run(dir.path(), &["score", "a.txt", "--output", "kept.txt"], b"");
    assert_eq!(kept.status, Some(2));
    assert!(kept.err.contains("kept.txt: is protected against writing; name another file"), "{}", kept.err);
    assert_eq!(fs::read_to_string(at("kept.txt")).unwrap(), "old");

    let nowhere = run(dir.path(), &["score", "a.txt", "--output", "no/such/out.txt"], b"");
    assert_eq!(nowhere.status, Some(2));
    assert_eq!(nowhere.err, "onrecord: no/such/out.txt: there is no folder `no/such`; make it first\n");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_folder_are_left_out_and_told() {
    let dir = folder(&[("in/a.txt", ARTICLE.as_bytes())]);
    std::os::unix::fs::symlink(".", dir.path().join("in/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", dir.path().join("in/b.txt")).unwrap();
    let ran = run(dir.path(), &["score", "--format", "jsonl", "in"], b"");
    assert_eq!((ran.status, ran.records().len()), (Some(0), 1));
    assert_eq!(ran.err, "onrecord: 2 links or devices in folders left out; name them to read them\n");
}

#[test]
fn an_error_record_tells_the_place_that_its_id_does_not() {
    let dir = folder(&[
        ("latin.txt", b"One.\nTwo \0."),
        ("none.txt", b""),
        ("l.jsonl", b"{\"id\":\"x\",\"body\":\"B\"}\n{\"text\":\n{\"text\":\"\"}\n"),
    ]);
    let ran = run(dir.path(), &["score", "--format", "jsonl", "latin.txt", "none.txt", "l.jsonl"], b"");
    let told: Vec<(String, String)> = ran
        .records()
        .iter()
        .map(|r| (r["id"].as_str().unwrap().to_owned(), r["reason"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        ("latin.txt", "latin.txt:2: a binary file (it has NUL bytes); leave it out, or convert it to text"),
        ("none.txt", "no text in it; leave it out, or save the article again"),
        ("x", "l.jsonl:1: no field `text` with the text among the fields (body, id); name it with `--field text=body`"),
        ("l.jsonl:2", "l.jsonl:2:8: broken JSON: it ends before it is complete; mend the line, or leave it out"),
        ("l.jsonl:3", "field `text` is empty; leave it out, or fetch the article again"),
    ];
    assert_eq!(told, expected.map(|(id, reason)| (id.to_owned(), reason.to_owned())));
}

#[test]
fn json_on_standard_input_may_be_lines_a_list_or_one_object_over_several_lines() {
    let dir = folder(&[]);
    for (stdin, ids) in [
        ("{\"id\":\"a\",\"text\":\"A.\"}\n{\"id\":\"b\",\"text\":\"B.\"}\n", &["a", "b"][..]),
        ("\n{\"id\":\"a\", broken\n{\"id\":\"b\",\"text\":\"B.\"}\n", &["-:2", "b"]),
        ("[{\"id\":\"a\",\"text\":\"A.\"},\n {\"id\":\"b\",\"text\":\"B.\"}]", &["a", "b"]),
        ("\u{feff}{\n  \"id\": \"a\",\n  \"text\": \"A.\"\n}\n", &["a"]),
        ("[Photo by the author] A. {b}", &["-"]),
        ("[", &["-"]),
    ] {
        let ran = run(dir.path(), &["score", "--format", "jsonl", "-"], stdin.as_bytes());
        let got: Vec<String> = ran.records().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(got, ids, "{stdin}");
    }
    let empty = run(dir.path(), &["score", "--format", "jsonl", "-"], b"");
    assert!(empty.err.starts_with("onrecord: standard input: no text in it; "), "{}", empty.err);
}

#[test]
fn a_spreadsheet_gets_no_formula_from_an_article() {
    let dir = folder(&[]);
    let line = "{\"id\":\"@a\",\"title\":\"=HYPERLINK(1)\",\"text\":\"A.\"}\n{\"id\":\"-1+2\",\"title\":\"Plain\",\"text\":\"A.\"}\n{";
    let ran = run(dir.path(), &["score", "--format", "csv", "-"], line.as_bytes());
    let starts: Vec<String> =
        ran.out.lines().skip(1).map(|l| l.split(',').take(2).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(starts, ["'@a|'=HYPERLINK(1)", "'-1+2|Plain", "-:3|"]);
}

#[test]
fn a_title_as_long_as_an_article_takes_three_lines() {
    let dir = folder(&[]);
    let line = format!("{{\"id\":\"a\",\"title\":\"{}\",\"text\":\"A.\"}}\n", "T".repeat(10_000));
    let ran = run(dir.path(), &["score", "-"], line.as_bytes());
    assert_eq!(ran.out.lines().filter(|l| l.starts_with("TTT")).count(), 3, "{}", ran.out);
}

#[test]
fn rules_that_nobody_asked_for_are_not_read_from_the_working_folder() {
    let folder = folder(&[("a.txt", ARTICLE.as_bytes()), ("core-en/pack.toml", b"this is no pack")]);
    let ran = run(folder.path(), &["score", "--format", "jsonl", "a.txt"], b"");
    assert_eq!((ran.status, ran.records().len()), (Some(0), 1), "{}", ran.err);
    // Asked for by name, the folder is what is meant, and its mistakes are told.
    let ran = run(folder.path(), &["score", "--rules", "core-en", "a.txt"], b"");
    assert_eq!(ran.status, Some(2), "{}", ran.out);
    assert!(ran.err.contains("core-en/pack.toml"), "{}", ran.err);
}

#[test]
fn a_record_can_have_the_text_that_its_places_count_in() {
    let page = format!("# Pier to close\n\n{ARTICLE} [More](https://x.example).\n");
    let dir = folder(&[("a.md", page.as_bytes())]);
    let ran = run(dir.path(), &["score", "--format", "jsonl", "--with-text", "a.md"], b"");
    let record = &ran.records()[0];
    let text = record["text"].as_str().unwrap();
    assert!(text.ends_with("More."), "{text}");
    let content = &record["attributions"][0]["content"][0];
    let [start, end] = [0, 1].map(|i| content[i].as_u64().unwrap() as usize);
    assert!(ARTICLE.contains(&text[start..end]));
    assert!(run(dir.path(), &["score", "--format", "jsonl", "a.md"], b"").records()[0].get("text").is_none());
}
