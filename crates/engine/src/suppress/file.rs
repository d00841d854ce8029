//! Reads suppressions from a file: the side file of an article, or one that is given for all articles of a run.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::value::Datetime;

use super::directive::has_words;
use super::{MOST, Origin, Place, Suppression, TextQuote, known};
use crate::date::Date;
use crate::pack::RuleSet;
use crate::problem::{Problem, Reading};
use crate::schema::{Term, When, table};

/// The suppressions of a file.
#[derive(Clone, Debug, Default)]
pub struct SuppressionFile {
    /// The file, as messages name it.
    pub name: String,
    /// Its entries, in the order of the file.
    pub entries: Vec<SuppressionEntry>,
    source: Arc<str>,
}

/// An entry of a file of suppressions.
#[derive(Clone, Debug)]
pub struct SuppressionEntry {
    /// What is to be set aside.
    pub suppression: Suppression,
    /// The id of the article that it is for; all articles where none is told.
    pub article: Option<String>,
    /// The bytes of the file that name the rule.
    pub place: Range<usize>,
}

type Word = Spanned<String>;

table! {
pub(crate) struct RawSuppressions {
    /// Findings that are to be set aside.
    #[serde(default)]
    ignore: Vec<Spanned<RawEntry>>,
}
}

table! {
struct RawEntry {
    /// The id of the rule, or all that begin so, as `anon/*`.
    rule: Option<Word> = |it| it.filled(),
    /// Why the finding does not count here: a sentence.
    reason: Option<Word> = |it| it.filled(),
    /// The id of the article, in a file for `--suppressions`; all articles where it is left out.
    article: Option<Word>,
    /// Words of the article in which the finding lies; anywhere in it where they are left out.
    exact: Option<Word> = |it| it.filled(),
    /// The words before them, where they stand in the article more than once.
    prefix: Option<Word>,
    /// The words behind them.
    suffix: Option<Word>,
    /// The last day, as `2027-06-30` without quotation marks, if there is to be one.
    until: Option<Spanned<Datetime>>,
}
terms vec![
    Term::when(When::Always).needs(&["rule", "reason"]),
    Term::when(When::Lacks("exact")).bars(["prefix", "suffix"]),
]
}

impl SuppressionFile {
    /// Reads the file called `name`.
    ///
    /// # Errors
    /// All that is wrong with it. That a rule exists is not asked here, for which rules there are depends on the packs.
    pub fn read(name: &str, contents: &str, origin: Origin) -> Result<Self, Vec<Problem>> {
        let source: Arc<str> = contents.into();
        let mut problems = Vec::new();
        let mut reading = Reading::new(name.to_owned(), Arc::clone(&source), &mut problems);
        let raw: Option<RawSuppressions> = reading.toml();
        let mut file = Self { name: name.to_owned(), entries: Vec::new(), source };
        let mut of_article: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for raw in raw.map(|r| r.ignore).unwrap_or_default() {
            let Some(entry) = entry(raw, origin, &mut reading) else { continue };
            let number = of_article.entry(entry.article.clone()).or_default();
            *number += 1;
            if *number == MOST + 1 {
                let message = format!("more than {MOST} suppressions for one article");
                reading.say(entry.place.clone(), message, Some("a `*` in `rule` stands for many rules".into()));
            }
            file.entries.push(entry);
        }
        if problems.is_empty() { Ok(file) } else { Err(problems) }
    }

    /// The entries that name no rule of `rules`, as problems with their places.
    #[must_use]
    pub fn unknown(&self, rules: &RuleSet) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut reading = Reading::new(self.name.clone(), Arc::clone(&self.source), &mut problems);
        for entry in &self.entries {
            if let Err(help) = known(rules, &entry.suppression.rule) {
                let message = format!("unknown rule `{}`", entry.suppression.rule);
                reading.say(entry.place.clone(), message, Some(help));
            }
        }
        problems
    }

    /// A problem at `entry`.
    #[must_use]
    pub fn problem(&self, entry: &SuppressionEntry, message: String, help: &str) -> Problem {
        let mut problems = Vec::new();
        let mut reading = Reading::new(self.name.clone(), Arc::clone(&self.source), &mut problems);
        reading.say(entry.place.clone(), message, Some(help.to_owned()));
        problems.remove(0)
    }
}

fn entry(raw: Spanned<RawEntry>, origin: Origin, reading: &mut Reading) -> Option<SuppressionEntry> {
    let whole = raw.span();
    let RawEntry { rule, reason, article, exact, prefix, suffix, until } = raw.into_inner();
    let before = reading.problems().len();
    let Some(rule) = rule.filter(|r| !r.get_ref().trim().is_empty()) else {
        reading.say(
            whole,
            "the entry names no rule",
            Some("write `rule = \"anon/unexplained\"`, or `\"anon/*\"`".into()),
        );
        return None;
    };
    match &reason {
        Some(reason) if has_words(reason.get_ref()) => {}
        told => {
            let place = told.as_ref().map_or_else(|| rule.span(), Spanned::span);
            let message = "the entry gives no reason";
            reading.say(place, message, Some("write in `reason` why the finding does not count here".into()));
        }
    }
    match &article {
        Some(article) if origin == Origin::SideFile => {
            let help = "leave it out, or give the file with `--suppressions`";
            reading.say(article.span(), "a side file is for the article that it stands beside", Some(help.into()));
        }
        _ => {}
    }
    if let Some(exact) = exact.as_ref().filter(|e| e.get_ref().trim().is_empty()) {
        reading.say(exact.span(), "`exact` is empty", Some("copy the words of the article into it".into()));
    }
    for (key, words) in [("prefix", &prefix), ("suffix", &suffix)] {
        if let Some(words) = words.as_ref().filter(|_| exact.is_none()) {
            let help = "write in `exact` the words in which the finding lies";
            reading.say(words.span(), format!("a `{key}` needs `exact`"), Some(help.into()));
        }
    }
    let day = until.as_ref().and_then(|u| Date::of(u.get_ref()));
    if let Some(until) = until.filter(|_| day.is_none()) {
        reading.say(until.span(), "`until` is not a day", Some("write it as `until = 2027-06-30`".into()));
    }
    if reading.problems().len() > before {
        return None;
    }
    let text = |word: Option<Word>| word.map(Spanned::into_inner).unwrap_or_default();
    let place = match exact {
        None => Place::Article,
        Some(exact) => {
            Place::Words(TextQuote { exact: exact.into_inner(), prefix: text(prefix), suffix: text(suffix) })
        }
    };
    let article = article.map(Spanned::into_inner);
    let suppression = Suppression {
        rule: rule.get_ref().trim().to_owned(),
        reason: text(reason).trim().to_owned(),
        place,
        until: day,
        origin,
        // What is said of all articles need not come true in each.
        everywhere: article.is_none() && origin == Origin::Option,
    };
    Some(SuppressionEntry { suppression, article, place: rule.span() })
}
