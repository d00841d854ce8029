//! The comparison as one JSON object, for programs. `docs/compare.md` tells what each key means.

use onrecord_engine::{Dimension, Overlap, Voice};
use onrecord_text::OffsetMap;

use super::{Article, Compare, letter};
use crate::entry::statements;
use crate::json::Json;
use crate::jsonl::{by_whom, dimension, span};

/// The version of the shape of comparisons.
pub const SCHEMA: &str = "onrecord-compare/1";

/// Appends the object, as one line.
pub fn write(out: &mut Vec<u8>, compare: &Compare<'_>) {
    let run = &compare.run;
    let maps: Vec<OffsetMap<'_>> = compare.articles.iter().map(|a| OffsetMap::new(a.text, run.offsets)).collect();
    let comparison = compare.comparison;
    Json::new(out).object(|o| {
        o.key("schema").word(SCHEMA);
        by_whom(o, run);
        o.key("offsets").word(run.offsets.name());
        o.key("articles").list(compare.articles.iter().enumerate(), |o, (n, a)| article(o, n, a));
        o.key("unread").list(compare.unread, |o, unread| {
            o.object(|o| {
                o.key("id").text(unread.id);
                o.key("reason").text(unread.reason);
            });
        });
        o.key("sources").list(&comparison.voices, |o, v| voice(o, compare, &maps, v));
        o.key("nameless").list(&comparison.nameless, |o, nameless| {
            let source = &compare.articles[nameless.article as usize].assessment.sources[nameless.source as usize];
            o.object(|o| {
                called(o.key("article"), nameless.article);
                o.key("source").number(nameless.source);
                o.key("label").text(&source.label);
                o.key("kind").word(source.kind.name());
                o.key("statements").number(nameless.statements);
                o.key("justified").maybe(source.justified, Json::bool);
            });
        });
        o.key("quotations").list(&comparison.quotations, |o, quotation| {
            o.list(&quotation.places, |o, place| {
                let n = place.article as usize;
                let source = place.source.and_then(|s| compare.articles[n].assessment.sources.get(s as usize));
                o.object(|o| {
                    called(o.key("article"), place.article);
                    span(o.key("span"), &maps[n], place.span);
                    o.key("words").number(place.words);
                    o.key("text").text(place.span.of(compare.articles[n].text));
                    o.key("source").maybe(place.source, Json::number);
                    o.key("label").maybe(source.map(|s| s.label.as_str()), Json::text);
                });
            });
        });
        o.key("overlaps").list(&comparison.overlaps, overlap);
    });
    out.push(b'\n');
}

fn called(o: &mut Json<'_>, article: u32) {
    o.text(&letter(article as usize).to_string());
}

fn article(o: &mut Json<'_>, n: usize, article: &Article<'_>) {
    let a = article.assessment;
    o.object(|o| {
        called(o.key("article"), n as u32);
        o.key("id").text(article.id);
        o.key("title").maybe(article.headline(), Json::text);
        o.key("outlet").maybe(article.outlet, Json::text);
        o.key("status").word(a.status.name());
        o.key("reason").maybe(a.reason.as_deref(), Json::text);
        o.key("band").maybe(a.band, |o, b| o.word(b.name()));
        o.key("score").maybe(a.score, Json::points);
        o.key("range").maybe(a.range, |o, r| o.list(r, Json::points));
        o.key("profile").text(&a.profile);
        let judged = Dimension::ALL.iter().filter_map(|d| a.dimensions.iter().find(|x| x.id == *d));
        o.key("dimensions").list(judged, dimension);
        o.key("words").number(article.words() as u32);
        let counts = statements(a);
        o.key("statements").number(counts.iter().sum::<usize>() as u32);
        o.key("statements_of_nobody").number(counts.last().copied().unwrap_or_default() as u32);
    });
}

fn voice(o: &mut Json<'_>, compare: &Compare<'_>, maps: &[OffsetMap<'_>], voice: &Voice) {
    o.object(|o| {
        o.key("label").text(&voice.label);
        o.key("kind").maybe(voice.kind, |o, k| o.word(k.name()));
        o.key("speaks_for").maybe(voice.of, Json::number);
        o.key("outlet_of").list(voice.outlet_of.iter().copied(), called);
        let speaks = voice.articles.iter().enumerate().filter(|(_, a)| a.statements > 0);
        o.key("speaks_in").list(speaks, |o, (n, _)| called(o, n as u32));
        o.key("in").list(
            voice.articles.iter().enumerate().filter(|(_, a)| a.named || !a.notes.is_empty()),
            |o, (n, a)| {
                let assessment = compare.articles[n].assessment;
                o.object(|o| {
                    called(o.key("article"), n as u32);
                    o.key("statements").number(a.statements);
                    o.key("sources").list(a.sources.iter().copied(), Json::number);
                    let kinds = a.sources.iter().filter_map(|&s| assessment.sources.get(s as usize));
                    o.key("kinds").list(kinds, |o, s| o.word(s.kind.name()));
                    let notes = a.notes.iter().filter_map(|&r| assessment.responses.get(r as usize));
                    o.key("responses").list(notes, |o, r| {
                        o.object(|o| {
                            o.key("outcome").word(r.outcome.name());
                            o.key("immediately").bool(r.immediately);
                            span(o.key("span"), &maps[n], r.span);
                        });
                    });
                });
            },
        );
    });
}

fn overlap(o: &mut Json<'_>, overlap: &Overlap) {
    o.object(|o| {
        o.key("articles").list(overlap.articles, called);
        o.key("runs").list(overlap.runs, Json::number);
        o.key("common").number(overlap.common);
        o.key("percent").number(overlap.percent());
        o.key("copy").bool(overlap.is_copy());
    });
}
