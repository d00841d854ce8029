//! What a file is, by what it is called and how it begins.

use std::path::Path;
use std::str::FromStr;

/// How the bytes of an input are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// By the file's ending, and by how it begins where the ending does not tell.
    #[default]
    Auto,
    /// One article as plain text.
    Text,
    /// One article in Markdown.
    Markdown,
    /// One web page with an article.
    Html,
    /// One JSON object a line, each an article.
    Jsonl,
    /// One JSON object, or a list of them.
    Json,
    /// A table with a header and an article a row: CSV, TSV, or parted by semicolons.
    Csv,
    /// Web pages as a crawler stores them.
    Warc,
    /// NITF, NewsML-G2, RSS or Atom.
    Xml,
    /// A Word document, which may be an export of Nexis with many articles.
    Docx,
}

impl Format {
    /// Every format that can be told, by its name.
    pub const NAMES: [(&'static str, Self); 10] = [
        ("auto", Self::Auto),
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("jsonl", Self::Jsonl),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("warc", Self::Warc),
        ("xml", Self::Xml),
        ("docx", Self::Docx),
    ];

    /// What it is, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Auto => "By ending, or by how it begins",
            Self::Text => "One article as plain text",
            Self::Markdown => "One article in Markdown",
            Self::Html => "One web page with an article",
            Self::Jsonl => "One JSON object a line, each an article",
            Self::Json => "One JSON object, or a list of them",
            Self::Csv => "A table with a header and an article a row",
            Self::Warc => "Web pages as a crawler stores them",
            Self::Xml => "NITF, NewsML-G2, RSS or Atom",
            Self::Docx => "A Word document, or an export of Nexis",
        }
    }

    /// What the ending of `path` tells, without that of a compressed file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let ending = ending(path)?;
        if is_packing(&ending) {
            return Self::of(&path.with_extension(""));
        }
        ENDINGS.iter().find(|(_, endings)| endings.contains(&ending.as_str())).map(|(format, _)| *format)
    }

    /// What the first characters of an input tell, where they do.
    pub(crate) fn sniff(start: &[u8]) -> Option<Self> {
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
        let start = String::from_utf8_lossy(&start[..start.len().min(1024)]).to_ascii_lowercase();
        if start.starts_with("warc/") {
            return Some(Self::Warc);
        }
        if is_page(&start) {
            return Some(Self::Html);
        }
        if ["<?xml", "<rss", "<feed", "<nitf", "<newsitem", "<newsmessage"].iter().any(|s| start.starts_with(s)) {
            return Some(Self::Xml);
        }
        let mut characters = start.chars().filter(|c| !c.is_whitespace());
        match (characters.next(), characters.next()) {
            (Some('{'), _) | (Some('['), Some('{')) => Some(Self::Json),
            _ => None,
        }
    }
}

/// Whether something begins as web pages do, in lower case.
fn is_page(start: &str) -> bool {
    let after_declaration = match start.strip_prefix("<?xml") {
        Some(rest) => rest.split_once('>').map_or("", |(_, rest)| rest).trim_start(),
        None => start,
    };
    let mut rest = after_declaration;
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else { break };
        rest = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|s| rest.starts_with(s))
}

/// The endings of each format.
const ENDINGS: [(Format, &[&str]); 9] = [
    (Format::Text, &["txt", "text"]),
    (Format::Markdown, &["md", "markdown"]),
    (Format::Html, &["html", "htm", "xhtml"]),
    (Format::Jsonl, &["jsonl", "ndjson"]),
    (Format::Json, &["json"]),
    (Format::Csv, &["csv", "tsv"]),
    (Format::Warc, &["warc", "wet"]),
    (Format::Xml, &["xml", "nitf", "rss", "atom"]),
    (Format::Docx, &["docx"]),
];

/// What folders are searched for, as messages tell it.
pub(crate) const SEARCHED: &str = "articles end in .txt, .md, .html, .jsonl, .json, .csv, .tsv, .warc, .xml, .rss, \
                                   .docx or .zip, or in one of these with .gz or .zst; name other files one by one";

/// The ending of `path` in lower case.
pub(crate) fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// Whether an ending is that of a compressed file.
fn is_packing(ending: &str) -> bool {
    matches!(ending, "gz" | "zst" | "zstd")
}

/// Whether folders are searched for files of this name.
pub(crate) fn is_searched(path: &Path) -> bool {
    ending(path).is_some_and(|e| e == "zip" || e == "parquet") || Format::of(path).is_some()
}

/// The endings of files that hold a single article, so that files beside them may speak of it.
pub(crate) fn of_one_article() -> impl Iterator<Item = &'static str> {
    ENDINGS.iter().flat_map(|(_, endings)| *endings).copied()
}

impl FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::NAMES.iter().find(|(name, _)| *name == word).map(|(_, format)| *format).ok_or_else(|| {
            let names = Self::NAMES.map(|(name, _)| name).join(", ");
            format!("one of {names} is expected")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Format;
    use std::path::Path;

    #[test]
    fn endings_and_beginnings_tell_formats() {
        for (name, format) in [
            ("a.txt", Some(Format::Text)),
            ("a.TXT.gz", Some(Format::Text)),
            ("a.jsonl.zst", Some(Format::Jsonl)),
            ("a.warc.gz", Some(Format::Warc)),
            ("a.HTM", Some(Format::Html)),
            ("a.gz", None),
            ("a.png", None),
            ("a", None),
        ] {
            assert_eq!(Format::of(Path::new(name)), format, "{name}");
        }
        for (start, format) in [
            ("\u{feff} \n<!DOCTYPE html><html>", Some(Format::Html)),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html>", Some(Format::Html)),
            ("<!-- saved from url=(0014)about:internet -->\n<html>", Some(Format::Html)),
            ("<?xml version=\"1.0\"?><rss>", Some(Format::Xml)),
            ("WARC/1.0\r\n", Some(Format::Warc)),
            (" {\"text\"", Some(Format::Json)),
            ("[{", Some(Format::Json)),
            ("[sic] The mayor", None),
            ("The mayor", None),
            ("", None),
        ] {
            assert_eq!(Format::sniff(start.as_bytes()), format, "{start}");
        }
    }
}
