//! How right the program is, measured on annotated news that lies beside this repository and may not enter it.
//!
//! Figures are kept, and nothing of the texts.

use std::fmt::Write as _;
use std::fs;

use crate::floors;
use crate::measure::{self, Figure, Set};
use crate::shell::{Result, append, commit, root, today};

const TABLE: &str = "docs/accuracy.md";
const HISTORY: &str = "bench/accuracy.csv";

/// Runs the evaluator on every set and writes its figures down.
pub(crate) fn run_all() -> Result {
    let sets = measure::sets()?;
    let (date, commit) = (today()?, commit()?);
    let mut rows = String::new();
    for set in &sets {
        for (figure, value) in set.named() {
            let _ = writeln!(rows, "{date},{commit},{},{figure},{value}", set.name);
        }
    }
    append(HISTORY, "date,commit,set,figure,value", &rows)?;

    let history = fs::read_to_string(root().join(HISTORY)).map_err(|e| format!("{HISTORY}: {e}"))?;
    let counted = floors::page(&floors::read()?, &sets, &history);
    let table = root().join(TABLE);
    fs::create_dir_all(table.parent().expect("the table lies in a folder")).map_err(|e| format!("docs: {e}"))?;
    fs::write(&table, page(&sets, &counted, &date, &commit)).map_err(|e| format!("{TABLE}: {e}"))?;
    println!("written to {TABLE} and {HISTORY}");
    Ok(())
}

fn page(sets: &[Set], counted: &str, date: &str, commit: &str) -> String {
    let mut page = format!(
        "# Accuracy\n\n\
         Measured on {date} at commit {commit} by `cargo xtask eval`, on real news annotated by people.\n\
         The sets are not part of this project; only figures are kept here.\n\
         `bench/accuracy.csv` has the figures of every run.\n\n\
         ## What counts\n\n\
         F1 where nothing else is said.\n\
         *Start* is the first run on record.\n\
         `bench/floors.toml` has the floors, and `cargo xtask floors` fails when a figure falls below its own.\n\n\
         {counted}"
    );
    for Set { name, figures } in sets {
        let _ = write!(page, "\n## {name}\n\n| figure | value | precision | recall | gold | predicted |\n");
        let _ = writeln!(page, "|---|---:|---:|---:|---:|---:|");
        for Figure { name, value, parts } in figures {
            let cells: Vec<&str> = parts.iter().map(|p| p.as_deref().unwrap_or("")).collect();
            let _ = writeln!(page, "| {name} | {value} | {} |", cells.join(" | "));
        }
    }
    page
}
