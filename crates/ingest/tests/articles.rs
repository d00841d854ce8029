//! What comes out of files, folders and streams, in which order, and what is said of those that cannot be read.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord_ingest::{Articles, Fields, Format, Options};

/// Writes `files` into a new folder.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// One line for each article (`id=text`) or unreadable input (`! message`), with the folder's own path cut off.
fn read(root: &Path, inputs: &[&str], options: Options) -> Vec<String> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|i| root.join(i)).collect();
    shown(Articles::of(inputs, options), root)
}

fn shown(articles: Articles, root: &Path) -> Vec<String> {
    let prefix = format!("{}/", root.display());
    articles
        .map(|item| match item {
            Ok(article) => format!("{}={}", article.id, article.text).replace(&prefix, ""),
            Err(unreadable) => format!("! {unreadable}").replace(&prefix, ""),
        })
        .collect()
}

fn stdin(bytes: &[u8], format: Format) -> Vec<String> {
    let options = Options { format, ..Options::default() };
    let bytes = std::io::Cursor::new(bytes.to_vec());
    shown(Articles::of(["-".into()], options).with_stdin(bytes), Path::new("none"))
}

#[test]
fn a_folder_is_read_in_path_order_without_hidden_ignored_and_unknown_files() {
    let dir = folder(&[
        ("b.txt", b"B"),
        ("a/z.md", b"Z"),
        ("a/c.jsonl", b"{\"id\":\"c1\",\"text\":\"C1\"}\n{\"id\":\"c2\",\"text\":\"C2\"}\n"),
        ("a/.hidden.txt", b"H"),
        ("draft.txt", b"D"),
        ("old/x.txt", b"X"),
        ("picture.png", b"P"),
        (".gitignore", b"old/\n"),
        (".onrecordignore", b"draft*\n"),
    ]);
    let mut articles = Articles::of([dir.path().to_owned()], Options::default());
    let texts: Vec<String> = articles.by_ref().map(|a| a.unwrap().text).collect();
    assert_eq!(texts, ["C1", "C2", "Z", "B"]);
    assert_eq!(articles.skipped(), 1, "the picture, not what the owner chose to ignore");
}

#[test]
fn inputs_come_in_the_order_given_and_a_bad_one_does_not_stop_the_rest() {
    let dir = folder(&[("one.txt", b"1"), ("two.news", b"2"), ("empty.txt", b""), ("sub/pic.png", b"P")]);
    assert_eq!(
        read(dir.path(), &["two.news", "gone.txt", "empty.txt", "sub", "one.txt"], Options::default()),
        [
            "two.news=2",
            "! gone.txt: no such file or folder; check the spelling, or whether it was moved",
            "! empty.txt: no text in it; leave it out, or save the article again",
            "! sub: no article in this folder; 1 file has another ending; \
             articles end in .txt, .md, .html, .jsonl, .json, .csv, .tsv, .warc, .xml, .rss, .docx or .zip, \
             or in one of these with .gz or .zst; name other files one by one",
            "one.txt=1",
        ]
    );
}

#[test]
fn a_broken_line_loses_only_itself() {
    let lines = "\u{feff}{\"id\":\"a\",\"text\":\"A\"}\n\n{\"id\":\"b\",\"text\" \"B\"}\r\n{\"id\":\"c\",\"body\":\"C\"}\n\
                 {\"id\":\"d\",\"text\":\"D\"}";
    let mut bytes = lines.as_bytes().to_vec();
    bytes.extend(b"\n{\"text\":\"\xe9\"}\n{\"text\":\"E\"}");
    let dir = folder(&[("a.jsonl", &bytes)]);
    assert_eq!(
        read(dir.path(), &["a.jsonl"], Options::default()),
        [
            "a=A",
            "! a.jsonl:3:18: broken JSON: expected `:`; mend the line, or leave it out",
            "! a.jsonl:4: no field `text` with the text among the fields (body, id); name it with `--field text=body`",
            "d=D",
            "a.jsonl:6=é",
            "a.jsonl:7=E",
        ]
    );
}

#[test]
fn a_binary_called_jsonl_is_one_message_not_one_a_line() {
    let dir = folder(&[("a.jsonl", b"\x7fELF\n\0\n\0\n"), ("b.jsonl", b"\n\n")]);
    assert_eq!(
        read(dir.path(), &["a.jsonl", "b.jsonl"], Options::default()),
        [
            "! a.jsonl:1:1: broken JSON: expected value; mend the line, or leave it out",
            "! a.jsonl:2: a binary file (it has NUL bytes); leave it out, or convert it to text",
            "! b.jsonl: no line in it; leave it out",
        ]
    );
}

