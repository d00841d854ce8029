//! Whose words the quotations of a text are, in the forms that houses give them.

use onrecord_parser::{Attribution, Document, Via};
use onrecord_tests::run::read;

/// A text, and what it attributes to whom, in text order: source, then content, parts joined by " / ".
type Row = (&'static str, &'static [(&'static str, &'static str)]);

/// Texts with curly marks; `«` and `»` stand for an inner quotation.
const TEXTS: &[Row] = &[
    // Cue before, behind, between.
    ("Mira Odum said: “We saw the smoke at noon.”", &[("Mira Odum", "“We saw the smoke at noon.”")]),
    ("“We saw the smoke at noon,” said Mira Odum.", &[("Mira Odum", "“We saw the smoke at noon,”")]),
    (
        "“We saw the smoke,” Mira Odum said, “and ran to the quay.”",
        &[("Mira Odum", "“We saw the smoke,” / “and ran to the quay.”")],
    ),
    ("“Where are the boats?” Odum shouted.", &[("Odum", "“Where are the boats?”")]),
    // Verbs of no list.
    ("“Nobody told us about the boats,” Mira Odum grumbled.", &[("Mira Odum", "“Nobody told us about the boats,”")]),
    // Introduced by a sentence of its own.
    (
        "Mira Odum said:\n\n“The boats left at dawn and nobody told us.”",
        &[("Mira Odum", "“The boats left at dawn and nobody told us.”")],
    ),
    (
        "Mira Odum, the harbour master, put out this statement after the vote:\n\n“The boats left at dawn and nobody told us.”",
        &[("Mira Odum", "“The boats left at dawn and nobody told us.”")],
    ),
    // Speech over paragraphs, of which only the last one closes.
    (
        "Mira Odum said: “The boats left at dawn.\n\n“Nobody told us where they went.\n\n“We will ask the board.”",
        &[
            ("Mira Odum", "“The boats left at dawn"),
            ("Mira Odum", "“Nobody told us where they went."),
            ("Mira Odum", "“We will ask the board.”"),
        ],
    ),
    // A paragraph that is only a quotation goes on what the one before told.
    (
        "Mira Odum said that the boats left at dawn.\n\n“Nobody told us where they went.”",
        &[("Mira Odum", "that the boats left at dawn"), ("Mira Odum", "“Nobody told us where they went.”")],
    ),
    // Speech goes on behind the cue; what outweighs the sentence with the cue stands by itself.
    (
        "“The boats left at dawn,” Mira Odum said. “Nobody told us.”",
        &[("Mira Odum", "“The boats left at dawn,” / “Nobody told us.”")],
    ),
    (
        "“They left,” she said. “Nobody on the quay was told where they went or when they would be back with us.”",
        &[
            ("she", "“They left,”"),
            ("she", "“Nobody on the quay was told where they went or when they would be back with us.”"),
        ],
    ),
    // Behind a dash.
    ("“The sea takes what it likes.” — Mira Odum, harbour master", &[("Mira Odum", "“The sea takes what it likes.”")]),
    ("“The sea takes what it likes.”\n– Mira Odum, harbour master", &[("Mira Odum", "“The sea takes what it likes.”")]),
    // Inner quotations belong to the outer one.
    (
        "“He called it «home» and stayed with us,” Mira Odum said.",
        &[("Mira Odum", "“He called it «home» and stayed with us,”")],
    ),
    // A question is answered by the one who spoke before.
    (
        "“Ask the board,” said Ben Hale.\n\n“The board?” Mira Odum said. “Where can we find the board?”\n\n“Behind the yard, where they always meet.”",
        &[
            ("Ben Hale", "“Ask the board,”"),
            ("Mira Odum", "“The board?” / “Where can we find the board?”"),
            ("Ben Hale", "“Behind the yard, where they always meet.”"),
        ],
    ),
    // Titles and scare quotes are no speech.
    ("The band played “The Long Way Home Again” at the fair.", &[]),
    ("They met in a so-called “quiet room” behind the hall.", &[]),
];

fn who(document: &Document, text: &str, attribution: &Attribution) -> String {
    let Some(id) = attribution.source else { return "nobody".to_owned() };
    let entity = &document.entities[id.0 as usize];
    entity.name.clone().unwrap_or_else(|| document.span(&entity.best).of(text).to_owned())
}

fn what(document: &Document, text: &str, attribution: &Attribution) -> String {
    let parts: Vec<&str> = attribution.content.iter().map(|c| document.span(c).of(text)).collect();
    parts.join(" / ")
}

fn found(text: &str) -> Vec<(String, String)> {
    let (document, _) = read(text);
    document.attributions.iter().map(|a| (who(&document, text, a), what(&document, text, a))).collect()
}

fn told(rows: &[(&str, &str)], style: &Style) -> Vec<(String, String)> {
    rows.iter().map(|(who, what)| ((*who).to_owned(), style.write(what))).collect()
}

