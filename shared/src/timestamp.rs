//! Points in time as Glance writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A timestamp, kept as the text that Glance sent so that a round trip changes nothing.
///
/// Images use `2026-11-21T17:38:45Z`; task rows use microseconds and no zone
/// (`2026-11-23T17:41:06.564887`), which is UTC too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// Wraps text as it came; [`Self::unix_seconds`] tells whether it can be read.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as Glance or Keystone sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Seconds since 1970-01-01T00:00:00Z, or `None` for text that is no such timestamp.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        let text = self.0.trim_end_matches('Z');
        let (date, time) = text.split_once('T')?;
        let mut date = date.splitn(3, '-').map(parse_digits);
        let (year, month, day) = (date.next()??, date.next()??, date.next()??);
        let time = time.split_once('.').map_or(time, |(whole, _)| whole);
        let mut time = time.splitn(3, ':').map(parse_digits);
        let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
        let in_range = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        in_range.then(|| {
            days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn parse_digits(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar
/// (<https://howardhinnant.github.io/date_algorithms.html#days_from_civil>).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_glance_read_as_utc() {
        let seconds = |text: &str| Timestamp::from_text(text).unix_seconds();
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2000-03-01T00:00:00Z"), Some(951_868_800));
        assert_eq!(seconds("2026-11-21T17:38:45Z"), Some(1_795_282_725));
        assert_eq!(seconds("2026-11-21T17:38:45.564887"), Some(1_795_282_725));
        assert_eq!(seconds("2026-11-21T17:38:45.000000Z"), Some(1_795_282_725));
    }

    #[test]
    fn text_that_is_no_timestamp_is_kept_and_not_read() {
        for text in [
            "",
            "soon",
            "2026-13-01T00:00:00Z",
            "2026-11-21",
            "2026-11-21T25:00:00Z",
        ] {
            let timestamp = Timestamp::from_text(text);
            assert_eq!(timestamp.unix_seconds(), None, "{text}");
            assert_eq!(timestamp.as_str(), text);
        }
    }
}
