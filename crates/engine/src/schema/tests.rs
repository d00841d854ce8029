//! Schemas say what the loader says: of keys, of what goes together, of words.

use std::collections::BTreeSet;

use super::*;
use crate::pack::{PackSource, RuleSet};
use crate::rule::RuleKind;

fn schema(name: &str) -> Schema {
    schemas().into_iter().find(|s| s.name == name).expect("there is such a schema")
}

fn table_of(shape: &Shape) -> &Table {
    match shape {
        Shape::Table(table) => table,
        Shape::Names { of, .. } | Shape::List { of, .. } => table_of(of),
        other => panic!("no table: {other:?}"),
    }
}

/// Every table of a shape, itself included, with the keys that lead to it.
fn tables<'s>(shape: &'s Shape, path: &str, found: &mut Vec<(String, &'s Table)>) {
    match shape {
        Shape::Table(table) => {
            found.push((path.to_owned(), table));
            for key in &table.keys {
                tables(&key.shape, &format!("{path}.{}", key.name), found);
            }
        }
        Shape::List { of, .. } | Shape::Names { of, .. } => tables(of, path, found),
        Shape::Either(shapes) => shapes.iter().for_each(|s| tables(s, path, found)),
        _ => {}
    }
}

fn names(table: &Table) -> BTreeSet<&str> {
    table.keys.iter().map(|k| k.name).collect()
}

/// What serde would have taken instead of the key `no-such-key`, of the message that refuses it.
fn expected(message: &str) -> BTreeSet<&str> {
    let after = message.split_once("expected").unwrap_or_else(|| panic!("{message}")).1;
    after.split('`').skip(1).step_by(2).collect()
}

#[test]
fn a_schema_has_the_keys_that_serde_takes() {
    fn check<T: serde::de::DeserializeOwned>(toml: &str, table: &Table) {
        let error = toml::from_str::<T>(toml).err().unwrap_or_else(|| panic!("{toml} is refused"));
        assert_eq!(expected(error.message()), names(table), "{toml}");
    }
    let rule = schema("rule");
    let rule = table_of(&rule.shape);
    let inner = |key: &str| table_of(&rule.keys.iter().find(|k| k.name == key).expect("a key").shape);
    check::<RawRule>("no-such-key = 1", rule);
    check::<RawRule>("where.no-such-key = 1", inner("where"));
    check::<RawRule>("attach.no-such-key = 1", inner("attach"));
    check::<RawRule>("count.no-such-key = 1", inner("count"));
    check::<RawRule>("with.no-such-key = 1", inner("with"));
    check::<RawRule>("missing.no-such-key = 1", inner("missing"));
    check::<RawRule>("standard = [{ no-such-key = 1 }]", inner("standard"));
    check::<RawRule>("case = [{ no-such-key = 1 }]", inner("case"));
    // `for_each` has all keys but the one that is for counts only, as the loader says too.
    let mut each = names(inner("count"));
    each.remove("sources");
    assert_eq!(names(inner("for_each")), each);
    check::<RawManifest>("no-such-key = 1", table_of(&schema("pack").shape));
    check::<RawLexicons>("role.no-such-key = 1", table_of(&schema("lexicons").shape));
    check::<RawOverrides>("no-such-key = 1", table_of(&schema("overrides").shape));
    check::<RawSuppressions>("no-such-key = 1", table_of(&schema("suppressions").shape));
    check::<RawProfile>("no-such-key = 1", table_of(&schema("profile").shape));
}

#[test]
fn every_key_is_explained_in_a_sentence() {
    let mut count = 0;
    for schema in schemas() {
        let mut found = Vec::new();
        tables(&schema.shape, schema.name, &mut found);
        for (path, table) in found {
            for key in &table.keys {
                let what = &key.what;
                assert!(what.ends_with('.') && what.len() > 8, "{path}.{}: `{what}`", key.name);
                count += 1;
            }
            let known = names(table);
            for term in &table.terms {
                let key = key_of(term.when);
                let named = [&term.needs, &term.some, &term.one, &term.bars].into_iter().flatten().copied();
                for key in named.chain(key) {
                    assert!(known.contains(key), "{path} speaks of `{key}` and has none");
                }
            }
        }
    }
    assert!(count > 100, "{count}");
}

fn key_of(when: When) -> Option<&'static str> {
    match when {
        When::Always => None,
        When::There(key) | When::Lacks(key) | When::True(key) | When::NotTrue(key) => Some(key),
        When::Is(key, _) | When::IsNot(key, _) => Some(key),
    }
}

