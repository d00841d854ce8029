//! Lexicons and their words, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use onrecord_engine::{ListEntry, WordList};
use onrecord_parser::Class;
use serde::Serialize;

use crate::terminal::{HEADING, clean, cut, fit, paint, paragraph, width};

/// All lexicons by name.
pub type Lists = BTreeMap<String, WordList>;

/// The lexicons as a table: how many words of how many forms, and what the grammar takes them for.
#[must_use]
pub fn list(lists: &Lists, columns: usize) -> String {
    let mut out = String::new();
    let grammar: BTreeMap<&str, &str> = Class::ALL.iter().map(|c| (c.name(), c.what())).collect();
    let name = lists.keys().map(|n| width(n)).max().unwrap_or(8).clamp(8, 26);
    for (lexicon, list) in lists {
        let first: Vec<&str> = words(list).iter().take(4).map(|forms| forms[0].text.as_str()).collect();
        let what = match grammar.get(lexicon.as_str()) {
            Some(what) => (*what).to_owned(),
            None => first.join(", "),
        };
        let room = columns.saturating_sub(name + 16).max(20);
        let count = words(list).len();
        let _ = writeln!(out, "{}  {count:>5} words  {}", fit(lexicon, name), cut(&what, room));
    }
    out
}

/// The entries of a list by word: all forms of each.
fn words(list: &WordList) -> Vec<&[ListEntry]> {
    // The first form of a word is its base or its singular.
    list.entries.chunk_by(|_, next| !matches!(next.form_names().first(), None | Some(&"base" | &"sg"))).collect()
}

/// Every form of every word of a lexicon.
#[must_use]
pub fn show(name: &str, list: &WordList, columns: usize) -> String {
    let mut out = String::new();
    let words = words(list);
    let n = words.len();
    let title = format!("@{name}: {n} {}", if n == 1 { "word" } else { "words" });
    let _ = writeln!(out, "{}", paint(HEADING, &clean(&title)));
    if words.iter().all(|w| w.len() == 1 && w[0].form_names().is_empty()) {
        let all: Vec<&str> = words.iter().map(|w| w[0].text.as_str()).collect();
        paragraph(&mut out, "  ", &all.join(", "), columns);
        return out;
    }
    for forms in words {
        let told: Vec<String> = forms.iter().map(told).collect();
        paragraph(&mut out, "  ", &told.join(", "), columns);
    }
    out
}

fn told(entry: &ListEntry) -> String {
    match entry.form_names().join(" ") {
        forms if forms.is_empty() => entry.text.clone(),
        forms => format!("{} ({forms})", entry.text),
    }
}

/// Where a word stands.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Holder<'l> {
    /// The lexicon.
    pub lexicon: &'l str,
    /// Its entry that has the word.
    pub entry: &'l str,
    forms: Vec<&'static str>,
    whole: bool,
}

/// The lexicons that have `word`, alone or in a phrase. Case and the sort of apostrophe are left out of account, save in
/// lexicons that mind case.
#[must_use]
pub fn holders<'l>(lists: &'l Lists, word: &str) -> Vec<Holder<'l>> {
    let plain = |text: &str| text.replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    let word = plain(word);
    let lower = word.to_lowercase();
    let mut out = Vec::new();
    for (lexicon, list) in lists {
        for entry in &list.entries {
            let have = plain(&entry.text);
            let (have, want) = if entry.exact { (have, &word) } else { (have.to_lowercase(), &lower) };
            let whole = have == *want;
            if whole || format!(" {have} ").contains(&format!(" {want} ")) {
                out.push(Holder { lexicon, entry: &entry.text, forms: entry.form_names(), whole });
            }
        }
    }
    out.sort_by_key(|h| (!h.whole, h.lexicon, h.entry));
    out
}

/// Where a word stands, as a page.
#[must_use]
pub fn held(word: &str, holders: &[Holder], columns: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(HEADING, &clean(word)));
    let name = holders.iter().map(|h| width(h.lexicon)).max().unwrap_or(0).clamp(8, 26) + 1;
    for holder in holders {
        let what = match holder.forms.join(" ") {
            forms if forms.is_empty() => holder.entry.to_owned(),
            forms => format!("{} ({forms})", holder.entry),
        };
        let first = format!("  {}  ", fit(&format!("@{}", holder.lexicon), name));
        paragraph(&mut out, &first, &what, columns);
    }
    out
}

#[derive(Serialize)]
struct ListRecord<'l> {
    name: &'l str,
    entries: Vec<EntryRecord<'l>>,
}

#[derive(Serialize)]
struct EntryRecord<'l> {
    text: &'l str,
    forms: Vec<&'static str>,
    exact: bool,
}

/// The lexicons for which `keep` holds, as JSON.
#[must_use]
pub fn json(lists: &Lists, keep: impl Fn(&str) -> bool) -> String {
    fn record(e: &ListEntry) -> EntryRecord<'_> {
        EntryRecord { text: &e.text, forms: e.form_names(), exact: e.exact }
    }
    let records: Vec<ListRecord<'_>> = lists
        .iter()
        .filter(|(name, _)| keep(name))
        .map(|(name, list)| ListRecord { name, entries: list.entries.iter().map(record).collect() })
        .collect();
    rendered(&records)
}

/// Where a word stands, as JSON.
#[must_use]
pub fn held_json(holders: &[Holder]) -> String {
    rendered(holders)
}

fn rendered<T: Serialize + ?Sized>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("lexicons are plain text");
    text.push('\n');
    text
}
