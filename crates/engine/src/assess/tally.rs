//! From evidence to points: seven dimensions, their weights, ceilings, and the lines that explain the score.

use std::collections::BTreeMap;

use onrecord_text::Span;

use super::profile::{Cap, Profile, Step};
use crate::assessment::{Cause, DimensionScore, Line};
use crate::points::Points;
use crate::words::{Band, Dimension, Outcome, SourceKind};

/// What the score is made from. Only what stands in the body and states something is in here.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// Words of the body.
    pub words: u32,
    /// The sources that state something.
    pub sources: Vec<Voice>,
    /// Statements without anybody behind them.
    pub agentless: u32,
    /// Statements of sources that were told to another outlet.
    pub elsewhere: u32,
    /// Quotations of some length.
    pub quotes: u32,
    /// Those of them that have a speaker.
    pub spoken_quotes: u32,
    /// What became of each party that is accused.
    pub accused: Vec<Heard>,
    /// Outcomes of response notes.
    pub outcomes: Vec<Outcome>,
    /// Findings that may count, in text order.
    pub found: Vec<Found>,
}

/// A source as the score sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    pub kind: SourceKind,
    /// How many people it claims to be.
    pub claimed: u32,
    /// How many statements it makes.
    pub statements: u32,
    /// Descriptor grade of an unnamed one.
    pub grade: u8,
    /// Whether a named person's role is told.
    pub role: bool,
    /// Whether it speaks for another source of the article.
    pub dependent: bool,
}

/// Whether an accused party was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It speaks for itself, or denies.
    Spoke,
    /// It was asked, with this outcome.
    Asked(Outcome),
    /// Somebody was asked; whether this party, the text does not show.
    Somebody(Outcome),
    /// Nothing is told.
    No,
}

/// A finding that may count.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub rule: String,
    pub span: Span,
}

impl Ledger {
    fn statements(&self) -> u32 {
        self.sources.iter().map(|s| s.statements).sum::<u32>() + self.agentless
    }

    /// Sources that do not depend on each other, in halves. Whoever can be asked or looked up counts whole; unnamed
    /// people count half, as many as they claim to be, at most three; all other outlets together are half a source, for
    /// what they write may come from one another; a class of people is nobody.
    fn independent_halves(&self) -> u32 {
        let mut media = 0;
        let mut halves = 0;
        for source in self.sources.iter().filter(|s| !s.dependent) {
            match source.kind {
                SourceKind::Collective | SourceKind::None => {}
                SourceKind::Media => media = 1,
                kind if kind.is_unnamed() => halves += source.claimed.clamp(1, 3),
                _ => halves += 2,
            }
        }
        halves + media
    }

    /// Sources that do not depend on each other; half a source is one.
    pub(super) fn independent(&self) -> u32 {
        self.independent_halves().div_ceil(2)
    }

    fn on_record(&self) -> u32 {
        let on_record = |s: &&Voice| {
            use SourceKind::{Document, NamedOrganisation, NamedPerson, OwnOutlet, Spokesperson};
            matches!(s.kind, NamedPerson | NamedOrganisation | Spokesperson | Document | OwnOutlet)
        };
        self.sources.iter().filter(on_record).count() as u32
    }

