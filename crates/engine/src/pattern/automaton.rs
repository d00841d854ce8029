//! Runs a program: a deterministic automaton that is built as texts ask for it, and kept small.

use rustc_hash::FxHashMap;

use crate::pattern::program::{Program, State};
use crate::pattern::sparse::Sparse;

/// No transition is known yet.
pub(crate) const UNSET: u16 = 0;
/// Nothing can match any more.
const DEAD: u16 = 1;
/// The transitions of a program may take this many entries, 32 MiB.
pub(crate) const TABLE_LIMIT: usize = 16 << 20;
/// A state that asks for so many atoms at most has a narrow row: one entry for each set of answers, found by as many
/// looks at the answers. Other states meet few of all classes, so their transitions are kept one by one. With a row by
/// class for every state the table of the core pack was many times as large as the caches.
/// Tests set it low, so that few patterns have states of both sorts.
const NARROW: usize = if cfg!(test) { 2 } else { 8 };
/// Marks a transition into a state in which something matches, or would at the end of the sentence.
const ACCEPTS: u16 = 1 << 15;
/// An entry has 15 bits beside that mark.
const STATES_LIMIT: usize = ACCEPTS as usize - 1;
/// After being built anew this many times in a document the automaton gives way to plain simulation.
const CLEARS_LIMIT: u32 = 4;
/// Marks, in a set of states, a pattern that matches if the sentence ends here.
const AT_END: u32 = 1 << 31;

/// The tokens of a sentence as classes, with where it begins and ends.
#[derive(Clone, Copy)]
pub(crate) struct Line<'c> {
    /// The class of each token.
    pub(crate) classes: &'c [u32],
    /// `^` holds at tokens up to this one: opening punctuation is skipped.
    pub(crate) start_to: usize,
    /// `$` holds from this token on: closing punctuation is skipped.
    pub(crate) end_from: usize,
    /// The atoms that hold, by class.
    pub(crate) answers: &'c [Box<[u64]>],
}

impl Line<'_> {
    pub(crate) fn holds(&self, class: u32, atom: u32) -> bool {
        self.answers[class as usize][atom as usize / 64] >> (atom % 64) & 1 == 1
    }
}

/// Sets of seeds that are kept at most; see [`Automaton::seeded`].
const SEEDS_LIMIT: usize = 1 << 16;

/// A set of automaton states, as one state.
#[derive(Clone, Debug, Default)]
struct Deterministic {
    /// What follows a token.
    edges: Edges,
    /// Patterns that match here, in order.
    accepts: Box<[u32]>,
    /// Patterns that match here if the sentence ends.
    at_end: Box<[u32]>,
}

/// Where the transitions of a state are.
#[derive(Clone, Copy, Debug)]
enum Row {
    /// The number of the row among the wide ones.
    Wide(u32),
    /// One by one.
    Sparse,
    /// The first entry among the narrow ones, where in `asked` its atoms begin, and how many these are.
    Narrow { from: u32, atoms: u32, count: u8 },
}

/// The part of a deterministic automaton that texts have asked for so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Automaton {
    stride: usize,
    /// The rows of the states in which walks begin, one entry a class.
    wide: Vec<u16>,
    /// The transitions of states that ask for many atoms.
    sparse: Sparse,
    /// The rows of states that ask for few atoms, one entry for each set of answers.
    narrow: Vec<u16>,
    /// Where the row of each state is.
    rows: Vec<Row>,
    /// The atoms that states with narrow rows ask for.
    asked: Vec<u32>,
    states: Vec<Deterministic>,
    ids: FxHashMap<Box<[u32]>, u16>,
    /// The state by the states that a token led to, before the edges that take no token were followed: most transitions
    /// lead where others led before, and the sets behind these edges are long.
    seeded: FxHashMap<Box<[u32]>, u16>,
    /// The states in which a walk begins: inside a sentence, and at its start.
    starts: [u16; 2],
    clears: u32,
    walker: Walker,
    /// The walks under way.
    going: Vec<Walk>,
    /// How much of the table's room is kept back; tests make it small to see it overflow.
    withheld: usize,
}

/// The states behind a token, in order of the atoms that the token must answer: a set may be too large to be gone
/// through for every class.
#[derive(Clone, Debug, Default)]
struct Edges {
    /// Atom and next state.
    list: Box<[(u32, u32)]>,
    /// The atoms of a long list, as bits: few of them hold for a token, and these are found at once.
    asked: Box<[u64]>,
}

