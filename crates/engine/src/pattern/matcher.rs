//! Finds the patterns of all rules in a document.

use std::collections::BTreeSet;
use std::ops::Range;

use onrecord_parser::{Document, Lexicon, Shape, Token, Zone};
use rustc_hash::FxHashMap;

use crate::pattern::atoms::{Atoms, AtomsParts};
use crate::pattern::automaton::{self, Automaton, Hit, Line};
use crate::pattern::program::{MATCH_LIMIT, Program, State};
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
    /// By group: the atoms that its patterns ask about, as bits.
    asked: [Box<[u64]>; GROUPS],
    /// By rule and number: the group and place of each pattern that captures something.
    capturing: FxHashMap<(RuleId, u32), (Group, usize)>,
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
    views: [View; GROUPS],
    classes: Vec<u32>,
    /// Classes of the same tokens for patterns of `unless`.
    unless: Vec<u32>,
    automata: [Automaton; GROUPS],
    hits: Vec<Hit>,
    best: Vec<Best>,
    taken: Vec<u32>,
    touched: Vec<RuleId>,
    /// What is left out of account; see `Scratch::ignore`.
    ignored: Option<Ignored>,
}

/// Patterns of `unless` that are left out of account: one of a rule, or with `None` all of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ignored {
    pub(crate) rule: RuleId,
    pub(crate) pattern: Option<u32>,
}

impl Scratch {
    /// Leaves patterns of `unless` out of account until told otherwise: what they are good for shows without them.
    pub(crate) fn ignore(&mut self, ignored: Option<Ignored>) {
        self.ignored = ignored;
    }
}

/// Tokens as a group sees them: those that answer all questions of its patterns alike are one class.
#[derive(Clone, Debug, Default)]
struct View {
    /// By key of word and look: class + 1, or 0 for one not met yet.
    class_of: Vec<u32>,
    class_ids: FxHashMap<Box<[u64]>, u32>,
    /// By class: the atoms that hold.
    answers: Vec<Box<[u64]>>,
}

