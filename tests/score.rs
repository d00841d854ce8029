//! The score is explained to the last thousandth.

use onrecord_engine::{Points, Status};
use onrecord_tests::corpus::cases;
use onrecord_tests::run::read;

#[test]
fn the_lines_add_up_to_the_score_exactly() {
    let mut scored = 0;
    for case in cases() {
        let (_, found) = read(&case.text);
        let Some(score) = found.score else { continue };
        let sum: Points = found.lines.iter().map(|l| l.points).sum();
        assert_eq!(Points::FULL + sum, score, "{}: the lines do not add up", case.slug);
        scored += 1;
    }
    assert!(scored >= 20, "only {scored} articles of the corpus get a score");
}

#[test]
fn a_score_lies_between_none_and_full_and_inside_its_range() {
    for case in cases() {
        let (_, found) = read(&case.text);
        let Some(score) = found.score else { continue };
        assert!(Points::ZERO <= score && score <= Points::FULL, "{}: {score}", case.slug);
        if let Some([low, high]) = found.range {
            assert!(low <= score && score <= high, "{}: {score} is not in {low} to {high}", case.slug);
        }
        for dimension in &found.dimensions {
            let inside = dimension.score.is_none_or(|s| Points::ZERO <= s && s <= Points::FULL);
            assert!(inside, "{}: {}", case.slug, dimension.id.name());
            assert!(dimension.applies == dimension.score.is_some(), "{}: {}", case.slug, dimension.id.name());
        }
    }
}

#[test]
fn an_article_has_a_score_and_a_band_or_a_reason_why_not() {
    for case in cases() {
        let (_, found) = read(&case.text);
        let scored = found.status == Status::Scored;
        assert_eq!(scored, found.score.is_some(), "{}", case.slug);
        assert_eq!(scored, found.band.is_some(), "{}", case.slug);
        assert_eq!(scored, found.reason.is_none(), "{}", case.slug);
        assert!(scored || found.lines.is_empty(), "{}: lines without a score", case.slug);
    }
}

#[test]
fn ids_in_an_assessment_lead_somewhere() {
    for case in cases() {
        let (_, found) = read(&case.text);
        let known = |id: u32| (id as usize) < found.sources.len();
        assert!(found.attributions.iter().filter_map(|a| a.source).all(known), "{}", case.slug);
        assert!(found.responses.iter().filter_map(|r| r.party_source).all(known), "{}", case.slug);
        assert!(found.accused.iter().filter_map(|a| a.party_source).all(known), "{}", case.slug);
        assert!(found.justifications.iter().flat_map(|j| &j.sources).all(|&s| known(s)), "{}", case.slug);
        assert!(found.findings.iter().filter_map(|f| f.source).all(known), "{}", case.slug);
        for attribution in &found.attributions {
            let none = attribution.kind == onrecord_engine::SourceKind::None;
            assert_eq!(none, attribution.source.is_none(), "{}: {attribution:?}", case.slug);
        }
    }
}
