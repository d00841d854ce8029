//! What is set aside, by whom, and what is told of wishes that do nothing.

use std::path::Path;
use std::sync::LazyLock;

use onrecord_parser::parse;

use super::*;
use crate::assess::assess;
use crate::assessment::Assessment;
use crate::pack::PackSource;
use crate::points::Points;

static CORE: LazyLock<RuleSet> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/core-en");
    RuleSet::load(&[PackSource::from_folder(&folder).expect("it can be read")]).expect("it is right")
});

/// An article of which two paragraphs have a finding each, with `first` and `second` put before them.
fn article(first: &str, second: &str) -> String {
    let filler = "Mira Odum, the harbour engineer, said the pumps stood still for nine days. \
        Ilse Brandt, the mayor, said the town had paid for the repair. "
        .repeat(5);
    format!(
        "{filler}\n\n{first}One aide said that the pumps had never been tested.\n\n\
        {second}Two officials said that the council had known of it.\n\n{filler}"
    )
}

fn judge(text: &str, suppressions: Vec<Suppression>, today: Option<&str>) -> Assessment {
    let today = today.map(|d| d.parse().expect("a day"));
    let options = Options { suppressions, today, ..Options::default() };
    assess(text, &parse(text, CORE.lexicon()), &CORE, &options)
}

fn wish(rule: &str, exact: &str) -> Suppression {
    let place = match exact {
        "" => Place::Article,
        exact => Place::Words(TextQuote { exact: exact.to_owned(), ..TextQuote::default() }),
    };
    let (rule, reason) = (rule.to_owned(), "the desk knows them".to_owned());
    Suppression { rule, reason, place, until: None, origin: Origin::SideFile, everywhere: false }
}

/// The words of the findings of `anon/unexplained` that are set aside.
fn aside<'t>(text: &'t str, found: &Assessment) -> Vec<&'t str> {
    let ours = found.findings.iter().filter(|f| f.rule == "anon/unexplained" && f.suppression.is_some());
    ours.map(|f| f.span.of(text)).collect()
}

fn problems(found: &Assessment) -> Vec<&'static str> {
    found.suppressions.iter().map(|s| s.problem.as_ref().map_or("used", |p| p.0.name())).collect()
}

#[test]
fn a_comment_sets_the_findings_of_the_next_paragraph_aside() {
    let comment = "<!-- onrecord: ignore anon/unexplained -- named to the editor -->";
    for (first, second, words) in [
        (format!("{comment}\n"), String::new(), "One aide"),
        (format!("{comment}\n\n"), String::new(), "One aide"),
        (format!("{comment} "), String::new(), "One aide"),
        (String::new(), format!("{comment}\n"), "Two officials"),
    ] {
        let text = article(&first, &second);
        let found = judge(&text, Vec::new(), None);
        assert_eq!(aside(&text, &found), [words]);
        let [report] = &found.suppressions[..] else { panic!("{:?}", found.suppressions) };
        assert_eq!(report.reason.as_deref(), Some("named to the editor"));
        assert!(report.used && report.span.is_some_and(|s| s.of(&text).starts_with(words)), "{report:?}");
    }
}

#[test]
fn a_comment_changes_nothing_but_the_offsets() {
    let comment = "<!-- onrecord: ignore anon/unexplained -- named to the editor, said Mr. Roe -->\n";
    let (plain, text) = (article("", ""), article("", comment));
    let [without, with] = [&plain, &text].map(|t| judge(t, Vec::new(), None));
    let words = |text: &str, found: &Assessment| -> Vec<String> {
        found.attributions.iter().flat_map(|a| a.content.iter().map(|s| s.of(text).to_owned())).collect()
    };
    assert_eq!(words(&plain, &without), words(&text, &with));
    assert_eq!(with.score_without_suppressions, without.score);
    assert!(with.score > without.score && with.findings.len() == without.findings.len());
}

