//! Finds the patterns of all rules in a document.

use std::collections::BTreeSet;
use std::ops::Range;

use onrecord_parser::{Document, Lexicon, Shape, Token, Zone};
use rustc_hash::FxHashMap;

use crate::pattern::atoms::{Atoms, AtomsParts};
use crate::pattern::automaton::{self, Automaton, Line};
use crate::pattern::program::{MATCH_LIMIT, Program};
use crate::rule::{RuleId, Zones};

/// The groups in which patterns are looked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Patterns of markers and responses.
    Scan,
    /// Patterns of source rules.
    Source,
    /// All `unless` patterns.
    Unless,
    /// `where.head` of source rules.
    Head,
    /// `immediately` of response rules.
    Flag,
}

pub(crate) const GROUPS: usize = 5;

/// The compiled patterns of a rule set. Shared by threads; what changes while it works is in a [`Scratch`].
#[derive(Debug, Default)]
pub struct Matcher {
    atoms: Atoms,
    programs: [Program; GROUPS],
    rules: Vec<RuleFacts>,
}

/// What the matcher needs to know of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleFacts {
    pub(crate) zones: Zones,
    pub(crate) unless: bool,
}

/// A place where a pattern of a rule matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The rule.
    pub rule: RuleId,
    /// Which of the rule's patterns.
    pub pattern: u32,
    /// The tokens.
    pub tokens: Range<u32>,
}

/// Room in which a [`Matcher`] works: one for each thread, made by [`Matcher::scratch`] and good for that matcher only.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// By key of word and look: class + 1, or 0 for one not met yet.
    class_of: Vec<u32>,
    class_ids: FxHashMap<Box<[u64]>, u32>,
    answers: Vec<Box<[u64]>>,
    classes: Vec<u32>,
    automata: [Automaton; GROUPS],
    best: Vec<Best>,
    taken: Vec<u32>,
    touched: Vec<RuleId>,
}

/// The longest match of a rule from one token on.
#[derive(Clone, Copy, Debug)]
struct Best {
    rule: RuleId,
    pattern: u32,
    end: usize,
}

impl Matcher {
    pub(crate) fn new(
        parts: AtomsParts,
        lexicon: &Lexicon,
        programs: [Program; GROUPS],
        rules: Vec<RuleFacts>,
    ) -> Self {
        Self { atoms: Atoms::new(parts, lexicon), programs, rules }
    }

