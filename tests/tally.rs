//! Gold beside what was found: hits, misses and false alarms.
//!
//! The principles are those of the evaluation on real news: an attribution is found when its content shares half of its
//! characters with the gold content, and linked when its source overlaps too; each is paired once, the best pairs first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use onrecord_engine::{Assessment, Outcome, SourceKind};
use onrecord_parser::{Act, Document};
use onrecord_text::Span;

use crate::corpus::Case;
use crate::gold;

/// How much of gold was found, and how much of what was found is gold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figure {
    /// Gold that was found.
    pub found: usize,
    /// All gold.
    pub gold: usize,
    /// Predictions that are right.
    pub right: usize,
    /// All predictions.
    pub predicted: usize,
}

impl Figure {
    fn add(&mut self, hits: usize, gold: usize, predicted: usize) {
        self.found += hits;
        self.gold += gold;
        self.right += hits;
        self.predicted += predicted;
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p, r) = (per_mille(self.right, self.predicted), per_mille(self.found, self.gold));
        let both = (2 * p * r).checked_div(p + r).unwrap_or(0);
        write!(f, "P {}  R {}  F1 {}", Percent(p), Percent(r), Percent(both))?;
        write!(f, "  ({} of {} found, {} of {} right)", self.found, self.gold, self.right, self.predicted)
    }
}

/// How many of those that could be compared agree.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agreement {
    /// Those that agree.
    pub same: usize,
    /// All that could be compared.
    pub of: usize,
}

impl Agreement {
    fn add(&mut self, same: bool) {
        self.same += usize::from(same);
        self.of += 1;
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  ({} of {})", Percent(per_mille(self.same, self.of)), self.same, self.of)
    }
}

struct Percent(usize);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>3}.{}", self.0 / 10, self.0 % 10)
    }
}

fn per_mille(part: usize, whole: usize) -> usize {
    (1000 * part + whole / 2).checked_div(whole).unwrap_or(0)
}

/// The comparison of any number of articles.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Attributions by content alone.
    pub content: Figure,
    /// Attributions by content and source, of whatever act.
    pub linked: Figure,
    /// The same, with the recall of statements only: the figure that the product is after.
    pub statements: Figure,
    /// Source spans that agree to the character, apart from punctuation at the edges.
    pub exact_source: Figure,
    /// Cue spans likewise.
    pub exact_cue: Figure,
    /// Content spans likewise.
    pub exact_content: Figure,
    /// Kind of source of linked attributions.
    pub kind: Agreement,
    /// The same by gold kind.
    pub kinds: BTreeMap<SourceKind, Agreement>,
    /// Form of linked attributions.
    pub form: Agreement,
    /// Act of linked attributions.
    pub act: Agreement,
    /// How the source is named, of linked attributions.
    pub via: Agreement,
    /// Pairs of linked attributions that have one source.
    pub same_source: Figure,
    /// Response notes.
    pub responses: Figure,
    /// Outcome of response notes that were found; `declined` and `no-comment` count alike.
    pub outcome: Agreement,
    /// Party of response notes that were found.
    pub party: Agreement,
    /// Whether the note says immediately, of those that were found.
    pub immediately: Agreement,
    /// Justifications of anonymity.
    pub justifications: Figure,
    /// Reason of justifications that were found.
    pub reason: Agreement,
    /// Whether a justification that was found covers one of the right sources.
    pub covers: Agreement,
    /// Zone of lines.
    pub zone: Agreement,
    /// Every miss, false alarm and disagreement, in the order of the corpus.
    pub errors: Vec<String>,
}

type Chars = BTreeSet<usize>;

fn chars(text: &str, spans: &[Span]) -> Chars {
    let inside = |s: &Span| {
        let start = s.start() as usize;
        s.of(text).char_indices().filter(|(_, c)| !c.is_whitespace()).map(move |(i, _)| start + i).collect::<Vec<_>>()
    };
    spans.iter().flat_map(inside).collect()
}

fn common(a: &Chars, b: &Chars) -> usize {
    a.intersection(b).count()
}

