//! Attributions that need no cue verb: colons, dashes, headlines, and reports without any agent.

use crate::attribute::Draft;
use crate::class::{Class, ClassSet, Forms};
use crate::clause::{content_end, strip_end};
use crate::cue::{Cue, Right};
use crate::document::Act;
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::Gap;

/// Tokens that some attribution already claims as content.
pub(crate) fn covered(sheet: &Sheet<'_>, drafts: &[Draft]) -> Vec<bool> {
    let mut covered = vec![false; sheet.len()];
    for part in drafts.iter().flat_map(|d| &d.content) {
        covered[part.clone()].fill(true);
    }
    covered
}

/// `Smith: "No."` and `A spokesman for the council: 'We are looking into it.'`
pub(crate) fn colons(sheet: &Sheet<'_>, s: usize, covered: &[bool], drafts: &mut Vec<Draft>) {
    let range = sheet.sentence(s);
    for i in range.clone() {
        if sheet.tag(i) != Tag::Colon
            || sheet.quoted(i)
            || i == range.start
            || i + 1 >= range.end
            || !sheet.opens(i + 1)
            || covered[i]
            || covered[i + 1]
        {
            continue;
        }
        let Some(start) = phrase::phrase_left(sheet, i - 1, range.start) else { continue };
        let source =
            if start == range.start && i - start <= 12 { Some(start..i) } else { first_subject(sheet, range.start, i) };
        let Some(source) = source else { continue };
        let end = sheet.quote_at(i + 1).map_or(i + 2, |q| q.tokens.end as usize).min(range.end);
        drafts.push(Draft {
            sentence: s,
            head: i,
            cue: Some(i..i + 1),
            source: Some(source),
            content: std::iter::once(i + 1..end).collect(),
            doubtful: start != range.start,
            ..Draft::default()
        });
    }
}

/// `He said:`, and the quotation in a paragraph of its own.
pub(crate) fn introductions(
    sheet: &Sheet<'_>,
    paragraphs: &[std::ops::Range<usize>],
    live: &[bool],
    covered: &[bool],
    drafts: &mut Vec<Draft>,
) {
    for (n, pair) in paragraphs.windows(2).enumerate() {
        let [before, paragraph] = pair else { continue };
        let (colon, open) = (before.end - 1, paragraph.start);
        if sheet.tag(colon) != Tag::Colon
            || sheet.quoted(colon)
            || !sheet.opens(open)
            || covered[open]
            || !(live[n] && live[n + 1])
        {
            continue;
        }
        let s = sheet.sentence_at(colon);
        let lo = sheet.sentence(s).start;
        let from = lo.max(colon.saturating_sub(40));
        let speaks = ClassSet::of(&[Class::CuePost, Class::CueQuote, Class::CueClause]);
        let verbs = (from..colon).rev().filter(|&k| {
            matches!(sheet.tag(k), Tag::Verb | Tag::Ing | Tag::Base | Tag::Part)
                && sheet.any(k, speaks)
                && !sheet.quoted(k)
        });
        let told = verbs
            .filter_map(|v| Some((v, phrase::subject(sheet, phrase::group_start(sheet, v, lo), lo)?)))
            .find(|(_, subject)| subject.phrase.end <= colon);
        let verb = told.as_ref().map(|(v, _)| *v);
        let subject = told
            .map(|(_, s)| (s.phrase, s.antecedent))
            .or_else(|| first_subject(sheet, lo, colon).map(|s| (s, None)))
            .or_else(|| phrase::phrase_right(sheet, lo, colon).map(|s| (s, None)));
        let Some((source, antecedent)) = subject else { continue };
        let end = sheet.quote_at(open).map_or(open + 1, |q| q.tokens.end as usize);
        let (head, cue) = verb.map_or((colon, colon..colon + 1), |v| (v, phrase::group_start(sheet, v, lo)..v + 1));
        drafts.push(Draft {
            sentence: s,
            head,
            cue: Some(cue),
            source: Some(source),
            antecedent,
            content: std::iter::once(open..end).collect(),
            doubtful: verb.is_none(),
            ..Draft::default()
        });
    }
}

