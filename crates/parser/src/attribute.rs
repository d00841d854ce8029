//! Ties what is said to who says it: for every cue its source and its content.

use crate::citing;
use crate::class::{Class, ClassSet};
use crate::clause::{content_end, own_clause, strip_end};
use crate::cue::{self, Cue, Right};
use crate::document::Act;
use crate::frame;
use crate::phrase::{self, Phrase, Subject};
use crate::sheet::{Sheet, Tag};
use crate::sift;

/// An attribution before entities are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) sentence: usize,
    pub(crate) cue: Option<Phrase>,
    /// The cue's main word, or the first token of the content where there is no cue.
    pub(crate) head: usize,
    pub(crate) source: Option<Phrase>,
    /// What the source stands for, when it is a relative pronoun.
    pub(crate) antecedent: Option<Phrase>,
    /// For a quotation without cue: the words that named its speaker before.
    pub(crate) implied: Option<Phrase>,
    pub(crate) content: Vec<Phrase>,
    pub(crate) act: Act,
    /// What follows the cue.
    pub(crate) right: Right,
    pub(crate) agentless: bool,
    /// Whom the source told it, or with whom it spoke.
    pub(crate) addressee: Option<Phrase>,
    /// Whether form leaves room for doubt.
    pub(crate) doubtful: bool,
}

/// Finds the attributions of one sentence. `drafts` holds those of the text before it.
pub(crate) fn sentence(sheet: &Sheet<'_>, s: usize, cues: &[Cue], drafts: &mut Vec<Draft>) {
    let range = sheet.sentence(s);
    let base = drafts.len();
    let mut previous: Option<Subject> = None;
    for (n, cue) in cues.iter().enumerate() {
        let scene = Scene { sheet, lo: range.start, hi: range.end, cues, n, claims: &drafts[base..] };
        if let Some((draft, subject)) = scene.attribute(cue, previous.as_ref(), drafts.len() > base) {
            // Who speaks inside what another says is not who goes on after it.
            let inside = drafts[base..].iter().any(|d| d.content.iter().any(|c| c.contains(&cue.head)));
            if subject.is_some() && !inside {
                previous = subject;
            }
            drafts.push(Draft { sentence: s, right: cue.right, ..draft });
        }
    }
    citing::citing(sheet, base, drafts);
    sift::sift(sheet, base, drafts);
}

/// How many tokens back the subject of the sentence is looked for.
const SUBJECT_REACH: usize = 120;

/// A cue in its sentence.
struct Scene<'a, 's> {
    sheet: &'a Sheet<'s>,
    lo: usize,
    hi: usize,
    cues: &'a [Cue],
    n: usize,
    /// The attributions of the sentence before this cue.
    claims: &'a [Draft],
}

/// Where the source was found.
struct Found {
    subject: Option<Subject>,
    /// Behind the cue: `said the mayor`.
    inverted: bool,
    /// Where what follows cue and source begins.
    after: usize,
}

/// "Athletes must inform", "the board could declare": what may or should be said has not been. "Could not say" tells what
/// came of asking.
fn may_be(sheet: &Sheet<'_>, cue: &Cue) -> bool {
    const MODALS: [&str; 6] = ["can", "could", "may", "might", "must", "should"];
    let modal =
        |k: usize| sheet.tag(k) == Tag::Modal && !sheet.cap(k) && MODALS.contains(&&*sheet.word(k).to_lowercase());
    let mut group = cue.start..cue.head;
    group.clone().any(modal) && !group.any(|k| sheet.tag(k) == Tag::Neg)
}

