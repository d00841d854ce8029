//! Which fields of a JSON object hold what.

use std::fmt;

use serde_json::{Map, Value};

use crate::article::Metadata;
use crate::{Article, Unreadable};

/// The name of each part of an article, and where it is looked for unless the user says otherwise.
const PARTS: [(&str, &[&str]); 9] = [
    ("id", &["id"]),
    ("text", &["text"]),
    ("title", &["title", "headline"]),
    ("outlet", &["outlet", "publication"]),
    ("byline", &["byline", "author"]),
    ("date", &["date"]),
    ("section", &["section"]),
    ("genre", &["genre"]),
    ("url", &["url"]),
];

/// Fields that often hold an article's text, for a better next step.
const TEXT_LIKE: [&str; 9] =
    ["body", "content", "article", "maintext", "articleBody", "full_text", "fulltext", "raw_text", "paragraphs"];

/// A mapping of JSON fields to the parts of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The places of each part, in the order of `PARTS`.
    places: [Vec<String>; PARTS.len()],
}

impl Default for Fields {
    fn default() -> Self {
        Self { places: PARTS.map(|(_, places)| places.iter().map(|&p| p.to_owned()).collect()) }
    }
}

/// A field mapping that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError(String);

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FieldError {}

impl Fields {
    /// Takes a mapping as the user writes it: `text=body`, `text=article.body`.
    ///
    /// # Errors
    /// When it is not of the form `NAME=FIELD`, or `NAME` is no part of an article.
    pub fn set(&mut self, mapping: &str) -> Result<(), FieldError> {
        let names = PARTS.map(|(name, _)| name).join(", ");
        let Some((name, place)) = mapping.split_once('=').filter(|(n, p)| !n.is_empty() && !p.is_empty()) else {
            return Err(FieldError(format!("`{mapping}` is not of the form NAME=FIELD, as in `text=body`")));
        };
        let Some(part) = PARTS.iter().position(|(n, _)| *n == name) else {
            return Err(FieldError(format!("`{name}` is no part of an article; these are: {names}")));
        };
        self.places[part] = vec![place.to_owned()];
        Ok(())
    }

    /// Makes an article of `value`, which stands at `line` of `path`. `line` is `None` in a file of one object.
    pub(crate) fn article(&self, value: Value, path: &str, line: Option<usize>) -> Result<Article, Unreadable> {
        let place = line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"));
        let refuse = |id: &str, reason: String, next_step: &str| {
            let unreadable = Unreadable::whole(path, reason, next_step).called(id.to_owned());
            match line {
                Some(line) => unreadable.at(line, None),
                None => unreadable,
            }
        };
        let Value::Object(mut object) = value else {
            return Err(refuse(
                &place,
                format!("{} instead of an object", sort(&value)),
                "give one object like {\"id\": …, \"text\": …} per article",
            ));
        };
        let mut text = None;
        let mut taken: [Option<String>; PARTS.len()] = Default::default();
        // The text is the one part that must be there, so it alone is told from a value of a wrong sort.
        for (part, places) in self.places.iter().enumerate() {
            let found = places.iter().find_map(|p| take(&mut object, p));
            if PARTS[part].0 == "text" {
                text = found;
            } else {
                taken[part] = found.and_then(|v| words(v, ", ").ok()).filter(|v| !v.trim().is_empty());
            }
        }
        let [id, _, title, outlet, byline, date, section, genre, url] = taken;
        let id = id.unwrap_or(place);
        let wanted = &self.places[1][0];
        let text = match text.map(|v| words(v, "\n\n")) {
            Some(Ok(text)) => text,
            Some(Err(value)) => {
                let reason = format!("field `{wanted}` holds {}, not a text", sort(&value));
                return Err(refuse(&id, reason, "name the field of the text with `--field text=FIELD`"));
            }
            None => return Err(refuse(&id, missing(wanted, &object), &suggestion(&object))),
        };
        if text.trim().is_empty() {
            return Err(refuse(&id, format!("field `{wanted}` is empty"), "leave it out, or fetch the article again"));
        }
        let metadata = Metadata { title, outlet, byline, date, section, genre, url };
        Ok(Article { id, text, metadata, path: path.to_owned(), side_file: None, corrections: None })
    }
}

fn missing(wanted: &str, left: &Map<String, Value>) -> String {
    let names: Vec<&str> = left.keys().map(String::as_str).take(12).collect();
    let more = if left.len() > names.len() { ", …" } else { "" };
    let has = if names.is_empty() { "none at all".to_owned() } else { names.join(", ") };
    format!("no field `{wanted}` with the text among the fields ({has}{more})")
}

