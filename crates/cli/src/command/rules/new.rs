//! Starter files: commented rules that load, and whose test tells what is still to do.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use onrecord_engine::{RuleKind, RuleSet};
use onrecord_report::clean;

use super::print;
use crate::args::{NewArgs, NewKind};
use crate::exit::{Exit, Failure};
use crate::output::Content;
use crate::packs;

pub(crate) fn run(args: NewArgs) -> Result<Exit, Failure> {
    check_id(&args.id)?;
    let folder = args.pack;
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::Asked(format!("{}: is a file; a pack is a folder", folder.display())));
    }
    let manifest = folder.join("pack.toml");
    let file = folder.join("rules").join(format!("{}.toml", args.id));
    if file.exists() {
        let file = file.display();
        return Err(Failure::Asked(format!("{file}: is there already, and is left as it is; choose another name")));
    }
    // The pack's own rules count too, where it has any: its ranks are taken.
    let known = packs::load(if manifest.exists() { std::slice::from_ref(&folder) } else { &[] })?;
    if known.find(&args.id).is_some() {
        let help = "choose another name, or change that rule with an `[[override]]`";
        return Err(Failure::Asked(format!("a pack below has a rule `{}`; {help}", args.id)));
    }
    let mut page = String::new();
    let mut version = "0.1.0".to_owned();
    if manifest.exists() {
        version = known.packs().last().map_or(version, |p| p.version.clone());
    } else {
        write(&manifest, &pack_file(&folder)?)?;
        let _ = writeln!(page, "wrote {}", clean(&manifest.display().to_string()));
    }
    write(&file, &starter(args.kind, &version, &known))?;
    let _ = writeln!(page, "wrote {}", clean(&file.display().to_string()));
    let _ = writeln!(page, "now fill it in; `onrecord rules test {}` tells what is still to do", shown(&folder));
    print(&page, Content::Page)?;
    Ok(Exit::Done)
}

/// The folder as one would type it.
fn shown(folder: &Path) -> String {
    clean(&folder.display().to_string()).into_owned()
}

fn check_id(id: &str) -> Result<(), Failure> {
    let letters = |p: &str| p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let reason = if !id.contains('/') {
        "it is in no group; write it as `group/name`"
    } else if id.split('/').any(str::is_empty) {
        "a part of it is empty; write it as `group/name`"
    } else if !id.split('/').all(letters) {
        "use small letters, digits and `-` for group and name"
    } else {
        return Ok(());
    };
    Err(Failure::Asked(format!("`{id}` cannot be the id of a rule: {reason}")))
}

/// Writes a new file, and its folders where there are none; never over another.
fn write(path: &Path, contents: &str) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::writing(&path.display().to_string(), error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(fail)?;
    file.write_all(contents.as_bytes()).map_err(fail)
}

fn pack_file(folder: &Path) -> Result<String, Failure> {
    // `.` has no name of its own.
    let whole = if folder.exists() { folder.canonicalize().ok() } else { None };
    let name = whole.as_deref().unwrap_or(folder).file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id = id.trim_matches('-');
    if id.is_empty() {
        let folder: PathBuf = folder.into();
        let folder = folder.display();
        return Err(Failure::Asked(format!("{folder}: gives the pack no name; name a folder with letters")));
    }
    Ok(format!(
        r#"# A pack of rules. Everything is explained in rules/README.md of onrecord.
id       = "{id}"
version  = "0.1.0"               # patch = texts and examples, minor = may add matches, major = may change scores
language = "en"
engine   = ">=0.1, <0.2"
license  = "CC0-1.0"             # yours to choose
title    = "Rules of our own"
"#
    ))
}

fn starter(kind: NewKind, version: &str, known: &RuleSet) -> String {
    let (name, title, why) = match kind {
        NewKind::Marker => ("marker", "What it finds, in a few words", "Why that matters to a reader."),
        NewKind::Response => ("response", "What came of asking", "Why that matters to a reader."),
        NewKind::Source => ("source", "What sort of source it is", "Why that matters to a reader."),
        NewKind::Absence => ("absence", "What is missing", "Why a reader misses it."),
        NewKind::Count => ("count", "What there is too much or too little of", "Why that matters to a reader."),
    };
    let mut out = format!(
        r#"kind     = "{name}"
title    = "{title}"
why      = "{why}"
remedy   = "What an author can do about it."
# A stable rule rests on a published standard:
# standard = [{{ org = "SPJ", title = "Code of Ethics: identify sources clearly" }}]
since    = "{version}"
status   = "preview"             # preview = reported and never scored | stable | deprecated
severity = "info"                # info | minor | major
"#
    );
    out.push_str(&own_keys(kind, known));
    out.push_str(match kind {
        NewKind::Marker | NewKind::Response => EXAMPLES,
        NewKind::Source => SOURCE_EXAMPLES,
        NewKind::Absence | NewKind::Count => CASES,
    });
    out
}

const PATTERN: &str = r##"
# Words are compared without regard to case. @lexicon is any word of a list, (a|b) a choice, ? and {0,2} repeat,
# ~3 is a gap of up to 3 tokens, [!#punct] any token but punctuation. `onrecord rules lexicon` lists the lists,
# `onrecord rules trace "text" --rule ID` shows how far a pattern comes in a text.
pattern  = [
  "replace (this|these) by words to look for",
]
# A match that overlaps one of these does not count.
unless   = []
"##;

const EXAMPLES: &str = r#"
# Sentences of your own. In a hit, [[ ]] marks what is found; every pattern needs one. Write the misses first:
# sentences that look alike and are none.
hit      = []
miss     = []
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

fn own_keys(kind: NewKind, known: &RuleSet) -> String {
    match kind {
        NewKind::Marker => format!(
            r#"in       = ["narration"]         # narration = body outside quotation marks | quote | body | headline | …
marks    = "note"                # vague | second-hand | justification (with `reason`) | descriptor (with `detail`) | …
# To bind it to sources:
# attach = {{ to = ["unnamed-person", "unnamed-group"], within = "sentence+1", each = "nearest" }}
{PATTERN}"#
        ),
        NewKind::Response => format!(
            r#"in       = ["narration"]
outcome  = "declined"            # no-response | unreachable | referred | responded | … : see rules/README.md
party    = "subject"             # whom it is about: the subject of the clause, or "who", which who:( … ) captures
{PATTERN}"#
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
# What must hold of the source beside the pattern; `onrecord rules schema rule` lists all conditions.
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
