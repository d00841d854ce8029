//! Reads `overrides/*.toml`: what a pack changes in rules of packs below, and which of them it switches off.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::value::Datetime;

use crate::date::Date;
use crate::pack::raw::{RawStandard, Word};
use crate::pack::validate::Origin;
use crate::problem::Reading;
use crate::rule::{RuleStatus, Severity};
use crate::schema::{Term, When, table};

table! {
#[derive(Debug)]
pub(crate) struct RawOverrides {
    /// A rule of a pack below, and what is changed of it.
    #[serde(default, rename = "override")]
    overrides: Vec<Spanned<RawOverride>>,
    /// A rule of a pack below, or several, that finds nothing any more.
    #[serde(default)]
    disable: Vec<Spanned<RawDisable>>,
}
terms vec![Term::when(When::Always).some(&["override", "disable"])]
}

table! {
#[derive(Debug)]
pub(crate) struct RawOverride {
    /// The id of the rule, as `vague/agentless`.
    rule: Option<Word>,
    /// Why this newsroom wants it: a sentence.
    reason: Option<Word> = |it| it.filled(),
    /// The last day, as `2027-06-30` without quotation marks, if there is to be one.
    until: Option<Spanned<Datetime>>,
    /// How much a finding matters.
    pub(crate) severity: Option<Word> = |it| it.of::<Severity>(),
    /// Whether the rule counts.
    pub(crate) status: Option<Word> = |it| it.of::<RuleStatus>(),
    /// The rank of a source rule; the lowest that holds wins.
    pub(crate) rank: Option<Spanned<u32>>,
    /// What the rule finds, in a few words for the reader of a report.
    pub(crate) title: Option<Word> = |it| it.filled(),
    /// Why that matters to a reader of the article: a sentence.
    pub(crate) why: Option<Word> = |it| it.filled(),
    /// What the writer can do about it: a sentence.
    pub(crate) remedy: Option<Word> = |it| it.filled(),
    /// Patterns to look for as well. They need an `add_hit`.
    #[serde(default)]
    pub(crate) add_pattern: Vec<Word>,
    /// Patterns that are not looked for any more, exactly as the rule has them.
    #[serde(default)]
    pub(crate) remove_pattern: Vec<Word>,
    /// Patterns that refuse a match as well.
    #[serde(default)]
    pub(crate) add_unless: Vec<Word>,
    /// Patterns that refuse no match any more, exactly as the rule has them.
    #[serde(default)]
    pub(crate) remove_unless: Vec<Word>,
    /// Sentences in which the rule then fires, with `[[ ]]` around what it finds.
    #[serde(default)]
    pub(crate) add_hit: Vec<Word>,
    /// Sentences in which it then does not fire.
    #[serde(default)]
    pub(crate) add_miss: Vec<Word>,
    /// Standards that the rule rests on as well.
    #[serde(default)]
    pub(crate) add_standard: Vec<Spanned<RawStandard>>,
    /// The texts of examples of the rule that need not hold any more.
    #[serde(default)]
    accept_broken_examples: Vec<Word>,
}
terms vec![Term::when(When::Always).needs(&["rule", "reason"]).some(&KEYS)]
}

table! {
#[derive(Debug)]
struct RawDisable {
    /// The id of the rule, or all that begin so, as `anon/*`.
    rule: Option<Word>,
    /// Why this newsroom wants it: a sentence.
    reason: Option<Word> = |it| it.filled(),
    /// The last day, as `2027-06-30` without quotation marks, if there is to be one.
    until: Option<Spanned<Datetime>>,
    /// The texts of examples of other rules that need not hold any more.
    #[serde(default)]
    accept_broken_examples: Vec<Word>,
}
terms vec![Term::when(When::Always).needs(&["rule", "reason"])]
}

/// One `[[override]]` or `[[disable]]`.
pub(crate) struct Entry {
    /// The rule that it names.
    pub(crate) rule: Word,
    pub(crate) reason: String,
    pub(crate) until: Option<(Date, Range<usize>)>,
    /// Texts of examples that need not hold any more.
    pub(crate) accepted: Vec<Word>,
    /// What it changes; `None` when it switches the rule off.
    pub(crate) keys: Option<Box<RawOverride>>,
    pub(crate) origin: Arc<Origin>,
}

