//! Hard sentences, one by one: what must be found in each, and in which of them nothing.
//!
//! `edge_cases.tsv` is the table. Its first columns are labels in the words of newsroom practice, as they were given;
//! `after` tells what is read before (other rows, or a sentence), `outlet` who published it, and `found` what the record
//! holds, in the record's own words. One test holds the program to `found`, another `found` to the labels.

use std::fmt::Write as _;

use onrecord_engine::Assessment;
use onrecord_parser::{Act, Stance};
use onrecord_tests::run::read_for;
use onrecord_text::Span;

const TABLE: &str = include_str!("edge_cases.tsv");

/// Rows whose label is not what the record says, and why.
const OVERRULED: [(&str, &str); 2] = [
    ("E019", "an outlet that is told to be the article's own is own-outlet; that it tells no more is a finding"),
    ("E045", "a denial is a statement with its stance, no outcome of asking"),
];

struct Row {
    id: &'static str,
    text: String,
    kind: &'static str,
    level: &'static str,
    note: &'static str,
    after: String,
    outlet: &'static str,
    found: &'static str,
}

fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, text, kind, level, note, after, outlet, found] = cells[..] else {
            panic!("edge_cases.tsv: eight columns are wanted in `{line}`")
        };
        Row { id, text: text.replace("\\n", "\n"), kind, level, note, after: after.to_owned(), outlet, found }
    };
    TABLE.lines().skip(1).map(row).collect()
}

/// What stands before a row: other rows, or a sentence of its own.
fn before(rows: &[Row], row: &Row) -> String {
    let text = |id| rows.iter().find(|r| r.id == id).map(|r| &*r.text);
    let known: Option<Vec<&str>> = row.after.split(' ').map(text).collect();
    known.map_or_else(|| row.after.clone(), |texts| texts.join("\n\n"))
}

/// What the record holds of a row, in a line.
fn found(rows: &[Row], row: &Row) -> String {
    let mut text = before(rows, row);
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let from = text.len() as u32;
    text.push_str(&row.text);
    let outlets = if row.outlet.is_empty() { vec![] } else { vec![row.outlet] };
    let (_, record) = read_for(&outlets, &text);
    let line = line(&text, &record, from);
    if line.is_empty() { "nothing".to_owned() } else { line }
}

/// Everything from offset `from` on, in text order within each sort.
fn line(text: &str, record: &Assessment, from: u32) -> String {
    let source = |id: u32| &record.sources[id as usize];
    let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ").replace('\n', " ");
    let mut out = Vec::new();
    for a in record.attributions.iter().filter(|a| a.act != Act::Other) {
        let place = a.source_span.iter().chain(&a.cue).chain(&a.content).map(|s| s.start()).min().unwrap_or_default();
        if place < from {
            continue;
        }
        let act = if a.act == Act::Mental { "mental " } else { "" };
        let mut item = format!("{act}{} {}", a.form.name(), a.kind.name());
        if let Some(id) = a.source {
            let _ = write!(item, " {}", source(id).label);
        }
        if matches!(a.stance, Stance::Denial | Stance::Loaded) {
            let _ = write!(item, ", {}", a.stance.name());
        }
        let _ = write!(item, ": {}", words(&a.content));
        out.push(item);
    }
    for r in record.responses.iter().filter(|r| r.span.start() >= from) {
        let party = r.party.map_or("nobody", |s| s.of(text));
        out.push(format!("{} from {party}{}", r.outcome.name(), if r.immediately { ", hurried" } else { "" }));
    }
    for j in record.justifications.iter().filter(|j| j.span.start() >= from) {
        let whose = j.sources.iter().map(|&id| format!("{} {}", source(id).kind.name(), source(id).label));
        out.push(format!("{} for {}", j.reason.name(), whose.collect::<Vec<_>>().join(", ")));
    }
    // Of findings only those that a label can ask for.
    let told = ["verify/", "vague/", "reply/accusation"];
    for f in record.findings.iter().filter(|f| f.span.start() >= from) {
        if told.iter().any(|t| f.rule.starts_with(t)) {
            out.push(f.rule.clone());
        }
    }
    out.join(" + ")
}

#[test]
fn every_edge_case_is_read_as_its_row_says() {
    let rows = rows();
    let mut faults = String::new();
    let mut count = 0;
    for row in &rows {
        let found = found(&rows, row);
        if found != row.found {
            count += 1;
            let _ = writeln!(faults, "{} {}\n  expected {}\n  found    {found}", row.id, row.text, row.found);
        }
    }
    assert!(faults.is_empty(), "{count} of {} cases fail:\n{faults}", rows.len());
}

/// The people and the firm of the table, and others who could stand there.
const OTHERS: [&[(&str, &str)]; 3] = [
    &[("Odum", "O’Rourkey"), ("Whitlock", "Szőkelyi"), ("Nair", "al-Hashemiya"), ("Northway", "Tessmarr")],
    &[("Odum", "Okwuosah"), ("Whitlock", "Xuan"), ("Nair", "Baptiste-Morel"), ("Northway", "Vantoria")],
    &[("Odum", "McAllistair"), ("Whitlock", "Þórsdóttir"), ("Nair", "Fernándes"), ("Northway", "Klarenbeek")],
];

