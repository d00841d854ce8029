//! How right the program is, measured on annotated news that lies beside this repository and may not enter it.
//!
//! Figures are kept, and nothing of the texts.

use std::fmt::Write as _;
use std::fs;

use serde_json::{Map, Value};

use crate::shell::{Result, append, cargo, command, commit, root, run, today};

const EVALUATOR: &str = "../shared/eval/evaluate.py";
const GOLD: &str = "../shared/gold";
const TOOL: &str = "target/release/onrecord score --format jsonl --offsets char";
const TABLE: &str = "docs/accuracy.md";
const HISTORY: &str = "bench/accuracy.csv";

/// One figure of one set.
struct Figure {
    name: String,
    /// F1 where there is one, else the figure itself.
    value: String,
    /// Precision, recall, gold and predicted number, where they exist.
    parts: [Option<String>; 4],
}

/// Runs the evaluator on every set and writes its figures down.
pub(crate) fn run_all() -> Result {
    if !root().join(EVALUATOR).exists() || !root().join(GOLD).exists() {
        return Err(format!(
            "no {EVALUATOR} or no {GOLD}: the gold sets are not published, so this runs beside them only"
        ));
    }
    run(&mut cargo(&["build", "--release", "--package", "onrecord"]))?;
    let json = root().join("target/accuracy.json");
    let path = json.to_string_lossy();
    run(&mut command("python3", &[EVALUATOR, "--gold", GOLD, "--tool", TOOL, "--json", &path]))?;
    let text = fs::read_to_string(&json).map_err(|e| format!("{path}: {e}"))?;
    let sets: Map<String, Value> = serde_json::from_str(&text).map_err(|e| format!("{path}: {e}"))?;
    let (date, commit) = (today()?, commit()?);

    let mut page = format!(
        "# Accuracy\n\n\
         Measured on {date} at commit {commit} by `cargo xtask eval`, on real news annotated by people.\n\
         The sets are not part of this project; only figures are kept here.\n\
         `bench/accuracy.csv` has the figures of every run.\n"
    );
    let mut rows = String::new();
    for (set, result) in &sets {
        let mut figures = Vec::new();
        flatten("", result, &mut figures);
        let _ = write!(page, "\n## {set}\n\n| figure | value | precision | recall | gold | predicted |\n");
        let _ = writeln!(page, "|---|---:|---:|---:|---:|---:|");
        for Figure { name, value, parts } in &figures {
            let cells: Vec<&str> = parts.iter().map(|p| p.as_deref().unwrap_or("")).collect();
            let _ = writeln!(page, "| {name} | {value} | {} |", cells.join(" | "));
            let _ = writeln!(rows, "{date},{commit},{set},{name},{value}");
            for (part, value) in ["precision", "recall"].iter().zip(parts) {
                if let Some(value) = value {
                    let _ = writeln!(rows, "{date},{commit},{set},{name}.{part},{value}");
                }
            }
        }
    }
    let table = root().join(TABLE);
    fs::create_dir_all(table.parent().expect("the table lies in a folder")).map_err(|e| format!("docs: {e}"))?;
    fs::write(&table, page).map_err(|e| format!("{TABLE}: {e}"))?;
    append(HISTORY, "date,commit,set,figure,value", &rows)?;
    println!("written to {TABLE} and {HISTORY}");
    Ok(())
}

fn flatten(name: &str, value: &Value, figures: &mut Vec<Figure>) {
    let Value::Object(object) = value else {
        // A figure that could not be computed is no figure.
        if !value.is_null() {
            figures.push(Figure { name: name.to_owned(), value: value.to_string(), parts: Default::default() });
        }
        return;
    };
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    if let Some(f1) = object.get("f1") {
        let parts = ["p", "r", "gold", "predicted"].map(|key| object.get(key).map(Value::to_string));
        figures.push(Figure { name: name.to_owned(), value: f1.to_string(), parts });
    }
    for (key, value) in object {
        let told = object.contains_key("f1") && ["f1", "p", "r", "gold", "predicted"].contains(&key.as_str());
        if !told {
            flatten(&inner(key), value, figures);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_path_as_name() {
        let json = r#"{"documents": 3, "quality": null, "statements": {"p": 0.5, "r": 1.0, "f1": 0.6667, "gold": 2,
            "predicted": 4, "outcome_accuracy": 0.9}, "by": {"direct": 0.25}}"#;
        let mut figures = Vec::new();
        flatten("", &serde_json::from_str(json).unwrap(), &mut figures);
        let shown: Vec<String> = figures.iter().map(|f| format!("{} {} {:?}", f.name, f.value, f.parts[0])).collect();
        assert_eq!(
            shown,
            [
                "by.direct 0.25 None",
                "documents 3 None",
                "statements 0.6667 Some(\"0.5\")",
                "statements.outcome_accuracy 0.9 None",
            ]
        );
    }
}
