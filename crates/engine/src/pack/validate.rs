//! From a rule file as serde sees it to a [`Rule`], or to all that is wrong with it.

use std::ops::Range;
use std::sync::Arc;

use onrecord_parser::EntityType;
use semver::Version;
use toml::Spanned;

use crate::pack::raw::{ENTITIES, FINDING, NUMBERS, OWN_KEYS, RawCase, RawConditions, RawRule, Word};
use crate::pack::relations;
use crate::problem::{Problem, Reading, choice, suggest};
use crate::rule::{
    Asked, Attach, Attached, Conditions, Detail, Example, ExampleKind, Expected, Mark, MarkKind, Rule, RuleKind,
    RuleStatus, Severity, Standard, Within, Zones,
};
use crate::words::{Outcome, Reason, SourceKind};

/// A checked rule and the places of its patterns, which are compiled with those of all other rules.
#[derive(Clone)]
pub(crate) struct Checked {
    pub(crate) rule: Rule,
    pub(crate) patterns: Vec<Placed>,
    pub(crate) unless: Vec<Placed>,
    pub(crate) head: Vec<Word>,
    pub(crate) immediately: Vec<Word>,
    /// Where `rank` stands, and the override that it stands in.
    pub(crate) rank: (Option<Range<usize>>, Option<Arc<Origin>>),
    pub(crate) renamed_from: Vec<Word>,
    pub(crate) replaced_by: Option<Word>,
    /// Whether it says `party = "who"`, so that every pattern must capture one.
    pub(crate) party: bool,
}

/// A text of a rule that an override may have added.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(crate) word: Word,
    /// The override; `None` when it stands in the rule's own file.
    pub(crate) origin: Option<Arc<Origin>>,
}

/// A file of overrides.
pub(crate) struct Origin {
    pub(crate) file: String,
    pub(crate) source: Arc<str>,
}

impl Checked {
    /// The file of `origin` or else of the rule, whose contents are `source`, for what is wrong with it.
    pub(crate) fn reading<'p>(
        &self,
        origin: Option<&Origin>,
        source: &Arc<str>,
        problems: &'p mut Vec<Problem>,
    ) -> Reading<'p> {
        match origin {
            Some(origin) => Reading::new(origin.file.clone(), Arc::clone(&origin.source), problems),
            None => Reading::new(self.rule.file.clone(), Arc::clone(source), problems),
        }
    }
}

