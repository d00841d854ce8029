//! A gallery of broken packs: what their authors get to read.
//!
//! Each file of `broken/` is one pack: a line that says what is wrong, then its files, each under `=== path`. Packs that
//! are too large for a file, or that no text can hold, are made here.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use tempfile::TempDir;

const MANIFEST: &str = "id = \"house\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1, <0.2\"\n\
                        license = \"MIT\"\ntitle = \"House rules\"\n";
const RULE: &str = "kind = \"marker\"\nmarks = \"note\"\ntitle = \"Word from the harbour\"\nwhy = \"It is an example.\"\n\
                    remedy = \"None is needed.\"\nstatus = \"preview\"\nsince = \"0.1.0\"\n";

/// What `rules check` says of the folder `house` in `dir`, with its exit status.
fn check(dir: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    let output = command.current_dir(dir).args(["rules", "check", "house"]).output().unwrap();
    let mut told = format!("exit status: {}\n", output.status.code().unwrap_or(-1));
    told.push_str(&String::from_utf8(output.stdout).unwrap());
    told.push_str(&String::from_utf8(output.stderr).unwrap());
    let plain = |c: char| !c.is_control() || c == '\n';
    assert!(told.chars().all(plain), "control characters in {told:?}");
    told.lines().map(|l| format!("{}\n", l.trim_end())).collect()
}

/// Writes `files` into a folder `house`.
fn house(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("house")).unwrap();
    for (path, contents) in files {
        let path = dir.path().join("house").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
    dir
}

/// The first sentence of a file of the gallery and the files of its pack.
fn unpack(text: &str) -> (&str, Vec<(&str, &[u8])>) {
    let mut parts = text.split("=== ");
    let why = parts.next().unwrap_or_default().trim_start_matches("# ").trim();
    let files = parts.map(|part| part.split_once('\n').expect("a path and a line break"));
    (why, files.map(|(path, contents)| (path, contents.as_bytes())).collect())
}

#[test]
fn every_pack_of_the_gallery_gets_its_message() {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut names: Vec<_> = fs::read_dir(&gallery).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    names.sort();
    assert!(names.len() >= 40, "{} packs", names.len());
    for path in names {
        let text = fs::read_to_string(&path).unwrap();
        let (why, files) = unpack(&text);
        assert!(why.ends_with('.') && !files.is_empty(), "{}: what is wrong with it?", path.display());
        let told = check(house(&files).path());
        assert!(told.starts_with("exit status: 1\n"), "{} is not refused: {told}", path.display());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        insta::with_settings!({ description => why, omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "broken/told" }, {
            assert_snapshot!(name, told);
        });
    }
}

/// What is said of a pack with `files` beside a manifest.
fn told(files: &[(&str, &[u8])]) -> String {
    let mut all = vec![("pack.toml", MANIFEST.as_bytes())];
    all.extend(files);
    check(house(&all).path())
}

/// A lexicon of `n` made-up words.
fn words(n: usize) -> String {
    let mut list = String::from("[harbour]\nkind = \"fixed\"\nwords = [\n");
    for i in 0..n {
        writeln!(list, "\"q{i:x}\",").unwrap();
    }
    list + "]\n"
}

#[test]
fn bytes_that_are_no_text() {
    assert_snapshot!(told(&[(
        "lexicons/words.toml",
        b"[harbour]\nkind = \"fixed\"\nwords = [\"quay\", \"caf\xe9\"]\n"
    )]));
}

#[test]
fn bytes_that_are_nothing() {
    assert_snapshot!(told(&[("rules/note/whisper.toml", b"\0\0\0\0")]));
}

#[test]
fn a_file_of_200_megabytes() {
    let dir = house(&[("pack.toml", MANIFEST.as_bytes()), ("rules/note/whisper.toml", b"")]);
    // A file with a hole takes no room on the disk.
    let file = fs::OpenOptions::new().write(true).open(dir.path().join("house/rules/note/whisper.toml")).unwrap();
    file.set_len(200 << 20).unwrap();
    assert_snapshot!(check(dir.path()));
}

