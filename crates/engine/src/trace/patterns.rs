//! How far each pattern came, and what came of its matches.

use std::ops::Range;

use onrecord_parser::{Document, Zone};

use super::{PatternTrace, Stopped, Trace, TracedMatch, Verdict};
use crate::pack::RuleSet;
use crate::pattern::matcher::Group;
use crate::pattern::syntax::{self, Leaf};
use crate::pattern::walk::{Event, Walker, Way};
use crate::pattern::{Match, Scratch};
use crate::rule::{RuleId, RuleKind};

/// Fills in the patterns of the rules in `trace`.
pub(super) fn trace(rules: &RuleSet, text: &str, document: &Document, scratch: &mut Scratch, trace: &mut Trace) {
    let mut fired: Vec<Match> = Vec::new();
    rules.matcher().scan_document(text, document, scratch, |m| fired.push(m));
    let sentences: Vec<Range<u32>> = document.sentences.iter().map(|s| s.tokens.clone()).collect();
    let sources: Vec<Range<u32>> = trace.sources.iter().map(|s| s.tokens.clone()).collect();
    for tokens in &sources {
        rules.matcher().scan_source(text, document, tokens.clone(), scratch, |m| fired.push(m));
    }
    for of_rule in &mut trace.rules {
        let source = matches!(rules.rule(of_rule.rule).kind, RuleKind::Source { .. });
        let (group, parts) = if source { (Group::Source, &sources) } else { (Group::Scan, &sentences) };
        let mut asking = Asking { rules, text, document, scratch };
        of_rule.patterns = asking.patterns(of_rule.rule, group, parts, &fired);
    }
}

struct Asking<'a> {
    rules: &'a RuleSet,
    text: &'a str,
    document: &'a Document,
    scratch: &'a mut Scratch,
}

impl Asking<'_> {
    fn patterns(&mut self, rule: RuleId, group: Group, parts: &[Range<u32>], fired: &[Match]) -> Vec<PatternTrace> {
        let rules = self.rules;
        let program = rules.matcher().program(group);
        let mut out = Vec::new();
        for compiled in program.patterns.iter().filter(|p| p.rule == rule) {
            let written = rules.rule(rule).patterns.get(compiled.number as usize).map_or("", String::as_str);
            let leaves = syntax::leaves(written, rules.lists());
            let mut of_pattern = PatternTrace { number: compiled.number, matches: Vec::new(), stopped: None };
            let mut best: Option<(Dead, u32)> = None;
            let mut walker = Walker::new(program, compiled, &leaves, &[]);
            let shortest = walker.shortest();
            for part in parts {
                let (longest, dead) = self.walk(&mut walker, group, part);
                for tokens in longest {
                    let verdict = self.verdict(rule, compiled.number, group, part, &tokens, fired);
                    of_pattern.matches.push(TracedMatch { tokens, verdict });
                }
                if let Some(dead) = dead
                    && best.as_ref().is_none_or(|(known, _)| dead.rank() > known.rank())
                {
                    best = Some((dead, part.start));
                }
            }
            if let Some((dead, base)) = best.filter(|_| of_pattern.matches.is_empty()) {
                of_pattern.stopped = Some(dead.told(base, shortest, &leaves));
            }
            out.push(of_pattern);
        }
        out
    }

    /// The longest match from each token of `part`, and the way that came furthest.
    fn walk(&mut self, walker: &mut Walker, group: Group, part: &Range<u32>) -> (Vec<Range<u32>>, Option<Dead>) {
        let (_, line) = self.rules.matcher().look(group, self.text, self.document, part, self.scratch);
        let mut longest: Vec<Range<u32>> = Vec::new();
        let mut furthest: Option<Dead> = None;
        for start in 0..line.classes.len() {
            let mut end = None;
            walker.run(
                line,
                start..start + 1,
                |_| false,
                |event| match event {
                    Event::Match(_, to) => end = end.max(Some(to)),
                    Event::Dead { way, at, leaf, to_go } => {
                        let behind = at as usize >= line.classes.len();
                        let dead = Dead { way, at, behind, to_go, leaves: vec![leaf] };
                        match &mut furthest {
                            Some(known) if known.same_place(&dead) => {
                                if !known.leaves.contains(&leaf) {
                                    known.leaves.push(leaf);
                                }
                            }
                            Some(known) if known.rank() >= dead.rank() => {}
                            slot => *slot = Some(dead),
                        }
                    }
                },
            );
            if let Some(to) = end {
                longest.push(part.start + start as u32..part.start + to);
            }
        }
        (longest, furthest)
    }

    fn verdict(
        &mut self,
        rule: RuleId,
        pattern: u32,
        group: Group,
        part: &Range<u32>,
        tokens: &Range<u32>,
        fired: &[Match],
    ) -> Verdict {
        if fired.contains(&Match { rule, pattern, tokens: tokens.clone() }) {
            return Verdict::Fires;
        }
        let document = self.document;
        if group == Group::Scan {
            let sentence = document.sentence_of(tokens.start);
            let zone = document.paragraphs.get(document.paragraph_of(sentence)).map_or(Zone::Body, |p| p.zone);
            let quoted = document.quote_of(tokens.start).is_some_and(|q| tokens.end <= q.tokens.end);
            if !self.rules.matcher().zones(rule).has(zone, quoted) {
                return Verdict::Zone { zone, quoted };
            }
        }
        match refused(self.rules, rule, self.text, document, part, tokens, self.scratch) {
            Some((pattern, tokens)) => Verdict::Unless { pattern, tokens },
            None => Verdict::Taken,
        }
    }
}

