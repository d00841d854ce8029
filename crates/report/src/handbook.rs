use std::collections::BTreeMap;

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

impl FromIterator<(String, RuleText)> for Handbook {
    fn from_iter<I: IntoIterator<Item = (String, RuleText)>>(rules: I) -> Self {
        Self { rules: rules.into_iter().collect() }
    }
}
