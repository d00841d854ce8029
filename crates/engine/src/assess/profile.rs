//! Profiles: the numbers by which evidence becomes a score, read from TOML and checked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::golden::RawGolden;
use crate::pack::{ProfileFile, RawStandard};
use crate::points::Points;
use crate::problem::{Problem, Reading, suggest};
use crate::rule::{Rule, RuleStatus, Standard};
use crate::schema::{Vocabulary, Word, table, words};
use crate::words::{Dimension, Outcome, SourceKind};

/// A scoring model. See `rules/core-en/profiles/news.toml`, which explains every number.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name: its file without `.toml`.
    pub id: String,
    /// What it is for.
    pub title: String,
    /// The profiles that it builds on, the nearest first.
    pub extends: Vec<String>,
    /// When an article is judged by it without being asked for; `None` for never.
    pub chosen: Option<Chosen>,
    /// When an article is scored at all.
    pub scored: Scored,
    /// The lowest whole points of the bands strong, adequate and thin.
    pub bands: Bands,
    /// Credit of a source by kind, in thousandths, in the order of [`SourceKind::ALL`].
    pub(crate) credit: Vec<i64>,
    pub(crate) without_role: i64,
    pub(crate) each_descriptor: i64,
    pub(crate) explained: i64,
    pub(crate) independent: Independent,
    /// Credit of a response by outcome, in thousandths, in the order of [`Outcome::ALL`].
    pub(crate) reply: Vec<i64>,
    pub(crate) reply_spoke: i64,
    pub(crate) reply_somebody: i64,
    pub(crate) reply_none: i64,
    /// One for each of [`Dimension::ALL`].
    pub(crate) dimensions: Vec<Model>,
    pub(crate) caps: Vec<Cap>,
}

impl Profile {
    /// The model of `dimension`.
    pub(crate) fn model(&self, dimension: Dimension) -> &Model {
        &self.dimensions[dimension as usize]
    }

    /// What the profile says of the dimension `of`.
    #[must_use]
    pub fn advice(&self, of: Dimension) -> Advice {
        let model = self.model(of);
        Advice { why: String::new(), remedy: model.remedy.clone(), standard: standards(&model.standard) }
    }

    /// What the profile says of each of its ceilings, with its name.
    pub fn ceilings(&self) -> impl Iterator<Item = (&str, Advice)> {
        let advice =
            |c: &Cap| Advice { why: c.why.clone(), remedy: c.remedy.clone(), standard: standards(&c.standard) };
        self.caps.iter().map(move |c| (c.id.as_str(), advice(c)))
    }

    /// The dimension in which findings of `rule` count.
    #[must_use]
    pub fn dimension_of(&self, rule: &str) -> Option<Dimension> {
        let counts = |d: &&Dimension| {
            let model = self.model(**d);
            model.penalties.iter().chain(&model.bonuses).any(|s| s.rule == rule)
        };
        Dimension::ALL.iter().find(counts).copied()
    }
}

/// What a profile says of a line of the score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Why it is so; empty where the line itself tells what was measured.
    pub why: String,
    /// What to do about it.
    pub remedy: String,
    /// The published standards that it rests on.
    pub standard: Vec<Standard>,
}

fn standards(raw: &[RawStandard]) -> Vec<Standard> {
    raw.iter().map(|s| Standard { org: s.org.clone(), title: s.title.clone() }).collect()
}

table! {
/// When an article is scored at all.
#[derive(Clone, Debug)]
pub struct Scored {
    /// How many words the body must have.
    pub min_words: u32,
    /// How many statements the body must have.
    pub min_statements: u32,
    /// Most paragraphs that may be labelled turns of a conversation, in percent.
    pub max_labelled_percent: u32,
    /// Most first-person judgements for each 1,000 words.
    pub max_first_person: u32,
    /// Genres of which one marker is enough not to score.
    pub not_genres: Vec<String>,
    /// Sections and genres, as inputs name them, that are not scored.
    #[serde(default)]
    pub not_sections: Vec<String>,
}
}

