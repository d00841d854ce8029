//! Records that survive a run that is stopped, and the run that goes on from them.
//!
//! JSON lines go to `FILE.partial`, which is called `FILE` when all is done. What run it is of stands beside it, in
//! `FILE.partial.run`. A run that goes on reads its inputs from the start, holds each against the record that is there,
//! and works on those that have none.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Take, Write};
use std::path::{Path, PathBuf};

use onrecord_ingest::{Article, Unreadable};
use onrecord_report::sha256;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::exit::Failure;

/// What makes a run this run and no other: what would change its records, by name.
pub(crate) type Identity = Map<String, Value>;

/// A file of records that is not whole yet.
pub(crate) struct Partial {
    file: BufWriter<File>,
    path: PathBuf,
    side: PathBuf,
    whole: PathBuf,
}

/// What an earlier run has written of an input.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Which record it is, from 1.
    number: u64,
    id: String,
    lost: bool,
    text_sha256: Option<String>,
}

/// The records that an earlier run has written, in order.
pub(crate) struct Journal {
    lines: Take<BufReader<File>>,
    name: String,
    number: u64,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    status: String,
    text_sha256: Option<String>,
}

/// `path` with more behind its name.
fn with(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    name.into()
}

impl Partial {
    /// Where the records of `whole` go until it is whole.
    pub(crate) fn beside(whole: &Path) -> PathBuf {
        with(whole, ".partial")
    }

    /// Where it stands what run they are of.
    pub(crate) fn beside_identity(whole: &Path) -> PathBuf {
        with(&Self::beside(whole), ".run")
    }

    /// Begins records for `whole`. Those of another run are never written over.
    pub(crate) fn begin(whole: &Path, identity: &Identity) -> Result<Self, Failure> {
        let path = Self::beside(whole);
        let side = Self::beside_identity(whole);
        let fail = |error| Failure::writing(&path.to_string_lossy(), error);
        match File::open(&path).and_then(|file| whole_lines(&file)) {
            Ok((0, _)) => {}
            Ok((_, lines)) => {
                let (name, records) =
                    (path.display(), if lines == 1 { "1 record" } else { &format!("{lines} records") });
                return Err(Failure::Asked(format!(
                    "{name}: has {records} of a run that did not end; the same command with `--resume` goes on, or \
                     remove it to start anew"
                )));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(fail(error)),
        }
        fs::write(&side, format!("{:#}\n", Value::Object(identity.clone())))
            .map_err(|e| Failure::writing(&side.to_string_lossy(), e))?;
        let file = File::create(&path).map_err(fail)?;
        // A file that others may not read stays so.
        if let Ok(there) = fs::metadata(whole) {
            file.set_permissions(there.permissions()).map_err(fail)?;
        }
        Ok(Self { file: BufWriter::new(file), path, side, whole: whole.to_owned() })
    }

    /// Goes on with the records for `whole`, if there are any, and tells what they are. A line that was not written to
    /// its end is dropped.
    pub(crate) fn resume(whole: &Path, identity: &Identity) -> Result<Option<(Self, Journal)>, Failure> {
        let path = Self::beside(whole);
        let side = Self::beside_identity(whole);
        let name = path.to_string_lossy().into_owned();
        let fail = |error| Failure::writing(&name, error);
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(error)),
        };
        let (end, _) = whole_lines(&file).map_err(fail)?;
        if end == 0 {
            return Ok(None);
        }
        same_run(&name, &side, identity)?;
        file.set_len(end).map_err(fail)?;
        let lines = BufReader::with_capacity(1 << 16, File::open(&path).map_err(fail)?).take(end);
        let mut file = BufWriter::new(file);
        file.seek(SeekFrom::End(0)).map_err(fail)?;
        let partial = Self { file, path, side, whole: whole.to_owned() };
        Ok(Some((partial, Journal { lines, name, number: 0 })))
    }

    /// Its name, for messages.
    pub(crate) fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Gives it its name. What is in it must have been flushed.
    pub(crate) fn finish(self) -> io::Result<()> {
        fs::rename(&self.path, &self.whole)?;
        // It does no harm if it stays.
        let _ = fs::remove_file(&self.side);
        Ok(())
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Journal {
    /// The next record; an error where there is something else.
    pub(crate) fn next(&mut self) -> Option<Result<Seen, String>> {
        let mut line = Vec::new();
        self.number += 1;
        let record = match self.lines.read_until(b'\n', &mut line) {
            Ok(0) => return None,
            Ok(_) => serde_json::from_slice::<Record>(&line).map_err(|e| format!("it is no record ({e})")),
            Err(error) => Err(error.to_string()),
        };
        Some(match record {
            Ok(Record { id, status, text_sha256 }) => {
                Ok(Seen { number: self.number, id, lost: status == "error", text_sha256 })
            }
            Err(why) => Err(self.refuse(self.number, &why)),
        })
    }

    /// Why the run cannot go on, at a record.
    pub(crate) fn refuse(&self, number: u64, why: &str) -> String {
        refusal(&self.name, number, why)
    }

    /// How many records were read.
    pub(crate) fn read(&self) -> u64 {
        self.number.saturating_sub(1)
    }
}

/// Why the run cannot go on with the records in `name`.
pub(crate) fn refusal(name: &str, number: u64, why: &str) -> String {
    format!("{name}:{number}: {why}; put the inputs back as they were, or remove the file to start anew")
}

impl Seen {
    /// Whether the input was lost.
    pub(crate) fn lost(&self) -> bool {
        self.lost
    }

    /// Which record it is, and how the input differs from what it was then.
    pub(crate) fn differs(&self, found: &Result<Article, Unreadable>) -> Option<(u64, String)> {
        let id = found.as_ref().map_or_else(|u| &u.id, |a| &a.id);
        let why = if *id != self.id {
            format!("it is of `{}`, and the input there is now `{id}`", self.id)
        } else {
            match found {
                Ok(article) if self.text_sha256.as_ref().is_some_and(|h| *h != sha256(article.text.as_bytes())) => {
                    format!("the text of `{id}` has changed since")
                }
                Err(unreadable) if !self.lost => {
                    format!("`{id}` could be read then and now cannot: {}", unreadable.reason)
                }
                _ => return None,
            }
        };
        Some((self.number, why))
    }
}

/// Where the last whole record of `file` ends, and how many lines there are to there.
fn whole_lines(file: &File) -> io::Result<(u64, u64)> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    reader.rewind()?;
    let (mut end, mut at, mut lines) = (0, 0, 0);
    loop {
        let block = reader.fill_buf()?;
        if block.is_empty() {
            return Ok((end, lines));
        }
        lines += block.iter().filter(|&&b| b == b'\n').count() as u64;
        if let Some(last) = block.iter().rposition(|&b| b == b'\n') {
            end = at + last as u64 + 1;
        }
        let len = block.len();
        at += len as u64;
        reader.consume(len);
    }
}

