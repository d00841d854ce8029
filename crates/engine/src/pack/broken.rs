//! What authors of broken packs get to read.

use insta::assert_snapshot;

use super::tests::{MANIFEST, pack};
use super::*;

const WORDS: &str = "[role]\nkind = \"noun\"\nwords = [\"official\"]\n[article]\nkind = \"fixed\"\nwords = [\"the\"]\n";
const HEAD: &str = "title = \"t\"\nwhy = \"w\"\nremedy = \"r\"\nsince = \"0.1.0\"\n";

/// The problems of a pack with `words` and `files`, one a line.
fn problems(words: &str, files: &[(&str, &str)]) -> String {
    let problems = RuleSet::load(&[pack(words, files)]).expect_err("the pack is broken");
    problems.iter().map(|p| format!("{p}\n")).collect()
}

/// The problems of a pack whose one rule, a marker, goes on with `keys`.
fn marker(keys: &str) -> String {
    let rule = format!("kind = \"marker\"\nmarks = \"note\"\nstatus = \"preview\"\n{HEAD}{keys}\n");
    problems(WORDS, &[("rules/a/b.toml", &rule)])
}

#[test]
fn an_unknown_lexicon_in_a_pattern() {
    assert_snapshot!(marker(r##"pattern = ["@rolle said"]"##), @r##"
    desk/rules/a/b.toml:8:13: unknown lexicon `rolle`; did you mean `role`?
    "##);
}

#[test]
fn a_position_behind_escapes_and_in_long_strings() {
    assert_snapshot!(marker(r##"pattern = ["\"No,\" \u0040rolle said", '''
  said @rolle''']"##), @r##"
    desk/rules/a/b.toml:8:21: unknown lexicon `rolle`; did you mean `role`?
    desk/rules/a/b.toml:9:8: unknown lexicon `rolle`; did you mean `role`?
    "##);
}

#[test]
fn an_unknown_key() {
    assert_snapshot!(marker(r##"patern = ["said"]"##), @r##"
    desk/rules/a/b.toml:8:1: unknown key `patern`; did you mean `pattern`?
    "##);
}

#[test]
fn an_unknown_kind() {
    assert_snapshot!(problems(WORDS, &[("rules/a/b.toml", &format!("kind = \"markr\"\n{HEAD}status = \"preview\""))]), @r##"
    desk/rules/a/b.toml:1:8: unknown kind of rule `markr`; did you mean `marker`?
    "##);
}

#[test]
fn unknown_values() {
    assert_snapshot!(marker(r##"pattern = ["said"]
in = ["narations"]
severity = "high"
attach = { to = ["unnamed-persn"], within = "sentence+2" }"##), @r##"
    desk/rules/a/b.toml:9:7: unknown zone `narations`; did you mean `narration`?
    desk/rules/a/b.toml:10:12: unknown severity `high`; it can be `info`, `minor` or `major`
    desk/rules/a/b.toml:11:18: unknown source kind `unnamed-persn`; did you mean `unnamed-person`?
    desk/rules/a/b.toml:11:45: unknown reach `sentence+2`; did you mean `sentence+1`?
    "##);
}

#[test]
fn missing_keys() {
    assert_snapshot!(problems(WORDS, &[("rules/a/b.toml", "kind = \"marker\"")]), @r##"
    desk/rules/a/b.toml:1:8: a marker rule needs `marks`; it can be `justification`, `descriptor`, `accusation`, `denial`, `settled`, `corroboration`, `second-hand`, `vague`, `pseudonym`, `own-outlet`, `single-source`, `not-verified`, `bare`, `opinion`, `attack`, `guess`, `effort`, `genre` or `note`
    desk/rules/a/b.toml:1:8: the rule has no `title`; add `title = "…"`, a sentence for the reader
    desk/rules/a/b.toml:1:8: the rule has no `why`; add `why = "…"`, a sentence for the reader
    desk/rules/a/b.toml:1:8: the rule has no `remedy`; add `remedy = "…"`, a sentence for the reader
    desk/rules/a/b.toml:1:8: the rule has no `since`; add `since = "…"`, the version of the pack that it comes with
    desk/rules/a/b.toml:1:8: a stable rule rests on a published standard; name one in `standard`, or say `status = "preview"`
    desk/rules/a/b.toml:1:8: a marker rule needs `pattern`; add `pattern = ["…"]`, the words to look for
    "##);
}

#[test]
fn keys_of_another_kind() {
    assert_snapshot!(marker(r##"pattern = ["said"]
rank = 3
at_least = 1"##), @r##"
    desk/rules/a/b.toml:9:8: `rank` has no meaning in a marker rule; it belongs to source rules; remove it
    desk/rules/a/b.toml:10:12: `at_least` has no meaning in a marker rule; it belongs to count rules; remove it
    "##);
}

#[test]
fn a_stable_rule_without_standard() {
    assert_snapshot!(problems(WORDS, &[("rules/a/b.toml", &format!("kind = \"marker\"\nmarks = \"note\"\npattern = [\"said\"]\n{HEAD}"))]), @r##"
    desk/rules/a/b.toml:1:8: a stable rule rests on a published standard; name one in `standard`, or say `status = "preview"`
    "##);
}

#[test]
fn a_repeat_that_is_too_long() {
    assert_snapshot!(marker(r##"pattern = ["said ~14 no", "(a b){0,13}"]"##), @r##"
    desk/rules/a/b.toml:8:18: 14 is more than 12; gaps and repeats go up to 12
    desk/rules/a/b.toml:8:33: 13 is more than 12; gaps and repeats go up to 12
    "##);
}

#[test]
fn a_match_that_is_too_long() {
    assert_snapshot!(marker(r##"pattern = ["((a b){12} c){6}"]"##), @r##"
    desk/rules/a/b.toml:8:13: a match may have 150 tokens, more than 64; shorten its gaps and repeats, or split it into several patterns
    "##);
}

#[test]
fn a_pack_too_large_to_be_matched_fast() {
    let pattern = "\"((a b|c d){12} (e f|g h){12}|(i j|k l){12} (m n|o p){12}){1} x\", ";
    let found = marker(&format!("pattern = [{}]", pattern.repeat(1500)));
    assert_snapshot!(found, @r##"
    desk/rules/a/b.toml:8:78: `a/b` has this pattern already; remove one of the two
    desk/rules/a/b.toml:8:67926: the rules up to here have 1029 patterns with 250047 automaton states; at most 20000 and 250000 are allowed; leave out some packs
    "##);
}

#[test]
fn a_pattern_that_matches_nothing() {
    assert_snapshot!(marker(r##"pattern = ["said? so?"]"##), @r##"
    desk/rules/a/b.toml:8:13: this pattern can match nothing at all; one word at least must not be optional
    "##);
}

#[test]
fn brackets_that_do_not_pair() {
    assert_snapshot!(marker(r##"pattern = ["(said", "said)", "[said", "[said no]", "[!(said)]"]"##), @r##"
    desk/rules/a/b.toml:8:13: this bracket is not closed; add a `)`
    desk/rules/a/b.toml:8:26: `)` closes nothing; remove it, or open a bracket before
    desk/rules/a/b.toml:8:31: this bracket is not closed; add a `]`
    desk/rules/a/b.toml:8:40: conditions of a set are joined by `&`; write it as `[#Cap & !@role]`
    desk/rules/a/b.toml:8:55: this cannot stand in a set; a set is one token: words, `'Exact'`, `@lexicon` and `#shape`, joined by `&`, with `!` for not
    "##);
}

#[test]
fn signs_in_the_wrong_place() {
    assert_snapshot!(marker(r##"pattern = ["~4 said", "said*", "he + she", "said ^ so", "so $ said", "a || b", "#cap", "@role:plural", "@article:pl", "'said so"]"##), @r##"
    desk/rules/a/b.toml:8:13: a pattern begins with a gap; remove it, or put a word before it
    desk/rules/a/b.toml:8:36: there is nothing to repeat; a repeat stands directly behind what it repeats; for the sign itself write it in single quotes
    desk/rules/a/b.toml:8:50: `^` can never hold here; it is the start of the sentence: nothing can stand before it
    desk/rules/a/b.toml:8:61: `$` can never hold here; it is the end of the sentence: nothing can stand behind it
    desk/rules/a/b.toml:8:74: something must stand here; write a word, or put `?` behind the brackets to make them optional
    desk/rules/a/b.toml:8:81: unknown shape `#cap`; did you mean `#Cap`?
    desk/rules/a/b.toml:8:95: unknown form `plural`; it can be `base`, `s`, `past`, `part`, `ing`, `sg` or `pl`
    desk/rules/a/b.toml:8:105: no word of lexicon `article` stands in the form `pl`; verbs have base, s, past, part and ing, nouns sg and pl, fixed words none
    desk/rules/a/b.toml:8:120: this quotation is not closed; add a `'` behind the text; for the clitic write `#poss`
    "##);
}

#[test]
fn a_lexicon_that_cannot_be_read() {
    assert_snapshot!(problems(r##"[role]
kind = "noun"
words = ["official" "aide"]
"##, &[("rules/a/b.toml", "kind = \"count\"")]), @r##"
    desk/lexicons/words.toml:3:21: missing comma between array elements, expected `,`
    desk/rules/a/b.toml:1:8: a count rule needs `count`; `rules/README.md` sets out what it says
    desk/rules/a/b.toml:1:8: a count rule needs `at_least` or `at_most`; `at_least_percent` and `at_most_percent` bound a share
    desk/rules/a/b.toml:1:8: the rule has no `title`; add `title = "…"`, a sentence for the reader
    desk/rules/a/b.toml:1:8: the rule has no `why`; add `why = "…"`, a sentence for the reader
    desk/rules/a/b.toml:1:8: the rule has no `remedy`; add `remedy = "…"`, a sentence for the reader
    desk/rules/a/b.toml:1:8: the rule has no `since`; add `since = "…"`, the version of the pack that it comes with
    desk/rules/a/b.toml:1:8: a stable rule rests on a published standard; name one in `standard`, or say `status = "preview"`
    "##);
}

#[test]
fn irregular_forms_that_are_wrong() {
    assert_snapshot!(problems(r##"[role]
kind = "noun"
words = ["person"]
irregular = { persn = "pl=people", person = "plural=people" }
"##, &[]), @r##"
    desk/lexicons/words.toml:4:15: irregular `persn` is a word of no lexicon of its kind; did you mean `person`?
    desk/lexicons/words.toml:4:45: unknown form `plural`; it can be `pl`
    "##);
}

#[test]
fn a_lexicon_that_extends_nothing() {
    assert_snapshot!(problems(r##"[role]
kind = "noun"
words = ["aide"]
[article]
kind = "fixed"
words = ["the"]
extends = true
"##, &[]), @r##"
    desk/lexicons/words.toml:4:2: no pack below defines the lexicon `article`
    desk: lexicons that the grammar needs are missing: `article`; define them in `lexicons/`, or leave out `standalone = true` to take them from core-en
    "##);
}

#[test]
fn a_lexicon_defined_twice() {
    let twice = "[role]\nkind = \"fixed\"\nwords = []\n[Roles]\nkind = \"fixed\"\n[crew]\nwords = [\"mate\"]\n";
    assert_snapshot!(problems(WORDS, &[("lexicons/x.toml", twice)]), @r##"
    desk/lexicons/x.toml:1:2: lexicon `role` is defined twice in this pack; put all its words in one place
    desk/lexicons/x.toml:4:2: `Roles` cannot be the name of a lexicon; use small letters, digits and `_`
    desk/lexicons/x.toml:6:2: lexicon `crew` has no `kind`; it is `fixed`, `noun` or `verb`
    "##);
}

#[test]
fn examples_that_are_wrong() {
    assert_snapshot!(marker(r##"pattern = ["said"]
hit = ["He [[said so."]
miss = ["He [[was]] silent."]
[[case]]
text = "He said so."
expect = ["sad", 3, { spam = "said" }]"##), @r##"
    desk/rules/a/b.toml:9:8: `[[` is not closed; add `]]` behind the expected words
    desk/rules/a/b.toml:10:9: a miss has no expected span; remove `[[` and `]]`
    desk/rules/a/b.toml:13:11: `sad` does not stand in the text of the case; copy it from there
    desk/rules/a/b.toml:13:18: an expected finding is a text or a table; write the words of the finding, or `{ span = "…", party = "…" }`
    desk/rules/a/b.toml:13:21: unknown key `spam` of an expected finding; did you mean `span`?
    "##);
}

#[test]
fn a_party_that_is_not_captured() {
    assert_snapshot!(problems(
            WORDS,
            &[("rules/a/b.toml", &format!("kind = \"response\"\noutcome = \"no-respons\"\n{HEAD}status = \"preview\"\npattern = [\"a\"]")),
              ("rules/a/c.toml", &format!("kind = \"response\"\noutcome = \"pending\"\nparty = \"who\"\n{HEAD}status = \"preview\"\npattern = [\"who:(a) b\", \"c d\"]"))],
        ), @r##"
    desk/rules/a/b.toml:2:11: unknown outcome `no-respons`; did you mean `no-response`?
    desk/rules/a/c.toml:9:25: `party = "who"`, and this pattern captures no `who`; add `who:( … )` around the words that name the party
    "##);
}

#[test]
fn a_pack_for_another_engine() {
    assert_snapshot!(problems(WORDS, &[("pack.toml", &MANIFEST.replace("0.2", "0.1").replace("\"1.0.0\"", "\"1.0\"").replace("\"en\"", "\"fr\""))]), @r##"
    desk/pack.toml:3:11: not a version: unexpected end of input while parsing minor version number; write it as `1.0.0`
    desk/pack.toml:4:12: language `fr` is not supported; this version reads `en` only
    desk/pack.toml:5:10: this pack is for engine >=0.1, <0.1, and this is 0.1.0; update onrecord, or use a version of the pack made for it
    "##);
}

#[test]
fn a_file_that_belongs_nowhere() {
    assert_snapshot!(problems(WORDS, &[("rule/a/b.toml", ""), ("lexicons/more/words.toml", "")]), @r##"
    desk/lexicons/more/words.toml: this file belongs to no part of a pack; a pack has `pack.toml`, `lexicons/*.toml`, `rules/**/*.toml`, `overrides/*.toml` and `profiles/*.toml`
    desk/rule/a/b.toml: this file belongs to no part of a pack; a pack has `pack.toml`, `lexicons/*.toml`, `rules/**/*.toml`, `overrides/*.toml` and `profiles/*.toml`
    "##);
}

#[test]
fn an_id_that_cannot_be_one() {
    assert_snapshot!(problems(WORDS, &[("rules/b.toml", &format!("kind = \"count\"\ncount = {{ sources = \"many\" }}\n{HEAD}status = \"preview\"")), ("rules/A b/c.toml", &format!("kind = \"absence\"\nfor_each = {{}}\nmissing = {{ marker = \"note\" }}\n{HEAD}status = \"preview\""))]), @r##"
    desk/rules/A b/c.toml: `A b/c` cannot be the id of a rule; name folder and file with small letters, digits and `-`
    desk/rules/A b/c.toml:2:12: `for_each` does not say of what; it can be `source_kind`, `statement_of`, `quotation`, `marker` or `response`
    desk/rules/A b/c.toml:3:22: how near the marker must be is not told; add `within`: it can be `itself`, `sentence`, `sentence+1`, `paragraph`, `paragraph+1` or `document`
    desk/rules/b.toml: rule `b` is in no group; move it to `rules/<group>/<name>.toml`
    desk/rules/b.toml:1:8: a count rule needs `at_least` or `at_most`; `at_least_percent` and `at_most_percent` bound a share
    desk/rules/b.toml:2:21: unknown sort of sources `many`; did you mean `independent`?
    "##);
}

#[test]
fn the_grammars_lexicons_that_are_missing() {
    let mut source = pack(WORDS, &[]);
    for (path, contents) in &mut source.files {
        if path == "lexicons/grammar.toml" {
            *contents = contents.replace("[honorific]", "[honorifics]").replace("[kin]", "[kind]").into();
        }
    }
    let problems = RuleSet::load(&[source]).expect_err("the pack is broken");
    assert_snapshot!(problems.iter().map(|p| format!("{p}\n")).collect::<String>(), @r##"
    desk: lexicons that the grammar needs are missing: `honorific`, `kin`; define them in `lexicons/`, or leave out `standalone = true` to take them from core-en
    "##);
}

#[test]
fn two_source_rules_of_one_rank() {
    let rule = format!("kind = \"source\"\nsource_kind = \"none\"\nrank = 7\nstatus = \"preview\"\n{HEAD}");
    let wrong = rule.replace("none", "nobody").replace("rank = 7", "rank = -1");
    assert_snapshot!(problems(WORDS, &[("rules/a/b.toml", &rule), ("rules/a/c.toml", &rule), ("rules/a/d.toml", &wrong)]), @r##"
    desk/rules/a/d.toml:2:15: unknown source kind `nobody`; it can be `named-person`, `named-organisation`, `spokesperson`, `pseudonym`, `unnamed-person`, `unnamed-group`, `collective`, `document`, `media`, `own-outlet` or `none`
    desk/rules/a/d.toml:3:8: invalid value: integer `-1`; a whole number, 0 or more, is wanted
    desk/rules/a/c.toml:3:8: rank 7 is already that of `a/b`; which of the two wins must not be left open; 8 is free
    "##);
}

#[test]
fn words_that_a_pack_above_gets_wrong() {
    let above = PackSource {
        name: "house".into(),
        files: vec![
            ("lexicons/w.toml".into(), "[role]\nextends = true\nremove = [\"oficial\"]\nadd = [\"aide\"]\n[roles]\nextends = true\nadd = [\"x\"]\n[article]\nkind = \"fixed\"\nwords = []\n".into()),
            ("pack.toml".into(), MANIFEST.replace("desk", "house").into()),
        ],
    };
    let problems = RuleSet::load(&[pack(WORDS, &[]), above]).expect_err("the pack is broken");
    assert_snapshot!(problems.iter().map(|p| format!("{p}\n")).collect::<String>(), @r##"
    house/lexicons/w.toml:3:11: `oficial` is not in lexicon `role`; did you mean `official`?
    house/lexicons/w.toml:5:2: no pack below defines the lexicon `roles`; did you mean `role`?
    house/lexicons/w.toml:8:2: lexicon `article` is already defined by a pack below; say `extends = true` and `add = […]` to add words to it
    "##);
}
