//! What is counted of a group of articles.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_engine::{Band, Dimension, Hearing, Outcome, Reason, SourceKind, Status};

use super::facts::Facts;
use super::share::Ratio;
use super::spread::Spread;

/// A coarse class of sources: kinds that a reader would put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// What it is called.
    pub name: &'static str,
    /// Its kinds.
    pub kinds: &'static [SourceKind],
}

impl Class {
    /// Every class. A document is a class of its own, for its kind alone does not tell whether its issuer is named.
    pub const ALL: [Self; 6] = [
        Self { name: "named", kinds: &[SourceKind::NamedPerson] },
        Self { name: "bodies", kinds: &[SourceKind::NamedOrganisation, SourceKind::Spokesperson] },
        Self { name: "unnamed", kinds: &[SourceKind::Pseudonym, SourceKind::UnnamedPerson, SourceKind::UnnamedGroup] },
        Self { name: "public", kinds: &[SourceKind::Collective] },
        Self { name: "docs", kinds: &[SourceKind::Document] },
        Self { name: "media", kinds: &[SourceKind::Media, SourceKind::OwnOutlet] },
    ];
}

/// What is counted of a group of articles.
#[derive(Clone, Debug)]
pub struct Group {
    statuses: [u64; Status::ALL.len()],
    /// Sources of each kind.
    kinds: [u64; SourceKind::ALL.len()],
    /// Scored statements of sources of each kind; those of nobody under `none`.
    statements: [u64; SourceKind::ALL.len()],
    /// Scored statements that are quoted, partly quoted and told.
    pub forms: [u64; 3],
    /// Unnamed sources among all sources.
    pub unnamed: Ratio,
    /// Statements of unnamed sources among all scored statements.
    pub unnamed_statements: Ratio,
    /// Articles with an unnamed source among those with a source.
    pub with_unnamed: Ratio,
    /// Sources without a reason for it among the unnamed ones.
    pub unexplained: Ratio,
    /// Articles with a response note among all that are counted.
    pub with_response: Ratio,
    /// Parties without any reply among those that are accused.
    pub unheard: Ratio,
    outcomes: [u64; Outcome::ALL.len()],
    heard: [u64; Hearing::ALL.len()],
    reasons: [u64; Reason::ALL.len()],
    /// How often each reason not to score came, by the shape of its words.
    pub abstentions: BTreeMap<String, u64>,
    bands: [u64; Band::ALL.len()],
    /// The scores.
    pub scores: Spread,
    dimensions: [Spread; Dimension::ALL.len()],
    /// How often each rule found something that counts, and in how many articles.
    pub findings: BTreeMap<String, Found>,
}

/// How often a rule found something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Findings.
    pub times: u64,
    /// Articles with one.
    pub articles: u64,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            statuses: Default::default(),
            kinds: Default::default(),
            statements: Default::default(),
            forms: Default::default(),
            unnamed: Ratio::default(),
            unnamed_statements: Ratio::default(),
            with_unnamed: Ratio::default(),
            unexplained: Ratio::default(),
            with_response: Ratio::default(),
            unheard: Ratio::default(),
            outcomes: Default::default(),
            heard: Default::default(),
            reasons: Default::default(),
            abstentions: BTreeMap::new(),
            bands: Default::default(),
            scores: Spread::of_tenths(),
            dimensions: std::array::from_fn(|_| Spread::of_points()),
            findings: BTreeMap::new(),
        }
    }
}

impl Group {
    /// Whether an article was read at all.
    pub(super) fn is_read(facts: &Facts) -> bool {
        facts.status != Status::Error
    }

    /// Counts that an article is there, and why it has no score; nothing of what was found in it.
    pub(super) fn add_status(&mut self, facts: &Facts) {
        count(&mut self.statuses, Status::ALL, facts.status, 1);
        if let Some(reason) = facts.reason.as_deref().filter(|_| facts.status == Status::NotScored) {
            let shape = shape(reason);
            *self.abstentions.entry(kept(&self.abstentions, &shape).to_owned()).or_default() += 1;
        }
    }

    /// Counts an article.
    pub(super) fn add(&mut self, facts: &Facts) {
        self.add_status(facts);
        if !Self::is_read(facts) {
            return;
        }
        for source in &facts.sources {
            count(&mut self.kinds, SourceKind::ALL, source.kind, 1);
            count(&mut self.statements, SourceKind::ALL, source.kind, u64::from(source.statements));
        }
        count(&mut self.statements, SourceKind::ALL, SourceKind::None, u64::from(facts.nobody));
        for (all, more) in self.forms.iter_mut().zip(facts.forms) {
            *all += u64::from(more);
        }
        self.ratios(facts);
        facts.outcomes.iter().for_each(|o| count(&mut self.outcomes, Outcome::ALL, *o, 1));
        facts.heard.iter().for_each(|h| count(&mut self.heard, Hearing::ALL, *h, 1));
        facts.reasons.iter().for_each(|r| count(&mut self.reasons, Reason::ALL, *r, 1));
        if let Some(score) = facts.score {
            self.scores.add(score);
            for (dimension, score) in &facts.dimensions {
                if let Some(at) = Dimension::ALL.iter().position(|d| d == dimension) {
                    self.dimensions[at].add(*score);
                }
            }
        }
        if let Some(band) = facts.band {
            count(&mut self.bands, Band::ALL, band, 1);
        }
        let mut met = BTreeSet::new();
        for rule in &facts.findings {
            let rule = kept(&self.findings, rule);
            if !self.findings.contains_key(rule) {
                self.findings.insert(rule.to_owned(), Found::default());
            }
            let Some(found) = self.findings.get_mut(rule) else { continue };
            found.times += 1;
            found.articles += u64::from(met.insert(rule));
        }
    }

