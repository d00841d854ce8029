//! Golden documents of profiles, as the author of a pack meets them.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const MANIFEST: &str = "id = \"house\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1, <0.2\"\n\
                        license = \"MIT\"\ntitle = \"House rules\"\n";

/// A pack `house` with a profile that extends `news` and has `golden` in it, and one document.
fn pack(golden: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["profiles", "fixtures"] {
        fs::create_dir_all(dir.path().join("house").join(folder)).unwrap();
    }
    let filler =
        "The board said it would move the market. A person close to the board said the hall would close. ".repeat(12);
    for (path, contents) in [
        ("pack.toml", MANIFEST),
        ("profiles/house.toml", &format!("title = \"House\"\nextends = \"news\"\n\n[[golden]]\n{golden}")),
        ("fixtures/hall.txt", &filler),
        ("fixtures/notes.md", "Not read."),
        ("../outside.txt", &filler),
    ] {
        fs::write(dir.path().join("house").join(path), contents).unwrap();
    }
    dir
}

fn rules(folder: &Path, verb: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    let ran = command.current_dir(folder).args(["rules", verb, "house"]).output().unwrap();
    (ran.status.code(), String::from_utf8([ran.stdout, ran.stderr].concat()).unwrap())
}

#[test]
fn a_document_that_scores_as_told_passes_and_is_counted() {
    let dir = pack("file = \"fixtures/hall.txt\"\nscore = [0, 100]\nfires = [\"anon/unexplained\"]\n");
    let (status, page) = rules(dir.path(), "test");
    assert_eq!(status, Some(0), "{page}");
    assert!(page.contains(", 1 golden document, all as they should be"), "{page}");
}

#[test]
fn what_comes_out_otherwise_is_told_at_its_place() {
    let dir = pack(
        "file = \"fixtures/hall.txt\"\nscore = [99, 100]\nband = \"strong\"\nfires = [\"cap:nobody-on-record\", \
         \"anon/unexplaned\"]\nsilent = [\"anon/unexplained\", \"cap:none\"]\n",
    );
    assert_eq!(rules(dir.path(), "check").0, Some(0));
    let (status, page) = rules(dir.path(), "test");
    assert_eq!(status, Some(1), "{page}");
    for part in [
        "the document has another score\n --> house/profiles/house.toml:6:9\n",
        "expected 99 to 100, found ",
        "the document is in another band\n --> house/profiles/house.toml:7:8\n",
        "this does not fire\n --> house/profiles/house.toml:8:10\n",
        "there is no rule `anon/unexplaned`",
        "did you mean `anon/unexplained`?",
        "this fires, and should not\n --> house/profiles/house.toml:9:11\n",
        "there is no cap of this profile `cap:none`",
        "house: 6 mistakes\n",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn documents_outside_the_pack_are_refused_with_their_place() {
    for (golden, message) in [
        ("file = \"../outside.txt\"\nband = \"weak\"\n", "`../outside.txt` leads out of the pack"),
        ("file = \"/etc/hosts.txt\"\nband = \"weak\"\n", "`/etc/hosts.txt` leads out of the pack"),
        ("file = \"fixtures/hal.txt\"\nband = \"weak\"\n", "the pack has no file `fixtures/hal.txt`"),
        ("file = \"fixtures/notes.md\"\nband = \"weak\"\n", "`fixtures/notes.md` is no text of the folder `fixtures`"),
        ("file = \"fixtures/hall.txt\"\n", "of this document nothing is expected"),
        ("file = \"fixtures/hall.txt\"\nband = \"week\"\n", "unknown band `week`"),
        ("file = \"fixtures/hall.txt\"\nscore = [40, 30]\n", "these are no bounds of a score"),
        ("file = \"fixtures/hall.txt\"\nsocre = [30, 40]\n", "unknown key `socre`"),
    ] {
        let (status, page) = rules(pack(golden).path(), "check");
        assert_eq!(status, Some(1), "{golden}{page}");
        assert!(page.contains(message) && page.contains("house/profiles/house.toml:"), "{message}\n{page}");
        assert!(page.contains("^^^"), "{page}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_refused() {
    let dir = pack("file = \"fixtures/linked.txt\"\nband = \"weak\"\n");
    std::os::unix::fs::symlink("../../outside.txt", dir.path().join("house/fixtures/linked.txt")).unwrap();
    let (status, page) = rules(dir.path(), "check");
    assert_eq!(status, Some(1), "{page}");
    assert!(page.contains("house/fixtures/linked.txt") && page.contains("this is a link"), "{page}");
}
