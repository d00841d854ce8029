//! The comparison for a person at a terminal.

use std::fmt::Write as _;

use super::page::{self, LEGEND, Row, UNMATCHED};
use super::{Compare, letter};
use crate::human::footer;
use crate::terminal::{HEADING, QUIET, RESPONSE, SOURCE, clean, cut, fit, paint, paragraph, width, wrap};

/// Columns of the first word of a row of measures.
const MEASURE: usize = 16;
/// Columns of a measure of one article.
const CELL: usize = 7;
/// Columns of a source's kind.
const KIND: usize = 12;
/// A source's name takes no fewer columns than this.
const NARROWEST: usize = 20;

/// Appends the page.
pub fn write(out: &mut Vec<u8>, compare: &Compare<'_>) {
    let mut page = String::new();
    cards(&mut page, compare);
    measures(&mut page, compare);
    sources(&mut page, compare);
    nameless(&mut page, compare);
    asked(&mut page, compare);
    words(&mut page, compare);
    page.push('\n');
    out.extend_from_slice(page.as_bytes());
    footer(out, &compare.run);
}

fn heading(page: &mut String, title: &str) {
    let _ = writeln!(page, "\n{}", paint(HEADING, title));
}

/// Paler text below a row.
fn quiet(page: &mut String, indent: &str, text: &str, to: usize) {
    let mut lines = String::new();
    paragraph(&mut lines, indent, text, to);
    let _ = writeln!(page, "{}", paint(QUIET, lines.trim_end()));
}

fn cards(page: &mut String, compare: &Compare<'_>) {
    let to = compare.run.width;
    for (n, article) in compare.articles.iter().enumerate() {
        let headline = article.headline().unwrap_or_else(|| article.called());
        let mut lines = String::new();
        paragraph(&mut lines, &format!("{}  ", letter(n)), &cut(headline, to * 2), to);
        let _ = writeln!(page, "{}", paint(HEADING, lines.trim_end()));
        let id = article.headline().map(|_| cut(article.called(), to.saturating_sub(4)));
        let outlet = article.outlet.map(|o| cut(o, to.saturating_sub(4)));
        let about: Vec<String> = id.into_iter().chain(outlet).collect();
        if !about.is_empty() {
            quiet(page, "   ", &about.join(" · "), to);
        }
        paragraph(page, "   ", &page::standing(article), to);
    }
    for unread in compare.unread {
        let mut lines = String::new();
        paragraph(&mut lines, "–  ", &format!("{} could not be read: {}", unread.id, unread.reason), to);
        let _ = writeln!(page, "{}", paint(RESPONSE, lines.trim_end()));
    }
}

fn measures(page: &mut String, compare: &Compare<'_>) {
    let measures = page::measures(compare);
    let each = (compare.run.width.saturating_sub(2 + MEASURE) / CELL).max(1);
    let articles: Vec<usize> = (0..compare.articles.len()).collect();
    for block in articles.chunks(each) {
        let letters: String = block.iter().map(|&n| format!("{:>CELL$}", letter(n))).collect();
        heading(page, &format!("{}{letters}", fit("Dimensions", MEASURE + 2)));
        for (label, cells) in &measures.rows {
            let cells: String = block.iter().map(|&n| format!("{:>CELL$}", cells[n])).collect();
            let _ = writeln!(page, "  {}{cells}", fit(label, MEASURE));
        }
    }
}

/// How the rows of sources are set.
struct Columns {
    /// Of the name.
    name: usize,
    /// Of the statements in one article; `None` where the articles are too many for columns.
    cell: Option<usize>,
}

impl Columns {
    fn of(compare: &Compare<'_>) -> Self {
        let room = compare.run.width.saturating_sub(2 + 2 + KIND);
        let name = |cell: usize| room.checked_sub(cell * compare.articles.len()).filter(|&n| n >= NARROWEST);
        match [5, 4, 3].into_iter().find_map(|cell| Some((cell, name(cell)?))) {
            Some((cell, name)) => Self { name: name.min(60), cell: Some(cell) },
            None => Self { name: room.min(60), cell: None },
        }
    }
}

fn sources(page: &mut String, compare: &Compare<'_>) {
    let columns = Columns::of(compare);
    heading(page, "Named sources");
    paragraph(page, "  ", &page::summary(compare), compare.run.width);
    let sections = page::sections(compare);
    for section in &sections {
        let letters: String = match columns.cell {
            Some(cell) => (0..compare.articles.len()).map(|n| format!("{:>cell$}", letter(n))).collect(),
            None => String::new(),
        };
        let head = format!("{}  {:<KIND$}{letters}", fit(&section.title, columns.name + 2), "kind");
        heading(page, head.trim_end());
        for row in &section.rows {
            source(page, compare.run.width, &columns, row);
        }
    }
    if !sections.is_empty() {
        page.push('\n');
        quiet(page, "  ", LEGEND, compare.run.width);
    }
}

