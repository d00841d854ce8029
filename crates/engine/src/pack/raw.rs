//! What serde sees of a rule file. Plain structs: untagged enums and flattened ones would lose the places of mistakes.
//!
//! The comments of the fields are what editors show of the keys, by way of schemas.

use onrecord_parser::{EntityType, Form, Number};
use serde::Deserialize;
use toml::Spanned;

use crate::rule::{Asked, Attached, Detail, MarkKind, RuleKind, RuleStatus, Severity, Within, Zones};
use crate::schema::{Key, Shape, Shaped, Table, Term, When, table, words};
use crate::words::{Outcome, Reason, SourceKind};

pub(crate) type Word = Spanned<String>;

/// The types that a source may be asked for.
pub(super) const ENTITIES: [EntityType; 8] = [
    EntityType::Person,
    EntityType::Group,
    EntityType::Body,
    EntityType::Outlet,
    EntityType::Document,
    EntityType::Author,
    EntityType::Place,
    EntityType::Unknown,
];
pub(super) const NUMBERS: [(&str, Number); 2] = [("singular", Number::Singular), ("plural", Number::Plural)];
pub(super) const FORMS: [Form; 3] = [Form::Direct, Form::Mixed, Form::Indirect];
/// The only sort of sources that is counted without kinds.
pub(super) const INDEPENDENT: &str = "independent";
/// A version, as semver writes it.
pub(super) const VERSION: &str = r"^[0-9]+\.[0-9]+\.[0-9]+([-+].*)?$";

/// The keys that not all kinds of rules have, and the kinds that have them.
pub(super) const OWN_KEYS: [(&str, &[&str]); 24] = [
    ("pattern", &["source", "marker", "response"]),
    ("unless", &["source", "marker", "response"]),
    ("in", &["marker", "response"]),
    ("source_kind", &["source"]),
    ("rank", &["source"]),
    ("where", &["source"]),
    ("marks", &["marker"]),
    ("reason", &["marker"]),
    ("detail", &["marker"]),
    ("genre", &["marker"]),
    ("attach", &["marker"]),
    ("outcome", &["response"]),
    ("party", &["response"]),
    ("immediately", &["response"]),
    ("for_each", &["absence"]),
    ("with", &["absence", "count"]),
    ("missing", &["absence", "count"]),
    ("count", &["count"]),
    ("at_least", &["count"]),
    ("at_most", &["count"]),
    ("at_least_percent", &["count"]),
    ("at_most_percent", &["count"]),
    ("min_all", &["count"]),
    ("min_words", &["count"]),
];

/// What goes with which kind of rule and which marker. The loader tells the same in its own words.
fn rule_terms() -> Vec<Term> {
    let mut terms = vec![
        Term::when(When::Always).needs(&["title", "why", "remedy", "since"]),
        Term::when(When::Lacks("status")).needs(&["standard"]),
        Term::when(When::Is("status", "stable")).needs(&["standard"]),
        Term::when(When::IsNot("status", "deprecated")).bars(["replaced_by"]),
        Term::when(When::Is("kind", "source")).needs(&["source_kind", "rank"]),
        Term::when(When::Is("kind", "marker")).needs(&["marks", "pattern"]),
        Term::when(When::Is("kind", "response")).needs(&["outcome", "pattern"]),
        Term::when(When::Is("kind", "absence")).needs(&["for_each"]).some(&["missing", "with"]),
        Term::when(When::Is("kind", "count")).needs(&["count"]).some(&[
            "at_least",
            "at_most",
            "at_least_percent",
            "at_most_percent",
        ]),
    ];
    for kind in RuleKind::NAMES {
        let foreign = OWN_KEYS.iter().filter(|(_, kinds)| !kinds.contains(&kind)).map(|(key, _)| *key);
        terms.push(Term::when(When::Is("kind", kind)).bars(foreign));
    }
    for (marks, key) in [("justification", "reason"), ("descriptor", "detail"), ("genre", "genre")] {
        terms.push(Term::when(When::Is("marks", marks)).needs(&[key]));
        terms.push(Term::when(When::IsNot("marks", marks)).bars([key]));
    }
    terms
}

/// The words of a list of names, each with what it means.
fn meant(names: &[(&'static str, &'static str)]) -> Vec<crate::schema::Word> {
    names.iter().map(|&(name, what)| crate::schema::Word { name, what }).collect()
}

