//! The words for what was compared, before they are set in columns or in Markdown.

use std::fmt::Write as _;

use onrecord_engine::{Comparison, Dimension, Overlap, SourceKind, Voice};

use super::{Article, Compare, letter};
use crate::entry::statements;
use crate::score::tenths;

/// What no comparison of texts can show.
pub(super) const UNMATCHED: &str =
    "Sources without a proper name are never matched: no text shows that “an official” here is the one there.";
/// How to read the cells of sources.
pub(super) const LEGEND: &str = "A number counts the statements in the body; · the text names the source, who makes no statement in it; – it is \
     not named.";

/// A table of articles: one row a measure, one cell an article.
pub(super) struct Measures {
    pub(super) rows: Vec<(String, Vec<String>)>,
}

/// Sources that stand in the same articles, under one heading.
pub(super) struct Section<'a> {
    pub(super) title: String,
    pub(super) rows: Vec<Row<'a>>,
}

/// A source over all articles.
pub(super) struct Row<'a> {
    pub(super) label: &'a str,
    pub(super) kind: String,
    pub(super) cells: Vec<String>,
    /// What else there is to say of it.
    pub(super) remark: Option<String>,
}

/// What came of asking one party, in each article: letters, words, and the note's own words.
pub(super) struct Asked<'a> {
    pub(super) party: String,
    pub(super) states: Vec<(String, String, Option<&'a str>)>,
}

/// A quotation and who says it, by articles.
pub(super) struct Quoted<'a> {
    pub(super) words: &'a str,
    pub(super) by: Vec<(String, String)>,
}

/// Band and score, or why there are none.
pub(super) fn standing(article: &Article<'_>) -> String {
    let a = article.assessment;
    match (a.score, a.band) {
        (Some(score), Some(band)) => {
            let range = match a.range.map(|r| r.map(tenths)) {
                Some([low, high]) if low != high => format!(", {low} to {high} if unsure readings differ"),
                _ => String::new(),
            };
            format!("{}, {} of 100{range}; profile {}", band.name(), tenths(score), a.profile)
        }
        _ => format!("not scored: {}", a.reason.as_deref().unwrap_or("no reason is given")),
    }
}

/// Scores, dimensions and counts.
pub(super) fn measures(page: &Compare<'_>) -> Measures {
    let mut rows = Vec::new();
    let mut row = |label: &str, cell: &dyn Fn(&Article<'_>) -> Option<String>| {
        let cells = page.articles.iter().map(|a| cell(a).unwrap_or_else(|| "–".to_owned()));
        rows.push((label.to_owned(), cells.collect()));
    };
    row("score", &|a| a.assessment.score.map(tenths));
    let judged = |d: Dimension| page.articles.iter().any(|a| a.assessment.dimensions.iter().any(|x| x.id == d));
    for &dimension in Dimension::ALL.iter().filter(|&&d| judged(d)) {
        row(dimension.name(), &|a| {
            let found = a.assessment.dimensions.iter().find(|d| d.id == dimension)?;
            found.score.filter(|_| found.applies && a.assessment.score.is_some()).map(tenths)
        });
    }
    row("words", &|a| Some(a.words().to_string()));
    row("statements", &|a| Some(statements(a.assessment).iter().sum::<usize>().to_string()));
    row("of nobody", &|a| statements(a.assessment).last().map(ToString::to_string));
    row("sources", &|a| {
        let counts = statements(a.assessment);
        Some(counts[..a.assessment.sources.len()].iter().filter(|&&n| n > 0).count().to_string())
    });
    row("unnamed", &|a| {
        let counts = statements(a.assessment);
        let unnamed = a.assessment.sources.iter().zip(&counts).filter(|(s, n)| s.kind.is_unnamed() && **n > 0);
        Some(unnamed.count().to_string())
    });
    Measures { rows }
}

/// The kind of one who has a name, in a word or two.
pub(super) fn named_kind(kind: Option<SourceKind>) -> String {
    let word = kind.map_or("", SourceKind::name).replace('-', " ");
    word.strip_prefix("named ").map_or(word.clone(), str::to_owned)
}

/// How many sources with a name are shared, in a sentence.
pub(super) fn summary(page: &Compare<'_>) -> String {
    let speaking: Vec<usize> = page.comparison.voices.iter().map(Voice::speaks_in).filter(|&n| n > 0).collect();
    let all = page.articles.len();
    let count = |wanted: &dyn Fn(usize) -> bool| speaking.iter().filter(|&&n| wanted(n)).count();
    let (in_all, in_one) = (count(&|n| n == all), count(&|n| n == 1));
    match speaking.len() {
        0 => "No source with a name makes a statement in any of them.".to_owned(),
        1 => format!("1 named source: {in_all} in all {all}, {} in one only.", in_one),
        n if all == 2 => format!("{n} named sources: {in_all} in both, {in_one} in one only."),
        n => format!(
            "{n} named sources: {in_all} in all {all} articles, {} in several, {in_one} in one only.",
            n - in_all - in_one
        ),
    }
}

