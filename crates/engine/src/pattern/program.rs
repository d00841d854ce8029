//! Patterns compiled to a Thompson automaton without a way back: every repeat is bounded, so every walk ends.

use std::ops::Range;

use crate::pattern::atoms::{AtomBuilder, Prim, split_form};
use crate::pattern::syntax::{Fault, Node, ShapeTest};
use crate::rule::RuleId;

/// A match may have this many tokens.
pub(crate) const MATCH_LIMIT: u64 = 64;
/// A pattern may have this many states.
const STATES_LIMIT: u64 = 16_384;
/// All patterns of a rule set together may have this many: it bounds what one token can cost at worst.
pub(crate) const PROGRAM_LIMIT: usize = 250_000;

/// A state. Numbers of states are indices into [`Program::states`].
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Takes one token for which the atom holds.
    Token { atom: u32, next: u32 },
    /// Goes on at each of these; the first is preferred for captures.
    Split(Box<[u32]>),
    /// A capture opens.
    Open { slot: u32, next: u32 },
    /// A capture closes.
    Close { slot: u32, next: u32 },
    /// Only at the start of the sentence.
    AtStart(u32),
    /// Only at the end of the sentence.
    AtEnd(u32),
    /// The pattern of this number has matched.
    Accept(u32),
}

/// A pattern of a program.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) rule: RuleId,
    /// Its number among its rule's patterns.
    pub(crate) number: u32,
    pub(crate) entry: u32,
    /// Its states, all that can be reached from its entry.
    pub(crate) states: Range<u32>,
    pub(crate) captures: Vec<String>,
}

/// Patterns that are looked for together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub(crate) states: Vec<State>,
    /// By state: the leaf of its pattern that it belongs to, by number; see `syntax::Leaf`.
    pub(crate) leaves: Vec<u16>,
    pub(crate) patterns: Vec<Compiled>,
}

/// A pattern in terms of atoms.
enum Ir {
    /// An atom, and the leaf that asks for it.
    Token(u32, u16),
    Start(u16),
    End(u16),
    Seq(Vec<Ir>),
    Alt(Vec<Ir>),
    Repeat(Box<Ir>, u8, u8),
    Capture(u32, Box<Ir>),
}

impl Program {
    /// Adds the pattern `node` of `rule`; `text` is how it is written.
    pub(crate) fn add(
        &mut self,
        rule: RuleId,
        number: u32,
        node: &Node,
        text: &str,
        atoms: &mut AtomBuilder,
    ) -> Result<(), Fault> {
        let whole = 0..text.len();
        // A match may begin anywhere: a gap in front would only make it longer to the left.
        if begins_with_gap(node) {
            return Err(Fault::new(whole, "a pattern begins with a gap", "remove it, or put a word before it"));
        }
        let mut lowering = Lowering { atoms, captures: Vec::new(), text, phrases: 0, leaf: 0 };
        let ir = lowering.lower(node)?;
        let captures = lowering.captures;
        let (least, most) = ir.lengths();
        if least == 0 {
            let help = "one word at least must not be optional";
            return Err(Fault::new(whole, "this pattern can match nothing at all", help));
        }
        if most > MATCH_LIMIT {
            let help = "shorten its gaps and repeats, or split it into several patterns";
            return Err(Fault::new(whole, format!("a match may have {most} tokens, more than {MATCH_LIMIT}"), help));
        }
        let size = ir.size();
        if size > STATES_LIMIT {
            let help = "repeat lexicons with phrases less often, or split the pattern";
            return Err(Fault::new(
                whole,
                format!("this pattern compiles to {size} states, more than {STATES_LIMIT}"),
                help,
            ));
        }
        let pattern = self.patterns.len() as u32;
        let accept = self.push(State::Accept(pattern), 0);
        let entry = self.emit(&ir, accept);
        let states = accept..self.states.len() as u32;
        self.patterns.push(Compiled { rule, number, entry, states, captures });
        Ok(())
    }

    fn push(&mut self, state: State, leaf: u16) -> u32 {
        self.states.push(state);
        self.leaves.push(leaf);
        self.states.len() as u32 - 1
    }

