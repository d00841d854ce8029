//! The words of articles as numbers, so that runs of them can be looked up.

use onrecord_parser::Zone;
use rustc_hash::FxHashMap;

use super::Compared;
use super::names::fold;

/// A word of an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Which word it is, marks and capitals left aside; the same in all articles.
    pub(super) id: u32,
    /// The token that it is.
    pub(super) token: u32,
}

/// The words of every article, without punctuation.
#[derive(Debug)]
pub(super) struct Words {
    articles: Vec<Vec<Word>>,
}

impl Words {
    pub(super) fn of(articles: &[Compared<'_>]) -> Self {
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        let mut words_of = |article: &Compared<'_>| {
            let mut words = Vec::with_capacity(article.document.tokens.len());
            for (token, t) in article.document.tokens.iter().enumerate() {
                let folded = fold(t.text(article.text));
                if !folded.is_empty() {
                    let next = known.len() as u32;
                    words.push(Word { id: *known.entry(folded).or_insert(next), token: token as u32 });
                }
            }
            words
        };
        Self { articles: articles.iter().map(&mut words_of).collect() }
    }

    /// The words of `article` among `tokens`.
    pub(super) fn within(&self, article: usize, tokens: &std::ops::Range<u32>) -> &[Word] {
        let words = &self.articles[article];
        let start = words.partition_point(|w| w.token < tokens.start);
        let end = words.partition_point(|w| w.token < tokens.end);
        &words[start..end.max(start)]
    }

    /// The words of the body of `article`, which is number `n`.
    pub(super) fn body(&self, n: usize, article: &Compared<'_>) -> Vec<u32> {
        let body = article.document.paragraphs.iter().filter(|p| p.zone == Zone::Body);
        body.flat_map(|p| self.within(n, &p.tokens)).map(|w| w.id).collect()
    }
}
