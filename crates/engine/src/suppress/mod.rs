//! Findings that somebody answers for: set aside with a reason, and told in the record all the same.
//!
//! A suppression is asked for in the article itself, by a comment, or in a file beside it or for the whole run. It never
//! takes a finding out of the record; it takes its points out of the score, and both scores are told. One that does
//! nothing, or cannot be read, is told too, so that none is believed to work that does not.

mod directive;
mod file;
#[cfg(test)]
mod tests;

use std::fmt;

use onrecord_parser::Document;
use onrecord_text::Span;

pub(crate) use file::RawSuppressions;
pub use file::{SuppressionEntry, SuppressionFile};

pub use crate::anchor::TextQuote;
use crate::anchor::{Folded, Miss};
use crate::assess::Options;
use crate::assessment::Finding;
use crate::date::Date;
use crate::pack::RuleSet;
use crate::problem::suggest;
use crate::rule::RuleKind;

/// So many suppressions an article may have. Each is held against every finding, and that is to stay cheap.
const MOST: usize = 1000;

/// A wish that findings of a rule do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The rule's id; one that ends in `*` stands for all that begin so.
    pub rule: String,
    /// Why they do not count.
    pub reason: String,
    /// Where in the article.
    pub place: Place,
    /// The last day on which it holds. Heeded only where [`Options::today`] tells what day it is.
    pub until: Option<Date>,
    /// Where it was asked for.
    pub origin: Origin,
    /// Whether it was asked for all articles of a run: it is then no mistake that it does nothing in one of them.
    pub everywhere: bool,
}

/// Where in an article a suppression acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Everywhere.
    Article,
    /// On findings that share a word with these.
    Words(TextQuote),
}

/// Where a suppression or correction was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// By a comment in the article.
    Inline,
    /// In the file beside the article.
    SideFile,
    /// In a file that the user named.
    Option,
}

impl Origin {
    /// The word used in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::SideFile => "side-file",
            Self::Option => "option",
        }
    }
}

/// What became of a suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuppressionReport {
    /// The rule that it names; `None` where the comment cannot be read.
    pub rule: Option<String>,
    /// Its reason; `None` where the comment cannot be read.
    pub reason: Option<String>,
    /// The part of the article that it acts on; the comment itself where that does not tell. `None` for the whole
    /// article, and where the part is not found.
    pub span: Option<Span>,
    /// Where it was asked for.
    pub origin: Origin,
    /// Whether it has set a finding aside.
    pub used: bool,
    /// Why it has not, with what to do about it.
    pub problem: Option<(SuppressionProblem, String)>,
    /// Which of [`Options::suppressions`] it was.
    pub number: Option<usize>,
}

/// Why a suppression did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressionProblem {
    /// There is nothing to set aside.
    Unused,
    /// Its last day is over.
    Expired,
    /// The part of the article that it is for is not there.
    NotFound,
    /// The words that it is for stand there several times.
    Ambiguous,
    /// No rule is called so.
    UnknownRule,
    /// The comment cannot be understood.
    Malformed,
}

impl SuppressionProblem {
    /// All problems.
    pub const ALL: &[Self] =
        &[Self::Unused, Self::Expired, Self::NotFound, Self::Ambiguous, Self::UnknownRule, Self::Malformed];

    /// The word used in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unused => "unused",
            Self::Expired => "expired",
            Self::NotFound => "not-found",
            Self::Ambiguous => "ambiguous",
            Self::UnknownRule => "unknown-rule",
            Self::Malformed => "malformed",
        }
    }
}

impl fmt::Display for SuppressionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Sets `findings` aside as the comments of the article and the options ask for; tells what became of each wish.
pub(crate) fn apply(
    text: &str,
    document: &Document,
    rules: &RuleSet,
    options: &Options,
    findings: &mut [Finding],
) -> Vec<SuppressionReport> {
    if document.comments.is_empty() && options.suppressions.is_empty() {
        return Vec::new();
    }
    let mut reports = inline(text, document);
    let words = options.suppressions.iter().any(|s| matches!(s.place, Place::Words(_)));
    let folded = words.then(|| Folded::of(text, &document.comments));
    reports.extend(options.suppressions.iter().enumerate().map(|(n, s)| asked(n, s, folded.as_ref(), options.today)));
    let mut told: Vec<SuppressionReport> = Vec::with_capacity(reports.len());
    for mut report in reports {
        let number = told.len() as u32;
        if report.problem.is_none()
            && let Some(rule) = report.rule.as_deref()
        {
            let rule = rules.renamed(rule).map_or(rule, |now| now.id.as_str());
            match known(rules, rule) {
                Err(help) => report.problem = Some((SuppressionProblem::UnknownRule, help)),
                Ok(()) => {
                    report.used = set_aside(findings, rule, report.span, number);
                    report.problem = (!report.used).then(|| (SuppressionProblem::Unused, unused(rules, rule)));
                }
            }
        }
        let of_all = report.number.is_some_and(|n| options.suppressions[n].everywhere);
        let idle = report.problem.as_ref().is_some_and(|p| p.0 != SuppressionProblem::Ambiguous);
        if !(of_all && idle) {
            told.push(report);
        }
    }
    told
}

