//! Messages on standard error.

use std::io::{IsTerminal, Write};

use onrecord_engine::{Level, Problem};
use onrecord_report::clean;

use crate::batch::Lost;
use crate::exit::{Exit, Failure};

/// Columns of a page: the terminal's, within reason, or 80 where there is none.
pub(crate) fn width() -> usize {
    const USUAL: usize = 80;
    if !std::io::stdout().is_terminal() {
        return USUAL;
    }
    terminal_size::terminal_size().map_or(USUAL, |(width, _)| usize::from(width.0).clamp(40, 100))
}

/// Tells why the program ends, and the exit status for it.
pub(crate) fn report(failure: &Failure) -> Exit {
    match failure {
        Failure::Packs(problems) => {
            let mistakes: Vec<_> = problems.iter().filter(|p| p.level == Level::Error).cloned().collect();
            say_as_is(&onrecord_report::problems(&mistakes, width()));
            let n = mistakes.len();
            tell(&format!("{n} {} in the rules; nothing was scored", if n == 1 { "mistake" } else { "mistakes" }));
        }
        Failure::Suppressions(problems) => mistakes(problems, "suppressions"),
        Failure::Corrections(problems) => mistakes(problems, "corrections"),
        Failure::Asked(message) => tell(message),
        Failure::Output(place, error) => tell(&format!("{place}: cannot be written: {error}; choose another place")),
        Failure::ReaderGone => return Exit::Done,
    }
    Exit::Partly
}

/// Tells the mistakes of files that the user named.
fn mistakes(problems: &[Problem], what: &str) {
    say_as_is(&onrecord_report::problems(problems, width()));
    let mistakes = if problems.len() == 1 { "1 mistake" } else { &format!("{} mistakes", problems.len()) };
    tell(&format!("{mistakes} in the {what}; nothing was scored"));
}

/// One message of our own on a line.
pub(crate) fn tell(message: &str) {
    say_as_is(&format!("onrecord: {}\n", clean(message)));
}

/// An input that was lost.
pub(crate) fn lost(lost: &Lost) {
    let Lost { unreadable, problems } = lost;
    if problems.is_empty() {
        return tell(&unreadable.to_string());
    }
    say_as_is(&onrecord_report::problems(problems, width()));
    let mistakes = if problems.len() == 1 { "a mistake" } else { &format!("{} mistakes", problems.len()) };
    tell(&format!("{}: not assessed, for {mistakes} in its side file", unreadable.id));
}

// When standard error is gone there is nobody left to tell, so failures to write there are passed over.
fn say_as_is(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// How far a run has come, on a terminal that does not show the results themselves.
pub(crate) struct Progress {
    shown: bool,
    written: bool,
}

impl Progress {
    pub(crate) fn new(results_on_terminal: bool) -> Self {
        Self { shown: std::io::stderr().is_terminal() && !results_on_terminal, written: false }
    }

    /// Shows the state in place of the one before.
    pub(crate) fn show(&mut self, articles: usize, bytes: usize) {
        if self.shown {
            self.written = true;
            say_as_is(&format!("\r\x1b[K{articles} articles, {} MB", bytes / 1_000_000));
        }
    }

    /// Takes the state away, so that a message can stand there.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.written) {
            say_as_is("\r\x1b[K");
        }
    }
}
