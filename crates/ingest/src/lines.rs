//! JSON lines, one at a time.

use std::io::{BufRead, Read};

use serde_json::Value;

use crate::articles::Options;
use crate::decode::{decode, not_text, place};
use crate::source::{Item, Source};
use crate::unpack::Stream;
use crate::{Article, Fields, Unreadable};

/// Reads articles line by line and holds one line at a time, however long the stream is.
pub(crate) struct Lines {
    reader: Stream,
    path: String,
    line: usize,
    longest: u64,
    found: bool,
    ended: bool,
}

impl Lines {
    pub(crate) fn new(reader: Stream, path: String, longest: u64) -> Self {
        Self { reader, path, line: 0, longest, found: false, ended: false }
    }
}

impl Source for Lines {
    fn next(&mut self, options: &Options) -> Option<Item> {
        let mut bytes = Vec::new();
        while !self.ended {
            bytes.clear();
            match self.read(&mut bytes) {
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    if !self.found {
                        return Some(Err(Unreadable::whole(&self.path, "no line in it", "leave it out")));
                    }
                    break;
                }
                Err(unreadable) => {
                    self.found = true;
                    return Some(Err(unreadable));
                }
            }
            if bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii().is_empty() {
                continue;
            }
            self.found = true;
            // Every line of a binary is broken: one message is enough.
            if let Some(unreadable) = not_text(&bytes, &self.path) {
                self.ended = true;
                let line = self.line;
                return Some(Err(if line > 1 { unreadable.at(line, None) } else { unreadable }));
            }
            return Some(self.article(bytes, &options.fields));
        }
        None
    }
}

impl Lines {
    fn read(&mut self, bytes: &mut Vec<u8>) -> Result<bool, Unreadable> {
        self.line += 1;
        let read = self.reader.by_ref().take(self.longest.saturating_add(1)).read_until(b'\n', bytes);
        let too_long = bytes.len() as u64 > self.longest && bytes.last() != Some(&b'\n');
        let result = match read {
            Ok(_) if too_long => self.reader.skip_until(b'\n').map(|_| true),
            Ok(n) => Ok(n > 0),
            Err(error) => Err(error),
        };
        match result {
            Ok(_) if too_long => Err(self.lost(too_long_reason(self.longest), "split it", None)),
            Ok(more) => Ok(more),
            Err(error) => {
                self.ended = true;
                let io = Unreadable::io(&self.path, &error);
                Err(self.lost(io.reason, &io.next_step, None))
            }
        }
    }

    fn article(&self, bytes: Vec<u8>, fields: &Fields) -> Result<Article, Unreadable> {
        // A byte-order mark may open the first line; `decode` takes it away.
        let mut bytes = bytes;
        // Where a line breaks off is its last character, not the next line.
        bytes.truncate(bytes.trim_ascii_end().len());
        let decoded = decode(bytes, &self.path)
            .map_err(|e| self.lost(e.reason, &e.next_step, e.column.map(std::num::NonZeroUsize::get)))?;
        let text = &decoded.text;
        let value: Value = serde_json::from_str(text).map_err(|error| {
            let at = text.len().min(error.column().saturating_sub(1));
            let (_, column) = place(text.as_bytes(), at);
            self.lost(broken(&error), "mend the line, or leave it out", Some(column))
        })?;
        let mut article = fields.article(value, &self.path, Some(self.line))?;
        article.encoding = article.encoding.or(decoded.encoding);
        Ok(article)
    }

    fn lost(&self, reason: impl Into<String>, next_step: &str, column: Option<usize>) -> Unreadable {
        let id = format!("{}:{}", self.path, self.line);
        Unreadable::whole(&self.path, reason, next_step).at(self.line, column).called(id)
    }
}

/// serde_json's reason without its own line and column, which count from the start of the value it was given.
pub(crate) fn broken(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "broken JSON: it ends before it is complete".to_owned();
    }
    let text = error.to_string();
    format!("broken JSON: {}", text.split(" at line ").next().unwrap_or(&text))
}

/// Why an input of more than `longest` bytes is refused.
pub(crate) fn too_long_reason(longest: u64) -> String {
    const MIB: u64 = 1 << 20;
    let most = if longest.is_multiple_of(MIB) { format!("{} MiB", longest / MIB) } else { format!("{longest} bytes") };
    format!("longer than {most}, the most that one article may have")
}