    /// Room for one thread.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        let keys = if self.atoms.is_empty() { 0 } else { self.atoms.keys() };
        Scratch { class_of: vec![0; keys], taken: vec![0; self.rules.len()], ..Scratch::default() }
    }

    /// Tells `found` every match of marker and response rules, in every sentence of `document`, in its zone.
    ///
    /// Each rule's matches are the leftmost and longest, and do not overlap; one that overlaps a match of the rule's
    /// `unless` is left out. Matches come in order of their first token, then of rules.
    pub fn scan_document(&self, text: &str, document: &Document, scratch: &mut Scratch, mut found: impl FnMut(Match)) {
        scratch.automata.iter_mut().for_each(Automaton::begin);
        for sentence in &document.sentences {
            let zone = document.paragraphs.get(sentence.paragraph as usize).map_or(Zone::Body, |p| p.zone);
            self.find(Group::Scan, text, document, sentence.tokens.clone(), Some(zone), scratch, &mut found);
        }
    }

    /// Tells `found` every match of marker and response rules within `tokens` of one sentence.
    pub fn scan(
        &self,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        scratch: &mut Scratch,
        mut found: impl FnMut(Match),
    ) {
        let sentence = document.sentence_of(tokens.start);
        let zone = document.paragraphs.get(document.paragraph_of(sentence)).map_or(Zone::Body, |p| p.zone);
        self.find(Group::Scan, text, document, tokens, Some(zone), scratch, &mut found);
    }

    /// Tells `found` every match of source rules within `tokens`, the words of a source; `^` and `$` are their ends.
    pub fn scan_source(
        &self,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        scratch: &mut Scratch,
        mut found: impl FnMut(Match),
    ) {
        self.find(Group::Source, text, document, tokens, None, scratch, &mut found);
    }

    /// Whether a pattern of the source rule `rule` matches within `tokens`, the words of a source.
    pub fn matches_within(
        &self,
        rule: RuleId,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        scratch: &mut Scratch,
    ) -> bool {
        let mut any = false;
        self.scan_source(text, document, tokens, scratch, |m| any |= m.rule == rule);
        any
    }

    /// Whether an `unless` pattern of the source rule `rule` matches within `tokens`, the words of a source: for rules
    /// that have no `pattern` which it could except from.
    pub fn excepted(
        &self,
        rule: RuleId,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        scratch: &mut Scratch,
    ) -> bool {
        if !self.rules[rule.0 as usize].unless {
            return false;
        }
        let mut any = false;
        self.find(Group::Unless, text, document, tokens, None, scratch, &mut |m| any |= m.rule == rule);
        any
    }

    /// Whether the token `head` is one of `where.head` of the source rule `rule`.
    pub fn head(&self, rule: RuleId, text: &str, document: &Document, head: u32, scratch: &mut Scratch) -> bool {
        let mut any = false;
        self.find(Group::Head, text, document, head..head + 1, None, scratch, &mut |m| any |= m.rule == rule);
        any
    }

    /// Whether a word of `immediately` of the response rule `rule` stands in `tokens`.
    pub fn flagged(
        &self,
        rule: RuleId,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        scratch: &mut Scratch,
    ) -> bool {
        let mut any = false;
        self.find(Group::Flag, text, document, tokens, None, scratch, &mut |m| any |= m.rule == rule);
        any
    }

    /// The tokens that the match captures as `name`; `None` when it captures nothing so called.
    pub fn capture(
        &self,
        found: &Match,
        name: &str,
        text: &str,
        document: &Document,
        scratch: &mut Scratch,
    ) -> Option<Range<u32>> {
        let (program, pattern) = [Group::Scan, Group::Source].into_iter().find_map(|group| {
            let program = &self.programs[group as usize];
            let pattern = program.patterns.iter().position(|p| p.rule == found.rule && p.number == found.pattern)?;
            Some((program, pattern))
        })?;
        let slot = program.patterns[pattern].captures.iter().position(|n| n == name)?;
        self.classify(text, document, &found.tokens, scratch);
        let line = Line { classes: &scratch.classes, start_to: 0, end_from: 0, answers: &scratch.answers };
        let (start, end) = automaton::captures(program, pattern as u32, line)[slot]?;
        let first = found.tokens.start;
        (start < end).then(|| first + start..first + end)
    }

    /// The patterns of `rule` that match anywhere in `tokens`, also where another of its patterns matches more.
    pub(crate) fn patterns_in(
        &self,
        rule: RuleId,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        scratch: &mut Scratch,
    ) -> BTreeSet<u32> {
        let mut matching = BTreeSet::new();
        self.classify(text, document, &tokens, scratch);
        let Scratch { classes, answers, automata, .. } = scratch;
        let line = line(&document.tokens[tokens.start as usize..tokens.end as usize], classes, answers);
        for group in [Group::Scan, Group::Source] {
            let (program, automaton) = (&self.programs[group as usize], &mut automata[group as usize]);
            if !program.patterns.iter().any(|p| p.rule == rule) {
                continue;
            }
            automaton.widen(answers.len());
            for start in 0..classes.len() {
                automaton.walk(program, line, start, |pattern, _| {
                    let compiled = &program.patterns[pattern as usize];
                    if compiled.rule == rule {
                        matching.insert(compiled.number);
                    }
                });
            }
        }
        matching
    }

    /// Resolves `tokens` to classes, in `scratch.classes`.
    fn classify(&self, text: &str, document: &Document, tokens: &Range<u32>, scratch: &mut Scratch) {
        scratch.classes.clear();
        for index in tokens.clone() {
            let key = self.atoms.key(&document.tokens[index as usize], index, text, document);
            let known = scratch.class_of[key];
            let class = if known != 0 {
                known - 1
            } else {
                let answers = self.atoms.answers(key);
                let next = scratch.answers.len() as u32;
                let class = *scratch.class_ids.entry(answers.clone()).or_insert(next);
                if class == next {
                    scratch.answers.push(answers);
                }
                scratch.class_of[key] = class + 1;
                class
            };
            scratch.classes.push(class);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the one place where all that a search needs comes together")]
    fn find(
        &self,
        group: Group,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        zone: Option<Zone>,
        scratch: &mut Scratch,
        found: &mut dyn FnMut(Match),
    ) {
        let program = &self.programs[group as usize];
        if program.patterns.is_empty() || tokens.is_empty() {
            return;
        }
        self.classify(text, document, &tokens, scratch);
        let Scratch { classes, answers, automata, best, taken, touched, .. } = scratch;
        let words = &document.tokens[tokens.start as usize..tokens.end as usize];
        let line = line(words, classes, answers);
        let (automaton, mut unless) = match (group, automata) {
            (Group::Scan, [a, _, u, _, _]) | (Group::Source, [_, a, u, _, _]) => (a, Some(u)),
            (Group::Unless, [_, _, a, _, _]) | (Group::Head, [_, _, _, a, _]) | (Group::Flag, [.., a]) => (a, None),
        };
        automaton.widen(answers.len());
        for start in 0..classes.len() {
            best.clear();
            automaton.walk(program, line, start, |pattern, end| {
                let compiled = &program.patterns[pattern as usize];
                let new = Best { rule: compiled.rule, pattern: compiled.number, end };
                match best.iter_mut().find(|b| b.rule == compiled.rule) {
                    // Of patterns with matches of one length the first counts.
                    Some(old) if old.end < end || old.pattern > new.pattern => *old = new,
                    Some(_) => {}
                    None => best.push(new),
                }
            });
            if best.is_empty() {
                continue;
            }
            best.sort_unstable_by_key(|b| b.rule);
            for &Best { rule, pattern, end } in best.iter() {
                let facts = self.rules[rule.0 as usize];
                let (first, last) = (tokens.start + start as u32, tokens.start + end as u32);
                if let Some(zone) = zone {
                    let quoted = document.quote_of(first).is_some_and(|q| last <= q.tokens.end);
                    if !facts.zones.has(zone, quoted) {
                        continue;
                    }
                }
                // Up to where the rule's matches of this search reach.
                let until = &mut taken[rule.0 as usize];
                if *until > first {
                    continue;
                }
                *until = last;
                touched.push(rule);
                if let Some(unless) = unless.as_mut().filter(|_| facts.unless)
                    && self.excused(rule, line, start..end, unless)
                {
                    continue;
                }
                found(Match { rule, pattern, tokens: first..last });
            }
        }
        for rule in touched.drain(..) {
            taken[rule.0 as usize] = 0;
        }
    }

    /// Whether a match of an `unless` pattern of `rule` overlaps the tokens `hit` of `line`.
    fn excused(&self, rule: RuleId, line: Line, hit: Range<usize>, automaton: &mut Automaton) -> bool {
        let program = &self.programs[Group::Unless as usize];
        automaton.widen(line.answers.len());
        let first = hit.start.saturating_sub(MATCH_LIMIT as usize);
        (first..hit.end).any(|start| {
            let mut overlaps = false;
            automaton.walk(program, line, start, |pattern, end| {
                overlaps |= end > hit.start && program.patterns[pattern as usize].rule == rule;
            });
            overlaps
        })
    }
}

/// The tokens `words` with the places where `^` and `$` hold.
fn line<'c>(words: &[Token], classes: &'c [u32], answers: &'c [Box<[u64]>]) -> Line<'c> {
    let punct = |t: &&Token| t.shape.has(Shape::PUNCT);
    let start_to = words.iter().take_while(punct).count();
    let end_from = words.len() - words.iter().rev().take_while(punct).count();
    Line { classes, start_to, end_from, answers }
}

/// Pattern, first token and one past the last of a match.
#[cfg(test)]
type Hit = (u32, usize, usize);

#[cfg(test)]
impl Matcher {
    /// Pattern, start and end of every match in `tokens`, by table and by plain simulation. With `states`, the table
    /// has room for so many only; the last value tells whether it was given up.
    pub(crate) fn compare(
        &self,
        text: &str,
        document: &Document,
        tokens: Range<u32>,
        states: Option<usize>,
        scratch: &mut Scratch,
    ) -> ([Vec<Hit>; 2], bool) {
        self.classify(text, document, &tokens, scratch);
        let Scratch { classes, answers, automata, .. } = scratch;
        let line = line(&document.tokens[tokens.start as usize..tokens.end as usize], classes, answers);
        let automaton = &mut automata[Group::Scan as usize];
        automaton.widen(answers.len());
        automaton.begin();
        let program = &self.programs[Group::Scan as usize];
        let (mut ends, mut given_up) = ([Vec::new(), Vec::new()], false);
        for start in 0..classes.len() {
            if let Some(states) = states {
                given_up |= automaton.shrink(states);
            }
            automaton.walk(program, line, start, |p, end| ends[0].push((p, start, end)));
            let at_start = start <= line.start_to;
            automaton.simulate(program, line, start, at_start, |p, end| ends[1].push((p, start, end)));
        }
        (ends, given_up)
    }
}