    /// The measured value of a dimension in thousandths and what it is, or nothing where there is no occasion to judge.
    fn measure(&self, dimension: Dimension, profile: &Profile) -> Option<(i64, String)> {
        let model = profile.model(dimension);
        let enough = |n: u32| n >= model.needs.max(1);
        match dimension {
            Dimension::Identification => {
                let voices = self.sources.len() as u32 + u32::from(self.agentless > 0);
                let (mut credit, mut weight) = (0, 0);
                for source in &self.sources {
                    let times = i64::from(source.statements.min(3));
                    credit += times * profile.credit_of(source);
                    weight += times;
                }
                let times = i64::from(self.agentless.min(3));
                credit += times * profile.credit[SourceKind::None as usize];
                weight += times;
                (enough(voices) && weight > 0).then(|| (credit / weight, format!("identification of {voices} sources")))
            }
            Dimension::Anonymity => {
                // Every statement of an unnamed source lacks what is not told of the source, out of four things.
                let unnamed: Vec<&Voice> = self.sources.iter().filter(|s| s.kind.is_unnamed()).collect();
                let lacks = |s: &&Voice| i64::from(s.statements) * (1000 - 250 * i64::from(s.grade.min(4)));
                let lacking: i64 = unnamed.iter().map(lacks).sum();
                let theirs: u32 = unnamed.iter().map(|s| s.statements).sum();
                let all = self.statements();
                let what = format!(
                    "{theirs} of {all} statements by {} unnamed sources, by how these are described",
                    unnamed.len()
                );
                enough(unnamed.len() as u32).then(|| (1000 - lacking / i64::from(all.max(1)), what))
            }
            Dimension::Independence => {
                let (have, expected) = (self.independent_halves(), model.expects(self.words));
                let value = i64::from(have.min(2 * expected)) * 500 / i64::from(expected);
                let what = format!("{} independent sources, {expected} for full points", Points(i64::from(have) * 500));
                enough(self.statements()).then_some((value, what))
            }
            Dimension::Reply => {
                if self.accused.is_empty() {
                    let asked = self.outcomes.iter().map(|&o| profile.reply[o as usize]).max()?;
                    return Some((asked, "somebody was asked for a reply".into()));
                }
                let n = self.accused.len() as i64;
                let credit: i64 = self.accused.iter().map(|&h| profile.heard(h)).sum();
                Some((credit / n, format!("replies of {n} accused parties")))
            }
            Dimension::Attribution => {
                let (value, what) = match self.quotes {
                    0 => (1000, "no quotation without a speaker".into()),
                    n => (
                        i64::from(self.spoken_quotes) * 1000 / i64::from(n),
                        format!("{} of {n} quotations with a speaker", self.spoken_quotes),
                    ),
                };
                enough(self.statements()).then_some((value, what))
            }
            Dimension::Provenance => {
                let all = self.statements();
                let media: u32 =
                    self.sources.iter().filter(|s| s.kind == SourceKind::Media).map(|s| s.statements).sum();
                let own = all.saturating_sub(media + self.elsewhere);
                enough(all).then(|| {
                    (i64::from(own) * 1000 / i64::from(all.max(1)), format!("{own} of {all} statements first-hand"))
                })
            }
            Dimension::Diversity => {
                let all = i64::from(self.sources.iter().map(|s| s.statements).sum::<u32>()).max(1);
                let same: i64 = self.sources.iter().map(|s| i64::from(s.statements).pow(2)).sum();
                let n = self.sources.len();
                enough(n as u32)
                    .then(|| (1000 - same * 1000 / (all * all), format!("spread of statements over {n} sources")))
            }
        }
    }

    fn capped(&self, cap: &Cap) -> bool {
        let at_most = |bound: Option<u32>, value: u32| bound.is_none_or(|b| value <= b);
        let at_least = |bound: Option<u32>, value: u32| bound.is_none_or(|b| value >= b);
        let unnamed = self.sources.iter().filter(|s| s.kind.is_unnamed()).map(|s| s.statements).sum::<u32>();
        at_most(cap.independent_at_most, self.independent())
            && at_most(cap.on_record_at_most, self.on_record())
            && at_least(cap.unnamed_percent, (unnamed * 100).checked_div(self.statements()).unwrap_or(0))
            && at_least(cap.min_words, self.words)
    }
}

impl Profile {
    fn credit_of(&self, source: &Voice) -> i64 {
        let base = self.credit[source.kind as usize];
        let more = match source.kind {
            SourceKind::NamedPerson if !source.role => self.without_role,
            SourceKind::UnnamedPerson | SourceKind::UnnamedGroup => i64::from(source.grade) * self.each_descriptor,
            _ => 0,
        };
        (base + more).clamp(0, 1000)
    }

    fn heard(&self, heard: Heard) -> i64 {
        match heard {
            Heard::Spoke => self.reply_spoke,
            Heard::Asked(outcome) => self.reply[outcome as usize],
            Heard::Somebody(outcome) => self.reply_somebody.min(self.reply[outcome as usize]),
            Heard::No => self.reply_none,
        }
    }
}

/// A score with everything that explains it.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub score: Points,
    pub dimensions: Vec<DimensionScore>,
    pub lines: Vec<Line>,
}

