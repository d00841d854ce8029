//! An article while it is assessed: its text, document and rules, and small questions about its words.

use std::cell::RefCell;
use std::ops::Range;

use onrecord_parser::{Document, EntityId, Mention, Quote, Shape, Zone};

use super::Options;
use onrecord_text::Span;

use super::tally::Ledger;
use crate::pack::RuleSet;
use crate::pattern::Scratch;
use crate::rule::RuleId;

/// Everything that judging looks at.
#[derive(Debug)]
pub(super) struct Article<'a> {
    pub text: &'a str,
    pub document: &'a Document,
    pub rules: &'a RuleSet,
    pub options: &'a Options,
    /// Room for the matcher. Borrowed for the length of one question only.
    pub scratch: RefCell<&'a mut Scratch>,
}

/// A match of a rule's pattern.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// The rule, as an index.
    pub rule: usize,
    pub tokens: Range<u32>,
    /// What the pattern captured as `who`.
    pub who: Option<Range<u32>>,
}

impl<'a> Article<'a> {
    /// Every match of marker and response rules, in order of their first token.
    pub(super) fn scan(&self) -> Vec<Hit> {
        let scratch = &mut **self.scratch.borrow_mut();
        let matcher = self.rules.matcher();
        let mut found = Vec::new();
        matcher.scan_document(self.text, self.document, scratch, |m| found.push(m));
        let hit = |m: crate::pattern::Match| {
            let who = matcher.capture(&m, "who", self.text, self.document, scratch);
            Hit { rule: m.rule.0 as usize, tokens: m.tokens, who }
        };
        found.into_iter().map(hit).collect()
    }

    /// The source rules with a pattern that matches within `tokens`, the words of a source.
    pub(super) fn source_rules_in(&self, tokens: &Range<u32>) -> Vec<usize> {
        let mut rules = Vec::new();
        let scratch = &mut **self.scratch.borrow_mut();
        let matcher = self.rules.matcher();
        matcher.scan_source(self.text, self.document, tokens.clone(), scratch, |m| rules.push(m.rule.0 as usize));
        rules
    }

    /// Whether a pattern of `unless` of the source rule `rule` matches within `tokens`, the words of a source.
    pub(super) fn excepted(&self, rule: usize, tokens: &Range<u32>) -> bool {
        let scratch = &mut **self.scratch.borrow_mut();
        self.rules.matcher().excepted(RuleId(rule as u32), self.text, self.document, tokens.clone(), scratch)
    }

    /// Whether token `head` is one that the source rule `rule` asks for as head noun.
    pub(super) fn head_is(&self, rule: usize, head: u32) -> bool {
        let scratch = &mut **self.scratch.borrow_mut();
        self.rules.matcher().head(RuleId(rule as u32), self.text, self.document, head, scratch)
    }

    /// Whether a word that the response rule `rule` takes for haste or a deadline stands in `tokens`.
    pub(super) fn hurried(&self, rule: usize, tokens: &Range<u32>) -> bool {
        let scratch = &mut **self.scratch.borrow_mut();
        self.rules.matcher().flagged(RuleId(rule as u32), self.text, self.document, tokens.clone(), scratch)
    }

