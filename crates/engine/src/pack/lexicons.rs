//! Reads `lexicons/*.toml` of all packs into word lists with every form spelt out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use onrecord_parser::{Class, Forms, LexiconBuilder, WordId};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use crate::pack::inflect;
use crate::pattern::syntax::FORMS;
use crate::problem::{Problem, Reading, suggest};
use crate::schema::{Shape, Shaped, Term, When, Word, table};

/// An entry may have this many words.
const WORDS_LIMIT: usize = 8;
/// All lists of a rule set together may have this many entries.
const ENTRIES_LIMIT: usize = 200_000;

/// A lexicon with every form of its words.
#[derive(Clone, Debug, Default)]
pub struct WordList {
    /// Every spelling with its forms; in the order of the words.
    pub entries: Vec<ListEntry>,
}

/// One spelling of a word in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// One word or several, parted by single spaces.
    pub text: String,
    /// Which forms it is.
    pub forms: Forms,
    /// Whether its case matters.
    pub exact: bool,
}

impl ListEntry {
    /// The names of its forms, as patterns write them; none for a word without inflection.
    #[must_use]
    pub fn form_names(&self) -> Vec<&'static str> {
        FORMS.into_iter().filter(|name| Forms::named(name).is_some_and(|f| f.any(self.forms))).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Fixed,
    Noun,
    Verb,
}

