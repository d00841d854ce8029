//! The working sheet of one parse: tokens with everything that the stages have found out about each.

use std::ops::Range;

use crate::class::{Class, ClassSet, Forms};
use crate::cue;
use crate::document::{Quote, Sentence};
use crate::lexicon::{Entry, Lexicon};
use crate::token::{Gap, Shape, Token};

/// What a token does in its sentence, as far as it can be told from the word and its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tag {
    #[default]
    Other,
    Noun,
    Name,
    Adj,
    Num,
    Det,
    /// A possessive pronoun before a noun.
    Poss,
    /// `'s` or `'` after a possessor.
    PossMark,
    Pron,
    ObjPron,
    Reflexive,
    Rel,
    Wh,
    That,
    Prep,
    Sub,
    Conj,
    To,
    Modal,
    Be,
    Have,
    Do,
    /// A finite verb, or one that may be.
    Verb,
    /// A verb after `to`, a modal or do.
    Base,
    /// A past participle: after have or be, or opening a reduced clause.
    Part,
    Ing,
    Adv,
    Neg,
    /// A later word of a verb of several words: `laid out`, `put it`.
    Particle,
    Comma,
    Stop,
    Ellipsis,
    Semicolon,
    Colon,
    Dash,
    Open,
    Close,
    /// A quotation mark, or an apostrophe by itself.
    Mark,
}

impl Tag {
    pub(crate) fn is_aux(self) -> bool {
        matches!(self, Self::Modal | Self::Be | Self::Have | Self::Do)
    }

    pub(crate) fn is_verb(self) -> bool {
        matches!(self, Self::Verb | Self::Base | Self::Part | Self::Ing)
    }

    /// Whether the token can stand inside a noun phrase without preposition.
    pub(crate) fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::Adj | Self::Num | Self::Det | Self::Poss | Self::PossMark)
    }

    /// Whether a noun phrase can end here.
    pub(crate) fn ends_phrase(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::Num | Self::Adj)
    }
}

/// No quotation.
pub(crate) const NO_QUOTE: u32 = u32::MAX;

pub(crate) struct Sheet<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) classes: Vec<ClassSet>,
    pub(crate) forms: Vec<Forms>,
    pub(crate) tags: Vec<Tag>,
    /// The quotation that each token lies in, or [`NO_QUOTE`].
    pub(crate) quote: Vec<u32>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) sentences: Vec<Sentence>,
}

impl<'a> Sheet<'a> {
    /// Looks every token up and marks punctuation.
    pub(crate) fn new(text: &'a str, tokens: &'a [Token], lexicon: &Lexicon) -> Self {
        let mut classes = Vec::with_capacity(tokens.len());
        let mut forms = Vec::with_capacity(tokens.len());
        let mut tags = Vec::with_capacity(tokens.len());
        let mut particles: Vec<Range<usize>> = Vec::new();
        // Up to where a phrase reaches that an earlier token opens.
        let mut until = 0;
        for (i, token) in tokens.iter().enumerate() {
            tags.push(if token.shape.has(Shape::PUNCT) { punctuation(token.text(text)) } else { Tag::Other });
            if i < until {
                continue;
            }
            let known = lexicon.known(token.word);
            if known.opens_phrase() {
                let word = |n| tokens.get(i + n).filter(|t: &&Token| n == 0 || t.gap <= Gap::Line).map(|t| t.word);
                if let Some((len, entry)) = lexicon.phrase(word) {
                    // A phrase is a word of its own: what its parts are elsewhere does not count here.
                    until = i + len;
                    classes.resize(until, entry.classes);
                    forms.resize(until, entry.forms);
                    // The first word of a phrasal cue is its verb.
                    if entry.classes.any(cue::CUES) && entry.forms.any(Forms::VERBAL) {
                        classes[i].insert(Class::Verb);
                        classes[i + 1..].fill(ClassSet::EMPTY);
                        particles.push(i + 1..until);
                    }
                    continue;
                }
            }
            let Entry { classes: of, forms: in_forms } = known.entry();
            classes.push(of);
            forms.push(in_forms);
        }
        for particle in particles {
            tags[particle].fill(Tag::Particle);
        }
        let quote = vec![NO_QUOTE; tokens.len()];
        Self { text, tokens, classes, forms, tags, quote, quotes: Vec::new(), sentences: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn is(&self, i: usize, class: Class) -> bool {
        self.classes.get(i).is_some_and(|c| c.has(class))
    }

    pub(crate) fn any(&self, i: usize, classes: ClassSet) -> bool {
        self.classes.get(i).is_some_and(|c| c.any(classes))
    }

    pub(crate) fn tag(&self, i: usize) -> Tag {
        self.tags.get(i).copied().unwrap_or_default()
    }

    pub(crate) fn form(&self, i: usize, forms: Forms) -> bool {
        self.forms.get(i).is_some_and(|f| f.any(forms))
    }

    pub(crate) fn shape(&self, i: usize) -> Shape {
        self.tokens.get(i).map(|t| t.shape).unwrap_or_default()
    }

    pub(crate) fn cap(&self, i: usize) -> bool {
        self.shape(i).has(Shape::CAP)
    }

    pub(crate) fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.text(self.text))
    }

    pub(crate) fn quoted(&self, i: usize) -> bool {
        self.quote.get(i).is_some_and(|&q| q != NO_QUOTE)
    }

    pub(crate) fn quote_at(&self, i: usize) -> Option<&Quote> {
        self.quote.get(i).and_then(|&q| self.quotes.get(q as usize))
    }

    /// Whether a quotation opens with token `i`.
    pub(crate) fn opens(&self, i: usize) -> bool {
        self.quote_at(i).is_some_and(|q| q.tokens.start as usize == i)
    }

    /// Whether a quotation ends with token `i`, by a closing mark.
    pub(crate) fn closes(&self, i: usize) -> bool {
        self.quote_at(i).is_some_and(|q| q.closed && q.tokens.end as usize == i + 1)
    }

    /// The tokens of the sentence that holds token `i`.
    pub(crate) fn sentence_at(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end as usize <= i)
    }

    pub(crate) fn sentence(&self, s: usize) -> Range<usize> {
        self.sentences.get(s).map_or(0..0, |s| s.tokens.start as usize..s.tokens.end as usize)
    }

    /// Whether a comma, full stop or the like stands at `i`.
    pub(crate) fn is_break(&self, i: usize) -> bool {
        matches!(self.tag(i), Tag::Comma | Tag::Stop | Tag::Ellipsis | Tag::Semicolon | Tag::Colon | Tag::Dash)
    }
}

fn punctuation(text: &str) -> Tag {
    match text {
        "," => Tag::Comma,
        "." | "?" | "!" => Tag::Stop,
        "…" => Tag::Ellipsis,
        ";" => Tag::Semicolon,
        ":" => Tag::Colon,
        "-" | "–" | "—" | "―" | "‒" => Tag::Dash,
        "(" | "[" | "{" => Tag::Open,
        ")" | "]" | "}" => Tag::Close,
        "\"" | "“" | "”" | "„" | "‟" | "«" | "»" | "‘" | "’" | "‚" | "‛" | "'" | "''" | "``" | "`" | "´" | "＂"
        // What is left of a mark that was decoded wrongly.
        | "\u{FFFD}" => {
            Tag::Mark
        }
        _ if text.starts_with("--") => Tag::Dash,
        _ if text.starts_with("...") => Tag::Ellipsis,
        _ => Tag::Other,
    }
}
