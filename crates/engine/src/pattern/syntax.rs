//! Reads a token pattern, by the grammar in `rules/README.md`.

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord_parser::Forms;

use crate::pack::WordList;
use crate::problem::suggest;

/// Gaps and repeats go up to this number.
const REPEAT_LIMIT: u8 = 12;
/// Brackets may be nested this deep.
const DEPTH_LIMIT: usize = 16;
/// A pattern may have this many bytes.
const LENGTH_LIMIT: usize = 4096;

/// A pattern, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// One word or several, as an article would have them.
    Word {
        text: String,
        exact: bool,
    },
    /// Any word that begins so.
    Prefix(String),
    /// A word of a lexicon, in one of the forms if any are told.
    List {
        name: String,
        forms: Option<Forms>,
    },
    /// A token that looks so.
    Shape(ShapeTest),
    /// One token for which all hold; `true` negates.
    Set(Vec<(bool, Node)>),
    /// Up to so many tokens.
    Gap(u8),
    Start,
    End,
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    Repeat(Box<Node>, u8, u8),
    Capture(String, Box<Node>),
}

impl Node {
    pub(crate) fn is_leaf(&self) -> bool {
        !matches!(self, Self::Seq(_) | Self::Alt(_) | Self::Repeat(..) | Self::Capture(..))
    }
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ShapeTest {
    Cap,
    Upper,
    Lower,
    Num,
    Punct,
    Poss,
    Quote,
    Adverb,
    Name,
}

pub(crate) const SHAPES: [(&str, ShapeTest); 9] = [
    ("#Cap", ShapeTest::Cap),
    ("#UPPER", ShapeTest::Upper),
    ("#lower", ShapeTest::Lower),
    ("#num", ShapeTest::Num),
    ("#punct", ShapeTest::Punct),
    ("#poss", ShapeTest::Poss),
    ("#quote", ShapeTest::Quote),
    ("#adv", ShapeTest::Adverb),
    ("#name", ShapeTest::Name),
];

/// What articles have behind an apostrophe as a token of its own.
pub(crate) const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

pub(crate) const FORMS: [&str; 7] = ["base", "s", "past", "part", "ing", "sg", "pl"];

/// What is wrong with a pattern, with the place inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) at: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Fault {
    pub(crate) fn new(at: Range<usize>, message: impl Into<String>, help: impl Into<Option<&'static str>>) -> Self {
        Self { at, message: message.into(), help: help.into().map(str::to_owned) }
    }
}

/// One of the smallest parts of a pattern: a word, list, shape, set, gap or anchor. They are numbered from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    /// Its bytes in the pattern.
    pub(crate) at: Range<usize>,
    /// The bytes of what an author would change in its place: the brackets of a choice among single leaves, or itself.
    pub(crate) item: Range<usize>,
    /// Whether every match goes through it, or through another branch of its choice.
    pub(crate) required: bool,
    /// Whether it asks for certain words, and not only for a look or for what a word is not.
    pub(crate) words: bool,
    /// The word or lexicon that it is, where it is no more than that.
    pub(crate) asks: Option<Asks>,
}

/// What a leaf asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    Word(String),
    List(String),
}

/// Reads `text`; `@name` must be one of `lists`.
pub(crate) fn parse(text: &str, lists: &BTreeMap<String, WordList>) -> Result<Node, Fault> {
    read(text, lists, false).map(|(node, _)| node)
}

/// The leaves of `text`, in order; none for a pattern that cannot be read.
pub(crate) fn leaves(text: &str, lists: &BTreeMap<String, WordList>) -> Vec<Leaf> {
    let Ok((node, mut leaves)) = read(text, lists, true) else { return Vec::new() };
    describe(&node, true, &mut leaves.iter_mut());
    leaves
}

/// Sets of leaves of which every match goes through one each, by their numbers: only leaves that ask for words.
pub(crate) fn cuts(text: &str, lists: &BTreeMap<String, WordList>) -> Vec<Vec<u16>> {
    let Ok((node, mut leaves)) = read(text, lists, true) else { return Vec::new() };
    describe(&node, true, &mut leaves.iter_mut());
    cut(&node, &leaves, &mut 0)
}

