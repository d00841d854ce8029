//! Paragraphs, quotations and sentences: the outline that everything else is placed in.

use std::ops::Range;

use crate::class::ClassSet;
use crate::class::{Class, Forms};
use crate::document::{Quote, Sentence};
use crate::sheet::{NO_QUOTE, Sheet, Tag};
use crate::token::{Gap, Shape};

/// Cuts the tokens into paragraphs.
///
/// A line break ends a paragraph unless lines are wrapped at a fixed width, as in mail and old archives: there most
/// single breaks stand inside a sentence, and only empty lines count.
pub(crate) fn paragraphs(sheet: &Sheet<'_>) -> Vec<Range<usize>> {
    let tokens = sheet.tokens;
    let (mut inside, mut single) = (0usize, 0usize);
    for (i, token) in tokens.iter().enumerate().skip(1) {
        if token.gap == Gap::Line {
            single += 1;
            let goes_on = token.shape.has(Shape::LOWER) || token.shape.has(Shape::NUM);
            inside += usize::from(goes_on && !matches!(sheet.tag(i - 1), Tag::Stop | Tag::Colon | Tag::Mark));
        }
    }
    let wrapped = inside >= 3 && inside * 3 > single;
    let mut out = Vec::new();
    let mut start = 0;
    for (i, token) in tokens.iter().enumerate().skip(1) {
        if token.gap == Gap::Blank || token.gap == Gap::Line && !wrapped {
            out.push(start..i);
            start = i;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

/// The mark that closes what `mark` opens, by house style.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Curly,
    Straight,
    Doubled,
    Guillemet,
    SingleCurly,
    Single,
    /// Marks that were lost when the text was decoded: the same sign opens, closes and stands for apostrophes.
    Lost,
}

impl Style {
    fn single(self) -> bool {
        matches!(self, Self::Single | Self::SingleCurly)
    }
}

/// Finds the quotations of each paragraph.
pub(crate) fn quotes(sheet: &mut Sheet<'_>, paragraphs: &[Range<usize>]) {
    let mut unclosed_before = false;
    let mut found: Vec<Quote> = Vec::new();
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let first = found.len();
        let taken_up =
            paragraphs.get(n + 1).and_then(|next| opener(sheet, next.start, next)).is_some_and(Style::single);
        quotes_in(sheet, paragraph.clone(), Speech { goes_on: unclosed_before, taken_up }, &mut found);
        if let Some(quote) = found.get_mut(first) {
            quote.continues = unclosed_before && quote.tokens.start as usize == paragraph.start;
        }
        unclosed_before = found[first..].last().is_some_and(|q| !q.closed && q.tokens.end as usize == paragraph.end);
    }
    for (n, quote) in found.iter().enumerate() {
        for i in quote.tokens.start..quote.tokens.end {
            sheet.quote[i as usize] = n as u32;
        }
    }
    sheet.quotes = found;
}

/// Speech over several paragraphs, in which each opens with a mark and only the last one closes.
#[derive(Clone, Copy)]
struct Speech {
    /// The paragraph before left its quotation open.
    goes_on: bool,
    /// The paragraph behind opens with a single mark.
    taken_up: bool,
}

fn quotes_in(sheet: &Sheet<'_>, paragraph: Range<usize>, speech: Speech, found: &mut Vec<Quote>) {
    // Where the next mark that could close a style stands is looked up from here, so that a paragraph of a million
    // opening marks does not read on to its end for each.
    let mut none_behind = [usize::MAX; 7];
    let first = found.len();
    let mut i = paragraph.start;
    while i < paragraph.end {
        if found.len() == first && closes_alone(sheet, i, &paragraph, speech.goes_on) {
            let start = paragraph.start as u32;
            found.push(Quote { tokens: start..i as u32 + 1, closed: true, continues: speech.goes_on });
            i += 1;
            continue;
        }
        let Some(style) = opener(sheet, i, &paragraph) else {
            i += 1;
            continue;
        };
        let single = style.single();
        let close = if i >= none_behind[style as usize] { Close::Never } else { closer(sheet, i, &paragraph, style) };
        if close == Close::Never {
            none_behind[style as usize] = none_behind[style as usize].min(i);
        }
        match close {
            // One or two letters in single marks are an elision or a letter name.
            Close::At(end) if single && end < i + 2 => i += 1,
            Close::At(end) => {
                let mut end = end;
                // An inner quotation that ends with the outer one leaves its mark behind.
                while end + 1 < paragraph.end
                    && sheet.tag(end + 1) == Tag::Mark
                    && sheet.tokens[end + 1].gap == Gap::None
                {
                    end += 1;
                }
                found.push(Quote { tokens: i as u32..end as u32 + 1, closed: true, continues: false });
                i = end + 1;
            }
            Close::Never | Close::Reopened(_) => {
                let spaced = sheet.tokens.get(i + 1).is_none_or(|t| t.gap != Gap::None);
                // A single mark without its fellow is an apostrophe, unless the speech goes on over paragraphs.
                let apostrophe = single
                    && !(speech.taken_up && ends_open(sheet, i, paragraph.end)
                        || speech.goes_on && i == paragraph.start && paragraph.end - i > LONG);
                if apostrophe || spaced && style != Style::Curly && style != Style::Guillemet {
                    i += 1;
                    continue;
                }
                // Speech that another opening mark takes up again ends there, else with the paragraph.
                let end = if let Close::Reopened(next) = close { next } else { paragraph.end };
                found.push(Quote { tokens: i as u32..end as u32, closed: false, continues: false });
                i = end;
            }
        }
    }
}

/// Whether a closing mark ends the first sentence of a paragraph whose opening mark was forgotten: `No way," she said.`
/// Marks that may be apostrophes or openings as well close only what the paragraph before left open.
fn closes_alone(sheet: &Sheet<'_>, i: usize, paragraph: &Range<usize>, goes_on: bool) -> bool {
    i > paragraph.start + LONG
        && (matches!(sheet.word(i), "\"" | "”" | "''" | "»") || goes_on && matches!(sheet.word(i), "’" | "'" | "“"))
        && sheet.tokens[i].gap == Gap::None
        && matches!(sheet.tag(i - 1), Tag::Comma | Tag::Stop | Tag::Ellipsis)
        && (i + 1 == paragraph.end || sheet.tokens[i + 1].gap != Gap::None)
        && sheet.cap(paragraph.start)
}

/// Speech has more tokens than this.
const LONG: usize = 6;

/// Whether what the single mark at `open` opens is speech to the end of the paragraph.
fn ends_open(sheet: &Sheet<'_>, open: usize, end: usize) -> bool {
    end - open > LONG && sheet.cap(open + 1) && matches!(sheet.tag(end - 1), Tag::Stop | Tag::Ellipsis)
}

/// The style of the quotation that token `i` opens, if it does.
fn opener(sheet: &Sheet<'_>, i: usize, paragraph: &Range<usize>) -> Option<Style> {
    if sheet.tag(i) != Tag::Mark {
        return None;
    }
    let first = i == paragraph.start;
    let gap_before = first || sheet.tokens[i].gap != Gap::None;
    let tight_after = i + 1 < paragraph.end && sheet.tokens[i + 1].gap == Gap::None;
    let before = if first { Tag::Open } else { sheet.tag(i - 1) };
    let free = gap_before || matches!(before, Tag::Open | Tag::Dash | Tag::Mark | Tag::Comma | Tag::Colon);
    match sheet.word(i) {
        "“" | "„" | "‟" | "＂" => Some(Style::Curly),
        // A closing mark that begins a word was typed by mistake.
        "”" if gap_before && tight_after => Some(Style::Curly),
        "\"" if free || tight_after && sheet.is_break(i.wrapping_sub(1)) => Some(Style::Straight),
        "\u{FFFD}" if gap_before && tight_after => Some(Style::Straight),
        "''" | "``" if free => Some(Style::Doubled),
        "«" => Some(Style::Guillemet),
        "\u{FFFD}" if gap_before && tight_after => Some(Style::Lost),
        "‘" | "‚" | "‛" if tight_after => Some(Style::SingleCurly),
        "'" | "`" | "´" if gap_before && tight_after => {
            // '90s, 'em
            let next = sheet.shape(i + 1);
            (!next.has(Shape::NUM) || sheet.word(i + 1).len() > 3).then_some(Style::Single)
        }
        // Some outlets open with the closing mark: ’No,’ he said.
        "’" if gap_before && tight_after && !sheet.shape(i + 1).has(Shape::NUM) => Some(Style::SingleCurly),
        _ => None,
    }
}

/// Where a quotation closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    At(usize),
    /// Another opens first, at this mark.
    Reopened(usize),
    /// No mark that could close it follows in the paragraph.
    Never,
}

