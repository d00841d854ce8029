//! Tells headline, captions, credits and the like from running text.

use std::ops::Range;

use crate::class::{Class, ClassSet};
use crate::document::Zone;
use crate::sheet::{Sheet, Tag};
use crate::token::Shape;

/// What a paragraph looks like, for telling its zone.
struct Look {
    words: usize,
    /// Ends with a full stop, question or exclamation mark, or a quotation that does.
    ended: bool,
    caption: bool,
    credit: bool,
    copyright: bool,
    byline: bool,
    boilerplate: bool,
    dated: bool,
    /// Nothing but the name of an agency: "Press Association".
    agency: bool,
    /// An address, a record's field, the code of a page.
    technical: bool,
    /// Parts set off by upright strokes.
    barred: bool,
}

/// The zone of each paragraph. Zones are told before words are tagged: form and page words decide.
pub(crate) fn zones(sheet: &Sheet<'_>, paragraphs: &[Range<usize>]) -> Vec<Zone> {
    let looks: Vec<Look> = paragraphs.iter().map(|p| look(sheet, p)).collect();
    let mut zones: Vec<Zone> = looks.iter().enumerate().map(|(i, look)| plain_zone(look, i < 4)).collect();
    if looks.len() < 2 {
        return zones;
    }
    // A first line without full stop, above longer text, is the headline.
    let body_after = looks[1..].iter().any(|l| l.ended && l.words > 12 || l.words > 45);
    let headline = |l: &Look| l.words > 0 && l.words <= 30 && !l.ended;
    let mut top = 0;
    while top < looks.len() && matches!(zones[top], Zone::Byline | Zone::Boilerplate) {
        top += 1;
    }
    // Words such as "Sources:" and "Watch" open headlines too.
    if zones[0] == Zone::Boilerplate && !looks[0].technical && looks[0].words > 3 && body_after {
        (zones[0], top) = (Zone::Body, 0);
    }
    if top < looks.len()
        && zones[top] == Zone::Body
        && body_after
        && (headline(&looks[top])
            || asks(sheet, &paragraphs[top], &looks[top])
            || looks[top].words <= 30 && title_case(sheet, paragraphs[top].clone()))
    {
        zones[top] = Zone::Headline;
        let next = top + 1;
        // The deck below it has no full stop either, or goes on a headline in parts.
        let parted = sheet.tag(paragraphs[top].end - 1) == Tag::Semicolon;
        if next + 1 < looks.len()
            && zones[next] == Zone::Body
            && looks[next].words <= 45
            && (!looks[next].ended || parted)
        {
            zones[next] = Zone::Standfirst;
        }
    }
    for i in top + 1..looks.len() {
        if zones[i] == Zone::Body && subheading(sheet, &paragraphs[i], &looks[i]) && i + 1 < looks.len() {
            zones[i] = Zone::Subheading;
        }
    }
    zones
}

