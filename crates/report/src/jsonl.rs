//! The record: one JSON object an article, the product's public interface.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_engine::{
    AccusedParty, Assessment, Attribution, Cause, CorrectionReport, Descriptor, DimensionScore, Finding, Justification,
    Line, Response, Source, SuppressionReport,
};
use onrecord_text::{OffsetMap, Span};
use sha2::{Digest, Sha256};

use crate::handbook::RuleText;
use crate::json::Json;
use crate::{Body, Entry, Metadata, Run, corrections};

/// The version of the record's shape.
pub const SCHEMA: &str = "onrecord/1";

/// Appends the record of `entry` to `out`, as one line.
pub fn write(out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>) {
    match entry.body {
        Body::Assessed { text, assessment } => {
            let map = OffsetMap::new(text, run.offsets);
            let hash = sha256(text.as_bytes());
            record(out, run, entry, &Judged { assessment, map: &map, hash: &hash });
        }
        Body::Unread { reason } => unread(out, run, entry, reason),
    }
    out.push(b'\n');
}

/// What was found in an article, and how to tell where.
struct Judged<'a> {
    assessment: &'a Assessment,
    map: &'a OffsetMap<'a>,
    hash: &'a str,
}

fn record(out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>, judged: &Judged<'_>) {
    let Judged { assessment, map, hash } = judged;
    Json::new(out).object(|o| {
        head(o, entry, assessment.status.name(), assessment.reason.as_deref());
        o.key("band").maybe(assessment.band, |o, b| o.word(b.name()));
        o.key("score").maybe(assessment.score, Json::points);
        o.key("range").maybe(assessment.range, |o, r| o.list(r, Json::points));
        o.key("score_without_suppressions").maybe(assessment.score_without_suppressions, Json::points);
        o.key("score_without_corrections").maybe(assessment.score_without_corrections, Json::points);
        o.key("profile").text(&assessment.profile);
        o.key("profile_reason").text(&assessment.profile_reason);
        by_whom(o, run);
        o.key("extractor").maybe(entry.metadata.extractor, Json::text);
        o.key("encoding").maybe(entry.metadata.encoding, Json::text);
        o.key("text_sha256").word(hash);
        if let (true, Body::Assessed { text, .. }) = (run.with_text, entry.body) {
            o.key("text").text(text);
        }
        o.key("offsets").word(run.offsets.name());
        o.key("sources").list(assessment.sources.iter().enumerate(), |o, (id, s)| source(o, map, id, s));
        o.key("attributions").list(&assessment.attributions, |o, a| attribution(o, map, a));
        o.key("responses").list(&assessment.responses, |o, r| response(o, map, r));
        o.key("accused").list(&assessment.accused, |o, a| accused(o, map, a));
        o.key("justifications").list(&assessment.justifications, |o, j| justification(o, map, j));
        o.key("dimensions").list(&assessment.dimensions, dimension);
        o.key("findings").list(&assessment.findings, |o, f| finding(o, map, f));
        o.key("lines").list(&assessment.lines, |o, l| {
            let told = run.explain.then(|| run.handbook.of_line(&assessment.profile, l)).flatten();
            line(o, map, l, told);
        });
        o.key("suppressions").list(&assessment.suppressions, |o, s| suppression(o, map, s));
        o.key("corrections").list(&assessment.corrections, |o, c| correction(o, map, c));
        o.key("corrected").number(corrections::count(assessment) as u32);
        o.key("not_assessed").list(&assessment.not_assessed, |o, n| o.text(n));
        if run.explain {
            o.key("rules").other(&explained(run, assessment));
        }
    });
}

/// The record of what could not be read: all keys, and nothing in them.
fn unread(out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>, reason: &str) {
    Json::new(out).object(|o| {
        head(o, entry, "error", Some(reason));
        let numbers = ["band", "score", "range", "score_without_suppressions", "score_without_corrections"];
        for key in numbers.into_iter().chain(["profile", "profile_reason"]) {
            o.key(key).null();
        }
        by_whom(o, run);
        o.key("extractor").maybe(entry.metadata.extractor, Json::text);
        o.key("encoding").maybe(entry.metadata.encoding, Json::text);
        o.key("text_sha256").null();
        o.key("offsets").word(run.offsets.name());
        let found = ["sources", "attributions", "responses", "accused", "justifications"];
        let judged = ["dimensions", "findings", "lines", "suppressions", "corrections"];
        for key in found.into_iter().chain(judged) {
            o.key(key).list([], |_, ()| {});
        }
        o.key("corrected").number(0);
        o.key("not_assessed").list([], |_, ()| {});
    });
}

