//! What the score is made from: which profile judges an article, which sources stand on their own, what counts.

use onrecord_engine::{Assessment, Dimension, Options, Standing, Status};
use onrecord_tests::run::{read, read_with};

/// An article of some 170 words about a ferry, with `more` behind it.
fn ferry(more: &str) -> String {
    format!(
        "The Tarn ferry has run its last trip, and the village on the far bank must take the long road by the bridge.\n\n\
         \u{201c}It was a good boat, and we shall miss it all the same,\u{201d} said Ana Vane, a retired pilot.\n\n\
         The boat was built in a small yard by the sea and came up the river on a summer night many years ago. It carried \
         milk, post, sheep and schoolchildren. On market days it went back and forth from dawn until dark, and in winter \
         it broke the thin ice along the banks with its iron bow. Nobody ever drowned.\n\n\
         Tom Odum, who runs the village shop, said that the hull was so thin that a boot could have gone through it. Rosa \
         Lund, a teacher, said that the children would have to leave home an hour earlier from now on.\n\n\
         There were flowers on the rail and a flag at the stern. The boat turned once in the middle of the river, as it \
         used to do for weddings, and came back to the landing where it had begun. Children threw bread to the ducks.\n\n\
         {more}"
    )
}

fn filed(section: &str, genre: Option<&str>, profile: Option<&str>) -> Assessment {
    let options = Options {
        section: Some(section.to_owned()).filter(|s| !s.is_empty()),
        genre: genre.map(str::to_owned),
        profile: profile.map(str::to_owned),
        ..Options::default()
    };
    read_with(&options, &ferry(""))
}

#[test]
fn the_profile_follows_what_is_asked_then_where_the_article_is_filed() {
    let cases: [(&str, Option<&str>, Option<&str>, &str); 8] = [
        ("", None, None, "news"),
        ("Sport", None, None, "sport"),
        ("News / SPORT", None, None, "sport"),
        ("Crime & Courts", None, None, "court"),
        ("Sportswear", None, None, "news"),
        ("Business", Some("fact check"), None, "fact-check"),
        ("Sport", None, Some("investigation"), "investigation"),
        ("World", None, None, "news"),
    ];
    for (section, genre, asked, profile) in cases {
        let found = filed(section, genre, asked);
        assert_eq!(found.profile, profile, "{section} {genre:?} {asked:?}: {}", found.profile_reason);
        assert!(!found.profile_reason.is_empty());
    }
}

#[test]
fn the_words_of_an_article_choose_its_profile_where_there_are_enough() {
    let (_, few) = read(&ferry("A judge once crossed on it."));
    assert_eq!(few.profile, "news");
    let more = "The judge told the jury that the defendant was sentenced to a year. Prosecutors had asked the court for \
                two, and the verdict came at noon. The magistrate who set bail was there as well.";
    let (_, many) = read(&ferry(more));
    assert_eq!(many.profile, "court", "{}", many.profile_reason);
}

#[test]
fn what_is_filed_as_opinion_is_not_scored_and_says_so() {
    for section in ["Opinion", "Letters to the Editor", "Comment / Columnists", "Q&A"] {
        let found = filed(section, None, None);
        assert_eq!(found.status, Status::NotScored, "{section}");
        assert!(found.reason.as_deref().is_some_and(|r| r.contains(section)), "{section}: {:?}", found.reason);
        assert!(!found.sources.is_empty(), "what was found stands in the record all the same");
    }
    assert_eq!(filed("Opinion polls", None, None).status, Status::Scored);
}

/// The standing of each source that `more` adds, by label.
fn standing(more: &str) -> Vec<(String, Standing)> {
    let (_, found) = read(&ferry(more));
    let known = ["Ana Vane", "Tom Odum", "Rosa Lund"];
    let new = found.sources.into_iter().filter(|s| !known.contains(&s.label.as_str()));
    new.map(|s| (s.label, s.standing)).collect()
}

