//! Response notes: who was asked, and what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onrecord_parser::{Attribution, Class, ClassSet, EntityId};

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
    /// Whether the party is an outlet that asks, rather than somebody who was asked.
    asks: bool,
    pub tokens: Range<u32>,
    /// What the pattern matched.
    matched: Range<u32>,
}

impl Note {
    /// A note that no rule found.
    pub(super) fn told(
        response: Response,
        party: Option<Range<u32>>,
        entity: Option<EntityId>,
        tokens: Range<u32>,
    ) -> Self {
        Self { response, party, entity, asks: false, matched: tokens.clone(), tokens }
    }
}

/// Makes notes of the hits of response rules: one for each clause, the longer match before the shorter, an outcome
/// before the bare word that somebody was asked ("Asked for comment, the firm declined to say").
pub(super) fn responses(article: &Article, hits: &[Hit], sources: &Sources) -> Vec<Note> {
    let mut notes: Vec<Note> = hits.iter().filter_map(|hit| note(article, hit, sources)).collect();
    name_the_asked(article, &mut notes, sources);
    let bare = |n: &Note| matches!(n.response.outcome, Outcome::Responded | Outcome::Pending);
    let rank = |n: &Note| {
        (bare(n), n.response.outcome == Outcome::Responded, u32::MAX - n.matched.len() as u32, n.tokens.start)
    };
    notes.sort_by_key(rank);
    // Kept matches never overlap, so the one that begins before a match's end is the only one that can reach into it.
    let mut kept: BTreeMap<u32, Note> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for note in notes {
        let sentence = article.document.sentence_of(note.matched.start);
        let last = kept.range(..note.matched.end).next_back();
        let beaten =
            last.is_some_and(|(_, k)| k.matched.end > note.matched.start) || bare(&note) && told.contains(&sentence);
        if !beaten {
            told.insert(sentence);
            kept.insert(note.matched.start, note);
        }
    }
    parted(article, kept.into_values().collect())
}

/// "Vane declined to comment or did not respond": of two outcomes in a sentence, the first ends where the second begins.
/// "Vane referred questions to Roe, who did not respond": whom the first names is its own.
fn parted(article: &Article, mut notes: Vec<Note>) -> Vec<Note> {
    for i in 1..notes.len() {
        let (before, behind) = notes.split_at_mut(i);
        let (Some(first), Some(next)) = (before.last_mut(), behind.first()) else { continue };
        let begins = if next.tokens.start <= first.matched.end { next.matched.start } else { next.tokens.start };
        if begins < first.tokens.end {
            first.tokens.end = begins;
            while first.tokens.end > first.matched.end && joins(article, first.tokens.end - 1) {
                first.tokens.end -= 1;
            }
            first.response.span = article.document.span(&first.tokens);
        }
    }
    // A party may stand far before the words that matched, and before another note's.
    notes.sort_by_key(|n| (n.response.span.start(), n.response.span.end()));
    notes
}

/// "The Ledger asked Northway for comment but heard nothing", "The Ledger awaits a reply": who asks is not who was
/// asked. That is told in the same sentence, or nowhere.
fn name_the_asked(article: &Article, notes: &mut [Note], sources: &Sources) {
    let sentence = |n: &Note| article.document.sentence_of(n.tokens.start);
    let pending = |n: &Note| n.response.outcome == Outcome::Pending;
    let asked: BTreeMap<usize, Range<u32>> = notes
        .iter()
        .rev()
        .filter(|n| pending(n) && !n.asks)
        .filter_map(|n| Some((sentence(n), n.party.clone()?)))
        .collect();
    for note in notes.iter_mut().filter(|n| n.asks) {
        let party = asked.get(&sentence(note)).cloned();
        // An outlet that did not answer may be the one that was asked.
        if party.is_none() && !pending(note) {
            continue;
        }
        note.entity = party.as_ref().and_then(|p| article.entity_of(p));
        note.response.party = party.as_ref().map(|p| article.document.span(p));
        note.response.party_source = note.entity.and_then(|e| sources.of(e));
        if party.is_some() {
            note.tokens.start = note.matched.start;
            note.response.span = article.document.span(&note.tokens);
        }
        note.party = party;
    }
}

