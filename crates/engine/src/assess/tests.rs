//! The tally on evidence made up by chance, and the profiles of `core-en`.

use std::collections::BTreeSet;
use std::path::Path;

use onrecord_parser::parse;
use onrecord_text::Span;

use super::profile::{Names, Profile, read_all};
use super::tally::{Found, Heard, Ledger, Tally, Told, Voice, apportion, tally};
use super::{Options, Suppression, assess};
use crate::assessment::{Assessment, Cause};
use crate::coverage::unneeded;
use crate::examples::run_examples;
use crate::pack::{PackSource, ProfileFile, RuleSet};
use crate::points::Points;
use crate::suppress::{Origin, Place};
use crate::words::{Outcome, SourceKind, Standing, Status};

const NEWS: &str = include_str!("../../../../rules/core-en/profiles/news.toml");

fn profiles(files: &[(&str, &str)]) -> Result<Vec<Profile>, Vec<String>> {
    let file = |&(id, contents): &(&str, &str)| ProfileFile {
        file: format!("{id}.toml"),
        id: id.into(),
        contents: contents.into(),
    };
    let files: Vec<ProfileFile> = files.iter().map(file).collect();
    let mut problems = Vec::new();
    // Every rule that they name is there.
    let lines = files.iter().flat_map(|f| f.contents.lines()).map(str::trim).filter(|l| l.starts_with("rule"));
    let rules: BTreeSet<String> = lines.filter_map(|l| Some(l.split('"').nth(1)?.to_owned())).collect();
    let profiles = read_all(&files, &Names::of(&rules, std::iter::empty()), &mut problems);
    if problems.is_empty() { Ok(profiles) } else { Err(problems.iter().map(ToString::to_string).collect()) }
}

fn news() -> Profile {
    profiles(&[("news", NEWS)]).expect("the news profile is right").remove(0)
}

/// Numbers by chance, the same on every machine (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

fn some_ledger(chance: &mut Chance) -> Ledger {
    let voice = |chance: &mut Chance| Voice {
        kind: SourceKind::ALL[chance.below(10) as usize],
        claimed: 1 + chance.below(4) as u32,
        statements: 1 + chance.below(9) as u32,
        grade: chance.below(5) as u8,
        role: chance.below(2) == 0,
        explained: chance.below(3) == 0,
        standing: [Standing::Alone, Standing::Colleague, Standing::Outlet, Standing::Dependent]
            [chance.below(4) as usize],
    };
    let rules = [
        "anon/unexplained",
        "vague/agentless",
        "verify/second-hand",
        "verify/corroborated",
        "count/single-source",
        "x/y",
    ];
    let found = |chance: &mut Chance| Found { rule: rules[chance.below(6) as usize].into(), span: Span::new(0, 1) };
    let heard = |chance: &mut Chance| match chance.below(4) {
        0 => Heard::Spoke,
        1 => Heard::No,
        2 => Heard::Somebody(Outcome::Declined),
        _ => Heard::Asked(Outcome::ALL[chance.below(8) as usize]),
    };
    let n = chance.below(8);
    let quotes = chance.below(20) as u32;
    Ledger {
        words: chance.below(2000) as u32,
        weighed: chance.below(2000) as u32,
        sources: (0..n).map(|_| voice(chance)).collect(),
        agentless: chance.below(4) as u32,
        elsewhere: chance.below(3) as u32,
        quotes,
        spoken_quotes: chance.below(u64::from(quotes) + 1) as u32,
        accused: (0..chance.below(3)).map(|_| heard(chance)).collect(),
        found: (0..chance.below(12)).map(|_| found(chance)).collect(),
    }
}

fn sum(t: &Tally) -> Points {
    Points::FULL + t.lines.iter().map(|l| l.points).sum()
}

#[test]
fn lines_add_up_to_the_score_whatever_the_evidence() {
    let profile = news();
    let mut chance = Chance(0x5eed_1234_5678_9abc);
    let mut scored = 0;
    for _ in 0..5000 {
        let ledger = some_ledger(&mut chance);
        let Some(t) = tally(&ledger, &profile, Told::Reasons) else { continue };
        scored += 1;
        assert_eq!(sum(&t), t.score, "{ledger:?}");
        assert!(t.score >= Points::ZERO && t.score <= Points::FULL, "{} of {ledger:?}", t.score);
    }
    assert!(scored > 4000, "only {scored} ledgers gave a score");
}