impl Shaped for Kind {
    fn shape() -> Shape {
        String::shape().one_of(vec![
            Word { name: "fixed", what: "Words are as they are written." },
            Word { name: "noun", what: "Every word has a plural." },
            Word { name: "verb", what: "Every word has its forms." },
        ])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Case {
    Any,
    Exact,
}

impl Shaped for Case {
    fn shape() -> Shape {
        String::shape().one_of(vec![
            Word { name: "any", what: "Capitals or not." },
            Word { name: "exact", what: "Capitals as they are written." },
        ])
    }
}

table! {
#[derive(Debug)]
pub(crate) struct RawLexicon {
    /// How its words are inflected.
    kind: Option<Kind>,
    /// Its words in their base form; an entry may have up to 8 words.
    words: Option<Vec<Spanned<String>>> = |it| it.filled(),
    /// Forms that are not spelt by rule, by word: `"past=learned/learnt"` of a verb, `"pl=people"` of a noun, `"pl=-"`
    /// for none.
    #[serde(default)]
    irregular: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Whether capitals matter; `any` where it is left out.
    case: Option<Case>,
    /// Whether it adds to the lexicon of this name in a pack below.
    #[serde(default)]
    extends: bool,
    /// Words that are added to those of the pack below.
    #[serde(default)]
    add: Vec<Spanned<String>> = |it| it.filled(),
    /// Words of the pack below that are taken away.
    #[serde(default)]
    remove: Vec<Spanned<String>> = |it| it.filled(),
}
terms vec![
    Term::when(When::NotTrue("extends")).needs(&["kind", "words"]).bars(["add", "remove"]),
    Term::when(When::True("extends")).bars(["words"]),
    Term::when(When::Is("kind", "fixed")).bars(["irregular"]),
]
}

/// The tables of a file.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct RawLexicons(BTreeMap<Spanned<String>, RawLexicon>);

impl Shaped for RawLexicons {
    fn shape() -> Shape {
        <BTreeMap<String, RawLexicon>>::shape().like("^[a-z][a-z0-9_]*$")
    }
}

/// A lexicon while packs are laid over each other.
struct Draft {
    kind: Kind,
    case: Case,
    /// The words with their case.
    words: Vec<(String, bool)>,
    irregular: BTreeMap<String, Vec<(Forms, String)>>,
    pack: usize,
}

/// Where an irregular word was told, to name the place when no lexicon has the word.
struct Told {
    kind: Kind,
    word: String,
    file: String,
    source: Arc<str>,
    span: Range<usize>,
}

/// Collects the lexicons of packs, from the lowest to the highest.
#[derive(Default)]
pub(crate) struct Lexicons {
    drafts: BTreeMap<String, Draft>,
    told: Vec<Told>,
    /// Whether a file could not be read or the packs are not in order, so that lexicons seem to be wrong that are not.
    pub(crate) unread: bool,
}

impl Lexicons {
    /// Reads one file of the pack number `pack`.
    pub(crate) fn read(&mut self, pack: usize, reading: &mut Reading) {
        let tables = reading.toml_in_part::<RawLexicons>();
        self.unread |= tables.is_none() || reading.in_part;
        let Some(tables) = tables else { return };
        for (name, raw) in tables.0 {
            self.table(pack, &name, raw, reading);
        }
    }

    fn table(&mut self, pack: usize, name: &Spanned<String>, raw: RawLexicon, reading: &mut Reading) {
        let (place, name) = (name.span(), name.get_ref());
        if !is_name(name) {
            reading.say(
                place,
                format!("`{name}` cannot be the name of a lexicon"),
                Some("use small letters, digits and `_`".into()),
            );
            return;
        }
        if raw.extends {
            return self.extend(pack, place, name, raw, reading);
        }
        if let Some(first) = raw.add.first().or(raw.remove.first()) {
            let help = "add `extends = true`, or put the words into `words`".to_owned();
            reading.say(first.span(), "`add` and `remove` need a lexicon that is extended", Some(help));
        }
        if let Some(below) = self.drafts.get(name) {
            if self.unread && below.pack != pack {
                return;
            }
            let (message, help) = if below.pack == pack {
                (format!("lexicon `{name}` is defined twice in this pack"), "put all its words in one place")
            } else {
                (
                    format!("lexicon `{name}` is already defined by a pack below"),
                    "say `extends = true` and `add = […]` to add words to it",
                )
            };
            reading.say(place, message, Some(help.to_owned()));
            return;
        }
        let Some(kind) = raw.kind else {
            reading.say(
                place,
                format!("lexicon `{name}` has no `kind`"),
                Some("it is `fixed`, `noun` or `verb`".into()),
            );
            return;
        };
        let Some(words) = raw.words else {
            reading.say(place, format!("lexicon `{name}` has no `words`"), None);
            return;
        };
        let case = raw.case.unwrap_or(Case::Any);
        let words = checked(&words, case, reading);
        let mut draft = Draft { kind, case, words, irregular: BTreeMap::new(), pack };
        self.irregular(&mut draft, raw.irregular, reading);
        self.drafts.insert(name.clone(), draft);
    }

    fn extend(&mut self, pack: usize, place: Range<usize>, name: &str, raw: RawLexicon, reading: &mut Reading) {
        let Some(mut draft) = self.drafts.remove(name) else {
            // It may be in what could not be read.
            if self.unread {
                return;
            }
            let help = suggest(name, self.drafts.keys().map(String::as_str));
            reading.say(place, format!("no pack below defines the lexicon `{name}`"), help);
            return;
        };
        if draft.pack == pack {
            reading.say(
                place.clone(),
                format!("lexicon `{name}` is defined in this pack"),
                Some("put the words into its `words`".into()),
            );
        }
        if raw.kind.is_some_and(|k| k != draft.kind) {
            reading.say(
                place.clone(),
                format!("`kind` of `{name}` differs from the pack below"),
                Some("leave it out".into()),
            );
        }
        if raw.words.is_some() {
            reading.say(place, format!("`words` would replace those of `{name}`"), Some("use `add = […]`".into()));
        }
        for word in checked(&raw.remove, draft.case, reading) {
            let before = draft.words.len();
            draft.words.retain(|(w, _)| *w != word.0);
            if draft.words.len() == before {
                let span = raw.remove.iter().find(|w| one_spaced(w.get_ref()) == word.0).map(Spanned::span);
                let help = suggest(&word.0, draft.words.iter().map(|(w, _)| w.as_str()));
                let help = help.filter(|h| h.starts_with("did")).unwrap_or_else(|| "remove this entry".to_owned());
                reading.warn(span, format!("`{}` is not in lexicon `{name}`", word.0), help);
            }
        }
        draft.words.extend(checked(&raw.add, raw.case.unwrap_or(draft.case), reading));
        self.irregular(&mut draft, raw.irregular, reading);
        self.drafts.insert(name.to_owned(), draft);
    }

    fn irregular(&mut self, draft: &mut Draft, raw: BTreeMap<Spanned<String>, Spanned<String>>, reading: &mut Reading) {
        let known: &[(&str, Forms)] = match draft.kind {
            Kind::Fixed => &[],
            Kind::Noun => &inflect::NOUN,
            Kind::Verb => &inflect::VERB,
        };
        for (word, told) in raw {
            if known.is_empty() {
                reading.say(
                    word.span(),
                    "a `fixed` lexicon has no irregular forms",
                    Some("list every form in `words`".into()),
                );
                return;
            }
            let mut forms: Vec<(Forms, String)> = Vec::new();
            // A value runs up to the next `=`, so that it may have several words.
            for piece in told.get_ref().split_whitespace() {
                match piece.split_once('=') {
                    Some((form, spelling)) => match known.iter().find(|(n, _)| *n == form) {
                        Some(&(_, form)) => forms.push((form, spelling.to_owned())),
                        None => {
                            let help = suggest(form, known.iter().map(|(n, _)| *n));
                            reading.say(told.span(), format!("unknown form `{form}`"), help);
                        }
                    },
                    None => match forms.last_mut() {
                        Some((_, spelling)) => {
                            spelling.push(' ');
                            spelling.push_str(piece);
                        }
                        None => {
                            let help = format!("write it as `{}={piece}`", known[known.len() / 2].0);
                            reading.say(told.span(), format!("`{piece}` does not say which form it is"), Some(help));
                        }
                    },
                }
            }
            let span = word.span();
            let word = one_spaced(word.get_ref());
            self.told.push(Told {
                kind: draft.kind,
                word: word.clone(),
                file: reading.file.clone(),
                source: Arc::clone(&reading.source),
                span,
            });
            draft.irregular.insert(word, forms);
        }
    }

    /// Spells every form of every word; says which lexicons of the grammar are missing.
    pub(crate) fn finish(self, place: &mut Reading) -> BTreeMap<String, WordList> {
        // A word's irregular forms need to be told once only: any lexicon of its kind may do it, its own goes first.
        let mut shared: [BTreeMap<&str, &Vec<(Forms, String)>>; 2] = Default::default();
        for draft in self.drafts.values().filter(|d| d.kind != Kind::Fixed) {
            for (word, forms) in &draft.irregular {
                shared[usize::from(draft.kind == Kind::Verb)].entry(word).or_insert(forms);
            }
        }
        let mut used = BTreeSet::new();
        let mut lists = BTreeMap::new();
        for (name, draft) in &self.drafts {
            let mut list = WordList::default();
            if draft.kind == Kind::Fixed {
                let entry = |(text, exact): &(String, bool)| ListEntry {
                    text: text.clone(),
                    forms: Forms::NONE,
                    exact: *exact,
                };
                list.entries.extend(draft.words.iter().map(entry));
            }
            for (word, exact) in draft.words.iter().filter(|_| draft.kind != Kind::Fixed) {
                let head = match draft.kind {
                    Kind::Noun => word.rsplit(' ').next(),
                    _ => word.split(' ').next(),
                };
                let keys = [word.as_str(), head.unwrap_or(word)];
                let shared = &shared[usize::from(draft.kind == Kind::Verb)];
                let irregular = keys
                    .iter()
                    .find_map(|k| draft.irregular.get(*k).map(|f| (*k, f)))
                    .or_else(|| keys.iter().find_map(|k| shared.get(k).map(|f| (*k, *f))));
                if let Some((key, _)) = irregular {
                    used.insert((draft.kind == Kind::Verb, key.to_owned()));
                }
                let irregular = irregular.map_or(&[][..], |(_, forms)| forms);
                let forms = match draft.kind {
                    Kind::Noun => inflect::noun(word, irregular),
                    _ => inflect::verb(word, irregular),
                };
                list.entries.extend(forms.into_iter().map(|(text, forms)| ListEntry { text, forms, exact: *exact }));
            }
            lists.insert(name.clone(), list);
        }
        for told in self.told.iter().filter(|_| !self.unread) {
            if !used.contains(&(told.kind == Kind::Verb, told.word.clone())) {
                let mut at = Reading::new(told.file.clone(), Arc::clone(&told.source), place.problems());
                let words = self
                    .drafts
                    .values()
                    .filter(|d| d.kind == told.kind)
                    .flat_map(|d| &d.words)
                    .map(|(w, _)| w.as_str());
                let help = suggest(&told.word, words);
                let help =
                    help.filter(|h| h.starts_with("did")).unwrap_or_else(|| "remove it, or add the word".to_owned());
                at.say(
                    told.span.clone(),
                    format!("irregular `{}` is a word of no lexicon of its kind", told.word),
                    Some(help),
                );
            }
        }
        let missing: Vec<String> =
            Class::ALL.iter().filter(|c| !lists.contains_key(c.name())).map(|c| format!("`{}`", c.name())).collect();
        if !missing.is_empty() && !self.unread {
            let help =
                "define them in `lexicons/`, or leave out `standalone = true` to take them from core-en".to_owned();
            place.say(None, format!("lexicons that the grammar needs are missing: {}", missing.join(", ")), Some(help));
        }
        let total: usize = lists.values().map(|l: &WordList| l.entries.len()).sum();
        if total > ENTRIES_LIMIT {
            let help = "leave out words that no rule needs, or load fewer packs at once".to_owned();
            place.say(None, format!("the lexicons have {total} word forms, more than {ENTRIES_LIMIT}"), Some(help));
        }
        lists
    }
}

/// By list: the number of each entry that is one word, or [`WordId::UNKNOWN`]. Patterns that name a list of the grammar
/// need not look its words up again.
pub(crate) type Numbers = FxHashMap<&'static str, Vec<WordId>>;

/// Puts the lists of the grammar into the parser's lexicon.
pub(crate) fn compile(lists: &BTreeMap<String, WordList>, builder: &mut LexiconBuilder) -> Numbers {
    let mut numbers = Numbers::default();
    // Abbreviations go first: only once they are known are words cut with their full stop.
    let abbreviations = std::iter::once(Class::Abbreviation);
    for class in abbreviations.chain(Class::ALL.iter().copied().filter(|c| *c != Class::Abbreviation)) {
        let entries = lists.get(class.name()).map_or(&[][..], |l| &l.entries);
        let added = entries.iter().map(|entry| builder.add(class, &entry.text, entry.forms, entry.exact));
        numbers.insert(class.name(), added.collect());
    }
    numbers
}

/// The words with single spaces, wrong ones left out.
fn checked(words: &[Spanned<String>], case: Case, reading: &mut Reading) -> Vec<(String, bool)> {
    let mut out = Vec::with_capacity(words.len());
    for word in words {
        let text = one_spaced(word.get_ref());
        match text.split(' ').count() {
            _ if text.is_empty() => reading.say(word.span(), "empty word", Some("remove it".into())),
            n if n > WORDS_LIMIT => {
                reading.say(
                    word.span(),
                    format!("entry of {n} words"),
                    Some(format!("at most {WORDS_LIMIT} are allowed")),
                );
            }
            _ => out.push((text, case == Case::Exact)),
        }
    }
    out
}

fn one_spaced(text: &str) -> String {
    // Nearly every entry is written so.
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The problems of lexicons, for a pack that has no place of its own.
pub(crate) fn nowhere<'p>(file: &str, problems: &'p mut Vec<Problem>) -> Reading<'p> {
    Reading::new(file.to_owned(), "".into(), problems)
}
