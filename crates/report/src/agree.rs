//! How far two readings agree: tables for people, an object for programs, rows for spreadsheets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use onrecord_engine::{Agreement, Measure, NoKappa, Points, Rating, SourceKind};

use crate::json::Json;
use crate::terminal::{HEADING, QUIET, RESPONSE, clean, cut, fit, paint, paragraph};

/// The version of the object's shape.
pub const SCHEMA: &str = "onrecord-agreement/1";

/// A rating with the article that it is of, and the line where its unit stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The article's id.
    pub article: String,
    /// The line, from 1.
    pub line: usize,
    /// What was said.
    pub rating: Rating,
}

/// All that is counted of a run.
#[derive(Clone, Debug, Default)]
pub struct Tallies {
    /// Who is compared, the first reader and the second.
    pub readers: [String; 2],
    /// Whether only units count that at least one of them has touched.
    pub touched_only: bool,
    /// How many articles were read.
    pub articles: usize,
    /// In how many of them somebody corrects or confirms something.
    pub corrected: usize,
    units: u64,
    touched: [u64; 2],
    untouched: u64,
    measures: BTreeMap<Measure, Agreement>,
    disagreements: Vec<Placed>,
}

impl Tallies {
    /// Nothing counted as yet for these two `readers`.
    #[must_use]
    pub fn of(readers: [String; 2], touched_only: bool) -> Self {
        Self { readers, touched_only, ..Self::default() }
    }

    /// Whether `rating` counts.
    #[must_use]
    pub fn counts(&self, rating: &Rating) -> bool {
        !self.touched_only || rating.touched != [false; 2]
    }

    /// Counts `placed`.
    pub fn count(&mut self, placed: Placed) {
        let rating = &placed.rating;
        if rating.measure.is_found() {
            self.units += 1;
            self.untouched += u64::from(rating.touched == [false; 2]);
            for (touched, by) in self.touched.iter_mut().zip(rating.touched) {
                *touched += u64::from(by);
            }
        }
        if !self.counts(rating) {
            return;
        }
        let [first, second] = &rating.labels;
        self.measures.entry(rating.measure).or_default().count([first, second], rating.agree);
        if !rating.agree {
            self.disagreements.push(placed);
        }
    }

    fn measure(&self, measure: Measure) -> Agreement {
        self.measures.get(&measure).cloned().unwrap_or_default()
    }
}

/// The kappa of a measure, or why there is none.
fn kappa(measure: Measure, agreement: &Agreement) -> Result<Points, &'static str> {
    if measure.is_of_names() {
        return Err("names");
    }
    agreement.kappa().map_err(|no| match no {
        NoKappa::NoUnits => "no-units",
        NoKappa::OneCategory => "one-category",
    })
}

const GROUPS: [(&str, &[(Measure, &str)]); 4] = [
    (
        "Sources",
        &[(Measure::SourceFound, "found"), (Measure::SourceKind, "kind"), (Measure::SourceClass, "coarse class")],
    ),
    ("Statements", &[(Measure::StatementFound, "found"), (Measure::StatementSource, "whose")]),
    (
        "Response notes",
        &[(Measure::ResponseFound, "found"), (Measure::ResponseOutcome, "outcome"), (Measure::ResponseParty, "party")],
    ),
    (
        "Reasons of anonymity",
        &[
            (Measure::JustificationFound, "found"),
            (Measure::JustificationReason, "reason"),
            (Measure::JustificationCovers, "for whom"),
        ],
    ),
];

