//! Several articles on one event, side by side: which named sources they share, who speaks in one only, whom each has
//! asked, and which words they have in common.
//!
//! Whether two articles speak of one person or body is told by names alone (`matching.rs`). An unnamed source is never
//! matched: no text shows that "a senior official" is the same one elsewhere.

mod gather;
mod groups;
mod matching;
mod names;
mod overlap;
#[cfg(test)]
mod tests;
mod words;

use onrecord_parser::{Document, Lexicon};
use onrecord_text::Span;

use crate::assessment::Assessment;
use crate::words::SourceKind;

/// So many articles can be compared at once: as many as the alphabet has letters to call them by.
pub const MOST_COMPARED: usize = 26;

/// An article to compare: its text and what was made of it.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The text that all spans count in.
    pub text: &'a str,
    /// What the parser found.
    pub document: &'a Document,
    /// What was judged.
    pub assessment: &'a Assessment,
    /// Who published it, where that is told.
    pub outlet: Option<&'a str>,
}

/// What articles have in common, and what only one has. Articles are called by their number in the order given.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Those who can be told apart over articles, by their names: the ones in most articles first, then those with most
    /// statements.
    pub voices: Vec<Voice>,
    /// The sources that cannot, in the order of articles and sources.
    pub nameless: Vec<Nameless>,
    /// Quotations that stand in several articles, in the order of the first.
    pub quotations: Vec<SharedQuotation>,
    /// Pairs of articles that have a good part of their words in common, in order.
    pub overlaps: Vec<Overlap>,
}

impl Comparison {
    /// The articles that are copies of each other or of one other text, in groups of two or more, in order.
    #[must_use]
    pub fn copies(&self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for [a, b] in self.overlaps.iter().filter(|o| o.is_copy()).map(|o| o.articles) {
            let (with, mut apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|g| g.contains(&a) || g.contains(&b));
            let mut one: Vec<u32> = with.into_iter().flatten().chain([a, b]).collect();
            one.sort_unstable();
            one.dedup();
            apart.push(one);
            groups = apart;
        }
        groups.sort();
        groups
    }
}

/// A person, body or document with a name, or one who speaks officially for one, over all articles.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The fullest name in any of the articles; of one without a name its words.
    pub label: String,
    /// Its kind in the first article in which it is a source; `None` where it is one in none, but was asked.
    pub kind: Option<SourceKind>,
    /// For whom an unnamed spokesperson speaks, as an index into [`Comparison::voices`].
    pub of: Option<u32>,
    /// The articles of which it is the outlet.
    pub outlet_of: Vec<u32>,
    /// What each article has of it, one for each article.
    pub articles: Vec<Presence>,
}

/// What one article has of a voice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Whether the text names it.
    pub named: bool,
    /// The sources that it is, as indices into [`Assessment::sources`]; more than one where the parser read two.
    pub sources: Vec<u32>,
    /// Its statements in the body.
    pub statements: u32,
    /// The response notes of which it is the party, as indices into [`Assessment::responses`].
    pub notes: Vec<u32>,
}

impl Voice {
    /// How many articles have a statement of it.
    #[must_use]
    pub fn speaks_in(&self) -> usize {
        self.articles.iter().filter(|a| a.statements > 0).count()
    }

    fn statements(&self) -> u32 {
        self.articles.iter().map(|a| a.statements).sum()
    }
}

/// A source without a name that could be found elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nameless {
    /// The article.
    pub article: u32,
    /// An index into its [`Assessment::sources`].
    pub source: u32,
    /// Its statements in the body.
    pub statements: u32,
}

/// A quotation of which several articles have words in common, six in a row or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedQuotation {
    /// Where, at most once in each article, in order. One may quote less of it than another.
    pub places: Vec<QuotedAt>,
}

/// Where a shared quotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotedAt {
    /// The article.
    pub article: u32,
    /// From the first to the last of the words that another article has too.
    pub span: Span,
    /// How many words these are, without what stands between them.
    pub words: u32,
    /// To whom the article gives it, as an index into [`Assessment::sources`].
    pub source: Option<u32>,
}

/// How many of their words two articles have in common, in runs of five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The two.
    pub articles: [u32; 2],
    /// How many different runs each has.
    pub runs: [u32; 2],
    /// How many of these both have.
    pub common: u32,
}

impl Overlap {
    /// The share of what both have in the shorter article, in percent.
    #[must_use]
    pub fn percent(self) -> u32 {
        self.common * 100 / self.runs[0].min(self.runs[1]).max(1)
    }

    /// Whether the shorter article has most of its words from the other, or both from a third: one report, printed
    /// twice.
    #[must_use]
    pub fn is_copy(self) -> bool {
        self.percent() >= 50
    }
}

/// Compares `articles`, which were parsed by `lexicon`; those behind the first [`MOST_COMPARED`] are left out.
#[must_use]
pub fn compare(lexicon: &Lexicon, articles: &[Compared<'_>]) -> Comparison {
    let articles = &articles[..articles.len().min(MOST_COMPARED)];
    let (voices, nameless) = gather::voices(lexicon, articles);
    let words = words::Words::of(articles);
    Comparison {
        voices,
        nameless,
        quotations: overlap::quotations(articles, &words),
        overlaps: overlap::overlaps(articles, &words),
    }
}
