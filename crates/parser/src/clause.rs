//! Where the content of an indirect attribution ends.

use crate::class::{Class, ClassSet, Forms};
use crate::cue::{self, Cue, Right};
use crate::phrase;
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// The end of `start..end` without closing punctuation.
pub(crate) fn strip_end(sheet: &Sheet<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start
        && sheet.is_break(end - 1)
        && !sheet.closes(end - 1)
        && !(sheet.quoted(end - 1) && sheet.tag(end - 1) == Tag::Stop && sheet.word(end - 1) != ".")
    {
        end -= 1;
    }
    end
}

const REPORTS: ClassSet = ClassSet::of(&[Class::CuePost]);

/// Where the clause or phrase that begins at `z`, said by `cue`, ends. `fin` is the end of the sentence without its
/// full stop, `rest` the later cues of the sentence.
pub(crate) fn content_end(sheet: &Sheet<'_>, z: usize, hi: usize, fin: usize, rest: &[Cue], cue: &Cue) -> usize {
    let i = cue.head;
    if let Some(end) = inside_subordinate(sheet, z, fin, cue) {
        return end;
    }
    let phrase_like =
        matches!(cue.right, Right::NounPhrase | Right::Pronoun | Right::To | Right::Ing | Right::Prep | Right::Other);
    // "promised a cut" tells a thing; "promised a cut would come" tells a clause.
    let clausal = if sheet.is(i, Class::CueNounPhrase) {
        cue::finite_clause(sheet, z, hi)
    } else {
        (z + 1..fin).any(|k| sheet.quoted(k) || sheet.tag(k) == Tag::Verb || sheet.tag(k).is_aux())
    };
    if phrase_like
        && (!sheet.any(i, REPORTS) && !sheet.is(i, Class::CueBare) || !clausal)
        && let Some(end) = phrase_end(sheet, z, fin, cue)
    {
        return end;
    }
    // An infinitive opens no clause of its own.
    let next_cue = |k: usize| rest.iter().find(|c| c.head > k && sheet.tag(c.head) != Tag::Base);
    // "say he drew a gun and refused": the second verb goes with the first unless it stands in the cue's tense.
    let told_past = sheet.form(i, Forms::PAST) && !sheet.form(i, Forms::BASE);
    let same_tense = |c: &Cue| {
        (c.start..c.head).any(|n| sheet.tag(n).is_aux())
            || sheet.tag(c.head) == Tag::Ing
            || told_past == sheet.form(c.head, Forms::PAST)
            || c.right == Right::That
            || sheet.form(c.head, Forms::BASE)
    };
    // Before its verb a clause cannot end: "said protests and shootings demand".
    let told = matches!(cue.right, Right::That | Right::Clause | Right::NounPhrase | Right::Wh);
    let mut finite = false;
    let lo = sheet.sentence(sheet.sentence_at(i)).start;
    let fronted = (lo..cue.start).all(|k| matches!(sheet.tag(k), Tag::Prep | Tag::Sub | Tag::Conj | Tag::Adv))
        // "Following her announcement that …, the party said": the main clause follows.
        || cue.noun
            && matches!(sheet.tag(lo), Tag::Prep | Tag::Sub | Tag::Ing | Tag::Part)
            && !(lo..cue.start).any(|k| sheet.tag(k) == Tag::Verb || sheet.tag(k).is_aux());
    for k in z + 1..fin {
        if sheet.quoted(k) {
            continue;
        }
        let next = k + 1;
        finite |= sheet.tag(k) == Tag::Verb || sheet.tag(k).is_aux();
        match sheet.tag(k) {
            Tag::Semicolon => return k,
            Tag::Comma => {
                if next >= hi {
                    continue;
                }
                if sheet.is(next, Class::According) {
                    return k;
                }
                // "announcing the pick, the union said": what a participle tells ends where the main clause begins.
                let participle = cue.noun || sheet.tag(i) == Tag::Ing && !(cue.start..i).any(|n| sheet.tag(n).is_aux());
                if participle
                    && !sheet.is(next, Class::Conjunction)
                    && (fronted || next_cue(k).is_some_and(|c| has_source(sheet, next, c)))
                    && own_clause(sheet, next, hi).is_some()
                {
                    return k;
                }
                let Some(c) = next_cue(k) else { continue };
                // ", adding that": a participle with content of its own.
                if sheet.tag(next) == Tag::Ing && c.start == next {
                    return k;
                }
                let joins =
                    matches!(sheet.tag(next), Tag::Conj) || sheet.tag(next) == Tag::Sub && !sheet.is(next, Class::Wh);
                if joins {
                    let own = c.head - k <= 8 && has_source(sheet, next + 1, c) || c.start == next + 1;
                    if own {
                        return k;
                    }
                }
                // ", X said" at the end of the sentence.
                if matches!(c.right, Right::End)
                    && sheet.any(c.head, REPORTS)
                    && c.head - k <= 9
                    && !rest.iter().any(|o| o.head > c.head)
                {
                    return k;
                }
                if sheet.is(next, Class::As) && c.head - k <= 8 {
                    return k;
                }
            }
            Tag::Dash => {
                // "that Ruiz - even as she says … - has proposed": an insertion, behind which the clause goes on.
                let closing = (k + 2..fin.min(k + 40)).find(|&n| sheet.tag(n) == Tag::Dash);
                let inserted = closing.is_some_and(|n| sheet.tag(n + 1).is_aux() || sheet.tag(n + 1) == Tag::Verb);
                if let Some(c) = next_cue(k)
                    && !inserted
                    && c.head - k <= 8
                    && (sheet.tag(next) == Tag::Conj || has_source(sheet, next, c))
                {
                    return k;
                }
            }
            Tag::Conj => {
                if let Some(c) = next_cue(k).filter(|_| !sheet.is(k, Class::Or)) {
                    if c.start == next && same_tense(c) {
                        return k;
                    }
                    if sheet.is(k, Class::Conjunction)
                        && c.head - k <= 8
                        && (finite || !told)
                        && contrast(sheet, k)
                        && has_source(sheet, next, c)
                    {
                        return k;
                    }
                }
            }
            Tag::Sub if (finite || !told) && contrasts(sheet, k) => {
                if let Some(c) = next_cue(k)
                    && c.head - k <= 9
                    && has_source(sheet, next, c)
                    && !matches!(c.right, Right::To | Right::NounPhrase)
                {
                    return k;
                }
            }
            _ => {}
        }
    }
    fin
}

