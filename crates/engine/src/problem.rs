//! What is wrong with a pack, said so that its author can put it right: place, reason, next step.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeArray, DeTable, DeValue};

/// So many mistakes of one file in keys and values are told at once.
const MISTAKES_LIMIT: usize = 64;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The packs cannot be used.
    Error,
    /// The packs can be used, and something in them is not as it was meant.
    Warning,
}

/// Something wrong in a file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub level: Level,
    /// The file, as its pack was named on loading, with its path inside the pack.
    pub file: String,
    /// The contents of the file; empty when it could not be read.
    pub source: Arc<str>,
    /// The bytes of `source` that are wrong; `None` when the whole file or its absence is.
    pub span: Option<Range<usize>>,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// Line and column of the first wrong byte, both counted from 1, columns in characters.
    #[must_use]
    pub fn place(&self) -> Option<(usize, usize)> {
        let start = self.span.as_ref()?.start;
        let before = self.source.get(..start)?;
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Some((line, column))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.place() {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// Puts problems in the order of files, as they first came, and of places in them.
pub(crate) fn sort(problems: &mut [Problem]) {
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for problem in problems.iter() {
        let next = files.len();
        files.entry(problem.file.clone()).or_insert(next);
    }
    problems.sort_by_cached_key(|p| (files.get(&p.file).copied(), p.span.as_ref().map(|s| s.start)));
}

/// A file of a pack while it is read, and where its problems go.
pub(crate) struct Reading<'p> {
    pub(crate) file: String,
    pub(crate) source: Arc<str>,
    /// Whether keys or values were wrong and have been left out, so that what is missing is no mistake of its own.
    pub(crate) in_part: bool,
    problems: &'p mut Vec<Problem>,
}

impl<'p> Reading<'p> {
    pub(crate) fn new(file: String, source: Arc<str>, problems: &'p mut Vec<Problem>) -> Self {
        Self { file, source, in_part: false, problems }
    }

    /// Notes a mistake.
    pub(crate) fn say(
        &mut self,
        span: impl Into<Option<Range<usize>>>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.note(Level::Error, span.into(), message.into(), help);
    }

    /// Notes something that the packs can be used with and that is hardly meant.
    pub(crate) fn warn(
        &mut self,
        span: impl Into<Option<Range<usize>>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.note(Level::Warning, span.into(), message.into(), Some(help.into()));
    }

    fn note(&mut self, level: Level, span: Option<Range<usize>>, message: String, help: Option<String>) {
        self.problems.push(Problem {
            level,
            file: self.file.clone(),
            source: Arc::clone(&self.source),
            span,
            message,
            help,
        });
    }

    /// Where problems of other files go.
    pub(crate) fn problems(&mut self) -> &mut Vec<Problem> {
        self.problems
    }

    /// Reads the file as TOML of the shape `T`, or notes all that is wrong with it.
    pub(crate) fn toml<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        self.toml_in_part().filter(|_| !self.in_part)
    }

    /// Reads the file as TOML of the shape `T` and notes all that is wrong with it. What has a wrong key or value is
    /// left out, so that the rest can be checked in the same run; `in_part` then tells that something is missing.
    pub(crate) fn toml_in_part<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        let source = Arc::clone(&self.source);
        if let Ok(value) = toml::from_str(&source) {
            return Some(value);
        }
        let (mut table, syntax) = DeTable::parse_recoverable(&source);
        if !syntax.is_empty() {
            for error in syntax {
                self.say_toml(&error);
            }
            return None;
        }
        for _ in 0..MISTAKES_LIMIT {
            match T::deserialize(toml::Deserializer::from(table.clone())) {
                Ok(value) => return Some(value),
                Err(error) => {
                    let gone = error.message().starts_with("missing field") && self.in_part;
                    if !gone {
                        self.say_toml(&error);
                    }
                    self.in_part = true;
                    if !error.span().is_some_and(|span| prune(table.get_mut(), &span)) {
                        return None;
                    }
                }
            }
        }
        None
    }

    fn say_toml(&mut self, error: &toml::de::Error) {
        let (message, help) = plain(error.message());
        self.say(error.span(), message, help);
    }
}

