use onrecord_parser::{Class, Forms};

use super::*;

pub(crate) const MANIFEST: &str = r#"
id = "desk"
version = "1.0.0"
language = "en"
engine = ">=0.1, <0.2"
license = "MIT"
title = "A pack for tests"
"#;

/// A pack with every lexicon of the grammar, those of `words` filled and the others empty, and `files`.
pub(crate) fn pack(words: &str, files: &[(&str, &str)]) -> PackSource {
    let mut grammar = String::new();
    for class in Class::ALL {
        if !words.contains(&format!("[{}]", class.name())) {
            grammar.push_str(&format!("[{}]\nkind = \"fixed\"\nwords = []\n", class.name()));
        }
    }
    let mut all: Vec<(String, Arc<str>)> = vec![
        ("pack.toml".into(), MANIFEST.into()),
        ("lexicons/grammar.toml".into(), grammar.into()),
        ("lexicons/words.toml".into(), words.into()),
    ];
    for (path, contents) in files {
        all.retain(|(p, _)| p != path);
        all.push(((*path).to_owned(), Arc::from(*contents)));
    }
    all.sort();
    PackSource { name: "desk".into(), files: all }
}

#[test]
fn a_lexicon_knows_all_forms_of_its_words() {
    let words = r#"
[cue_clause]
kind = "verb"
words = ["say", "deny", "point out"]
irregular = { say = "past=said" }

[role]
kind = "noun"
words = ["official", "chief of staff", "person"]
irregular = { "chief of staff" = "pl=chiefs of staff", person = "pl=people" }

[wire]
kind = "fixed"
case = "exact"
words = ["AP"]

[abbreviation]
kind = "fixed"
words = ["Mr.", "Gov."]

[title]
kind = "fixed"
words = ["Gov."]
"#;
    let rules = RuleSet::load(&[pack(words, &[])]).unwrap();
    let entry = |word: &str| rules.lexicon().entry(rules.lexicon().find(word));
    assert!(entry("said").classes.has(Class::CueClause));
    assert_eq!(entry("said").forms, Forms::PAST.with(Forms::PART));
    assert_eq!(entry("denies").forms, Forms::S);
    assert!(entry("People").classes.has(Class::Role));
    assert!(entry("Gov.").classes.has(Class::Title));
    assert!(entry("AP").classes.has(Class::Wire) && !entry("ap").classes.has(Class::Wire));
    assert!(rules.lists()["role"].entries.iter().any(|e| e.text == "chiefs of staff" && e.forms == Forms::PL));
    assert!(rules.lists()["cue_clause"].entries.iter().any(|e| e.text == "pointed out"));
}

#[test]
fn a_pack_above_adds_and_removes_words() {
    let below = pack("[role]\nkind = \"noun\"\nwords = [\"official\", \"witness\"]\n", &[]);
    let above = PackSource {
        name: "house".into(),
        files: vec![
            (
                "lexicons/role.toml".into(),
                "[role]\nextends = true\nadd = [\"trader\"]\nremove = [\"witness\"]\n".into(),
            ),
            ("pack.toml".into(), MANIFEST.replace("desk", "house").into()),
        ],
    };
    let rules = RuleSet::load(&[below, above]).unwrap();
    let words: Vec<&str> = rules.lists()["role"].entries.iter().map(|e| e.text.as_str()).collect();
    assert_eq!(words, ["official", "officials", "trader", "traders"]);
    assert_eq!(rules.packs().iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["desk", "house"]);
}

#[test]
fn the_hash_of_a_pack_changes_with_its_files_alone() {
    let hash = |words: &str| RuleSet::load(&[pack(words, &[])]).unwrap().packs()[0].sha256.clone();
    let one = hash("[role]\nkind = \"noun\"\nwords = [\"official\"]\n");
    assert_eq!(one, hash("[role]\nkind = \"noun\"\nwords = [\"official\"]\n"));
    assert_ne!(one, hash("[role]\nkind = \"noun\"\nwords = [\"witness\"]\n"));
    assert_eq!(one.len(), 64);
}

#[test]
fn a_folder_is_read_as_the_embedded_table_is() {
    let folder = tempfile::tempdir().unwrap();
    let written = pack("[role]\nkind = \"noun\"\nwords = [\"official\"]\n", &[]);
    for (path, contents) in &written.files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &**contents).unwrap();
    }
    assert_eq!(PackSource::from_folder(folder.path()).unwrap().files, written.files);
    let table: Vec<(String, &str)> = written.files.iter().map(|(p, c)| (format!("desk/{p}"), &**c)).collect();
    let table: Vec<(&str, &str)> = table.iter().map(|(p, c)| (p.as_str(), *c)).collect();
    assert_eq!(PackSource::from_table(&table)[0].files, written.files);
    assert!(PackSource::from_folder(&folder.path().join("lexicons")).is_err());
}
