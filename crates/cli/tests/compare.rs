//! `onrecord compare` from outside, on three articles about one invented event: a wire story, a paper that prints it
//! shortened, and a paper with reporting of its own.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const THREE: [&str; 3] = ["wire.txt", "courier.json", "lantern.json"];

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command.current_dir(folder).arg("compare").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn articles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare")
}

fn run(folder: &Path, args: &[&str], stdin: &[u8]) -> Output {
    let mut child = program(folder).args(args).spawn().expect("the program starts");
    // A program that does not read its standard input closes the pipe, which is its right.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin);
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// What is printed of the three, in `format`.
fn three(format: &str) -> String {
    let ran = run(&articles(), &[&["--format", format][..], &THREE].concat(), b"");
    assert_eq!((ran.status.code(), text(&ran.stderr).as_str()), (Some(0), ""));
    text(&ran.stdout)
}

/// Whether `page` is what was read and accepted. Hashes, scores and bands move with rules and profiles and are left out;
/// `tests/score.rs` holds those.
fn snapshot(name: &str, page: &str) {
    let mut settings = insta::Settings::clone_current();
    for (moves, instead) in [
        (r"core-en \d+\.\d+\.\d+ \([0-9a-f]{12}\)", "core-en [version]"),
        (
            r"(strong|adequate|thin|weak), [0-9.]+ of 100(, [0-9.]+ to [0-9.]+\s+if\s+unsure\s+readings\s+differ)?",
            "[band]",
        ),
        (
            r"(?m)^(  |\| )(score|identification|anonymity|independence|reply|attribution|provenance|diversity) .*$",
            "$1$2 [points]",
        ),
        (r",scored,,(strong|adequate|thin|weak),[0-9.]+,", ",scored,,[band],[score],"),
    ] {
        settings.add_filter(moves, instead);
    }
    settings.bind(|| insta::assert_snapshot!(name, page));
}

#[test]
fn the_page_shows_who_is_shared_and_who_is_only_in_one() {
    let page = three("human");
    assert!(page.lines().all(|l| l.chars().count() <= 80), "{page}");
    assert!(!page.contains('\u{1b}'), "{page}");
    snapshot("human", &page);
}

#[test]
fn markdown_has_the_same_in_tables() {
    snapshot("markdown", &three("markdown"));
}

#[test]
fn csv_has_a_row_for_each_source_in_each_article() {
    let page = three("csv");
    let mut lines = page.lines();
    let columns = lines.next().expect("a header").split(',').count();
    // No cell of these articles but the titles has a comma.
    assert!(page.lines().all(|l| l.replace(", inspectors say", "").split(',').count() == columns || l.contains('"')));
    snapshot("csv", &page);
}

#[test]
fn json_has_all_of_it_with_places() {
    let page = three("json");
    assert_eq!(page.lines().count(), 1);
    let value: Value = serde_json::from_str(&page).expect("JSON");
    assert_eq!(value["schema"], "onrecord-compare/1");
    // Places slice the texts of the articles.
    let texts = THREE.map(|name| {
        let contents = fs::read_to_string(articles().join(name)).expect("the article");
        let of_field = |json: Value| json["text"].as_str().map(str::to_owned);
        serde_json::from_str(&contents).ok().and_then(of_field).unwrap_or(contents)
    });
    let places: Vec<&Value> =
        value["quotations"].as_array().expect("a list").iter().flat_map(|q| q.as_array().expect("a list")).collect();
    assert!(!places.is_empty());
    for place in places {
        let letter = place["article"].as_str().expect("a letter").as_bytes()[0];
        let span: Vec<usize> =
            place["span"].as_array().expect("a span").iter().map(|n| n.as_u64().expect("a number") as usize).collect();
        assert_eq!(&texts[usize::from(letter - b'A')][span[0]..span[1]], place["text"].as_str().expect("its words"));
    }
    let mut shown = value;
    shown["packs"] = "[packs]".into();
    for article in shown["articles"].as_array_mut().expect("a list") {
        for moves in ["band", "score", "range", "dimensions"] {
            assert!(article.get(moves).is_some(), "{moves}");
            article[moves] = "[measured]".into();
        }
    }
    snapshot("json", &serde_json::to_string_pretty(&shown).expect("JSON"));
}

#[test]
fn the_page_about_comparisons_names_every_key() {
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/compare.md")).expect("the page");
    fn keys(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                found.push(key.clone());
                keys(value, found);
            }),
            Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    let ran = run(&articles(), &[&["--format", "json", "gone.txt"][..], &THREE].concat(), b"");
    keys(&serde_json::from_slice(&ran.stdout).expect("JSON"), &mut found);
    assert!(found.iter().any(|key| key == "speaks_for") && found.iter().any(|key| key == "common"), "{found:?}");
    let columns = three("csv").lines().next().expect("a header").split(',').map(str::to_owned).collect::<Vec<_>>();
    let missing: Vec<_> = found.iter().chain(&columns).filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn articles_come_from_files_folders_lines_and_standard_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let wire = fs::read_to_string(articles().join("wire.txt")).expect("the article");
    let lines = ["a", "b"].map(|id| format!("{}\n", serde_json::json!({ "id": id, "text": wire }))).concat();
    fs::write(folder.path().join("lines.jsonl"), &lines).expect("written");
    for (args, stdin) in [(&["."][..], &b""[..]), (&["lines.jsonl"], b""), (&["-"], lines.as_bytes())] {
        let ran = run(folder.path(), args, stdin);
        assert_eq!((ran.status.code(), text(&ran.stderr).as_str()), (Some(0), ""), "{args:?}");
        let page = text(&ran.stdout);
        assert!(page.contains("A and B are near copies: 100 %") && page.contains("In both"), "{page}");
    }
}

