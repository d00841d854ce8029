//! When there is no score, and why.

use onrecord_parser::{Class, ClassSet};

use super::article::{Article, Hit};
use super::genre;
use super::profile::Profile;
use super::tally::Ledger;
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
    let genres = || hits.iter().filter_map(|h| genre(article.rules, h));
    if let Some(genre) = genres().find(|g| scored.not_genres.iter().any(|n| n == g)) {
        return Some(format!("no news report: marked as {genre}"));
    }
    let paragraphs = article.document.paragraphs.len() as u32;
    let labelled = article.document.paragraphs.iter().filter(|p| p.labelled).count() as u32;
    if labelled * 100 > scored.max_labelled_percent * paragraphs.max(1) {
        return Some(format!("no news report: {labelled} of {paragraphs} paragraphs are turns of a conversation"));
    }
    let first_person = genres().filter(|g| *g == "first-person").count() as u32;
    if first_person > 2 && first_person * 1000 > scored.max_first_person * ledger.words {
        return Some(format!("no news report: the writer argues as \"I\" {first_person} times"));
    }
    let statements = ledger.sources.iter().map(|s| s.statements).sum::<u32>() + ledger.agentless;
    if statements < scored.min_statements {
        return Some(format!(
            "too little evidence: {statements} statements with a source, {} are needed",
            scored.min_statements
        ));
    }
    None
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
