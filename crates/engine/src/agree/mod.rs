//! Where two readings of an article differ: those of two people who correct the tool, or of one of them and the tool.
//!
//! What is read are *units*: sources, statements, response notes and reasons of anonymity. Each reading comes from the
//! tool's own, with a person's corrections, so units that neither has touched are the same by default; who has touched
//! which is told with every rating.

mod kappa;
mod pair;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use onrecord_parser::{Act, Zone};
use onrecord_text::Span;

pub use kappa::{Agreement, NoKappa};
use pair::{Trio, trios};

use crate::assessment::{Assessment, Source};
use crate::correct::Unit;
use crate::words::SourceKind;

crate::words::vocabulary! {
    /// What of a unit is compared.
    Measure {
        /// Whether a source is one.
        SourceFound "source-found",
        /// Its kind.
        SourceKind "source-kind",
        /// Its coarse class.
        SourceClass "source-class",
        /// Whether a statement is one.
        StatementFound "statement-found",
        /// Whose it is.
        StatementSource "statement-source",
        /// Whether a response note is one.
        ResponseFound "response-found",
        /// What came of asking.
        ResponseOutcome "response-outcome",
        /// Who was asked.
        ResponseParty "response-party",
        /// Whether terms of anonymity or a reason for it are told.
        JustificationFound "justification-found",
        /// Which reason.
        JustificationReason "justification-reason",
        /// Which sources it covers.
        JustificationCovers "justification-covers",
    }
}

impl Measure {
    /// Whether its labels are names of the article, not categories: then there is no kappa.
    #[must_use]
    pub fn is_of_names(self) -> bool {
        matches!(self, Self::StatementSource | Self::ResponseParty | Self::JustificationCovers)
    }

    /// Whether it tells that a unit is there at all.
    #[must_use]
    pub fn is_found(self) -> bool {
        matches!(self, Self::SourceFound | Self::StatementFound | Self::ResponseFound | Self::JustificationFound)
    }
}

/// What two readers say of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// What they say it of.
    pub measure: Measure,
    /// Where the unit stands, as the first of tool and readers has it that has it.
    pub span: Span,
    /// How to call it: a source's label, the words of others.
    pub words: String,
    /// What each says.
    pub labels: [String; 2],
    /// Whether that is the same.
    pub agree: bool,
    /// What the tool says by itself; `None` for a unit that it has not.
    pub tool: Option<String>,
    /// Whether each has corrected or confirmed something of the unit.
    pub touched: [bool; 2],
}

/// The coarse class of a source.
#[must_use]
pub fn class(source: &Source) -> &'static str {
    match source.kind {
        SourceKind::NamedPerson => "named",
        SourceKind::NamedOrganisation | SourceKind::Spokesperson => "institutional",
        SourceKind::Pseudonym | SourceKind::UnnamedPerson | SourceKind::UnnamedGroup => "unnamed",
        SourceKind::Document if names_issuer(source) => "institutional",
        SourceKind::Document | SourceKind::Collective | SourceKind::None => "vague",
        SourceKind::Media => "second-hand",
        SourceKind::OwnOutlet => "own",
    }
}

/// Whether a document's words name whoever issued it: by a name of its own, or by a word that is written as a name.
fn names_issuer(source: &Source) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    // The first word of a sentence has a capital anyhow, unless it is somebody's.
    let name =
        |(number, word): (usize, &str)| capital(word) && (number > 0 || word.ends_with("'s") || word.ends_with("’s"));
    source.name.is_some() || source.label.split_whitespace().enumerate().any(name)
}

/// Everything that two readings of `text` say of its units, `readings[0]` by the first reader; `tool` is what it reads by
/// itself. In the order of measures and of the text.
#[must_use]
pub fn ratings(text: &str, tool: &Assessment, readings: [&Assessment; 2]) -> Vec<Rating> {
    let [first, second] = readings;
    let all = [tool, first, second];
    let sources = trios(
        all.map(|a| a.sources.iter().map(|s| (s.label.clone(), s.mentions.clone())).collect()),
        pair::Same::AnyShared,
    );
    let comparison = Comparison { text, all, unit_of: unit_of(&sources, all), sources };
    let mut ratings = comparison.of_sources();
    ratings.extend(comparison.of_statements());
    ratings.extend(comparison.of_responses());
    ratings.extend(comparison.of_justifications());
    ratings.sort_by_key(|r| (r.measure, r.span));
    ratings
}

