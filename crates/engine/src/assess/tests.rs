//! The tally on evidence made up by chance, and the profiles of `core-en`.

use onrecord_text::Span;

use super::profile::{Profile, read_all};
use super::tally::{Found, Heard, Ledger, Tally, Voice, apportion, tally};
use crate::assessment::Cause;
use crate::pack::ProfileFile;
use crate::points::Points;
use crate::words::{Outcome, SourceKind};

const NEWS: &str = include_str!("../../../../rules/core-en/profiles/news.toml");

fn profiles(files: &[(&str, &str)]) -> Result<Vec<Profile>, Vec<String>> {
    let file = |&(id, contents): &(&str, &str)| ProfileFile {
        file: format!("{id}.toml"),
        id: id.into(),
        contents: contents.into(),
    };
    let files: Vec<ProfileFile> = files.iter().map(file).collect();
    let mut problems = Vec::new();
    let profiles = read_all(&files, &mut problems);
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
        dependent: chance.below(5) == 0,
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
        sources: (0..n).map(|_| voice(chance)).collect(),
        agentless: chance.below(4) as u32,
        elsewhere: chance.below(3) as u32,
        quotes,
        spoken_quotes: chance.below(u64::from(quotes) + 1) as u32,
        accused: (0..chance.below(3)).map(|_| heard(chance)).collect(),
        outcomes: vec![],
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
        let Some(t) = tally(&ledger, &profile) else { continue };
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
    Voice { kind, claimed: 1, statements: 2, grade: 0, role: true, dependent: false }
}

fn ledger(kinds: &[SourceKind]) -> Ledger {
    Ledger { words: 500, sources: kinds.iter().map(|&k| voice(k)).collect(), ..Ledger::default() }
}

fn score(ledger: &Ledger) -> Points {
    tally(ledger, &news()).expect("there is something to judge").score
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
    let t = tally(&ledger(&[SourceKind::UnnamedPerson]), &news()).expect("there is something to judge");
    assert_eq!(t.score, Points::whole(35));
    let last = t.lines.last().expect("there are lines");
    assert!(matches!(&last.cause, Cause::Cap(id) if id == "single-unnamed-source"), "{last:?}");
}

#[test]
fn a_dimension_without_occasion_gives_its_weight_to_the_others() {
    let t = tally(&ledger(&[SourceKind::NamedPerson; 4]), &news()).expect("there is something to judge");
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
        (NEWS.replace("[[0, 10], [500, 50]", "[[0, 60], [500, 50]"), "the curve of `reply` does not rise"),
        ("title = \"X\"\nextends = \"newz\"\n".to_owned(), "unknown profile `newz`"),
    ];
    for (contents, expected) in cases {
        let problems = profiles(&[("p", &contents)]).expect_err(expected);
        assert!(problems.iter().any(|p| p.contains(expected) && p.starts_with("p.toml:")), "{expected}: {problems:?}");
    }
}

#[test]
fn zz_examples() {
    use crate::{ExampleKind, PackSource, RuleKind, RuleSet};
    use onrecord_parser::{Document, Paragraph, Sentence, tokenize};
    let pack =
        PackSource::from_folder(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/core-en")))
            .unwrap();
    let rules = match RuleSet::load(&[pack]) {
        Ok(r) => r,
        Err(p) => {
            for p in &p {
                println!("{p}");
            }
            panic!("{} problems", p.len())
        }
    };
    let m = rules.matcher();
    let mut scratch = m.scratch();
    let mut bad = 0;
    for (i, rule) in rules.rules().iter().enumerate() {
        if !matches!(rule.kind, RuleKind::Marker { .. } | RuleKind::Response { .. }) {
            continue;
        }
        let mut fired = std::collections::BTreeSet::new();
        for ex in &rule.examples {
            let tokens = tokenize(&ex.text, rules.lexicon());
            let n = tokens.len() as u32;
            let zone = if rule.id.starts_with("genre/") && rule.id != "genre/first-person" {
                onrecord_parser::Zone::Headline
            } else {
                Default::default()
            };
            let doc = Document {
                tokens,
                sentences: vec![Sentence { tokens: 0..n, paragraph: 0 }],
                paragraphs: vec![Paragraph { sentences: 0..1, tokens: 0..n, zone, labelled: false }],
                ..Document::default()
            };
            let mut found = vec![];
            m.scan_document(&ex.text, &doc, &mut scratch, |x| {
                if x.rule.0 as usize == i {
                    found.push(x)
                }
            });
            for x in &found {
                fired.insert(x.pattern);
            }
            let shown: Vec<&str> = found.iter().map(|x| doc.span(&x.tokens).of(&ex.text)).collect();
            match &ex.kind {
                ExampleKind::Hit { spans, .. } => {
                    let got: Vec<std::ops::Range<usize>> = found.iter().map(|x| doc.span(&x.tokens).range()).collect();
                    if found.is_empty() || (!spans.is_empty() && !spans.iter().all(|s| got.contains(s))) {
                        bad += 1;
                        println!("HIT  {}: {} -> {shown:?}", rule.id, ex.text);
                    }
                }
                ExampleKind::Miss { .. } => {
                    if !found.is_empty() {
                        bad += 1;
                        println!("MISS {}: {} -> {shown:?}", rule.id, ex.text);
                    }
                }
                _ => {}
            }
        }
        for (n, p) in rule.patterns.iter().enumerate() {
            if !fired.contains(&(n as u32)) {
                bad += 1;
                println!("DEAD {}: {p}", rule.id);
            }
        }
    }
    println!("{bad} bad");
}
