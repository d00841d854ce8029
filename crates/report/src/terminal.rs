//! What a terminal needs: columns, colours, and nothing that an article could do to it.

use std::borrow::Cow;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

pub(crate) const HEADING: Style = Style::new().bold();
pub(crate) const QUIET: Style = Style::new().dimmed();
pub(crate) const SOURCE: Style = AnsiColor::Cyan.on_default().bold();
pub(crate) const CUE: Style = AnsiColor::Magenta.on_default();
pub(crate) const CONTENT: Style = AnsiColor::Green.on_default();
pub(crate) const RESPONSE: Style = AnsiColor::Yellow.on_default();
pub(crate) const JUSTIFICATION: Style = AnsiColor::Blue.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();

/// `text` in `style`.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The character to show for `c`: articles come from anywhere, and an escape sequence in one must not reach the
/// terminal, nor a mark that turns the order of letters round.
pub(crate) fn harmless(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        // Unicode has a picture for each ASCII control character.
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

/// `text` on one line, without anything that a terminal would obey.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| harmless(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(harmless).collect())
}

/// Columns that `text` takes once it is cleaned.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Columns that `c` takes once it is made harmless.
pub(crate) fn columns(c: char) -> usize {
    harmless(c).width().unwrap_or(0)
}

/// `text`, cleaned, with blanks or cut off to take exactly `to` columns.
pub(crate) fn fit(text: &str, to: usize) -> String {
    let mut fitted = cut(text, to);
    let short = to - width(&fitted).min(to);
    fitted.extend(std::iter::repeat_n(' ', short));
    fitted
}

/// `text`, cleaned and with runs of blanks made one, cut off with an ellipsis where it is longer than `to` columns.
pub(crate) fn cut(text: &str, to: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = clean(&text);
    if width(&text) <= to {
        return text.into_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += columns(c);
        if used + 1 > to {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

/// The parts of one line of text that fit into `to` columns each, broken at blanks where there are any.
pub(crate) fn wrap(line: &str, to: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut used) = (0, 0);
    // Where the last blank ends, and what was used up to there.
    let mut blank: Option<(usize, usize)> = None;
    for (at, c) in line.char_indices() {
        let wide = columns(c);
        if used + wide > to && at > start && !c.is_whitespace() {
            match blank {
                Some((end, before)) => {
                    parts.push(start..end);
                    (start, used) = (end, used - before);
                }
                None => {
                    parts.push(start..at);
                    (start, used) = (at, 0);
                }
            }
            blank = None;
        }
        used += wide;
        if c.is_whitespace() {
            blank = Some((at + c.len_utf8(), used));
        }
    }
    parts.push(start..line.len());
    parts
}

/// Appends `text` in lines of at most `to` columns; the first opens with `first`, the others are indented like it.
pub(crate) fn paragraph(out: &mut String, first: &str, text: &str, to: usize) {
    let indent = width(first);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (i, part) in wrap(&text, to.saturating_sub(indent).max(20)).into_iter().enumerate() {
        if i == 0 {
            out.push_str(first);
        } else {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(clean(text[part].trim_end()).as_ref());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        for (text, shown) in [
            ("plain – Zoë", "plain – Zoë"),
            ("\x1b[31mred\x07", "␛[31mred␇"),
            ("a\u{9b}31m\u{202e}b\x7f", "a\u{fffd}31m\u{fffd}b␡"),
            ("a\tb\r", "a b "),
        ] {
            assert_eq!(clean(text), shown);
        }
    }

    #[test]
    fn lines_break_at_blanks_and_long_words_anywhere() {
        for (line, to, parts) in [
            ("one two three", 8, &["one two ", "three"][..]),
            ("onetwothree", 4, &["onet", "woth", "ree"]),
            ("日本語 テスト", 6, &["日本語 ", "テスト"]),
            ("", 5, &[""]),
            ("exactly ten", 11, &["exactly ten"]),
        ] {
            let got: Vec<&str> = wrap(line, to).into_iter().map(|r| &line[r]).collect();
            assert_eq!(got, parts, "{line}");
        }
    }

    #[test]
    fn cells_take_exactly_their_columns() {
        for (text, cell) in [("abc", "abc  "), ("abcdefg", "abcd…"), ("日本語", "日本…"), ("a\n b", "a b  ")] {
            assert_eq!(fit(text, 5), cell);
        }
    }
}
