//! What corrections change, what they leave alone, and what is told of those that do not fit.

use std::path::Path;
use std::sync::LazyLock;

use onrecord_parser::parse;

use super::*;
use crate::assess::{Options, assess};
use crate::assessment::Assessment;
use crate::pack::{PackSource, RuleSet};
use crate::points::Points;

static CORE: LazyLock<RuleSet> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/core-en");
    RuleSet::load(&[PackSource::from_folder(&folder).expect("it can be read")]).expect("it is right")
});

const TEXT: &str = "The pumps at Vigo harbour stood still for nine days, the harbour engineer Mira Odum said. \
    “Nobody had looked at them since spring,” Odum said on Tuesday.\n\n\
    A senior official said the council had been warned twice. The official said the letters were lost. \
    A second aide said that the mayor had read them, speaking on condition of anonymity because the inquiry is open.\n\n\
    Ilse Brandt, the mayor, said the town had paid for the repair. “We paid every bill,” Brandt said. \
    Northway Pumps did not respond to a request for comment. \
    The town will ask for the money back, and that is fair, runs the word in the yard.\n\n\
    Pavel Lund, who runs the ferry, said two crossings were lost. He said the harbour had told nobody. \
    Residents said the smell had been there for weeks. \
    The cost is put at nine million crowns. The bill was wrong from the start, thinks Lund.\n";

fn file(contents: &str) -> Result<CorrectionFile, Vec<String>> {
    let read = CorrectionFile::read("a.corrections.toml", contents, Origin::SideFile);
    read.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn corrections(contents: &str) -> Vec<Correction> {
    file(contents).unwrap_or_else(|p| panic!("{p:#?}")).entries.into_iter().map(|e| e.correction).collect()
}

fn judge(text: &str, corrections: Vec<Correction>) -> Assessment {
    let options = Options { corrections, ..Options::default() };
    let found = assess(text, &parse(text, CORE.lexicon()), &CORE, &options);
    if let Some(score) = found.score {
        let sum: Points = found.lines.iter().map(|l| l.points).sum();
        assert_eq!(Points::FULL + sum, score, "lines add up");
    }
    let spans = (found.attributions.iter().flat_map(|a| a.content.iter().chain(&a.cue).chain(&a.source_span)))
        .chain(found.sources.iter().flat_map(|s| &s.mentions))
        .copied()
        .chain(found.responses.iter().flat_map(|r| std::iter::once(r.span).chain(r.party)))
        .chain(found.justifications.iter().map(|j| j.span))
        .chain(found.corrections.iter().filter_map(|c| c.span));
    for span in spans {
        assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()), "{span:?}");
    }
    found
}

fn corrected(toml: &str) -> Assessment {
    judge(TEXT, corrections(toml))
}

/// What became of corrections: the label before and after, or the problem.
fn told(found: &Assessment) -> Vec<String> {
    let label = |l: &Option<String>| l.clone().unwrap_or_else(|| "-".to_owned());
    let line = |r: &CorrectionReport| match &r.problem {
        None => format!("{}: {} to {}", r.what.name(), label(&r.from), label(&r.to)),
        Some((problem, message)) => format!("{}: {problem}: {message}", r.what.name()),
    };
    found.corrections.iter().map(line).collect()
}

fn source<'a>(found: &'a Assessment, label: &str) -> &'a crate::assessment::Source {
    let labels = || found.sources.iter().map(|s| s.label.as_str()).collect::<Vec<_>>();
    found.sources.iter().find(|s| s.label.contains(label)).unwrap_or_else(|| panic!("no {label} in {:?}", labels()))
}

/// Every statement with its source.
fn statements(text: &str, found: &Assessment) -> Vec<String> {
    let scored = found.attributions.iter().filter(|a| a.act == onrecord_parser::Act::Statement);
    let line = |a: &crate::assessment::Attribution| {
        let who = a.source.map_or("nobody", |s| found.sources[s as usize].label.as_str());
        let said: Vec<&str> = a.content.iter().map(|c| c.of(text)).collect();
        format!("{who}: {}", said.join(" … "))
    };
    scored.map(line).collect()
}

