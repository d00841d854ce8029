//! Being told to stop: Ctrl-C, or the system that asks the program to end.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::console;

static ASKED: AtomicBool = AtomicBool::new(false);

/// The exit status of a run that was told to stop.
pub(crate) const STATUS: u8 = 130;

/// From now on the first signal asks to stop, and the second stops at once.
pub(crate) fn heed() {
    // Where signals are ignored already, as under `nohup`, that is what the user wants, and it stays so.
    let _ = ctrlc::try_set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(STATUS.into());
        }
        console::tell("stopping when the articles in hand are done; once more stops at once");
    });
}

/// Whether somebody has asked to stop.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
