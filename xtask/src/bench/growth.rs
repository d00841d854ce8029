//! Whether time grows as the input does and memory does not: from 1 MB to as much as is asked for.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use super::watch;
use crate::shell::{Result, append, command, program};

const GROWTH: &str = "bench/growth.csv";
const HEADER: &str = "date,commit,cpu,jobs,mb,seconds,mb_per_s,peak_mb";

/// Streams `lines` over and over into a run, ten times as much each time, up to `most` megabytes; `what` are the first
/// columns of a row. The megabytes are those of the JSON lines.
pub(super) fn growth(file: &Path, most: usize, what: &str) -> Result {
    let lines = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let ends: Vec<usize> = lines.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i + 1).collect();
    if ends.is_empty() {
        return Err(format!("{}: no line in it", file.display()));
    }
    let mut rows = String::new();
    let mut mega = 1;
    while mega <= most {
        let (seconds, peak) = once(&lines, &ends, mega * 1_000_000)?;
        let rate = mega as f64 / seconds;
        let peak = peak as f64 / 1000.0;
        println!("{mega:>6} MB: {seconds:>8.2} s, {rate:>5.1} MB/s, peak {peak:.0} MB");
        rows += &format!("{what},2,{mega},{seconds:.2},{rate:.1},{peak:.0}\n");
        mega *= 10;
    }
    append(GROWTH, HEADER, &rows)?;
    println!("added to {GROWTH}");
    Ok(())
}

fn once(lines: &[u8], ends: &[usize], bytes: usize) -> Result<(f64, u64)> {
    let mut run = command(&program().to_string_lossy(), &["score", "--format", "jsonl", "--jobs", "2", "-"]);
    let start = Instant::now();
    let mut child = run.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().map_err(|e| format!("onrecord: {e}"))?;
    let peak = watch(&child);
    if let Some(mut input) = child.stdin.take() {
        let fail = |e: std::io::Error| format!("onrecord took no more: {e}");
        let mut left = bytes;
        while left > 0 {
            let whole = if left >= lines.len() {
                lines.len()
            } else {
                ends[ends.partition_point(|&e| e < left).min(ends.len() - 1)]
            };
            input.write_all(&lines[..whole]).map_err(fail)?;
            left = left.saturating_sub(whole);
        }
    }
    let status = child.wait().map_err(|e| format!("onrecord: {e}"))?;
    let seconds = start.elapsed().as_secs_f64();
    if !matches!(status.code(), Some(0 | 2)) {
        return Err(format!("onrecord ended with {status}"));
    }
    Ok((seconds, peak.join().unwrap_or_default()))
}