impl Scene<'_, '_> {
    fn attribute(&self, cue: &Cue, previous: Option<&Subject>, any_before: bool) -> Option<(Draft, Option<Subject>)> {
        let sheet = self.sheet;
        let left_quote = self.left_quote(cue);
        let found = self.source(cue, previous, left_quote)?;
        let source = found.subject.clone();
        if source.is_none() && !(left_quote || matches!(cue.right, Right::That | Right::Quote)) && !cue.passive {
            return None;
        }
        let mut draft = Draft { head: cue.head, cue: Some(cue.start..cue.end), ..Draft::default() };
        if let Some(subject) = &source {
            draft.source = Some(subject.phrase.clone());
            draft.antecedent = subject.antecedent.clone();
        }
        self.content(cue, &found, any_before, &mut draft);
        draft.content.retain(|c| c.start < c.end);
        for part in &mut draft.content {
            part.end = strip_end(sheet, part.start, part.end);
        }
        draft.content.retain(|c| c.start < c.end && (c.clone()).any(|k| !sheet.is_break(k)));
        if draft.content.is_empty() {
            return None;
        }
        draft.content.sort_by_key(|c| c.start);
        draft.right = cue.right;
        draft.act = frame::act(sheet, &draft, self.lo).unwrap_or_else(|| self.act(cue, &draft));
        Some((draft, source))
    }

    fn left_quote(&self, cue: &Cue) -> bool {
        let sheet = self.sheet;
        let start = cue.start;
        start > self.lo
            && (sheet.closes(start - 1)
                || start > self.lo + 1
                    && matches!(sheet.tag(start - 1), Tag::Comma | Tag::Dash)
                    && sheet.closes(start - 2))
    }

    fn source(&self, cue: &Cue, previous: Option<&Subject>, left_quote: bool) -> Option<Found> {
        let sheet = self.sheet;
        let i = cue.head;
        let here = |subject| Some(Found { subject, inverted: false, after: cue.after });
        if cue.according {
            let phrase = phrase::phrase_right(sheet, cue.end, self.hi)?;
            let end = phrase::participle(sheet, phrase.end, self.hi);
            let end = phrase::apposition(sheet, end, self.hi);
            let phrase = phrase.start..end;
            return Some(Found { after: end, subject: Some(Subject { phrase, antecedent: None }), inverted: true });
        }
        if cue.noun {
            return here(self.possessor(i));
        }
        if cue.passive {
            let phrase = phrase::phrase_right(sheet, cue.end, self.hi)?;
            return Some(Found {
                after: phrase.end,
                subject: Some(Subject { phrase, antecedent: None }),
                inverted: true,
            });
        }
        if cue::inverts(sheet, cue, self.lo) && !matches!(cue.right, Right::That | Right::Quote | Right::To) {
            let named = sheet.tag(i + 1).is_nominal() || sheet.tag(i + 1) == Tag::Pron;
            let told = sheet.is(i, Class::CueAddressee) && !left_quote;
            if named && !told && !sheet.quoted(i + 1) && !self.object_clause(i) {
                let left = if left_quote { None } else { phrase::subject(sheet, cue.start, self.lo) };
                let behind = phrase::phrase_right(sheet, i + 1, self.hi);
                // ", the mayor of Troy, said Smith": a comma before the verb leaves both readings; what ends the sentence wins.
                // So does whoever is told of first, and what a participle describes: "said court papers released on Monday".
                let closes = behind.as_ref().is_some_and(|p| {
                    p.end >= self.hi
                        || sheet.is_break(p.end)
                        || self.new_person(p)
                        || phrase::participle(sheet, p.end, self.hi) > p.end
                });
                let object = sheet.is(i, Class::CueNounPhrase) && !left_quote;
                let reads = |left: &Option<Subject>| {
                    left.is_none() || closes && !object && sheet.tag(cue.start - 1) == Tag::Comma
                };
                let timely = sheet.any(i + 1, phrase::TIME) || cue::time_adjunct(sheet, i + 1, self.hi).is_some();
                if let Some(phrase) = behind.filter(|_| !timely && reads(&left)) {
                    let end = phrase::apposition(sheet, phrase.end, self.hi);
                    let after = cue::skip_adjuncts(sheet, end, self.hi);
                    return Some(Found {
                        subject: Some(Subject { phrase: phrase.start..end, antecedent: None }),
                        inverted: true,
                        after,
                    });
                }
            }
        }
        let participle = sheet.tag(i) == Tag::Ing && !(cue.start..i).any(|k| sheet.tag(k).is_aux());
        let infinitive = sheet.tag(i) == Tag::Base && cue.start > self.lo && sheet.tag(cue.start - 1) == Tag::To;
        let before = cue.start.checked_sub(1).filter(|&k| k >= self.lo).map_or(Tag::Stop, |k| sheet.tag(k));
        let coordinated = before == Tag::Conj;
        if participle
            && before == Tag::Noun
            && let Some(subject) = self.issuer(cue.start)
        {
            return here(Some(subject));
        }
        if !(participle
            && (matches!(before, Tag::Comma | Tag::Dash | Tag::Conj | Tag::Prep | Tag::Stop | Tag::Mark | Tag::Sub)
                || left_quote)
            || infinitive
            || coordinated)
        {
            let blocked = left_quote && (before == Tag::Comma || sheet.closes(cue.start - 1));
            if !blocked && let Some(subject) = phrase::subject(sheet, cue.start, self.lo) {
                return here(Some(subject));
            }
        }
        if participle
            && matches!(before, Tag::Comma | Tag::Dash)
            && let Some(subject) = self.main_subject(cue.start)
        {
            return here(Some(subject));
        }
        // Participles, infinitives and coordinated verbs take the source of the verb before them.
        if let Some(subject) = previous.filter(|p| p.phrase.start < cue.start) {
            return here(Some(subject.clone()));
        }
        if participle && let Some(subject) = self.fronted(cue) {
            return here(Some(subject));
        }
        let subject = self.sentence_subject(cue.start);
        if subject.is_none() && participle && before == Tag::Comma {
            // "The Ledger, citing two officials, reported": the phrase before the comma, which has its verb behind.
            let end = cue.start - 1;
            let start =
                end.checked_sub(1).filter(|&j| j >= self.lo).and_then(|j| phrase::phrase_left(sheet, j, self.lo));
            return here(start.map(|start| Subject { phrase: start..end, antecedent: None }));
        }
        here(subject)
    }

