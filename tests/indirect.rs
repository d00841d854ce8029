//! What is reported in a writer's own words: by whom, with which cue, and what only looks like a report.

use std::ops::Range;

use onrecord_parser::Act;
use onrecord_tests::run::read;

/// A sentence, and its statements in text order: source, cue, content, parts joined by " / ".
type Row = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const SENTENCES: &[Row] = &[
    // Who speaks: a place that describes, words for people without a noun, an aim, and a house called by its number.
    (
        "A person with inside knowledge of the talks said it was over.",
        &[("A person with inside knowledge of the talks", "said", "it was over")],
    ),
    ("A group of outside engineers said it was over.", &[("A group of outside engineers", "said", "it was over")]),
    ("Those around the mayor said it was over.", &[("Those around the mayor", "said", "it was over")]),
    ("Some of the mayor's allies said it was over.", &[("Some of the mayor's allies", "said", "it was over")]),
    ("Both of them said it was over.", &[("Both of them", "said", "it was over")]),
    ("A person in a position to know said it was over.", &[("A person in a position to know", "said", "it was over")]),
    ("A person present said it was over.", &[("A person present", "said", "it was over")]),
    ("No 10 said it was over.", &[("No 10", "said", "it was over")]),
    ("She is No 10 in the world, Odum said.", &[("Odum", "said", "She is No 10 in the world")]),
    // Between subject and verb.
    (
        "Mira Odum, a lawyer, on Sunday told reporters that it was over.",
        &[("Mira Odum, a lawyer", "told", "that it was over")],
    ),
    (
        "Donors who met twice with the Odum campaign say it is over.",
        &[("Donors who met twice with the Odum campaign", "say", "it is over")],
    ),
    (
        "Officials in the ministry and at the port have said that it failed.",
        &[("Officials in the ministry and at the port", "have said", "that it failed")],
    ),
    (
        "Tuesday, the Department of Fisheries (Department) said it would pay.",
        &[("the Department of Fisheries (Department)", "said", "it would pay")],
    ),
    // What is reported holds a report of its own.
    (
        "Odum objected to the decision to notify the council that it was under review, an official familiar with it told the Gazette.",
        &[
            (
                "an official familiar with it",
                "told",
                "Odum objected to the decision to notify the council that it was under review",
            ),
            ("Odum", "objected to", "the decision to notify the council that it was under review"),
        ],
    ),
    // Quoted by another.
    (
        "Odum was quoted by the news agency as saying that talks had failed.",
        &[("Odum", "saying", "that talks had failed")],
    ),
    ("He was quoted as saying that talks had failed.", &[("He", "was quoted as saying", "that talks had failed")]),
    ("Odum was quoted as saying on Tuesday that talks had failed.", &[("Odum", "saying", "that talks had failed")]),
    (
        "The mayor pointed out in a letter that the bridge was late.",
        &[("The mayor", "pointed out", "that the bridge was late")],
    ),
    // To call is to name, or to ring up.
    ("She called the plan reckless.", &[("She", "called", "the plan reckless")]),
    ("It was a move the mayor called 'reckless'.", &[("the mayor", "called", "'reckless'")]),
    ("She called the police.", &[]),
    ("He also called the Uruguayan mission, minutes before the vote.", &[]),
    ("He belonged to a group of guards who call themselves 'the Wasps'.", &[]),
    ("He was held by a band of smugglers called 'the Wasps'.", &[]),
    ("She started a business she called Breathe.", &[]),
    // A clause that opens before the cue and goes on behind it.
    ("The answer, the partner told them, was simple.", &[("the partner", "told", "The answer / was simple")]),
    ("Odum, the mayor said, was wrong.", &[("the mayor", "said", "Odum / was wrong")]),
    (
        "She was not persuaded, she wrote, that the lake would dry up.",
        &[("she", "wrote", "She was not persuaded / that the lake would dry up")],
    ),
    // An insertion before what is told.
    (
        "Several experts cautioned, as they had in May, that the lake might dry up.",
        &[("Several experts", "cautioned", "that the lake might dry up")],
    ),
    ("He told the Herald, however, that she had left.", &[("He", "told", "that she had left")]),
    // A relative clause with a whole clause in it, before the verb of the main one.
    (
        "A woman who said that she saw the fire told police the barn was lit.",
        &[
            ("who", "said", "that she saw the fire"),
            ("A woman who said that she saw the fire", "told", "the barn was lit"),
        ],
    ),
    (
        "His aides say it is too early but noted that he won.",
        &[("His aides", "say", "it is too early"), ("His aides", "noted", "that he won")],
    ),
    (
        "Aides to both men all agree that the lease was bad.",
        &[("Aides to both men all", "agree", "that the lease was bad")],
    ),
    ("After the vote all agreed that the lease was bad.", &[("all", "agreed", "that the lease was bad")]),
    // What may or should be said has not been; May is somebody.
    ("All athletes must inform their clubs.", &[]),
    ("A wise man might ask, \"Why now?\"", &[]),
    ("\"It is late,\" May said.", &[("May", "said", "\"It is late,\"")]),
    // A noun like the verb.
    ("One label Odum resists is old.", &[]),
    // Verbs of saying that say nothing here.
    ("The crew could say goodbye to their ship.", &[]),
    ("She seldom talks about the sea.", &[]),
    ("He admitted mistakes.", &[("He", "admitted", "mistakes")]),
    ("The hospital admitted 40 patients.", &[]),
    ("The cuts that the mayor agreed to last year may hurt students.", &[]),
    ("The lake town – which wants the plan – put it forward for a vote.", &[]),
    ("Tom Lund was endorsed by Mira Odum.", &[]),
    // A newsroom's questions are not a source's words.
    ("We asked voters what they want.", &[]),
    ("The Gazette asked whether she would sign the bill.", &[]),
    ("He asked whether she would sign the bill.", &[("He", "asked", "whether she would sign the bill")]),
    // A site is one word.
    (
        "The council filed it on example.com/plans/7 on Monday, officials said.",
        &[("officials", "said", "The council filed it on example.com/plans/7 on Monday")],
    ),
];

#[test]
fn reports_have_their_source_cue_and_content() {
    for (text, rows) in SENTENCES {
        let (document, _) = read(text);
        let one = |range: &Option<Range<u32>>| range.as_ref().map_or("", |r| document.span(r).of(text)).to_owned();
        let found: Vec<(String, String, String)> = document
            .attributions
            .iter()
            .filter(|a| a.act == Act::Statement)
            .map(|a| {
                let parts: Vec<&str> = a.content.iter().map(|c| document.span(c).of(text)).collect();
                (one(&a.source_span), one(&a.cue), parts.join(" / "))
            })
            .collect();
        let told: Vec<(String, String, String)> =
            rows.iter().map(|&(s, q, c)| (s.to_owned(), q.to_owned(), c.to_owned())).collect();
        assert_eq!(found, told, "{text}");
    }
}