#[test]
fn an_input_that_cannot_be_read_costs_only_itself_and_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in THREE {
        fs::copy(articles().join(name), folder.path().join(name)).expect("copied");
    }
    fs::write(folder.path().join("empty.txt"), "").expect("written");
    let ran = run(folder.path(), &["wire.txt", "gone.txt", "empty.txt", "lantern.json"], b"");
    assert_eq!(ran.status.code(), Some(2));
    assert_eq!(
        text(&ran.stderr),
        "onrecord: gone.txt: no such file or folder; check the spelling, or whether it was moved\n\
         onrecord: empty.txt: no text in it; leave it out, or save the article again\n\
         onrecord: 2 of 4 inputs could not be read\n"
    );
    let page = text(&ran.stdout);
    assert!(page.contains("–  gone.txt could not be read: no such file or folder"), "{page}");
    assert!(page.contains("B  Bridge steel had no papers, inspectors say"), "{page}");
    for (format, told) in
        [("json", "\"unread\":[{\"id\":\"gone.txt\""), ("csv", ",gone.txt,"), ("markdown", "- gone.txt")]
    {
        let ran = run(folder.path(), &["--format", format, "wire.txt", "gone.txt", "lantern.json"], b"");
        assert_eq!(ran.status.code(), Some(2));
        assert!(text(&ran.stdout).contains(told), "{format}: {}", text(&ran.stdout));
    }
}

#[test]
fn what_cannot_be_compared_is_told_with_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(articles().join("wire.txt"), folder.path().join("wire.txt")).expect("copied");
    fs::create_dir(folder.path().join("bare")).expect("made");
    fs::write(folder.path().join("bare/logo.png"), "x").expect("written");
    let many: String = (0..27).map(|i| format!("{{\"id\":\"a{i}\",\"text\":\"Ana Ruiz said no.\"}}\n")).collect();
    fs::write(folder.path().join("many.jsonl"), many).expect("written");
    for (args, told) in [
        (&["wire.txt"][..], "two articles are needed to compare, and 1 only could be read; name two articles or more"),
        (&["gone.txt"], "two articles are needed to compare, and none could be read"),
        (&["wire.txt", "gone.txt"], "gone.txt: no such file or folder"),
        (&["wire.txt", "gone.txt"], "and 1 only could be read"),
        (&["bare"], "and none could be read"),
        (&["many.jsonl"], "more than 26 articles to compare; name the articles on one event"),
        (&["--format", "xml", "wire.txt"], "[possible values: human, json, markdown, csv]"),
        (&["--profile", "nwes", "wire.txt", "wire.txt"], "no profile `nwes`; there are "),
        (&["--rules", "nowhere", "wire.txt", "wire.txt"], "nowhere"),
        (&["--output", "wire.txt", "wire.txt", "wire.txt"], "wire.txt: is an input and the output"),
        (&[], "<PATH>..."),
    ] {
        let ran = run(folder.path(), args, b"");
        assert_eq!(ran.status.code(), Some(2), "{args:?}");
        assert!(text(&ran.stderr).contains(told), "{args:?}: {}", text(&ran.stderr));
        assert_eq!(text(&ran.stdout), "", "{args:?}");
    }
}

