//! Quotations that no cue of the lexicon claims: those with a verb that no list holds, those that go on a speech, and
//! those whose speaker the text before named.

use std::ops::Range;

use crate::attribute::Draft;
use crate::class::{Class, ClassSet};
use crate::document::Act;
use crate::name::FastMap;
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::special::covered;
use crate::token::Gap;

/// A quotation of fewer words than this, without a cue, is a term or a title.
const SPEECH_WORDS: usize = 5;
/// How many paragraphs back the speaker of an uncued quotation may have been named.
const MEMORY: usize = 2;

/// Gives quotations to verbs that no list holds, where the form leaves no doubt: `"Go on," the coach bellowed.`
pub(crate) fn unknown_cues(sheet: &Sheet<'_>, live: &[bool], drafts: &mut Vec<Draft>) {
    let taken = covered(sheet, drafts);
    for quote in &sheet.quotes {
        let (a, b) = (quote.tokens.start as usize, quote.tokens.end as usize);
        if !is_live(sheet, live, a) || !speech(sheet, a, b) || claimed(&taken, a, b) {
            continue;
        }
        let s = sheet.sentence_at(a);
        let hi = sheet.sentence(sheet.sentence_at(b - 1)).end;
        if let Some(draft) = unknown_cue(sheet, a, b, sheet.sentence(s).start, hi) {
            drafts.push(Draft { sentence: s, ..draft });
        }
    }
}

/// Joins quoted sentences to what was said before them in the paragraph: `"One," she said. "Two."` Speech that
/// outweighs the sentence with the cue is an attribution of its own, which goes on with the same source.
pub(crate) fn follow(sheet: &Sheet<'_>, drafts: &mut Vec<Draft>) {
    // Of a sentence, the attribution that speech behind it goes on: one with a quotation, else the main one.
    let mut owner: Vec<Option<usize>> = vec![None; sheet.sentences.len()];
    let mut quoted = vec![false; sheet.sentences.len()];
    for (n, draft) in drafts.iter().enumerate() {
        let s = draft.sentence;
        let quotes = draft.content.iter().any(|c| sheet.opens(c.start) || sheet.closes(c.end - 1));
        if quotes || owner[s].is_none() {
            owner[s] = Some(n);
        }
        quoted[s] |= quotes;
    }
    for s in 0..sheet.sentences.len().saturating_sub(1) {
        let Some(n) = owner[s] else { continue };
        let next = s + 1;
        let range = sheet.sentence(next);
        if owner[next].is_some() || !sheet.opens(range.start) {
            continue;
        }
        // One quotation over two paragraphs, of which the second has no mark to open it.
        let same = sheet.tag(range.start) != Tag::Mark && sheet.quote_at(range.start).is_some_and(|q| q.continues);
        if !same && sheet.sentences[next].paragraph != sheet.sentences[s].paragraph {
            continue;
        }
        let end = sheet.quote_at(range.start).map_or(range.end, |q| q.tokens.end as usize);
        if end + 2 < range.end {
            continue;
        }
        let speaks_on = quoted[s] || speaks(sheet, &drafts[n]) && speech(sheet, range.start, end);
        if !speaks_on {
            continue;
        }
        let part = range.start..end.min(range.end);
        quoted[next] = true;
        let cued = sheet.sentence(drafts[n].sentence);
        let joined: usize = drafts[n].content.iter().filter(|c| c.start >= cued.end).map(Range::len).sum();
        if same || drafts[n].cue.is_none() || joined + part.len() <= cued.len() {
            drafts[n].content.push(part);
            owner[next] = Some(n);
            continue;
        }
        let Some(speaker) = drafts[n].antecedent.clone().or_else(|| drafts[n].source.clone()) else { continue };
        owner[next] = Some(drafts.len());
        drafts.push(Draft {
            sentence: next,
            head: part.start,
            source: drafts[n].source.clone(),
            implied: Some(speaker),
            content: std::iter::once(part).collect(),
            ..Draft::default()
        });
    }
}