/// Checks one rule file. A rule with mistakes that leave its shape known comes out too, so that those of its patterns
/// are told in the same run; the problems noted see to it that no such rule is ever used.
pub(crate) fn rule(id: &str, pack: usize, raw: RawRule, reading: &mut Reading) -> Option<Checked> {
    check_id(id, reading);
    let kind = kind(&raw, reading);
    foreign_keys(&raw, reading);
    let whole = raw.kind.span();
    let mut sentence = |key: &str, text: &Option<Word>| match text {
        Some(text) if !text.get_ref().trim().is_empty() => text.get_ref().clone(),
        Some(text) => {
            reading.say(text.span(), format!("`{key}` is empty"), Some("write a sentence for the reader".into()));
            String::new()
        }
        None => {
            if !reading.in_part {
                let help = Some(format!("add `{key} = \"…\"`, a sentence for the reader"));
                reading.say(whole.clone(), format!("the rule has no `{key}`"), help);
            }
            String::new()
        }
    };
    let (title, why, remedy) =
        (sentence("title", &raw.title), sentence("why", &raw.why), sentence("remedy", &raw.remedy));
    let since = match &raw.since {
        None if reading.in_part => Some(Version::new(0, 0, 0)),
        None => {
            let help = "add `since = \"…\"`, the version of the pack that it comes with".to_owned();
            reading.say(whole.clone(), "the rule has no `since`", Some(help));
            None
        }
        Some(text) => match Version::parse(text.get_ref()) {
            Ok(version) => Some(version),
            Err(error) => {
                reading.say(text.span(), format!("not a version: {error}"), Some("write it as `1.0.0`".into()));
                None
            }
        },
    };
    let status = match &raw.status {
        Some(word) => one_of(word, "status", RuleStatus::ALL, |s| s.name(), reading),
        None => Some(RuleStatus::Stable),
    };
    let severity = match &raw.severity {
        Some(word) => one_of(word, "severity", Severity::ALL, |s| s.name(), reading),
        None => Some(Severity::Info),
    };
    if status == Some(RuleStatus::Stable) && raw.standard.is_empty() && !reading.in_part {
        let place = raw.status.as_ref().map_or_else(|| whole.clone(), Spanned::span);
        let help = "name one in `standard`, or say `status = \"preview\"`".to_owned();
        reading.say(place, "a stable rule rests on a published standard", Some(help));
    }
    if let Some(word) = raw.replaced_by.as_ref().filter(|_| status != Some(RuleStatus::Deprecated)) {
        let help = "say `status = \"deprecated\"` too, or remove it".to_owned();
        reading.say(word.span(), "`replaced_by` is for deprecated rules", Some(help));
    }
    let zones = zones(&raw, reading);
    patterns_wanted(&raw, reading);
    let examples = examples(&raw, reading);
    let (kind, since, status, severity) = (kind?, since?, status?, severity?);
    let party = raw.party.as_ref().is_some_and(|p| p.get_ref() == "who");
    let own = |words: Vec<Word>| words.into_iter().map(|word| Placed { word, origin: None }).collect();
    let texts = |words: &[Word]| words.iter().map(|w| w.get_ref().clone()).collect();
    Some(Checked {
        rule: Rule {
            id: id.to_owned(),
            file: reading.file.clone(),
            pack,
            kind,
            title,
            why,
            remedy,
            standard: raw.standard.into_iter().map(|s| Standard { org: s.org, title: s.title }).collect(),
            since,
            status,
            severity,
            zones,
            patterns: texts(&raw.pattern),
            unless: texts(&raw.unless),
            examples,
            renamed_from: texts(&raw.renamed_from),
            replaced_by: raw.replaced_by.as_ref().map(|w| w.get_ref().clone()),
            disabled: None,
            amendments: Vec::new(),
        },
        patterns: own(raw.pattern),
        unless: own(raw.unless),
        head: raw.conditions.map(|c| c.into_inner().head).unwrap_or_default(),
        immediately: raw.immediately.map(Spanned::into_inner).unwrap_or_default(),
        rank: (raw.rank.map(|r| r.span()), None),
        renamed_from: raw.renamed_from,
        replaced_by: raw.replaced_by,
        party,
    })
}

fn check_id(id: &str, reading: &mut Reading) {
    let part = |p: &str| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let help = |text: &str| Some(text.to_owned());
    if !id.contains('/') {
        let message = format!("rule `{id}` is in no group");
        reading.say(None, message, help("move it to `rules/<group>/<name>.toml`"));
    } else if !id.split('/').all(part) {
        let message = format!("`{id}` cannot be the id of a rule");
        reading.say(None, message, help("name folder and file with small letters, digits and `-`"));
    }
}

/// The value of `all` called `word`, or a problem with the nearest.
pub(crate) fn one_of<T: Copy>(
    word: &Word,
    key: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
    reading: &mut Reading,
) -> Option<T> {
    let found = all.iter().copied().find(|v| name(*v) == word.get_ref());
    if found.is_none() {
        let help = suggest(word.get_ref(), all.iter().map(|v| name(*v)));
        reading.say(word.span(), format!("unknown {key} `{}`", word.get_ref()), help);
    }
    found
}

fn several<T: Copy>(
    words: &[Word],
    key: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
    reading: &mut Reading,
) -> Vec<T> {
    words.iter().filter_map(|w| one_of(w, key, all, &name, reading)).collect()
}

/// The value of a key that rules of this kind must have.
pub(super) fn needed<'r, T>(value: Option<&'r T>, key: &str, kind: &Word, reading: &mut Reading) -> Option<&'r T> {
    if value.is_none() && !reading.in_part {
        let help = match key {
            "source_kind" => choice(SourceKind::ALL.iter().map(|k| k.name())),
            "marks" => choice(MarkKind::ALL.iter().map(|k| k.name())),
            "outcome" => choice(Outcome::ALL.iter().map(|o| o.name())),
            "rank" => Some("a number that no other source rule has; the lowest that holds wins".to_owned()),
            _ => Some("`rules/README.md` sets out what it says".to_owned()),
        };
        reading.say(kind.span(), format!("a {} rule needs `{key}`", kind.get_ref()), help);
    }
    value
}

