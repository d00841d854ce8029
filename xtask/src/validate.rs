//! Holds scores and dimensions against the ratings of the gold sets, and tells how scores are distributed by profile.
//!
//! The ratings are one kind of reader's opinion: for rank correlation, never as a truth to fit to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::measure;
use crate::shell::{Result, cargo, root, run, target};

/// The sets with ratings.
const SETS: [&str; 4] = ["polnear.dev", "enriched.dev", "wire.dev", "genre.dev"];
/// Each dimension with the rating that comes nearest to what it measures.
const RATED: [(&str, &str); 8] = [
    ("score", "overall"),
    ("identification", "identification"),
    ("anonymity", "identification"),
    ("independence", "plurality"),
    ("diversity", "plurality"),
    ("reply", "reply"),
    ("attribution", "attribution"),
    ("provenance", "attribution"),
];

/// Prints both as Markdown; the distribution for `articles`, a file of JSON lines, where there is one.
pub(crate) fn run_all(articles: Option<&str>) -> Result {
    if let Some(why) = measure::missing() {
        return Err(why);
    }
    run(&mut cargo(&["build", "--release", "--package", "onrecord"]))?;
    println!("| set | scored | score | named sources alone |{}", dimension_heads());
    println!("|---|---:|---:|---:|{}", "---:|".repeat(RATED.len() - 1));
    for set in SETS {
        row(set)?;
    }
    println!("\nSpearman's rank correlation with the rating, with length held fixed; in brackets n where it is less.");
    articles.map_or(Ok(()), distribution)
}

fn dimension_heads() -> String {
    RATED[1..].iter().map(|(dimension, rating)| format!(" {dimension} ~ {rating} |")).collect()
}

/// What is known of one rated article.
struct Rated {
    gold: Value,
    record: Value,
    length: f64,
}

fn row(set: &str) -> Result {
    let path = root().join(format!("../shared/gold/{set}.jsonl"));
    let gold = lines(&path)?;
    let input = target().join("validate.jsonl");
    let article = |g: &Value| serde_json::json!({ "id": g["id"], "text": g["text"] }).to_string() + "\n";
    fs::write(&input, gold.iter().map(article).collect::<String>()).map_err(|e| e.to_string())?;
    let mut records = Vec::new();
    measure::each_record(&input, |record| {
        records.push(record);
        Ok(())
    })?;
    let all: Vec<Rated> = gold
        .into_iter()
        .zip(records)
        .filter(|(gold, _)| gold["quality"].is_object())
        .map(|(gold, record)| Rated { length: text(&gold).chars().count() as f64, gold, record })
        .collect();
    let scored: Vec<&Rated> = all.iter().filter(|a| a.record["score"].is_number()).collect();
    let named = |a: &&Rated| Some([named_people(&a.gold) as f64, a.gold["quality"]["overall"].as_f64()?, a.length]);
    let alone = partial(&scored.iter().filter_map(named).collect::<Vec<_>>());
    let mut cells = Vec::new();
    for (dimension, rating) in RATED {
        let value = |a: &Rated| match dimension {
            "score" => a.record["score"].as_f64(),
            _ => a.record["dimensions"].as_array()?.iter().find(|d| d["id"] == dimension)?["score"].as_f64(),
        };
        let rows: Vec<[f64; 3]> =
            scored.iter().filter_map(|a| Some([value(a)?, a.gold["quality"][rating].as_f64()?, a.length])).collect();
        let few = if rows.len() < scored.len() { format!(" ({})", rows.len()) } else { String::new() };
        cells.push(shown(partial(&rows)) + &few);
    }
    let (score, dimensions) = cells.split_first().ok_or("no dimension")?;
    println!(
        "| `{set}` | {} of {} | {score} | {} | {} |",
        scored.len(),
        all.len(),
        shown(alone),
        dimensions.join(" | ")
    );
    Ok(())
}

/// How many people of different last names the annotation has as sources.
fn named_people(gold: &Value) -> usize {
    let acts = gold["attributions"].as_array().or(gold["statements"].as_array());
    let chars: Vec<char> = text(gold).chars().collect();
    let mut names: Vec<String> = Vec::new();
    for act in acts.into_iter().flatten().filter(|a| a["kind"] == "named-person") {
        let Some(source) = act["source"].as_array().filter(|s| !s.is_empty()) else { continue };
        let spans: Vec<&Value> = if source[0].is_number() { vec![&act["source"]] } else { source.iter().collect() };
        for span in spans {
            let at = |i: usize| span[i].as_u64().unwrap_or(0) as usize;
            let words: String = chars.get(at(0)..at(1)).unwrap_or_default().iter().collect();
            names.extend(words.split_whitespace().last().map(str::to_lowercase));
        }
    }
    names.sort_unstable();
    names.dedup();
    names.len()
}

fn text(gold: &Value) -> &str {
    gold["text"].as_str().unwrap_or_default()
}

