//! How far a run has come: a bar on a terminal, a plain line now and then elsewhere.

use std::collections::VecDeque;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord_ingest::{Options, bytes_of};

use crate::console;

/// A run that ends before this shows no bar: it would only flicker.
const BAR_AFTER: Duration = Duration::from_secs(1);
/// Time between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// The rate is that of so long a time.
const RATE_OVER: Duration = Duration::from_secs(20);

/// How far a run has come.
pub(crate) struct Progress {
    how: How,
    start: Instant,
    last: Instant,
    /// All bytes of the inputs, once they are summed up.
    total: Arc<OnceLock<u64>>,
    marks: VecDeque<Mark>,
}

enum How {
    Silent,
    Bar,
    Lines,
}

/// How far the run had come at some moment.
#[derive(Clone, Copy)]
struct Mark {
    at: Instant,
    text: u64,
    consumed: u64,
}

impl Progress {
    /// On a terminal a bar, unless it shows the results themselves.
    pub(crate) fn new(results_on_terminal: bool) -> Self {
        let how = if results_on_terminal {
            How::Silent
        } else if std::io::stderr().is_terminal() {
            How::Bar
        } else {
            How::Lines
        };
        let start = Instant::now();
        Self { how, start, last: start, total: Arc::default(), marks: VecDeque::new() }
    }

    /// The same, or nothing at all.
    pub(crate) fn quiet(mut self, quiet: bool) -> Self {
        if quiet {
            self.how = How::Silent;
        }
        self
    }

    /// Sums up the inputs where a bar will ask for it, beside the work, for that may take a while.
    pub(crate) fn measure(&self, inputs: &[PathBuf], options: &Options) {
        if matches!(self.how, How::Bar) {
            let (total, inputs, options) = (self.total.clone(), inputs.to_owned(), options.clone());
            thread::spawn(move || bytes_of(&inputs, &options).map(|bytes| total.set(bytes)));
        }
    }

    /// Shows the state in place of the one before: articles and the bytes of their texts.
    pub(crate) fn show(&mut self, articles: usize, bytes: usize) {
        self.show_at(articles as u64, bytes as u64, 0);
    }

    /// The same, after so many bytes of the inputs.
    pub(crate) fn show_at(&mut self, articles: u64, text: u64, consumed: u64) {
        let now = Instant::now();
        let due = match self.how {
            How::Silent => false,
            How::Bar => now - self.start >= BAR_AFTER,
            How::Lines => now - self.last >= LINE_EVERY,
        };
        self.marks.push_back(Mark { at: now, text, consumed });
        while self.marks.len() > 2 && now - self.marks[1].at > RATE_OVER {
            self.marks.pop_front();
        }
        if !due {
            return;
        }
        self.last = now;
        let total = self.total.get().copied().filter(|&total| total > 0);
        let told = self.told(articles, text, consumed, total);
        match self.how {
            How::Silent => {}
            How::Bar => console::with_bar(|bar| draw(bar, total, consumed, told)),
            How::Lines => console::tell(&told),
        }
    }

    fn told(&self, articles: u64, text: u64, consumed: u64, total: Option<u64>) -> String {
        let word = if articles == 1 { "article" } else { "articles" };
        let mut told = format!("{} {word}, {} MB", thousands(articles), thousands(text / 1_000_000));
        let (Some(first), Some(last)) = (self.marks.front(), self.marks.back()) else { return told };
        let millis = (last.at - first.at).as_millis().try_into().unwrap_or(u64::MAX);
        if millis == 0 {
            return told;
        }
        let tenths = (last.text - first.text) / millis / 100;
        told.push_str(&format!(", {}.{} MB/s", thousands(tenths / 10), tenths % 10));
        let pace = (last.consumed - first.consumed) / millis;
        if let Some(total) = total
            && pace > 0
        {
            told.push_str(&format!(", {} left", duration(total.saturating_sub(consumed) / pace / 1000)));
        }
        told
    }

    /// Takes the bar away.
    pub(crate) fn clear(&mut self) {
        console::without_bar();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        console::without_bar();
    }
}

fn draw(bar: &mut Option<ProgressBar>, total: Option<u64>, consumed: u64, told: String) {
    let bar = bar.get_or_insert_with(|| {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
        bar.set_style(style("{wide_msg}"));
        bar
    });
    if let Some(total) = total {
        if bar.length().is_none() {
            bar.set_style(style("[{bar:20}] {percent:>3} %  {wide_msg}").progress_chars("=> "));
        }
        // Files may grow while they are read.
        bar.set_length(total.max(consumed));
        bar.set_position(consumed);
    }
    bar.set_message(told);
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates here are right")
}

/// A number as people write it: `1,234,567`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut told = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

/// A time as one would say it, not to the second where it is long.
fn duration(seconds: u64) -> String {
    match seconds {
        0..100 => format!("{seconds} s"),
        100..6000 => format!("{} min", (seconds + 30) / 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_told_as_people_tell_them() {
        assert_eq!([0, 999, 1000, 32_049, 10_000_000].map(thousands), ["0", "999", "1,000", "32,049", "10,000,000"]);
        assert_eq!([0, 99, 100, 3600, 7260].map(duration), ["0 s", "99 s", "2 min", "60 min", "2 h 01 min"]);
    }

    #[test]
    fn rate_and_time_left_are_those_of_late() {
        let mut progress = Progress::new(true);
        let start = progress.start;
        let mark = |seconds, text, consumed| Mark { at: start + Duration::from_secs(seconds), text, consumed };
        progress.marks.extend([mark(0, 0, 0), mark(10, 25_000_000, 5_000_000)]);
        assert_eq!(progress.told(1, 25_000_000, 5_000_000, None), "1 article, 25 MB, 2.5 MB/s");
        assert_eq!(
            progress.told(12_000, 25_000_000, 5_000_000, Some(65_000_000)),
            "12,000 articles, 25 MB, 2.5 MB/s, 2 min left"
        );
    }
}
