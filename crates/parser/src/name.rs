//! Proper names: finds runs of capitalised words, tells people from bodies and outlets, and clusters the names of one
//! person. No list of names decides; titles, form and company do.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::class::{Class, ClassSet};
use crate::document::EntityType;
use crate::sheet::{Sheet, Tag};
use crate::token::{Gap, Shape};

pub(crate) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FxHasher>>;
type Alone<'t> = HashSet<&'t str, BuildHasherDefault<FxHasher>>;

/// A run of name words.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// All of it, titles included.
    pub(crate) tokens: Range<usize>,
    /// Without titles: `Dana Whitlock` of `Mayor Dana Whitlock`.
    pub(crate) bare: Range<usize>,
    /// Whether a title of a person stands before it.
    pub(crate) titled: bool,
    /// Man or woman, where a title tells.
    pub(crate) gender: Gender,
    pub(crate) entity_type: EntityType,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
    #[default]
    Unknown,
}

/// No name has more small words than this side by side.
const PARTICLES: usize = 3;
const TITLES: ClassSet = ClassSet::of(&[Class::Honorific, Class::Title, Class::Role, Class::Spokesperson, Class::Kin]);
const BEFORE_NAME: ClassSet = ClassSet::of(&[Class::Honorific, Class::Title]);

/// All name runs of the text, in order.
pub(crate) fn names(sheet: &Sheet<'_>) -> Vec<Name> {
    let mut runs = Vec::new();
    // Words that are or end short names somewhere: a surname that ends a longer run is known by that.
    let mut alone: Alone<'_> = HashSet::default();
    // The last words of names of several words.
    let mut ends: Alone<'_> = HashSet::default();
    let mut i = 0;
    while i < sheet.len() {
        if !starts_name(sheet, i) {
            i += 1;
            continue;
        }
        let end = run_end(sheet, i);
        if end <= i + 2 && !sheet.any(end - 1, ClassSet::of(&[Class::Title, Class::Spokesperson])) {
            alone.insert(sheet.word(end - 1));
        }
        if end > i + 1 {
            ends.insert(sheet.word(end - 1));
        }
        runs.push(i..end);
        i = end;
    }
    let mut out = Vec::with_capacity(runs.len());
    for run in runs {
        if !common(sheet, &run, &ends) {
            push_names(sheet, run, &alone, &mut out);
        }
    }
    out
}

/// Whether a name of one word is a common noun with a capital: "the Department" of a department that is named in full,
/// "MPs", and "President" where no President is anybody's surname.
fn common(sheet: &Sheet<'_>, run: &Range<usize>, ends: &Alone<'_>) -> bool {
    if run.len() != 1 {
        return false;
    }
    let k = run.start;
    let opened = k > 0 && sheet.is(k - 1, Class::Article);
    let body = sheet.any(k, ClassSet::of(&[Class::OrganisationWord, Class::BodyNoun]));
    let plural = sheet.any(k, ClassSet::of(&[Class::Role, Class::Kin])) && sheet.form(k, crate::class::Forms::PL);
    let office = sheet.any(k, ClassSet::of(&[Class::Title, Class::Spokesperson])) && !sheet.is(k, Class::Honorific);
    let known = ends.contains(sheet.word(k));
    body && opened && known || plural && !known || office && !body && !known
}

fn starts_name(sheet: &Sheet<'_>, i: usize) -> bool {
    let shape = sheet.shape(i);
    if !shape.has(Shape::CAP) || shape.has(Shape::PARTY) || sheet.is(i, Class::Day) {
        return false;
    }
    // "in May": a month behind a preposition is none.
    if sheet.is(i, Class::Month) && i > 0 && sheet.tag(i - 1) == Tag::Prep {
        return false;
    }
    sheet.tag(i) == Tag::Name || sheet.any(i, BEFORE_NAME) && sheet.cap(i + 1) && sheet.tag(i + 1) == Tag::Name
}

