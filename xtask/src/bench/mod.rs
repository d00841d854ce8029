//! How fast the program is, as its users meet it: whole runs of the release build.

mod growth;
mod stages;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::shell::{Result, append, cargo, command, commit, program, root, run, target, today};

const HISTORY: &str = "bench/history.csv";
const HEADER: &str = "date,commit,cpu,input,articles,text_mb,jobs,seconds,articles_per_s,mb_per_s,peak_mb";
/// The corpus is repeated until it is this long, so that start-up does not count.
const TEXT_BYTES: usize = 40_000_000;
/// The median of this many runs is written down.
const RUNS: usize = 3;

/// What there is to read.
struct Input {
    path: PathBuf,
    name: String,
    articles: usize,
    bytes: usize,
}

/// Times `score --format jsonl` on `file`, or on the corpus, with one thread and with two, then starting alone, each
/// stage, and how many instructions the corpus takes.
pub(crate) fn run_all(file: Option<&str>) -> Result {
    run(&mut cargo(&["build", "--release", "--package", "onrecord"]))?;
    let input = match file {
        Some(file) => measure(Path::new(file))?,
        None => corpus()?,
    };
    let (date, commit, cpu) = (today()?, commit()?, cpu());
    let mut rows = String::new();
    println!("{} articles, {:.1} MB of text, {cpu}", input.articles, mega(input.bytes));
    for jobs in ["1", "2"] {
        let mut runs = (0..RUNS).map(|_| once(&input.path, jobs)).collect::<Result<Vec<_>>>()?;
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let seconds = runs[RUNS / 2].0;
        let peak = runs.iter().map(|r| r.1).max().unwrap_or_default() as f64 / 1000.0;
        let (per_s, mb_per_s) = (input.articles as f64 / seconds, mega(input.bytes) / seconds);
        println!("--jobs {jobs}: {seconds:.2} s, {per_s:.0} articles/s, {mb_per_s:.1} MB/s, peak {peak:.0} MB");
        let _ = writeln!(
            rows,
            "{date},{commit},{cpu},{},{},{:.1},{jobs},{seconds:.2},{per_s:.0},{mb_per_s:.1},{peak:.0}",
            input.name,
            input.articles,
            mega(input.bytes)
        );
    }
    append(HISTORY, HEADER, &rows)?;
    println!("added to {HISTORY}");
    println!("start-up: {:.1} ms", stages::start_up()?);
    stages::stages(&input.path, &format!("{date},{commit},{cpu},{}", input.name))?;
    stages::instructions(&date, &commit)
}

/// Times runs over ten, a hundred, a thousand times as much, up to `most` megabytes.
pub(crate) fn growth(file: &str, most: &str) -> Result {
    let most = most.parse().map_err(|_| format!("`{most}` is no number of megabytes, as in 10000"))?;
    run(&mut cargo(&["build", "--release", "--package", "onrecord"]))?;
    growth::growth(Path::new(file), most, &format!("{},{},{}", today()?, commit()?, cpu()))
}

/// One run: seconds, and the most kilobytes that were in memory.
fn once(input: &Path, jobs: &str) -> Result<(f64, u64)> {
    let program = program();
    let mut run = command(&program.to_string_lossy(), &["score", "--format", "jsonl", "--jobs", jobs]);
    let start = Instant::now();
    let mut child = run.arg(input).stdout(Stdio::null()).spawn().map_err(|e| format!("onrecord: {e}"))?;
    let peak = watch(&child);
    let status = child.wait().map_err(|e| format!("onrecord: {e}"))?;
    let seconds = start.elapsed().as_secs_f64();
    // Articles that cannot be read are part of real input; a run that broke off is not.
    if !matches!(status.code(), Some(0 | 2)) {
        return Err(format!("onrecord ended with {status}"));
    }
    Ok((seconds, peak.join().unwrap_or_default()))
}

/// Reads the kernel's high-water mark while the program runs; it is gone once the program has ended.
fn watch(child: &Child) -> thread::JoinHandle<u64> {
    let status = format!("/proc/{}/status", child.id());
    thread::spawn(move || {
        let mut peak = 0;
        while let Some(now) = fs::read_to_string(&status).ok().as_deref().and_then(high_water) {
            peak = now;
            thread::sleep(Duration::from_millis(10));
        }
        peak
    })
}

fn high_water(status: &str) -> Option<u64> {
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

fn measure(path: &Path) -> Result<Input> {
    let lines = fs::read_to_string(path).map_err(|e| format!("{}: {e}; give a file of JSON lines", path.display()))?;
    let texts: Vec<usize> = lines
        .lines()
        .filter_map(|l| serde_json::from_str::<Value>(l).ok()?.get("text")?.as_str().map(str::len))
        .collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let path = fs::canonicalize(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(Input { path, name, articles: texts.len(), bytes: texts.iter().sum() })
}

/// All articles of the corpus as JSON lines, over and over.
fn corpus() -> Result<Input> {
    let mut texts = Vec::new();
    read(&root().join("corpus/articles"), &mut texts)?;
    if texts.is_empty() {
        return Err("corpus/articles holds no article; give a file of JSON lines".to_owned());
    }
    let (mut lines, mut bytes, mut articles) = (String::new(), 0, 0);
    for text in texts.iter().cycle() {
        if bytes >= TEXT_BYTES {
            break;
        }
        let _ = writeln!(lines, "{}", serde_json::json!({ "id": articles.to_string(), "text": text }));
        bytes += text.len();
        articles += 1;
    }
    let path = target().join("bench-corpus.jsonl");
    fs::write(&path, lines).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(Input { path, name: "corpus".to_owned(), articles, bytes })
}

fn read(folder: &Path, texts: &mut Vec<String>) -> Result {
    let fail = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(fail)?
        .map(|e| e.map(|e| e.path()))
        .collect::<std::io::Result<_>>()
        .map_err(fail)?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, texts)?;
        } else if path.extension().is_some_and(|e| e == "txt") {
            texts.push(fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?);
        }
    }
    Ok(())
}

fn cpu() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|l| l.strip_prefix("model name")).and_then(|l| l.split_once(": "));
    model.map_or("unknown", |(_, name)| name).trim().replace(',', " ")
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
