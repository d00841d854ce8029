use std::collections::BTreeMap;

use onrecord_engine::Rule;
use serde::Serialize;

/// What rules say of themselves, by their ids.
#[derive(Clone, Debug, Default)]
pub struct Handbook {
    rules: BTreeMap<String, RuleText>,
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
            standard: rule.standard.iter().map(|s| format!("{}, {}", s.org, s.title)).collect(),
        };
        Self { rules: rules.iter().map(|rule| (rule.id.clone(), text(rule))).collect() }
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
