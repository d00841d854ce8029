//! What a column of a table is: its name, its meaning and what stands in its cells, in one place, so that the tables
//! and the codebook cannot differ.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use onrecord_engine::{Assessment, Attribution, Cause, Finding, Points, Reason, Response, Source};
use onrecord_parser::{Act, Confidence, Form, Stance, Via, Zone};
use onrecord_text::{OffsetMap, Span};

use crate::csv::cell;
use crate::entry::statements;
use crate::{Body, Entry, Run};

/// A word of a vocabulary, and what it means.
pub(super) type Word = (&'static str, &'static str);

/// What the cells of a column hold.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    /// An id that is in no other row, or that leads to a row of another table.
    Key,
    /// Words of the input or of the article.
    Words,
    /// A whole number from 0.
    Count,
    /// Points of a score, 0 to 100.
    Score,
    /// Points that were given or taken.
    Points,
    /// `true` or `false`.
    Truth,
    /// An offset into the text.
    Place,
    /// One word of a list.
    OneOf(fn() -> Vec<Word>),
}

/// What stands in a cell.
pub(super) enum Cell<'a> {
    Empty,
    /// The key of the article.
    Article,
    /// The key of a part of the article: a letter for the sort of part, and its number.
    Part(char, u32),
    /// Words of our own.
    Word(&'static str),
    /// Words of others, which a spreadsheet must not run.
    Words(Cow<'a, str>),
    Count(usize),
    Points(Points),
    Truth(bool),
}

impl<'a> Cell<'a> {
    pub(super) fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    pub(super) fn told(words: Option<&'a str>) -> Self {
        Self::maybe(words, |w| Self::Words(w.into()))
    }
}

/// A column.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    pub(super) meaning: &'static str,
    /// Whether it holds words of the article, which are given on request only.
    pub(super) text: bool,
    /// What stands in it in row `n` of an article.
    pub(super) cell: for<'a> fn(&'a Of<'a>, usize) -> Cell<'a>,
}

/// A column that is always there.
pub(super) const fn col(
    name: &'static str,
    holds: Holds,
    meaning: &'static str,
    cell: for<'a> fn(&'a Of<'a>, usize) -> Cell<'a>,
) -> Column {
    Column { name, holds, meaning, text: false, cell }
}

/// A column of words of the article, which is there on request only.
pub(super) const fn text(
    name: &'static str,
    meaning: &'static str,
    cell: for<'a> fn(&'a Of<'a>, usize) -> Cell<'a>,
) -> Column {
    Column { name, holds: Holds::Words, meaning, text: true, cell }
}

/// An article or unreadable input, with what its rows need to be found fast.
pub(super) struct Of<'a> {
    pub(super) entry: &'a Entry<'a>,
    pub(super) with_text: bool,
    found: Option<Found<'a>>,
}

struct Found<'a> {
    text: &'a str,
    assessment: &'a Assessment,
    map: OffsetMap<'a>,
    /// Scored statements of each source; the last number counts those of nobody.
    statements: Vec<usize>,
    /// All attributions of each source.
    attributions: Vec<usize>,
    /// The first reason that is told for each source's anonymity.
    reasons: Vec<Option<Reason>>,
    /// What each finding gave or took.
    points: Vec<Option<Points>>,
}

impl<'a> Of<'a> {
    pub(super) fn new(run: &Run<'_>, entry: &'a Entry<'a>, with_text: bool) -> Self {
        let found = match entry.body {
            Body::Unread { .. } => None,
            Body::Assessed { text, assessment } => Some(Found {
                text,
                assessment,
                map: OffsetMap::new(text, run.offsets),
                statements: statements(assessment),
                attributions: attributions(assessment),
                reasons: reasons(assessment),
                points: points(assessment),
            }),
        };
        Self { entry, with_text, found }
    }

