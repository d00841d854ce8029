//! From what the parser found to what the record says: gather, examine, tally.
//!
//! The order is fixed, so the order of files in a pack never matters: all patterns are looked for once; sources get
//! their kinds; response notes and terms of anonymity are bound to them; absence and count rules look at the result;
//! the profile turns it into points. Extraction is complete whatever comes of the score.

mod abstain;
mod accused;
mod article;
mod certain;
mod choose;
mod corrected;
mod decide;
mod examine;
mod notes;
mod party;
mod profile;
mod relate;
mod sources;
mod standing;
mod tally;
#[cfg(test)]
mod tests;
mod unnamed;

use std::cell::RefCell;
use std::ops::Range;

use crate::assessment::{Assessment, Attribution, Finding, Response};
use crate::correct::Correction;
use crate::date::Date;
use crate::pack::RuleSet;
use crate::pattern::{Match, Scratch};
use crate::points::Points;
use crate::rule::{Mark, RuleId, RuleKind, RuleStatus, Within};
use crate::suppress::{self, Suppression};
use crate::words::{Dimension, Status};
use article::{Article, Hit};
use corrected::Hand;
pub(crate) use decide::decisions;
pub use decide::{Considered, Decision};
use examine::Evidence;
use onrecord_parser::{Act, Confidence, Document, Zone};
use profile::Independent;
pub use profile::{Advice, Bands, Chosen, Profile, Scored};
pub(crate) use profile::{Names, RawProfile, read_all};
use sources::Sources;
use tally::{Found, Heard, Ledger, Told, Voice, tally};

/// What is known of an article beside its text, and how it is to be judged.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The id of the profile; where none is asked for, `RuleSet::default_profile` or one that builds on it and that the
    /// article speaks for.
    pub profile: Option<String>,
    /// The section that the article is filed under, as the input names it.
    pub section: Option<String>,
    /// The genre, as the input names it.
    pub genre: Option<String>,
    /// The title, where it comes as a field of its own.
    pub title: Option<String>,
    /// Names of the article's own outlet: what it says of itself is not second-hand.
    pub outlets: Vec<String>,
    /// Findings that are to be set aside, beside those that comments in the article name.
    pub suppressions: Vec<Suppression>,
    /// Labels that somebody has put right by hand.
    pub corrections: Vec<Correction>,
    /// The day that dates in suppressions are held against; `None` for not at all, so that an article scores tomorrow
    /// as it does today.
    pub today: Option<Date>,
}

/// Judges articles one after another by the same rules, and keeps what it learned of their words for the next: one for
/// each thread.
#[derive(Debug)]
pub struct Assessor<'r> {
    rules: &'r RuleSet,
    scratch: Scratch,
}

impl<'r> Assessor<'r> {
    /// Judges by `rules`.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        Self { rules, scratch: rules.matcher().scratch() }
    }

    /// Judges an article. Never fails: what cannot be scored has a reason instead of a score.
    #[must_use]
    pub fn assess(&mut self, text: &str, document: &Document, options: &Options) -> Assessment {
        assess_with(text, document, self.rules, options, &mut self.scratch)
    }
}

/// Judges a single article by `rules`; for many, an [`Assessor`] is faster.
#[must_use]
pub fn assess(text: &str, document: &Document, rules: &RuleSet, options: &Options) -> Assessment {
    Assessor::new(rules).assess(text, document, options)
}

/// Whether each of `matches` of a rule whose marker must belong to a source does so.
pub(crate) fn belonging(
    text: &str,
    document: &Document,
    rules: &RuleSet,
    scratch: &mut Scratch,
    matches: &[Match],
) -> Vec<bool> {
    let options = Options::default();
    let article = Article { text, document, rules, options: &options, scratch: RefCell::new(scratch) };
    let hits = article.scan();
    let mut sources = sources::gather(&article);
    unnamed::own_outlets(&article, &hits, &mut sources);
    unnamed::pseudonyms(&article, &hits, &mut sources);
    matches.iter().map(|m| unnamed::belongs(&article, m.rule.0 as usize, &m.tokens, &sources)).collect()
}

/// The words of the sources of which the source rule `rule` holds, whatever rules rank before it; for rules without
/// patterns, which match nothing.
pub(crate) fn held(
    text: &str,
    document: &Document,
    rules: &RuleSet,
    scratch: &mut Scratch,
    rule: RuleId,
) -> Vec<Range<u32>> {
    let number = rule.0 as usize;
    let RuleKind::Source { conditions, .. } = &rules.rules()[number].kind else { return Vec::new() };
    let options = Options::default();
    let article = Article { text, document, rules, options: &options, scratch: RefCell::new(scratch) };
    let entities = document.attributions.iter().filter_map(|a| document.entities.get(a.source?.0 as usize));
    let held = entities.filter(|entity| sources::holds_wordless(&article, entity, number, conditions));
    held.map(|entity| entity.best.clone()).collect()
}

