//! What is counted of one article: from an assessment, or from a record that was written earlier.

use std::fmt;
use std::str::FromStr;

use onrecord_engine::{Band, Dimension, Hearing, Outcome, Points, Reason, SourceKind, Status};
use onrecord_parser::Form;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::entry::{is_scored, statements};
use crate::jsonl::SCHEMA;
use crate::{Body, Entry};

/// A source of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Its kind.
    pub kind: SourceKind,
    /// Whether a reason for anonymity is given; `None` for those that are not unnamed.
    pub justified: Option<bool>,
    /// Its proper name.
    pub name: Option<String>,
    /// A named person's role.
    pub role: Option<String>,
    /// Its scored statements.
    pub statements: u32,
}

/// What is counted of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was published, in the input's own notation.
    pub date: Option<String>,
    /// Its section.
    pub section: Option<String>,
    /// Its genre.
    pub genre: Option<String>,
    /// The profile that it was scored by; `None` for an input that could not be read.
    pub profile: Option<String>,
    /// Whether it has a score.
    pub status: Status,
    /// Why it has none.
    pub reason: Option<String>,
    /// Its score.
    pub score: Option<Points>,
    /// The band of its score.
    pub band: Option<Band>,
    /// The score of each dimension that applies.
    pub dimensions: Vec<(Dimension, Points)>,
    /// Its sources.
    pub sources: Vec<Voice>,
    /// Scored statements of nobody.
    pub nobody: u32,
    /// Scored statements that are quoted, partly quoted and told.
    pub forms: [u32; 3],
    /// The outcome of each response note.
    pub outcomes: Vec<Outcome>,
    /// How each party that is accused was heard.
    pub heard: Vec<Hearing>,
    /// Each reason for or term of anonymity.
    pub reasons: Vec<Reason>,
    /// The rule of each finding that is not set aside.
    pub findings: Vec<String>,
    /// Whether it is marked as a near copy of an article before it.
    pub copy: bool,
}

impl Facts {
    /// Those of `entry`.
    #[must_use]
    pub fn of(entry: &Entry<'_>) -> Self {
        let owned = |words: Option<&str>| words.map(str::to_owned);
        let mut facts = Self {
            outlet: owned(entry.metadata.outlet),
            date: owned(entry.metadata.date),
            section: owned(entry.metadata.section),
            genre: owned(entry.metadata.genre),
            copy: entry.duplicate_of.is_some(),
            ..Self::default()
        };
        let a = match entry.body {
            Body::Assessed { assessment, .. } => assessment,
            Body::Unread { reason } => {
                facts.reason = Some(reason.to_owned());
                return facts;
            }
        };
        let statements = statements(a);
        facts.profile = Some(a.profile.clone());
        facts.status = a.status;
        facts.reason.clone_from(&a.reason);
        facts.score = a.score;
        facts.band = a.band;
        facts.dimensions = a.dimensions.iter().filter_map(|d| Some((d.id, d.score?))).collect();
        let voices = a.sources.iter().zip(&statements).map(|(s, said)| Voice {
            kind: s.kind,
            justified: s.justified,
            name: s.name.clone(),
            role: s.role.clone(),
            statements: *said as u32,
        });
        facts.sources = voices.collect();
        facts.nobody = statements.last().map_or(0, |n| *n as u32);
        for attribution in a.attributions.iter().filter(|a| is_scored(a)) {
            facts.forms[form(attribution.form)] += 1;
        }
        facts.outcomes = a.responses.iter().map(|r| r.outcome).collect();
        facts.heard = a.accused.iter().map(|p| p.heard).collect();
        facts.reasons = a.justifications.iter().map(|j| j.reason).collect();
        facts.findings = a.findings.iter().filter(|f| f.suppression.is_none()).map(|f| f.rule.clone()).collect();
        facts
    }

    /// Those of a record, one line of what `score --format jsonl` writes.
    ///
    /// # Errors
    /// When it is none, is of another version, or has a word that this version does not know; in lower case, with what
    /// to do.
    pub fn of_record(line: &str) -> Result<Self, String> {
        let broken = |error: serde_json::Error| {
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or(&text);
            if error.is_data() {
                format!("no record: {text}; give records that `onrecord score --format jsonl` has written")
            } else {
                format!("broken JSON: {text}; mend the line, or leave it out")
            }
        };
        if !line.trim_start().starts_with('{') {
            return Err("no record: it is no JSON object; mend the line, or leave it out".to_owned());
        }
        let record: Record<'_> = serde_json::from_str(line).map_err(broken)?;
        match record.schema.as_deref() {
            Some(SCHEMA) => {}
            Some(other) => {
                let next_step = "score the articles again, or read it with the version that wrote it";
                return Err(format!("a record of `{other}`, and `{SCHEMA}` is read here; {next_step}"));
            }
            None => {
                let next_step = "give records that `onrecord score --format jsonl` has written";
                return Err(format!("no record: it has no `schema`; {next_step}"));
            }
        }
        record.facts()
    }
}