/// How a house writes its marks.
struct Style {
    name: &'static str,
    outer: [&'static str; 2],
    inner: [&'static str; 2],
}

impl Style {
    fn write(&self, text: &str) -> String {
        let [a, b] = self.outer;
        let [c, d] = self.inner;
        // By way of signs that no style has, so that a mark is not written twice.
        text.replace('“', "\u{1}")
            .replace('”', "\u{2}")
            .replace('«', c)
            .replace('»', d)
            .replace('\u{1}', a)
            .replace('\u{2}', b)
    }
}

const STYLES: &[Style] = &[
    Style { name: "curly", outer: ["“", "”"], inner: ["‘", "’"] },
    Style { name: "curly in curly", outer: ["“", "”"], inner: ["“", "”"] },
    Style { name: "straight", outer: ["\"", "\""], inner: ["'", "'"] },
    Style { name: "doubled apostrophes", outer: ["''", "''"], inner: ["\"", "\""] },
    Style { name: "accents and apostrophes", outer: ["``", "''"], inner: ["`", "'"] },
    Style { name: "single curly", outer: ["‘", "’"], inner: ["“", "”"] },
    Style { name: "single", outer: ["'", "'"], inner: ["\"", "\""] },
    Style { name: "low and high", outer: ["„", "“"], inner: ["‚", "‘"] },
    Style { name: "guillemets", outer: ["«", "»"], inner: ["“", "”"] },
];

#[test]
fn quotations_have_their_speakers_whatever_the_marks() {
    let mut faults = Vec::new();
    for style in STYLES {
        for (text, rows) in TEXTS {
            let text = style.write(text);
            let (found, told) = (found(&text), told(rows, style));
            if found != told {
                faults.push(format!("{}: {text}\n  wanted {told:?}\n  found  {found:?}", style.name));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Texts whose marks are as they are.
const PLAIN: &[Row] = &[
    // Apostrophes are no marks.
    (
        "'The workers' wages aren't enough,' Mira Odum said. 'It's the '90s again.'",
        &[("Mira Odum", "'The workers' wages aren't enough,' / 'It's the '90s again.'")],
    ),
    // An opening mark was forgotten.
    ("We saw the smoke at noon,\" said Mira Odum.", &[("Mira Odum", "We saw the smoke at noon,\"")]),
    // Speech in one line, taken up by opening marks.
    (
        "Mira Odum said: \"The boats left at dawn. \"Nobody told us where they went.\"",
        &[("Mira Odum", "\"The boats left at dawn / \"Nobody told us where they went.\"")],
    ),
    // The second paragraph has no mark to open it.
    (
        "Mira Odum said: “The boats left at dawn.\n\nNobody told us where they went.”",
        &[("Mira Odum", "“The boats left at dawn / Nobody told us where they went.”")],
    ),
    // Turns of a transcript.
    (
        "ODUM: Nobody told us where they went.\n\nHALE: Did you ask the board?\n\nODUM: We asked them twice last week.",
        &[
            ("ODUM", "Nobody told us where they went"),
            ("HALE", "Did you ask the board"),
            ("ODUM", "We asked them twice last week"),
        ],
    ),
    (
        "Mira Odum: Nobody told us.\n\nHerald: Did you ask the board?\n\nMira Odum: We asked them twice.\n\nHerald: And then?",
        &[
            ("Mira Odum", "Nobody told us"),
            ("Herald", "Did you ask the board"),
            ("Mira Odum", "We asked them twice"),
            ("Herald", "And then"),
        ],
    ),
    // Set off without marks, with the speaker behind it.
    (
        "The yard closed in May.\n\nWe asked the board twice and nobody told us about the boats Mayor Mira Odum\n\nIt opened again in June.",
        &[("Mira Odum", "We asked the board twice and nobody told us about the boats")],
    ),
    // Marks that were lost when the text was decoded.
    (
        "\u{FFFD}We\u{FFFD}ll ask the board today,\u{FFFD} said Mira Odum.",
        &[("Mira Odum", "\u{FFFD}We\u{FFFD}ll ask the board today,\u{FFFD}")],
    ),
    // A pointer is no turn.
    ("ALSO SEE: Boats leave the harbour at dawn", &[]),
    // Nobody owns what is rumoured.
    ("There was speculation that the two yards would merge.", &[("nobody", "that the two yards would merge")]),
    ("The yard is forecast to close.", &[("nobody", "The yard / to close")]),
    // Capitals throughout.
    (
        "THE HARBOUR MASTER, MIRA ODUM, SAID ON MONDAY THAT THE BOATS WOULD STAY.",
        &[("MIRA ODUM", "THAT THE BOATS WOULD STAY")],
    ),
];

#[test]
fn odd_forms_of_speech_have_their_speakers() {
    let plain = Style { name: "as written", outer: ["“", "”"], inner: ["«", "»"] };
    for (text, rows) in PLAIN {
        assert_eq!(found(text), told(rows, &plain), "{text}");
    }
}

#[test]
fn uncued_speech_is_implicit() {
    let (document, _) = read("Mira Odum said that the boats left.\n\n“Nobody told us where they went.”");
    let vias: Vec<Via> = document.attributions.iter().map(|a| a.via).collect();
    assert_eq!(vias, [Via::Name, Via::Implicit]);
}

#[test]
fn a_line_without_end_is_read_in_time() {
    let speech = "“No,” she said. 'Never' and \"so on, ".repeat(20_000);
    let (document, _) = read(&speech);
    assert!(!document.quotes.is_empty());
}
