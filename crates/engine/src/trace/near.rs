//! Sentences that one token keeps from matching: where rules could be taught another word.

use std::ops::Range;

use onrecord_parser::{Class, ClassSet, Document, Shape, WordId, Zone};
use onrecord_text::Span;

use crate::pack::RuleSet;
use crate::pattern::atoms::FUNCTION_WORDS;
use crate::pattern::matcher::Group;
use crate::pattern::program::{Compiled, Program, State};
use crate::pattern::syntax::{self, Asks, Leaf};
use crate::pattern::walk::{Event, Walker, Way};
use crate::pattern::{Match, Scratch};
use crate::rule::{Mark, RuleId, RuleKind};

/// Patterns with fewer items that ask for words say too little once one of them is left open.
const ITEMS: usize = 3;

/// A sentence that a pattern would match if one token were another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The rule.
    pub rule: RuleId,
    /// Which of its patterns.
    pub pattern: u32,
    /// The item that failed: bytes of the pattern.
    pub item: Range<usize>,
    /// What stands there instead.
    pub found: Span,
    /// What would have been the match.
    pub span: Span,
    /// The sentence.
    pub sentence: Span,
}

/// The patterns of marker and response rules that near misses are looked for with. Shared by threads.
#[derive(Debug)]
pub struct NearPatterns<'r> {
    rules: &'r RuleSet,
    patterns: Vec<Prepared<'r>>,
}

#[derive(Debug)]
struct Prepared<'r> {
    compiled: &'r Compiled,
    leaves: Vec<Leaf>,
    /// By leaf: whether it asks for function words only.
    function: Vec<bool>,
    /// Every match has a token for each of these: atoms as words of bits with their place.
    cuts: Vec<Vec<(u32, u64)>>,
}

/// Looks for near misses: one for each thread.
pub struct NearMisses<'r> {
    near: &'r NearPatterns<'r>,
    scratch: Scratch,
    /// By pattern, made when first needed.
    walkers: Vec<Option<Walker<'r>>>,
    fired: Vec<Match>,
    present: Vec<u64>,
}

impl<'r> NearPatterns<'r> {
    /// The patterns of the rules `asked`.
    #[must_use]
    pub fn new(rules: &'r RuleSet, asked: &[RuleId]) -> Self {
        let program = rules.matcher().program(Group::Scan);
        let mut patterns = Vec::new();
        for compiled in program.patterns.iter().filter(|p| asked.contains(&p.rule)) {
            let Some(written) = rules.rule(compiled.rule).patterns.get(compiled.number as usize) else { continue };
            let (leaves, cuts) = (syntax::leaves(written, rules.lists()), syntax::cuts(written, rules.lists()));
            if cuts.len() >= ITEMS {
                let function = leaves.iter().map(|leaf| is_function(rules, leaf)).collect();
                let cuts = cuts.iter().map(|leaves| first_atoms(program, compiled, leaves)).collect();
                patterns.push(Prepared { compiled, leaves, function, cuts });
            }
        }
        Self { rules, patterns }
    }

    /// How many patterns are looked at. Those of fewer than three items that ask for words are not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether no pattern is looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }
}

impl<'r> NearMisses<'r> {
    /// Looks with the patterns of `near`.
    #[must_use]
    pub fn new(near: &'r NearPatterns<'r>) -> Self {
        let walkers = near.patterns.iter().map(|_| None).collect();
        let scratch = near.rules.matcher().scratch();
        Self { near, scratch, walkers, fired: Vec::new(), present: Vec::new() }
    }

