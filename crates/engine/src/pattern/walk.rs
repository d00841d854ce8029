//! Walks one pattern through a sentence and remembers how far it came.
//!
//! The automaton is fast because it forgets where it was; this walks the same program, slower, and can say why nothing
//! came of it.

use std::collections::BinaryHeap;

use crate::pattern::automaton::Line;
use crate::pattern::program::{Compiled, Program, State};
use crate::pattern::syntax::Leaf;

/// A way through a pattern, up to a state of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// Its first token.
    pub(crate) start: u32,
    /// How many leaves that ask for words it has passed.
    pub(crate) words: u16,
    /// How many of these ask for more than function words.
    pub(crate) content: u16,
    /// The leaf that it passed last, and the token with which it came to it.
    leaf: Option<(u16, u32)>,
    /// The one token that was let pass though it is not what its leaf wants.
    pub(crate) slip: Option<Slip>,
}

/// A token that was let pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slip {
    /// What wanted another.
    pub(crate) leaf: u16,
    /// The tokens that stand for the leaf, more than one where it wants a phrase.
    pub(crate) first: u32,
    /// The last of them.
    pub(crate) last: u32,
    /// The token itself.
    pub(crate) token: u32,
}

/// What is told of a walk.
pub(crate) enum Event {
    /// The pattern matches, up to this token.
    Match(Way, u32),
    /// A way ends at a token, or behind the last one.
    Dead {
        way: Way,
        at: u32,
        /// The leaf that wanted something else.
        leaf: u16,
        /// How many tokens at least were still wanted.
        to_go: u16,
    },
}

/// One pattern, made ready.
pub(crate) struct Walker<'p> {
    program: &'p Program,
    compiled: &'p Compiled,
    leaves: &'p [Leaf],
    /// By leaf: whether it asks for function words only.
    function: &'p [bool],
    /// By state: the fewest tokens that it still wants.
    to_go: Vec<u16>,
    /// By state, without and with a slip: the best way to it. Of two, the one that passed more words, then the later.
    ways: Vec<Option<Way>>,
    /// States to go on from. Edges lead to lower states only, so the highest can have no news to come.
    open: BinaryHeap<u32>,
    /// States that wait for a token, with the ways to them.
    waiting: Vec<(u32, Way)>,
}

impl<'p> Walker<'p> {
    pub(crate) fn new(program: &'p Program, compiled: &'p Compiled, leaves: &'p [Leaf], function: &'p [bool]) -> Self {
        let base = compiled.states.start;
        let states = &program.states[base as usize..compiled.states.end as usize];
        let mut to_go = vec![0u16; states.len()];
        for (i, state) in states.iter().enumerate() {
            let of = |next: &u32| to_go[(next - base) as usize];
            to_go[i] = match state {
                State::Token { next, .. } => of(next) + 1,
                State::Split(next) => next.iter().map(of).min().unwrap_or(0),
                State::Open { next, .. } | State::Close { next, .. } => of(next),
                State::AtStart(next) | State::AtEnd(next) => of(next),
                State::Accept(_) => 0,
            };
        }
        let ways = vec![None; states.len() * 2];
        Self { program, compiled, leaves, function, to_go, ways, open: BinaryHeap::new(), waiting: Vec::new() }
    }

    /// The fewest tokens of a match.
    pub(crate) fn shortest(&self) -> u16 {
        self.to_go[(self.compiled.entry - self.compiled.states.start) as usize]
    }

    /// Walks from every token of `starts`. One token for which `may_slip` holds may be another than a required leaf
    /// with words wants. With several starts a state keeps the best way only, so that a walk takes one pass.
    pub(crate) fn run(
        &mut self,
        line: Line,
        starts: std::ops::Range<usize>,
        may_slip: impl Fn(usize) -> bool,
        mut tell: impl FnMut(Event),
    ) {
        let base = self.compiled.states.start;
        let len = line.classes.len();
        for i in starts.start..=len {
            if starts.contains(&i) {
                let way = Way { start: i as u32, words: 0, content: 0, leaf: None, slip: None };
                self.offer(self.compiled.entry, way);
            }
            self.close(line, i, &mut tell);
            if self.waiting.is_empty() {
                if i >= starts.end {
                    return;
                }
                continue;
            }
            let mut waiting = std::mem::take(&mut self.waiting);
            for (key, mut way) in waiting.drain(..) {
                let state = key / 2;
                let State::Token { atom, next } = self.program.states[(state + base) as usize] else { continue };
                let leaf = self.program.leaves[(state + base) as usize];
                let wanted = self.leaves.get(usize::from(leaf));
                let holds = line.classes.get(i).is_some_and(|&class| line.holds(class, atom));
                if !holds {
                    tell(Event::Dead { way, at: i as u32, leaf, to_go: self.to_go[state as usize] });
                    let stops = i >= len || way.slip.is_some() || !wanted.is_some_and(|l| l.words && l.required);
                    if stops || !may_slip(i) {
                        continue;
                    }
                }
                if way.leaf.is_none_or(|(known, _)| known != leaf) {
                    let met = holds && wanted.is_some_and(|l| l.words);
                    way.words += u16::from(met);
                    way.content += u16::from(met && !self.function.get(usize::from(leaf)).is_some_and(|f| *f));
                    way.leaf = Some((leaf, i as u32));
                }
                let first = way.leaf.map_or(i as u32, |(_, first)| first);
                match &mut way.slip {
                    Some(slip) if slip.leaf == leaf && slip.last + 1 == i as u32 => slip.last = i as u32,
                    Some(_) => {}
                    slip if !holds => *slip = Some(Slip { leaf, first, last: i as u32, token: i as u32 }),
                    _ => {}
                }
                self.offer(next, way);
            }
            self.waiting = waiting;
        }
    }

    /// A way to `state`.
    fn offer(&mut self, state: u32, way: Way) {
        let key = (state - self.compiled.states.start) * 2 + u32::from(way.slip.is_some());
        match &mut self.ways[key as usize] {
            Some(known) if (known.words, known.start) >= (way.words, way.start) => {}
            slot => {
                *slot = Some(way);
                self.open.push(key);
            }
        }
    }

    /// Follows the edges that take no token, up to the states that wait for token `i`.
    fn close(&mut self, line: Line, i: usize, tell: &mut impl FnMut(Event)) {
        let base = self.compiled.states.start;
        let program = self.program;
        let mut last = None;
        while let Some(key) = self.open.pop() {
            if last.replace(key) == Some(key) {
                continue;
            }
            let Some(way) = self.ways[key as usize].take() else { continue };
            let state = key / 2 + base;
            match &program.states[state as usize] {
                State::Token { .. } => self.waiting.push((key, way)),
                State::Accept(_) => {
                    if i as u32 > way.start {
                        tell(Event::Match(way, i as u32));
                    }
                }
                State::Split(next) => next.iter().for_each(|n| self.offer(*n, way)),
                State::Open { next, .. } | State::Close { next, .. } => self.offer(*next, way),
                State::AtStart(next) => {
                    if way.start as usize == i && i <= line.start_to {
                        self.offer(*next, way);
                    }
                }
                State::AtEnd(next) => {
                    if i >= line.end_from {
                        self.offer(*next, way);
                    } else {
                        let (leaf, to_go) = (program.leaves[state as usize], 0);
                        tell(Event::Dead { way, at: i as u32, leaf, to_go });
                    }
                }
            }
        }
    }
}
