//! Whatever the text, it can be read, and every place that is named lies in it.

use std::sync::LazyLock;

use onrecord_engine::{Assessment, Cause};
use onrecord_parser::Document;
use onrecord_tests::corpus::{Case, cases};
use onrecord_tests::run::read;
use onrecord_text::Span;
use proptest::prelude::*;

/// Reads `text` and holds what came out against what is promised.
fn check(text: &str) {
    let (document, assessment) = read(text);
    check_document(text, &document);
    check_assessment(text, &assessment);
}

fn check_document(text: &str, document: &Document) {
    let mut end = 0;
    for token in &document.tokens {
        assert!(end <= token.start && token.start < token.end, "tokens overlap or are empty");
        inside(text, "token", token.span());
        end = token.end;
    }
    ordered("comments", document.comments.iter().copied());
    for &comment in &document.comments {
        inside(text, "comment", comment);
        assert!(!document.tokens.iter().any(|t| t.span().overlaps(comment)), "a token in a comment");
    }
    let count = document.tokens.len() as u32;
    tiles("sentence", count, document.sentences.iter().map(|s| &s.tokens));
    tiles("paragraph", count, document.paragraphs.iter().map(|p| &p.tokens));
    tiles("sentence of a paragraph", document.sentences.len() as u32, document.paragraphs.iter().map(|p| &p.sentences));

    let mut end = 0;
    for quote in &document.quotes {
        assert!(end <= quote.tokens.start && quote.tokens.start < quote.tokens.end, "quotations overlap or are empty");
        end = quote.tokens.end;
    }
    assert!(end <= count, "a quotation ends behind the text");

    let fits = |range: &std::ops::Range<u32>| range.start <= range.end && range.end <= count;
    assert!(document.mentions.windows(2).all(|w| w[0].tokens.start <= w[1].tokens.start), "mentions are not in order");
    for mention in &document.mentions {
        assert!(fits(&mention.tokens) && !mention.tokens.is_empty(), "a mention {:?}", mention.tokens);
        assert!((mention.entity.0 as usize) < document.entities.len(), "a mention of nobody");
    }
    for entity in &document.entities {
        assert!(fits(&entity.best) && entity.role.as_ref().is_none_or(fits), "an entity {entity:?}");
        assert!(entity.head.is_none_or(|h| h < count), "an entity's head {entity:?}");
    }
    assert!(document.clauses.windows(2).all(|w| w[0].verb.start <= w[1].verb.start), "clauses are not in order");
    for clause in &document.clauses {
        assert!(fits(&clause.verb) && clause.subject.as_ref().is_none_or(fits), "a clause {clause:?}");
    }
    for a in &document.attributions {
        let parts = a.source_span.iter().chain(&a.cue).chain(&a.content).chain(&a.outlet);
        assert!(parts.clone().all(|p| fits(p) && !p.is_empty()), "an attribution {a:?}");
        assert!(a.content.windows(2).all(|w| w[0].end <= w[1].start), "content is not in order {a:?}");
        assert!(a.source.is_none_or(|e| (e.0 as usize) < document.entities.len()), "said by nobody {a:?}");
    }
}

fn check_assessment(text: &str, found: &Assessment) {
    for source in &found.sources {
        assert!(source.mentions.windows(2).all(|w| w[0] <= w[1]), "mentions of a source are not in order");
        source.mentions.iter().for_each(|&s| inside(text, "mention", s));
    }
    for a in &found.attributions {
        a.source_span.iter().chain(&a.cue).chain(&a.content).for_each(|&s| inside(text, "attribution", s));
    }
    for r in &found.responses {
        inside(text, "response", r.span);
        r.party.iter().for_each(|&s| inside(text, "party", s));
    }
    for a in &found.accused {
        inside(text, "accusation", a.span);
        inside(text, "accused party", a.party);
    }
    found.justifications.iter().for_each(|j| inside(text, "justification", j.span));
    found.findings.iter().for_each(|f| inside(text, "finding", f.span));
    for line in &found.lines {
        if let Cause::Rule { span, .. } = line.cause {
            inside(text, "line of the score", span);
        }
    }
    ordered("responses", found.responses.iter().map(|r| r.span));
    ordered("accusations", found.accused.iter().map(|a| a.span));
    ordered("justifications", found.justifications.iter().map(|j| j.span));
    ordered("findings", found.findings.iter().map(|f| f.span));
}

