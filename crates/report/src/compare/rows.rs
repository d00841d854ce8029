//! The comparison as a table for spreadsheets: one row for each source in each article.

use super::{Article, Compare, letter};
use crate::csv::{cell, push};

const COLUMNS: [&str; 17] = [
    "article",
    "id",
    "title",
    "outlet",
    "status",
    "reason",
    "band",
    "score",
    "source",
    "kind",
    "match",
    "speaks_in",
    "named",
    "statements",
    "justified",
    "responses",
    "speaks_for",
];

/// Appends the rows with the row of column names. A source with a name has a row for each article, also for those that
/// do not have it; one without has a row for its own. An input that could not be read has a row of its own.
pub fn write(out: &mut Vec<u8>, compare: &Compare<'_>) {
    push(out, &COLUMNS.map(str::to_owned));
    let voices = &compare.comparison.voices;
    for (number, voice) in voices.iter().enumerate() {
        for (n, (article, here)) in compare.articles.iter().zip(&voice.articles).enumerate() {
            let kinds = here.sources.iter().filter_map(|&s| article.assessment.sources.get(s as usize));
            let kind = kinds.clone().next().map(|s| s.kind).or(voice.kind);
            let notes = here.notes.iter().filter_map(|&r| article.assessment.responses.get(r as usize));
            let mut row = of_article(n, article);
            row.extend([
                cell(&voice.label),
                kind.map_or(String::new(), |k| k.name().to_owned()),
                (number + 1).to_string(),
                voice.speaks_in().to_string(),
                here.named.to_string(),
                here.statements.to_string(),
                String::new(),
                notes.map(|r| r.outcome.name()).collect::<Vec<_>>().join("; "),
                voice.of.map_or(String::new(), |of| (of + 1).to_string()),
            ]);
            push(out, &row);
        }
    }
    for nameless in &compare.comparison.nameless {
        let n = nameless.article as usize;
        let source = &compare.articles[n].assessment.sources[nameless.source as usize];
        let asked = compare.articles[n].assessment.responses.iter().filter(|r| r.party_source == Some(nameless.source));
        let mut row = of_article(n, &compare.articles[n]);
        row.extend([
            cell(&source.label),
            source.kind.name().to_owned(),
            String::new(),
            "1".to_owned(),
            "false".to_owned(),
            nameless.statements.to_string(),
            source.justified.map_or(String::new(), |j| j.to_string()),
            asked.map(|r| r.outcome.name()).collect::<Vec<_>>().join("; "),
            String::new(),
        ]);
        push(out, &row);
    }
    for unread in compare.unread {
        let mut row = vec![String::new(), cell(unread.id), String::new(), String::new(), "error".to_owned()];
        row.push(unread.reason.to_owned());
        // The same number of cells in every row, or spreadsheets refuse the file.
        row.resize(COLUMNS.len(), String::new());
        push(out, &row);
    }
}

fn of_article(n: usize, article: &Article<'_>) -> Vec<String> {
    let a = article.assessment;
    vec![
        letter(n).to_string(),
        cell(article.id),
        cell(article.headline().unwrap_or_default()),
        cell(article.outlet.unwrap_or_default()),
        a.status.name().to_owned(),
        a.reason.clone().unwrap_or_default(),
        a.band.map_or(String::new(), |b| b.name().to_owned()),
        a.score.map_or(String::new(), |s| s.to_string()),
    ]
}