#[test]
fn parts_add_up_to_the_rounded_whole() {
    for amounts in [vec![1, 1, 1], vec![-1, -1, -1], vec![-7, 3, -50, 0], vec![], vec![99_999, -33_333]] {
        let parts = apportion(&amounts, 3);
        let whole = (amounts.iter().sum::<i64>() * 2 + 3).div_euclid(6);
        assert_eq!(parts.iter().sum::<i64>(), whole, "{amounts:?} gives {parts:?}");
        assert!(amounts.iter().zip(&parts).all(|(a, p)| (a - p * 3).abs() < 3), "{amounts:?} gives {parts:?}");
    }
}

fn voice(kind: SourceKind) -> Voice {
    Voice { kind, claimed: 1, statements: 2, grade: 0, role: true, explained: false, standing: Standing::Alone }
}

fn ledger(kinds: &[SourceKind]) -> Ledger {
    Ledger { words: 500, weighed: 500, sources: kinds.iter().map(|&k| voice(k)).collect(), ..Ledger::default() }
}

fn score(ledger: &Ledger) -> Points {
    tally(ledger, &news(), Told::Reasons).expect("there is something to judge").score
}

#[test]
fn better_sourcing_never_scores_lower() {
    use SourceKind::{Collective, NamedOrganisation, NamedPerson, UnnamedPerson};
    let base = [NamedPerson, UnnamedPerson, Collective];
    let more_named = [NamedPerson, UnnamedPerson, Collective, NamedPerson];
    assert!(score(&ledger(&more_named)) >= score(&ledger(&base)), "a named source more");
    let named_not_unnamed = [NamedPerson, NamedOrganisation, Collective];
    assert!(score(&ledger(&named_not_unnamed)) >= score(&ledger(&base)), "a name in place of an unnamed source");
    let mut described = ledger(&base);
    described.sources[1].grade = 3;
    assert!(score(&described) >= score(&ledger(&base)), "a description more");
    let mut unexplained = ledger(&base);
    unexplained.found = vec![Found { rule: "anon/unexplained".into(), span: Span::new(0, 1) }];
    assert!(score(&unexplained) < score(&ledger(&base)), "a reason less");
}

#[test]
fn a_refusal_to_answer_costs_nothing() {
    let with = |heard| Ledger { accused: vec![heard], ..ledger(&[SourceKind::NamedPerson; 3]) };
    let spoke = score(&with(Heard::Spoke));
    for outcome in [Outcome::Declined, Outcome::NoComment, Outcome::NoResponse] {
        assert_eq!(score(&with(Heard::Asked(outcome))), spoke, "{}", outcome.name());
    }
    assert!(score(&with(Heard::No)) < spoke);
}

#[test]
fn repeated_faults_cost_less_each_time_and_stop_at_their_bound() {
    let found = |n| vec![Found { rule: "anon/unexplained".into(), span: Span::new(0, 1) }; n];
    let base = ledger(&[SourceKind::NamedPerson, SourceKind::UnnamedPerson, SourceKind::UnnamedPerson]);
    let scores: Vec<i64> = (0..5).map(|n| score(&Ledger { found: found(n), ..base.clone() }).0).collect();
    let steps: Vec<i64> = scores.windows(2).map(|w| w[0] - w[1]).collect();
    assert!(steps.windows(2).all(|w| w[0] >= w[1]), "{steps:?}");
    assert!(steps[0] > 0 && steps[3] == 0, "{steps:?}");
}

#[test]
fn a_cap_is_the_last_line_and_has_a_name() {
    let mut alone = ledger(&[SourceKind::UnnamedPerson]);
    (alone.sources[0].statements, alone.sources[0].grade) = (12, 4);
    let t = tally(&alone, &news(), Told::Reasons).expect("there is something to judge");
    assert_eq!(t.score, Points::whole(35));
    let last = t.lines.last().expect("there are lines");
    assert!(matches!(&last.cause, Cause::Cap(id) if id == "single-unnamed-source"), "{last:?}");
}

#[test]
fn a_dimension_without_occasion_gives_its_weight_to_the_others() {
    let t = tally(&ledger(&[SourceKind::NamedPerson; 8]), &news(), Told::Reasons).expect("there is something to judge");
    let applying: Vec<&str> = t.dimensions.iter().filter(|d| d.applies).map(|d| d.id.name()).collect();
    assert_eq!(applying, ["identification", "independence", "attribution", "provenance", "diversity"]);
    assert!(t.score > Points::whole(95), "{}", t.score);
}

