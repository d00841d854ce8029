//! Whether the scores of many articles are explained to the last thousandth, read from the record as its users read it.
//!
//! The program is run on a file of JSON lines, and every record is held against the text it was made from: in whole
//! thousandths of a point, for a sum that is right only nearly is wrong.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;

use crate::measure::each_record;
use crate::shell::{Result, cargo, run};

/// A full score in thousandths of a point.
const FULL: i64 = 100_000;
/// How many faults are told; they are all counted.
const TOLD: usize = 20;

/// What was looked at.
#[derive(Default)]
struct Counts {
    articles: usize,
    scored: usize,
    lines: usize,
    spans: usize,
}

/// Scores the articles of `input` with a release build and checks every record.
pub(crate) fn run_all(input: &str) -> Result {
    run(&mut cargo(&["build", "--release", "--quiet", "--package", "onrecord"]))?;
    let fail = |e: std::io::Error| format!("{input}: {e}; give a file of JSON lines");
    let path = std::fs::canonicalize(input).map_err(fail)?;
    let texts = BufReader::new(File::open(&path).map_err(fail)?);
    let (counts, faults) = check_all(&path, texts)?;
    let Counts { articles, scored, lines, spans } = counts;
    println!("{articles} articles, {scored} scored, {lines} lines, {spans} places in texts; {} faults", faults.len());
    if articles == 0 {
        return Err(format!("{input}: no article in it; a line is an object with `text`"));
    }
    faults.iter().take(TOLD).for_each(|fault| println!("  {fault}"));
    if faults.is_empty() { Ok(()) } else { Err(format!("{} faults; the first are told above", faults.len())) }
}

fn check_all(path: &Path, texts: impl BufRead) -> Result<(Counts, Vec<String>)> {
    let (mut counts, mut faults) = (Counts::default(), Vec::new());
    let mut texts = texts.lines().filter(|line| line.as_ref().is_ok_and(|l| !l.trim().is_empty()));
    each_record(path, |record| {
        let line = texts.next().and_then(std::result::Result::ok).ok_or("there are more records than articles")?;
        let article: Value = serde_json::from_str(&line).unwrap_or_default();
        counts.articles += 1;
        if record["status"] == "error" {
            return Ok(());
        }
        let text = article["text"].as_str().unwrap_or_default();
        let told = format!("article {}, {}", counts.articles, record["id"].as_str().unwrap_or("without an id"));
        faults.extend(check(&record, text, &mut counts).into_iter().map(|fault| format!("{told}: {fault}")));
        Ok(())
    })?;
    if texts.next().is_some() {
        return Err("onrecord ended before all articles were read".to_owned());
    }
    Ok((counts, faults))
}

/// What is wrong with the record of an article.
fn check(record: &Value, text: &str, counts: &mut Counts) -> Vec<String> {
    let mut faults = Vec::new();
    places(record, "", text, counts, &mut faults);
    let lines: Vec<&Value> = record["lines"].as_array().into_iter().flatten().collect();
    counts.lines += lines.len();
    let Some(score) = thousandths(&record["score"]) else {
        if !lines.is_empty() || record["status"] == "scored" {
            faults.push("lines without a score, or scored without one".to_owned());
        }
        return faults;
    };
    counts.scored += 1;
    let sum: i64 = lines.iter().filter_map(|l| thousandths(&l["points"])).sum();
    if FULL + sum != score {
        faults.push(format!("100 and the lines are {}, the score is {score}, in thousandths", FULL + sum));
    }
    if !(0..=FULL).contains(&score) {
        faults.push(format!("a score of {score} thousandths"));
    }
    let range: Vec<i64> = record["range"].as_array().into_iter().flatten().filter_map(thousandths).collect();
    if !matches!(range.as_slice(), [low, high] if *low <= score && score <= *high) {
        faults.push(format!("the range {range:?} does not hold the score {score}"));
    }
    faults.extend(dimensions(record, &lines));
    faults
}

