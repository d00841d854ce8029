//! A day of the calendar.

use std::fmt;
use std::str::FromStr;

use toml::value::Datetime;

/// A day, as people and TOML write it: `2027-06-30`. Later days are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day that `written` tells; `None` where it tells an hour.
    #[must_use]
    pub(crate) fn of(written: &Datetime) -> Option<Self> {
        match written {
            Datetime { date: Some(date), time: None, offset: None } => {
                Some(Self { year: date.year, month: date.month, day: date.day })
            }
            _ => None,
        }
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let written: Option<Datetime> = word.parse().ok();
        written.as_ref().and_then(Self::of).ok_or_else(|| "a day is expected, written as 2027-06-30".to_owned())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn a_day_is_read_and_written_alike_and_nothing_else_is_one() {
        let [earlier, later]: [Date; 2] = ["2026-12-31", "2027-01-01"].map(|d| d.parse().expect("a day"));
        assert!(earlier < later);
        assert_eq!(later.to_string(), "2027-01-01");
        for other in ["", "2027", "2027-02-30", "2027-13-01", "tomorrow", "2027-01-01T10:00:00", "10:00:00"] {
            assert!(other.parse::<Date>().is_err(), "{other}");
        }
    }
}