#[test]
fn a_profile_takes_what_it_does_not_say_from_the_one_that_it_extends() {
    let brief = "title = \"Brief\"\nextends = \"news\"\n[scored]\nmin_words = 80\n";
    let both = profiles(&[("news", NEWS), ("brief", brief)]).expect("both are right");
    let brief = both.iter().find(|p| p.id == "brief").expect("it is there");
    assert_eq!((brief.scored.min_words, brief.scored.min_statements, brief.bands.strong), (80, 2, 80));
}

#[test]
fn mistakes_in_a_profile_have_a_place_and_a_next_step() {
    let cases = [
        (
            NEWS.replace("named-person       =", "named-persom ="),
            "unknown kind of source `named-persom`; did you mean `named-person`?",
        ),
        (NEWS.replace("[dimension.reply]", "[dimension.repply]"), "unknown dimension `repply`; did you mean `reply`?"),
        (NEWS.replace("min_words      =", "min_word ="), "unknown key `min_word`; did you mean `min_words`?"),
        (NEWS.replace("[[0, 35], [500, 70]", "[[0, 80], [500, 70]"), "the curve of `reply` does not rise"),
        ("title = \"X\"\nextends = \"newz\"\n".to_owned(), "unknown profile `newz`"),
    ];
    for (contents, expected) in cases {
        let problems = profiles(&[("p", &contents)]).expect_err(expected);
        assert!(problems.iter().any(|p| p.contains(expected) && p.starts_with("p.toml:")), "{expected}: {problems:?}");
    }
}

// From here on: whole articles, through the parser and the rules of `core-en`.