#[test]
fn a_kind_is_put_right_and_the_score_follows() {
    let plain = judge(TEXT, Vec::new());
    let found = corrected(
        "by = \"Kim\"\n[[correction]]\nsource = \"Mira Odum\"\nkind = \"unnamed-person\"\nwhy = \"A made-up name.\"\n",
    );
    assert_eq!(told(&found), ["kind: named-person to unnamed-person"]);
    assert_eq!(source(&found, "Mira Odum").kind, SourceKind::UnnamedPerson);
    assert!(found.attributions.iter().filter(|a| a.source == Some(0)).all(|a| a.kind == SourceKind::UnnamedPerson));
    assert_eq!(found.score_without_corrections, plain.score);
    assert!(found.score < plain.score, "{:?} {:?}", found.score, plain.score);
    let unexplained = |f: &Assessment| f.findings.iter().filter(|f| f.rule == "anon/unexplained").count();
    assert_eq!((unexplained(&plain), unexplained(&found)), (1, 2));
    let [report] = &found.corrections[..] else { panic!() };
    assert_eq!((report.by.as_deref(), report.why.as_deref()), (Some("Kim"), Some("A made-up name.")));
    assert_eq!(report.span.map(|s| s.of(TEXT)), Some("Mira Odum"));
    assert_eq!(report.unit, Some(Unit::Source(0)));
    assert!(report.used && report.changes());
}

#[test]
fn what_is_confirmed_changes_nothing() {
    let plain = judge(TEXT, Vec::new());
    let found = corrected(
        "[[correction]]\nsource = \"Mira Odum\"\nkind = \"named-person\"\n\
         [[correction]]\nstatement = \"two crossings were lost\"\nsource = \"Pavel Lund\"\n\
         [[correction]]\nresponse = \"did not respond to a request\"\n",
    );
    assert_eq!(
        told(&found),
        [
            "kind: named-person to named-person",
            "response: no-response to no-response",
            "statement: Pavel Lund to Pavel Lund",
        ]
    );
    assert!(found.corrections.iter().all(|c| c.used && !c.changes() && c.unit.is_some()));
    assert_eq!((found.score, statements(TEXT, &found)), (plain.score, statements(TEXT, &plain)));
    assert_eq!(found.score_without_corrections, plain.score);
}

#[test]
fn a_role_is_given_and_taken_and_is_the_articles_words() {
    let found = corrected("[[correction]]\nsource = \"Pavel Lund\"\nrole = \"\"\n");
    assert_eq!(told(&found), ["role: who runs the ferry to -"]);
    assert!(source(&found, "Lund").role.is_none() && found.score < found.score_without_corrections);
    let found = corrected("[[correction]]\nsource = \"Ilse Brandt\"\nrole = \"mayor\"\n");
    assert_eq!(told(&found), ["role: the mayor to mayor"]);
    let found = corrected("[[correction]]\nsource = \"Ilse Brandt\"\nrole = \"queen\"\n");
    assert_eq!(
        told(&found),
        ["role: not-found: the role `queen` does not stand in the article; write it in its words"]
    );
    assert!(found.corrections.iter().all(|c| !c.used));
}

#[test]
fn a_source_is_said_to_be_justified_or_not() {
    let found = corrected("[[correction]]\nsource = \"A senior official\"\njustified = true\n");
    assert_eq!(told(&found), ["justified: false to true"]);
    assert!(found.findings.iter().all(|f| f.rule != "anon/unexplained"));
    assert!(found.score > found.score_without_corrections);
    let found = corrected("[[correction]]\nsource = \"A second aide\"\njustified = false\n");
    assert_eq!(told(&found), ["justified: true to false"]);
    assert_eq!(found.findings.iter().filter(|f| f.rule == "anon/unexplained").count(), 2);
    assert!(found.justifications[0].sources.is_empty() && found.score < found.score_without_corrections);
    let found = corrected("[[correction]]\nsource = \"Ilse Brandt\"\njustified = true\n");
    assert_eq!(
        told(&found),
        ["justified: nothing-there: this source is no unnamed one but `named-person`; correct its `kind` too"]
    );
}

