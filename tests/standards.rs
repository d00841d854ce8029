//! The packs of published standards: each holds by itself and all together, they differ where the standards do, and the
//! page about them is true.
//!
//! The page is written from the packs by `cargo xtask bless`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use insta::assert_snapshot;
use onrecord_engine::{RuleSet, RuleStatus, unneeded};
use onrecord_tests::run::{read_by, rules_of, run_examples_of};

const PACKS: [&str; 9] =
    ["ap", "bbc", "guardian", "npr", "nyt", "reuters", "spj", "w3c-credibility", "washington-post"];

fn load(packs: &[&str]) -> RuleSet {
    rules_of(packs).unwrap_or_else(|problems| panic!("{packs:?} do not load:\n{problems}"))
}

/// The rules of the pack called `id` itself.
fn own<'r>(rules: &'r RuleSet, id: &str) -> Vec<&'r onrecord_engine::Rule> {
    let pack = rules.packs().iter().position(|p| p.id == id);
    rules.rules().iter().filter(|r| Some(r.pack) == pack).collect()
}

#[test]
fn every_pack_holds_by_itself_and_all_do_together() {
    let mut together = PACKS.to_vec();
    together.push("example-newsroom");
    let mut sets: Vec<Vec<&str>> = together.iter().map(|&p| vec![p]).collect();
    sets.push(together);
    for packs in sets {
        let rules = load(&packs);
        let report = run_examples_of(&rules);
        let told: Vec<String> =
            report.failures.iter().map(|f| format!("{}: {}: {} / {}", f.rule, f.text, f.expected, f.found)).collect();
        assert!(told.is_empty(), "{packs:?}:\n{}", told.join("\n"));
        let warned =
            rules.warnings().iter().chain(&unneeded(&rules, &report)).map(ToString::to_string).collect::<Vec<_>>();
        assert!(warned.is_empty() || packs.len() > 1, "{packs:?}:\n{}", warned.join("\n"));
    }
}

#[test]
fn every_rule_of_a_standard_names_a_clause_of_it() {
    let org = |pack: &str| match pack {
        "bbc" | "npr" | "nyt" | "spj" | "ap" => pack.to_uppercase(),
        "w3c-credibility" => "W3C".to_owned(),
        "washington-post" => "Washington Post".to_owned(),
        _ => format!("{}{}", pack[..1].to_uppercase(), &pack[1..]),
    };
    for pack in PACKS {
        let rules = load(&[pack]);
        assert_eq!(rules.default_profile(), pack);
        assert!(!rules.not_assessed().is_empty(), "{pack} says of nothing that no text can show it");
        for rule in own(&rules, pack) {
            assert!(rule.id.starts_with(&format!("{pack}/")), "{}", rule.id);
            let named = rule.standard.iter().any(|s| s.org == org(pack) && s.title.contains([':', ',']));
            assert!(named, "{} names no clause of {}", rule.id, org(pack));
        }
    }
}

#[test]
fn a_profile_counts_no_rule_that_is_not_ready() {
    for pack in PACKS {
        let rules = load(&[pack]);
        let profile = rules.profiles().iter().find(|p| p.id == pack).expect("a pack has a profile of its name");
        for rule in own(&rules, pack).into_iter().filter(|r| r.status == RuleStatus::Preview) {
            assert!(!profile.contents.contains(&format!("\"{}\"", rule.id)), "{} is a preview", rule.id);
        }
    }
}

const CLOSURE: &str = r#"Bank to close forty branches in spring

The Northway Bank will close forty of its branches in spring, two people briefed on the plan said. "It was a cold decision, and nobody in the room spoke against it," one of them said.

Officials said the towns had not been told. A source said the letters would go out in May. The two people spoke on condition of anonymity to discuss the plan.

Each branch has four clerks and a manager. Most stand in market squares, in houses that the bank has owned since its first years, and some have not been painted since. In Tarn the branch is open on two mornings a week. The nearest other one is eleven miles away, and the bus takes an hour.

Ana Vane, the mayor of Tarn, said that she would write to the bank. "We will not let the last counter in the valley go without a word," Ms. Vane said. Piet Lund, a farmer, said he paid in his takings there on Fridays. A spokeswoman for the bank declined to comment.
"#;

const QUARREL: &str = r#"Hospital chief faces revolt of the wards

Nurses at the Tarn hospital have asked the board to dismiss its chief, Otto Brandt, they said on Monday.

"He is a bully, and everybody on the wards knows it," one nurse said. "The rotas were a farce from the first week," another nurse said. "Nobody dares to say it aloud on the corridor," a third said. They asked not to be named for fear of losing their jobs.

The hospital has ninety beds and was built for sixty. Three wards were merged last autumn, when the roof of the old wing let in the rain, and since then the night shift has had one nurse for fourteen patients. In January the union counted eleven shifts on which nobody was there to relieve the night.

Clerks accused Mr. Brandt of fraud over the rotas. Maria Olsen, who leads the union, said the board had the figures. "We gave them every sheet in a box in February," Ms. Olsen said. The board will meet on Thursday. Its chair, Jan Holm, said that he would read what was in the box before he spoke.
"#;

const HEARSAY: &str = r#"Ferry company is said to be sold

The ferry company of Tarn has reportedly been sold to a buyer from the coast. It is understood that the price was low. The Northway Ledger has learned that the crews will stay, and the buyer is believed to own two other lines. Critics say the sale was kept from the towns.

"The boats are sound. The piers are not. Whoever buys the one must mend the other, and that is what nobody in this valley has ever wanted to pay for," said Ana Vane, an engineer.