fn assess_with(
    text: &str,
    document: &Document,
    rules: &RuleSet,
    options: &Options,
    scratch: &mut Scratch,
) -> Assessment {
    if options.corrections.is_empty() {
        return assess_plain(text, document, rules, options, scratch, None);
    }
    corrected::assess(text, document, rules, options, scratch)
}

/// Assesses an article; with the `hand` that puts labels right, where there are corrections.
fn assess_plain(
    text: &str,
    document: &Document,
    rules: &RuleSet,
    options: &Options,
    scratch: &mut Scratch,
    mut hand: Option<&mut Hand<'_, '_>>,
) -> Assessment {
    let article = Article { text, document, rules, options, scratch: RefCell::new(scratch) };
    let hits = article.scan();

    let mut sources = sources::gather(&article);
    unnamed::own_outlets(&article, &hits, &mut sources);
    unnamed::pseudonyms(&article, &hits, &mut sources);
    if let Some(hand) = &mut hand {
        hand.sources(&article, &mut sources);
    }
    let mut hits: Vec<Hit> =
        hits.into_iter().filter(|h| unnamed::belongs(&article, h.rule, &h.tokens, &sources)).collect();
    let (mut justifications, mut marked) = unnamed::justifications(&article, &hits, &mut sources);
    marked.extend(unnamed::descriptors(&article, &hits, &mut sources));
    let mut notes = notes::responses(&article, &hits, &sources);
    if let Some(hand) = hand {
        hand.notes(&article, &mut hits, &mut sources, &mut notes, &mut justifications, &mut marked);
    }
    let attributions = sources::attributions(&article, &sources, &unnamed::terms(&article, &hits));
    standing::settle(&article, &attributions, &mut sources);
    let accused = accused::accused(&article, &hits, &sources, &notes);

    let missing_counts = rules.rules().iter().any(examine::counts_missing_replies);
    // What tells of a request or a reason is no occasion for another source.
    let owed = notes.iter().map(|n| n.response.span).chain(justifications.iter().map(|j| j.span)).collect();
    let (words, weighed) = article.body_words(owed);
    let (name, profile_reason) = choose::profile(&article, &hits, words);
    let profile = rules.profile(&name);
    let mut ledger = Ledger {
        words,
        weighed,
        accused: accused
            .iter()
            .map(|a| a.heard)
            .filter(|&h| h != Heard::Unclear && (missing_counts || h != Heard::No))
            .collect(),
        ..Ledger::default()
    };
    article.quotations(&mut ledger);
    enter(&article, &sources, &attributions, Confidence::Unsure, &mut ledger);

    let evidence = Evidence {
        hits: &hits,
        sources: &sources,
        attributions: &attributions,
        notes: &notes,
        marked: &marked,
        accused: &accused,
        words,
        independent: ledger.independent(profile.map_or_else(Independent::default, |p| p.independent)),
    };
    let mut findings = examine::findings(&article, &evidence);
    let suppressions = suppress::apply(text, document, rules, options, &mut findings);
    let told = accused::told(&article, &accused, &sources);
    let responses: Vec<Response> = notes.into_iter().map(|n| n.response).collect();

    let mut assessment = Assessment {
        status: Status::NotScored,
        reason: None,
        band: None,
        score: None,
        range: None,
        score_without_suppressions: None,
        score_without_corrections: None,
        profile: name.clone(),
        profile_reason,
        sources: Vec::new(),
        attributions: Vec::new(),
        responses,
        accused: told,
        justifications,
        dimensions: Vec::new(),
        findings: Vec::new(),
        lines: Vec::new(),
        suppressions,
        corrections: Vec::new(),
        not_assessed: NEVER_ASSESSED
            .iter()
            .map(|&n| n.to_owned())
            .chain(rules.not_assessed().iter().cloned())
            .collect(),
    };
    match profile {
        None => {
            assessment.status = Status::Error;
            assessment.reason = Some(format!("no profile is called `{name}`"));
        }
        Some(profile) => {
            for finding in &mut findings {
                let stable = rules.find(&finding.rule).is_some_and(|id| rules.rule(id).status != RuleStatus::Preview);
                let silent = finding.source.is_some_and(|s| !sources.speaks[s as usize]);
                finding.dimension = profile.dimension_of(&finding.rule).filter(|_| stable && !silent);
            }
            match abstain::reason(&article, &hits, &ledger, profile) {
                Some(reason) => {
                    assessment.reason = Some(reason);
                    assessment.dimensions = abstain::dimensions(profile);
                }
                None => score(&article, &sources, &attributions, &findings, ledger, profile, &mut assessment),
            }
        }
    }
    assessment.sources = sources.list;
    assessment.attributions = attributions;
    assessment.findings = findings;
    assessment
}

/// What no text can show; said in every record.
const NEVER_ASSESSED: [&str; 3] = [
    "whether what the sources say is true",
    "whether the newsroom knew and checked its unnamed sources",
    "whether those asked for a reply had enough time",
];