impl Edges {
    /// Up to so many edges are asked one by one; of more, those of the atoms that hold are looked for.
    const FEW: usize = 48;

    fn of(program: &Program, key: &[u32]) -> Self {
        let tokens = key.iter().filter(|s| **s & AT_END == 0);
        let mut edges: Vec<(u32, u32)> = tokens
            .filter_map(|&s| match program.states[s as usize] {
                State::Token { atom, next } => Some((atom, next)),
                _ => None,
            })
            .collect();
        edges.sort_unstable();
        let words = edges.last().filter(|_| edges.len() > Self::FEW).map_or(0, |e| e.0 as usize / 64 + 1);
        let mut asked = vec![0; words].into_boxed_slice();
        if words > 0 {
            edges.iter().for_each(|e| asked[e.0 as usize / 64] |= 1 << (e.0 % 64));
        }
        Self { list: edges.into_boxed_slice(), asked }
    }

    /// The states behind a token for which the atoms `answers` hold.
    fn behind(&self, answers: &[u64], out: &mut Vec<u32>) {
        let edges = &self.list;
        if edges.len() <= Self::FEW {
            let holds = |atom: u32| answers[atom as usize / 64] >> (atom % 64) & 1 == 1;
            out.extend(edges.iter().filter(|e| holds(e.0)).map(|e| e.1));
            return;
        }
        for (place, (&bits, &asked)) in answers.iter().zip(&self.asked).enumerate() {
            let mut left = bits & asked;
            while left != 0 {
                let atom = place as u32 * 64 + left.trailing_zeros();
                left &= left - 1;
                let from = edges.partition_point(|e| e.0 < atom);
                out.extend(edges[from..].iter().take_while(|e| e.0 == atom).map(|e| e.1));
            }
        }
    }
}

/// A pattern that matches, from its first token to one past its last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    /// Which of the lines that were looked through.
    pub(crate) line: u32,
    pub(crate) pattern: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A walk that something can still come of.
#[derive(Clone, Copy, Debug)]
struct Walk {
    line: u32,
    /// Its first token.
    start: u32,
    state: u16,
}

/// Room for following the edges that take no token.
#[derive(Clone, Debug, Default)]
struct Walker {
    stack: Vec<u32>,
    seen: Vec<u32>,
    round: u32,
    seeds: Vec<u32>,
}

impl Walker {
    /// All states that `seeds` reach without taking a token: those that take one, and those that accept.
    fn close(&mut self, program: &Program, at_start: bool) -> Vec<u32> {
        self.seen.resize(program.states.len() * 2, 0);
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.seen.fill(0);
            self.round = 1;
        }
        let mut out = Vec::new();
        self.stack.clear();
        self.stack.append(&mut self.seeds);
        while let Some(item) = self.stack.pop() {
            let (state, end) = (item & !AT_END, item & AT_END);
            let seen = &mut self.seen[state as usize * 2 + usize::from(end != 0)];
            if *seen == self.round {
                continue;
            }
            *seen = self.round;
            match &program.states[state as usize] {
                // Behind `$` no token can follow.
                State::Token { .. } if end == 0 => out.push(state),
                State::Token { .. } => {}
                State::Accept(_) => out.push(item),
                State::Split(next) => self.stack.extend(next.iter().map(|n| n | end)),
                State::Open { next, .. } | State::Close { next, .. } => self.stack.push(next | end),
                State::AtStart(next) if at_start => self.stack.push(next | end),
                State::AtStart(_) => {}
                State::AtEnd(next) => self.stack.push(next | AT_END),
            }
        }
        out.sort_unstable();
        out
    }

    fn start(&mut self, program: &Program, at_start: bool) -> Vec<u32> {
        self.seeds.extend(program.patterns.iter().map(|p| p.entry));
        self.close(program, at_start)
    }

    fn step(&mut self, program: &Program, key: &[u32], line: Line, class: u32) -> Vec<u32> {
        for &state in key.iter().filter(|s| **s & AT_END == 0) {
            if let State::Token { atom, next } = program.states[state as usize]
                && line.holds(class, atom)
            {
                self.seeds.push(next);
            }
        }
        self.close(program, false)
    }
}

fn accepts(program: &Program, key: &[u32], end: u32) -> Box<[u32]> {
    let mut out: Vec<u32> = key
        .iter()
        .filter(|s| **s & AT_END == end)
        .filter_map(|s| match program.states[(s & !AT_END) as usize] {
            State::Accept(pattern) => Some(pattern),
            _ => None,
        })
        .collect();
    out.sort_unstable();
    out.into_boxed_slice()
}

