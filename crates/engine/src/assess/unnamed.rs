//! How unnamed sources are handled: terms and reasons of anonymity, changed names, descriptions.

use std::ops::Range;

use onrecord_parser::{Class, Mention, Via};

use super::sources::Sources;
use super::{Article, Hit, near};
use crate::assessment::{Descriptor, Justification};
use crate::rule::{Attach, Attached, Detail, Mark, RuleKind, Within};
use crate::words::{Reason, SourceKind};

/// A marker and the sources that it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub mark: Mark,
    pub tokens: Range<u32>,
    pub sources: Vec<u32>,
}

/// Turns named people whose name is disclosed as changed into pseudonyms.
pub(super) fn pseudonyms(article: &Article, hits: &[Hit], sources: &mut Sources) {
    for hit in hits {
        let RuleKind::Marker { marks: Mark::Pseudonym, attach } = &article.rules.rules()[hit.rule].kind else {
            continue;
        };
        // "a driver who asked to be called Yusuf": whoever is called so from now on is the same one.
        let called = hit.who.as_ref().and_then(|who| article.entity_of(who)).and_then(|entity| sources.of(entity));
        for source in bind(article, &hit.tokens, attach.as_ref(), sources).into_iter().chain(called) {
            let source = &mut sources.list[source as usize];
            source.kind = SourceKind::Pseudonym;
            source.kind_rule.clone_from(&article.rules.rules()[hit.rule].id);
        }
    }
}

/// Gives outlets that the text shows to be its own, "The Ledger has learned", their kind.
pub(super) fn own_outlets(article: &Article, hits: &[Hit], sources: &mut Sources) {
    for hit in hits {
        let rule = &article.rules.rules()[hit.rule];
        if !matches!(rule.kind, RuleKind::Marker { marks: Mark::OwnOutlet, .. }) {
            continue;
        }
        let named = hit.who.as_ref().and_then(|who| article.entity_of(who)).and_then(|entity| sources.of(entity));
        if let Some(source) = named {
            let source = &mut sources.list[source as usize];
            source.kind = SourceKind::OwnOutlet;
            source.kind_rule.clone_from(&rule.id);
        }
    }
}

/// Which reason tells most, where one passage gives several: the gravest and plainest first.
fn weight(reason: Reason) -> u8 {
    match reason {
        Reason::NotAuthorised => 0,
        Reason::RetaliationOrSafety => 1,
        Reason::SensitivityOrPrivateTalks => 2,
        Reason::Other => 3,
        Reason::TermsOnly => 4,
    }
}

/// The passages that tell terms and reasons of anonymity, each with its plainest reason and the rule that found it.
fn passages(article: &Article, hits: &[Hit]) -> Vec<(Range<u32>, Reason, usize)> {
    const CLOSE: u32 = 8;
    let mut passages: Vec<(Range<u32>, Reason, usize)> = Vec::new();
    for hit in hits {
        let RuleKind::Marker { marks: Mark::Justification(reason), .. } = article.rules.rules()[hit.rule].kind else {
            continue;
        };
        match passages.last_mut() {
            Some((tokens, best, rule))
                if hit.tokens.start <= tokens.end + CLOSE
                    && article.document.sentence_of(hit.tokens.start) == article.document.sentence_of(tokens.start) =>
            {
                tokens.end = tokens.end.max(hit.tokens.end);
                if weight(reason) < weight(*best) {
                    (*best, *rule) = (reason, hit.rule);
                }
            }
            _ => passages.push((hit.tokens.clone(), reason, hit.rule)),
        }
    }
    passages
}

/// Where terms and reasons of anonymity are told, in text order.
pub(super) fn terms(article: &Article, hits: &[Hit]) -> Vec<Range<u32>> {
    passages(article, hits).into_iter().map(|(tokens, _, _)| tokens).collect()
}

/// Terms and reasons of anonymity with the sources that they cover. What stands close together in one sentence is one
/// passage: "spoke on condition of anonymity because she was not allowed to speak".
pub(super) fn justifications(
    article: &Article,
    hits: &[Hit],
    sources: &mut Sources,
) -> (Vec<Justification>, Vec<Marked>) {
    let mut out = Vec::new();
    let mut marked = Vec::new();
    let groups = members(article, sources);
    for (tokens, reason, rule) in passages(article, hits) {
        let RuleKind::Marker { attach, .. } = &article.rules.rules()[rule].kind else { continue };
        let bound = with_members(bind(article, &tokens, attach.as_ref(), sources), &groups);
        if reason != Reason::TermsOnly {
            for &source in &bound {
                sources.list[source as usize].justified = Some(true);
            }
            marked.push(Marked { mark: Mark::Justification(reason), tokens: tokens.clone(), sources: bound.clone() });
        }
        let rule = article.rules.rules()[rule].id.clone();
        let span = article.document.span(&clause(article, &tokens));
        out.push(Justification { span, reason, sources: bound, rule });
    }
    for source in &mut sources.list {
        source.justified = source.kind.is_unnamed().then(|| source.justified == Some(true));
    }
    (out, marked)
}

