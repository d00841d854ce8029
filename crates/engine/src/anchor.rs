//! Where words that somebody copied out of a text stand in it.

use onrecord_text::Span;

/// A passage told by its words, as the W3C's Web Annotation model does it: the anchor holds when the text around it is
/// edited. Runs of blanks count as one blank, and curly quotation marks and apostrophes as straight ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextQuote {
    /// The words.
    pub exact: String,
    /// The words right before them, to tell them from the same words elsewhere; may be empty.
    pub prefix: String,
    /// The words right behind them; may be empty.
    pub suffix: String,
}

/// Why a passage was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// The words do not stand in the text.
    Nowhere,
    /// They do, but not between these others.
    Elsewhere,
    /// They stand there this many times, and what is around them does not decide.
    Several(usize),
}

/// A text with what house style changes taken away, and the way back.
pub(crate) struct Folded<'t> {
    text: &'t str,
    folded: String,
    /// For each byte of `folded` the byte of `text` at which its character starts.
    origin: Vec<u32>,
}

impl<'t> Folded<'t> {
    /// Folds `text`; its `comments` are blanks.
    pub(crate) fn of(text: &'t str, comments: &[Span]) -> Self {
        let mut all = Self { text, folded: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len()) };
        let mut from = 0;
        for comment in comments {
            all.take(from..comment.start() as usize);
            all.push(' ', comment.start() as usize);
            from = comment.end() as usize;
        }
        all.take(from..text.len());
        all
    }

    fn take(&mut self, part: std::ops::Range<usize>) {
        for (at, c) in self.text[part.clone()].char_indices() {
            self.push(fold(c), part.start + at);
        }
    }

    fn push(&mut self, c: char, at: usize) {
        if c == ' ' && self.folded.ends_with(' ') {
            return;
        }
        self.folded.push(c);
        self.origin.resize(self.folded.len(), at as u32);
    }

    /// The one place where `quote` stands.
    pub(crate) fn find(&self, quote: &TextQuote) -> Result<Span, Miss> {
        let [prefix, exact, suffix] = [&quote.prefix, &quote.exact, &quote.suffix].map(|s| tidy(s));
        if exact.is_empty() {
            return Err(Miss::Nowhere);
        }
        // Whoever copies a prefix seldom copies the blank behind it.
        let joints = |part: &str| if part.is_empty() { &[""][..] } else { &["", " "][..] };
        let mut places = Vec::new();
        for before in joints(&prefix) {
            for behind in joints(&suffix) {
                let needle = format!("{prefix}{before}{exact}{behind}{suffix}");
                let lead = prefix.len() + before.len();
                places.extend(self.folded.match_indices(&needle).map(|(at, _)| at + lead));
            }
        }
        match places[..] {
            [at] => Ok(self.span(at, at + exact.len())),
            [] if self.folded.contains(&exact) => Err(Miss::Elsewhere),
            [] => Err(Miss::Nowhere),
            _ => Err(Miss::Several(places.len())),
        }
    }

    /// Every place where `words` stand as whole words, in text order.
    pub(crate) fn places(&self, words: &str) -> Vec<Span> {
        let words = tidy(words);
        let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (opens, closes) = (inner(words.chars().next()), inner(words.chars().next_back()));
        if words.is_empty() {
            return Vec::new();
        }
        let whole = |at: &usize| {
            let (before, behind) = (&self.folded[..*at], &self.folded[at + words.len()..]);
            !(opens && inner(before.chars().next_back()) || closes && inner(behind.chars().next()))
        };
        let places = self.folded.match_indices(&words).map(|(at, _)| at).filter(whole);
        places.map(|at| self.span(at, at + words.len())).collect()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let last = self.origin[end - 1];
        let width = self.text[last as usize..].chars().next().map_or(0, char::len_utf8);
        Span::new(self.origin[start], last + width as u32)
    }
}

fn fold(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | '`' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Words as they are compared: blanks and quotation marks made plain.
pub(crate) fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Two aides said\nit’s “over”.\n\nTwo  aides\tsaid it was late. 東京 aides left.";

    fn find(prefix: &str, exact: &str, suffix: &str) -> Result<&'static str, Miss> {
        let [prefix, exact, suffix] = [prefix, exact, suffix].map(str::to_owned);
        Folded::of(TEXT, &[]).find(&TextQuote { exact, prefix, suffix }).map(|s| s.of(TEXT))
    }

    #[test]
    fn words_are_found_whatever_the_blanks_and_marks() {
        assert_eq!(find("", "it's  \"over\".", ""), Ok("it’s “over”."));
        assert_eq!(find("", "東京", ""), Ok("東京"));
        assert_eq!(find("", "”.", ""), Ok("”."));
    }

    #[test]
    fn what_stands_around_decides_between_two_places() {
        assert_eq!(find("", "Two aides said", ""), Err(Miss::Several(2)));
        assert_eq!(find("", "Two aides said", "it was"), Ok("Two  aides\tsaid"));
        assert_eq!(find("over\".", "Two aides", ""), Ok("Two  aides"));
        assert_eq!(find("", "aides", " left"), Ok("aides"));
        assert_eq!(find("東京", "aides", "said"), Err(Miss::Elsewhere));
        assert_eq!(find("", "three aides", ""), Err(Miss::Nowhere));
        assert_eq!(find("", "  ", ""), Err(Miss::Nowhere));
    }

    #[test]
    fn every_place_of_whole_words_is_found() {
        let text = Folded::of("He said the “heat” hurt. The heater? the\nheat, he said.", &[]);
        let places = |words: &str| text.places(words).iter().map(|s| s.start()).collect::<Vec<_>>();
        assert_eq!(places("he"), [51]);
        assert_eq!(places("the heat"), [41]);
        assert_eq!(places("\"heat\""), [12]);
        assert_eq!(places("said"), [3, 54]);
        assert_eq!((places("eat"), places(" ")), (vec![], vec![]));
    }

    #[test]
    fn a_comment_is_a_blank() {
        let text = "Two<!-- Two aides -->aides left.";
        let comment = Span::new(3, 21);
        let quote = TextQuote { exact: "Two aides".to_owned(), ..TextQuote::default() };
        assert_eq!(Folded::of(text, &[comment]).find(&quote).map(|s| s.of(text)), Ok("Two<!-- Two aides -->aides"));
    }
}
