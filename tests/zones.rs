//! What the lines around running text are: headlines, bylines, captions, credits.

use onrecord_parser::Zone::{self, Body, Boilerplate, Byline, Caption, Credit, Headline, Standfirst, Subheading};
use onrecord_tests::run::read;

/// Two paragraphs of running text, so that a page has a body.
const BODY: &str = "The harbour board closed the old yard on Monday after a fire that burned for most of the night.\n\n\
                    Mira Odum said the smoke was seen from the far side of the bay long before anybody rang a bell.";

/// Lines above the body, with what each is, and lines below it.
type Page = (&'static [(&'static str, Zone)], &'static [(&'static str, Zone)]);

const PAGES: &[Page] = &[
    (&[("Fire closes harbour yard", Headline)], &[]),
    (&[("FIRE CLOSES HARBOUR YARD IN TROY", Headline), ("By Ana Ruiz", Byline)], &[]),
    (
        &[
            ("Fire closes harbour yard", Headline),
            ("Smoke seen across the bay as board meets", Standfirst),
            ("Monday, March 3, 2025", Byline),
        ],
        &[],
    ),
    (&[("Who lit the fire at the yard?", Headline)], &[]),
    (&[("Sources: yard to stay closed until May", Headline)], &[]),
    (&[("URL https://news.example/yard", Boilerplate), ("Fire closes harbour yard", Headline)], &[]),
    (&[("Fire closes harbour yard", Headline), ("Ana Ruiz | Troy Herald", Byline)], &[]),
    (
        &[("Fire closes harbour yard", Headline)],
        &[
            ("The harbour on Monday. Photo: Ben Hale", Caption),
            ("Boats wait outside the harbour (Ben Hale/AP)", Caption),
            ("What happens now", Subheading),
            ("What happens now?", Subheading),
            ("'Like a bell'", Subheading),
            ("Read more: How the yard was built", Boilerplate),
            ("ALSO SEE: Boats leave the bay", Boilerplate),
            ("(Reporting by Ana Ruiz; Editing by Ben Hale)", Credit),
            ("-- Troy newsroom 555 0100", Credit),
            ("Copyright 2025 Troy Herald. All rights reserved.", Credit),
        ],
    ),
    (&[("Fire closes harbour yard", Headline)], &[("Nobody was hurt.", Body), ("“Nobody,” she said.", Body)]),
];

#[test]
fn lines_around_the_text_are_told_from_it() {
    let mut faults = Vec::new();
    for (above, below) in PAGES {
        let lines: Vec<&str> = above.iter().chain(*below).map(|line| line.0).collect();
        let (over, under) = lines.split_at(above.len());
        let text = [over.join("\n\n"), BODY.to_owned(), under.join("\n\n"), BODY.to_owned()].join("\n\n");
        let text = text.replace("\n\n\n\n", "\n\n");
        let (document, _) = read(&text);
        let zones: Vec<Zone> = document.paragraphs.iter().map(|p| p.zone).collect();
        let wanted = above.iter().map(|l| l.1).chain([Body; 2]).chain(below.iter().map(|l| l.1)).chain([Body; 2]);
        let wanted: Vec<Zone> = wanted.collect();
        for (n, (found, wanted)) in zones.iter().zip(&wanted).enumerate() {
            if found != wanted {
                let line = document.span(&document.paragraphs[n].tokens).of(&text);
                faults.push(format!("{line}\n  wanted {wanted:?}, found {found:?}"));
            }
        }
        assert_eq!(zones.len(), wanted.len(), "{text}");
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
