//! Each format on one article in which every part of an assessment occurs.

use insta::assert_snapshot;
use onrecord_engine::{
    AccusedParty, Assessment, Attribution, Band, Cause, CorrectionProblem, CorrectionReport, Descriptor, Dimension,
    DimensionScore, Finding, Hearing, Justification, Label, Line, Origin, Outcome, PackInfo, Points, Problem, Reason,
    Response, Source, SourceKind, Standing, Status, SuppressionProblem, SuppressionReport, Unit,
};
use onrecord_parser::{Act, Confidence, Form, Stance, Via, Zone};
use onrecord_report::{Body, Entry, Handbook, Metadata, Run};
use onrecord_text::{OffsetUnit, Span};

const TEXT: &str = "Harbour chief “misled council”, aides say\n\
    \n\
    Zoë Marsh, the harbour's chief engineer, said the “pumps were never tested”. Two aides, who spoke on condition of \
    anonymity because they were not allowed to talk to reporters, disagreed.\r\n\
    The company did not immediately respond to a request for comment.\n\
    “It was known,” she told Radio Quay.\u{1b}[31m\n";

fn at(words: &str) -> Span {
    let start = TEXT.find(words).unwrap_or_else(|| panic!("`{words}` is not in the text"));
    Span::new(start as u32, (start + words.len()) as u32)
}

fn source(label: &str, kind: SourceKind, mentions: &[&str]) -> Source {
    Source {
        label: label.to_owned(),
        name: None,
        kind,
        kind_rule: "source/some".to_owned(),
        role: None,
        confidence: Confidence::Sure,
        mentions: mentions.iter().map(|m| at(m)).collect(),
        descriptor: None,
        justified: None,
        claimed: 1,
        standing: Standing::Alone,
    }
}

fn attribution(source: Option<u32>, span: &str, cue: &str, content: &str, form: Form, kind: SourceKind) -> Attribution {
    Attribution {
        source,
        source_span: if span.is_empty() { vec![] } else { vec![at(span)] },
        via: Via::Name,
        cue: vec![at(cue)],
        content: vec![at(content)],
        form,
        act: Act::Statement,
        kind,
        stance: Stance::Neutral,
        outlet: None,
        zone: Zone::Body,
        confidence: Confidence::Sure,
    }
}