    /// "said an official who was briefed": whoever is told of first here does not end a phrase before the verb.
    fn new_person(&self, words: &Phrase) -> bool {
        let sheet = self.sheet;
        let new = sheet.is(words.start, Class::Article) && sheet.word(words.start).len() <= 2;
        new && sheet.tag(words.end) == Tag::Rel && sheet.is(words.end, Class::SubjectPronoun)
    }

    /// Who issued the document that a participle describes: "the union released a statement denying it".
    fn issuer(&self, v: usize) -> Option<Subject> {
        let sheet = self.sheet;
        let documents = ClassSet::of(&[Class::DocumentNoun, Class::ChannelNoun, Class::CueNoun]);
        let start = phrase::phrase_left(sheet, v.checked_sub(1)?, self.lo)?;
        let head = phrase::head(sheet, &(start..v))?;
        let verb = start.checked_sub(1).filter(|&k| k >= self.lo && sheet.tag(k) == Tag::Verb)?;
        if !sheet.any(head, documents) {
            return None;
        }
        phrase::subject(sheet, phrase::group_start(sheet, verb, self.lo), self.lo).filter(|s| s.antecedent.is_none())
    }

    /// Whom a participle behind a comma belongs to: the subject of the nearest finite verb that no relative pronoun
    /// opens; inside what somebody said, that speaker.
    fn main_subject(&self, v: usize) -> Option<Subject> {
        let sheet = self.sheet;
        let from = self.lo.max(v.saturating_sub(SUBJECT_REACH));
        let mut z = v;
        while z > from {
            z -= 1;
            let finite = sheet.tag(z) == Tag::Verb || sheet.tag(z).is_aux();
            if !finite || sheet.quoted(z) {
                continue;
            }
            let start = phrase::group_start(sheet, z, from);
            let infinitive = start > from && sheet.tag(start - 1) == Tag::To;
            if infinitive || start <= from {
                z = start.min(z);
                continue;
            }
            if let Some(claim) = self.claims.iter().find(|d| d.content.iter().any(|c| c.contains(&z))) {
                let phrase = claim.source.clone()?;
                return Some(Subject { phrase, antecedent: claim.antecedent.clone() });
            }
            match phrase::subject(sheet, start, from) {
                Some(subject) if subject.antecedent.is_none() && sheet.tag(subject.phrase.start) != Tag::Rel => {
                    return Some(subject);
                }
                _ => z = start,
            }
        }
        None
    }

