//! Packs that override and disable rules of packs below, and what authors of wrong ones get to read.

use insta::assert_snapshot;
use onrecord_parser::parse;

use super::layered::{over, plain_profile};
use super::tests::{MANIFEST, pack};
use super::*;
use crate::{Assessment, Options, Origin, Place, RuleStatus, Severity, Suppression, assess, run_examples};

const HEAD: &str = "why = \"w\"\nremedy = \"r\"\nsince = \"0.1.0\"\nstatus = \"preview\"\n";

/// A pack `desk` with four rules: two markers, and two source rules.
fn below() -> PackSource {
    let marker =
        |title: &str, keys: &str| format!("kind = \"marker\"\nmarks = \"note\"\ntitle = \"{title}\"\n{HEAD}{keys}");
    let source = |rank: u32| {
        format!(
            "kind = \"source\"\nsource_kind = \"none\"\ntitle = \"s\"\n{HEAD}rank = {rank}\nwhere = {{ agentless = true }}\n"
        )
    };
    let whisper = marker(
        "Whisper",
        "renamed_from = [\"note/murmur\"]\npattern = [\"harbour whisper\", \"harbour talk\"]\nunless = [\"no ~1 whisper\"]\n\
         hit = [\"A [[harbour whisper]] went round.\", \"Much [[harbour talk]] went round.\"]\nmiss = [\"The harbour was quiet.\"]\n",
    );
    let rumour = marker("Rumour", "pattern = [\"rumour\"]\nhit = [\"A [[rumour]] went round.\"]\n").replace(
        "preview\"",
        "deprecated\"\nreplaced_by = \"note/whisper\"\nstandard = [{ org = \"O\", title = \"T\" }]",
    );
    let files: [(&str, &str); 5] = [
        ("rules/note/whisper.toml", &whisper),
        ("rules/note/rumour.toml", &rumour),
        ("rules/source/a.toml", &source(1)),
        ("rules/source/b.toml", &source(2)),
        ("pack.toml", MANIFEST),
    ];
    pack("", &files)
}

/// The pack `house` on `desk`, with one file of overrides.
fn house(overrides: &str) -> [PackSource; 2] {
    [below(), over("house", "extends = [\"desk\"]", &[("overrides/a.toml", overrides)])]
}

fn load(overrides: &str) -> RuleSet {
    RuleSet::load(&house(overrides)).unwrap_or_else(|problems| panic!("{}", told(&problems)))
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("{p}\n")).collect()
}

fn wrong(overrides: &str) -> String {
    let problems = RuleSet::load(&house(overrides)).expect_err("the overrides are wrong");
    assert!(problems.iter().any(|p| p.level == Level::Error));
    told(&problems)
}

fn warned(overrides: &str) -> String {
    told(load(overrides).warnings())
}

fn judge(rules: &RuleSet, text: &str, options: &Options) -> Assessment {
    assess(text, &parse(text, rules.lexicon()), rules, options)
}

fn found(rules: &RuleSet, text: &str) -> Vec<String> {
    judge(rules, text, &Options::default()).findings.into_iter().map(|f| f.rule).collect()
}

/// What the examples of all rules show, one fault a line.
fn tested(rules: &RuleSet) -> String {
    let report = run_examples(rules, |text, document| assess(text, document, rules, &Options::default()));
    let ours = report.failures.iter().filter(|f| f.rule.starts_with("note/"));
    ours.map(|f| format!("{} {}: `{}` expected {}, found {}\n", f.rule, f.file, f.text, f.expected, f.found)).collect()
}

/// An override of `note/whisper` with `keys`.
fn whisper(keys: &str) -> String {
    format!("[[override]]\nrule = \"note/whisper\"\nreason = \"House style\"\n{keys}\n")
}