fn source_kinds(words: &[Word], reading: &mut Reading) -> Vec<SourceKind> {
    several(words, "source kind", SourceKind::ALL, |k| k.name(), reading)
}

fn mark_kind(word: &Word, reading: &mut Reading) -> Option<MarkKind> {
    one_of(word, "marker", MarkKind::ALL, |k| k.name(), reading)
}

fn kind(raw: &RawRule, reading: &mut Reading) -> Option<RuleKind> {
    let at = &raw.kind;
    match at.get_ref().as_str() {
        "source" => {
            let source_kind = needed(raw.source_kind.as_ref(), "source_kind", at, reading)
                .and_then(|w| one_of(w, "source kind", SourceKind::ALL, |k| k.name(), reading));
            let rank = needed(raw.rank.as_ref(), "rank", at, reading).map(|r| *r.get_ref());
            let conditions = match &raw.conditions {
                Some(given) => conditions(given, reading),
                None => Conditions::default(),
            };
            Some(RuleKind::Source { source_kind: source_kind?, rank: rank?, conditions: Box::new(conditions) })
        }
        "marker" => {
            let marks = needed(raw.marks.as_ref(), "marks", at, reading).and_then(|w| mark(w, raw, reading));
            let attach = raw.attach.as_ref().and_then(|a| attach(a, reading));
            Some(RuleKind::Marker { marks: marks?, attach })
        }
        "response" => {
            let outcome = needed(raw.outcome.as_ref(), "outcome", at, reading)
                .and_then(|w| one_of(w, "outcome", Outcome::ALL, |o| o.name(), reading));
            let party = match &raw.party {
                Some(word) => one_of(word, "party", Asked::ALL, |a| a.name(), reading),
                None => Some(Asked::Subject),
            };
            let words = raw.immediately.as_ref().map_or(&[][..], |w| w.get_ref());
            let immediately = words.iter().map(|w| w.get_ref().to_lowercase()).collect();
            Some(RuleKind::Response { outcome: outcome?, party: party?, immediately })
        }
        "absence" => relations::absence(raw, reading),
        "count" => relations::count(raw, reading),
        wrong => {
            let help = suggest(wrong, RuleKind::NAMES.into_iter());
            reading.say(at.span(), format!("unknown kind of rule `{wrong}`"), help);
            None
        }
    }
}

fn conditions(raw: &Spanned<RawConditions>, reading: &mut Reading) -> Conditions {
    let given = raw.get_ref();
    let number = given.number.as_ref().and_then(|word| {
        let found = NUMBERS.iter().find(|(n, _)| n == word.get_ref()).map(|(_, n)| *n);
        if found.is_none() {
            let help = suggest(word.get_ref(), NUMBERS.iter().map(|(n, _)| *n));
            reading.say(word.span(), format!("unknown number `{}`", word.get_ref()), help);
        }
        found
    });
    Conditions {
        entity: several(&given.entity, "entity", &ENTITIES, EntityType::name, reading),
        named: given.named,
        number,
        counted: given.counted,
        indefinite: given.indefinite,
        head: given.head.iter().map(|w| w.get_ref().clone()).collect(),
        agentless: given.agentless,
        possessed: given.possessed,
    }
}

