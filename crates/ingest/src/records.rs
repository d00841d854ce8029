//! Records that were written earlier, line by line, whatever their number.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use serde_json::Value;

use crate::Unreadable;
use crate::article::shown;
use crate::decode::decode;
use crate::lines::too_long_reason;
use crate::unpack::unpacked;

/// What every record opens with under `schema`, whatever its version.
const SCHEMA: &str = "onrecord/";

/// The most bytes that a record may have.
const LONGEST: u64 = u32::MAX as u64;

/// So much of an input is looked at to tell records from articles.
const GLANCE: u64 = 1 << 24;

/// A line with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    /// The path as the user gave it, or `-`.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The record.
    pub text: String,
}

impl RecordLine {
    /// The record cannot be used for `reason`, which ends with what to do behind a semicolon.
    #[must_use]
    pub fn refused(&self, reason: &str) -> Unreadable {
        let (reason, next_step) = reason.rsplit_once("; ").unwrap_or((reason, "leave it out"));
        Unreadable::whole(&self.path, reason, next_step)
            .at(self.line, None)
            .called(format!("{}:{}", self.path, self.line))
    }
}

/// All records of some files, folders and streams, in order. One line is held at a time.
pub struct Records {
    inputs: VecDeque<PathBuf>,
    stdin: Option<Box<dyn BufRead + Send>>,
    open: Option<Open>,
}

struct Open {
    reader: Box<dyn BufRead + Send>,
    path: String,
    line: usize,
    found: bool,
}

impl Records {
    /// The records of `inputs`: files, folders with files of JSON lines, or `-` for standard input.
    #[must_use]
    pub fn of(inputs: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { inputs: inputs.into_iter().collect(), stdin: None, open: None }
    }

    /// Reads `reader` where the inputs say `-`.
    #[must_use]
    pub fn with_stdin(mut self, reader: impl Read + Send + 'static) -> Self {
        self.stdin = Some(Box::new(BufReader::with_capacity(1 << 16, reader)));
        self
    }

    fn start(&mut self, input: &Path) -> Result<(), Unreadable> {
        let path = shown(input);
        let reader: Box<dyn BufRead + Send> = if path == "-" {
            match self.stdin.take() {
                Some(reader) => reader,
                None => return Err(Unreadable::whole("-", "it was read already", "name `-` only once")),
            }
        } else if input.is_dir() {
            let files = files(input);
            if files.is_empty() {
                let next_step = "records lie in files that end in .jsonl, .ndjson or .json";
                return Err(Unreadable::whole(&path, "no records in this folder", next_step));
            }
            files.into_iter().rev().for_each(|f| self.inputs.push_front(f));
            return Ok(());
        } else {
            open(input).map_err(|e| Unreadable::io(&path, &e))?
        };
        self.open = Some(Open { reader, path, line: 0, found: false });
        Ok(())
    }
}

impl Iterator for Records {
    type Item = Result<RecordLine, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(line) = open.next() {
                    return Some(line);
                }
                self.open = None;
            }
            let input = self.inputs.pop_front()?;
            if let Err(unreadable) = self.start(&input) {
                return Some(Err(unreadable));
            }
        }
    }
}

impl Open {
    fn next(&mut self) -> Option<Result<RecordLine, Unreadable>> {
        loop {
            let mut bytes = Vec::new();
            self.line += 1;
            let read = self.reader.by_ref().take(LONGEST + 1).read_until(b'\n', &mut bytes);
            let place = |unreadable: Unreadable, line: usize| {
                let id = format!("{}:{line}", self.path);
                unreadable.at(line, None).called(id)
            };
            match read {
                Ok(0) if self.found => return None,
                Ok(0) => {
                    self.found = true;
                    return Some(Err(Unreadable::whole(&self.path, "no line in it", "leave it out")));
                }
                Ok(_) if bytes.len() as u64 > LONGEST => {
                    // What is behind the limit would be told as a broken line of its own.
                    let _ = self.reader.skip_until(b'\n');
                    self.found = true;
                    let unreadable = Unreadable::whole(&self.path, too_long_reason(LONGEST), "leave it out");
                    return Some(Err(place(unreadable, self.line)));
                }
                Ok(_) => {}
                Err(error) => {
                    // Whatever comes behind is lost; the lines before it are not.
                    let unreadable = place(Unreadable::io(&self.path, &error), self.line);
                    self.reader = Box::new(io::empty());
                    self.found = true;
                    return Some(Err(unreadable));
                }
            }
            let end = bytes.trim_ascii_end().len();
            bytes.truncate(end);
            if bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii().is_empty() {
                continue;
            }
            self.found = true;
            let line = self.line;
            return Some(match decode(bytes, &self.path) {
                Ok(decoded) => Ok(RecordLine { path: self.path.clone(), line, text: decoded.text }),
                Err(unreadable) => Err(place(unreadable, line)),
            });
        }
    }
}

