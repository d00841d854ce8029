//! The score and what it is made of, for people.

use std::fmt::Write as _;

use onrecord_engine::{Assessment, Band, Cause, Points, Status};
use onrecord_text::LineIndex;

use crate::terminal::{BAD, CONTENT, GOOD, HEADING, QUIET, RESPONSE, fit, paint, paragraph, width};
use crate::{Handbook, Run, corrections, suppressions};

/// What the score is not; every report says so.
pub(crate) const DISCLAIMER: &str =
    "The score tells what the text shows about its sources. It does not measure truth, accuracy or bias.";

/// The score and its band, or why there is none; and whether findings are set aside.
pub(crate) fn headline(out: &mut String, assessment: &Assessment, to: usize) {
    match (assessment.status, assessment.score, assessment.band) {
        (Status::Scored, Some(score), Some(band)) => {
            let style = match band {
                Band::Strong => GOOD,
                Band::Adequate => CONTENT,
                Band::Thin => RESPONSE,
                Band::Weak => BAD,
            };
            let range = match assessment.range.map(|r| r.map(tenths)) {
                Some([low, high]) if low != high => format!(" ({low} to {high} if unsure readings differ)"),
                _ => String::new(),
            };
            let strength = format!("{} of 100, {}", tenths(score), band.name());
            let quiet = format!("{range} · profile {} ({})", assessment.profile, assessment.profile_reason);
            let quiet = if width(&strength) + width(&quiet) > to {
                let mut below = String::from("\n");
                paragraph(&mut below, "  ", &quiet, to);
                below.trim_end().to_owned()
            } else {
                quiet
            };
            let _ = writeln!(out, "{}{}", paint(style, &strength), paint(QUIET, &quiet));
        }
        _ => {
            let reason = assessment.reason.as_deref().unwrap_or("no reason is given");
            let mut line = String::new();
            paragraph(&mut line, "not scored: ", reason, to);
            out.push_str(&paint(RESPONSE, line.trim_end()));
            out.push('\n');
        }
    }
    suppressions::headline(out, assessment, to);
    corrections::headline(out, assessment, to);
}

/// Every line that makes the score, from 100 down to it. Lines of one rule are put together unless `each`.
pub(crate) fn lines(out: &mut String, run: &Run<'_>, text: &str, assessment: &Assessment, each: bool) {
    let Some(score) = assessment.score else { return };
    let index = LineIndex::new(text);
    let _ = writeln!(out, "{}", paint(HEADING, "How the score comes about"));
    let _ = writeln!(out, "{:>9}  at the start", Points::FULL.to_string());
    let mut rows: Vec<(Points, &str, String)> = Vec::new();
    let mut times: Vec<usize> = Vec::new();
    for line in &assessment.lines {
        let dimension = line.dimension.map_or("cap", |d| d.name());
        let mut why = cause(&line.cause, run.handbook);
        if each && let Cause::Rule { span, .. } = &line.cause {
            let _ = write!(why, ", line {}", index.locate(text, span.start()).line);
        }
        match rows.iter().position(|(_, d, w)| !each && *d == dimension && *w == why) {
            Some(i) => {
                rows[i].0 += line.points;
                times[i] += 1;
            }
            None => {
                rows.push((line.points, dimension, why));
                times.push(1);
            }
        }
    }
    for ((points, dimension, why), times) in rows.into_iter().zip(times) {
        let why = if times > 1 { format!("{why}, {times} times") } else { why };
        let sign = if points > Points::ZERO { "+" } else { "" };
        paragraph(out, &format!("{:>9}  {}", format!("{sign}{points}"), fit(dimension, 16)), &why, run.width);
    }
    let _ = writeln!(out, "{:>9}  {}", score.to_string(), paint(HEADING, "is the score"));
    remedies(out, run, assessment);
    if let Some(without) = assessment.score_without_suppressions.filter(|&w| w != score) {
        let _ = writeln!(out, "{:>9}  would be the score if nothing were set aside", without.to_string());
    }
    if let Some(without) = assessment.score_without_corrections.filter(|&w| w != score) {
        let _ = writeln!(out, "{:>9}  would be the score if nothing were corrected by hand", without.to_string());
    }
}

/// What would raise the score most, by what the profile says of its dimensions: for no more than three of them, and not
/// for trifles.
fn remedies(out: &mut String, run: &Run<'_>, assessment: &Assessment) {
    const MOST: usize = 3;
    let trifle = Points::whole(-1);
    let mut lost: Vec<(Points, &str)> = Vec::new();
    for line in assessment.lines.iter().filter(|l| matches!(l.cause, Cause::Measure(_))) {
        let Some(told) = run.handbook.of_line(&assessment.profile, line).filter(|t| !t.remedy.is_empty()) else {
            continue;
        };
        match lost.iter_mut().find(|(_, remedy)| *remedy == told.remedy) {
            Some((points, _)) => *points += line.points,
            None => lost.push((line.points, &told.remedy)),
        }
    }
    lost.retain(|(points, _)| *points <= trifle);
    lost.sort_by_key(|(points, _)| *points);
    for (number, (_, remedy)) in lost.iter().take(MOST).enumerate() {
        let head = if number == 0 { "To raise it: " } else { "             " };
        paragraph(out, head, remedy, run.width);
    }
}

/// A score as people say it; its lines tell it to the thousandth.
pub(crate) fn tenths(points: Points) -> String {
    let tenths = (points.0 + 50).div_euclid(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn cause(cause: &Cause, handbook: &Handbook) -> String {
    match cause {
        Cause::Rule { rule, .. } => handbook.title(rule).to_owned(),
        Cause::Measure(why) => why.clone(),
        Cause::Cap(name) => format!("{name}: no article like this gets more"),
    }
}