fn mark(word: &Word, raw: &RawRule, reading: &mut Reading) -> Option<Mark> {
    let kind = mark_kind(word, reading)?;
    let partners = [
        ("reason", MarkKind::Justification, &raw.reason),
        ("detail", MarkKind::Descriptor, &raw.detail),
        ("genre", MarkKind::Genre, &raw.genre),
    ];
    for (key, of, value) in partners {
        match value {
            Some(value) if kind != of => {
                let message = format!("`{key}` goes with `marks = \"{}\"` only", of.name());
                reading.say(value.span(), message, Some("remove it".into()));
            }
            None if kind == of => {
                let help = match of {
                    MarkKind::Justification => choice(Reason::ALL.iter().map(|r| r.name())),
                    MarkKind::Descriptor => choice(Detail::ALL.iter().map(|d| d.name())),
                    _ => Some("name the genre, as profiles do".to_owned()),
                };
                reading.say(word.span(), format!("a {} needs `{key}`", of.name()), help);
            }
            _ => {}
        }
    }
    Some(match kind {
        MarkKind::Justification => {
            Mark::Justification(one_of(raw.reason.as_ref()?, "reason", Reason::ALL, |r| r.name(), reading)?)
        }
        MarkKind::Descriptor => {
            Mark::Descriptor(one_of(raw.detail.as_ref()?, "detail", Detail::ALL, |d| d.name(), reading)?)
        }
        MarkKind::Genre => Mark::Genre(raw.genre.as_ref()?.get_ref().clone()),
        MarkKind::Accusation => Mark::Accusation,
        MarkKind::Denial => Mark::Denial,
        MarkKind::Settled => Mark::Settled,
        MarkKind::Corroboration => Mark::Corroboration,
        MarkKind::SecondHand => Mark::SecondHand,
        MarkKind::Vague => Mark::Vague,
        MarkKind::Pseudonym => Mark::Pseudonym,
        MarkKind::OwnOutlet => Mark::OwnOutlet,
        MarkKind::SingleSource => Mark::SingleSource,
        MarkKind::NotVerified => Mark::NotVerified,
        MarkKind::Bare => Mark::Bare,
        MarkKind::Opinion => Mark::Opinion,
        MarkKind::Attack => Mark::Attack,
        MarkKind::Guess => Mark::Guess,
        MarkKind::Effort => Mark::Effort,
        MarkKind::Note => Mark::Note,
    })
}

fn attach(raw: &Spanned<crate::pack::raw::RawAttach>, reading: &mut Reading) -> Option<Attach> {
    let given = raw.get_ref();
    let to = source_kinds(&given.to, reading);
    if given.to.is_empty() {
        reading.say(
            raw.span(),
            "`attach.to` names no kind of source",
            Some("list kinds, or leave `attach` out".into()),
        );
    }
    let within = one_of(&given.within, "reach", Within::ALL, |w| w.name(), reading);
    let each = match &given.each {
        Some(word) => one_of(word, "choice", Attached::ALL, |e| e.name(), reading),
        None => Some(Attached::Nearest),
    };
    Some(Attach { to, within: within?, each: each?, required: given.required })
}

/// Says which keys belong to rules of other kinds, so that none is silently without effect.
fn foreign_keys(raw: &RawRule, reading: &mut Reading) {
    fn at<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
        value.as_ref().map(Spanned::span)
    }
    let first = |words: &[Word]| words.first().map(Spanned::span);
    // In the order of the table.
    let places: [Option<Range<usize>>; OWN_KEYS.len()] = [
        first(&raw.pattern),
        first(&raw.unless),
        at(&raw.zones),
        at(&raw.source_kind),
        at(&raw.rank),
        at(&raw.conditions),
        at(&raw.marks),
        at(&raw.reason),
        at(&raw.detail),
        at(&raw.genre),
        at(&raw.attach),
        at(&raw.outcome),
        at(&raw.party),
        at(&raw.immediately),
        at(&raw.for_each),
        at(&raw.with),
        at(&raw.missing),
        at(&raw.count),
        at(&raw.at_least),
        at(&raw.at_most),
        at(&raw.at_least_percent),
        at(&raw.at_most_percent),
        at(&raw.min_all),
        at(&raw.min_words),
    ];
    let kind = raw.kind.get_ref().as_str();
    if !RuleKind::NAMES.contains(&kind) {
        return;
    }
    for ((key, kinds), place) in OWN_KEYS.into_iter().zip(places) {
        if let Some(place) = place.filter(|_| !kinds.contains(&kind)) {
            let message = format!("`{key}` has no meaning in a {kind} rule");
            reading.say(place, message, Some(format!("it belongs to {} rules; remove it", kinds.join(", "))));
        }
    }
}

fn zones(raw: &RawRule, reading: &mut Reading) -> Zones {
    let Some(given) = &raw.zones else { return Zones::BODY };
    if given.get_ref().is_empty() {
        reading.say(
            given.span(),
            "`in` names no zone: the rule can never fire",
            Some("leave it out for the body".into()),
        );
    }
    given.get_ref().iter().fold(Zones::NONE, |zones, word| match Zones::named(word.get_ref()) {
        Some(zone) => zones.with(zone),
        None => {
            let help = suggest(word.get_ref(), Zones::NAMES.into_iter());
            reading.say(word.span(), format!("unknown zone `{}`", word.get_ref()), help);
            zones
        }
    })
}

