//! Every column of every table.

use onrecord_engine::{Band, Dimension, Hearing, Outcome, Reason, SourceKind, Standing, Status};
use onrecord_text::Span;

use super::column::{Cell, Column, Holds, Of, Word, acts, col, confidences, forms, stances, text, vias, zones};
use crate::Body;
use crate::entry::is_scored;
use crate::jsonl::sha256;

fn statuses() -> Vec<Word> {
    let meaning = |status| match status {
        Status::Scored => "it has a score",
        Status::NotScored => "it was read and has no score; `reason` tells why",
        Status::Error => "it could not be read; `reason` tells why",
    };
    Status::ALL.iter().map(|&status| (status.name(), meaning(status))).collect()
}

fn bands() -> Vec<Word> {
    Band::MEANINGS.to_vec()
}

fn kinds() -> Vec<Word> {
    SourceKind::MEANINGS.to_vec()
}

fn standings() -> Vec<Word> {
    Standing::MEANINGS.to_vec()
}

fn outcomes() -> Vec<Word> {
    Outcome::MEANINGS.to_vec()
}

fn reasons() -> Vec<Word> {
    Reason::MEANINGS.to_vec()
}

fn dimensions() -> Vec<Word> {
    Dimension::MEANINGS.to_vec()
}

const ARTICLE: Column = col(
    "article",
    Holds::Key,
    "the article's row in `articles.csv`; its id, and from the second input with the same id on a number behind it, as `a1~2`",
    |_, _| Cell::Article,
);

pub(super) const ARTICLES: &[Column] = &[
    ARTICLE,
    col("id", Holds::Words, "the id of the input: its `id` field, else its path", |of, _| {
        Cell::told(Some(of.entry.id))
    }),
    col("title", Holds::Words, "the headline, where the input has it in a field of its own", |of, _| {
        Cell::told(of.entry.title)
    }),
    col("outlet", Holds::Words, "who published it, as the input tells", |of, _| Cell::told(of.entry.metadata.outlet)),
    col("byline", Holds::Words, "who wrote it, as the input tells", |of, _| Cell::told(of.entry.metadata.byline)),
    col("date", Holds::Words, "when it was published, in the input's own notation", |of, _| {
        Cell::told(of.entry.metadata.date)
    }),
    col("section", Holds::Words, "the section, as the input tells", |of, _| Cell::told(of.entry.metadata.section)),
    col("genre", Holds::Words, "the genre, as the input tells", |of, _| Cell::told(of.entry.metadata.genre)),
    col("url", Holds::Words, "its address, as the input tells", |of, _| Cell::told(of.entry.metadata.url)),
    col("extractor", Holds::Words, "what made the text out of another format, with its version", |of, _| {
        Cell::told(of.entry.metadata.extractor)
    }),
    col("encoding", Holds::Words, "how the input was encoded, where that is not UTF-8", |of, _| {
        Cell::told(of.entry.metadata.encoding)
    }),
    col("status", Holds::OneOf(statuses), "whether it has a score", |of, _| {
        Cell::Word(of.assessment().map_or(Status::Error, |a| a.status).name())
    }),
    col("reason", Holds::Words, "why it has no score; it quotes the article with `--with-text` only", reason),
    col("band", Holds::OneOf(bands), "the band of the score", |of, _| {
        Cell::maybe(of.assessment().and_then(|a| a.band), |b| Cell::Word(b.name()))
    }),
    col("score", Holds::Score, "the sourcing-transparency score", |of, _| {
        Cell::maybe(of.assessment().and_then(|a| a.score), Cell::Points)
    }),
    col("range_low", Holds::Score, "the lowest score that unsure readings allow", |of, _| {
        Cell::maybe(of.assessment().and_then(|a| a.range), |r| Cell::Points(r[0]))
    }),
    col("range_high", Holds::Score, "the highest score that unsure readings allow", |of, _| {
        Cell::maybe(of.assessment().and_then(|a| a.range), |r| Cell::Points(r[1]))
    }),
    col("score_without_suppressions", Holds::Score, "the score if findings counted that are set aside", |of, _| {
        Cell::maybe(of.assessment().and_then(|a| a.score_without_suppressions), Cell::Points)
    }),
    col("score_without_corrections", Holds::Score, "the score if nothing were corrected by hand", |of, _| {
        Cell::maybe(of.assessment().and_then(|a| a.score_without_corrections), Cell::Points)
    }),
    col("profile", Holds::Words, "the profile that made the score", |of, _| {
        Cell::told(of.assessment().map(|a| a.profile.as_str()))
    }),
    col("identification", Holds::Score, "how far sources are identified; empty where it does not apply", |of, _| {
        dimension(of, Dimension::Identification)
    }),
    col("anonymity", Holds::Score, "how unnamed sources are handled; empty where it does not apply", |of, _| {
        dimension(of, Dimension::Anonymity)
    }),
    col(
        "independence",
        Holds::Score,
        "how many sources are independent of each other; empty where it does not apply",
        |of, _| dimension(of, Dimension::Independence),
    ),
    col("reply", Holds::Score, "whether those criticised were asked; empty where it does not apply", |of, _| {
        dimension(of, Dimension::Reply)
    }),
    col("attribution", Holds::Score, "whether it is clear who says what; empty where it does not apply", |of, _| {
        dimension(of, Dimension::Attribution)
    }),
    col(
        "provenance",
        Holds::Score,
        "whether the reporting is first-hand, and from where documents came; empty where it does not apply",
        |of, _| dimension(of, Dimension::Provenance),
    ),
    col("diversity", Holds::Score, "how different the sources are; empty where it does not apply", |of, _| {
        dimension(of, Dimension::Diversity)
    }),
    col("sources", Holds::Count, "rows of the article in `sources.csv`", |of, _| count(of, of.sources().len())),
    col("attributions", Holds::Count, "rows of the article in `attributions.csv`", |of, _| {
        count(of, of.attributions().len())
    }),
    col("statements", Holds::Count, "those of them that are scored: statements in the body", |of, _| {
        of.statements(None)
    }),
    col("responses", Holds::Count, "rows of the article in `responses.csv`", |of, _| count(of, of.responses().len())),
    col("findings", Holds::Count, "rows of the article in `findings.csv`", |of, _| count(of, of.findings().len())),
    col("accused_spoke", Holds::Count, "parties with a name that are accused and speak in the text", |of, _| {
        accused(of, Hearing::Spoke)
    }),
    col("accused_asked", Holds::Count, "those that were asked, where the text tells what came of it", |of, _| {
        accused(of, Hearing::Asked)
    }),
    col(
        "accused_somebody",
        Holds::Count,
        "those of whom the text does not show whether it was they who were asked",
        |of, _| accused(of, Hearing::Somebody),
    ),
    col("accused_unheard", Holds::Count, "those without any reply in the text", |of, _| accused(of, Hearing::No)),
    col("corrected", Holds::Count, "labels that are others by hand", |of, _| {
        Cell::maybe(of.assessment(), |a| Cell::Count(crate::corrections::count(a)))
    }),
    col(
        "text_sha256",
        Holds::Words,
        "SHA-256 of the text in UTF-8, by which those who have the text know it",
        |of, _| Cell::maybe(of.text(), |t| Cell::Words(sha256(t.as_bytes()).into())),
    ),
    col("characters", Holds::Count, "Unicode characters of the text", |of, _| {
        Cell::maybe(of.text(), |t| Cell::Count(t.chars().count()))
    }),
    text("text", "the whole text", |of, _| Cell::told(of.text())),
];

