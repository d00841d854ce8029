//! When there is no score, and why.

use std::collections::BTreeSet;

use onrecord_parser::{Class, ClassSet, Entity, EntityType, Zone};

use super::article::{Article, Cover, Hit};
use super::profile::Profile;
use super::tally::Ledger;
use super::{choose, genre};
use crate::assessment::DimensionScore;
use crate::words::Dimension;

/// Why the article is not scored; `None` when it can be.
pub(super) fn reason(article: &Article, hits: &[Hit], ledger: &Ledger, profile: &Profile) -> Option<String> {
    let scored = &profile.scored;
    if !english(article) {
        return Some("not in English, as far as its small words show".into());
    }
    if ledger.words < scored.min_words {
        return Some(format!("too short: {} words, {} are needed", ledger.words, scored.min_words));
    }
    let marked = |hit: &Hit| genre(article.rules, hit).filter(|g| scored.not_genres.iter().any(|n| n == g));
    if let Some((genre, hit)) = hits.iter().find_map(|h| marked(h).map(|genre| (genre, h))) {
        let words = article.words(&hit.tokens).split_whitespace().collect::<Vec<_>>().join(" ");
        return Some(format!("no news report: marked as {genre} by `{words}`"));
    }
    if let Some(told) = choose::told(article).find(|t| choose::names(&scored.not_sections, t)) {
        return Some(format!("no news report: filed under `{}`", told.trim()));
    }
    let paragraphs = article.document.paragraphs.len() as u32;
    let labelled = article.document.paragraphs.iter().filter(|p| p.labelled).count() as u32;
    if labelled * 100 > scored.max_labelled_percent * paragraphs.max(1) {
        return Some(format!("no news report: {labelled} of {paragraphs} paragraphs are turns of a conversation"));
    }
    let statements = ledger.sources.iter().map(|s| s.statements).sum::<u32>() + ledger.agentless;
    let (times, throughout) = first_person(article, hits);
    if times * 1000 > scored.max_first_person * ledger.words && (throughout || times >= statements) {
        return Some(format!("no news report: opinion or essay, the writer speaks as \"I\" {times} times"));
    }
    if statements < scored.min_statements {
        return Some(format!(
            "too little evidence: {statements} statements with a source, {} are needed",
            scored.min_statements
        ));
    }
    None
}

/// How often the writer speaks of himself or herself, and whether in half of all paragraphs. What a source says counts for nothing, even where its quotation
/// marks were lost, and what stands in one or two paragraphs may well be a source's words.
fn first_person(article: &Article, hits: &[Hit]) -> (u32, bool) {
    const PARAGRAPHS: usize = 3;
    let document = article.document;
    let mut own = hits.iter().filter(|h| genre(article.rules, h) == Some("first-person")).peekable();
    if own.peek().is_none() {
        return (0, false);
    }
    let author = |id| document.entities.get(id as usize).is_some_and(|e: &Entity| e.entity_type == EntityType::Author);
    let others = document.attributions.iter().filter(|a| a.source.is_none_or(|id| !author(id.0)));
    let told = Cover::of(others.flat_map(|a| &a.content));
    let places: Vec<usize> = own
        .filter(|h| !told.reaches(&(h.tokens.start..h.tokens.start + 1)))
        .map(|h| document.paragraph_of(document.sentence_of(h.tokens.start)))
        .collect();
    let paragraphs: BTreeSet<&usize> = places.iter().collect();
    if paragraphs.len() < PARAGRAPHS {
        return (0, false);
    }
    let body = document.paragraphs.iter().filter(|p| p.zone == Zone::Body).count();
    (places.len() as u32, paragraphs.len() * 2 >= body)
}

/// Whether enough of its words are the small ones that make up two fifths of any English text.
fn english(article: &Article) -> bool {
    const SMALL: ClassSet = ClassSet::of(&[
        Class::Article,
        Class::Possessive,
        Class::SubjectPronoun,
        Class::Preposition,
        Class::Conjunction,
        Class::To,
        Class::Be,
        Class::Have,
        Class::That,
    ]);
    let lexicon = article.rules.lexicon();
    let (mut small, mut all) = (0u32, 0u32);
    for (i, token) in article.document.tokens.iter().enumerate() {
        if !article.is_punctuation(i as u32) {
            all += 1;
            small += u32::from(token.classes(lexicon).any(SMALL));
        }
    }
    // Short texts, headlines for one, may do without.
    all < 40 || small * 100 >= 15 * all
}

/// All dimensions, none of them judged.
pub(super) fn dimensions(profile: &Profile) -> Vec<DimensionScore> {
    let blank = |&id: &Dimension| DimensionScore {
        id,
        applies: false,
        score: None,
        weight: profile.model(id).weight,
        raw: None,
    };
    Dimension::ALL.iter().map(blank).collect()
}
