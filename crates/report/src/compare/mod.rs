//! Several articles on one event side by side, for people and programs.
//!
//! `page.rs` finds the words for what was compared; the writers beside it set them.

mod human;
mod markdown;
mod page;
mod record;
mod rows;

pub use human::write as human;
pub use markdown::write as markdown;
pub use record::{SCHEMA, write as json};
pub use rows::write as csv;

use onrecord_engine::{Assessment, Comparison};
use onrecord_parser::{Document, Zone};

use crate::Run;

/// A comparison, ready to be written.
#[derive(Clone, Copy, Debug)]
pub struct Compare<'a> {
    /// What holds for all articles.
    pub run: Run<'a>,
    /// The articles, in the order in which they were compared.
    pub articles: &'a [Article<'a>],
    /// The inputs that could not be read.
    pub unread: &'a [Unread<'a>],
    /// What they have in common.
    pub comparison: &'a Comparison,
}

/// An article that was compared.
#[derive(Clone, Copy, Debug)]
pub struct Article<'a> {
    /// What its record calls it.
    pub id: &'a str,
    /// Its headline, where that is no part of the text.
    pub title: Option<&'a str>,
    /// Who published it, where that is told.
    pub outlet: Option<&'a str>,
    /// The text that all spans count in.
    pub text: &'a str,
    /// What the parser found.
    pub document: &'a Document,
    /// What was judged.
    pub assessment: &'a Assessment,
}

/// An input that could not be read.
#[derive(Clone, Copy, Debug)]
pub struct Unread<'a> {
    /// What its record calls it.
    pub id: &'a str,
    /// Why, and what to do.
    pub reason: &'a str,
}

impl Article<'_> {
    /// How many words its body has.
    fn words(&self) -> usize {
        let body = self.document.paragraphs.iter().filter(|p| p.zone == Zone::Body);
        let tokens = body.flat_map(|p| &self.document.tokens[p.tokens.start as usize..p.tokens.end as usize]);
        tokens.filter(|t| t.shape.is_word()).count()
    }

    /// Its headline: the field, or the text's own.
    fn headline(&self) -> Option<&str> {
        self.title.or_else(|| {
            let headline = self.document.paragraphs.iter().find(|p| p.zone == Zone::Headline)?;
            Some(self.document.span(&headline.tokens).of(self.text))
        })
    }

    /// What people call it.
    fn called(&self) -> &str {
        if self.id == "-" { "standard input" } else { self.id }
    }
}

/// The letter that article number `n` is called by.
fn letter(n: usize) -> char {
    char::from(b'A' + (n % 26) as u8)
}