/// The subject of the first verb of `lo..hi` that has one.
fn first_subject(sheet: &Sheet<'_>, lo: usize, hi: usize) -> Option<phrase::Phrase> {
    (lo + 1..hi)
        .filter(|&z| !sheet.quoted(z) && (sheet.tag(z) == Tag::Verb || sheet.tag(z).is_aux()))
        .find_map(|z| phrase::subject(sheet, phrase::group_start(sheet, z, lo), lo))
        .filter(|s| s.antecedent.is_none())
        .map(|s| s.phrase)
}

/// `"No." — Ana Ruiz, mayor`: a quotation with its speaker behind a dash.
pub(crate) fn dash_credits(sheet: &Sheet<'_>, covered: &[bool], drafts: &mut Vec<Draft>) {
    for quote in &sheet.quotes {
        let (open, close) = (quote.tokens.start as usize, quote.tokens.end as usize);
        if !quote.closed
            || sheet.tag(close) != Tag::Dash
            || !sheet.cap(close + 1)
            || covered[open]
            || quote.tokens.len() < 5
        {
            continue;
        }
        let s = sheet.sentence_at(close + 1);
        let range = sheet.sentence(s);
        let Some(name) = phrase::phrase_right(sheet, close + 1, range.end) else { continue };
        let end = phrase::apposition(sheet, name.end, range.end);
        // In a line of its own it may be a list of offices: `– Minister of Trade, Labour and Ports, Ana Ruiz`.
        let line = range.start == close && strip_end(sheet, name.start, range.end) == range.end && range.len() <= 24;
        let end = if line { range.end } else { end };
        if strip_end(sheet, name.start, range.end) != end {
            continue;
        }
        drafts.push(Draft {
            sentence: s,
            head: close,
            cue: Some(close..close + 1),
            source: Some(name.start..end),
            content: std::iter::once(open..close).collect(),
            ..Draft::default()
        });
    }
}

/// `Minister to resign: sources` and `Minister: I will resign`.
pub(crate) fn headline(sheet: &Sheet<'_>, s: usize, drafts: &mut Vec<Draft>) {
    let range = sheet.sentence(s);
    if range.len() < 4 || range.len() > 40 {
        return;
    }
    // What a cue tells goes along with who told it behind a mark: "Members urge Roe to resign: sources".
    let cued = drafts.iter().any(|d| d.sentence == s);
    for i in range.start + 1..range.end - 1 {
        if sheet.quoted(i) || !matches!(sheet.tag(i), Tag::Colon | Tag::Dash | Tag::Comma) {
            continue;
        }
        let spaced = sheet.tokens[i].gap != Gap::None || sheet.tag(i) == Tag::Colon;
        // Behind the mark: the source, and nothing else.
        let behind = phrase::phrase_right(sheet, i + 1, range.end)
            .filter(|p| p.end == strip_end(sheet, i + 1, range.end) && p.len() <= 6);
        // "Fire closes yard - Troy Herald" bears the name of the site.
        let site = ClassSet::of(&[Class::Outlet, Class::OutletWord, Class::Wire]);
        let site = |p: &phrase::Phrase| sheet.tag(i) == Tag::Dash && p.clone().any(|k| sheet.any(k, site));
        if let Some(source) = behind
            && i - range.start >= 3
            && spaced
            && sheet.tag(i) != Tag::Comma
            && !site(&source)
            && who(sheet, &source)
        {
            drafts.push(Draft {
                sentence: s,
                head: i,
                cue: Some(i..i + 1),
                source: Some(source),
                content: std::iter::once(range.start..i).collect(),
                doubtful: true,
                ..Draft::default()
            });
            return;
        }
        if cued {
            continue;
        }
        // Before the mark: the source; what follows is told.
        let before = phrase::phrase_left(sheet, i - 1, range.start).filter(|&k| k == range.start && i - k <= 5);
        if let Some(start) = before
            && sheet.tag(i) == Tag::Colon
            && range.end - i > 4
            && who(sheet, &(start..i))
        {
            // What is quoted is all that was said: `Roe: "I go" as Vale sell out`.
            let quote = sheet.quote_at(i + 1).filter(|q| q.closed && sheet.opens(i + 1));
            let end = quote.map_or_else(|| strip_end(sheet, i + 1, range.end), |q| q.tokens.end as usize);
            drafts.push(Draft {
                sentence: s,
                head: i,
                cue: Some(i..i + 1),
                source: Some(start..i),
                content: std::iter::once(i + 1..end).collect(),
                doubtful: true,
                ..Draft::default()
            });
            return;
        }
    }
}

