//! Where the words of a correction stand, and whom they name.

use std::ops::Range;

use onrecord_parser::{Document, EntityId, Mention};
use onrecord_text::{LineIndex, Span};

use super::{CorrectionProblem, Quoted, Trouble};
use crate::anchor::{Folded, tidy};

/// A place in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) span: Span,
    pub(crate) tokens: Range<u32>,
}

/// Looks for words in an article.
pub(crate) struct Seeker<'t> {
    text: &'t str,
    folded: Folded<'t>,
    lines: LineIndex,
}

impl<'t> Seeker<'t> {
    pub(crate) fn new(text: &'t str, document: &Document) -> Self {
        Self { text, folded: Folded::of(text, &document.comments), lines: LineIndex::new(text) }
    }

    /// Every place of `words`, in text order.
    pub(crate) fn all(&self, document: &Document, words: &str) -> Vec<Found> {
        let place = |span: Span| {
            let start = document.token_at(span.start());
            let end = document.tokens.partition_point(|t| t.start < span.end()) as u32;
            (start < end).then_some(Found { span, tokens: start..end })
        };
        self.folded.places(words).into_iter().filter_map(place).collect()
    }

    /// The one place that is meant.
    pub(crate) fn one(&self, document: &Document, quoted: &Quoted) -> Result<Found, Trouble> {
        let mut places = self.meant(document, quoted)?;
        if places.len() > 1 {
            return Err(self.ambiguous(&places, "tell by `occurrence` which are meant, or copy more words"));
        }
        Ok(places.remove(0))
    }

    /// The place of `words` that is nearest to `to`, of two as near the first.
    pub(crate) fn nearest(&self, document: &Document, words: &str, to: &Range<u32>) -> Result<Found, Trouble> {
        let distance = |found: &Found| {
            let here = document.sentence_of(to.start);
            let apart = document.sentence_of(found.tokens.start).abs_diff(here);
            let gap = found.tokens.start.saturating_sub(to.end) + to.start.saturating_sub(found.tokens.end);
            (apart, gap)
        };
        self.all(document, words).into_iter().min_by_key(distance).ok_or_else(|| nowhere(words))
    }

    /// The entity that `quoted` names, of those that are `wanted`; where it stands several times, all places must name
    /// the same.
    pub(crate) fn named(
        &self,
        document: &Document,
        quoted: &Quoted,
        wanted: impl Fn(EntityId) -> bool,
    ) -> Result<(Found, EntityId), Trouble> {
        let places = self.meant(document, quoted)?;
        let entity = |found: &Found| entity_named(document, &found.tokens).filter(|&e| wanted(e));
        let mut named: Vec<(Found, EntityId)> = places.iter().filter_map(|f| Some((f.clone(), entity(f)?))).collect();
        if named.is_empty() {
            let line = self.line(&places[0]);
            let message = format!(
                "no source is read at these words (line {line}); copy the words that name it, as `onrecord show` marks \
                 them, or add what it says with `statement`"
            );
            return Err((CorrectionProblem::NothingThere, message));
        }
        if named.iter().any(|(_, e)| *e != named[0].1) {
            let help = "these name different sources; tell by `occurrence` which is meant, or copy more words";
            return Err(self.ambiguous(&places, help));
        }
        Ok(named.swap_remove(0))
    }

    /// The places of `quoted`, one where it tells which; never none.
    fn meant(&self, document: &Document, quoted: &Quoted) -> Result<Vec<Found>, Trouble> {
        let places = self.all(document, &quoted.words);
        if places.is_empty() {
            return Err(nowhere(&quoted.words));
        }
        let Some(wanted) = quoted.occurrence else { return Ok(places) };
        let place = (wanted as usize).checked_sub(1).and_then(|n| places.get(n)).cloned();
        place.map(|found| vec![found]).ok_or_else(|| {
            let times = if places.len() == 1 { "once".to_owned() } else { format!("{} times", places.len()) };
            let message = format!(
                "the words stand in the article {times} only, in {}; mend `occurrence`",
                self.lines_of(&places)
            );
            (CorrectionProblem::NotFound, message)
        })
    }

    pub(crate) fn line(&self, found: &Found) -> usize {
        self.lines.locate(self.text, found.span.start()).line
    }

    fn lines_of(&self, places: &[Found]) -> String {
        const SHOWN: usize = 8;
        let mut lines: Vec<String> = places.iter().take(SHOWN).map(|f| self.line(f).to_string()).collect();
        let more = if places.len() > SHOWN { " and further on" } else { "" };
        match lines.pop() {
            Some(last) if lines.is_empty() => format!("line {last}{more}"),
            Some(last) if more.is_empty() => format!("lines {} and {last}", lines.join(", ")),
            last => format!("lines {}, {}{more}", lines.join(", "), last.unwrap_or_default()),
        }
    }

    fn ambiguous(&self, places: &[Found], help: &str) -> Trouble {
        let message =
            format!("the words stand in the article {} times, in {}; {help}", places.len(), self.lines_of(places));
        (CorrectionProblem::Ambiguous, message)
    }
}

fn nowhere(words: &str) -> Trouble {
    const SHOWN: usize = 60;
    let short: String = words.chars().take(SHOWN).collect();
    let dots = if short.len() < words.len() { "…" } else { "" };
    let message = format!("`{short}{dots}` does not stand in the article as whole words; copy the words from it again");
    (CorrectionProblem::NotFound, message)
}

/// How many tokens two ranges share.
pub(crate) fn shared(a: &Range<u32>, b: &Range<u32>) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The words at `span` as a correction would quote them, with the occurrence where they stand elsewhere too and do not
/// name the same everywhere.
#[must_use]
pub fn quoting(text: &str, document: &Document, span: Span) -> Quoted {
    let words = tidy(span.of(text));
    let places = Seeker::new(text, document).all(document, &words);
    let number = places.iter().position(|p| p.span.start() == span.start());
    let named: Vec<_> = places.iter().map(|p| entity_named(document, &p.tokens)).collect();
    let one = named.iter().all(|n| *n == named[0]);
    Quoted { words, occurrence: number.filter(|_| !one).map(|n| n as u32 + 1) }
}

/// The entity that `words` name: that of a mention around them, else of one inside them that they open with or that is
/// most of them. "Dr Osei of the harbour board" does not name the board.
pub(crate) fn entity_named(document: &Document, words: &Range<u32>) -> Option<EntityId> {
    let from = document.mentions.partition_point(|m| m.tokens.end <= words.start);
    let mut around = document.mentions[from..].iter().take_while(|m| m.tokens.start < words.end);
    let leads = |m: &&Mention| {
        let covers = m.tokens.start <= words.start && words.end <= m.tokens.end;
        covers || m.tokens.start <= words.start + 1 || shared(&m.tokens, words) * 2 >= words.len() as u32
    };
    around.find(leads).map(|m| m.entity)
}