#[test]
fn an_override_changes_what_it_names_and_nothing_else() {
    let keys = "severity = \"major\"\nstatus = \"stable\"\ntitle = \"Quay talk\"\nwhy = \"W\"\nremedy = \"R\"\n\
                add_pattern = [\"quay whisper\"]\nremove_pattern = [\"harbour talk\"]\nadd_unless = [\"quay whisper of old\"]\n\
                remove_unless = [\"no ~1 whisper\"]\nadd_hit = [\"A [[quay whisper]] rose.\"]\nadd_miss = [\"The quay slept.\"]\n\
                add_standard = [{ org = \"O\", title = \"T\" }]\n\
                accept_broken_examples = [\"Much [[harbour talk]] went round.\"]";
    let rules = load(&whisper(keys));
    assert_eq!(told(rules.warnings()), "");
    let rule = rules.rule(rules.find("note/whisper").unwrap());
    assert_eq!((rule.severity, rule.status), (Severity::Major, RuleStatus::Stable));
    assert_eq!((rule.title.as_str(), rule.why.as_str(), rule.remedy.as_str()), ("Quay talk", "W", "R"));
    assert_eq!(rule.patterns, ["harbour whisper", "quay whisper"]);
    assert_eq!(rule.unless, ["quay whisper of old"]);
    assert_eq!(rule.standard.len(), 1);
    assert_eq!(rule.pack, 0);
    assert_eq!(rule.amendments.len(), 1);
    assert_eq!(tested(&rules), "");
    assert_eq!(found(&rules, "A quay whisper rose."), ["note/whisper"]);
    assert_eq!(found(&rules, "There was no harbour whisper."), ["note/whisper"]);
    assert_eq!(found(&rules, "A quay whisper of old rose. Harbour talk."), [""; 0]);
    assert_eq!(rules.rule(rules.find("note/rumour").unwrap()).amendments, []);
}

#[test]
fn a_disabled_rule_finds_nothing_and_stays_in_the_list() {
    let rules = load(
        "[[disable]]\nrule = \"note/*\"\nreason = \"We are a wire desk\"\n[[disable]]\nrule = \"source/a\"\nreason = \"b does\"\n",
    );
    assert_eq!(found(&rules, "A harbour whisper and a rumour."), [""; 0]);
    let disabled: Vec<&str> = rules.rules().iter().filter(|r| r.disabled.is_some()).map(|r| r.id.as_str()).collect();
    assert_eq!(disabled, ["note/rumour", "note/whisper", "source/a"]);
    assert_eq!(rules.rule(rules.find("note/rumour").unwrap()).disabled.as_deref(), Some("We are a wire desk"));
    assert_eq!(told(rules.warnings()), "");
    assert_eq!(tested(&rules), "");
}

