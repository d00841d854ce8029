//! One row an article, for spreadsheets.

use onrecord_engine::{Assessment, Outcome, Points, SourceKind};
use onrecord_parser::Form;

use crate::entry::{is_scored, statements};
use crate::{Body, Entry, Run, corrections, suppressions};

/// Appends the row of column names.
pub fn header(out: &mut Vec<u8>) {
    let fixed = ["id", "title", "status", "reason", "band", "score", "range_low", "range_high", "profile", "sources"];
    let mut row: Vec<String> = fixed.map(str::to_owned).into();
    row.extend(SourceKind::ALL.iter().filter(|&&k| k != SourceKind::None).map(|k| column("sources", k.name())));
    row.extend(["unnamed_justified", "unnamed_unjustified"].map(str::to_owned));
    row.extend(["statements", "statements_of_nobody"].map(str::to_owned));
    row.extend([Form::Direct, Form::Mixed, Form::Indirect].map(|f| column("statements", f.name())));
    row.push("responses".to_owned());
    row.extend(Outcome::ALL.iter().map(|o| column("responses", o.name())));
    row.extend(["justifications", "findings"].map(str::to_owned));
    row.extend(["findings_set_aside", "score_without_suppressions", "suppressions_without_effect"].map(str::to_owned));
    row.extend(["corrected", "score_without_corrections", "corrections_without_effect"].map(str::to_owned));
    row.extend(["engine", "packs", "duplicate_of"].map(str::to_owned));
    push(out, &row);
}

/// Appends the row of `entry`.
pub fn write(out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>) {
    let mut row = vec![cell(entry.id), cell(entry.title.unwrap_or_default())];
    match entry.body {
        Body::Unread { reason } => {
            row.extend(["error", reason].map(str::to_owned));
            // The same number of cells in every row, or spreadsheets refuse the file.
            let columns = 10 + (SourceKind::ALL.len() - 1) + 4 + 3 + 1 + Outcome::ALL.len() + 8;
            row.resize(columns, String::new());
        }
        Body::Assessed { assessment, .. } => assessed(&mut row, assessment),
    }
    row.extend([run.engine.to_owned(), packs(run), cell(entry.duplicate_of.unwrap_or_default())]);
    push(out, &row);
}

/// The packs that judged, each with its hash.
fn packs(run: &Run<'_>) -> String {
    let packs: Vec<String> = run.packs.iter().map(|p| format!("{}@{} sha256:{}", p.id, p.version, p.sha256)).collect();
    packs.join("; ")
}

fn assessed(row: &mut Vec<String>, a: &Assessment) {
    let points = |p: Option<Points>| p.map(|p| p.to_string()).unwrap_or_default();
    row.push(a.status.name().to_owned());
    row.push(a.reason.clone().unwrap_or_default());
    row.push(a.band.map(|b| b.name()).unwrap_or_default().to_owned());
    row.extend([points(a.score), points(a.range.map(|r| r[0])), points(a.range.map(|r| r[1]))]);
    row.push(a.profile.clone());

    let mut number = |n: usize| row.push(n.to_string());
    number(a.sources.len());
    for &kind in SourceKind::ALL.iter().filter(|&&k| k != SourceKind::None) {
        number(a.sources.iter().filter(|s| s.kind == kind).count());
    }
    number(a.sources.iter().filter(|s| s.justified == Some(true)).count());
    number(a.sources.iter().filter(|s| s.justified == Some(false)).count());
    let statements = statements(a);
    number(statements.iter().sum());
    number(statements.last().copied().unwrap_or_default());
    for form in [Form::Direct, Form::Mixed, Form::Indirect] {
        number(a.attributions.iter().filter(|a| is_scored(a) && a.form == form).count());
    }
    number(a.responses.len());
    for &outcome in Outcome::ALL {
        number(a.responses.iter().filter(|r| r.outcome == outcome).count());
    }
    number(a.justifications.len());
    let aside = suppressions::count(a);
    number(a.findings.len() - aside);
    number(aside);
    let idle = a.suppressions.iter().filter(|s| !s.used).count();
    row.extend([points(a.score_without_suppressions), idle.to_string()]);
    let idle = a.corrections.iter().filter(|c| !c.used).count();
    row.extend([corrections::count(a).to_string(), points(a.score_without_corrections), idle.to_string()]);
}

/// Words of others for a cell. A spreadsheet would run what opens like a formula; after an apostrophe it is text.
pub(crate) fn cell(words: &str) -> String {
    let formula = words.starts_with(['=', '+', '@', '\t', '\r'])
        || words.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && !rest.starts_with(':'));
    if formula { format!("'{words}") } else { words.to_owned() }
}

fn column(group: &str, word: &str) -> String {
    format!("{group}_{}", word.replace('-', "_"))
}

pub(crate) fn push(out: &mut Vec<u8>, row: &[String]) {
    let mut writer = ::csv::WriterBuilder::new().buffer_capacity(1 << 10).from_writer(out);
    writer.write_record(row).expect("memory takes every row");
    writer.flush().expect("memory takes every row");
}
