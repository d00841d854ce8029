//! Word documents, and the exports of Nexis in that form.

use std::io::{Cursor, Read, Seek};

use flate2::read::DeflateDecoder;
use roxmltree::{Document, Node, ParsingOptions};
use zip::{CompressionMethod, ZipArchive};

use crate::lines::too_long_reason;
use crate::source::Item;
use crate::tree::{Edge, edges};
use crate::{Article, Metadata, Unreadable, nexis};

/// What made the text, with the version of how it is done.
pub(crate) const EXTRACTOR: &str = "onrecord docx 1";

/// The part of the archive that has the text.
const TEXT: &str = "word/document.xml";
/// A document may have so many elements.
const NODES: u32 = 8_000_000;

/// A paragraph and the name of its style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub(crate) text: String,
    pub(crate) style: String,
}

/// Whether the archive that `file` gives is a Word document.
pub(crate) fn is_one(file: impl Read + Seek) -> bool {
    ZipArchive::new(file).is_ok_and(|archive| archive.index_for_name(TEXT).is_some())
}

/// The articles of the document in `bytes`: those of an export of Nexis, or the whole as one.
pub(crate) fn articles(bytes: &[u8], name: &str, longest: u64) -> Vec<Item> {
    let paragraphs = match text_part(bytes, longest).and_then(|xml| paragraphs(&xml)) {
        Ok(paragraphs) => paragraphs,
        Err(reason) => return vec![Err(Unreadable::whole(name, reason, "open it in Word and save it again"))],
    };
    if let Some(items) = nexis::articles(&paragraphs, name) {
        return items;
    }
    let mut metadata = Metadata::default();
    let mut rest = &paragraphs[..];
    if let [first, after @ ..] = rest
        && matches!(first.style.to_ascii_lowercase().as_str(), "title" | "heading1")
    {
        metadata.title = Some(first.text.clone());
        rest = after;
    }
    let text = rest.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() {
        return vec![Err(Unreadable::whole(name, "no text in it", "leave it out, or save the article again"))];
    }
    vec![Ok(Article {
        id: name.to_owned(),
        text,
        metadata,
        path: name.to_owned(),
        extractor: Some(EXTRACTOR),
        ..Article::default()
    })]
}

/// The XML with the text.
fn text_part(bytes: &[u8], longest: u64) -> Result<String, String> {
    let damaged = |error: &dyn std::fmt::Display| format!("a damaged Word document ({error})");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let Some(index) = archive.index_for_name(TEXT) else { return Err("no Word document".to_owned()) };
    let mut part = archive.by_index_raw(index).map_err(|e| damaged(&e))?;
    if part.encrypted() {
        return Err("a Word document with a password".to_owned());
    }
    let method = part.compression();
    let mut unpacked: Box<dyn Read> = match method {
        CompressionMethod::Stored => Box::new(&mut part),
        CompressionMethod::Deflated => Box::new(DeflateDecoder::new(&mut part)),
        other => return Err(format!("a Word document packed by {other}, which is not read")),
    };
    let mut xml = Vec::new();
    unpacked.by_ref().take(longest.saturating_add(1)).read_to_end(&mut xml).map_err(|e| damaged(&e))?;
    if xml.len() as u64 > longest {
        return Err(too_long_reason(longest));
    }
    String::from_utf8(xml).map_err(|e| damaged(&e))
}

/// The paragraphs that have text.
fn paragraphs(xml: &str) -> Result<Vec<Paragraph>, String> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(xml, options).map_err(|e| format!("a damaged Word document ({e})"))?;
    let mut found = Vec::new();
    // Paragraphs stand in others where text boxes do; a box is told twice, the second time for old programs.
    let mut open: Vec<Paragraph> = Vec::new();
    let mut passed_over: Option<Node<'_, '_>> = None;
    for edge in edges(document.root_element()) {
        match edge {
            Edge::Open(node) => {
                if passed_over.is_some() {
                    continue;
                }
                match (node.tag_name().name(), open.last_mut()) {
                    ("Fallback", _) => passed_over = Some(node),
                    ("p", _) if node.is_element() => open.push(Paragraph::default()),
                    ("pStyle", Some(paragraph)) => {
                        let value = node.attributes().find(|a| a.name() == "val");
                        paragraph.style = value.map(|a| a.value().to_owned()).unwrap_or_default();
                    }
                    ("t", Some(paragraph)) => paragraph.text.push_str(node.text().unwrap_or_default()),
                    ("tab" | "br" | "cr", Some(paragraph)) => paragraph.text.push(' '),
                    ("noBreakHyphen", Some(paragraph)) => paragraph.text.push('-'),
                    _ => {}
                }
            }
            Edge::Close(node) if passed_over == Some(node) => passed_over = None,
            Edge::Close(node) if passed_over.is_none() && node.is_element() && node.tag_name().name() == "p" => {
                if let Some(Paragraph { text, style }) = open.pop() {
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    if !text.is_empty() {
                        found.push(Paragraph { text, style });
                    }
                }
            }
            Edge::Close(_) => {}
        }
    }
    Ok(found)
}