fn source(page: &mut String, to: usize, columns: &Columns, row: &Row<'_>) {
    let label = row.label.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut parts = wrap(&label, columns.name).into_iter().map(|part| fit(&label[part], columns.name));
    let first = paint(SOURCE, &parts.next().unwrap_or_default());
    let kind = fit(&row.kind, KIND);
    match columns.cell {
        Some(cell) => {
            let cells: String = row.cells.iter().map(|c| format!("{c:>cell$}")).collect();
            let _ = writeln!(page, "  {first}  {kind}{cells}");
        }
        None => {
            let _ = writeln!(page, "  {first}  {}", kind.trim_end());
        }
    }
    for part in parts {
        let _ = writeln!(page, "  {}", paint(SOURCE, part.trim_end()));
    }
    if columns.cell.is_none() {
        let met = row.cells.iter().enumerate().filter(|(_, c)| *c != "–");
        let met: Vec<String> = met.map(|(n, c)| format!("{}\u{a0}{c}", letter(n))).collect();
        paragraph(page, "    ", &met.join(", ").replace('\u{a0}', " "), to);
    }
    if let Some(remark) = &row.remark {
        quiet(page, "    ", remark, to);
    }
}

fn nameless(page: &mut String, compare: &Compare<'_>) {
    let (unnamed, others) = (page::nameless(compare, true), page::nameless(compare, false));
    if unnamed.is_empty() && others.is_empty() {
        return;
    }
    // Letter, label, kind, statements and a remark, parted by two blanks.
    let label = compare.run.width.saturating_sub(2 + 3 + 2 + 18 + 2 + 4 + 2 + 14).clamp(NARROWEST, 60);
    for (title, rows) in [("Unnamed sources", unnamed), ("Others without a proper name", others)] {
        if rows.is_empty() {
            continue;
        }
        heading(page, &format!("{}  {:<18}  said", fit(title, label + 5), "kind"));
        let mut before = None;
        for (letter, words, kind, statements, remark) in rows {
            let shown = if before.replace(letter) == Some(letter) { ' ' } else { letter };
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut parts = wrap(&words, label).into_iter().map(|part| fit(&words[part], label));
            let first = paint(RESPONSE, &parts.next().unwrap_or_default());
            let line = format!("  {shown}  {first}  {}  {statements:>4}  {remark}", fit(&kind, 18));
            let _ = writeln!(page, "{}", line.trim_end());
            for part in parts {
                let _ = writeln!(page, "     {}", paint(RESPONSE, part.trim_end()));
            }
        }
    }
    page.push('\n');
    quiet(page, "  ", UNMATCHED, compare.run.width);
}

fn asked(page: &mut String, compare: &Compare<'_>) {
    let asked = page::asked(compare);
    if asked.is_empty() {
        return;
    }
    let to = compare.run.width;
    heading(page, "Asked for their side");
    for party in asked {
        let _ = writeln!(page, "  {}", paint(SOURCE, &clean(&cut(&party.party, to.saturating_sub(2)))));
        for (letters, words, quoted) in party.states {
            let first = format!("    {letters}  ");
            let said = match quoted {
                // Enough of the note to find it again.
                Some(quoted) => format!("{words}: “{}”", cut(quoted, (to * 3 / 2).saturating_sub(width(&words)))),
                None => words,
            };
            paragraph(page, &first, &said, to);
        }
    }
}

fn words(page: &mut String, compare: &Compare<'_>) {
    let to = compare.run.width;
    let (quotations, copied) = page::quotations(compare);
    if !quotations.is_empty() {
        heading(page, "The same quotation");
        for quoted in quotations {
            paragraph(page, "  ", &format!("“{}”", cut(quoted.words, to * 2)), to);
            for (letters, source) in quoted.by {
                paragraph(page, &format!("    {letters}  "), &source, to);
            }
        }
    }
    let overlaps = page::overlaps(compare.comparison);
    if !overlaps.is_empty() {
        heading(page, "The same words");
        for said in overlaps {
            paragraph(page, "  ", &said, to);
        }
        if copied > 0 {
            paragraph(page, "  ", &page::copied(copied), to);
        }
    }
}