pub(super) const SOURCES: &[Column] = &[
    col("source", Holds::Key, "the source: its article, and its number there, as in `a1#s0`", |_, n| part('s', n)),
    ARTICLE,
    col("label", Holds::Words, "how to call it: its name, or the words that describe it best", |of, n| {
        Cell::told(Some(&of.sources()[n].label))
    }),
    col("name", Holds::Words, "its proper name; empty for the unnamed", |of, n| {
        Cell::told(of.sources()[n].name.as_deref())
    }),
    col("kind", Holds::OneOf(kinds), "what kind of source it is", |of, n| Cell::Word(of.sources()[n].kind.name())),
    col("unnamed", Holds::Truth, "whether it is a person or people whose name is kept back", |of, n| {
        Cell::Truth(of.sources()[n].kind.is_unnamed())
    }),
    col("role", Holds::Words, "a named person's role, in the article's words", |of, n| {
        Cell::told(of.sources()[n].role.as_deref())
    }),
    col("statements", Holds::Count, "its scored statements", |of, n| of.statements(Some(n))),
    col("attributions", Holds::Count, "its rows in `attributions.csv`", |of, n| of.attributions_of(n)),
    col("mentions", Holds::Count, "how often the article mentions it", |of, n| {
        Cell::Count(of.sources()[n].mentions.len())
    }),
    col(
        "describes_organisation",
        Holds::Truth,
        "of an unnamed source: whether its organisation or side is told",
        |of, n| Cell::maybe(of.sources()[n].descriptor, |d| Cell::Truth(d.organisation)),
    ),
    col("describes_role", Holds::Truth, "of an unnamed source: whether its role is told", |of, n| {
        Cell::maybe(of.sources()[n].descriptor, |d| Cell::Truth(d.role))
    }),
    col("describes_basis", Holds::Truth, "of an unnamed source: whether it is told how it knows", |of, n| {
        Cell::maybe(of.sources()[n].descriptor, |d| Cell::Truth(d.basis))
    }),
    col(
        "describes_interest",
        Holds::Truth,
        "of an unnamed source: whether its interest or allegiance is told",
        |of, n| Cell::maybe(of.sources()[n].descriptor, |d| Cell::Truth(d.interest)),
    ),
    col("justified", Holds::Truth, "of an unnamed source: whether a reason for anonymity is given", |of, n| {
        Cell::maybe(of.sources()[n].justified, Cell::Truth)
    }),
    col("justification", Holds::OneOf(reasons), "the reason for anonymity, or that only terms are told", |of, n| {
        of.reason_of(n)
    }),
    col("standing", Holds::OneOf(standings), "how far it stands on its own beside the others", |of, n| {
        Cell::Word(of.sources()[n].standing.name())
    }),
    col("confidence", Holds::OneOf(confidences), "how sure its kind and identity are", |of, n| {
        Cell::Word(of.sources()[n].confidence.name())
    }),
];

