//! Cuts text into tokens and looks each up once.

use crate::class::{Class, ClassSet};
use crate::lexicon::{Lexicon, WordId};
use onrecord_text::Span;

/// What a token looks like; a token has several of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shape(u16);

impl Shape {
    /// Begins with a capital letter.
    pub const CAP: Self = Self(1);
    /// Two letters or more, all capital.
    pub const UPPER: Self = Self(2);
    /// Begins with a small letter.
    pub const LOWER: Self = Self(4);
    /// Begins with a digit.
    pub const NUM: Self = Self(8);
    /// Neither letters nor digits.
    pub const PUNCT: Self = Self(16);
    /// A possessive mark, `'s` or `'`.
    pub const POSS: Self = Self(32);
    /// One letter and a full stop, as in a name: `J.`
    pub const INITIAL: Self = Self(64);
    /// Has a hyphen inside.
    pub const HYPHEN: Self = Self(128);
    /// Ends in -ed.
    pub const ED: Self = Self(256);
    /// Ends in -ing.
    pub const ING: Self = Self(512);
    /// Ends in -ly.
    pub const LY: Self = Self(1024);
    /// Ends in -s, not -ss.
    pub const S: Self = Self(2048);
    /// A web address, e-mail address, handle or hash tag.
    pub const ADDRESS: Self = Self(4096);
    /// A bracketed party and constituency, one token: `(D-Ohio)`.
    pub const PARTY: Self = Self(8192);
    /// Ends with a full stop that belongs to it: `Mr.`, `U.S.`
    pub const DOTTED: Self = Self(16384);

    /// Whether it has all of `other`.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it is a word or number.
    #[must_use]
    pub const fn is_word(self) -> bool {
        !self.has(Self::PUNCT)
    }

    /// Both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The shape that a word in capitals has where only names and openings are capitalised.
    #[must_use]
    pub(crate) fn calmed(self, word: &str, capital: bool) -> Self {
        let kept = Self(self.0 & !(Self::UPPER.0 | Self::CAP.0 | Self::LOWER.0));
        let shape = kept.with(if capital { Self::CAP } else { Self::LOWER });
        shape.with(Self::ending(word.to_ascii_lowercase().as_bytes()))
    }

    /// What the end of a word looks like.
    fn ending(word: &[u8]) -> Self {
        match word {
            [_, _, _, .., b'e', b'd'] => Self::ED,
            [_, _, .., b'i', b'n', b'g'] => Self::ING,
            [_, _, _, .., b'l', b'y'] => Self::LY,
            [_, .., before, b's'] if *before != b's' => Self::S,
            _ => Self::default(),
        }
    }
}

/// What stands between a token and the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: the two touch.
    #[default]
    None,
    /// Spaces.
    Space,
    /// A line break.
    Line,
    /// An empty line.
    Blank,
}

/// A word, number or punctuation mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Which word it is; unknown for most punctuation and rare words.
    pub word: WordId,
    /// What it looks like.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
}

impl Token {
    /// Its place.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Its letters in `text`.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }

    /// The lexicons that it is in.
    #[must_use]
    pub fn classes(&self, lexicon: &Lexicon) -> ClassSet {
        lexicon.entry(self.word).classes
    }
}

/// Cuts `text` into tokens.
///
/// Clitics are tokens of their own (`did` `n't`, `Roe` `'s`), words with hyphens are one, abbreviations that the
/// lexicon knows keep their full stop, `''` and ` `` ` are one token as the quotation marks that they stand for.
#[must_use]
pub fn tokenize(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    tokens_and_comments(text, lexicon).0
}

/// The tokens of `text`, and its comments as HTML and Markdown have them: `<!-- … -->`. They are nobody's prose, so they
/// are no more than blanks between tokens.
pub(crate) fn tokens_and_comments(text: &str, lexicon: &Lexicon) -> (Vec<Token>, Vec<Span>) {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
    let mut comments = Vec::new();
    let mut at = Cursor { text, bytes: text.as_bytes(), pos: 0, unclosed: false };
    loop {
        let mut lines = at.skip_blanks();
        while let Some(comment) = at.comment() {
            comments.push(comment);
            let more = at.skip_blanks();
            lines = lines.map_or(more, |n| Some(n + more.unwrap_or(0)));
        }
        let gap = match lines {
            None => Gap::None,
            Some(0) => Gap::Space,
            Some(1) => Gap::Line,
            Some(_) => Gap::Blank,
        };
        if at.pos >= text.len() {
            break;
        }
        let first = tokens.len();
        at.token(lexicon, &mut tokens);
        if let Some(token) = tokens.get_mut(first) {
            token.gap = gap;
        }
    }
    lexicon.number(text, &mut tokens);
    (tokens, comments)
}

