use onrecord_parser::parse;

use crate::pack::RuleSet;
use crate::pack::tests::pack;
use crate::rule::RuleId;

const WORDS: &str = r#"
[cue_clause]
kind = "verb"
words = ["say", "deny"]
irregular = { say = "past=said" }

[role]
kind = "noun"
words = ["official", "police officer", "e-mail writer"]

[article]
kind = "fixed"
words = ["the", "a", "an"]

[not_name]
kind = "fixed"
words = ["Monday"]

[not_adverb]
kind = "fixed"
words = ["family"]

[wire]
kind = "fixed"
case = "exact"
words = ["AP"]
"#;

/// A rule set of one marker with `patterns` and the further keys `more`.
fn rules(patterns: &[&str], more: &str) -> RuleSet {
    let list: Vec<String> = patterns.iter().map(|p| format!("'''{p}'''")).collect();
    let rule = format!(
        "kind = \"marker\"\nmarks = \"note\"\nstatus = \"preview\"\nsince = \"0.1.0\"\ntitle = \"t\"\nwhy = \"w\"\n\
         remedy = \"r\"\n{more}\npattern = [{}]\n",
        list.join(", ")
    );
    RuleSet::load(&[pack(WORDS, &[("rules/a/b.toml", &rule)])]).unwrap()
}

/// `text` with what the rule finds in square brackets.
fn marked_by(rules: &RuleSet, text: &str) -> String {
    let document = parse(text, rules.lexicon());
    let mut scratch = rules.matcher().scratch();
    let mut out = String::new();
    let mut at = 0;
    rules.matcher().scan_document(text, &document, &mut scratch, |m| {
        let span = document.span(&m.tokens).range();
        out.push_str(&format!("{}[{}]", &text[at..span.start], &text[span.clone()]));
        at = span.end;
    });
    out + &text[at..]
}

#[track_caller]
fn check(pattern: &str, cases: &[&str]) {
    let rules = rules(&[pattern], "");
    for case in cases {
        let text = case.replace(['[', ']'], "");
        assert_eq!(marked_by(&rules, &text), **case, "pattern {pattern}");
    }
}

#[test]
fn words_match_in_any_case_and_with_any_apostrophe() {
    check("did not say", &["He [did not say]. [DID NOT SAY] he. He did say."]);
    check("didn't say", &["He [didn't say]. He [didn’t say]. He did not say."]);
    check("'d say", &["They[’d say] so."]);
}

#[test]
fn words_in_single_quotes_match_in_their_own_case() {
    check("'Times' reporter", &["The [Times reporter] left. Two times reporters, three times reporter."]);
    check("'us' say", &["All of [us say] so. The US say so."]);
}

#[test]
fn a_hyphenated_word_is_also_its_parts() {
    check("high-ranking @role", &["A [high-ranking official] left. A [high ranking official] left."]);
    check("some @role", &["For [some e-mail writers] left. For [some e mail writer] left."]);
}

#[test]
fn a_lexicon_matches_its_forms_and_phrases() {
    check("@role @cue_clause:past", &["The [officials said] so. An [official denied] it. An official says so."]);
    check("@role:pl", &["The [police officers] and a police officer met [officials]."]);
    check("the @role", &["[The police officer] left. A police left."]);
}

#[test]
fn shapes_tell_what_a_token_looks_like() {
    check("#adv said", &["He [quietly said] so. The family said so."]);
    check("said #Cap", &["He [said Roe] left. He said nothing."]);
    check("#num officials", &["About [30 officials] left."]);
    check("#UPPER said", &["The [NGO said] so. The Ngo said so."]);
    check("roe #poss", &["It was [Roe's] boat."]);
    check("on #name", &["He called [on Roe]. He came on Monday. He came on the boat."]);
    check("said , #quote", &["He [said, \"]No.\" He [said, “]No.”"]);
}

#[test]
fn a_set_is_one_token_for_which_all_conditions_hold() {
    check("said [#Cap & !roe]", &["He [said Poe] left. He said Roe left. He said he left."]);
    check("[!@role] said", &["[He said] so. Two officials said so."]);
}

#[test]
fn a_prefix_matches_words_that_no_lexicon_knows() {
    check("spokes* said", &["A [spokesbear said] so. The [Spokesfolk said] so. A spoke said so."]);
}

#[test]
fn a_gap_stays_in_its_sentence_and_outside_quotation_marks() {
    check("asked ~4 comment", &["He [asked them for a comment]. He [asked comment]."]);
    check("asked ~2 comment", &["He asked them for a comment."]);
    check("asked ~4 comment", &["He asked. They comment.", "He asked \"why\" in a comment."]);
}

#[test]
fn repeats_and_brackets_are_bounded() {
    check("very{2,3} old", &["It is [very very old]. It is very old. It was very [very very very old]."]);
    check("(no|not any)? comment", &["He had [no comment], [not any comment], and a [comment]."]);
}

#[test]
fn anchors_are_the_ends_of_the_sentence_without_its_marks() {
    check("^ no comment", &["\"[No comment],\" he said. He had no comment."]);
    check("no comment $", &["He had [no comment]. He had no comment today."]);
}

#[test]
fn the_leftmost_longest_match_counts_and_matches_never_overlap() {
    check("said (so|so he did|he)", &["He [said so he did] it. He [said so] today."]);
    check("a b a", &["[a b a] b a"]);
    let rules = rules(&["no comment", "had no comment today"], "");
    assert_eq!(
        marked_by(&rules, "He [had no comment today]. [No comment].".replace(['[', ']'], "").as_str()),
        "He [had no comment today]. [No comment]."
    );
}