/// The first `unless` pattern of `rule` with a match in `part` that overlaps `tokens`.
pub(super) fn refused(
    rules: &RuleSet,
    rule: RuleId,
    text: &str,
    document: &Document,
    part: &Range<u32>,
    tokens: &Range<u32>,
    scratch: &mut Scratch,
) -> Option<(u32, Range<u32>)> {
    let matcher = rules.matcher();
    let program = matcher.program(Group::Unless);
    for compiled in program.patterns.iter().filter(|p| p.rule == rule) {
        let (_, line) = matcher.look(Group::Unless, text, document, part, scratch);
        let mut walker = Walker::new(program, compiled, &[], &[]);
        for start in 0..line.classes.len() {
            let mut found = None;
            walker.run(
                line,
                start..start + 1,
                |_| false,
                |event| {
                    if let Event::Match(_, end) = event {
                        let here = part.start + start as u32..part.start + end;
                        if here.start < tokens.end && here.end > tokens.start {
                            found = Some(here);
                        }
                    }
                },
            );
            if let Some(here) = found {
                return Some((compiled.number, here));
            }
        }
    }
    None
}

/// A way that came to an end.
struct Dead {
    way: Way,
    at: u32,
    /// Whether it is the end of the sentence that stopped it.
    behind: bool,
    to_go: u16,
    leaves: Vec<u16>,
}

impl Dead {
    /// The way with the most words met goes first, then the one that wants the least, then the earliest.
    fn rank(&self) -> (u16, std::cmp::Reverse<u16>, std::cmp::Reverse<u32>) {
        (self.way.words, std::cmp::Reverse(self.to_go), std::cmp::Reverse(self.at))
    }

    fn same_place(&self, other: &Self) -> bool {
        self.rank() == other.rank() && self.way.start == other.way.start
    }

    fn told(&self, base: u32, shortest: u16, leaves: &[Leaf]) -> Stopped {
        // A choice of many is told as a whole.
        const FEW: usize = 3;
        let failed: Vec<&Leaf> = self.leaves.iter().filter_map(|l| leaves.get(usize::from(*l))).collect();
        let whole = |l: &&Leaf| failed.iter().filter(|other| other.item == l.item).count() > FEW;
        let place = |l: &&Leaf| if whole(l) { l.item.clone() } else { l.at.clone() };
        let mut wanted: Vec<Range<usize>> = failed.iter().map(place).collect();
        wanted.sort_by_key(|at| at.start);
        wanted.dedup();
        Stopped {
            tokens: base + self.way.start..base + self.at,
            at: (!self.behind).then_some(base + self.at),
            met: u32::from(self.way.words),
            wanting: u32::from(self.to_go.min(shortest)),
            wanted,
        }
    }
}