/// Straight double marks written as `open` and `close` by turns.
fn marked(text: &str, open: &str, close: &str) -> String {
    let mut parts = text.split('"');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (n, part) in parts.enumerate() {
        out.push_str(if n % 2 == 0 { open } else { close });
        out.push_str(part);
    }
    out
}

#[test]
fn other_names_and_other_marks_are_read_alike() {
    let rows = rows();
    let mut faults = String::new();
    let mut check = |what: &str, write: &dyn Fn(&str) -> String| {
        let changed: Vec<Row> =
            rows.iter().map(|r| Row { text: write(&r.text), after: write(&r.after), ..*r }).collect();
        for (row, other) in rows.iter().zip(&changed) {
            let (wanted, found) = (write(row.found), found(&changed, other));
            if found != wanted {
                let _ = writeln!(faults, "{} {what}: {}\n  expected {wanted}\n  found    {found}", row.id, other.text);
            }
        }
    };
    for names in OTHERS {
        check("with other names", &|text| names.iter().fold(text.to_owned(), |t, (old, new)| t.replace(old, new)));
    }
    check("in curly marks", &|text| marked(text, "“", "”"));
    check("in angular marks", &|text| marked(text, "«", "»"));
    assert!(faults.is_empty(), "{faults}");
}

/// The kinds that a level of newsroom practice may have in the record.
fn kinds(level: &str) -> &'static [&'static str] {
    match level.split_once('_').map_or(level, |l| l.0) {
        "L0" => &["own-outlet"],
        "L1" | "L2" => &["named-person"],
        "L3" => &["named-organisation"],
        "L4" => &["spokesperson"],
        "L5" => &["pseudonym"],
        "L6" => &["unnamed-person"],
        "L7" => &["unnamed-group"],
        "L8" => &["unnamed-person", "unnamed-group", "collective", "document"],
        "L9" => &["none"],
        "L10" => &["media"],
        "L11" => &["document"],
        // Whatever the row before has.
        "same" => &["named-person", "unnamed-person"],
        _ => &[],
    }
}

/// The outcome of the record for one of newsroom practice.
fn outcome(note: &str) -> &'static [&'static str] {
    let word = note.split("outcome=").nth(1).and_then(|n| n.split([';', ' ']).next()).unwrap_or("");
    match word {
        "declined" | "declined_nonverbal" => &["declined"],
        "declined_policy" => &["no-comment", "declined"],
        "no_response" => &["no-response"],
        "pending" => &["pending"],
        "unreachable" | "unreachable_proxy" => &["unreachable"],
        "referred" => &["referred"],
        "acknowledged" => &["partial"],
        "statement_added" | "asked_and_answered" => &["responded"],
        // A statement alone is no note.
        "statement" => &[],
        _ => &["no-response"],
    }
}

/// What the label of a row asks of its `found`, and is not there.
fn missing(row: &Row) -> Option<String> {
    let items: Vec<&str> = row.found.split(" + ").map(|i| i.strip_prefix("mental ").unwrap_or(i)).collect();
    let starts = |words: &[&str]| items.iter().any(|i| words.iter().any(|w| i.starts_with(w)));
    let forms: &[&str] = match row.kind {
        "direct_quote" => &["direct"],
        "indirect" | "vague" | "observation" => &["indirect", "mixed"],
        _ => &["direct", "mixed", "indirect"],
    };
    let said: Vec<String> =
        forms.iter().flat_map(|form| kinds(row.level).iter().map(move |kind| format!("{form} {kind}"))).collect();
    let said = said.is_empty() || starts(&said.iter().map(String::as_str).collect::<Vec<_>>());
    let reason = match row.note.split("reason=").nth(1).and_then(|n| n.split([';', ' ']).next()) {
        Some("unauthorized") => "not-authorised for",
        Some("deliberations") => "sensitivity-or-private-talks for",
        Some("retaliation") => "retaliation-or-safety for",
        Some("none") => "terms-only for",
        _ => "",
    };
    let whose = |item: &&str| kinds(row.level).iter().any(|k| item.contains(&format!(" for {k} ")));
    let wanted = match row.kind {
        "direct_quote" | "indirect" | "vague" | "observation" => said && starts(&[reason]),
        "response_note" => {
            let outcome = outcome(row.note);
            (outcome.is_empty() || starts(outcome)) && said
        }
        "anon_justification" | "anon_condition" => starts(&[reason]) && items.iter().any(whose),
        "corroboration" => starts(&["verify/corroborated"]),
        "nonverification" => starts(&["verify/not-verified"]),
        "unattributed_claim" => items == ["reply/accusation"],
        // Without a header that names who answers, nobody can be named.
        "qa" => items == ["nothing"],
        "none" => items.iter().all(|&i| i == "nothing" || i == "reply/accusation"),
        other => return Some(format!("`{other}` is no type")),
    };
    (!wanted).then(|| format!("{} {} ({}) and `{}` do not agree", row.kind, row.level, row.note, row.found))
}

#[test]
fn what_is_found_agrees_with_the_labels_of_practice() {
    let mut faults = Vec::new();
    for row in rows() {
        let overruled = OVERRULED.iter().any(|o| o.0 == row.id);
        match missing(&row) {
            Some(fault) if !overruled => faults.push(format!("{}: {fault}", row.id)),
            None if overruled => faults.push(format!("{}: label and record agree; it is overruled no longer", row.id)),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