fn cut(node: &Node, leaves: &[Leaf], number: &mut u16) -> Vec<Vec<u16>> {
    match node {
        Node::Seq(nodes) => nodes.iter().flat_map(|n| cut(n, leaves, number)).collect(),
        Node::Alt(branches) => {
            let mut one = Vec::new();
            let mut all = true;
            for branch in branches {
                match cut(branch, leaves, number).into_iter().next() {
                    Some(first) => one.extend(first),
                    None => all = false,
                }
            }
            if all { vec![one] } else { Vec::new() }
        }
        Node::Repeat(inner, least, _) => {
            let cuts = cut(inner, leaves, number);
            if *least > 0 { cuts } else { Vec::new() }
        }
        Node::Capture(_, inner) => cut(inner, leaves, number),
        _ => {
            let leaf = *number;
            *number = leaf.saturating_add(1);
            let words = leaves.get(usize::from(leaf)).is_some_and(|l| l.words);
            if words { vec![vec![leaf]] } else { Vec::new() }
        }
    }
}

fn describe<'l>(node: &Node, required: bool, leaves: &mut impl Iterator<Item = &'l mut Leaf>) {
    match node {
        Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().for_each(|n| describe(n, required, leaves)),
        Node::Repeat(inner, least, _) => describe(inner, required && *least > 0, leaves),
        Node::Capture(_, inner) => describe(inner, required, leaves),
        leaf => {
            let words = |n: &Node| matches!(n, Node::Word { .. } | Node::Prefix(_) | Node::List { .. });
            if let Some(place) = leaves.next() {
                place.required = required && !matches!(leaf, Node::Gap(_));
                place.asks = match leaf {
                    Node::Word { text, .. } => Some(Asks::Word(text.clone())),
                    Node::List { name, .. } => Some(Asks::List(name.clone())),
                    _ => None,
                };
                place.words = match leaf {
                    Node::Set(tests) => tests.iter().any(|(not, test)| !not && words(test)),
                    other => words(other),
                };
            }
        }
    }
}

/// The pattern, with its leaves if they are to be told.
fn read(text: &str, lists: &BTreeMap<String, WordList>, tell: bool) -> Result<(Node, Vec<Leaf>), Fault> {
    if text.len() > LENGTH_LIMIT {
        let help = "split it into several patterns, or put its words into a lexicon";
        return Err(Fault::new(0..text.len(), format!("pattern is longer than {LENGTH_LIMIT} bytes"), help));
    }
    let mut parser = Parser { text, pos: 0, depth: 0, lists, tell, leaves: Vec::new() };
    let node = parser.alt()?;
    parser.blanks();
    if let Some(c) = parser.peek() {
        return Err(parser.fault_here(format!("`{c}` closes nothing"), "remove it, or open a bracket before"));
    }
    anchors(&node, false, false, text)?;
    Ok((node, parser.leaves))
}

struct Parser<'t> {
    text: &'t str,
    pos: usize,
    depth: usize,
    lists: &'t BTreeMap<String, WordList>,
    tell: bool,
    leaves: Vec<Leaf>,
}