table! {
/// When an article is judged by a profile without anybody asking for it. A section or genre that comes with the article
/// decides before its words do; of several that its words speak for, the one they speak for most.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Sections and genres as inputs name them, whole, in any case: `"sport"`.
    #[serde(default)]
    pub sections: Vec<String>,
    /// The genre whose markers in the text speak for the profile.
    #[serde(default)]
    pub genre: Option<String>,
    /// How many such markers there must be at least.
    #[serde(default = "few")]
    pub at_least: u32,
    /// How many for each thousand words of the body.
    #[serde(default)]
    pub per_thousand: u32,
    /// Fewest words of the body.
    #[serde(default)]
    pub min_words: u32,
    /// Most words of the body.
    #[serde(default)]
    pub max_words: Option<u32>,
}
}

fn few() -> u32 {
    1
}

table! {
/// From how many whole points on a score is in a band; below `thin` it is weak.
#[derive(Clone, Copy, Debug)]
pub struct Bands {
    /// From how many points on a score is strong.
    pub strong: i64,
    /// From how many points on it is adequate.
    pub adequate: i64,
    /// From how many points on it is thin; below it is weak.
    pub thin: i64,
}
}

table! {
/// How one dimension is judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// Its weight in the score. All weights that can be judged are shared out.
    pub(crate) weight: u32,
    /// How many things there must be to judge.
    #[serde(default)]
    pub(crate) needs: u32,
    /// From a measured value in thousandths to whole points, as `[[value, points], …]`, rising in the value.
    pub(crate) curve: Vec<(i64, i64)>,
    /// How many sources are plenty for so many words, as `[[words, sources], …]`, straight between the corners.
    #[serde(default)]
    pub(crate) expected: Vec<(u32, u32)>,
    /// From statements with a source for each thousand words to whole points, as `[[statements, points], …]`, rising in
    /// both; for attribution alone, where it makes half of the measure.
    #[serde(default)]
    pub(crate) density: Vec<(i64, i64)>,
    /// What to do where it is low: a sentence.
    #[serde(default)]
    pub(crate) remedy: String,
    /// The published standards that ask for it.
    #[serde(default)]
    pub(crate) standard: Vec<RawStandard>,
    /// What findings cost. The list takes the place of that of a profile that is extended.
    #[serde(default, rename = "penalty")]
    pub(crate) penalties: Vec<Step>,
    /// What findings earn. The list takes the place of that of a profile that is extended.
    #[serde(default, rename = "bonus")]
    pub(crate) bonuses: Vec<Step>,
}
}

impl Model {
    /// The points for `value` thousandths: on the curve, straight between its corners.
    pub(crate) fn points(&self, value: i64) -> Points {
        rising(&self.curve, value, 1)
    }

    /// How many sources are plenty for a text of `words` words, in thousandths of one. It rises steadily, so that no
    /// word more makes a jump.
    pub(crate) fn expects(&self, words: u32) -> i64 {
        let corner = |&(words, sources): &(u32, u32)| (i64::from(words), i64::from(sources));
        let words = i64::from(words);
        let behind = self.expected.partition_point(|c| i64::from(c.0) <= words);
        let plenty =
            match (behind.checked_sub(1).map(|i| corner(&self.expected[i])), self.expected.get(behind).map(corner)) {
                (Some((x0, y0)), Some((x1, y1))) => y0 * 1000 + (y1 - y0) * 1000 * (words - x0) / (x1 - x0),
                (Some((_, y)), None) | (None, Some((_, y))) => y * 1000,
                (None, None) => 1000,
            };
        plenty.max(1000)
    }
}

/// The points for `value` on `curve`, straight between its corners, whose values count `unit` of it each.
pub(crate) fn rising(curve: &[(i64, i64)], value: i64, unit: i64) -> Points {
    let Some(&(first, low)) = curve.first() else { return Points::FULL };
    if value <= first * unit {
        return Points::whole(low);
    }
    for pair in curve.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        if value <= x1 * unit {
            return Points(y0 * 1000 + (y1 - y0) * 1000 * (value - x0 * unit) / ((x1 - x0) * unit));
        }
    }
    Points::whole(curve.last().map_or(100, |&(_, y)| y))
}

table! {
/// What each finding of a rule takes or gives.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The id of the rule, as `vague/agentless`.
    pub(crate) rule: String,
    /// Whole points for the first finding.
    pub(crate) points: i64 = |it| it.between(0, None),
    /// What is left for each further one, in percent of the one before; 100 where it is left out.
    #[serde(default = "all")]
    pub(crate) repeat: i64 = |it| it.between(0, 100),
    /// Most whole points over all findings.
    pub(crate) most: i64 = |it| it.between(0, None),
}
}

fn all() -> i64 {
    100
}

