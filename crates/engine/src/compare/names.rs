//! Names made comparable: what house style, titles and small words change is taken away.

use onrecord_parser::{Class, ClassSet, Lexicon, folded};

/// The small words of a body's name: "the Ministry of Health".
const SMALL: ClassSet =
    ClassSet::of(&[Class::Article, Class::Preposition, Class::Of, Class::To, Class::PrepFor, Class::Conjunction]);
/// What a body may be called without: "the Ruritanian Health Ministry" at home.
const HOME: ClassSet = ClassSet::of(&[Class::Place, Class::Demonym]);
/// What no body is called by alone, though its name opens with it.
const NO_SHORT_NAME: ClassSet =
    ClassSet::of(&[Class::Place, Class::Demonym, Class::NotName, Class::Title, Class::Adjective]);

/// A person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonName {
    /// Its words with the small ones, without titles of address and what follows: `jan van den broek`.
    pub(super) words: Vec<String>,
    /// The same without the small words: `jan broek`.
    pub(super) core: Vec<String>,
    /// `jr`, `iii`.
    pub(super) suffix: Option<String>,
    /// How much of a name it is.
    pub(super) extent: Extent,
}

/// How much of a person's name is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// First name and surname.
    Full,
    /// The surname alone: `Ruiz`, `van den Broek`.
    Surname,
    /// One or the other: `Van den Broek`, `Ben Roe`.
    Either,
}

impl PersonName {
    /// Takes `name` apart; `None` where no word is left.
    pub(super) fn of(lexicon: &Lexicon, name: &str) -> Option<Self> {
        let mut words = Vec::new();
        let mut suffix = None;
        for raw in name.split_whitespace() {
            let raw = raw.trim_matches([',', ';', '"', '“', '”']);
            if words.is_empty() && classes(lexicon, raw).has(Class::Honorific) {
                continue;
            }
            if !words.is_empty() && classes(lexicon, raw).has(Class::NameSuffix) {
                suffix = Some(fold(raw));
                continue;
            }
            person_words(lexicon, raw, &mut words);
        }
        // "Al Gore" and "Ben Roe" open with what is a small word elsewhere: in front only small letters tell.
        let opens_small = name.trim_start().chars().next().is_some_and(char::is_lowercase);
        let (_, before) = words.split_last()?;
        let particle = |word: &String| classes(lexicon, word).has(Class::NameParticle);
        let extent = match (before.iter().all(particle), opens_small || before.is_empty()) {
            (true, true) => Extent::Surname,
            (true, false) => Extent::Either,
            (false, _) => Extent::Full,
        };
        let kept = |i: usize, word: &String| i + 1 == words.len() || i == 0 && !opens_small || !particle(word);
        let core = words.iter().enumerate().filter(|&(i, word)| kept(i, word)).map(|(_, w)| w.clone()).collect();
        Some(Self { core, words, suffix, extent })
    }

    /// The name as one word, so that "Ban Ki-moon" is "Ban Ki Moon" and "J.K. Roe" is "JK Roe".
    pub(super) fn key(&self) -> String {
        let mut key = self.words.concat();
        key.extend(self.suffix.iter().flat_map(|s| [" ", s.as_str()]));
        key
    }

    pub(super) fn first(&self) -> &str {
        self.core.first().map_or("", String::as_str)
    }

    pub(super) fn last(&self) -> &str {
        self.core.last().map_or("", String::as_str)
    }

    fn middle(&self) -> &[String] {
        self.core.get(1..self.core.len().saturating_sub(1)).unwrap_or_default()
    }

    /// Whether what stands between first name and surname, and behind, may be of one person: "John F. Roe" is no
    /// "John G. Roe", but may be "John Roe" and "John Francis Roe".
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let suffix = self.suffix.is_none() || other.suffix.is_none() || self.suffix == other.suffix;
        let (mine, theirs) = (self.middle(), other.middle());
        let (few, many) = if mine.len() <= theirs.len() { (mine, theirs) } else { (theirs, mine) };
        let mut rest = many.iter();
        suffix && few.iter().all(|a| rest.any(|b| a == b || short_for(a, b) || short_for(b, a)))
    }
}

/// Whether the first name `short` may stand for `long`: "J." and "Jo" for "Joanna".
pub(super) fn short_for(short: &str, long: &str) -> bool {
    !short.is_empty() && short.len() < long.len() && long.starts_with(short)
}

