//! The figures that count, and the floor below which none of them may fall.
//!
//! A gain that is not written down is lost by the next change: so what was reached becomes the floor.

use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;

use crate::measure::{self, Set};
use crate::shell::{Result, root};

const FILE: &str = "bench/floors.toml";
/// How far a figure may lie below its floor: what one change gains in one set may cost a little in another.
const SLACK: f64 = 0.005;

const HEADER: &str = "\
# The figures that count, with the floor that each has reached: `cargo xtask floors` fails when one lies more than half a
# point below it, and `cargo xtask floors --raise` lifts floors to what is reached now. Only a hand lowers a
# floor, and its commit says why. `least` is to be reached, `aim` is what one may hope for. A figure without a floor is
# here to read others by. Figures are called as in bench/accuracy.csv.
";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Floors {
    figure: Vec<Floor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    set: String,
    name: String,
    /// None for what is shown beside others to read them by, as precision and recall are beside F1.
    floor: Option<f64>,
    least: Option<f64>,
    aim: Option<f64>,
}

/// Reads the floors.
pub(crate) fn read() -> Result<Floors> {
    let text = fs::read_to_string(root().join(FILE)).map_err(|e| format!("{FILE}: {e}"))?;
    toml::from_str(&text).map_err(|e| format!("{FILE}: {e}"))
}

/// Holds what is reached now against the floors; with `raise`, lifts them to it. Where there is no gold there is nothing
/// to hold, and that is said.
pub(crate) fn run_all(raise: bool) -> Result {
    if let Some(why) = measure::missing() {
        println!("floors: skipped; {why}");
        return Ok(());
    }
    let (mut floors, sets) = (read()?, measure::sets()?);
    let (table, faults) = compare(&floors, &sets);
    print!("{table}");
    if raise {
        floors.raise(&sets);
        fs::write(root().join(FILE), floors.print()).map_err(|e| format!("{FILE}: {e}"))?;
        println!("written to {FILE}");
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("below the floor:\n  {}", faults.join("\n  "))) }
}

impl Floors {
    fn raise(&mut self, sets: &[Set]) {
        for floor in &mut self.figure {
            let now = value(sets, &floor.set, &floor.name);
            floor.floor = floor.floor.map(|floor| now.map_or(floor, |now| now.max(floor)));
        }
    }

    /// The file as it is written, one line a figure, so that a change of a floor is a change of a line.
    fn print(&self) -> String {
        let mut out = format!("{HEADER}\nfigure = [\n");
        for f in &self.figure {
            let set = format!("\"{}\",", f.set);
            let name = format!("\"{}\"", f.name);
            let values = [("floor", f.floor, 4), ("least", f.least, 2), ("aim", f.aim, 2)];
            let keys = values.iter().filter_map(|&(key, v, digits)| Some(format!("{key} = {:.digits$}", v?)));
            let rest = std::iter::once(name).chain(keys).collect::<Vec<_>>().join(", ");
            let _ = writeln!(out, "  {{ set = {set:<20} name = {rest} }},");
        }
        out + "]\n"
    }
}

/// The table for the terminal, and what is below its floor.
fn compare(floors: &Floors, sets: &[Set]) -> (String, Vec<String>) {
    let mut table = format!("{:<18} {:<42} {:>6} {:>6} {:>6} {:>5}\n", "set", "figure", "floor", "now", "least", "aim");
    let mut faults = Vec::new();
    for f in &floors.figure {
        let now = value(sets, &f.set, &f.name);
        let floor = f.floor.filter(|floor| now.is_none_or(|now| now < floor - SLACK));
        let _ = write!(table, "{:<18} {:<42} {:>6} {:>6} ", f.set, f.name, shown(f.floor, 4), shown(now, 4));
        let _ = write!(table, "{:>6} {:>5}", shown(f.least, 2), shown(f.aim, 2));
        table.push_str(if floor.is_some() { "  BELOW ITS FLOOR\n" } else { "\n" });
        if let Some(floor) = floor {
            let now = now.map_or("not measured".to_owned(), |now| format!("{now:.4}"));
            faults.push(format!("{} {}: {now}, floor {floor:.4}", f.set, f.name));
        }
    }
    (table, faults)
}

