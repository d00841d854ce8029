//! Which fields of a JSON object, or which columns of a table, hold what.

use std::fmt;

use serde_json::{Map, Value};

use crate::article::Metadata;
use crate::presets::{self, Preset};
use crate::{Article, Unreadable, html};

/// The name of each part of an article, and where it is looked for unless the user says otherwise.
pub(crate) const PARTS: [(&str, &[&str]); 11] = [
    ("id", &["id"]),
    ("text", &["text"]),
    ("html", &[]),
    ("title", &["title", "headline"]),
    ("outlet", &["outlet", "publication"]),
    ("aliases", &["aliases"]),
    ("byline", &["byline", "author"]),
    ("date", &["date"]),
    ("section", &["section"]),
    ("genre", &["genre"]),
    ("url", &["url"]),
];

/// Places of the text and of the text as HTML, in `PARTS`.
const TEXT: usize = 1;
const HTML: usize = 2;

/// Fields that often hold an article's text, for a better next step.
const TEXT_LIKE: [&str; 9] =
    ["body", "content", "article", "maintext", "articleBody", "full_text", "fulltext", "raw_text", "paragraphs"];

/// A mapping of the fields of JSON, or the columns of a table, to the parts of an article.
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
    /// The fields of a tool or format that is known by name, such as `trafilatura`.
    ///
    /// # Errors
    /// When there is no preset of that name.
    pub fn preset(name: &str) -> Result<Self, FieldError> {
        let presets = presets::all();
        let Some(preset) = presets.iter().find(|p| p.name == name) else {
            let names: Vec<&str> = presets.iter().map(|p| p.name.as_str()).collect();
            return Err(FieldError(format!("no preset `{name}`; there are {}", names.join(", "))));
        };
        Ok(Self::of(preset))
    }

    fn of(preset: &Preset) -> Self {
        Self { places: PARTS.map(|(part, _)| preset.places.get(part).cloned().unwrap_or_default()) }
    }

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
        // Who says where the HTML is wants that, and no other field that happens to be called `text`.
        if part == HTML {
            self.places[TEXT].clear();
        }
        Ok(())
    }

    /// Whether `object` has a field that holds the text.
    pub(crate) fn have_text(&self, object: &Map<String, Value>) -> bool {
        self.places[TEXT].iter().chain(&self.places[HTML]).any(|place| has(object, place))
    }

    /// The place that is looked at, if it is `column` but for case and blanks around it, as tables have them.
    pub(crate) fn place_like(&self, column: &str) -> Option<&str> {
        let places = self.places.iter().flatten();
        places.map(String::as_str).find(|place| place.eq_ignore_ascii_case(column.trim()))
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
        // The text is the one part that must be there, so it alone is told from a value of a wrong sort.
        let text = self.places[TEXT].iter().find_map(|p| take(&mut object, p));
        let page = self.places[HTML].iter().find_map(|p| take(&mut object, p)).and_then(|v| words(v, "\n").ok());
        let mut metadata = Metadata::default();
        let mut id = None;
        for (&(name, _), places) in PARTS.iter().zip(&self.places) {
            if matches!(name, "text" | "html") {
                continue;
            }
            let between = if name == "aliases" { ";" } else { ", " };
            let found = places.iter().find_map(|p| words(take(&mut object, p)?, between).ok());
            let Some(found) = found.filter(|v| !v.trim().is_empty()) else { continue };
            if name == "id" {
                id = Some(found);
            } else {
                metadata.set(name, &found);
            }
        }
        let id = id.unwrap_or(place);
        let wanted = self.places[TEXT].first().or(self.places[HTML].first()).map_or("text", String::as_str);
        let text = match (text.map(|v| words(v, "\n\n")), page) {
            (Some(Ok(text)), page) if page.is_none() || !text.trim().is_empty() => text,
            (_, Some(page)) => return Self::of_html(&page, id, metadata, path, &refuse),
            (Some(Ok(text)), None) => text,
            (Some(Err(value)), None) => {
                let reason = format!("field `{wanted}` holds {}, not a text", sort(&value));
                return Err(refuse(&id, reason, "name the field of the text with `--field text=FIELD`"));
            }
            (None, None) => return Err(refuse(&id, missing(wanted, &object), &suggestion(&object))),
        };
        if text.trim().is_empty() {
            return Err(refuse(&id, format!("field `{wanted}` is empty"), "leave it out, or fetch the article again"));
        }
        Ok(Article { id, text, metadata, path: path.to_owned(), ..Article::default() })
    }

    /// The article in a field of HTML: a page with what stands around the article, or the article alone.
    fn of_html(
        page: &str,
        id: String,
        metadata: Metadata,
        path: &str,
        refuse: &dyn Fn(&str, String, &str) -> Unreadable,
    ) -> Result<Article, Unreadable> {
        let start = page.get(..page.len().min(2048)).unwrap_or(page).to_ascii_lowercase();
        let is_page = ["<html", "<body", "<head", "<!doctype"].iter().any(|tag| start.contains(tag));
        let article = if is_page {
            html::page_of(page, &id)
        } else {
            html::fragment(page, &id).map(|text| Article {
                text,
                extractor: Some(html::EXTRACTOR),
                ..Article::default()
            })
        };
        let mut article = article.map_err(|e| refuse(&id, e.reason, &e.next_step))?;
        if article.text.is_empty() {
            return Err(refuse(&id, "the HTML has no text".to_owned(), "leave it out, or fetch the article again"));
        }
        article.metadata.prefer(metadata);
        Ok(Article { id, path: path.to_owned(), ..article })
    }
}