/// One-to-one pairs, the best score first; 0 is no pair.
fn pairs(gold: usize, predicted: usize, score: impl Fn(usize, usize) -> u64) -> Vec<(usize, usize)> {
    let all = (0..gold).flat_map(|g| (0..predicted).map(move |p| (g, p)));
    let mut scored: Vec<(u64, usize, usize)> = all.map(|(g, p)| (score(g, p), g, p)).filter(|s| s.0 > 0).collect();
    scored.sort_by_key(|&(s, g, p)| (std::cmp::Reverse(s), g, p));
    let (mut used_g, mut used_p, mut out) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (_, g, p) in scored {
        if !used_g.contains(&g) && !used_p.contains(&p) {
            used_g.insert(g);
            used_p.insert(p);
            out.push((g, p));
        }
    }
    out.sort_unstable();
    out
}

/// The part of `span` between its first and last letter or digit.
fn trimmed(text: &str, span: Span) -> Span {
    let have = span.of(text);
    let from = have.len() - have.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let to = have.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    if from >= to { span } else { Span::new(span.start() + from as u32, span.start() + to as u32) }
}

fn exact(text: &str, figure: &mut Figure, gold: &[Span], predicted: &[Span]) {
    let set = |spans: &[Span]| spans.iter().map(|&s| trimmed(text, s)).collect::<BTreeSet<_>>();
    let (g, p) = (set(gold), set(predicted));
    figure.add(g.intersection(&p).count(), g.len(), p.len());
}

/// The words of `spans` on one line, long ones cut in the middle.
#[must_use]
pub fn quote(text: &str, spans: &[Span]) -> String {
    let parts: Vec<String> = spans.iter().map(|s| shorten(s.of(text))).collect();
    if parts.is_empty() { "–".to_owned() } else { parts.join(" … ") }
}

fn shorten(words: &str) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    let line = line.join(" ");
    let all: Vec<char> = line.chars().collect();
    if all.len() <= 64 {
        return line;
    }
    let (head, tail) = (&all[..38], &all[all.len() - 22..]);
    format!("{} […] {}", String::from_iter(head).trim_end(), String::from_iter(tail).trim_start())
}

impl Tally {
    /// Adds an article.
    pub fn add(&mut self, case: &Case, document: &Document, found: &Assessment) {
        self.add_zones(case, document);
        let linked = self.add_attributions(case, found);
        self.add_same_source(case, found, &linked);
        self.add_responses(case, found);
        self.add_justifications(case, found, &linked);
    }

    fn error(&mut self, what: &str, case: &Case, details: &str) {
        self.errors.push(format!("{what:<10} {}: {details}", case.slug));
    }

    fn add_zones(&mut self, case: &Case, document: &Document) {
        for (start, line) in lines(&case.text) {
            let token = document.token_at(start);
            let of_line = document.paragraphs.iter().find(|p| p.tokens.contains(&token));
            let gold = case.gold.zones.iter().find(|(s, _)| s.start() == start).map(|z| z.1).unwrap_or_default();
            let zone = of_line.map(|p| p.zone).unwrap_or_default();
            self.zone.add(zone == gold);
            if zone != gold {
                self.error("zone", case, &format!("{}, not {}: {}", zone.name(), gold.name(), shorten(line)));
            }
        }
    }