fn head(o: &mut Json<'_>, entry: &Entry<'_>, status: &'static str, reason: Option<&str>) {
    o.key("schema").word(SCHEMA);
    o.key("id").text(entry.id);
    o.key("title").maybe(entry.title, Json::text);
    o.key("metadata").object(|o| {
        let Metadata { outlet, byline, date, section, genre, url, .. } = entry.metadata;
        o.key("outlet").maybe(outlet, Json::text);
        o.key("byline").maybe(byline, Json::text);
        o.key("date").maybe(date, Json::text);
        o.key("section").maybe(section, Json::text);
        o.key("genre").maybe(genre, Json::text);
        o.key("url").maybe(url, Json::text);
    });
    if let Some(duplicate_of) = entry.duplicate_of {
        o.key("duplicate_of").text(duplicate_of);
    }
    o.key("status").word(status);
    o.key("reason").maybe(reason, Json::text);
}

pub(crate) fn by_whom(o: &mut Json<'_>, run: &Run<'_>) {
    o.key("engine").text(run.engine);
    o.key("packs").list(run.packs, |o, pack| {
        o.object(|o| {
            o.key("id").text(&pack.id);
            o.key("version").text(&pack.version);
            o.key("sha256").text(&pack.sha256);
        });
    });
}

fn source(o: &mut Json<'_>, map: &OffsetMap<'_>, id: usize, source: &Source) {
    o.object(|o| {
        o.key("id").number(id as u32);
        o.key("label").text(&source.label);
        o.key("name").maybe(source.name.as_deref(), Json::text);
        o.key("kind").word(source.kind.name());
        o.key("role").maybe(source.role.as_deref(), Json::text);
        o.key("confidence").word(source.confidence.name());
        spans(o.key("mentions"), map, &source.mentions);
        o.key("descriptor").maybe(source.descriptor, descriptor);
        o.key("justified").maybe(source.justified, Json::bool);
        o.key("standing").word(source.standing.name());
    });
}

fn descriptor(o: &mut Json<'_>, told: Descriptor) {
    let Descriptor { organisation, role, basis, interest } = told;
    o.object(|o| {
        o.key("organisation").bool(organisation);
        o.key("role").bool(role);
        o.key("basis").bool(basis);
        o.key("interest").bool(interest);
        o.key("grade").number(u32::from(told.grade()));
    });
}

fn attribution(o: &mut Json<'_>, map: &OffsetMap<'_>, a: &Attribution) {
    o.object(|o| {
        o.key("source").maybe(a.source, Json::number);
        spans(o.key("source_span"), map, &a.source_span);
        o.key("via").word(a.via.name());
        spans(o.key("cue"), map, &a.cue);
        spans(o.key("content"), map, &a.content);
        o.key("form").word(a.form.name());
        o.key("act").word(a.act.name());
        o.key("kind").word(a.kind.name());
        o.key("stance").word(a.stance.name());
        o.key("outlet").maybe(a.outlet.as_deref(), Json::text);
        o.key("zone").word(a.zone.name());
        o.key("confidence").word(a.confidence.name());
    });
}

fn response(o: &mut Json<'_>, map: &OffsetMap<'_>, r: &Response) {
    o.object(|o| {
        span(o.key("span"), map, r.span);
        o.key("party").maybe(r.party, |o, p| span(o, map, p));
        o.key("party_source").maybe(r.party_source, Json::number);
        o.key("outcome").word(r.outcome.name());
        o.key("immediately").bool(r.immediately);
        o.key("rule").text(&r.rule);
    });
}

fn accused(o: &mut Json<'_>, map: &OffsetMap<'_>, a: &AccusedParty) {
    o.object(|o| {
        span(o.key("span"), map, a.span);
        span(o.key("party"), map, a.party);
        o.key("name").text(&a.name);
        o.key("party_source").maybe(a.party_source, Json::number);
        o.key("heard").word(a.heard.name());
        o.key("outcome").maybe(a.outcome, |o, outcome| o.word(outcome.name()));
    });
}