/// The page for people, `width` columns wide.
#[must_use]
pub fn human(tallies: &Tallies, width: usize) -> String {
    let mut page = String::new();
    let [first, second] = &tallies.readers;
    let names = |n: usize| if n == 1 { "1 article".to_owned() } else { format!("{n} articles") };
    let _ = writeln!(page, "{}", paint(HEADING, &cut(&format!("{first} and {second}"), width)));
    let articles =
        format!("{}, of which {} corrected or confirmed by hand", names(tallies.articles), tallies.corrected);
    paragraph(&mut page, "", &articles, width);
    touched(&mut page, tallies, width);
    let _ = writeln!(page, "\n{:<24}{:>8}{:>8}{:>10}{:>9}", "", "units", "agree", "percent", "kappa");
    let mut one_category = false;
    for (group, measures) in GROUPS {
        let _ = writeln!(page, "{}", paint(HEADING, group));
        for &(measure, name) in measures {
            let agreement = tallies.measure(measure);
            let percent = agreement.percent().map_or_else(|| "–".to_owned(), |p| Tenths(p).to_string());
            let kappa = match kappa(measure, &agreement) {
                Ok(kappa) => thousandths(kappa),
                Err(why) => {
                    one_category |= why == "one-category";
                    if why == "one-category" { "one*".to_owned() } else { "–".to_owned() }
                }
            };
            let (units, agreed) = (agreement.units(), agreement.agreed());
            let _ = writeln!(page, "  {name:<22}{units:>8}{agreed:>8}{percent:>10}{kappa:>9}");
        }
    }
    if one_category {
        let why = "both use one label for all units, so agreement by chance is complete and kappa is not defined";
        page.push('\n');
        paragraph(&mut page, "* ", why, width);
    }
    kinds(&mut page, tallies, width);
    disagreements(&mut page, tallies, width);
    page
}

/// Who has touched what: the rest agrees by default.
fn touched(page: &mut String, tallies: &Tallies, width: usize) {
    let [first, second] = &tallies.readers;
    let [by_first, by_second] = tallies.touched;
    let units = tallies.units;
    let mut told = format!("{first} has touched {by_first} of {units} units");
    if second != TOOL {
        let _ = write!(told, ", {second} {by_second}");
    }
    let rest = if tallies.touched_only {
        format!("; the {} that nobody touched are left out", tallies.untouched)
    } else {
        format!("; the {} that nobody touched agree by default, and --touched leaves them out", tallies.untouched)
    };
    told.push_str(&rest);
    paragraph(page, "", &told, width);
}

/// What the second reader is called where it is the tool itself.
pub const TOOL: &str = "the tool";

/// Which kinds are taken for which.
fn kinds(page: &mut String, tallies: &Tallies, width: usize) {
    let agreement = tallies.measure(Measure::SourceKind);
    let there: BTreeSet<&str> = agreement.table().keys().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
    let kinds: Vec<&str> = SourceKind::ALL.iter().map(|k| k.name()).filter(|k| there.contains(k)).collect();
    if kinds.len() < 2 {
        return;
    }
    let letter = |i: usize| char::from(b'a' + i as u8);
    let [first, second] = &tallies.readers;
    let _ = writeln!(page, "\n{}", paint(HEADING, "Kinds of sources"));
    paragraph(page, "", &format!("Rows are what {first} says, columns what {second} says."), width);
    let columns: String = (0..kinds.len()).map(|i| format!("{:>5}", letter(i))).collect();
    let _ = writeln!(page, "{:<24}{columns}", "");
    for (i, row) in kinds.iter().enumerate() {
        let cells: String = kinds
            .iter()
            .map(|column| match agreement.table().get(&((*row).to_owned(), (*column).to_owned())) {
                None => format!("{:>5}", "·"),
                Some(times) => format!("{times:>5}"),
            })
            .collect();
        let _ = writeln!(page, "  {} {}{cells}", letter(i), fit(&row.replace('-', " "), 20));
    }
}

fn disagreements(page: &mut String, tallies: &Tallies, width: usize) {
    let [first, second] = &tallies.readers;
    if tallies.disagreements.is_empty() {
        let _ = writeln!(page, "\n{}", paint(HEADING, "No disagreement"));
        return;
    }
    let _ = writeln!(page, "\n{}", paint(HEADING, "Disagreements"));
    let mut article = "";
    for Placed { article: of, line, rating } in &tallies.disagreements {
        if of != article {
            article = of;
            let _ = writeln!(page, "{}", paint(RESPONSE, &cut(of, width)));
        }
        let what = rating.measure.name().replace('-', " ");
        let lead = format!("  line {line}, {what}: ");
        let room = width.saturating_sub(lead.chars().count() + 2).max(20);
        let _ = writeln!(page, "{lead}“{}”", cut(&rating.words, room));
        let tool = match &rating.tool {
            Some(tool) if second != TOOL => format!(" (the tool: {tool})"),
            _ => String::new(),
        };
        let [mine, theirs] = &rating.labels;
        let told = format!("{first}: {mine}; {second}: {theirs}{tool}");
        let mut both = String::new();
        paragraph(&mut both, "      ", &told, width);
        let _ = writeln!(page, "{}", paint(QUIET, both.trim_end()));
    }
}