fn closer(sheet: &Sheet<'_>, open: usize, paragraph: &Range<usize>, style: Style) -> Close {
    let mut doubtful = None;
    let mut inside = open + 1;
    let mut inner = false;
    for j in open + 1..paragraph.end {
        if sheet.tag(j) != Tag::Mark || j < inside {
            continue;
        }
        let word = sheet.word(j);
        let gap_before = sheet.tokens[j].gap != Gap::None;
        let tight_after = j + 1 < paragraph.end && sheet.tokens[j + 1].gap == Gap::None;
        match style {
            Style::Curly => match word {
                "”" | "\"" | "''" | "＂" | "‟" => return Close::At(j),
                "“" if !tight_after => return Close::At(j),
                "“" => match nested(sheet, j, paragraph.end) {
                    Some(inner) => inside = inner + 1,
                    None => return Close::Reopened(j),
                },
                _ => {}
            },
            // A lost mark inside a word is an apostrophe.
            Style::Straight if word == "\u{FFFD}" && (gap_before || tight_after && !sheet.is_break(j + 1)) => {}
            Style::Straight if matches!(word, "\"" | "”" | "\u{FFFD}") => {
                // A mark that touches the next word and no word before it opens again: the one before was not closed.
                let reopens = gap_before && tight_after && sheet.tokens[open + 1].gap == Gap::None;
                return if reopens { Close::Reopened(j) } else { Close::At(j) };
            }
            Style::Doubled if word == "''" => return Close::At(j),
            // A word or two in other marks: ''he calls it "home" and stays''.
            Style::Doubled if matches!(word, "\"" | "”" | "“") => {
                if gap_before && tight_after {
                    inner = true;
                } else if !std::mem::take(&mut inner) {
                    return Close::At(j);
                }
            }
            Style::Guillemet if word == "»" => return Close::At(j),
            Style::Lost if word == "\u{FFFD}" && !gap_before && (!tight_after || sheet.is_break(j + 1)) => {
                return Close::At(j);
            }
            Style::Single | Style::SingleCurly if matches!(word, "'" | "’" | "´") && !gap_before => {
                if tight_after && !sheet.is_break(j + 1) && !matches!(sheet.tag(j + 1), Tag::Close | Tag::Mark) {
                    continue;
                }
                // "the officials' plan": an apostrophe after -s before a small letter, unless nothing else closes.
                let genitive = sheet.word(j - 1).ends_with(['s', 'S']) && sheet.shape(j + 1).has(Shape::LOWER);
                if !genitive {
                    return Close::At(j);
                }
                doubtful = doubtful.or(Some(j));
            }
            _ => {}
        }
    }
    doubtful.map_or(Close::Never, Close::At)
}

