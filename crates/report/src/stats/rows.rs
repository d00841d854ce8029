//! Statistics as a long table: one row a figure, for spreadsheets and statistics programs.

use onrecord_engine::{Band, Dimension, Hearing, Outcome, Points, Reason, SourceKind, Status};

use super::{Group, Page, Ratio, Spread, Stats};
use crate::csv::{cell, push};

const COLUMNS: [&str; 9] = ["grouping", "group", "measure", "key", "value", "unit", "n", "low", "high"];

/// A figure.
struct Figure {
    measure: &'static str,
    key: String,
    value: String,
    unit: &'static str,
    n: u64,
    ends: Option<[String; 2]>,
}

/// Names of the quartiles that [`Spread::quartiles`] gives.
pub(super) const QUARTILES: [&str; 5] = ["lowest", "first-quartile", "median", "third-quartile", "highest"];

/// The table, with the row of column names. A figure is empty where articles are too few to tell it.
#[must_use]
pub fn csv(stats: &Stats, page: &Page<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    push(&mut out, &COLUMNS.map(str::to_owned));
    write(&mut out, "", "", &stats.all);
    if stats.once {
        let key = "left-out".to_owned();
        let value = stats.copies.to_string();
        let n = stats.all.counted() + stats.copies;
        row(&mut out, "", "", Figure { measure: "near-copies", key, value, unit: "articles", n, ends: None });
    }
    for name in stats.names.most_quoted(page.most) {
        for (measure, value, unit, n) in [
            ("most-quoted-articles", u64::from(name.articles), "articles", stats.all.counted()),
            ("most-quoted-statements", name.statements, "statements", stats.all.totals()[1]),
        ] {
            let dropped = u64::from(stats.names.dropped_up_to);
            // What was dropped bounds the articles only; of statements nothing is known then.
            let high = if dropped > 0 && unit == "statements" { String::new() } else { (value + dropped).to_string() };
            let figure = Figure {
                measure,
                key: name.name.clone(),
                value: value.to_string(),
                unit,
                n,
                ends: (dropped > 0).then(|| [value.to_string(), high]),
            };
            row(&mut out, "", "", figure);
        }
    }
    for grouping in &stats.groupings {
        for (name, group) in grouping.all() {
            let name = match name {
                Ok(name) => name.to_owned(),
                Err(told) => format!("({told})"),
            };
            write(&mut out, grouping.by.name(), &name, group);
        }
    }
    out
}

fn row(out: &mut Vec<u8>, grouping: &str, group: &str, figure: Figure) {
    let Figure { measure, key, value, unit, n, ends } = figure;
    let [low, high] = ends.unwrap_or_default();
    push(
        out,
        &[
            grouping.to_owned(),
            cell(group),
            measure.to_owned(),
            cell(&key),
            value,
            unit.to_owned(),
            n.to_string(),
            low,
            high,
        ],
    );
}

fn write(out: &mut Vec<u8>, grouping: &str, group: &str, of: &Group) {
    for figure in figures(of) {
        row(out, grouping, group, figure);
    }
}

fn figures(of: &Group) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut count = |measure, key: &str, value: u64, unit, n: u64| {
        let (key, value) = (key.to_owned(), value.to_string());
        figures.push(Figure { measure, key, value, unit, n, ends: None });
    };
    let inputs: u64 = Status::ALL.iter().map(|s| of.with_status(*s)).sum();
    count("articles", "read", of.read(), "articles", inputs);
    count("articles", "counted", of.counted(), "articles", inputs);
    for status in Status::ALL {
        count("articles", status.name(), of.with_status(*status), "articles", inputs);
    }
    let [sources, statements] = of.totals();
    for kind in SourceKind::ALL.iter().filter(|k| **k != SourceKind::None) {
        count("sources", kind.name(), of.of_kind(*kind)[0], "sources", sources);
    }
    for kind in SourceKind::ALL {
        count("statements", kind.name(), of.of_kind(*kind)[1], "statements", statements);
    }
    for (form, n) in ["direct", "mixed", "indirect"].into_iter().zip(of.forms) {
        count("forms", form, n, "statements", statements);
    }
    for (key, unit, ratio) in ratios(of) {
        count("count", key, ratio.hits, unit, ratio.units);
    }
    let notes = Outcome::ALL.iter().map(|o| of.with_outcome(*o)).sum();
    for outcome in Outcome::ALL {
        count("responses", outcome.name(), of.with_outcome(*outcome), "notes", notes);
    }
    let parties = Hearing::ALL.iter().map(|h| of.heard(*h)).sum();
    for heard in Hearing::ALL {
        count("accused", heard.name(), of.heard(*heard), "parties", parties);
    }
    let reasons = Reason::ALL.iter().map(|r| of.with_reason(*r)).sum();
    for reason in Reason::ALL {
        count("justifications", reason.name(), of.with_reason(*reason), "justifications", reasons);
    }
    for (reason, n) in &of.abstentions {
        count("not-scored", reason, *n, "articles", of.with_status(Status::NotScored));
    }
    for band in Band::ALL {
        count("bands", band.name(), of.in_band(*band), "articles", of.scores.values());
    }
    for (i, n) in of.scores.tens().into_iter().enumerate() {
        let upper = if i == 9 { 100 } else { i * 10 + 9 };
        // Words, or a spreadsheet makes a date of them.
        count("scores", &format!("{} to {upper}", i * 10), n, "articles", of.scores.values());
    }
    let findings = of.findings.values().map(|f| f.times).sum();
    for (rule, found) in &of.findings {
        count("findings", rule, found.times, "findings", findings);
        count("articles-with-finding", rule, found.articles, "articles", of.counted());
    }
    for (key, _, ratio) in ratios(of) {
        let ends = ratio.interval().map(|ends| ends.map(|p| p.to_string()));
        let value = ratio.percent().map(|p| p.to_string()).unwrap_or_default();
        figures.push(Figure { measure: "share", key: key.to_owned(), value, unit: "percent", n: ratio.units, ends });
    }
    spread(&mut figures, "score", &of.scores);
    for &dimension in Dimension::ALL {
        spread(&mut figures, dimension.name(), of.dimension(dimension));
    }
    figures
}

fn spread(figures: &mut Vec<Figure>, measure: &'static str, spread: &Spread) {
    let five = spread.quartiles();
    for (i, key) in QUARTILES.into_iter().enumerate() {
        let value = five.map(|five: [Points; 5]| five[i].to_string()).unwrap_or_default();
        let key = key.to_owned();
        figures.push(Figure { measure, key, value, unit: "points", n: spread.values(), ends: None });
    }
}

/// Every share, with what it counts.
pub(super) fn ratios(of: &Group) -> [(&'static str, &'static str, &Ratio); 6] {
    [
        ("unnamed-sources", "sources", &of.unnamed),
        ("unnamed-statements", "statements", &of.unnamed_statements),
        ("articles-with-unnamed", "articles", &of.with_unnamed),
        ("unnamed-without-reason", "sources", &of.unexplained),
        ("articles-with-response", "articles", &of.with_response),
        ("accused-without-reply", "parties", &of.unheard),
    ]
}
