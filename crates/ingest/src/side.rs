//! The file beside an article in which its owner sets findings aside: `article.onrecord.toml` beside `article.txt`.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::Unreadable;
use crate::article::shown;

const ENDING: &str = "onrecord.toml";
/// A side file may be this long.
const LONGEST: u64 = 1 << 20;
/// Endings of files that folders are searched for.
const ARTICLES: [&str; 6] = ["txt", "md", "text", "json", "jsonl", "ndjson"];

/// The file beside an article, read but not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideFile {
    /// Its path, as it is shown.
    pub path: String,
    /// What is in it.
    pub contents: String,
}

/// Whether a file is a side file, by its name.
pub(crate) fn is_one(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase());
    name.is_some_and(|n| n.strip_suffix(ENDING).is_some_and(|rest| rest.ends_with('.')))
}

/// Whether the side file at `path` has a file beside it that is read with it, or that tells that it cannot be.
pub(crate) fn has_article(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = &name[..name.len().saturating_sub(ENDING.len() + 1)];
    ARTICLES.iter().any(|ending| path.with_file_name(format!("{stem}.{ending}")).is_file())
}

/// Where the side file of `article` would be.
fn beside(article: &Path) -> PathBuf {
    article.with_extension(ENDING)
}

/// Whether the article at `article` has a side file.
pub(crate) fn exists(article: &Path) -> bool {
    beside(article).exists()
}

/// The side file of the article at `article`, if there is one. An article is not judged without what its owner says of
/// it: one whose side file cannot be read is lost.
pub(crate) fn read(article: &Path) -> Result<Option<SideFile>, Unreadable> {
    let path = beside(article);
    let name = shown(&path);
    let called = |unreadable: Unreadable| unreadable.called(shown(article));
    let fail = |reason: &str, next_step: &str| Err(called(Unreadable::whole(&name, reason, next_step)));
    match fs::metadata(&path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(called(Unreadable::io(&name, &error))),
        // A pipe of that name would keep us waiting for ever.
        Ok(about) if !about.is_file() => fail("it is no file", "a side file is a TOML file; rename what is there"),
        Ok(_) => {
            let mut bytes = Vec::new();
            let read = File::open(&path).and_then(|f| f.take(LONGEST + 1).read_to_end(&mut bytes));
            read.map_err(|error| called(Unreadable::io(&name, &error)))?;
            if bytes.len() as u64 > LONGEST {
                return fail("it is longer than 1 MiB", "a `*` in `rule` stands for many rules");
            }
            match String::from_utf8(bytes) {
                Ok(contents) => Ok(Some(SideFile { path: name, contents })),
                Err(_) => fail("not UTF-8", "save it as UTF-8"),
            }
        }
    }
}
