//! What tells a person's name from that of a body, and the words around a name that tell a role.

use std::ops::Range;

use crate::class::{Class, ClassSet};
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
    // "Vale UW": initials end the names of bodies.
    let last = name.bare.end - 1;
    let initials = sheet.shape(last).has(Shape::UPPER) && !sheet.is(last, Class::NameSuffix);
    !(the || digits || shouted || initials || place || followed_by_noun && name.bare.len() > 3)
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
    // "In Troy, his mother refused": a clause begins, and no description.
    let clause = |k: &usize| sheet.tag(*k) == Tag::Verb || sheet.tag(*k).is_aux();
    let bare = behind.clone().take_while(|&k| !matches!(sheet.tag(k), Tag::Rel | Tag::Comma)).any(|k| clause(&k));
    if bare && !matches!(sheet.tag(end), Tag::Comma | Tag::Stop) {
        return None;
    }
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

/// The nouns of a role phrase by which its holder may be called later: the heads of its parts, not what hangs on them.
/// "a nurse and mother who sued the mayor" has two.
pub(crate) fn role_heads(sheet: &Sheet<'_>, role: &Range<usize>) -> Vec<usize> {
    let mut heads = Vec::new();
    let mut hangs = false;
    for k in role.clone() {
        match sheet.tag(k) {
            Tag::Prep | Tag::To | Tag::Rel | Tag::Sub | Tag::Wh => hangs = true,
            Tag::Comma | Tag::Conj | Tag::Semicolon => hangs &= sheet.tag(k) == Tag::Conj,
            _ if hangs => {}
            // "Sen.": an abbreviation is a role's first letters.
            _ if sheet.is(k, Class::Honorific) && sheet.shape(k).has(Shape::DOTTED) => heads.push(k),
            _ if !sheet.any(k, ROLES) => {}
            Tag::Noun | Tag::Name | Tag::Verb | Tag::Adj => heads.push(k),
            _ => {}
        }
    }
    // Of two nouns side by side, "party leader", the last is the head; of titles before a name each is one.
    let titled = |k: usize| sheet.is(k, Class::Title) && sheet.cap(k);
    let beside = |k: usize| k + 1 < role.end && sheet.any(k + 1, ROLES) && sheet.tag(k + 1).is_nominal();
    heads.retain(|&k| titled(k) || sheet.is(k, Class::Honorific) || !beside(k) && sheet.tag(k + 1) != Tag::PossMark);
    heads
}