table! {
#[derive(Debug)]
pub(crate) struct RawRule {
    /// What the rule does, which decides on the keys that it has.
    pub(crate) kind: Word = |it| it.one_of(meant(&[
        ("source", "Gives a source its kind."),
        ("marker", "Finds a fact in the text."),
        ("response", "Finds what came of asking somebody."),
        ("absence", "Goes through things one by one and fires for each that stands without another."),
        ("count", "Counts things and fires once when their number passes a bound."),
    ])),
    /// What the rule finds, in a few words for the reader of a report.
    pub(crate) title: Option<Word> = |it| it.filled(),
    /// Why that matters to a reader of the article: a sentence.
    pub(crate) why: Option<Word> = |it| it.filled(),
    /// What the writer can do about it: a sentence.
    pub(crate) remedy: Option<Word> = |it| it.filled(),
    /// The published standards that the rule rests on. A stable rule has one at least.
    #[serde(default)]
    pub(crate) standard: Vec<RawStandard>,
    /// The version of the pack that the rule came with, as `0.1.0`.
    pub(crate) since: Option<Word> = |it| it.like(VERSION),
    /// Whether the rule counts; `stable` where it is left out.
    pub(crate) status: Option<Word> = |it| it.of::<RuleStatus>(),
    /// The id of the rule to use in place of this one, which is deprecated.
    pub(crate) replaced_by: Option<Word>,
    /// Ids that the rule had before. Whatever names one of them still finds the rule.
    #[serde(default)]
    pub(crate) renamed_from: Vec<Word>,
    /// How much a finding matters; `info` where it is left out.
    pub(crate) severity: Option<Word> = |it| it.of::<Severity>(),
    /// Token patterns to look for, such as `"(declined|refused) to comment"`. Every one needs a `hit` or `case`.
    /// In a source rule one of them must match inside the source's own words.
    #[serde(default)]
    pub(crate) pattern: Vec<Word>,
    /// Token patterns that refuse a match: one that overlaps a match of these does not count.
    #[serde(default)]
    pub(crate) unless: Vec<Word>,
    /// The zones of an article in which the rule may fire; `["body"]` where it is left out.
    #[serde(rename = "in")]
    pub(crate) zones: Option<Spanned<Vec<Word>>> = |it| it.one_of(zone_words()).at_least(1),
    /// Sentences in which the rule fires, with `[[ ]]` around every span that it finds.
    #[serde(default)]
    pub(crate) hit: Vec<Word>,
    /// Sentences that look alike and in which it does not fire.
    #[serde(default)]
    pub(crate) miss: Vec<Word>,
    /// Sentences in which it should fire and does not yet. One that starts to pass fails the test.
    #[serde(default)]
    pub(crate) todo_hit: Vec<Word>,
    /// Sentences in which it should not fire and still does. One that starts to pass fails the test.
    #[serde(default)]
    pub(crate) todo_miss: Vec<Word>,
    /// Texts with all that the rule finds in each, for what one sentence cannot show.
    #[serde(default)]
    pub(crate) case: Vec<RawCase>,
    // source
    /// The kind that the rule gives a source.
    pub(crate) source_kind: Option<Word> = |it| it.of::<SourceKind>(),
    /// Of the source rules that hold, the one with the lowest rank wins. No two have one rank.
    pub(crate) rank: Option<Spanned<u32>>,
    /// What must hold of the source: everything that is told.
    #[serde(rename = "where")]
    pub(crate) conditions: Option<Spanned<RawConditions>>,
    // marker
    /// What a match is a mark of.
    pub(crate) marks: Option<Word> = |it| it.of::<MarkKind>(),
    /// Why a source is unnamed, for `marks = "justification"`.
    pub(crate) reason: Option<Word> = |it| it.of::<Reason>(),
    /// What is told of an unnamed source, for `marks = "descriptor"`.
    pub(crate) detail: Option<Word> = |it| it.of::<Detail>(),
    /// The genre, as profiles name it, for `marks = "genre"`.
    pub(crate) genre: Option<Word>,
    /// Binds a match to sources near it.
    pub(crate) attach: Option<Spanned<RawAttach>>,
    // response
    /// What came of asking.
    pub(crate) outcome: Option<Word> = |it| it.of::<Outcome>(),
    /// Whom the note is about; `subject` where it is left out.
    pub(crate) party: Option<Word> = |it| it.of::<Asked>(),
    /// Words that tell that there was little time to answer.
    pub(crate) immediately: Option<Spanned<Vec<Word>>>,
    // absence
    /// The things that the rule goes through, one by one.
    pub(crate) for_each: Option<Spanned<RawEach>> = |it| it.without("sources"),
    /// What must stand beside such a thing, so that it is looked at.
    pub(crate) with: Option<Spanned<RawNear>>,
    /// What stands beside such a thing where all is well; the rule looks for those without it.
    pub(crate) missing: Option<Spanned<RawNear>>,
    // count
    /// The things that are counted.
    pub(crate) count: Option<Spanned<RawEach>>,
    /// The rule fires from this number on.
    pub(crate) at_least: Option<Spanned<u32>>,
    /// The rule fires up to this number.
    pub(crate) at_most: Option<Spanned<u32>>,
    /// The rule fires from this share of all on, in percent; for sources and statements.
    pub(crate) at_least_percent: Option<Spanned<u32>> = |it| it.between(0, 100),
    /// The rule fires up to this share of all, in percent; for sources and statements.
    pub(crate) at_most_percent: Option<Spanned<u32>> = |it| it.between(0, 100),
    /// A share is judged where there are so many of them all.
    pub(crate) min_all: Option<Spanned<u32>>,
    /// The article must have so many words.
    pub(crate) min_words: Option<Spanned<u32>>,
}
terms rule_terms()
}

