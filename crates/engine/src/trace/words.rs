//! What rules can know of each token.

use std::collections::BTreeMap;

use onrecord_parser::{Document, Zone, tokenize};

use super::TracedToken;
use crate::pack::{ListEntry, RuleSet};
use crate::pattern::atoms::split_form;

/// Every token of a document.
pub(super) fn tokens(rules: &RuleSet, text: &str, document: &Document) -> Vec<TracedToken> {
    let spelt: Vec<String> = document.tokens.iter().map(|t| plain(t.text(text))).collect();
    let as_written: Vec<&str> = document.tokens.iter().map(|t| t.text(text)).collect();
    let entries = entries(rules, &spelt);
    let mut out = Vec::with_capacity(spelt.len());
    for (index, token) in (0u32..).zip(&document.tokens) {
        let at = index as usize;
        let sentence = document.sentence_of(index);
        let zone = document.paragraphs.get(document.paragraph_of(sentence)).map_or(Zone::Body, |p| p.zone);
        let (mut lists, mut phrases) = (Vec::new(), Vec::new());
        for (name, entry, words) in entries.get(&spelt[at]).map_or(&[][..], Vec::as_slice) {
            let end = at + words.len();
            let here = spelt.get(at..end).is_some_and(|s| s == words);
            // Case counts where the list says so.
            let cased = || as_written[at..end].iter().zip(entry.text.split(' ')).all(|(have, want)| *have == want);
            if !here || (entry.exact && words.len() == entry.text.split(' ').count() && !cased()) {
                continue;
            }
            if words.len() > 1 {
                phrases.push(((*name).to_owned(), entry.text.clone()));
                continue;
            }
            match entry.form_names().as_slice() {
                [] => lists.push((*name).to_owned()),
                forms => lists.extend(forms.iter().map(|form| format!("{name}:{form}"))),
            }
        }
        lists.sort();
        lists.dedup();
        phrases.sort();
        phrases.dedup();
        out.push(TracedToken {
            span: token.span(),
            sentence: sentence as u32,
            lists,
            phrases,
            shapes: rules.matcher().shapes(index, text, document),
            zone,
            quoted: document.quote_of(index).is_some(),
        });
    }
    out
}

/// A lexicon's name, one of its entries, and the entry's tokens.
type Known<'r> = (&'r str, &'r ListEntry, Vec<String>);

/// The entries of all lexicons that begin with a word of the text, by that word.
fn entries<'r>(rules: &'r RuleSet, spelt: &[String]) -> BTreeMap<String, Vec<Known<'r>>> {
    let mut by_first: BTreeMap<String, Vec<Known<'r>>> = spelt.iter().map(|w| (w.clone(), Vec::new())).collect();
    for (name, list) in rules.lists() {
        for entry in &list.entries {
            // Most entries begin like no word of the text, and need not be cut.
            let start: String = plain(&entry.text).chars().take(2).collect();
            if !by_first.range(start.clone()..).next().is_some_and(|(word, _)| word.starts_with(&start)) {
                continue;
            }
            for form in [Some(entry.text.clone()), split_form(&entry.text)].into_iter().flatten() {
                let cut = tokenize(&form, rules.lexicon());
                let words: Vec<String> = cut.iter().map(|t| plain(t.text(&form))).collect();
                if let Some(known) = words.first().and_then(|first| by_first.get_mut(first)) {
                    known.push((name, entry, words));
                }
            }
        }
    }
    by_first
}

fn plain(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}