    /// The subject of the main clause behind a participle that opens the sentence: "Citing two aides, the paper wrote".
    fn fronted(&self, cue: &Cue) -> Option<Subject> {
        let sheet = self.sheet;
        let opens = (self.lo..cue.start).all(|k| matches!(sheet.tag(k), Tag::Prep | Tag::Sub | Tag::Conj | Tag::Adv));
        if !opens {
            return None;
        }
        (cue.end..self.hi.min(cue.end + 60))
            .filter(|&k| sheet.tag(k) == Tag::Comma && !sheet.quoted(k) || sheet.closes(k))
            .find_map(|k| own_clause(sheet, k + 1, self.hi))
            .map(|phrase| Subject { phrase, antecedent: None })
    }

    /// Whether the phrase behind the verb has a verb of its own: `said the mayor would resign`.
    fn object_clause(&self, i: usize) -> bool {
        let sheet = self.sheet;
        let Some(phrase) = phrase::phrase_right(sheet, i + 1, self.hi) else { return false };
        // "said papers released on Monday": what describes the papers is no verb of theirs.
        if phrase::participle(sheet, phrase.end, self.hi) > phrase.end {
            return false;
        }
        let k = cue::skip_adjuncts(sheet, phrase.end, self.hi);
        k < self.hi
            && (sheet.tag(k).is_aux() || sheet.tag(k) == Tag::Verb && !sheet.is_break(k))
            && sheet.tag(phrase.end) != Tag::Comma
    }

    fn possessor(&self, i: usize) -> Option<Subject> {
        let sheet = self.sheet;
        let mut k = i;
        while k > self.lo && k + 5 > i {
            k -= 1;
            match sheet.tag(k) {
                Tag::Poss => return Some(Subject { phrase: k..k + 1, antecedent: None }),
                Tag::PossMark => {
                    let start = phrase::phrase_left(sheet, k.checked_sub(1)?, self.lo)?;
                    return Some(Subject { phrase: start..k + 1, antecedent: None });
                }
                Tag::Adj | Tag::Noun | Tag::Num => {}
                _ => break,
            }
        }
        None
    }

    /// The subject of the nearest finite verb before `v` that has one.
    fn sentence_subject(&self, v: usize) -> Option<Subject> {
        let sheet = self.sheet;
        let from = self.lo.max(v.saturating_sub(SUBJECT_REACH));
        let finite = |&z: &usize| (sheet.tag(z) == Tag::Verb || sheet.tag(z).is_aux()) && !sheet.quoted(z);
        let starts =
            (from..v).filter(finite).map(|z| phrase::group_start(sheet, z, from)).filter(|&start| start > from);
        starts
            .filter_map(|start| phrase::subject(sheet, start, from))
            .find(|s| s.antecedent.is_none() && sheet.tag(s.phrase.start) != Tag::Rel)
    }