    /// Builds `ir` from its end, so that every state knows what follows it.
    fn emit(&mut self, ir: &Ir, next: u32) -> u32 {
        match ir {
            Ir::Token(atom, leaf) => self.push(State::Token { atom: *atom, next }, *leaf),
            Ir::Start(leaf) => self.push(State::AtStart(next), *leaf),
            Ir::End(leaf) => self.push(State::AtEnd(next), *leaf),
            Ir::Seq(items) => items.iter().rev().fold(next, |next, item| self.emit(item, next)),
            Ir::Alt(branches) => {
                let entries = branches.iter().map(|b| self.emit(b, next)).collect();
                self.push(State::Split(entries), 0)
            }
            Ir::Repeat(inner, least, most) => {
                let mut entry = next;
                for _ in *least..*most {
                    let once_more = self.emit(inner, entry);
                    entry = self.push(State::Split(Box::new([once_more, next])), 0);
                }
                (0..*least).fold(entry, |entry, _| self.emit(inner, entry))
            }
            Ir::Capture(slot, inner) => {
                let close = self.push(State::Close { slot: *slot, next }, 0);
                let inner = self.emit(inner, close);
                self.push(State::Open { slot: *slot, next: inner }, 0)
            }
        }
    }
}

impl Ir {
    /// The fewest and most tokens of a match.
    fn lengths(&self) -> (u64, u64) {
        match self {
            Self::Token(..) => (1, 1),
            Self::Start(_) | Self::End(_) => (0, 0),
            Self::Seq(items) => {
                items.iter().map(Self::lengths).fold((0, 0), |(a, b), (c, d)| (a + c, b.saturating_add(d)))
            }
            Self::Alt(branches) => {
                branches.iter().map(Self::lengths).reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap_or((0, 0))
            }
            Self::Repeat(inner, least, most) => {
                let (a, b) = inner.lengths();
                (a * u64::from(*least), b.saturating_mul(u64::from(*most)))
            }
            Self::Capture(_, inner) => inner.lengths(),
        }
    }

    fn size(&self) -> u64 {
        match self {
            Self::Token(..) | Self::Start(_) | Self::End(_) => 1,
            Self::Seq(items) | Self::Alt(items) => 1 + items.iter().map(Self::size).fold(0, u64::saturating_add),
            Self::Repeat(inner, _, most) => (inner.size() + 1).saturating_mul(u64::from(*most)),
            Self::Capture(_, inner) => inner.size() + 2,
        }
    }
}

struct Lowering<'p, 'a> {
    atoms: &'p mut AtomBuilder<'a>,
    captures: Vec<String>,
    text: &'p str,
    /// Words in phrases so far.
    phrases: u64,
    /// Leaves so far; they come in the order in which the pattern was read.
    leaf: u16,
}

impl Lowering<'_, '_> {
    fn lower(&mut self, node: &Node) -> Result<Ir, Fault> {
        let leaf = self.leaf;
        self.leaf = leaf.saturating_add(u16::from(node.is_leaf()));
        Ok(match node {
            Node::Word { text, exact } => self.word(text, *exact, leaf),
            Node::Prefix(text) => self.one(Prim::Prefix(text.clone()), leaf),
            Node::Shape(shape) => self.one(Prim::Shape(*shape), leaf),
            Node::List { name, forms } => {
                let list = self.atoms.list(name);
                let fits = |have: onrecord_parser::Forms| forms.is_none_or(|f| f.any(have));
                let phrases: Vec<Vec<Prim>> = self
                    .atoms
                    .list_words(list)
                    .phrases
                    .iter()
                    .filter(|(_, f)| fits(*f))
                    .map(|(p, _)| p.clone())
                    .collect();
                let mut phrases: Vec<Vec<u32>> = phrases
                    .into_iter()
                    .map(|p| p.into_iter().map(|prim| self.atoms.atom(vec![(false, prim)])).collect())
                    .collect();
                // Said before the tree is built, which a pattern of a thousand lists would make huge.
                self.phrases += phrases.iter().map(|p| p.len() as u64).sum::<u64>();
                if self.phrases > STATES_LIMIT {
                    let message =
                        format!("the phrases of `{name}` and others here make more than {STATES_LIMIT} states");
                    return Err(Fault::new(0..self.text.len(), message, "split the pattern, or the lexicon"));
                }
                phrases.sort();
                phrases.dedup();
                let single = self.one(Prim::List(list, *forms), leaf);
                if phrases.is_empty() { single } else { Ir::Alt(vec![trie(&phrases, leaf), single]) }
            }
            Node::Set(tests) => {
                let mut all = Vec::with_capacity(tests.len());
                for (not, test) in tests {
                    all.push((*not, self.single(test)?));
                }
                Ir::Token(self.atoms.atom(all), leaf)
            }
            Node::Gap(most) => {
                let any = self.atoms.atom(vec![(true, Prim::Shape(ShapeTest::Quote))]);
                Ir::Repeat(Box::new(Ir::Token(any, leaf)), 0, *most)
            }
            Node::Start => Ir::Start(leaf),
            Node::End => Ir::End(leaf),
            Node::Seq(items) => Ir::Seq(items.iter().map(|n| self.lower(n)).collect::<Result<_, _>>()?),
            Node::Alt(branches) => Ir::Alt(branches.iter().map(|n| self.lower(n)).collect::<Result<_, _>>()?),
            Node::Repeat(inner, least, most) => Ir::Repeat(Box::new(self.lower(inner)?), *least, *most),
            Node::Capture(name, inner) => {
                let slot = match self.captures.iter().position(|n| n == name) {
                    Some(slot) => slot,
                    None => {
                        self.captures.push(name.clone());
                        self.captures.len() - 1
                    }
                };
                Ir::Capture(slot as u32, Box::new(self.lower(inner)?))
            }
        })
    }

