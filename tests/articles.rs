//! What is found in every article of the corpus, as a page that a person can read.

use std::collections::BTreeSet;
use std::fs;

use onrecord_tests::corpus::files;
use onrecord_tests::page::page;
use onrecord_tests::run::read;

const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/article");

#[test]
fn each_article_reads_as_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(SNAPSHOTS);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("../corpus/articles", "*/*.txt", |path| {
            let text = fs::read_to_string(path).expect("an article is UTF-8");
            let desk = path.parent().and_then(std::path::Path::file_name).unwrap_or_default().to_string_lossy();
            let slug = format!("{desk}/{}", path.file_stem().unwrap_or_default().to_string_lossy());
            let (document, assessment) = read(&text);
            insta::assert_snapshot!("article", page(&slug, &text, &document, &assessment));
        });
    });
}

#[test]
fn no_snapshot_outlives_its_article() {
    let Ok(entries) = fs::read_dir(SNAPSHOTS) else { return };
    let wanted: BTreeSet<String> =
        files("articles", "txt").0.keys().map(|slug| format!("article@{}.txt.snap", slug.replace('/', "__"))).collect();
    for entry in entries {
        let name = entry.expect("a folder entry").file_name().to_string_lossy().into_owned();
        let known = wanted.contains(name.trim_end_matches(".new"));
        assert!(known, "tests/snapshots/article/{name} belongs to no article; delete it");
    }
}
