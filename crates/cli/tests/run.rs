//! Long runs: what stays of one that is stopped, how it goes on, and where its results go.

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{Ran, folder, jsonl, run};

const ARTICLE: &str = "The pumps at the north quay failed on Monday, the harbour office said.\n\n\
    \u{201c}We never tested them,\u{201d} said Zoë Marsh, the chief engineer. Two aides said the council had known.\n";

fn lines(count: usize, longer: usize) -> String {
    (0..count)
        .map(|i| {
            let text = format!("{}Day {i} of the repair.", ARTICLE.repeat(longer));
            format!("{}\n", serde_json::json!({"id": format!("a{i}"), "text": text}))
        })
        .collect()
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The names of all files of a folder, hidden ones included.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn spawn(folder: &Path, args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    let piped = command.current_dir(folder).args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
    piped.stderr(Stdio::piped()).spawn().unwrap()
}

const TO_FILE: [&str; 4] = ["score", "in.jsonl", "--output", "run.jsonl"];

fn go_on(folder: &Path) -> Ran {
    run(folder, &[&TO_FILE[..], &["--resume"]].concat(), "")
}

#[test]
fn a_run_that_is_cut_at_any_byte_goes_on_to_the_same_bytes() {
    let dir = folder(&[("in.jsonl", &format!("{}not JSON\n{}", lines(2, 1), lines(1, 0)))]);
    let at = dir.path();
    let whole = run(at, &TO_FILE, "");
    assert_eq!((whole.status, whole.out.as_str()), (Some(2), ""));
    assert_eq!(names(at), ["in.jsonl", "run.jsonl"]);
    let expected = read(at, "run.jsonl");
    assert_eq!(expected.lines().count(), 4);
    fs::remove_file(at.join("run.jsonl")).unwrap();

    // What run it is stands beside the records while it is on its way.
    let mut child = spawn(at, &["score", "in.jsonl", "-", "--output", "run.jsonl"]);
    let side = wait_for(&at.join("run.jsonl.partial.run"));
    child.kill().unwrap();
    child.wait().unwrap();
    let side = side.replace(",\n    \"-\"", "");

    // A test of `resume.rs` cuts at each byte, which would take minutes here.
    let mut cuts: Vec<usize> = (0..=expected.len()).step_by(997).collect();
    for (i, _) in expected.match_indices('\n') {
        cuts.extend([i - 1, i, i + 1, i + 2]);
    }
    for cut in cuts.into_iter().filter(|&c| c <= expected.len()) {
        fs::write(at.join("run.jsonl.partial"), &expected.as_bytes()[..cut]).unwrap();
        fs::write(at.join("run.jsonl.partial.run"), &side).unwrap();
        let ran = go_on(at);
        assert_eq!(ran.status, Some(2), "the lost input counts for the whole run, cut at {cut}: {}", ran.err);
        assert!(ran.err.ends_with("onrecord: 1 of 4 inputs could not be read\n"), "{}", ran.err);
        assert_eq!(read(at, "run.jsonl"), expected, "cut at {cut}");
        assert_eq!(names(at), ["in.jsonl", "run.jsonl"]);
        fs::remove_file(at.join("run.jsonl")).unwrap();
    }
}

fn wait_for(path: &Path) -> String {
    let start = Instant::now();
    loop {
        match fs::read_to_string(path) {
            Ok(text) if text.ends_with("}\n") => return text,
            _ => assert!(start.elapsed() < Duration::from_secs(60), "{} does not come", path.display()),
        }
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_run_that_is_killed_again_and_again_ends_with_the_same_bytes() {
    let dir = folder(&[("in.jsonl", &lines(3000, 2))]);
    let at = dir.path();
    let expected = jsonl(at, &["in.jsonl"], "").out;
    let mut kills = 0;
    for pause in [40_u64, 130, 210, 90, 300, 170, 250, 60, 350, 120] {
        let mut child = spawn(at, &[&TO_FILE[..], &["--resume", "--jobs", "1"]].concat());
        sleep(Duration::from_millis(pause * 2));
        kills += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        if at.join("run.jsonl").exists() {
            break;
        }
    }
    assert!(kills > 0);
    let ran = go_on(at);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(read(at, "run.jsonl") == expected, "after {kills} kills");
    assert_eq!(names(at), ["in.jsonl", "run.jsonl"]);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_told_to_stop_tells_what_is_done_and_how_to_go_on() {
    for signal in ["INT", "TERM"] {
        let dir = folder(&[("in.jsonl", &lines(6000, 3))]);
        let at = dir.path();
        let mut child = spawn(at, &[&TO_FILE[..], &["--quiet", "--output", "csv=scores.csv"]].concat());
        let start = Instant::now();
        while fs::metadata(at.join("run.jsonl.partial")).map_or(0, |m| m.len()) == 0 {
            assert!(start.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none());
            sleep(Duration::from_millis(2));
        }
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        drop(child.stdin.take());
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{told}");
        let kept = read(at, "run.jsonl.partial");
        assert!(kept.ends_with('\n'), "the chunk is done");
        let done = kept.lines().count();
        assert!((1..6000).contains(&done), "{done}");
        let count = if done < 1000 { done.to_string() } else { format!("{},{:03}", done / 1000, done % 1000) };
        assert_eq!(
            told,
            format!(
                "onrecord: stopping when the articles in hand are done; once more stops at once\n\
                 onrecord: stopped after {count} inputs\n\
                 onrecord: {count} records are kept in run.jsonl.partial; the same command with `--resume` goes on\n\
                 onrecord: scores.csv is not written, for it would not be whole\n"
            )
        );
        assert_eq!(names(at), ["in.jsonl", "run.jsonl.partial", "run.jsonl.partial.run"]);
        // The table has nothing yet of what is recorded, and is made of all articles.
        let ran = run(at, &[&TO_FILE[..], &["--output", "csv=scores.csv", "--resume", "--quiet"]].concat(), "");
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
        assert_eq!(read(at, "scores.csv").lines().count(), 6001);
        assert_eq!(read(at, "run.jsonl").lines().count(), 6000);
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_waits_for_its_input_stops_when_told() {
    let dir = folder(&[]);
    let mut child = spawn(dir.path(), &["score", "-", "--output", "run.jsonl"]);
    child.stdin.as_mut().unwrap().write_all(lines(1, 1).as_bytes()).unwrap();
    wait_for(&dir.path().join("run.jsonl.partial.run"));
    sleep(Duration::from_millis(200));
    Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status().unwrap();
    let start = Instant::now();
    let stdin = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    assert_eq!(output.status.code(), Some(130));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn records_of_a_run_that_did_not_end_are_never_written_over() {
    let dir = folder(&[("in.jsonl", &lines(2, 1)), ("run.jsonl.partial", "{}\n{}\n")]);
    let ran = run(dir.path(), &TO_FILE, "");
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.err,
        "onrecord: run.jsonl.partial: has 2 records of a run that did not end; the same command with `--resume` goes on, \
         or remove it to start anew\n"
    );
    assert_eq!(read(dir.path(), "run.jsonl.partial"), "{}\n{}\n");
    // One without a whole record is worth nothing.
    fs::write(dir.path().join("run.jsonl.partial"), "{\"schema\":").unwrap();
    assert_eq!(run(dir.path(), &TO_FILE, "").status, Some(0));
}

#[test]
fn a_run_goes_on_only_with_its_own_records() {
    let dir = folder(&[("in.jsonl", &lines(4, 1))]);
    let at = dir.path();
    let mut child = spawn(at, &["score", "in.jsonl", "-", "--output", "run.jsonl"]);
    let side = wait_for(&at.join("run.jsonl.partial.run")).replace(",\n    \"-\"", "");
    child.kill().unwrap();
    child.wait().unwrap();
    let records = jsonl(at, &["in.jsonl"], "").out;
    let three: String = records.split_inclusive('\n').take(3).collect();
    let partial = |records: &str, side: &str| {
        fs::write(at.join("run.jsonl.partial"), records).unwrap();
        fs::write(at.join("run.jsonl.partial.run"), side).unwrap();
    };
    let refused = |args: &[&str], why: &str| {
        let ran = run(at, &[&TO_FILE[..], &["--resume"], args].concat(), "");
        assert_eq!(ran.status, Some(2), "{}", ran.err);
        assert_eq!(ran.err, format!("onrecord: run.jsonl.partial{why}\n"));
        assert_eq!(read(at, "run.jsonl.partial").lines().count(), 3, "the records stay");
    };
    const SAME: &str = "give the same command as then with `--resume`, or remove the records to start anew";
    const BACK: &str = "put the inputs back as they were, or remove the file to start anew";

    partial(&three, &side);
    refused(&["--explain"], &format!(": it is of another run: `explain` was false and is true; {SAME}"));
    refused(
        &["--profile", "sensitive"],
        &format!(": it is of another run: `profile` was not given and is \"sensitive\"; {SAME}"),
    );
    partial(&three, &side.replace("core-en@", "core-en@9."));
    let ran = go_on(at);
    assert!(ran.err.starts_with("onrecord: run.jsonl.partial: it is of another run: `packs` was "), "{}", ran.err);
    fs::remove_file(at.join("run.jsonl.partial.run")).unwrap();
    assert!(go_on(at).err.contains("what run it is of stands in run.jsonl.partial.run, which cannot be read"));

    partial(&three, &side);
    fs::write(at.join("in.jsonl"), lines(4, 1).replace("Day 1", "Week 1")).unwrap();
    refused(&[], &format!(":2: the text of `a1` has changed since; {BACK}"));
    fs::write(at.join("in.jsonl"), lines(4, 1).replace("\"a2\"", "\"b2\"")).unwrap();
    refused(&[], &format!(":3: it is of `a2`, and the input there is now `b2`; {BACK}"));
    fs::write(at.join("in.jsonl"), lines(2, 1)).unwrap();
    refused(&[], &format!(":3: there are only 2 inputs now; {BACK}"));
    fs::write(at.join("in.jsonl"), lines(4, 1)).unwrap();
    partial(&three.replacen("{\"schema\"", "{schema", 1), &side);
    let ran = go_on(at);
    assert!(ran.err.starts_with("onrecord: run.jsonl.partial:1: it is no record ("), "{}", ran.err);

    // More articles than then are no other inputs: a scraper goes on, too.
    fs::write(at.join("in.jsonl"), lines(5, 1)).unwrap();
    partial(&three, &side);
    assert_eq!(go_on(at).status, Some(0));
    assert_eq!(read(at, "run.jsonl").lines().count(), 5);
}

#[test]
fn going_on_asks_for_a_file_of_records_and_starts_anew_without_one() {
    let dir = folder(&[("in.jsonl", &lines(2, 1))]);
    for args in [&["--resume"][..], &["--resume", "--output", "x.csv"], &["--resume", "--format", "jsonl"]] {
        let ran = run(dir.path(), &[&["score", "in.jsonl"], args].concat(), "");
        assert_eq!(ran.status, Some(2));
        assert_eq!(
            ran.err,
            "onrecord: --resume: only records in a file of JSON lines can be gone on with; give `--output FILE.jsonl`, \
             as in the run that was stopped\n"
        );
    }
    let ran = go_on(dir.path());
    assert_eq!(ran.status, Some(0));
    assert_eq!(ran.err, "onrecord: there are no records to go on from, so the run starts anew\n");
}

#[test]
fn one_run_writes_several_outputs_each_as_if_it_were_alone() {
    let dir = folder(&[("in.jsonl", &lines(3, 1))]);
    let at = dir.path();
    let outputs = ["-o", "run.jsonl", "-o", "csv=scores.tab", "-o", "page.txt", "-o", "human=-"];
    let ran = run(at, &[&["score", "in.jsonl"], &outputs[..]].concat(), "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let alone = |format: &str| run(at, &["score", "in.jsonl", "--format", format], "").out;
    assert_eq!(read(at, "run.jsonl"), alone("jsonl"));
    assert_eq!(read(at, "scores.tab"), alone("csv"));
    assert_eq!(read(at, "page.txt"), alone("human"));
    assert_eq!(ran.out, alone("human"));
    assert_eq!(names(at), ["in.jsonl", "page.txt", "run.jsonl", "scores.tab"]);

    // A single file is written by its ending, unless the format is told.
    run(at, &["score", "in.jsonl", "-o", "one.csv"], "");
    assert_eq!(read(at, "one.csv"), alone("csv"));
    run(at, &["score", "in.jsonl", "-o", "two.csv", "--format", "jsonl"], "");
    assert_eq!(read(at, "two.csv"), alone("jsonl"));
}

#[test]
fn outputs_that_clash_are_refused_before_anything_is_written() {
    let dir = folder(&[("in.jsonl", &lines(1, 1)), ("sub/x", "")]);
    let refused = |args: &[&str], why: &str| {
        let ran = run(dir.path(), &[&["score", "in.jsonl"], args].concat(), "");
        assert_eq!((ran.status, ran.err.as_str()), (Some(2), format!("onrecord: {why}\n").as_str()));
        assert_eq!(names(dir.path()), ["in.jsonl", "sub"]);
    };
    let two = "is the output of two formats; name a file for each";
    refused(&["-o", "a.jsonl", "-o", "csv=sub/../a.jsonl"], &format!("a.jsonl: {two}"));
    refused(&["-o", "csv=-", "-o", "-"], &format!("standard output: {two}"));
    let input = "is an input and the output; name another file with `--output`";
    refused(&["-o", "a.csv", "-o", "sub/../in.jsonl"], &format!("in.jsonl: {input}"));
    refused(&["-o", "a.jsonl", "-o", "sub"], "sub: is a folder; name a file in it");
    refused(&["-o", "a.jsonl", "-o", "no/b.csv"], "no/b.csv: there is no folder `no`; make it first");
    refused(&["-o", "csv="], "--output csv=: no file is named; give it as `csv=FILE`");
}

#[test]
fn many_inputs_lost_for_one_reason_are_counted_and_the_records_name_them() {
    let bad: String = (0..500).map(|i| format!("{{\"id\":\"b{i}\"}}\n")).collect();
    let dir = folder(&[("in.jsonl", &format!("{}{bad}", lines(1, 1)))]);
    let ran = run(dir.path(), &TO_FILE, "");
    assert_eq!(ran.status, Some(2));
    let told: Vec<&str> = ran.err.lines().collect();
    let reason = "no field `text` with the text among the fields (id)";
    assert_eq!(told.len(), 24, "{}", ran.err);
    assert!(told[19].starts_with("onrecord: in.jsonl:21: "), "{}", told[19]);
    assert_eq!(told[20], format!("onrecord: more are lost and no longer told one by one: {reason}"));
    assert_eq!(told[21], "onrecord: 500 of 501 inputs could not be read");
    assert_eq!(told[22], format!("onrecord: 480 of them not told above, from in.jsonl:22 to in.jsonl:501: {reason}"));
    assert_eq!(told[23], "onrecord: the records in run.jsonl with the status `error` name each of them");
    assert_eq!(read(dir.path(), "run.jsonl").matches("\"status\":\"error\"").count(), 500);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_nothing_that_looks_whole() {
    let dir = folder(&[("in.jsonl", &lines(40, 3))]);
    let ran = run(dir.path(), &["score", "in.jsonl", "--format", "jsonl", "-o", "/dev/full"], "");
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.err,
        "onrecord: /dev/full: cannot be written: No space left on device (os error 28); choose another place\n"
    );
    // Files that may have so many bytes stand for a disk that fills up.
    let limited = "ulimit -f 64; trap '' XFSZ; exec \"$0\" score in.jsonl -o run.jsonl -o scores.csv";
    let mut command = Command::new("bash");
    let output =
        command.current_dir(dir.path()).args(["-c", limited, env!("CARGO_BIN_EXE_onrecord")]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.starts_with("onrecord: run.jsonl.partial: cannot be written: File too large"), "{told}");
    assert!(told.contains(" kept in run.jsonl.partial; the same command with `--resume` goes on\n"), "{told}");
    assert_eq!(names(dir.path()), ["in.jsonl", "run.jsonl.partial", "run.jsonl.partial.run"]);
    let ran = run(dir.path(), &["score", "in.jsonl", "-o", "run.jsonl", "-o", "scores.csv", "--resume"], "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    assert_eq!(read(dir.path(), "run.jsonl"), run(dir.path(), &["score", "in.jsonl", "--format", "jsonl"], "").out);
}

#[test]
fn a_sample_is_the_same_whatever_the_threads_and_keeps_the_order_of_the_inputs() {
    let dir = folder(&[("in.jsonl", &format!("{}broken\n", lines(700, 0))), ("few.jsonl", &lines(3, 0))]);
    let at = dir.path();
    let sample = |more: &[&str]| jsonl(at, &[&["in.jsonl", "--sample", "20"], more].concat(), "");
    let ran = sample(&[]);
    assert_eq!(ran.status, Some(2), "what is lost is told though it is in no sample");
    let told: Vec<&str> = ran.err.lines().collect();
    assert!(told[0].starts_with("onrecord: in.jsonl:701:1: broken JSON"), "{}", ran.err);
    assert_eq!(told[1..], ["onrecord: 20 of 700 articles, seed 1", "onrecord: 1 of 701 inputs could not be read"]);
    assert_eq!(ran.record(0)["status"], "not-scored");
    let days: Vec<u32> = ran.out.lines().map(day).collect();
    assert_eq!(days, SAMPLE);
    assert_eq!(sample(&["--jobs", "1"]).out, ran.out);
    assert_eq!(sample(&["--seed", "1"]).out, ran.out);
    assert_ne!(sample(&["--seed", "2"]).out, ran.out);
    let few = jsonl(at, &["few.jsonl", "--sample", "20"], "");
    assert_eq!((few.status, few.out.lines().count()), (Some(0), 3));
    assert_eq!(few.err, "onrecord: 3 of 3 articles, seed 1\n");
    assert_eq!(run(at, &["score", "few.jsonl", "--sample", "0"], "").status, Some(2));
}

/// What seed 1 draws, on any machine.
const SAMPLE: [u32; 20] =
    [17, 21, 48, 71, 75, 157, 180, 192, 227, 238, 251, 286, 370, 438, 493, 501, 532, 585, 586, 634];

fn day(record: &str) -> u32 {
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    record["id"].as_str().unwrap()[1..].parse().unwrap()
}

#[test]
fn near_copies_name_the_first_of_them_whatever_the_threads_and_however_the_run_was_cut() {
    // Every 40th article is one of ten wire reports, with a line of its own house.
    let article = |i: usize| {
        let story = if i.is_multiple_of(40) { i / 40 % 10 } else { 1000 + i };
        // A product with this odd number mixes well, so that no two stories share a run of words.
        let word = |w: usize| ((story * 1000 + w) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let words: String = (0..90).map(|w| format!("w{} ", word(w))).collect();
        let text =
            format!("{words}{}\n", if i.is_multiple_of(40) { format!("House {i} has more.") } else { String::new() });
        format!("{}\n", serde_json::json!({"id": format!("a{i}"), "text": text}))
    };
    let dir = folder(&[("in.jsonl", &(0..1600).map(article).collect::<String>())]);
    let at = dir.path();
    let ran = jsonl(at, &["in.jsonl", "--duplicates"], "");
    assert_eq!(ran.status, Some(0));
    assert_eq!(ran.err, "onrecord: 30 articles are near copies of 10 others\n");
    for (i, record) in ran.out.lines().enumerate() {
        let record: serde_json::Value = serde_json::from_str(record).unwrap();
        let copy = i.is_multiple_of(40) && i >= 400;
        let head = if copy { Some(format!("a{}", i % 400)) } else { None };
        assert_eq!(record.get("duplicate_of").and_then(|v| v.as_str()), head.as_deref(), "a{i}");
    }
    assert_eq!(jsonl(at, &["in.jsonl", "--duplicates", "--jobs", "1"], "").out, ran.out);
    assert!(!jsonl(at, &["in.jsonl"], "").out.contains("duplicate_of"));

    // Copies of articles that an earlier run has written are found all the same.
    let mut child = spawn(at, &["score", "in.jsonl", "-", "--duplicates", "--output", "run.jsonl"]);
    let side = wait_for(&at.join("run.jsonl.partial.run")).replace(",\n    \"-\"", "");
    child.kill().unwrap();
    child.wait().unwrap();
    let half: String = ran.out.split_inclusive('\n').take(700).collect();
    fs::write(at.join("run.jsonl.partial"), half).unwrap();
    fs::write(at.join("run.jsonl.partial.run"), side).unwrap();
    let resumed = run(at, &[&TO_FILE[..], &["--duplicates", "--resume"]].concat(), "");
    assert_eq!((resumed.status, resumed.err.as_str()), (Some(0), ran.err.as_str()));
    assert!(read(at, "run.jsonl") == ran.out);

    let page = run(at, &["score", "in.jsonl", "--duplicates"], "").out;
    assert_eq!(page.matches("near copy of a0\n").count(), 3);
    let table = run(at, &["score", "in.jsonl", "--duplicates", "--format", "csv"], "").out;
    assert_eq!(table.lines().filter(|l| l.ends_with(",a0")).count(), 3);
}
