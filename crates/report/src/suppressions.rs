//! What was set aside and by whom, for people: nothing is taken out of a score unseen.

use std::fmt::Write as _;

use onrecord_engine::{Assessment, Origin, SuppressionReport};
use onrecord_text::LineIndex;

use crate::Run;
use crate::score::tenths;
use crate::terminal::{HEADING, QUIET, RESPONSE, cut, paint, paragraph};

/// How many findings are set aside.
pub(crate) fn count(assessment: &Assessment) -> usize {
    assessment.findings.iter().filter(|f| f.suppression.is_some()).count()
}

/// One line below the score: how many findings are set aside, and the score if they counted.
pub(crate) fn headline(out: &mut String, assessment: &Assessment, to: usize) {
    let (findings, they) = match count(assessment) {
        0 => return,
        1 => ("1 finding is set aside".to_owned(), "it"),
        n => (format!("{n} findings are set aside"), "they"),
    };
    let score = match assessment.score_without_suppressions {
        Some(without) if assessment.score != Some(without) => {
            format!("; if {they} counted, the score would be {}", tenths(without))
        }
        Some(_) => ", and the score is the same without that".to_owned(),
        None => String::new(),
    };
    let mut line = String::new();
    paragraph(&mut line, "", &format!("{findings}{score}"), to);
    let _ = writeln!(out, "{}", paint(RESPONSE, line.trim_end()));
}

/// Every suppression with its reason, and what became of it.
pub(crate) fn all(page: &mut String, run: &Run<'_>, text: &str, assessment: &Assessment) {
    const SHOWN: usize = 20;
    if assessment.suppressions.is_empty() {
        return;
    }
    let index = LineIndex::new(text);
    let _ = writeln!(page, "\n{}", paint(HEADING, "Set aside"));
    for (number, report) in assessment.suppressions.iter().enumerate().take(SHOWN) {
        let place = match report.span {
            Some(span) => format!("line {}", index.locate(text, span.start()).line),
            None if report.problem.is_some() => "nowhere".to_owned(),
            None => "the whole article".to_owned(),
        };
        let rule = cut(report.rule.as_deref().unwrap_or("a comment"), run.width.saturating_sub(40).max(20));
        let state = match &report.problem {
            Some((problem, _)) => problem.name().replace('-', " "),
            None => {
                let its = |f: &&onrecord_engine::Finding| f.suppression == Some(number as u32);
                match assessment.findings.iter().filter(its).count() {
                    0 => "nothing that was not set aside already".to_owned(),
                    1 => "1 finding".to_owned(),
                    n => format!("{n} findings"),
                }
            }
        };
        // A comment that cannot be read is called one already.
        let origin = report.rule.as_ref().map_or_else(String::new, |_| format!(", {}", origin(report)));
        paragraph(page, "  ", &format!("{rule}, {place}{origin}: {state}"), run.width);
        if let Some(reason) = &report.reason {
            paragraph(page, "    why  ", reason, run.width);
        }
        if let Some((_, message)) = &report.problem {
            paragraph(page, "    but  ", message, run.width);
        }
    }
    if assessment.suppressions.len() > SHOWN {
        let more = format!("  and {} more", assessment.suppressions.len() - SHOWN);
        let _ = writeln!(page, "{}", paint(QUIET, &more));
    }
}

fn origin(report: &SuppressionReport) -> &'static str {
    match report.origin {
        Origin::Inline => "by a comment",
        Origin::SideFile => "by the side file",
        Origin::Option => "by --suppressions",
    }
}
