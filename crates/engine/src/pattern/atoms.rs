//! What a single token is asked, each question once over all patterns of a rule set.
//!
//! A token's word and look are resolved once to a class: the set of questions that it answers with yes. From there on
//! patterns work on class numbers alone.

use std::collections::BTreeMap;
use std::rc::Rc;

use onrecord_parser::{Document, Forms, Lexicon, LexiconBuilder, Shape, Token, WordId};
use rustc_hash::FxHashMap;

use crate::pack::{Numbers, WordList};
use crate::pattern::program::Phrases;
use crate::pattern::syntax::{CLITICS, SHAPES, ShapeTest};

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Prim {
    /// Is it this word?
    Word(WordId),
    /// Is it this word, and does it look so?
    Cased(WordId, ShapeTest),
    /// Is it in this list, in one of these forms?
    List(u32, Option<Forms>),
    /// Does it begin so?
    Prefix(String),
    /// Does it look so?
    Shape(ShapeTest),
}

/// Words that a capital at the start of a sentence makes no name.
pub(crate) const FUNCTION_WORDS: [&str; 17] = [
    "article",
    "possessive",
    "quantifier",
    "number_word",
    "subject_pronoun",
    "object_pronoun",
    "indefinite_pronoun",
    "relative",
    "wh",
    "preposition",
    "subordinator",
    "conjunction",
    "modal",
    "be",
    "have",
    "do",
    "negation",
];

/// A list as patterns use it.
#[derive(Debug, Default)]
pub(crate) struct ListWords {
    pub(crate) singles: Vec<(WordId, Forms)>,
    pub(crate) phrases: Vec<(Vec<Prim>, Forms)>,
}

/// All questions, while patterns are compiled.
pub(crate) struct AtomBuilder<'a> {
    pub(crate) words: &'a mut LexiconBuilder,
    source: &'a BTreeMap<String, WordList>,
    numbers: &'a Numbers,
    lists: Vec<ListWords>,
    list_ids: FxHashMap<String, u32>,
    prims: Vec<Prim>,
    prim_ids: FxHashMap<Prim, u32>,
    atoms: Vec<Box<[(bool, u32)]>>,
    atom_ids: FxHashMap<Box<[(bool, u32)]>, u32>,
    /// By question: the atom that asks nothing else, once it has been asked for.
    alone: Vec<Option<u32>>,
    /// By list and forms: its phrases, once they have been asked for.
    pub(crate) trees: FxHashMap<(u32, Option<Forms>), Option<Rc<Phrases>>>,
    marks: Marks,
}

/// Quotation marks are interned in a row, so that a comparison of numbers tells them.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    first: u32,
    last: u32,
    /// The straight or curly single mark, which may also be an apostrophe.
    apostrophe: u32,
}

impl<'a> AtomBuilder<'a> {
    /// The builder must be new, or the marks have been interned before: see [`AtomBuilder::intern_marks`].
    pub(crate) fn new(
        words: &'a mut LexiconBuilder,
        source: &'a BTreeMap<String, WordList>,
        numbers: &'a Numbers,
    ) -> Self {
        let marks = Self::intern_marks(words);
        let mut builder = Self {
            words,
            source,
            numbers,
            lists: Vec::new(),
            list_ids: FxHashMap::default(),
            prims: Vec::new(),
            prim_ids: FxHashMap::default(),
            atoms: Vec::new(),
            atom_ids: FxHashMap::default(),
            alone: Vec::new(),
            trees: FxHashMap::default(),
            marks,
        };
        for name in FUNCTION_WORDS.into_iter().chain(["adverb", "not_adverb", "not_name"]) {
            let list = builder.list(name);
            builder.prim(Prim::List(list, None));
        }
        builder
    }

    fn intern_marks(words: &mut LexiconBuilder) -> Marks {
        let mut ids = ["\"", "“", "”", "„", "‟", "«", "»", "‹", "›", "''", "``", "‘"].map(|m| words.intern(m, false).0);
        ids.sort_unstable();
        let apostrophe = words.intern("'", false).0;
        debug_assert_eq!(ids[11] - ids[0], 11, "marks are interned before all words");
        Marks { first: ids[0], last: ids[11], apostrophe }
    }

    /// Interns the marks; called on a new lexicon, before any word is added.
    pub(crate) fn reserve_marks(words: &mut LexiconBuilder) {
        Self::intern_marks(words);
    }