/// Takes out the entry of `table`, or of what it holds, whose key or value stands at `span`.
fn prune(table: &mut DeTable, span: &Range<usize>) -> bool {
    let entry = table.iter().find(|(key, value)| key.span() == *span || value.span() == *span);
    if let Some(key) = entry.map(|(key, _)| key.clone()) {
        return table.remove(&key).is_some();
    }
    table.iter_mut().any(|(_, value)| prune_value(value.get_mut(), span))
}

fn prune_value(value: &mut DeValue, span: &Range<usize>) -> bool {
    match value {
        DeValue::Table(table) => prune(table, span),
        DeValue::Array(list) => {
            if let Some(at) = list.iter().position(|item| item.span() == *span) {
                let mut kept = DeArray::new();
                list.iter().enumerate().filter(|(i, _)| *i != at).for_each(|(_, item)| kept.push(item.clone()));
                *list = kept;
                return true;
            }
            list.iter_mut().any(|item| prune_value(item.get_mut(), span))
        }
        _ => false,
    }
}

/// Turns serde's sentence into ours: the wrong word in the message, the nearest right one in the help.
fn plain(message: &str) -> (String, Option<String>) {
    let mut words = message.split('`').skip(1).step_by(2);
    for (theirs, ours) in [("unknown field", "unknown key"), ("unknown variant", "unknown value")] {
        if message.starts_with(theirs) {
            let wrong = words.next().unwrap_or_default();
            let known: Vec<&str> = words.collect();
            return (format!("{ours} `{wrong}`"), suggest(wrong, known.iter().copied()));
        }
    }
    if message.starts_with("missing field") {
        return (format!("missing key `{}`", words.next().unwrap_or_default()), None);
    }
    if message.starts_with("invalid date") {
        let first = message.lines().next().unwrap_or_default();
        return (first.to_owned(), Some("write a day of the calendar as `2027-06-30`".to_owned()));
    }
    let wanted = [
        ("u32", "a whole number, 0 or more, is wanted"),
        ("a sequence", "a list is wanted: `[\"…\", \"…\"]`"),
        ("a word or a list", "a word is wanted, or a list of words"),
        ("a string", "a text is wanted, in quotation marks"),
        ("a boolean", "`true` or `false` is wanted"),
    ];
    for (theirs, ours) in wanted {
        if let Some((given, rest)) = message.split_once(", expected ")
            && rest.starts_with(theirs)
        {
            return (given.to_owned(), Some(ours.to_owned()));
        }
    }
    (message.lines().next().unwrap_or_default().to_owned(), None)
}

/// The nearest of `known` to `wrong` as a question; all of them when none is near and they are few.
pub(crate) fn suggest<'k>(wrong: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    const FEW: usize = 16;
    let known: Vec<&str> = known.collect();
    match nearest(wrong, &known) {
        Some(word) => Some(format!("did you mean `{word}`?")),
        None => (known.len() <= FEW).then(|| choice(known.into_iter())).flatten(),
    }
}

/// All of `known` as a choice.
pub(crate) fn choice<'k>(known: impl Iterator<Item = &'k str>) -> Option<String> {
    let known: Vec<String> = known.map(|k| format!("`{k}`")).collect();
    match known.as_slice() {
        [] => None,
        [one] => Some(format!("it can be {one}")),
        [first @ .., last] => Some(format!("it can be {} or {last}", first.join(", "))),
    }
}

fn nearest<'k>(wrong: &str, known: &[&'k str]) -> Option<&'k str> {
    if wrong.is_empty() {
        return None;
    }
    let limit = (wrong.chars().count() / 3).clamp(1, 4);
    known
        .iter()
        .map(|&k| (strsim::damerau_levenshtein(&wrong.to_lowercase(), &k.to_lowercase()), k))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, k)| k)
}