fn core() -> RuleSet {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/core-en");
    let pack = PackSource::from_folder(Path::new(folder)).expect("core-en is readable");
    RuleSet::load(&[pack]).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// `core-en` with the file `path` in place of its own or added.
fn core_with(path: &str, contents: &str) -> RuleSet {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/core-en");
    let mut pack = PackSource::from_folder(Path::new(folder)).expect("core-en is readable");
    pack.files.retain(|(p, _)| p != path);
    pack.files.push((path.to_owned(), contents.into()));
    pack.files.sort();
    RuleSet::load(&[pack]).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn judge(rules: &RuleSet, text: &str, options: &Options) -> Assessment {
    assess(text, &parse(text, rules.lexicon()), rules, options)
}

/// An article about a ferry of more than 250 words, with `more` behind it.
fn ferry(more: &str) -> String {
    format!(
        "The Tarn ferry has run its last trip, and the village on the far bank must take the long road by the bridge.\n\n\
         \"It was a good boat, and we shall miss it,\" said Ana Vane, a retired pilot.\n\n\
         The boat was built in a small yard by the sea and came up the river on a summer night many years ago. It carried \
         milk, post, sheep and schoolchildren. On market days it went back and forth from dawn until dark, and in winter \
         it broke the thin ice along the banks with its iron bow. Nobody ever drowned.\n\n\
         Then the bridge came, five miles to the north. Lorries no longer stopped at the landing, and the shop beside it \
         closed. The boat still went four times a day, mostly for the few who had no car. Its engine was mended with \
         parts from tractors, for none of its own kind were made any more.\n\n\
         Tom Odum, who runs the Northway Committee, said that the hull was so thin that a boot could have gone through \
         it. The report of the Northway Committee said that a new boat would cost more than the whole village earns in a \
         year. Odum told a meeting on Friday that there was no money.\n\n\
         There were flowers on the rail and a flag at the stern. The boat turned once in the middle of the river, as it \
         used to do for weddings, and came back to the landing where it had begun. Children threw bread to the ducks. \
         Afterwards the rope was taken in, and the lamp above the landing was put out.\n\n{more}"
    )
}

#[test]
fn the_examples_of_core_en_pass() {
    let rules = core();
    let report = run_examples(&rules, |text, document| assess(text, document, &rules, &Options::default()));
    assert!(report.run > 300, "only {} examples", report.run);
    assert!(report.failures.is_empty(), "{:#?}", report.failures);
}

#[test]
fn a_note_has_its_party_outcome_and_haste() {
    let rules = core();
    let cases = [
        ("The Northway Committee declined to comment.", "declined", "The Northway Committee", false),
        (
            "The Northway Committee did not immediately respond to a request for comment.",
            "no-response",
            "The Northway Committee",
            true,
        ),
        (
            "A spokesman for the committee could not be reached for comment.",
            "unreachable",
            "A spokesman for the committee",
            false,
        ),
        ("Ana Vane, through her lawyer, declined to discuss the loan.", "declined", "Ana Vane", false),
        ("The council has been contacted for comment.", "pending", "The council", false),
        ("The council referred questions to its lawyer.", "referred", "The council", false),
        ("Asked for comment, the council would not say how many jobs were at risk.", "declined", "the council", false),
    ];
    for (sentence, outcome, party, immediately) in cases {
        let text = format!("The loan ran out in May.\n\n{sentence} The rain fell all day.");
        let found = judge(&rules, &text, &Options::default()).responses;
        let shown: Vec<_> =
            found.iter().map(|r| (r.outcome.name(), r.party.map_or("", |p| p.of(&text)), r.immediately)).collect();
        assert_eq!(shown, [(outcome, party, immediately)], "{sentence}");
    }
}

#[test]
fn what_is_said_inside_quotation_marks_is_no_note() {
    let rules = core();
    let text =
        "The loan ran out in May.\n\n\"The bank declined to comment and I asked not to be named,\" said Ana Vane.";
    let found = judge(&rules, text, &Options::default());
    assert_eq!((found.responses.len(), found.justifications.len()), (0, 0));
}

#[test]
fn a_reason_belongs_to_the_unnamed_source_that_it_speaks_of() {
    let rules = core();
    let cases = [
        (
            "One aide said the loan was bad. The aide spoke on condition of anonymity because she was not authorized to speak publicly.",
            "not-authorised",
            true,
        ),
        (
            "One aide, who asked not to be named for fear of losing her job, said the loan was bad.",
            "retaliation-or-safety",
            true,
        ),
        (
            "One aide, who spoke on condition of anonymity to discuss internal deliberations, said the loan was bad.",
            "sensitivity-or-private-talks",
            true,
        ),
        ("One aide, who spoke on condition of anonymity, said the loan was bad.", "terms-only", false),
    ];
    for (text, reason, justified) in cases {
        let text = format!("Ana Vane said the loan ran out in May.\n\n{text}");
        let found = judge(&rules, &text, &Options::default());
        let [justification] = found.justifications.as_slice() else { panic!("{text}: {:?}", found.justifications) };
        assert_eq!(justification.reason.name(), reason, "{text}");
        let [source] = justification.sources.as_slice() else { panic!("{text}: {:?}", found.sources) };
        assert_eq!(found.sources[*source as usize].justified, Some(justified), "{text}");
        let unexplained = found.findings.iter().any(|f| f.rule == "anon/unexplained");
        assert_eq!(unexplained, !justified, "{text}");
    }
}

#[test]
fn whoever_is_accused_and_not_heard_is_found() {
    let rules = core();
    let cases = [
        ("Prosecutors accused the Northway Committee of fraud.", true),
        ("Prosecutors accused the Northway Committee of fraud. The Northway Committee declined to comment.", false),
        (
            "Prosecutors accused the Northway Committee of fraud. The Northway Committee said the claim was false.",
            false,
        ),
        ("Prosecutors accused nobody.", false),
    ];
    for (text, expected) in cases {
        let found = judge(&rules, &format!("The loan ran out in May.\n\n{text}"), &Options::default());
        let missing = found.findings.iter().find(|f| f.rule == "reply/missing");
        assert_eq!(missing.is_some(), expected, "{text}");
        assert!(missing.is_none_or(|f| f.dimension.is_none()), "a rule in preview does not score");
    }
}

#[test]
fn the_articles_own_outlet_is_not_second_hand() {
    let rules = core();
    let kind = |outlets: &[&str]| {
        let options = Options { outlets: outlets.iter().map(|o| (*o).to_owned()).collect(), ..Options::default() };
        let found = judge(&rules, "The loan ran out in May.\n\nThe Guardian reported that the loan was bad.", &options);
        found.sources.first().map(|s| s.kind)
    };
    assert_eq!(kind(&[]), Some(SourceKind::Media));
    assert_eq!(kind(&["the guardian"]), Some(SourceKind::OwnOutlet));
}

#[test]
fn sources_have_the_kind_that_the_text_shows() {
    let rules = core();
    let cases = [
        ("Marta, whose name has been changed, said the loan was bad.", "pseudonym"),
        ("The Ledger has learned that the loan was bad.", "own-outlet"),
        ("The Evening Pilot reported that the loan was bad.", "media"),
        ("Democrats said the loan was bad.", "collective"),
        ("One Republican said the loan was bad.", "unnamed-person"),
    ];
    for (sentence, kind) in cases {
        let found = judge(&rules, &format!("The loan ran out in May.\n\n{sentence}"), &Options::default());
        assert_eq!(found.sources.iter().map(|s| s.kind.name()).collect::<Vec<_>>(), [kind], "{sentence}");
    }
}

#[test]
fn a_source_rule_without_pattern_heeds_its_exceptions() {
    let rule = |unless: &str| {
        format!(
            r#"
kind = "source"
title = "Anybody"
why = "A rule for tests."
remedy = "None."
standard = [{{ org = "AP", title = "News Values" }}]
since = "0.1.0"
rank = 1
source_kind = "collective"
where = {{ entity = ["person"], named = false }}
{unless}
hit = ["A teacher said he left."]
miss = ["Ana Vane said he left."]
"#
        )
    };
    let kind = |unless: &str, text: &str| {
        let rules = core_with("rules/source/anybody.toml", &rule(unless));
        judge(&rules, text, &Options::default()).sources[0].kind.name()
    };
    assert_eq!(kind("", "A retired pilot said he left."), "collective");
    assert_eq!(kind(r#"unless = ["retired"]"#, "A retired pilot said he left."), "unnamed-person");
    assert_eq!(kind(r#"unless = ["retired"]"#, "A young pilot said he left."), "collective");
}

#[test]
fn exceptions_are_needed_only_where_the_rule_would_hold_without_them() {
    let source = r#"
kind = "source"
title = "Anybody"
why = "A rule for tests."
remedy = "None."
standard = [{ org = "AP", title = "News Values" }]
since = "0.1.0"
rank = 1
source_kind = "collective"
where = { entity = ["person"], named = false }
unless = ["retired", "young pilot", "lazy", "old"]
hit = ["A teacher said he left."]
miss = ["A retired pilot said he left.", "The town saw a young pilot.", "A lazy old pilot said he left."]
"#;
    let marker = r#"
kind = "marker"
title = "Afraid"
why = "A rule for tests."
remedy = "None."
standard = [{ org = "AP", title = "News Values" }]
since = "0.1.0"
marks = "justification"
reason = "other"
attach = { to = ["unnamed-person"], within = "sentence", required = true }
pattern = ["gloomy"]
unless = ["gloomy winter", "gloomy dog"]
hit = ["A gloomy nurse said the ward was full."]
miss = ["A nurse said the gloomy winter was over.", "The gloomy dog was old."]
"#;
    for (path, text, needed) in
        [("rules/source/anybody.toml", source, &[1, 0, 0, 0][..]), ("rules/note/gloomy.toml", marker, &[1, 0])]
    {
        let rules = core_with(path, text);
        let report = run_examples(&rules, |text, document| assess(text, document, &rules, &Options::default()));
        let id = rules.find(&path["rules/".len()..path.len() - ".toml".len()]).unwrap();
        let coverage = report.coverage.iter().find(|c| c.rule == id).unwrap();
        assert_eq!(coverage.unless, needed, "{path}");
        let named = path["rules/".len()..path.len() - ".toml".len()].to_owned();
        let idle = unneeded(&rules, &report).into_iter().filter(|p| p.message.contains(&format!("`{named}`")));
        assert_eq!(idle.count(), needed.iter().filter(|n| **n == 0).count(), "{path}");
    }
}

#[test]
fn a_marker_that_must_belong_to_a_source_counts_only_there() {
    let rules = core();
    let reasons = |text: &str| judge(&rules, text, &Options::default()).justifications.len();
    assert_eq!(reasons("A nurse, who feared retaliation, said the ward was full."), 1);
    assert_eq!(reasons("The nurses feared retaliation. The ward is full."), 0);
    // Within the sentence, and nobody of another kind.
    assert_eq!(reasons("A nurse said the ward was full. The town feared reprisals."), 0);
    assert_eq!(reasons("Ana Vane, who feared retaliation, said the ward was full."), 0);
}

#[test]
fn an_article_without_a_score_has_a_reason_and_all_that_was_found() {
    let rules = core();
    let cases = [
        ("Ana Vane said the loan ran out in May.".to_owned(), "too short: 9 words, 150 are needed"),
        (format!("Opinion: The ferry\n\n{}", ferry("")), "no news report: marked as opinion by `Opinion:`"),
        (format!("The ferry\n\nOpinion\n\n{}", ferry("")), "no news report: marked as opinion by `Opinion`"),
        (
            ferry("I took it to school. My aunt sold the tickets.\n\nIt was dear to me.\n\nNow I drive.\n\nI hate it."),
            "no news report: opinion or essay, the writer speaks as \"I\" 5 times",
        ),
        (
            "Der Fluss war still, und die Leute standen lange am Ufer und sahen dem Boot nach. ".repeat(12),
            "not in English",
        ),
        (
            "The boat turned once in the middle of the river and came back to the landing. ".repeat(12),
            "too little evidence",
        ),
    ];
    for (text, reason) in cases {
        let found = judge(&rules, &text, &Options::default());
        assert_eq!((found.status, found.score), (Status::NotScored, None), "{text}");
        assert!(found.reason.as_deref().is_some_and(|r| r.starts_with(reason)), "{:?}", found.reason);
        assert_eq!(found.dimensions.len(), 7);
    }
    let short = judge(&rules, "Ana Vane said the loan ran out in May.", &Options::default());
    assert_eq!(short.sources.len(), 1);
}

#[test]
fn a_first_person_of_sources_or_in_one_place_is_no_essay() {
    let rules = core();
    let cases = [
        "\"I took it to school. My aunt sold the tickets. I miss it, and it was dear to me and my aunt,\" said Odum.",
        "Odum said that I took it to school, that I miss it, that my aunt sold the tickets and that I drive.",
        "I took it last year. I was cold, and my hat blew off, but I did not mind, for I love boats.",
    ];
    for more in cases {
        assert_eq!(judge(&rules, &ferry(more), &Options::default()).status, Status::Scored, "{more}");
    }
}

#[test]
fn a_source_of_the_headline_alone_costs_nothing() {
    let rules = core();
    let costs = |text: &str| {
        let found = judge(&rules, text, &Options::default());
        let costly = found.findings.iter().filter(|f| f.rule == "anon/unexplained" && f.dimension.is_some());
        costly.map(|f| f.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    let headline = "Ferry will be sold, aides say\n\n";
    assert_eq!(costs(&format!("{headline}{}", ferry(""))), Vec::<String>::new());
    assert_eq!(costs(&format!("{headline}{}", ferry("One aide said that it was sold."))), ["One aide"]);
}

#[test]
fn the_lines_of_a_scored_article_add_up_and_the_range_holds_the_score() {
    let rules = core();
    let found = judge(&rules, &ferry("It reportedly cost a lot. One aide said so."), &Options::default());
    let score = found.score.expect("it is long enough");
    assert_eq!(Points::FULL + found.lines.iter().map(|l| l.points).sum(), score);
    let [low, high] = found.range.expect("a score has a range");
    assert!(low <= score && score <= high, "{low} {score} {high}");
    assert_eq!(found.score_without_suppressions, Some(score));
}

#[test]
fn a_suppression_shows_in_the_score_without_it() {
    let rules = core();
    let text = ferry("One aide said that the ferry was sold.");
    let suppressions = vec![Suppression {
        rule: "anon/*".into(),
        reason: "the aide is known to the desk".into(),
        place: Place::Article,
        until: None,
        origin: Origin::Option,
        everywhere: true,
    }];
    let found = judge(&rules, &text, &Options { suppressions, ..Options::default() });
    let plain = judge(&rules, &text, &Options::default());
    assert!(
        found.findings.iter().any(|f| f.suppression.is_some() && f.rule == "anon/unexplained"),
        "{:?}",
        found.findings
    );
    assert!(found.score > plain.score, "{:?} {:?}", found.score, plain.score);
    assert_eq!(found.score_without_suppressions, plain.score);
}

#[test]
fn an_unknown_profile_is_an_error_of_the_record() {
    let rules = core();
    let found = judge(&rules, &ferry(""), &Options { profile: Some("nws".into()), ..Options::default() });
    assert_eq!(found.status, Status::Error);
    assert_eq!(found.reason.as_deref(), Some("no profile is called `nws`"));
}

#[test]
fn quotation_marks_of_another_kind_change_nothing() {
    let rules = core();
    let text = ferry("\"We never had the money,\" said Odum.");
    let curly = {
        let mut open = false;
        let mark = |c: char| match c {
            '"' => {
                open = !open;
                if open { '“' } else { '”' }
            }
            c => c,
        };
        text.chars().map(mark).collect::<String>()
    };
    let score = |text: &str| judge(&rules, text, &Options::default()).score;
    assert_eq!(score(&text), score(&curly));
}
