//! Exports of Nexis: many articles in one document, each with lines of its own about outlet, date and byline.

use crate::docx::Paragraph;
use crate::source::Item;
use crate::{Article, Metadata, Unreadable};

/// What made the text, with the version of how it is done.
const EXTRACTOR: &str = "onrecord nexis 1";

/// Whether a line stands behind the text of an article. Headings stand alone: "Graphic scenes" is a sentence of it.
fn is_behind(line: &str) -> bool {
    line.starts_with("Load-Date:") || matches!(line, "Classification" | "Graphic")
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The articles of an export of Nexis; `None` where the document is none.
pub(crate) fn articles(paragraphs: &[Paragraph], name: &str) -> Option<Vec<Item>> {
    let is_end = |p: &Paragraph| p.text == "End of Document";
    let has_body = |part: &[Paragraph]| part.iter().any(|p| p.text == "Body");
    if !paragraphs.iter().any(is_end) || !has_body(paragraphs) {
        return None;
    }
    let parts = paragraphs.split(is_end).filter(|part| !part.is_empty());
    let items = parts.enumerate().map(|(i, part)| article(part, name, i + 1)).collect();
    Some(items)
}

fn article(part: &[Paragraph], path: &str, number: usize) -> Item {
    let id = format!("{path}#{number}");
    let Some(body) = part.iter().position(|p| p.text == "Body") else {
        let reason = format!("article {number} has no line `Body`");
        return Err(Unreadable::whole(path, reason, "look at it in the document; perhaps it is a picture").called(id));
    };
    let (head, rest) = (&part[..body], &part[body + 1..]);
    let end = rest.iter().position(|p| is_behind(&p.text)).unwrap_or(rest.len());
    let text = rest[..end].iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() {
        let reason = format!("article {number} has no text");
        return Err(Unreadable::whole(path, reason, "export it again with its full text").called(id));
    }
    let told = |key: &str| {
        let line = head.iter().find_map(|p| p.text.strip_prefix(key)?.strip_prefix(':'))?.trim();
        (!line.is_empty()).then(|| line.to_owned())
    };
    // Headline, outlet and date stand above the copyright, with the list of all articles above the first of them.
    let below = head.iter().position(|p| p.text.starts_with("Copyright")).unwrap_or(head.len());
    let date = head[..below].iter().rposition(|p| is_date(&p.text));
    let above = date.unwrap_or(below);
    let line = |back: usize| above.checked_sub(back).map(|at| head[at].text.clone());
    let section = told("Section").map(|s| s.split(';').next().unwrap_or(&s).trim().to_owned());
    let metadata = Metadata {
        title: line(2),
        outlet: line(1),
        byline: told("Byline"),
        date: date.map(|at| head[at].text.clone()),
        section,
        ..Metadata::default()
    };
    Ok(Article { id, text, metadata, path: path.to_owned(), extractor: Some(EXTRACTOR), ..Article::default() })
}

/// Whether a line is a date, such as `March 2, 2026 Monday`.
fn is_date(line: &str) -> bool {
    let year =
        line.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")));
    year && line.len() < 60 && MONTHS.iter().any(|m| line.contains(m))
}