    /// The words of `text`, cut as an article is cut.
    pub(crate) fn cut(&mut self, text: &str, exact: bool) -> Vec<Prim> {
        if text.strip_prefix('\'').is_some_and(|t| CLITICS.contains(&t)) {
            return vec![Prim::Word(self.words.intern(text, false))];
        }
        if !exact {
            return self.words.words(text, false).into_iter().map(Prim::Word).collect();
        }
        // A small word with exact case shares its number with its capital form, and so does a word that begins with a
        // letter outside ASCII, by which the lexicon does not look for exact words.
        let pieces: Vec<WordId> = self.words.words(text, true);
        let lower: Vec<WordId> = self.words.words(text, false);
        let lexicon_less = text.split_whitespace().next().and_then(|w| w.chars().next()).is_some_and(|c| !c.is_ascii());
        pieces
            .into_iter()
            .zip(lower)
            .map(|(exact, lower)| match exact == lower {
                true if text.starts_with(char::is_lowercase) => Prim::Cased(lower, ShapeTest::Lower),
                false if lexicon_less => Prim::Cased(lower, ShapeTest::Cap),
                _ => Prim::Word(exact),
            })
            .collect()
    }

    /// The number of the list `name`, its words interned.
    pub(crate) fn list(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.list_ids.get(name) {
            return id;
        }
        let source = self.source;
        let numbers = self.numbers.get(name).map_or(&[][..], |n| n);
        let mut list = ListWords::default();
        for (place, entry) in source.get(name).map_or(&[][..], |l| &l.entries).iter().enumerate() {
            // Small letters alone are never cut, and most words are.
            if !entry.exact && !entry.text.is_empty() && entry.text.bytes().all(|b| b.is_ascii_lowercase()) {
                let known = numbers.get(place).copied().filter(|&id| id != WordId::UNKNOWN);
                let id = known.unwrap_or_else(|| self.words.intern(&entry.text, false));
                list.singles.push((id, entry.forms));
                continue;
            }
            let split = split_form(&entry.text);
            for text in [Some(&entry.text), split.as_ref()].into_iter().flatten() {
                let words = self.cut(text, entry.exact);
                match words.as_slice() {
                    [] => {}
                    [Prim::Word(id) | Prim::Cased(id, _)] => list.singles.push((*id, entry.forms)),
                    _ => list.phrases.push((words, entry.forms)),
                }
            }
        }
        let id = self.lists.len() as u32;
        self.lists.push(list);
        self.list_ids.insert(name.to_owned(), id);
        id
    }

    pub(crate) fn list_words(&self, id: u32) -> &ListWords {
        &self.lists[id as usize]
    }

    pub(crate) fn prim(&mut self, prim: Prim) -> u32 {
        if let Some(&id) = self.prim_ids.get(&prim) {
            return id;
        }
        let id = self.prims.len() as u32;
        self.prims.push(prim.clone());
        self.prim_ids.insert(prim, id);
        id
    }

    /// The atom that asks nothing but `prim`: most of all atoms.
    pub(crate) fn one(&mut self, prim: Prim) -> u32 {
        let prim = self.prim(prim) as usize;
        if self.alone.len() <= prim {
            self.alone.resize(prim + 1, None);
        }
        if let Some(atom) = self.alone[prim] {
            return atom;
        }
        let atom = self.numbered(Box::new([(false, prim as u32)]));
        self.alone[prim] = Some(atom);
        atom
    }

    /// The atom that holds when all of `tests` do; `true` negates.
    pub(crate) fn atom(&mut self, tests: Vec<(bool, Prim)>) -> u32 {
        let mut tests: Vec<(bool, u32)> = tests.into_iter().map(|(not, p)| (not, self.prim(p))).collect();
        tests.sort_unstable();
        tests.dedup();
        self.numbered(tests.into_boxed_slice())
    }

    fn numbered(&mut self, key: Box<[(bool, u32)]>) -> u32 {
        if let Some(&id) = self.atom_ids.get(&key) {
            return id;
        }
        let id = self.atoms.len() as u32;
        self.atoms.push(key.clone());
        self.atom_ids.insert(key, id);
        id
    }

    /// Resolves every word of the closed lexicon.
    pub(crate) fn close(self) -> AtomsParts {
        AtomsParts {
            lists: self.lists,
            list_ids: self.list_ids,
            prims: self.prims,
            atoms: self.atoms,
            marks: self.marks,
        }
    }
}

/// What is left of the builder once it has let go of the lexicon.
pub(crate) struct AtomsParts {
    lists: Vec<ListWords>,
    list_ids: FxHashMap<String, u32>,
    prims: Vec<Prim>,
    atoms: Vec<Box<[(bool, u32)]>>,
    marks: Marks,
}

