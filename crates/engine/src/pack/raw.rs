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
    pub(crate) with: Option<Spanned<RawNear>>,
    pub(crate) missing: Option<Spanned<RawNear>>,
    // count
    pub(crate) count: Option<Spanned<RawEach>>,
    pub(crate) at_least: Option<Spanned<u32>>,
    pub(crate) at_most: Option<Spanned<u32>>,
    pub(crate) at_least_percent: Option<Spanned<u32>>,
    pub(crate) at_most_percent: Option<Spanned<u32>>,
    pub(crate) min_all: Option<Spanned<u32>>,
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
    #[serde(default)]
    pub(crate) required: bool,
}

/// What an absence or count rule goes through.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEach {
    pub(crate) source_kind: Option<Spanned<Words>>,
    pub(crate) statement_of: Option<Spanned<Words>>,
    pub(crate) quotation: Option<Spanned<bool>>,
    pub(crate) marker: Option<Spanned<Words>>,
    pub(crate) reason: Option<Spanned<Words>>,
    pub(crate) detail: Option<Spanned<Words>>,
    pub(crate) response: Option<Spanned<Words>>,
    pub(crate) sources: Option<Word>,
    pub(crate) form: Option<Spanned<Words>>,
    pub(crate) lead: Option<Spanned<RawLead>>,
    pub(crate) first: Option<Spanned<bool>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLead {
    pub(crate) paragraphs: Spanned<u32>,
    pub(crate) percent: Spanned<u32>,
}

/// What stands with it or does not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawNear {
    pub(crate) marker: Option<Spanned<Words>>,
    pub(crate) reason: Option<Spanned<Words>>,
    pub(crate) detail: Option<Spanned<Words>>,
    pub(crate) response: Option<Spanned<Words>>,
    pub(crate) source_kind: Option<Spanned<Words>>,
    pub(crate) role: Option<Spanned<bool>>,
    pub(crate) speaker: Option<Spanned<Words>>,
    pub(crate) within: Option<Word>,
}

/// One word, or a list of words. A word that stands alone has no place of its own: it is that of the whole.
#[derive(Debug)]
pub(crate) enum Words {
    One(String),
    Several(Vec<Word>),
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> serde::de::Visitor<'de> for Reader {
            type Value = Words;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a word or a list of words")
            }
            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Words, E> {
                Ok(Words::One(word.to_owned()))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = list.next_element()? {
                    words.push(word);
                }
                Ok(Words::Several(words))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