/// Whether a phrase can be a source in a headline.
fn who(sheet: &Sheet<'_>, phrase: &phrase::Phrase) -> bool {
    let classes = ClassSet::of(&[
        Class::Role,
        Class::Informant,
        Class::Spokesperson,
        Class::CollectiveNoun,
        Class::BodyNoun,
        Class::DocumentNoun,
        Class::MediaNoun,
        Class::Outlet,
        Class::Title,
        Class::Honorific,
    ]);
    phrase.clone().any(|k| sheet.any(k, classes)) || phrase.len() >= 2 && phrase.clone().all(|k| sheet.cap(k))
}

/// "reportedly", "is believed to", "it emerged that": attributed to nobody.
pub(crate) fn agentless(sheet: &Sheet<'_>, s: usize, drafts: &mut Vec<Draft>) {
    let range = sheet.sentence(s);
    let fin = strip_end(sheet, range.start, range.end);
    let first = drafts.iter().rposition(|d| d.sentence != s).map_or(0, |p| p + 1);
    let claimed: Vec<(usize, phrase::Phrase)> =
        drafts[first..].iter().flat_map(|d| d.content.iter().map(|c| (d.head, c.clone()))).collect();
    for i in range.clone() {
        let candidate = ClassSet::of(&[
            Class::AgentlessAdverb,
            Class::AgentlessParticiple,
            Class::AgentlessVerb,
            Class::AgentlessNoun,
            Class::AgentlessForecast,
        ]);
        if !sheet.any(i, candidate) || sheet.quoted(i) || claimed.iter().any(|(head, _)| *head == i) {
            continue;
        }
        if sheet.is(i, Class::AgentlessAdverb) {
            let (mut a, mut b) = (range.start, fin);
            for (_, c) in claimed.iter().filter(|(_, c)| c.contains(&i)) {
                (a, b) = (a.max(c.start), b.min(c.end));
            }
            a = (a..i)
                .rev()
                .find(|&k| {
                    matches!(sheet.tag(k), Tag::Semicolon | Tag::Dash)
                        || sheet.tag(k) == Tag::Comma && clause_opens(sheet, k + 1)
                })
                .map_or(a, |k| k + 1);
            b = (i..b)
                .find(|&k| {
                    matches!(sheet.tag(k), Tag::Semicolon) || sheet.tag(k) == Tag::Comma && clause_opens(sheet, k + 1)
                })
                .unwrap_or(b);
            let mut content = Vec::new();
            if a < i {
                content.push(a..i);
            }
            if i + 1 < b {
                content.push(i + 1..b);
            }
            push_agentless(s, i, i..i + 1, content, drafts);
            continue;
        }
        if sheet.is(i, Class::AgentlessNoun) {
            rumour(sheet, s, i, drafts);
            continue;
        }
        let be_before = i > range.start && sheet.tag(i - 1) == Tag::Be
            || i > range.start + 1 && sheet.tag(i - 1) == Tag::Adv && sheet.tag(i - 2) == Tag::Be;
        let forecast = sheet.is(i, Class::AgentlessForecast);
        if (sheet.is(i, Class::AgentlessParticiple) || forecast)
            && be_before
            && i + 1 < range.end
            && (sheet.tag(i + 1) == Tag::To || sheet.is(i + 1, Class::Of))
        {
            let start = phrase::group_start(sheet, i, range.start);
            let subject = phrase::subject(sheet, start, range.start).map(|s| s.phrase);
            let end = content_end(sheet, i + 1, range.end, fin, &[], &bare_cue(i, Right::To));
            let mut content: Vec<_> = subject.into_iter().collect();
            content.push(i + 1..end);
            push_agentless(s, i, start..i + 1, content, drafts);
            // What is expected is foreseen, not told.
            if forecast && let Some(draft) = drafts.last_mut().filter(|d| d.head == i) {
                draft.act = Act::Mental;
            }
            continue;
        }
        // "a van, believed to be stolen,": the same without its auxiliary.
        let reduced = sheet.is(i, Class::AgentlessParticiple)
            && !be_before
            && matches!(sheet.tag(i), Tag::Part | Tag::Verb)
            && sheet.tag(i + 1) == Tag::To
            && matches!(sheet.tag(i + 2), Tag::Be | Tag::Have)
            && i > range.start + 1
            && i + 2 < range.end;
        if reduced {
            let noun = i - 1 - usize::from(sheet.tag(i - 1) == Tag::Comma);
            let subject = phrase::phrase_left(sheet, noun, range.start).map(|start| start..noun + 1);
            let end = content_end(sheet, i + 1, range.end, fin, &[], &bare_cue(i, Right::To));
            let end = (i + 1..end).find(|&k| sheet.tag(k) == Tag::Comma && !sheet.quoted(k)).unwrap_or(end);
            let mut content: Vec<_> = subject.into_iter().collect();
            content.push(i + 1..end);
            push_agentless(s, i, i..i + 1, content, drafts);
            continue;
        }
        if sheet.is(i, Class::AgentlessVerb) {
            let start = phrase::group_start(sheet, i, range.start);
            let it = start > range.start && sheet.is(start - 1, Class::Neuter) && sheet.tag(start - 1) == Tag::Pron;
            let passive = (start..i).any(|k| sheet.tag(k) == Tag::Be);
            let active =
                sheet.form(i, Forms::NONE) || !passive && sheet.tag(i) == Tag::Verb && !sheet.is(i, Class::CuePost);
            let clause = sheet.tag(i + 1) == Tag::That
                || phrase::phrase_right(sheet, i + 1, range.end)
                    .is_some_and(|p| sheet.tag(p.end) == Tag::Verb || sheet.tag(p.end).is_aux());
            if it && (passive || active) && clause && i + 1 < fin {
                let end = content_end(sheet, i + 1, range.end, fin, &[], &bare_cue(i, Right::That));
                push_agentless(s, i, start - 1..i + 1, std::iter::once(i + 1..end).collect(), drafts);
            }
        }
    }
}

