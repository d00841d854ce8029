//! Text in capitals, as old wires and some headlines have it: gives words back the look that they have elsewhere, so
//! that the grammar can tell names from other words.

use crate::class::{Class, ClassSet};
use crate::lexicon::Lexicon;
use crate::token::{Gap, Shape, Token};

/// A stretch with fewer words in capitals than this is a label, an acronym or a shout.
const WORDS: usize = 6;

/// Words that may be part of a name; a word of any other list is none.
const NAMES: ClassSet = ClassSet::of(&[
    Class::Outlet,
    Class::OutletWord,
    Class::Place,
    Class::Demonym,
    Class::Day,
    Class::Month,
    Class::Honorific,
    Class::OrganisationWord,
    Class::Wire,
]);

/// Words in front of a name.
const LEADS: ClassSet = ClassSet::of(&[Class::Title, Class::Honorific, Class::Role, Class::Spokesperson]);

/// Changes the shapes of tokens in paragraphs that stand in capitals throughout.
pub(crate) fn calm(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    let mut start = 0;
    while start < tokens.len() {
        let end = (start + 1..tokens.len()).find(|&i| tokens[i].gap >= Gap::Line).unwrap_or(tokens.len());
        if capitals(&tokens[start..end]) {
            calm_paragraph(text, &mut tokens[start..end], lexicon);
        }
        start = end;
    }
}

fn capitals(tokens: &[Token]) -> bool {
    let (mut upper, mut lower) = (0, 0);
    for token in tokens {
        upper += usize::from(token.shape.has(Shape::UPPER));
        lower += usize::from(token.shape.has(Shape::LOWER) && !token.shape.has(Shape::POSS));
    }
    upper >= WORDS && lower * 10 <= upper
}

fn calm_paragraph(text: &str, tokens: &mut [Token], lexicon: &Lexicon) {
    // A label before a colon stays as it is: it names who speaks.
    let from = tokens.iter().take(6).position(|t| t.text(text) == ":").map_or(0, |colon| colon + 1);
    let upper: Vec<bool> = tokens.iter().map(|t| t.shape.has(Shape::UPPER)).collect();
    let classes: Vec<ClassSet> = tokens.iter().map(|t| t.classes(lexicon)).collect();
    let unknown = |i: usize| upper.get(i).is_some_and(|&u| u) && classes[i] == ClassSet::EMPTY;
    let word = |i: usize| upper.get(i).is_some_and(|&u| u);
    let mut opens = true;
    for i in from..tokens.len() {
        let shape = tokens[i].shape;
        if shape.has(Shape::PUNCT) {
            opens |= matches!(tokens[i].text(text), "." | "!" | "?" | ":");
            continue;
        }
        if upper[i] || shape.has(Shape::CAP) && tokens[i].end - tokens[i].start == 1 {
            let before = i.checked_sub(1);
            let led = before.is_some_and(|b| classes[b].any(LEADS) || classes[b].has(Class::NameParticle));
            let speaks = classes.get(i + 1).is_some_and(|c| c.has(Class::CuePost));
            let paired = unknown(i + 1) || before.is_some_and(unknown);
            let closed = before.is_some_and(|b| {
                classes[b].any(ClassSet::of(&[Class::Article, Class::Possessive, Class::Adjective, Class::Quantifier]))
            });
            let name = classes[i].any(NAMES)
                || classes[i] == ClassSet::EMPTY && word(i) && !closed && (led || speaks || paired);
            tokens[i].shape = shape.calmed(tokens[i].text(text), name || opens);
        }
        opens = false;
    }
}
