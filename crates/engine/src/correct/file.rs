//! Reads corrections from a file: the side file of an article, or one that is given for a run.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::de::IgnoredAny;
use toml::Spanned;

use super::{Correction, MOST, Quoted, Relabel};
use crate::problem::{Problem, Reading, choice, suggest};
use crate::schema::{Term, When, table};
use crate::suppress::Origin;
use crate::words::{Outcome, Reason, SourceKind};

/// The corrections of a file.
#[derive(Clone, Debug, Default)]
pub struct CorrectionFile {
    /// The file, as messages name it.
    pub name: String,
    /// Who is said to have written it, where the file says so once for all entries.
    pub by: Option<String>,
    /// Its entries, in the order of the file.
    pub entries: Vec<CorrectionEntry>,
    source: Arc<str>,
}

/// An entry of a file of corrections.
#[derive(Clone, Debug)]
pub struct CorrectionEntry {
    /// What is to be corrected.
    pub correction: Correction,
    /// The article that it is for, by its id or path; `None` in a side file.
    pub article: Option<String>,
    /// The bytes of the file that quote the article.
    pub place: Range<usize>,
}

type Word = Spanned<String>;

table! {
pub(crate) struct RawCorrections {
    /// The id or path of the article that all entries are for which name none.
    article: Option<Word> = |it| it.filled(),
    /// Who wrote the entries that do not say by whom they are.
    by: Option<Word>,
    /// Labels that are put right.
    #[serde(default)]
    correction: Vec<Spanned<RawCorrection>>,
}
}

table! {
struct RawCorrection {
    /// The id or path of the article; in a side file left out.
    article: Option<Word> = |it| it.filled(),
    /// Words of the article that name a source: the one that is corrected, or whoever says the `statement`.
    source: Option<Word> = |it| it.filled(),
    /// The kind of that source; `none` for a statement that names nobody.
    kind: Option<Word> = |it| it.of::<SourceKind>(),
    /// The role of that source in words of the article; empty where it has none.
    role: Option<Word>,
    /// Whether the article gives a reason why that source is unnamed.
    justified: Option<bool>,
    /// Words that name the other source that this one is too.
    same_as: Option<Word> = |it| it.filled(),
    /// Words that somebody says, which were missed or given to another source.
    statement: Option<Word> = |it| it.filled(),
    /// The words that attribute the statement, as `said`.
    cue: Option<Word> = |it| it.filled(),
    /// Words that were taken for a statement and are none.
    false_statement: Option<Word> = |it| it.filled(),
    /// Words that tell what came of asking somebody, which were missed or read otherwise.
    response: Option<Word> = |it| it.filled(),
    /// What came of it.
    outcome: Option<Word> = |it| it.of::<Outcome>(),
    /// Words that name who was asked.
    party: Option<Word> = |it| it.filled(),
    /// Words that were taken for a response note and are none.
    false_response: Option<Word> = |it| it.filled(),
    /// Words that tell terms of anonymity or the reason for it, which were missed or read otherwise.
    justification: Option<Word> = |it| it.filled(),
    /// The reason that the `justification` gives.
    reason: Option<Word> = |it| it.of::<Reason>(),
    /// Words that were taken for terms or a reason and are none.
    false_justification: Option<Word> = |it| it.filled(),
    /// Which of several places of the words is meant, counted from 1.
    occurrence: Option<Spanned<u32>> = |it| it.between(1, None),
    /// Who says so.
    by: Option<Word>,
    /// Why: a sentence.
    why: Option<Word>,
    /// Not for corrections: a finding of a rule is set aside by a suppression.
    rule: Option<Spanned<IgnoredAny>>,
}
terms std::iter::once(Term::when(When::Always).some(&MAIN).bars(["rule"]))
    .chain(MAIN.iter().filter(|main| **main != "source").map(|main| {
        let goes = goes_with(main);
        let bars = MAIN.iter().chain(&MORE).copied().filter(|key| key != main && !goes.contains(key));
        Term::when(When::There(main)).bars(bars)
    }))
    .collect::<Vec<_>>()
}

/// The keys that say what an entry is about; `source` only where it stands alone.
const MAIN: [&str; 7] =
    ["statement", "false_statement", "response", "false_response", "justification", "false_justification", "source"];

/// The keys that say what is right.
const MORE: [&str; 8] = ["kind", "role", "justified", "same_as", "cue", "outcome", "party", "reason"];

/// What may stand beside the key that an entry is about.
fn goes_with(main: &str) -> &'static [&'static str] {
    match main {
        "statement" => &["source", "kind", "cue"],
        "false_statement" => &["source"],
        "response" => &["outcome", "party"],
        "justification" => &["reason", "source"],
        "source" => &["kind", "role", "justified", "same_as"],
        _ => &[],
    }
}

