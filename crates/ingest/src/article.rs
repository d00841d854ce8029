use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use crate::side::SideFile;

/// An article as it was given: nothing is normalised, so that offsets into `text` mean something to its owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// What the record calls it: the `id` field, or path and line.
    pub id: String,
    /// The decoded text, without a byte-order mark.
    pub text: String,
    /// What stands beside the text in the input.
    pub metadata: Metadata,
    /// Where it came from: a path as the user gave it, or `-`.
    pub path: String,
    /// The file beside it that sets findings aside, where it has a file of its own.
    pub side_file: Option<SideFile>,
    /// The file beside it that puts labels right, where it has a file of its own.
    pub corrections: Option<SideFile>,
    /// What made the text out of another format, with its version: another may make another text. `None` where the
    /// text came as text.
    pub extractor: Option<&'static str>,
    /// How the text was encoded; `None` for UTF-8, with which nothing is guessed.
    pub encoding: Option<&'static str>,
}

/// What an input may tell about an article besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline, where it is no part of the text.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Other names by which the outlet calls itself, such as `the Post`.
    pub aliases: Vec<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When it was published, in the input's own notation.
    pub date: Option<String>,
    /// The section of the paper.
    pub section: Option<String>,
    /// The genre, as the input calls it.
    pub genre: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

impl Metadata {
    /// The names of its parts.
    pub const NAMES: [&'static str; 8] = ["title", "outlet", "aliases", "byline", "date", "section", "genre", "url"];

    /// Gives the part called `name` the value `value`; whether there is such a part.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> bool {
        let part = match name {
            "title" | "headline" => &mut self.title,
            "outlet" | "publication" => &mut self.outlet,
            "byline" | "author" => &mut self.byline,
            "date" => &mut self.date,
            "section" => &mut self.section,
            "genre" => &mut self.genre,
            "url" => &mut self.url,
            "aliases" => {
                self.aliases = value.split([';', '|']).map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect();
                return true;
            }
            _ => return false,
        };
        *part = Some(value.to_owned()).filter(|v| !v.trim().is_empty());
        true
    }

    /// Takes every part that `other` has.
    pub(crate) fn prefer(&mut self, other: Self) {
        let Self { title, outlet, aliases, byline, date, section, genre, url } = other;
        for (mine, theirs) in [
            (&mut self.title, title),
            (&mut self.outlet, outlet),
            (&mut self.byline, byline),
            (&mut self.date, date),
            (&mut self.section, section),
            (&mut self.genre, genre),
            (&mut self.url, url),
        ] {
            if theirs.is_some() {
                *mine = theirs;
            }
        }
        if !aliases.is_empty() {
            self.aliases = aliases;
        }
    }
}

/// An input that could not be read: where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What the record calls it: the article's id if it could be told, else path and line.
    pub id: String,
    /// The path as the user gave it, or `-`.
    pub path: String,
    /// The line, from 1.
    pub line: Option<NonZeroUsize>,
    /// The column, from 1.
    pub column: Option<NonZeroUsize>,
    /// Why it cannot be read, in lower case and without full stop.
    pub reason: String,
    /// What the user can do about it.
    pub next_step: String,
}

impl Unreadable {
    /// An input at `path` that cannot be read as a whole.
    pub(crate) fn whole(path: &str, reason: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self {
            id: path.to_owned(),
            path: path.to_owned(),
            line: None,
            column: None,
            reason: reason.into(),
            next_step: next_step.into(),
        }
    }

    /// The same, at a line and perhaps a column.
    pub(crate) fn at(mut self, line: usize, column: Option<usize>) -> Self {
        self.line = NonZeroUsize::new(line);
        self.column = column.and_then(NonZeroUsize::new);
        self
    }

    /// The same, under the article's own id.
    pub(crate) fn called(mut self, id: String) -> Self {
        self.id = id;
        self
    }

    /// Reason and next step for a record, which has the id already: the place is told where the id is not the place.
    #[must_use]
    pub fn told_under_its_id(&self) -> String {
        let line_told = self.line.is_none_or(|line| self.id == format!("{}:{line}", self.path));
        if self.column.is_none() && line_told && self.id.starts_with(&self.path) {
            return format!("{}; {}", self.reason, self.next_step);
        }
        self.to_string()
    }

    /// The operating system's refusal, in the words of a user.
    pub(crate) fn io(path: &str, error: &io::Error) -> Self {
        let (reason, next_step) = match error.kind() {
            io::ErrorKind::NotFound => ("no such file or folder", "check the spelling, or whether it was moved"),
            io::ErrorKind::PermissionDenied => ("no permission to read it", "ask its owner, or run `chmod +r` on it"),
            io::ErrorKind::IsADirectory => ("it is a folder", "name the folder itself to read what is in it"),
            io::ErrorKind::NotADirectory => ("a file stands where the path has a folder", "check the spelling"),
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                return Self::whole(path, error.to_string(), "fetch it again, or leave it out");
            }
            _ => return Self::whole(path, error.to_string(), "try again, or leave it out"),
        };
        Self::whole(path, reason, next_step)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A list on standard input has places like `-[0]`.
        match self.path.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with('[')) {
            Some(rest) => write!(f, "standard input{rest}")?,
            None => write!(f, "{}", self.path)?,
        }
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        if self.line.is_none() && self.id != self.path {
            write!(f, ": article `{}`", self.id)?;
        }
        write!(f, ": {}; {}", self.reason, self.next_step)
    }
}

impl std::error::Error for Unreadable {}

/// A path as it is shown and used as id.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