/// Opens a file for reading.
fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    unpacked(Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)))
}

/// Whether the file or folder at `path` holds records rather than articles: what the first line with anything in it is
/// tells. What cannot be read is left to whoever reads it.
#[must_use]
pub fn holds_records(path: &Path) -> bool {
    if path.is_dir() {
        return files(path).iter().any(|f| holds_records(f));
    }
    // A pipe gives its first line only once.
    path.is_file()
        && is_json_lines(path)
        && open(path).is_ok_and(|mut reader| first_line(&mut reader).is_ok_and(|l| is_record(&l)))
}

/// Looks whether `reader` gives records, and gives back all of it.
///
/// # Errors
/// When it cannot be read.
pub fn looked_at(reader: impl Read + Send + 'static) -> io::Result<(bool, Box<dyn Read + Send>)> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let line = first_line(&mut reader)?;
    Ok((is_record(&line), Box::new(Cursor::new(line).chain(reader))))
}

/// All up to the end of the first line that is not blank, or to what is enough to see.
fn first_line(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let before = bytes.len();
        let read = reader.by_ref().take(GLANCE).read_until(b'\n', &mut bytes)?;
        if read == 0 || !bytes[before..].trim_ascii().is_empty() || bytes.len() as u64 > GLANCE {
            return Ok(bytes);
        }
    }
}

fn is_record(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
    if !line.starts_with(b"{") {
        return false;
    }
    match serde_json::from_slice::<Value>(line) {
        Ok(record) => record["schema"].as_str().is_some_and(|s| s.starts_with(SCHEMA)),
        // A record that is torn off is still one: it opens as all that are written here.
        Err(_) => line.starts_with(b"{\"schema\":\"onrecord/"),
    }
}

fn is_json_lines(path: &Path) -> bool {
    let ending = |path: &Path| path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let packed = matches!(ending(path).as_str(), "gz" | "zst");
    let unpacked = if packed { path.with_extension("") } else { path.to_owned() };
    // A file without an ending may be anything.
    matches!(ending(&unpacked).as_str(), "jsonl" | "ndjson" | "json" | "")
}

/// The files of JSON lines below `folder`, in path order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .parents(false)
        .sort_by_file_path(Path::cmp)
        .build();
    let file = |entry: ignore::DirEntry| entry.file_type().is_some_and(|t| t.is_file()).then(|| entry.into_path());
    let ending = |path: &PathBuf| path.extension().is_some() && is_json_lines(path);
    walk.filter_map(Result::ok).filter_map(file).filter(ending).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_from_articles_by_their_first_line() {
        for (text, expected) in [
            ("{\"schema\":\"onrecord/1\",\"id\":\"a\"}\n", true),
            ("\n  \n{\"id\":\"a\",\"schema\":\"onrecord/9\"}\n", true),
            ("\u{feff}{\"schema\":\"onrecord/1\"}", true),
            ("{\"schema\":\"onrecord/1\",\"id\":\"torn", true),
            ("{\"id\":\"a\",\"text\":\"said\"}\n{\"schema\":\"onrecord/1\"}", false),
            ("{\"schema\":\"onrecord-stats/1\"}", false),
            ("News of the day", false),
            ("", false),
        ] {
            let (records, mut all) = looked_at(Cursor::new(text.to_owned())).unwrap();
            assert_eq!(records, expected, "{text}");
            let mut back = String::new();
            all.read_to_string(&mut back).unwrap();
            assert_eq!(back, text, "nothing is lost");
        }
    }

    #[test]
    fn packed_files_are_looked_into_by_the_ending_below() {
        for (name, expected) in
            [("a.jsonl", true), ("a.JSONL.gz", true), ("a.json.zst", true), ("a.warc.gz", false), ("a.txt", false)]
        {
            assert_eq!(is_json_lines(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_bad_line_costs_that_line_only() {
        let text = "{\"a\":1}\n\n\u{0}\n{\"b\":2}".to_owned();
        let all: Vec<_> = Records::of(["-".into()]).with_stdin(Cursor::new(text)).collect();
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].as_ref().unwrap().line, 1);
        assert_eq!(
            all[1].as_ref().unwrap_err().to_string(),
            "standard input:3: a binary file (it has NUL bytes); leave it out, or convert it to text"
        );
        assert_eq!((all[2].as_ref().unwrap().line, all[2].as_ref().unwrap().text.as_str()), (4, "{\"b\":2}"));
    }
}