impl CorrectionFile {
    /// Reads the file called `name`.
    ///
    /// # Errors
    /// All that is wrong with it. Whether the words that it quotes are in the article is told when that is assessed.
    pub fn read(name: &str, contents: &str, origin: Origin) -> Result<Self, Vec<Problem>> {
        let source: Arc<str> = contents.into();
        let mut problems = Vec::new();
        let mut reading = Reading::new(name.to_owned(), Arc::clone(&source), &mut problems);
        let raw: Option<RawCorrections> = reading.toml_in_part();
        let mut file = Self { name: name.to_owned(), by: None, entries: Vec::new(), source };
        let Some(RawCorrections { article, by, correction }) = raw else { return Err(problems) };
        no_article_beside(article.as_ref(), origin, &mut reading);
        let article = text(article);
        file.by = text(by);
        let mut of_article: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for raw in correction {
            let Some(mut entry) = entry(raw, origin, &mut reading) else { continue };
            entry.correction.by = entry.correction.by.take().or_else(|| file.by.clone());
            entry.article = entry.article.take().or_else(|| article.clone());
            if entry.article.is_none() && origin == Origin::Option && !reading.in_part {
                let help = "write `article = \"…\"` with its id or path, here or once above all entries";
                reading.say(entry.place.clone(), "the entry names no article", Some(help.to_owned()));
            }
            let number = of_article.entry(entry.article.clone()).or_default();
            *number += 1;
            if *number == MOST + 1 {
                let message = format!("more than {MOST} corrections for one article");
                reading.say(entry.place.clone(), message, Some("split the article, or correct the rules".into()));
            }
            file.entries.push(entry);
        }
        if problems.is_empty() { Ok(file) } else { Err(problems) }
    }

    /// A problem at `entry`.
    #[must_use]
    pub fn problem(&self, entry: &CorrectionEntry, message: String, help: &str) -> Problem {
        let mut problems = Vec::new();
        let mut reading = Reading::new(self.name.clone(), Arc::clone(&self.source), &mut problems);
        reading.say(entry.place.clone(), message, Some(help.to_owned()));
        problems.remove(0)
    }
}

/// What is told, without blanks around it; nothing where there is only that.
fn text(word: Option<Word>) -> Option<String> {
    word.map(|w| w.get_ref().trim().to_owned()).filter(|w| !w.is_empty())
}

fn no_article_beside(article: Option<&Word>, origin: Origin, reading: &mut Reading) {
    if let Some(article) = article.filter(|_| origin == Origin::SideFile) {
        let help = "leave it out, or give the file with `--corrections`";
        reading.say(article.span(), "a side file is for the article that it stands beside", Some(help.into()));
    }
}

/// The value of a vocabulary that `word` names.
fn value<T>(
    word: Option<Word>,
    what: &str,
    named: fn(&str) -> Option<T>,
    all: impl Iterator<Item = &'static str>,
    reading: &mut Reading,
) -> Option<T> {
    let word = word?;
    let found = named(word.get_ref().trim());
    if found.is_none() {
        let all: Vec<&str> = all.collect();
        let help = suggest(word.get_ref(), all.iter().copied()).or_else(|| choice(all.into_iter()));
        reading.say(word.span(), format!("unknown {what} `{}`", word.get_ref()), help);
    }
    found
}

