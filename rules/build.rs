//! Lists every TOML file of the packs beside it and every text of their fixtures, so that adding a rule touches one file only.

use std::{env, fmt::Write as _, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let mut files = Vec::new();
    // A new pack is a new folder here.
    println!("cargo::rerun-if-changed={root}");
    for entry in fs::read_dir(&root).expect("the rules folder is readable") {
        let path = entry.expect("a folder entry").path();
        if path.join("pack.toml").is_file() {
            println!("cargo::rerun-if-changed={}", path.display());
            walk(&path, &mut files);
        }
    }
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        let name = Path::new(file).strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({name:?}, include_str!({file:?})),").expect("writing to a string");
    }
    table.push(']');
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("packs.rs");
    fs::write(out, table).expect("OUT_DIR is writable");
}

fn walk(folder: &Path, files: &mut Vec<String>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder).expect("a pack folder is readable") {
        let path = entry.expect("a folder entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "toml" || e == "txt" && fixture(&path)) {
            files.push(path.to_string_lossy().into_owned());
        }
    }
}

/// Whether a file lies in a folder `fixtures`, where golden documents are.
fn fixture(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| folder.ends_with("fixtures"))
}
