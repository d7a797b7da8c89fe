//! Filters by time (`created_at`, `updated_at`).

use std::fmt;

use crate::timestamp::Timestamp;

/// How a time is compared with the one of an image
/// (`glance/common/utils.py`, `evaluate_filter_op`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Later.
    After,
    /// At that time or later.
    Since,
    /// Earlier.
    Before,
    /// At that time or earlier.
    Until,
    /// At that very second.
    At,
    /// At any other.
    NotAt,
}

impl Comparison {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::After,
        Self::Since,
        Self::Before,
        Self::Until,
        Self::At,
        Self::NotAt,
    ];

    /// The operator on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::After => "gt",
            Self::Since => "gte",
            Self::Before => "lt",
            Self::Until => "lte",
            Self::At => "eq",
            Self::NotAt => "neq",
        }
    }

    /// The words for a person: "after", "not at".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Since => "since",
            Self::Before => "before",
            Self::Until => "until",
            Self::At => "at",
            Self::NotAt => "not at",
        }
    }
}

/// A filter by time. Glance takes one per key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeFilter {
    /// How to compare.
    pub comparison: Comparison,
    /// With what, in ISO 8601; without a zone it is UTC.
    pub time: Timestamp,
}

impl fmt::Display for TimeFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.comparison.as_str(), self.time)
    }
}

impl TimeFilter {
    /// Reads a filter's value; without an operator it means that very second. `None` for what is no
    /// operator and no time.
    pub(super) fn read(value: &str) -> Option<Self> {
        let (comparison, time) = if is_iso_8601(value) {
            (Comparison::At, value)
        } else {
            let (operator, time) = value.split_once(':')?;
            let comparison = Comparison::ALL
                .into_iter()
                .find(|known| known.as_str() == operator)?;
            (comparison, time)
        };
        is_iso_8601(time).then(|| Self {
            comparison,
            time: Timestamp::from_text(time),
        })
    }
}

/// Whether this is a date, or a date and a time, in the extended form of ISO 8601 with or without a
/// zone. Glance takes some more forms (`oslo_utils.timeutils.parse_isotime`), such as `20260101` and
/// `2026-1-1`, that leave a reader guessing.
pub(super) fn is_iso_8601(text: &str) -> bool {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    is_date(date) && time.is_none_or(is_time_with_zone)
}

fn is_date(date: &str) -> bool {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let (Some(year), Some(month), Some(day), None) = (
        year.and_then(|text| number(text, 4)),
        month.and_then(|text| number(text, 2)),
        day.and_then(|text| number(text, 2)),
        parts.next(),
    ) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    year > 0 && (1..=days).contains(&day)
}

fn is_time_with_zone(time: &str) -> bool {
    if let Some(utc) = time.strip_suffix('Z') {
        return is_time(utc);
    }
    match time.split_once(['+', '-']) {
        None => is_time(time),
        Some((time, zone)) => {
            let (hours, minutes) = match zone.split_once(':') {
                Some(parts) => parts,
                None => zone.split_at_checked(2).unwrap_or((zone, "")),
            };
            let minutes = if minutes.is_empty() { "00" } else { minutes };
            let fits = |text, limit| number(text, 2).is_some_and(|n| n < limit);
            is_time(time) && fits(hours, 24) && fits(minutes, 60)
        }
    }
}

fn is_time(time: &str) -> bool {
    let mut parts = time.split(':');
    let fits = |text: Option<&str>, limit| {
        text.and_then(|text| number(text, 2))
            .is_some_and(|n| n < limit)
    };
    if !fits(parts.next(), 24) {
        return false;
    }
    let Some(minutes) = parts.next() else {
        return true;
    };
    if !fits(Some(minutes), 60) {
        return false;
    }
    let Some(seconds) = parts.next() else {
        return true;
    };
    let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    fits(Some(whole), 60) && is_fraction && parts.next().is_none()
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_an_operator_are_read() {
        for (value, comparison, time) in [
            ("2026-11-21", Comparison::At, "2026-11-21"),
            ("2026-11-21T17", Comparison::At, "2026-11-21T17"),
            (
                "2026-11-21T17:38:45-0230",
                Comparison::At,
                "2026-11-21T17:38:45-0230",
            ),
            (
                "2026-11-21T17:38:45,5Z",
                Comparison::At,
                "2026-11-21T17:38:45,5Z",
            ),
            (
                "2026-11-21T17:38:45Z",
                Comparison::At,
                "2026-11-21T17:38:45Z",
            ),
            ("gt:2026-11-21T17:38", Comparison::After, "2026-11-21T17:38"),
            (
                "neq:2026-11-21 17:38:45.5",
                Comparison::NotAt,
                "2026-11-21 17:38:45.5",
            ),
            (
                "lte:2024-02-29T00:00:00+05:30",
                Comparison::Until,
                "2024-02-29T00:00:00+05:30",
            ),
        ] {
            let filter = TimeFilter::read(value).unwrap();
            assert_eq!(
                (filter.comparison, filter.time.as_str()),
                (comparison, time)
            );
        }
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for value in [
            "",
            "yesterday",
            "gt:",
            "in:2026-11-21",
            "gt:2026-13-01",
            "2026-02-29",
            "0000-01-01",
            "2026-11-21T24:00:00Z",
            "2026-11-21T17:38:60Z",
            "2026-11-21T17:Z",
            "2026-11-21T17:38:45+0",
            "2026-11-21T17:38:45.Z",
            "2026-11-21T17:38:45+24:00",
            "2026-11-21T17:38:45:00",
        ] {
            assert_eq!(TimeFilter::read(value), None, "{value}");
        }
    }
}
