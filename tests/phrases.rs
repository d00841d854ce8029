//! How many of the listed phrases of newsroom English the program reads as their category says.
//!
//! - `phrases.tsv` is the list: category, phrase, note. Its notation is told in `phrases/notation.rs`.
//! - `phrases.carriers.tsv` puts a phrase into a sentence: category; phrases, with ` / ` between them, `…` for any end and
//!   `*` for all others of the category; words for its slots; what is wanted of it, told in `phrases/judge.rs`; the
//!   sentence, with `~` where the phrase goes, or several with ` // ` between them for wordings that need another. An
//!   empty cell is that of the category's line `*`.
//! - `phrases.found.tsv` is what came out: every phrase that is not read in all its wordings, how many are, the reason,
//!   and the first wording that fails. A reason opens with `by-design: ` where our definitions label the phrase otherwise
//!   than its category, and with `todo: ` where it ought to be read and is not.
//! - `docs/rules-coverage.md` has the totals; it is written from the others.
//!
//! A carrier must not make its phrase pass by other words: what is asked for has to stand at the phrase itself, and no
//! cue or name beside it may bring it about. To see what the record holds of failing wordings, run
//! `PHRASES=response_ cargo test -p onrecord-tests --test phrases -- --nocapture`.
//!
//! The test fails when anything differs from `phrases.found.tsv`, for the better too. To write the table and the page
//! anew, run `cargo xtask bless`, or `INSTA_UPDATE=always cargo test -p onrecord-tests --test phrases`: reasons of phrases
//! that still fail are kept, new ones are `todo: to be read`. Then edit the reason column by hand, run it once more for the
//! page, and read the difference.

#[path = "phrases/carriers.rs"]
mod carriers;
#[path = "phrases/judge.rs"]
mod judge;
#[path = "phrases/notation.rs"]
mod notation;
#[path = "phrases/page.rs"]
mod page;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

const LIST: &str = include_str!("phrases.tsv");
const CARRIERS: &str = include_str!("phrases.carriers.tsv");
const HEAD: &str = "category\tphrase\tread\treason\tfails\n";

/// A phrase of the list and how much of it is read.
struct Phrase {
    category: &'static str,
    phrase: &'static str,
    /// Wordings that are read as wanted.
    read: usize,
    /// All wordings.
    of: usize,
    /// The first wording that is not.
    fails: String,
    /// Why not, from the table.
    reason: String,
}

impl Phrase {
    /// Its cell in the table: `2/3`.
    fn share(&self) -> String {
        format!("{}/{}", self.read, self.of)
    }
}

/// The folder of a committed file.
fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

fn reads(file: &str) -> String {
    std::fs::read_to_string(path(file)).unwrap_or_default()
}

/// Tries every phrase, in the order of the list.
fn phrases(reasons: &BTreeMap<(String, String), String>) -> Vec<Phrase> {
    let carriers = carriers::table(CARRIERS);
    let shown = std::env::var("PHRASES").ok();
    let lines: Vec<&'static str> = LIST.lines().skip(1).collect();
    lines
        .par_iter()
        .map(|line| {
            let (category, phrase) = line
                .split_once('\t')
                .and_then(|(category, rest)| Some((category, rest.split_once('\t')?.0)))
                .unwrap_or_else(|| panic!("phrases.tsv: three columns are wanted in `{line}`"));
            let (wanted, trials) = carriers::trials(&carriers, category, phrase);
            let failing: Vec<_> = trials.iter().filter(|t| !judge::holds(t, wanted)).collect();
            if shown.as_ref().is_some_and(|s| category.starts_with(&**s)) {
                let told = failing
                    .iter()
                    .flat_map(|t| t.iter())
                    .map(|t| format!("  {}\n    {wanted}:{}\n", t.text, judge::told(t)));
                show(&format!(
                    "{category} {phrase}: {} of {}\n{}",
                    trials.len() - failing.len(),
                    trials.len(),
                    told.collect::<String>()
                ));
            }
            let reason = reasons.get(&(category.to_owned(), phrase.to_owned()));
            Phrase {
                category,
                phrase,
                read: trials.len() - failing.len(),
                of: trials.len(),
                fails: failing.first().and_then(|t| t.first()).map(|t| t.text.replace('\n', "\\n")).unwrap_or_default(),
                reason: reason.cloned().unwrap_or_else(|| "todo: to be read".to_owned()),
            }
        })
        .collect()
}

#[expect(clippy::print_stdout, reason = "only when somebody asks for it")]
fn show(text: &str) {
    println!("{text}");
}

/// The table of those that are not read in full.
fn table(phrases: &[Phrase]) -> String {
    let mut out = HEAD.to_owned();
    for p in phrases.iter().filter(|p| p.read < p.of) {
        let _ = writeln!(out, "{}\t{}\t{}\t{}\t{}", p.category, p.phrase, p.share(), p.reason, p.fails);
    }
    out
}

#[test]
fn listed_phrases_are_read_as_the_table_says() {
    let committed = reads("phrases.found.tsv");
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = committed.lines().skip(1).map(cells).collect();
    let reasons = rows.iter().filter(|r| r.len() == 5);
    let reasons = reasons.map(|r| ((r[0].clone(), r[1].clone()), r[3].clone())).collect();
    let phrases = phrases(&reasons);
    let (table, page) = (table(&phrases), page::write(&phrases));
    if std::env::var("INSTA_UPDATE").is_ok_and(|v| v == "always") {
        std::fs::write(path("phrases.found.tsv"), table).expect("the table can be written");
        std::fs::write(path("../docs/rules-coverage.md"), page).expect("the page can be written");
        return;
    }
    let mut faults = String::new();
    let old: BTreeMap<(&str, &str), &str> =
        rows.iter().filter(|r| r.len() == 5).map(|r| ((&*r[0], &*r[1]), &*r[2])).collect();
    for p in &phrases {
        let before = old.get(&(p.category, p.phrase)).copied();
        let now = (p.read < p.of).then(|| p.share());
        if before != now.as_deref() {
            let (before, now) = (before.unwrap_or("all"), now.unwrap_or_else(|| "all".to_owned()));
            let _ = writeln!(faults, "{} `{}`: {now} read, {before} before: {}", p.category, p.phrase, p.fails);
        }
    }
    assert!(faults.is_empty(), "bless when it is for the better, mend when it is not:\n{faults}");
    let unreasoned = |p: &&Phrase| p.read < p.of && !["by-design: ", "todo: "].iter().any(|r| p.reason.starts_with(r));
    let bare: Vec<&str> = phrases.iter().filter(unreasoned).map(|p| p.phrase).collect();
    assert!(bare.is_empty(), "a reason opens with `by-design: ` or `todo: `; not so for {}", bare.join(", "));
    assert!(table == committed, "phrases.found.tsv is stale: run `cargo xtask bless`");
    assert!(page == reads("../docs/rules-coverage.md"), "docs/rules-coverage.md is stale: run `cargo xtask bless`");
}