#[test]
fn a_pack_of_17_megabytes() {
    let comment = format!("#{}\n", "x".repeat(1_000_000));
    let names: Vec<String> = (0..18).map(|i| format!("lexicons/l{i}.toml")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), comment.as_bytes())).collect();
    assert_snapshot!(told(&files));
}

/// What is told, without the figures that any word or pattern added to the packs below would change.
fn without_figures(told: &str) -> String {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty();
    let parts = told.split_inclusive(|c: char| !c.is_ascii_digit()).map(|part| {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let figure = digits(&part[..end]) && end > 1 && !part.starts_with("20000") && !part.starts_with("250000");
        if figure { format!("#{}", &part[end..]) } else { part.to_owned() }
    });
    parts
        .collect::<String>()
        .lines()
        .map(|line| if line.trim_start().starts_with("| ^") { "    | ^" } else { line })
        .fold(String::new(), |out, line| out + line + "\n")
}

#[test]
fn more_words_than_all_lexicons_may_have() {
    let (first, second, third) = (words(90_000), words(90_000), words(90_000));
    let list = |name: &str, words: &str| words.replace("[harbour]", &format!("[{name}]"));
    let files = [list("one", &first), list("two", &second), list("three", &third)];
    let told = told(&[
        ("lexicons/one.toml", files[0].as_bytes()),
        ("lexicons/two.toml", files[1].as_bytes()),
        ("lexicons/three.toml", files[2].as_bytes()),
    ]);
    assert_snapshot!(without_figures(&told));
}

/// Not broken: as many words as a pack may well have are read.
#[test]
fn a_hundred_thousand_words_are_read() {
    let list = words(100_000);
    assert!(list.len() < 1 << 20, "{} bytes", list.len());
    let told = told(&[("lexicons/words.toml", list.as_bytes())]);
    assert!(told.starts_with("exit status: 0\n"), "{told}");
}

#[test]
fn more_patterns_than_a_rule_set_may_have() {
    let mut rules = Vec::new();
    for rule in 0..21 {
        let mut text = format!("{RULE}pattern = [\n");
        for i in 0..1000 {
            writeln!(text, "\"quay w{rule}x{i}\",").unwrap();
        }
        rules.push((format!("rules/note/r{rule:02}.toml"), text + "]\n"));
    }
    let files: Vec<(&str, &[u8])> = rules.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    assert_snapshot!(without_figures(&told(&files)));
}

#[test]
fn a_pattern_longer_than_allowed() {
    let pattern = format!("{RULE}pattern = [\"quay ({}) pier\"]\n", ["a", "b"].repeat(1500).join(" | "));
    let told = told(&[("rules/note/whisper.toml", pattern.as_bytes())]);
    // The line itself is as long as a screen is high.
    let told: Vec<String> = told.lines().map(|l| l.chars().take(100).collect()).collect();
    assert_snapshot!(told.join("\n"));
}

#[test]
fn tables_nested_a_hundred_thousand_deep() {
    let nested = format!("pattern = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let told = told(&[("rules/note/whisper.toml", nested.as_bytes())]);
    let told: Vec<String> = told.lines().map(|l| l.chars().take(100).collect()).collect();
    assert_snapshot!(told.join("\n"));
}

#[test]
fn folders_nested_deeper_than_allowed() {
    let path = format!("rules/{}whisper.toml", "a/".repeat(20));
    assert_snapshot!(told(&[(&path, RULE.as_bytes())]));
}

#[cfg(unix)]
#[test]
fn a_link_to_what_lies_outside_the_pack() {
    let dir = house(&[("pack.toml", MANIFEST.as_bytes())]);
    fs::create_dir_all(dir.path().join("house/rules/note")).unwrap();
    fs::write(dir.path().join("secret.toml"), "not = \"for packs\"\n").unwrap();
    std::os::unix::fs::symlink("../../../secret.toml", dir.path().join("house/rules/note/secret.toml")).unwrap();
    assert_snapshot!(check(dir.path()));
}

#[test]
fn a_file_where_a_folder_should_be() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("house"), MANIFEST).unwrap();
    assert_snapshot!(check(dir.path()));
}