    fn ratios(&mut self, facts: &Facts) {
        let unnamed = || facts.sources.iter().filter(|s| s.kind.is_unnamed());
        let hidden = unnamed().count() as u64;
        let sources = facts.sources.len() as u64;
        self.unnamed.add(hidden, sources);
        let said = |s: &super::Voice| u64::from(s.statements);
        let all_said = facts.sources.iter().map(said).sum::<u64>() + u64::from(facts.nobody);
        self.unnamed_statements.add(unnamed().map(said).sum(), all_said);
        self.with_unnamed.add(u64::from(hidden > 0), u64::from(sources > 0));
        self.unexplained.add(unnamed().filter(|s| s.justified != Some(true)).count() as u64, hidden);
        self.with_response.add(u64::from(!facts.outcomes.is_empty()), 1);
        let unheard = facts.heard.iter().filter(|h| **h == Hearing::No).count() as u64;
        self.unheard.add(unheard, facts.heard.len() as u64);
    }

    /// Inputs with this status.
    #[must_use]
    pub fn with_status(&self, status: Status) -> u64 {
        at(&self.statuses, Status::ALL, status)
    }

    /// Articles that were read.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.with_status(Status::Scored) + self.with_status(Status::NotScored)
    }

    /// Articles of which more than the status is counted.
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.with_response.articles
    }

    /// Whether there are too few articles to tell shares and quartiles.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.with_response.is_of_few()
    }

    /// Sources of `kind`, and their scored statements.
    #[must_use]
    pub fn of_kind(&self, kind: SourceKind) -> [u64; 2] {
        [at(&self.kinds, SourceKind::ALL, kind), at(&self.statements, SourceKind::ALL, kind)]
    }

    /// All sources, and all scored statements.
    #[must_use]
    pub fn totals(&self) -> [u64; 2] {
        [self.kinds.iter().sum(), self.statements.iter().sum()]
    }

    /// Sources of a class.
    #[must_use]
    pub fn of_class(&self, class: Class) -> u64 {
        class.kinds.iter().map(|k| self.of_kind(*k)[0]).sum()
    }

    /// Response notes with this outcome.
    #[must_use]
    pub fn with_outcome(&self, outcome: Outcome) -> u64 {
        at(&self.outcomes, Outcome::ALL, outcome)
    }

    /// Parties that are accused and were heard in this way.
    #[must_use]
    pub fn heard(&self, heard: Hearing) -> u64 {
        at(&self.heard, Hearing::ALL, heard)
    }

    /// Reasons for anonymity of this sort.
    #[must_use]
    pub fn with_reason(&self, reason: Reason) -> u64 {
        at(&self.reasons, Reason::ALL, reason)
    }

    /// Scores in this band.
    #[must_use]
    pub fn in_band(&self, band: Band) -> u64 {
        at(&self.bands, Band::ALL, band)
    }

    /// The scores of `dimension`, where it applies.
    #[must_use]
    pub fn dimension(&self, dimension: Dimension) -> &Spread {
        let at = Dimension::ALL.iter().position(|d| *d == dimension).unwrap_or_default();
        &self.dimensions[at]
    }
}

/// So many rules and reasons are told apart at most. No pack has as many, but records may say anything.
const MOST_WORDS: usize = 5000;

/// `word`, or what stands for all that come when there are too many.
fn kept<'w, T>(counts: &BTreeMap<String, T>, word: &'w str) -> &'w str {
    if counts.len() < MOST_WORDS || counts.contains_key(word) { word } else { "(others)" }
}

fn count<T: PartialEq>(counts: &mut [u64], all: &[T], which: T, more: u64) {
    if let Some(at) = all.iter().position(|one| *one == which) {
        counts[at] += more;
    }
}

fn at<T: PartialEq>(counts: &[u64], all: &[T], which: T) -> u64 {
    all.iter().position(|one| *one == which).map_or(0, |at| counts[at])
}

/// What a reason has in common with others of its sort: no numbers, and no words of an article.
fn shape(reason: &str) -> String {
    let mut shape = String::new();
    let mut quoted = false;
    for c in reason.chars() {
        let next = match c {
            '`' => {
                quoted = !quoted;
                '…'
            }
            _ if quoted || c.is_ascii_digit() => '…',
            c => c,
        };
        if next != '…' || !shape.ends_with('…') {
            shape.push(next);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_but_none_is_of_one_class() {
        for kind in SourceKind::ALL.iter().filter(|k| **k != SourceKind::None) {
            assert_eq!(Class::ALL.iter().filter(|c| c.kinds.contains(kind)).count(), 1, "{}", kind.name());
        }
    }

    #[test]
    fn reasons_of_one_sort_are_one() {
        for (reason, expected) in [
            ("too short: 137 words, 150 are needed", "too short: … words, … are needed"),
            ("no news report: marked as opinion by `In my view`", "no news report: marked as opinion by …"),
            ("no news report: filed under `Letters`", "no news report: filed under …"),
            ("not in English, as far as its small words show", "not in English, as far as its small words show"),
        ] {
            assert_eq!(shape(reason), expected);
        }
    }
}
