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

    /// The day that lies `days` after 1 January 1970, up to the year 9999; the engine itself reads no clock.
    #[must_use]
    pub fn of_unix_days(days: u32) -> Option<Self> {
        // Years that begin in March end with the day that some of them lack.
        let days = days.checked_add(719_468)?;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let year = era * 400 + year + u32::from(month >= 10);
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = u16::try_from(year).ok().filter(|y| *y <= 9999)?;
        Some(Self { year, month: month.try_into().ok()?, day: day.try_into().ok()? })
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
    #[test]
    fn days_since_1970_are_days_of_the_calendar() {
        for (days, date) in
            [(0, "1970-01-01"), (58, "1970-02-28"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_782, "2026-11-25")]
        {
            assert_eq!(Date::of_unix_days(days).expect("a day").to_string(), date);
        }
        let mut last = Date::of_unix_days(0).expect("a day");
        for days in 1..60_000 {
            let day = Date::of_unix_days(days).expect("a day");
            assert!(day > last && day.to_string().parse() == Ok(day), "{day}");
            last = day;
        }
        assert_eq!(Date::of_unix_days(u32::MAX), None);
    }
}