/// `bound`, and behind each group its members: what is told of a group holds for each of them.
pub(super) fn with_members(mut bound: Vec<u32>, groups: &[Option<u32>]) -> Vec<u32> {
    let inside = |group: &Option<u32>| group.is_some_and(|g| bound.contains(&g));
    let members: Vec<u32> = (0..).zip(groups).filter(|(_, group)| inside(group)).map(|(member, _)| member).collect();
    bound.extend(members);
    bound.sort_unstable();
    bound.dedup();
    bound
}

/// For each source the group of which it is a member, by its number: "one" and "a second" behind "four workers".
pub(super) fn members(article: &Article, sources: &Sources) -> Vec<Option<u32>> {
    // So far behind the group a bare "one" may well be somebody else.
    const PARAGRAPHS: usize = 4;
    const ONES: [&str; 10] = ["one", "another", "second", "third", "fourth", "other", "others", "both", "first", "two"];
    let document = article.document;
    let paragraph = |s: usize| document.paragraph_of(document.sentence_of(sources.first[s].start));
    let is_member = |s: usize| {
        let entity = &document.entities[sources.entities[s].0 as usize];
        let words: Vec<String> = entity.best.clone().take(5).map(|i| article.lower(i)).collect();
        let opens = words.iter().take(2).any(|w| ONES.contains(&w.as_str()));
        let bare = || entity.head.is_none_or(|h| ONES.contains(&article.lower(h).as_str()));
        opens && (bare() || words.windows(2).any(|w| w[0] == "of" && matches!(w[1].as_str(), "the" | "them" | "those")))
    };
    let mut order: Vec<usize> = (0..sources.list.len()).filter(|&s| sources.list[s].kind.is_unnamed()).collect();
    order.sort_by_key(|&s| sources.first[s].start);
    let mut found = vec![None; sources.list.len()];
    let mut group: Option<usize> = None;
    for s in order {
        if is_member(s) {
            let near = group.filter(|&g| paragraph(s) <= paragraph(g) + PARAGRAPHS);
            found[s] = near.map(|g| g as u32);
        } else if sources.list[s].kind == SourceKind::UnnamedGroup {
            group = Some(s);
        }
    }
    found
}

/// The clause that tells the terms or the reason, from its verb or relative pronoun on.
fn clause(article: &Article, tokens: &Range<u32>) -> Range<u32> {
    const FAR: u32 = 6;
    let document = article.document;
    let sentence = document.sentences.get(document.sentence_of(tokens.start)).map_or(0..0, |s| s.tokens.clone());
    let behind = document.clauses.partition_point(|c| c.verb.start <= tokens.start);
    let verb = document.clauses[..behind].last().map_or(tokens.start, |c| c.verb.start);
    let mut start = tokens.start;
    if verb >= sentence.start && tokens.start - verb <= FAR {
        start = verb;
        if start > sentence.start && article.lower(start - 1) == "who" {
            start -= 1;
        }
    }
    // What follows a comma is another clause; a reason behind one is part of the match.
    let end = (tokens.end..sentence.end).find(|&i| article.is_punctuation(i)).unwrap_or(sentence.end);
    // "An aide who asked not to be named said": the verb of whoever is described goes with what is said.
    let ahead = document.clauses.partition_point(|c| c.verb.start < tokens.end);
    let described = |c: &&onrecord_parser::Clause| c.subject.as_ref().is_some_and(|s| s.contains(&tokens.start));
    let main = document.clauses[ahead..].iter().take_while(|c| c.verb.start < end).find(described);
    start..main.map_or(end, |c| c.verb.start)
}

/// Words by which one passage covers everybody unnamed so far: "like others, she asked not to be named".
const EVERYBODY: [&str; 4] = ["others", "all", "each", "everyone"];

/// The sources that the marker at `tokens` belongs to: the subject of its clause, else the nearest one in the sentence,
/// one before the marker rather than one behind it, else in the sentences before as far as the rule allows.
pub(super) fn bind(article: &Article, tokens: &Range<u32>, attach: Option<&Attach>, sources: &Sources) -> Vec<u32> {
    let Some(attach) = attach else { return Vec::new() };
    let fits = |s: u32| attach.to.contains(&sources.list[s as usize].kind);
    let document = article.document;
    let here = document.sentence_of(tokens.start);
    let sentence = document.sentences.get(here).map_or(0..0, |s| s.tokens.clone());
    let together = (sentence.start..tokens.start).any(|i| EVERYBODY.contains(&article.lower(i).as_str()));
    let within = attach.within;
    if together || attach.each == Attached::All {
        // So many are plenty, and keep a text made for the purpose from filling the memory.
        const MOST: usize = 50;
        let reach = if together { Within::Document } else { within };
        let mentions = reachable(article, tokens, reach).iter().filter(|m| !together || m.tokens.start <= tokens.end);
        let mut found: Vec<u32> = mentions.filter_map(|m| sources.of(m.entity)).filter(|&s| fits(s)).collect();
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST);
        return found;
    }
    let from = document.clauses.partition_point(|c| c.verb.end <= tokens.start);
    let mut inside = document.clauses[from..].iter().take_while(|c| c.verb.start < tokens.end);
    let subject = inside.find_map(|c| c.subject.as_ref());
    if let Some(source) = subject.and_then(|s| article.entity_of(s)).and_then(|e| sources.of(e)).filter(|&s| fits(s)) {
        return vec![source];
    }
    // Mentions behind the marker count double, and those of other sentences far more.
    let distance = |mention: &Range<u32>| {
        let there = document.sentence_of(mention.start);
        let gap = if mention.start >= tokens.end {
            (mention.start - tokens.end) * 2 + 2
        } else {
            tokens.start.saturating_sub(mention.end)
        };
        gap + 1000 * here.abs_diff(there) as u32 + if there > here { 5000 } else { 0 }
    };
    let candidates = reachable(article, tokens, within).iter().filter(|m| near(document, &m.tokens, tokens, within));
    let nearest =
        candidates.filter_map(|m| sources.of(m.entity).filter(|&s| fits(s)).map(|s| (distance(&m.tokens), s))).min();
    nearest.map(|(_, s)| s).into_iter().collect()
}

