//! The articles of `corpus/`, their manifest and their gold.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::gold::Gold;

/// An article with what a careful reader finds in it.
#[derive(Clone, Debug)]
pub struct Case {
    /// `desk/slug`.
    pub slug: String,
    /// The article.
    pub text: String,
    /// What is in it.
    pub gold: Gold,
}

/// `MANIFEST.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its entries, in the order of the file.
    pub article: Vec<Entry>,
}

/// What the manifest says of an article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its file's name without `.txt`.
    pub slug: String,
    /// Its folder.
    pub desk: String,
    /// Its headline, or what one would call it.
    pub title: String,
    /// Where it is from.
    pub origin: String,
    /// Under which licence it stands.
    pub licence: String,
    /// The day that it pretends to be from.
    pub date: toml::value::Datetime,
    /// The English that it is written in.
    pub style: String,
    /// What it is there for.
    pub exercises: String,
}

impl Entry {
    /// `desk/slug`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.desk, self.slug)
    }
}

/// The profile that an article of a desk asks for.
#[must_use]
pub fn profile(article: &str) -> &'static str {
    match article.split('/').next() {
        Some("brief") => "brief",
        Some("business") => "business",
        Some("court") => "court",
        Some("investigation") => "investigation",
        Some("science") => "science",
        Some("sport") => "sport",
        _ => "news",
    }
}

/// The folder `corpus/`.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

/// The files below `corpus/<part>` with `extension`, by `desk/slug`. Anything else that lies there is reported as a fault.
///
/// # Panics
/// When a folder cannot be read.
#[must_use]
pub fn files(part: &str, extension: &str) -> (BTreeMap<String, PathBuf>, Vec<String>) {
    let (mut found, mut faults) = (BTreeMap::new(), Vec::new());
    for desk in list(&root().join(part)) {
        for file in list(&desk) {
            let desk = desk.file_name().unwrap_or_default().to_string_lossy();
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            if file.is_file() && file.extension().is_some_and(|e| e == extension) {
                found.insert(format!("{desk}/{stem}"), file);
            } else {
                faults.push(format!("corpus/{part}/{desk}/{stem}: not a `.{extension}` file; move it away"));
            }
        }
    }
    (found, faults)
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("cannot list {}: {e}", folder.display()));
    entries.map(|entry| entry.expect("a folder entry").path()).collect()
}

/// Reads the manifest.
///
/// # Errors
/// When it is not what [`Manifest`] says.
pub fn manifest() -> Result<Manifest, String> {
    let path = root().join("MANIFEST.toml");
    let contents = fs::read_to_string(path).map_err(|e| format!("corpus/MANIFEST.toml: {e}"))?;
    toml::from_str(&contents).map_err(|e| format!("corpus/MANIFEST.toml: {e}"))
}

/// Reads article and gold of every file below `articles/`, in path order; and everything that is wrong with them.
#[must_use]
pub fn read_all() -> (Vec<Case>, Vec<String>) {
    let (articles, mut faults) = files("articles", "txt");
    let mut cases = Vec::new();
    for (slug, path) in articles {
        match fs::read_to_string(path) {
            Ok(text) => match read_gold(&slug, &text) {
                Ok(gold) => cases.push(Case { slug, text, gold }),
                Err(more) => faults.extend(more),
            },
            Err(e) => faults.push(format!("corpus/articles/{slug}.txt: {e}")),
        }
    }
    (cases, faults)
}

fn read_gold(slug: &str, text: &str) -> Result<Gold, Vec<String>> {
    let file = format!("corpus/gold/{slug}.toml");
    let contents = fs::read_to_string(root().join(format!("gold/{slug}.toml")))
        .map_err(|e| vec![format!("{file}: {e}; every article has gold, see corpus/README.md")])?;
    Gold::read(text, &contents).map_err(|faults| faults.into_iter().map(|f| format!("{file}: {f}")).collect())
}

/// Every article with its gold, in path order.
///
/// # Panics
/// When the corpus is faulty, with all faults.
#[must_use]
pub fn cases() -> Vec<Case> {
    let (cases, faults) = read_all();
    assert!(faults.is_empty(), "the corpus is faulty:\n{}", faults.join("\n"));
    cases
}