/// Whether a subordinating conjunction sets what follows beside what is told: as, while, although; not because, if.
fn contrasts(sheet: &Sheet<'_>, k: usize) -> bool {
    sheet.is(k, Class::As) || sheet.is(k, Class::Contrast)
}

/// Whether a conjunction sets two clauses against each other.
fn contrast(sheet: &Sheet<'_>, k: usize) -> bool {
    k > 0 && (sheet.tag(k - 1) == Tag::Comma || sheet.tag(k + 1).is_nominal() || sheet.tag(k + 1) == Tag::Pron)
}

/// Whether between `from` and the cue stands nothing but its subject.
fn has_source(sheet: &Sheet<'_>, from: usize, cue: &Cue) -> bool {
    if from >= cue.start {
        return from == cue.start;
    }
    let from = if sheet.tag(from) == Tag::Adv { from + 1 } else { from };
    phrase::phrase_right(sheet, from, cue.start).is_some_and(|p| p.end == cue.start || cue.start - p.end <= 2)
}

/// For a cue inside a subordinate or relative clause: its end at the comma, or where the main clause goes on.
fn inside_subordinate(sheet: &Sheet<'_>, z: usize, fin: usize, cue: &Cue) -> Option<usize> {
    let i = cue.head;
    let lo = sheet.sentence(sheet.sentence_at(i)).start;
    let mut a = lo;
    while a < i && matches!(sheet.tag(a), Tag::Conj | Tag::Adv | Tag::Mark) {
        a += 1;
    }
    let opening = sheet.tag(a) == Tag::Sub && !(a..i).any(|k| sheet.tag(k) == Tag::Comma && !sheet.quoted(k));
    let relative = cue.start > lo && sheet.tag(cue.start - 1) == Tag::Rel;
    // "but before officials had confirmed it, the candidate said": a main clause follows the comma.
    let inner = !opening
        && !relative
        && phrase::subject(sheet, cue.start, lo).and_then(|s| s.phrase.start.checked_sub(1)).is_some_and(|k| {
            k >= lo && !sheet.quoted(k) && sheet.is(k, Class::Subordinator) && sheet.tag(k) == Tag::Sub
        });
    if !(opening || relative || inner) {
        return None;
    }
    for k in z..fin {
        if sheet.quoted(k) {
            continue;
        }
        if sheet.tag(k) == Tag::Comma || sheet.tag(k) == Tag::Dash {
            if inner && own_clause(sheet, k + 1, fin).is_none() {
                continue;
            }
            return Some(k);
        }
        let main_verb = relative
            && k > z + 2
            && sheet.is(k, Class::CuePost)
            && sheet.tag(k) == Tag::Verb
            && sheet.tag(k - 1).is_nominal();
        if main_verb {
            return Some(k);
        }
    }
    None
}

