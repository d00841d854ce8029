//! Tables: CSV, TSV and what spreadsheets make of them, an article a row.

use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, Position, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use crate::Unreadable;
use crate::articles::Options;
use crate::decode::{not_text, text_of};
use crate::format::ending;
use crate::lines::too_long_reason;
use crate::source::{Item, Source};
use crate::unpack::Stream;

/// What parts the columns: commas, semicolons where a comma is a decimal point, tabs, bars.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// A header is looked for in so much of the file.
const HEAD: u64 = 1 << 20;

/// A table whose rows are read one by one.
pub(crate) struct Table {
    state: State,
    name: String,
    longest: u64,
    found: bool,
    /// How many bytes the reader has taken since the last row.
    since_row: Arc<AtomicU64>,
}

enum State {
    Unopened(Stream),
    Open(Box<Reader<Limited>>, Vec<String>),
    Ended,
}

/// A stream that fails when too much is read of it at once: an open quotation mark makes one cell of all that follows.
struct Limited {
    stream: Stream,
    since_row: Arc<AtomicU64>,
    longest: u64,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(buffer)?;
        let sum = self.since_row.fetch_add(n as u64, Ordering::Relaxed);
        // What is read ahead belongs to the next row.
        if sum > self.longest + (1 << 20) {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too long"));
        }
        Ok(n)
    }
}

impl Table {
    pub(crate) fn new(stream: Stream, name: String, longest: u64) -> Self {
        Self { state: State::Unopened(stream), name, longest, found: false, since_row: Arc::default() }
    }

    /// Reads the header.
    fn open(&self, stream: Stream, options: &Options) -> Result<State, Unreadable> {
        let mut stream = of_utf8(stream).map_err(|e| Unreadable::io(&self.name, &e))?;
        let mut head = Vec::new();
        stream.by_ref().take(HEAD).read_until(b'\n', &mut head).map_err(|e| Unreadable::io(&self.name, &e))?;
        if let Some(unreadable) = not_text(&head, &self.name) {
            return Err(unreadable);
        }
        let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        // Excel's own line, which tells what parts the columns.
        let told = bare.strip_prefix(b"sep=").and_then(|rest| rest.first().copied());
        let delimiter = match told {
            Some(delimiter) => delimiter,
            None if ending(Path::new(&self.name)).is_some_and(|e| e == "tsv") => b'\t',
            None => delimiter(bare),
        };
        let head = if told.is_some() { Vec::new() } else { bare.to_vec() };
        let rest: Stream = Box::new(io::Cursor::new(head).chain(stream));
        let limited = Limited { stream: rest, since_row: self.since_row.clone(), longest: self.longest };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(limited);
        let header = reader.byte_headers().map_err(|error| self.broken(&error, None))?;
        let columns: Vec<String> = header
            .iter()
            .map(|cell| text_of(cell.to_vec(), None).text)
            .map(|column| options.fields.place_like(&column).map_or(column.clone(), str::to_owned))
            .collect();
        if columns.iter().all(|c| c.trim().is_empty()) {
            return Err(Unreadable::whole(&self.name, "no line in it", "leave it out"));
        }
        Ok(State::Open(Box::new(reader), columns))
    }

    fn broken(&self, error: &csv::Error, position: Option<&Position>) -> Unreadable {
        let line = error.position().or(position).map(|p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        let unreadable = match error.kind() {
            csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => {
                let next_step = "look for a quotation mark that is not closed";
                Unreadable::whole(&self.name, format!("a row is {}", too_long_reason(self.longest)), next_step)
            }
            csv::ErrorKind::Io(io) => Unreadable::io(&self.name, io),
            _ => Unreadable::whole(&self.name, error.to_string(), "mend the row, or leave it out"),
        };
        match line {
            Some(line) => unreadable.at(line, None).called(format!("{}:{line}", self.name)),
            None => unreadable,
        }
    }

    fn article(&self, row: &ByteRecord, columns: &[String], options: &Options) -> Item {
        let line = row.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        if row.len() != columns.len() {
            let reason = format!("the row has {} cells and the header {}", row.len(), columns.len());
            let next_step = "mend the row: a cell with the delimiter or a new line in it stands in quotation marks";
            let id = format!("{}:{line}", self.name);
            return Err(Unreadable::whole(&self.name, reason, next_step).at(line, None).called(id));
        }
        let mut object = Map::with_capacity(columns.len());
        let mut encoding = None;
        for (column, cell) in columns.iter().zip(row.iter()) {
            let decoded = text_of(cell.to_vec(), None);
            encoding = encoding.or(decoded.encoding);
            if !decoded.text.is_empty() {
                object.insert(column.clone(), Value::String(decoded.text));
            }
        }
        let mut article = options.fields.article(Value::Object(object), &self.name, Some(line))?;
        article.encoding = article.encoding.or(encoding);
        Ok(article)
    }
}

impl Source for Table {
    fn next(&mut self, options: &Options) -> Option<Item> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return None,
                State::Unopened(stream) => match self.open(stream, options) {
                    Ok(state) => self.state = state,
                    Err(unreadable) => return Some(Err(unreadable)),
                },
                State::Open(mut reader, columns) => {
                    self.since_row.store(0, Ordering::Relaxed);
                    let position = reader.position().clone();
                    let mut row = ByteRecord::new();
                    match reader.read_byte_record(&mut row) {
                        Ok(false) if self.found => return None,
                        Ok(false) => {
                            return Some(Err(Unreadable::whole(&self.name, "no row below its header", "leave it out")));
                        }
                        Ok(true) => {
                            self.found = true;
                            let item = self.article(&row, &columns, options);
                            self.state = State::Open(reader, columns);
                            return Some(item);
                        }
                        Err(error) => return Some(Err(self.broken(&error, Some(&position)))),
                    }
                }
            }
        }
    }
}

/// What parts the columns of a header: what stands in it most often, outside quotation marks.
fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        if let Some(at) = DELIMITERS.iter().position(|d| d == byte).filter(|_| !quoted) {
            counts[at] += 1;
        }
    }
    // The first of the most frequent: a comma where there is none at all.
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().position(|&n| n == most).map_or(b',', |at| DELIMITERS[at])
}

/// The stream as UTF-8, if it begins with a mark of UTF-16, as spreadsheets save "Unicode text".
fn of_utf8(mut stream: Stream) -> io::Result<Stream> {
    let start = stream.fill_buf()?;
    if !(start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff")) {
        return Ok(stream);
    }
    let decoder = encoding_rs_io::DecodeReaderBytes::new(stream);
    Ok(Box::new(io::BufReader::new(decoder)))
}
