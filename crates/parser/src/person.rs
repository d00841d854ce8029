//! What tells a person's name from that of a body, and the words around a name that tell a role.

use std::ops::Range;

use crate::class::{Class, ClassSet};
use crate::document::EntityType;
use crate::name::Name;
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::{Gap, Shape};

/// Nouns for people by what they are or do.
pub(crate) const ROLES: ClassSet =
    ClassSet::of(&[Class::Role, Class::Title, Class::Spokesperson, Class::Informant, Class::Kin]);

/// Whether an untitled name of several words is likely a person's.
pub(crate) fn personal(sheet: &Sheet<'_>, name: &Name) -> bool {
    let before = name.tokens.start.checked_sub(1);
    let the = before.is_some_and(|b| sheet.is(b, Class::Article) && sheet.tokens[name.tokens.start].gap != Gap::Blank);
    let digits = name.bare.clone().any(|k| sheet.shape(k).has(Shape::NUM));
    let shouted = name.bare.clone().all(|k| sheet.shape(k).has(Shape::UPPER)) && name.bare.len() > 3;
    let place = name.bare.clone().any(|k| sheet.any(k, ClassSet::of(&[Class::Place, Class::Demonym, Class::Day])))
        || sheet.is(name.bare.start, Class::Month);
    let followed_by_noun = sheet.tag(name.tokens.end) == Tag::Noun
        && sheet.tokens.get(name.tokens.end).is_some_and(|t| t.gap == Gap::Space);
    !(the || digits || shouted || place || followed_by_noun && name.bare.len() > 3)
}

/// What a name is that neither words nor title tell.
pub(crate) fn unknown_type(sheet: &Sheet<'_>, name: &Name) -> EntityType {
    if name.titled {
        return EntityType::Person;
    }
    if name.bare.len() >= 2 {
        return if personal(sheet, name) { EntityType::Person } else { EntityType::Body };
    }
    EntityType::Body
}

/// Whether a name of one word that no full name explains is used as people's are: with an age, with who, as the subject
/// of said.
pub(crate) fn behaves_like_person(sheet: &Sheet<'_>, name: &Name) -> bool {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let aged = sheet.tag(end) == Tag::Comma && sheet.tag(end + 1) == Tag::Num && sheet.word(end + 1).len() <= 2;
    let who = sheet.tag(end) == Tag::Comma
        && sheet.tag(end + 1) == Tag::Rel
        && (sheet.is(end + 1, Class::SubjectPronoun) || sheet.is(end + 1, Class::Possessive));
    let the = start > 0 && sheet.is(start - 1, Class::Article);
    let says = sheet.is(end, Class::CuePost) && sheet.tag(end) == Tag::Verb
        || start > 0 && sheet.is(start - 1, Class::CuePost) && sheet.tag(start - 1) == Tag::Verb;
    name.titled || !the && (aged || who || says)
}

/// The words that tell a person's role around one mention of the name.
pub(crate) fn role(sheet: &Sheet<'_>, name: &Name) -> Option<Range<usize>> {
    if name.tokens.start < name.bare.start {
        let honorific_only =
            (name.tokens.start..name.bare.start).all(|k| sheet.is(k, Class::Honorific) && !sheet.is(k, Class::Title));
        let politician =
            (name.tokens.start..name.bare.start).any(|k| sheet.shape(k).has(Shape::DOTTED) && sheet.word(k).len() > 3);
        if !honorific_only || politician {
            return Some(name.tokens.start..name.bare.start);
        }
    }
    let start = name.tokens.start;
    if start > 0 && name.titled && sheet.any(start - 1, ROLES) {
        let lo = sheet.sentence(sheet.sentence_at(start)).start;
        let mut k = start - 1;
        while k > lo && (sheet.tag(k - 1).is_nominal()) && sheet.tag(k - 1) != Tag::Det {
            k -= 1;
        }
        return Some(k..start);
    }
    let hi = sheet.sentence(sheet.sentence_at(start)).end;
    let end = phrase::apposition(sheet, name.tokens.end, hi);
    let behind = name.tokens.end + 1..end;
    // An age alone is no role.
    if behind.len() > 1 || behind.len() == 1 && sheet.tag(behind.start) != Tag::Num {
        return Some(behind);
    }
    if start >= 2 && sheet.tag(start - 1) == Tag::Comma && sheet.tag(name.tokens.end) == Tag::Comma {
        let lo = sheet.sentence(sheet.sentence_at(start)).start;
        let k = phrase::phrase_left(sheet, start - 2, lo)?;
        let fits = (k..start - 1).any(|n| sheet.any(n, ROLES));
        return fits.then_some(k..start - 1);
    }
    None
}
