//! The comparison as a page of Markdown.

use std::fmt::Write as _;

use super::page::{self, LEGEND, UNMATCHED};
use super::{Compare, letter};
use crate::reference::plain;
use crate::score::DISCLAIMER;
use crate::terminal::clean;

/// Appends the page.
pub fn write(out: &mut Vec<u8>, compare: &Compare<'_>) {
    let mut page = format!("# {} articles side by side\n\n", compare.articles.len());
    cards(&mut page, compare);
    sources(&mut page, compare);
    nameless(&mut page, compare);
    asked(&mut page, compare);
    words(&mut page, compare);
    let _ = writeln!(page, "\n{DISCLAIMER}");
    out.extend_from_slice(page.as_bytes());
}

/// Words of an article: nothing in them is Markdown, nothing commands a terminal.
fn words_of(text: &str) -> String {
    clean(&plain(text)).into_owned()
}

fn row(page: &mut String, cells: impl IntoIterator<Item = String>) {
    let _ = writeln!(page, "| {} |", cells.into_iter().collect::<Vec<_>>().join(" | "));
}

/// The head of a table: `left` columns of words, then one of numbers for each article.
fn head(page: &mut String, left: &[&str], compare: &Compare<'_>) {
    let letters = (0..compare.articles.len()).map(|n| letter(n).to_string());
    row(page, left.iter().map(|s| (*s).to_owned()).chain(letters));
    let lines = left.iter().map(|_| "---").chain(compare.articles.iter().map(|_| "---:"));
    let _ = writeln!(page, "|{}|", lines.collect::<Vec<_>>().join("|"));
}

fn cards(page: &mut String, compare: &Compare<'_>) {
    for (n, article) in compare.articles.iter().enumerate() {
        let headline = words_of(article.headline().unwrap_or_else(|| article.called()));
        let _ = write!(page, "- **{}** {headline}", letter(n));
        let id = article.headline().map(|_| article.called());
        for about in id.into_iter().chain(article.outlet) {
            let _ = write!(page, " · {}", words_of(about));
        }
        let _ = writeln!(page, "<br>{}", words_of(&page::standing(article)));
    }
    for unread in compare.unread {
        let _ = writeln!(page, "- {} could not be read: {}", words_of(unread.id), words_of(unread.reason));
    }
    page.push_str("\n## Dimensions\n\n");
    head(page, &[""], compare);
    for (label, cells) in page::measures(compare).rows {
        row(page, std::iter::once(label).chain(cells));
    }
}

fn sources(page: &mut String, compare: &Compare<'_>) {
    let _ = writeln!(page, "\n## Named sources\n\n{}", page::summary(compare));
    let sections = page::sections(compare);
    for section in &sections {
        let _ = writeln!(page, "\n### {}\n", section.title);
        head(page, &["source", "kind"], compare);
        for source in &section.rows {
            let remark = source.remark.as_ref().map_or(String::new(), |r| format!(" ({r})"));
            let label = format!("{}{remark}", words_of(source.label));
            row(page, [label, source.kind.clone()].into_iter().chain(source.cells.iter().cloned()));
        }
    }
    if !sections.is_empty() {
        let _ = writeln!(page, "\n{LEGEND}");
    }
}

fn nameless(page: &mut String, compare: &Compare<'_>) {
    let (unnamed, others) = (page::nameless(compare, true), page::nameless(compare, false));
    if unnamed.is_empty() && others.is_empty() {
        return;
    }
    for (title, rows) in [("Unnamed sources", unnamed), ("Others without a proper name", others)] {
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(page, "\n## {title}\n\n| article | source | kind | statements | |\n|---|---|---|---:|---|");
        for (letter, label, kind, statements, remark) in rows {
            row(page, [letter.to_string(), words_of(label), kind, statements.to_string(), remark.to_owned()]);
        }
    }
    let _ = writeln!(page, "\n{UNMATCHED}");
}

fn asked(page: &mut String, compare: &Compare<'_>) {
    let asked = page::asked(compare);
    if asked.is_empty() {
        return;
    }
    page.push_str("\n## Asked for their side\n\n| party | articles | outcome |\n|---|---|---|\n");
    for party in asked {
        for (letters, words, quoted) in party.states {
            let quoted = quoted.map_or(String::new(), |q| format!(": “{}”", words_of(q)));
            row(page, [words_of(&party.party), letters, format!("{words}{quoted}")]);
        }
    }
}

fn words(page: &mut String, compare: &Compare<'_>) {
    let (quotations, copied) = page::quotations(compare);
    if !quotations.is_empty() {
        page.push_str("\n## The same quotation\n\n");
        for quoted in quotations {
            let by = quoted.by.iter().map(|(letters, source)| format!("{letters}: {}", words_of(source)));
            let by = by.collect::<Vec<_>>().join("; ");
            let _ = writeln!(page, "- “{}”<br>{by}", words_of(quoted.words));
        }
    }
    let overlaps = page::overlaps(compare.comparison);
    if !overlaps.is_empty() {
        page.push_str("\n## The same words\n\n");
        let copied = (copied > 0).then(|| page::copied(copied));
        for said in overlaps.into_iter().chain(copied) {
            let _ = writeln!(page, "- {said}");
        }
    }
}