impl Default for Facts {
    /// Those of an input that could not be read, of which nothing is known.
    fn default() -> Self {
        Self {
            outlet: None,
            date: None,
            section: None,
            genre: None,
            profile: None,
            status: Status::Error,
            reason: None,
            score: None,
            band: None,
            dimensions: Vec::new(),
            sources: Vec::new(),
            nobody: 0,
            forms: [0; 3],
            outcomes: Vec::new(),
            heard: Vec::new(),
            reasons: Vec::new(),
            copy: false,
            findings: Vec::new(),
        }
    }
}

fn form(form: Form) -> usize {
    match form {
        Form::Direct => 0,
        Form::Mixed => 1,
        Form::Indirect => 2,
    }
}

/// The keys of a record that are counted. Those that came with later versions may be absent.
#[derive(Deserialize)]
struct Record<'a> {
    schema: Option<String>,
    #[serde(default)]
    metadata: About,
    status: Word<Status>,
    reason: Option<String>,
    #[serde(borrow)]
    score: Option<&'a RawValue>,
    band: Option<Word<Band>>,
    profile: Option<String>,
    #[serde(default)]
    sources: Vec<RecordSource>,
    #[serde(default)]
    attributions: Vec<RecordAttribution>,
    #[serde(default)]
    responses: Vec<RecordResponse>,
    #[serde(default)]
    accused: Vec<RecordAccused>,
    #[serde(default)]
    justifications: Vec<RecordJustification>,
    #[serde(default, borrow)]
    dimensions: Vec<RecordDimension<'a>>,
    #[serde(default)]
    findings: Vec<RecordFinding>,
    duplicate_of: Option<IgnoredAny>,
}

#[derive(Default, Deserialize)]
struct About {
    outlet: Option<String>,
    date: Option<String>,
    section: Option<String>,
    genre: Option<String>,
}

#[derive(Deserialize)]
struct RecordSource {
    name: Option<String>,
    kind: Word<SourceKind>,
    role: Option<String>,
    justified: Option<bool>,
}

#[derive(Deserialize)]
struct RecordAttribution {
    source: Option<usize>,
    form: Word<FormWord>,
    act: String,
    zone: String,
}

#[derive(Deserialize)]
struct RecordResponse {
    outcome: Word<Outcome>,
}

#[derive(Deserialize)]
struct RecordAccused {
    heard: Word<Hearing>,
}

#[derive(Deserialize)]
struct RecordJustification {
    reason: Word<Reason>,
}

#[derive(Deserialize)]
struct RecordDimension<'a> {
    id: Word<Dimension>,
    #[serde(borrow)]
    score: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RecordFinding {
    rule: String,
    #[serde(default)]
    suppressed: bool,
}

impl Record<'_> {
    fn facts(self) -> Result<Facts, String> {
        let mut statements = vec![0; self.sources.len()];
        let (mut nobody, mut forms) = (0, [0; 3]);
        for attribution in &self.attributions {
            // As `is_scored` has it.
            if attribution.act != "statement" || attribution.zone != "body" {
                continue;
            }
            forms[form(attribution.form.0.0)] += 1;
            match attribution.source {
                None => nobody += 1,
                Some(source) => match statements.get_mut(source) {
                    Some(count) => *count += 1,
                    None => {
                        let next_step = "write the records again, or leave it out";
                        return Err(format!("a statement of source {source}, which it has not; {next_step}"));
                    }
                },
            }
        }
        let mut dimensions = Vec::new();
        for dimension in &self.dimensions {
            if let Some(score) = points(dimension.score)? {
                dimensions.push((dimension.id.0, score));
            }
        }
        let voices = self.sources.into_iter().zip(statements).map(|(s, statements)| Voice {
            kind: s.kind.0,
            justified: s.justified,
            name: s.name,
            role: s.role,
            statements,
        });
        Ok(Facts {
            copy: self.duplicate_of.is_some(),
            outlet: self.metadata.outlet,
            date: self.metadata.date,
            section: self.metadata.section,
            genre: self.metadata.genre,
            profile: self.profile,
            status: self.status.0,
            reason: self.reason,
            score: points(self.score)?,
            band: self.band.map(|b| b.0),
            dimensions,
            sources: voices.collect(),
            nobody,
            forms,
            outcomes: self.responses.iter().map(|r| r.outcome.0).collect(),
            heard: self.accused.iter().map(|a| a.heard.0).collect(),
            reasons: self.justifications.iter().map(|j| j.reason.0).collect(),
            findings: self.findings.into_iter().filter(|f| !f.suppressed).map(|f| f.rule).collect(),
        })
    }
}