/// For each reading the unit that each source is.
fn unit_of(units: &[Trio], all: [&Assessment; 3]) -> [Vec<Option<usize>>; 3] {
    let mut unit_of = all.map(|a| vec![None; a.sources.len()]);
    for (number, unit) in units.iter().enumerate() {
        for (reading, source) in unit.iter().enumerate() {
            if let Some(source) = source {
                unit_of[reading][*source] = Some(number);
            }
        }
    }
    unit_of
}

struct Comparison<'a> {
    text: &'a str,
    /// The tool's reading and those of both readers.
    all: [&'a Assessment; 3],
    sources: Vec<Trio>,
    unit_of: [Vec<Option<usize>>; 3],
}

/// A label that is compared: how it is shown, and what makes it the same as another.
#[derive(Clone, PartialEq, Eq)]
struct Label {
    shown: String,
    same: Same,
}

#[derive(Clone, PartialEq, Eq)]
enum Same {
    Word,
    Units(BTreeSet<Option<usize>>),
    Words(String),
}

impl Label {
    fn word(word: &str) -> Self {
        Self { shown: word.to_owned(), same: Same::Word }
    }

    fn is(&self, other: &Self) -> bool {
        match (&self.same, &other.same) {
            (Same::Word, Same::Word) => self.shown == other.shown,
            (mine, theirs) => mine == theirs,
        }
    }
}

