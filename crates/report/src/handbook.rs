use std::collections::BTreeMap;

use onrecord_engine::{Advice, Cause, Dimension, Line, Rule, RuleSet, Standard};
use serde::Serialize;

/// What rules say of themselves, by their ids; and what profiles say of their dimensions and ceilings.
#[derive(Clone, Debug, Default)]
pub struct Handbook {
    rules: BTreeMap<String, RuleText>,
    /// By profile and the name of the dimension or ceiling.
    measures: BTreeMap<(String, String), RuleText>,
}

/// What one rule says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleText {
    /// What it finds, in a few words.
    pub title: String,
    /// Why that matters.
    pub why: String,
    /// What to do about it.
    pub remedy: String,
    /// The published standards that it rests on.
    pub standard: Vec<String>,
}

impl Handbook {
    /// The book of `rules`.
    #[must_use]
    pub fn of(rules: &[Rule]) -> Self {
        let text = |rule: &Rule| RuleText {
            title: rule.title.clone(),
            why: rule.why.clone(),
            remedy: rule.remedy.clone(),
            standard: standards(&rule.standard),
        };
        Self { rules: rules.iter().map(|rule| (rule.id.clone(), text(rule))).collect(), measures: BTreeMap::new() }
    }

    /// The book of the rules and profiles of `set`.
    #[must_use]
    pub fn of_set(set: &RuleSet) -> Self {
        let mut book = Self::of(set.rules());
        for profile in set.profiles().iter().filter_map(|p| set.profile(&p.id)) {
            let dimensions = Dimension::ALL.iter().map(|&d| (d.name(), profile.advice(d)));
            for (name, advice) in dimensions.chain(profile.ceilings()) {
                let Advice { why, remedy, standard } = advice;
                let text = RuleText { title: name.to_owned(), why, remedy, standard: standards(&standard) };
                book.measures.insert((profile.id.clone(), name.to_owned()), text);
            }
        }
        book
    }

    /// What the rules, or else `profile`, say of what made `line`.
    #[must_use]
    pub fn of_line(&self, profile: &str, line: &Line) -> Option<&RuleText> {
        let measure = |name: &str| self.measures.get(&(profile.to_owned(), name.to_owned()));
        match &line.cause {
            Cause::Rule { rule, .. } => self.get(rule),
            Cause::Measure(_) => measure(line.dimension?.name()),
            Cause::Cap(id) => measure(id),
        }
    }

    /// The entry of the rule `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&RuleText> {
        self.rules.get(id)
    }

    /// What the rule `id` finds; the id itself for a rule that is not in the book.
    #[must_use]
    pub fn title<'a>(&'a self, id: &'a str) -> &'a str {
        self.get(id).map_or(id, |r| r.title.as_str())
    }
}

fn standards(standards: &[Standard]) -> Vec<String> {
    standards.iter().map(|s| format!("{}, {}", s.org, s.title)).collect()
}