type Parsed = Result<Node, Fault>;

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.pos += c.len_utf8();
        }
        found
    }

    fn take(&mut self, keep: impl Fn(char) -> bool) -> &'t str {
        let rest = &self.text[self.pos..];
        let len = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.pos += len;
        &rest[..len]
    }

    fn blanks(&mut self) {
        self.take(char::is_whitespace);
    }

    fn fault_here(&self, message: impl Into<String>, help: impl Into<Option<&'static str>>) -> Fault {
        let end = self.pos + self.peek().map_or(0, char::len_utf8);
        Fault::new(self.pos..end, message, help)
    }

    fn alt(&mut self) -> Parsed {
        let mut branches = vec![self.seq()?];
        while self.eat('|') {
            branches.push(self.seq()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Alt(branches) })
    }

    fn seq(&mut self) -> Parsed {
        let mut items = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                None | Some('|' | ')') => break,
                _ => {}
            }
            let (start, known) = (self.pos, self.leaves.len());
            let item = self.primary()?;
            // What stands in brackets has told its leaves already.
            if self.tell && self.leaves.len() == known {
                let at = start..self.pos;
                self.leaves.push(Leaf { item: at.clone(), at, required: false, words: false, asks: None });
            }
            items.push(self.quantified(item)?);
        }
        match items.len() {
            0 => Err(self.fault_here(
                "something must stand here",
                "write a word, or put `?` behind the brackets to make them optional",
            )),
            1 => Ok(items.remove(0)),
            _ => Ok(Node::Seq(items)),
        }
    }

    fn quantified(&mut self, item: Node) -> Parsed {
        let start = self.pos;
        let (least, most) = match self.peek() {
            Some('?') => {
                self.pos += 1;
                (0, 1)
            }
            Some('{') => {
                self.pos += 1;
                let least = self.number(start)?;
                let most = if self.eat(',') { self.number(start)? } else { least };
                if !self.eat('}') {
                    return Err(self.fault_here("a repeat is closed with `}`", "write it as `{2}` or `{0,3}`"));
                }
                if most == 0 || least > most {
                    let help = "write the smaller number first; the greater one is at least 1";
                    return Err(Fault::new(start..self.pos, format!("repeat from {least} to {most}"), help));
                }
                (least, most)
            }
            Some('*' | '+') => {
                return Err(self.fault_here("repeats have a bound here", "write `{0,3}` or `{1,3}`"));
            }
            _ => return Ok(item),
        };
        let place = start..self.pos;
        if matches!(item, Node::Gap(_)) {
            return Err(Fault::new(place, "a gap cannot be repeated", "write one gap with the greater number"));
        }
        if matches!(item, Node::Start | Node::End) {
            return Err(Fault::new(place, "`^` and `$` cannot be repeated", None));
        }
        if let Some('?' | '{') = self.peek() {
            return Err(self.fault_here("two repeats in a row", "put the first into brackets"));
        }
        Ok(Node::Repeat(Box::new(item), least, most))
    }

    fn number(&mut self, start: usize) -> Result<u8, Fault> {
        let digits = self.take(|c| c.is_ascii_digit());
        match digits.parse::<u8>() {
            Ok(n) if n <= REPEAT_LIMIT => Ok(n),
            _ if digits.is_empty() => {
                Err(self.fault_here("a number must stand here", "write it as `{2}`, `{0,3}` or `~4`"))
            }
            _ => Err(Fault::new(
                start..self.pos,
                format!("{digits} is more than {REPEAT_LIMIT}"),
                "gaps and repeats go up to 12",
            )),
        }
    }

    fn primary(&mut self) -> Parsed {
        let start = self.pos;
        match self.peek().unwrap_or(' ') {
            '(' => {
                self.pos += 1;
                self.group(start)
            }
            '[' => self.set(),
            '~' => {
                self.pos += 1;
                match self.number(start)? {
                    0 => Err(Fault::new(start..self.pos, "a gap of no tokens", "remove it")),
                    n => Ok(Node::Gap(n)),
                }
            }
            '^' => {
                self.pos += 1;
                Ok(Node::Start)
            }
            '$' => {
                self.pos += 1;
                Ok(Node::End)
            }
            '?' | '{' | '*' | '+' => {
                let help =
                    "a repeat stands directly behind what it repeats; for the sign itself write it in single quotes";
                Err(self.fault_here("there is nothing to repeat", help))
            }
            ']' | '}' => Err(self.fault_here("this closes nothing", "remove it, or write the sign in single quotes")),
            _ => {
                // `who:( … )`
                let name = self.take(|c| c.is_ascii_lowercase() || c == '_');
                if !name.is_empty() && self.text[self.pos..].starts_with(":(") {
                    self.pos += 2;
                    let inner = self.group(start)?;
                    return Ok(Node::Capture(name.to_owned(), Box::new(inner)));
                }
                self.pos = start;
                self.token(false)
            }
        }
    }

    /// Behind an opening bracket.
    fn group(&mut self, open: usize) -> Parsed {
        self.depth += 1;
        let known = self.leaves.len();
        if self.depth > DEPTH_LIMIT {
            let help = "write it flat, or split it into several patterns";
            return Err(Fault::new(open..self.pos, format!("brackets are nested deeper than {DEPTH_LIMIT}"), help));
        }
        let inner = self.alt()?;
        self.depth -= 1;
        if !self.eat(')') {
            return Err(Fault::new(open..self.pos, "this bracket is not closed", "add a `)`"));
        }
        if inner.is_leaf() || matches!(&inner, Node::Alt(branches) if branches.iter().all(Node::is_leaf)) {
            self.leaves[known..].iter_mut().for_each(|leaf| leaf.item = open..self.pos);
        }
        Ok(inner)
    }

    fn set(&mut self) -> Parsed {
        let open = self.pos;
        self.pos += 1;
        let mut tests = Vec::new();
        loop {
            self.blanks();
            let negated = self.eat('!');
            self.blanks();
            let at = self.pos;
            match self.peek() {
                None => return Err(Fault::new(open..self.pos, "this bracket is not closed", "add a `]`")),
                Some('(' | '[' | '~' | '^' | '$' | '|' | '{' | '?' | ')' | '}') => {
                    let help = "a set is one token: words, `'Exact'`, `@lexicon` and `#shape`, joined by `&`, with `!` for not";
                    return Err(self.fault_here("this cannot stand in a set", help));
                }
                Some(']' | '&') => {
                    return Err(self.fault_here("a condition must stand here", "write a word, `@lexicon` or `#shape`"));
                }
                _ => {}
            }
            let test = self.token(true)?;
            debug_assert!(self.pos > at, "a token has at least one letter");
            tests.push((negated, test));
            self.blanks();
            if self.eat(']') {
                return Ok(Node::Set(tests));
            }
            if self.peek().is_none() {
                return Err(Fault::new(open..self.pos, "this bracket is not closed", "add a `]`"));
            }
            if !self.eat('&') {
                let end = self.pos;
                return Err(Fault::new(
                    open..end,
                    "conditions of a set are joined by `&`",
                    "write it as `[#Cap & !@role]`",
                ));
            }
        }
    }

    /// A word, exact text, lexicon or shape.
    fn token(&mut self, in_set: bool) -> Parsed {
        let start = self.pos;
        match self.peek().unwrap_or(' ') {
            '@' => {
                self.pos += 1;
                self.list(start)
            }
            '#' => {
                self.pos += 1;
                self.take(|c| c.is_ascii_alphanumeric() || c == '_');
                let name = &self.text[start..self.pos];
                match SHAPES.iter().find(|(n, _)| *n == name) {
                    Some(&(_, shape)) => Ok(Node::Shape(shape)),
                    None => {
                        let mut fault = Fault::new(start..self.pos, format!("unknown shape `{name}`"), None);
                        fault.help = suggest(name, SHAPES.iter().map(|(n, _)| *n));
                        Err(fault)
                    }
                }
            }
            '\'' => self.exact(in_set),
            _ => self.word(in_set),
        }
    }

    fn list(&mut self, start: usize) -> Parsed {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let name = self.take(is_name);
        let Some(list) = self.lists.get(name) else {
            let mut fault = Fault::new(start..self.pos, format!("unknown lexicon `{name}`"), None);
            fault.help = suggest(name, self.lists.keys().map(String::as_str));
            return Err(fault);
        };
        let mut forms = None;
        if self.peek() == Some(':') {
            let colon = self.pos;
            self.pos += 1;
            let form = self.take(is_name);
            let Some(found) = Forms::named(form) else {
                let mut fault = Fault::new(colon + 1..self.pos, format!("unknown form `{form}`"), None);
                fault.help = suggest(form, FORMS.into_iter());
                return Err(fault);
            };
            if !list.entries.iter().any(|e| e.forms.any(found)) {
                let message = format!("no word of lexicon `{name}` stands in the form `{form}`");
                let help = "verbs have base, s, past, part and ing, nouns sg and pl, fixed words none";
                return Err(Fault::new(start..self.pos, message, help));
            }
            forms = Some(found);
        }
        if list.entries.is_empty() {
            return Err(Fault::new(
                start..self.pos,
                format!("lexicon `{name}` is empty"),
                "add words, or leave it out of the pattern",
            ));
        }
        Ok(Node::List { name: name.to_owned(), forms })
    }

    /// `'Exact text'`: an apostrophe inside a word does not close it.
    fn exact(&mut self, in_set: bool) -> Parsed {
        let start = self.pos;
        self.pos += 1;
        let rest = &self.text[self.pos..];
        // `'ve` and its like are tokens of their own.
        let clitic = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        if CLITICS.contains(&&rest[..clitic]) && !rest[clitic..].starts_with('\'') {
            self.pos += clitic;
            return Ok(Node::Word { text: self.text[start..self.pos].to_owned(), exact: false });
        }
        let ends = |after: &str| after.chars().next().is_none_or(|c| c.is_whitespace() || "()[]|?{}&".contains(c));
        let close = rest.char_indices().skip(1).find(|&(i, c)| c == '\'' && ends(&rest[i + 1..]));
        let Some((len, _)) = close else {
            let help = "add a `'` behind the text; for the clitic write `#poss`";
            return Err(Fault::new(start..self.text.len(), "this quotation is not closed", help));
        };
        self.pos += len + 1;
        let text = rest[..len].trim().to_owned();
        if in_set && text.contains(char::is_whitespace) {
            return Err(Fault::new(start..self.pos, "a set is one token", "write one word, or use brackets"));
        }
        Ok(Node::Word { text, exact: true })
    }

    fn word(&mut self, in_set: bool) -> Parsed {
        let start = self.pos;
        while let Some(c) = self.peek() {
            let ends = c.is_whitespace() || "()[]|?{}".contains(c) || (in_set && c == '&');
            if ends {
                break;
            }
            if "~@#^$".contains(c) && self.pos > start {
                return Err(self.fault_here(format!("`{c}` inside a word"), "put a space before it"));
            }
            if c == '*' {
                return self.prefix(start);
            }
            if c == '+' || c == '\\' {
                let help = "a pattern is no regular expression; to repeat, write `{1,12}`, for any words `~4`, for the sign itself `'+'`";
                return Err(self.fault_here(format!("`{c}` has no meaning here"), help));
            }
            self.pos += c.len_utf8();
        }
        let text = &self.text[start..self.pos];
        if text.chars().all(|c| "\"“”„«»".contains(c)) {
            return Ok(Node::Shape(ShapeTest::Quote));
        }
        Ok(Node::Word { text: text.to_owned(), exact: false })
    }

    fn prefix(&mut self, start: usize) -> Parsed {
        let text = &self.text[start..self.pos];
        self.pos += 1;
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 3 || letters != text.chars().count() {
            let help = "at least three letters stand before `*`; to repeat, write `{0,12}`, for any words `~4`";
            return Err(Fault::new(start..self.pos, format!("`{text}*` is no beginning of a word"), help));
        }
        Ok(Node::Prefix(text.to_lowercase()))
    }
}

/// Says where `^` or `$` can never hold, because words stand on its wrong side.
fn anchors(node: &Node, before: bool, after: bool, text: &str) -> Result<(), Fault> {
    let fault = |sign: char, help| {
        let at = text.find(sign).unwrap_or(0);
        Err(Fault::new(at..at + 1, format!("`{sign}` can never hold here"), help))
    };
    match node {
        Node::Start if before => fault('^', "it is the start of the sentence: nothing can stand before it"),
        Node::End if after => fault('$', "it is the end of the sentence: nothing can stand behind it"),
        Node::Repeat(inner, _, most) => anchors(inner, before || *most > 1, after || *most > 1, text),
        Node::Capture(_, inner) => anchors(inner, before, after, text),
        Node::Alt(branches) => branches.iter().try_for_each(|b| anchors(b, before, after, text)),
        Node::Seq(items) => {
            let consumes = |n: &Node| !matches!(n, Node::Start | Node::End);
            items.iter().enumerate().try_for_each(|(i, item)| {
                let before = before || items[..i].iter().any(consumes);
                let after = after || items[i + 1..].iter().any(consumes);
                anchors(item, before, after, text)
            })
        }
        _ => Ok(()),
    }
}
