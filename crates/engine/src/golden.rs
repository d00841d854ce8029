//! Golden documents: whole articles in a pack's folder `fixtures`, of which a profile says what comes of them.
//!
//! They go through the same functions as articles, so a changed score of a pack shows in its own tests.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use onrecord_parser::{Document, parse};
use serde::Deserialize;
use toml::Spanned;

use crate::assessment::{Assessment, Cause};
use crate::pack::{PackSource, RuleSet};
use crate::points::Points;
use crate::problem::{Problem, Reading, suggest};
use crate::schema::{Term, When, table};
use crate::words::Band;

/// The folder of a pack that holds golden documents.
pub(crate) const FOLDER: &str = "fixtures";
const CAP: &str = "cap:";

/// A document and what is to come of it.
#[derive(Clone, Debug)]
pub(crate) struct Golden {
    /// The number of its pack.
    pub(crate) pack: usize,
    profile: String,
    /// The profile's file, as messages name it, and its TOML.
    file: String,
    source: Arc<str>,
    text: Arc<str>,
    /// Lowest and highest score, in whole points.
    score: Option<Spanned<[i64; 2]>>,
    band: Option<(Range<usize>, Band)>,
    fires: Vec<Spanned<String>>,
    silent: Vec<Spanned<String>>,
}

/// What came of scoring all golden documents of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldenReport {
    /// How many were scored.
    pub run: usize,
    /// What came out otherwise than the profile says, at the place where it says so.
    pub failures: Vec<Problem>,
    /// By the id of a rule: in how many of them it was scored to fire or to be silent, as the document expects.
    pub rules: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct RawGoldens {
    #[serde(default)]
    golden: Vec<RawGolden>,
}

table! {
/// A golden document, as a profile has it.
pub(crate) struct RawGolden {
    /// The text in the pack's folder `fixtures`, as `fixtures/one-unnamed.txt`.
    file: Spanned<String> = |it| it.like(r"^fixtures/.+\.txt$"),
    /// The lowest and the highest score that may come out, in whole points.
    score: Option<Spanned<[i64; 2]>> = |it| it.between(0, 100),
    /// The band that must come out.
    band: Option<Spanned<String>> = |it| it.of::<Band>(),
    /// Rules that must have a part in the record, or, with `cap:`, ceilings that must lower the score.
    #[serde(default)]
    fires: Vec<Spanned<String>>,
    /// Rules that must have none.
    #[serde(default)]
    silent: Vec<Spanned<String>>,
}
terms vec![Term::when(When::Always).some(&["score", "band", "fires", "silent"])]
}

/// Reads the golden documents of the profile `id`, of pack number `number`.
pub(crate) fn read(pack: &PackSource, number: usize, id: &str, reading: &mut Reading) -> Vec<Golden> {
    // Whoever reads the profile tells what is wrong with its TOML.
    if !reading.source.contains("golden") || toml::from_str::<toml::Table>(&reading.source).is_err() {
        return Vec::new();
    }
    let raw: Option<RawGoldens> = reading.toml();
    let goldens = raw.map(|r| r.golden).unwrap_or_default();
    goldens.into_iter().filter_map(|golden| check(pack, number, id, golden, reading)).collect()
}

fn check(pack: &PackSource, number: usize, id: &str, raw: RawGolden, reading: &mut Reading) -> Option<Golden> {
    let before = reading.problems().len();
    let path = raw.file.get_ref().as_str();
    let text = pack.files.iter().find(|(inner, _)| inner == path).map(|(_, text)| Arc::clone(text));
    if let Err((message, help)) = inside(path) {
        reading.say(raw.file.span(), message, Some(help.to_owned()));
    } else if text.is_none() {
        let there = pack.files.iter().map(|(inner, _)| inner.as_str()).filter(|p| p.starts_with(FOLDER));
        let help = suggest(path, there).unwrap_or_else(|| "links and hidden files are not read".to_owned());
        reading.say(raw.file.span(), format!("the pack has no file `{path}`"), Some(help));
    }
    if let Some(score) = &raw.score {
        let [low, high] = *score.get_ref();
        if !(0 <= low && low <= high && high <= 100) {
            let help = "write the lowest and the highest score in whole points, from 0 to 100: `[30, 40]`";
            reading.say(score.span(), "these are no bounds of a score", Some(help.into()));
        }
    }
    let band = raw.band.as_ref().and_then(|word| {
        let band = Band::named(word.get_ref());
        if band.is_none() {
            let message = format!("unknown band `{}`", word.get_ref());
            reading.say(word.span(), message, suggest(word.get_ref(), Band::ALL.iter().map(|b| b.name())));
        }
        Some((word.span(), band?))
    });
    if raw.score.is_none() && raw.band.is_none() && raw.fires.is_empty() && raw.silent.is_empty() {
        let help = "say in `score`, `band`, `fires` or `silent` what is to come of it";
        reading.say(raw.file.span(), "of this document nothing is expected", Some(help.into()));
    }
    if reading.problems().len() > before {
        return None;
    }
    Some(Golden {
        pack: number,
        profile: id.to_owned(),
        file: reading.file.clone(),
        source: Arc::clone(&reading.source),
        text: text?,
        score: raw.score,
        band,
        fires: raw.fires,
        silent: raw.silent,
    })
}