impl Automaton {
    /// A new document begins.
    pub(crate) fn begin(&mut self) {
        self.clears = 0;
    }

    /// Makes room for so many classes.
    pub(crate) fn widen(&mut self, classes: usize) {
        if classes > self.stride {
            // Some room to spare, so that this is seldom done; not twice the room, for the table is best kept small.
            let stride = (classes + classes / 8).max(192).next_multiple_of(64);
            if let Some(rows) = self.wide.len().checked_div(self.stride) {
                let mut wide = vec![UNSET; rows * stride];
                for (new, old) in wide.chunks_exact_mut(stride).zip(self.wide.chunks_exact(self.stride)) {
                    new[..self.stride].copy_from_slice(old);
                }
                self.wide = wide;
            }
            self.stride = stride;
        }
    }

    fn clear(&mut self) {
        self.wide.clear();
        self.sparse.clear();
        self.narrow.clear();
        self.rows.clear();
        self.asked.clear();
        self.states.clear();
        self.ids.clear();
        self.seeded.clear();
        self.starts = [UNSET; 2];
        // The states of these two numbers are never looked into.
        self.states.resize(2, Deterministic::default());
        self.rows.resize(2, Row::Narrow { from: 0, atoms: 0, count: 0 });
    }

    /// Makes room for the transitions of the state `key`.
    fn lay(&mut self, program: &Program, key: &[u32]) {
        let from = self.asked.len();
        for &state in key.iter().filter(|s| **s & AT_END == 0) {
            if let State::Token { atom, .. } = program.states[state as usize]
                && !self.asked[from..].contains(&atom)
            {
                self.asked.push(atom);
                if self.asked.len() - from > NARROW {
                    self.asked.truncate(from);
                    self.rows.push(Row::Sparse);
                    return;
                }
            }
        }
        let count = self.asked.len() - from;
        self.rows.push(Row::Narrow { from: self.narrow.len() as u32, atoms: from as u32, count: count as u8 });
        self.narrow.resize(self.narrow.len() + (1 << count), UNSET);
    }

    /// Where the row `atoms` has the answers to a token of `class`.
    fn place(&self, (from, atoms, count): (u32, u32, u8), line: Line, class: u32) -> usize {
        let answers = &line.answers[class as usize];
        let mut set = 0;
        for (place, &atom) in self.asked[atoms as usize..][..usize::from(count)].iter().enumerate() {
            set |= (answers[atom as usize / 64] >> (atom % 64) & 1) << place;
        }
        from as usize + set as usize
    }

    /// The state behind a token of `class` in the state `at`, where it is known.
    #[inline]
    fn known(&self, at: usize, line: Line, class: u32) -> u16 {
        match self.rows[at] {
            Row::Wide(row) => self.wide[row as usize * self.stride + class as usize],
            Row::Sparse => self.sparse.get(at, class),
            Row::Narrow { from, atoms, count } => self.narrow[self.place((from, atoms, count), line, class)],
        }
    }

    fn remember(&mut self, at: usize, line: Line, class: u32, next: u16) {
        match self.rows[at] {
            Row::Wide(row) => self.wide[row as usize * self.stride + class as usize] = next,
            Row::Sparse => self.sparse.set(at, class, next),
            Row::Narrow { from, atoms, count } => {
                let place = self.place((from, atoms, count), line, class);
                self.narrow[place] = next;
            }
        }
    }

    /// The state for the set `key`, marked if it accepts.
    fn intern(&mut self, program: &Program, key: Vec<u32>) -> u16 {
        if key.is_empty() {
            return DEAD;
        }
        if let Some(&id) = self.ids.get(key.as_slice()) {
            return id;
        }
        if self.states.len() < 2 {
            self.clear();
        } else if self.wide.len() + self.narrow.len() + self.sparse.len() * 8 + self.stride.max(1 << NARROW)
            > TABLE_LIMIT - self.withheld
            || self.states.len() >= STATES_LIMIT
        {
            self.clear();
            self.clears += 1;
        }
        let key = key.into_boxed_slice();
        let (accepts, at_end) = (accepts(program, &key, 0), accepts(program, &key, AT_END));
        let mark = if accepts.is_empty() && at_end.is_empty() { 0 } else { ACCEPTS };
        let id = self.states.len() as u16 | mark;
        self.lay(program, &key);
        self.states.push(Deterministic { accepts, at_end, edges: Edges::of(program, &key) });
        self.ids.insert(key, id);
        id
    }