/// Where the run of name words that begins at `i` ends.
fn run_end(sheet: &Sheet<'_>, i: usize) -> usize {
    // A name may be broken between two lines of a sentence.
    let sentence = sheet.sentence(sheet.sentence_at(i)).end;
    let close =
        |k: usize| sheet.tokens.get(k).is_some_and(|t| t.gap <= Gap::Space || t.gap == Gap::Line && k < sentence);
    let mut k = i + 1;
    loop {
        if !close(k) || k - i > 14 || sheet.quote.get(k) != sheet.quote.get(i) {
            return k;
        }
        let capital = sheet.cap(k)
            && (sheet.tag(k) == Tag::Name
                || sheet.any(k, ClassSet::of(&[Class::NameSuffix, Class::Abbreviation]))
                || sheet.shape(k).has(Shape::INITIAL));
        if capital && !sheet.is(k, Class::Day) {
            k += 1;
            continue;
        }
        let name = |k: usize| close(k) && sheet.cap(k) && sheet.tag(k) == Tag::Name;
        let next_name = name(k + 1);
        // "van den Broek": small words follow each other.
        let particle = |k: usize| sheet.is(k, Class::NameParticle) && !sheet.is(k, Class::Preposition);
        let small = (k..k + PARTICLES).take_while(|&n| particle(n) && (n == k || close(n))).count();
        if small > 0 && name(k + small) {
            k += small;
            continue;
        }
        // "Department of Justice", "Bank of England", "Bill and Melinda Gates" stays two names.
        // "Professor Ana Ruiz of Vale University" are two: an office has its complement right behind it.
        let body_so_far = sheet.is(k - 1, Class::Title)
            || (i..k).any(|n| sheet.any(n, ClassSet::of(&[Class::OrganisationWord, Class::BodyNoun])));
        if sheet.is(k, Class::Of) && body_so_far {
            let skip = usize::from(sheet.is(k + 1, Class::Article) && !sheet.cap(k + 1));
            if close(k + 1 + skip) && sheet.cap(k + 1 + skip) && sheet.tag(k + 1 + skip) == Tag::Name {
                k += 1 + skip;
                continue;
            }
        }
        // "Poor People's Campaign": of all that a class of people may own, a name holds only bodies.
        let class = ClassSet::of(&[Class::Role, Class::Kin, Class::CollectiveNoun, Class::Informant]);
        let body = ClassSet::of(&[Class::OrganisationWord, Class::BodyNoun, Class::OutletWord]);
        if sheet.tag(k) == Tag::PossMark
            && sheet.any(k - 1, class)
            && sheet.form(k - 1, crate::class::Forms::PL)
            && next_name
            && (k + 1..k + 4).any(|n| sheet.cap(n) && sheet.any(n, body))
        {
            k += 2;
            continue;
        }
        // "Roe 2X": a name that is half a number.
        if sheet.tag(k) == Tag::Num && sheet.word(k).chars().any(char::is_uppercase) {
            k += 1;
            continue;
        }
        if sheet.word(k) == "&" && next_name {
            k += 1;
            continue;
        }
        // "Smith, Jr."
        if sheet.tag(k) == Tag::Comma && sheet.is(k + 1, Class::NameSuffix) && sheet.cap(k + 1) {
            k += 2;
            continue;
        }
        return k;
    }
}