struct Cursor<'t> {
    text: &'t str,
    bytes: &'t [u8],
    pos: usize,
    /// Whether no comment is closed from here on, so that a text of a million openings is read to its end once only.
    unclosed: bool,
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

impl Cursor<'_> {
    fn char_at(&self, pos: usize) -> Option<char> {
        match self.bytes.get(pos)? {
            &b if b < 128 => Some(b as char),
            _ => self.text[pos..].chars().next(),
        }
    }

    /// Skips blanks. Tells how many lines end in them, or nothing where there are none.
    fn skip_blanks(&mut self) -> Option<u32> {
        let start = self.pos;
        let mut lines = 0;
        while let Some(c) = self.char_at(self.pos) {
            if c == '\n' || c == '\u{2029}' {
                lines += 1;
            } else if c.is_ascii() {
                // Every other sign up to the space is a blank or control, and so is the last.
                if c > ' ' && c != '\u{7F}' {
                    break;
                }
            } else if !is_blank(c) && !c.is_control() {
                break;
            }
            self.pos += c.len_utf8();
        }
        (self.pos > start).then_some(lines)
    }

    /// The comment that opens here; moves behind it. One that is never closed is text.
    fn comment(&mut self) -> Option<Span> {
        const OPENING: &str = "<!--";
        if self.bytes.get(self.pos) != Some(&b'<') || self.unclosed || !self.text[self.pos..].starts_with(OPENING) {
            return None;
        }
        let start = self.pos;
        match self.text[start + OPENING.len()..].find("-->") {
            Some(len) => {
                self.pos = start + OPENING.len() + len + 3;
                Some(Span::new(start as u32, self.pos as u32))
            }
            None => {
                self.unclosed = true;
                None
            }
        }
    }

    fn token(&mut self, lexicon: &Lexicon, out: &mut Vec<Token>) {
        let start = self.pos;
        let c = self.char_at(start).expect("blanks were skipped and text is left");
        if c.is_alphanumeric() {
            if self.address(start) {
                return self.push(start, Shape::ADDRESS, out);
            }
            return if c.is_ascii_digit() { self.number(start, out) } else { self.word(start, lexicon, out) };
        }
        match c {
            '@' | '#' if self.char_at(start + 1).is_some_and(|n| n.is_alphanumeric() || n == '_') => {
                self.pos = start + 1;
                while let Some(n) = self.char_at(self.pos).filter(|&n| n.is_alphanumeric() || n == '_') {
                    self.pos += n.len_utf8();
                }
                self.push(start, Shape::ADDRESS, out);
            }
            '\'' | '’' | '`' => self.apostrophe(start, c, out),
            '.' if self.text[start..].starts_with("...") => {
                while self.bytes.get(self.pos) == Some(&b'.') {
                    self.pos += 1;
                }
                self.push(start, Shape::PUNCT, out);
            }
            '-' if self.bytes.get(start + 1) == Some(&b'-') => {
                while self.bytes.get(self.pos) == Some(&b'-') {
                    self.pos += 1;
                }
                self.push(start, Shape::PUNCT, out);
            }
            '(' => {
                self.pos = self.party(start, lexicon).unwrap_or(start + 1);
                let shape = if self.pos > start + 1 { Shape::PARTY } else { Shape::PUNCT };
                self.push(start, shape, out);
            }
            _ => {
                self.pos = start + c.len_utf8();
                self.push(start, Shape::PUNCT, out);
            }
        }
    }

    /// A token from `start` up to here; which word it is, is told later.
    fn push(&self, start: usize, shape: Shape, out: &mut Vec<Token>) {
        out.push(Token { start: start as u32, end: self.pos as u32, word: WordId::UNKNOWN, shape, gap: Gap::None });
    }

    /// `'s`, `''`, or a mark by itself.
    fn apostrophe(&mut self, start: usize, c: char, out: &mut Vec<Token>) {
        let after = start + c.len_utf8();
        self.pos = after;
        if self.char_at(after) == Some(c) && c != '’' {
            self.pos = after + c.len_utf8();
            return self.push(start, Shape::PUNCT, out);
        }
        // A clitic cut off its word by markup, `Roe</a>'s`, or by a closing quotation mark.
        if c != '`' && start > 0 && !self.text[..start].ends_with(is_blank) {
            let tail: usize =
                self.text[after..].chars().take(3).take_while(|n| n.is_alphabetic()).map(char::len_utf8).sum();
            if matches!(&self.text[after..after + tail], "s" | "S") {
                self.pos = after + tail;
                return self.push(start, Shape::POSS, out);
            }
        }
        self.push(start, Shape::PUNCT, out);
    }

    fn number(&mut self, start: usize, out: &mut Vec<Token>) {
        let mut pos = start;
        let mut hyphen = false;
        while let Some(c) = self.char_at(pos) {
            let inner = matches!(c, '.' | ',' | ':' | '/') && self.bytes.get(pos + 1).is_some_and(u8::is_ascii_digit)
                || matches!(c, '-' | '–') && self.char_at(pos + c.len_utf8()).is_some_and(char::is_alphanumeric);
            hyphen |= inner && matches!(c, '-' | '–');
            if !c.is_alphanumeric() && !inner {
                break;
            }
            pos += c.len_utf8();
        }
        if self.bytes.get(pos) == Some(&b'%') {
            pos += 1;
        }
        // "24seven.org"
        if let Some(end) = self.site(pos) {
            self.pos = end;
            return self.push(start, Shape::ADDRESS, out);
        }
        self.pos = pos;
        let shape = if hyphen { Shape::NUM.with(Shape::HYPHEN) } else { Shape::NUM };
        self.push(start, shape, out);
    }

    fn word(&mut self, start: usize, lexicon: &Lexicon, out: &mut Vec<Token>) {
        let mut pos = start;
        let mut hyphen = false;
        // Where the last apostrophe inside the word stands, and how long it is.
        let mut apostrophe = None;
        loop {
            // Most words are of these letters alone.
            pos += self.bytes[pos..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            let Some(c) = self.char_at(pos) else { break };
            if !c.is_ascii() && (c.is_alphanumeric() || is_mark(c)) {
                pos += c.len_utf8();
                continue;
            }
            let next = || self.char_at(pos + c.len_utf8());
            let inner = match c {
                '-' | '‑' | '\'' | '’' => next().is_some_and(char::is_alphanumeric),
                // An en dash joins two names, `US–China`; a spaced one has already ended the word.
                '–' => next().is_some_and(char::is_alphanumeric),
                // "S&P", "AT&T"
                '&' => {
                    pos <= start + 3
                        && self.bytes[start..pos].iter().all(u8::is_ascii_uppercase)
                        && next().is_some_and(char::is_uppercase)
                }
                _ => false,
            };
            if !inner {
                break;
            }
            if matches!(c, '\'' | '’') {
                apostrophe = Some((pos, c.len_utf8()));
            } else {
                hyphen = true;
            }
            pos += c.len_utf8();
        }
        if let Some(end) = self.site(pos) {
            self.pos = end;
            return self.push(start, self.letters(start, pos, hyphen, lexicon), out);
        }
        let mut cut = pos;
        if let Some((mark, len)) = apostrophe {
            let tail = &self.text[mark + len..pos];
            if matches!(tail, "s" | "S" | "re" | "ve" | "ll" | "d" | "m" | "RE" | "VE" | "LL" | "D" | "M") {
                cut = mark;
            } else if matches!(tail, "t" | "T") && mark > start + 1 && matches!(self.bytes[mark - 1], b'n' | b'N') {
                cut = mark - 1;
            }
        }
        self.pos = cut;
        if cut == pos && self.dotted(start, pos, lexicon) {
            let shape = if self.pos == start + 2 && self.bytes[start].is_ascii_uppercase() {
                Shape::INITIAL.with(Shape::CAP).with(Shape::DOTTED)
            } else {
                self.letters(start, pos, hyphen, lexicon).with(Shape::DOTTED)
            };
            return self.push(start, shape, out);
        }
        let shape = self.letters(start, cut, hyphen, lexicon);
        self.push(start, shape, out);
        if cut < pos {
            self.pos = pos;
            let clitic = &self.text[cut..pos];
            let shape = if clitic.ends_with(['s', 'S']) { Shape::POSS } else { Shape::LOWER };
            self.push(cut, shape, out);
        }
    }

    /// Whether the full stop behind a word belongs to it; if so, moves behind it.
    fn dotted(&mut self, start: usize, end: usize, lexicon: &Lexicon) -> bool {
        if self.bytes.get(end) != Some(&b'.') {
            return false;
        }
        // U.S., a.m., J.R.R.
        let mut pos = end;
        if end == start + 1 {
            while self.bytes.get(pos) == Some(&b'.')
                && self.bytes.get(pos + 1).is_some_and(u8::is_ascii_alphabetic)
                && self.bytes.get(pos + 2) == Some(&b'.')
            {
                pos += 2;
            }
            if pos > end {
                self.pos = pos + 1;
                return true;
            }
            // A middle initial: a capital and a stop before another capital.
            let capital = self.bytes[start].is_ascii_uppercase();
            let next = self.text[end + 1..].trim_start_matches([' ', '\u{A0}']);
            if capital && next.len() < self.text.len() - end - 1 && next.starts_with(char::is_uppercase) {
                self.pos = end + 1;
                return true;
            }
        }
        let known = lexicon.entry(lexicon.find(&self.text[start..=end])).classes.has(Class::Abbreviation);
        if known {
            self.pos = end + 1;
        }
        known
    }

    fn letters(&self, start: usize, end: usize, hyphen: bool, lexicon: &Lexicon) -> Shape {
        let word = &self.text[start..end];
        let mut shape = Shape::default();
        let first = word.chars().next().unwrap_or(' ');
        // "al-Dabbagh" is a name for all its small beginning; "anti-Dabbagh" is none.
        let particle = || {
            let (head, tail) = word.split_once('-')?;
            let capital = tail.starts_with(char::is_uppercase);
            (capital && lexicon.entry(lexicon.find(head)).classes.has(Class::NameParticle)).then_some(())
        };
        if first.is_uppercase() || hyphen && particle().is_some() {
            shape = shape.with(Shape::CAP);
            if word.len() > 1 && !word.chars().any(char::is_lowercase) {
                shape = shape.with(Shape::UPPER);
            }
        } else {
            shape = shape.with(Shape::LOWER);
        }
        if hyphen {
            shape = shape.with(Shape::HYPHEN);
        }
        shape.with(Shape::ending(word.as_bytes()))
    }

    /// `(D-S.C.)`, `(R., Ohio)`: where it ends. Split, its full stop would end the sentence.
    fn party(&self, start: usize, lexicon: &Lexicon) -> Option<usize> {
        let tail = &self.bytes[start + 1..self.bytes.len().min(start + 26)];
        let close = tail.iter().position(|&b| b == b')')?;
        let inner = self.text.get(start + 1..start + 1 + close)?;
        let letters = inner.find(|c: char| !c.is_alphabetic())?;
        let rest = inner[letters..].trim_start_matches(['.', '-', '–', '—', ',', ' ', '‑']);
        let known = letters > 0 && lexicon.entry(lexicon.find(&inner[..letters])).classes.has(Class::Party);
        (known && rest.len() < inner.len() - letters && rest.starts_with(char::is_uppercase))
            .then_some(start + close + 2)
    }

    /// "example.com", "exa.to/2xY": where the site ends whose first word ends at `pos`. Split, its full stop would end
    /// the sentence.
    fn site(&self, pos: usize) -> Option<usize> {
        if self.bytes.get(pos) != Some(&b'.') {
            return None;
        }
        let rest = &self.bytes[pos + 1..];
        let domain = rest.iter().take(5).take_while(|b| b.is_ascii_lowercase()).count();
        let end = pos + 1 + domain;
        let path = self.bytes.get(end) == Some(&b'/') && self.bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        let known = matches!(&rest[..domain], b"com" | b"org" | b"net" | b"gov" | b"edu")
            && !self.bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
        if !path {
            return known.then_some(end);
        }
        let tail = self.bytes[end..].iter().take(200).take_while(|b| b.is_ascii_graphic() && !b"()<>\"".contains(b));
        let len = tail.count();
        let spelt = &self.text[end..end + len];
        (2..=4).contains(&domain).then_some(end + spelt.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']).len())
    }

    /// Whether a web or e-mail address begins here; if so, moves behind it.
    fn address(&mut self, start: usize) -> bool {
        if !matches!(self.bytes[start], b'h' | b'w') {
            return false;
        }
        let rest = &self.text[start..];
        let web = rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
        if !web {
            return false;
        }
        let len =
            rest.find(|c: char| is_blank(c) || matches!(c, '<' | '>' | '"' | '”' | '(' | ')')).unwrap_or(rest.len());
        self.pos = start + rest[..len].trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
        true
    }
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::Forms;
    use crate::lexicon::LexiconBuilder;

    fn cut(text: &str) -> Vec<&str> {
        let mut builder = LexiconBuilder::new();
        for word in ["Mr.", "Sen."] {
            builder.add(Class::Abbreviation, word, Forms::NONE, false);
        }
        for word in ["D", "R"] {
            builder.add(Class::Party, word, Forms::NONE, true);
        }
        let lexicon = builder.build();
        tokenize(text, &lexicon).iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
    }

    #[test]
    fn clitics_are_tokens_of_their_own() {
        assert_eq!(cut("didn't can’t Roe's we’ll"), ["did", "n't", "ca", "n’t", "Roe", "'s", "we", "’ll"]);
    }

    #[test]
    fn a_comment_is_a_blank_and_keeps_its_place() {
        let (text, lexicon) = ("One <!-- two\n\nthree -->four<!---->\nfive <!-- six", LexiconBuilder::new().build());
        let (tokens, comments) = tokens_and_comments(text, &lexicon);
        let cut: Vec<(Gap, &str)> = tokens.iter().map(|t| (t.gap, t.text(text))).collect();
        // What is told in the comment is no line of the text; a comment that is never closed is text.
        let (none, space) = (Gap::None, Gap::Space);
        assert_eq!(
            cut,
            [
                (none, "One"),
                (space, "four"),
                (Gap::Line, "five"),
                (space, "<"),
                (none, "!"),
                (none, "--"),
                (space, "six")
            ]
        );
        let comments: Vec<&str> = comments.iter().map(|c| c.of(text)).collect();
        assert_eq!(comments, ["<!-- two\n\nthree -->", "<!---->"]);
    }

    #[test]
    fn an_apostrophe_inside_a_name_cuts_nothing() {
        assert_eq!(cut("O’Brien of N'Djamena"), ["O’Brien", "of", "N'Djamena"]);
    }

    #[test]
    fn a_full_stop_belongs_to_an_abbreviation_and_ends_a_sentence_elsewhere() {
        assert_eq!(
            cut("Mr. J. Roe left the U.S. army. He"),
            ["Mr.", "J.", "Roe", "left", "the", "U.S.", "army", ".", "He"]
        );
        assert_eq!(cut("at 5 p.m. (D-S.C.)."), ["at", "5", "p.m.", "(D-S.C.)", "."]);
    }

    #[test]
    fn doubled_marks_and_dashes_are_one_token() {
        assert_eq!(
            cut("''No,'' he -- they ... 1,000.5%"),
            ["''", "No", ",", "''", "he", "--", "they", "...", "1,000.5%"]
        );
    }

    #[test]
    fn hyphens_and_addresses_stay_whole() {
        assert_eq!(cut("Roe.com said exa.to/2x. No.com"), ["Roe.com", "said", "exa.to/2x", ".", "No.com"]);
        assert_eq!(cut("the plan.the end.Or"), ["the", "plan", ".", "the", "end", ".", "Or"]);
        assert_eq!(cut("high-ranking @roe https://a.b/c?d=1."), ["high-ranking", "@roe", "https://a.b/c?d=1", "."]);
    }
}