    fn start(&mut self, program: &Program, at_start: bool) -> u16 {
        let known = self.starts[usize::from(at_start)];
        if known != UNSET {
            return known;
        }
        let key = self.walker.start(program, at_start);
        let id = self.intern(program, key);
        if id != DEAD {
            self.rows[usize::from(id & !ACCEPTS)] = Row::Wide((self.wide.len() / self.stride) as u32);
            self.wide.resize(self.wide.len() + self.stride, UNSET);
        }
        self.starts[usize::from(at_start)] = id;
        id
    }

    /// A transition that no text has asked for yet.
    #[cold]
    fn learn(&mut self, program: &Program, state: usize, line: Line, class: u32) -> u16 {
        self.states[state].edges.behind(&line.answers[class as usize], &mut self.walker.seeds);
        let before = self.clears;
        let next = self.seeded(program);
        // After a clearing the old number means another state.
        if self.clears == before {
            self.remember(state, line, class, next);
        }
        next
    }

    /// The state that the seeds of the walker lead to.
    fn seeded(&mut self, program: &Program) -> u16 {
        let seeds = &mut self.walker.seeds;
        if seeds.is_empty() {
            return DEAD;
        }
        seeds.sort_unstable();
        seeds.dedup();
        if let Some(&known) = self.seeded.get(seeds.as_slice()) {
            seeds.clear();
            return known;
        }
        let seeds = seeds.clone().into_boxed_slice();
        let set = self.walker.close(program, false);
        let next = self.intern(program, set);
        if self.seeded.len() >= SEEDS_LIMIT {
            self.seeded.clear();
        }
        self.seeded.insert(seeds, next);
        next
    }

    /// Walks from token `from` of `line` as far as anything can match; `found` is told every pattern and its end.
    #[inline]
    pub(crate) fn walk(&mut self, program: &Program, line: Line, from: usize, mut found: impl FnMut(u32, usize)) {
        let at_start = from <= line.start_to;
        if self.clears >= CLEARS_LIMIT {
            return self.simulate(program, line, from, at_start, found);
        }
        let mut state = self.start(program, at_start);
        if state == DEAD {
            return;
        }
        for (i, &class) in line.classes.iter().enumerate().skip(from) {
            let at = usize::from(state & !ACCEPTS);
            state = match self.known(at, line, class) {
                UNSET => self.learn(program, at, line, class),
                known => known,
            };
            if state == DEAD {
                return;
            }
            if state & ACCEPTS == 0 {
                continue;
            }
            let here = &self.states[usize::from(state & !ACCEPTS)];
            for &pattern in &here.accepts {
                found(pattern, i + 1);
            }
            if i + 1 >= line.end_from {
                for &pattern in &here.at_end {
                    found(pattern, i + 1);
                }
            }
        }
    }

    /// Every match in `lines`, in order of lines, first token and last.
    pub(crate) fn sweep(&mut self, program: &Program, lines: &[Line], hits: &mut Vec<Hit>) {
        hits.clear();
        if self.clears < CLEARS_LIMIT && self.rounds(program, lines, hits) {
            hits.sort_by_key(|h| (h.line, h.start));
            return;
        }
        hits.clear();
        for (number, &line) in (0u32..).zip(lines) {
            for start in 0..line.classes.len() {
                self.walk(program, line, start, |pattern, end| hits.push(Hit { line: number, pattern, start, end }));
            }
        }
    }

