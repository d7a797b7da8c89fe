//! Numbers, times and ids as a person reads them.

/// A span of time in the largest unit that it fills, for `Intl.RelativeTimeFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ago {
    /// Less than three quarters of a minute, either way.
    Now,
    /// `amount` of `unit`; negative is in the past.
    Span {
        /// How many.
        amount: i64,
        /// Of what.
        unit: &'static str,
    },
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

/// Shortens an id or a digest in the middle: both ends tell it from others.
#[must_use]
pub fn shorten_middle(text: &str, keep: usize) -> String {
    let length = text.chars().count();
    if length <= 2 * keep + 1 {
        return text.to_owned();
    }
    let head: String = text.chars().take(keep).collect();
    let tail: String = text.chars().skip(length - keep).collect();
    format!("{head}…{tail}")
}

/// A count with its noun: `1 image`, `1,500 images`.
#[must_use]
pub fn count(number: usize, singular: &str, plural: &str) -> String {
    let noun = if number == 1 { singular } else { plural };
    format!("{} {noun}", grouped(number))
}

/// A count with a comma after each three digits from the right, as English has them.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
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
    fn a_long_id_keeps_both_ends() {
        let id = "71c675ab-d94f-49cd-a114-e12490b328d9";
        assert_eq!(shorten_middle(id, 8), "71c675ab…90b328d9");
        assert_eq!(shorten_middle("short", 8), "short");
        assert_eq!(shorten_middle("ä".repeat(20).as_str(), 2), "ää…ää");
    }

    #[test]
    fn a_count_agrees_with_its_noun() {
        assert_eq!(count(1, "change", "changes"), "1 change");
        assert_eq!(count(0, "change", "changes"), "0 changes");
    }

    #[test]
    fn a_large_count_is_grouped_by_three_digits() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_500, "1,500"),
            (10_000, "10,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }
}
