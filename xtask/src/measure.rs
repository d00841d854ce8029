//! Runs the evaluator on the annotated news that lies beside this repository.
//!
//! The sets are not published, so whoever asks must be ready to hear that they are not there.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Map, Value};

use crate::shell::{Result, cargo, command, program, root, run, target};

const EVALUATOR: &str = "../shared/eval/evaluate.py";
const GOLD: &str = "../shared/gold";

/// One figure of one set.
#[derive(Debug)]
pub(crate) struct Figure {
    /// Its path in the evaluator's answer, with dots.
    pub(crate) name: String,
    /// F1 where there is one, else the figure itself.
    pub(crate) value: String,
    /// Precision, recall, gold and predicted number, where they exist.
    pub(crate) parts: [Option<String>; 4],
}

/// All figures of one set.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) figures: Vec<Figure>,
}

impl Set {
    /// Every figure with its name, as `bench/accuracy.csv` has them: precision and recall have names of their own.
    pub(crate) fn named(&self) -> impl Iterator<Item = (String, &str)> {
        self.figures.iter().flat_map(|f| {
            let part = |(name, i): (&str, usize)| Some((format!("{}.{name}", f.name), f.parts[i].as_deref()?));
            let parts = [("precision", 0), ("recall", 1)].into_iter().filter_map(part);
            std::iter::once((f.name.clone(), f.value.as_str())).chain(parts)
        })
    }
}

/// Scores the articles of `input` with the release build and hands over each record, byte offsets in it.
///
/// Articles that cannot be read are part of real input; a run that broke off is not.
pub(crate) fn each_record(input: &Path, mut take: impl FnMut(Value) -> Result) -> Result {
    let mut score = command(&program().to_string_lossy(), &["score", "--format", "jsonl", "--offsets", "byte"]);
    let mut child = score.arg(input).stdout(Stdio::piped()).spawn().map_err(|e| format!("onrecord: {e}"))?;
    let records = BufReader::new(child.stdout.take().expect("the output is piped"));
    for record in records.lines() {
        let record = record.map_err(|e| format!("onrecord: {e}"))?;
        take(serde_json::from_str(&record).map_err(|e| format!("a record is no JSON: {e}"))?)?;
    }
    let status = child.wait().map_err(|e| format!("onrecord: {e}"))?;
    let whole = matches!(status.code(), Some(0 | 2));
    if whole { Ok(()) } else { Err(format!("onrecord ended with {status} before all articles were read")) }
}

/// Why nothing can be measured here; `None` when it can.
pub(crate) fn missing() -> Option<String> {
    let there = root().join(EVALUATOR).exists() && root().join(GOLD).exists();
    (!there)
        .then(|| format!("no {EVALUATOR} or no {GOLD}: the gold sets are not published, so this runs beside them only"))
}

/// Builds the release and measures it on every set.
pub(crate) fn sets() -> Result<Vec<Set>> {
    if let Some(why) = missing() {
        return Err(why);
    }
    run(&mut cargo(&["build", "--release", "--package", "onrecord"]))?;
    let tool = format!("{} score --format jsonl --offsets char", program().display());
    let json = target().join("accuracy.json");
    let path = json.to_string_lossy();
    let mut evaluator = command("python3", &[EVALUATOR, "--gold", GOLD, "--tool", &tool, "--json", &path]);
    run(evaluator.stdout(std::process::Stdio::null()))?;
    let text = fs::read_to_string(&json).map_err(|e| format!("{path}: {e}"))?;
    let sets: Map<String, Value> = serde_json::from_str(&text).map_err(|e| format!("{path}: {e}"))?;
    let set = |(name, result): (String, Value)| {
        let mut figures = Vec::new();
        flatten("", &result, &mut figures);
        Set { name, figures }
    };
    Ok(sets.into_iter().map(set).collect())
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
        let set = Set { name: "a".into(), figures };
        let shown: Vec<String> = set.named().map(|(name, value)| format!("{name} {value}")).collect();
        assert_eq!(
            shown,
            [
                "by.direct 0.25",
                "documents 3",
                "statements 0.6667",
                "statements.precision 0.5",
                "statements.recall 1.0",
                "statements.outcome_accuracy 0.9",
            ]
        );
    }
}