fn score(
    article: &Article,
    sources: &Sources,
    attributions: &[Attribution],
    findings: &[Finding],
    mut ledger: Ledger,
    profile: &Profile,
    assessment: &mut Assessment,
) {
    let found = |suppressed: bool| -> Vec<Found> {
        let counts = |f: &&Finding| f.dimension.is_some() && (suppressed || f.suppression.is_none());
        findings.iter().filter(counts).map(|f| Found { rule: f.rule.clone(), span: f.span }).collect()
    };
    ledger.found = found(false);
    let Some(result) = tally(&ledger, profile, Told::Reasons) else {
        assessment.reason = Some("nothing in the text gives occasion to judge its sourcing".into());
        assessment.dimensions = abstain::dimensions(profile);
        return;
    };
    // The range: what the score would be if only the surer readings were true.
    let mut range = [result.score; 2];
    let unsure = |a: &Attribution, least| a.zone == Zone::Body && a.act == Act::Statement && a.confidence > least;
    for least in [Confidence::Likely, Confidence::Sure] {
        if !attributions.iter().any(|a| unsure(a, least)) {
            // The same readings again.
            continue;
        }
        let mut surer = ledger.clone();
        enter(article, sources, attributions, least, &mut surer);
        if surer.sources.len() as u32 + surer.agentless < profile.scored.min_statements {
            continue;
        }
        if let Some(other) = tally(&surer, profile, Told::Score) {
            range = [range[0].min(other.score), range[1].max(other.score)];
        }
    }
    let without = if findings.iter().any(|f| f.suppression.is_some()) {
        let all = Ledger { found: found(true), ..ledger };
        tally(&all, profile, Told::Score).map(|t| t.score)
    } else {
        Some(result.score)
    };
    assessment.status = Status::Scored;
    assessment.band = Some(result.band(profile));
    assessment.score = Some(result.score);
    assessment.range = Some(range);
    assessment.score_without_suppressions = without;
    assessment.score_without_corrections = assessment.score;
    for dimension in result.dimensions.iter().filter(|d| !d.applies && d.weight > 0) {
        assessment.not_assessed.push(no_occasion(dimension.id).to_owned());
    }
    debug_assert_eq!(Points::FULL + result.lines.iter().map(|l| l.points).sum(), result.score, "lines add up");
    assessment.dimensions = result.dimensions;
    assessment.lines = result.lines;
}

/// Why a dimension does not apply.
fn no_occasion(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Identification => "identification: too few sources",
        Dimension::Anonymity => "anonymity: no unnamed source",
        Dimension::Independence => "independence: no statement",
        Dimension::Reply => "reply: nobody with a name is accused",
        Dimension::Attribution => "attribution: no statement",
        Dimension::Provenance => "provenance: no statement",
        Dimension::Diversity => "diversity: too few sources",
    }
}

/// Enters the sources and statements that count: those of the body, that state something, read at least as surely as
/// `least`.
fn enter(article: &Article, sources: &Sources, attributions: &[Attribution], least: Confidence, ledger: &mut Ledger) {
    let mut statements = vec![0u32; sources.list.len()];
    (ledger.agentless, ledger.elsewhere) = (0, 0);
    let counts = |a: &&Attribution| a.zone == Zone::Body && a.act == Act::Statement && a.confidence <= least;
    for attribution in attributions.iter().filter(counts) {
        match attribution.source {
            Some(source) => statements[source as usize] += 1,
            None => ledger.agentless += 1,
        }
        let elsewhere = attribution.outlet.as_deref().is_some_and(|o| !article.is_own(o));
        let media = attribution.source.is_some_and(|s| sources.list[s as usize].kind == crate::SourceKind::Media);
        ledger.elsewhere += u32::from(elsewhere && !media && attribution.source.is_some());
    }
    let voice = |(number, &statements): (usize, &u32)| {
        let source = &sources.list[number];
        Voice {
            kind: source.kind,
            claimed: source.claimed,
            statements,
            grade: source.descriptor.map_or(0, crate::Descriptor::grade),
            role: source.role.is_some(),
            explained: source.justified == Some(true),
            standing: source.standing,
        }
    };
    ledger.sources = statements.iter().enumerate().filter(|(_, n)| **n > 0).map(voice).collect();
}

/// Whether the tokens `a` and `b` are within reach of each other.
fn near(document: &Document, a: &Range<u32>, b: &Range<u32>, within: Within) -> bool {
    let sentences = [document.sentence_of(a.start), document.sentence_of(b.start)];
    let paragraphs = sentences.map(|s| document.paragraph_of(s));
    match within {
        Within::Itself => a.start <= b.start && b.end <= a.end,
        Within::Sentence => sentences[0] == sentences[1],
        Within::NextSentence => sentences[0].abs_diff(sentences[1]) <= 1,
        Within::Paragraph => paragraphs[0] == paragraphs[1],
        Within::NextParagraph => paragraphs[0].abs_diff(paragraphs[1]) <= 1,
        Within::Document => true,
    }
}

/// Whether a rule marks genre, and which.
fn genre<'r>(rules: &'r RuleSet, hit: &Hit) -> Option<&'r str> {
    match &rules.rules()[hit.rule].kind {
        RuleKind::Marker { marks: Mark::Genre(genre), .. } => Some(genre),
        _ => None,
    }
}
