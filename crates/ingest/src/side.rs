//! The files beside an article in which people speak of it: `article.onrecord.toml` beside `article.txt` sets findings
//! aside, `article.corrections.toml` puts labels right, `article.metadata.toml` tells outlet, date and so on.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Unreadable;
use crate::article::{Article, Metadata, shown};
use crate::decode::place;
use crate::format::of_one_article;

/// What a side file is for.
#[derive(Clone, Copy, Debug)]
enum Sort {
    Suppressions,
    Corrections,
    Metadata,
}

impl Sort {
    const ALL: [Self; 3] = [Self::Suppressions, Self::Corrections, Self::Metadata];

    fn ending(self) -> &'static str {
        match self {
            Self::Suppressions => "onrecord.toml",
            Self::Corrections => "corrections.toml",
            Self::Metadata => "metadata.toml",
        }
    }

    /// What to do about a file that is too long.
    fn shorter(self) -> &'static str {
        match self {
            Self::Suppressions => "a `*` in `rule` stands for many rules",
            Self::Corrections => "give what is in it by several files with `--corrections`",
            Self::Metadata => "it holds the title and a few words more",
        }
    }
}

/// A side file may be this long.
const LONGEST: u64 = 1 << 20;

/// A file beside an article, read but not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideFile {
    /// Its path, as it is shown.
    pub path: String,
    /// What is in it.
    pub contents: String,
}

/// The length of a name without the ending of side files, if it has one.
fn stem(name: &str) -> Option<usize> {
    let name = name.to_ascii_lowercase();
    let before = |sort: Sort| name.strip_suffix(sort.ending())?.strip_suffix('.').map(str::len);
    Sort::ALL.into_iter().find_map(before)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a file is a side file, by its name.
pub(crate) fn is_one(path: &Path) -> bool {
    stem(&name_of(path)).is_some()
}

/// Whether the side file at `path` has a file beside it that is read with it, or that tells that it cannot be.
pub(crate) fn has_article(path: &Path) -> bool {
    let name = name_of(path);
    let stem = stem(&name).and_then(|end| name.get(..end)).unwrap_or_default();
    of_one_article().any(|ending| path.with_file_name(format!("{stem}.{ending}")).is_file())
}

/// Where the side file of `article` would be.
fn beside(article: &Path, sort: Sort) -> PathBuf {
    article.with_extension(sort.ending())
}

/// How many side files the article at `article` has.
pub(crate) fn count(article: &Path) -> usize {
    Sort::ALL.into_iter().filter(|&sort| beside(article, sort).exists()).count()
}

/// Gives `article`, which was read from `path`, its side files. An article is not judged without what people say of it:
/// one with a side file that cannot be read is lost.
pub(crate) fn read(path: &Path, article: &mut Article) -> Result<(), Unreadable> {
    article.side_file = read_one(path, Sort::Suppressions)?;
    article.corrections = read_one(path, Sort::Corrections)?;
    if let Some(file) = read_one(path, Sort::Metadata)? {
        article.metadata.prefer(metadata(&file).map_err(|unreadable| unreadable.called(shown(path)))?);
    }
    Ok(())
}

/// What a side file tells of its article.
fn metadata(file: &SideFile) -> Result<Metadata, Unreadable> {
    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Told {
        title: Option<String>,
        outlet: Option<String>,
        aliases: Vec<String>,
        byline: Option<String>,
        date: Option<Date>,
        section: Option<String>,
        genre: Option<String>,
        url: Option<String>,
    }
    /// TOML has dates of its own, and people write them with and without quotation marks.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Date {
        Quoted(String),
        Bare(toml::value::Datetime),
    }
    let told: Told = toml::from_str(&file.contents).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(file.contents.len()));
        let (line, column) = place(file.contents.as_bytes(), at);
        let next_step = format!("its keys are {}", Metadata::NAMES.join(", "));
        let reason = error.message().lines().next().unwrap_or_default().to_owned();
        Unreadable::whole(&file.path, reason, next_step).at(line, Some(column))
    })?;
    let Told { title, outlet, aliases, byline, date, section, genre, url } = told;
    let date = date.map(|date| match date {
        Date::Quoted(date) => date,
        Date::Bare(date) => date.to_string(),
    });
    Ok(Metadata { title, outlet, aliases, byline, date, section, genre, url })
}

fn read_one(article: &Path, sort: Sort) -> Result<Option<SideFile>, Unreadable> {
    let path = beside(article, sort);
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
                return fail("it is longer than 1 MiB", sort.shorter());
            }
            match String::from_utf8(bytes) {
                Ok(contents) => Ok(Some(SideFile { path: name, contents })),
                Err(_) => fail("not UTF-8", "save it as UTF-8"),
            }
        }
    }
}