/// Whether the match of `rule` at `tokens` belongs to a source that states something, where the rule wants that.
pub(super) fn belongs(article: &Article, rule: usize, tokens: &Range<u32>, sources: &Sources) -> bool {
    match &article.rules.rules()[rule].kind {
        RuleKind::Marker { attach: Some(attach), .. } if attach.required => {
            bind(article, tokens, Some(attach), sources).iter().any(|&s| sources.speaks[s as usize])
        }
        _ => true,
    }
}

/// The mentions that may be within reach of `tokens`: those of its paragraph and its neighbours, or of all; of these so
/// many on either side as keep a text of one paragraph, or a rule for whole documents, from taking quadratic time.
fn reachable<'a>(article: &Article<'a>, tokens: &Range<u32>, within: Within) -> &'a [Mention] {
    let document = article.document;
    const MOST: usize = 500;
    let mentions = &document.mentions;
    let behind = mentions.partition_point(|m| m.tokens.start < tokens.start);
    let (least, most) = (behind.saturating_sub(MOST), (behind + MOST).min(mentions.len()));
    if within == Within::Document {
        return &mentions[least..most];
    }
    let here = document.paragraph_of(document.sentence_of(tokens.start));
    let first = document.paragraphs.get(here.saturating_sub(1)).map_or(0, |p| p.tokens.start);
    let end = document.paragraphs.get(here + 1).or(document.paragraphs.last()).map_or(0, |p| p.tokens.end);
    let from = mentions.partition_point(|m| m.tokens.start < first);
    let to = mentions.partition_point(|m| m.tokens.start < end);
    let (from, to) = (from.max(least), to.min(most));
    &mentions[from..to.max(from)]
}

/// Notes for each unnamed source what its descriptions tell: a marker counts for the mention that it lies in or that it
/// follows at once, as "familiar with the talks" follows "a person".
pub(super) fn descriptors(article: &Article, hits: &[Hit], sources: &mut Sources) -> Vec<Marked> {
    let mut marked = Vec::new();
    let details: Vec<(Detail, &Range<u32>)> = hits
        .iter()
        .filter_map(|hit| match article.rules.rules()[hit.rule].kind {
            RuleKind::Marker { marks: Mark::Descriptor(detail), .. } => Some((detail, &hit.tokens)),
            _ => None,
        })
        .collect();
    for (number, source) in sources.list.iter_mut().enumerate() {
        if !source.kind.is_unnamed() {
            continue;
        }
        let mut told = Descriptor::default();
        for (mention, via) in &sources.mentions[number] {
            if *via == Via::Pronoun || *via == Via::Implicit {
                continue;
            }
            let mut end = mention.end;
            let from = details.partition_point(|(_, t)| t.start + 8 < mention.start);
            for (detail, tokens) in &details[from..] {
                if tokens.start > end + 2 {
                    break;
                }
                if tokens.end <= mention.start || article.parts(end, tokens.start) {
                    continue;
                }
                end = end.max(tokens.end);
                match detail {
                    Detail::Organisation => told.organisation = true,
                    Detail::Role => told.role = true,
                    Detail::Basis => told.basis = true,
                    Detail::Interest => told.interest = true,
                }
                marked.push(Marked {
                    mark: Mark::Descriptor(*detail),
                    tokens: (*tokens).clone(),
                    sources: vec![number as u32],
                });
            }
        }
        source.descriptor = Some(told);
    }
    marked
}

impl Article<'_> {
    /// Whether a verb or the end of the sentence stands between tokens `end` and `start`.
    fn parts(&self, end: u32, start: u32) -> bool {
        let lexicon = self.rules.lexicon();
        let stops = |i: u32| {
            let classes = self.document.tokens[i as usize].classes(lexicon);
            classes.has(Class::CueClause) || matches!(self.words(&(i..i + 1)), "." | ";" | "?" | "!")
        };
        end < start && (end..start).any(stops)
    }
}