    fn content(&self, cue: &Cue, found: &Found, any_before: bool, draft: &mut Draft) {
        let sheet = self.sheet;
        let fin = strip_end(sheet, self.lo, self.hi);
        let left = self.left_clause(cue, found, any_before);
        if cue.according {
            match left {
                Some(left) => {
                    draft.content.push(left);
                    // "Since June, according to the group, troops have …": the clause goes on behind.
                    let z = found.after + 1;
                    let joined = [Tag::Conj, Tag::Rel, Tag::Wh, Tag::Sub];
                    if sheet.tag(found.after) == Tag::Comma && z + 1 < fin && !joined.contains(&sheet.tag(z)) {
                        draft.content.push(z..fin);
                    }
                }
                None => {
                    let mut z = found.after;
                    if sheet.tag(z) == Tag::Comma {
                        z += 1;
                    }
                    draft.content.push(z..fin);
                }
            }
            return;
        }
        if cue.passive {
            let subject = phrase::subject(sheet, cue.start, self.lo).map(|s| s.phrase);
            let reduced = || {
                cue.start
                    .checked_sub(1)
                    .filter(|&j| j >= self.lo)
                    .and_then(|j| Some(phrase::phrase_left(sheet, j, self.lo)?..j + 1))
            };
            match sheet.tag(found.after) {
                Tag::That | Tag::To if found.after < self.hi => {
                    draft.content.push(found.after..content_end(sheet, found.after, self.hi, fin, self.rest(), cue))
                }
                next => {
                    draft.content.extend(subject.or_else(reduced));
                    // "was described by the judge as …": both parts are told.
                    if next == Tag::Prep && sheet.is(found.after, Class::As) && found.after < self.hi {
                        let end = content_end(sheet, found.after, self.hi, fin, self.rest(), cue);
                        draft.content.push(found.after..end);
                    }
                }
            }
            return;
        }
        let complement = matches!(cue.right, Right::That | Right::Wh | Right::To | Right::Clause | Right::Ing);
        if let Some(left) = left
            .filter(|left| (left.len() >= 2 || self.goes_on(cue, found.after, fin)) && sheet.tag(cue.head) != Tag::Ing)
        {
            let quoted = sheet.quoted(left.end - 1) || left.end >= 2 && sheet.closes(left.end - 2);
            // A scare quote before the subject is not what was said when something else follows the verb.
            let quoted = quoted
                && (self.sentence_like(&left)
                    || !matches!(
                        cue.right,
                        Right::NounPhrase
                            | Right::Pronoun
                            | Right::Prep
                            | Right::That
                            | Right::Clause
                            | Right::Quote
                            | Right::Wh
                            | Right::To
                            | Right::Ing
                    )
                    || found.inverted);
            let can_follow = quoted || sheet.is(cue.head, Class::CuePost) || sheet.is(cue.head, Class::CueAddressee);
            let done = found.inverted
                || matches!(cue.right, Right::End | Right::Comma | Right::Dash | Right::Conj)
                || found.after >= fin
                || self.only_told(cue, found.after, fin);
            if can_follow && (!complement || quoted) && (quoted || done && self.tells(&left, cue, found, fin)) {
                draft.content.push(left);
                if sheet.is(cue.head, Class::CueAddressee) && !found.inverted {
                    draft.addressee = phrase::phrase_right(sheet, found.after, self.hi);
                }
                self.second_part(cue, found, quoted, fin, draft);
                return;
            }
        }
        self.right_content(cue, found, fin, draft);
    }

    /// Whether what stands before the cue can be what is told: a clause, not "In June, …" or the head of a relative.
    fn tells(&self, left: &Phrase, cue: &Cue, found: &Found, fin: usize) -> bool {
        let sheet = self.sheet;
        let relative = found.subject.as_ref().is_some_and(|s| s.antecedent.is_some());
        if relative && !found.inverted {
            return false;
        }
        // Where nothing stands behind the cue, what was told stands before it.
        if found.inverted || found.after >= fin || cue.right == Right::End {
            return true;
        }
        let mut a = left.start;
        while a < left.end && matches!(sheet.tag(a), Tag::Conj | Tag::Adv | Tag::Comma | Tag::Mark) {
            a += 1;
        }
        if self.goes_on(cue, found.after, fin) {
            return true;
        }
        let finite = |from: usize| (from..left.end).any(|k| sheet.tag(k) == Tag::Verb || sheet.tag(k).is_aux());
        match sheet.tag(a) {
            Tag::Prep | Tag::Sub | Tag::Ing | Tag::Part | Tag::To => (a..left.end).any(|k| {
                sheet.tag(k) == Tag::Comma && !sheet.quoted(k) && own_clause(sheet, k + 1, left.end).is_some()
            }),
            _ => finite(a) || left.clone().any(|k| sheet.quoted(k)),
        }
    }

    /// "The answer, she told them, was simple": whether the clause that opens on the left has its verb behind the cue.
    fn goes_on(&self, cue: &Cue, after: usize, fin: usize) -> bool {
        let sheet = self.sheet;
        let told = phrase::phrase_right(sheet, after, self.hi).filter(|_| sheet.is(cue.head, Class::CueAddressee));
        let next = told.map_or(after, |p| p.end);
        let finite = sheet.tag(next + 1) == Tag::Verb || sheet.tag(next + 1).is_aux();
        sheet.tag(next) == Tag::Comma && next + 1 < fin && finite
    }

    /// Whether a quotation that opens the sentence, or a long one, fills `left`.
    fn sentence_like(&self, left: &Phrase) -> bool {
        let sheet = self.sheet;
        let last = if sheet.closes(left.end - 1) { left.end - 1 } else { left.end.saturating_sub(2) };
        sheet.quote_at(last).is_some_and(|q| {
            let open = q.tokens.start as usize;
            open <= self.lo + 1 || q.tokens.len() > 8 && (sheet.cap(open + 1) || open == left.start)
        })
    }

