//! Inputs that were lost: each is told, but a run with a million of them does not print a million lines.

use std::collections::BTreeMap;

use crate::batch::Lost;
use crate::console;
use crate::progress::thousands;

/// So many lost for the same reason are told one by one.
const TOLD_EACH: u64 = 20;
/// So many reasons are told apart.
const REASONS: usize = 200;

/// The lost inputs of a run.
#[derive(Default)]
pub(crate) struct Losses {
    count: u64,
    reasons: BTreeMap<String, Reason>,
}

/// The inputs that were lost for one reason.
#[derive(Default)]
struct Reason {
    count: u64,
    /// The first and the last place that were not told one by one.
    untold: Option<(String, String)>,
}

impl Losses {
    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Counts an input whose loss an earlier run has told.
    pub(crate) fn add_told(&mut self) {
        self.count += 1;
    }

    /// Counts an input, and tells it unless too many were lost for the same reason, or its page tells it already.
    pub(crate) fn add(&mut self, lost: &Lost, told_elsewhere: bool) {
        self.count += 1;
        if told_elsewhere {
            return;
        }
        let about = &lost.unreadable.reason;
        let known = self.reasons.contains_key(about) || self.reasons.len() < REASONS;
        let key = if known { about.as_str() } else { "other reasons" };
        let reason = self.reasons.entry(key.to_owned()).or_default();
        reason.count += 1;
        if reason.count <= TOLD_EACH {
            console::lost(lost);
            return;
        }
        if reason.count == TOLD_EACH + 1 {
            console::tell(&format!("more are lost and no longer told one by one: {key}"));
        }
        let place =
            lost.unreadable.line.map_or(lost.unreadable.path.clone(), |l| format!("{}:{l}", lost.unreadable.path));
        match &mut reason.untold {
            Some((_, last)) => *last = place,
            untold => *untold = Some((place.clone(), place)),
        }
    }

    /// Tells how many of `inputs` were lost, and what was not told one by one. `recorded` tells where each is named.
    pub(crate) fn sum_up(&self, inputs: u64, recorded: Option<&str>) {
        if self.count == 0 {
            return;
        }
        let word = if inputs == 1 { "input" } else { "inputs" };
        console::tell(&format!("{} of {} {word} could not be read", thousands(self.count), thousands(inputs)));
        let mut untold: Vec<_> =
            self.reasons.iter().filter_map(|(about, r)| Some((r, about, r.untold.as_ref()?))).collect();
        if untold.is_empty() {
            return;
        }
        untold.sort_by_key(|(reason, about, _)| (u64::MAX - reason.count, about.as_str()));
        for (reason, about, (first, last)) in untold {
            let count = thousands(reason.count - TOLD_EACH);
            console::tell(&format!("{count} of them not told above, from {first} to {last}: {about}"));
        }
        let next_step = match recorded {
            Some(place) => format!("the records in {place} with the status `error` name each of them"),
            None => "`--format jsonl` and `--format csv` name each of them".to_owned(),
        };
        console::tell(&next_step);
    }
}
