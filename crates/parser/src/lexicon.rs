//! Words and what is known of them, made once from the lexicons of a rule set.

use rustc_hash::FxHashMap;

use crate::class::{Class, ClassSet, Forms};
use crate::token::{Shape, Token, tokenize};

/// The number of a known word; two tokens with one number are the same word to grammar and rules.
///
/// A word that a lexicon lists with exact case has a number of its own: `Us` the outlet is not `us` the pronoun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

impl WordId {
    /// Any word that no lexicon and no pattern names.
    pub const UNKNOWN: Self = Self(0);
}

/// What the grammar knows of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// The lexicons that hold it.
    pub classes: ClassSet,
    /// Its forms, over all its lexicons.
    pub forms: Forms,
}

/// A lexicon entry of several words.
#[derive(Clone, Debug)]
struct Phrase {
    /// The second word, which tells most phrases from the text without a look at `words`.
    second: WordId,
    words: Box<[WordId]>,
    entry: Entry,
}

/// What is asked of every token of a text, together in half a line of the cache.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    classes: ClassSet,
    forms: Forms,
    /// One more than the place in the lexicon's phrases of those that the word opens, or 0.
    opens: u32,
}

const _: () = assert!(size_of::<Known>() == 32, "two words lie in a line of the cache");

impl Known {
    pub(crate) fn entry(self) -> Entry {
        Entry { classes: self.classes, forms: self.forms }
    }

    fn learn(&mut self, classes: ClassSet, forms: Forms) {
        self.classes.extend(classes);
        self.forms = self.forms.with(forms);
    }

    /// Whether an entry of several words begins with the word.
    pub(crate) fn opens_phrase(self) -> bool {
        self.opens > 0
    }
}

/// All known words, their classes and forms. Made with [`LexiconBuilder`].
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    ids: Spellings,
    words: Vec<Box<str>>,
    known: Vec<Known>,
    /// By their first words.
    phrases: Vec<Vec<Phrase>>,
    /// The lower-case word of each word; itself for most.
    lower: Vec<WordId>,
    /// By word in lower case: whether a word with exact case is spelt so.
    cased: Vec<bool>,
    longest: usize,
}