fn zone_words() -> Vec<crate::schema::Word> {
    let what = |name| match name {
        "body" => "The text itself, inside quotation marks and outside.",
        "narration" => "The text itself outside quotation marks.",
        "quote" => "The text itself inside quotation marks.",
        _ => "",
    };
    Zones::NAMES.into_iter().map(|name| crate::schema::Word { name, what: what(name) }).collect()
}

table! {
#[derive(Clone, Debug)]
pub(crate) struct RawStandard {
    /// Who publishes the standard.
    pub(crate) org: String,
    /// Its title and the clause: `"Code of Ethics: identify sources clearly"`.
    pub(crate) title: String,
}
}

table! {
#[derive(Debug)]
pub(crate) struct RawCase {
    /// The text.
    pub(crate) text: Word,
    /// All that the rule finds in it: each the words, or a table of words and party. Empty where it finds nothing.
    pub(crate) expect: Vec<Spanned<toml::Value>> = |_| {
        Shape::List { of: Box::new(Shape::Either(vec![String::shape(), finding()])), least: 0, most: None }
    },
}
}

/// The keys of an expected finding that is a table.
pub(super) const FINDING: [&str; 2] = ["span", "party"];

fn finding() -> Shape {
    let what = ["The words that the rule finds.", "Who was asked, in the words of the text."];
    let key = |(name, what): (&'static str, &str)| Key {
        name,
        what: what.to_owned(),
        shape: String::shape(),
        required: false,
    };
    Shape::Table(Table { keys: FINDING.into_iter().zip(what).map(key).collect(), terms: Vec::new() })
}

table! {
#[derive(Debug)]
pub(crate) struct RawConditions {
    /// What the source is: one of these.
    #[serde(default)]
    pub(crate) entity: Vec<Word> = |it| it.one_of(words(ENTITIES.map(EntityType::name))),
    /// Whether it has a proper name.
    pub(crate) named: Option<bool>,
    /// Whether it is one or several.
    pub(crate) number: Option<Word> = |it| it.one_of(words(NUMBERS.map(|(name, _)| name))),
    /// Whether a numeral counts it, as in `two aides`.
    pub(crate) counted: Option<bool>,
    /// Whether it is indefinite, as in `an aide`.
    pub(crate) indefinite: Option<bool>,
    /// Patterns of one token, of which one must match its head noun, such as `"@role:pl"`.
    #[serde(default)]
    pub(crate) head: Vec<Word>,
    /// Whether nobody is named as the source at all, as in `it is said`.
    pub(crate) agentless: Option<bool>,
    /// Whether a possessive stands before it, as in `his aide`.
    pub(crate) possessed: Option<bool>,
}
}

table! {
#[derive(Debug)]
pub(crate) struct RawAttach {
    /// The kinds of sources that a match can belong to.
    pub(crate) to: Vec<Word> = |it| it.of::<SourceKind>().at_least(1),
    /// How far away they may be.
    pub(crate) within: Word = |it| it.of::<Within>(),
    /// Which of several in reach; `nearest` where it is left out.
    pub(crate) each: Option<Word> = |it| it.of::<Attached>(),
    /// Whether a match counts only where it belongs to such a source that states something.
    #[serde(default)]
    pub(crate) required: bool,
}
}