#[test]
fn json_files_hold_an_object_a_list_or_lines() {
    let dir = folder(&[
        ("object.json", b"{\n \"id\": \"o\",\n \"text\": \"O\"\n}\n"),
        ("list.json", b"[{\"id\":\"l1\",\"text\":\"L1\"},\n {\"id\":\"l2\"}]"),
        ("lines.json", b"{\"id\":\"n1\",\"text\":\"N1\"}\n{\"id\":\"n2\",\"text\":\"N2\"}\n"),
        ("broken.json", b"[{\"id\":\"b1\",\n\"text\":},\n{\"id\":\"b2\",\"text\":\"[B}\"}]"),
        ("torn.json", b"[\n{\"id\":\"t1\",\"text\":\"T1\"},\n{\"id\":\"t2\","),
        ("export.json", b"{\"total\": 2,\n\"articles\":[{\"id\":\"e1\",\"text\":\"E1\"},{\"text\":\"E2\"}]}"),
    ]);
    assert_eq!(
        read(
            dir.path(),
            &["object.json", "list.json", "lines.json", "broken.json", "torn.json", "export.json"],
            Options::default()
        ),
        [
            "o=O",
            "l1=L1",
            "! list.json[1]: article `l2`: no field `text` with the text among the fields (id); name it with `--field text=FIELD`",
            "n1=N1",
            "n2=N2",
            "! broken.json:2:8: broken JSON: expected value; mend it, or leave it out",
            "b2=[B}",
            "t1=T1",
            "! torn.json:3: broken JSON: it ends before it is complete; mend it; a list of objects is expected",
            "e1=E1",
            "export.json.articles[1]=E2",
        ]
    );
}

#[test]
fn standard_input_is_text_or_lines_by_its_first_character() {
    assert_eq!(stdin(b"The mayor resigned.", Format::Auto), ["-=The mayor resigned."]);
    assert_eq!(stdin(b"\xef\xbb\xbf \n{\"text\":\"T\"}\n{\"text\":\"U\"}", Format::Auto), ["-:2=T", "-:3=U"]);
    assert_eq!(stdin(b"{\"text\":\"T\"}", Format::Text), ["-={\"text\":\"T\"}"]);
    assert_eq!(stdin(b"", Format::Auto), ["! standard input: no text in it; leave it out, or save the article again"]);
    let twice = Articles::of(["-".into(), "-".into()], Options::default()).with_stdin(&b"T"[..]);
    assert_eq!(shown(twice, Path::new("none")), ["-=T", "! standard input: it was read already; name `-` only once"]);
}

#[test]
fn an_input_longer_than_a_span_can_count_is_refused_and_the_next_line_is_read() {
    let options = || Options { longest: 20, ..Options::default() };
    let dir = folder(&[
        ("a.txt", b"123456789012345678901"),
        ("b.txt", b"12345678901234567890"),
        ("c.jsonl", b"{\"text\":\"12345678901234567890\"}\n{\"text\":\"T\"}\n"),
    ]);
    assert_eq!(
        read(dir.path(), &["a.txt", "b.txt", "c.jsonl"], options()),
        [
            "! a.txt: longer than 20 bytes, the most that one article may have; split it into articles",
            "b.txt=12345678901234567890",
            "! c.jsonl:1: longer than 20 bytes, the most that one article may have; split it",
            "c.jsonl:2=T",
        ]
    );
}

#[test]
fn tags_are_taken_as_text_where_the_user_insists() {
    let dir = folder(&[("page.HTML", b"<p>One.</p>")]);
    let told = Options { format: Format::Text, ..Options::default() };
    assert_eq!(read(dir.path(), &["page.HTML"], told), ["page.HTML=<p>One.</p>"]);
}

#[test]
fn fields_may_be_mapped() {
    let mut fields = Fields::default();
    fields.set("text=article.body").unwrap();
    fields.set("id=link").unwrap();
    let dir = folder(&[("a.jsonl", b"{\"link\":\"l\",\"article\":{\"body\":\"B\"},\"title\":\"T\"}\n")]);
    let options = Options { fields, ..Options::default() };
    let article = Articles::of([dir.path().join("a.jsonl")], options).next().unwrap().unwrap();
    assert_eq!((article.id.as_str(), article.text.as_str()), ("l", "B"));
    assert_eq!(article.metadata.title.as_deref(), Some("T"));
}

#[test]
fn a_stream_is_read_line_by_line() {
    /// Gives lines without end, so that only a reader that holds few of them comes to an answer.
    struct Endless;
    impl std::io::Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let line = b"{\"text\":\"T\"}\n";
            let n = buffer.len().min(line.len());
            buffer[..n].copy_from_slice(&line[..n]);
            Ok(n)
        }
    }
    let articles = Articles::of(["-".into()], Options::default()).with_stdin(Endless);
    assert_eq!(articles.take(1000).filter(|a| a.as_ref().is_ok_and(|a| a.text == "T")).count(), 1000);
}

#[test]
fn bytes_are_told_of_what_will_be_read_and_counted_as_it_is() {
    let dir = folder(&[("in/a.txt", b"The quay."), ("in/b.jsonl", b"{\"text\":\"One.\"}\n"), ("in/c.png", b"picture")]);
    let inputs = [dir.path().join("in")];
    assert_eq!(onrecord_ingest::bytes_of(&inputs, &Options::default()), Some(25));
    assert_eq!(onrecord_ingest::bytes_of(&["-".into()], &Options::default()), None);
    let mut articles = Articles::of(inputs, Options::default());
    assert_eq!(articles.consumed(), 0);
    assert!(articles.next().is_some());
    assert_eq!(articles.consumed(), 9);
    assert_eq!(articles.by_ref().count(), 1);
    assert_eq!(articles.consumed(), 25);
}
