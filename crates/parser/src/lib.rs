//! Reads sources and attributions out of news text: structure and facts, no judgement.
//!
//! [`parse`] never fails and never panics, whatever the text; it does no I/O, knows no rules and no word by heart. The
//! words come in a [`Lexicon`], the rules of `onrecord-engine` judge what is found.

mod class;
mod document;
mod lexicon;
mod token;

pub use class::{Class, ClassSet, Forms};
pub use document::{
    Act, Attribution, Clause, Confidence, Document, Entity, EntityId, EntityType, Form, Mention, Number, Paragraph, Quote,
    Sentence, Stance, Via, Zone,
};
pub use lexicon::{Entry, Lexicon, LexiconBuilder, WordId};
pub use token::{Gap, Shape, Token, tokenize};

/// Takes `text` apart with the words of `lexicon`.
#[must_use]
pub fn parse(text: &str, lexicon: &Lexicon) -> Document {
    Document { tokens: tokenize(text, lexicon), ..Document::default() }
}