fn lines(path: &Path) -> Result<Vec<Value>> {
    let contents = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let parse = |line: &str| serde_json::from_str(line).map_err(|e| format!("{}: {e}", path.display()));
    contents.lines().map(parse).collect()
}

fn distribution(articles: &str) -> Result {
    const BANDS: [&str; 4] = ["strong", "adequate", "thin", "weak"];
    let mut profiles: BTreeMap<String, (Vec<f64>, [u32; 4], u32)> = BTreeMap::new();
    let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
    measure::each_record(Path::new(articles), |record| {
        let profile = record["profile"].as_str().unwrap_or("none").to_owned();
        let (scores, bands, not) = profiles.entry(profile).or_default();
        match record["score"].as_f64() {
            Some(score) => {
                scores.push(score);
                if let Some(band) = BANDS.iter().position(|b| record["band"] == *b) {
                    bands[band] += 1;
                }
            }
            None => {
                *not += 1;
                let reason = record["reason"].as_str().unwrap_or_default();
                let kind = reason.split([':', ',']).next().unwrap_or_default().to_owned();
                *reasons.entry(kind).or_default() += 1;
            }
        }
        Ok(())
    })?;
    println!(
        "\n| profile | scored | lower quarter | median | upper quarter | strong | adequate | thin | weak | not scored |"
    );
    println!("|---|{}", "---:|".repeat(9));
    for (profile, (mut scores, bands, not)) in profiles {
        scores.sort_by(f64::total_cmp);
        let at = |part: usize| scores.get(scores.len() * part / 4).map_or("–".to_owned(), |s| format!("{s:.0}"));
        let share =
            |n: u32| format!("{} %", (n * 100 + scores.len() as u32 / 2).checked_div(scores.len() as u32).unwrap_or(0));
        let bands = bands.map(share).join(" | ");
        println!("| {profile} | {} | {} | {} | {} | {bands} | {not} |", scores.len(), at(1), at(2), at(3));
    }
    println!("\nNot scored:");
    for (reason, n) in reasons {
        println!("- {reason}: {n}");
    }
    Ok(())
}

/// Spearman's correlation of the first two columns with the third held fixed.
fn partial(rows: &[[f64; 3]]) -> Option<f64> {
    let pair = |i: usize, j: usize| spearman(&rows.iter().map(|r| (r[i], r[j])).collect::<Vec<_>>());
    let (ab, ac, bc) = (pair(0, 1)?, pair(0, 2)?, pair(1, 2)?);
    let scale = ((1.0 - ac * ac) * (1.0 - bc * bc)).sqrt();
    (scale > 0.0).then(|| (ab - ac * bc) / scale)
}

/// Spearman's rank correlation; nothing for too few pairs or for values that are all the same.
fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 4 {
        return None;
    }
    let (a, b) = (ranks(pairs.iter().map(|p| p.0).collect()), ranks(pairs.iter().map(|p| p.1).collect()));
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (ma, mb) = (mean(&a), mean(&b));
    let spread = |v: &[f64], m: f64| v.iter().map(|x| (x - m).powi(2)).sum::<f64>();
    let scale = (spread(&a, ma) * spread(&b, mb)).sqrt();
    let together: f64 = a.iter().zip(&b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    (scale > 0.0).then(|| together / scale)
}

/// The rank of each value; equal values share the mean of theirs.
fn ranks(values: Vec<f64>) -> Vec<f64> {
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let rank = |v: f64| {
        let first = sorted.partition_point(|s| *s < v);
        let behind = sorted.partition_point(|s| *s <= v);
        (first + behind - 1) as f64 / 2.0
    };
    values.into_iter().map(rank).collect()
}

fn shown(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |v| format!("{v:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_are_those_worked_out_by_hand() {
        let straight = [(1.0, 2.0), (2.0, 4.0), (3.0, 8.0), (4.0, 16.0)];
        assert_eq!(spearman(&straight), Some(1.0));
        let back = straight.map(|(a, b)| (a, -b));
        assert_eq!(spearman(&back), Some(-1.0));
        // Ranks 1 2 3 4 against 2 1 4 3: 1 - 6 * 4 / (4 * 15).
        let mixed = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0)];
        assert!((spearman(&mixed).unwrap() - 0.6).abs() < 1e-9);
        assert_eq!(spearman(&[(1.0, 1.0); 5]), None);
        assert_eq!(ranks(vec![5.0, 1.0, 5.0]), [1.5, 0.0, 1.5]);
    }

    #[test]
    fn what_length_explains_is_taken_out() {
        // Both columns follow the third in rank but for one exchange, not the same one.
        let rows =
            [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0], [3.0, 4.0, 3.0], [4.0, 3.0, 4.0], [6.0, 5.0, 5.0], [5.0, 6.0, 6.0]];
        let plain = spearman(&rows.map(|r| (r[0], r[1]))).unwrap();
        assert!(partial(&rows).unwrap() < plain);
    }
}
