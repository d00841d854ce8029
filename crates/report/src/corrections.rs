//! Labels that somebody put right by hand, for people: nothing is corrected unseen.

use std::fmt::Write as _;

use onrecord_engine::{Assessment, CorrectionReport};
use onrecord_text::LineIndex;

use crate::Run;
use crate::score::tenths;
use crate::terminal::{HEADING, QUIET, RESPONSE, cut, paint, paragraph};

/// How many labels are others by hand.
pub(crate) fn count(assessment: &Assessment) -> usize {
    assessment.corrections.iter().filter(|c| c.changes()).count()
}

/// How many labels somebody looked at and left as they were.
fn confirmed(assessment: &Assessment) -> usize {
    assessment.corrections.iter().filter(|c| c.used && !c.changes()).count()
}

/// One line below the score: how many labels are corrected or confirmed, and the score without that.
pub(crate) fn headline(out: &mut String, assessment: &Assessment, to: usize) {
    let labels = |n: usize| if n == 1 { "1 label".to_owned() } else { format!("{n} labels") };
    let told = match (count(assessment), confirmed(assessment)) {
        (0, 0) => return,
        (0, n) => format!("{} confirmed by hand", labels(n)),
        (n, 0) => format!("{} corrected by hand", labels(n)),
        (n, m) => format!("{} corrected by hand, {m} confirmed", labels(n)),
    };
    let score = match assessment.score_without_corrections {
        _ if count(assessment) == 0 => String::new(),
        Some(without) if assessment.score == Some(without) => "; the score is the same without that".to_owned(),
        Some(without) => format!("; {} without", tenths(without)),
        None if assessment.score.is_some() => "; not scored without".to_owned(),
        None => String::new(),
    };
    let mut line = String::new();
    paragraph(&mut line, "", &format!("{told}{score}"), to);
    let _ = writeln!(out, "{}", paint(RESPONSE, line.trim_end()));
}

/// Every correction, what it changed, and why it did nothing where it did not.
pub(crate) fn all(page: &mut String, run: &Run<'_>, text: &str, assessment: &Assessment) {
    const SHOWN: usize = 40;
    if assessment.corrections.is_empty() {
        return;
    }
    let index = LineIndex::new(text);
    let _ = writeln!(page, "\n{}", paint(HEADING, "By hand"));
    for report in assessment.corrections.iter().take(SHOWN) {
        let place = match report.span {
            Some(span) => format!("line {}", index.locate(text, span.start()).line),
            None => "nowhere".to_owned(),
        };
        let by = report.by.as_ref().map_or_else(String::new, |by| format!(", by {}", cut(by, 30)));
        let quote = cut(&report.quote, run.width.saturating_sub(30).max(20));
        paragraph(page, "  ", &format!("“{quote}”, {place}{by}: {}", became(report)), run.width);
        if let Some(why) = &report.why {
            paragraph(page, "    why  ", why, run.width);
        }
        if let Some((_, message)) = &report.problem {
            paragraph(page, "    but  ", message, run.width);
        }
    }
    if assessment.corrections.len() > SHOWN {
        let more = format!("  and {} more", assessment.corrections.len() - SHOWN);
        let _ = writeln!(page, "{}", paint(QUIET, &more));
    }
}

fn became(report: &CorrectionReport) -> String {
    let what = report.what.name().replace('-', " ");
    if let Some((problem, _)) = &report.problem {
        return format!("{what}: {}", problem.name().replace('-', " "));
    }
    let label = |l: &Option<String>| l.clone().unwrap_or_else(|| "none".to_owned());
    match (&report.from, &report.to) {
        (from, to) if from == to => format!("{what}: {}, confirmed", label(to)),
        (from, to) => format!("{what}: {}, not {}", label(to), label(from)),
    }
}
