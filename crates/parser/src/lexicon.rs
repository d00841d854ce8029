//! Words and what is known of them, made once from the lexicons of a rule set.

use rustc_hash::FxHashMap;

use crate::class::{Class, ClassSet, Forms};
use crate::token::tokenize;

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
    words: Box<[WordId]>,
    entry: Entry,
}

/// All known words, their classes and forms. Made with [`LexiconBuilder`].
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
    entries: Vec<Entry>,
    phrases: FxHashMap<WordId, Vec<Phrase>>,
    /// The lower-case word of each word; itself for most.
    lower: Vec<WordId>,
    /// By first byte of the capitalised form: whether any exact-case word begins with it.
    exact_initials: Initials,
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
        self.entries[id.0 as usize]
    }

    /// The number of the word spelt `text`, in whatever case, curly apostrophes taken as straight.
    #[must_use]
    pub fn find(&self, text: &str) -> WordId {
        let mut buffer = [0u8; 64];
        let first = text.as_bytes().first().copied().unwrap_or(0);
        if first < 128
            && self.exact_initials.0[first as usize]
            && let Some(&id) = self.ids.get(text)
        {
            return id;
        }
        if text.len() > self.longest + 8 {
            return WordId::UNKNOWN;
        }
        if text.is_ascii() && text.len() <= buffer.len() {
            let buffer = &mut buffer[..text.len()];
            buffer.copy_from_slice(text.as_bytes());
            buffer.make_ascii_lowercase();
            return std::str::from_utf8(buffer).ok().and_then(|t| self.ids.get(t)).copied().unwrap_or_default();
        }
        self.ids.get(normal(text).as_str()).copied().unwrap_or_default()
    }

    /// The longest multi-word entry that begins with the first of `words`: its length in words and what is known of it.
    pub(crate) fn phrase(&self, words: impl Fn(usize) -> Option<WordId>) -> Option<(usize, Entry)> {
        let first = words(0)?;
        let list = self.phrases.get(&first).or_else(|| self.phrases.get(&self.lower[first.0 as usize]))?;
        list.iter()
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

#[derive(Clone, Debug)]
struct Initials([bool; 128]);

impl Default for Initials {
    fn default() -> Self {
        Self([false; 128])
    }
}

/// Lower case, straight apostrophes.
fn normal(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

/// Collects the words of lexicons and patterns into a [`Lexicon`].
#[derive(Debug)]
pub struct LexiconBuilder {
    lexicon: Lexicon,
}

impl Default for LexiconBuilder {
    fn default() -> Self {
        let mut lexicon = Lexicon::default();
        lexicon.words.push("".into());
        lexicon.entries.push(Entry::default());
        lexicon.lower.push(WordId::UNKNOWN);
        Self { lexicon }
    }
}

impl LexiconBuilder {
    /// An empty lexicon.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the single word `text` a number, the same one every time. With `exact`, its case matters.
    pub fn intern(&mut self, text: &str, exact: bool) -> WordId {
        let lower = self.intern_key(normal(text));
        if !exact || normal(text) == text {
            return lower;
        }
        let id = self.intern_key(text.to_owned());
        if let Some(&first) = text.as_bytes().first()
            && first < 128
        {
            self.lexicon.exact_initials.0[first as usize] = true;
        }
        id
    }

    fn intern_key(&mut self, key: String) -> WordId {
        let lexicon = &mut self.lexicon;
        if let Some(&id) = lexicon.ids.get(key.as_str()) {
            return id;
        }
        let id = WordId(lexicon.words.len() as u32);
        lexicon.longest = lexicon.longest.max(key.len());
        lexicon.words.push(key.as_str().into());
        lexicon.entries.push(Entry::default());
        lexicon.lower.push(id);
        lexicon.ids.insert(key.into_boxed_str(), id);
        id
    }

    /// Cuts `text` into words as articles are cut, and interns each. Abbreviations with a full stop must have been
    /// added before, or the stop is cut off.
    pub fn words(&mut self, text: &str, exact: bool) -> Vec<WordId> {
        let cuts = tokenize(text, &self.lexicon);
        cuts.iter().map(|t| self.intern(t.text(text), exact)).collect()
    }

    /// Puts the entry `text`, of one word or several, into the lexicon `class`.
    pub fn add(&mut self, class: Class, text: &str, forms: Forms, exact: bool) {
        // An abbreviation is one word with its full stop, a clitic one with its apostrophe: `Mr.`, `'ve`.
        let whole = text.ends_with('.') || text.starts_with(['\'', '’']);
        let words = if whole && !text.contains(' ') { vec![self.intern(text, exact)] } else { self.words(text, exact) };
        match words.as_slice() {
            [] => {}
            &[id] => {
                let entry = &mut self.lexicon.entries[id.0 as usize];
                entry.classes.insert(class);
                entry.forms = entry.forms.with(forms);
            }
            _ => {
                let list = self.lexicon.phrases.entry(words[0]).or_default();
                match list.iter_mut().find(|p| *p.words == *words) {
                    Some(phrase) => {
                        phrase.entry.classes.insert(class);
                        phrase.entry.forms = phrase.entry.forms.with(forms);
                    }
                    None => {
                        let mut entry = Entry { classes: ClassSet::EMPTY, forms };
                        entry.classes.insert(class);
                        list.push(Phrase { words: words.into(), entry });
                    }
                }
            }
        }
    }

    /// Closes the lexicon.
    #[must_use]
    pub fn build(mut self) -> Lexicon {
        // An exact-case word is its lower-case word, and more.
        for i in 1..self.lexicon.words.len() {
            let word = &self.lexicon.words[i];
            let lower = normal(word);
            if lower != **word
                && let Some(&id) = self.lexicon.ids.get(lower.as_str())
            {
                self.lexicon.lower[i] = id;
                let below = self.lexicon.entries[id.0 as usize];
                let entry = &mut self.lexicon.entries[i];
                entry.classes.extend(below.classes);
                entry.forms = entry.forms.with(below.forms);
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself; no order leaves the loop")]
        for list in self.lexicon.phrases.values_mut() {
            list.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
        }
        self.lexicon
    }
}