fn assessment() -> Assessment {
    let marsh = Source {
        name: Some("Zoë Marsh".to_owned()),
        role: Some("the harbour's chief engineer".to_owned()),
        ..source("Zoë Marsh", SourceKind::NamedPerson, &["Zoë Marsh", "she"])
    };
    let aides = Source {
        descriptor: Some(Descriptor { role: true, ..Descriptor::default() }),
        justified: Some(true),
        claimed: 2,
        ..source("Two aides", SourceKind::UnnamedGroup, &["Two aides"])
    };
    let company = source("The company", SourceKind::NamedOrganisation, &["The company"]);
    let headline = Attribution {
        zone: Zone::Headline,
        ..attribution(Some(1), "aides", "say", "Harbour chief “misled council”", Form::Mixed, SourceKind::UnnamedGroup)
    };
    let radio = Attribution {
        via: Via::Pronoun,
        outlet: Some("Radio Quay".to_owned()),
        ..attribution(Some(0), "she", "told", "“It was known,”", Form::Direct, SourceKind::NamedPerson)
    };
    let said = "the “pumps were never tested”";
    let rule = |rule: &str, words: &str| Cause::Rule { rule: rule.to_owned(), span: at(words) };
    let line = |dimension, cause, points| Line { dimension, cause, points: Points(points) };
    Assessment {
        status: Status::Scored,
        reason: None,
        band: Some(Band::Adequate),
        score: Some(Points(61_500)),
        range: Some([Points(55_000), Points(66_250)]),
        score_without_suppressions: Some(Points(58_500)),
        score_without_corrections: Some(Points(63_000)),
        profile: "news".to_owned(),
        profile_reason: "asked for".to_owned(),
        sources: vec![marsh, aides, company],
        attributions: vec![
            headline,
            attribution(Some(0), "Zoë Marsh", "said", said, Form::Mixed, SourceKind::NamedPerson),
            attribution(Some(1), "Two aides", "disagreed", "disagreed", Form::Indirect, SourceKind::UnnamedGroup),
            radio,
            attribution(None, "", "was known", "It", Form::Indirect, SourceKind::None),
        ],
        responses: vec![Response {
            span: at("The company did not immediately respond to a request for comment"),
            party: Some(at("The company")),
            party_source: Some(2),
            outcome: Outcome::NoResponse,
            immediately: true,
            rule: "response/no-response".to_owned(),
        }],
        accused: vec![AccusedParty {
            span: at("Harbour chief “misled council”"),
            party: at("Harbour chief"),
            name: "Zoë Marsh".to_owned(),
            party_source: Some(0),
            heard: Hearing::Spoke,
            outcome: None,
        }],
        justifications: vec![Justification {
            span: at("because they were not allowed to talk to reporters"),
            reason: Reason::NotAuthorised,
            sources: vec![1],
            rule: "anon/not-allowed".to_owned(),
        }],
        dimensions: vec![
            DimensionScore {
                id: Dimension::Identification,
                applies: true,
                score: Some(Points(72_000)),
                weight: 25,
                raw: Some(Points(610)),
            },
            DimensionScore { id: Dimension::Diversity, applies: false, score: None, weight: 5, raw: None },
        ],
        findings: vec![
            Finding {
                rule: "anon/group".to_owned(),
                span: at("Two aides"),
                source: Some(1),
                dimension: Some(Dimension::Anonymity),
                suppression: None,
            },
            Finding {
                rule: "vague/known".to_owned(),
                span: at("It was known"),
                source: None,
                dimension: Some(Dimension::Attribution),
                suppression: Some(0),
            },
        ],
        lines: vec![
            line(Some(Dimension::Anonymity), rule("anon/group", "Two aides"), -6_000),
            line(Some(Dimension::Anonymity), rule("anon/group", "aides, who"), -6_000),
            line(Some(Dimension::Identification), Cause::Measure("curve 0.61 → 72".to_owned()), -27_000),
            line(Some(Dimension::Reply), Cause::Measure("asked".to_owned()), 3_000),
            line(None, Cause::Cap("single-unnamed-source".to_owned()), -2_500),
        ],
        suppressions: vec![
            SuppressionReport {
                rule: Some("vague/*".to_owned()),
                reason: Some("a court's own words \u{9b}2J".to_owned()),
                span: None,
                origin: Origin::SideFile,
                used: true,
                problem: None,
                number: Some(0),
            },
            SuppressionReport {
                rule: None,
                reason: None,
                span: Some(at("Two aides")),
                origin: Origin::Inline,
                used: false,
                problem: Some((
                    SuppressionProblem::Malformed,
                    "it gives no reason; write `--` and the reason".to_owned(),
                )),
                number: None,
            },
        ],
        corrections: vec![
            CorrectionReport {
                what: Label::Kind,
                quote: "Two aides".to_owned(),
                span: Some(at("Two aides")),
                from: Some("collective".to_owned()),
                to: Some("unnamed-group".to_owned()),
                by: Some("Kim \u{9b}2J".to_owned()),
                why: Some("two people are told".to_owned()),
                origin: Origin::Option,
                used: true,
                problem: None,
                unit: Some(Unit::Source(1)),
                number: 0,
            },
            CorrectionReport {
                what: Label::Statement,
                quote: "the roof".to_owned(),
                span: None,
                from: None,
                to: None,
                by: None,
                why: None,
                origin: Origin::SideFile,
                used: false,
                problem: Some((CorrectionProblem::NotFound, "`the roof` does not stand in the article".to_owned())),
                unit: None,
                number: 1,
            },
        ],
        not_assessed: vec!["whether the quotations are complete".to_owned()],
    }
}

type Write = fn(&mut Vec<u8>, &Run<'_>, &Entry<'_>);

fn write(offsets: OffsetUnit, write: Write, body: Body<'_>) -> String {
    write_in(80, offsets, write, body)
}

fn write_in(width: usize, offsets: OffsetUnit, write: Write, body: Body<'_>) -> String {
    let packs = [PackInfo {
        id: "core-en".to_owned(),
        version: "0.1.0".to_owned(),
        sha256: "0123".to_owned(),
        title: "Core".to_owned(),
        license: "MIT".to_owned(),
    }];
    let handbook = Handbook::default();
    let run =
        Run { engine: "0.1.0", packs: &packs, offsets, handbook: &handbook, explain: false, with_text: false, width };
    let mut out = Vec::new();
    let metadata = Metadata { outlet: Some("Radio \"Quay\""), date: Some("2026-03-04"), ..Metadata::default() };
    write(
        &mut out,
        &run,
        &Entry { id: "a1", title: Some("Pumps \u{9b}2J“untested”"), metadata, duplicate_of: None, body },
    );
    String::from_utf8(out).unwrap()
}

/// The output without colours, as a file or `NO_COLOR` gets it.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

const UNREAD: Body<'static> = Body::Unread { reason: "no text in it; leave it out" };

#[test]
fn the_record_has_every_key_and_decimals_from_integers() {
    let assessment = assessment();
    let body = Body::Assessed { text: TEXT, assessment: &assessment };
    let record = write(OffsetUnit::Byte, onrecord_report::jsonl::write, body);
    // One key a line, so that a change of the public record shows as such.
    assert_snapshot!(record.replace(",\"", ",\n\"").replace("{\"schema", "{\n\"schema"));
}

