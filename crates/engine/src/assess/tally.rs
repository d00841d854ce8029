//! From evidence to points: seven dimensions, their weights, ceilings, and the lines that explain the score.

use std::collections::BTreeMap;

use onrecord_text::Span;

use super::profile::{Cap, Independent, Model, Profile, Step, rising};
use crate::assessment::{Cause, DimensionScore, Line};
use crate::points::Points;
use crate::words::{Band, Dimension, Outcome, SourceKind, Standing};

/// What the score is made from. Only what stands in the body and states something is in here.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// Words of the body.
    pub words: u32,
    /// Those of them for which sources are expected: without what tells of requests and of reasons for anonymity.
    pub weighed: u32,
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
    /// Whether a reason for its anonymity is given.
    pub explained: bool,
    /// How far it stands on its own beside the other sources.
    pub standing: Standing,
}

/// Something that is measured of a dimension, with the points it gives of 100.
struct Part {
    /// In thousandths.
    value: i64,
    points: Points,
    why: String,
}

/// Whether reasons are told, or the score alone is wanted: an article is added up several times, to tell its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// With reasons.
    Reasons,
    /// Without.
    Score,
}

impl Told {
    fn why(self, why: impl FnOnce() -> String) -> String {
        if self == Self::Reasons { why() } else { String::new() }
    }
}

impl Part {
    fn on_curve(model: &Model, value: i64, told: Told, what: impl FnOnce() -> String) -> Self {
        let points = model.points(value);
        let why = told.why(|| format!("{}: {} on the curve gives {points}", what(), Points(value)));
        Self { value, points, why }
    }
}

