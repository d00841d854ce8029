//! Words that several articles have in common: quotations, and whole passages.

use std::collections::BTreeMap;

use onrecord_parser::Act;
use onrecord_text::Span;
use rustc_hash::FxHashMap;

use super::groups::{Articles, Groups};
use super::words::{Word, Words};
use super::{Compared, Overlap, QuotedAt, SharedQuotation};

/// So many words in a row are no chance in two quotations.
const QUOTED: usize = 6;
/// Passages are compared in runs of so many words.
const RUN: usize = 5;
/// A text with fewer runs is too short for a share to mean anything.
const FEWEST_RUNS: u32 = 20;
/// Two texts on one event share a few phrases in any case; less than this share is not told.
const LEAST_PERCENT: u32 = 10;

/// A quotation: its article, and which it is there.
type Quotation = (usize, usize);

/// The quotations that stand in several articles.
pub(super) fn quotations(articles: &[Compared<'_>], words: &Words) -> Vec<SharedQuotation> {
    let mut all: Vec<(Quotation, &[Word])> = Vec::new();
    for (n, article) in articles.iter().enumerate() {
        let quotes = article.document.quotes.iter().enumerate();
        all.extend(quotes.map(|(q, quote)| ((n, q), words.within(n, &quote.tokens))));
    }
    let run = |words: &[Word]| -> [u32; QUOTED] { std::array::from_fn(|i| words[i].id) };
    // Where each run stands first in each article: as number in `all`, and as number of its first word.
    let mut places: FxHashMap<[u32; QUOTED], Vec<(usize, usize)>> = FxHashMap::default();
    for (number, (quotation, words)) in all.iter().enumerate() {
        for (at, window) in words.windows(QUOTED).enumerate() {
            let places = places.entry(run(window)).or_default();
            // What an article pulls out of itself to print it large is there once.
            if places.last().is_none_or(|&(last, _)| all[last].0.0 != quotation.0) {
                places.push((number, at));
            }
        }
    }

    let mut groups = Groups::of(all.iter().map(|&((article, _), _)| 1 << article));
    let mut shared: Vec<Vec<bool>> = all.iter().map(|(_, words)| vec![false; words.len()]).collect();
    for (number, (_, words)) in all.iter().enumerate() {
        for (at, window) in words.windows(QUOTED).enumerate() {
            let places = &places[&run(window)];
            if places.len() > 1 && places.contains(&(number, at)) {
                groups.join(places[0].0, number);
                shared[number][at..at + QUOTED].fill(true);
            }
        }
    }

    let mut found: BTreeMap<usize, BTreeMap<usize, QuotedAt>> = BTreeMap::new();
    for (number, &((article, _), words)) in all.iter().enumerate() {
        let met = || words.iter().zip(&shared[number]).filter(|(_, met)| **met).map(|(word, _)| word.token);
        let (Some(first), Some(last)) = (met().next(), met().next_back()) else { continue };
        let span = articles[article].document.span(&(first..last + 1));
        let source = speaker(&articles[article], span);
        let place = QuotedAt { article: article as u32, span, words: met().count() as u32, source };
        // One that a cue splits is two to the parser; the longer part stands for it.
        let group = found.entry(groups.root(number)).or_default();
        let known = group.entry(article).or_insert(place);
        if place.words > known.words {
            *known = place;
        }
    }
    let places = found.into_values().map(|places| places.into_values().collect());
    places.map(|places| SharedQuotation { places }).collect()
}

/// The source of the attribution that has most of `span` for its content.
fn speaker(article: &Compared<'_>, span: Span) -> Option<u32> {
    let overlap = |other: Span| other.end().min(span.end()).saturating_sub(other.start().max(span.start()));
    let attributions = article.assessment.attributions.iter().filter(|a| a.act == Act::Statement);
    let shares = attributions.map(|a| (a.content.iter().map(|&c| overlap(c)).sum::<u32>(), a.source));
    // Of equals the first; and the first is kept by going from the last.
    let shares: Vec<_> = shares.filter(|(share, _)| *share > 0).collect();
    shares.into_iter().rev().max_by_key(|(share, _)| *share)?.1
}

/// Pairs of articles that have a good part of their words in common.
pub(super) fn overlaps(articles: &[Compared<'_>], words: &Words) -> Vec<Overlap> {
    let mut met: FxHashMap<[u32; RUN], Articles> = FxHashMap::default();
    for (n, article) in articles.iter().enumerate() {
        for window in words.body(n, article).windows(RUN) {
            let run: [u32; RUN] = std::array::from_fn(|i| window[i]);
            *met.entry(run).or_default() |= 1 << n;
        }
    }
    // How many runs stand in exactly these articles.
    let mut by_articles: BTreeMap<Articles, u32> = BTreeMap::new();
    #[expect(clippy::iter_over_hash_type, reason = "they are counted, in whatever order")]
    for &set in met.values() {
        *by_articles.entry(set).or_default() += 1;
    }
    let count = |wanted: Articles| -> u32 {
        by_articles.iter().filter(|(set, _)| *set & wanted == wanted).map(|(_, runs)| runs).sum()
    };
    let mut overlaps = Vec::new();
    for a in 0..articles.len() {
        for b in a + 1..articles.len() {
            let (one, other) = (1 << a, 1 << b);
            let runs = [count(one), count(other)];
            let overlap = Overlap { articles: [a as u32, b as u32], runs, common: count(one | other) };
            if runs[0].min(runs[1]) >= FEWEST_RUNS && overlap.percent() >= LEAST_PERCENT {
                overlaps.push(overlap);
            }
        }
    }
    overlaps
}
