//! `onrecord rules` from outside.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_onrecord")).current_dir(folder).args(args).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

const MANIFEST: &str = "id = \"house\"\nversion = \"0.1.0\"\nlanguage = \"en\"\nengine = \">=0.1, <0.2\"\n\
                        license = \"MIT\"\ntitle = \"House rules\"\n";

const RULE: &str = "kind = \"marker\"\ntitle = \"Word from the harbour\"\nwhy = \"It is an example.\"\n\
                    remedy = \"None.\"\nstatus = \"preview\"\nsince = \"0.1.0\"\nmarks = \"note\"\n\
                    pattern = [\"harbour whisper\"]\nhit = [\"A [[harbour whisper]] went round.\"]\n\
                    miss = [\"The harbour was quiet.\"]\n";

/// A pack `house` with one rule.
fn pack(rule: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("house/rules/note")).unwrap();
    fs::write(dir.path().join("house/pack.toml"), MANIFEST).unwrap();
    fs::write(dir.path().join("house/rules/note/whisper.toml"), rule).unwrap();
    fs::write(dir.path().join("a.txt"), "Pumps failed, two aides said on Monday.\n").unwrap();
    dir
}

#[test]
fn a_sound_pack_passes_and_adds_its_rules() {
    let dir = pack(RULE);
    for verb in ["check", "test"] {
        let (status, out, err) = run(dir.path(), &["rules", verb, "house"]);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
        assert!(out.starts_with("house: "), "{out}");
    }
    let (status, out, _) = run(dir.path(), &["rules", "list", "--rules", "house"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("note/whisper") && out.contains("Word from the harbour"), "{out}");
    let (status, out, _) = run(dir.path(), &["rules", "show", "note/whisper", "--rules", "house"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("A [[harbour whisper]] went round."), "{out}");
}

#[test]
fn the_embedded_pack_passes_its_own_tests() {
    let dir = tempfile::tempdir().unwrap();
    for verb in ["check", "test"] {
        let (status, out, err) = run(dir.path(), &["rules", verb]);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    }
}

#[test]
fn a_typo_is_told_with_file_line_and_the_right_word() {
    let dir = pack(&RULE.replace("pattern =", "patern ="));
    let (status, out, _) = run(dir.path(), &["rules", "check", "house"]);
    assert_eq!(status, Some(1));
    for part in ["unknown key `patern`", "house/rules/note/whisper.toml:8:1", "^^^^^^", "did you mean `pattern`?"] {
        assert!(out.contains(part), "no `{part}` in {out}");
    }
    // For `score` a faulty pack is something that cannot be done.
    let (status, out, err) = run(dir.path(), &["score", "--rules", "house", "a.txt"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(err.contains("did you mean `pattern`?") && err.contains("nothing was scored"), "{err}");
}

#[test]
fn an_example_that_does_not_hold_fails_the_test_and_not_the_check() {
    let dir = pack(&RULE.replace("The harbour was quiet.", "One harbour whisper more."));
    assert_eq!(run(dir.path(), &["rules", "check", "house"]).0, Some(0));
    let (status, out, _) = run(dir.path(), &["rules", "test", "house"]);
    assert_eq!(status, Some(1));
    assert!(out.contains("house/rules/note/whisper.toml:10"), "{out}");
}

#[test]
fn the_list_as_json_has_what_records_leave_out() {
    let dir = tempfile::tempdir().unwrap();
    let (status, out, _) = run(dir.path(), &["rules", "list", "--format", "json"]);
    assert_eq!(status, Some(0));
    let rules: serde_json::Value = serde_json::from_str(&out).unwrap();
    let rules = rules.as_array().unwrap();
    assert!(rules.len() > 20);
    for rule in rules {
        for key in ["id", "pack", "kind", "title", "why", "remedy"] {
            assert!(rule[key].as_str().is_some_and(|s| !s.is_empty()), "{key} of {rule}");
        }
    }
}

#[test]
fn a_pack_that_is_not_there_is_told_so_and_the_built_in_one_may_be_named() {
    let dir = pack(RULE);
    let (status, _, err) = run(dir.path(), &["score", "--rules", "hose", "a.txt"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("no such folder") && err.contains("hose") && err.contains("check the spelling"), "{err}");
    let (status, _, err) = run(dir.path(), &["score", "--rules", "core-en", "a.txt"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
}

#[test]
fn a_trace_shows_how_far_a_pattern_came_and_why_it_stopped() {
    let dir = pack(RULE);
    fs::write(dir.path().join("house/rules/note/whisper.toml"), {
        RULE.replace(
            "[\"harbour whisper\"]",
            "[\"harbour #adv? whisper (grew|died)\"]\nin = [\"narration\"]\nunless = [\"died away\"]",
        )
        .replace("A [[harbour whisper]] went round.", "A [[harbour whisper grew]].")
    })
    .unwrap();
    let trace = |text: &str, more: &[&str]| {
        let args = [&["rules", "trace", text, "--rules", "house", "--rule", "note/whisper"], more].concat();
        let (status, out, err) = run(dir.path(), &args);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
        assert!(out.lines().all(|line| line.chars().count() <= 80) && !out.contains('\x1b'), "{out}");
        out
    };
    let out = trace("A harbour whisper went round.", &[]);
    for part in [
        "  3   whisper  #lower",
        "note/whisper  pattern 1",
        "  stopped at token 4 `went` after `harbour whisper`: wanted `grew` or `died`",
        "    harbour #adv? whisper (grew|died)\n                           ^^^^ ^^^^\n",
    ] {
        assert!(out.contains(part), "no `{part}` in {out}");
    }
    let out = trace("It was a harbour whisper", &[]);
    assert!(out.contains("at the end of the sentence after `harbour whisper`: wanted"), "{out}");
    let out = trace("The harbour whisper grew.", &[]);
    assert!(out.contains("  matches `harbour whisper grew`\n"), "{out}");
    let out = trace("Ana Roe said: \"The harbour whisper grew.\"", &[]);
    let refused = "`harbour whisper grew`, but only in `narration`; this is inside";
    assert!(out.contains(refused) && out.contains("quotation\n") && out.contains("6 \" The"), "{out}");
    let out = trace("The harbour whisper died away.", &[]);
    assert!(out.contains("but `unless` 1 matches `died away`: died away"), "{out}");
    let out = trace("Nothing of the kind.", &[]);
    assert!(out.contains("pattern 1: none of its words is met"), "{out}");
    let json: serde_json::Value =
        serde_json::from_str(&trace("A harbour whisper went.", &["--format", "json"])).unwrap();
    assert_eq!(json["patterns"][0]["stopped"]["wanted"], serde_json::json!(["grew", "died"]));
    assert_eq!(json["patterns"][0]["stopped"]["found"], "went");
    assert_eq!(json["tokens"][3]["text"], "went");
}

#[test]
fn a_trace_without_a_rule_shows_what_came_furthest_and_who_the_sources_are() {
    let dir = pack(RULE);
    let text = "Acme did not respond to letters from the court, two aides said.";
    let (status, out, err) = run(dir.path(), &["rules", "trace", text]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("source `two aides`") && out.contains("unnamed-"), "{out}");
    assert!(out.matches("  pattern ").count() <= 20, "{out}");
    let (_, out, _) = run(dir.path(), &["rules", "trace", text, "--rule", "source/*"]);
    assert!(out.contains("  rank ") && out.contains(" wins") && out.contains("no: "), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
}

#[test]
fn a_trace_of_nothing_or_of_no_rule_is_told_what_to_do() {
    let dir = pack(RULE);
    for (args, told) in [
        (&["rules", "trace", "  "][..], "the text is empty"),
        (&["rules", "trace"], "no text; give it in quotation marks, or with `--file`"),
        (&["rules", "trace", "x", "--rule", "anon/unexplaned"], "did you mean `anon/unexplained`?"),
        (&["rules", "trace", "x", "--rule", "harbour/*"], "no rule is called `harbour/*`"),
        (&["rules", "trace", "--file", "gone.txt"], "gone.txt"),
    ] {
        let (status, out, err) = run(dir.path(), args);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
    let (status, out, _) = run(dir.path(), &["rules", "trace", "--file", "a.txt", "--rule", "anon/unexplained"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("anon/unexplained") && out.contains("finds nothing") || out.contains("fires on"), "{out}");
}

#[test]
fn packs_that_build_on_each_other_are_loaded_together_and_in_order() {
    let dir = pack(RULE);
    fs::create_dir(dir.path().join("desk")).unwrap();
    let desk = format!("{}extends = [\"house@^0.1\"]\n", MANIFEST.replace("house", "desk"));
    fs::write(dir.path().join("desk/pack.toml"), &desk).unwrap();
    let (status, out, err) = run(dir.path(), &["rules", "list", "--rules", "desk", "--rules", "house"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    let at = |words: &str| out.find(words).unwrap_or_else(|| panic!("no `{words}` in {out}"));
    assert!(at("core-en 0.") < at("house 0.1.0") && at("house 0.1.0") < at("desk 0.1.0"), "{out}");
    // One alone says where the other is wanted; given both, each may build on the other.
    let (status, out, _) = run(dir.path(), &["rules", "check", "desk"]);
    assert_eq!(status, Some(1));
    for part in ["no pack `house`", "desk/pack.toml:7:12", "^^^^^^", "give its folder too"] {
        assert!(out.contains(part), "no `{part}` in {out}");
    }
    let (status, out, _) = run(dir.path(), &["rules", "check", "desk", "house", "core-en"]);
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains("desk: ") && out.contains("house: ") && out.contains("core-en: "), "{out}");
}

#[test]
fn near_misses_are_ranked_by_what_would_have_made_a_pattern_match() {
    let dir = pack(
        &RULE
            .replace(
                "[\"harbour whisper\"]",
                "[\"harbour whisper (tells|told) of @role\"]\nunless = [\"whisper told of nobody\"]",
            )
            .replace("A [[harbour whisper]] went round.", "The [[harbour whisper told of officials]]."),
    );
    let articles = [
        "The harbour whisper told of officials.",
        "The harbour whisper speaks of officials. The harbour whisper speaks of a boat.",
        "In spring the harbour whisper speaks of ministers.",
        "The harbour whisper hints of officials.",
        "The harbour whisper, of officials.",
        "The harbour whisper was loud. A harbour wall of officials.",
        "\"The harbour whisper told of herrings,\" said Ana Roe.",
    ];
    let lines: Vec<String> = articles.iter().map(|text| serde_json::json!({ "text": text }).to_string()).collect();
    fs::write(dir.path().join("a.jsonl"), lines.join("\n")).unwrap();
    let near = |more: &[&str]| {
        let fixed = ["rules", "near-miss", "a.jsonl", "--rules", "house", "--rule", "note/*"];
        let (status, out, err) = run(dir.path(), &[&fixed, more].concat());
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
        assert!(!out.contains('\x1b') && out.lines().all(|line| line.chars().count() <= 80), "{out}");
        out
    };
    let out = near(&[]);
    for part in [
        "note/whisper  pattern 1",
        "    harbour whisper (tells|told) of @role\n                    ^^^^^^^^^^^^\n",
        "fails here in 3 sentences; the pattern matches in 1 sentence",
        "found speaks 2, hints 1",
        "The [[harbour whisper speaks of officials]].",
        "found herrings 1",
    ] {
        assert!(out.contains(part), "no `{part}` in {out}");
    }
    assert!(out.find("speaks") < out.find("herrings"), "what stands more often goes first: {out}");
    assert_eq!(out, near(&["--jobs", "1"]), "the number of threads changes nothing");
    assert!(near(&["--most", "1"]).contains("1 more item failed"));
    let json: serde_json::Value = serde_json::from_str(&near(&["--format", "json"])).unwrap();
    assert_eq!((&json[0]["item"], &json[0]["found"][0]["words"]), (&"(tells|told)".into(), &"speaks".into()));
    assert_eq!((&json[0]["near_misses"], &json[0]["found"][0]["count"]), (&3.into(), &2.into()));
    // A rule with one short pattern has nothing to miss by a word.
    let (status, _, err) = run(dir.path(), &["rules", "near-miss", "a.jsonl", "--rule", "anon/unexplained"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("only patterns of marker and response rules"), "{err}");
    let (status, out, err) = run(dir.path(), &["rules", "near-miss", "gone", "a.jsonl", "--rules", "house"]);
    assert_eq!(status, Some(2), "{out}");
    assert!(err.contains("gone") && err.contains("1 of 8 inputs could not be read"), "{err}");
}

#[test]
fn a_new_rule_loads_and_its_test_tells_what_is_to_do() {
    let dir = tempfile::tempdir().unwrap();
    for kind in ["marker", "response", "source", "absence", "count"] {
        let id = format!("desk/{kind}-rule");
        let (status, out, err) = run(dir.path(), &["rules", "new", &id, "--kind", kind, "--pack", "Our Desk"]);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
        assert!(out.contains(&format!("wrote Our Desk/rules/{id}.toml")), "{out}");
        let (status, out, err) = run(dir.path(), &["rules", "check", "Our Desk"]);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{kind}: {out}");
        let (status, out, _) = run(dir.path(), &["rules", "test", "Our Desk"]);
        assert_eq!(status, Some(1));
        assert!(out.contains(&format!("`{id}` does not do what its examples say")), "{out}");
        assert!(out.contains("one hit or case at least that fires the rule"), "{out}");
    }
    let manifest = fs::read_to_string(dir.path().join("Our Desk/pack.toml")).unwrap();
    assert!(manifest.contains("id       = \"our-desk\""), "{manifest}");
}

#[test]
fn a_new_rule_replaces_nothing_and_a_bad_id_is_refused_with_the_reason() {
    let dir = pack(RULE);
    for (id, more, told) in [
        ("note/whisper", &["--pack", "house"][..], "is there already, and is left as it is"),
        ("whisper", &["--pack", "house"], "it is in no group; write it as `group/name`"),
        ("note/", &["--pack", "house"], "a part of it is empty"),
        ("Note/Whisper", &["--pack", "house"], "use small letters, digits and `-`"),
        ("../x/y", &["--pack", "house"], "use small letters, digits and `-`"),
        ("anon/unexplained", &["--pack", "house"], "a pack below has a rule `anon/unexplained`"),
        ("note/x", &["--pack", "a.txt"], "is a file; a pack is a folder"),
    ] {
        let args = [&["rules", "new", id, "--kind", "marker"], more].concat();
        let (status, out, err) = run(dir.path(), &args);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{id}");
        assert!(err.contains(told), "{id}: {err}");
    }
    assert_eq!(fs::read_to_string(dir.path().join("house/rules/note/whisper.toml")).unwrap(), RULE);
    assert_eq!(fs::read_to_string(dir.path().join("house/pack.toml")).unwrap(), MANIFEST);
}

#[test]
fn a_lexicon_is_shown_with_every_form_and_a_word_with_its_lexicons() {
    let dir = tempfile::tempdir().unwrap();
    let ask = |args: &[&str]| run(dir.path(), &[&["rules", "lexicon"], args].concat());
    let (status, out, _) = ask(&["cue_clause"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("say (base), says (s), said (past part), saying (ing)"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80) && !out.contains('\x1b'), "{out}");
    let (_, out, _) = ask(&[]);
    assert!(out.lines().count() > 100 && out.contains("cue_clause "), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let (_, out, _) = ask(&["--word", "Said"]);
    assert!(out.contains("@cue_clause") && out.contains("said (past part)"), "{out}");
    let (_, out, _) = ask(&["@cue_clause:past", "--word", "said"]);
    assert_eq!(out.lines().count(), 2, "{out}");
    let (_, out, _) = ask(&["cue_clause", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json[0]["name"], "cue_clause");
    assert_eq!(json.as_array().unwrap().len(), 1);
    for (args, status, told) in [
        (&["cue_clauze"][..], 2, "no lexicon `cue_clauze`; did you mean `cue_clause`?"),
        (&["--word", "zyxwv"], 1, "no lexicon has `zyxwv`"),
        (&["--word", " "], 2, "the word is empty"),
    ] {
        let (found, out, err) = ask(args);
        assert_eq!((found, out.as_str()), (Some(status), ""), "{args:?}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
}

#[test]
fn the_list_can_be_narrowed_to_a_kind_and_a_group() {
    let dir = tempfile::tempdir().unwrap();
    let list = |args: &[&str]| run(dir.path(), &[&["rules", "list"], args].concat());
    let (status, out, _) = list(&["--kind", "response"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("response/declined") && !out.contains("anon/"), "{out}");
    let (_, out, _) = list(&["--kind", "absence", "--group", "anon", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let rules = json.as_array().unwrap();
    assert!(!rules.is_empty() && rules.iter().all(|r| r["kind"] == "absence"), "{out}");
    assert!(rules.iter().all(|r| r["id"].as_str().unwrap().starts_with("anon/")), "{out}");
    let (_, out, _) = list(&["--format", "markdown", "--kind", "count"]);
    assert!(out.starts_with("# Rules\n") && out.contains("\n## Kind `count`\n") && !out.contains("`marker`"), "{out}");
    let (status, _, err) = list(&["--group", "annon"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("no group `annon`; did you mean `anon`?"), "{err}");
}

#[test]
fn the_page_of_rules_is_what_the_list_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let dir = tempfile::tempdir().unwrap();
    let (status, page, err) = run(dir.path(), &["rules", "list", "--format", "markdown"]);
    assert_eq!((status, err.as_str()), (Some(0), ""));
    if std::env::var("INSTA_UPDATE").is_ok_and(|v| v == "always") {
        fs::write(&path, page).unwrap();
        return;
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == committed, "docs/rules.md is stale: run `cargo xtask bless`");
}