/// "1 source", "2 sources".
fn several(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
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
    /// The text shows no reply, and leaves room for doubt; never scored.
    Unclear,
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

    /// Sources that do not depend on each other, in thousandths. Whoever can be asked or looked up counts whole; unnamed
    /// people count as the profile says, as many as they claim to be, at most three; a second voice of an office half,
    /// and one that speaks for another source nothing. Other outlets, with all that was told to them, count half each
    /// and no more than one together, for what they write may come from one another. A class of people is nobody.
    fn independent_thousandths(&self, unnamed: Independent) -> i64 {
        let mut outlets = 0;
        let mut all = 0;
        for source in &self.sources {
            let whole = match source.kind {
                SourceKind::Collective | SourceKind::None => 0,
                kind if kind.is_unnamed() => {
                    let well = source.explained && source.grade >= 2;
                    i64::from(source.claimed.clamp(1, 3)) * if well { unnamed.explained } else { unnamed.unnamed }
                }
                _ => 1000,
            };
            match source.standing {
                Standing::Alone => all += whole,
                Standing::Colleague => all += whole / 2,
                Standing::Outlet => outlets += whole.min(500),
                Standing::Dependent => {}
            }
        }
        all + outlets.min(1000)
    }

    /// Sources that do not depend on each other; a part of a source is one.
    pub(super) fn independent(&self, unnamed: Independent) -> u32 {
        let whole = (self.independent_thousandths(unnamed) + 999) / 1000;
        u32::try_from(whole).unwrap_or(u32::MAX)
    }

    fn on_record(&self) -> u32 {
        let on_record = |s: &&Voice| {
            use SourceKind::{Document, NamedOrganisation, NamedPerson, OwnOutlet, Spokesperson};
            matches!(s.kind, NamedPerson | NamedOrganisation | Spokesperson | Document | OwnOutlet)
        };
        self.sources.iter().filter(on_record).count() as u32
    }

    /// What is measured of a dimension, or nothing where there is no occasion to judge.
    fn measure(&self, dimension: Dimension, profile: &Profile, told: Told) -> Option<Vec<Part>> {
        let model = profile.model(dimension);
        let enough = |n: u32| n >= model.needs.max(1);
        let one = |value: i64, what: &dyn Fn() -> String| vec![Part::on_curve(model, value, told, what)];
        match dimension {
            Dimension::Identification => self.identified(model, profile, told),
            Dimension::Anonymity => {
                // Every statement of an unnamed source lacks what is not told of the source: of organisation, role,
                // basis of knowledge, interest and reason four are plenty.
                let unnamed: Vec<&Voice> = self.sources.iter().filter(|s| s.kind.is_unnamed()).collect();
                let known = |s: &Voice| i64::from((s.grade + u8::from(s.explained)).min(4));
                let lacking: i64 = unnamed.iter().map(|s| i64::from(s.statements) * (1000 - 250 * known(s))).sum();
                let theirs: u32 = unnamed.iter().map(|s| s.statements).sum();
                let all = self.statements();
                let what = || {
                    let unnamed = several(unnamed.len(), "unnamed source");
                    format!("{theirs} of {all} statements by {unnamed}, by how far these are described and explained")
                };
                enough(unnamed.len() as u32).then(|| one(1000 - lacking / i64::from(all.max(1)), &what))
            }
            Dimension::Independence => {
                let (have, plenty) = (self.independent_thousandths(profile.independent), model.expects(self.weighed));
                let value = have.min(plenty) * 1000 / plenty;
                let what = || {
                    let (have, plenty) = (Points(have), Points(plenty / 100 * 100));
                    format!("{have} independent sources, {plenty} are plenty for this length")
                };
                enough(self.statements()).then(|| one(value, &what))
            }
            Dimension::Reply => {
                // Where nobody is accused, nobody has to be asked; a note of it is no merit that others lack.
                let n = self.accused.len();
                let credit: i64 = self.accused.iter().map(|&h| profile.heard(h)).sum();
                (n > 0).then(|| {
                    one(credit / n as i64, &|| match n {
                        1 => "how the accused party was heard".to_owned(),
                        _ => format!("how {n} accused parties were heard"),
                    })
                })
            }
            Dimension::Attribution => enough(self.statements()).then(|| self.attributed(model, told)),
            Dimension::Provenance => {
                let all = self.statements();
                let media: u32 =
                    self.sources.iter().filter(|s| s.kind == SourceKind::Media).map(|s| s.statements).sum();
                let own = all.saturating_sub(media + self.elsewhere);
                let value = i64::from(own) * 1000 / i64::from(all.max(1));
                let what = || format!("{own} of {} first-hand", several(all as usize, "statement"));
                enough(all).then(|| one(value, &what))
            }
            Dimension::Diversity => {
                let all = i64::from(self.sources.iter().map(|s| s.statements).sum::<u32>()).max(1);
                let same: i64 = self.sources.iter().map(|s| i64::from(s.statements).pow(2)).sum();
                let n = self.sources.len();
                let what = || format!("spread of statements over {}", several(n, "source"));
                enough(n as u32).then(|| one(1000 - same * 1000 / (all * all), &what))
            }
        }
    }

    /// How far it is clear who says what, as two halves: whether quotations have a speaker, and how much of the text is
    /// tied to a source at all.
    fn attributed(&self, model: &Model, told: Told) -> Vec<Part> {
        let value = (i64::from(self.spoken_quotes) * 1000).checked_div(i64::from(self.quotes)).unwrap_or(1000);
        let quotations = Part::on_curve(model, value, told, || match self.quotes {
            0 => "no quotation without a speaker".into(),
            n => format!("{} of {} with a speaker", self.spoken_quotes, several(n as usize, "quotation")),
        });
        if model.density.is_empty() {
            return vec![quotations];
        }
        let sourced = self.sources.iter().map(|s| i64::from(s.statements)).sum::<i64>();
        // Statements for each thousand words, in thousandths of one.
        let density = sourced * 1_000_000 / i64::from(self.weighed.max(1));
        let points = rising(&model.density, density, 1000);
        let why = told.why(|| {
            let (statements, each) = (several(sourced as usize, "statement"), Points(density / 100 * 100));
            let words = self.weighed;
            format!(
                "{statements} to a source in {words} words, {each} for each thousand: on the curve that gives {points}"
            )
        });
        // As a measured value it is the share of what gives full points.
        let value = points.0 / 100;
        vec![quotations, Part { value, points, why }]
    }

    /// How far sources are identified, as two halves: how much of what is said rests on sources that the reader can
    /// identify, and how far the best identified ones are. The first alone would make one named witness as good as
    /// ten; the second alone would not see what else is said.
    fn identified(&self, model: &Model, profile: &Profile, told: Told) -> Option<Vec<Part>> {
        // Whoever speaks all the time is not all there is.
        const MOST: u32 = 3;
        let voices = self.sources.len() as u32 + u32::from(self.agentless > 0);
        let nobody = self.agentless.min(MOST);
        let mut credits: Vec<(i64, i64)> = self
            .sources
            .iter()
            .map(|s| (profile.credit_of(s), i64::from(s.statements.min(MOST))))
            .chain((nobody > 0).then(|| (profile.credit[SourceKind::None as usize], i64::from(nobody))))
            .collect();
        let weight: i64 = credits.iter().map(|c| c.1).sum();
        if voices < model.needs.max(1) || weight == 0 {
            return None;
        }
        let share = credits.iter().map(|c| c.0 * c.1).sum::<i64>() / weight;
        let what = || format!("identification of {}", several(voices as usize, "source"));
        let share = Part::on_curve(model, share, told, what);
        if model.expected.is_empty() {
            return Some(vec![share]);
        }
        credits.sort_unstable_by_key(|c| std::cmp::Reverse(c.0));
        // So many of the best as are plenty, the last of them perhaps in part.
        let plenty = model.expects(self.weighed);
        let mut left = plenty;
        let mut depth = 0;
        for (credit, _) in credits {
            let part = left.min(1000);
            depth += credit * part / 1000;
            left -= part;
        }
        let value = depth * 1000 / plenty;
        let why = told.why(|| {
            let (plenty, value) = (Points(plenty / 100 * 100), Points(value));
            format!("the best identified sources, {plenty} are plenty for this length: {value}")
        });
        Some(vec![share, Part { value, points: Points(value * 100), why }])
    }

    fn capped(&self, cap: &Cap, unnamed: Independent) -> bool {
        let at_most = |bound: Option<u32>, value: u32| bound.is_none_or(|b| value <= b);
        let at_least = |bound: Option<u32>, value: u32| bound.is_none_or(|b| value >= b);
        let theirs = self.sources.iter().filter(|s| s.kind.is_unnamed()).map(|s| s.statements).sum::<u32>();
        at_most(cap.independent_at_most, self.independent(unnamed))
            && at_most(cap.on_record_at_most, self.on_record())
            && at_least(cap.unnamed_percent, (theirs * 100).checked_div(self.statements()).unwrap_or(0))
            && at_least(cap.min_words, self.words)
    }
}