/// Cuts a run at titles and adds what is left: `Boeing Chief Executive Dave Roe` is a body and a person.
fn push_names(sheet: &Sheet<'_>, run: Range<usize>, alone: &Alone<'_>, out: &mut Vec<Name>) {
    // The last title word with a name behind it parts the run.
    let cut = (run.start..run.end.saturating_sub(1)).rev().find(|&k| {
        sheet.any(k, TITLES)
            && !sheet.is(k, Class::OrganisationWord)
            && !sheet.is(k + 1, Class::Of)
            && sheet.tag(k + 1) != Tag::PossMark
            && !of_before(sheet, k, &run)
            && (k + 2 >= run.end || !role_of_body(sheet, k))
    });
    // "Supervisor of Elections Ana Ruiz": a surname that the text uses by itself ends a title with its complement.
    let surname = alone.contains(sheet.word(run.end - 1));
    let complement = (run.start + 1..run.end.saturating_sub(3))
        .find(|&k| sheet.is(k, Class::Of) && sheet.any(k - 1, TITLES) && (surname || holder(sheet, k, &run)));
    // "House Democrat Ana Ruiz (D-Ohio)": before a party there are two words of a name.
    let party = run.len() > 3 && sheet.shape(run.end).has(Shape::PARTY);
    // The same at the start of a sentence, where the title has no capital of its own.
    let of = run.start.saturating_sub(if sheet.is(run.start.saturating_sub(1), Class::Article) { 2 } else { 1 });
    let begun = run.len() > 2
        && of > 0
        && sheet.is(of, Class::Of)
        && sheet.any(of - 1, TITLES)
        && (surname && of + 1 == run.start || sheet.cap(of - 1) && holder(sheet, of, &run));
    let cut = cut.or_else(|| (complement.is_some() || party || begun).then(|| run.end - 3));
    let adjective = run.len() == 1 && sheet.is(run.start, Class::Demonym) && !sheet.shape(run.start).has(Shape::S);
    let before = run.start.wrapping_sub(1);
    let opened = sheet.is(before, Class::Article)
        || run.start > 0 && sheet.any(before, ClassSet::of(&[Class::NumberWord, Class::Quantifier]))
        || matches!(sheet.tag(before), Tag::PossMark | Tag::Poss);
    // "the Executive Secretary": nothing but titles.
    let titles = opened && run.clone().all(|k| sheet.any(k, TITLES)) && !alone.contains(sheet.word(run.end - 1));
    if titles || cut.is_none() && (adjective || describes(sheet, &run, opened)) {
        return;
    }
    let Some(cut) = cut else {
        let mut bare = run.clone();
        // "European Community" is a name as a whole; of "American Ana Ruiz" the people is none.
        let body = matches!(type_of(sheet, &run), EntityType::Body | EntityType::Outlet);
        let opening = sheet.sentence(sheet.sentence_at(run.start)).start;
        while bare.len() > 1 && !sheet.is(bare.start, Class::Outlet) {
            let demonym = sheet.is(bare.start, Class::Demonym) && !body;
            // "First Call" inside a sentence is a name with a common word in it.
            let word = sheet.is(bare.start, Class::NotName)
                && (bare.start <= opening + 1 || !body || sheet.is(bare.start, Class::Article));
            if !demonym && !word {
                break;
            }
            bare.start += 1;
        }
        // "Last May"
        if bare.len() == 1 && bare.start > run.start && sheet.is(bare.start, Class::Month) {
            return;
        }
        let entity_type = type_of(sheet, &bare);
        let other = [EntityType::Body, EntityType::Outlet, EntityType::Group, EntityType::Place];
        // "rival Vale", "driver Ana": before a single word a role alone does not tell.
        let office = ClassSet::of(&[Class::Title, Class::Honorific, Class::Spokesperson]);
        let told = bare.len() > 1 || run.start > 0 && sheet.any(run.start - 1, office);
        let titled = told && lower_title(sheet, run.start) && !other.contains(&entity_type);
        out.push(Name {
            gender: gender(sheet, run.start.saturating_sub(1)..run.end, titled),
            tokens: run,
            titled,
            entity_type: if titled { EntityType::Person } else { entity_type },
            bare,
        });
        return;
    };
    let organised = (cut + 1..run.end).any(|k| sheet.any(k, ClassSet::of(&[Class::OrganisationWord, Class::Outlet])));
    // "Justice Department": the office is part of the body's name.
    if organised && run.len() == 2 && sheet.is(run.end - 1, Class::OrganisationWord) && !sheet.is(cut, Class::Honorific)
    {
        let (bare, entity_type) = (run.clone(), EntityType::Body);
        out.push(Name { tokens: run, bare, titled: false, gender: Gender::Unknown, entity_type });
        return;
    }
    let bare = cut + 1..run.end;
    let mut head = if begun { bare.start } else { complement.map_or(cut, |of| of - 1) };
    while head > run.start && sheet.any(head - 1, TITLES) {
        head -= 1;
    }
    if head > run.start
        && !sheet.any(head - 1, ClassSet::of(&[Class::Demonym, Class::NotName, Class::Adjective]))
        && !sheet.is(head, Class::Honorific)
    {
        let body = run.start..head;
        let entity_type = match type_of(sheet, &body) {
            EntityType::Unknown | EntityType::Person => EntityType::Body,
            other => other,
        };
        out.push(Name { tokens: body.clone(), bare: body, titled: false, gender: Gender::Unknown, entity_type });
    }
    let entity_type = if organised { type_of(sheet, &bare) } else { EntityType::Person };
    out.push(Name {
        gender: gender(sheet, head..run.end, true),
        tokens: head.max(run.start)..run.end,
        bare,
        titled: !organised,
        entity_type,
    });
}