    /// Whether nothing but an addressee and adjuncts follow the cue: "…, she told the Herald on Friday".
    fn only_told(&self, cue: &Cue, after: usize, fin: usize) -> bool {
        let sheet = self.sheet;
        match cue.right {
            Right::NounPhrase | Right::Pronoun if sheet.is(cue.head, Class::CueAddressee) => {
                phrase::phrase_right(sheet, after, self.hi).is_some_and(|p| {
                    let end = cue::skip_adjuncts(sheet, p.end, self.hi);
                    end >= fin || matches!(sheet.tag(end), Tag::Comma | Tag::Sub | Tag::Ing | Tag::Prep)
                })
            }
            Right::Prep if cue.end == cue.head + 1 => self.behind_adjunct(after) == after,
            _ => false,
        }
    }

    /// The clause or quotation that ends before the cue or its source.
    fn left_clause(&self, cue: &Cue, found: &Found, any_before: bool) -> Option<Phrase> {
        let sheet = self.sheet;
        let mut edge = cue.start;
        if let Some(subject) = &found.subject
            && subject.phrase.start < cue.start
            && !found.inverted
            && subject.phrase.end <= cue.start
            && ((subject.phrase.end..cue.start).len() <= 5
                || sheet.tag(subject.phrase.end) == Tag::Comma && sheet.tag(cue.start - 1) == Tag::Comma)
        {
            edge = subject.phrase.start;
        }
        // "as the mayor said"
        if edge > self.lo && sheet.is(edge - 1, Class::As) {
            edge -= 1;
        }
        let before = edge.checked_sub(1).filter(|&k| k >= self.lo)?;
        let parted =
            matches!(sheet.tag(before), Tag::Comma | Tag::Dash | Tag::Stop | Tag::Ellipsis) || sheet.closes(before);
        if !(parted || cue.according) {
            return None;
        }
        let mut end = before + 1;
        while end > self.lo && matches!(sheet.tag(end - 1), Tag::Comma | Tag::Dash) && !sheet.closes(end - 1) {
            end -= 1;
        }
        if end <= self.lo {
            return None;
        }
        let mut start = self.lo;
        let last = end - 1;
        if let Some(quote) = sheet.quote_at(last).filter(|_| sheet.closes(last)) {
            let open = quote.tokens.start as usize;
            // A quotation at the start is all there is; a fragment at the end of a told clause takes the clause along.
            let whole = open <= self.lo + 1 || end - open >= 8 && sheet.cap(open + 1);
            // A cue right before the quotation claims it.
            let cued = any_before && self.cues[..self.n].iter().any(|c| c.head < open && c.end + 3 >= open);
            if whole || cued {
                start = open.max(self.lo);
            }
        } else if any_before {
            // What an earlier cue claims is not claimed again.
            if let Some(earlier) = self.cues[..self.n].iter().rev().find(|c| c.head < end && !c.according) {
                let cut = (earlier.end..end).rev().find(|&k| {
                    matches!(sheet.tag(k), Tag::Semicolon | Tag::Dash)
                        || sheet.tag(k) == Tag::Comma && sheet.tag(k + 1) == Tag::Conj
                });
                start = cut.map_or(start, |c| c + 1);
            }
        }
        while start < end
            && (sheet.tag(start) == Tag::Conj || matches!(sheet.tag(start), Tag::Comma | Tag::Dash))
            && !sheet.opens(start)
        {
            start += 1;
        }
        (start < end).then_some(start..end)
    }