/// Tokens to look through: a sentence, or less.
#[derive(Clone, Debug)]
struct Part {
    tokens: Range<u32>,
    /// The zone that a rule must apply in, where that counts.
    zone: Option<Zone>,
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
        let atoms = Atoms::new(parts, lexicon);
        let asked = programs.each_ref().map(|program| {
            let mut bits = vec![0u64; atoms.words()];
            for state in &program.states {
                if let State::Token { atom, .. } = state {
                    bits[*atom as usize / 64] |= 1 << (atom % 64);
                }
            }
            bits.into_boxed_slice()
        });
        let mut capturing = FxHashMap::default();
        for group in [Group::Scan, Group::Source] {
            for (place, pattern) in programs[group as usize].patterns.iter().enumerate() {
                if !pattern.captures.is_empty() {
                    capturing.entry((pattern.rule, pattern.number)).or_insert((group, place));
                }
            }
        }
        Self { atoms, programs, asked, capturing, rules }
    }

    /// Room for one thread.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        Scratch { taken: vec![0; self.rules.len()], ..Scratch::default() }
    }

    /// Tells `found` every match of marker and response rules, in every sentence of `document`, in its zone.
    ///
    /// Each rule's matches are the leftmost and longest, and do not overlap; one that overlaps a match of the rule's
    /// `unless` is left out. Matches come in order of their first token, then of rules.
    pub fn scan_document(&self, text: &str, document: &Document, scratch: &mut Scratch, mut found: impl FnMut(Match)) {
        scratch.automata.iter_mut().for_each(Automaton::begin);
        // Some sentences at once: see `Automaton::sweep`.
        const TOGETHER: u32 = 1024;
        let mut parts: Vec<Part> = Vec::new();
        for sentence in &document.sentences {
            let zone = document.paragraphs.get(sentence.paragraph as usize).map_or(Zone::Body, |p| p.zone);
            let tokens = sentence.tokens.clone();
            if let (Some(first), Some(last)) = (parts.first(), parts.last())
                && (last.tokens.end != tokens.start || tokens.end - first.tokens.start > TOGETHER)
            {
                self.find(Group::Scan, text, document, &parts, scratch, &mut found);
                parts.clear();
            }
            parts.push(Part { tokens, zone: Some(zone) });
        }
        self.find(Group::Scan, text, document, &parts, scratch, &mut found);
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
        self.find(Group::Scan, text, document, &[Part { tokens, zone: Some(zone) }], scratch, &mut found);
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
        self.find(Group::Source, text, document, &[Part { tokens, zone: None }], scratch, &mut found);
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
        let Scratch { views, unless, automata, ignored, .. } = scratch;
        let answers = self.classify(Group::Unless, text, document, &tokens, &mut views[Group::Unless as usize], unless);
        let words = &document.tokens[tokens.start as usize..tokens.end as usize];
        let line = line(words, unless, answers);
        self.excused(rule, *ignored, line, 0..words.len(), &mut automata[Group::Unless as usize])
    }

    /// Whether the token `head` is one of `where.head` of the source rule `rule`.
    pub fn head(&self, rule: RuleId, text: &str, document: &Document, head: u32, scratch: &mut Scratch) -> bool {
        let mut any = false;
        self.find(Group::Head, text, document, &[Part { tokens: head..head + 1, zone: None }], scratch, &mut |m| {
            any |= m.rule == rule
        });
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
        self.find(Group::Flag, text, document, &[Part { tokens, zone: None }], scratch, &mut |m| any |= m.rule == rule);
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
        let &(group, pattern) = self.capturing.get(&(found.rule, found.pattern))?;
        let program = &self.programs[group as usize];
        let slot = program.patterns[pattern].captures.iter().position(|n| n == name)?;
        let Scratch { views, classes, .. } = scratch;
        let answers = self.classify(group, text, document, &found.tokens, &mut views[group as usize], classes);
        let line = Line { classes, start_to: 0, end_from: 0, answers };
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
        let Scratch { views, classes, automata, hits, .. } = scratch;
        let words = &document.tokens[tokens.start as usize..tokens.end as usize];
        for group in [Group::Scan, Group::Source] {
            let (program, automaton) = (&self.programs[group as usize], &mut automata[group as usize]);
            if !program.patterns.iter().any(|p| p.rule == rule) {
                continue;
            }
            let answers = self.classify(group, text, document, &tokens, &mut views[group as usize], classes);
            automaton.widen(answers.len());
            automaton.sweep(program, &[line(words, classes, answers)], hits);
            let compiled = hits.iter().map(|h| &program.patterns[h.pattern as usize]);
            matching.extend(compiled.filter(|c| c.rule == rule).map(|c| c.number));
        }
        matching
    }

    /// The programs of a group and `tokens`, a sentence or the words of a source, as its patterns see them.
    pub(crate) fn look<'s>(
        &'s self,
        group: Group,
        text: &str,
        document: &Document,
        tokens: &Range<u32>,
        scratch: &'s mut Scratch,
    ) -> (&'s Program, Line<'s>) {
        let Scratch { views, classes, .. } = scratch;
        let answers = self.classify(group, text, document, tokens, &mut views[group as usize], classes);
        let words = &document.tokens[tokens.start as usize..tokens.end as usize];
        (&self.programs[group as usize], line(words, classes, answers))
    }

    /// The patterns of a group.
    pub(crate) fn program(&self, group: Group) -> &Program {
        &self.programs[group as usize]
    }

    /// Where `rule` may fire.
    pub(crate) fn zones(&self, rule: RuleId) -> Zones {
        self.rules[rule.0 as usize].zones
    }

    /// The names of the shapes that token `index` has.
    pub(crate) fn shapes(&self, index: u32, text: &str, document: &Document) -> Vec<&'static str> {
        self.atoms.shapes(self.atoms.key(&document.tokens[index as usize], index, text, document))
    }

    /// Resolves `tokens` to the classes of `group`; tells what each class answers.
    fn classify<'v>(
        &self,
        group: Group,
        text: &str,
        document: &Document,
        tokens: &Range<u32>,
        view: &'v mut View,
        classes: &mut Vec<u32>,
    ) -> &'v [Box<[u64]>] {
        view.class_of.resize(self.atoms.keys(), 0);
        classes.clear();
        for index in tokens.clone() {
            let key = self.atoms.key(&document.tokens[index as usize], index, text, document);
            let class = match view.class_of[key] {
                0 => self.learn(group, key, view),
                known => known - 1,
            };
            classes.push(class);
        }
        &view.answers
    }

    /// The class of a key not met before.
    #[cold]
    fn learn(&self, group: Group, key: usize, view: &mut View) -> u32 {
        let mut answers = self.atoms.answers(key);
        for (bits, asked) in answers.iter_mut().zip(&self.asked[group as usize]) {
            *bits &= asked;
        }
        let next = view.answers.len() as u32;
        let class = *view.class_ids.entry(answers.clone()).or_insert(next);
        if class == next {
            view.answers.push(answers);
        }
        view.class_of[key] = class + 1;
        class
    }

    /// Tells `found` every match of the rules of `group` in `parts`, which follow one another without a gap.
    fn find(
        &self,
        group: Group,
        text: &str,
        document: &Document,
        parts: &[Part],
        scratch: &mut Scratch,
        found: &mut dyn FnMut(Match),
    ) {
        let program = &self.programs[group as usize];
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let base = first.tokens.start;
        let tokens = base..last.tokens.end;
        if program.patterns.is_empty() || tokens.is_empty() {
            return;
        }
        let Scratch { views, classes, unless, automata, hits, best, taken, touched, ignored } = scratch;
        let answers = self.classify(group, text, document, &tokens, &mut views[group as usize], classes);
        let words = |part: &Part| &document.tokens[part.tokens.start as usize..part.tokens.end as usize];
        let within = |part: &Part| (part.tokens.start - base) as usize..(part.tokens.end - base) as usize;
        let automaton = &mut automata[group as usize];
        automaton.widen(answers.len());
        match parts {
            [one] => automaton.sweep(program, &[line(words(one), classes, answers)], hits),
            many => {
                let lines: Vec<Line> = many.iter().map(|p| line(words(p), &classes[within(p)], answers)).collect();
                automaton.sweep(program, &lines, hits);
            }
        }
        // Known once a rule that has an `unless` matches.
        let mut unless_known = false;
        for hits in hits.chunk_by(|a, b| (a.line, a.start) == (b.line, b.start)) {
            let (part, start) = (&parts[hits[0].line as usize], hits[0].start);
            best.clear();
            for hit in hits {
                let compiled = &program.patterns[hit.pattern as usize];
                let new = Best { rule: compiled.rule, pattern: compiled.number, end: hit.end };
                match best.iter_mut().find(|b| b.rule == compiled.rule) {
                    // Of patterns with matches of one length the first counts.
                    Some(old) if old.end < hit.end || old.pattern > new.pattern => *old = new,
                    Some(_) => {}
                    None => best.push(new),
                }
            }
            best.sort_unstable_by_key(|b| b.rule);
            for &Best { rule, pattern, end } in best.iter() {
                let facts = self.rules[rule.0 as usize];
                let (first, last) = (part.tokens.start + start as u32, part.tokens.start + end as u32);
                if let Some(zone) = part.zone {
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
                if facts.unless && matches!(group, Group::Scan | Group::Source) {
                    let view = &mut views[Group::Unless as usize];
                    if !unless_known {
                        self.classify(Group::Unless, text, document, &tokens, view, unless);
                        unless_known = true;
                    }
                    let line = line(words(part), &unless[within(part)], &view.answers);
                    if self.excused(rule, *ignored, line, start..end, &mut automata[Group::Unless as usize]) {
                        continue;
                    }
                }
                found(Match { rule, pattern, tokens: first..last });
            }
        }
        for rule in touched.drain(..) {
            taken[rule.0 as usize] = 0;
        }
    }

    /// Whether a match of an `unless` pattern of `rule` overlaps the tokens `hit` of `line`.
    fn excused(
        &self,
        rule: RuleId,
        ignored: Option<Ignored>,
        line: Line,
        hit: Range<usize>,
        automaton: &mut Automaton,
    ) -> bool {
        let program = &self.programs[Group::Unless as usize];
        let ignored = ignored.filter(|i| i.rule == rule);
        let counts = |number: u32| ignored.is_none_or(|i| i.pattern.is_some_and(|p| p != number));
        automaton.widen(line.answers.len());
        let first = hit.start.saturating_sub(MATCH_LIMIT as usize);
        (first..hit.end).any(|start| {
            let mut overlaps = false;
            automaton.walk(program, line, start, |pattern, end| {
                let compiled = &program.patterns[pattern as usize];
                overlaps |= end > hit.start && compiled.rule == rule && counts(compiled.number);
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
type Told = (u32, usize, usize);

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
    ) -> ([Vec<Told>; 2], bool) {
        let Scratch { views, classes, automata, hits, .. } = scratch;
        let answers = self.classify(Group::Scan, text, document, &tokens, &mut views[Group::Scan as usize], classes);
        let line = line(&document.tokens[tokens.start as usize..tokens.end as usize], classes, answers);
        let automaton = &mut automata[Group::Scan as usize];
        automaton.widen(answers.len());
        automaton.begin();
        let program = &self.programs[Group::Scan as usize];
        let (mut ends, mut given_up) = ([Vec::new(), Vec::new()], false);
        if let Some(states) = states {
            automaton.shrink(states);
        }
        automaton.sweep(program, &[line], hits);
        ends[0].extend(hits.iter().map(|h| (h.pattern, h.start, h.end)));
        if let Some(states) = states {
            given_up = automaton.shrink(states);
        }
        for start in 0..line.classes.len() {
            let at_start = start <= line.start_to;
            automaton.simulate(program, line, start, at_start, |p, end| ends[1].push((p, start, end)));
        }
        (ends, given_up)
    }
}
