//! Labels that a person puts right: the kind of a source, a statement or note that was missed or is none.
//!
//! A correction quotes words of the article and says what they are. What it says of statements and of who is who is
//! put into a copy of the document (`statements.rs`), so that all that follows is made from it as from any other; kinds,
//! notes and reasons are put right while the article is assessed (`assess/corrected.rs`). Nothing is corrected unseen:
//! the record tells every correction, what it changed, and the score without any.
//!
//! The order of corrections never matters. Two that contradict each other are both refused.

mod file;
mod find;
mod statements;
#[cfg(test)]
mod tests;

use std::fmt;

use onrecord_text::Span;

pub(crate) use file::RawCorrections;
pub use file::{CorrectionEntry, CorrectionFile};
pub use find::quoting;
pub(crate) use find::{Found, Seeker, entity_named, shared};
pub(crate) use statements::amend;

use crate::suppress::Origin;
use crate::words::{Outcome, Reason, SourceKind};

/// So many corrections an article may have. The words of each are looked for in the whole text, and that is to stay
/// cheap.
const MOST: usize = 1000;

/// What a person says of words of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Correction {
    /// What it says, and of which words.
    pub relabel: Relabel,
    /// Who says so.
    pub by: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// Where it was written.
    pub origin: Origin,
}

/// Words copied from an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quoted {
    /// The words.
    pub words: String,
    /// Which of several places where they stand is meant, counted from 1.
    pub occurrence: Option<u32>,
}

/// What is to be put right. Where it names a source by words, they may stand in several places as long as these name
/// the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relabel {
    /// What a source is.
    Source {
        /// Words that name it.
        source: Quoted,
        /// Its kind.
        kind: Option<SourceKind>,
        /// Its role, in words of the article; empty for none.
        role: Option<String>,
        /// Whether the article gives a reason why it is unnamed.
        justified: Option<bool>,
        /// Words that name the source that it is too.
        same_as: Option<String>,
    },
    /// A statement, whether it was missed or has another source.
    Statement {
        /// What is said.
        statement: Quoted,
        /// Words that name whoever says it.
        source: Option<String>,
        /// What kind of source that is; `None` the kind for a statement that names nobody.
        kind: Option<SourceKind>,
        /// The words that attribute it.
        cue: Option<String>,
    },
    /// What was taken for a statement and is none.
    FalseStatement {
        /// What is said.
        statement: Quoted,
        /// Words that name its source, where two say the same.
        source: Option<String>,
    },
    /// A response note, whether it was missed or tells something else.
    Response {
        /// Its words.
        note: Quoted,
        /// What came of asking.
        outcome: Option<Outcome>,
        /// Words that name who was asked.
        party: Option<String>,
    },
    /// What was taken for a response note and is none.
    FalseResponse {
        /// Its words.
        note: Quoted,
    },
    /// Terms of or a reason for anonymity, whether they were missed or tell something else.
    Justification {
        /// Its words.
        passage: Quoted,
        /// The reason.
        reason: Option<Reason>,
        /// Words that name the source that it covers.
        source: Option<String>,
    },
    /// What was taken for terms or a reason and is none.
    FalseJustification {
        /// Its words.
        passage: Quoted,
    },
}

impl Relabel {
    /// The words that it is about.
    #[must_use]
    pub fn quoted(&self) -> &Quoted {
        match self {
            Self::Source { source, .. } => source,
            Self::Statement { statement, .. } | Self::FalseStatement { statement, .. } => statement,
            Self::Response { note, .. } | Self::FalseResponse { note } => note,
            Self::Justification { passage, .. } | Self::FalseJustification { passage } => passage,
        }
    }
}

crate::words::vocabulary! {
    /// A label that can be corrected.
    Label {
        /// A source's kind.
        Kind "kind",
        /// A source's role.
        Role "role",
        /// Whether a reason is given why a source is unnamed.
        Justified "justified",
        /// Which other source a source is.
        SameAs "same-as",
        /// Whose statement something is.
        Statement "statement",
        /// What came of asking somebody.
        Response "response",
        /// Who was asked.
        Party "party",
        /// Why a source is unnamed.
        Justification "justification",
        /// Which source a reason covers.
        Covers "covers",
    }
}

/// Something in an assessment that two readers may label differently: an index into the list of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Of [`Assessment::sources`](crate::Assessment::sources).
    Source(u32),
    /// Of [`Assessment::attributions`](crate::Assessment::attributions).
    Statement(u32),
    /// Of [`Assessment::responses`](crate::Assessment::responses).
    Response(u32),
    /// Of [`Assessment::justifications`](crate::Assessment::justifications).
    Justification(u32),
}