impl Profile {
    fn credit_of(&self, source: &Voice) -> i64 {
        let base = self.credit[source.kind as usize];
        let more = match source.kind {
            SourceKind::NamedPerson if !source.role => self.without_role,
            SourceKind::UnnamedPerson | SourceKind::UnnamedGroup => {
                i64::from(source.grade) * self.each_descriptor + if source.explained { self.explained } else { 0 }
            }
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
            // Never in a ledger.
            Heard::Unclear => self.reply_spoke,
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
pub(super) fn tally(ledger: &Ledger, profile: &Profile, told: Told) -> Option<Tally> {
    let mut dimensions = Vec::new();
    // What each line takes or gives within its dimension, and the dimension's weight.
    let mut shares: Vec<(Dimension, Cause, i64)> = Vec::new();
    let mut total = 0;
    for &dimension in Dimension::ALL {
        let model = profile.model(dimension);
        let measured = ledger.measure(dimension, profile, told).filter(|_| model.weight > 0);
        let mut entry =
            DimensionScore { id: dimension, applies: measured.is_some(), score: None, weight: model.weight, raw: None };
        if let Some(parts) = measured {
            total += i64::from(model.weight);
            let weight = i64::from(model.weight);
            let n = parts.len() as i64;
            let mut score = Points::ZERO;
            let mut raw = 0;
            for (before, part) in (0i64..).zip(parts) {
                // Each part gives its share of the points; what division leaves over goes to the last.
                let full = Points::FULL.0 * (before + 1) / n - Points::FULL.0 * before / n;
                let points = Points(part.points.0 * full / Points::FULL.0);
                score += points;
                raw += part.value;
                shares.push((dimension, Cause::Measure(part.why), (points.0 - full) * weight));
            }
            for (sign, steps) in [(-1, &model.penalties), (1, &model.bonuses)] {
                for (cause, points) in stepped(ledger, steps) {
                    let room = if sign < 0 { score } else { Points::FULL - score };
                    let points = points.min(room);
                    score = Points(score.0 + sign * points.0);
                    shares.push((dimension, cause, sign * points.0 * weight));
                }
            }
            entry.score = Some(score);
            entry.raw = Some(Points(raw / n));
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
        // What is measured and costs nothing is a merit, and told; a finding that costs nothing is not.
        .filter(|line| line.points != Points::ZERO || matches!(line.cause, Cause::Measure(_)))
        .collect();
    let mut score = Points::FULL + lines.iter().map(|l| l.points).sum();
    let cap = profile.caps.iter().filter(|c| ledger.capped(c, profile.independent)).min_by_key(|c| c.max);
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
