//! Filters by time (`created_at`, `updated_at`).

use std::fmt;

use crate::time::iso8601;
use crate::time::timestamp::Timestamp;

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
        let (comparison, time) = if iso8601::is_time(value) {
            (Comparison::At, value)
        } else {
            let (operator, time) = value.split_once(':')?;
            let comparison = Comparison::ALL
                .into_iter()
                .find(|known| known.as_str() == operator)?;
            (comparison, time)
        };
        iso8601::is_time(time).then(|| Self {
            comparison,
            time: Timestamp::from_text(time),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_an_operator_are_read() {
        for (value, comparison, time) in [
            ("2026-11-21", Comparison::At, "2026-11-21"),
            ("20261121", Comparison::At, "20261121"),
            ("lt:2026-1-1", Comparison::Before, "2026-1-1"),
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
