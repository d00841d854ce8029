//! The project's own tasks: `cargo xtask` lists them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "tasks talk to the developer at the terminal")]

mod bench;
mod bless;
mod ci;
mod eval;
mod floors;
mod measure;
mod shell;
mod sums;
mod validate;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask TASK

  ci [--no-test]      everything that must hold before a change lands: format, lints, tests, docs, corpus,
                      floors
  bless               accept what the snapshots show now, list what changed and what is no longer used
  corpus              check the corpus: gold anchors, manifest, licences
  bench [FILE.jsonl]  time a release build on FILE or the corpus, as a whole, to start, and by stages, and count its
                      instructions; adds the figures to bench/history.csv, stages.csv and instructions.csv
  bench --growth MB FILE.jsonl  time runs over 1 MB of FILE, 10, 100, … up to MB; adds to bench/growth.csv
  eval                measure against the gold sets beside this repository; writes docs/accuracy.md, bench/accuracy.csv
  sums FILE.jsonl     score the articles of FILE and check that every record adds up to the thousandth
  floors [--raise]    measure, and fail when a figure lies below its floor in bench/floors.toml; --raise lifts the floors
  validate [FILE.jsonl]  hold the score and its dimensions against the ratings of the gold sets; with FILE, tell how
                      its scores are distributed by profile
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match args.as_slice() {
        ["ci"] => ci::run_all(true),
        ["ci", "--no-test"] => ci::run_all(false),
        ["bless"] => bless::run_all(),
        ["corpus"] => ci::corpus(),
        ["bench"] => bench::run_all(None),
        ["bench", input] if !input.starts_with('-') => bench::run_all(Some(input)),
        ["bench", "--growth", most, input] => bench::growth(input, most),
        ["eval"] => eval::run_all(),
        ["sums", input] if !input.starts_with('-') => sums::run_all(input),
        ["floors"] => floors::run_all(false),
        ["floors", "--raise"] => floors::run_all(true),
        ["validate"] => validate::run_all(None),
        ["validate", articles] if !articles.starts_with('-') => validate::run_all(Some(articles)),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