#[test]
fn two_sources_are_made_one_and_the_one_with_a_name_stays() {
    for toml in [
        "[[correction]]\nsource = \"A senior official\"\nsame_as = \"Ilse Brandt\"\n",
        "[[correction]]\nsource = \"Ilse Brandt\"\nsame_as = \"A senior official\"\n",
    ] {
        let found = corrected(toml);
        let lines = statements(TEXT, &found);
        assert_eq!(
            lines[2..4],
            ["Ilse Brandt: the council had been warned twice", "Ilse Brandt: the letters were lost"]
        );
        assert!(found.sources.iter().all(|s| s.label != "A senior official"));
        assert_eq!(source(&found, "Ilse Brandt").kind, SourceKind::NamedPerson);
        assert!(matches!(found.corrections[0].unit, Some(Unit::Source(_))));
    }
    // A chain is one source, whatever the order.
    let links = [
        "[[correction]]\nsource = \"A senior official\"\nsame_as = \"A second aide\"\n",
        "[[correction]]\nsource = \"A second aide\"\nsame_as = \"Mira Odum\"\n",
    ];
    for toml in [links.concat(), [links[1], links[0]].concat()] {
        let found = corrected(&toml);
        assert!(statements(TEXT, &found)[..5].iter().all(|s| s.starts_with("Mira Odum: ")), "{found:?}");
    }
}

#[test]
fn a_false_statement_goes_and_its_source_with_it() {
    let found = corrected("[[correction]]\nfalse_statement = \"the money back\"\n");
    assert_eq!(told(&found), ["statement: The town to -"]);
    assert!(found.sources.iter().all(|s| s.label != "The town"));
    assert_eq!(statements(TEXT, &found).len(), 10);
}

#[test]
fn a_missed_statement_comes_in_its_place_with_a_source_that_is_known() {
    let found = corrected(
        "[[correction]]\nstatement = \"at nine million crowns\"\nsource = \"Pavel Lund\"\ncue = \"is put\"\n\
         [[correction]]\nstatement = \"The bill was wrong from the start\"\nsource = \"Lund\"\n",
    );
    assert_eq!(told(&found), ["statement: - to Pavel Lund", "statement: mental of Pavel Lund to Pavel Lund"]);
    let [.., new, belief] = &found.attributions[..] else { panic!() };
    assert_eq!((new.content[0].of(TEXT), new.cue[0].of(TEXT)), ("at nine million crowns", "is put"));
    assert_eq!((new.source_span.len(), new.via.name()), (0, "implicit"), "it is named far before");
    assert_eq!((new.form.name(), new.zone.name(), new.kind), ("indirect", "body", SourceKind::NamedPerson));
    assert_eq!(belief.act, onrecord_parser::Act::Statement);
    let last = found.attributions.len() as u32 - 1;
    assert_eq!(
        found.corrections.iter().map(|c| c.unit).collect::<Vec<_>>(),
        [Some(Unit::Statement(last - 1)), Some(Unit::Statement(last))]
    );
}

#[test]
fn a_new_source_needs_a_kind_and_is_one_over_all_its_statements() {
    let entry = "[[correction]]\nstatement = \"that is fair\"\nsource = \"the word in the yard\"\n";
    assert_eq!(
        told(&corrected(entry)),
        [
            "statement: incomplete: `the word in the yard` is nobody that was read as a source; tell in `kind` what it is"
        ]
    );
    let twice = format!(
        "{entry}kind = \"collective\"\n[[correction]]\nstatement = \"The town will ask for the money\"\n\
         source = \"The word in the yard\"\nkind = \"collective\"\n"
    );
    let found = corrected(&twice);
    // Words are compared letter by letter, so the second is not found.
    assert_eq!(found.corrections.iter().filter(|c| c.used).count(), 2, "{:?}", told(&found));
    let yard = source(&found, "the word in the yard");
    assert_eq!((yard.kind, yard.name.as_deref()), (SourceKind::Collective, None));
    let twice = twice.replace("The word", "the word");
    let found = corrected(&twice);
    assert_eq!(found.sources.iter().filter(|s| s.label == "the word in the yard").count(), 1);
    assert_eq!(statements(TEXT, &found).iter().filter(|s| s.starts_with("the word in the yard")).count(), 2);
    let named =
        corrected("[[correction]]\nstatement = \"that is fair\"\nsource = \"yard\"\nkind = \"named-organisation\"\n");
    assert_eq!(source(&named, "yard").name.as_deref(), Some("yard"));
}