    /// The near misses of an article, one a rule and sentence, and how many matches of each pattern count in it.
    ///
    /// Left out are sentences in which the rule fires, or one that finds the same does so at the same words; matches
    /// outside the rule's zones; and tokens that are punctuation.
    pub fn find(&mut self, text: &str, document: &Document) -> (Vec<NearMiss>, Vec<(RuleId, u32)>) {
        let Self { near, scratch, walkers, fired, present } = self;
        let rules = near.rules;
        let matcher = rules.matcher();
        fired.clear();
        matcher.scan_document(text, document, scratch, |m| fired.push(m));
        let program = matcher.program(Group::Scan);
        let mut out: Vec<NearMiss> = Vec::new();
        let mut candidates: Vec<usize> = Vec::new();
        for sentence in &document.sentences {
            let tokens = &sentence.tokens;
            let zone = document.paragraphs.get(sentence.paragraph as usize).map_or(Zone::Body, |p| p.zone);
            let (_, line) = matcher.look(Group::Scan, text, document, tokens, scratch);
            present.clear();
            present.resize(line.answers.first().map_or(0, |a| a.len()), 0);
            for &class in line.classes {
                present.iter_mut().zip(&line.answers[class as usize]).for_each(|(all, bits)| *all |= bits);
            }
            candidates.clear();
            let one_short = |p: &Prepared| {
                let missing = |cut: &&Vec<(u32, u64)>| !cut.iter().any(|(at, bits)| present[*at as usize] & bits != 0);
                p.cuts.iter().filter(missing).nth(1).is_none()
            };
            candidates.extend((0..near.patterns.len()).filter(|&i| one_short(&near.patterns[i])));
            let here = fired.partition_point(|m| m.tokens.start < tokens.start);
            let here = &fired[here..fired.partition_point(|m| m.tokens.start < tokens.end)];
            let first = out.len();
            for &i in &candidates {
                let pattern = &near.patterns[i];
                let rule = pattern.compiled.rule;
                if here.iter().any(|m| m.rule == rule) {
                    continue;
                }
                let walker = walkers[i]
                    .get_or_insert_with(|| Walker::new(program, pattern.compiled, &pattern.leaves, &pattern.function));
                let word = |token: usize| {
                    let token = document.tokens[tokens.start as usize + token];
                    !token.shape.has(Shape::PUNCT) && !token.shape.has(Shape::POSS)
                };
                let Some((way, end)) = best(walker, line, word, pattern.cuts.len()) else { continue };
                let Some(slip) = way.slip else { continue };
                let Some(leaf) = pattern.leaves.get(usize::from(slip.leaf)) else { continue };
                // One sort of word does not stand for the other.
                let token = document.tokens[(tokens.start + slip.token) as usize];
                if function_word(rules, token.word) != pattern.function[usize::from(slip.leaf)] {
                    continue;
                }
                let found = tokens.start + way.start..tokens.start + end;
                let quoted = document.quote_of(found.start).is_some_and(|q| found.end <= q.tokens.end);
                let another =
                    |m: &&Match| m.tokens.start < found.end && m.tokens.end > found.start && alike(rules, m.rule, rule);
                if !matcher.zones(rule).has(zone, quoted) || here.iter().any(|m| another(&m)) {
                    continue;
                }
                let miss = NearMiss {
                    rule,
                    pattern: pattern.compiled.number,
                    item: leaf.item.clone(),
                    found: document.span(&(tokens.start + slip.first..tokens.start + slip.last + 1)),
                    span: document.span(&found),
                    sentence: document.span(tokens),
                };
                // Of a rule's patterns the one that covers least says most.
                match out[first..].iter_mut().find(|m| m.rule == rule) {
                    Some(known) if known.span.range().len() <= miss.span.range().len() => {}
                    Some(known) => *known = miss,
                    None => out.push(miss),
                }
            }
        }
        out.retain(|miss| !excepted(rules, miss, text, document, scratch));
        (out, fired.iter().map(|m| (m.rule, m.pattern)).collect())
    }
}

/// Whether a leaf asks for function words only.
fn is_function(rules: &RuleSet, leaf: &Leaf) -> bool {
    let is = |word: &str| function_word(rules, rules.lexicon().find(word));
    match &leaf.asks {
        Some(Asks::Word(word)) => is(word),
        Some(Asks::List(name)) => rules.lists().get(name).is_some_and(|l| l.entries.iter().all(|e| is(&e.text))),
        None => false,
    }
}