impl Comparison<'_> {
    fn of_sources(&self) -> Vec<Rating> {
        let place = |reading: usize, i: usize| {
            let source = &self.all[reading].sources[i];
            (source.mentions.first().copied().unwrap_or_default(), source.label.clone())
        };
        let labels = |reading: usize, i: usize| {
            let source = &self.all[reading].sources[i];
            vec![Label::word(source.kind.name()), Label::word(class(source))]
        };
        let unit = |i: usize| Unit::Source(i as u32);
        let measures = [Measure::SourceFound, Measure::SourceKind, Measure::SourceClass];
        self.rate(&self.sources, &measures, place, labels, unit)
    }

    fn of_statements(&self) -> Vec<Rating> {
        let scored: [Vec<usize>; 3] = self.all.map(|a| {
            let all = a.attributions.iter().enumerate();
            all.filter(|(_, a)| a.act == Act::Statement && a.zone == Zone::Body).map(|(i, _)| i).collect()
        });
        let keys = [0, 1, 2].map(|reading| {
            let spans = |&i: &usize| (String::new(), self.all[reading].attributions[i].content.clone());
            scored[reading].iter().map(spans).collect::<Vec<_>>()
        });
        let units = trios(keys, pair::Same::HalfShared);
        let place = |reading: usize, i: usize| {
            let attribution = &self.all[reading].attributions[scored[reading][i]];
            let span = attribution.content.first().copied().unwrap_or_default();
            (span, self.words(span))
        };
        let labels = |reading: usize, i: usize| {
            let source = self.all[reading].attributions[scored[reading][i]].source;
            vec![self.who(reading, source.as_slice(), "nobody")]
        };
        // Numbers of units are those of the assessment; the ones here count scored statements only.
        let units_touched = |reading: usize, i: usize| Unit::Statement(scored[reading][i] as u32);
        self.rate_by(&units, &[Measure::StatementFound, Measure::StatementSource], place, labels, units_touched)
    }

    fn of_responses(&self) -> Vec<Rating> {
        let units = trios(
            self.all.map(|a| a.responses.iter().map(|r| (String::new(), vec![r.span])).collect()),
            pair::Same::AnyShared,
        );
        let place = |reading: usize, i: usize| {
            let span = self.all[reading].responses[i].span;
            (span, self.words(span))
        };
        let labels = |reading: usize, i: usize| {
            let response = &self.all[reading].responses[i];
            let party = match (response.party_source, response.party) {
                (Some(source), _) => self.who(reading, &[source], ""),
                (None, Some(party)) => {
                    let words = self.words(party);
                    Label { same: Same::Words(words.to_lowercase()), shown: words }
                }
                (None, None) => Label { shown: "nobody".to_owned(), same: Same::Words(String::new()) },
            };
            vec![Label::word(response.outcome.name()), party]
        };
        let measures = [Measure::ResponseFound, Measure::ResponseOutcome, Measure::ResponseParty];
        self.rate(&units, &measures, place, labels, |i| Unit::Response(i as u32))
    }

    fn of_justifications(&self) -> Vec<Rating> {
        let keys = self.all.map(|a| a.justifications.iter().map(|j| (String::new(), vec![j.span])).collect());
        let units = trios(keys, pair::Same::AnyShared);
        let place = |reading: usize, i: usize| {
            let span = self.all[reading].justifications[i].span;
            (span, self.words(span))
        };
        let labels = |reading: usize, i: usize| {
            let justification = &self.all[reading].justifications[i];
            vec![Label::word(justification.reason.name()), self.who(reading, &justification.sources, "nobody")]
        };
        let measures = [Measure::JustificationFound, Measure::JustificationReason, Measure::JustificationCovers];
        self.rate(&units, &measures, place, labels, |i| Unit::Justification(i as u32))
    }

    /// Sources of a reading as a label.
    fn who(&self, reading: usize, sources: &[u32], nobody: &str) -> Label {
        let label = |s: &u32| self.all[reading].sources.get(*s as usize).map_or("", |s| s.label.as_str());
        let shown: Vec<&str> = sources.iter().map(label).collect();
        let units = sources.iter().map(|s| self.unit_of[reading].get(*s as usize).copied().flatten()).collect();
        let shown = if shown.is_empty() { nobody.to_owned() } else { shown.join(", ") };
        Label { shown, same: Same::Units(units) }
    }

    fn words(&self, span: Span) -> String {
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn rate(
        &self,
        units: &[Trio],
        measures: &[Measure],
        place: impl Fn(usize, usize) -> (Span, String),
        labels: impl Fn(usize, usize) -> Vec<Label>,
        unit: impl Fn(usize) -> Unit,
    ) -> Vec<Rating> {
        self.rate_by(units, measures, place, labels, |_, i| unit(i))
    }

    /// Rates units by `measures`, of which the first tells whether they are there and the others belong to `labels`.
    fn rate_by(
        &self,
        units: &[Trio],
        measures: &[Measure],
        place: impl Fn(usize, usize) -> (Span, String),
        labels: impl Fn(usize, usize) -> Vec<Label>,
        unit: impl Fn(usize, usize) -> Unit,
    ) -> Vec<Rating> {
        let spoken_of = [1, 2].map(|reading| {
            let heeded = self.all[reading].corrections.iter().filter(|c| c.used);
            heeded.filter_map(|c| c.unit).collect::<BTreeSet<Unit>>()
        });
        let mut ratings = Vec::new();
        for trio in units {
            let said: Vec<Option<Vec<Label>>> =
                trio.iter().enumerate().map(|(reading, i)| i.map(|i| labels(reading, i))).collect();
            let Some((span, words)) = trio.iter().enumerate().find_map(|(reading, i)| i.map(|i| place(reading, i)))
            else {
                continue;
            };
            let differs = |reading: usize| match (&said[0], &said[reading]) {
                (Some(tool), Some(theirs)) => tool.iter().zip(theirs).any(|(a, b)| !a.is(b)),
                (tool, theirs) => tool.is_some() != theirs.is_some(),
            };
            let touched = [1, 2].map(|reading| {
                differs(reading) || trio[reading].is_some_and(|i| spoken_of[reading - 1].contains(&unit(reading, i)))
            });
            let mut push = |measure: Measure, labels: [String; 2], agree: bool, tool: Option<String>| {
                let words = words.clone();
                ratings.push(Rating { measure, span, words, labels, agree, tool, touched });
            };
            let there = |reading: usize| if said[reading].is_some() { "yes" } else { "no" }.to_owned();
            push(measures[0], [there(1), there(2)], said[1].is_some() == said[2].is_some(), Some(there(0)));
            let (Some(first), Some(second)) = (&said[1], &said[2]) else { continue };
            for (number, &measure) in measures[1..].iter().enumerate() {
                let (first, second) = (&first[number], &second[number]);
                let tool = said[0].as_ref().map(|tool| tool[number].shown.clone());
                push(measure, [first.shown.clone(), second.shown.clone()], first.is(second), tool);
            }
        }
        ratings
    }
}