fn look(sheet: &Sheet<'_>, paragraph: &Range<usize>) -> Look {
    let words = paragraph.clone().filter(|&i| sheet.shape(i).is_word()).count();
    let marked = |mark: &str| paragraph.clone().any(|i| sheet.shape(i).has(Shape::PUNCT) && sheet.word(i) == mark);
    let mut end = paragraph.end;
    while end > paragraph.start && matches!(sheet.tag(end - 1), Tag::Mark | Tag::Close) {
        end -= 1;
    }
    let last = end.checked_sub(1);
    let ended = last.is_some_and(|l| {
        matches!(sheet.tag(l), Tag::Stop | Tag::Ellipsis | Tag::Colon) || sheet.shape(l).has(Shape::DOTTED)
    });
    let (first, short) = (paragraph.start, words <= 60);
    let tail = paragraph.end.saturating_sub(8).max(first)..paragraph.end;
    let opens_caption = sheet.is(first, Class::CaptionWord)
        && (first + 1..first + 6).any(|i| i < paragraph.end && sheet.tag(i) == Tag::Colon)
        || sheet.is(first, Class::CaptionWord) && sheet.is(first + 1, Class::CaptionWord);
    let credited = tail.clone().any(|i| {
        sheet.is(i, Class::CaptionWord) && sheet.cap(i)
            || sheet.is(i, Class::CaptionWord) && i > first && sheet.tag(i - 1) == Tag::Open
    });
    let photo_inside = short
        && (first..paragraph.end).any(|i| {
            sheet.is(i, Class::CaptionWord) && sheet.cap(i) && sheet.tag(i + 1) == Tag::Colon && i + 1 < paragraph.end
        });
    let bullet = sheet.shape(first).has(Shape::PUNCT) && first + 1 < paragraph.end;
    let lead = first + usize::from(bullet);
    let field = (first + 1..paragraph.end.min(first + 8)).any(|i| {
        sheet.tag(i + 1) == Tag::Colon && sheet.shape(i).has(Shape::UPPER) && sheet.shape(first).has(Shape::UPPER)
    });
    let stamp = |i: usize| sheet.shape(i).has(Shape::NUM) && sheet.word(i).len() == 10 && sheet.word(i).contains('-');
    let address = (first..paragraph.end.min(first + 3)).any(|i| sheet.shape(i).has(Shape::ADDRESS));
    let open_end = !ended || sheet.tag(paragraph.end - 1) == Tag::Colon;
    let technical = open_end
        && (address && words <= 4 || field && words <= 8 || paragraph.clone().take(8).any(stamp) && words <= 30)
        || short && marked("{");
    // "… in the harbour on Monday (Ana Ruiz/AP)"
    let signed = !ended && words <= 50 && paragraph.end > first + 4 && sheet.tag(paragraph.end - 1) == Tag::Close && {
        let open = tail.clone().rev().find(|&i| sheet.tag(i) == Tag::Open).unwrap_or(paragraph.end);
        (open..paragraph.end).any(|i| sheet.is(i, Class::Wire) || sheet.word(i).contains('/'))
    };
    // "-- Troy newsroom, 555 0100"
    let numbers = paragraph.clone().filter(|&i| sheet.shape(i).has(Shape::NUM)).take(2).count();
    let bureau = sheet.tag(first) == Tag::Dash && words <= 12 && numbers == 2 && !ended;
    Look {
        words,
        ended,
        caption: short && (opens_caption || photo_inside || signed || credited && words <= 45),
        credit: bureau
            || short && (lead..(lead + 5).min(paragraph.end)).any(|i| sheet.is(i, Class::CreditWord))
            || words <= 14 && (first..paragraph.end).any(|i| sheet.is(i, Class::CreditWord)),
        copyright: words <= 40 && (first..(first + 6).min(paragraph.end)).any(|i| sheet.is(i, Class::CopyrightWord)),
        byline: words <= 14 && sheet.is(lead, Class::BylineWord) && sheet.cap(lead) && sheet.cap(lead + 1) && !ended,
        boilerplate: words <= 25
            && sheet.is(lead, Class::BoilerplateWord)
            && (!ended
                || (lead + 1..lead + 4).any(|k| k < paragraph.end && sheet.tag(k) == Tag::Colon)
                // "This article was amended on": words enough to be no sentence of the report.
                || (lead + 1..lead + 3).all(|k| k < paragraph.end && sheet.is(k, Class::BoilerplateWord))),
        dated: words <= 8
            && !ended
            && (first..paragraph.end).any(|i| sheet.is(i, Class::Month))
            && (first..paragraph.end).any(|i| sheet.shape(i).has(Shape::NUM)),
        agency: words > 0
            && words <= 4
            && !ended
            && paragraph.clone().all(|i| {
                sheet.cap(i) && sheet.any(i, ClassSet::of(&[Class::Wire, Class::Outlet])) || sheet.tag(i) == Tag::Dash
            }),
        technical,
        barred: words <= 25 && !ended && marked("|"),
    }
}

/// Whether nearly all long words begin with a capital, so that capitals tell nothing.
pub(crate) fn title_case(sheet: &Sheet<'_>, range: Range<usize>) -> bool {
    let long = |i: &usize| sheet.word(*i).len() > 3 && sheet.shape(*i).is_word() && !sheet.shape(*i).has(Shape::NUM);
    let (mut all, mut capital) = (0, 0);
    for i in range.filter(long) {
        all += 1;
        capital += usize::from(sheet.cap(i));
    }
    all > 2 && capital * 10 >= all * 8
}

fn plain_zone(look: &Look, top: bool) -> Zone {
    if look.copyright || look.credit {
        Zone::Credit
    } else if look.caption {
        Zone::Caption
    } else if look.byline || look.dated || look.agency || look.barred && top && !look.boilerplate && look.words <= 10 {
        Zone::Byline
    } else if look.boilerplate || look.technical || look.barred {
        Zone::Boilerplate
    } else {
        Zone::Body
    }
}

/// A question or a quotation may be a headline in spite of its mark.
fn asks(sheet: &Sheet<'_>, paragraph: &Range<usize>, look: &Look) -> bool {
    let last = paragraph.end - 1;
    look.words <= 14
        && sheet.tag(last) == Tag::Stop
        && sheet.word(last) != "."
        && !paragraph.clone().any(|i| sheet.tag(i) == Tag::Mark)
}

fn subheading(sheet: &Sheet<'_>, paragraph: &Range<usize>, look: &Look) -> bool {
    let first = paragraph.start;
    let last = paragraph.end - 1;
    let list = sheet.shape(first).has(Shape::PUNCT) || sheet.shape(first).has(Shape::NUM);
    // A word or two of somebody's speech as a heading: 'Like a bell'
    let quoted = sheet.opens(first) && sheet.closes(last) && look.words <= 5 && !look.ended;
    let first = first + usize::from(quoted);
    let list = list && !quoted;
    let marks = !quoted && paragraph.clone().any(|i| matches!(sheet.tag(i), Tag::Mark | Tag::Colon | Tag::Semicolon));
    // "What now?", "FULL TEXT."
    let ended =
        look.ended && !asks(sheet, paragraph, look) && !(look.words <= 2 && sheet.shape(first).has(Shape::UPPER));
    let commas = paragraph.clone().any(|i| sheet.tag(i) == Tag::Comma) && sheet.tag(last) != Tag::Stop;
    let short = look.words > 0 && look.words <= if commas { 6 } else { 8 };
    short && !ended && !list && !marks && sheet.cap(first)
}
