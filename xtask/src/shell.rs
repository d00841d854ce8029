//! Commands, files and dates, with errors that say what was tried.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a task fails with: a message for the developer.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned()
}

/// Where builds go.
pub(crate) fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The program that a release build has just made.
pub(crate) fn program() -> PathBuf {
    target().join("release/onrecord")
}

/// `program` with `args` in the root of the repository.
pub(crate) fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).args(args);
    command
}

/// The cargo that runs this task.
pub(crate) fn cargo(args: &[&str]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args)
}

/// Runs `command`, whose output goes to the terminal.
pub(crate) fn run(command: &mut Command) -> Result {
    println!("$ {}", shown(command));
    let status = command.status().map_err(|e| format!("`{}` does not start: {e}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(command))) }
}

/// Runs `command` and returns what it prints, without blanks around.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|e| format!("`{}` does not start: {e}", shown(command)))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(format!("`{}` failed ({}): {errors}", shown(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let args = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(program).chain(args).collect::<Vec<_>>().join(" ")
}

/// Today, as `2026-11-24`.
pub(crate) fn today() -> Result<String> {
    output(&mut command("date", &["-u", "+%F"]))
}

/// The commit that is measured, with `+` when files have changed since. What measuring itself writes does not count.
pub(crate) fn commit() -> Result<String> {
    let commit = output(&mut command("git", &["rev-parse", "--short", "HEAD"]))?;
    let paths = ["status", "--porcelain", "--", ".", ":!bench", ":!docs"];
    let changed = output(&mut command("git", &paths))?;
    Ok(if changed.is_empty() { commit } else { commit + "+" })
}

/// Adds `rows` to the table in `file`, which gets `header` when it is new.
pub(crate) fn append(file: &str, header: &str, rows: &str) -> Result {
    let path = root().join(file);
    let fail = |e: std::io::Error| format!("{file}: {e}");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let new = !path.exists();
    let mut table = fs::OpenOptions::new().create(true).append(true).open(&path).map_err(fail)?;
    if new {
        writeln!(table, "{header}").map_err(fail)?;
    }
    table.write_all(rows.as_bytes()).map_err(fail)
}