impl Lexicon {
    /// How many words it knows, the unknown one included; every `WordId` is below it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether it knows no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.len() <= 1
    }

    /// The word as a lexicon or pattern wrote it, in lower case unless its case matters.
    #[must_use]
    pub fn word(&self, id: WordId) -> &str {
        &self.words[id.0 as usize]
    }

    /// What is known of the word.
    #[must_use]
    pub fn entry(&self, id: WordId) -> Entry {
        self.known(id).entry()
    }

    pub(crate) fn known(&self, id: WordId) -> Known {
        self.known[id.0 as usize]
    }

    /// The number of the word spelt `text`, in whatever case, curly apostrophes taken as straight.
    #[must_use]
    pub fn find(&self, text: &str) -> WordId {
        match Key::of(text.as_bytes()).filter(|k| k.is_ascii()) {
            Some(spelt) => self.find_key(spelt, self.ids.short(spelt.lower())),
            None => self.find_odd(text),
        }
    }

    /// The number of the word `spelt` whose small form is the word `lower`.
    fn find_key(&self, spelt: Key, lower: WordId) -> WordId {
        if self.cased[lower.0 as usize] && spelt != spelt.lower() {
            let exact = self.ids.short(spelt);
            return if exact == WordId::UNKNOWN { lower } else { exact };
        }
        lower
    }

    /// Looks every token of `text` up, some at a time, so that the waits for memory overlap.
    pub(crate) fn number(&self, text: &str, tokens: &mut [Token]) {
        const TOGETHER: usize = 16;
        let mut spelt = [Key::default(); TOGETHER];
        let mut slots = [Slot::default(); TOGETHER];
        for tokens in tokens.chunks_mut(TOGETHER) {
            for (key, token) in spelt.iter_mut().zip(&*tokens) {
                let at = token.start as usize..token.end as usize;
                // Where the text goes on a little behind the word, its letters are taken all at once.
                *key = match text.as_bytes()[at.start..].first_chunk() {
                    Some(room) if at.len() <= Key::LONGEST => Key::first(*room, at.len()),
                    _ => Key::of(&text.as_bytes()[at]).unwrap_or(Key::ODD),
                };
            }
            for (slot, key) in slots.iter_mut().zip(&spelt) {
                *slot = self.ids.slot(key.lower());
            }
            for ((token, &key), &slot) in tokens.iter_mut().zip(&spelt).zip(&slots) {
                // Only what a word or sign of a lexicon may look like is looked up.
                if token.shape.has(Shape::ADDRESS) || token.shape.has(Shape::PARTY) {
                    continue;
                }
                token.word = if !key.is_ascii() {
                    self.find_odd(token.text(text))
                } else if slot.id == WordId::UNKNOWN {
                    WordId::UNKNOWN
                } else if slot.key == key.lower() {
                    self.find_key(key, slot.id)
                } else {
                    self.find_key(key, self.ids.short(key.lower()))
                };
            }
        }
    }

    /// The same for long words and those with letters or signs outside ASCII.
    fn find_odd(&self, text: &str) -> WordId {
        if text.len() > self.longest + 8 {
            return WordId::UNKNOWN;
        }
        let id = match Key::normal(text) {
            Some(key) => self.ids.short(key),
            None => self.ids.long(&normal(text)),
        };
        // By a first letter outside ASCII no exact word is looked for.
        if self.cased[id.0 as usize] && text.starts_with(|c: char| c.is_ascii()) {
            let exact = self.ids.get(text);
            return if exact == WordId::UNKNOWN { id } else { exact };
        }
        id
    }

    /// The longest multi-word entry that begins with the first of `words`: its length in words and what is known of it.
    pub(crate) fn phrase(&self, words: impl Fn(usize) -> Option<WordId>) -> Option<(usize, Entry)> {
        let first = words(0)?;
        let list = self.known(first).opens.checked_sub(1)?;
        let second = words(1)?;
        let lower = self.lower[second.0 as usize];
        self.phrases[list as usize]
            .iter()
            .filter(|p| p.second == second || p.second == lower)
            .find(|p| p.words.iter().enumerate().all(|(i, &w)| words(i).is_some_and(|have| self.same(have, w))))
            .map(|p| (p.words.len(), p.entry))
    }

    /// Whether a token that is `have` satisfies a lexicon or pattern that asks for `want`: an exact-case word is also
    /// its lower-case word.
    #[must_use]
    pub fn same(&self, have: WordId, want: WordId) -> bool {
        have == want || self.lower[have.0 as usize] == want
    }
}

/// Word numbers by spelling. Nearly every token of a text is looked up here, so a short word is one number that is
/// compared at once, and lies in the table itself: a look-up waits for memory once.
#[derive(Clone, Debug, Default)]
struct Spellings {
    /// Short words by the hash of their key; at most half full, its length a power of two.
    slots: Vec<Slot>,
    /// How many slots are taken.
    taken: usize,
    long: FxHashMap<Box<str>, WordId>,
}

/// A short word, or none if its number is 0.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: Key,
    id: WordId,
}

impl Spellings {
    /// The word spelt exactly so.
    fn get(&self, spelt: &str) -> WordId {
        Key::of(spelt.as_bytes()).map_or_else(|| self.long(spelt), |key| self.short(key))
    }

    fn short(&self, key: Key) -> WordId {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key.hash() as usize;
        while let Some(slot) = self.slots.get(at & mask) {
            if slot.key == key || slot.id == WordId::UNKNOWN {
                return slot.id;
            }
            at += 1;
        }
        WordId::UNKNOWN
    }

    /// What stands where `key` is looked for first.
    fn slot(&self, key: Key) -> Slot {
        let mask = self.slots.len().wrapping_sub(1);
        self.slots.get(key.hash() as usize & mask).copied().unwrap_or_default()
    }

    fn long(&self, spelt: &str) -> WordId {
        self.long.get(spelt).copied().unwrap_or_default()
    }

    /// Adds a word that is not there yet.
    fn insert(&mut self, spelt: &str, id: WordId) {
        let Some(key) = Key::of(spelt.as_bytes()) else {
            self.long.insert(spelt.into(), id);
            return;
        };
        self.taken += 1;
        if self.taken * 2 > self.slots.len() {
            let room = vec![Slot::default(); (self.taken * 4).next_power_of_two()];
            let old = std::mem::replace(&mut self.slots, room);
            old.into_iter().filter(|s| s.id != WordId::UNKNOWN).for_each(|s| self.enter(s));
        }
        self.enter(Slot { key, id });
    }

