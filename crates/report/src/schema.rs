//! JSON Schemas of the files of packs, by which editors complete, explain and check what an author writes.
//!
//! They are of draft 7, and plainer than it allows, for the sake of Taplo, which most editors read TOML with. It knows
//! no later draft; it shows no comment beside a `$ref`, so every table is written where it stands; and it offers the
//! keys of a table only where no `allOf` stands beside them, so what must hold of keys together lies under a `then`.

use std::collections::BTreeSet;

use onrecord_engine::schema::{Key, Schema, Shape, Table, Term, When, Word};
use serde::{Serialize, Serializer};

/// A JSON value whose keys stay in the order in which they were told, as an author would read them.
enum Json {
    False,
    True,
    Number(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::False => serializer.serialize_bool(false),
            Self::True => serializer.serialize_bool(true),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

fn text(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

fn texts<'t>(all: impl IntoIterator<Item = &'t str>) -> Json {
    Json::List(all.into_iter().map(text).collect())
}

fn object<const N: usize>(entries: [(&str, Json); N]) -> Json {
    Json::Object(entries.map(|(key, value)| (key.to_owned(), value)).into())
}

fn whole(number: usize) -> Json {
    Json::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The JSON Schema of a kind of file, as pretty JSON with a line end.
///
/// # Panics
/// Never: what it writes has no key that is no text, and writing to memory does not fail.
#[must_use]
pub fn json(schema: &Schema) -> String {
    let Schema { name, files, what, builds_on, shape } = schema;
    let mut root = vec![
        ("$schema".to_owned(), text("http://json-schema.org/draft-07/schema#")),
        ("title".to_owned(), text(format!("onrecord: {name} ({files})"))),
        ("description".to_owned(), text(*what)),
    ];
    match (shape, builds_on) {
        (Shape::Table(table), Some(key)) => {
            // Where a file builds on another, that one may say the rest.
            let demands = ("else", Json::Object(demands(shape)));
            let rest = object([("if", required([*key])), ("then", Json::True), demands]);
            root.extend(of_table(table, false, Some(rest)));
        }
        _ => root.extend(of(shape, true)),
    }
    let mut out = serde_json::to_string_pretty(&Json::Object(root)).expect("texts and numbers can be written");
    out.push('\n');
    out
}

/// What a value of this shape must be. Keys that must be there are asked for here only if it is `complete`.
fn of(shape: &Shape, complete: bool) -> Vec<(String, Json)> {
    let mut out = Vec::new();
    let mut say = |key: &str, value: Json| out.push((key.to_owned(), value));
    match shape {
        Shape::Any => {}
        Shape::Text { words, pattern } => {
            say("type", text("string"));
            if !words.is_empty() {
                say("enum", texts(words.iter().map(|w| w.name)));
                if let Some(meanings) = meanings(words) {
                    say("x-taplo", meanings);
                }
            }
            if let Some(pattern) = pattern {
                say("pattern", text(*pattern));
            }
        }
        Shape::Number { least, most } => {
            say("type", text("integer"));
            if let Some(least) = least {
                say("minimum", Json::Number(*least));
            }
            if let Some(most) = most {
                say("maximum", Json::Number(*most));
            }
        }
        Shape::Flag { only_true } => {
            say("type", text("boolean"));
            if *only_true {
                say("enum", Json::List(vec![Json::True]));
            }
        }
        // A schema knows no days of TOML: editors hold their text against it.
        Shape::Day => {
            say("type", text("string"));
            say("format", text("date"));
            say("pattern", text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
        }
        Shape::List { of: item, least, most } => {
            say("type", text("array"));
            // Lists are replaced as a whole, so what stands in them is complete.
            say("items", Json::Object(of(item, true)));
            if *least > 0 {
                say("minItems", whole(*least));
            }
            if let Some(most) = most {
                say("maxItems", whole(*most));
            }
        }
        Shape::Either(shapes) => {
            say("anyOf", Json::List(shapes.iter().map(|s| Json::Object(of(s, complete))).collect()));
        }
        Shape::Table(table) => out.extend(of_table(table, complete, None)),
        Shape::Names { words, pattern, of: value } => {
            say("type", text("object"));
            if words.is_empty() {
                if let Some(pattern) = pattern {
                    say("propertyNames", object([("pattern", text(*pattern))]));
                }
                say("additionalProperties", Json::Object(of(value, complete)));
            } else {
                let property = |word: &Word| {
                    let mut entries = described(word.what);
                    entries.extend(of(value, complete));
                    (word.name.to_owned(), Json::Object(entries))
                };
                say("properties", Json::Object(words.iter().map(property).collect()));
                say("additionalProperties", Json::False);
            }
        }
    }
    out
}

/// A table, of whose keys something more may have to hold.
fn of_table(table: &Table, complete: bool, more: Option<Json>) -> Vec<(String, Json)> {
    let property = |key: &Key| {
        let mut entries = described(&key.what);
        entries.extend(of(&key.shape, complete));
        (key.name.to_owned(), Json::Object(entries))
    };
    let mut out = vec![
        ("type".to_owned(), text("object")),
        ("properties".to_owned(), Json::Object(table.keys.iter().map(property).collect())),
    ];
    let required = if complete { always(table) } else { BTreeSet::new() };
    if !required.is_empty() {
        out.push(("required".to_owned(), texts(required)));
    }
    out.push(("additionalProperties".to_owned(), Json::False));
    let terms: Vec<Json> = table.terms.iter().filter_map(term).chain(more).collect();
    if !terms.is_empty() {
        out.push(("if".to_owned(), object([("type", text("object"))])));
        out.push(("then".to_owned(), object([("allOf", Json::List(terms))])));
    }
    out
}

/// The keys that every such table has.
fn always(table: &Table) -> BTreeSet<&'static str> {
    let told = table.keys.iter().filter(|k| k.required).map(|k| k.name);
    let asked = table.terms.iter().filter(|t| t.when == When::Always).flat_map(|t| t.needs.iter().copied());
    told.chain(asked).collect()
}

/// The keys that a table needs unless it builds on another, itself and in the tables that it holds.
fn demands(shape: &Shape) -> Vec<(String, Json)> {
    let mut out = Vec::new();
    match shape {
        Shape::Table(table) => {
            let required = always(table);
            if !required.is_empty() {
                out.push(("required".to_owned(), texts(required)));
            }
            let inner = table.keys.iter().map(|k| (k.name.to_owned(), demands(&k.shape)));
            let inner: Vec<_> = inner.filter(|(_, d)| !d.is_empty()).map(|(k, d)| (k, Json::Object(d))).collect();
            if !inner.is_empty() {
                out.push(("properties".to_owned(), Json::Object(inner)));
            }
        }
        Shape::Names { of, .. } => {
            let inner = demands(of);
            if !inner.is_empty() {
                out.push(("additionalProperties".to_owned(), Json::Object(inner)));
            }
        }
        _ => {}
    }
    out
}

fn described(what: &str) -> Vec<(String, Json)> {
    if what.is_empty() { Vec::new() } else { vec![("description".to_owned(), text(what))] }
}

/// What each word means, as Taplo shows it beside the words that it offers.
fn meanings(words: &[Word]) -> Option<Json> {
    let told = words.iter().any(|w| !w.what.is_empty());
    told.then(|| object([("docs", object([("enumValues", texts(words.iter().map(|w| w.what)))]))]))
}

/// What must hold of keys together; `None` where the table says it by itself.
fn term(term: &Term) -> Option<Json> {
    let mut demands = Vec::new();
    if term.when != When::Always && !term.needs.is_empty() {
        demands.push(("required".to_owned(), texts(term.needs.iter().copied())));
    }
    if !term.bars.is_empty() {
        let barred = term.bars.iter().map(|key| ((*key).to_owned(), Json::False)).collect();
        demands.push(("properties".to_owned(), Json::Object(barred)));
    }
    for (keyword, keys) in [("anyOf", &term.some), ("oneOf", &term.one)] {
        if !keys.is_empty() {
            demands.push((keyword.to_owned(), Json::List(keys.iter().map(|key| required([*key])).collect())));
        }
    }
    if demands.is_empty() {
        return None;
    }
    let demands = Json::Object(demands);
    Some(match when(term.when) {
        None => demands,
        Some((condition, true)) => object([("if", condition), ("then", demands)]),
        Some((condition, false)) => object([("if", condition), ("then", Json::True), ("else", demands)]),
    })
}

/// A condition, and whether it or its contrary is meant; `None` for always.
fn when(when: When) -> Option<(Json, bool)> {
    let is = |key: &str, value: Json| {
        object([
            ("required", texts([key])),
            ("properties", Json::Object(vec![(key.to_owned(), object([("enum", Json::List(vec![value]))]))])),
        ])
    };
    match when {
        When::Always => None,
        When::There(key) => Some((required([key]), true)),
        When::Lacks(key) => Some((required([key]), false)),
        When::Is(key, word) => Some((is(key, text(word)), true)),
        When::IsNot(key, word) => Some((is(key, text(word)), false)),
        When::True(key) => Some((is(key, Json::True), true)),
        When::NotTrue(key) => Some((is(key, Json::True), false)),
    }
}

fn required<const N: usize>(keys: [&str; N]) -> Json {
    object([("required", texts(keys))])
}