    /// `"One," she said. "Two."` within a sentence: the part behind cue and source.
    fn second_part(&self, cue: &Cue, found: &Found, quoted: bool, fin: usize, draft: &mut Draft) {
        let sheet = self.sheet;
        let mut z = if found.inverted { found.after } else { cue.after.max(cue.end) };
        // "The difference, he told the paper, is that …"
        if let Some(told) = draft.addressee.as_ref().filter(|a| a.start >= z && sheet.tag(a.end) == Tag::Comma) {
            z = told.end;
        }
        if matches!(sheet.tag(z), Tag::Comma | Tag::Dash | Tag::Colon) {
            z += 1;
        }
        if z >= self.hi {
            return;
        }
        if sheet.opens(z) {
            draft.content.push(z..self.quote_end(z, fin, cue));
            return;
        }
        if quoted {
            // The quotation goes on behind an adjunct: `"One," she said at the trial, "two."`
            let later = (z..self.hi).find(|&q| {
                sheet.opens(q) && q > z && (matches!(sheet.tag(q - 1), Tag::Comma | Tag::Dash | Tag::Colon | Tag::Conj))
            });
            if let Some(q) = later.filter(|&q| !self.rest().iter().any(|c| c.head < q)) {
                draft.content.push(q..self.quote_end(q, fin, cue));
            }
        } else if z + 1 < fin && sheet.tag(z.wrapping_sub(1)) == Tag::Comma {
            // "The truth, she said, was …": the clause goes on, unless what follows describes the source.
            let aside = matches!(
                sheet.tag(z),
                Tag::Rel | Tag::Det | Tag::Ing | Tag::Prep | Tag::Adv | Tag::Wh | Tag::Part | Tag::Conj
            );
            let first = draft.content.first();
            // "Though the start was smooth, he said, replacing her …": what opens the sentence is no clause by itself.
            let fronted = first.is_some_and(|c| {
                c.start == self.lo && matches!(sheet.tag(c.start), Tag::Sub | Tag::Prep) && sheet.tag(z) != Tag::Rel
            });
            // "…, she said, and 'I had to leave.'"
            let joined = sheet.tag(z) == Tag::Conj && sheet.opens(z + 1);
            let short = first.is_some_and(|c| c.len() < 6) || fronted || joined;
            if fronted || joined || short && sheet.tag(z) != Tag::Ing || !aside && !found.inverted {
                draft.content.push(z..content_end(sheet, z, self.hi, fin, self.rest(), cue));
            }
        }
    }

    fn rest(&self) -> &[Cue] {
        &self.cues[self.n + 1..]
    }

    fn right_content(&self, cue: &Cue, found: &Found, fin: usize, draft: &mut Draft) {
        let sheet = self.sheet;
        let mut z = if found.inverted { found.after } else { cue.after.max(cue.end) };
        if sheet.is(cue.head, Class::CueAddressee)
            && matches!(cue.right, Right::NounPhrase | Right::Pronoun)
            && !found.inverted
            && let Some(next) = self.addressee(z, draft)
        {
            z = next;
        } else if !found.inverted && matches!(cue.right, Right::Prep) && cue.end == cue.head + 1 {
            z = self.behind_adjunct(z);
        }
        while z < self.hi && matches!(sheet.tag(z), Tag::Comma | Tag::Colon | Tag::Dash) {
            z += 1;
        }
        // "told the paper, however, that"
        if sheet.tag(z - 1) == Tag::Comma
            && let Some(next) = cue::behind_insertion(sheet, z - 1, self.hi).filter(|&n| sheet.tag(n) == Tag::That)
        {
            z = next;
        }
        if z >= self.hi {
            if cue.right == Right::Colon {
                draft.content.extend(self.next_paragraph());
            }
            return;
        }
        let end = if sheet.opens(z) {
            self.quote_end(z, fin, cue)
        } else {
            content_end(sheet, z, self.hi, fin, self.rest(), cue)
        };
        if z < end {
            draft.content.push(z..end);
        }
    }

    /// What stands by itself below a line that ends with a colon: the quotation that opens it, or all of it.
    fn next_paragraph(&self) -> Option<Phrase> {
        let sheet = self.sheet;
        let here = sheet.sentence_at(self.lo);
        let next = sheet.sentences.get(here + 1)?;
        if next.paragraph == sheet.sentences[here].paragraph {
            return None;
        }
        let start = next.tokens.start as usize;
        if let Some(quote) = sheet.quote_at(start).filter(|_| sheet.opens(start)) {
            return Some(start..quote.tokens.end as usize);
        }
        let last = sheet.sentences[here + 1..].iter().take_while(|s| s.paragraph == next.paragraph).last()?;
        Some(start..last.tokens.end as usize)
    }

