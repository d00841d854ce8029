//! Fields of well-known tools and formats.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::{self, Deserializer};

/// A preset: its name, what it is for, and where each part of an article stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// What users call it.
    pub name: String,
    /// What it is for, in a few words.
    pub about: String,
    /// The places of each part, by the names of parts.
    pub(crate) places: BTreeMap<String, Vec<String>>,
}

impl Preset {
    /// Whether something that has a text only at the places of this preset is likely to come from there: it has the
    /// text and two parts more.
    pub(crate) fn fits(&self, has: impl Fn(&str) -> bool) -> bool {
        let any = |part: &str| self.places.get(part).is_some_and(|places| places.iter().any(|p| has(p)));
        let others = self.places.keys().filter(|p| !matches!(p.as_str(), "text" | "html") && any(p)).count();
        (any("text") || any("html")) && others >= 2
    }
}

#[derive(Deserialize)]
struct Table {
    about: String,
    #[serde(flatten)]
    places: BTreeMap<String, Places>,
}

struct Places(Vec<String>);

impl<'de> Deserialize<'de> for Places {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(one) => Ok(Self(vec![one])),
            value => Vec::<String>::deserialize(value).map(Self).map_err(de::Error::custom),
        }
    }
}

/// All presets, by name.
#[must_use]
pub fn all() -> &'static [Preset] {
    static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
        let tables: BTreeMap<String, Table> =
            toml::from_str(include_str!("../presets.toml")).expect("a test has read the presets");
        tables
            .into_iter()
            .map(|(name, Table { about, places })| Preset {
                name,
                about,
                places: places.into_iter().map(|(part, Places(places))| (part, places)).collect(),
            })
            .collect()
    });
    &PRESETS
}

#[cfg(test)]
mod tests {
    use super::all;
    use crate::fields::PARTS;

    #[test]
    fn presets_name_parts_that_there_are_and_have_a_text() {
        let names: Vec<&str> = all().iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["mediacloud", "news-please", "ninjs", "schema-org", "trafilatura"]);
        for preset in all() {
            assert!(preset.places.contains_key("text"), "{}", preset.name);
            for part in preset.places.keys() {
                assert!(PARTS.iter().any(|(name, _)| name == part), "{}: {part}", preset.name);
            }
        }
    }
}