pub(super) const ATTRIBUTIONS: &[Column] = &[
    col("attribution", Holds::Key, "the attribution: its article, and its number there, as in `a1#a0`", |_, n| {
        part('a', n)
    }),
    ARTICLE,
    col("source", Holds::Key, "its source's row in `sources.csv`; empty where nobody is named", |of, n| {
        of_source(of.attributions()[n].source)
    }),
    col("kind", Holds::OneOf(kinds), "its source's kind", |of, n| Cell::Word(of.attributions()[n].kind.name())),
    col("scored", Holds::Truth, "whether it counts for the score: a statement in the body", |of, n| {
        Cell::Truth(is_scored(&of.attributions()[n]))
    }),
    col("act", Holds::OneOf(acts), "what the source does", |of, n| Cell::Word(of.attributions()[n].act.name())),
    col("form", Holds::OneOf(forms), "quoted, told, or both", |of, n| Cell::Word(of.attributions()[n].form.name())),
    col("stance", Holds::OneOf(stances), "how the word that attributes takes sides; never scored", |of, n| {
        Cell::Word(of.attributions()[n].stance.name())
    }),
    col("via", Holds::OneOf(vias), "how the source is named here", |of, n| Cell::Word(of.attributions()[n].via.name())),
    col("outlet", Holds::Words, "the outlet that the source spoke to, in the article's words", |of, n| {
        Cell::told(of.attributions()[n].outlet.as_deref())
    }),
    col("zone", Holds::OneOf(zones), "the part of the article", |of, n| Cell::Word(of.attributions()[n].zone.name())),
    col("confidence", Holds::OneOf(confidences), "how far the reading is to be trusted", |of, n| {
        Cell::Word(of.attributions()[n].confidence.name())
    }),
    col("content_start", Holds::Place, "where what is attributed starts", |of, n| {
        of.start(&of.attributions()[n].content)
    }),
    col("content_end", Holds::Place, "where what is attributed ends", |of, n| of.end(&of.attributions()[n].content)),
    col("content_length", Holds::Count, "how long what is attributed is, in the unit of offsets", |of, n| {
        of.length(&of.attributions()[n].content)
    }),
    col("cue_start", Holds::Place, "where the words that attribute start; empty where there are none", |of, n| {
        of.start(&of.attributions()[n].cue)
    }),
    col("cue_end", Holds::Place, "where the words that attribute end", |of, n| of.end(&of.attributions()[n].cue)),
    col(
        "source_start",
        Holds::Place,
        "where the words that name the source start; empty where there are none",
        |of, n| of.start(&of.attributions()[n].source_span),
    ),
    col("source_end", Holds::Place, "where the words that name the source end", |of, n| {
        of.end(&of.attributions()[n].source_span)
    }),
    text("content", "what is attributed, quotation marks included", |of, n| of.words(&of.attributions()[n].content)),
    text("cue", "the words that attribute", |of, n| of.words(&of.attributions()[n].cue)),
    text("source_words", "the words that name the source here", |of, n| of.words(&of.attributions()[n].source_span)),
];

