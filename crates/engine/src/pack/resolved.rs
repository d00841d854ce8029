//! What a rule says once all packs are laid over each other, with the place of every key and every entry of a list.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::RuleSet;
use crate::rule::{Amendment, Change, Rule};

/// A key of a rule as all packs together make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The key.
    pub key: String,
    /// Whether its parts are the entries of a list.
    pub list: bool,
    /// Its values: those that hold and those that a pack above took away, in the order in which packs say them.
    pub parts: Vec<Part>,
}

/// A value, or an entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The value as TOML.
    pub toml: String,
    /// The pack, as an index into `RuleSet::packs`.
    pub pack: usize,
    /// The file, as messages name it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The bytes of the file: of an entry or a changed value its own, of any other value those of its key.
    pub place: Range<usize>,
    /// Whether a pack above has taken it away.
    pub removed: bool,
    text: String,
}

/// The keys that the rule's file has, in its order, then those that overrides add.
pub(super) fn resolve(rules: &RuleSet, rule: &Rule) -> Vec<Resolved> {
    let source = rules.source(&rule.file).unwrap_or_default();
    let mut out = Vec::new();
    if let Ok(table) = DeTable::parse(&source) {
        for (key, value) in in_order(table.get_ref()) {
            let part = |value: &Spanned<DeValue>, at: Range<usize>| Part {
                toml: inline(value, &source),
                pack: rule.pack,
                file: rule.file.clone(),
                line: line(&source, at.start),
                place: at,
                removed: false,
                text: value.get_ref().as_str().unwrap_or_default().to_owned(),
            };
            let parts = match value.get_ref() {
                DeValue::Array(list) => list.iter().map(|item| part(item, item.span())).collect(),
                _ => vec![part(value, key.span())],
            };
            let list = matches!(value.get_ref(), DeValue::Array(_));
            out.push(Resolved { key: key.get_ref().to_string(), list, parts });
        }
    }
    for amendment in rule.amendments.iter().filter(|a| !a.lapsed) {
        let source = rules.source(&amendment.file).unwrap_or_default();
        for change in &amendment.changes {
            apply(&mut out, amendment, change, &source);
        }
    }
    out
}

fn apply(out: &mut Vec<Resolved>, amendment: &Amendment, change: &Change, source: &str) {
    let (list, key) = match change.key.split_once('_') {
        Some((how @ ("add" | "remove"), key)) => (Some(how), key),
        _ => (None, change.key),
    };
    let at = out.iter().position(|r| r.key == key).unwrap_or_else(|| {
        out.push(Resolved { key: key.to_owned(), list: list.is_some(), parts: Vec::new() });
        out.len() - 1
    });
    let parts = &mut out[at].parts;
    match list {
        Some("remove") => {
            if let Some(part) = parts.iter_mut().find(|p| !p.removed && p.text == change.text) {
                part.removed = true;
            }
            return;
        }
        Some(_) => {}
        None => parts.iter_mut().for_each(|p| p.removed = true),
    }
    parts.push(Part {
        toml: source.get(change.place.clone()).unwrap_or_default().to_owned(),
        pack: amendment.pack,
        file: amendment.file.clone(),
        line: line(source, change.place.start),
        place: change.place.clone(),
        removed: false,
        text: change.text.clone(),
    });
}

/// The entries of a table as its file has them.
fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Spanned<toml::de::DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// `value` as its file spells it, tables in one line.
fn inline(value: &Spanned<DeValue>, source: &str) -> String {
    match value.get_ref() {
        DeValue::Table(table) => {
            let entries = in_order(table).into_iter();
            let entries: Vec<String> =
                entries.map(|(key, value)| format!("{} = {}", key.get_ref(), inline(value, source))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        DeValue::Array(list) => {
            let items: Vec<String> = list.iter().map(|item| inline(item, source)).collect();
            format!("[{}]", items.join(", "))
        }
        _ => source.get(value.span()).unwrap_or_default().to_owned(),
    }
}

fn line(source: &str, at: usize) -> usize {
    source.get(..at).unwrap_or_default().matches('\n').count() + 1
}