/// What the comments of the article ask for.
fn inline(text: &str, document: &Document) -> Vec<SuppressionReport> {
    let mut reports = Vec::new();
    for &comment in &document.comments {
        let Some(read) = directive::read(comment.of(text)) else { continue };
        let broken = |message: String| SuppressionReport {
            rule: None,
            reason: None,
            span: Some(comment),
            origin: Origin::Inline,
            used: false,
            problem: Some((SuppressionProblem::Malformed, message)),
            number: None,
        };
        let wanted = read.as_ref().map_or(1, |d| d.rules.len());
        if reports.len() + wanted >= MOST {
            let message = format!("an article may have {MOST} suppressions; this and all behind it are not heeded");
            reports.push(broken(message));
            break;
        }
        match read {
            Err(message) => reports.push(broken(message)),
            Ok(directive) => {
                let block = if directive.everywhere { None } else { block_behind(document, comment) };
                let lost = (!directive.everywhere && block.is_none()).then(|| {
                    let message = "no paragraph stands behind it; put it before the one that it is for".to_owned();
                    (SuppressionProblem::NotFound, message)
                });
                reports.extend(directive.rules.iter().map(|rule| SuppressionReport {
                    rule: Some((*rule).to_owned()),
                    reason: Some(directive.reason.split_whitespace().collect::<Vec<_>>().join(" ")),
                    span: if lost.is_some() { Some(comment) } else { block },
                    origin: Origin::Inline,
                    used: false,
                    problem: lost.clone(),
                    number: None,
                }));
            }
        }
    }
    reports
}

/// The paragraph in which the first word behind a comment stands.
fn block_behind(document: &Document, comment: Span) -> Option<Span> {
    let token = document.token_at(comment.end());
    let sentence = document.sentence_of(token);
    let paragraph = document.paragraphs.get(document.sentences.get(sentence)?.paragraph as usize)?;
    Some(document.span(&paragraph.tokens))
}

/// A suppression of a file, before anything is set aside by it.
fn asked(number: usize, wish: &Suppression, text: Option<&Folded>, today: Option<Date>) -> SuppressionReport {
    let found = match (&wish.place, text) {
        (Place::Words(quote), Some(text)) => Some(text.find(quote)),
        _ => None,
    };
    let over = wish.until.zip(today).filter(|(until, today)| until < today);
    let problem = match (over, found) {
        (Some((until, today)), _) => {
            let message = format!("it held until {until}, and today is {today}; remove it, or decide again");
            Some((SuppressionProblem::Expired, message))
        }
        (None, Some(Err(miss))) => Some(missed(miss)),
        (None, _) => None,
    };
    SuppressionReport {
        rule: Some(wish.rule.clone()),
        reason: Some(wish.reason.clone()),
        span: found.and_then(Result::ok),
        origin: wish.origin,
        used: false,
        problem,
        number: Some(number),
    }
}

fn missed(miss: Miss) -> (SuppressionProblem, String) {
    match miss {
        Miss::Nowhere => {
            let message = "the words of `exact` do not stand in the article; copy them from it again";
            (SuppressionProblem::NotFound, message.to_owned())
        }
        Miss::Elsewhere => {
            let message = "the words of `exact` stand in the article, but not between these `prefix` and `suffix`";
            (SuppressionProblem::NotFound, message.to_owned())
        }
        Miss::Several(n) => {
            let message =
                format!("the words stand in the article {n} times; tell by `prefix` or `suffix` which are meant");
            (SuppressionProblem::Ambiguous, message)
        }
    }
}

/// Gives the findings of `rule` in `span` the number of the suppression that sets them aside. Tells whether there were
/// any, also where another has set them aside before.
fn set_aside(findings: &mut [Finding], rule: &str, span: Option<Span>, number: u32) -> bool {
    let mut used = false;
    for finding in findings {
        if stands_for(rule, &finding.rule) && span.is_none_or(|s| s.overlaps(finding.span) || s.contains(finding.span))
        {
            finding.suppression.get_or_insert(number);
            used = true;
        }
    }
    used
}

/// Whether `pattern`, an id or the beginning of one with `*`, stands for the rule `id`.
fn stands_for(pattern: &str, id: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => id == pattern,
    }
}

/// Whether `pattern` stands for a rule at all; if not, what to do.
fn known(rules: &RuleSet, pattern: &str) -> Result<(), String> {
    if rules.rules().iter().any(|r| stands_for(pattern, &r.id)) {
        return Ok(());
    }
    let inner = pattern.strip_suffix('*').unwrap_or(pattern);
    if inner.contains('*') {
        return Err("a `*` can stand at the end only, as in `anon/*`".to_owned());
    }
    let help = suggest(inner, rules.rules().iter().map(|r| r.id.as_str()));
    Err(help.unwrap_or_else(|| "`onrecord rules list` lists all".to_owned()))
}

/// Why there was nothing to set aside.
fn unused(rules: &RuleSet, pattern: &str) -> String {
    let makes_findings = |kind: &RuleKind| !matches!(kind, RuleKind::Source { .. } | RuleKind::Response { .. });
    let mut named = rules.rules().iter().filter(|r| stands_for(pattern, &r.id));
    if named.any(|r| makes_findings(&r.kind)) {
        return "there is no such finding here; remove it".to_owned();
    }
    "this rule makes no findings, so there is nothing to set aside; name the rule of the finding".to_owned()
}