    fn enter(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = slot.key.hash() as usize & mask;
        while self.slots[at].id != WordId::UNKNOWN {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }
}

/// A word of at most fifteen bytes with its length as the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Key([u64; 2]);

const EACH: u64 = 0x0101_0101_0101_0101;

impl Key {
    const LONGEST: usize = 15;
    /// The key of no word: it is not ASCII.
    const ODD: Self = Self([u64::MAX; 2]);

    fn of(spelt: &[u8]) -> Option<Self> {
        let mut room = [0; 16];
        if spelt.len() > Self::LONGEST {
            return None;
        }
        room[..spelt.len()].copy_from_slice(spelt);
        room[Self::LONGEST] = spelt.len() as u8;
        Some(Self::filled(room))
    }

    /// The key of the first `len` bytes of `room`.
    fn first(room: [u8; 16], len: usize) -> Self {
        let kept = !(u128::MAX << (8 * len));
        let both = u128::from_le_bytes(room) & kept | (len as u128) << (8 * Self::LONGEST);
        Self([both as u64, (both >> 64) as u64])
    }

    fn filled(room: [u8; 16]) -> Self {
        let both = u128::from_le_bytes(room);
        Self([both as u64, (both >> 64) as u64])
    }

    /// The key of the normal form of `text`.
    fn normal(text: &str) -> Option<Self> {
        let mut room = [0; 16];
        let mut len = 0;
        for c in text.chars().flat_map(lower) {
            let end = len + c.len_utf8();
            c.encode_utf8(room.get_mut(len..end).filter(|_| end <= Self::LONGEST)?);
            len = end;
        }
        room[Self::LONGEST] = len as u8;
        Some(Self::filled(room))
    }

    fn is_ascii(self) -> bool {
        (self.0[0] | self.0[1]) & (EACH * 0x80) == 0
    }

    /// With small letters; tells something for ASCII only. All eight bytes of a half at once: bit 7 of each sum tells whether the byte
    /// is `A` or above, and whether it is above `Z`.
    fn lower(self) -> Self {
        Self(self.0.map(|half| {
            let from_a = half.wrapping_add(EACH * (0x80 - b'A') as u64);
            let above_z = half.wrapping_add(EACH * (0x7F - b'Z') as u64);
            half | ((from_a ^ above_z) & (EACH * 0x80)) >> 2
        }))
    }