    /// Walks from all tokens of `lines` side by side, each one token further in every round, so that the waits for the
    /// table, too large for the nearest caches, overlap. Gives up when the table is cleared in between.
    fn rounds(&mut self, program: &Program, lines: &[Line], hits: &mut Vec<Hit>) -> bool {
        let before = self.clears;
        let (inside, first) = (self.start(program, false), self.start(program, true));
        // The second may have cleared the table, and the first with it.
        if self.clears != before {
            return false;
        }
        let mut going = std::mem::take(&mut self.going);
        going.clear();
        for (number, line) in (0u32..).zip(lines) {
            let begin = |start: usize| if start <= line.start_to { first } else { inside };
            // Most walks end with their first token, so none is entered that the table already knows to end.
            let ends = |state: u16, class: u32| {
                state == DEAD || self.known(usize::from(state & !ACCEPTS), *line, class) == DEAD
            };
            let walks = line.classes.iter().enumerate().map(|(start, &class)| (start, begin(start), class));
            let going_on = walks.filter(|&(_, state, class)| !ends(state, class));
            going.extend(going_on.map(|(start, state, _)| Walk { line: number, start: start as u32, state }));
        }
        let mut depth = 0;
        while !going.is_empty() && self.clears == before {
            let mut kept = 0;
            for n in 0..going.len() {
                let walk = going[n];
                let line = lines[walk.line as usize];
                let i = walk.start as usize + depth;
                let Some(&class) = line.classes.get(i) else { continue };
                let at = usize::from(walk.state & !ACCEPTS);
                let state = match self.known(at, line, class) {
                    UNSET => {
                        let next = self.learn(program, at, line, class);
                        if self.clears != before {
                            break;
                        }
                        next
                    }
                    known => known,
                };
                going[kept] = Walk { state, ..walk };
                kept += usize::from(state != DEAD);
                if state & ACCEPTS == 0 {
                    continue;
                }
                let here = &self.states[usize::from(state & !ACCEPTS)];
                let hit = |&pattern: &u32| Hit { line: walk.line, pattern, start: walk.start as usize, end: i + 1 };
                hits.extend(here.accepts.iter().map(hit));
                if i + 1 >= line.end_from {
                    hits.extend(here.at_end.iter().map(hit));
                }
            }
            going.truncate(kept);
            depth += 1;
        }
        self.going = going;
        self.clears == before
    }

    /// The same without a table: slower, but its cost has a bound that no pack can pass.
    pub(crate) fn simulate(
        &mut self,
        program: &Program,
        line: Line,
        from: usize,
        at_start: bool,
        mut found: impl FnMut(u32, usize),
    ) {
        let mut key = self.walker.start(program, at_start);
        for (i, &class) in line.classes.iter().enumerate().skip(from) {
            if key.is_empty() {
                return;
            }
            key = self.walker.step(program, &key, line, class);
            for &pattern in &accepts(program, &key, 0) {
                found(pattern, i + 1);
            }
            if i + 1 >= line.end_from {
                for &pattern in &accepts(program, &key, AT_END) {
                    found(pattern, i + 1);
                }
            }
        }
    }
}

#[cfg(test)]
impl Automaton {
    /// Leaves room for so many states with narrow rows of 16 entries only, and tells whether the table was given up since the document began.
    pub(crate) fn shrink(&mut self, states: usize) -> bool {
        self.withheld = TABLE_LIMIT - self.stride.max(1 << NARROW) - states * 16;
        self.clears >= CLEARS_LIMIT
    }
}

/// Where a pattern's captures lie in the tokens `classes`, all of which it matches: by slot, relative to the first.
///
/// Of several ways to match, the one that takes more in earlier repeats and prefers earlier branches is told.
pub(crate) fn captures(program: &Program, pattern: u32, line: Line) -> Vec<Option<(u32, u32)>> {
    type Slots = Vec<Option<(u32, u32)>>;
    let compiled = &program.patterns[pattern as usize];
    let none: Slots = vec![None; compiled.captures.len()];
    let mut threads: Vec<(u32, Slots)> = vec![(compiled.entry, none)];
    let first = compiled.states.start;
    let mut seen = vec![u32::MAX; compiled.states.len()];
    for at in 0..=line.classes.len() as u32 {
        // Follow edges in order of preference; the first way to reach a state is kept.
        let mut stack: Vec<(u32, Slots)> = threads.drain(..).rev().collect();
        while let Some((state, mut slots)) = stack.pop() {
            let seen = &mut seen[(state - first) as usize];
            if *seen == at {
                continue;
            }
            *seen = at;
            match &program.states[state as usize] {
                State::Token { .. } => threads.push((state, slots)),
                State::Accept(_) if at as usize == line.classes.len() => return slots,
                State::Accept(_) => {}
                State::Split(next) => stack.extend(next.iter().rev().map(|n| (*n, slots.clone()))),
                State::Open { slot, next } => {
                    slots[*slot as usize] = Some((at, at));
                    stack.push((*next, slots));
                }
                State::Close { slot, next } => {
                    if let Some((_, end)) = &mut slots[*slot as usize] {
                        *end = at;
                    }
                    stack.push((*next, slots));
                }
                // The match is known; whether the sentence begins or ends here was seen when it was found.
                State::AtStart(next) | State::AtEnd(next) => stack.push((*next, slots)),
            }
        }
        if let Some(&class) = line.classes.get(at as usize) {
            threads.retain_mut(|(state, _)| match program.states[*state as usize] {
                State::Token { atom, next } if line.holds(class, atom) => {
                    *state = next;
                    true
                }
                _ => false,
            });
        }
    }
    vec![None; compiled.captures.len()]
}
