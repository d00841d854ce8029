//! The program as a user runs it, in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) status: Option<i32>,
}

impl Ran {
    /// Record `number` of a run with `--format jsonl`.
    pub(crate) fn record(&self, number: usize) -> Value {
        serde_json::from_str(self.out.lines().nth(number).expect("a record")).expect("JSON")
    }
}

/// Runs the program in `folder` with `stdin`.
pub(crate) fn run(folder: &Path, args: &[&str], stdin: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(folder).args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A program that does not read its standard input closes the pipe, which is its right.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { out: text(output.stdout), err: text(output.stderr), status: output.status.code() }
}

/// Runs `score --format jsonl` with `args`.
pub(crate) fn jsonl(folder: &Path, args: &[&str], stdin: &str) -> Ran {
    run(folder, &[&["score", "--format", "jsonl"][..], args].concat(), stdin)
}

/// A folder with these files, gone when it is dropped.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
    folder
}
