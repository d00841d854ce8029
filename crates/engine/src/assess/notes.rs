//! Response notes: who was asked, and what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{Class, ClassSet, EntityId};

use super::sources::Sources;
use super::{Article, Hit};
use crate::assessment::Response;
use crate::rule::RuleKind;
use crate::words::Outcome;

/// A response note and the entity that was asked.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub response: Response,
    /// The words that name the party.
    pub party: Option<Range<u32>>,
    pub entity: Option<EntityId>,
    pub tokens: Range<u32>,
    matched: u32,
}

/// Makes notes of the hits of response rules: one for each clause, the longer match before the shorter, an outcome
/// before the bare word that somebody was asked ("Asked for comment, the firm declined to say").
pub(super) fn responses(article: &Article, hits: &[Hit], sources: &Sources) -> Vec<Note> {
    let mut notes: Vec<Note> = hits.iter().filter_map(|hit| note(article, hit, sources)).collect();
    let rank = |n: &Note| (n.response.outcome == Outcome::Responded, u32::MAX - n.matched, n.tokens.start);
    notes.sort_by_key(rank);
    // Kept notes never overlap, so the one that begins before a span's end is the only one that can reach into it.
    let mut kept: BTreeMap<u32, Note> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for note in notes {
        let sentence = article.document.sentence_of(note.tokens.start);
        let last = kept.range(..note.response.span.end()).next_back();
        let beaten = last.is_some_and(|(_, k)| k.response.span.overlaps(note.response.span))
            || note.response.outcome == Outcome::Responded && told.contains(&sentence);
        if !beaten {
            told.insert(sentence);
            kept.insert(note.response.span.start(), note);
        }
    }
    kept.into_values().collect()
}

fn note(article: &Article, hit: &Hit, sources: &Sources) -> Option<Note> {
    let document = article.document;
    let rule = &article.rules.rules()[hit.rule];
    let RuleKind::Response { outcome, .. } = rule.kind else { return None };
    let sentence = document.sentences.get(document.sentence_of(hit.tokens.start))?.tokens.clone();
    let party = party(article, hit, outcome, &sentence).map(|p| coordinated(article, speaker(article, p), &sentence));
    let mut tokens = hit.tokens.start..clause_end(article, hit.tokens.end, sentence.end);
    if let Some(party) = &party
        && article.document.quote_of(party.start).is_none()
    {
        tokens = tokens.start.min(party.start)..tokens.end.max(party.end);
    }
    let entity = party.as_ref().and_then(|p| article.entity_of(p));
    let span = document.span(&tokens);
    let response = Response {
        span,
        party: party.as_ref().map(|p| document.span(p)),
        party_source: entity.and_then(|e| sources.of(e)),
        outcome,
        immediately: article.hurried(hit.rule, &tokens),
        rule: rule.id.clone(),
    };
    Some(Note { response, party, entity, matched: hit.tokens.end - hit.tokens.start, tokens })
}

/// Who was asked: what the pattern captured, else the subject of the clause that matched, or of the main clause that
/// follows an opening participle ("Asked for comment, she ...").
fn party(article: &Article, hit: &Hit, outcome: Outcome, sentence: &Range<u32>) -> Option<Range<u32>> {
    if let Some(who) = &hit.who {
        return Some(trimmed(article, who.clone()));
    }
    let clauses = &article.document.clauses;
    let from = clauses.partition_point(|c| c.verb.end <= hit.tokens.start);
    let inside = clauses[from..].iter().take_while(|c| c.verb.start < hit.tokens.end);
    let own =
        inside.filter_map(|c| c.subject.clone()).find(|s| s.start < hit.tokens.end && sentence.contains(&s.start));
    // Behind the comma that ends the participle: "Asked if the deal was dead, she ..."
    let main = || {
        let comma = (hit.tokens.start..sentence.end).find(|&i| article.lower(i) == ",")?;
        let behind = clauses.partition_point(|c| c.verb.start < comma);
        let mut subjects =
            clauses[behind..].iter().take_while(|c| c.verb.start < sentence.end).filter_map(|c| c.subject.clone());
        subjects.find(|s| s.start > comma)
    };
    let subject = match outcome {
        Outcome::Responded if hit.tokens.start == sentence.start => main().or(own),
        Outcome::Responded => own.or_else(main),
        _ => own,
    };
    let subject = subject.or_else(|| leading(article, hit, sentence))?;
    Some(trimmed(article, subject))
}

