use std::io;
use std::process::ExitCode;

use onrecord_engine::Problem;

/// How the program ends when it could do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Done, and the answer is no: checks or tests of rules found faults.
    No,
    /// Some inputs could not be read; the others are done.
    Partly,
    /// Somebody asked to stop, and what was in hand is done.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::No => Self::from(1),
            Exit::Partly => Self::from(2),
            Exit::Interrupted => Self::from(crate::interrupt::STATUS),
        }
    }
}

/// Why the program ends before it is done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Packs have mistakes.
    Packs(Vec<Problem>),
    /// Files of suppressions have mistakes.
    Suppressions(Vec<Problem>),
    /// Files of corrections have mistakes.
    Corrections(Vec<Problem>),
    /// What was asked for makes no sense: message with reason and next step.
    Asked(String),
    /// The output cannot be written.
    Output(String, io::Error),
    /// The run ends here, and what it has done is kept: why, and how to go on.
    Kept(Box<Failure>, String),
    /// Whoever read the output has read enough.
    ReaderGone,
}

impl Failure {
    /// A failure to write to `place`; a reader that has gone away, as `head` does, is none to complain of.
    pub(crate) fn writing(place: &str, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Output(place.to_owned(), error),
        }
    }
}
