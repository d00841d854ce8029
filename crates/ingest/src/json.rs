//! JSON files: one object, a list of them, an object with a list in it, or one object a line.

use std::io::{BufRead, Cursor, Read};

use serde_json::Value;

use crate::Unreadable;
use crate::articles::Options;
use crate::decode::{decode, place};
use crate::lines::{Lines, broken, too_long_reason};
use crate::source::{Item, Ready, Source, whole};
use crate::unpack::Stream;

/// The byte-order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Where exports keep the articles of an object that is none itself.
const LISTS: [&str; 8] = ["articles", "items", "results", "data", "docs", "documents", "stories", "hits"];

/// What the JSON in `stream` has to give.
pub(crate) fn source(mut stream: Stream, name: String, options: &Options) -> Box<dyn Source> {
    // Many files called .json hold one object a line: the first line tells.
    let mut start = Vec::new();
    let mut line = 0..0;
    while blank(&start[line.clone()]) {
        line.start = line.end;
        match stream.by_ref().take(options.longest).read_until(b'\n', &mut start) {
            Ok(0) => break,
            Ok(_) => line.end = start.len(),
            Err(error) => return Ready::one(Err(Unreadable::io(&name, &error))),
        }
    }
    let first = start[line.clone()].strip_prefix(MARK).unwrap_or(&start[line]).trim_ascii();
    let (is_lines, is_list) = (opens_lines(first), first.first() == Some(&b'['));
    let all: Stream = Box::new(Cursor::new(start).chain(stream));
    if is_lines {
        Box::new(Lines::new(all, name, options.longest))
    } else if is_list {
        Box::new(List { stream: all, name, line: 1, item: 0, state: State::Before, longest: options.longest })
    } else {
        Ready::all(object(all, &name, options))
    }
}

fn blank(line: &[u8]) -> bool {
    line.strip_prefix(MARK).unwrap_or(line).trim_ascii().is_empty()
}