    /// "said at the trial that …", "said of the plan: '…'", "said after the vote he would": where the content begins.
    fn behind_adjunct(&self, z: usize) -> usize {
        cue::behind_adjunct(self.sheet, z, self.hi).unwrap_or(z)
    }

    /// Skips the one who is told: where the content begins behind it. A verb that takes a plain object as well has no
    /// addressee unless something that is told follows: "showed Ruiz the door", "showed Ruiz leading".
    fn addressee(&self, z: usize, draft: &mut Draft) -> Option<usize> {
        let sheet = self.sheet;
        let phrase = phrase::phrase_right(sheet, z, self.hi)?;
        let limit = self.hi.min(z + 24);
        // Content begins here, or behind this token.
        let here = |k: usize| {
            let tag = sheet.tag(k);
            let clause = matches!(tag, Tag::That | Tag::Wh | Tag::Pron) || sheet.is(k, Class::Conditional);
            let to = tag == Tag::To && matches!(sheet.tag(k + 1), Tag::Base | Tag::Be | Tag::Have);
            sheet.opens(k) || k > z && (clause || to) || k >= phrase.end && tag == Tag::Rel && sheet.is(k, Class::That)
        };
        let behind = |k: usize| {
            let about = sheet.tag(k) == Tag::Prep && sheet.is(k, Class::PrepAbout);
            k > z && k >= phrase.end && about || matches!(sheet.tag(k), Tag::Comma | Tag::Colon)
        };
        let found = (z..limit).find(|&k| here(k) || behind(k)).map(|k| if here(k) { k } else { k + 1 });
        let object = sheet.is(self.cues[self.n].head, Class::CueNounPhrase);
        let near = |k: usize| cue::skip_adjuncts(sheet, phrase.end, self.hi) + 1 >= k;
        if object && !found.is_some_and(|k| near(k) && !matches!(sheet.tag(k - 1), Tag::Comma)) {
            return None;
        }
        draft.addressee = Some(phrase.clone());
        // "urged the board to resign": what is urged has the board for its subject.
        let head = self.cues[self.n].head;
        if found.is_some_and(|k| sheet.tag(k) == Tag::To) && !sheet.is(head, Class::CueBare) {
            return Some(z);
        }
        found.or_else(|| {
            let next = cue::skip_adjuncts(sheet, phrase.end, self.hi);
            Some(if next >= self.hi { z } else { next })
        })
    }

    /// Where content that begins with the quotation at `z` ends.
    fn quote_end(&self, z: usize, fin: usize, cue: &Cue) -> usize {
        let sheet = self.sheet;
        let end = sheet.quote_at(z).map_or(z + 1, |q| q.tokens.end as usize);
        let goes_on = end < self.hi
            && !sheet.is_break(end)
            && !matches!(sheet.tag(end - 1), Tag::Stop | Tag::Comma | Tag::Ellipsis)
            && !matches!(sheet.tag(end.saturating_sub(2)), Tag::Stop | Tag::Comma | Tag::Ellipsis);
        if goes_on { content_end(sheet, end, self.hi, fin, self.rest(), cue) } else { end.min(self.hi) }
    }

    fn act(&self, cue: &Cue, draft: &Draft) -> Act {
        let sheet = self.sheet;
        let i = cue.head;
        let quoted = draft.content.iter().any(|c| c.clone().any(|k| sheet.quoted(k)));
        // "“We will win,” believes the coach": what stands in marks was said.
        let aloud = draft.content.first().is_some_and(|c| sheet.opens(c.start) && c.end <= i && c.len() > 5);
        if sheet.is(i, Class::CueMental) && !(quoted && cue.right == Right::Quote) && !aloud {
            return Act::Mental;
        }
        if may_be(sheet, cue) {
            return Act::Other;
        }
        let plain_object =
            matches!(cue.right, Right::NounPhrase | Right::Pronoun | Right::To | Right::Prep | Right::Ing)
                || cue.passive;
        if plain_object
            && !quoted
            && sheet.is(i, Class::CueWeak)
            && !(sheet.is(i, Class::CueBare)
                && draft.content.last().is_some_and(|c| cue::finite_clause(sheet, c.start, c.end)))
            && !cue.according
        {
            return Act::Other;
        }
        Act::Statement
    }
}