/// Whether `party` is who asks: whoever writes the article or an outlet, as the subject of an active verb.
fn asks(article: &Article, hit: &Hit, party: &Range<u32>) -> bool {
    let newsroom = ClassSet::of(&[Class::FirstPerson, Class::Outlet, Class::OutletWord, Class::OwnOutlet]);
    let clauses = &article.document.clauses;
    let from = clauses.partition_point(|c| c.verb.end <= hit.tokens.start);
    let passive = clauses.get(from).is_some_and(|c| c.passive && c.verb.start < hit.tokens.end);
    let last = party.end.checked_sub(1).and_then(|i| article.document.tokens.get(i as usize));
    hit.who.is_none() && !passive && last.is_some_and(|t| t.classes(article.rules.lexicon()).any(newsroom))
}

fn note(article: &Article, hit: &Hit, sources: &Sources) -> Option<Note> {
    let document = article.document;
    let rule = &article.rules.rules()[hit.rule];
    let RuleKind::Response { outcome, .. } = rule.kind else { return None };
    // Long lists of clauses without a full stop are read in part, so that time stays in proportion to the text.
    const REACH: u32 = 200;
    let sentence = document.sentences.get(document.sentence_of(hit.tokens.start))?.tokens.clone();
    let sentence = sentence.start.max(hit.tokens.start.saturating_sub(REACH))
        ..sentence.end.min(hit.tokens.end.saturating_add(REACH));
    // "There has been no comment" names nobody.
    let party = party(article, hit, outcome, &sentence)
        .filter(|p| p.len() != 1 || article.lower(p.start) != "there")
        .map(|p| coordinated(article, trimmed(article, speaker(article, p)), &sentence));
    let mut tokens = hit.tokens.start..clause_end(article, hit.tokens.end, sentence.end);
    if let Some(party) = &party
        && article.document.quote_of(party.start).is_none()
        && sentence.contains(&party.start)
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
    let asks = party.as_ref().is_some_and(|p| asks(article, hit, p));
    Some(Note { response, party, entity, asks, matched: hit.tokens.clone(), tokens })
}

/// Who was asked: what the pattern captured, else the subject of the clause that matched, or of the main clause that
/// follows an opening participle ("Asked for comment, she ...").
fn party(article: &Article, hit: &Hit, outcome: Outcome, sentence: &Range<u32>) -> Option<Range<u32>> {
    if let Some(who) = &hit.who {
        return Some(trimmed(article, who.clone()));
    }
    if article.document.quote_of(hit.tokens.start).is_some() {
        let speaks = |a: &&Attribution| a.content.iter().any(|c| c.contains(&hit.tokens.start));
        return near(article, hit.tokens.start).find(speaks).and_then(|a| a.source_span.clone());
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
    let before = hit.tokens.start.checked_sub(1).filter(|&i| i >= sentence.start).map(|i| article.lower(i));
    // "When a reporter asked": those who ask stand inside the match.
    let answers = own.clone().filter(|s| s.start < hit.tokens.start);
    let subject = match (outcome, before.as_deref()) {
        (Outcome::Responded, None | Some("and" | "but" | ";" | "—" | "–" | "(")) => main()
            .or_else(|| told_behind(article, hit, sentence))
            .or_else(|| behind_comma(article, hit, sentence))
            .or(own),
        // "Vane, when asked about it, said": whoever is named before was asked.
        (Outcome::Responded, Some(",")) => told_before(article, hit, sentence).or(answers).or_else(main),
        (Outcome::Responded, _) => {
            answers.or_else(|| told_before(article, hit, sentence)).or_else(|| clause_before(article, hit, sentence))
        }
        // "Vane said the tax would rise, but declined to say when": who tells is who was asked.
        (_, Some("and" | "but" | "or")) => own.or_else(|| teller(article, hit, sentence)),
        _ => own,
    };
    let subject = subject.or_else(|| leading(article, hit, sentence))?;
    Some(trimmed(article, subject))
}

/// The subject of the last clause before the hit.
fn clause_before(article: &Article, hit: &Hit, sentence: &Range<u32>) -> Option<Range<u32>> {
    let clauses = &article.document.clauses;
    let behind = clauses.partition_point(|c| c.verb.end <= hit.tokens.start);
    let inside = clauses[..behind].iter().rev().take_while(|c| c.verb.start >= sentence.start);
    inside.filter_map(|c| c.subject.clone()).find(|s| s.start >= sentence.start)
}

/// The first mention behind a comma, where the parser found no subject: "In response to questions, Sen. Vane, 61, ..."
fn behind_comma(article: &Article, hit: &Hit, sentence: &Range<u32>) -> Option<Range<u32>> {
    let mentions = &article.document.mentions;
    let from = mentions.partition_point(|m| m.tokens.start < hit.tokens.end);
    let mut inside = mentions[from..].iter().take_while(|m| m.tokens.start < sentence.end);
    inside.find(|m| article.lower(m.tokens.start.saturating_sub(1)) == ",").map(|m| m.tokens.clone())
}

/// The source that the sentence names last before the hit.
fn told_before(article: &Article, hit: &Hit, sentence: &Range<u32>) -> Option<Range<u32>> {
    let spans = near(article, hit.tokens.start).filter_map(|a| a.source_span.clone());
    spans.filter(|s| s.end <= hit.tokens.start && s.start >= sentence.start).max_by_key(|s| s.end)
}

/// The source of what the sentence tells before the hit.
fn teller(article: &Article, hit: &Hit, sentence: &Range<u32>) -> Option<Range<u32>> {
    let told = |a: &&Attribution| {
        a.cue.as_ref().is_some_and(|c| sentence.start <= c.start && c.end <= hit.tokens.start)
            && a.source_span.as_ref().is_some_and(|s| sentence.contains(&s.start))
    };
    near(article, hit.tokens.start).find(told).and_then(|a| a.source_span.clone())
}

/// The source that the sentence names first behind the hit.
fn told_behind(article: &Article, hit: &Hit, sentence: &Range<u32>) -> Option<Range<u32>> {
    let spans = near(article, sentence.end).filter_map(|a| a.source_span.clone());
    spans.filter(|s| s.start >= hit.tokens.end && s.end <= sentence.end).min_by_key(|s| s.start)
}

/// The last attributions that begin before token `at`, the nearest first.
fn near<'a>(article: &Article<'a>, at: u32) -> impl Iterator<Item = &'a Attribution> {
    // One that tells a clause is among the last that begin before it; a bound keeps long texts linear.
    const LAST: usize = 8;
    let begins = |a: &Attribution| {
        let words = a.cue.iter().chain(&a.source_span).chain(&a.content);
        words.map(|r| r.start).min().unwrap_or(0)
    };
    let attributions = &article.document.attributions;
    attributions[..attributions.partition_point(|a| begins(a) <= at)].iter().rev().take(LAST)
}

