//! Web pages: the article out of what stands around it.
//!
//! Text stripped of its tags is never scored: menus, teasers and comments hold names and quotations of their own. The
//! article is found by Mozilla's Readability, as `dom_smoothie` has it, with its paragraphs kept.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;
use serde_json::Value;

use crate::article::{Article, Metadata, Unreadable};
use crate::decode::{Decoded, decode_as};

/// What found the text, with the version that `Cargo.lock` has: another may find another text.
pub(crate) const EXTRACTOR: &str = "dom_smoothie 0.19.0";

/// Pages of people are less than a hundred elements deep. A deeper one is made to break programs, or broken itself.
const DEEPEST: usize = 1000;
/// The first bytes of a page, in which it says how it is encoded.
const HEAD: usize = 4096;

/// The article of the page in `bytes`, in the encoding that the server told if it did.
pub(crate) fn page(bytes: Vec<u8>, server: Option<&'static Encoding>, name: &str) -> Result<Article, Unreadable> {
    let told = server.or_else(|| encoding_told(&bytes));
    let Decoded { text, encoding } = decode_as(bytes, told, name)?;
    let mut article = page_of(&text, name)?;
    article.encoding = encoding;
    Ok(article)
}

/// The article of the page in `html`.
pub(crate) fn page_of(html: &str, name: &str) -> Result<Article, Unreadable> {
    let document = parsed(html, name)?;
    let linked = linked_data(&document);
    let heading = only_heading(&document);
    let mut metadata = Metadata {
        section: meta(&document, &["article:section"]),
        ..linked.as_ref().map(of_linked_data).unwrap_or_default()
    };
    let none = |reason: &str| {
        let next_step = "save the article's own page, in full, or its text";
        Unreadable::whole(name, reason, next_step)
    };
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut reader = Readability::with_document(document, None, Some(config))
        .map_err(|error| none(&format!("no article is found in the page ({error})")))?;
    let found = reader.parse().map_err(|_| none("no article is found in the page"))?;
    let text = paragraphs(&found.text_content);
    if text.is_empty() {
        return Err(none("no article is found in the page"));
    }
    let keep = |part: Option<String>| part.map(|p| p.trim().to_owned()).filter(|p| !p.is_empty());
    metadata.title = metadata.title.or_else(|| keep(Some(headline(found.title, heading))));
    metadata.byline = keep(found.byline).or(metadata.byline);
    metadata.outlet = keep(found.site_name).or(metadata.outlet);
    metadata.date = keep(found.published_time).or(metadata.date);
    metadata.url = keep(found.url).or(metadata.url);
    Ok(Article {
        id: name.to_owned(),
        text,
        metadata,
        path: name.to_owned(),
        extractor: Some(EXTRACTOR),
        ..Article::default()
    })
}

/// The heading of the highest level, if there is one of them.
fn only_heading(document: &Document) -> Option<String> {
    let headings = document.select("h1");
    let text = headings.text().split_whitespace().collect::<Vec<_>>().join(" ");
    (headings.length() == 1 && !text.is_empty()).then_some(text)
}

/// The headline out of a page's title, which goes on with the outlet's name: `Old pier to close - The Harbour Post`.
fn headline(title: String, heading: Option<String>) -> String {
    match heading {
        Some(heading) if title.trim().starts_with(&heading) => heading,
        _ => title,
    }
}

/// The text of a piece of HTML that is nothing but the article, as feeds and agencies send it.
pub(crate) fn fragment(html: &str, name: &str) -> Result<String, Unreadable> {
    let document = parsed(html, name)?;
    document.select("script, style, noscript, iframe, figure").remove();
    Ok(paragraphs(&document.formatted_text()))
}

fn parsed(html: &str, name: &str) -> Result<Document, Unreadable> {
    let depth = depth_at_most(html);
    if depth > DEEPEST {
        let reason = format!("its elements are nested {depth} deep, more than {DEEPEST}");
        return Err(Unreadable::whole(name, reason, "save it again, or its text alone"));
    }
    Ok(Document::from(html))
}

