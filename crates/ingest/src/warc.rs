//! WARC, the files of web crawlers (ISO 28500), and WET, the text that Common Crawl makes of them.

use std::io::{self, BufRead, Cursor, Read};

use encoding_rs::Encoding;
use flate2::read::{MultiGzDecoder, ZlibDecoder};

use crate::articles::Options;
use crate::decode::{Decoded, decode};
use crate::lines::too_long_reason;
use crate::source::{Item, Source};
use crate::unpack::Stream;
use crate::{Article, Unreadable, html};

/// The most bytes that the head of a record, or that of a server's answer, may have.
const HEAD: u64 = 1 << 20;

/// The records of a WARC file. Pages are read, and texts; requests, pictures and the crawler's own notes passed over.
pub(crate) struct Warc {
    stream: Stream,
    name: String,
    /// The number of the record that is being read, from 1.
    record: usize,
    /// A first line that was read while a broken record's end was looked for.
    version: Option<Vec<u8>>,
    found: bool,
    ended: bool,
    longest: u64,
}

/// What the head of a record tells.
#[derive(Default)]
struct Head {
    kind: String,
    content: String,
    uri: Option<String>,
    date: Option<String>,
    length: Option<u64>,
}

impl Warc {
    pub(crate) fn new(stream: Stream, name: String, longest: u64) -> Self {
        Self { stream, name, record: 0, version: None, found: false, ended: false, longest }
    }

    /// The next record that may hold an article; `None` at the end.
    fn read(&mut self) -> Result<Option<(Head, Vec<u8>)>, Unreadable> {
        loop {
            self.record += 1;
            let Some(head) = self.head()? else { return Ok(None) };
            let Some(length) = head.length else {
                return Err(self.broken("it tells no length").called(self.id(&head)));
            };
            let is_article = match head.kind.as_str() {
                "response" | "resource" => true,
                "conversion" => head.content.starts_with("text/plain"),
                _ => false,
            };
            let limit = if is_article { length.min(self.longest) } else { 0 };
            let mut block = Vec::new();
            let read = self.stream.by_ref().take(limit).read_to_end(&mut block).map_err(|e| self.io(&e))? as u64;
            if read < limit {
                self.give_back(&block);
                return Err(self.lost("it breaks off", "fetch it again").called(self.id(&head)));
            }
            let rest = length - limit;
            let skipped = io::copy(&mut self.stream.by_ref().take(rest), &mut io::sink()).map_err(|e| self.io(&e))?;
            if skipped < rest {
                self.ended = true;
                return Err(self.lost("it breaks off", "fetch it again").called(self.id(&head)));
            }
            // Two ends of line stand behind a record. Something else there means that its length was wrong.
            let after = self.line().map_err(|e| self.io(&e))?;
            if !after.trim_ascii().is_empty() {
                block.extend_from_slice(&after);
                self.give_back(&block);
                return Err(self.broken("its length is wrong").called(self.id(&head)));
            }
            if !is_article {
                continue;
            }
            if rest > 0 {
                return Err(self.lost(&too_long_reason(self.longest), "leave it out").called(self.id(&head)));
            }
            return Ok(Some((head, block)));
        }
    }