/// "Northway said it does not comment": who says so of itself is the one who was asked.
fn speaker(article: &Article, party: Range<u32>) -> Range<u32> {
    let document = article.document;
    let pronoun = ClassSet::of(&[Class::SubjectPronoun]);
    if party.len() != 1 || !document.tokens[party.start as usize].classes(article.rules.lexicon()).any(pronoun) {
        return party;
    }
    let told = |a: &&Attribution| {
        let right_behind = |cue: &Range<u32>| cue.end <= party.start && party.start - cue.end <= 1;
        a.cue.as_ref().is_some_and(right_behind) && a.content.iter().any(|c| c.contains(&party.start))
    };
    near(article, party.start).find(told).and_then(|a| a.source_span.clone()).unwrap_or(party)
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
    // "After Vane was arrested, the club ...": the main clause begins behind the comma.
    let opens = ClassSet::of(&[Class::Subordinator]);
    let subordinate = article.document.tokens.get(sentence.start as usize).is_some_and(|t| {
        t.classes(article.rules.lexicon()).any(opens) || matches!(&*article.lower(sentence.start), "after" | "before")
    });
    let comma = (sentence.start..hit.tokens.start).find(|&i| subordinate && article.lower(i) == ",");
    for start in parts.map(|i| i + 1).chain(comma.map(|i| i + 1)).chain([sentence.start]) {
        let from = mentions.partition_point(|m| m.tokens.start < start);
        let mut before = mentions[from..].iter().take_while(|m| m.tokens.end <= hit.tokens.start);
        if let Some(mention) = before.find(|m| article.document.quote_of(m.tokens.start).is_none()) {
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
    while words.len() > 1 && joins(article, words.end - 1) {
        words.end -= 1;
    }
    while words.len() > 1 && article.document.tokens[words.end as usize - 1].classes(lexicon).has(Class::Day) {
        words.end -= if words.len() > 2 && article.lower(words.end - 2) == "on" { 2 } else { 1 };
    }
    words
}

/// Whether token `i` only joins what stands around it.
fn joins(article: &Article, i: u32) -> bool {
    article.is_punctuation(i) || matches!(&*article.lower(i), "and" | "or" | "but" | "either")
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
            // Words quoted within the clause belong to it: would not comment on "internal papers".
            "\"" | "“" | "''" | "``" if end > from && !article.is_punctuation(end - 1) => {
                match article.document.quote_of(end) {
                    Some(quote) if quote.tokens.end > end && quote.tokens.end <= sentence_end => end = quote.tokens.end,
                    _ => break,
                }
                if article.is_punctuation(end.saturating_sub(2)) {
                    break;
                }
            }
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