table! {
/// What an absence or count rule goes through.
#[derive(Debug)]
pub(crate) struct RawEach {
    /// Sources of these kinds, where they first speak.
    pub(crate) source_kind: Option<Spanned<Words>> = |it| it.of::<SourceKind>(),
    /// Statements in the body by sources of these kinds, or by `"any"`; `"none"` is nobody.
    pub(crate) statement_of: Option<Spanned<Words>> = |it| it.of::<SourceKind>().or_any(),
    /// Quotations of five words or more in the body, where speech begins.
    pub(crate) quotation: Option<Spanned<bool>> = |it| it.only_true(),
    /// Markers of these sorts.
    pub(crate) marker: Option<Spanned<Words>> = |it| it.of::<MarkKind>(),
    /// Of justifications, those that give one of these reasons.
    pub(crate) reason: Option<Spanned<Words>> = |it| it.of::<Reason>(),
    /// Of descriptors, those that tell one of these.
    pub(crate) detail: Option<Spanned<Words>> = |it| it.of::<Detail>(),
    /// Response notes with these outcomes, or `"any"`.
    pub(crate) response: Option<Spanned<Words>> = |it| it.of::<Outcome>().or_any(),
    /// Sources that do not depend on each other.
    pub(crate) sources: Option<Word> = |it| it.one_of(words([INDEPENDENT])),
    /// Of statements, those of these forms.
    pub(crate) form: Option<Spanned<Words>> = |it| it.one_of(words(FORMS.map(Form::name))),
    /// Only what begins in the opening of the body.
    pub(crate) lead: Option<Spanned<RawLead>>,
    /// Only the first in the text of all that is left.
    pub(crate) first: Option<Spanned<bool>> = |it| it.only_true(),
}
terms vec![
    Term::when(When::Always).one(&["source_kind", "statement_of", "quotation", "marker", "response", "sources"]),
    Term::when(When::Lacks("marker")).bars(["reason", "detail"]),
    Term::when(When::Lacks("statement_of")).bars(["form"]),
]
}

table! {
#[derive(Debug)]
pub(crate) struct RawLead {
    /// How many paragraphs the opening has, unless the share reaches further.
    pub(crate) paragraphs: Spanned<u32>,
    /// How much of the body the opening is, in percent, unless the paragraphs reach further.
    pub(crate) percent: Spanned<u32> = |it| it.between(0, 100),
}
}

table! {
/// What stands with it or does not.
#[derive(Debug)]
pub(crate) struct RawNear {
    /// One of these markers.
    pub(crate) marker: Option<Spanned<Words>> = |it| it.of::<MarkKind>(),
    /// Of justifications, those that give one of these reasons.
    pub(crate) reason: Option<Spanned<Words>> = |it| it.of::<Reason>(),
    /// Of descriptors, those that tell one of these.
    pub(crate) detail: Option<Spanned<Words>> = |it| it.of::<Detail>(),
    /// A response note with one of these outcomes, or `"any"`: the source, or whoever is accused, was asked.
    pub(crate) response: Option<Spanned<Words>> = |it| it.of::<Outcome>().or_any(),
    /// A statement by a source of one of these kinds.
    pub(crate) source_kind: Option<Spanned<Words>> = |it| it.of::<SourceKind>(),
    /// A role of the source.
    pub(crate) role: Option<Spanned<bool>> = |it| it.only_true(),
    /// Of quotations: somebody of these kinds, or `"any"`, who is said to speak it.
    pub(crate) speaker: Option<Spanned<Words>> = |it| it.of::<SourceKind>().or_any(),
    /// How near it must be.
    pub(crate) within: Option<Word> = |it| it.of::<Within>(),
}
terms vec![
    Term::when(When::Always).one(&["marker", "response", "source_kind", "role", "speaker"]),
    Term::when(When::There("marker")).needs(&["within"]),
    Term::when(When::There("source_kind")).needs(&["within"]),
    Term::when(When::There("response")).bars(["within"]),
    Term::when(When::There("role")).bars(["within"]),
    Term::when(When::Lacks("marker")).bars(["reason", "detail"]),
]
}

/// One word, or a list of words. A word that stands alone has no place of its own: it is that of the whole.
#[derive(Debug)]
pub(crate) enum Words {
    One(String),
    Several(Vec<Word>),
}

impl Shaped for Words {
    fn shape() -> Shape {
        Shape::Either(vec![String::shape(), <Vec<Word>>::shape().at_least(1)])
    }
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
