//! Why rules fire in a text, and why others do not: what an author of rules asks all day.
//!
//! Everything here is found by the programs that articles are matched with, so a trace cannot tell another story than a
//! score.

mod near;
mod patterns;
mod words;

use std::ops::Range;

pub use near::{NearMiss, NearMisses, NearPatterns};
use onrecord_parser::{Document, Zone};
use onrecord_text::Span;

use crate::assess::{Assessor, Decision, Options, decisions};
use crate::pack::RuleSet;
use crate::rule::{RuleId, RuleKind};

/// A text as rules see it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The words and marks.
    pub tokens: Vec<TracedToken>,
    /// The rules that were asked for, in order of their numbers.
    pub rules: Vec<RuleTrace>,
    /// Who the sources are, and how each came to its kind; empty when no source rule was asked for.
    pub sources: Vec<Decision>,
}

/// A token as rules see it.
#[derive(Clone, Debug)]
pub struct TracedToken {
    /// Its place.
    pub span: Span,
    /// The sentence, counted from 0.
    pub sentence: u32,
    /// The lexicons that have it, as patterns write them: `role:pl`.
    pub lists: Vec<String>,
    /// The lexicons with a phrase that begins here: list and phrase.
    pub phrases: Vec<(String, String)>,
    /// What it looks like, as patterns ask.
    pub shapes: Vec<&'static str>,
    /// The part of the article.
    pub zone: Zone,
    /// Whether it stands in a quotation.
    pub quoted: bool,
}

/// What a rule made of the text.
#[derive(Clone, Debug)]
pub struct RuleTrace {
    /// The rule.
    pub rule: RuleId,
    /// Its patterns, in order.
    pub patterns: Vec<PatternTrace>,
    /// What it finds, for a rule without patterns.
    pub findings: Vec<Span>,
}

/// What a pattern made of the text.
#[derive(Clone, Debug)]
pub struct PatternTrace {
    /// Its number among the rule's patterns, from 0.
    pub number: u32,
    /// Where it matches, whether that counts or not.
    pub matches: Vec<TracedMatch>,
    /// Where it came furthest, if it matches nowhere and any of its words was met.
    pub stopped: Option<Stopped>,
}

/// A match, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedMatch {
    /// Its tokens.
    pub tokens: Range<u32>,
    /// What came of it.
    pub verdict: Verdict,
}

/// What comes of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The rule fires here.
    Fires,
    /// The rule does not apply in this part of an article.
    Zone {
        /// The part.
        zone: Zone,
        /// Whether it stands in a quotation.
        quoted: bool,
    },
    /// A match of the rule's `unless` overlaps it.
    Unless {
        /// Which of the rule's `unless` patterns, from 0.
        pattern: u32,
        /// Its tokens.
        tokens: Range<u32>,
    },
    /// Another match of the same rule took its words: one that begins before or is longer.
    Taken,
}

/// Where a pattern came to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The tokens that it matched.
    pub tokens: Range<u32>,
    /// The token that it could not take; `None` at the end of the sentence.
    pub at: Option<u32>,
    /// How many of its items that ask for words were met.
    pub met: u32,
    /// How many tokens it still wanted, at least.
    pub wanting: u32,
    /// What would have let it go on: bytes of the pattern.
    pub wanted: Vec<Range<usize>>,
}

impl RuleSet {
    /// How the rules `asked` see `text`.
    #[must_use]
    pub fn trace(&self, text: &str, document: &Document, options: &Options, asked: &[RuleId]) -> Trace {
        let mut trace = Trace { tokens: words::tokens(self, text, document), ..Trace::default() };
        let mut scratch = self.matcher().scratch();
        let assessment = Assessor::new(self).assess(text, document, options);
        let is_source = |rule: &RuleId| matches!(self.rule(*rule).kind, RuleKind::Source { .. });
        if asked.iter().any(is_source) {
            trace.sources = decisions(text, document, self, options, &mut scratch);
        }
        for &rule in asked {
            let known = self.rule(rule);
            let findings = match known.kind {
                RuleKind::Absence { .. } | RuleKind::Count { .. } => {
                    assessment.findings.iter().filter(|f| f.rule == known.id).map(|f| f.span).collect()
                }
                _ => Vec::new(),
            };
            trace.rules.push(RuleTrace { rule, patterns: Vec::new(), findings });
        }
        patterns::trace(self, text, document, &mut scratch, &mut trace);
        trace
    }
}