fn patterns_wanted(raw: &RawRule, reading: &mut Reading) {
    let kind = raw.kind.get_ref().as_str();
    if matches!(kind, "marker" | "response") && raw.pattern.is_empty() && !reading.in_part {
        let help = "add `pattern = [\"…\"]`, the words to look for".to_owned();
        reading.say(raw.kind.span(), format!("a {kind} rule needs `pattern`"), Some(help));
    }
}

fn examples(raw: &RawRule, reading: &mut Reading) -> Vec<Example> {
    let mut examples = Vec::new();
    for (words, known) in [(&raw.hit, false), (&raw.todo_hit, true)] {
        for word in words {
            if let Some((text, spans)) = marked(word, reading) {
                examples.push(example(ExampleKind::Hit { spans, known }, text, word.span()));
            }
        }
    }
    for (words, known) in [(&raw.miss, false), (&raw.todo_miss, true)] {
        for word in words {
            unmarked(word, reading);
            let kind = ExampleKind::Miss { known };
            examples.push(example(kind, word.get_ref().clone(), word.span()));
        }
    }
    for case in &raw.case {
        let expected = case.expect.iter().filter_map(|e| expected(case, e, reading)).collect();
        let (text, place) = (case.text.get_ref().clone(), case.text.span());
        examples.push(example(ExampleKind::Case(expected), text, place));
    }
    examples
}

fn example(kind: ExampleKind, text: String, place: Range<usize>) -> Example {
    Example { kind, text, place, file: None, accepted: false }
}

/// Sees to it that a miss marks nothing.
pub(crate) fn unmarked(word: &Word, reading: &mut Reading) {
    if word.get_ref().contains("[[") {
        reading.say(word.span(), "a miss has no expected span", Some("remove `[[` and `]]`".into()));
    }
}

/// The text of a hit without its marks, and what they mark.
pub(crate) fn marked(word: &Word, reading: &mut Reading) -> Option<(String, Vec<Range<usize>>)> {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut rest = word.get_ref().as_str();
    while let Some((before, after)) = rest.split_once("[[") {
        if before.contains("]]") {
            break;
        }
        let Some((inner, after)) = after.split_once("]]") else {
            reading.say(word.span(), "`[[` is not closed", Some("add `]]` behind the expected words".into()));
            return None;
        };
        text.push_str(before);
        spans.push(text.len()..text.len() + inner.len());
        text.push_str(inner);
        rest = after;
    }
    if rest.contains("]]") {
        reading.say(word.span(), "`]]` closes nothing", Some("add `[[` before the expected words".into()));
        return None;
    }
    text.push_str(rest);
    Some((text, spans))
}

/// An expected finding: its words, or a table of its words and its party.
fn expected(case: &RawCase, value: &Spanned<toml::Value>, reading: &mut Reading) -> Option<Expected> {
    let mut expected = Expected::default();
    let place = value.span();
    match value.get_ref() {
        toml::Value::String(span) => expected.span.clone_from(span),
        toml::Value::Table(table) => {
            for (key, value) in table {
                match (key.as_str(), value.as_str()) {
                    ("span", Some(text)) => text.clone_into(&mut expected.span),
                    ("party", Some(text)) => expected.party = Some(text.to_owned()),
                    ("span" | "party", None) => {
                        reading.say(place.clone(), format!("`{key}` of an expected finding is no text"), None);
                    }
                    _ => {
                        let help = suggest(key, FINDING.into_iter());
                        reading.say(place.clone(), format!("unknown key `{key}` of an expected finding"), help);
                        return None;
                    }
                }
            }
        }
        _ => {
            let help = "write the words of the finding, or `{ span = \"…\", party = \"…\" }`".to_owned();
            reading.say(value.span(), "an expected finding is a text or a table", Some(help));
            return None;
        }
    }
    for part in [Some(&expected.span), expected.party.as_ref()].into_iter().flatten() {
        if !case.text.get_ref().contains(part.as_str()) {
            reading.say(
                value.span(),
                format!("`{part}` does not stand in the text of the case"),
                Some("copy it from there".into()),
            );
        }
    }
    Some(expected)
}