/// What is wrong between dimensions and the lines that belong to them.
fn dimensions(record: &Value, lines: &[&Value]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut of: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for line in lines {
        match (line["dimension"].as_str(), thousandths(&line["points"])) {
            (Some(dimension), Some(points)) => of.entry(dimension).or_default().push(points),
            (None, Some(points)) if points <= 0 && line["cap"].is_string() => {}
            _ => faults.push(format!("a line that is neither of a dimension nor a ceiling: {line}")),
        }
    }
    let all: Vec<&Value> = record["dimensions"].as_array().into_iter().flatten().collect();
    let applies = |d: &Value| d["applies"] == true;
    let weight = |d: &Value| d["weight"].as_i64().unwrap_or_default();
    let total: i64 = all.iter().filter(|d| applies(d)).map(|d| weight(d)).sum();
    for dimension in &all {
        let id = dimension["id"].as_str().unwrap_or_default();
        let points = of.remove(id).unwrap_or_default();
        let score = thousandths(&dimension["score"]);
        if applies(dimension) != score.is_some() || score.is_none() && !points.is_empty() {
            faults.push(format!("{id} has a score or lines, and does not apply, or the other way round"));
        }
        let Some(score) = score else { continue };
        if !(0..=FULL).contains(&score) {
            faults.push(format!("{id} has {score} thousandths"));
        }
        let weight = weight(dimension);
        if points.iter().any(|p| p.abs() * total > FULL * weight + total) {
            faults.push(format!("a line of {id} takes or gives more than its weight can: {points:?}"));
        }
        // Each line is rounded to a thousandth, up or down.
        let sum: i64 = points.iter().sum();
        let off = (sum * total - (score - FULL) * weight).abs();
        if off > (points.len() as i64 + 1) * total {
            faults
                .push(format!("lines of {id} are {sum}, and {score} by weight {weight} of {total} is something else"));
        }
    }
    faults.extend(of.keys().map(|id| format!("lines of {id}, which is no dimension of the record")));
    faults
}

/// Looks at every pair of offsets in a record, wherever it stands: it has to be a place in the text.
fn places(value: &Value, key: &str, text: &str, counts: &mut Counts, faults: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| places(value, key, text, counts, faults));
        }
        Value::Array(list) => {
            let offsets: Option<Vec<u64>> = list.iter().map(Value::as_u64).collect();
            match offsets.as_deref() {
                Some(&[start, end]) if key != "range" => {
                    counts.spans += 1;
                    let inside = text.get(start as usize..end as usize);
                    // What is said of a text in which nobody speaks stands at its beginning.
                    let whole = key == "span" && (start, end) == (0, 0);
                    if inside.is_none_or(str::is_empty) && !whole {
                        faults.push(format!("`{key}` {start} to {end} is no place in the text"));
                    }
                }
                _ => list.iter().for_each(|value| places(value, key, text, counts, faults)),
            }
        }
        _ => {}
    }
}

/// A decimal of the record in whole thousandths, by its digits; `None` for null, and for one with more digits.
fn thousandths(value: &Value) -> Option<i64> {
    let shown = value.as_number()?.to_string();
    let (sign, digits) = shown.strip_prefix('-').map_or((1, shown.as_str()), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = format!("{part:0<3}");
    (part.len() == 3).then_some(())?;
    Some(sign * (whole.parse::<i64>().ok()? * 1000 + part.parse::<i64>().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Counts, check, thousandths};

    fn record() -> Value {
        json!({
            "status": "scored", "score": 90.5, "range": [90.5, 91.0],
            "sources": [{ "mentions": [[0, 3]] }],
            "dimensions": [
                { "id": "identification", "applies": true, "score": 90.0, "weight": 25 },
                { "id": "diversity", "applies": true, "score": 93.0, "weight": 5 },
                { "id": "reply", "applies": false, "score": null, "weight": 15 },
            ],
            "lines": [
                { "dimension": "identification", "points": -8.333, "why": "" },
                { "dimension": "diversity", "points": -1.167, "span": [0, 3], "rule": "a/b" },
            ],
        })
    }

    fn faults(record: &Value) -> usize {
        check(record, "Ünal said so.", &mut Counts::default()).len()
    }

    #[test]
    fn a_record_that_adds_up_has_no_fault() {
        assert_eq!(faults(&record()), 0);
    }

    #[test]
    fn each_promise_that_is_broken_is_a_fault() {
        let broken = |pointer: &str, value: Value| {
            let mut record = record();
            *record.pointer_mut(pointer).expect("the record has it") = value;
            faults(&record)
        };
        assert!(broken("/score", json!(90.499)) > 0, "the sum");
        assert!(broken("/range", json!([90.6, 91.0])) > 0, "the range");
        assert!(broken("/sources/0/mentions/0", json!([0, 1])) > 0, "inside a character");
        assert!(broken("/sources/0/mentions/0", json!([3, 99])) > 0, "behind the text");
        assert!(broken("/lines/1/dimension", json!("reply")) > 0, "a line of what does not apply");
        assert!(broken("/dimensions/0/score", json!(95.0)) > 0, "a score that its lines do not give");
        assert!(broken("/dimensions/0/weight", json!(5)) > 0, "a weight that cannot take so much");
    }

    #[test]
    fn decimals_are_read_by_their_digits() {
        let read: Vec<Option<i64>> = [json!(61.5), json!(-0.45), json!(7), json!(0.007), json!(1.0005), json!(null)]
            .iter()
            .map(thousandths)
            .collect();
        assert_eq!(read, [Some(61_500), Some(-450), Some(7_000), Some(7), None, None]);
    }
}