    pub(super) fn assessment(&self) -> Option<&'a Assessment> {
        self.found.as_ref().map(|f| f.assessment)
    }

    pub(super) fn sources(&self) -> &'a [Source] {
        self.assessment().map_or(&[], |a| &a.sources)
    }

    pub(super) fn attributions(&self) -> &'a [Attribution] {
        self.assessment().map_or(&[], |a| &a.attributions)
    }

    pub(super) fn responses(&self) -> &'a [Response] {
        self.assessment().map_or(&[], |a| &a.responses)
    }

    pub(super) fn findings(&self) -> &'a [Finding] {
        self.assessment().map_or(&[], |a| &a.findings)
    }

    /// Scored statements of source `n`, or of all together.
    pub(super) fn statements(&self, n: Option<usize>) -> Cell<'a> {
        let Some(found) = &self.found else { return Cell::Empty };
        Cell::Count(n.map_or_else(|| found.statements.iter().sum(), |n| found.statements[n]))
    }

    pub(super) fn attributions_of(&self, source: usize) -> Cell<'a> {
        Cell::maybe(self.found.as_ref(), |f| Cell::Count(f.attributions[source]))
    }

    pub(super) fn reason_of(&self, source: usize) -> Cell<'a> {
        let reason = self.found.as_ref().and_then(|f| f.reasons[source]);
        Cell::maybe(reason, |r| Cell::Word(r.name()))
    }

    pub(super) fn points_of(&self, finding: usize) -> Cell<'a> {
        Cell::maybe(self.found.as_ref().and_then(|f| f.points[finding]), Cell::Points)
    }

    /// Where the first of `spans` starts.
    pub(super) fn start(&self, spans: &[Span]) -> Cell<'a> {
        let first = spans.iter().map(|s| s.start()).min();
        Cell::maybe(first.zip(self.found.as_ref()), |(at, f)| Cell::Count(f.map.offset(at) as usize))
    }

    /// Where the last of `spans` ends.
    pub(super) fn end(&self, spans: &[Span]) -> Cell<'a> {
        let last = spans.iter().map(|s| s.end()).max();
        Cell::maybe(last.zip(self.found.as_ref()), |(at, f)| Cell::Count(f.map.offset(at) as usize))
    }

    /// How long `spans` are together.
    pub(super) fn length(&self, spans: &[Span]) -> Cell<'a> {
        Cell::maybe(self.found.as_ref(), |f| {
            let long = spans.iter().map(|s| f.map.span(*s)).map(|[start, end]| (end - start) as usize);
            Cell::Count(long.sum())
        })
    }

    /// The words at `spans`; what stands between two is left out.
    pub(super) fn words(&self, spans: &[Span]) -> Cell<'a> {
        let Some(found) = &self.found else { return Cell::Empty };
        let mut words = spans.iter().filter_map(|s| found.text.get(s.start() as usize..s.end() as usize));
        match (words.next(), words.next()) {
            (None, _) => Cell::Empty,
            (Some(alone), None) => Cell::Words(alone.into()),
            (Some(first), Some(second)) => {
                let all: Vec<&str> = [first, second].into_iter().chain(words).collect();
                Cell::Words(all.join(" … ").into())
            }
        }
    }

    /// The whole text, and how long it is.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.found.as_ref().map(|f| f.text)
    }

    /// The row's cell as it stands in the file.
    pub(super) fn print(&self, what: Cell<'_>) -> String {
        match what {
            Cell::Empty => String::new(),
            Cell::Article => self.key(),
            Cell::Part(sort, number) => format!("{}#{sort}{number}", self.key()),
            Cell::Word(word) => word.to_owned(),
            Cell::Words(words) => cell(&without_marks(&words)),
            Cell::Count(count) => count.to_string(),
            Cell::Points(points) => points.to_string(),
            Cell::Truth(truth) => truth.to_string(),
        }
    }

    fn key(&self) -> String {
        format!("{}{MARK}", cell(&without_marks(self.entry.id)))
    }
}

/// Stands behind the id of an article in each key, where a number comes if another input has the same id: who writes
/// rows does not know of others, and who knows of them does not write rows. No table may hold this character anyway.
pub(super) const MARK: char = '\0';

