//! An opened input, which gives its articles one after the other.

use std::collections::VecDeque;
use std::io::Read;

use crate::articles::Options;
use crate::decode::{decode, not_text};
use crate::format::Format;
use crate::lines::{Lines, too_long_reason};
use crate::unpack::Stream;
use crate::{Article, Unreadable, docx, html, json, markdown, table, warc, xml};

/// An article, or why there is none.
pub(crate) type Item = Result<Article, Unreadable>;

/// An opened input.
pub(crate) trait Source: Send {
    /// The next article; `None` at the end.
    fn next(&mut self, options: &Options) -> Option<Item>;
}

/// Articles that are there already.
pub(crate) struct Ready(VecDeque<Item>);

impl Ready {
    pub(crate) fn one(item: Item) -> Box<dyn Source> {
        Self::all([item])
    }

    pub(crate) fn all(items: impl IntoIterator<Item = Item>) -> Box<dyn Source> {
        Box::new(Self(items.into_iter().collect()))
    }
}

impl Source for Ready {
    fn next(&mut self, _: &Options) -> Option<Item> {
        self.0.pop_front()
    }
}

/// What `stream`, which is called `name` and holds `format`, has to give.
pub(crate) fn of(stream: Stream, name: String, format: Format, options: &Options) -> Box<dyn Source> {
    match format {
        Format::Jsonl => return Box::new(Lines::new(stream, name, options.longest)),
        Format::Json => return json::source(stream, name, options),
        Format::Csv => return Box::new(table::Table::new(stream, name, options.longest)),
        Format::Warc => return Box::new(warc::Warc::new(stream, name, options.longest)),
        Format::Auto | Format::Text | Format::Markdown | Format::Html | Format::Xml | Format::Docx => {}
    }
    let bytes = match whole(stream, &name, options.longest, format != Format::Docx) {
        Ok(bytes) => bytes,
        Err(unreadable) => return Ready::one(Err(unreadable)),
    };
    match format {
        Format::Html => Ready::one(html::page(bytes, None, &name)),
        Format::Xml => Ready::all(xml::articles(bytes, &name)),
        Format::Docx => Ready::all(docx::articles(&bytes, &name, options.longest)),
        Format::Markdown => Ready::one(decode(bytes, &name).map(|decoded| markdown::article(decoded, &name))),
        _ => Ready::one(decode(bytes, &name).map(|decoded| Article {
            id: name.clone(),
            text: decoded.text,
            encoding: decoded.encoding,
            path: name,
            ..Article::default()
        })),
    }
}

/// All bytes of `reader`, which holds one article or a file that must be read at once.
pub(crate) fn whole(mut reader: Stream, name: &str, longest: u64, must_be_text: bool) -> Result<Vec<u8>, Unreadable> {
    // A film or a disk image is told by its first bytes, before the rest of it fills the memory.
    let start = reader.fill_buf().map_err(|e| Unreadable::io(name, &e))?;
    if must_be_text && let Some(unreadable) = not_text(start, name) {
        return Err(unreadable);
    }
    let mut bytes = Vec::new();
    reader.take(longest.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| Unreadable::io(name, &e))?;
    if bytes.len() as u64 > longest {
        return Err(Unreadable::whole(name, too_long_reason(longest), "split it into articles"));
    }
    Ok(bytes)
}