#[test]
fn a_statement_gets_another_source_or_none() {
    let found = corrected(
        "[[correction]]\nstatement = \"the harbour had told nobody\"\nsource = \"A second aide\"\n\
         [[correction]]\nstatement = \"the smell had been there for weeks\"\nkind = \"none\"\n",
    );
    assert_eq!(told(&found), ["statement: Pavel Lund to A second aide", "statement: Residents to nobody"]);
    let lines = statements(TEXT, &found);
    assert!(lines.contains(&"A second aide: the harbour had told nobody".to_owned()), "{lines:?}");
    assert!(lines.contains(&"nobody: the smell had been there for weeks".to_owned()), "{lines:?}");
    // It is named in another paragraph, so not here.
    let moved = found.attributions.iter().find(|a| a.content[0].of(TEXT) == "the harbour had told nobody").unwrap();
    assert!(moved.source_span.is_empty() && moved.via.name() == "implicit");
    assert!(found.score < found.score_without_corrections);
}

#[test]
fn part_of_what_somebody_says_is_no_second_statement() {
    let found = corrected("[[correction]]\nstatement = \"Nobody had looked\"\nsource = \"Odum\"\n");
    assert_eq!(told(&found), ["statement: Mira Odum to Mira Odum"]);
    assert_eq!(statements(TEXT, &found).len(), 11);
}

#[test]
fn response_notes_are_put_right_added_and_taken_out() {
    let found = corrected(
        "[[correction]]\nresponse = \"did not respond to a request for comment\"\noutcome = \"declined\"\n\
         party = \"the ferry\"\n",
    );
    assert_eq!(told(&found), ["response: no-response to declined", "party: Northway Pumps to the ferry"]);
    assert_eq!(found.responses[0].party.map(|p| p.of(TEXT)), Some("the ferry"));
    let found = corrected("[[correction]]\nfalse_response = \"did not respond to a request\"\n");
    assert_eq!((told(&found), found.responses.len()), (vec!["response: no-response to -".to_owned()], 0));
    let entry = "[[correction]]\nresponse = \"runs the word in the yard\"\n";
    assert_eq!(
        told(&corrected(entry)),
        ["response: incomplete: no response note is read at these words; tell its `outcome`"]
    );
    let found = corrected(&format!("{entry}outcome = \"partial\"\nparty = \"Ilse Brandt\"\n"));
    assert_eq!(told(&found), ["response: - to partial", "party: - to Ilse Brandt"]);
    let [_, new] = &found.responses[..] else { panic!() };
    assert_eq!((new.outcome, new.rule.as_str()), (Outcome::Partial, ""));
    assert_eq!(new.party_source.map(|s| found.sources[s as usize].label.as_str()), Some("Ilse Brandt"));
    assert_eq!(found.corrections[0].unit, Some(Unit::Response(1)));
}

#[test]
fn a_reason_of_a_group_goes_on_to_cover_its_members_when_another_is_put_right() {
    let text = TEXT.replace(
        "Residents said the smell had been there for weeks.",
        "Four workers, who asked not to be named for fear of losing their jobs, said the valves were sold. \
         \u{201c}It was old, and all of us knew it,\u{201d} one said.",
    );
    assert_ne!(text, TEXT);
    let justified = |found: &Assessment| source(found, "one").justified;
    assert_eq!(justified(&judge(&text, Vec::new())), Some(true));
    let change = "[[correction]]\njustification = \"because the inquiry is open\"\nreason = \"other\"\n";
    let found = judge(&text, corrections(change));
    assert!(found.corrections.iter().all(|c| c.used), "{:?}", told(&found));
    assert_eq!(justified(&found), Some(true));
}

