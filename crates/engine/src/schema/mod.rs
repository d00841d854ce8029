//! What the TOML files of a pack may hold, told by the structs that they are read into, so that the two cannot differ.
//!
//! The `table!` macro makes of one definition a struct for serde and a [`Table`] for those who write schemas: the
//! comment of a field is what an editor shows of its key, its type the shape of the value. What no type can tell, the
//! words of a vocabulary or which keys go together, stands beside the field and below the struct.

mod shaped;
#[cfg(test)]
mod tests;

use crate::assess::RawProfile;
use crate::correct::RawCorrections;
use crate::pack::{RawLexicons, RawManifest, RawOverrides, RawRule};
use crate::suppress::RawSuppressions;
pub(crate) use shaped::{Shaped, Vocabulary, name_of, narrow, table, words};

/// A kind of file.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Its name, a word in small letters.
    pub name: &'static str,
    /// Where such files lie: in a pack, or for a side file anywhere.
    pub files: &'static str,
    /// What such a file is.
    pub what: &'static str,
    /// The key with which a file builds on another of its kind and may leave out what that one says.
    pub builds_on: Option<&'static str>,
    /// What it holds.
    pub shape: Shape,
}

/// What a value looks like.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A text; one of these words, where there are any.
    Text {
        /// The words.
        words: Vec<Word>,
        /// A regular expression for the whole text.
        pattern: Option<&'static str>,
    },
    /// A whole number.
    Number {
        /// The least, where there is one.
        least: Option<i64>,
        /// The greatest, where there is one.
        most: Option<i64>,
    },
    /// True or false; with `only_true`, false says nothing and is refused.
    Flag {
        /// Whether false is refused.
        only_true: bool,
    },
    /// A day, which TOML writes without quotation marks.
    Day,
    /// A list.
    List {
        /// What each item looks like.
        of: Box<Shape>,
        /// How many items there are at least.
        least: usize,
        /// How many there are at most, where there is a bound.
        most: Option<usize>,
    },
    /// One of several shapes.
    Either(Vec<Shape>),
    /// A table with keys that are known.
    Table(Table),
    /// A table whose keys are names.
    Names {
        /// The names that there are; none where the author chooses them.
        words: Vec<Word>,
        /// A regular expression for a whole name.
        pattern: Option<&'static str>,
        /// What stands under a name.
        of: Box<Shape>,
    },
    /// Anything.
    Any,
}

/// A word of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As files have it.
    pub name: &'static str,
    /// What it means, in Markdown; empty where the word says it.
    pub what: &'static str,
}

/// A table with keys that are known.
#[derive(Clone, Debug)]
pub struct Table {
    /// The keys, in the order in which authors would write them.
    pub keys: Vec<Key>,
    /// What else must hold.
    pub terms: Vec<Term>,
}

/// A key of a table.
#[derive(Clone, Debug)]
pub struct Key {
    /// As files have it.
    pub name: &'static str,
    /// What it says, in Markdown.
    pub what: String,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether every such table has it.
    pub required: bool,
}

/// What must hold of the keys of a table beside their shapes.
#[derive(Clone, Debug)]
pub struct Term {
    /// Where it must hold.
    pub when: When,
    /// All of these keys must be there.
    pub needs: Vec<&'static str>,
    /// One at least of these must be there, where any is named.
    pub some: Vec<&'static str>,
    /// One of these must be there and no other, where any is named.
    pub one: Vec<&'static str>,
    /// None of these may be there.
    pub bars: Vec<&'static str>,
}

/// Where a [`Term`] must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Everywhere.
    Always,
    /// Where the key is there.
    There(&'static str),
    /// Where it is not.
    Lacks(&'static str),
    /// Where the key is this word.
    Is(&'static str, &'static str),
    /// Where the key is not there or another word.
    IsNot(&'static str, &'static str),
    /// Where the key is true.
    True(&'static str),
    /// Where the key is not there or false.
    NotTrue(&'static str),
}

impl Term {
    pub(crate) fn when(when: When) -> Self {
        Self { when, needs: Vec::new(), some: Vec::new(), one: Vec::new(), bars: Vec::new() }
    }

    pub(crate) fn needs(mut self, keys: &[&'static str]) -> Self {
        self.needs.extend(keys);
        self
    }

    pub(crate) fn some(mut self, keys: &[&'static str]) -> Self {
        self.some.extend(keys);
        self
    }

    pub(crate) fn one(mut self, keys: &[&'static str]) -> Self {
        self.one.extend(keys);
        self
    }

    pub(crate) fn bars(mut self, keys: impl IntoIterator<Item = &'static str>) -> Self {
        self.bars.extend(keys);
        self
    }
}

/// The schemas of all kinds of files that authors of packs write.
#[must_use]
pub fn schemas() -> Vec<Schema> {
    let schema = |name, files, what, shape| Schema { name, files, what, builds_on: None, shape };
    vec![
        schema("pack", "pack.toml", "A pack's own account of itself.", RawManifest::shape()),
        schema(
            "rule",
            "rules/**/*.toml",
            "A rule. Its path under `rules` without `.toml` is its id.",
            RawRule::shape(),
        ),
        schema(
            "lexicons",
            "lexicons/*.toml",
            "Lexicons: lists of words for the grammar and for patterns, a table each.",
            RawLexicons::shape(),
        ),
        schema(
            "overrides",
            "overrides/*.toml",
            "What a pack changes in rules of the packs below it, and which of them it switches off.",
            RawOverrides::shape(),
        ),
        Schema {
            builds_on: Some("extends"),
            ..schema(
                "profile",
                "profiles/*.toml",
                "The numbers by which evidence becomes a score. The file's name without `.toml` is the profile's id.",
                RawProfile::shape(),
            )
        },
        schema(
            "suppressions",
            "*.onrecord.toml",
            "Findings that are to be set aside: beside an article, or for `--suppressions`.",
            RawSuppressions::shape(),
        ),
        schema(
            "corrections",
            "*.corrections.toml",
            "Labels that a person puts right: beside an article, or for `--corrections`.",
            RawCorrections::shape(),
        ),
    ]
}