fn missing(wanted: &str, left: &Map<String, Value>) -> String {
    let names: Vec<&str> = left.keys().map(String::as_str).take(12).collect();
    let more = if left.len() > names.len() { ", …" } else { "" };
    let has = if names.is_empty() { "none at all".to_owned() } else { names.join(", ") };
    format!("no field `{wanted}` with the text among the fields ({has}{more})")
}

fn suggestion(left: &Map<String, Value>) -> String {
    if left.get("schema").and_then(Value::as_str).is_some_and(|schema| schema.starts_with("onrecord/")) {
        return "it is a record that was written earlier, which `onrecord stats` counts".to_owned();
    }
    if let Some(preset) = presets::all().iter().find(|p| p.fits(|place| has(left, place))) {
        return format!("read it with `--preset {}`", preset.name);
    }
    let likely = TEXT_LIKE.iter().find(|n| left.contains_key(**n)).copied();
    // Otherwise the longest string is the best guess.
    let longest = || left.iter().filter_map(|(k, v)| Some((v.as_str()?.len(), k.as_str()))).max().map(|(_, k)| k);
    format!("name it with `--field text={}`", likely.or_else(longest).unwrap_or("FIELD"))
}

/// Whether there is something at `place` of `object`.
pub(crate) fn has(object: &Map<String, Value>, place: &str) -> bool {
    match object.get(place) {
        Some(value) => !value.is_null(),
        None => place.split_once('.').is_some_and(|(first, rest)| match object.get(first) {
            Some(Value::Object(inner)) => has(inner, rest),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_object).any(|inner| has(inner, rest)),
            _ => false,
        }),
    }
}

/// Takes the value at `place` out of `object`: a field of that very name, or one inside others, parted by dots. Through
/// a list it leads into each item.
fn take(object: &mut Map<String, Value>, place: &str) -> Option<Value> {
    let value = match object.get_mut(place) {
        Some(value) => value,
        None => {
            let (first, rest) = place.split_once('.')?;
            return match object.get_mut(first)? {
                Value::Object(inner) => take(inner, rest),
                Value::Array(items) => {
                    let found: Vec<Value> =
                        items.iter_mut().filter_map(Value::as_object_mut).filter_map(|i| take(i, rest)).collect();
                    (!found.is_empty()).then_some(Value::Array(found))
                }
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
            (
                r#"{"schema":"onrecord/1","id":"x","sources":[]}"#,
                "a.jsonl:3: no field `text` with the text among the fields (id, schema, sources); it is a record that was written earlier, which `onrecord stats` counts",
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
                "`body` is no part of an article; these are: id, text, html, title, outlet, aliases, byline, date, section, genre, url",
            ),
        ] {
            assert_eq!(Fields::default().set(mapping).unwrap_err().to_string(), message);
        }
    }
}