    /// The words of `tokens`.
    pub(super) fn words(&self, tokens: &Range<u32>) -> &'a str {
        self.document.span(tokens).of(self.text)
    }

    /// Token `i` in lower case.
    pub(super) fn lower(&self, i: u32) -> String {
        self.document.tokens.get(i as usize).map_or(String::new(), |t| t.text(self.text).to_lowercase())
    }

    pub(super) fn is_punctuation(&self, i: u32) -> bool {
        self.document.tokens.get(i as usize).is_some_and(|t| t.shape.has(Shape::PUNCT))
    }

    /// Whether `name` is one of the names of the article's own outlet.
    pub(super) fn is_own(&self, name: &str) -> bool {
        let plain = |s: &str| s.trim().to_lowercase().trim_start_matches("the ").to_owned();
        let name = plain(name);
        !name.is_empty() && self.options.outlets.iter().any(|o| plain(o) == name)
    }

    /// The entity that `tokens` speak of; behind a relative pronoun the one that it refers back to.
    pub(super) fn entity_of(&self, tokens: &Range<u32>) -> Option<EntityId> {
        self.document.entity_in(tokens).or_else(|| {
            let relative = tokens.len() == 1 && matches!(self.lower(tokens.start).as_str(), "who" | "which" | "that");
            let before = tokens.start.saturating_sub(3)..tokens.start;
            relative.then(|| self.document.entity_in(&before)).flatten()
        })
    }

    /// The mentions inside `tokens`.
    pub(super) fn mentions_in(&self, tokens: &Range<u32>) -> impl Iterator<Item = &'a Mention> + use<'a> {
        let mentions = &self.document.mentions;
        let from = mentions.partition_point(|m| m.tokens.start < tokens.start);
        let tokens = tokens.clone();
        mentions[from..]
            .iter()
            .take_while(move |m| m.tokens.start < tokens.end)
            .filter(move |m| m.tokens.end <= tokens.end)
    }

    /// The entities with a mention inside `tokens`.
    pub(super) fn mentioned_in(&self, tokens: &Range<u32>) -> impl Iterator<Item = EntityId> + use<'a> {
        self.mentions_in(tokens).map(|m| m.entity)
    }

    /// The subject of the first clause with its verb in `tokens`.
    pub(super) fn subject_at(&self, tokens: &Range<u32>) -> Option<Range<u32>> {
        let clauses = &self.document.clauses;
        let from = clauses.partition_point(|c| c.verb.end <= tokens.start);
        clauses[from..].iter().take_while(|c| c.verb.start < tokens.end).find_map(|c| c.subject.clone())
    }

    /// How many words the body has; and how many without those in `but`, byte spans in any order.
    pub(super) fn body_words(&self, mut but: Vec<Span>) -> (u32, u32) {
        but.sort_unstable();
        let mut but = but.into_iter().peekable();
        let (mut all, mut rest) = (0, 0);
        let body = self.document.paragraphs.iter().filter(|p| p.zone == Zone::Body);
        let tokens = body.flat_map(|p| self.document.tokens.get(p.tokens.start as usize..p.tokens.end as usize));
        for token in tokens.flatten().filter(|t| !t.shape.has(Shape::PUNCT)) {
            while but.next_if(|s| s.end() <= token.start).is_some() {}
            all += 1;
            rest += u32::from(but.peek().is_none_or(|s| s.start() > token.start));
        }
        (all, rest)
    }

    /// The quotations of some length in the body, with their numbers.
    pub(super) fn long_quotes(&self) -> impl Iterator<Item = (usize, &'a Quote)> + use<'a> {
        // Up to four words may be a term or a title.
        const LONG: usize = 7;
        let document = self.document;
        let body = move |quote: &Quote| {
            let paragraph = document.paragraph_of(document.sentence_of(quote.tokens.start));
            document.paragraphs.get(paragraph).is_some_and(|p| p.zone == Zone::Body)
        };
        document.quotes.iter().enumerate().filter(move |(_, q)| q.tokens.len() >= LONG && body(q))
    }

    /// Counts quotations of some length in the body, and those that somebody is said to have spoken.
    pub(super) fn quotations(&self, ledger: &mut Ledger) {
        let spoken = Cover::of(self.document.attributions.iter().flat_map(|a| a.content.iter().chain(a.cue.as_ref())));
        for (_, quote) in self.long_quotes() {
            ledger.quotes += 1;
            let covered = spoken.reaches(&quote.tokens);
            ledger.spoken_quotes += u32::from(covered || quote.continues);
        }
    }
}

/// Tokens that lie in any of some ranges, which may lie inside each other.
pub(super) struct Cover {
    /// The start of each range, in order, with the furthest end up to there: it tells whether any reaches a token.
    reach: Vec<(u32, u32)>,
}

impl Cover {
    pub(super) fn of<'r>(ranges: impl Iterator<Item = &'r Range<u32>>) -> Self {
        let mut reach: Vec<(u32, u32)> = ranges.map(|r| (r.start, r.end)).collect();
        reach.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut reach {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { reach }
    }

    /// Whether any of the ranges shares a token with `tokens`.
    pub(super) fn reaches(&self, tokens: &Range<u32>) -> bool {
        let behind = self.reach.partition_point(|r| r.0 < tokens.end);
        behind > 0 && self.reach[behind - 1].1 > tokens.start
    }
}
