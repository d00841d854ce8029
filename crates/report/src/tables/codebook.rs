//! The page that tells what stands in the tables. It is written from the columns themselves.

use std::fmt::Write as _;

use super::Table;
use super::column::{Column, Holds, Word};
use crate::Run;

/// How every codebook opens, by which a folder of tables is known.
pub const OPENS: &str = "# Codebook of the tables of onrecord\n";

/// The codebook of tables with so many rows each, in the order of [`Table::ALL`].
#[must_use]
pub fn codebook(run: &Run<'_>, with_text: bool, rows: [u64; 5]) -> String {
    let mut page = String::from(OPENS);
    page.push_str(
        "\nThe score tells what the text shows about its sources. It does not measure truth, accuracy or bias.\n\n",
    );
    let _ = writeln!(page, "Written by onrecord {}. The rules are those of:\n", run.engine);
    for pack in run.packs {
        let _ = writeln!(page, "- {} {} (sha256 `{}`)", pack.id, pack.version, pack.sha256);
    }
    page.push_str(
        "\n## How to read the tables\n\n\
         All files are CSV in UTF-8, with a comma between cells and names of columns in the first row.\n\
         A cell is empty where there is nothing to tell.\n\
         Words of others that a spreadsheet would run as a formula have an apostrophe before them.\n\
         `article` leads to the row of `articles.csv`, `source` to that of `sources.csv`.\n\
         Keys stay the same when the same inputs are read again, whatever else is read after them.\n\
         An input that could not be read has a row in `articles.csv` alone, with the status `error`.\n",
    );
    let _ = writeln!(page, "Places and lengths count {}, from 0; an end is the first place behind.", unit(run));
    page.push_str(if with_text {
        "The tables hold words of the articles: ask whoever owns the texts before you pass them on.\n"
    } else {
        "The tables hold no words of the articles but headlines, the names, descriptions and roles of sources, and \
         the outlets that they spoke to.\n"
    });
    for (table, rows) in Table::ALL.into_iter().zip(rows) {
        let name = table.name();
        let rows = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        let _ = writeln!(page, "\n## `{name}.csv`\n\n{}: {rows}.\n", row_is(table));
        page.push_str("| column | holds | meaning |\n|---|---|---|\n");
        for column in table.columns(with_text) {
            let _ = writeln!(page, "| `{}` | {} | {} |", column.name, holds(column), column.meaning);
        }
    }
    page.push_str("\n## Words\n\nWhat each word in a column of words means.\n");
    for (columns, words) in vocabularies(with_text) {
        let columns: Vec<String> = columns.iter().map(|c| format!("`{c}`")).collect();
        let _ = writeln!(page, "\n### {}\n\n| word | meaning |\n|---|---|", columns.join(", "));
        for (word, meaning) in words {
            let _ = writeln!(page, "| `{word}` | {} |", sentence(meaning));
        }
    }
    page
}

fn unit(run: &Run<'_>) -> &'static str {
    match run.offsets.name() {
        "char" => "Unicode characters of the text",
        "utf16" => "UTF-16 units of the text",
        _ => "bytes of the text in UTF-8",
    }
}

fn row_is(table: Table) -> &'static str {
    match table {
        Table::Articles => "One row for each input",
        Table::Sources => "One row for each source of each article, over all its mentions there",
        Table::Attributions => "One row for each statement, belief or act that is tied to a source or to nobody",
        Table::Responses => "One row for each note on what came of asking somebody",
        Table::Findings => "One row for each place that a rule found",
    }
}

fn holds(column: &Column) -> &'static str {
    match column.holds {
        Holds::Key => "a key",
        Holds::Words => "words",
        Holds::Count => "a whole number, from 0",
        Holds::Score => "points, 0 to 100, with up to three decimals",
        Holds::Points => "points, negative where they were taken, with up to three decimals",
        Holds::Truth => "`true` or `false`",
        Holds::Place => "an offset",
        Holds::OneOf(_) => "one of the words below",
    }
}

/// Every vocabulary once, with all columns that use it, in the order in which they come.
fn vocabularies(with_text: bool) -> Vec<(Vec<&'static str>, Vec<Word>)> {
    let mut all: Vec<(Vec<&'static str>, Vec<Word>)> = Vec::new();
    for column in Table::ALL.into_iter().flat_map(|t| t.columns(with_text)) {
        let Holds::OneOf(words) = column.holds else { continue };
        let words = words();
        match all.iter_mut().find(|(_, known)| *known == words) {
            Some((columns, _)) if columns.contains(&column.name) => {}
            Some((columns, _)) => columns.push(column.name),
            None => all.push((vec![column.name], words)),
        }
    }
    all
}

/// A meaning as the other cells have it: small, without a full stop.
fn sentence(meaning: &str) -> String {
    let meaning = meaning.trim().trim_end_matches('.');
    let mut letters = meaning.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
