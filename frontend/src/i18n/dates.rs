//! Times as a person reads them: relative to now, exact, and to come.

use super::locale;
use super::text;

/// `2 hr. ago`, short.
#[must_use]
pub fn relative_text(ago: Ago) -> String {
    match ago {
        Ago::Now => text::time::now().to_owned(),
        Ago::Span { amount, unit } => locale::relative(amount, unit),
    }
}

/// Date, time and zone in the person's own convention.
#[must_use]
pub fn exact_text(unix_seconds: i64) -> String {
    locale::exact(unix_seconds.saturating_mul(1000))
}

/// A span of time in the largest unit that it fills, for `Intl.RelativeTimeFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ago {
    /// Less than three quarters of a minute, either way.
    Now,
    /// `amount` of `unit`; negative is in the past.
    Span { amount: i64, unit: &'static str },
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

/// How long ago `then` was, both in seconds since the Unix epoch.
#[must_use]
pub fn ago(now: i64, then: i64) -> Ago {
    let passed = now.saturating_sub(then);
    let size = passed.abs();
    if size < 45 {
        return Ago::Now;
    }
    // A unit is used up to where the next larger one would round to at least one of it.
    let (unit, seconds) = match size {
        0..2_700 => ("minute", MINUTE),
        2_700..79_200 => ("hour", HOUR),
        79_200..2_246_400 => ("day", DAY),
        2_246_400..29_808_000 => ("month", MONTH),
        _ => ("year", YEAR),
    };
    let amount = ((size + seconds / 2) / seconds).max(1);
    Ago::Span {
        amount: -amount * passed.signum(),
        unit,
    }
}

/// A time to come, in its two largest units: `8 s`, `2 min 5 s`, `1 h 3 min`.
#[must_use]
pub fn duration(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => text::time::seconds(seconds),
        (0, _) => text::time::minutes(minutes, seconds % 60),
        (1..=99, _) => text::time::hours(hours, minutes),
        _ => text::time::days().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_the_largest_unit_that_it_fills() {
        let now = 1_795_282_725;
        for (passed, expected) in [
            (0, Ago::Now),
            (44, Ago::Now),
            (-30, Ago::Now),
            (
                45,
                Ago::Span {
                    amount: -1,
                    unit: "minute",
                },
            ),
            (
                89,
                Ago::Span {
                    amount: -1,
                    unit: "minute",
                },
            ),
            (
                90,
                Ago::Span {
                    amount: -2,
                    unit: "minute",
                },
            ),
            (
                44 * MINUTE,
                Ago::Span {
                    amount: -44,
                    unit: "minute",
                },
            ),
            (
                45 * MINUTE,
                Ago::Span {
                    amount: -1,
                    unit: "hour",
                },
            ),
            (
                2 * HOUR,
                Ago::Span {
                    amount: -2,
                    unit: "hour",
                },
            ),
            (
                22 * HOUR,
                Ago::Span {
                    amount: -1,
                    unit: "day",
                },
            ),
            (
                25 * DAY,
                Ago::Span {
                    amount: -25,
                    unit: "day",
                },
            ),
            (
                26 * DAY,
                Ago::Span {
                    amount: -1,
                    unit: "month",
                },
            ),
            (
                400 * DAY,
                Ago::Span {
                    amount: -1,
                    unit: "year",
                },
            ),
            (
                -2 * HOUR,
                Ago::Span {
                    amount: 2,
                    unit: "hour",
                },
            ),
        ] {
            assert_eq!(ago(now, now - passed), expected, "{passed}");
        }
    }

    #[test]
    fn a_time_to_come_is_told_in_its_two_largest_units() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (125, "2 min 5 s"),
            (3600, "1 h 0 min"),
            (3780, "1 h 3 min"),
            (1_000_000, "days"),
        ] {
            assert_eq!(duration(seconds), text);
        }
    }
}