#[test]
fn a_comment_for_the_article_may_stand_anywhere() {
    let text = article("", "") + "\n\n<!-- onrecord: ignore-article anon/*, vague/* -- a test of the press office -->";
    let found = judge(&text, Vec::new(), None);
    assert_eq!(aside(&text, &found), ["One aide", "Two officials"]);
    assert_eq!(found.suppressions.iter().map(|s| s.span).collect::<Vec<_>>(), [None, None]);
    assert_eq!(problems(&found)[0], "used");
}

#[test]
fn words_of_a_file_set_aside_what_shares_a_word_with_them() {
    let text = article("", "");
    let found = judge(&text, vec![wish("anon/unexplained", "officials said that the council")], None);
    assert_eq!(aside(&text, &found), ["Two officials"]);
    let found = judge(&text, vec![wish("*", "")], None);
    assert!(found.findings.iter().all(|f| f.suppression == Some(0)));
    assert_eq!(problems(&found), ["used"]);
}

#[test]
fn a_wish_that_does_nothing_says_why() {
    let text =
        article("<!-- onrecord: ignore anon/unexplained -->\n", "<!-- onrecord: ignore anon/unexplaned -- x -->\n")
            + "\n<!-- onrecord: ignore anon/unexplained -- at the end -->";
    let mut late = wish("anon/unexplained", "");
    late.until = Some("2027-01-31".parse().expect("a day"));
    let wishes = vec![
        wish("anon/unexplained", "Mira Odum, the harbour engineer"),
        wish("anon/unexplained", "three officials"),
        wish("anon/unexplained", "the mayor of this town"),
        wish("genre/opinion", ""),
        wish("anon/unexplained", "the pumps had never been tested"),
        late,
    ];
    let found = judge(&text, wishes, Some("2027-02-01"));
    let expected = [
        "malformed",
        "unknown-rule",
        "not-found",
        "ambiguous",
        "not-found",
        "not-found",
        "unused",
        "unused",
        "expired",
    ];
    assert_eq!(problems(&found), expected);
    assert_eq!(aside(&text, &found), Vec::<&str>::new());
    assert_eq!(found.score, found.score_without_suppressions);
    let help = |i: usize| found.suppressions[i].problem.as_ref().map_or("", |p| p.1.as_str());
    assert_eq!(help(1), "did you mean `anon/unexplained`?");
    assert!(found.suppressions.iter().all(|s| !s.used));
}

#[test]
fn the_last_day_counts_and_without_a_day_dates_are_not_heeded() {
    let text = article("", "");
    for (today, used) in [(None, true), (Some("2027-01-31"), true), (Some("2027-02-01"), false)] {
        let until = Some("2027-01-31".parse().expect("a day"));
        let found = judge(&text, vec![Suppression { until, ..wish("anon/*", "") }], today);
        assert_eq!(found.suppressions[0].used, used, "{today:?}");
        assert_eq!(found.score == found.score_without_suppressions, !used, "{today:?}");
    }
}

#[test]
fn what_is_wished_of_all_articles_is_told_where_it_acts_only() {
    let of_all = |rule: &str, exact: &str| Suppression { everywhere: true, ..wish(rule, exact) };
    let text = article("", "");
    let wishes =
        vec![of_all("verify/second-hand", ""), of_all("anon/*", "Not here"), of_all("anon/*", "One aide said")];
    let found = judge(&text, wishes, None);
    assert_eq!(found.suppressions.iter().map(|s| s.number).collect::<Vec<_>>(), [Some(2)]);
    assert_eq!(aside(&text, &found), ["One aide"]);
    assert!(found.findings.iter().all(|f| f.suppression.is_none_or(|n| n == 0)));
}