/// A value of this shape, as TOML.
fn sample(shape: &Shape) -> String {
    match shape {
        Shape::Any | Shape::Text { words: _, pattern: Some(_) } => "\"0.1.0\"".to_owned(),
        Shape::Text { words, .. } => format!("\"{}\"", words.first().map_or("said", |w| w.name)),
        Shape::Number { .. } => "1".to_owned(),
        Shape::Flag { .. } => "true".to_owned(),
        Shape::Day => "2027-06-30".to_owned(),
        Shape::List { of, least, .. } => format!("[{}]", vec![sample(of); (*least).max(1)].join(", ")),
        Shape::Either(shapes) => sample(&shapes[0]),
        Shape::Names { .. } => "{}".to_owned(),
        Shape::Table(table) => {
            let one = table.terms.iter().flat_map(|t| &t.one).next();
            let wanted = |k: &&Key| k.required || Some(&k.name) == one;
            let mut keys: Vec<&Key> = table.keys.iter().filter(wanted).collect();
            // Some ask for more, such as how near it must be.
            for term in table.terms.iter().filter(|t| matches!(t.when, When::There(k) if Some(&k) == one)) {
                keys.extend(table.keys.iter().filter(|k| term.needs.contains(&k.name)));
            }
            let entries: Vec<String> = keys.iter().map(|k| format!("{} = {}", k.name, sample(&k.shape))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// What the loader says of a pack with this rule.
fn told(rule: &str) -> String {
    let manifest = "id = \"desk\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1\"\nlicense = \"MIT\"\n\
                    title = \"t\"\nstandalone = true\n";
    let files = [("pack.toml", manifest), ("rules/a/b.toml", rule)];
    let files = files.map(|(path, text)| (path.to_owned(), text.into())).into();
    match RuleSet::load(&[PackSource { name: "desk".into(), files }]) {
        Ok(_) => String::new(),
        Err(problems) => problems.iter().map(|p| format!("{}\n", p.message)).collect(),
    }
}

#[test]
fn a_schema_gives_a_kind_of_rule_the_keys_that_the_loader_gives_it() {
    let schema = schema("rule");
    let table = table_of(&schema.shape);
    let (mut barred, mut taken) = (0, 0);
    for kind in RuleKind::NAMES {
        let is = |t: &&Term| t.when == When::Is("kind", kind);
        let bars: BTreeSet<&str> = table.terms.iter().filter(is).flat_map(|t| t.bars.iter().copied()).collect();
        for key in &table.keys {
            if key.name == "kind" {
                continue;
            }
            let told = told(&format!("kind = \"{kind}\"\n{} = {}\n", key.name, sample(&key.shape)));
            let refused = told.contains(&format!("`{}` has no meaning in a {kind} rule", key.name));
            assert_eq!(refused, bars.contains(key.name), "{kind} and {}:\n{told}", key.name);
            *(if refused { &mut barred } else { &mut taken }) += 1;
        }
    }
    assert!(barred > 50 && taken > 50, "{barred} {taken}");
}

#[test]
fn a_schema_asks_a_kind_of_rule_for_the_keys_that_the_loader_asks_for() {
    let schema = schema("rule");
    let table = table_of(&schema.shape);
    for kind in RuleKind::NAMES {
        let told = told(&format!("kind = \"{kind}\"\n"));
        for key in &table.keys {
            let asked = [format!("the rule has no `{}`", key.name), format!("{kind} rule needs `{}`", key.name)];
            let asked = asked.iter().any(|a| told.contains(a));
            let holds = |t: &&Term| [When::Always, When::Is("kind", kind)].contains(&t.when);
            let mut terms = table.terms.iter().filter(holds);
            // Of `missing` or `with`, and of the bounds of a count, one will do, and the loader names the first.
            let needed = terms.clone().any(|t| t.needs.contains(&key.name));
            let one_of = terms.any(|t| t.some.contains(&key.name));
            assert!(asked == needed || one_of, "{kind} and {}:\n{told}", key.name);
        }
        let some = table.terms.iter().any(|t| t.when == When::Is("kind", kind) && !t.some.is_empty());
        assert_eq!(told.contains("` or `"), some, "{told}");
        assert!(told.contains("rests on a published standard"), "{told}");
    }
}

/// The words of a key of the table that `path` leads to, from one key to the next.
fn vocabulary(schema: &Schema, path: &[&str]) -> BTreeSet<&'static str> {
    let mut shape = schema.shape.clone();
    for key in path {
        let keys = table_of(&shape).keys.clone();
        shape = keys.into_iter().find(|k| k.name == *key).unwrap_or_else(|| panic!("no {key}")).shape;
    }
    fn words(shape: &Shape) -> BTreeSet<&'static str> {
        match shape {
            Shape::Text { words, .. } => words.iter().map(|w| w.name).collect(),
            Shape::List { of, .. } => words(of),
            Shape::Either(shapes) => shapes.iter().flat_map(words).collect(),
            other => panic!("no words: {other:?}"),
        }
    }
    words(&shape)
}

#[test]
fn words_that_stand_in_a_schema_by_hand_are_those_of_the_loader() {
    let (rule, lexicons) = (schema("rule"), schema("lexicons"));
    assert_eq!(vocabulary(&rule, &["kind"]), BTreeSet::from(RuleKind::NAMES));
    for key in ["kind", "case"] {
        let error = toml::from_str::<RawLexicons>(&format!("role.{key} = \"x\"")).err().expect("an error");
        assert_eq!(expected(error.message()), vocabulary(&lexicons, &[key]));
    }
    for (path, entry) in [
        (&["for_each", "statement_of"][..], "for_each = { statement_of = WORD }"),
        (&["for_each", "response"], "for_each = { response = WORD }"),
        (&["missing", "response"], "for_each = { quotation = true }\nmissing = { response = WORD }"),
        (&["missing", "speaker"], "for_each = { quotation = true }\nmissing = { speaker = WORD }"),
        (&["missing", "within"], "for_each = { quotation = true }\nmissing = { marker = \"bare\", within = WORD }"),
        (&["for_each", "form"], "for_each = { statement_of = \"any\", form = WORD }"),
    ] {
        let words = vocabulary(&rule, path);
        for word in words.iter().chain([&"no-such-word"]) {
            let told = told(&format!("kind = \"absence\"\n{}\n", entry.replace("WORD", &format!("\"{word}\""))));
            assert_eq!(told.contains("unknown"), !words.contains(word), "{path:?} {word}:\n{told}");
        }
    }
    for word in vocabulary(&rule, &["in"]).iter().chain([&"no-such-word"]) {
        let told = told(&format!("kind = \"marker\"\nin = [\"{word}\"]\n"));
        assert_eq!(told.contains("unknown zone"), *word == "no-such-word", "{word}: {told}");
    }
}