impl Tally {
    pub(super) fn band(&self, profile: &Profile) -> Band {
        let bands = profile.bands;
        match self.score {
            s if s >= Points::whole(bands.strong) => Band::Strong,
            s if s >= Points::whole(bands.adequate) => Band::Adequate,
            s if s >= Points::whole(bands.thin) => Band::Thin,
            _ => Band::Weak,
        }
    }
}

/// Adds it all up. `None` where no dimension can be judged.
pub(super) fn tally(ledger: &Ledger, profile: &Profile) -> Option<Tally> {
    let mut dimensions = Vec::new();
    // What each line takes or gives within its dimension, and the dimension's weight.
    let mut shares: Vec<(Dimension, Cause, i64)> = Vec::new();
    let mut total = 0;
    for &dimension in Dimension::ALL {
        let model = profile.model(dimension);
        let measured = ledger.measure(dimension, profile).filter(|_| model.weight > 0);
        let mut entry =
            DimensionScore { id: dimension, applies: measured.is_some(), score: None, weight: model.weight, raw: None };
        if let Some((value, what)) = measured {
            total += i64::from(model.weight);
            let mut score = model.points(value);
            let weight = i64::from(model.weight);
            let why = format!("{what}: {} on the curve gives {score}", Points(value));
            shares.push((dimension, Cause::Measure(why), (score - Points::FULL).0 * weight));
            for (sign, steps) in [(-1, &model.penalties), (1, &model.bonuses)] {
                for (cause, points) in stepped(ledger, steps) {
                    let room = if sign < 0 { score } else { Points::FULL - score };
                    let points = points.min(room);
                    score = Points(score.0 + sign * points.0);
                    shares.push((dimension, cause, sign * points.0 * weight));
                }
            }
            entry.score = Some(score);
            entry.raw = Some(Points(value));
        }
        dimensions.push(entry);
    }
    if total == 0 {
        return None;
    }
    let amounts: Vec<i64> = shares.iter().map(|s| s.2).collect();
    let mut lines: Vec<Line> = shares
        .into_iter()
        .zip(apportion(&amounts, total))
        .map(|((dimension, cause, _), points)| Line { dimension: Some(dimension), cause, points: Points(points) })
        .filter(|line| line.points != Points::ZERO)
        .collect();
    let mut score = Points::FULL + lines.iter().map(|l| l.points).sum();
    let cap = profile.caps.iter().filter(|c| ledger.capped(c)).min_by_key(|c| c.max);
    if let Some(cap) = cap.filter(|c| score > Points::whole(c.max)) {
        lines.push(Line { dimension: None, cause: Cause::Cap(cap.id.clone()), points: Points::whole(cap.max) - score });
        score = Points::whole(cap.max);
    }
    Some(Tally { score, dimensions, lines })
}

/// What each finding takes: the first of a rule most, each further one less, all together no more than `most`.
fn stepped(ledger: &Ledger, steps: &[Step]) -> Vec<(Cause, Points)> {
    let mut spent: BTreeMap<&str, (Points, Points)> = BTreeMap::new();
    let mut out = Vec::new();
    for found in &ledger.found {
        let Some(step) = steps.iter().find(|s| s.rule == found.rule) else { continue };
        let (next, sum) = spent.entry(&step.rule).or_insert((Points::whole(step.points), Points::ZERO));
        let points = (*next).min(Points::whole(step.most) - *sum);
        *sum += points;
        *next = Points(next.0 * step.repeat / 100);
        if points > Points::ZERO {
            out.push((Cause::Rule { rule: found.rule.clone(), span: found.span }, points));
        }
    }
    out
}

/// Divides each of `amounts` by `total` so that the quotients, integers, add up to the rounded quotient of the sum:
/// each is rounded down, and the largest remainders get what is then missing.
pub(super) fn apportion(amounts: &[i64], total: i64) -> Vec<i64> {
    let sum: i64 = amounts.iter().sum();
    let target = (sum + total / 2).div_euclid(total);
    let mut parts: Vec<i64> = amounts.iter().map(|a| a.div_euclid(total)).collect();
    let missing = target - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..amounts.len()).collect();
    order.sort_by_key(|&i| (-amounts[i].rem_euclid(total), i));
    for &i in order.iter().take(missing.max(0) as usize) {
        parts[i] += 1;
    }
    parts
}