/// Whether the first line with anything in it opens JSON lines rather than one object over several lines. A first line
/// that is broken shall not cost the others, so it counts as one unless it breaks off where people start a new line.
fn opens_lines(line: &[u8]) -> bool {
    if line.first() != Some(&b'{') {
        return false;
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(line) {
        Ok(_) => true,
        Err(error) => !error.is_eof() || !matches!(line.last(), Some(b'{' | b'[' | b',')),
    }
}

/// The article of one object, or those of the list in it.
fn object(stream: Stream, name: &str, options: &Options) -> Vec<Item> {
    let parsed = whole(stream, name, options.longest, true).and_then(|bytes| decode(bytes, name)).and_then(|decoded| {
        let text = decoded.text;
        serde_json::from_str(&text).map_err(|error| {
            let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let (line, column) = place(text.as_bytes(), text.len().min(start + error.column().saturating_sub(1)));
            Unreadable::whole(name, broken(&error), "mend it; one object, or a list of them, is expected")
                .at(line, Some(column))
        })
    });
    match parsed {
        Ok(Value::Object(mut object)) if !options.fields.have_text(&object) => {
            let is_list = |v: &Value| v.as_array().is_some_and(|l| l.iter().any(Value::is_object));
            match LISTS.iter().find(|list| object.get(**list).is_some_and(is_list)) {
                Some(list) => match object.remove(*list) {
                    Some(Value::Array(values)) => values
                        .into_iter()
                        .enumerate()
                        .map(|(i, value)| item(value, name, &format!("{name}.{list}[{i}]"), options))
                        .collect(),
                    _ => Vec::new(),
                },
                None => vec![options.fields.article(Value::Object(object), name, None)],
            }
        }
        Ok(value) => vec![options.fields.article(value, name, None)],
        Err(unreadable) => vec![Err(unreadable)],
    }
}

fn item(value: Value, path: &str, number: &str, options: &Options) -> Item {
    let article = options.fields.article(value, number, None);
    article.map(|a| crate::Article { path: path.to_owned(), ..a })
}

/// The objects of a list, of which one is held at a time.
struct List {
    stream: Stream,
    name: String,
    /// The line that is being read, from 1.
    line: usize,
    /// The number of the next value, from 0.
    item: usize,
    state: State,
    longest: u64,
}

#[derive(PartialEq, Eq)]
enum State {
    /// Before the opening bracket.
    Before,
    /// Before a value or the closing bracket.
    Open,
    /// Behind the closing bracket.
    Ended,
}

impl Source for List {
    fn next(&mut self, options: &Options) -> Option<Item> {
        if self.state == State::Ended {
            return None;
        }
        match self.read_value() {
            Ok(Some((bytes, line))) => {
                let number = format!("{}[{}]", self.name, self.item);
                self.item += 1;
                Some(self.article(bytes, line, &number, options))
            }
            Ok(None) if self.item == 0 => {
                self.state = State::Ended;
                Some(Err(Unreadable::whole(&self.name, "an empty list", "leave it out")))
            }
            Ok(None) => {
                self.state = State::Ended;
                None
            }
            Err(unreadable) => {
                self.state = State::Ended;
                Some(Err(unreadable))
            }
        }
    }
}

impl List {
    fn article(&self, bytes: Vec<u8>, line: usize, number: &str, options: &Options) -> Item {
        let decoded = decode(bytes, &self.name).map_err(|e| e.called(number.to_owned()))?;
        let value: Value = serde_json::from_str(&decoded.text).map_err(|error| {
            let start: usize =
                decoded.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = decoded.text.len().min(start + error.column().saturating_sub(1));
            let (inner, column) = place(decoded.text.as_bytes(), at);
            // The column of the first line counts from where the value begins, which nobody sees.
            let column = (inner > 1).then_some(column);
            Unreadable::whole(&self.name, broken(&error), "mend it, or leave it out")
                .at(line + inner - 1, column)
                .called(number.to_owned())
        })?;
        let mut article = item(value, &self.name, number, options)?;
        article.encoding = decoded.encoding;
        Ok(article)
    }

    /// The bytes of the next value and the line that it begins on; `None` at the end of the list.
    fn read_value(&mut self) -> Result<Option<(Vec<u8>, usize)>, Unreadable> {
        let mut value = Vec::new();
        let mut begins = None;
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        loop {
            let bytes = self.stream.fill_buf().map_err(|e| Unreadable::io(&self.name, &e))?;
            if bytes.is_empty() {
                return Err(self.lost("broken JSON: it ends before it is complete"));
            }
            let mut taken = None;
            for (i, &byte) in bytes.iter().enumerate() {
                self.line += usize::from(byte == b'\n');
                if quoted {
                    quoted = escaped || byte != b'"';
                    escaped = byte == b'\\' && !escaped;
                    continue;
                }
                if self.state == State::Open && !byte.is_ascii_whitespace() {
                    begins.get_or_insert(self.line);
                }
                match (&self.state, byte) {
                    (State::Before, b'[') => {
                        self.state = State::Open;
                        taken = Some((i, false));
                        break;
                    }
                    (State::Before, _) => {}
                    (State::Open, b'"') => quoted = true,
                    (State::Open, b'{' | b'[') => depth += 1,
                    (State::Open, b'}' | b']') if depth > 0 => depth -= 1,
                    (State::Open, b']' | b',') if depth == 0 => {
                        if byte == b']' {
                            self.state = State::Ended;
                        }
                        taken = Some((i, true));
                        break;
                    }
                    _ => {}
                }
            }
            let (end, complete) = taken.unwrap_or((bytes.len(), false));
            let skip = usize::from(taken.is_some());
            if taken.is_none() || complete {
                value.extend_from_slice(&bytes[..end]);
            }
            self.stream.consume(end + skip);
            if value.len() as u64 > self.longest {
                return Err(self.lost(&too_long_reason(self.longest)));
            }
            if complete {
                let blank = blank(&value);
                let line = begins.unwrap_or(self.line);
                return Ok((!blank || self.state == State::Open).then(|| (value.trim_ascii_start().to_vec(), line)));
            }
        }
    }

    fn lost(&self, reason: &str) -> Unreadable {
        let number = format!("{}[{}]", self.name, self.item);
        Unreadable::whole(&self.name, reason, "mend it; a list of objects is expected")
            .at(self.line, None)
            .called(number)
    }
}
