//! XML of news agencies and feeds: NITF, NewsML-G2, RSS and Atom.

use encoding_rs::Encoding;
use roxmltree::{Document, Node, ParsingOptions};

use crate::article::Metadata;
use crate::decode::{Decoded, decode_as};
use crate::source::Item;
use crate::tree::{Edge, edges};
use crate::{Article, Unreadable, html};

/// Elements that begin a paragraph.
const BLOCKS: [&str; 17] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl2",
    "li",
    "dt",
    "dd",
    "blockquote",
    "block",
    "div",
    "br",
    "section",
    "bq",
];
/// Elements whose words are no part of the running text.
const PASSED_OVER: [&str; 8] = ["media", "table", "script", "style", "figure", "aside", "note", "byline"];
/// A feed may have so many elements.
const NODES: u32 = 4_000_000;

/// The articles of the XML in `bytes`.
pub(crate) fn articles(bytes: Vec<u8>, name: &str) -> Vec<Item> {
    let told = encoding_told(&bytes);
    let Decoded { text, encoding } = match decode_as(bytes, told, name) {
        Ok(decoded) => decoded,
        Err(unreadable) => return vec![Err(unreadable)],
    };
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(&text, options) {
        Ok(document) => document,
        Err(error) => {
            let (row, column) = (error.pos().row as usize, error.pos().col as usize);
            let reason = error.to_string();
            let reason = reason.rsplit_once(" at ").map_or(reason.as_str(), |(reason, _)| reason);
            let next_step = "mend it, or save it again";
            return vec![
                Err(Unreadable::whole(name, format!("broken XML: {reason}"), next_step).at(row, Some(column))),
            ];
        }
    };
    let root = document.root_element();
    let mut items = match root.tag_name().name() {
        "nitf" => vec![nitf(root, name)],
        "newsItem" => vec![news_item(root, name, name)],
        "newsMessage" => {
            let all = root.descendants().filter(|n| n.has_tag_name_of("newsItem"));
            all.enumerate().map(|(i, n)| news_item(n, name, &format!("{name}#{}", i + 1))).collect()
        }
        "rss" | "RDF" => feed(root, "item", name),
        "feed" => feed(root, "entry", name),
        "html" => vec![html::page_of(&text, name)],
        other => {
            let reason = format!("XML of a kind that is not read (`{other}`)");
            let next_step = "NITF, NewsML-G2, RSS and Atom are read; turn it into one of them, or into text";
            vec![Err(Unreadable::whole(name, reason, next_step))]
        }
    };
    if items.is_empty() {
        items.push(Err(Unreadable::whole(name, "no article in it", "leave it out")));
    }
    for article in items.iter_mut().flatten() {
        article.encoding = encoding;
    }
    items
}

/// Names of elements without regard to the version of their namespace.
trait ByName<'a, 'i> {
    fn has_tag_name_of(&self, name: &str) -> bool;
    fn child(&self, name: &str) -> Option<Node<'a, 'i>>;
    fn inner(&self, name: &str) -> Option<Node<'a, 'i>>;
    fn words(&self) -> Option<String>;
}

impl<'a, 'i> ByName<'a, 'i> for Node<'a, 'i> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }

    fn child(&self, name: &str) -> Option<Node<'a, 'i>> {
        self.children().find(|n| n.has_tag_name_of(name))
    }

    fn inner(&self, name: &str) -> Option<Node<'a, 'i>> {
        self.descendants().find(|n| n.has_tag_name_of(name))
    }

    /// All text in it on one line.
    fn words(&self) -> Option<String> {
        let text: String = self.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }
}

fn encoding_told(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes[..bytes.len().min(256)].trim_ascii_start().strip_prefix(b"<?xml")?;
    let start = String::from_utf8_lossy(start);
    let label = start.split_once("?>")?.0.split_once("encoding=")?.1.trim_start_matches(['"', '\'']);
    Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes())
}

/// The paragraphs in `node`.
fn running_text(node: Node<'_, '_>) -> String {
    let (mut text, mut line) = (String::new(), String::new());
    let mut passed_over = None;
    let mut end = |line: &mut String| {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&words);
        }
        line.clear();
    };
    for edge in edges(node) {
        match edge {
            Edge::Open(n) if n.is_element() => {
                let name = n.tag_name().name();
                if passed_over.is_none() && n != node && PASSED_OVER.contains(&name) {
                    passed_over = Some(n);
                }
                if BLOCKS.contains(&name) {
                    end(&mut line);
                }
            }
            Edge::Open(n) if n.is_text() && passed_over.is_none() => line.push_str(n.text().unwrap_or_default()),
            Edge::Close(n) if n.is_element() => {
                if passed_over == Some(n) {
                    passed_over = None;
                }
                if BLOCKS.contains(&n.tag_name().name()) {
                    end(&mut line);
                }
            }
            _ => {}
        }
    }
    end(&mut line);
    text
}

