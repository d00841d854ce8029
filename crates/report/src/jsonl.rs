//! The record: one JSON object an article, the product's public interface.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_engine::{Assessment, Attribution, Cause, Descriptor, Finding, Line, Points, Source};
use onrecord_text::{OffsetMap, Span};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::handbook::RuleText;
use crate::{Body, Entry, Run};

/// The version of the record's shape.
pub const SCHEMA: &str = "onrecord/1";

/// Appends the record of `entry` to `out`, as one line.
pub fn write(out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>) {
    let record = match entry.body {
        Body::Assessed { text, assessment } => assessed(run, entry, text, assessment),
        Body::Unread { reason } => Record { reason: Some(reason), ..empty(run, entry, "error") },
    };
    serde_json::to_writer(&mut *out, &record).expect("a record has text keys only, and memory takes every byte");
    out.push(b'\n');
}

#[derive(Serialize)]
struct Record<'a> {
    schema: &'static str,
    id: &'a str,
    title: Option<&'a str>,
    status: &'static str,
    reason: Option<&'a str>,
    band: Option<&'static str>,
    score: Option<Decimal>,
    range: Option<[Decimal; 2]>,
    score_without_suppressions: Option<Decimal>,
    profile: Option<&'a str>,
    engine: &'a str,
    extractor: Option<&'a str>,
    packs: Vec<PackRecord<'a>>,
    text_sha256: Option<String>,
    offsets: &'static str,
    sources: Vec<SourceRecord<'a>>,
    attributions: Vec<AttributionRecord<'a>>,
    responses: Vec<ResponseRecord<'a>>,
    justifications: Vec<JustificationRecord<'a>>,
    dimensions: Vec<DimensionRecord>,
    findings: Vec<FindingRecord<'a>>,
    lines: Vec<LineRecord<'a>>,
    not_assessed: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<BTreeMap<&'a str, &'a RuleText>>,
}

#[derive(Serialize)]
struct PackRecord<'a> {
    id: &'a str,
    version: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct SourceRecord<'a> {
    id: usize,
    label: &'a str,
    name: Option<&'a str>,
    kind: &'static str,
    role: Option<&'a str>,
    confidence: &'static str,
    mentions: Vec<Offsets>,
    descriptor: Option<DescriptorRecord>,
    justified: Option<bool>,
}

#[derive(Serialize)]
struct DescriptorRecord {
    organisation: bool,
    role: bool,
    basis: bool,
    interest: bool,
    grade: u8,
}

#[derive(Serialize)]
struct AttributionRecord<'a> {
    source: Option<u32>,
    source_span: Vec<Offsets>,
    via: &'static str,
    cue: Vec<Offsets>,
    content: Vec<Offsets>,
    form: &'static str,
    act: &'static str,
    kind: &'static str,
    stance: &'static str,
    outlet: Option<&'a str>,
    zone: &'static str,
    confidence: &'static str,
}

#[derive(Serialize)]
struct ResponseRecord<'a> {
    span: Offsets,
    party: Option<Offsets>,
    party_source: Option<u32>,
    outcome: &'static str,
    immediately: bool,
    rule: &'a str,
}

#[derive(Serialize)]
struct JustificationRecord<'a> {
    span: Offsets,
    reason: &'static str,
    sources: &'a [u32],
    rule: &'a str,
}

#[derive(Serialize)]
struct DimensionRecord {
    id: &'static str,
    applies: bool,
    score: Option<Decimal>,
    weight: u32,
    raw: Option<Decimal>,
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    rule: &'a str,
    span: Offsets,
    source: Option<u32>,
    dimension: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    suppressed: bool,
}

#[derive(Serialize)]
struct LineRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    dimension: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cap: Option<&'a str>,
    points: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Offsets>,
}

type Offsets = [u32; 2];

/// Points as a JSON number, printed from their integer and never by way of a float.
struct Decimal(Points);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

fn empty<'a>(run: &Run<'a>, entry: &Entry<'a>, status: &'static str) -> Record<'a> {
    Record {
        schema: SCHEMA,
        id: entry.id,
        title: entry.title,
        status,
        reason: None,
        band: None,
        score: None,
        range: None,
        score_without_suppressions: None,
        profile: None,
        engine: run.engine,
        extractor: None,
        packs: run.packs.iter().map(|p| PackRecord { id: &p.id, version: &p.version, sha256: &p.sha256 }).collect(),
        text_sha256: None,
        offsets: run.offsets.name(),
        sources: Vec::new(),
        attributions: Vec::new(),
        responses: Vec::new(),
        justifications: Vec::new(),
        dimensions: Vec::new(),
        findings: Vec::new(),
        lines: Vec::new(),
        not_assessed: &[],
        rules: None,
    }
}

