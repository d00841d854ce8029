//! The score is explained to the last thousandth.

use onrecord_engine::{Points, Status};
use onrecord_tests::corpus::{cases, profile};
use onrecord_tests::run::{read, read_by_profile};

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
fn the_lines_of_a_dimension_are_what_its_score_and_weight_give() {
    for case in cases() {
        for profile in ["news", profile(&case.slug), "investigation"] {
            let found = read_by_profile(profile, &case.text);
            let total: i64 = found.dimensions.iter().filter(|d| d.applies).map(|d| i64::from(d.weight)).sum();
            for dimension in &found.dimensions {
                let id = dimension.id.name();
                let lines: Vec<i64> =
                    found.lines.iter().filter(|l| l.dimension == Some(dimension.id)).map(|l| l.points.0).collect();
                let Some(score) = dimension.score else {
                    assert!(lines.is_empty(), "{} {profile}: lines of {id}, which does not apply", case.slug);
                    continue;
                };
                if found.score.is_none() {
                    continue;
                }
                let weight = i64::from(dimension.weight);
                let can = lines.iter().all(|p| p.abs() * total <= Points::FULL.0 * weight + total);
                assert!(can, "{} {profile}: a line of {id} beyond its weight: {lines:?}", case.slug);
                // Each line is rounded to a thousandth, up or down.
                let off = lines.iter().sum::<i64>() * total - (score - Points::FULL).0 * weight;
                assert!(
                    off.abs() <= (lines.len() as i64 + 1) * total,
                    "{} {profile}: {id} {score} {lines:?}",
                    case.slug
                );
            }
        }
    }
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