/// Whether a run is no name but the description of somebody by office: "the Home Secretary", "its CEO", "the Secretary
/// of State". A surname that is an office by chance, "Dean said", has no article.
fn describes(sheet: &Sheet<'_>, run: &Range<usize>, opened: bool) -> bool {
    let last = run.end - 1;
    let body = ClassSet::of(&[Class::OrganisationWord, Class::Outlet, Class::Honorific]);
    let office = |k: usize| sheet.any(k, ClassSet::of(&[Class::Title, Class::Spokesperson])) && !sheet.any(k, body);
    // "the Ohio Democrat"
    let partisan = |k: usize| sheet.is(k, Class::Demonym) && !sheet.shape(k).has(Shape::S);
    let of = run.clone().find(|&k| sheet.is(k, Class::Of));
    let head = of.map_or(last, |of| of.saturating_sub(1));
    if head < run.start || !(office(head) || partisan(head) && run.len() > 1) {
        return false;
    }
    opened || run.len() == 1 && sheet.shape(last).has(Shape::UPPER) && !sheet.is(last, Class::OrganisationWord)
}

/// "Minister of Education Ana Ruiz", where nothing else tells that the last two words are a name: an office that no article
/// opens, and that stands for nobody named before it, has its holder's name behind it.
fn holder(sheet: &Sheet<'_>, of: usize, run: &Range<usize>) -> bool {
    let other = ClassSet::of(&[
        Class::OrganisationWord,
        Class::BodyNoun,
        Class::Place,
        Class::Outlet,
        Class::OutletWord,
        Class::Title,
        Class::Of,
    ]);
    let office = of - 1;
    let opens = office.checked_sub(1).is_none_or(|b| {
        !sheet.is(b, Class::Article) && !matches!(sheet.tag(b), Tag::Comma | Tag::Poss | Tag::PossMark)
    });
    let body = of + 1 + usize::from(sheet.is(of + 1, Class::Article));
    opens && run.end >= body + 3 && (run.end - 2..run.end).all(|k| !sheet.any(k, other) && sheet.tag(k) == Tag::Name)
}

/// "Refugee Council Ana Ruiz": a role that names a body by its members.
fn role_of_body(sheet: &Sheet<'_>, k: usize) -> bool {
    let office = ClassSet::of(&[Class::Honorific, Class::Title, Class::Spokesperson, Class::Kin]);
    sheet.is(k, Class::Role) && !sheet.any(k, office) && sheet.is(k + 1, Class::OrganisationWord)
}

fn of_before(sheet: &Sheet<'_>, k: usize, run: &Range<usize>) -> bool {
    k > run.start && sheet.is(k - 1, Class::Of)
}

/// Whether a small-letter title stands right before a name: "spokesman John Dern".
fn lower_title(sheet: &Sheet<'_>, start: usize) -> bool {
    start > 0
        && sheet.tokens[start].gap == Gap::Space
        && sheet.any(start - 1, ClassSet::of(&[Class::Honorific, Class::Title, Class::Role, Class::Spokesperson]))
        && !sheet.is(start - 1, Class::BodyNoun)
        && !sheet.cap(start - 1)
        && !sheet.form(start - 1, crate::class::Forms::PL)
}