    /// The head of a record; `None` at the end of the file.
    fn head(&mut self) -> Result<Option<Head>, Unreadable> {
        let mut version = match self.version.take() {
            Some(version) => version,
            None => self.line().map_err(|e| self.io(&e))?,
        };
        while !version.is_empty() && version.trim_ascii().is_empty() {
            version = self.line().map_err(|e| self.io(&e))?;
        }
        if version.is_empty() {
            return Ok(None);
        }
        if !version.starts_with(b"WARC/") {
            return Err(self.broken("it does not begin as one"));
        }
        let mut head = Head::default();
        let mut size = 0;
        loop {
            let line = self.line().map_err(|e| self.io(&e))?;
            size += line.len() as u64;
            if line.trim_ascii().is_empty() {
                return Ok(Some(head));
            }
            if size > HEAD {
                return Err(self.broken("its head has no end"));
            }
            let line = String::from_utf8_lossy(&line);
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "content-type" => head.content = value.to_ascii_lowercase(),
                "warc-target-uri" => head.uri = Some(value.trim_matches(['<', '>']).to_owned()),
                "warc-date" => head.date = Some(value.to_owned()),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
    }

    /// Puts back what a record with too great a length has taken of those behind it.
    fn give_back(&mut self, block: &[u8]) {
        const NEXT: &[u8] = b"\r\n\r\nWARC/1.";
        if let Some(at) = block.windows(NEXT.len()).position(|window| window == NEXT) {
            let rest = Cursor::new(block[at + 4..].to_vec());
            let stream = std::mem::replace(&mut self.stream, Box::new(io::empty()));
            self.stream = Box::new(rest.chain(stream));
        }
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.stream.by_ref().take(HEAD).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// A record that cannot be read; goes on to where the next begins.
    fn broken(&mut self, what: &str) -> Unreadable {
        let error = self.lost(what, "fetch it again, or leave it out");
        loop {
            match self.line() {
                Ok(line) if line.is_empty() => self.ended = true,
                Ok(line) if line.starts_with(b"WARC/1.") => self.version = Some(line),
                Ok(_) => continue,
                Err(_) => self.ended = true,
            }
            return error;
        }
    }

    fn lost(&self, what: &str, next_step: &str) -> Unreadable {
        let (name, record) = (&self.name, self.record);
        Unreadable::whole(name, format!("record {record}: {what}"), next_step).called(format!("{name}#{record}"))
    }

    fn io(&mut self, error: &io::Error) -> Unreadable {
        self.ended = true;
        let Unreadable { reason, next_step, .. } = Unreadable::io(&self.name, error);
        self.lost(&reason, &next_step)
    }

    fn id(&self, head: &Head) -> String {
        head.uri.clone().unwrap_or_else(|| format!("{}#{}", self.name, self.record))
    }

    /// The article in a record; `None` where it holds something else.
    fn article(&self, head: Head, block: Vec<u8>) -> Option<Item> {
        let id = self.id(&head);
        let fail = |unreadable: Unreadable| unreadable.called(id.clone());
        let item = if head.kind == "conversion" {
            decode(block, &self.name).map_err(fail).map(|Decoded { text, encoding }| Article {
                text,
                encoding,
                ..Article::default()
            })
        } else {
            let answer = if head.content.starts_with("application/http") {
                match Answer::of(block, self.longest) {
                    Ok(answer) => answer,
                    Err(reason) => return Some(Err(self.lost(&reason, "fetch it again, or leave it out").called(id))),
                }
            } else {
                Answer { status: 200, content: head.content, body: block }
            };
            if answer.status != 200 || !answer.is_page() {
                return None;
            }
            let told = answer.content.split("charset=").nth(1).map(|label| label.trim_matches(['"', '\'', ' ']));
            let server = told.and_then(|label| Encoding::for_label(label.as_bytes()));
            html::page(answer.body, server, &self.name).map_err(fail)
        };
        Some(item.map(|mut article| {
            article.metadata.url = article.metadata.url.or(head.uri);
            article.metadata.date = article.metadata.date.or(head.date);
            Article { id, path: self.name.clone(), ..article }
        }))
    }
}

impl Source for Warc {
    fn next(&mut self, _: &Options) -> Option<Item> {
        while !self.ended {
            match self.read() {
                Ok(Some((head, block))) => {
                    self.found = true;
                    if let Some(item) = self.article(head, block) {
                        return Some(item);
                    }
                }
                Ok(None) => self.ended = true,
                Err(unreadable) => {
                    self.found = true;
                    return Some(Err(unreadable));
                }
            }
        }
        if self.found {
            return None;
        }
        self.found = true;
        Some(Err(Unreadable::whole(&self.name, "no page in it", "leave it out")))
    }
}

/// What a server answered.
struct Answer {
    status: u16,
    content: String,
    body: Vec<u8>,
}

impl Answer {
    /// Reads head and body, and undoes how the body was sent. Some crawlers store it undone already.
    fn of(block: Vec<u8>, longest: u64) -> Result<Self, String> {
        let mut headers = [httparse::EMPTY_HEADER; 256];
        let mut head = httparse::Response::new(&mut headers);
        let start = match head.parse(&block) {
            Ok(httparse::Status::Complete(start)) => start,
            Ok(httparse::Status::Partial) => return Err("the server's answer breaks off in its head".to_owned()),
            Err(error) => return Err(format!("the server's answer cannot be read ({error})")),
        };
        let header = |name: &str| {
            let found = head.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
            found.map(|h| String::from_utf8_lossy(h.value).to_ascii_lowercase()).unwrap_or_default()
        };
        let (status, content) = (head.code.unwrap_or(0), header("content-type"));
        let (chunked, packed) = (header("transfer-encoding").contains("chunked"), header("content-encoding"));
        let mut body = block[start..].to_vec();
        if chunked && let Some(joined) = joined(&body) {
            body = joined;
        }
        let unpack = |reader: &mut dyn Read| -> Result<Vec<u8>, String> {
            let mut out = Vec::new();
            reader
                .take(longest.saturating_add(1))
                .read_to_end(&mut out)
                .map_err(|e| format!("the page is damaged ({e})"))?;
            if out.len() as u64 > longest { Err(too_long_reason(longest)) } else { Ok(out) }
        };
        if body.starts_with(b"\x1f\x8b") {
            body = unpack(&mut MultiGzDecoder::new(&body[..]))?;
        } else if packed.contains("deflate") && body.first() == Some(&0x78) {
            body = unpack(&mut ZlibDecoder::new(&body[..]))?;
        }
        Ok(Self { status, content, body })
    }

    fn is_page(&self) -> bool {
        let content = &self.content;
        content.contains("html")
            || (content.is_empty() && crate::Format::sniff(&self.body) == Some(crate::Format::Html))
    }
}

/// A body that was sent in chunks, joined; `None` when it is not, or no longer, in chunks.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    loop {
        match httparse::parse_chunk_size(body).ok()? {
            httparse::Status::Complete((_, 0)) => return Some(out),
            httparse::Status::Complete((start, size)) => {
                let end = start.checked_add(usize::try_from(size).ok()?)?;
                out.extend_from_slice(body.get(start..end)?);
                body = body.get(end..)?.strip_prefix(b"\r\n")?;
            }
            httparse::Status::Partial => return None,
        }
    }
}
