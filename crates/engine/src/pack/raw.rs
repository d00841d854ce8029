//! What serde sees of a rule file. Plain structs: untagged enums and flattened ones would lose the places of mistakes.

use serde::Deserialize;
use toml::Spanned;

pub(crate) type Word = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRule {
    pub(crate) kind: Word,
    pub(crate) title: Option<Word>,
    pub(crate) why: Option<Word>,
    pub(crate) remedy: Option<Word>,
    #[serde(default)]
    pub(crate) standard: Vec<RawStandard>,
    pub(crate) since: Option<Word>,
    pub(crate) status: Option<Word>,
    pub(crate) replaced_by: Option<Word>,
    #[serde(default)]
    pub(crate) renamed_from: Vec<Word>,
    pub(crate) severity: Option<Word>,
    #[serde(default)]
    pub(crate) pattern: Vec<Word>,
    #[serde(default)]
    pub(crate) unless: Vec<Word>,
    #[serde(rename = "in")]
    pub(crate) zones: Option<Spanned<Vec<Word>>>,
    #[serde(default)]
    pub(crate) hit: Vec<Word>,
    #[serde(default)]
    pub(crate) miss: Vec<Word>,
    #[serde(default)]
    pub(crate) todo_hit: Vec<Word>,
    #[serde(default)]
    pub(crate) todo_miss: Vec<Word>,
    #[serde(default)]
    pub(crate) case: Vec<RawCase>,
    // source
    pub(crate) source_kind: Option<Word>,
    pub(crate) rank: Option<Spanned<u32>>,
    #[serde(rename = "where")]
    pub(crate) conditions: Option<Spanned<RawConditions>>,
    // marker
    pub(crate) marks: Option<Word>,
    pub(crate) reason: Option<Word>,
    pub(crate) detail: Option<Word>,
    pub(crate) genre: Option<Word>,
    pub(crate) attach: Option<Spanned<RawAttach>>,
    // response
    pub(crate) outcome: Option<Word>,
    pub(crate) party: Option<Word>,
    pub(crate) immediately: Option<Spanned<Vec<Word>>>,
    // absence
    pub(crate) for_each: Option<Spanned<RawEach>>,
    pub(crate) missing: Option<Spanned<RawMissing>>,
    // count
    pub(crate) count: Option<Spanned<RawCount>>,
    pub(crate) at_least: Option<Spanned<u32>>,
    pub(crate) at_most: Option<Spanned<u32>>,
    pub(crate) min_words: Option<Spanned<u32>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStandard {
    pub(crate) org: String,
    pub(crate) title: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCase {
    pub(crate) text: Word,
    pub(crate) expect: Vec<Spanned<toml::Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawConditions {
    #[serde(default)]
    pub(crate) entity: Vec<Word>,
    pub(crate) named: Option<bool>,
    pub(crate) number: Option<Word>,
    pub(crate) counted: Option<bool>,
    pub(crate) indefinite: Option<bool>,
    #[serde(default)]
    pub(crate) head: Vec<Word>,
    pub(crate) agentless: Option<bool>,
    pub(crate) possessed: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAttach {
    pub(crate) to: Vec<Word>,
    pub(crate) within: Word,
    pub(crate) each: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEach {
    pub(crate) source_kind: Option<Vec<Word>>,
    pub(crate) marker: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMissing {
    pub(crate) marker: Option<Word>,
    pub(crate) within: Option<Word>,
    pub(crate) response: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCount {
    pub(crate) source_kind: Option<Vec<Word>>,
    pub(crate) marker: Option<Word>,
    pub(crate) response: Option<Word>,
    pub(crate) sources: Option<Word>,
}