#[test]
fn a_result_goes_to_a_file_and_a_reader_that_has_enough_is_no_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("page.md");
    let args = [&["--format", "markdown", "--output", out.to_str().expect("a path")][..], &THREE].concat();
    let ran = run(&articles(), &args, b"");
    assert_eq!((ran.status.code(), text(&ran.stdout).as_str(), text(&ran.stderr).as_str()), (Some(0), "", ""));
    assert_eq!(fs::read_to_string(&out).expect("it is there"), three("markdown"));

    let sentence = "Ana Ruiz of the Ostmere Roads Agency said that no bridge in the county would be shut this year. ";
    let lines: String = (0..26)
        .map(|i| format!("{}\n", serde_json::json!({ "id": format!("a{i}"), "text": sentence.repeat(60) })))
        .collect();
    let mut child = program(folder.path()).args(["--format", "json", "-"]).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(lines.as_bytes()).expect("it is read");
    drop(stdin);
    let mut first = [0; 10];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("it prints");
    // The pipe is closed here; what is printed is longer than a pipe holds.
    let ran = child.wait_with_output().expect("the program ends");
    assert_eq!((ran.status.code(), text(&ran.stderr).as_str()), (Some(0), ""));
}

#[test]
fn any_number_of_articles_fits_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = |i: usize| {
        format!(
            "Ana Ruiz of the Ostmere Roads Agency said bridge {i} was shut. Wim Aldous-{i} said it was {i} times too late. \
             An official said so too.\n"
        )
    };
    for articles in [2, 5, 9, 12, 16, 26] {
        let lines: String = (0..articles)
            .map(|i| format!("{}\n", serde_json::json!({ "id": format!("a{i}"), "text": article(i) })))
            .collect();
        let ran = run(folder.path(), &["-"], lines.as_bytes());
        assert_eq!((ran.status.code(), text(&ran.stderr).as_str()), (Some(0), ""));
        let page = text(&ran.stdout);
        let wide: Vec<&str> = page.lines().filter(|l| l.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{articles}: {wide:#?}");
        let last = char::from(b'A' + articles as u8 - 1);
        assert!(page.contains(&format!("Only in {last}")), "{page}");
        assert_eq!(page.matches("Ana Ruiz  ").count(), 1, "{page}");
    }
}

#[test]
fn an_article_cannot_command_the_terminal_or_break_a_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = |id: &str| {
        let article =
            "Ana \u{1b}[2JRuiz said no. A | source * said yes. Acme\u{202e} did not respond to a request for comment.";
        format!("{}\n", serde_json::json!({ "id": id, "title": "\u{9b}2J|x|", "outlet": "<b>|\u{7}", "text": article }))
    };
    let lines = line("\u{1b}]0;owned") + &line("=1+1");
    for format in ["human", "markdown"] {
        let ran = run(folder.path(), &["--format", format, "-"], lines.as_bytes());
        let page = text(&ran.stdout);
        let odd: Vec<char> = page.chars().filter(|&c| c.is_control() && c != '\n' || c == '\u{202e}').collect();
        assert!(odd.is_empty(), "{odd:?} in {page}");
        if format == "markdown" {
            for table in page.split("\n\n").filter(|part| part.starts_with('|')) {
                let cells = |l: &str| l.replace("\\|", "").matches('|').count();
                let first = cells(table.lines().next().unwrap_or_default());
                assert!(table.lines().all(|l| cells(l) == first), "{table}");
            }
            assert!(!page.contains("<b>"), "{page}");
        }
    }
    let ran = run(folder.path(), &["--format", "csv", "-"], lines.as_bytes());
    assert!(text(&ran.stdout).contains("'=1+1"), "{}", text(&ran.stdout));
}