fn function_word(rules: &RuleSet, word: WordId) -> bool {
    let is = |class: &&Class| FUNCTION_WORDS.contains(&class.name());
    let function = Class::ALL.iter().filter(is).fold(ClassSet::EMPTY, |mut all, class| {
        all.insert(*class);
        all
    });
    rules.lexicon().entry(word).classes.any(function)
}

/// Whether two rules find the same sort of thing, so that a match of one leaves nothing to the other.
fn alike(rules: &RuleSet, one: RuleId, other: RuleId) -> bool {
    match (&rules.rule(one).kind, &rules.rule(other).kind) {
        (RuleKind::Response { .. }, RuleKind::Response { .. }) => true,
        (RuleKind::Marker { marks: a, .. }, RuleKind::Marker { marks: b, .. }) => Mark::kind(a) == Mark::kind(b),
        _ => false,
    }
}

/// Whether `unless` of the rule would have refused the match.
fn excepted(rules: &RuleSet, miss: &NearMiss, text: &str, document: &Document, scratch: &mut Scratch) -> bool {
    let first = document.token_at(miss.span.range().start as u32);
    let last = document.token_at(miss.span.range().end.saturating_sub(1) as u32) + 1;
    let sentence = document.sentence_of(first);
    let Some(sentence) = document.sentences.get(sentence) else { return false };
    super::patterns::refused(rules, miss.rule, text, document, &sentence.tokens, &(first..last), scratch).is_some()
}

/// The way through a pattern with one slip that passed most words, then the shortest; none where the pattern matches
/// without.
fn best(
    walker: &mut Walker,
    line: crate::pattern::automaton::Line,
    word: impl Fn(usize) -> bool,
    items: usize,
) -> Option<(Way, u32)> {
    let mut best: Option<(Way, u32)> = None;
    let mut whole = false;
    walker.run(line, 0..line.classes.len(), word, |event| {
        let Event::Match(way, end) = event else { return };
        if way.slip.is_none() {
            whole = true;
            return;
        }
        // "according to …" and "was … of" are met everywhere, and say nothing of what is missing.
        if way.content < 1 || (way.content < 2 && way.words < 3) {
            return;
        }
        let rank = |(way, end): &(Way, u32)| (way.words, std::cmp::Reverse(end - way.start));
        if usize::from(way.words) + 1 >= items && best.as_ref().is_none_or(|known| rank(&(way, end)) > rank(known)) {
            best = Some((way, end));
        }
    });
    best.filter(|_| !whole)
}

/// The atoms of which one must hold of some token in every match through one of `leaves`, as words of bits.
fn first_atoms(program: &Program, compiled: &Compiled, leaves: &[u16]) -> Vec<(u32, u64)> {
    let states = compiled.states.clone();
    let of_leaf = |state: u32| {
        matches!(program.states[state as usize], State::Token { .. })
            && leaves.contains(&program.leaves[state as usize])
    };
    // States behind a token of the same leaf are inside a phrase.
    let mut inner = vec![false; states.len()];
    for state in states.clone().rev() {
        let State::Token { next, .. } = program.states[state as usize] else { continue };
        if !of_leaf(state) {
            continue;
        }
        let leaf = program.leaves[state as usize];
        let mut open = vec![next];
        while let Some(next) = open.pop() {
            match &program.states[next as usize] {
                State::Split(branches) => open.extend(branches.iter().copied()),
                State::Token { .. } if program.leaves[next as usize] == leaf => {
                    inner[(next - states.start) as usize] = true;
                }
                _ => {}
            }
        }
    }
    let mut bits: std::collections::BTreeMap<u32, u64> = std::collections::BTreeMap::new();
    for state in states.clone().filter(|s| of_leaf(*s) && !inner[(*s - states.start) as usize]) {
        if let State::Token { atom, .. } = program.states[state as usize] {
            *bits.entry(atom / 64).or_default() |= 1 << (atom % 64);
        }
    }
    bits.into_iter().collect()
}
