//! Near misses of a corpus, gathered and ranked by what would have made rules match.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use onrecord_engine::{NearMiss, RuleId, RuleSet};
use serde::Serialize;

use crate::terminal::{BAD, HEADING, QUIET, clean, cut, paint, paragraph};
use crate::trace::marked;

/// So many different words are kept at once, so that memory does not grow with the corpus; then those met once go.
const WORDS: usize = 100_000;
/// An example may have this many bytes.
const EXAMPLE: usize = 300;
/// Words told for each item on a page.
const TOLD: usize = 8;

/// A near miss with its words.
#[derive(Clone, Debug)]
pub struct Missed {
    rule: RuleId,
    pattern: u32,
    item: (usize, usize),
    found: String,
    example: String,
}

impl Missed {
    /// The words of `miss` in `text`.
    #[must_use]
    pub fn of(miss: &NearMiss, text: &str) -> Self {
        let found = miss.found.of(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        Self {
            rule: miss.rule,
            pattern: miss.pattern,
            item: (miss.item.start, miss.item.end),
            found,
            example: example(miss, text),
        }
    }
}

/// The sentence with the match that might have been in double brackets, cut to where it is.
fn example(miss: &NearMiss, text: &str) -> String {
    let (sentence, span) = (miss.sentence.range(), miss.span.range());
    let room = EXAMPLE.saturating_sub(span.len()) / 2;
    let word_start = |at: usize| text[sentence.start..at].rfind(' ').map_or(sentence.start, |i| sentence.start + i + 1);
    let bound = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = span.start.saturating_sub(room).max(sentence.start);
    let from = if from > sentence.start { word_start(bound(from)) } else { from };
    let to = (span.end + room).min(sentence.end);
    let to = if to < sentence.end { bound(to).max(span.end) } else { to };
    let mut out = String::new();
    if from > sentence.start {
        out.push_str("… ");
    }
    let _ = write!(out, "{}[[{}]]{}", &text[from..span.start], &text[span.clone()], &text[span.end..to]);
    if to < sentence.end {
        out.push('…');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is known of an item that failed.
#[derive(Debug, Default)]
struct Item {
    count: u64,
    words: BTreeMap<String, (u64, String)>,
}

/// All near misses of a corpus.
#[derive(Debug, Default)]
pub struct Gathered {
    items: BTreeMap<(RuleId, u32, (usize, usize)), Item>,
    matches: BTreeMap<(RuleId, u32), u64>,
    words: usize,
    /// How many words met once were let go.
    dropped: u64,
}

/// An item as it is told.
struct Told<'g> {
    rule: RuleId,
    pattern: u32,
    item: (usize, usize),
    count: u64,
    matches: u64,
    words: Vec<(&'g str, u64, &'g str)>,
    rank: u64,
}

impl Gathered {
    /// Adds a near miss. The order in which they come decides which example is kept.
    pub fn add(&mut self, missed: Missed) {
        let item = self.items.entry((missed.rule, missed.pattern, missed.item)).or_default();
        item.count += 1;
        match item.words.get_mut(&missed.found) {
            Some((count, _)) => *count += 1,
            None => {
                item.words.insert(missed.found, (1, missed.example));
                self.words += 1;
            }
        }
        if self.words > WORDS {
            for item in self.items.values_mut() {
                let before = item.words.len();
                item.words.retain(|_, (count, _)| *count > 1);
                self.words -= before - item.words.len();
                self.dropped += (before - item.words.len()) as u64;
            }
        }
    }

    /// Adds a match that counts.
    pub fn matched(&mut self, rule: RuleId, pattern: u32) {
        *self.matches.entry((rule, pattern)).or_default() += 1;
    }

    /// The items, the most promising first: where one word stands again and again, and where the pattern lets much pass
    /// beside. An item that turns away a hundred times what it lets pass is what tells the right sentences from others.
    fn ranked(&self) -> Vec<Told<'_>> {
        let mut out: Vec<Told<'_>> = Vec::new();
        for (&(rule, pattern, item), known) in &self.items {
            let mut words: Vec<(&str, u64, &str)> =
                known.words.iter().map(|(word, (count, example))| (word.as_str(), *count, example.as_str())).collect();
            words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            let matches = self.matches.get(&(rule, pattern)).copied().unwrap_or(0);
            let often: u64 = words.iter().take(TOLD).map(|w| w.1).sum();
            let (passed, all) = (matches + 1, matches + known.count + 1);
            let rank = often * 1000 * passed / all * passed / all;
            out.push(Told { rule, pattern, item, count: known.count, matches, words, rank });
        }
        out.sort_by(|a, b| b.rank.cmp(&a.rank).then((a.rule, a.pattern, a.item).cmp(&(b.rule, b.pattern, b.item))));
        out
    }

    /// The `most` most promising items as a page.
    #[must_use]
    pub fn human(&self, rules: &RuleSet, most: usize, columns: usize) -> String {
        let mut out = String::new();
        let ranked = self.ranked();
        for told in ranked.iter().take(most) {
            let rule = rules.rule(told.rule);
            let written = rule.patterns.get(told.pattern as usize).map_or("", String::as_str);
            let _ = writeln!(out, "{}  pattern {}", paint(HEADING, &clean(&rule.id)), told.pattern + 1);
            marked(&mut out, written, std::slice::from_ref(&(told.item.0..told.item.1)), columns);
            let facts =
                format!("fails here in {}; the pattern matches in {}", sentences(told.count), sentences(told.matches));
            paragraph(&mut out, "  ", &facts, columns);
            let words: Vec<String> =
                told.words.iter().take(TOLD).map(|(word, count, _)| format!("{} {count}", cut(word, 40))).collect();
            let more = told.words.len().saturating_sub(TOLD);
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            let found = paint(BAD, "found");
            let mut line = String::new();
            paragraph(&mut line, "  found ", &format!("{}{more}", words.join(", ")), columns);
            out.push_str(&line.replacen("found", &found, 1));
            for (_, _, example) in told.words.iter().take(2) {
                let mut line = String::new();
                paragraph(&mut line, "  · ", example, columns);
                out.push_str(&line.replacen('·', &paint(QUIET, "·"), 1));
            }
            out.push('\n');
        }
        let left = ranked.len().saturating_sub(most);
        let _ = match (ranked.is_empty(), left) {
            (true, _) => writeln!(out, "no pattern is one token short of a match"),
            (_, 0) => Ok(()),
            (_, 1) => writeln!(out, "1 more item failed; `--most` shows more, `--rule` those of a rule"),
            (_, left) => writeln!(out, "{left} more items failed; `--most` shows more, `--rule` those of a rule"),
        };
        if self.dropped > 0 {
            let _ = writeln!(out, "{} words that stood once were left out to save memory", self.dropped);
        }
        out
    }

    /// The `most` most promising items as JSON.
    #[must_use]
    pub fn json(&self, rules: &RuleSet, most: usize) -> String {
        let ranked = self.ranked();
        let records: Vec<ItemRecord<'_>> = ranked
            .iter()
            .take(most)
            .map(|told| {
                let rule = rules.rule(told.rule);
                let written = rule.patterns.get(told.pattern as usize).map_or("", String::as_str);
                ItemRecord {
                    rule: &rule.id,
                    pattern: told.pattern,
                    written,
                    item: written.get(told.item.0..told.item.1).unwrap_or_default(),
                    near_misses: told.count,
                    matches: told.matches,
                    found: (told.words.iter())
                        .map(|&(words, count, example)| FoundRecord { words, count, example })
                        .collect(),
                }
            })
            .collect();
        let mut text = serde_json::to_string_pretty(&records).expect("near misses are plain text");
        text.push('\n');
        text
    }
}

fn sentences(n: u64) -> String {
    if n == 1 { "1 sentence".to_owned() } else { format!("{n} sentences") }
}

#[derive(Serialize)]
struct ItemRecord<'r> {
    rule: &'r str,
    /// Counted from 0.
    pattern: u32,
    written: &'r str,
    item: &'r str,
    near_misses: u64,
    matches: u64,
    found: Vec<FoundRecord<'r>>,
}

#[derive(Serialize)]
struct FoundRecord<'r> {
    words: &'r str,
    count: u64,
    example: &'r str,
}