table! {
/// What an unnamed source counts among the independent ones, in thousandths of a source: nobody can tell whether two of
/// them are one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Independent {
    /// An unnamed source.
    pub(crate) unnamed: i64 = |it| it.between(0, Some(1000)),
    /// One that is described by two things at least, and whose anonymity is explained.
    pub(crate) explained: i64 = |it| it.between(0, Some(1000)),
}
}

impl Default for Independent {
    fn default() -> Self {
        Self { unnamed: 500, explained: 500 }
    }
}

table! {
/// A ceiling; it holds when everything that it asks is so.
#[derive(Clone, Debug)]
pub(crate) struct Cap {
    /// What it is called.
    pub(crate) id: String,
    /// Why no score can be higher: a sentence.
    pub(crate) why: String,
    /// What to do about it: a sentence.
    #[serde(default)]
    pub(crate) remedy: String,
    /// The published standards that it rests on.
    #[serde(default)]
    pub(crate) standard: Vec<RawStandard>,
    /// The highest score, in whole points.
    pub(crate) max: i64,
    /// It holds where there are no more independent sources than these.
    pub(crate) independent_at_most: Option<u32>,
    /// It holds where there are no more sources on the record than these.
    pub(crate) on_record_at_most: Option<u32>,
    /// It holds where so much is said by unnamed sources, in percent.
    pub(crate) unnamed_percent: Option<u32>,
    /// It holds in articles of so many words.
    pub(crate) min_words: Option<u32>,
}
}

const CREDIT_BESIDE: [&str; 3] = ["without_role", "each_descriptor", "explained"];
const REPLY_BESIDE: [&str; 3] = ["spoke", "somebody", "none"];

table! {
pub(crate) struct RawProfile {
    /// What the profile is for, in a few words.
    title: String,
    /// The profile that this one builds on. Tables are laid over its tables; lists take the place of its lists.
    #[serde(default, rename = "extends")]
    _extends: Option<String>,
    /// When an article is judged by it without being asked for. Profiles that build on it do not inherit this.
    #[serde(default)]
    chosen: Option<Chosen>,
    /// When an article is scored at all.
    scored: Scored,
    /// From how many points on a score is in a band.
    bands: Bands,
    /// What a source of each kind is worth for identification, in thousandths.
    credit: BTreeMap<String, i64> = |it| it.one_of(with(SourceKind::words(), CREDIT_BESIDE)),
    /// What an unnamed source counts among the independent ones.
    #[serde(default)]
    independent: Independent,
    /// What an answer to a request is worth for the right of reply, in thousandths.
    reply: BTreeMap<String, i64> = |it| it.one_of(with(Outcome::words(), REPLY_BESIDE)),
    /// How each dimension is judged.
    dimension: BTreeMap<String, Model> = |it| it.of::<Dimension>(),
    /// Ceilings of the score. The list takes the place of that of a profile that is extended.
    #[serde(default)]
    cap: Vec<Cap>,
    /// Whole articles of the pack, and what is to come of them: tests of the profile, which others do not inherit.
    #[serde(default, rename = "golden")]
    _golden: Option<serde::de::IgnoredAny> = |_| <Vec<RawGolden>>::shape(),
}
}

