//! Rule packs in, assessments out: what the parser found is judged by rules that users write in TOML.
//!
//! ```text
//! Document ─gather─▶ Evidence ─examine─▶ Findings ─tally─▶ Assessment
//! ```
//! The crate does no I/O but reading packs, starts no threads and reads no clock.

mod agree;
mod anchor;
mod assess;
mod assessment;
mod compare;
mod correct;
mod coverage;
mod date;
mod examples;
mod golden;
mod pack;
mod pattern;
mod points;
mod problem;
mod relation;
mod rule;
pub mod schema;
mod suppress;
mod trace;
mod words;

pub use agree::{Agreement, Measure, NoKappa, Rating, class, ratings};
pub use assess::{Advice, Assessor, Bands, Chosen, Considered, Decision, Options, Profile, Scored, assess};
pub use assessment::{
    AccusedParty, Assessment, Attribution, Cause, Descriptor, DimensionScore, Finding, Justification, Line, Response,
    Source,
};
pub use compare::{
    Compared, Comparison, MOST_COMPARED, Nameless, Overlap, Presence, QuotedAt, SharedQuotation, Voice, compare,
};
pub use correct::{
    Correction, CorrectionEntry, CorrectionFile, CorrectionProblem, CorrectionReport, Label, Quoted, Relabel, Unit,
    quoting,
};
pub use coverage::{Coverage, unneeded};
pub use date::Date;
pub use examples::{ExampleFailure, ExampleReport, run_examples};
pub use golden::{GoldenReport, run_goldens};
pub use pack::{ListEntry, PackInfo, PackSource, Part, ProfileFile, Resolved, RuleSet, WordList};
pub use pattern::{Match, Matcher, Scratch};
pub use points::Points;
pub use problem::{Level, Problem};
pub use relation::{Bounds, Counted, Each, Lead, Marks, Near, Thing};
pub use rule::{
    Amendment, Asked, Attach, Attached, Change, Conditions, Detail, Example, ExampleKind, Expected, Mark, MarkKind,
    Rule, RuleId, RuleKind, RuleStatus, Severity, Standard, Within, Zones,
};
pub use suppress::{
    Origin, Place, Suppression, SuppressionEntry, SuppressionFile, SuppressionProblem, SuppressionReport, TextQuote,
};
pub use trace::{
    NearMiss, NearMisses, NearPatterns, PatternTrace, RuleTrace, Stopped, Trace, TracedMatch, TracedToken, Verdict,
};
pub use words::{Band, Dimension, Hearing, Outcome, Reason, SourceKind, Standing, Status};
