//! Patterns compiled to a Thompson automaton without a way back: every repeat is bounded, so every walk ends.

use std::ops::Range;
use std::rc::Rc;

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
#[derive(Debug)]
enum Ir {
    /// An atom, and the leaf that asks for it.
    Token(u32, u16),
    /// The phrases of a list, and the leaf that asks for them.
    Phrases(Rc<Phrases>, u16),
    Start(u16),
    End(u16),
    Seq(Vec<Ir>),
    Alt(Vec<Ir>),
    Repeat(Box<Ir>, u8, u8),
    Capture(u32, Box<Ir>),
}

/// The phrases of a list as a tree, made once for all patterns that name the list.
#[derive(Debug)]
pub(crate) struct Phrases {
    /// Its leaves are those of no pattern.
    tree: Ir,
    lengths: (u64, u64),
    size: u64,
    /// How many words all phrases have together.
    words: u64,
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
        let mut lowering = Lowering { atoms, captures: Vec::new(), text, words: 0, leaf: 0 };
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
        let entry = self.emit(&ir, accept, None);
        let states = accept..self.states.len() as u32;
        self.patterns.push(Compiled { rule, number, entry, states, captures });
        Ok(())
    }

    fn push(&mut self, state: State, leaf: u16) -> u32 {
        self.states.push(state);
        self.leaves.push(leaf);
        self.states.len() as u32 - 1
    }

    /// Builds `ir` from its end, so that every state knows what follows it. All states belong to the leaf `of`, if it is
    /// given.
    fn emit(&mut self, ir: &Ir, next: u32, of: Option<u16>) -> u32 {
        match ir {
            Ir::Token(atom, leaf) => self.push(State::Token { atom: *atom, next }, of.unwrap_or(*leaf)),
            Ir::Phrases(phrases, leaf) => self.emit(&phrases.tree, next, Some(*leaf)),
            Ir::Start(leaf) => self.push(State::AtStart(next), *leaf),
            Ir::End(leaf) => self.push(State::AtEnd(next), *leaf),
            Ir::Seq(items) => items.iter().rev().fold(next, |next, item| self.emit(item, next, of)),
            Ir::Alt(branches) => {
                let entries = branches.iter().map(|b| self.emit(b, next, of)).collect();
                self.push(State::Split(entries), 0)
            }
            Ir::Repeat(inner, least, most) => {
                let mut entry = next;
                for _ in *least..*most {
                    let once_more = self.emit(inner, entry, of);
                    entry = self.push(State::Split(Box::new([once_more, next])), 0);
                }
                (0..*least).fold(entry, |entry, _| self.emit(inner, entry, of))
            }
            Ir::Capture(slot, inner) => {
                let close = self.push(State::Close { slot: *slot, next }, 0);
                let inner = self.emit(inner, close, of);
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
            Self::Phrases(phrases, _) => phrases.lengths,
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
            Self::Phrases(phrases, _) => phrases.size,
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
    words: u64,
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
                let phrases = self.phrases(list, *forms);
                // Said before a tree is built into states, which a pattern of a thousand lists would make huge.
                self.words += phrases.as_ref().map_or(0, |p| p.words);
                if self.words > STATES_LIMIT {
                    let message =
                        format!("the phrases of `{name}` and others here make more than {STATES_LIMIT} states");
                    return Err(Fault::new(0..self.text.len(), message, "split the pattern, or the lexicon"));
                }
                let single = self.one(Prim::List(list, *forms), leaf);
                match phrases {
                    Some(phrases) => Ir::Alt(vec![Ir::Phrases(phrases, leaf), single]),
                    None => single,
                }
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

    /// The phrases of `list` in one of `forms`; `None` if it has none.
    fn phrases(&mut self, list: u32, forms: Option<onrecord_parser::Forms>) -> Option<Rc<Phrases>> {
        if let Some(known) = self.atoms.trees.get(&(list, forms)) {
            return known.clone();
        }
        let fits = |have: onrecord_parser::Forms| forms.is_none_or(|f| f.any(have));
        let all = self.atoms.list_words(list).phrases.iter().filter(|(_, f)| fits(*f)).map(|(p, _)| p.clone());
        let all: Vec<Vec<Prim>> = all.collect();
        let mut phrases: Vec<Vec<u32>> =
            all.into_iter().map(|p| p.into_iter().map(|prim| self.atoms.one(prim)).collect()).collect();
        let words = phrases.iter().map(|p| p.len() as u64).sum();
        phrases.sort();
        phrases.dedup();
        let made = (!phrases.is_empty()).then(|| {
            let tree = trie(&phrases, 0);
            Rc::new(Phrases { lengths: tree.lengths(), size: tree.size(), tree, words })
        });
        self.atoms.trees.insert((list, forms), made.clone());
        made
    }

    fn one(&mut self, prim: Prim, leaf: u16) -> Ir {
        Ir::Token(self.atoms.one(prim), leaf)
    }

    fn word(&mut self, text: &str, exact: bool, leaf: u16) -> Ir {
        // Small letters alone are never cut, and most words are.
        if !exact && text.bytes().all(|b| b.is_ascii_lowercase()) {
            let word = self.atoms.words.intern(text, false);
            return self.one(Prim::Word(word), leaf);
        }
        let mut cuts = |text: &str| {
            let prims = self.atoms.cut(text, exact);
            let mut tokens: Vec<Ir> = prims.into_iter().map(|p| Ir::Token(self.atoms.one(p), leaf)).collect();
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

/// What follows the first `depth` words, which all of the sorted `phrases` share, as one tree, so that a common beginning
/// is one state.
fn trie(phrases: &[Vec<u32>], depth: usize) -> Ir {
    let mut branches = Vec::new();
    let mut rest = phrases;
    while let Some(first) = rest.first() {
        let Some(&head) = first.get(depth) else {
            // A phrase ends here; what is longer has its own branches.
            rest = &rest[1..];
            branches.push(Ir::Seq(Vec::new()));
            continue;
        };
        let len = rest.iter().take_while(|p| p.get(depth) == Some(&head)).count();
        branches.push(Ir::Seq(vec![Ir::Token(head, 0), trie(&rest[..len], depth + 1)]));
        rest = &rest[len..];
    }
    if branches.len() == 1 { branches.remove(0) } else { Ir::Alt(branches) }
}