/// The subject of the clause that begins at `from`, if one with a finite verb does.
pub(crate) fn own_clause(sheet: &Sheet<'_>, from: usize, hi: usize) -> Option<phrase::Phrase> {
    phrase::phrase_right(sheet, from, hi).filter(|p| {
        let k = cue::skip_adjuncts(sheet, p.end, hi);
        k < hi && !sheet.quoted(k) && (sheet.tag(k).is_aux() || sheet.tag(k) == Tag::Verb)
    })
}

/// "touting her record and pounding him", "to tout it and to pound him": a second verb in the form of the cue.
fn same_form(sheet: &Sheet<'_>, k: usize, cue: &Cue) -> bool {
    let next = if sheet.tag(k + 1) == Tag::Adv { k + 2 } else { k + 1 };
    match sheet.tag(cue.head) {
        Tag::Ing => sheet.tag(next) == Tag::Ing,
        Tag::Base => sheet.tag(next) == Tag::To,
        _ => false,
    }
}

/// Whether behind the conjunction at `k` a finite verb goes on the main clause: "praised the work and also had to".
fn second_verb(sheet: &Sheet<'_>, k: usize, fin: usize, infinitive: bool) -> bool {
    let mut n = k + 1;
    while n < fin && matches!(sheet.tag(n), Tag::Adv | Tag::Neg) {
        n += 1;
    }
    if n >= fin || sheet.quoted(n) {
        return false;
    }
    match sheet.tag(n) {
        Tag::Verb => sheet.form(n, Forms::PAST.with(Forms::S)) || !infinitive && sheet.shape(n).has(Shape::ED),
        Tag::Modal | Tag::Be | Tag::Have | Tag::Do => !infinitive || sheet.tag(n) == Tag::Modal || n > k + 1,
        _ => false,
    }
}

/// The end of content that is a phrase, not a clause: adjuncts behind it are not said.
fn phrase_end(sheet: &Sheet<'_>, z: usize, fin: usize, cue: &Cue) -> Option<usize> {
    let infinitive = cue.right == Right::To;
    for k in z + 1..fin {
        if sheet.quoted(k) {
            continue;
        }
        let tag = sheet.tag(k);
        if tag == Tag::Sub
            && !sheet.is(k, Class::Wh)
            && !(sheet.is(k, Class::As) && (k <= z + 2 || sheet.is(cue.head, Class::CueAs)))
        {
            return Some(k);
        }
        // "rejected the notion that pressure, or greed, …": a clause inside goes on over its commas.
        if tag == Tag::That {
            return None;
        }
        // "confirmed the meeting on condition of anonymity"
        if tag == Tag::Prep && (k + 1..fin.min(k + 6)).any(|n| sheet.is(n, Class::AnonymityWord)) {
            return Some(k);
        }
        if let Some(end) = cue::time_adjunct(sheet, k, fin)
            && (end >= fin || matches!(sheet.tag(end), Tag::Comma | Tag::Dash | Tag::Sub))
        {
            return Some(k);
        }
        if tag == Tag::Comma {
            let next = sheet.tag(k + 1);
            let listed = (k + 1..fin.min(k + 9)).any(|n| sheet.tag(n) == Tag::Conj && !sheet.quoted(n))
                && matches!(next, Tag::Det | Tag::Noun | Tag::Adj | Tag::Name);
            let aside = matches!(
                next,
                Tag::Rel
                    | Tag::Wh
                    | Tag::Conj
                    | Tag::Prep
                    | Tag::Det
                    | Tag::Pron
                    | Tag::Sub
                    | Tag::Ing
                    | Tag::Part
                    | Tag::Neg
                    | Tag::Do
                    | Tag::Be
                    | Tag::Have
                    | Tag::Modal
            ) || sheet.is(k + 1, Class::According);
            // "accused Ruiz, a clerk, of fraud": behind the description the phrase goes on.
            let behind = (k + 2..fin.min(k + 16)).find(|&n| sheet.tag(n) == Tag::Comma && !sheet.quoted(n));
            let resumes =
                behind.is_some_and(|n| sheet.any(n + 1, ClassSet::of(&[Class::Of, Class::As])) && n + 1 < fin);
            let goes_on = sheet.is(k + 1, Class::Including) || resumes;
            if (aside && !listed || own_clause(sheet, k + 1, fin).is_some()) && !goes_on {
                return Some(k);
            }
        }
        if tag == Tag::Conj && (second_verb(sheet, k, fin, infinitive) || same_form(sheet, k, cue)) {
            return Some(k);
        }
        // "mocked Roe in a tweet": where it was said is not what was said.
        if k > z + 1 && cue::channel_adjunct(sheet, k, fin).is_some() && !sheet.is(k, Class::By) {
            return Some(k);
        }
    }
    None
}