    fn add_attributions(&mut self, case: &Case, found: &Assessment) -> Vec<(usize, usize)> {
        let (text, gold, predicted) = (&case.text, &case.gold.attributions, &found.attributions);
        let gold_content: Vec<Chars> = gold.iter().map(|g| chars(text, &g.content)).collect();
        let content: Vec<Chars> = predicted.iter().map(|p| chars(text, &p.content)).collect();
        let gold_source: Vec<Chars> = gold.iter().map(|g| chars(text, g.source.as_slice())).collect();
        let source: Vec<Chars> = predicted.iter().map(|p| chars(text, &p.source_span)).collect();
        let same_source = |g: usize, p: usize| {
            gold_source[g].is_empty() && source[p].is_empty() || common(&gold_source[g], &source[p]) > 0
        };
        let matched = pairs(gold.len(), predicted.len(), |g, p| {
            let both = common(&gold_content[g], &content[p]);
            let either = gold_content[g].len() + content[p].len() - both;
            // Half of the characters, and then the source counts more than any share of the content.
            if either == 0 || 2 * both < either {
                0
            } else {
                (1000 * both / either) as u64 + 1000 * u64::from(same_source(g, p))
            }
        });
        let linked: Vec<(usize, usize)> = matched.iter().copied().filter(|&(g, p)| same_source(g, p)).collect();
        let statements = gold.iter().filter(|g| g.act == Act::Statement).count();
        let said = linked.iter().filter(|&&(g, _)| gold[g].act == Act::Statement).count();
        self.content.add(matched.len(), gold.len(), predicted.len());
        self.linked.add(linked.len(), gold.len(), predicted.len());
        self.statements.found += said;
        self.statements.gold += statements;
        self.statements.right += linked.len();
        self.statements.predicted += predicted.len();
        let all = |part: fn(&gold::Attribution) -> Vec<Span>| gold.iter().flat_map(part).collect::<Vec<_>>();
        let (sources, cues) = (all(|g| g.source.into_iter().collect()), all(|g| g.cue.into_iter().collect()));
        let flat = |part: fn(&onrecord_engine::Attribution) -> &Vec<Span>| {
            predicted.iter().flat_map(|p| part(p).iter().copied()).collect::<Vec<_>>()
        };
        exact(text, &mut self.exact_source, &sources, &flat(|p| &p.source_span));
        exact(text, &mut self.exact_cue, &cues, &flat(|p| &p.cue));
        exact(text, &mut self.exact_content, &all(|g| g.content.clone()), &flat(|p| &p.content));

        for (i, g) in gold.iter().enumerate() {
            if !linked.iter().any(|l| l.0 == i) {
                let shown = (quote(text, g.source.as_slice()), quote(text, g.cue.as_slice()), quote(text, &g.content));
                let details =
                    format!("{} | {} | {}  ({}, {})", shown.0, shown.1, shown.2, g.kind.name(), g.form.name());
                self.error("miss", case, &details);
            }
        }
        for (i, p) in predicted.iter().enumerate() {
            if !linked.iter().any(|l| l.1 == i) {
                let shown = (quote(text, &p.source_span), quote(text, &p.cue), quote(text, &p.content));
                self.error("extra", case, &format!("{} | {} | {}  ({})", shown.0, shown.1, shown.2, p.kind.name()));
            }
        }
        for &(g, p) in &linked {
            let (g, p) = (&gold[g], &predicted[p]);
            self.kind.add(g.kind == p.kind);
            self.kinds.entry(g.kind).or_default().add(g.kind == p.kind);
            self.form.add(g.form == p.form);
            self.act.add(g.act == p.act);
            let mut compare = |what: &str, gold: &str, have: &str| {
                if gold != have {
                    let shown = (quote(text, g.source.as_slice()), quote(text, &g.content));
                    self.errors
                        .push(format!("{what:<10} {}: {have}, not {gold}: {} | {}", case.slug, shown.0, shown.1));
                }
            };
            compare("kind", g.kind.name(), p.kind.name());
            compare("form", g.form.name(), p.form.name());
            compare("act", g.act.name(), p.act.name());
            if let Some(via) = g.via {
                compare("via", via.name(), p.via.name());
                self.via.add(via == p.via);
            }
        }
        linked
    }

    fn add_same_source(&mut self, case: &Case, found: &Assessment, linked: &[(usize, usize)]) {
        let named: Vec<(&str, u32)> = (linked.iter())
            .filter_map(|&(g, p)| Some((case.gold.attributions[g].name.as_deref()?, found.attributions[p].source?)))
            .collect();
        for (i, a) in named.iter().enumerate() {
            for b in &named[i + 1..] {
                let (gold, have) = (a.0 == b.0, a.1 == b.1);
                self.same_source.add(usize::from(gold && have), usize::from(gold), usize::from(have));
            }
        }
        let names: BTreeSet<&str> = named.iter().map(|n| n.0).collect();
        for name in names {
            let ids: BTreeSet<u32> = named.iter().filter(|n| n.0 == name).map(|n| n.1).collect();
            if ids.len() > 1 {
                let labels: Vec<&str> = ids.iter().map(|&i| found.sources[i as usize].label.as_str()).collect();
                self.error("split", case, &format!("{name} → {}", labels.join(" / ")));
            }
        }
        let ids: BTreeSet<u32> = named.iter().map(|n| n.1).collect();
        for id in ids {
            let names: BTreeSet<&str> = named.iter().filter(|n| n.1 == id).map(|n| n.0).collect();
            if names.len() > 1 {
                let names: Vec<&str> = names.into_iter().collect();
                self.error("merged", case, &format!("{} → {}", names.join(" / "), found.sources[id as usize].label));
            }
        }
    }

