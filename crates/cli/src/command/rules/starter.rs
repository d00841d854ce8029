//! Texts of starter files: a pack, and commented rules that load, and whose test tells what is still to do.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use onrecord_engine::{RuleKind, RuleSet};

use crate::args::NewKind;
use crate::exit::Failure;

/// Writes a new file, and its folders where there are none; never over another.
pub(crate) fn write(path: &Path, contents: &str) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::writing(&path.display().to_string(), error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(fail)?;
    file.write_all(contents.as_bytes()).map_err(fail)
}

/// The id of a new pack: its folder's name, in letters that an id may have.
pub(crate) fn pack_id(folder: &Path) -> Result<String, Failure> {
    // `.` has no name of its own.
    let whole = if folder.exists() { folder.canonicalize().ok() } else { None };
    let name = whole.as_deref().unwrap_or(folder).file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id = id.trim_matches('-');
    if id.is_empty() {
        let folder = folder.display();
        return Err(Failure::Asked(format!("{folder}: gives the pack no name; name a folder with letters")));
    }
    Ok(id.to_owned())
}

/// The manifest of a new pack; `extends` is what it builds on, as `id@range`, where that is to be said.
pub(crate) fn pack_file(id: &str, extends: Option<&str>) -> String {
    let mut out = format!(
        r#"# A pack of rules. Everything is explained in rules/README.md of onrecord.
id       = "{id}"
version  = "0.1.0"               # patch = texts and examples, minor = may add matches, major = may change scores
language = "en"
engine   = ">=0.1, <0.2"
license  = "CC0-1.0"             # yours to choose
title    = "Rules of our own"
"#
    );
    if let Some(base) = extends {
        out.push_str(&format!(
            "extends  = [\"{base}\"]    # the packs that it builds on; a standard is one more: \"ap@^0.1\"\n"
        ));
    }
    out
}

/// The folder of a pack that holds the schemas of its files, for editors.
pub(crate) const SCHEMAS: &str = "schema";

/// The first line of the file at `path` inside a pack: where editors find the schema `kind`, seen from there.
pub(crate) fn directive(path: &str, kind: &str) -> String {
    let up = match path.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    };
    format!("#:schema {up}{SCHEMAS}/{kind}.json\n")
}

/// What a starter rule says before its author has said anything.
pub(crate) struct Filling<'f> {
    /// Title, why it matters, and what to do; `None` for words that tell what belongs there.
    pub(crate) words: Option<[&'f str; 3]>,
    /// Patterns, hits and misses as TOML, a text a line; only markers have them.
    pub(crate) pattern: &'f str,
    pub(crate) hit: &'f str,
    pub(crate) miss: &'f str,
}

impl Filling<'_> {
    /// Nothing: the rule loads, and its test fails until it is filled in.
    pub(crate) const NONE: Self =
        Self { words: None, pattern: "\n  \"replace (this|these) by words to look for\",\n", hit: "", miss: "" };
}

/// A rule of the kind `kind`. Ranks that rules of `known` have are taken.
pub(crate) fn rule_file(kind: NewKind, version: &str, known: &RuleSet, filling: &Filling) -> String {
    let (name, title, why) = match kind {
        NewKind::Marker => ("marker", "What it finds, in a few words", "Why that matters to a reader."),
        NewKind::Response => ("response", "What came of asking", "Why that matters to a reader."),
        NewKind::Source => ("source", "What sort of source it is", "Why that matters to a reader."),
        NewKind::Absence => ("absence", "What is missing", "Why a reader misses it."),
        NewKind::Count => ("count", "What there is too much or too little of", "Why that matters to a reader."),
    };
    let [title, why, remedy] = filling.words.unwrap_or([title, why, "What an author can do about it."]);
    let mut out = format!(
        r#"kind     = "{name}"
title    = "{title}"
why      = "{why}"
remedy   = "{remedy}"
# A stable rule rests on a published standard:
# standard = [{{ org = "SPJ", title = "Code of Ethics: identify sources clearly" }}]
since    = "{version}"
status   = "preview"             # preview = reported and never scored | stable | deprecated
severity = "info"                # info | minor | major
"#
    );
    out.push_str(&own_keys(kind, known, filling));
    match kind {
        NewKind::Marker | NewKind::Response => {
            out.push_str(&format!("{EXAMPLES}hit      = [{}]\nmiss     = [{}]\n", filling.hit, filling.miss));
        }
        NewKind::Source => out.push_str(SOURCE_EXAMPLES),
        NewKind::Absence | NewKind::Count => out.push_str(CASES),
    }
    out
}

