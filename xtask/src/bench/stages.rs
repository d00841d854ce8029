//! Where the time goes, and how many instructions it takes: what a slow or busy machine hides.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use crate::shell::{Result, append, cargo, command, output, program};

const STAGES: &str = "bench/stages.csv";
const STAGES_HEADER: &str = "date,commit,cpu,input,stage,seconds,mb_per_s";
const INSTRUCTIONS: &str = "bench/instructions.csv";
const INSTRUCTIONS_HEADER: &str = "date,commit,rustc,input,start_up,whole";
/// Starting is over so soon that the middle of many runs is taken.
const STARTS: usize = 21;

/// Prints and keeps the time of each stage; `what` are the first columns of a row.
pub(super) fn stages(file: &Path, what: &str) -> Result {
    let file = file.to_string_lossy();
    let mut bench = cargo(&["bench", "--quiet", "--package", "onrecord", "--bench", "stages", "--", &file]);
    let table = output(&mut bench)?;
    println!("{table}");
    let rows = table.lines().skip(1).fold(String::new(), |mut rows, line| {
        let _ = writeln!(rows, "{what},{line}");
        rows
    });
    append(STAGES, STAGES_HEADER, &rows)?;
    println!("added to {STAGES}");
    Ok(())
}

/// The milliseconds from the start to the end of a run that has one sentence to read.
pub(super) fn start_up() -> Result<f64> {
    let program = program().to_string_lossy().into_owned();
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let mut run = command(&program, &["score", "--format", "jsonl", "tests/Cargo.toml"]);
        let start = Instant::now();
        run.stdout(Stdio::null()).status().map_err(|e| format!("onrecord: {e}"))?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[STARTS / 2])
}

/// Counts the instructions of a run over the corpus, and of one that does nothing but start; nothing where valgrind is
/// not installed. They hardly depend on the machine, so a regression shows without a quiet one.
pub(super) fn instructions(date: &str, commit: &str) -> Result {
    if output(&mut command("valgrind", &["--version"])).is_err() {
        println!("no valgrind: instructions are not counted");
        return Ok(());
    }
    let start_up = count("tests/Cargo.toml")?;
    let whole = count("corpus/articles")?;
    let rustc = output(&mut command("rustc", &["--version"]))?;
    let rustc = rustc.split_whitespace().nth(1).unwrap_or("unknown").to_owned();
    println!(
        "instructions: {:.1} million to start, {:.1} million over the corpus",
        start_up as f64 / 1e6,
        whole as f64 / 1e6
    );
    append(INSTRUCTIONS, INSTRUCTIONS_HEADER, &format!("{date},{commit},{rustc},corpus,{start_up},{whole}\n"))?;
    println!("added to {INSTRUCTIONS}");
    Ok(())
}

fn count(input: &str) -> Result<u64> {
    let program = program().to_string_lossy().into_owned();
    let valgrind = ["--tool=callgrind", "--callgrind-out-file=/dev/null", &program];
    let score = ["score", "--format", "jsonl", "--jobs", "1", input];
    let mut run = command("valgrind", &[&valgrind[..], &score].concat());
    let ran = run.stdout(Stdio::null()).stderr(Stdio::piped()).output().map_err(|e| format!("valgrind: {e}"))?;
    let told = String::from_utf8_lossy(&ran.stderr);
    let refs = told.lines().find_map(|line| line.split_once("refs:")).map(|(_, n)| n.trim().replace(',', ""));
    refs.and_then(|n| n.parse().ok()).ok_or_else(|| format!("valgrind told no count:\n{told}"))
}
