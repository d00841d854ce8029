//! Whatever stands in a pack, it loads or every mistake is told; nothing panics, nothing hangs.

use onrecord_engine::{PackSource, RuleSet};
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

/// Loads `files` as a pack of their own and holds what is told against what is promised.
fn check(files: &[(String, String)]) {
    let files = files.iter().map(|(path, text)| (path.clone(), text.as_str().into())).collect();
    let Err(problems) = RuleSet::load(&[PackSource { name: "house".into(), files }]) else { return };
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in &problems {
        assert!(!problem.message.is_empty() && problem.file.starts_with("house"), "{problem:?}");
        if let Some(span) = &problem.span {
            assert!(span.start <= span.end, "{problem}");
            assert!(problem.source.get(span.clone()).is_some(), "{problem}: {span:?} is no place in its file");
        }
    }
}

/// What is done to a file: the bytes from the first share of it to the second are replaced.
fn damage() -> impl Strategy<Value = (usize, f64, usize, String)> {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_to_a_pack_is_told_with_its_place(damages in prop::collection::vec(damage(), 1..6)) {
        let mut files = sample();
        for (file, at, len, word) in damages {
            let count = files.len();
            let text = &mut files[file % count].1;
            let boundary = |mut i: usize| { while !text.is_char_boundary(i) { i -= 1 } i };
            let start = boundary((text.len() as f64 * at) as usize);
            let end = boundary((start + len).min(text.len())).max(start);
            text.replace_range(start..end, &word);
        }
        check(&files);
    }
}

#[test]
fn a_file_cut_anywhere_is_told_with_its_place() {
    let files = sample();
    for (number, (_, text)) in files.iter().enumerate() {
        let cuts = (0..text.len()).step_by(text.len() / 8 + 1).filter(|i| text.is_char_boundary(*i));
        for cut in cuts {
            let mut files = files.clone();
            files[number].1.truncate(cut);
            check(&files);
        }
    }
}