/// The sources with a name, in all articles, in several, and in one only.
pub(super) fn sections<'a>(page: &Compare<'a>) -> Vec<Section<'a>> {
    let all = page.articles.len();
    let copies = page.comparison.copies();
    let mut shared = vec![
        Section { title: if all == 2 { "In both".to_owned() } else { format!("In all {all} articles") }, rows: vec![] },
        Section { title: "In several".to_owned(), rows: Vec::new() },
    ];
    let mut own: Vec<Section<'a>> =
        (0..all).map(|n| Section { title: format!("Only in {}", letter(n)), rows: Vec::new() }).collect();
    for voice in &page.comparison.voices {
        let section = match voice.speaks_in() {
            0 => continue,
            n if n == all => &mut shared[0],
            1 => &mut own[voice.articles.iter().position(|a| a.statements > 0).unwrap_or_default()],
            _ => &mut shared[1],
        };
        section.rows.push(row(voice, &copies));
    }
    shared.append(&mut own);
    shared.retain(|s| !s.rows.is_empty());
    shared
}

fn row<'a>(voice: &'a Voice, copies: &[Vec<u32>]) -> Row<'a> {
    let cell = |a: &onrecord_engine::Presence| match (a.statements, a.named) {
        (0, false) => "–".to_owned(),
        (0, true) => "·".to_owned(),
        (n, _) => n.to_string(),
    };
    let mut remarks = Vec::new();
    if !voice.outlet_of.is_empty() {
        remarks.push(format!("the outlet of {}", letters(voice.outlet_of.iter().map(|&n| n as usize))));
    }
    let speaks = voice.articles.iter().enumerate().filter(|(_, a)| a.statements > 0);
    let speaks: Vec<u32> = speaks.map(|(n, _)| n as u32).collect();
    if speaks.len() > 1 && copies.iter().any(|group| speaks.iter().all(|n| group.contains(n))) {
        remarks.push("only in copies of one report".to_owned());
    }
    Row {
        label: &voice.label,
        kind: named_kind(voice.kind),
        cells: voice.articles.iter().map(cell).collect(),
        remark: (!remarks.is_empty()).then(|| remarks.join("; ")),
    }
}

/// Letters of articles: `A`, `A and C`, `A, C and D`.
pub(super) fn letters(articles: impl IntoIterator<Item = usize>) -> String {
    let letters: Vec<String> = articles.into_iter().map(|n| letter(n).to_string()).collect();
    match letters.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Articles of which the same is to be said, put together in the order of the first.
fn together<T: PartialEq>(said: impl IntoIterator<Item = (usize, T)>) -> Vec<(String, T)> {
    let mut groups: Vec<(Vec<usize>, T)> = Vec::new();
    for (n, what) in said {
        match groups.iter_mut().find(|(_, known)| *known == what) {
            Some((articles, _)) => articles.push(n),
            None => groups.push((vec![n], what)),
        }
    }
    groups.into_iter().map(|(articles, what)| (letters(articles), what)).collect()
}

/// Who was asked where, and what the other articles have of them.
pub(super) fn asked<'a>(page: &Compare<'a>) -> Vec<Asked<'a>> {
    let voices = &page.comparison.voices;
    let mut all = Vec::new();
    for (v, voice) in voices.iter().enumerate().filter(|(_, v)| v.articles.iter().any(|a| !a.notes.is_empty())) {
        let state = |n: usize| -> (String, Option<&'a str>) {
            let (here, article) = (&voice.articles[n], &page.articles[n]);
            let notes = here.notes.iter().filter_map(|&r| article.assessment.responses.get(r as usize));
            let mut outcomes: Vec<String> = Vec::new();
            for note in notes.clone() {
                let outcome = note.outcome.name().replace('-', " ");
                if !outcomes.contains(&outcome) {
                    outcomes.push(outcome);
                }
            }
            if !outcomes.is_empty() {
                return (outcomes.join(", "), notes.clone().next().map(|r| r.span.of(article.text)));
            }
            let others = voices.iter().filter(|o| o.of == Some(v as u32) && o.articles[n].statements > 0).count();
            let words = match (here.statements, others, here.named) {
                (0, 0, false) => "not named".to_owned(),
                (0, 0, true) => "named; the text shows neither a statement nor a response note".to_owned(),
                (0, ..) => "no response note; speaks through others".to_owned(),
                (1, ..) => "no response note; makes 1 statement".to_owned(),
                (n, ..) => format!("no response note; makes {n} statements"),
            };
            (words, None)
        };
        let states = together((0..page.articles.len()).map(|n| (n, state(n))));
        let states = states.into_iter().map(|(letters, (words, quoted))| (letters, words, quoted));
        all.push(Asked { party: voice.label.clone(), states: states.collect() });
    }
    // Notes of which nothing tells a name that another article could have.
    for (n, article) in page.articles.iter().enumerate() {
        let known = |r: usize| voices.iter().any(|v| v.articles[n].notes.contains(&(r as u32)));
        for (_, note) in article.assessment.responses.iter().enumerate().filter(|&(r, _)| !known(r)) {
            let source = note.party_source.and_then(|s| article.assessment.sources.get(s as usize));
            let party = note.party.map(|p| p.of(article.text)).filter(|p| !p.trim().is_empty());
            let party = party.or(source.map(|s| s.label.as_str())).unwrap_or("somebody");
            let outcome = note.outcome.name().replace('-', " ");
            let states = vec![(letter(n).to_string(), outcome, Some(note.span.of(article.text)))];
            // In the text's own words, which may be a pronoun.
            let party = format!("“{}”", party.split_whitespace().collect::<Vec<_>>().join(" "));
            all.push(Asked { party, states });
        }
    }
    all
}