/// Gives a paragraph of speech without a closing mark to whoever goes on in the next one: `“One.` and below it
/// `“Two,” she said.`
pub(crate) fn precede(sheet: &Sheet<'_>, drafts: &mut Vec<Draft>) {
    let taken = covered(sheet, drafts);
    let mut speakers: FastMap<usize, Range<usize>> = FastMap::default();
    for draft in drafts.iter() {
        let who = draft.antecedent.clone().or_else(|| draft.source.clone()).or_else(|| draft.implied.clone());
        if let (Some(part), Some(who)) = (draft.content.first(), who) {
            speakers.entry(part.start).or_insert(who);
        }
    }
    for q in (1..sheet.quotes.len()).rev() {
        let before = &sheet.quotes[q - 1].tokens;
        let (a, b) = (before.start as usize, before.end as usize);
        let s = sheet.sentence_at(a);
        // Speech that begins in the middle of a sentence has its cue there.
        if !sheet.quotes[q].continues || taken[a] || taken[b - 1] || sheet.sentence(s).start != a {
            continue;
        }
        if let Some(who) = speakers.get(&(sheet.quotes[q].tokens.start as usize)).cloned() {
            speakers.insert(a, who.clone());
            let content = std::iter::once(a..b).collect();
            drafts.push(Draft { sentence: s, head: a, implied: Some(who), content, ..Draft::default() });
        }
    }
}

/// Gives every other quotation that reads like speech to the last speaker.
pub(crate) fn implicit(sheet: &Sheet<'_>, paragraphs: &[Range<usize>], live: &[bool], drafts: &mut Vec<Draft>) {
    let taken = covered(sheet, drafts);
    // Speakers so far, by position: the source words of the latest attribution.
    let mut speakers: Vec<(usize, Range<usize>)> = drafts
        .iter()
        .filter(|d| speaks(sheet, d))
        .filter_map(|d| Some((d.head, d.antecedent.clone().or_else(|| d.source.clone())?)))
        .collect();
    speakers.sort_by_key(|s| s.0);
    let mut next_speaker = 0;
    let mut last: Option<(usize, Range<usize>)> = None;
    // Who spoke before the last one, for an answer to a question.
    let mut other: Option<(usize, Range<usize>)> = None;
    let mut paragraph = 0;
    let mut new = Vec::new();
    for (n, quote) in sheet.quotes.iter().enumerate() {
        let (a, b) = (quote.tokens.start as usize, quote.tokens.end as usize);
        while paragraph + 1 < paragraphs.len() && paragraphs[paragraph].end <= a {
            paragraph += 1;
        }
        while next_speaker < speakers.len() && speakers[next_speaker].0 < a {
            let at = paragraphs.partition_point(|p| p.end <= speakers[next_speaker].0);
            let speaker = speakers[next_speaker].1.clone();
            if last.as_ref().is_some_and(|l| sheet.word(l.1.end - 1) != sheet.word(speaker.end - 1)) {
                other = last;
            }
            last = Some((at, speaker));
            next_speaker += 1;
        }
        let s = sheet.sentence_at(a);
        let opens = a == paragraphs[paragraph].start || a == sheet.sentence(s).start;
        if !opens || !is_live(sheet, live, a) || !speech(sheet, a, b) || claimed(&taken, a, b) {
            continue;
        }
        let asked = a == paragraphs[paragraph].start
            && n > 0
            && sheet.quotes[n - 1].closed
            && sheet.word(sheet.quotes[n - 1].tokens.end as usize - 2) == "?"
            && sheet.quotes[n - 1].tokens.end as usize == a
            && other.as_ref().is_some_and(|(at, _)| paragraph - at.min(&paragraph) <= MEMORY);
        if asked {
            std::mem::swap(&mut last, &mut other);
        }
        if let Some((at, speaker)) = last.clone().filter(|(at, _)| paragraph - at.min(&paragraph) <= MEMORY) {
            new.push(Draft {
                sentence: s,
                head: a,
                implied: Some(speaker.clone()),
                content: std::iter::once(a..b).collect(),
                doubtful: at != paragraph,
                ..Draft::default()
            });
            last = Some((paragraph, speaker));
        }
    }
    drafts.extend(new);
}

/// Whether most of a quotation belongs to some attribution already.
fn claimed(taken: &[bool], a: usize, b: usize) -> bool {
    taken[a..b].iter().filter(|&&t| t).count() * 2 > b - a
}

fn is_live(sheet: &Sheet<'_>, live: &[bool], token: usize) -> bool {
    sheet.sentences.get(sheet.sentence_at(token)).and_then(|s| live.get(s.paragraph as usize)).copied().unwrap_or(true)
}