fn entry(raw: Spanned<RawCorrection>, origin: Origin, reading: &mut Reading) -> Option<CorrectionEntry> {
    let whole = raw.span();
    let raw = raw.into_inner();
    let before = reading.problems().len();
    no_article_beside(raw.article.as_ref(), origin, reading);
    if let Some(rule) = &raw.rule {
        let help = "a finding is set aside by a suppression, with `[[ignore]]` in a file of its own; see \
                    docs/suppressions.md";
        reading.say(rule.span(), "a finding is not corrected here", Some(help.into()));
    }
    let main = main_key(&raw, &whole, reading);
    let main = main?;
    let there = keys(&raw);
    let goes = goes_with(main);
    for key in MORE.iter().filter(|key| there.contains(key) && !goes.contains(key)) {
        let place = place(&raw, key).unwrap_or_else(|| whole.clone());
        let help = match (*key, choice(goes.iter().copied())) {
            ("reason", _) => "it tells why a source is unnamed; write in `why` why you correct".to_owned(),
            (_, Some(choice)) => format!("beside `{main}` {}", choice.replacen("it can be", "there can be", 1)),
            (_, None) => format!("`{main}` says all"),
        };
        reading.say(place, format!("`{key}` has no meaning beside `{main}`"), Some(help));
    }
    if main == "source" && !goes.iter().any(|k| there.contains(k)) && !reading.in_part && raw.rule.is_none() {
        let help = "write `kind`, `role`, `justified` or `same_as` below it";
        reading.say(place(&raw, main), "the entry does not say what is right of this source", Some(help.into()));
    }
    for key in MAIN.into_iter().chain(["same_as", "cue", "party"]) {
        if let Some(word) = word_of(&raw, key).filter(|w| w.get_ref().trim().is_empty()) {
            reading.say(word.span(), format!("`{key}` is empty"), Some("copy words of the article into it".into()));
        }
    }
    if let Some(occurrence) = raw.occurrence.as_ref().filter(|o| *o.get_ref() == 0) {
        reading.say(occurrence.span(), "`occurrence` is counted from 1", Some("write 1 for the first place".into()));
    }
    let kinds = || SourceKind::ALL.iter().filter(|k| main == "statement" || **k != SourceKind::None);
    let nobody = raw.kind.as_ref().filter(|k| main == "source" && k.get_ref() == SourceKind::None.name());
    if let Some(kind) = nobody {
        let help = "write `false_statement` for what is no statement, or `statement` with this kind";
        reading.say(kind.span(), "a source cannot be of the kind `none`", Some(help.into()));
    }
    let place = place(&raw, main).unwrap_or(whole);
    let quoted = Quoted {
        words: word_of(&raw, main).map(|w| w.get_ref().trim().to_owned()).unwrap_or_default(),
        occurrence: raw.occurrence.as_ref().map(|o| *o.get_ref()),
    };
    let kind = value(raw.kind, "kind", SourceKind::named, kinds().map(|k| k.name()), reading);
    let outcome = value(raw.outcome, "outcome", Outcome::named, Outcome::ALL.iter().map(|o| o.name()), reading);
    let reason = value(raw.reason, "reason", Reason::named, Reason::ALL.iter().map(|r| r.name()), reading);
    if reading.problems().len() > before {
        return None;
    }
    let relabel = match main {
        "source" => Relabel::Source {
            source: quoted,
            kind,
            role: raw.role.map(|r| r.get_ref().trim().to_owned()),
            justified: raw.justified,
            same_as: text(raw.same_as),
        },
        "statement" => Relabel::Statement { statement: quoted, source: text(raw.source), kind, cue: text(raw.cue) },
        "false_statement" => Relabel::FalseStatement { statement: quoted, source: text(raw.source) },
        "response" => Relabel::Response { note: quoted, outcome, party: text(raw.party) },
        "false_response" => Relabel::FalseResponse { note: quoted },
        "justification" => Relabel::Justification { passage: quoted, reason, source: text(raw.source) },
        _ => Relabel::FalseJustification { passage: quoted },
    };
    let correction = Correction { relabel, by: text(raw.by), why: text(raw.why), origin };
    Some(CorrectionEntry { correction, article: text(raw.article), place })
}

/// The key that says what the entry is about.
fn main_key(raw: &RawCorrection, whole: &Range<usize>, reading: &mut Reading) -> Option<&'static str> {
    let there: Vec<&str> = keys(raw);
    let mut main = MAIN.into_iter().filter(|m| *m != "source" && there.contains(m));
    match (main.next(), main.next()) {
        (Some(_), Some(second)) => {
            let message = format!("an entry says one thing, and `{second}` is another");
            reading.say(place(raw, second), message, Some("write an entry `[[correction]]` for each".into()));
            None
        }
        (Some(main), None) => Some(main),
        (None, _) if there.contains(&"source") => Some("source"),
        (None, _) => {
            if !reading.in_part && raw.rule.is_none() {
                let help = "write `source` and its `kind`, or `statement`, `response`, `justification` or one of these \
                            with `false_` before it";
                reading.say(whole.clone(), "the entry quotes nothing of the article", Some(help.into()));
            }
            None
        }
    }
}

fn word_of<'r>(raw: &'r RawCorrection, key: &str) -> Option<&'r Word> {
    match key {
        "source" => raw.source.as_ref(),
        "kind" => raw.kind.as_ref(),
        "role" => raw.role.as_ref(),
        "same_as" => raw.same_as.as_ref(),
        "statement" => raw.statement.as_ref(),
        "cue" => raw.cue.as_ref(),
        "false_statement" => raw.false_statement.as_ref(),
        "response" => raw.response.as_ref(),
        "outcome" => raw.outcome.as_ref(),
        "party" => raw.party.as_ref(),
        "false_response" => raw.false_response.as_ref(),
        "justification" => raw.justification.as_ref(),
        "reason" => raw.reason.as_ref(),
        "false_justification" => raw.false_justification.as_ref(),
        _ => None,
    }
}

/// Which keys of [`MAIN`] and [`MORE`] the entry has.
fn keys(raw: &RawCorrection) -> Vec<&'static str> {
    let has = |key: &&str| word_of(raw, key).is_some() || *key == "justified" && raw.justified.is_some();
    MAIN.into_iter().chain(MORE).filter(has).collect()
}

fn place(raw: &RawCorrection, key: &str) -> Option<Range<usize>> {
    word_of(raw, key).map(Spanned::span)
}