    fn one(&mut self, prim: Prim, leaf: u16) -> Ir {
        Ir::Token(self.atoms.atom(vec![(false, prim)]), leaf)
    }

    fn word(&mut self, text: &str, exact: bool, leaf: u16) -> Ir {
        let mut cuts = |text: &str| {
            let prims = self.atoms.cut(text, exact);
            let mut tokens: Vec<Ir> =
                prims.into_iter().map(|p| Ir::Token(self.atoms.atom(vec![(false, p)]), leaf)).collect();
            if tokens.len() == 1 { tokens.remove(0) } else { Ir::Seq(tokens) }
        };
        let whole = cuts(text);
        match split_form(text) {
            Some(split) => Ir::Alt(vec![whole, cuts(&split)]),
            None => whole,
        }
    }

    /// A condition of a set, about one token.
    fn single(&mut self, node: &Node) -> Result<Prim, Fault> {
        let place = 0..self.text.len();
        Ok(match node {
            Node::Word { text, exact } => match self.atoms.cut(text, *exact).as_slice() {
                [one] => one.clone(),
                cuts => {
                    let message = format!("`{text}` is {} tokens in an article, and a set is one", cuts.len());
                    let at = self.text.find(text.as_str()).map_or(place, |i| i..i + text.len());
                    return Err(Fault::new(at, message, "use brackets, or a word that stays whole"));
                }
            },
            Node::Prefix(text) => Prim::Prefix(text.clone()),
            Node::Shape(shape) => Prim::Shape(*shape),
            Node::List { name, forms } => Prim::List(self.atoms.list(name), *forms),
            _ => return Err(Fault::new(place, "this cannot stand in a set", "a set is one token")),
        })
    }
}

fn begins_with_gap(node: &Node) -> bool {
    match node {
        Node::Gap(_) => true,
        Node::Seq(items) => items.first().is_some_and(begins_with_gap),
        Node::Alt(branches) => branches.iter().any(begins_with_gap),
        Node::Repeat(inner, ..) | Node::Capture(_, inner) => begins_with_gap(inner),
        _ => false,
    }
}

/// Sorted phrases as one tree, so that a common beginning is one state.
fn trie(phrases: &[Vec<u32>], leaf: u16) -> Ir {
    let mut branches = Vec::new();
    let mut rest = phrases;
    while let Some(first) = rest.first() {
        let Some(&head) = first.first() else {
            // A phrase ends here; what is longer has its own branches.
            rest = &rest[1..];
            branches.push(Ir::Seq(Vec::new()));
            continue;
        };
        let len = rest.iter().take_while(|p| p.first() == Some(&head)).count();
        let tails: Vec<Vec<u32>> = rest[..len].iter().map(|p| p[1..].to_vec()).collect();
        branches.push(Ir::Seq(vec![Ir::Token(head, leaf), trie(&tails, leaf)]));
        rest = &rest[len..];
    }
    if branches.len() == 1 { branches.remove(0) } else { Ir::Alt(branches) }
}