/// Whether the source of an attribution may go on speaking: people do, papers and days do not.
fn speaks(sheet: &Sheet<'_>, draft: &Draft) -> bool {
    let Some(source) = draft.antecedent.as_ref().or(draft.source.as_ref()) else { return false };
    let quotes = draft.content.iter().any(|c| sheet.quoted(c.start) || sheet.quoted(c.end - 1));
    let mute = ClassSet::of(&[Class::DocumentNoun, Class::MediaNoun, Class::TimeNoun, Class::Day, Class::Month]);
    quotes
        || draft.act != Act::Mental
            && !sheet.quoted(draft.head)
            && phrase::head(sheet, source).is_some_and(|h| !sheet.any(h, mute))
}

/// Whether the quotation `a..b` reads like a sentence that somebody spoke.
fn speech(sheet: &Sheet<'_>, a: usize, b: usize) -> bool {
    let words = (a..b).filter(|&k| sheet.shape(k).is_word()).take(SPEECH_WORDS).count();
    // Inner marks close together with the outer one.
    let mut last = b - 1;
    while last > a && sheet.tag(last) == Tag::Mark {
        last -= 1;
    }
    let ends = matches!(sheet.tag(last), Tag::Stop | Tag::Comma | Tag::Ellipsis);
    let open_end = !sheet.closes(b - 1);
    // Where the opening mark was left out, the quotation begins with a word.
    let first = a + usize::from(sheet.tag(a) == Tag::Mark);
    words >= SPEECH_WORDS
        && (sheet.cap(first) || sheet.tag(first) == Tag::Mark)
        && (ends || open_end)
        && !title(sheet, a, b)
}

/// Whether a short quotation is the name of a work or a heading: all its long words have capitals.
fn title(sheet: &Sheet<'_>, a: usize, b: usize) -> bool {
    b - a <= 12 && {
        let mut long = (a..b).filter(|&k| sheet.shape(k).is_word() && sheet.word(k).len() > 3).peekable();
        long.peek().is_some() && long.all(|k| sheet.cap(k))
    }
}

/// `"…," NP verb` or `"…," verb NP` with a verb that no list holds, and `NP verb, "…"`.
fn unknown_cue(sheet: &Sheet<'_>, a: usize, b: usize, lo: usize, hi: usize) -> Option<Draft> {
    let mut z = b;
    if sheet.tag(z) == Tag::Comma {
        z += 1;
    }
    let ended = matches!(sheet.tag(b.saturating_sub(2)), Tag::Comma | Tag::Stop | Tag::Ellipsis);
    if z < hi && ended && !sheet.quoted(z) && sheet.tokens[z].gap <= Gap::Space {
        if let Some(who) = phrase::phrase_right(sheet, z, hi) {
            let mut v = phrase::apposition(sheet, who.end, hi);
            let end = v;
            if sheet.tag(v) == Tag::Comma {
                v += 1;
            }
            while sheet.tag(v) == Tag::Adv {
                v += 1;
            }
            if v < hi && matches!(sheet.tag(v), Tag::Verb | Tag::Part) && !sheet.quoted(v) {
                return Some(Draft {
                    head: v,
                    cue: Some(v..v + 1),
                    source: Some(who.start..end),
                    content: std::iter::once(a..b).collect(),
                    doubtful: true,
                    ..Draft::default()
                });
            }
        } else if sheet.tag(z) == Tag::Verb
            && let Some(who) = phrase::phrase_right(sheet, z + 1, hi)
        {
            let end = phrase::apposition(sheet, who.end, hi);
            return Some(Draft {
                head: z,
                cue: Some(z..z + 1),
                source: Some(who.start..end),
                content: std::iter::once(a..b).collect(),
                doubtful: true,
                ..Draft::default()
            });
        }
    }
    if a > lo + 1
        && matches!(sheet.tag(a - 1), Tag::Comma | Tag::Colon)
        && !sheet.any(lo, ClassSet::of(&[Class::TermIntro]))
    {
        let v = (lo + 1..a - 1).rev().find(|&k| sheet.tag(k) == Tag::Verb && !sheet.quoted(k))?;
        let subject = phrase::subject(sheet, phrase::group_start(sheet, v, lo), lo)?;
        return Some(Draft {
            head: v,
            cue: Some(a - 1..a),
            source: Some(subject.phrase),
            antecedent: subject.antecedent,
            content: std::iter::once(a..b).collect(),
            doubtful: true,
            ..Draft::default()
        });
    }
    None
}