fn assessed<'a>(run: &Run<'a>, entry: &Entry<'a>, text: &'a str, assessment: &'a Assessment) -> Record<'a> {
    let map = OffsetMap::new(text, run.offsets);
    Record {
        reason: assessment.reason.as_deref(),
        band: assessment.band.map(|b| b.name()),
        score: assessment.score.map(Decimal),
        range: assessment.range.map(|r| r.map(Decimal)),
        score_without_suppressions: assessment.score_without_suppressions.map(Decimal),
        profile: Some(&assessment.profile),
        text_sha256: Some(hex(&Sha256::digest(text.as_bytes()))),
        sources: assessment.sources.iter().enumerate().map(|(id, s)| source(&map, id, s)).collect(),
        attributions: assessment.attributions.iter().map(|a| attribution(&map, a)).collect(),
        responses: assessment
            .responses
            .iter()
            .map(|r| ResponseRecord {
                span: map.span(r.span),
                party: r.party.map(|p| map.span(p)),
                party_source: r.party_source,
                outcome: r.outcome.name(),
                immediately: r.immediately,
                rule: &r.rule,
            })
            .collect(),
        justifications: assessment
            .justifications
            .iter()
            .map(|j| JustificationRecord {
                span: map.span(j.span),
                reason: j.reason.name(),
                sources: &j.sources,
                rule: &j.rule,
            })
            .collect(),
        dimensions: assessment
            .dimensions
            .iter()
            .map(|d| DimensionRecord {
                id: d.id.name(),
                applies: d.applies,
                score: d.score.map(Decimal),
                weight: d.weight,
                raw: d.raw.map(Decimal),
            })
            .collect(),
        findings: assessment.findings.iter().map(|f| finding(&map, f)).collect(),
        lines: assessment.lines.iter().map(|l| line(&map, l)).collect(),
        not_assessed: &assessment.not_assessed,
        rules: run.explain.then(|| explained(run, assessment)),
        ..empty(run, entry, assessment.status.name())
    }
}

fn source<'a>(map: &OffsetMap<'_>, id: usize, source: &'a Source) -> SourceRecord<'a> {
    SourceRecord {
        id,
        label: &source.label,
        name: source.name.as_deref(),
        kind: source.kind.name(),
        role: source.role.as_deref(),
        confidence: source.confidence.name(),
        mentions: spans(map, &source.mentions),
        descriptor: source.descriptor.map(descriptor),
        justified: source.justified,
    }
}

fn descriptor(told: Descriptor) -> DescriptorRecord {
    let Descriptor { organisation, role, basis, interest } = told;
    DescriptorRecord { organisation, role, basis, interest, grade: told.grade() }
}

fn attribution<'a>(map: &OffsetMap<'_>, a: &'a Attribution) -> AttributionRecord<'a> {
    AttributionRecord {
        source: a.source,
        source_span: spans(map, &a.source_span),
        via: a.via.name(),
        cue: spans(map, &a.cue),
        content: spans(map, &a.content),
        form: a.form.name(),
        act: a.act.name(),
        kind: a.kind.name(),
        stance: a.stance.name(),
        outlet: a.outlet.as_deref(),
        zone: a.zone.name(),
        confidence: a.confidence.name(),
    }
}

fn finding<'a>(map: &OffsetMap<'_>, f: &'a Finding) -> FindingRecord<'a> {
    FindingRecord {
        rule: &f.rule,
        span: map.span(f.span),
        source: f.source,
        dimension: f.dimension.map(|d| d.name()),
        suppressed: f.suppressed,
    }
}

fn line<'a>(map: &OffsetMap<'_>, line: &'a Line) -> LineRecord<'a> {
    let mut record = LineRecord {
        dimension: line.dimension.map(|d| d.name()),
        rule: None,
        why: None,
        cap: None,
        points: Decimal(line.points),
        span: None,
    };
    match &line.cause {
        Cause::Rule { rule, span } => (record.rule, record.span) = (Some(rule.as_str()), Some(map.span(*span))),
        Cause::Measure(why) => record.why = Some(why),
        Cause::Cap(cap) => record.cap = Some(cap),
    }
    record
}

/// What the rules that an assessment names say of themselves.
fn explained<'a>(run: &Run<'a>, assessment: &'a Assessment) -> BTreeMap<&'a str, &'a RuleText> {
    let findings = assessment.findings.iter().map(|f| f.rule.as_str());
    let responses = assessment.responses.iter().map(|r| r.rule.as_str());
    let justifications = assessment.justifications.iter().map(|j| j.rule.as_str());
    let lines = assessment.lines.iter().filter_map(|l| match &l.cause {
        Cause::Rule { rule, .. } => Some(rule.as_str()),
        Cause::Measure(_) | Cause::Cap(_) => None,
    });
    let named: BTreeSet<&str> = findings.chain(responses).chain(justifications).chain(lines).collect();
    named.into_iter().filter_map(|id| Some((id, run.handbook.get(id)?))).collect()
}

fn spans(map: &OffsetMap<'_>, spans: &[Span]) -> Vec<Offsets> {
    spans.iter().map(|&s| map.span(s)).collect()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|d| char::from(DIGITS[usize::from(d)])).collect()
}
