//! Packs that build on packs: order, versions, and what authors of wrong ones get to read.

use onrecord_parser::parse;

use super::tests::{MANIFEST, pack};
use super::*;
use crate::{Options, assess};

/// A pack called `id` with more keys in its manifest and no words, and `files`.
pub(crate) fn over(id: &str, keys: &str, files: &[(&str, &str)]) -> PackSource {
    let manifest = format!("{}{keys}", MANIFEST.replace("desk", id));
    let mut all: Vec<(String, Arc<str>)> = vec![("pack.toml".into(), manifest.into())];
    all.extend(files.iter().map(|(path, contents)| ((*path).to_owned(), Arc::from(*contents))));
    all.sort();
    PackSource { name: id.into(), files: all }
}

/// A pack called `id` with every lexicon of the grammar.
pub(crate) fn base(id: &str) -> PackSource {
    let mut base = pack("", &[("pack.toml", &MANIFEST.replace("desk", id))]);
    base.name = id.to_owned();
    base
}

/// The profile of core-en without the rules and documents that it names.
pub(crate) fn plain_profile() -> String {
    let news = include_str!("../../../../rules/core-en/profiles/news.toml");
    let mut plain = String::new();
    let mut skip = false;
    for line in news.lines() {
        if line.starts_with('[') {
            skip = ["penalty]]", "bonus]]", "golden]]"].iter().any(|end| line.contains(end));
        }
        if !skip {
            plain.push_str(line);
            plain.push('\n');
        }
    }
    plain
}

fn order(asked: &[PackSource], shelf: &[PackSource]) -> Vec<String> {
    let rules = RuleSet::load_from(asked, shelf).unwrap_or_else(|problems| panic!("{}", told(&problems)));
    rules.packs().iter().map(|p| p.id.clone()).collect()
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("{p}\n")).collect()
}

fn wrong(asked: &[PackSource], shelf: &[PackSource]) -> String {
    told(&RuleSet::load_from(asked, shelf).expect_err("the packs are wrong"))
}

#[test]
fn what_a_pack_builds_on_lies_below_it_and_once_only() {
    let shelf = [base("core-en"), over("wire", "", &[]), over("desk", "extends = [\"wire@^1.0\"]", &[])];
    assert_eq!(order(&[over("house", "", &[])], &shelf), ["core-en", "house"]);
    let house = over("house", "extends = [\"desk\", \"wire@>=1.0, <2.0\"]", &[]);
    assert_eq!(order(std::slice::from_ref(&house), &shelf), ["core-en", "wire", "desk", "house"]);
    // Asked for in the wrong order, and one of them twice.
    let asked = [house, over("desk", "extends = [\"wire\"]", &[]), over("desk", "extends = [\"wire\"]", &[])];
    assert_eq!(order(&asked, &shelf), ["core-en", "wire", "desk", "house"]);
}

#[test]
fn a_pack_that_is_asked_for_takes_the_place_of_one_on_the_shelf() {
    let mine = over("wire", "title = \"mine\"", &[]);
    let mine = PackSource {
        name: "my/wire".into(),
        files: vec![("pack.toml".into(), mine.files[0].1.replace("title = \"A pack for tests\"\n", "").into())],
    };
    let house = over("house", "extends = [\"wire\"]", &[]);
    let rules = RuleSet::load_from(&[house, mine], &[base("core-en"), over("wire", "", &[])]).unwrap();
    assert_eq!(rules.packs()[1].title, "mine");
}