fn without_marks(words: &str) -> Cow<'_, str> {
    if words.contains(MARK) { words.replace(MARK, "\u{fffd}").into() } else { words.into() }
}

fn attributions(assessment: &Assessment) -> Vec<usize> {
    let mut counts = vec![0; assessment.sources.len()];
    for source in assessment.attributions.iter().filter_map(|a| a.source) {
        if let Some(count) = counts.get_mut(source as usize) {
            *count += 1;
        }
    }
    counts
}

fn reasons(assessment: &Assessment) -> Vec<Option<Reason>> {
    let mut reasons = vec![None; assessment.sources.len()];
    for justification in &assessment.justifications {
        for &source in &justification.sources {
            if let Some(reason) = reasons.get_mut(source as usize) {
                // The terms alone are no reason where there is one.
                if reason.is_none_or(|r| r == Reason::TermsOnly) {
                    *reason = Some(justification.reason);
                }
            }
        }
    }
    reasons
}

fn points(assessment: &Assessment) -> Vec<Option<Points>> {
    let mut lines: BTreeMap<(&str, u32, u32), VecDeque<Points>> = BTreeMap::new();
    for line in &assessment.lines {
        if let Cause::Rule { rule, span } = &line.cause {
            lines.entry((rule, span.start(), span.end())).or_default().push_back(line.points);
        }
    }
    let mut points = Vec::with_capacity(assessment.findings.len());
    for finding in &assessment.findings {
        // What is set aside has no line.
        let place = (finding.rule.as_str(), finding.span.start(), finding.span.end());
        points.push(match finding.suppression {
            Some(_) => None,
            None => lines.get_mut(&place).and_then(VecDeque::pop_front),
        });
    }
    points
}

pub(super) fn vias() -> Vec<Word> {
    vec![
        (Via::Name.name(), "by its name"),
        (Via::Nominal.name(), "by a description"),
        (Via::Pronoun.name(), "by a pronoun"),
        (Via::Implicit.name(), "not at all: it follows from context"),
    ]
}

pub(super) fn forms() -> Vec<Word> {
    vec![
        (Form::Direct.name(), "wholly quoted"),
        (Form::Mixed.name(), "told, with quoted words"),
        (Form::Indirect.name(), "told"),
    ]
}

pub(super) fn acts() -> Vec<Word> {
    vec![
        (Act::Statement.name(), "says, writes, shows"),
        (Act::Mental.name(), "believes, wants, feels"),
        (Act::Other.name(), "something else that is tied to a source: calls, supports"),
    ]
}

pub(super) fn stances() -> Vec<Word> {
    vec![
        (Stance::Neutral.name(), "said"),
        (Stance::Denial.name(), "denied"),
        (Stance::Loaded.name(), "admitted, blasted"),
        (Stance::Evidential.name(), "claimed, alleged"),
        (Stance::Commissive.name(), "promised"),
        (Stance::Directive.name(), "urged"),
    ]
}

pub(super) fn zones() -> Vec<Word> {
    let meaning = |zone| match zone {
        Zone::Headline => "the headline",
        Zone::Standfirst => "one or two sentences between headline and body",
        Zone::Byline => "who wrote it and when",
        Zone::Body => "running text, the only part that is scored",
        Zone::Caption => "caption, photo credit or pull quote",
        Zone::Subheading => "a heading inside the body",
        Zone::Credit => "agency credit, copyright line",
        Zone::Boilerplate => "links, sign-ups, corrections, contact lines",
    };
    Zone::ALL.iter().map(|&zone| (zone.name(), meaning(zone))).collect()
}

pub(super) fn confidences() -> Vec<Word> {
    vec![
        (Confidence::Sure.name(), "a plain form, or confirmed by two signs"),
        (Confidence::Likely.name(), "the usual reading of its form"),
        (Confidence::Unsure.name(), "a guess from context"),
    ]
}
