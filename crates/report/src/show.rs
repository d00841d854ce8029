//! One article with everything marked in its place, then the score with every line that makes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;
use onrecord_engine::Assessment;
use onrecord_parser::Form;
use onrecord_text::Span;

use crate::entry::is_scored;
use crate::human::{self, footer, heading};
use crate::score;
use crate::terminal::{CONTENT, CUE, JUSTIFICATION, QUIET, RESPONSE, SOURCE, clean, columns, harmless, paint, wrap};
use crate::{Body, Entry, Run, corrections, suppressions};

/// What a mark means. Later ones cover earlier ones, so that the words that tie a statement to its source stay visible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mark {
    #[default]
    Nothing,
    Unscored,
    Told,
    Quoted,
    Cue,
    Response,
    Justification,
    Source,
}

impl Mark {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Source, "source, with its number"),
        (Self::Cue, "cue: the words that attribute"),
        (Self::Quoted, "quoted words"),
        (Self::Told, "words told or partly quoted"),
        (Self::Unscored, "believed, wanted or done, or not in the body: not scored"),
        (Self::Response, "what came of asking"),
        (Self::Justification, "why, or on what terms, a source is unnamed"),
    ];

    /// The sign under the text; without colours it alone tells.
    fn sign(self) -> char {
        match self {
            Self::Nothing => ' ',
            Self::Unscored => '.',
            Self::Told => '-',
            Self::Quoted => '"',
            Self::Response => '~',
            Self::Justification => '!',
            Self::Cue => '=',
            Self::Source => '^',
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Nothing => Style::new(),
            Self::Unscored => QUIET,
            Self::Told | Self::Quoted => CONTENT,
            Self::Response => RESPONSE,
            Self::Justification => JUSTIFICATION,
            Self::Cue => CUE,
            Self::Source => SOURCE,
        }
    }
}

/// Which byte of the text bears which mark, and where the number of a source stands.
struct Marks {
    bytes: Vec<Mark>,
    numbers: BTreeMap<usize, String>,
}

impl Marks {
    fn of(text: &str, assessment: &Assessment) -> Self {
        let mut marks = Self { bytes: vec![Mark::Nothing; text.len()], numbers: BTreeMap::new() };
        for attribution in &assessment.attributions {
            let mark = match (is_scored(attribution), attribution.form) {
                (false, _) => Mark::Unscored,
                (true, Form::Direct) => Mark::Quoted,
                (true, Form::Mixed | Form::Indirect) => Mark::Told,
            };
            attribution.content.iter().for_each(|&s| marks.put(s, mark));
        }
        for attribution in &assessment.attributions {
            attribution.cue.iter().for_each(|&s| marks.put(s, Mark::Cue));
        }
        assessment.responses.iter().for_each(|r| marks.put(r.span, Mark::Response));
        assessment.justifications.iter().for_each(|j| marks.put(j.span, Mark::Justification));
        for attribution in &assessment.attributions {
            for &span in &attribution.source_span {
                marks.put(span, Mark::Source);
                if let Some(source) = attribution.source {
                    marks.numbers.insert(span.start() as usize, (source + 1).to_string());
                }
            }
        }
        for response in &assessment.responses {
            if let (Some(party), Some(source)) = (response.party, response.party_source) {
                marks.put(party, Mark::Source);
                marks.numbers.insert(party.start() as usize, (source + 1).to_string());
            }
        }
        marks
    }

    fn put(&mut self, span: Span, mark: Mark) {
        if let Some(bytes) = self.bytes.get_mut(span.range()) {
            bytes.fill(mark);
        }
    }
}

/// Appends the annotated article.
pub fn write(out: &mut Vec<u8>, run: &Run<'_>, entry: &Entry<'_>) {
    let mut page = String::new();
    heading(&mut page, run, entry);
    match entry.body {
        Body::Unread { reason } => {
            let _ = writeln!(page, "could not be read: {}", clean(reason));
        }
        Body::Assessed { text, assessment } => {
            legend(&mut page, run.width);
            article(&mut page, run.width, text, &Marks::of(text, assessment));
            human::sources(&mut page, run, assessment, true);
            human::accused(&mut page, run, text, assessment);
            page.push('\n');
            score::headline(&mut page, assessment, run.width);
            score::lines(&mut page, run, text, assessment, true);
            suppressions::all(&mut page, run, text, assessment);
            corrections::all(&mut page, run, text, assessment);
        }
    }
    page.push('\n');
    out.extend_from_slice(page.as_bytes());
    footer(out, run);
}

fn legend(page: &mut String, to: usize) {
    for (mark, what) in Mark::ALL {
        let sign = match mark {
            Mark::Source => "1^^^".to_owned(),
            _ => mark.sign().to_string().repeat(4),
        };
        let mut lead = format!("  {}  ", paint(mark.style(), &sign));
        for part in wrap(what, to.saturating_sub(8).max(20)) {
            let _ = writeln!(page, "{lead}{}", paint(QUIET, what[part].trim_end()));
            lead = " ".repeat(8);
        }
    }
    page.push('\n');
}

/// The text in lines that fit, and under each the signs of its marks.
fn article(page: &mut String, to: usize, text: &str, marks: &Marks) {
    let mut start = 0;
    // The line end that closes a file opens no line.
    for (i, line) in text.strip_suffix('\n').unwrap_or(text).split('\n').enumerate() {
        // The line's number is what findings are told by.
        let number = format!("{:>4} ", i + 1);
        let room = to.saturating_sub(number.len()).max(20);
        for (k, part) in wrap(line.trim_end_matches('\r'), room).into_iter().enumerate() {
            let lead = if k == 0 { number.as_str() } else { "     " };
            let end = start + part.start + line[part.clone()].trim_end().len();
            row(page, lead, text, start + part.start..end, marks);
        }
        start += line.len() + 1;
    }
}

fn row(page: &mut String, lead: &str, text: &str, part: std::ops::Range<usize>, marks: &Marks) {
    let (mut words, mut signs) = (String::new(), String::new());
    let mut number = "".chars();
    let mut now = Mark::Nothing;
    for (at, c) in text[part.clone()].char_indices().map(|(i, c)| (part.start + i, c)) {
        let mark = marks.bytes[at];
        if mark != now {
            for row in [&mut words, &mut signs] {
                let _ = write!(row, "{:#}{}", now.style(), mark.style());
            }
            now = mark;
            number = "".chars();
        }
        if mark == Mark::Source
            && let Some(n) = marks.numbers.get(&at)
        {
            number = fitting(n, &marks.bytes[at..part.end]).chars();
        }
        words.push(harmless(c));
        for _ in 0..columns(c) {
            signs.push(number.next().unwrap_or_else(|| mark.sign()));
        }
    }
    let _ = write!(words, "{:#}", now.style());
    let _ = write!(signs, "{:#}", now.style());
    let _ = writeln!(page, "{}{words}", paint(QUIET, if words.is_empty() { lead.trim_end() } else { lead }));
    if marks.bytes[part].iter().any(|&m| m != Mark::Nothing) {
        let _ = writeln!(page, "{}{}", " ".repeat(lead.len()), signs.trim_end());
    }
}

/// The number, if the marked words have room for all its digits: half a number would name another source.
fn fitting<'n>(number: &'n str, marks: &[Mark]) -> &'n str {
    let room = marks.iter().take_while(|&&m| m == Mark::Source).count();
    if number.len() <= room { number } else { "" }
}
