//! Where the time of a run goes: each stage on all articles of a file, one after the other on one thread.
//!
//! `cargo bench --package onrecord --bench stages -- FILE.jsonl` prints a row a stage, as CSV: its name, seconds,
//! and megabytes of article text a second. `cargo xtask bench FILE.jsonl` keeps them.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use onrecord_engine::{Assessor, Options, PackSource, RuleSet};
use onrecord_ingest::Articles;
use onrecord_report::{Body, Entry, Handbook, Metadata, Run, jsonl};
use onrecord_text::OffsetUnit;

/// Articles are taken in so large groups, for reading and working would disturb each other's caches if each took turns.
const GROUP: usize = 512;

#[derive(Default)]
struct Times {
    read: Duration,
    tokenise: Duration,
    parse: Duration,
    rules: Duration,
    judge: Duration,
    write: Duration,
}

/// Adds how long `work` takes to `sum`.
fn timed<T>(sum: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    *sum += start.elapsed();
    result
}

fn main() -> ExitCode {
    // Cargo adds an argument of its own.
    let Some(file) = std::env::args().skip(1).find(|a| !a.starts_with("--")) else {
        eprintln!("give a file of articles: cargo bench --package onrecord --bench stages -- FILE.jsonl");
        return ExitCode::from(2);
    };
    let packs = PackSource::from_table(onrecord_rules::FILES);
    let (core, others): (Vec<_>, Vec<_>) = packs.into_iter().partition(|pack| pack.name == "core-en");
    let Ok(rules) = RuleSet::load_from(&core, &others) else {
        eprintln!("core-en does not load; `onrecord rules check` tells why");
        return ExitCode::from(2);
    };
    let handbook = Handbook::of_set(&rules);
    let run = Run {
        engine: env!("CARGO_PKG_VERSION"),
        packs: rules.packs(),
        offsets: OffsetUnit::Byte,
        handbook: &handbook,
        explain: false,
        with_text: false,
        width: 80,
    };
    let mut articles = Articles::of([PathBuf::from(file)], onrecord_ingest::Options::default());
    let (mut times, mut bytes, mut count) = (Times::default(), 0_usize, 0_usize);
    let mut assessor = Assessor::new(&rules);
    let mut scratch = rules.matcher().scratch();
    let mut record = Vec::new();
    loop {
        let group: Vec<_> = timed(&mut times.read, || articles.by_ref().take(GROUP).collect());
        if group.is_empty() {
            break;
        }
        for article in group.into_iter().flatten() {
            let text = article.text.as_str();
            bytes += text.len();
            count += 1;
            timed(&mut times.tokenise, || black_box(onrecord_parser::tokenize(text, rules.lexicon())));
            let document = timed(&mut times.parse, || onrecord_parser::parse(text, rules.lexicon()));
            timed(&mut times.rules, || {
                rules.matcher().scan_document(text, &document, &mut scratch, |found| {
                    black_box(found);
                });
            });
            let options = Options { title: article.metadata.title.clone(), ..Options::default() };
            let assessment = timed(&mut times.judge, || assessor.assess(text, &document, &options));
            let body = Body::Assessed { text, assessment: &assessment };
            let entry = Entry { id: &article.id, title: None, metadata: Metadata::default(), duplicate_of: None, body };
            record.clear();
            timed(&mut times.write, || jsonl::write(&mut record, &run, &entry));
            black_box(&record);
        }
    }
    let Times { read, tokenise, parse, rules, judge, write } = times;
    // Parsing begins with the words, and judging with the rules; each is told without the other.
    let stages = [
        ("read", read),
        ("tokenise", tokenise),
        ("parse", parse.saturating_sub(tokenise)),
        ("rules", rules),
        ("score", judge.saturating_sub(rules)),
        ("write", write),
    ];
    eprintln!("{count} articles, {:.1} MB of text", bytes as f64 / 1e6);
    println!("stage,seconds,mb_per_s");
    for (stage, time) in stages {
        let seconds = time.as_secs_f64();
        println!("{stage},{seconds:.3},{:.1}", bytes as f64 / 1e6 / seconds.max(1e-9));
    }
    ExitCode::SUCCESS
}
