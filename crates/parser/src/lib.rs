//! Reads sources and attributions out of news text: structure and facts, no judgement.
//!
//! [`parse`] never fails and never panics, whatever the text; it does no I/O, knows no rules and no word by heart. The
//! words come in a [`Lexicon`], the rules of `onrecord-engine` judge what is found.
//!
//! ```text
//! text ─tokenize─▶ tokens ─layout─▶ paragraphs, quotations, sentences ─zone─▶ ─tag─▶ words in their roles
//!      ─cue─▶ cues ─attribute, special, follow─▶ drafts ─name, entity─▶ Document
//! ```

mod attribute;
mod caps;
mod citing;
mod class;
mod clause;
mod cue;
mod document;
mod entity;
mod follow;
mod frame;
mod gather;
mod layout;
mod lexicon;
mod name;
mod nominal;
mod parse;
mod person;
mod phrase;
mod pronoun;
mod repeated;
mod sheet;
mod sift;
mod signs;
mod special;
mod tag;
mod token;
mod turns;
mod view;
mod zone;

pub use class::{Class, ClassSet, Forms};
pub use document::{
    Act, Attribution, Clause, Confidence, Document, Entity, EntityId, EntityType, Form, Mention, Number, Paragraph,
    Quote, Sentence, Stance, Via, Zone,
};
pub use lexicon::{Entry, Lexicon, LexiconBuilder, WordId};
pub use name::folded;
pub use parse::parse;
pub use token::{Gap, Shape, Token, tokenize};