/// Points as the record prints them, read without a float; null is none.
fn points(raw: Option<&RawValue>) -> Result<Option<Points>, String> {
    let Some(text) = raw.map(RawValue::get).filter(|t| *t != "null") else { return Ok(None) };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let read = || {
        let digits = |s: &str| s.len() <= 3 && s.bytes().all(|b| b.is_ascii_digit());
        let thousandths = decimals.bytes().chain(*b"000").take(3).fold(0, |n, b| n * 10 + i64::from(b - b'0'));
        (digits(whole) && digits(decimals) && !whole.is_empty()).then_some(())?;
        let points = Points(i64::from_str(whole).ok()? * 1000 + thousandths);
        (points <= Points::FULL).then_some(points)
    };
    let next_step = "write the records again, or leave it out";
    read().map(Some).ok_or_else(|| format!("`{text}` is no score from 0 to 100; {next_step}"))
}

/// A word of one of the record's vocabularies.
#[derive(Clone, Copy)]
struct Word<T>(T);

/// What has words.
trait Named: Sized {
    const WHAT: &'static str;
    fn of(word: &str) -> Option<Self>;
}

macro_rules! named {
    ($($sort:ident $what:literal,)*) => {
        $(impl Named for $sort {
            const WHAT: &'static str = $what;
            fn of(word: &str) -> Option<Self> {
                Self::named(word)
            }
        })*
    };
}

named! {
    Status "status",
    SourceKind "kind",
    Outcome "outcome",
    Hearing "word under `heard`",
    Reason "reason",
    Dimension "dimension",
    Band "band",
}

#[derive(Clone, Copy)]
struct FormWord(Form);

impl Named for FormWord {
    const WHAT: &'static str = "form";
    fn of(word: &str) -> Option<Self> {
        [Form::Direct, Form::Mixed, Form::Indirect].into_iter().find(|f| f.name() == word).map(Self)
    }
}

impl<'de, T: Named> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<T: Named> serde::de::Visitor<'_> for Visitor<T> {
            type Value = Word<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a {}", T::WHAT)
            }
            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Word<T>, E> {
                T::of(word).map(Word).ok_or_else(|| E::custom(format!("unknown {} `{word}`", T::WHAT)))
            }
        }
        deserializer.deserialize_str(Visitor(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"schema":"onrecord/1","id":"a","status":"scored","score":61.5,"profile":"news","sources":
        [{"id":0,"name":"Ana Ruiz","kind":"named-person","role":"mayor","justified":null}],"attributions":
        [{"source":0,"form":"direct","act":"statement","zone":"body"},{"source":null,"form":"indirect","act":"statement",
        "zone":"body"},{"source":0,"form":"direct","act":"mental","zone":"body"}],"dimensions":[{"id":"reply","score":null},
        {"id":"anonymity","score":99.75}],"findings":[{"rule":"a/b","suppressed":true},{"rule":"a/c"}],"later":1}"#;

    #[test]
    fn a_record_gives_what_was_written_into_it() {
        let facts = Facts::of_record(RECORD).expect("a record");
        assert_eq!(facts.score, Some(Points(61_500)));
        assert_eq!(facts.dimensions, [(Dimension::Anonymity, Points(99_750))]);
        assert_eq!((facts.sources[0].statements, facts.nobody, facts.forms), (1, 1, [1, 0, 1]));
        assert_eq!(facts.findings, ["a/c"]);
    }

    #[test]
    fn what_is_no_record_says_what_it_is() {
        let with = |from: &str, to: &str| RECORD.replace(from, to);
        for (line, message) in [
            (
                "{\"a\":".to_owned(),
                "broken JSON: EOF while parsing a value; mend the line, or leave it out".to_owned(),
            ),
            (
                "[1]".to_owned(),
                "no record: it is no JSON object; mend the line, or leave it out".to_owned(),
            ),
            (
                with("onrecord/1", "onrecord/2"),
                "a record of `onrecord/2`, and `onrecord/1` is read here; score the articles again, or read it with the version that wrote it".to_owned(),
            ),
            (
                with("named-person", "ghost"),
                "no record: unknown kind `ghost`; give records that `onrecord score --format jsonl` has written".to_owned(),
            ),
            (
                with("61.5", "1e2"),
                "`1e2` is no score from 0 to 100; write the records again, or leave it out".to_owned(),
            ),
            (
                with("\"source\":0", "\"source\":7"),
                "a statement of source 7, which it has not; write the records again, or leave it out".to_owned(),
            ),
        ] {
            assert_eq!(Facts::of_record(&line).expect_err(&line), message);
        }
    }
}