#[test]
fn no_suppression_raises_a_score_unseen() {
    let text = article("<!-- onrecord: ignore * -- all known -->\n", "");
    for wishes in [vec![], vec![wish("*", "")], vec![wish("anon/*", "One aide"), wish("vague/*", "")]] {
        let found = judge(&text, wishes, None);
        let plain = judge(&article("", ""), Vec::new(), None);
        assert_eq!(found.score_without_suppressions, plain.score);
        assert_eq!(Points::FULL + found.lines.iter().map(|l| l.points).sum(), found.score.expect("it is scored"));
        for finding in found.findings.iter().filter_map(|f| f.suppression) {
            assert!(found.suppressions[finding as usize].used);
        }
    }
}

#[test]
fn more_comments_than_an_article_may_have_are_told() {
    let text = article(&"<!-- onrecord: ignore anon/*, vague/*, verify/* -- so many -->\n".repeat(400), "");
    let found = judge(&text, Vec::new(), None);
    assert_eq!(found.suppressions.len(), MOST, "999 and the one that tells");
    assert!(found.suppressions.last().is_some_and(|s| s.problem.as_ref().is_some_and(|p| p.1.contains("not heeded"))));
}

fn read(contents: &str) -> Vec<String> {
    match SuppressionFile::read("a.onrecord.toml", contents, Origin::SideFile) {
        Ok(file) => file.entries.iter().map(|e| format!("{} {:?}", e.suppression.rule, e.suppression.place)).collect(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_file_has_rules_reasons_and_places() {
    let words = "[[ignore]]\nrule = \"anon/unexplained\"\nreason = \"Known.\"\nexact = \"one aide\"\nsuffix = \"left\"\n\
        until = 2027-06-30\n\n[[ignore]]\nrule = \"vague/*\"\nreason = \"House style.\"\n";
    assert_eq!(
        read(words),
        [
            "anon/unexplained Words(TextQuote { exact: \"one aide\", prefix: \"\", suffix: \"left\" })",
            "vague/* Article"
        ]
    );
    assert_eq!(read("# nothing yet\n"), Vec::<String>::new());
}

#[test]
fn the_mistakes_of_a_file_are_told_all_at_once_with_place_and_next_step() {
    let contents = "[[ignore]]\nrule = \"a/b\"\n\n[[ignore]]\nreason = \"x\"\n\n[[ignore]]\nrule = \"a/b\"\nreason = \"-\"\n\
        prefix = \"p\"\n\n[[ignore]]\nrule = \"a/b\"\nreason = \"x\"\nexact = \" \"\narticle = \"a1\"\n\
        until = 2027-06-30T10:00:00\n";
    assert_eq!(
        read(contents),
        [
            "a.onrecord.toml:2:8: the entry gives no reason; write in `reason` why the finding does not count here",
            "a.onrecord.toml:4:1: the entry names no rule; write `rule = \"anon/unexplained\"`, or `\"anon/*\"`",
            "a.onrecord.toml:9:10: the entry gives no reason; write in `reason` why the finding does not count here",
            "a.onrecord.toml:10:10: a `prefix` needs `exact`; write in `exact` the words in which the finding lies",
            "a.onrecord.toml:16:11: a side file is for the article that it stands beside; leave it out, or give the \
             file with `--suppressions`",
            "a.onrecord.toml:15:9: `exact` is empty; copy the words of the article into it",
            "a.onrecord.toml:17:9: `until` is not a day; write it as `until = 2027-06-30`",
        ]
    );
    for (contents, message) in [
        (
            "[[ignore]]\nrule = \"a/b\"\nresaon = \"x\"\n",
            "a.onrecord.toml:3:1: unknown key `resaon`; did you mean `reason`?",
        ),
        ("[[ignroe]]\nrule = \"a/b\"\n", "a.onrecord.toml:1:3: unknown key `ignroe`; did you mean `ignore`?"),
        ("[[ignore]\n", "a.onrecord.toml:1:10: unclosed array table, expected `]`"),
    ] {
        assert_eq!(read(contents)[0], message);
    }
}