/// Where a word or two in the same marks as the speech around them end: “he calls it “home” and stays”.
fn nested(sheet: &Sheet<'_>, open: usize, end: usize) -> Option<usize> {
    let mark = |k: &usize| sheet.tag(*k) == Tag::Mark && matches!(sheet.word(*k), "“" | "”");
    let fresh = open.checked_sub(1).is_none_or(|k| matches!(sheet.tag(k), Tag::Stop | Tag::Ellipsis));
    let close = (open + 1..end.min(open + 10)).find(mark).filter(|&k| sheet.word(k) == "”" && !fresh)?;
    let next = (close + 1..end.min(close + 200)).find(mark)?;
    (sheet.word(next) == "”").then_some(close)
}

/// No sentence has more tokens than this; what is longer is cut.
const LONGEST: usize = 800;

/// Cuts each paragraph into sentences. A quotation is never cut; the sentence that holds it goes on to its end, and on
/// to the cue that follows it.
pub(crate) fn sentences(sheet: &mut Sheet<'_>, paragraphs: &[Range<usize>]) -> Vec<Range<u32>> {
    let mut out = Vec::new();
    let mut of_paragraphs = Vec::with_capacity(paragraphs.len());
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let first = out.len() as u32;
        let body = dateline(sheet, paragraph).unwrap_or(paragraph.start);
        if body > paragraph.start {
            out.push(Sentence { tokens: paragraph.start as u32..body as u32, paragraph: n as u32 });
        }
        let mut start = body;
        for i in body..paragraph.end {
            // A list without end is cut, so that no sentence makes the grammar slow.
            let last = i + 1 == paragraph.end || i - start >= LONGEST;
            if last || ends_sentence(sheet, i, paragraph.end) {
                out.push(Sentence { tokens: start as u32..i as u32 + 1, paragraph: n as u32 });
                start = i + 1;
            }
        }
        of_paragraphs.push(first..out.len() as u32);
    }
    sheet.sentences = out;
    of_paragraphs
}

