//! Whatever stands in a pack, it loads or every mistake is told; nothing panics, nothing hangs.

use std::path::Path;

use onrecord_engine::{PackSource, RuleSet};
use onrecord_tests::run::run_golden_documents_of;
use proptest::prelude::*;

/// One file of each part of the base pack, alone: no lexicon that its patterns ask for is missing from the messages.
fn sample() -> Vec<(String, String)> {
    let wanted =
        ["pack.toml", "lexicons/notes.toml", "profiles/news.toml", "rules/response/", "rules/anon/", "rules/count/"];
    let base = onrecord_rules::FILES.iter().filter_map(|(path, text)| Some((path.strip_prefix("core-en/")?, *text)));
    base.filter(|(path, _)| wanted.iter().any(|w| path.starts_with(w)))
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// A newsroom's pack on `core-en` and `ap`: overrides, a profile with a golden document, and absence and count rules of
/// two standards.
fn layered() -> Vec<(String, String)> {
    let relations = ["ap/rules/ap/no-speaker.toml", "nyt/rules/nyt/anonymous-quotes.toml", "washington-post/rules/"];
    let mut files: Vec<(String, String)> = Vec::new();
    for (path, text) in onrecord_rules::FILES {
        if relations.iter().any(|wanted| path.starts_with(wanted)) {
            // Under another id, for the pack lies on `ap`, which has one of them.
            let name = path.rsplit('/').next().unwrap_or_default();
            files.push((format!("rules/house/{name}"), (*text).to_owned()));
        }
    }
    let newsroom = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/example-newsroom");
    let newsroom = PackSource::from_folder(&newsroom).expect("the example can be read");
    files.extend(newsroom.files.into_iter().map(|(path, text)| (path, text.to_string())));
    let profile = files.iter_mut().find(|(path, _)| path.starts_with("profiles/")).expect("the example has a profile");
    profile.1.push_str(GOLDEN);
    let fixture = onrecord_rules::FILES.iter().find(|(path, _)| *path == "core-en/fixtures/one-unnamed.txt");
    files.push(("fixtures/one.txt".to_owned(), fixture.expect("core-en has the document").1.to_owned()));
    files
}

const GOLDEN: &str = "\n[[golden]]\nfile = \"fixtures/one.txt\"\nscore = [0, 100]\nfires = [\"anon/unexplained\"]\n\
                      silent = [\"vague/agentless\"]\n";

/// Loads `files` as a pack, on `shelf` where it asks for that, and holds what is told against what is promised.
fn check(files: &[(String, String)], shelf: &[PackSource]) {
    let files = files.iter().map(|(path, text)| (path.clone(), text.as_str().into())).collect();
    let problems = match RuleSet::load_from(&[PackSource { name: "house".into(), files }], shelf) {
        // What loads can be used, though its golden documents may well come out otherwise.
        Ok(rules) => run_golden_documents_of(&rules).failures,
        Err(problems) => {
            assert!(!problems.is_empty(), "refused without a reason");
            problems
        }
    };
    for problem in &problems {
        assert!(!problem.message.is_empty() && problem.file.starts_with("house"), "{problem:?}");
        if let Some(span) = &problem.span {
            assert!(span.start <= span.end, "{problem}");
            assert!(problem.source.get(span.clone()).is_some(), "{problem}: {span:?} is no place in its file");
        }
    }
}

/// What is done to a file: the bytes from the first share of it to the second are replaced.
fn damage() -> impl Strategy<Value = Damage> {
    static WORDS: [&str; 26] = [
        "",
        "\"",
        "[",
        "]",
        "{",
        "}",
        "=",
        "\n",
        "~4 ",
        "@",
        "@role:pl",
        "(",
        ")",
        "'",
        "^ ",
        "{0,12}",
        "#Cap",
        "\u{0}",
        "é",
        "'''",
        "[[x]]",
        "|",
        "!",
        "99999999999",
        "true",
        "-1",
    ];
    let word = prop::sample::select(&WORDS[..]).prop_map(str::to_owned);
    (0..usize::MAX, 0.0..1.0f64, 0..40usize, prop_oneof![3 => word, 1 => "[ -~]{0,12}"])
}

type Damage = (usize, f64, usize, String);

fn damaged(mut files: Vec<(String, String)>, damages: Vec<Damage>) -> Vec<(String, String)> {
    for (file, at, len, word) in damages {
        let count = files.len();
        let text = &mut files[file % count].1;
        let boundary = |mut i: usize| {
            while !text.is_char_boundary(i) {
                i -= 1;
            }
            i
        };
        let start = boundary((text.len() as f64 * at) as usize);
        let end = boundary((start + len).min(text.len())).max(start);
        text.replace_range(start..end, &word);
    }
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_to_a_pack_is_told_with_its_place(damages in prop::collection::vec(damage(), 1..6)) {
        check(&damaged(sample(), damages), &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_to_a_pack_on_others_is_told_with_its_place(damages in prop::collection::vec(damage(), 1..4)) {
        check(&damaged(layered(), damages), &PackSource::from_table(onrecord_rules::FILES));
    }
}

#[test]
fn the_samples_have_every_part_of_a_pack_and_the_layered_one_loads() {
    let files = layered();
    for part in ["overrides/", "lexicons/", "profiles/", "fixtures/", "rules/house/"] {
        assert!(files.iter().any(|(path, _)| path.starts_with(part)), "no {part}");
    }
    let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
    for part in ["[[override]]", "[[disable]]", "[[golden]]", "kind     = \"absence\"", "kind     = \"count\""] {
        assert!(all.contains(part), "no {part}");
    }
    let files = files.into_iter().map(|(path, text)| (path, text.into())).collect();
    let shelf = PackSource::from_table(onrecord_rules::FILES);
    let loaded = RuleSet::load_from(&[PackSource { name: "house".into(), files }], &shelf);
    let rules = loaded.unwrap_or_else(|problems| panic!("{}", problems[0]));
    let golden = run_golden_documents_of(&rules);
    assert_eq!((golden.run, golden.failures.iter().map(ToString::to_string).collect()), (1, Vec::<String>::new()));
}

/// Cuts each file at `cuts` places.
fn cut(files: &[(String, String)], cuts: usize, shelf: &[PackSource]) {
    for (number, (_, text)) in files.iter().enumerate() {
        let places = (0..text.len()).step_by(text.len() / cuts + 1).filter(|i| text.is_char_boundary(*i));
        for place in places {
            let mut files = files.to_vec();
            files[number].1.truncate(place);
            check(&files, shelf);
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_told_with_its_place() {
    cut(&sample(), 8, &[]);
}

#[test]
fn a_file_of_a_pack_on_others_cut_anywhere_is_told_with_its_place() {
    cut(&layered(), 8, &PackSource::from_table(onrecord_rules::FILES));
}