/// Whether `path` names a text file of the folder, and nothing outside it.
fn inside(path: &str) -> Result<(), (String, &'static str)> {
    let help = "put the text into the pack's folder `fixtures`, and write `fixtures/NAME.txt`";
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    if path.starts_with(['/', '\\', '~']) || path.contains(':') || parts.contains(&"..") {
        return Err((format!("`{path}` leads out of the pack"), help));
    }
    if path.contains('\\') || parts.iter().any(|p| p.is_empty() || *p == ".") {
        return Err((format!("`{path}` is no plain path"), help));
    }
    if parts[0] != FOLDER || parts.len() < 2 || !path.ends_with(".txt") {
        return Err((format!("`{path}` is no text of the folder `fixtures`"), help));
    }
    Ok(())
}

/// Scores the golden documents of the uppermost pack of `rules`; those of packs below hold for these alone. `assess`
/// judges an article by a profile as scoring does.
#[must_use]
pub fn run_goldens(rules: &RuleSet, assess: impl Fn(&str, &Document, &str) -> Assessment) -> GoldenReport {
    let mut report = GoldenReport::default();
    let top = rules.packs().len().saturating_sub(1);
    for golden in rules.goldens().iter().filter(|g| g.pack == top) {
        report.run += 1;
        let found = assess(&golden.text, &parse(&golden.text, rules.lexicon()), &golden.profile);
        let source = Arc::clone(&golden.source);
        let mut reading = Reading::new(golden.file.clone(), source, &mut report.failures);
        for rule in judge(golden, &found, rules, &mut reading) {
            *report.rules.entry(rule).or_default() += 1;
        }
    }
    report
}

/// Says what came out otherwise; returns the rules of which the document expects something that holds.
fn judge(golden: &Golden, found: &Assessment, rules: &RuleSet, reading: &mut Reading) -> BTreeSet<String> {
    let why = found.reason.as_deref().unwrap_or("no reason is given");
    let score = || found.score.map_or_else(|| format!("none: {why}"), |s| s.to_string());
    if let Some(bounds) = &golden.score {
        let [low, high] = *bounds.get_ref();
        if !found.score.is_some_and(|s| (Points::whole(low)..=Points::whole(high)).contains(&s)) {
            let help = format!("expected {low} to {high}, found {}", score());
            reading.say(bounds.span(), "the document has another score", Some(help));
        }
    }
    if let Some((place, band)) = &golden.band
        && found.band != Some(*band)
    {
        let there = found.band.map_or_else(score, |b| format!("{}, for the score is {}", b.name(), score()));
        let help = format!("expected {}, found {there}", band.name());
        reading.say(place.clone(), "the document is in another band", Some(help));
    }
    let fired = fired(found);
    let mut right = BTreeSet::new();
    for (words, wanted) in [(&golden.fires, true), (&golden.silent, false)] {
        for word in words {
            let id = word.get_ref().as_str();
            if !known(id, golden, rules) {
                let all = rules.rules().iter().map(|r| r.id.as_str());
                let help = suggest(id, all).unwrap_or_else(|| "`onrecord rules list` lists all rules".to_owned());
                let what = if id.starts_with(CAP) { "cap of this profile" } else { "rule" };
                reading.say(word.span(), format!("there is no {what} `{id}`"), Some(help));
            } else if fired.contains(id) != wanted {
                let message = if wanted { "this does not fire" } else { "this fires, and should not" };
                let all = fired.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                let help = format!("expected it {}, found {all}", if wanted { "to fire" } else { "to be silent" });
                reading.say(word.span(), message, Some(help));
            } else if let Some(rule) = rules.find(id) {
                right.insert(rules.rule(rule).id.clone());
            }
        }
    }
    right
}

fn known(id: &str, golden: &Golden, rules: &RuleSet) -> bool {
    match id.strip_prefix(CAP) {
        Some(cap) => rules.profile(&golden.profile).is_some_and(|p| p.caps.iter().any(|c| c.id == cap)),
        None => rules.find(id).is_some(),
    }
}

/// The rules that had a part in an assessment, and the cap that lowered the score.
fn fired(found: &Assessment) -> BTreeSet<String> {
    let findings = found.findings.iter().map(|f| f.rule.as_str());
    let responses = found.responses.iter().map(|r| r.rule.as_str());
    let justifications = found.justifications.iter().map(|j| j.rule.as_str());
    let sources = found.sources.iter().map(|s| s.kind_rule.as_str());
    let caps = found.lines.iter().filter_map(|l| match &l.cause {
        Cause::Cap(id) => Some(format!("{CAP}{id}")),
        _ => None,
    });
    findings.chain(responses).chain(justifications).chain(sources).map(str::to_owned).chain(caps).collect()
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_document_lies_in_the_folder_and_nowhere_else() {
        for path in ["fixtures/a.txt", "fixtures/court/a.txt", "fixtures/a b…é.txt"] {
            assert_eq!(inside(path), Ok(()), "{path}");
        }
        for (path, what) in [
            ("../a.txt", "leads out of the pack"),
            ("fixtures/../../a.txt", "leads out of the pack"),
            ("fixtures\\..\\a.txt", "leads out of the pack"),
            ("/etc/a.txt", "leads out of the pack"),
            ("~/a.txt", "leads out of the pack"),
            ("C:/a.txt", "leads out of the pack"),
            ("fixtures/./a.txt", "is no plain path"),
            ("fixtures//a.txt", "is no plain path"),
            ("fixtures\\a.txt", "is no plain path"),
            ("a.txt", "is no text of the folder `fixtures`"),
            ("rules/a.txt", "is no text of the folder `fixtures`"),
            ("fixtures/a.toml", "is no text of the folder `fixtures`"),
            ("fixtures", "is no text of the folder `fixtures`"),
            ("", "is no plain path"),
        ] {
            assert_eq!(inside(path).map_err(|e| e.0), Err(format!("`{path}` {what}")));
        }
    }
}