#[test]
fn an_unread_input_has_a_record_with_the_same_keys() {
    let keys = |record: &str| -> Vec<String> {
        let value: serde_json::Value = serde_json::from_str(record).unwrap();
        value.as_object().unwrap().keys().cloned().collect()
    };
    let assessment = assessment();
    let body = Body::Assessed { text: TEXT, assessment: &assessment };
    let unread = write(OffsetUnit::Byte, onrecord_report::jsonl::write, UNREAD);
    assert_eq!(keys(&unread), keys(&write(OffsetUnit::Byte, onrecord_report::jsonl::write, body)));
    assert_snapshot!(unread.replace(",\"", ",\n\""));
}

#[test]
fn offsets_slice_the_text_in_the_unit_that_was_asked_for() {
    let assessment = assessment();
    let body = Body::Assessed { text: TEXT, assessment: &assessment };
    for unit in [OffsetUnit::Byte, OffsetUnit::Char, OffsetUnit::Utf16] {
        let record: serde_json::Value =
            serde_json::from_str(&write(unit, onrecord_report::jsonl::write, body)).unwrap();
        let span = &record["attributions"][3]["content"][0];
        let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
        let slice = match unit {
            OffsetUnit::Byte => TEXT[start..end].to_owned(),
            OffsetUnit::Char => TEXT.chars().skip(start).take(end - start).collect(),
            OffsetUnit::Utf16 => String::from_utf16(&TEXT.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap(),
        };
        assert_eq!(slice, "“It was known,”", "{unit:?}");
        assert_eq!(record["offsets"], unit.name());
    }
}

#[test]
fn a_row_of_csv_has_a_cell_for_every_column() {
    let assessment = assessment();
    let body = Body::Assessed { text: TEXT, assessment: &assessment };
    let mut header = Vec::new();
    onrecord_report::csv::header(&mut header);
    let table = String::from_utf8(header).unwrap()
        + &write(OffsetUnit::Byte, onrecord_report::csv::write, body)
        + &write(OffsetUnit::Byte, onrecord_report::csv::write, UNREAD);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let names = rows.headers().unwrap().clone();
    // The reader refuses rows of different length.
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let turned: String = names
        .iter()
        .enumerate()
        .map(|(i, name)| format!("{name:<28} {:<24} {}\n", &rows[0][i], &rows[1][i]).replace(" \n", "\n"))
        .collect();
    assert_snapshot!(turned);
}

#[test]
fn the_summary_fits_eighty_columns_and_lets_no_control_character_through() {
    let assessment = assessment();
    let body = Body::Assessed { text: TEXT, assessment: &assessment };
    let page = plain(&write(OffsetUnit::Byte, onrecord_report::human::write, body));
    assert!(page.lines().all(|l| l.chars().count() <= 80), "{page}");
    assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "{page:?}");
    assert_snapshot!(page);
}

#[test]
fn show_marks_every_part_in_signs_that_need_no_colour() {
    let assessment = assessment();
    let body = Body::Assessed { text: TEXT, assessment: &assessment };
    let page = plain(&write(OffsetUnit::Byte, onrecord_report::show::write, body));
    assert!(page.lines().all(|l| l.chars().count() <= 80), "{page}");
    assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "{page:?}");
    assert_snapshot!(page);
}

#[test]
fn pages_fit_a_narrow_terminal_and_words_fit_a_very_narrow_one() {
    let assessment = assessment();
    let body = Body::Assessed { text: TEXT, assessment: &assessment };
    let long = |to: usize, page: Write| -> Vec<String> {
        let page = plain(&write_in(to, OffsetUnit::Byte, page, body));
        page.lines().filter(|l| l.chars().count() > to).map(str::to_owned).collect()
    };
    for page in [onrecord_report::human::write, onrecord_report::show::write] {
        assert_eq!(long(64, page), [""; 0]);
        // The tables have columns that cannot be narrower; all of them are indented by a number or blanks.
        let words: Vec<String> = long(40, page).into_iter().filter(|l| !l.starts_with("   ")).collect();
        assert_eq!(words, [""; 0]);
    }
}

#[test]
fn a_problem_shows_its_line_and_what_to_do() {
    let source = "kind = \"source\"\nmarks = \"descripter\"\n";
    let start = source.find("\"descripter\"").unwrap();
    let problem = Problem {
        level: onrecord_engine::Level::Error,
        file: "house/rules/a.toml".to_owned(),
        source: source.into(),
        span: Some(start..start + 12),
        message: "unknown value `descripter`".to_owned(),
        help: Some("did you mean `descriptor`?".to_owned()),
    };
    let whole = Problem { span: None, message: "no `pack.toml` here".to_owned(), help: None, ..problem.clone() };
    assert_snapshot!(plain(&onrecord_report::problems(&[problem, whole], 80)));
}