/// All questions, and which words answer them.
#[derive(Debug, Default)]
pub(crate) struct Atoms {
    /// By word: its group. Words of one group answer all questions about words alike.
    group_of: Vec<u32>,
    /// By group: the questions about words that are answered with yes.
    groups: Vec<Box<[u32]>>,
    /// Beginnings of words by their first byte, longest first, with the group of a word that no lexicon knows.
    prefixes: BTreeMap<u8, Vec<(String, u32)>>,
    /// By a word's first byte: whether any beginning begins so, in whatever case.
    initials: Vec<bool>,
    shapes: Vec<Prim>,
    atoms: Vec<Box<[(bool, u32)]>>,
    /// By question: the atoms that ask nothing but that, of the word alone.
    single: Vec<Vec<u32>>,
    /// All other atoms.
    mixed: Vec<u32>,
    adverb: [u32; 2],
    not_name: Box<[u32]>,
    marks: Marks,
}

impl Atoms {
    pub(crate) fn new(parts: AtomsParts, lexicon: &Lexicon) -> Self {
        let AtomsParts { lists, list_ids, prims, atoms, marks } = parts;
        let mut by_word: Vec<Vec<u32>> = vec![Vec::new(); lexicon.len()];
        let mut beginnings = Vec::new();
        for (id, prim) in (0u32..).zip(&prims) {
            match prim {
                Prim::Word(word) | Prim::Cased(word, _) => by_word[word.0 as usize].push(id),
                Prim::List(list, forms) => {
                    for (word, have) in &lists[*list as usize].singles {
                        if forms.is_none_or(|f| f.any(*have)) {
                            by_word[word.0 as usize].push(id);
                        }
                    }
                }
                Prim::Prefix(text) => beginnings.push((text.clone(), id)),
                Prim::Shape(_) => {}
            }
        }
        for word in 1..lexicon.len() as u32 {
            let spelt = lexicon.word(WordId(word)).to_lowercase();
            for (text, id) in &beginnings {
                if spelt.starts_with(text.as_str()) {
                    by_word[word as usize].push(*id);
                }
            }
        }
        // A word with exact case is its small word too.
        for word in 1..lexicon.len() as u32 {
            let spelt = lexicon.word(WordId(word));
            if spelt.contains(char::is_uppercase) {
                let lower = lexicon.find(&spelt.to_lowercase());
                let more = by_word[lower.0 as usize].clone();
                by_word[word as usize].extend(more);
            }
        }
        let mut ids: FxHashMap<Box<[u32]>, u32> = FxHashMap::default();
        let mut groups: Vec<Box<[u32]>> = Vec::new();
        let mut group = |mut answers: Vec<u32>| {
            answers.sort_unstable();
            answers.dedup();
            *ids.entry(answers.into_boxed_slice()).or_insert_with_key(|key| {
                groups.push(key.clone());
                groups.len() as u32 - 1
            })
        };
        group(Vec::new());
        let group_of = by_word.into_iter().map(&mut group).collect();
        let mut prefixes: BTreeMap<u8, Vec<(String, u32)>> = BTreeMap::new();
        let mut initials = vec![false; 256];
        for (text, _) in &beginnings {
            let Some(first) = text.bytes().next().map(|b| b.to_ascii_lowercase()) else { continue };
            let all = beginnings.iter().filter(|(b, _)| text.starts_with(b.as_str())).map(|(_, id)| *id).collect();
            prefixes.entry(first).or_default().push((text.clone(), group(all)));
            initials[usize::from(first)] = true;
            initials[usize::from(first.to_ascii_uppercase())] = true;
        }
        for of_letter in prefixes.values_mut() {
            of_letter.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        }
        let prim_of_list = |name: &str| {
            let list = list_ids[name];
            prims.iter().position(|p| *p == Prim::List(list, None)).expect("interned when the builder was made") as u32
        };
        let not_name = FUNCTION_WORDS.into_iter().chain(["not_name"]).map(prim_of_list).collect();
        let adverb = ["adverb", "not_adverb"].map(prim_of_list);
        let (mut single, mut mixed) = (vec![Vec::new(); prims.len()], Vec::new());
        for (id, tests) in (0u32..).zip(&atoms) {
            match **tests {
                [(false, prim)] if !matches!(prims[prim as usize], Prim::Cased(..) | Prim::Shape(_)) => {
                    single[prim as usize].push(id);
                }
                _ => mixed.push(id),
            }
        }
        Self { group_of, groups, prefixes, initials, shapes: prims, atoms, single, mixed, adverb, not_name, marks }
    }

    /// How many words of 64 bits hold the answers to all atoms.
    pub(crate) fn words(&self) -> usize {
        self.atoms.len().div_ceil(64)
    }

    /// How many keys [`Atoms::key`] may give.
    pub(crate) fn keys(&self) -> usize {
        self.groups.len() * LOOKS
    }

