//! The same article in another dress: the marks of another house, names of other cultures, and what may still differ.

use std::collections::BTreeSet;

use onrecord_engine::{Assessment, SourceKind};
use onrecord_parser::Document;

/// Words without marks of any house, blanks single.
#[must_use]
pub fn plain(words: &str) -> String {
    let mark = |c: char| matches!(c, '“' | '”' | '"' | '«' | '»' | '„' | '‘' | '’' | '\'');
    let bare: String = words.chars().filter(|&c| !mark(c)).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How houses mark speech, and whether the marks are apostrophes too.
pub const STYLES: [(&str, &str, bool); 6] = [
    ("“", "”", false),
    ("\"", "\"", false),
    ("''", "''", false),
    ("«", "»", false),
    ("‘", "’", true),
    ("'", "'", true),
];

/// `text` with the marks of its quotations in another style; `None` where it cannot be written so.
#[must_use]
pub fn restyled(text: &str, document: &Document, (open, close, single): (&str, &str, bool)) -> Option<String> {
    // Speech within speech has other marks than the speech around it, and single marks are always closed.
    let inner = |marks: &[&str]| {
        document.tokens.iter().enumerate().any(|(i, t)| {
            let quote = document.quote_of(i as u32).map(|q| q.tokens.start + 1..q.tokens.end - 1);
            quote.is_some_and(|q| q.contains(&(i as u32))) && marks.contains(&t.text(text))
        })
    };
    if single && (inner(&["‘", "'"]) || document.quotes.iter().any(|q| !q.closed))
        || !single && inner(&["“", "\"", "«", "''"])
    {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    for quote in &document.quotes {
        let mark = |i: u32| document.tokens[i as usize].span();
        let first = mark(quote.tokens.start);
        out.push_str(&text[at..first.start() as usize]);
        out.push_str(open);
        // Only French houses leave a blank within.
        at = first.end() as usize;
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\u{a0}']).len();
        if quote.closed {
            let last = mark(quote.tokens.end - 1);
            out.push_str(text[at..last.start() as usize].trim_end_matches([' ', '\u{a0}']));
            out.push_str(close);
            at = last.end() as usize;
        }
    }
    out.push_str(&text[at..]);
    Some(out)
}

/// Names of many cultures, all invented: first name, surname where the name stands in full, surname later on.
pub const NAMES: [(&str, &str, &str); 29] = [
    ("Thuyet Bich", "Tranh", "Tranh"),
    ("Oluwaseun", "Adebamowo", "Adebamowo"),
    ("Ágnes", "Kővárszky", "Kővárszky"),
    ("Mariam", "al-Hashemiya", "al-Hashemiya"),
    ("Yusuf", "Al-Tikran", "Al-Tikran"),
    ("Lucía", "Fernández Ortegal", "Fernández"),
    ("Pieter", "van den Broekman", "van den Broekman"),
    ("Anneke", "de Wijkstra", "de Wijkstra"),
    ("Þórdís", "Guðlaugsdóttir", "Guðlaugsdóttir"),
    ("Meilin", "Xuan", "Xuan"),
    ("Siobhán", "O'Rourkey", "O'Rourkey"),
    ("Declan", "O’Shaunessy", "O’Shaunessy"),
    ("Jean-Luc", "Baptiste-Morel", "Baptiste-Morel"),
    ("J.T.", "Hollowell", "Hollowell"),
    ("K. R.", "Palanivel", "Palanivel"),
    ("Raymond", "Tullock Jr.", "Tullock"),
    ("Walter", "Pemberley III", "Pemberley"),
    ("João", "da Silveirinha", "da Silveirinha"),
    ("Karl-Heinz", "von der Leyden", "von der Leyden"),
    ("İbrahim", "Çelikoğullu", "Çelikoğullu"),
    ("Ji-woo", "Parkh", "Parkh"),
    ("Ngozi", "Nwankwo-Ezeh", "Nwankwo-Ezeh"),
    ("Fiona", "MacAllistair", "MacAllistair"),
    ("DeShawn", "D'Angelico", "D'Angelico"),
    ("María José", "de la Cruzada", "de la Cruzada"),
    ("Abebech", "Tesfamariam", "Tesfamariam"),
    ("Kealoha", "Kamakawiwo", "Kamakawiwo"),
    ("Rhys", "ap Gwilym", "ap Gwilym"),
    ("Xiong", "Zhenweih", "Xiong"),
];

/// `text` with `word` written as `new` wherever it stands alone; a small letter that begins a sentence is written large.
#[must_use]
pub fn replaced(text: &str, word: &str, new: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (i, _) in text.match_indices(word) {
        let end = i + word.len();
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        if i < at || !free(text[..i].chars().next_back()) || !free(text[end..].chars().next()) {
            continue;
        }
        out.push_str(&text[at..i]);
        let lead = text[..i].trim_end_matches([' ', '“', '"', '‘', '\'']);
        let opens = lead.is_empty() || lead.ends_with(['.', '?', '!', '\n', '”', '"']);
        let mut letters = new.chars();
        match letters.next().filter(|_| opens) {
            Some(first) => out.extend(first.to_uppercase().chain(letters)),
            None => out.push_str(new),
        }
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// The people of an article whose names can be changed: two words that nothing else in it is called by.
#[must_use]
pub fn people<'a>(text: &str, found: &'a Assessment) -> Vec<(&'a str, &'a str)> {
    let sole = |word: &str| {
        let others = found.sources.iter().filter(|s| s.label.contains(word)).count();
        others == 1 && !text.contains(&word.to_uppercase()) && !text.contains(&word.to_lowercase())
    };
    let named = found.sources.iter().filter(|s| s.kind == SourceKind::NamedPerson);
    named
        .filter_map(|s| s.name.as_deref()?.split_once(' '))
        .filter(|(first, last)| first.chars().chain(last.chars()).all(char::is_alphabetic) && sole(first) && sole(last))
        .collect()
}

/// Whether somebody else in `text` has the surname `last`: a capitalised word that is no title stands before it.
#[must_use]
pub fn shared(text: &str, first: &str, last: &str) -> bool {
    const TITLES: [&str; 6] = ["Mr", "Ms", "Mrs", "Mr.", "Ms.", "Mrs."];
    text.match_indices(last).any(|(i, _)| {
        let before = text[..i].strip_suffix(' ').and_then(|t| t.split([' ', '\n']).next_back()).unwrap_or("");
        before.starts_with(char::is_uppercase) && before != first && !TITLES.contains(&before)
    })
}

/// Holds what is wrong against the faults that are `known`, each with its reason: a fault that is not known fails the
/// test, and so does a known one that is mended, so that no list of excuses outlives them.
///
/// # Panics
/// When the two differ, with every difference.
pub fn settle(known: &[(&str, &str)], faults: &[(String, String)]) {
    let found: BTreeSet<&str> = faults.iter().map(|(key, _)| key.as_str()).collect();
    let new = faults.iter().filter(|(key, _)| !known.iter().any(|(k, _)| k == key));
    let mut told: Vec<String> = new.map(|(key, what)| format!("{key}: {what}")).collect();
    let mended = known.iter().filter(|(key, _)| !found.contains(key));
    told.extend(mended.map(|(key, reason)| format!("{key} is right now: take it off the list ({reason})")));
    assert!(told.is_empty(), "{} faults:\n{}", told.len(), told.join("\n"));
}
