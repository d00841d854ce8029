//! Messages on standard error.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;
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
        Failure::Kept(failure, advice) => {
            let exit = report(failure);
            tell(advice);
            return exit;
        }
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
    let write = || drop(anstream::stderr().write_all(text.as_bytes()));
    with_bar(|bar| match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    });
}

/// The bar that stands on the terminal. Any message may come from any thread, and stands above it.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Applies `change` to the bar, or to where it would be.
pub(crate) fn with_bar(change: impl FnOnce(&mut Option<ProgressBar>)) {
    change(&mut BAR.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Takes the bar away, if there is one.
pub(crate) fn without_bar() {
    with_bar(|bar| {
        if let Some(bar) = bar.take() {
            bar.finish_and_clear();
        }
    });
}