/// Sources without a name, those kept back and the others, by article: letter, label, kind, statements, remark.
pub(super) fn nameless<'a>(page: &Compare<'a>, unnamed: bool) -> Vec<(char, &'a str, String, u32, &'static str)> {
    let mut rows = Vec::new();
    for nameless in &page.comparison.nameless {
        let n = nameless.article as usize;
        let source = &page.articles[n].assessment.sources[nameless.source as usize];
        if source.kind.is_unnamed() != unnamed {
            continue;
        }
        let remark = match source.justified {
            Some(true) => "reason told",
            Some(false) => "no reason told",
            None => "",
        };
        rows.push((
            letter(n),
            source.label.as_str(),
            source.kind.name().replace('-', " "),
            nameless.statements,
            remark,
        ));
    }
    rows
}

/// Quotations that articles share which are no copies of each other, and how many only copies share.
pub(super) fn quotations<'a>(page: &Compare<'a>) -> (Vec<Quoted<'a>>, usize) {
    let copies = page.comparison.copies();
    let (mut shown, mut copied) = (Vec::new(), 0);
    for quotation in &page.comparison.quotations {
        let places = &quotation.places;
        if copies.iter().any(|group| places.iter().all(|p| group.contains(&p.article))) {
            copied += 1;
            continue;
        }
        // The shortest: what all have.
        let Some(least) = places.iter().min_by_key(|p| (p.words, p.article)) else { continue };
        let speaker = |place: &onrecord_engine::QuotedAt| {
            let sources = &page.articles[place.article as usize].assessment.sources;
            let source = place.source.and_then(|s| sources.get(s as usize));
            source.map_or("no source found", |s| s.label.as_str()).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let words = least.span.of(page.articles[least.article as usize].text);
        shown.push(Quoted { words, by: together(places.iter().map(|p| (p.article as usize, speaker(p)))) });
    }
    (shown, copied)
}

/// What articles share of their words, in sentences: copies first, then passages.
pub(super) fn overlaps(comparison: &Comparison) -> Vec<String> {
    let mut said = Vec::new();
    let copies = comparison.copies();
    for group in &copies {
        let inside = |o: &&Overlap| o.articles.iter().all(|a| group.contains(a));
        let percent = comparison.overlaps.iter().filter(inside).map(|o| o.percent());
        let (low, high) = (percent.clone().min().unwrap_or_default(), percent.max().unwrap_or_default());
        let mut words = format!("{} are near copies: ", letters(group.iter().map(|&n| n as usize)));
        let _ = match (group.len(), low == high) {
            (2, _) | (_, true) => write!(words, "{high} %"),
            _ => write!(words, "{low} to {high} %"),
        };
        words.push_str(
            " of the shorter one’s runs of five words stand in the other too. What only they share is one report, \
             printed more than once.",
        );
        said.push(words);
    }
    let apart = |o: &&Overlap| !copies.iter().any(|group| o.articles.iter().all(|a| group.contains(a)));
    for overlap in comparison.overlaps.iter().filter(apart) {
        let pair = letters(overlap.articles.iter().map(|&n| n as usize));
        said.push(format!("{pair} share passages: {} % of the shorter one’s runs of five words.", overlap.percent()));
    }
    said
}

/// The quotations that only copies share, in a sentence.
pub(super) fn copied(quotations: usize) -> String {
    let many = if quotations == 1 { "1 quotation stands".to_owned() } else { format!("{quotations} quotations stand") };
    format!("{many} in near copies only and {} not listed.", if quotations == 1 { "is" } else { "are" })
}