#[test]
fn a_pack_that_stands_alone_is_what_those_after_it_build_on() {
    let mut alone = base("alone");
    for (path, contents) in &mut alone.files {
        if path == "pack.toml" {
            *contents = format!("{contents}standalone = true\n").into();
        }
    }
    let shelf = [base("core-en")];
    assert_eq!(order(&[alone.clone(), over("house", "", &[])], &shelf), ["alone", "house"]);
    assert_eq!(
        order(&[over("house", "extends = [\"alone\"]", &[])], &[base("core-en"), alone.clone()]),
        ["alone", "house"]
    );
    insta::assert_snapshot!(wrong(&[over("house", "", &[]), alone], &shelf), @r##"
    alone/pack.toml:8:14: this pack stands alone, and `core-en`, `house` would lie below it; load it first, or leave out `standalone = true`
    "##);
}

#[test]
fn a_pack_on_the_shelf_that_nobody_wants_may_be_broken() {
    let broken = PackSource { name: "x".into(), files: vec![("pack.toml".into(), "id = 3".into())] };
    assert_eq!(order(&[base("core-en")], &[broken]), ["core-en"]);
    let other = over("other", "licence = 1", &[]);
    assert_eq!(order(&[base("core-en")], &[other]), ["core-en"]);
}

#[test]
fn extends_that_cannot_be_read() {
    let keys = "standalone = true\nextends = [\"core-en\"]";
    insta::assert_snapshot!(wrong(&[over("house", keys, &[])], &[base("core-en")]), @r##"
    house/pack.toml:9:11: `extends` and `standalone = true` contradict each other; a pack that stands alone builds on none; leave out one of the two
    "##);
    insta::assert_snapshot!(wrong(&[over("house", "extends = []", &[])], &[base("core-en")]), @r##"
    house/pack.toml:8:11: `extends` names no pack; leave it out to build on core-en, or say `standalone = true` to build on none
    "##);
    let keys = "extends = [\"core-en@one\", \"desk\", \"desk@^1\"]";
    insta::assert_snapshot!(wrong(&[over("house", keys, &[])], &[base("core-en"), over("desk", "", &[])]), @r##"
    house/pack.toml:8:12: `one` is not a range of versions: unexpected character 'o' while parsing major version number; write it as `core-en@^0.1`
    house/pack.toml:8:35: `desk` is named twice; remove one of the two
    "##);
}

#[test]
fn a_pack_that_is_not_there_or_of_another_version() {
    let shelf = [base("core-en"), over("desk", "", &[])];
    let rule = ("rules/a/b.toml", "kind = \"markr\"");
    let keys = "extends = [\"cor-en@^1\", \"desk@^0.9\", \"newsroom\"]";
    insta::assert_snapshot!(wrong(&[over("house", keys, &[rule, ("lexicons/a.toml", "[role]\nextends = true\nadd = [\"x\"]")])], &shelf), @r##"
    house/pack.toml:8:12: no pack `cor-en`; did you mean `core-en`?
    house/pack.toml:8:25: `desk` is 1.0.0, which `^0.9` does not allow; write `desk@^1.0.0` if it works with that, or use another version of `desk`
    house/pack.toml:8:38: no pack `newsroom`; give its folder too, with `--rules`
    house/rules/a/b.toml:1:8: unknown kind of rule `markr`; did you mean `marker`?
    house/rules/a/b.toml:1:8: the rule has no `title`; add `title = "…"`, a sentence for the reader
    house/rules/a/b.toml:1:8: the rule has no `why`; add `why = "…"`, a sentence for the reader
    house/rules/a/b.toml:1:8: the rule has no `remedy`; add `remedy = "…"`, a sentence for the reader
    house/rules/a/b.toml:1:8: the rule has no `since`; add `since = "…"`, the version of the pack that it comes with
    house/rules/a/b.toml:1:8: a stable rule rests on a published standard; name one in `standard`, or say `status = "preview"`
    "##);
}

#[test]
fn packs_in_a_circle() {
    let packs = [
        over("a", "extends = [\"b\"]", &[]),
        over("b", "extends = [\"c\"]", &[]),
        over("c", "extends = [\"b\", \"core-en\"]", &[]),
    ];
    insta::assert_snapshot!(wrong(&packs, &[base("core-en")]), @r##"
    c/pack.toml:8:12: packs build on each other in a circle: `b`, `c`, `b`; remove one `extends`
    "##);
    insta::assert_snapshot!(wrong(&[over("a", "extends = [\"a\"]", &[])], &[]), @r##"
    a/pack.toml:8:12: packs build on each other in a circle: `a`, `a`; remove one `extends`
    "##);
}

#[test]
fn packs_built_too_high() {
    let chain = |n: usize| -> Vec<PackSource> {
        (0..n)
            .map(|i| {
                over(
                    &format!("p{i}"),
                    &if i + 1 < n { format!("extends = [\"p{}\"]", i + 1) } else { String::new() },
                    &[],
                )
            })
            .collect()
    };
    let (ten, eleven) = (chain(10), chain(12));
    let mut shelf = ten[1..].to_vec();
    shelf.push(base("core-en"));
    assert_eq!(order(&ten[..1], &shelf).len(), 11);
    insta::assert_snapshot!(wrong(&eleven[..1], &eleven[1..]), @r##"
    p10/pack.toml:8:12: packs build on each other more than 10 deep; let this pack extend a lower one
    "##);
}

#[test]
fn two_packs_of_one_id() {
    let other = PackSource { name: "copy/house".into(), ..over("house", "", &[]) };
    insta::assert_snapshot!(wrong(&[over("house", "", &[]), other], &[base("core-en")]), @r##"
    copy/house/pack.toml:2:6: two packs have the id `house`; the other is `house`; load one of them, or give this one an id of its own
    "##);
}

#[test]
fn the_uppermost_pack_that_names_a_profile_has_it() {
    let news = plain_profile();
    let shelf = [base("core-en")];
    let profiles = [("profiles/ap.toml", news.as_str()), ("profiles/bbc.toml", &news)];
    let ap = over("ap", "profile = \"ap\"\nnot_assessed = [\"whether an editor agreed\", \"a\"]", &profiles);
    let house = over("house", "extends = [\"ap\"]\nprofile = \"bbc\"\nnot_assessed = [\"b\", \"a\"]", &[]);
    let desk = over("desk", "extends = [\"house\"]", &[]);
    let rules = RuleSet::load_from(&[desk, house, ap], &shelf).unwrap();
    assert_eq!(rules.default_profile(), "bbc");
    let judge = |options: &Options| assess("It rained.", &parse("It rained.", rules.lexicon()), &rules, options);
    let found = judge(&Options::default());
    assert_eq!(found.profile, "bbc");
    assert_eq!(found.not_assessed[3..6], ["whether an editor agreed", "a", "b"]);
    assert_eq!(judge(&Options { profile: Some("ap".into()), ..Options::default() }).profile, "ap");
    assert_eq!(RuleSet::load(&shelf).unwrap().default_profile(), "news");
}

#[test]
fn a_profile_that_is_not_there_and_an_empty_sentence() {
    let ap = over("ap", "profile = \"app\"\nnot_assessed = [\" \"]", &[("profiles/ap.toml", &plain_profile())]);
    insta::assert_snapshot!(wrong(&[ap], &[base("core-en")]), @r##"
    ap/pack.toml:8:11: no profile `app`; did you mean `ap`?
    ap/pack.toml:9:17: an empty sentence; say what no text can show, or remove it
    "##);
}
