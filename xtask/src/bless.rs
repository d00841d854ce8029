//! Accepts snapshots. `cargo insta` does the same and more; this needs nothing installed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Result, cargo, command, output, root, run};

/// Writes every snapshot anew, then lists those that changed and those that no test uses any more.
pub(crate) fn run_all() -> Result {
    let references = root().join("target/snapshot-references.txt");
    // Where builds go elsewhere, the folder may not be there. insta appends, so what an earlier run left must go.
    let _ = fs::create_dir_all(root().join("target"));
    let _ = fs::remove_file(&references);
    let mut tests = cargo(&["test", "--workspace", "--no-fail-fast"]);
    tests.env("INSTA_UPDATE", "always").env("INSTA_FORCE_PASS", "1");
    tests.env("INSTA_SNAPSHOT_REFERENCES_FILE", &references);
    let tested = run(&mut tests);

    let changed = output(&mut command("git", &["status", "--porcelain", "--", "*.snap"]))?;
    match changed.as_str() {
        "" => println!("\nno snapshot changed"),
        changed => println!("\nchanged snapshots, each to be read before it is committed:\n{changed}"),
    }
    // A failed run has not come by all snapshots, so it cannot tell which are unused.
    tested?;
    let used: BTreeSet<PathBuf> = fs::read_to_string(&references)
        .map_err(|e| format!("{}: {e}", references.display()))?
        .lines()
        .filter_map(|line| fs::canonicalize(line).ok())
        .collect();
    let mut all = Vec::new();
    snapshots(&root(), &mut all)?;
    for path in all.iter().filter(|p| !used.contains(*p)) {
        let path = path.strip_prefix(root()).unwrap_or(path);
        println!("no test uses {}: delete it, or find out why", path.display());
    }
    Ok(())
}

fn snapshots(folder: &Path, found: &mut Vec<PathBuf>) -> Result {
    let fail = |e: std::io::Error| format!("{}: {e}", folder.display());
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let path = entry.path();
        let name = entry.file_name();
        if entry.file_type().map_err(fail)?.is_dir() {
            if name != "target" && name != ".git" {
                snapshots(&path, found)?;
            }
        } else if path.extension().is_some_and(|e| e == "snap") {
            found.push(fs::canonicalize(&path).map_err(fail)?);
        }
    }
    found.sort();
    Ok(())
}