There are five boats, the oldest of them built in the year of the flood. They carry post, milk and schoolchildren across the lake from six in the morning until ten at night, and in winter they break the ice along the shore with their iron bows. The company keeps a workshop in the old mill, where nine people work.

Ms. Vane said that the piers would have to be looked at before the summer. Reports say that the buyer has not seen them. The Evening Pilot reported on Friday that talks had begun in March, and that a bank had paid for a survey of the lake.
"#;

const PLAIN: &str = r#"Council votes to mend the bridge

The council of Tarn voted on Tuesday to mend the old bridge rather than to build a new one.

"A new one would have cost us three schools," said Ana Vane, the mayor. Piet Lund, an engineer who surveyed the bridge for the council, said its arches were sound. According to his report, which the council has put on its website, only the northern pier has to be replaced.

The bridge was built of stone from the hill above the town and has stood through two floods. Lorries have not been allowed on it since the autumn, when a driver saw a crack beside the lamp. Since then they have taken the long road round by the dam, which adds half an hour and goes past the school.

Maria Olsen, a baker, said that her flour came late on most days. Jan Holm, who leads the opposition, said that the work should have begun a year ago. "We all knew about that pier when we walked under it as children," Mr. Holm said. The Northway Road Office said that it would pay a third of the cost. Work will begin in May.
"#;

#[test]
fn the_standards_differ_where_they_should() {
    let mut table = String::new();
    let base = load(&["core-en"]);
    let sets: Vec<(&str, RuleSet)> = PACKS.into_iter().map(|p| (p, load(&[p]))).collect();
    for text in [CLOSURE, QUARREL, HEARSAY, PLAIN] {
        let _ = writeln!(table, "{}", text.lines().next().unwrap_or_default());
        for (pack, rules) in std::iter::once(("core-en", &base)).chain(sets.iter().map(|(p, r)| (*p, r))) {
            let found = read_by(rules, text);
            let result = match (found.band, found.score) {
                (Some(band), Some(score)) => format!("{} {score}", band.name()),
                _ => found.reason.unwrap_or_default(),
            };
            let _ = writeln!(table, "  {pack:<16} {result}");
            let mut fired: BTreeMap<&str, usize> = BTreeMap::new();
            for finding in &found.findings {
                *fired.entry(&finding.rule).or_default() += 1;
            }
            let ours = fired.into_iter().filter(|(rule, _)| pack == "core-en" || rule.starts_with(&format!("{pack}/")));
            for (rule, times) in ours {
                let id = rules.find(rule).expect("a finding is of a rule");
                let preview = if rules.rule(id).status == RuleStatus::Preview { ", preview" } else { "" };
                let _ = writeln!(table, "    {rule} {times}{preview}");
            }
        }
        table.push('\n');
    }
    assert_snapshot!(table);
}

#[test]
fn the_page_about_standards_is_what_the_packs_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/standards.md");
    let page = page();
    if std::env::var("INSTA_UPDATE").is_ok_and(|v| v == "always") {
        std::fs::write(&path, page).expect("the page can be written");
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == committed, "docs/standards.md is stale: run `cargo xtask bless`");
}

/// The page: for each standard its clauses, the rules that rest on them, and what no text can show.
fn page() -> String {
    let mut page = String::from(
        "# Published standards\n\n\
         Each of these packs is embedded: `onrecord score --rules ap FILE` scores by its profile, and `onrecord rules list --rules ap` lists its rules.\n\
         They build on `core-en`, whose rules are those on which the standards agree; a pack adds what only its standard asks, and weighs all by what the standard stresses.\n\
         Clauses are told in our words, not quoted.\n\
         A rule in preview is reported and not scored: either its wording has not been confirmed, or it still finds too much that is no fault; its file says which.\n\
         What a standard asks and no text can show is listed under each, and stands in every record that the pack makes, as `not_assessed`.\n\n\
         This page is written from the packs by `cargo xtask bless`.\n",
    );
    for pack in PACKS {
        let rules = load(&[pack]);
        let info = rules.packs().iter().find(|p| p.id == pack).expect("the pack is loaded");
        let _ = writeln!(page, "\n## `{pack}`\n\n{}.\n\n| clause | rule | counts |\n|---|---|---|", info.title);
        let orgs: BTreeSet<&str> = own(&rules, pack).iter().flat_map(|r| &r.standard).map(|s| s.org.as_str()).collect();
        let profile = rules.profile(pack).expect("a pack has a profile of its name");
        let mut rows = Vec::new();
        for rule in rules.rules() {
            for standard in rule.standard.iter().filter(|s| orgs.contains(s.org.as_str())) {
                let counts = match (profile.dimension_of(&rule.id), rule.kind.name()) {
                    _ if rule.status == RuleStatus::Preview => "preview",
                    (Some(dimension), _) => dimension.name(),
                    (None, "absence" | "count") => "reported",
                    // What sources, markers and notes find is measured, not counted one by one.
                    (None, _) => "evidence",
                };
                let clause = standard.title.replace('|', "\\|");
                rows.push(format!("| {clause} | [`{0}`](../{1}) {2} | {counts} |", rule.id, file(rule), rule.title));
            }
        }
        rows.sort();
        rows.dedup();
        let _ = writeln!(page, "{}\n\nNot assessed:\n", rows.join("\n"));
        for what in rules.not_assessed() {
            let _ = writeln!(page, "- {what}");
        }
    }
    page
}

/// The file of a rule, from the project's root.
fn file(rule: &onrecord_engine::Rule) -> String {
    format!("rules/{}", rule.file)
}