pub(super) const RESPONSES: &[Column] = &[
    col("response", Holds::Key, "the note: its article, and its number there, as in `a1#r0`", |_, n| part('r', n)),
    ARTICLE,
    col("source", Holds::Key, "the row in `sources.csv` of who was asked; empty where that is no source", |of, n| {
        of_source(of.responses()[n].party_source)
    }),
    col("outcome", Holds::OneOf(outcomes), "what came of asking", |of, n| Cell::Word(of.responses()[n].outcome.name())),
    col("party_told", Holds::Truth, "whether the note says who was asked", |of, n| {
        Cell::Truth(of.responses()[n].party.is_some())
    }),
    col("immediately", Holds::Truth, "whether the note says immediately, by deadline, or the like", |of, n| {
        Cell::Truth(of.responses()[n].immediately)
    }),
    col("rule", Holds::Words, "the rule that found it; empty for a note added by hand", |of, n| {
        Cell::told(Some(&of.responses()[n].rule))
    }),
    col("start", Holds::Place, "where the note starts", |of, n| of.start(&[of.responses()[n].span])),
    col("end", Holds::Place, "where the note ends", |of, n| of.end(&[of.responses()[n].span])),
    text("words", "the words of the note", |of, n| of.words(&[of.responses()[n].span])),
    text("party", "the words that name who was asked", |of, n| {
        let party: Vec<Span> = of.responses()[n].party.into_iter().collect();
        of.words(&party)
    }),
];

pub(super) const FINDINGS: &[Column] = &[
    col("finding", Holds::Key, "the finding: its article, and its number there, as in `a1#f0`", |_, n| part('f', n)),
    ARTICLE,
    col("rule", Holds::Words, "the rule that found it; `onrecord rules show RULE` tells what it means", |of, n| {
        Cell::told(Some(&of.findings()[n].rule))
    }),
    col(
        "source",
        Holds::Key,
        "the row in `sources.csv` of the source that it is about; empty where it is about none",
        |of, n| of_source(of.findings()[n].source),
    ),
    col(
        "dimension",
        Holds::OneOf(dimensions),
        "the dimension that it counts in; empty where it is only reported",
        |of, n| Cell::maybe(of.findings()[n].dimension, |d| Cell::Word(d.name())),
    ),
    col("points", Holds::Points, "what it gave or took; empty where it did neither", |of, n| of.points_of(n)),
    col("set_aside", Holds::Truth, "whether a suppression has set it aside, so that it does not count", |of, n| {
        Cell::Truth(of.findings()[n].suppression.is_some())
    }),
    col("start", Holds::Place, "where it starts", |of, n| of.start(&[of.findings()[n].span])),
    col("end", Holds::Place, "where it ends", |of, n| of.end(&[of.findings()[n].span])),
    text("words", "the words there", |of, n| of.words(&[of.findings()[n].span])),
];

fn reason<'a>(of: &'a Of<'a>, _: usize) -> Cell<'a> {
    let reason = match of.entry.body {
        Body::Unread { reason } => return Cell::told(Some(reason)),
        Body::Assessed { assessment, .. } => assessment.reason.as_deref(),
    };
    Cell::maybe(reason, |r| Cell::Words(if of.with_text { r.into() } else { without_quotations(r).into() }))
}

/// A reason without the words of the article or of its input that it quotes.
fn without_quotations(reason: &str) -> String {
    let parts = reason.split('`').enumerate();
    parts.map(|(i, part)| if i % 2 == 1 { "`…`" } else { part }).collect()
}

fn dimension<'a>(of: &Of<'a>, which: Dimension) -> Cell<'a> {
    let found = of.assessment().and_then(|a| a.dimensions.iter().find(|d| d.id == which));
    Cell::maybe(found.and_then(|d| d.score), Cell::Points)
}

fn count<'a>(of: &Of<'a>, number: usize) -> Cell<'a> {
    Cell::maybe(of.assessment(), |_| Cell::Count(number))
}

fn accused<'a>(of: &Of<'a>, heard: Hearing) -> Cell<'a> {
    Cell::maybe(of.assessment(), |a| Cell::Count(a.accused.iter().filter(|p| p.heard == heard).count()))
}

fn part<'a>(sort: char, number: usize) -> Cell<'a> {
    Cell::Part(sort, number as u32)
}

fn of_source<'a>(source: Option<u32>) -> Cell<'a> {
    Cell::maybe(source, |s| Cell::Part('s', s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dimension_has_a_column() {
        for dimension in Dimension::ALL {
            assert!(ARTICLES.iter().any(|c| c.name == dimension.name()), "{}", dimension.name());
        }
    }

    #[test]
    fn a_reason_is_told_without_words_of_the_article() {
        for (reason, told) in [
            ("too short: 12 words, 150 are needed", "too short: 12 words, 150 are needed"),
            ("no news report: marked as opinion by `In my view`", "no news report: marked as opinion by `…`"),
        ] {
            assert_eq!(without_quotations(reason), told);
        }
    }
}