const PATTERN: &str = "
# Words are compared without regard to case. @lexicon is any word of a list, (a|b) a choice, ? and {0,2} repeat,
# ~3 is a gap of up to 3 tokens, [!#punct] any token but punctuation. `onrecord rules lexicon` lists the lists,
# `onrecord rules trace \"text\" --rule ID` shows how far a pattern comes in a text.
";

/// The patterns of a rule, with what they are made of.
fn patterns(filling: &Filling) -> String {
    let pattern = filling.pattern;
    format!("{PATTERN}pattern  = [{pattern}]\n# A match that overlaps one of these does not count.\nunless   = []\n")
}

const EXAMPLES: &str = r#"
# Sentences of your own. In a hit, [[ ]] marks what is found; every pattern needs one. Write the misses first:
# sentences that look alike and are none.
"#;

const SOURCE_EXAMPLES: &str = r#"
# Sentences of your own in which somebody says something: [["Two aides"]] said so. Write the misses first.
hit      = []
miss     = []
"#;

const CASES: &str = r#"
# Texts of your own with all that the rule finds in each, at least one that fires it and one that does not:
# [[case]]
# text   = "A senior official said the vote was rigged."
# expect = [{ span = "A senior official" }]
# [[case]]
# text   = "Ana Roe, the returning officer, said the vote was rigged."
# expect = []
"#;

fn own_keys(kind: NewKind, known: &RuleSet, filling: &Filling) -> String {
    let patterns = patterns(filling);
    match kind {
        NewKind::Marker => format!(
            r#"in       = ["narration"]         # narration = body outside quotation marks | quote | body | headline | …
marks    = "note"                # vague | second-hand | justification (with `reason`) | descriptor (with `detail`) | …
# To bind it to sources:
# attach = {{ to = ["unnamed-person", "unnamed-group"], within = "sentence+1", each = "nearest" }}
{patterns}"#
        ),
        NewKind::Response => format!(
            r#"in       = ["narration"]
outcome  = "declined"            # no-response | unreachable | referred | responded | … : see rules/README.md
party    = "subject"             # whom it is about: the subject of the clause, or "who", which who:( … ) captures
{patterns}"#
        ),
        NewKind::Source => {
            let taken: BTreeSet<u32> = known
                .rules()
                .iter()
                .filter_map(|rule| match rule.kind {
                    RuleKind::Source { rank, .. } => Some(rank),
                    _ => None,
                })
                .collect();
            let free = (5..).step_by(5).find(|rank| !taken.contains(rank)).unwrap_or(1);
            format!(
                r#"source_kind = "unnamed-person"   # named-person | spokesperson | body | document | unnamed-group | …
# Of the source rules that hold, the one with the lowest rank gives a source its kind; `onrecord rules trace` shows all.
# This one is free. A low one goes before most of core-en.
rank     = {free}
# What must hold of the source beside the pattern; rules/README.md lists all conditions.
where    = {{ named = false }}
# Inside the words of the source: ^ is their start, $ their end. Without `pattern` the conditions alone decide.
pattern  = [
  "^ replace (this|these) by words of a source",
]
unless   = []
"#
            )
        }
        NewKind::Absence => r#"
# It fires for each of these …
for_each = { source_kind = ["unnamed-person", "unnamed-group"] }     # or { marker = "accusation" }
# … that has none of these near it.
missing  = { marker = "justification", within = "document" }         # or { response = "any" }
"#
        .to_owned(),
        NewKind::Count => r#"
# What is counted: sources of some kinds, { marker = "vague" }, { response = "any" } or { sources = "independent" }.
count    = { source_kind = ["unnamed-person", "unnamed-group"] }
at_least = 3                     # it fires from this count on; or at_most
# min_words = 250                # only in articles of so many words
"#
        .to_owned(),
    }
}