#[test]
fn a_match_that_overlaps_an_exception_does_not_count() {
    let rules = rules(&["@role said"], "unless = ['''said ~3 report''', '''no @role''']");
    let text = "[Officials said] so. Officials said in a report so. No official said so.";
    assert_eq!(marked_by(&rules, &text.replace(['[', ']'], "")), text);
}

#[test]
fn a_rule_fires_in_its_zones_alone() {
    let text = "The mayor left the hall on Monday evening. He said, \"Officials said so again on Monday,\" and left.";
    let marked = text.replace("Officials said", "[Officials said]");
    assert_eq!(marked_by(&rules(&["@role said"], ""), text), marked);
    assert_eq!(marked_by(&rules(&["@role said"], "in = [\"quote\"]"), text), marked);
    assert_eq!(marked_by(&rules(&["@role said"], "in = [\"narration\"]"), text), text);
    assert_eq!(marked_by(&rules(&["@role said"], "in = [\"caption\"]"), text), text);
}

#[test]
fn a_capture_is_the_part_of_the_match_in_its_brackets() {
    for (pattern, text, expected) in [
        ("who:(#Cap{1,3}) did not reply", "He left. Ana Roe did not reply.", Some("Ana Roe")),
        ("reached who:([!#punct]{1,5}) for comment", "We reached the old firm for comment.", Some("the old firm")),
        ("asked who:(~4) (for|about)? comment", "They asked Roe about comment.", Some("Roe about")),
        ("(who:(roe) )? left", "They left.", None),
        ("(who:(roe)|poe) left", "Roe left.", Some("Roe")),
    ] {
        let rules = rules(&[pattern], "");
        let document = parse(text, rules.lexicon());
        let mut scratch = rules.matcher().scratch();
        let mut found = Vec::new();
        rules.matcher().scan_document(text, &document, &mut scratch, |m| found.push(m));
        assert_eq!(found.len(), 1, "{pattern}");
        let who = rules.matcher().capture(&found[0], "who", text, &document, &mut scratch);
        assert_eq!(who.map(|w| document.span(&w).of(text)), expected, "{pattern}");
        assert_eq!(rules.matcher().capture(&found[0], "why", text, &document, &mut scratch), None);
    }
}

#[test]
fn source_rules_match_inside_the_words_of_a_source() {
    let rule = "kind = \"source\"\nrank = 1\nsource_kind = \"unnamed-person\"\nstatus = \"preview\"\nsince = \"0.1.0\"\n\
        title = \"t\"\nwhy = \"w\"\nremedy = \"r\"\npattern = [\"^ a @role $\"]\nunless = [\"a police officer\"]\n\
        where = { head = [\"@role:sg\"] }\n";
    let rules = RuleSet::load(&[pack(WORDS, &[("rules/a/b.toml", rule)])]).unwrap();
    let text = "Then a official and a police officer and a official here left.";
    let document = parse(text, rules.lexicon());
    let mut scratch = rules.matcher().scratch();
    let mut within = |from, to| {
        let mut any = false;
        rules.matcher().scan_source(text, &document, from..to, &mut scratch, |_| any = true);
        any
    };
    assert!(within(1, 3), "a official");
    assert!(!within(0, 3), "then a official");
    assert!(!within(1, 4), "a official and");
    assert!(!within(4, 7), "a police officer");
    assert!(rules.matcher().head(RuleId(0), text, &document, 2, &mut scratch));
    assert!(!rules.matcher().head(RuleId(0), text, &document, 0, &mut scratch));
    assert!(rules.matcher().excepted(RuleId(0), text, &document, 4..7, &mut scratch));
    assert!(!rules.matcher().excepted(RuleId(0), text, &document, 1..3, &mut scratch));
}

#[test]
fn the_table_finds_what_plain_simulation_finds() {
    let rules = rules(
        &[
            "a (b|c){0,3} d",
            "(a|b) ~5 (c d|d c)",
            "^ b? a{1,4}",
            "[!a & !b] (x:(c|d a)? b){2,6} $",
            "(a b|a c|b c a){1,12}",
            "@role (a|b)? said",
        ],
        "",
    );
    let words = ["a", "b", "c", "d", "official", "said", "police", "officer", "\"", ","];
    let [mut roomy, mut narrow] = [rules.matcher().scratch(), rules.matcher().scratch()];
    // A fixed walk through the words: the same texts on every machine.
    let mut seed = 7u32;
    let (mut ends, mut given_up) = (0, 0);
    for _ in 0..300 {
        let text: Vec<&str> = (0..40)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                words[(seed >> 16) as usize % if seed & 64 == 0 { 4 } else { words.len() }]
            })
            .collect();
        let text = text.join(" ");
        let document = parse(&text, rules.lexicon());
        let tokens = 0..document.tokens.len() as u32;
        for (states, scratch) in [(None, &mut roomy), (Some(5), &mut narrow)] {
            let ([table, plain], gave_up) = rules.matcher().compare(&text, &document, tokens.clone(), states, scratch);
            assert_eq!(table, plain, "{text}");
            ends += table.len();
            given_up += usize::from(gave_up);
        }
    }
    assert!(ends > 1000, "the texts hardly match anything");
    assert!(given_up > 100, "the narrow table hardly overflowed");
}