#[test]
fn reasons_are_put_right_added_and_taken_out() {
    let found = corrected("[[correction]]\nfalse_justification = \"on condition of anonymity\"\n");
    assert_eq!((told(&found), found.justifications.len()), (vec!["justification: other to -".to_owned()], 0));
    assert_eq!(source(&found, "aide").justified, Some(false));
    assert_eq!(found.findings.iter().filter(|f| f.rule == "anon/unexplained").count(), 2);

    let found = corrected(
        "[[correction]]\njustification = \"because the inquiry is open\"\nreason = \"sensitivity-or-private-talks\"\n\
         source = \"A senior official\"\n",
    );
    assert_eq!(
        told(&found),
        ["justification: other to sensitivity-or-private-talks", "covers: A second aide to A senior official"]
    );
    assert_eq!(["senior", "aide"].map(|s| source(&found, s).justified), [Some(true), Some(false)]);

    let found = corrected("[[correction]]\njustification = \"on condition of anonymity\"\nreason = \"terms-only\"\n");
    assert_eq!(source(&found, "aide").justified, Some(false));

    let entry = "[[correction]]\njustification = \"the letters were lost\"\nreason = \"other\"\n";
    assert_eq!(
        told(&corrected(entry)),
        ["justification: incomplete: no reason is read at these words; tell `reason`, and in `source` whom it covers"]
    );
    let found = corrected(&format!("{entry}source = \"The official\"\n"));
    assert_eq!(told(&found), ["justification: - to other", "covers: - to A senior official"]);
    assert!(found.findings.iter().all(|f| f.rule != "anon/unexplained"));
    assert_eq!(found.corrections[1].unit, Some(Unit::Justification(0)));
}

#[test]
fn one_that_does_not_fit_costs_itself_only_and_says_what_to_do() {
    let found = corrected(
        "[[correction]]\nsource = \"A junior official\"\nkind = \"collective\"\n\
         [[correction]]\nsource = \"nine days\"\nkind = \"collective\"\n\
         [[correction]]\nsource = \"said\"\noccurrence = 40\nkind = \"collective\"\n\
         [[correction]]\nfalse_statement = \"The cost is put at nine million crowns\"\n\
         [[correction]]\nstatement = \"harbour\"\nsource = \"Lund\"\n\
         [[correction]]\nfalse_response = \"Residents\"\n\
         [[correction]]\nfalse_justification = \"Residents\"\n\
         [[correction]]\nstatement = \"Residents\"\n\
         [[correction]]\nstatement = \"runs the word\"\nsource = \"the wind\"\nkind = \"collective\"\n\
         [[correction]]\nsource = \"Pavel Lund\"\nkind = \"collective\"\n",
    );
    let lines = told(&found);
    for line in [
        "kind: not-found: `A junior official` does not stand in the article as whole words; copy the words from it again",
        "kind: nothing-there: no source is read at these words (line 1); copy the words that name it, as `onrecord show` \
         marks them, or add what it says with `statement`",
        "statement: ambiguous: the words stand in the article 3 times, in lines 1, 1 and 7; tell by `occurrence` which \
         are meant, or copy more words",
        "response: nothing-there: no response note is read at these words (line 7); remove the correction",
        "justification: nothing-there: no reason or terms are read at these words (line 7); remove the correction",
        "statement: incomplete: no statement is read at these words; name in `source` the words for whoever says it, or \
         write `kind = \"none\"` where the text names nobody",
        "statement: not-found: `the wind` does not stand in the article as whole words; copy the words from it again",
        "kind: named-person to collective",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line}\n{lines:#?}");
    }
    assert!(
        lines.iter().any(|l| l.contains("times only, in lines 1, 1, 3, 3, 3, 5, 5, 7 and further on; mend")),
        "{lines:#?}"
    );
    assert_eq!(found.corrections.iter().filter(|c| c.used).count(), 1);
    let alone = corrected("[[correction]]\nsource = \"Pavel Lund\"\nkind = \"collective\"\n");
    assert_eq!((found.score, statements(TEXT, &found)), (alone.score, statements(TEXT, &alone)));
}