fn gender(sheet: &Sheet<'_>, range: Range<usize>, titled: bool) -> Gender {
    if !titled {
        return Gender::Unknown;
    }
    for k in range {
        if sheet.is(k, Class::Masculine) {
            return Gender::Male;
        }
        if sheet.is(k, Class::Feminine) {
            return Gender::Female;
        }
    }
    Gender::Unknown
}

/// What a name without title is, by its words alone.
fn type_of(sheet: &Sheet<'_>, bare: &Range<usize>) -> EntityType {
    let last = bare.end - 1;
    if bare.clone().any(|k| sheet.is(k, Class::Outlet)) || sheet.is(last, Class::OutletWord) && bare.len() > 1 {
        return EntityType::Outlet;
    }
    if bare.clone().any(|k| sheet.is(k, Class::OrganisationWord)) || sheet.is(last, Class::BodyNoun) {
        return EntityType::Body;
    }
    if bare.clone().any(|k| sheet.word(k) == "&") {
        return EntityType::Body;
    }
    if bare.clone().all(|k| sheet.is(k, Class::Place)) {
        return EntityType::Place;
    }
    if sheet.any(last, ClassSet::of(&[Class::DocumentNoun])) && bare.len() > 1 {
        return EntityType::Document;
    }
    if sheet.is(last, Class::Demonym) && (bare.len() == 1 || sheet.shape(last).has(Shape::S)) {
        return EntityType::Group;
    }
    if bare.clone().all(|k| sheet.shape(k).has(Shape::UPPER) && sheet.word(k).len() <= 6) && bare.len() == 1 {
        return EntityType::Body;
    }
    EntityType::Unknown
}

/// A name without its titles, as the text spells it, blanks single.
pub(crate) fn spelt(sheet: &Sheet<'_>, bare: &Range<usize>) -> String {
    let mut out = String::new();
    for k in bare.clone() {
        if k > bare.start && sheet.tokens[k].gap != Gap::None {
            out.push(' ');
        }
        out.push_str(sheet.word(k));
    }
    out
}

/// The word by which a later mention names a person: the surname, suffixes left aside.
pub(crate) fn surname(sheet: &Sheet<'_>, bare: &Range<usize>) -> String {
    folded(sheet.word(surname_at(sheet, bare)))
}

/// Where the surname stands: the last word that is no suffix.
pub(crate) fn surname_at(sheet: &Sheet<'_>, bare: &Range<usize>) -> usize {
    let mut k = bare.end - 1;
    while k > bare.start && (sheet.is(k, Class::NameSuffix) || sheet.tag(k) == Tag::Comma) {
        k -= 1;
    }
    k
}

/// Whether a name is a surname with its small words, "Van den Broek", or looks like one: "Ben Roe".
pub(crate) fn surname_alone(sheet: &Sheet<'_>, bare: &Range<usize>) -> bool {
    (bare.start..surname_at(sheet, bare)).all(|k| sheet.is(k, Class::NameParticle))
}

/// A word in small letters without accents: papers spell "Muñoz" and "Munoz".
pub fn folded(word: &str) -> String {
    const PLAIN: [(&str, char); 16] = [
        ("áàâäãåāăą", 'a'),
        ("çćčĉċ", 'c'),
        ("ďđð", 'd'),
        ("éèêëēĕėęě", 'e'),
        ("ğĝġģ", 'g'),
        ("íìîïĩīĭįı", 'i'),
        ("ķ", 'k'),
        ("łĺļľ", 'l'),
        ("ñńņň", 'n'),
        ("óòôöõøōŏő", 'o'),
        ("ŕŗř", 'r'),
        ("śşšŝș", 's'),
        ("ţťț", 't'),
        ("úùûüũūŭůűų", 'u'),
        ("ýÿ", 'y'),
        ("źżž", 'z'),
    ];
    let plain = |c: char| PLAIN.iter().find(|(accented, _)| accented.contains(c)).map_or(c, |p| p.1);
    let lower = word.to_lowercase();
    if lower.is_ascii() { lower } else { lower.chars().map(plain).collect() }
}