    fn hash(self) -> u64 {
        let [a, b] = self.0;
        let product = u128::from(a ^ 0x9E37_79B9_7F4A_7C15) * u128::from(b ^ 0xC2B2_AE3D_27D4_EB4F);
        product as u64 ^ (product >> 64) as u64
    }
}

/// Whether `text` is a word of small ASCII letters, which is its own normal form.
fn is_small(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// Lower case, straight apostrophes.
fn normal(text: &str) -> String {
    text.chars().flat_map(lower).collect()
}

fn lower(c: char) -> std::char::ToLowercase {
    if c == '’' { '\''.to_lowercase() } else { c.to_lowercase() }
}

/// Collects the words of lexicons and patterns into a [`Lexicon`].
#[derive(Debug)]
pub struct LexiconBuilder {
    lexicon: Lexicon,
    /// By first word: its place in the lexicon's phrases.
    phrase_lists: FxHashMap<WordId, usize>,
}

impl Default for LexiconBuilder {
    fn default() -> Self {
        let mut lexicon = Lexicon::default();
        lexicon.words.push("".into());
        lexicon.known.push(Known::default());
        lexicon.lower.push(WordId::UNKNOWN);
        lexicon.cased.push(false);
        Self { lexicon, phrase_lists: FxHashMap::default() }
    }
}

impl LexiconBuilder {
    /// An empty lexicon.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty lexicon with room for `words` words.
    #[must_use]
    pub fn with_capacity(words: usize) -> Self {
        let mut builder = Self::default();
        builder.lexicon.ids.slots = vec![Slot::default(); (words * 2).next_power_of_two()];
        builder.lexicon.words.reserve(words);
        builder.lexicon.known.reserve(words);
        builder.lexicon.lower.reserve(words);
        builder.lexicon.cased.reserve(words);
        builder
    }

    /// Gives the single word `text` a number, the same one every time. With `exact`, its case matters.
    pub fn intern(&mut self, text: &str, exact: bool) -> WordId {
        // Most words are written in small letters, and most are there already.
        if is_small(text) {
            let known = self.lexicon.ids.get(text);
            return if known == WordId::UNKNOWN { self.intern_key(text.to_owned()) } else { known };
        }
        let lower = self.intern_key(normal(text));
        if !exact || normal(text) == text {
            return lower;
        }
        let id = self.intern_key(text.to_owned());
        self.lexicon.cased[lower.0 as usize] = true;
        id
    }

    fn intern_key(&mut self, key: String) -> WordId {
        let lexicon = &mut self.lexicon;
        let known = lexicon.ids.get(&key);
        if known != WordId::UNKNOWN {
            return known;
        }
        let id = WordId(lexicon.words.len() as u32);
        lexicon.longest = lexicon.longest.max(key.len());
        lexicon.ids.insert(&key, id);
        lexicon.words.push(key.into_boxed_str());
        lexicon.known.push(Known::default());
        lexicon.lower.push(id);
        lexicon.cased.push(false);
        id
    }

    /// Cuts `text` into words as articles are cut, and interns each. Abbreviations with a full stop must have been
    /// added before, or the stop is cut off.
    pub fn words(&mut self, text: &str, exact: bool) -> Vec<WordId> {
        // Letters alone are never cut.
        if is_small(text) {
            return vec![self.intern(text, exact)];
        }
        let cuts = tokenize(text, &self.lexicon);
        cuts.iter().map(|t| self.intern(t.text(text), exact)).collect()
    }

    /// Puts the entry `text`, of one word or several, into the lexicon `class`. Tells the number of a single word.
    pub fn add(&mut self, class: Class, text: &str, forms: Forms, exact: bool) -> WordId {
        // An abbreviation is one word with its full stop, a clitic one with its apostrophe: `Mr.`, `'ve`.
        if is_small(text) {
            let id = self.intern(text, exact);
            self.learn(id, class, forms);
            return id;
        }
        let whole = text.ends_with('.') || text.starts_with(['\'', '’']);
        let words = if whole && !text.contains(' ') { vec![self.intern(text, exact)] } else { self.words(text, exact) };
        match words.as_slice() {
            [] => {}
            &[id] => {
                self.learn(id, class, forms);
                return id;
            }
            _ => {
                let phrases = &mut self.lexicon.phrases;
                let list = *self.phrase_lists.entry(words[0]).or_insert_with(|| {
                    phrases.push(Vec::new());
                    phrases.len() - 1
                });
                let list = &mut phrases[list];
                match list.iter_mut().find(|p| *p.words == *words) {
                    Some(phrase) => {
                        phrase.entry.classes.insert(class);
                        phrase.entry.forms = phrase.entry.forms.with(forms);
                    }
                    None => {
                        let mut entry = Entry { classes: ClassSet::EMPTY, forms };
                        entry.classes.insert(class);
                        list.push(Phrase { second: words[1], words: words.into(), entry });
                    }
                }
            }
        }
        WordId::UNKNOWN
    }

    fn learn(&mut self, id: WordId, class: Class, forms: Forms) {
        self.lexicon.known[id.0 as usize].learn(ClassSet::of(&[class]), forms);
    }

    /// Closes the lexicon.
    #[must_use]
    pub fn build(mut self) -> Lexicon {
        // An exact-case word is its lower-case word, and more.
        for i in 1..self.lexicon.words.len() {
            let word = &self.lexicon.words[i];
            if is_small(word) {
                continue;
            }
            let lower = normal(word);
            if lower != **word
                && let id = self.lexicon.ids.get(&lower)
                && id != WordId::UNKNOWN
            {
                self.lexicon.lower[i] = id;
                let below = self.lexicon.known[id.0 as usize];
                self.lexicon.known[i].learn(below.classes, below.forms);
            }
        }
        for list in &mut self.lexicon.phrases {
            list.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
        }
        let lists = &self.phrase_lists;
        let opened = |(id, lower): (u32, &WordId)| {
            lists.get(&WordId(id)).or_else(|| lists.get(lower)).map_or(0, |&list| list as u32 + 1)
        };
        for (known, word) in self.lexicon.known.iter_mut().zip((0u32..).zip(&self.lexicon.lower)) {
            known.opens = opened(word);
        }
        self.lexicon
    }
}