/// Checks by the file beside the records in `name` that they are of the run that goes on.
fn same_run(name: &str, side: &Path, identity: &Identity) -> Result<(), Failure> {
    const NEXT: &str = "give the same command as then with `--resume`, or remove the records to start anew";
    let refuse = |why: String| Err(Failure::Asked(format!("{name}: {why}; {NEXT}")));
    let side_name = side.display();
    let then: Identity = match fs::read(side).map(|bytes| serde_json::from_slice(&bytes)) {
        Ok(Ok(then)) => then,
        Ok(Err(_)) => return refuse(format!("what run it is of cannot be read from {side_name}")),
        Err(error) => {
            return refuse(format!("what run it is of stands in {side_name}, which cannot be read ({error})"));
        }
    };
    let keys = identity.keys().chain(then.keys().filter(|k| !identity.contains_key(*k)));
    for key in keys {
        let told =
            |run: &Identity| run.get(key).filter(|v| !v.is_null()).map_or("not given".to_owned(), Value::to_string);
        if then.get(key).unwrap_or(&Value::Null) != identity.get(key).unwrap_or(&Value::Null) {
            let was = told(&then);
            return refuse(format!("it is of another run: `{key}` was {was} and is {}", told(identity)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_end_behind_the_last_line_break() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        for (text, expected) in [("", (0, 0)), ("torn", (0, 0)), ("a\n", (2, 1)), ("a\nb\ntorn", (4, 2))] {
            fs::write(&path, text).unwrap();
            assert_eq!(whole_lines(&File::open(&path).unwrap()).unwrap(), expected, "{text:?}");
        }
    }

    #[test]
    fn records_cut_at_any_byte_are_read_to_the_last_whole_one() {
        let dir = tempfile::tempdir().unwrap();
        let whole = dir.path().join("run.jsonl");
        let identity: Identity = [("engine".to_owned(), Value::from("1"))].into_iter().collect();
        let record = |id: &str| format!("{{\"id\":\"{id}\",\"status\":\"error\",\"text_sha256\":null}}\n");
        let all: String = ["a", "é\u{2028}", "c"].into_iter().map(record).collect();
        for cut in 0..=all.len() {
            drop(Partial::begin(&whole, &identity).ok().unwrap());
            fs::write(Partial::beside(&whole), &all.as_bytes()[..cut]).unwrap();
            let there = all.as_bytes()[..cut].iter().filter(|&&b| b == b'\n').count();
            match Partial::resume(&whole, &identity).ok().unwrap() {
                None => assert_eq!(there, 0, "cut at {cut}"),
                Some((mut partial, mut journal)) => {
                    let read: Vec<String> =
                        std::iter::from_fn(|| journal.next()).map(|seen| seen.unwrap().id).collect();
                    assert_eq!(read, ["a", "é\u{2028}", "c"][..there], "cut at {cut}");
                    let rest: String = all.split_inclusive('\n').skip(there).collect();
                    partial.write_all(rest.as_bytes()).unwrap();
                    partial.flush().unwrap();
                    partial.finish().unwrap();
                    assert_eq!(fs::read_to_string(&whole).unwrap(), all, "cut at {cut}");
                }
            }
            let _ = fs::remove_file(Partial::beside(&whole));
        }
    }
}
