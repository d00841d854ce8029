//! Planted edits: articles that differ in one fact of their sourcing move as an editor would say, and by about as much.
//!
//! `planted.toml` holds the pairs with what was expected of them before anybody looked; `docs/planted-edits.md` is the
//! table of what comes of them, written by this test.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use onrecord_engine::{Assessment, Dimension, Points};
use onrecord_tests::corpus::{Case, cases, profile};
use onrecord_tests::run::read_by_profile;
use serde::Deserialize;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/planted-edits.md");
/// How many articles are edited at least.
const PAIRS: usize = 40;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    article: String,
    fact: Fact,
    moves: Moves,
    /// Least and most points, without their sign.
    by: [f64; 2],
    why: String,
    /// Why the score does not do so yet.
    todo: Option<String>,
    edit: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    find: String,
    replace: String,
}

/// What an edit does to the sourcing.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Fact {
    NameWithheld,
    NameTold,
    RoleRemoved,
    ReasonAdded,
    ReasonCut,
    ReplyAdded,
    ReplyCut,
    SourceAdded,
    StatementMoved,
    WireCopy,
    DescriptorBared,
    DescriptorTold,
    Agentless,
    AgentNamed,
    Corroborated,
    SpeakerRemoved,
}

impl Fact {
    const fn name(self) -> &'static str {
        match self {
            Self::NameWithheld => "a name withheld",
            Self::NameTold => "a name told",
            Self::RoleRemoved => "a role removed",
            Self::ReasonAdded => "a reason for anonymity added",
            Self::ReasonCut => "a reason for anonymity cut",
            Self::ReplyAdded => "a reply added",
            Self::ReplyCut => "a reply cut",
            Self::SourceAdded => "an independent source added",
            Self::StatementMoved => "a statement moved to an unnamed source",
            Self::WireCopy => "taken over from another outlet",
            Self::DescriptorBared => "a description made bare",
            Self::DescriptorTold => "a source described",
            Self::Agentless => "nobody in place of a source",
            Self::AgentNamed => "a source in place of nobody",
            Self::Corroborated => "corroboration added",
            Self::SpeakerRemoved => "a quotation's speaker removed",
        }
    }

    /// The dimensions that such an edit is about: one of them must move as the score does.
    const fn about(self) -> &'static [Dimension] {
        use Dimension::{Anonymity, Attribution, Diversity, Identification, Independence, Provenance, Reply};
        match self {
            Self::NameWithheld | Self::NameTold | Self::StatementMoved => &[Identification, Anonymity],
            Self::RoleRemoved => &[Identification],
            Self::ReasonAdded | Self::ReasonCut => &[Anonymity],
            Self::ReplyAdded | Self::ReplyCut => &[Reply],
            Self::SourceAdded => &[Independence, Identification, Diversity],
            Self::WireCopy => &[Provenance, Independence],
            Self::DescriptorBared | Self::DescriptorTold => &[Identification, Anonymity, Independence],
            Self::Agentless | Self::AgentNamed => &[Identification, Attribution],
            Self::Corroborated => &[Provenance, Anonymity],
            // A quotation that nobody claims may be read as going on with whoever spoke last.
            Self::SpeakerRemoved => &[Attribution, Identification],
        }
    }

    /// Whether such an edit makes the sourcing of an article plainer.
    const fn moves(self) -> Moves {
        use Fact::{AgentNamed, Corroborated, DescriptorTold, NameTold, ReasonAdded, ReplyAdded, SourceAdded};
        match self {
            NameTold | ReasonAdded | ReplyAdded | SourceAdded | DescriptorTold | AgentNamed | Corroborated => Moves::Up,
            _ => Moves::Down,
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Moves {
    Up,
    Down,
}

fn pairs() -> Vec<Pair> {
    toml::from_str::<Planted>(include_str!("planted.toml")).unwrap_or_else(|e| panic!("planted.toml: {e}")).pair
}

/// The article with the edits; what is looked for must stand there once.
fn edited(case: &Case, edits: &[Edit]) -> Result<String, String> {
    let mut text = case.text.clone();
    for Edit { find, replace } in edits {
        match text.matches(find.as_str()).count() {
            1 => text = text.replacen(find.as_str(), replace, 1),
            n => return Err(format!("`{find}` stands {n} times in the article, not once")),
        }
    }
    Ok(text)
}

/// A pair and what came of it.
struct Outcome<'p> {
    pair: &'p Pair,
    before: Assessment,
    after: Assessment,
}

impl Outcome<'_> {
    fn scores(&self) -> Option<(Points, Points)> {
        Some((self.before.score?, self.after.score?))
    }

    /// Why this is not what was expected; `None` where it is.
    fn fault(&self) -> Option<String> {
        let Some((before, after)) = self.scores() else {
            let reason = self.before.reason.as_ref().or(self.after.reason.as_ref());
            return Some(format!("no score: {}", reason.map_or("no reason", String::as_str)));
        };
        let change = (after - before).0;
        let size = if self.pair.moves == Moves::Up { change } else { -change };
        let [least, most] = self.pair.by.map(|points| (points * 1000.0).round() as i64);
        match size {
            0 => Some("it does not move".to_owned()),
            s if s < 0 => Some("it moves the other way".to_owned()),
            s if s < least => Some("it moves too little".to_owned()),
            s if s > most => Some("it moves too far".to_owned()),
            _ if !self.for_its_reason() => Some(format!("{} does not move", names(self.pair.fact.about()))),
            _ => None,
        }
    }

    /// Whether a dimension that the edit is about moves as the score must.
    fn for_its_reason(&self) -> bool {
        let moved = self.moved();
        let points = |d: &Dimension| moved.get(&Some(*d)).map_or(0, |points| points.0);
        self.pair.fact.about().iter().map(points).any(|p| if self.pair.moves == Moves::Up { p > 0 } else { p < 0 })
    }

    /// What the lines of each dimension add up to, after less before; a ceiling is none of them.
    fn moved(&self) -> BTreeMap<Option<Dimension>, Points> {
        let mut moved: BTreeMap<Option<Dimension>, Points> = BTreeMap::new();
        for line in &self.after.lines {
            *moved.entry(line.dimension).or_default() += line.points;
        }
        for line in &self.before.lines {
            *moved.entry(line.dimension).or_default() += -line.points;
        }
        moved
    }

    /// The dimension that moved most, and by how much.
    fn most(&self) -> String {
        let moved = self.moved();
        let most = moved.iter().max_by_key(|(_, points)| points.0.abs()).filter(|(_, points)| points.0 != 0);
        most.map_or("none".to_owned(), |(dimension, &points)| {
            format!("{} {}", dimension.map_or("ceiling", Dimension::name), signed(points))
        })
    }

    fn expected(&self) -> String {
        let sign = if self.pair.moves == Moves::Up { '+' } else { '-' };
        let [least, most] = self.pair.by;
        format!("{sign}{least} to {sign}{most}")
    }

    /// Article, score before and after, change, what was expected, what moved most.
    fn cells(&self) -> [String; 6] {
        let shown = |a: &Assessment| a.score.map_or("none".to_owned(), |s| tenth(s).to_string());
        let change = self.scores().map_or(String::new(), |(before, after)| signed(after - before));
        [self.pair.article.clone(), shown(&self.before), shown(&self.after), change, self.expected(), self.most()]
    }
}