/// The words of a part of a person's name: "al-Assad" and "J.P." are two.
fn person_words(lexicon: &Lexicon, raw: &str, words: &mut Vec<String>) {
    if let Some((small, rest)) = raw.split_once(['-', '‐', '‑'])
        && classes(lexicon, small).has(Class::NameParticle)
        && !rest.is_empty()
    {
        words.push(fold(small));
        return person_words(lexicon, rest, words);
    }
    let initials = raw.contains('.') && raw.split('.').all(|part| part.chars().count() <= 1);
    if initials {
        words.extend(raw.split('.').map(fold).filter(|w| !w.is_empty()));
    } else {
        words.extend(Some(fold(raw)).filter(|w| !w.is_empty()));
    }
}

/// A body's name, or an outlet's or document's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BodyName {
    /// Its words as one.
    pub(super) spelt: String,
    /// Its words but the small ones, sorted: "Health Ministry" is "the Ministry of Health".
    pub(super) content: Vec<String>,
    /// The same without a country or people in front, where that leaves two words or more.
    pub(super) at_home: Option<Vec<String>>,
    /// The first word, where the body may be called by it: `vale` of "Vale Holdings".
    pub(super) short: Option<String>,
    /// The letters that it may be abbreviated to.
    pub(super) initials: Vec<String>,
    /// The letters, if it is an abbreviation.
    pub(super) acronym: Option<String>,
}

impl BodyName {
    /// Takes `name` apart; `None` where no word is left.
    pub(super) fn of(lexicon: &Lexicon, name: &str) -> Option<Self> {
        let raw: Vec<&str> = name.split_whitespace().map(|w| possessor(w.trim_matches([',', ';', ':']))).collect();
        let small = |w: &str| w.chars().next().is_some_and(char::is_lowercase) && classes(lexicon, w).any(SMALL);
        let article = |w: &str| classes(lexicon, w).has(Class::Article);
        let raw = if raw.len() > 1 && article(raw[0]) { &raw[1..] } else { &raw[..] };
        let big: Vec<&str> = raw.iter().copied().filter(|w| !small(w) && !fold(w).is_empty()).collect();
        let first = big.first()?;
        let sorted = |words: &[&str]| {
            let mut words: Vec<String> = words.iter().map(|w| fold(w)).collect();
            words.sort_unstable();
            words
        };
        let letters = |words: &[&str]| -> String { words.iter().filter_map(|w| fold(w).chars().next()).collect() };
        let mut initials = Vec::new();
        if big.len() > 1 {
            // "FBI" leaves `of` out, "DoJ" has it.
            initials.extend([letters(&big), letters(raw)]);
            initials.dedup();
        }
        let capital =
            |w: &str| w.chars().filter(|c| c.is_alphabetic()).count() > 1 && !w.chars().any(char::is_lowercase);
        let abbreviation = raw.len() == 1 && first.len() <= 8 && (capital(first) || first.contains('.'))
            || raw.len() == 1 && first.len() <= 4 && first.chars().filter(|c| c.is_uppercase()).count() > 1;
        let known = classes(lexicon, first);
        Some(Self {
            spelt: raw.iter().map(|w| fold(w)).collect(),
            content: sorted(&big),
            at_home: (big.len() > 2 && known.any(HOME)).then(|| sorted(&big[1..])),
            short: (big.len() > 1 && !known.any(NO_SHORT_NAME)).then(|| fold(first)),
            initials,
            acronym: abbreviation.then(|| fold(first)),
        })
    }

    pub(super) fn key(&self) -> String {
        self.content.join(" ")
    }
}

/// `word` without the mark of possession.
fn possessor(word: &str) -> &str {
    ["'s", "’s", "'", "’"].into_iter().find_map(|mark| word.strip_suffix(mark)).unwrap_or(word)
}

/// `word` in small letters, without accents, hyphens and other marks.
pub(super) fn fold(word: &str) -> String {
    let combining = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    folded(word).chars().filter(|c| c.is_alphanumeric() && !combining(c)).collect()
}

pub(super) fn classes(lexicon: &Lexicon, word: &str) -> ClassSet {
    lexicon.entry(lexicon.find(word)).classes
}
