use onrecord_engine::{Assessment, Attribution, PackInfo};
use onrecord_parser::{Act, Zone};
use onrecord_text::OffsetUnit;

use crate::Handbook;

/// What holds for all articles of a run.
#[derive(Clone, Copy, Debug)]
pub struct Run<'r> {
    /// The version of the program.
    pub engine: &'r str,
    /// The packs that judged.
    pub packs: &'r [PackInfo],
    /// What printed offsets count.
    pub offsets: OffsetUnit,
    /// What the rules say of themselves.
    pub handbook: &'r Handbook,
    /// Whether records carry the words of the rules that they name.
    pub explain: bool,
    /// Whether records carry the text that their places count in.
    pub with_text: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// One article or unreadable input, ready to be written.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What the record calls it.
    pub id: &'a str,
    /// Its headline, where that is no part of the text.
    pub title: Option<&'a str>,
    /// What else the input tells about it.
    pub metadata: Metadata<'a>,
    /// The id of the article that it is a near copy of, where that was asked for.
    pub duplicate_of: Option<&'a str>,
    /// What there is to say.
    pub body: Body<'a>,
}

/// What an input tells about an article besides its text and headline, in the input's own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metadata<'a> {
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// Who wrote it.
    pub byline: Option<&'a str>,
    /// When it was published.
    pub date: Option<&'a str>,
    /// The section of the paper.
    pub section: Option<&'a str>,
    /// The genre.
    pub genre: Option<&'a str>,
    /// Its address.
    pub url: Option<&'a str>,
    /// What made the text out of another format, with its version.
    pub extractor: Option<&'a str>,
    /// How the text was encoded, where that is not UTF-8.
    pub encoding: Option<&'a str>,
}

/// What there is to say of an input.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// It was read and assessed.
    Assessed {
        /// The text that all spans count in.
        text: &'a str,
        /// What was found.
        assessment: &'a Assessment,
    },
    /// It could not be, for this reason.
    Unread {
        /// Why, and what to do.
        reason: &'a str,
    },
}

/// Whether an attribution counts: a statement in the body.
pub(crate) fn is_scored(attribution: &Attribution) -> bool {
    attribution.act == Act::Statement && attribution.zone == Zone::Body
}

/// How many scored statements each source makes; the last number counts those of nobody.
pub(crate) fn statements(assessment: &Assessment) -> Vec<usize> {
    let mut counts = vec![0; assessment.sources.len() + 1];
    for a in assessment.attributions.iter().filter(|a| is_scored(a)) {
        let source = a.source.map_or(assessment.sources.len(), |s| s as usize);
        if let Some(count) = counts.get_mut(source) {
            *count += 1;
        }
    }
    counts
}