fn names(dimensions: &[Dimension]) -> String {
    dimensions.iter().map(|d| d.name()).collect::<Vec<_>>().join(" or ")
}

/// Rounded to a tenth of a point, for a table that people read.
fn tenth(points: Points) -> Points {
    Points((points.0 + 50).div_euclid(100) * 100)
}

fn signed(points: Points) -> String {
    let sign = if points.0 > 0 { "+" } else { "" };
    format!("{sign}{}", tenth(points))
}

/// Scores both sides of every pair.
fn outcomes(pairs: &[Pair]) -> Vec<Outcome<'_>> {
    let cases = cases();
    pairs
        .iter()
        .filter_map(|pair| {
            let case = cases.iter().find(|c| c.slug == pair.article)?;
            let text = edited(case, &pair.edit).ok()?;
            let read = |text: &str| read_by_profile(profile(&pair.article), text);
            Some(Outcome { pair, before: read(&case.text), after: read(&text) })
        })
        .collect()
}

#[test]
fn pairs_are_what_they_say() {
    let (pairs, cases) = (pairs(), cases());
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for pair in &pairs {
        let Pair { article, fact, moves, by: [least, most], .. } = pair;
        let mut fault = |what: String| faults.push(format!("{article}: {what}"));
        match cases.iter().find(|c| &c.slug == article) {
            Some(case) => {
                if let Err(what) = edited(case, &pair.edit) {
                    fault(what);
                }
            }
            None => fault("the corpus has no such article".to_owned()),
        }
        if *moves != fact.moves() {
            fault(format!("{} moves an article the other way", fact.name()));
        }
        if !(0.0 < *least && least < most) {
            fault("`by` is least and most points, both above zero".to_owned());
        }
        if pair.why.is_empty() || pair.todo.as_ref().is_some_and(String::is_empty) {
            fault("`why` and `todo` are sentences".to_owned());
        }
        if !seen.insert(article) {
            fault("each article stands in one pair".to_owned());
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(pairs.len() >= PAIRS, "only {} pairs", pairs.len());
}

#[test]
fn planted_edits_move_the_score_as_an_editor_would_say() {
    let pairs = pairs();
    let mut faults = String::new();
    for outcome in outcomes(&pairs) {
        let what = match (outcome.fault(), &outcome.pair.todo) {
            (Some(what), None) => what,
            (None, Some(todo)) => format!("as expected now: take away `todo` ({todo})"),
            _ => continue,
        };
        let [article, before, after, change, expected, most] = outcome.cells();
        let fact = outcome.pair.fact.name();
        let _ = writeln!(
            faults,
            "{article:<36} {fact:<38} {before:>5} {after:>5} {change:>6}  {expected:<13} {most:<22} {what}"
        );
    }
    assert!(faults.is_empty(), "article, fact, before, after, change, expected, moved most:\n{faults}");
}

const INTRO: &str = "# Planted edits

Each row is an article of the corpus and the same article with one fact of its sourcing changed.
Which way the score must move, and between how many points, was written down before anybody looked at it, from what the published standards make of such a fact in an article of that size.
`tests/planted.toml` has the edits word by word and says how the bounds were judged.
The articles are scored by the profile of their desk.
One of the dimensions that the fact is about must move too, so that a score is not right for a wrong reason.
A row in *italics* does not come out as expected yet; the reasons stand below the table.

This page is written by `tests/planted.rs`; `cargo xtask bless` renews it.

";

/// The page.
fn page(outcomes: &[Outcome]) -> String {
    let right = outcomes.iter().filter(|o| o.fault().is_none()).count();
    let way = |o: &&Outcome| {
        let change = o.scores().map_or(0, |(before, after)| (after - before).0);
        if o.pair.moves == Moves::Up { change > 0 } else { change < 0 }
    };
    let ways = outcomes.iter().filter(way).count();
    let of = outcomes.len();
    let mut out = format!("{INTRO}Of {of} pairs, {ways} move the right way, and {right} by as much as expected.\n\n");
    out.push_str(
        "| article | fact | before | after | change | expected | moved most |\n|---|---|---:|---:|---:|---:|---|\n",
    );
    let mut order: Vec<&Outcome> = outcomes.iter().collect();
    order.sort_by_key(|o| (o.pair.fact, &o.pair.article));
    for o in &order {
        let [article, before, after, change, expected, most] = o.cells();
        let mark = if o.fault().is_some() { "*" } else { "" };
        let fact = o.pair.fact.name();
        let _ =
            writeln!(out, "| {mark}{article}{mark} | {fact} | {before} | {after} | {change} | {expected} | {most} |");
    }
    out.push_str("\n## What is not as expected\n\n");
    for o in order.iter().filter(|o| o.fault().is_some()) {
        let todo = o.pair.todo.as_deref().unwrap_or("not looked into yet");
        let _ = writeln!(out, "- {}, {}: {todo}", o.pair.article, o.pair.fact.name());
    }
    if right == of {
        out.push_str("Nothing.\n");
    }
    out.push_str("\n## Why they must move\n\n");
    for o in &order {
        let _ = writeln!(out, "- {}: {}", o.pair.article, o.pair.why);
    }
    out
}

#[test]
fn the_page_of_planted_edits_is_what_the_pairs_give() {
    let pairs = pairs();
    let page = page(&outcomes(&pairs));
    if std::env::var("INSTA_UPDATE").is_ok_and(|v| v == "always") {
        std::fs::write(PAGE, page).expect("the page can be written");
        return;
    }
    let committed = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(page == committed, "docs/planted-edits.md is stale: run `cargo xtask bless`");
}