fn inside(text: &str, what: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{what} {span:?} cuts a character or lies outside the text");
}

fn ordered(what: &str, spans: impl Iterator<Item = Span>) {
    let starts: Vec<u32> = spans.map(Span::start).collect();
    assert!(starts.is_sorted(), "{what} are not in text order: {starts:?}");
}

/// The ranges follow each other without hole from 0 to `count`.
fn tiles<'r>(what: &str, count: u32, ranges: impl Iterator<Item = &'r std::ops::Range<u32>>) {
    let mut end = 0;
    for range in ranges {
        assert!(range.start == end && range.end > end, "{what} {range:?} does not follow {end}");
        end = range.end;
    }
    assert_eq!(end, count, "the last {what} does not end with the text");
}

/// What articles are made of, in whatever order.
const PIECES: [&str; 75] = [
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'",
    "''",
    "«",
    "»",
    "„",
    "‹",
    "(",
    ")",
    "[",
    "]",
    "–",
    "—",
    "-",
    "--",
    ",",
    ".",
    "...",
    "…",
    ":",
    ";",
    "?",
    "!",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "\u{a0}",
    "\u{200b}",
    "said",
    "says",
    "told",
    "according to",
    "Mr.",
    "Dr",
    "Mira",
    "Okonjo-Hale",
    "the official",
    "another official",
    "a senior",
    "officials",
    "who",
    "she",
    "they",
    "that",
    "did not respond to a request for comment",
    "on condition of anonymity",
    "because",
    "declined to comment",
    "could not be reached",
    "reportedly",
    "is understood to",
    "the mayor",
    "in a statement",
    "the Ledger",
    "U.S.",
    "Q:",
    "A:",
    "By",
    "Photograph:",
    "© 2026",
    "é",
    "東京",
    "🙂",
    "e\u{301}",
    "\u{feff}",
    "&amp;",
    "<!--",
    "-->",
    "onrecord: ignore anon/*, vague -- for a reason",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_can_be_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn fragments_of_news_in_any_order_can_be_read(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
        spaced in any::<bool>(),
    ) {
        check(&pieces.join(if spaced { " " } else { "" }));
    }

    #[test]
    fn an_article_cut_anywhere_can_be_read(
        which in any::<prop::sample::Index>(),
        from in 0.0..1.0f64,
        to in 0.0..1.0f64,
    ) {
        static CASES: LazyLock<Vec<Case>> = LazyLock::new(cases);
        let text = &which.get(CASES.as_slice()).text;
        let whole = |at: usize| (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let at = |share: f64| whole((share * text.len() as f64) as usize);
        let (from, to) = (at(from), at(to));
        check(&text[from.min(to)..from.max(to)]);
    }
}

#[test]
fn every_article_of_the_corpus_keeps_the_promises() {
    cases().iter().for_each(|case| check(&case.text));
}

#[test]
fn texts_of_extreme_shape_can_be_read() {
    let shapes = [
        String::new(),
        "\n".repeat(5_000),
        " ".repeat(50_000),
        "a".repeat(200_000),
        "\"".repeat(20_000),
        "“".repeat(20_000),
        "'' ".repeat(10_000),
        "((((".repeat(5_000),
        "— ".repeat(10_000),
        "said ".repeat(20_000),
        "who said that ".repeat(10_000),
        "Mira Okonjo-Hale ".repeat(5_000),
        "the official, ".repeat(10_000),
        "She said. ".repeat(10_000),
        "“No,” he said. ".repeat(5_000),
        "Q: Why?\nA: Because.\n".repeat(3_000),
        "An official said she said he said they said ".repeat(2_000),
        "did not respond to a request for comment ".repeat(3_000),
        "e\u{301}".repeat(20_000),
        "word\n".repeat(20_000),
        "<!-- ".repeat(50_000),
        "<!-- onrecord: ignore * -- all of it -->\nOfficials said so.\n\n".repeat(2_000),
        "<!-- onrecord: ignore * -- all of it -->".repeat(5_000),
    ];
    for shape in &shapes {
        check(shape);
    }
}