/// "Northway said it does not comment": who says so of itself is the one who was asked.
fn speaker(article: &Article, party: Range<u32>) -> Range<u32> {
    let document = article.document;
    let pronoun = ClassSet::of(&[Class::SubjectPronoun]);
    if party.len() != 1 || !document.tokens[party.start as usize].classes(article.rules.lexicon()).any(pronoun) {
        return party;
    }
    let told = |a: &&onrecord_parser::Attribution| {
        let right_behind = |cue: &Range<u32>| cue.end <= party.start && party.start - cue.end <= 1;
        a.cue.as_ref().is_some_and(right_behind) && a.content.iter().any(|c| c.contains(&party.start))
    };
    // Attributions stand in text order: the one that tells the clause is among the last that begin before it.
    const LAST: usize = 8;
    let begins = |a: &onrecord_parser::Attribution| a.cue.as_ref().or(a.content.first()).map_or(0, |r| r.start);
    let before = document.attributions.partition_point(|a| begins(a) <= party.start);
    let mut near = document.attributions[..before].iter().rev().take(LAST);
    near.find(told).and_then(|a| a.source_span.clone()).unwrap_or(party)
}

/// "Neither Roe nor Lund": both were asked.
fn coordinated(article: &Article, party: Range<u32>, sentence: &Range<u32>) -> Range<u32> {
    const FAR: u32 = 12;
    if party.start <= sentence.start || article.lower(party.start - 1) != "nor" {
        return party;
    }
    let from = sentence.start.max(party.start.saturating_sub(FAR));
    let neither = (from..party.start).find(|&i| article.lower(i) == "neither");
    neither.map_or(party.start, |n| n + 1)..party.end
}

/// The first mention of the part of the sentence that leads up to the hit, where the parser found no subject: behind an
/// apposition, "The trust, a charity, declined to comment", or a second verb, "admitted the loss but declined to say".
fn leading(article: &Article, hit: &Hit, sentence: &Range<u32>) -> Option<Range<u32>> {
    let mentions = &article.document.mentions;
    let parts = (sentence.start..hit.tokens.start).rev().filter(|&i| {
        let word = article.lower(i);
        word == ";"
            || matches!(word.as_str(), "and" | "but" | "that" | "while" | "though")
                && article.lower(i.wrapping_sub(1)) == ","
    });
    for start in parts.map(|i| i + 1).chain([sentence.start]) {
        let from = mentions.partition_point(|m| m.tokens.start < start);
        let first = mentions[from..].iter().take_while(|m| m.tokens.end <= hit.tokens.start).next();
        if let Some(mention) = first.filter(|m| article.document.quote_of(m.tokens.start).is_none()) {
            let article_before = mention.tokens.start > start
                && article.document.tokens[mention.tokens.start as usize - 1]
                    .classes(article.rules.lexicon())
                    .has(Class::Article);
            return Some(mention.tokens.start - u32::from(article_before)..mention.tokens.end);
        }
    }
    None
}

/// Without punctuation at the ends, appositions and words of time behind.
fn trimmed(article: &Article, mut words: Range<u32>) -> Range<u32> {
    let lexicon = article.rules.lexicon();
    // ", a charity that owns the shop" describes the party and is not its name.
    let describes = ClassSet::of(&[Class::Article, Class::Relative, Class::Possessive, Class::Role, Class::Title]);
    let comma = (words.start + 1..words.end.saturating_sub(1)).find(|&i| {
        let next = &article.document.tokens[i as usize + 1];
        article.lower(i) == "," && next.classes(lexicon).any(describes)
    });
    words.end = comma.unwrap_or(words.end);
    while words.len() > 1 && article.is_punctuation(words.end - 1) {
        words.end -= 1;
    }
    while words.len() > 1 && article.document.tokens[words.end as usize - 1].classes(lexicon).has(Class::Day) {
        words.end -= if words.len() > 2 && article.lower(words.end - 2) == "on" { 2 } else { 1 };
    }
    words
}

/// Where the clause ends that goes on at token `from`.
fn clause_end(article: &Article, from: u32, sentence_end: u32) -> u32 {
    let lexicon = article.rules.lexicon();
    let opens = |i: u32| {
        let Some(token) = article.document.tokens.get(i as usize) else { return true };
        let classes = token.classes(lexicon);
        let turns = [Class::Conjunction, Class::Subordinator, Class::Relative, Class::CueClause];
        turns.iter().any(|&c| classes.has(c)) || article.lower(i).ends_with("ing")
    };
    let mut end = from;
    while end < sentence_end {
        match article.lower(end).as_str() {
            ";" | "." | "!" | "?" | "—" | "–" | "--" | "\"" | "“" | "”" | "''" => break,
            "," if opens(end + 1) => break,
            "and" | "but" | "or" | "while" | "though" if clause_opens(article, end + 1) => break,
            _ => end += 1,
        }
    }
    while end > from && article.is_punctuation(end - 1) {
        end -= 1;
    }
    end
}

/// Whether a clause with a subject of its own begins at token `at`.
fn clause_opens(article: &Article, at: u32) -> bool {
    let clauses = &article.document.clauses;
    let from = clauses.partition_point(|c| c.verb.start <= at);
    clauses[from..].iter().take(2).any(|c| c.subject.as_ref().is_some_and(|s| s.start == at))
}