/// Where a dateline ends, `TROY, N.Y. (AP) —`: it says where, not what.
fn dateline(sheet: &Sheet<'_>, paragraph: &Range<usize>) -> Option<usize> {
    let limit = paragraph.end.min(paragraph.start + 14);
    let dash = (paragraph.start + 1..limit)
        .find(|&i| sheet.tag(i) == Tag::Dash && sheet.tokens[i].gap != Gap::None || sheet.tag(i) == Tag::Stop)?;
    if sheet.tag(dash) != Tag::Dash || dash + 1 >= paragraph.end {
        return None;
    }
    let place = sheet.shape(paragraph.start).has(Shape::UPPER);
    let agency = (paragraph.start..dash)
        .any(|i| sheet.is(i, Class::Wire) && sheet.tag(i - usize::from(i > paragraph.start)) == Tag::Open);
    let plain = (paragraph.start..dash).all(|i| {
        sheet.cap(i)
            || matches!(sheet.tag(i), Tag::Comma | Tag::Open | Tag::Close)
            || sheet.shape(i).has(Shape::NUM)
            || sheet.shape(i).has(Shape::DOTTED)
            || sheet.is(i, Class::Month)
            || sheet.is(i, Class::NameParticle)
    });
    (plain && (place || agency)).then_some(dash + 1)
}

fn ends_sentence(sheet: &Sheet<'_>, i: usize, end: usize) -> bool {
    let closes = sheet.closes(i);
    let next = i + 1;
    if sheet.quote[i] != NO_QUOTE && !closes {
        // Speech that another opening mark takes up: `"One. "Two."`
        return sheet.opens(next) && next < end && matches!(sheet.tag(i), Tag::Stop | Tag::Ellipsis);
    }
    let before = if closes { i.wrapping_sub(1) } else { i };
    let stop = matches!(sheet.tag(before), Tag::Stop | Tag::Ellipsis);
    if !stop {
        // An abbreviation ends a sentence only where a word that opens one follows: "in the U.S. The".
        return !closes
            && sheet.shape(i).has(Shape::DOTTED)
            && !sheet.shape(i).has(Shape::INITIAL)
            && !sheet.is(i, Class::Honorific)
            && !sheet.is(i, Class::Abbreviation)
            && sheet.cap(next)
            && sheet.is(next, Class::NotName)
            && !sheet.is(next, Class::Honorific);
    }
    let opens = sheet.cap(next)
        || sheet.opens(next)
        || sheet.shape(next).has(Shape::NUM)
        || sheet.shape(next).has(Shape::ADDRESS)
        || matches!(sheet.tag(next), Tag::Open | Tag::Dash | Tag::Mark | Tag::Other);
    if !closes {
        return opens && !matches!(sheet.tag(next), Tag::Close);
    }
    // Behind a quotation the cue may follow: `"Go." Smith said.`, `"Go!" said Smith.`
    if sheet.shape(next).has(Shape::LOWER) || !opens {
        return false;
    }
    if sheet.opens(next) {
        return true;
    }
    let tentative = sheet.word(before) != ".";
    for j in next..end.min(next + 9) {
        // `… a "manoeuvre." She explained, "By …"`: a cue with a quotation of its own opens a sentence.
        let own = sheet.tag(j + 1) == Tag::Comma && sheet.opens(j + 2) && j > next;
        let closing = !own && (j + 1 >= end || matches!(sheet.tag(j + 1), Tag::Stop | Tag::Comma) || j == next);
        if sheet.is(j, Class::CuePost) && !sheet.quoted(j) {
            // `"Who knows?" Her lawyers wrote that …`: what the cue tells stands behind it.
            let told = sheet.any(j + 1, ClassSet::of(&[Class::That, Class::Wh])) && j > next;
            return told || own || !(closing || tentative && j < next + 5);
        }
        // `"Why?" Smith demanded.`: a name, a past tense and nothing else.
        if j > next && j < next + 4 && closing && sheet.form(j, Forms::PAST) && (next..j).all(|k| sheet.cap(k)) {
            return false;
        }
        if sheet.is_break(j) || sheet.quoted(j) {
            break;
        }
    }
    true
}
