//! A checker for the part of JSON Schema draft 7 that our schemas use; anything else in a schema is a panic.
//!
//! The crates that check all of it take longer to build than this workspace, for addresses and formats that we lack.

use regex::Regex;
use serde_json::{Map, Value};

/// All that is wrong with `value` under `schema`, each with its place: keys and indexes from the top, then the keyword.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, value, "", &mut found);
    found
}

fn holds(schema: &Value, value: &Value) -> bool {
    faults(schema, value).is_empty()
}

/// Keywords that check nothing: words for people, and a format whose pattern stands beside it.
const WORDS: [&str; 7] = ["$schema", "title", "description", "x-taplo", "format", "then", "definitions"];

fn check(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let schema = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => return found.push(format!("{at}: false")),
        Value::Object(schema) => schema,
        other => panic!("no schema: {other}"),
    };
    let nothing = Map::new();
    let object = value.as_object().unwrap_or(&nothing);
    for (keyword, wanted) in schema {
        let right = match keyword.as_str() {
            "type" => is(wanted.as_str().expect("one type"), value),
            "enum" => list(wanted).contains(value),
            "pattern" => value.as_str().is_none_or(|text| matches(wanted, text)),
            "minimum" => value.as_i64().is_none_or(|n| n >= number(wanted)),
            "maximum" => value.as_i64().is_none_or(|n| n <= number(wanted)),
            "minItems" => value.as_array().is_none_or(|l| l.len() as i64 >= number(wanted)),
            "maxItems" => value.as_array().is_none_or(|l| l.len() as i64 <= number(wanted)),
            "required" => {
                !value.is_object() || list(wanted).iter().all(|k| object.contains_key(k.as_str().expect("a key")))
            }
            "anyOf" => list(wanted).iter().any(|s| holds(s, value)),
            "oneOf" => list(wanted).iter().filter(|s| holds(s, value)).count() == 1,
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(wanted, item, &format!("{at}/{i}"), found);
                }
                true
            }
            "properties" => {
                let wanted = wanted.as_object().expect("schemas by key");
                for (key, inner) in object.iter().filter_map(|(k, v)| Some((k, (wanted.get(k)?, v)))) {
                    check(inner.0, inner.1, &format!("{at}/{key}"), found);
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, inner) in object.iter().filter(|(k, _)| known.is_none_or(|known| !known.contains_key(*k))) {
                    check(wanted, inner, &format!("{at}/{key}"), found);
                }
                true
            }
            "propertyNames" => {
                for key in object.keys() {
                    check(wanted, &Value::String(key.clone()), &format!("{at}/{key}"), found);
                }
                true
            }
            "allOf" => {
                list(wanted).iter().for_each(|s| check(s, value, at, found));
                true
            }
            "if" => {
                let next = schema.get(if holds(wanted, value) { "then" } else { "else" });
                if let Some(next) = next {
                    check(next, value, at, found);
                }
                true
            }
            "else" => true,
            word if WORDS.contains(&word) => true,
            other => panic!("the checker does not know `{other}`"),
        };
        if !right {
            found.push(format!("{at}: {keyword}"));
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the checker does not know the type `{other}`"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> i64 {
    value.as_i64().expect("a whole number")
}

fn matches(pattern: &Value, text: &str) -> bool {
    Regex::new(pattern.as_str().expect("a pattern")).expect("a regular expression").is_match(text)
}