fn with<const N: usize>(mut all: Vec<Word>, beside: [&'static str; N]) -> Vec<Word> {
    all.extend(words(beside));
    all
}

/// Reads the profiles of all packs; one of a pack above replaces one of the same name below. `rules` are the names of all
/// rules there are.
pub(crate) fn read_all(files: &[ProfileFile], rules: &Names, problems: &mut Vec<Problem>) -> Vec<Profile> {
    let mut tables: BTreeMap<&str, toml::Table> = BTreeMap::new();
    let mut profiles: BTreeMap<&str, Profile> = BTreeMap::new();
    for file in files {
        let mut reading = Reading::new(file.file.clone(), std::sync::Arc::clone(&file.contents), problems);
        if let Some(table) = reading.toml::<toml::Table>() {
            tables.insert(&file.id, table);
        }
    }
    for file in files {
        let mut reading = Reading::new(file.file.clone(), std::sync::Arc::clone(&file.contents), problems);
        let Some(table) = tables.get(file.id.as_str()) else { continue };
        let parent = table.get("extends").and_then(toml::Value::as_str);
        let raw: Option<RawProfile> = match parent {
            None => reading.toml(),
            Some(parent) => match whole(table.clone(), &tables, &mut vec![file.id.clone()]) {
                Ok(table) => match RawProfile::deserialize(table) {
                    Ok(raw) => Some(raw),
                    Err(error) => {
                        let message = error.message().to_owned();
                        reading.say(None, message, Some(format!("laid over `{parent}`, the profile must be complete")));
                        None
                    }
                },
                Err(fault) => {
                    let (name, message, help) = match fault {
                        Chain::Unknown(name) => {
                            let help = suggest(&name, tables.keys().copied());
                            (name.clone(), format!("unknown profile `{name}`"), help)
                        }
                        Chain::Circle(names) => (
                            parent.to_owned(),
                            format!("profiles extend each other in a circle: {}", names.join(" → ")),
                            Some("one of them must stand on its own".to_owned()),
                        ),
                    };
                    reading.say(file.contents.find(&name).map(|i| i..i + name.len()), message, help);
                    None
                }
            },
        };
        if let Some(mut profile) = raw.and_then(|raw| check(&file.id, raw, rules, &mut reading)) {
            profile.extends = ancestors(table, &tables);
            profiles.insert(&file.id, profile);
        }
    }
    profiles.into_values().collect()
}

/// The profiles that the one in `table` builds on, the nearest first.
fn ancestors(table: &toml::Table, all: &BTreeMap<&str, toml::Table>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut next = table.get("extends").and_then(toml::Value::as_str);
    while let Some(id) = next.filter(|id| !found.iter().any(|f| f == id)) {
        found.push(id.to_owned());
        next = all.get(id).and_then(|t| t.get("extends")).and_then(toml::Value::as_str);
    }
    found
}

/// What rules are called, and were.
#[derive(Debug, Default)]
pub(crate) struct Names<'r> {
    ids: BTreeSet<&'r str>,
    /// From an old id to the one that it has now.
    renamed: BTreeMap<&'r str, &'r str>,
    /// Deprecated rules, with what replaces them.
    deprecated: BTreeMap<&'r str, Option<&'r str>>,
}

impl<'r> Names<'r> {
    /// `ids` are those of all rule files; of `rules` those that could be read.
    pub(crate) fn of(ids: &'r BTreeSet<String>, rules: impl Iterator<Item = &'r Rule>) -> Self {
        let mut names = Self { ids: ids.iter().map(String::as_str).collect(), ..Self::default() };
        for rule in rules {
            names.renamed.extend(rule.renamed_from.iter().map(|old| (old.as_str(), rule.id.as_str())));
            if rule.status == RuleStatus::Deprecated {
                names.deprecated.insert(&rule.id, rule.replaced_by.as_deref());
            }
        }
        names
    }
}

/// Why what a profile extends cannot be had.
enum Chain {
    /// There is no such profile.
    Unknown(String),
    /// The profiles from the first on, each extending the next, the last of which came before.
    Circle(Vec<String>),
}

/// `table` with everything that it does not say taken from what it extends. `chain` are the profiles up to this one.
fn whole(
    mut table: toml::Table,
    all: &BTreeMap<&str, toml::Table>,
    chain: &mut Vec<String>,
) -> Result<toml::Table, Chain> {
    let Some(parent) = table.get("extends").and_then(toml::Value::as_str).map(str::to_owned) else { return Ok(table) };
    table.remove("extends");
    let Some(below) = all.get(parent.as_str()) else { return Err(Chain::Unknown(parent)) };
    let circle = chain.contains(&parent);
    chain.push(parent);
    if circle {
        return Err(Chain::Circle(std::mem::take(chain)));
    }
    let mut below = whole(below.clone(), all, chain)?;
    below.remove("chosen");
    lay(&mut below, table);
    Ok(below)
}

/// Lets `step` name its rule by the id that it has now. Only the file that has the words is told.
fn follow(step: &mut Step, rules: &Names, reading: &mut Reading) {
    let place = reading.source.find(&step.rule).map(|i| i..i + step.rule.len());
    if let Some(now) = rules.renamed.get(step.rule.as_str()).filter(|_| !rules.ids.contains(step.rule.as_str())) {
        if let Some(place) = place {
            reading.warn(place, format!("rule `{}` is now called `{now}`", step.rule), format!("write `{now}`"));
        }
        step.rule = (*now).to_owned();
    } else if let (Some(next), Some(place)) = (rules.deprecated.get(step.rule.as_str()), place) {
        let help =
            next.map_or_else(|| "it will go; plan to do without it".to_owned(), |next| format!("`{next}` replaces it"));
        reading.warn(place, format!("rule `{}` is deprecated", step.rule), help);
    }
}