/// A percentage in thousandths, shown with one decimal.
struct Tenths(Points);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (self.0.0 + 50) / 100;
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

/// A number in thousandths, with three decimals always.
fn thousandths(points: Points) -> String {
    let sign = if points.0 < 0 { "-" } else { "" };
    let size = points.0.unsigned_abs();
    format!("{sign}{}.{:03}", size / 1000, size % 1000)
}

/// The object for programs, with a line end.
#[must_use]
pub fn json(tallies: &Tallies) -> String {
    let mut out = Vec::new();
    Json::new(&mut out).object(|o| {
        o.key("schema").word(SCHEMA);
        o.key("readers").list(&tallies.readers, |o, r| o.text(r));
        o.key("articles").number(tallies.articles as u32);
        o.key("articles_corrected").number(tallies.corrected as u32);
        o.key("touched_only").bool(tallies.touched_only);
        o.key("units").number(tallies.units as u32);
        o.key("units_touched").list(tallies.touched, |o, n| o.number(n as u32));
        o.key("units_untouched").number(tallies.untouched as u32);
        o.key("measures").list(Measure::ALL, |o, &measure| {
            let agreement = tallies.measure(measure);
            let kappa = kappa(measure, &agreement);
            o.object(|o| {
                o.key("measure").word(measure.name());
                o.key("units").number(agreement.units() as u32);
                o.key("agreed").number(agreement.agreed() as u32);
                o.key("percent").maybe(agreement.percent(), Json::points);
                o.key("kappa").maybe(kappa.ok(), Json::points);
                o.key("no_kappa").maybe(kappa.err(), Json::word);
            });
        });
        o.key("kinds").list(tallies.measure(Measure::SourceKind).table(), |o, ((first, second), times)| {
            o.object(|o| {
                o.key("labels").list([first, second], |o, l| o.text(l));
                o.key("times").number(*times as u32);
            });
        });
        o.key("disagreements").list(&tallies.disagreements, |o, placed| {
            let rating = &placed.rating;
            o.object(|o| {
                o.key("article").text(&placed.article);
                o.key("line").number(placed.line as u32);
                o.key("measure").word(rating.measure.name());
                o.key("words").text(&rating.words);
                o.key("labels").list(&rating.labels, |o, l| o.text(l));
                o.key("tool").maybe(rating.tool.as_deref(), Json::text);
                o.key("touched").list(rating.touched, Json::bool);
            });
        });
    });
    out.push(b'\n');
    String::from_utf8_lossy(&out).into_owned()
}

/// The row of column names.
pub fn csv_header(out: &mut Vec<u8>) {
    let row =
        ["article", "line", "measure", "words", "first", "second", "tool", "agree", "first_touched", "second_touched"];
    crate::csv::push(out, &row.map(str::to_owned));
}

/// A row for one rating.
pub fn csv_row(out: &mut Vec<u8>, placed: &Placed) {
    let Rating { measure, words, labels: [first, second], agree, tool, touched, .. } = &placed.rating;
    let cell = |words: &str| crate::csv::cell(&clean(words));
    let row = [
        cell(&placed.article),
        placed.line.to_string(),
        measure.name().to_owned(),
        cell(words),
        cell(first),
        cell(second),
        cell(tool.as_deref().unwrap_or_default()),
        agree.to_string(),
        touched[0].to_string(),
        touched[1].to_string(),
    ];
    crate::csv::push(out, &row);
}