    /// The word group and look of a token, as one number.
    pub(crate) fn key(&self, token: &Token, index: u32, text: &str, document: &Document) -> usize {
        let mut group = self.group_of.get(token.word.0 as usize).copied().unwrap_or(0);
        if token.word == WordId::UNKNOWN && !token.shape.has(Shape::PUNCT) {
            let spelt = token.text(text).as_bytes();
            group = self.beginning(spelt).unwrap_or(0);
        }
        let shape = token.shape;
        let look = if shape.has(Shape::PUNCT) {
            let word = token.word.0;
            let quote = (self.marks.first..=self.marks.last).contains(&word)
                || word == self.marks.apostrophe
                    && document
                        .quote_of(index)
                        .is_some_and(|q| q.tokens.start == index || (q.closed && q.tokens.end == index + 1));
            if quote { QUOTE } else { PUNCT }
        } else if shape.has(Shape::UPPER) {
            UPPER
        } else if shape.has(Shape::CAP) {
            CAP
        } else if shape.has(Shape::LOWER) {
            LOWER
        } else if shape.has(Shape::NUM) {
            NUM
        } else if shape.has(Shape::POSS) {
            POSS
        } else {
            OTHER
        };
        let look = if shape.has(Shape::LY) { look + LY } else { look };
        group as usize * LOOKS + look
    }

    /// The group of an unknown word that begins as a pattern asks.
    fn beginning(&self, spelt: &[u8]) -> Option<u32> {
        let first = spelt.first().filter(|&&b| self.initials.get(usize::from(b)) == Some(&true))?;
        let likely = self.prefixes.get(&first.to_ascii_lowercase())?;
        let begins = |p: &str| spelt.get(..p.len()).is_some_and(|s| s.eq_ignore_ascii_case(p.as_bytes()));
        likely.iter().find(|(p, _)| begins(p)).map(|(_, group)| *group)
    }

    /// The atoms that hold for tokens of `key`, as bits.
    pub(crate) fn answers(&self, key: usize) -> Box<[u64]> {
        let (words, look) = (&self.groups[key / LOOKS], key % LOOKS);
        let is = |prim: u32| words.binary_search(&prim).is_ok();
        let holds = |prim: u32| match &self.shapes[prim as usize] {
            Prim::Cased(_, shape) => is(prim) && self.looks(*shape, look, &is),
            Prim::Shape(shape) => self.looks(*shape, look, &is),
            _ => is(prim),
        };
        let mut bits = vec![0u64; self.words()];
        let single = words.iter().flat_map(|&prim| &self.single[prim as usize]);
        let mixed =
            self.mixed.iter().filter(|&&i| self.atoms[i as usize].iter().all(|&(not, prim)| holds(prim) != not));
        for &i in single.chain(mixed) {
            bits[i as usize / 64] |= 1 << (i % 64);
        }
        bits.into_boxed_slice()
    }

    /// The names of the shapes that tokens of `key` have.
    pub(crate) fn shapes(&self, key: usize) -> Vec<&'static str> {
        let (words, look) = (&self.groups[key / LOOKS], key % LOOKS);
        let is = |prim: u32| words.binary_search(&prim).is_ok();
        SHAPES.iter().filter(|(_, shape)| self.looks(*shape, look, &is)).map(|(name, _)| *name).collect()
    }

    fn looks(&self, shape: ShapeTest, look: usize, is: &impl Fn(u32) -> bool) -> bool {
        let base = look % LY;
        match shape {
            ShapeTest::Cap => base == CAP || base == UPPER,
            ShapeTest::Upper => base == UPPER,
            ShapeTest::Lower => base == LOWER,
            ShapeTest::Num => base == NUM,
            ShapeTest::Punct => base == PUNCT || base == QUOTE,
            ShapeTest::Poss => base == POSS,
            ShapeTest::Quote => base == QUOTE,
            ShapeTest::Adverb => is(self.adverb[0]) || (look >= LY && !is(self.adverb[1])),
            ShapeTest::Name => (base == CAP || base == UPPER) && !self.not_name.iter().any(|&p| is(p)),
        }
    }
}

/// What tokens look like, as far as patterns can ask; the second half ends in -ly.
const LOOKS: usize = 16;
const LY: usize = 8;
const CAP: usize = 0;
const UPPER: usize = 1;
const LOWER: usize = 2;
const NUM: usize = 3;
const PUNCT: usize = 4;
const POSS: usize = 5;
const QUOTE: usize = 6;
const OTHER: usize = 7;

/// `high-ranking` as two words; `None` for a text without inner hyphen.
pub(crate) fn split_form(text: &str) -> Option<String> {
    if !text.contains('-') {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let inner = |i: usize| {
        letters[i] == '-'
            && i > 0
            && letters[i - 1].is_alphanumeric()
            && letters.get(i + 1).is_some_and(|c| c.is_alphanumeric())
    };
    if !(0..letters.len()).any(inner) {
        return None;
    }
    Some(letters.iter().enumerate().map(|(i, &c)| if inner(i) { ' ' } else { c }).collect())
}