/// The table of the figures that count for `docs/accuracy.md`. `history` is `bench/accuracy.csv`.
pub(crate) fn page(floors: &Floors, sets: &[Set], history: &str) -> String {
    let mut page = "| set | figure | start | now | floor | reach at least | aim for |\n\
                    |---|---|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for f in &floors.figure {
        let cells = [
            shown(start(history, &f.set, &f.name), 4),
            shown(value(sets, &f.set, &f.name), 4),
            shown(f.floor, 4),
            shown(f.least, 2),
            shown(f.aim, 2),
        ];
        let _ = writeln!(page, "| {} | {} | {} |", f.set, f.name, cells.join(" | "));
    }
    page
}

fn value(sets: &[Set], set: &str, name: &str) -> Option<f64> {
    let set = sets.iter().find(|s| s.name == set)?;
    set.named().find(|(n, _)| n == name)?.1.parse().ok()
}

/// The first value on record.
fn start(history: &str, set: &str, name: &str) -> Option<f64> {
    let row =
        history.lines().map(|l| l.split(',').collect::<Vec<_>>()).find(|r| r.len() == 5 && r[2..4] == [set, name]);
    row?[4].parse().ok()
}

fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or(String::new(), |v| format!("{v:.digits$}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Figure;

    fn floors(floor: f64) -> Floors {
        let row =
            |name: &str| Floor { set: "a".into(), name: name.into(), floor: Some(floor), least: Some(0.7), aim: None };
        Floors { figure: vec![row("kinds"), row("kinds.precision")] }
    }

    fn measured() -> Vec<Set> {
        let parts = [Some("0.9".to_owned()), None, None, None];
        vec![Set { name: "a".into(), figures: vec![Figure { name: "kinds".into(), value: "0.75".into(), parts }] }]
    }

    #[test]
    fn a_figure_may_lie_half_a_point_below_its_floor_and_no_more() {
        let (table, faults) = compare(&floors(0.754), &measured());
        assert_eq!(faults, [] as [&str; 0]);
        assert!(!table.contains("BELOW"));
        let (table, faults) = compare(&floors(0.756), &measured());
        assert_eq!(faults, ["a kinds: 0.7500, floor 0.7560"]);
        assert_eq!(table.matches("BELOW").count(), 1);
    }

    #[test]
    fn a_figure_that_is_no_longer_measured_is_below_its_floor() {
        assert_eq!(compare(&floors(0.1), &[]).1.len(), 2);
    }

    #[test]
    fn raising_never_lowers_and_what_is_written_reads_the_same() {
        let mut floors = floors(0.8);
        floors.raise(&measured());
        let written = floors.print();
        let again: Floors = toml::from_str(&written).unwrap();
        let shown: Vec<Option<f64>> = again.figure.iter().map(|f| f.floor).collect();
        assert_eq!(shown, [Some(0.8), Some(0.9)]);
        assert_eq!(again.print(), written);
    }

    #[test]
    fn the_page_tells_where_a_figure_started() {
        let history = "date,commit,set,figure,value\n1,x,a,kinds,0.5\n2,y,a,kinds,0.6\n";
        let page = page(&floors(0.75), &measured(), history);
        assert!(page.contains("| a | kinds | 0.5000 | 0.7500 | 0.7500 | 0.70 |  |\n"), "{page}");
        assert!(page.contains("| a | kinds.precision |  | 0.9000 |"), "{page}");
    }

    #[test]
    fn the_floors_of_this_repository_can_be_read_and_are_written_as_they_stand() {
        let floors = read().unwrap();
        assert_eq!(fs::read_to_string(root().join(FILE)).unwrap(), floors.print());
    }
}