fn lay(below: &mut toml::Table, above: toml::Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => lay(old, new),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

fn check(id: &str, mut raw: RawProfile, rules: &Names, reading: &mut Reading) -> Option<Profile> {
    let steps = raw.dimension.values_mut().flat_map(|m| m.penalties.iter_mut().chain(&mut m.bonuses));
    for step in steps {
        follow(step, rules, reading);
    }
    let mut ok = true;
    let mut wrong = |reading: &mut Reading, word: &str, message: String, help: Option<String>| {
        ok = false;
        let at = reading.source.find(word).map(|i| i..i + word.len());
        reading.say(at, message, help);
    };
    let extra = CREDIT_BESIDE;
    for key in raw.credit.keys().filter(|k| SourceKind::named(k).is_none() && !extra.contains(&k.as_str())) {
        let known = SourceKind::ALL.iter().map(|k| k.name()).chain(extra);
        wrong(reading, key, format!("unknown kind of source `{key}`"), suggest(key, known));
    }
    let extra = REPLY_BESIDE;
    for key in raw.reply.keys().filter(|k| Outcome::named(k).is_none() && !extra.contains(&k.as_str())) {
        let known = Outcome::ALL.iter().map(|o| o.name()).chain(extra);
        wrong(reading, key, format!("unknown outcome `{key}`"), suggest(key, known));
    }
    for (key, model) in &raw.dimension {
        if Dimension::named(key).is_none() {
            let known = Dimension::ALL.iter().map(|d| d.name());
            wrong(reading, key, format!("unknown dimension `{key}`"), suggest(key, known));
        }
        let rises = |curve: &[(i64, i64)]| {
            curve.windows(2).all(|p| p[0].0 < p[1].0 && p[0].1 <= p[1].1)
                && curve.iter().all(|(_, y)| (0..=100).contains(y))
        };
        if !rises(&model.curve) || !rises(&model.density) {
            let help = "list [value, points] by rising value, points from 0 to 100 and never falling";
            wrong(
                reading,
                &format!("[dimension.{key}]"),
                format!("the curve of `{key}` does not rise"),
                Some(help.into()),
            );
        }
        if !model.expected.windows(2).all(|p| p[0].0 < p[1].0 && p[0].1 <= p[1].1) {
            wrong(
                reading,
                &format!("[dimension.{key}]"),
                format!("what `{key}` expects does not rise"),
                Some("list [words, sources] by rising words, sources never falling".into()),
            );
        }
        for step in model.penalties.iter().chain(&model.bonuses) {
            if !rules.ids.contains(step.rule.as_str()) {
                let message = format!("unknown rule `{}`", step.rule);
                wrong(reading, &step.rule, message, suggest(&step.rule, rules.ids.iter().copied()));
            }
            if step.points < 0 || step.most < 0 || !(0..=100).contains(&step.repeat) {
                let message = format!("points for `{}` must not be negative, `repeat` is a percentage", step.rule);
                wrong(reading, &step.rule, message, None);
            }
        }
    }
    if raw.dimension.values().all(|m| m.weight == 0) {
        wrong(reading, "dimension", "no dimension has a weight".into(), None);
    }
    let credit = |name: &str| raw.credit.get(name).copied().unwrap_or(0);
    let reply = |name: &str| raw.reply.get(name).copied().unwrap_or(0);
    ok.then(|| Profile {
        id: id.to_owned(),
        title: raw.title.clone(),
        extends: Vec::new(),
        chosen: raw.chosen.clone(),
        bands: raw.bands,
        credit: SourceKind::ALL.iter().map(|k| credit(k.name())).collect(),
        without_role: credit("without_role"),
        each_descriptor: credit("each_descriptor"),
        explained: credit("explained"),
        independent: raw.independent,
        reply: Outcome::ALL.iter().map(|o| reply(o.name())).collect(),
        reply_spoke: reply("spoke"),
        reply_somebody: reply("somebody"),
        reply_none: reply("none"),
        dimensions: Dimension::ALL.iter().map(|d| raw.dimension.get(d.name()).cloned().unwrap_or_default()).collect(),
        caps: raw.cap.clone(),
        scored: raw.scored,
    })
}