#[test]
fn words_of_several_sources_need_an_occurrence() {
    let text = format!(
        "{TEXT}\nA senior official said nothing could be done. Another senior official said the letters were found.\n"
    );
    let entry = "[[correction]]\nsource = \"senior official\"\nkind = \"spokesperson\"\n";
    let found = judge(&text, corrections(entry));
    let [report] = &found.corrections[..] else { panic!() };
    let (problem, message) = report.problem.as_ref().expect("it is ambiguous");
    assert_eq!(*problem, CorrectionProblem::Ambiguous);
    assert!(message.contains("3 times, in lines 3, 9 and 9; these name different sources"), "{message}");
    let found = judge(&text, corrections(&format!("{entry}occurrence = 3\n")));
    assert_eq!(found.corrections[0].problem, None);
    assert_eq!(found.sources.last().map(|s| s.kind), Some(SourceKind::Spokesperson));
}

const MANY: [&str; 8] = [
    "[[correction]]\nsource = \"Mira Odum\"\nkind = \"pseudonym\"\njustified = true\nby = \"A\"\n",
    "[[correction]]\nsource = \"A senior official\"\nsame_as = \"A second aide\"\n",
    "[[correction]]\nfalse_statement = \"the money back\"\n",
    "[[correction]]\nstatement = \"that is fair\"\nsource = \"the word in the yard\"\nkind = \"collective\"\n",
    "[[correction]]\nstatement = \"The cost is put at nine million crowns\"\nsource = \"The word\"\nkind = \"media\"\n",
    "[[correction]]\nresponse = \"did not respond\"\noutcome = \"pending\"\nparty = \"The town\"\n",
    "[[correction]]\nresponse = \"two crossings\"\noutcome = \"declined\"\n",
    "[[correction]]\nfalse_justification = \"the inquiry is open\"\nby = \"B\"\n",
];

#[test]
fn the_order_of_entries_does_not_matter() {
    let first = corrected(&MANY.concat());
    assert!(told(&first).len() >= 9, "{:?}", told(&first));
    for shift in 1..MANY.len() {
        let mut other = MANY;
        other.rotate_left(shift);
        if shift % 2 == 0 {
            other.reverse();
        }
        let other = corrected(&other.concat());
        assert_eq!(told(&first), told(&other));
        assert_eq!(statements(TEXT, &first), statements(TEXT, &other));
        assert_eq!(format!("{:?}", first.sources), format!("{:?}", other.sources));
        assert_eq!(format!("{:?}", first.lines), format!("{:?}", other.lines));
    }
}