#[test]
fn the_rank_of_a_disabled_rule_is_free_and_that_of_another_is_not() {
    let rank = |n: u32| format!("[[override]]\nrule = \"source/b\"\nreason = \"r\"\nrank = {n}\n");
    load(&format!("{}[[disable]]\nrule = \"source/a\"\nreason = \"r\"\n", rank(1)));
    load(&rank(3));
    assert_snapshot!(wrong(&rank(1)), @r##"
    house/overrides/a.toml:4:8: rank 1 is already that of `source/a`; which of the two wins must not be left open; 2 is free
    "##);
}

#[test]
fn overrides_that_are_no_overrides() {
    assert_snapshot!(wrong("[[override]]\nseverty = \"info\"\n[[override]]\n[[disable]]\nreason = \" \"\n"), @r##"
    house/overrides/a.toml:2:1: unknown key `severty`; did you mean `severity`?
    house/overrides/a.toml:5:10: `reason` is empty; add `reason = "…"`, why this newsroom wants it
    "##);
    assert_snapshot!(wrong("[[override]]\n[[disable]]\nreason = \" \"\n[[disable]]\nrule = \"note/whisper\""), @r##"
    house/overrides/a.toml:1:1: this override changes nothing; give one at least of `severity`, `status`, `rank`, `title`, `why`, `remedy`, `add_pattern`, `remove_pattern`, `add_unless`, `remove_unless`, `add_hit`, `add_miss`, `add_standard`
    house/overrides/a.toml:1:1: this override names no rule; add `rule = "…"`, the id of a rule of a pack below
    house/overrides/a.toml:1:1: this override has no reason; add `reason = "…"`, why this newsroom wants it
    house/overrides/a.toml:2:1: this disable names no rule; add `rule = "…"`, the id of a rule of a pack below
    house/overrides/a.toml:3:10: `reason` is empty; add `reason = "…"`, why this newsroom wants it
    house/overrides/a.toml:4:1: this disable has no reason; add `reason = "…"`, why this newsroom wants it
    "##);
    assert_snapshot!(wrong("\n"), @r##"
    house/overrides/a.toml: this file changes nothing; add `[[override]]` or `[[disable]]`, or remove the file
    "##);
    assert_snapshot!(wrong(&whisper("until = 2027-06-30T10:00:00Z\nseverity = \"minor\"")), @r##"
    house/overrides/a.toml:4:9: `until` is a day, without a time; write it as `until = 2027-06-30`
    "##);
    assert_snapshot!(wrong(&whisper("until = 2027-13-30\nseverity = \"minor\"")), @r##"
    house/overrides/a.toml:4:9: invalid date, expected month between 01 and 12; write a day of the calendar as `2027-06-30`
    "##);
}

#[test]
fn rules_that_an_override_cannot_have() {
    let own = (
        "rules/note/own.toml",
        &*format!("kind = \"marker\"\nmarks = \"note\"\ntitle = \"t\"\n{HEAD}pattern = [\"x\"]\nhit = [\"x\"]"),
    );
    let entry = |id: &str| format!("[[override]]\nrule = \"{id}\"\nreason = \"r\"\nseverity = \"minor\"\n");
    let all = ["note/wisper", "note/own", "note/*", "zzz"].map(entry).concat();
    let globs = "[[disable]]\nrule = \"nota/*\"\nreason = \"r\"\n[[disable]]\nrule = \"*/a\"\nreason = \"r\"\n";
    let house = over("house", "extends = [\"desk\"]", &[("overrides/a.toml", &format!("{all}{globs}")), own]);
    let problems = RuleSet::load(&[below(), house]).expect_err("the overrides are wrong");
    assert_snapshot!(told(&problems), @r##"
    house/overrides/a.toml:2:8: no pack below has a rule `note/wisper`; did you mean `note/whisper`?
    house/overrides/a.toml:6:8: rule `note/own` is of this pack itself; change it in house/rules/note/own.toml
    house/overrides/a.toml:10:8: an override names one rule; `anon/*` in a disable is every rule of the group
    house/overrides/a.toml:14:8: no pack below has a rule `zzz`; it can be `note/rumour`, `note/whisper`, `source/a` or `source/b`
    house/overrides/a.toml:18:8: no rule of a pack below is called `nota/*`; did you mean `note/*`?
    house/overrides/a.toml:21:8: `*` stands at the end only; `anon/*` in a disable is every rule of the group
    "##);
}

#[test]
fn values_that_an_override_gets_wrong() {
    assert_snapshot!(wrong(&whisper("severity = \"mjor\"\nstatus = \"stable\"\nrank = 3\ntitle = \"\"")), @r##"
    house/overrides/a.toml:4:12: unknown severity `mjor`; did you mean `major`?
    house/overrides/a.toml:5:10: a stable rule rests on a published standard; name one in `add_standard`
    house/overrides/a.toml:6:8: `rank` has no meaning in a marker rule; it belongs to source rules; remove it
    house/overrides/a.toml:7:9: `title` is empty; write a sentence for the reader
    "##);
    assert_snapshot!(wrong(&whisper("remove_pattern = [\"harbor talk\"]\nremove_unless = [\"never\"]\nadd_pattern = [\"said @nobodys\"]")), @r##"
    house/overrides/a.toml:4:19: `note/whisper` has no pattern `harbor talk`; did you mean `harbour talk`?
    house/overrides/a.toml:5:18: `note/whisper` has no unless `never`; copy it from the rule; `onrecord rules show` prints it
    house/overrides/a.toml:6:16: a pattern is added without a hit that shows it; add `add_hit = ["… [[words]] …"]` with a sentence for each pattern
    house/overrides/a.toml:6:22: unknown lexicon `nobodys`
    "##);
    assert_snapshot!(wrong(&whisper("remove_pattern = [\"harbour talk\", \"harbour whisper\"]")), @r##"
    house/overrides/a.toml:4:19: no pattern of `note/whisper` is left; keep one, add another, or disable the rule
    "##);
    assert_snapshot!(wrong(&whisper("add_hit = [\"A [[whisper.\"]\nadd_miss = [\"A [[calm]].\"]\naccept_broken_examples = [\"Much harbour talks went round.\"]")), @r##"
    house/overrides/a.toml:4:12: `[[` is not closed; add `]]` behind the expected words
    house/overrides/a.toml:5:13: a miss has no expected span; remove `[[` and `]]`
    house/overrides/a.toml:6:27: no example of a rule below has this text; did you mean `Much harbour talk went round.`?
    "##);
    assert_snapshot!(wrong("[[override]]\nrule = \"source/a\"\nreason = \"r\"\nadd_pattern = [\"x\"]\nadd_hit = [\"x\"]"), @r##"
    house/overrides/a.toml:4:16: `source/a` looks for no words; it holds whatever the words; a pattern would narrow it: write a rule of your own
    "##);
}

#[test]
fn one_key_of_one_rule_overridden_twice() {
    assert_snapshot!(wrong(&format!("{}{}", whisper("severity = \"minor\""), whisper("severity = \"major\"\nremedy = \"x\""))), @r##"
    house/overrides/a.toml:8:12: `severity` of `note/whisper` is overridden twice in this pack; put both into one place; the other is house/overrides/a.toml:4
    "##);
    // A pack above may override what one below has overridden.
    let [desk, house] = house(&whisper("severity = \"minor\""));
    let top = over("top", "extends = [\"house\"]", &[("overrides/a.toml", &whisper("severity = \"major\""))]);
    let rules = RuleSet::load(&[desk, house, top]).unwrap();
    assert_eq!(rules.rule(rules.find("note/whisper").unwrap()).severity, Severity::Major);
}

#[test]
fn overrides_that_change_nothing_are_warned_of() {
    assert_snapshot!(warned(&whisper("severity = \"info\"\nstatus = \"preview\"\ntitle = \"Whisper\"\nadd_miss = [\"The harbour was quiet.\"]\nadd_unless = [\"no ~1 whisper\"]")), @r##"
    house/overrides/a.toml:4:12: `severity` of `note/whisper` is this already; remove it
    house/overrides/a.toml:5:10: `status` of `note/whisper` is this already; remove it
    house/overrides/a.toml:6:9: `title` of `note/whisper` is this already; remove it
    house/overrides/a.toml:7:13: `example` of `note/whisper` is this already; remove it
    house/overrides/a.toml:8:15: `note/whisper` has this unless already; remove one of the two
    "##);
    assert_snapshot!(warned("[[override]]\nrule = \"source/b\"\nreason = \"r\"\nrank = 2\n"), @r##"
    house/overrides/a.toml:4:8: `rank` of `source/b` is this already; remove it
    "##);
    assert_snapshot!(warned("[[disable]]\nrule = \"note/*\"\nreason = \"once\"\n[[disable]]\nrule = \"note/whisper\"\nreason = \"twice\"\n"), @r##"
    house/overrides/a.toml:5:8: rule `note/whisper` is already disabled: once; remove this entry
    "##);
    // Of a group those count that are left, and an entry without any is told once.
    let twice =
        "[[disable]]\nrule = \"note/whisper\"\nreason = \"once\"\n[[disable]]\nrule = \"note/*\"\nreason = \"twice\"\n";
    assert_eq!(warned(twice), "");
    assert_snapshot!(warned(&format!("{twice}[[disable]]\nrule = \"note/*\"\nreason = \"thrice\"\n")), @r##"
    house/overrides/a.toml:8:8: every rule that `note/*` names is already disabled; remove this entry
    "##);
}

#[test]
fn thousands_of_entries_for_the_same_rules_are_read_in_proportion() {
    let many = |entry: &str| entry.repeat(1_000);
    let rules = load(&many("[[disable]]\nrule = \"note/*\"\nreason = \"x\"\n"));
    let rule = rules.rule(rules.find("note/whisper").unwrap());
    assert_eq!((rule.amendments.len(), rules.warnings().len()), (1, 999));
    let twice = wrong(&many(&whisper("severity = \"minor\"")));
    assert_eq!(twice.lines().count(), 999);
}

#[test]
fn old_ids_and_deprecated_rules_are_followed_with_a_warning() {
    let text = "[[override]]\nrule = \"note/murmur\"\nreason = \"r\"\nseverity = \"minor\"\n\
                [[override]]\nrule = \"note/rumour\"\nreason = \"r\"\nseverity = \"minor\"\n";
    let rules = load(text);
    assert_snapshot!(told(rules.warnings()), @r##"
    house/overrides/a.toml:2:8: rule `note/murmur` is now called `note/whisper`; write `note/whisper`
    house/overrides/a.toml:6:8: rule `note/rumour` is deprecated; `note/whisper` replaces it
    "##);
    assert_eq!(rules.rule(rules.find("note/whisper").unwrap()).severity, Severity::Minor);
    assert_eq!(rules.renamed("note/murmur").unwrap().id, "note/whisper");
    let suppressions = vec![Suppression {
        rule: "note/murmur".into(),
        reason: "r".into(),
        place: Place::Article,
        until: None,
        origin: Origin::SideFile,
        everywhere: false,
    }];
    let seen = judge(&rules, "A harbour whisper went round.", &Options { suppressions, ..Options::default() });
    assert!(seen.findings.len() == 1 && seen.findings[0].suppression.is_some());
}

#[test]
fn a_profile_that_names_a_rule_by_its_old_id_still_counts_it() {
    let mut only = plain_profile();
    only.push_str("[[dimension.provenance.penalty]]\nrule = \"note/murmur\"\npoints = 5\nmost = 5\n[[dimension.provenance.penalty]]\nrule = \"note/rumour\"\npoints = 5\nmost = 5\n");
    let house = over("house", "extends = [\"desk\"]", &[("profiles/x.toml", &only)]);
    let rules = RuleSet::load(&[below(), house]).unwrap_or_else(|p| panic!("{}", told(&p)));
    let words: Vec<String> = rules.warnings().iter().map(|p| p.message.clone()).collect();
    assert_eq!(words, ["rule `note/murmur` is now called `note/whisper`", "rule `note/rumour` is deprecated"]);
    assert!(rules.profile("x").unwrap().dimension_of("note/whisper").is_some());
}

#[test]
fn renames_and_replacements_that_are_wrong() {
    let rule = |keys: &str| {
        format!("kind = \"marker\"\nmarks = \"note\"\ntitle = \"t\"\n{HEAD}pattern = [\"x\"]\nhit = [\"x\"]\n{keys}")
    };
    let files = [
        ("rules/a/a.toml", rule("renamed_from = [\"note/whisper\", \"note/murmur\"]\nreplaced_by = \"a/b\"")),
        (
            "rules/a/b.toml",
            rule("replaced_by = \"note/wisper\"").replace("\"preview\"", "\"deprecated\"\nstandard = []"),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(p, c)| (*p, c.as_str())).collect();
    let problems = RuleSet::load(&[below(), over("house", "", &files)]).expect_err("the rules are wrong");
    assert_snapshot!(told(&problems), @r##"
    house/rules/a/a.toml:10:17: `note/whisper` is the id of a rule; an old id must be free, or nobody knows which rule is meant
    house/rules/a/a.toml:10:33: `note/murmur` is also an old id of `note/whisper`; remove it from one of the two
    house/rules/a/a.toml:11:15: `replaced_by` is for deprecated rules; say `status = "deprecated"` too, or remove it
    house/rules/a/b.toml:11:15: unknown rule `note/wisper`; did you mean `note/whisper`?
    "##);
}

#[test]
fn an_override_that_has_ended_does_not_hold_on_the_day_that_is_told() {
    let text = whisper("severity = \"major\"\nuntil = 2026-06-30")
        + "[[disable]]\nrule = \"note/rumour\"\nreason = \"r\"\nuntil = 2026-07-01\n";
    let on = |day: &str| RuleSet::load_on(Some(day.parse().unwrap()), &house(&text), &[]).unwrap();
    let state = |rules: &RuleSet| {
        let rule = |id: &str| rules.rule(rules.find(id).unwrap());
        (rule("note/whisper").severity, rule("note/rumour").disabled.is_some())
    };
    assert_eq!(state(&load(&text)), (Severity::Major, true));
    assert_eq!(state(&on("2026-06-30")), (Severity::Major, true));
    assert_eq!(state(&on("2026-07-01")), (Severity::Info, true));
    let ended = on("2026-07-02");
    assert_eq!(state(&ended), (Severity::Info, false));
    assert_snapshot!(told(ended.warnings()), @r##"
    house/overrides/a.toml:5:9: this override ended on 2026-06-30; remove it or set another day; `score` heeds the day under `--today` only
    house/overrides/a.toml:9:9: this disable ended on 2026-07-01; remove it or set another day; `score` heeds the day under `--today` only
    "##);
    let rule = ended.rule(ended.find("note/whisper").unwrap());
    assert!(rule.amendments[0].lapsed && rule.amendments[0].until.unwrap().to_string() == "2026-06-30");
}

#[test]
fn examples_of_packs_below_must_hold_after_an_override_or_be_accepted() {
    let text = whisper("add_unless = [\"harbour whisper went\"]");
    assert_snapshot!(tested(&load(&text)), @r##"
    note/whisper desk/rules/note/whisper.toml: `A harbour whisper went round.` expected `harbour whisper`, found nothing
    note/whisper desk/rules/note/whisper.toml: `` expected a hit for the pattern `harbour whisper`, found none
    "##);
    let accepted = text.clone()
        + "add_hit = [\"A [[harbour whisper]] rose.\"]\naccept_broken_examples = [\"A harbour whisper went round.\"]\n";
    assert_eq!(tested(&load(&accepted)), "");
    let needless = whisper("severity = \"minor\"\naccept_broken_examples = [\"A harbour whisper went round.\"]");
    assert_snapshot!(tested(&load(&needless)), @r##"
    note/whisper desk/rules/note/whisper.toml: `A harbour whisper went round.` expected a broken example, as a pack above accepts it, found it holds: take it out of `accept_broken_examples`
    "##);
    // A pattern that no hit shows is told with the rule that it was added to.
    let unseen = whisper("add_pattern = [\"quay talk\"]\nadd_hit = [\"A [[harbour whisper]] rose.\"]");
    assert_snapshot!(tested(&load(&unseen)), @r##"
    note/whisper desk/rules/note/whisper.toml: `` expected a hit for the pattern `quay talk`, found none
    "##);
}

#[test]
fn a_word_that_is_not_in_a_lexicon_and_a_pattern_told_twice_are_warned_of() {
    let rule =
        format!("kind = \"marker\"\nmarks = \"note\"\ntitle = \"t\"\n{HEAD}pattern = [\"x\", \"x\"]\nhit = [\"x\"]");
    let house = over(
        "house",
        "",
        &[("lexicons/a.toml", "[role]\nextends = true\nremove = [\"oficial\"]\n"), ("rules/a/a.toml", &rule)],
    );
    let rules = RuleSet::load(&[below(), house]).unwrap();
    assert_snapshot!(told(rules.warnings()), @r##"
    house/lexicons/a.toml:3:11: `oficial` is not in lexicon `role`; remove this entry
    house/rules/a/a.toml:8:17: `a/a` has this pattern already; remove one of the two
    "##);
}

#[test]
fn a_resolved_rule_tells_where_each_part_comes_from() {
    let rules = load(&whisper(
        "severity = \"major\"\ntitle = \"Quay\"\nremove_pattern = [\"harbour talk\"]\nadd_unless = [\"quay\"]",
    ));
    let rule = rules.rule(rules.find("note/whisper").unwrap());
    let mut page = String::new();
    for key in rules.resolved(rule) {
        for part in key.parts {
            let gone = if part.removed { "not " } else { "" };
            page.push_str(&format!("{gone}{} = {} | {}:{}\n", key.key, part.toml, part.file, part.line));
        }
    }
    assert_snapshot!(page, @r##"
    kind = "marker" | desk/rules/note/whisper.toml:1
    marks = "note" | desk/rules/note/whisper.toml:2
    not title = "Whisper" | desk/rules/note/whisper.toml:3
    title = "Quay" | house/overrides/a.toml:5
    why = "w" | desk/rules/note/whisper.toml:4
    remedy = "r" | desk/rules/note/whisper.toml:5
    since = "0.1.0" | desk/rules/note/whisper.toml:6
    status = "preview" | desk/rules/note/whisper.toml:7
    renamed_from = "note/murmur" | desk/rules/note/whisper.toml:8
    pattern = "harbour whisper" | desk/rules/note/whisper.toml:9
    not pattern = "harbour talk" | desk/rules/note/whisper.toml:9
    unless = "no ~1 whisper" | desk/rules/note/whisper.toml:10
    unless = "quay" | house/overrides/a.toml:7
    hit = "A [[harbour whisper]] went round." | desk/rules/note/whisper.toml:11
    hit = "Much [[harbour talk]] went round." | desk/rules/note/whisper.toml:11
    miss = "The harbour was quiet." | desk/rules/note/whisper.toml:12
    severity = "major" | house/overrides/a.toml:4
    "##);
}