/// The entries of one file, disables last.
pub(crate) fn read(reading: &mut Reading) -> Vec<Entry> {
    let Some(file) = reading.toml_in_part::<RawOverrides>() else { return Vec::new() };
    let origin = Arc::new(Origin { file: reading.file.clone(), source: Arc::clone(&reading.source) });
    let mut entries = Vec::new();
    if file.overrides.is_empty() && file.disable.is_empty() && !reading.in_part {
        let help = "add `[[override]]` or `[[disable]]`, or remove the file".to_owned();
        reading.say(None, "this file changes nothing", Some(help));
    }
    for entry in file.overrides {
        let place = head(reading, entry.span());
        let mut raw = entry.into_inner();
        let until = date(raw.until.take(), reading);
        let accepted = std::mem::take(&mut raw.accept_broken_examples);
        let changes = Keys::of(&raw).0;
        if changes.is_empty() && !reading.in_part {
            let help = format!("give one at least of {}", KEYS.map(|k| format!("`{k}`")).join(", "));
            reading.say(place.clone(), "this override changes nothing", Some(help));
        }
        let told = told("override", raw.rule.take(), raw.reason.take(), &place, reading);
        if let (Some((rule, reason)), false) = (told, changes.is_empty()) {
            let keys = Some(Box::new(raw));
            entries.push(Entry { rule, reason, until, accepted, keys, origin: Arc::clone(&origin) });
        }
    }
    for entry in file.disable {
        let place = head(reading, entry.span());
        let raw = entry.into_inner();
        let until = date(raw.until, reading);
        if let Some((rule, reason)) = told("disable", raw.rule, raw.reason, &place, reading) {
            let accepted = raw.accept_broken_examples;
            entries.push(Entry { rule, reason, until, accepted, keys: None, origin: Arc::clone(&origin) });
        }
    }
    entries
}

/// The first line of an entry, so that a caret does not run under all of it.
fn head(reading: &Reading, place: Range<usize>) -> Range<usize> {
    let text = reading.source.get(place.clone()).unwrap_or_default();
    place.start..place.start + text.find(['\n', '\r']).unwrap_or(text.len())
}

/// The rule and the reason, which both kinds of entry need.
fn told(
    kind: &str,
    rule: Option<Word>,
    reason: Option<Word>,
    place: &Range<usize>,
    reading: &mut Reading,
) -> Option<(Word, String)> {
    if rule.is_none() && !reading.in_part {
        let help = "add `rule = \"…\"`, the id of a rule of a pack below".to_owned();
        reading.say(place.clone(), format!("this {kind} names no rule"), Some(help));
    }
    let help = || Some("add `reason = \"…\"`, why this newsroom wants it".to_owned());
    match &reason {
        None if !reading.in_part => reading.say(place.clone(), format!("this {kind} has no reason"), help()),
        Some(word) if word.get_ref().trim().is_empty() => reading.say(word.span(), "`reason` is empty", help()),
        _ => {}
    }
    Some((rule?, reason.map(Spanned::into_inner).unwrap_or_default()))
}

fn date(given: Option<Spanned<Datetime>>, reading: &mut Reading) -> Option<(Date, Range<usize>)> {
    let given = given?;
    let date = Date::of(given.get_ref());
    if date.is_none() {
        let help = "write it as `until = 2027-06-30`".to_owned();
        reading.say(given.span(), "`until` is a day, without a time", Some(help));
    }
    Some((date?, given.span()))
}

/// The keys of an override that change a rule.
pub(crate) const KEYS: [&str; 13] = [
    "severity",
    "status",
    "rank",
    "title",
    "why",
    "remedy",
    "add_pattern",
    "remove_pattern",
    "add_unless",
    "remove_unless",
    "add_hit",
    "add_miss",
    "add_standard",
];

/// Which of [`KEYS`] an override has, and where.
pub(crate) struct Keys(pub(crate) Vec<(&'static str, Range<usize>)>);

impl Keys {
    pub(crate) fn of(raw: &RawOverride) -> Self {
        let one = |word: &Option<Word>| word.as_ref().map(Spanned::span);
        let list = |words: &[Word]| words.first().map(Spanned::span);
        let places = [
            one(&raw.severity),
            one(&raw.status),
            raw.rank.as_ref().map(Spanned::span),
            one(&raw.title),
            one(&raw.why),
            one(&raw.remedy),
            list(&raw.add_pattern),
            list(&raw.remove_pattern),
            list(&raw.add_unless),
            list(&raw.remove_unless),
            list(&raw.add_hit),
            list(&raw.add_miss),
            raw.add_standard.first().map(Spanned::span),
        ];
        Self(KEYS.into_iter().zip(places).filter_map(|(key, place)| Some((key, place?))).collect())
    }
}