#[test]
fn two_that_contradict_each_other_are_both_refused() {
    let plain = judge(TEXT, Vec::new());
    for (first, second) in [
        ("source = \"Lund\"\nkind = \"media\"\n", "source = \"Pavel Lund\"\nkind = \"document\"\n"),
        ("source = \"Lund\"\nrole = \"ferry\"\n", "source = \"Lund\"\nrole = \"\"\n"),
        ("source = \"A second aide\"\njustified = true\n", "source = \"A second aide\"\njustified = false\n"),
        (
            "false_statement = \"two crossings were lost\"\n",
            "statement = \"two crossings were lost\"\nsource = \"Brandt\"\n",
        ),
        ("statement = \"that is fair\"\nsource = \"Lund\"\n", "statement = \"that is fair\"\nsource = \"Brandt\"\n"),
        ("false_response = \"did not respond\"\n", "response = \"did not respond\"\noutcome = \"declined\"\n"),
        (
            "justification = \"the inquiry is open\"\nreason = \"terms-only\"\n",
            "false_justification = \"the inquiry is open\"\n",
        ),
    ] {
        let found = corrected(&format!("[[correction]]\n{first}[[correction]]\n{second}"));
        let problems = found.corrections.iter().map(|c| c.problem.as_ref().map(|p| p.0));
        assert_eq!(problems.collect::<Vec<_>>(), [Some(CorrectionProblem::Contradicted); 2], "{first}{second}");
        assert_eq!((found.score, statements(TEXT, &found)), (plain.score, statements(TEXT, &plain)));
        // The same twice is no contradiction.
        let found = corrected(&format!("[[correction]]\n{first}[[correction]]\n{first}by = \"another\"\n"));
        assert!(found.corrections.iter().all(|c| c.used), "{:?}", told(&found));
    }
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once_with_place_and_next_step() {
    let told = file(
        "[[correction]]\nsource = \"Lund\"\nkind = \"named-persn\"\n\
         [[correction]]\nrule = \"anon/unexplained\"\n\
         [[correction]]\nkind = \"media\"\n\
         [[correction]]\nsource = \"Lund\"\n\
         [[correction]]\nstatement = \"a\"\nresponse = \"b\"\n\
         [[correction]]\nfalse_statement = \" \"\nkind = \"media\"\n\
         [[correction]]\nresponse = \"a\"\nreason = \"I think so\"\n\
         [[correction]]\nsource = \"Lund\"\nkind = \"none\"\noccurrence = 0\n\
         [[correction]]\narticle = \"a.txt\"\nfalse_response = \"b\"\n",
    );
    assert_eq!(
        told.expect_err("it has mistakes"),
        [
            "a.corrections.toml:3:8: unknown kind `named-persn`; did you mean `named-person`?",
            "a.corrections.toml:5:8: a finding is not corrected here; a finding is set aside by a suppression, with \
             `[[ignore]]` in a file of its own; see docs/suppressions.md",
            "a.corrections.toml:6:1: the entry quotes nothing of the article; write `source` and its `kind`, or \
             `statement`, `response`, `justification` or one of these with `false_` before it",
            "a.corrections.toml:9:10: the entry does not say what is right of this source; write `kind`, `role`, \
             `justified` or `same_as` below it",
            "a.corrections.toml:12:12: an entry says one thing, and `response` is another; write an entry \
             `[[correction]]` for each",
            "a.corrections.toml:15:8: `kind` has no meaning beside `false_statement`; beside `false_statement` there can \
             be `source`",
            "a.corrections.toml:14:19: `false_statement` is empty; copy words of the article into it",
            "a.corrections.toml:18:10: `reason` has no meaning beside `response`; it tells why a source is unnamed; \
             write in `why` why you correct",
            "a.corrections.toml:18:10: unknown reason `I think so`; it can be `not-authorised`, \
             `retaliation-or-safety`, `sensitivity-or-private-talks`, `terms-only` or `other`",
            "a.corrections.toml:22:14: `occurrence` is counted from 1; write 1 for the first place",
            "a.corrections.toml:21:8: a source cannot be of the kind `none`; write `false_statement` for what is no \
             statement, or `statement` with this kind",
            "a.corrections.toml:24:11: a side file is for the article that it stands beside; leave it out, or give the \
             file with `--corrections`",
        ]
    );
    for (contents, message) in [
        ("[[corection]]\n", "a.corrections.toml:1:3: unknown key `corection`; did you mean `correction`?"),
        (
            "[[correction]]\nsuorce = \"x\"\nkind = \"media\"\n",
            "a.corrections.toml:2:1: unknown key `suorce`; did you mean `source`?",
        ),
    ] {
        assert_eq!(file(contents).expect_err("a mistake"), [message]);
    }
    let told = CorrectionFile::read("c.toml", "[[correction]]\nfalse_response = \"b\"\n", Origin::Option);
    let told: Vec<String> = told.expect_err("a mistake").iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["c.toml:2:18: the entry names no article; write `article = \"…\"` with its id or path, here or once above \
             all entries"]
    );
}

#[test]
fn any_words_of_any_text_can_be_corrected() {
    for text in ["", "\n", "“", "Zoë", "東京 said Ana Ruiz. 東京", "<!-- Ana Ruiz said so -->", "Ana Ruiz said that it"]
    {
        for words in ["said", "Ana Ruiz", "東京", "“", "it", "so"] {
            let entries = format!(
                "[[correction]]\nsource = \"{words}\"\nkind = \"media\"\nsame_as = \"{words}\"\n\
                 [[correction]]\nstatement = \"{words}\"\nsource = \"{words}\"\nkind = \"media\"\ncue = \"{words}\"\n\
                 [[correction]]\nresponse = \"{words}\"\noutcome = \"declined\"\nparty = \"{words}\"\n\
                 [[correction]]\njustification = \"{words}\"\nreason = \"other\"\nsource = \"{words}\"\n"
            );
            let found = judge(text, corrections(&entries));
            assert!(found.corrections.len() >= 5, "{:?}", told(&found));
        }
    }
}