    fn add_responses(&mut self, case: &Case, found: &Assessment) {
        let (text, gold, predicted) = (&case.text, &case.gold.responses, &found.responses);
        let matched = pair_notes(text, gold.iter().map(|g| g.span), predicted.iter().map(|p| p.span));
        self.responses.add(matched.len(), gold.len(), predicted.len());
        for (i, g) in gold.iter().enumerate() {
            if !matched.iter().any(|m| m.0 == i) {
                self.error("miss note", case, &format!("{}: {}", g.outcome.name(), quote(text, &[g.span])));
            }
        }
        for (i, p) in predicted.iter().enumerate() {
            if !matched.iter().any(|m| m.1 == i) {
                self.error("extra note", case, &format!("{}: {}", p.outcome.name(), quote(text, &[p.span])));
            }
        }
        for (g, p) in matched {
            let (g, p) = (&gold[g], &predicted[p]);
            let alike = |o| if o == Outcome::NoComment { Outcome::Declined } else { o };
            self.outcome.add(alike(g.outcome) == alike(p.outcome));
            if alike(g.outcome) != alike(p.outcome) {
                let details = format!("{}, not {}: {}", p.outcome.name(), g.outcome.name(), quote(text, &[g.span]));
                self.error("outcome", case, &details);
            }
            self.immediately.add(g.immediately == p.immediately);
            if let Some(party) = g.party {
                let right = p.party.is_some_and(|have| have.overlaps(party) && have.len() <= 3 * party.len());
                self.party.add(right);
                if !right {
                    let have = quote(text, p.party.as_slice());
                    self.error("party", case, &format!("{have}, not {}", quote(text, &[party])));
                }
            }
        }
    }

    fn add_justifications(&mut self, case: &Case, found: &Assessment, linked: &[(usize, usize)]) {
        let (text, gold, predicted) = (&case.text, &case.gold.justifications, &found.justifications);
        let matched = pair_notes(text, gold.iter().map(|g| g.span), predicted.iter().map(|p| p.span));
        self.justifications.add(matched.len(), gold.len(), predicted.len());
        for (i, g) in gold.iter().enumerate() {
            if !matched.iter().any(|m| m.0 == i) {
                self.error("miss anon", case, &format!("{}: {}", g.reason.name(), quote(text, &[g.span])));
            }
        }
        for (i, p) in predicted.iter().enumerate() {
            if !matched.iter().any(|m| m.1 == i) {
                self.error("extra anon", case, &format!("{}: {}", p.reason.name(), quote(text, &[p.span])));
            }
        }
        for (g, p) in matched {
            let (g, p) = (&gold[g], &predicted[p]);
            self.reason.add(g.reason == p.reason);
            if g.reason != p.reason {
                let details = format!("{}, not {}: {}", p.reason.name(), g.reason.name(), quote(text, &[g.span]));
                self.error("reason", case, &details);
            }
            let covered = linked
                .iter()
                .filter(|&&(a, _)| case.gold.attributions[a].name.as_ref().is_some_and(|n| g.covers.contains(n)));
            let wanted: Vec<u32> = covered.filter_map(|&(_, a)| found.attributions[a].source).collect();
            if wanted.is_empty() {
                continue;
            }
            let right = p.sources.iter().any(|s| wanted.contains(s));
            self.covers.add(right);
            if !right {
                self.error("covers", case, &format!("not {}: {}", g.covers.join(", "), quote(text, &[g.span])));
            }
        }
    }
}

/// Pairs of notes: half of the gold note is carried by one that is at most three times as long.
fn pair_notes(
    text: &str,
    gold: impl Iterator<Item = Span>,
    predicted: impl Iterator<Item = Span>,
) -> Vec<(usize, usize)> {
    let gold: Vec<Chars> = gold.map(|s| chars(text, &[s])).collect();
    let predicted: Vec<Chars> = predicted.map(|s| chars(text, &[s])).collect();
    pairs(gold.len(), predicted.len(), |g, p| {
        let (g, p) = (&gold[g], &predicted[p]);
        let both = common(g, p);
        let carried = both > 0 && 2 * both >= g.len() && p.len() <= 3 * g.len();
        if carried { (1000 * both / (g.len() + p.len() - both)).max(1) as u64 } else { 0 }
    })
}

/// Lines that are not blank, with the place of their first character.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut start = 0;
    text.split('\n').filter_map(move |line| {
        let here = start;
        start += line.len() as u32 + 1;
        (!line.trim().is_empty()).then_some((here, line))
    })
}