fn made(id: String, text: String, metadata: Metadata, path: &str, extractor: &'static str) -> Item {
    if text.is_empty() {
        let next_step = "leave it out, or fetch the article again";
        return Err(Unreadable::whole(path, "no text in it", next_step).called(id));
    }
    Ok(Article { id, text, metadata, path: path.to_owned(), extractor: Some(extractor), ..Article::default() })
}

/// News Industry Text Format, IPTC.
fn nitf(root: Node<'_, '_>, name: &str) -> Item {
    let attribute = |element: &str, attribute: &str| {
        let value = root.inner(element)?.attribute(attribute)?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let inner = |element: &str| root.inner(element).and_then(|n| n.words());
    let metadata = Metadata {
        title: inner("hl1").or_else(|| inner("title")),
        outlet: attribute("pubdata", "name").or_else(|| attribute("doc.copyright", "holder")),
        byline: inner("byline"),
        date: attribute("pubdata", "date.publication").or_else(|| attribute("date.issue", "norm")),
        section: attribute("pubdata", "position.section"),
        url: attribute("pubdata", "ex-ref"),
        ..Metadata::default()
    };
    let id = attribute("doc-id", "id-string").unwrap_or_else(|| name.to_owned());
    let text = root.inner("body.content").or_else(|| root.inner("body")).map(running_text).unwrap_or_default();
    made(id, text, metadata, name, "onrecord nitf 1")
}

/// NewsML-G2, IPTC.
fn news_item(item: Node<'_, '_>, path: &str, name: &str) -> Item {
    let inner = |element: &str| item.inner(element).and_then(|n| n.words());
    let provider = item.inner("provider").or_else(|| item.inner("infoSource"));
    let outlet = provider.and_then(|p| p.inner("name")?.words().or(p.attribute("literal").map(str::to_owned)));
    let metadata = Metadata {
        title: inner("headline"),
        outlet: outlet.or_else(|| inner("copyrightHolder")),
        byline: inner("by"),
        date: inner("contentCreated").or_else(|| inner("versionCreated")),
        section: item.descendants().filter(|n| n.has_tag_name_of("subject")).find_map(|n| n.inner("name")?.words()),
        ..Metadata::default()
    };
    let id = item.attribute("guid").map_or_else(|| name.to_owned(), str::to_owned);
    let text = match (item.inner("inlineXML"), item.inner("inlineData")) {
        (Some(xml), _) => {
            let body = xml.inner("body.content").or_else(|| xml.inner("body")).unwrap_or(xml);
            running_text(body)
        }
        (None, Some(data)) => {
            let content: String = data.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect();
            let is_html = data.attribute("contenttype").is_some_and(|t| t.contains("html"));
            if is_html { html::fragment(&content, path)? } else { content.trim().to_owned() }
        }
        (None, None) => String::new(),
    };
    made(id, text, metadata, path, "onrecord newsml-g2 1")
}

/// RSS or Atom. Only what has the full text counts: a summary scored as if it were the article would mislead.
fn feed(root: Node<'_, '_>, element: &str, name: &str) -> Vec<Item> {
    let channel = root.child("channel").unwrap_or(root);
    let outlet = channel.child("title").and_then(|n| n.words());
    let all = root.descendants().filter(|n| n.has_tag_name_of(element)).enumerate();
    all.map(|(i, entry)| {
        let child = |element: &str| entry.child(element).and_then(|n| n.words());
        let links = || entry.children().filter(|n| n.has_tag_name_of("link"));
        let link = links()
            .find(|n| n.attribute("rel").is_none_or(|rel| rel == "alternate"))
            .and_then(|n| n.attribute("href").map(str::to_owned).or_else(|| n.words()));
        let id = child("guid").or_else(|| child("id")).or_else(|| link.clone());
        let id = id.unwrap_or_else(|| format!("{name}#{}", i + 1));
        let category = entry.child("category");
        let metadata = Metadata {
            title: child("title"),
            outlet: outlet.clone(),
            byline: child("creator").or_else(|| child("author")),
            date: child("pubDate")
                .or_else(|| child("published"))
                .or_else(|| child("date"))
                .or_else(|| child("updated")),
            section: category.and_then(|n| n.attribute("term").map(str::to_owned).or_else(|| n.words())),
            url: link,
            ..Metadata::default()
        };
        let Some(content) = entry.child("encoded").or_else(|| entry.child("content")) else {
            let next_step = "fetch the page that it leads to, and read that";
            return Err(Unreadable::whole(name, "the feed has only a summary of it", next_step).called(id));
        };
        let text = if content.attribute("type") == Some("xhtml") {
            running_text(content)
        } else {
            let inner: String = content.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect();
            if content.attribute("type") == Some("text") {
                inner.trim().to_owned()
            } else {
                html::fragment(&inner, name).map_err(|e| e.called(id.clone()))?
            }
        };
        made(id, text, metadata, name, html::EXTRACTOR)
    })
    .collect()
}