fn justification(o: &mut Json<'_>, map: &OffsetMap<'_>, j: &Justification) {
    o.object(|o| {
        span(o.key("span"), map, j.span);
        o.key("reason").word(j.reason.name());
        o.key("sources").list(j.sources.iter().copied(), Json::number);
        o.key("rule").text(&j.rule);
    });
}

pub(crate) fn dimension(o: &mut Json<'_>, d: &DimensionScore) {
    o.object(|o| {
        o.key("id").word(d.id.name());
        o.key("applies").bool(d.applies);
        o.key("score").maybe(d.score, Json::points);
        o.key("weight").number(d.weight);
        o.key("raw").maybe(d.raw, Json::points);
    });
}

fn finding(o: &mut Json<'_>, map: &OffsetMap<'_>, f: &Finding) {
    o.object(|o| {
        o.key("rule").text(&f.rule);
        span(o.key("span"), map, f.span);
        o.key("source").maybe(f.source, Json::number);
        o.key("dimension").maybe(f.dimension, |o, d| o.word(d.name()));
        if let Some(number) = f.suppression {
            o.key("suppressed").bool(true);
            o.key("suppression").number(number);
        }
    });
}

/// A line of the score, with what rule or profile say of it where that is `told`.
fn line(o: &mut Json<'_>, map: &OffsetMap<'_>, line: &Line, told: Option<&RuleText>) {
    o.object(|o| {
        if let Some(dimension) = line.dimension {
            o.key("dimension").word(dimension.name());
        }
        match &line.cause {
            Cause::Rule { rule, .. } => o.key("rule").text(rule),
            Cause::Measure(why) => o.key("why").text(why),
            Cause::Cap(cap) => o.key("cap").text(cap),
        }
        o.key("points").points(line.points);
        if let Cause::Rule { span: place, .. } = &line.cause {
            span(o.key("span"), map, *place);
        }
        let Some(told) = told else { return };
        if !matches!(line.cause, Cause::Measure(_)) {
            o.key("why").text(&told.why);
        }
        o.key("remedy").text(&told.remedy);
        o.key("standard").list(&told.standard, |o, s| o.text(s));
    });
}

fn suppression(o: &mut Json<'_>, map: &OffsetMap<'_>, s: &SuppressionReport) {
    o.object(|o| {
        o.key("rule").maybe(s.rule.as_deref(), Json::text);
        o.key("reason").maybe(s.reason.as_deref(), Json::text);
        o.key("span").maybe(s.span, |o, place| span(o, map, place));
        o.key("origin").word(s.origin.name());
        o.key("used").bool(s.used);
        o.key("problem").maybe(s.problem.as_ref(), |o, p| o.word(p.0.name()));
        o.key("message").maybe(s.problem.as_ref(), |o, p| o.text(&p.1));
    });
}

fn correction(o: &mut Json<'_>, map: &OffsetMap<'_>, c: &CorrectionReport) {
    o.object(|o| {
        o.key("what").word(c.what.name());
        o.key("quote").text(&c.quote);
        o.key("span").maybe(c.span, |o, place| span(o, map, place));
        o.key("from").maybe(c.from.as_deref(), Json::text);
        o.key("to").maybe(c.to.as_deref(), Json::text);
        o.key("by").maybe(c.by.as_deref(), Json::text);
        o.key("why").maybe(c.why.as_deref(), Json::text);
        o.key("origin").word(c.origin.name());
        o.key("used").bool(c.used);
        o.key("problem").maybe(c.problem.as_ref(), |o, p| o.word(p.0.name()));
        o.key("message").maybe(c.problem.as_ref(), |o, p| o.text(&p.1));
    });
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

fn spans(o: &mut Json<'_>, map: &OffsetMap<'_>, spans: &[Span]) {
    o.list(spans, |o, s| span(o, map, *s));
}

pub(crate) fn span(o: &mut Json<'_>, map: &OffsetMap<'_>, span: Span) {
    o.list(map.span(span), Json::number);
}

/// The hash of a text or file, by which it is known elsewhere, in the digits that records print.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|d| char::from(DIGITS[usize::from(d)])).collect()
}