/// "rumours of a merger", "speculation that the two will merge": said by nobody, unless somebody owns the talk.
fn rumour(sheet: &Sheet<'_>, s: usize, i: usize, drafts: &mut Vec<Draft>) {
    let range = sheet.sentence(s);
    let fin = strip_end(sheet, range.start, range.end);
    let owned = (range.start.max(i.saturating_sub(4))..i).any(|k| matches!(sheet.tag(k), Tag::Poss | Tag::PossMark));
    let z = i + 1;
    if owned || z >= fin || sheet.tag(i) != Tag::Noun {
        return;
    }
    let (from, right) = match sheet.tag(z) {
        Tag::That | Tag::Rel => (z, Right::That),
        Tag::Prep if sheet.any(z, ClassSet::of(&[Class::PrepAbout, Class::PrepOn])) => (z + 1, Right::Prep),
        Tag::Det | Tag::Name | Tag::Pron => (z, Right::Clause),
        _ => return,
    };
    let end = content_end(sheet, from, range.end, fin, &[], &bare_cue(i, right));
    if from < end {
        push_agentless(s, i, i..i + 1, std::iter::once(from..end).collect(), drafts);
    }
}

fn clause_opens(sheet: &Sheet<'_>, k: usize) -> bool {
    sheet.tag(k) == Tag::Conj || sheet.tag(k) == Tag::Sub || sheet.tag(k) == Tag::Rel
}

fn bare_cue(head: usize, right: Right) -> Cue {
    Cue { head, start: head, end: head + 1, right, after: head + 1, passive: false, noun: false, according: false }
}

fn push_agentless(s: usize, head: usize, cue: phrase::Phrase, content: Vec<phrase::Phrase>, drafts: &mut Vec<Draft>) {
    if !content.is_empty() {
        drafts.push(Draft { sentence: s, head, cue: Some(cue), content, agentless: true, ..Draft::default() });
    }
}