/// How deep the elements of a page are nested, counted without regard to what may be left open: at least as deep as
/// they are. A deep page takes the parser time that grows with the square of its depth, so this is asked before.
fn depth_at_most(html: &str) -> usize {
    // These are never closed, or closed by the next of their kind.
    const FLAT: [&str; 28] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "html",
    ];
    let bytes = html.as_bytes();
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    while let Some(found) = bytes[at..].iter().position(|&b| b == b'<') {
        at += found + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(closes);
        let len = bytes[start..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
        if len == 0 {
            continue;
        }
        let tag = html[start..start + len].to_ascii_lowercase();
        if FLAT.contains(&tag.as_str()) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
        // What stands in a script is no element.
        if !closes && matches!(tag.as_str(), "script" | "style") {
            let end = format!("</{tag}");
            let rest = &bytes[start..];
            at = start
                + rest.windows(end.len()).position(|w| w.eq_ignore_ascii_case(end.as_bytes())).unwrap_or(rest.len());
        }
    }
    deepest
}

/// The paragraphs of a formatted text: no blank at the end of a line, one empty line between them.
pub(crate) fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(line);
    }
    out
}

/// The encoding that a page names in its head.
fn encoding_told(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head).into_owned();
    let after = head.split("charset").skip(1).find_map(|rest| rest.trim_start().strip_prefix('='));
    let xml = || head.strip_prefix("<?xml")?.split_once('>')?.0.split_once("encoding=").map(|(_, rest)| rest);
    let label = after.or_else(xml)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

/// The first `meta` element with something in it that goes by one of these names.
fn meta(document: &Document, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let found = document.select(&format!("meta[property=\"{name}\"], meta[name=\"{name}\"]"));
        let content = found.attr("content")?.trim().to_owned();
        (!content.is_empty()).then_some(content)
    })
}

/// The description of an article in JSON-LD, by the vocabulary of schema.org, if the page has one.
fn linked_data(document: &Document) -> Option<Value> {
    document.select("script[type=\"application/ld+json\"]").iter().find_map(|script| {
        let text = script.text();
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        article_in(serde_json::from_str(text).ok()?)
    })
}

fn article_in(value: Value) -> Option<Value> {
    match value {
        Value::Array(values) => values.into_iter().find_map(article_in),
        Value::Object(mut object) => {
            if types(&Value::Object(object.clone())).any(|t| t.ends_with("Article") || t == "LiveBlogPosting") {
                return Some(Value::Object(object));
            }
            object.remove("@graph").and_then(article_in)
        }
        _ => None,
    }
}

fn types(value: &Value) -> impl Iterator<Item = &str> {
    let types = match &value["@type"] {
        Value::Array(types) => types.iter().collect(),
        one => vec![one],
    };
    types.into_iter().filter_map(Value::as_str)
}

fn of_linked_data(value: &Value) -> Metadata {
    let text = |v: &Value| match v {
        Value::Array(values) => values.first().and_then(Value::as_str).map(str::to_owned),
        v => v.as_str().map(str::to_owned),
    };
    let names = |v: &Value| {
        let all = match v {
            Value::Array(values) => values.iter().collect(),
            one => vec![one],
        };
        let names: Vec<&str> = all.into_iter().filter_map(|v| v.as_str().or(v["name"].as_str())).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    // The types that schema.org has for news, in the words of profiles.
    let genre = types(value).find_map(|t| match t {
        "OpinionNewsArticle" => Some("opinion"),
        "LiveBlogPosting" => Some("live blog"),
        "ReviewNewsArticle" => Some("review"),
        "AdvertiserContentArticle" => Some("sponsored"),
        _ => None,
    });
    Metadata {
        title: text(&value["headline"]),
        outlet: names(&value["publisher"]),
        byline: names(&value["author"]),
        date: text(&value["datePublished"]),
        section: text(&value["articleSection"]),
        genre: genre.map(str::to_owned),
        url: text(&value["url"]).or_else(|| text(&value["mainEntityOfPage"])),
        ..Metadata::default()
    }
}