fn suggestion(left: &Map<String, Value>) -> String {
    let likely = TEXT_LIKE.iter().find(|n| left.contains_key(**n)).copied();
    // Otherwise the longest string is the best guess.
    let longest = || left.iter().filter_map(|(k, v)| Some((v.as_str()?.len(), k.as_str()))).max().map(|(_, k)| k);
    format!("name it with `--field text={}`", likely.or_else(longest).unwrap_or("FIELD"))
}

/// Takes the value at `place` out of `object`: a field of that very name, or one inside others, parted by dots.
fn take(object: &mut Map<String, Value>, place: &str) -> Option<Value> {
    let value = match object.get_mut(place) {
        Some(value) => value,
        None => {
            let (first, rest) = place.split_once('.')?;
            return match object.get_mut(first)? {
                Value::Object(inner) => take(inner, rest),
                _ => None,
            };
        }
    };
    Some(value.take()).filter(|v| !v.is_null())
}

/// The text of a string, a number, or a list of strings.
fn words(value: Value, between: &str) -> Result<String, Value> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Array(parts) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
            Ok(parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(between))
        }
        other => Err(other),
    }
}

fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mappings: &[&str], json: &str) -> Result<Article, String> {
        let mut fields = Fields::default();
        mappings.iter().for_each(|m| fields.set(m).unwrap());
        fields.article(serde_json::from_str(json).unwrap(), "a.jsonl", Some(3)).map_err(|e| e.to_string())
    }

    #[test]
    fn fields_are_found_under_their_own_name_inside_others_and_in_lists() {
        for (mappings, json, id, text) in [
            (&[][..], r#"{"id":"x","text":"T"}"#, "x", "T"),
            (&[], r#"{"id":7,"text":"T"}"#, "7", "T"),
            (&[], r#"{"text":"T"}"#, "a.jsonl:3", "T"),
            (&["text=body", "id=url"], r#"{"url":"u","body":"B","text":"T"}"#, "u", "B"),
            (&["text=article.body"], r#"{"article":{"body":"B"}}"#, "a.jsonl:3", "B"),
            (&["text=article.body"], r#"{"article.body":"dotted"}"#, "a.jsonl:3", "dotted"),
            (&["text=parts"], r#"{"parts":["One.","Two."]}"#, "a.jsonl:3", "One.\n\nTwo."),
        ] {
            let article = read(mappings, json).unwrap();
            assert_eq!((article.id.as_str(), article.text.as_str()), (id, text), "{json}");
        }
        let article = read(&[], r#"{"text":"T","headline":"H","author":["A","B"],"genre":null}"#).unwrap();
        assert_eq!(article.metadata.title.as_deref(), Some("H"));
        assert_eq!(article.metadata.byline.as_deref(), Some("A, B"));
        assert_eq!(article.metadata.genre, None);
    }

    #[test]
    fn a_missing_text_names_what_is_there_and_the_likely_field() {
        for (json, message) in [
            (
                r#"{"id":"x","body":"B","n":1}"#,
                "a.jsonl:3: no field `text` with the text among the fields (body, id, n); name it with `--field text=body`",
            ),
            (
                r#"{"a":"x","z":"longer"}"#,
                "a.jsonl:3: no field `text` with the text among the fields (a, z); name it with `--field text=z`",
            ),
            (
                r#"{"text":{"a":1}}"#,
                "a.jsonl:3: field `text` holds an object, not a text; name the field of the text with `--field text=FIELD`",
            ),
            (r#"{"text":" "}"#, "a.jsonl:3: field `text` is empty; leave it out, or fetch the article again"),
            (
                "[1]",
                "a.jsonl:3: a list instead of an object; give one object like {\"id\": …, \"text\": …} per article",
            ),
        ] {
            assert_eq!(read(&[], json).unwrap_err(), message);
        }
    }

    #[test]
    fn a_mapping_that_makes_no_sense_is_refused() {
        for (mapping, message) in [
            ("text", "`text` is not of the form NAME=FIELD, as in `text=body`"),
            (
                "body=text",
                "`body` is no part of an article; these are: id, text, title, outlet, byline, date, section, genre, url",
            ),
        ] {
            assert_eq!(Fields::default().set(mapping).unwrap_err().to_string(), message);
        }
    }
}
