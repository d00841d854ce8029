//! What an article's assessment holds: the record, before anybody prints it.

use onrecord_parser::{Act, Confidence, Form, Stance, Via, Zone};
use onrecord_text::Span;

use crate::correct::CorrectionReport;
use crate::points::Points;
use crate::suppress::SuppressionReport;
use crate::words::{Band, Dimension, Hearing, Outcome, Reason, SourceKind, Standing, Status};

/// Everything that was found in one article, and its score. All spans count bytes of the article's text.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Whether there is a score.
    pub status: Status,
    /// Why there is none.
    pub reason: Option<String>,
    /// The band of the score.
    pub band: Option<Band>,
    /// The score, 0 to 100 points; the sum of 100 and all `lines`.
    pub score: Option<Points>,
    /// Lowest and highest score that unsure readings allow.
    pub range: Option<[Points; 2]>,
    /// The score that the article would have without suppressed findings being left out.
    pub score_without_suppressions: Option<Points>,
    /// The score that the article would have without corrections by hand.
    pub score_without_corrections: Option<Points>,
    /// The id of the profile that made the score.
    pub profile: String,
    /// Why it was this profile, in words.
    pub profile_reason: String,
    /// The sources of all attributions; an index here is a source's id.
    pub sources: Vec<Source>,
    /// All attributions, in text order.
    pub attributions: Vec<Attribution>,
    /// Response notes, in text order.
    pub responses: Vec<Response>,
    /// People and bodies with a name that the text accuses or criticises, each once, in text order.
    pub accused: Vec<AccusedParty>,
    /// Terms of and reasons for anonymity, in text order.
    pub justifications: Vec<Justification>,
    /// Every dimension of the profile, also those that do not apply.
    pub dimensions: Vec<DimensionScore>,
    /// What rules found, in text order.
    pub findings: Vec<Finding>,
    /// What the score is made of.
    pub lines: Vec<Line>,
    /// Who wished findings to be set aside, why, and what became of it.
    pub suppressions: Vec<SuppressionReport>,
    /// Labels that somebody has put right by hand, and what became of each.
    pub corrections: Vec<CorrectionReport>,
    /// What no text can show, or this article did not give occasion to judge.
    pub not_assessed: Vec<String>,
}

/// A person, body or document that something is attributed to.
#[derive(Clone, Debug)]
pub struct Source {
    /// How to call it: the name, or the words of its best description.
    pub label: String,
    /// Its proper name.
    pub name: Option<String>,
    /// Its kind.
    pub kind: SourceKind,
    /// The rule that gave the kind; empty for one that a correction gave.
    pub kind_rule: String,
    /// A named person's role, in the article's words.
    pub role: Option<String>,
    /// How sure kind and identity are.
    pub confidence: Confidence,
    /// Where it is mentioned, in text order.
    pub mentions: Vec<Span>,
    /// How an unnamed source is described; `None` for others.
    pub descriptor: Option<Descriptor>,
    /// Whether a reason for anonymity is given; `None` for named ones.
    pub justified: Option<bool>,
    /// How many people it claims to be: 2 for "two officials", else 1.
    pub claimed: u32,
    /// How far it stands on its own beside the sources before it; those that state nothing in the body stand alone.
    pub standing: Standing,
}

/// How an unnamed source is described.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// The organisation or side is told.
    pub organisation: bool,
    /// The role is told.
    pub role: bool,
    /// How the source knows is told.
    pub basis: bool,
    /// Interest, allegiance or limits are told.
    pub interest: bool,
}

impl Descriptor {
    /// The grade, 0 to 4: one for each thing told.
    #[must_use]
    pub fn grade(self) -> u8 {
        u8::from(self.organisation) + u8::from(self.role) + u8::from(self.basis) + u8::from(self.interest)
    }
}

/// A statement tied to its source.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The source, an index into [`Assessment::sources`]; `None` where nobody is named.
    pub source: Option<u32>,
    /// The words that name the source here.
    pub source_span: Vec<Span>,
    /// How the source is named here.
    pub via: Via,
    /// The words that attribute.
    pub cue: Vec<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
    /// Quoted, told, or both.
    pub form: Form,
    /// What the source does.
    pub act: Act,
    /// The source's kind.
    pub kind: SourceKind,
    /// How the cue takes sides.
    pub stance: Stance,
    /// The outlet that the source spoke to, in the article's words.
    pub outlet: Option<String>,
    /// The part of the article.
    pub zone: Zone,
    /// How far it is to be trusted.
    pub confidence: Confidence,
}

/// What came of asking somebody for their side.
#[derive(Clone, Debug)]
pub struct Response {
    /// The shortest clause that tells it.
    pub span: Span,
    /// Who was asked.
    pub party: Option<Span>,
    /// Who was asked, if it is a source, as an index into [`Assessment::sources`].
    pub party_source: Option<u32>,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether the note says immediately, by deadline, or the like.
    pub immediately: bool,
    /// The rule that found it; empty for what a correction added.
    pub rule: String,
}

/// Somebody with a name who is accused or criticised in the text, and whether the text has a reply.
#[derive(Clone, Debug)]
pub struct AccusedParty {
    /// The words that accuse, where they first do.
    pub span: Span,
    /// The words that name the party there: a name, a description or a pronoun.
    pub party: Span,
    /// Its name.
    pub name: String,
    /// The party as a source, if it is one, as an index into [`Assessment::sources`].
    pub party_source: Option<u32>,
    /// Whether the text has its reply.
    pub heard: Hearing,
    /// What came of asking, where it or somebody was asked.
    pub outcome: Option<Outcome>,
}

/// Terms of or a reason for anonymity.
#[derive(Clone, Debug)]
pub struct Justification {
    /// Its words.
    pub span: Span,
    /// The reason.
    pub reason: Reason,
    /// The sources that it covers, as indices into [`Assessment::sources`].
    pub sources: Vec<u32>,
    /// The rule that found it; empty for what a correction added.
    pub rule: String,
}

/// A dimension of the score.
#[derive(Clone, Debug)]
pub struct DimensionScore {
    /// Which.
    pub id: Dimension,
    /// Whether the article gives occasion to judge it.
    pub applies: bool,
    /// Its score, 0 to 100 points; `None` where it does not apply.
    pub score: Option<Points>,
    /// Its weight in the profile.
    pub weight: u32,
    /// The measured value behind the score, in thousandths.
    pub raw: Option<Points>,
}

/// Something that a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// Where.
    pub span: Span,
    /// The source that it is about, as an index into [`Assessment::sources`].
    pub source: Option<u32>,
    /// The dimension that it counts in; `None` for one that is only reported.
    pub dimension: Option<Dimension>,
    /// What has set it aside, as an index into [`Assessment::suppressions`]; `None` for a finding that counts.
    pub suppression: Option<u32>,
}

/// One line of the score's explanation.
#[derive(Clone, Debug)]
pub struct Line {
    /// The dimension; `None` for a cap.
    pub dimension: Option<Dimension>,
    /// What made it.
    pub cause: Cause,
    /// Points given (positive) or taken.
    pub points: Points,
}

/// What made a line of the score.
#[derive(Clone, Debug)]
pub enum Cause {
    /// A finding of the rule, at the span.
    Rule {
        /// The rule's id.
        rule: String,
        /// Where.
        span: Span,
    },
    /// A measured value on its curve, in words.
    Measure(String),
    /// A named cap of the profile.
    Cap(String),
}