/// What became of one label of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionReport {
    /// The label.
    pub what: Label,
    /// The words that the correction is about, as it quotes them.
    pub quote: String,
    /// Where they stand; `None` where that is not known.
    pub span: Option<Span>,
    /// The label before; `None` where there was none.
    pub from: Option<String>,
    /// The label that is asked for; `None` where there is to be none.
    pub to: Option<String>,
    /// Who says so.
    pub by: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// Where it was written.
    pub origin: Origin,
    /// Whether it is heeded. Where `from` is `to` then, it confirms what was read.
    pub used: bool,
    /// Why it is not, with what to do about it.
    pub problem: Option<(CorrectionProblem, String)>,
    /// What has the label now, where it is still there.
    pub unit: Option<Unit>,
    /// Which of [`Options::corrections`](crate::Options::corrections) it was.
    pub number: usize,
}

impl CorrectionReport {
    /// Whether a label is another one by it.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.used && self.from != self.to
    }
}

crate::words::vocabulary! {
    /// Why a correction is not heeded.
    CorrectionProblem {
        /// Words that it quotes are not in the article.
        NotFound "not-found",
        /// They stand there several times, and these are not the same.
        Ambiguous "ambiguous",
        /// There is nothing of that kind at these words.
        NothingThere "nothing-there",
        /// What is new in the article needs more to be said of it.
        Incomplete "incomplete",
        /// Another correction says otherwise.
        Contradicted "contradicted",
    }
}

impl fmt::Display for CorrectionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A problem, with what to do.
pub(crate) type Trouble = (CorrectionProblem, String);

/// The corrections of an article while it is assessed.
#[derive(Debug)]
pub(crate) struct Desk<'c> {
    /// With their numbers, in an order that does not depend on that of the files.
    corrections: Vec<(usize, &'c Correction)>,
    /// What became of them.
    pub(crate) reports: Vec<CorrectionReport>,
}

impl<'c> Desk<'c> {
    pub(crate) fn new(corrections: &'c [Correction]) -> Self {
        let mut corrections: Vec<_> = corrections.iter().enumerate().collect();
        corrections.sort_by_key(|&(number, c)| (c, number));
        Self { corrections, reports: Vec::new() }
    }

    /// All corrections, with their numbers.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &'c Correction)> + use<'c> {
        self.corrections.clone().into_iter()
    }

    /// Notes what became of a label of correction `number`.
    pub(crate) fn note(
        &mut self,
        (number, correction): (usize, &Correction),
        what: Label,
        span: Option<Span>,
        became: Became,
    ) {
        let Correction { relabel, by, why, origin } = correction;
        let Became { from, to, unit, problem } = became;
        let known = self.reports.iter().any(|r| r.number == number && r.what == what);
        if known && problem.is_some() {
            return;
        }
        self.reports.push(CorrectionReport {
            what,
            quote: relabel.quoted().words.clone(),
            span,
            from,
            to,
            by: by.clone(),
            why: why.clone(),
            origin: *origin,
            used: problem.is_none(),
            problem,
            unit,
            number,
        });
    }

    /// What became of all, in the order of the text.
    pub(crate) fn finish(self) -> Vec<CorrectionReport> {
        let mut reports = self.reports;
        let rank = |number: usize| self.corrections.iter().position(|c| c.0 == number);
        reports.sort_by_cached_key(|r| (r.span.map_or(u32::MAX, Span::start), rank(r.number), r.what));
        reports
    }
}

/// What became of a label.
#[derive(Clone, Debug, Default)]
pub(crate) struct Became {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) unit: Option<Unit>,
    pub(crate) problem: Option<Trouble>,
}

impl Became {
    pub(crate) fn another(from: Option<String>, to: Option<String>, unit: Option<Unit>) -> Self {
        Self { from, to, unit, problem: None }
    }

    pub(crate) fn refused(to: Option<String>, trouble: Trouble) -> Self {
        Self { from: None, to, unit: None, problem: Some(trouble) }
    }
}

/// Finds out which of `wishes`, each for a label of something, contradict each other: those for one `target` that want
/// different things.
pub(crate) fn contradictions<T: Ord, W: PartialEq>(wishes: &[(T, W)]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&a, &b| wishes[a].0.cmp(&wishes[b].0));
    let mut bad = vec![false; wishes.len()];
    for same in order.chunk_by(|&a, &b| wishes[a].0 == wishes[b].0) {
        let differ = same.iter().any(|&i| wishes[i].1 != wishes[same[0]].1);
        same.iter().for_each(|&i| bad[i] = differ);
    }
    bad
}

/// What to say of one that another contradicts.
pub(crate) fn contradicted() -> Trouble {
    (CorrectionProblem::Contradicted, "another correction says otherwise of the same; keep one of them".to_owned())
}