#[test]
fn voices_of_one_office_and_those_who_speak_for_others_are_no_further_sources() {
    use Standing::{Alone, Colleague, Dependent, Outlet};
    let cases: [(&str, &[Standing]); 6] = [
        ("Ben Hale, a carpenter, said it was late. Carla Stone, a nurse, said it was early.", &[Alone, Alone]),
        (
            "Northway Corp said the boat was sold. Ben Hale, an engineer at Northway Corp, said it was old.",
            &[Alone, Colleague],
        ),
        (
            "Northway Corp said the boat was sold. Ben Hale, a spokesman for Northway Corp, said it was old.",
            &[Alone, Dependent],
        ),
        (
            "Carla Stone, a smith, said the boat was hers. Ben Hale, a lawyer for Stone, said it was old.",
            &[Alone, Dependent],
        ),
        ("Ben Hale, a smith, told the Daily Herald that the boat was his.", &[Outlet]),
        (
            "Four workers at the yard said the boat was sold. \u{201c}It was old, and all of us knew it,\u{201d} one said.",
            &[Alone, Dependent],
        ),
    ];
    for (more, expected) in cases {
        let found = standing(more);
        assert_eq!(found.iter().map(|s| s.1).collect::<Vec<_>>(), expected, "{more}: {found:?}");
    }
}

#[test]
fn a_reason_that_is_told_of_a_group_covers_its_members_and_nobody_else() {
    let (_, found) = read(&ferry(
        "Four workers, who asked not to be named for fear of losing their jobs, said the boat was sold. \u{201c}It was \
         old, and all of us knew it,\u{201d} one said. A second said the papers were burnt. A senior official said the \
         boat was worth nothing.",
    ));
    let unnamed: Vec<(&str, Option<bool>)> =
        found.sources.iter().filter(|s| s.kind.is_unnamed()).map(|s| (s.label.as_str(), s.justified)).collect();
    let justified: Vec<Option<bool>> = unnamed.iter().map(|u| u.1).collect();
    assert_eq!(justified, [Some(true), Some(true), Some(true), Some(false)], "{unnamed:?}");
    let [reason] = found.justifications.as_slice() else { panic!("{:?}", found.justifications) };
    assert_eq!(reason.sources.len(), 3, "the record names whom the reason covers: {reason:?}");
}

#[test]
fn a_pull_quote_adds_no_statement_and_a_repeated_greeting_stays_text() {
    let statements = |more: &str| {
        let (_, found) = read(&ferry(more));
        found.attributions.iter().filter(|a| a.zone.name() == "body").count()
    };
    let plain = statements("");
    let quote = "\u{201c}It was a good boat, and we shall miss it all the same\u{201d}";
    assert_eq!(statements(quote), plain);
    assert_eq!(statements(&format!("{quote}\n\n\u{2014} Ana Vane, retired pilot")), plain);
    // Words that stand nowhere else are speech.
    assert!(statements("\u{201c}Nobody asked us what we thought of it before,\u{201d} Vane said.") > plain);
}

#[test]
fn a_long_text_with_few_statements_is_less_clear_about_who_says_what() {
    let attribution = |text: &str| {
        let (_, found) = read(text);
        let dimension = found.dimensions.iter().find(|d| d.id == Dimension::Attribution);
        dimension.and_then(|d| d.score).expect("attribution is judged")
    };
    let told = "The road is narrow and has no light. In spring the river floods it, and in autumn leaves lie on it for \
                weeks. A bus goes twice a day. ";
    assert!(attribution(&ferry(&told.repeat(6))) < attribution(&ferry("")));
}

#[test]
fn a_request_or_a_reason_is_no_occasion_for_another_source() {
    let dimension = |more: &str, id: Dimension| {
        let (_, found) = read(&ferry(more));
        found.dimensions.iter().find(|d| d.id == id).and_then(|d| d.score)
    };
    let note = "Odum did not respond to a request for comment.";
    assert_eq!(dimension(note, Dimension::Independence), dimension("", Dimension::Independence));
    // Nobody is accused: a note of a request is no merit that others lack.
    assert_eq!(dimension(note, Dimension::Reply), None);
}
