//! Times as Glance reads them: the `iso8601` package of Python, which takes less than the standard
//! (no weeks, no ordinal days) and more (a space for the `T`, one digit for a month).

use super::civil::{civil_from_days, days_from_civil};

/// A point in time. A part that was left out is the first there is, and the zone UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    year: u32,
    month: u32,
    day: u32,
    clock: Clock,
}

/// The time of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    /// How far the zone is ahead of UTC.
    offset_minutes: i64,
}

/// Whether text is such a time.
pub(crate) fn is_time(text: &str) -> bool {
    parse(text).is_some()
}

/// Seconds since 1970-01-01T00:00:00Z, fractions dropped; `None` for text that is no such time.
pub(crate) fn unix_seconds(text: &str) -> Option<i64> {
    let Moment {
        year,
        month,
        day,
        clock,
    } = parse(text)?;
    let minutes = i64::from(clock.hour * 60 + clock.minute) - clock.offset_minutes;
    let days = days_from_civil(year.into(), month.into(), day.into());
    Some(days * 86_400 + minutes * 60 + i64::from(clock.second))
}

/// What follows the part that was read.
type Rest<'a> = &'a str;

fn parse(text: &str) -> Option<Moment> {
    let (year, rest) = digits(text, 4, 4)?;
    let (month, day, rest) = month_and_day(rest)?;
    let (clock, rest) = match rest.strip_prefix(['T', ' ']) {
        // A time stands only after a full date.
        Some(rest) if day.is_some() => clock(rest)?,
        _ => (Clock::default(), rest),
    };
    let day = day.unwrap_or(1);
    let is_date = year >= 1 && (1..=12).contains(&month) && day >= 1;
    (rest.is_empty() && is_date && day <= days_in(year, month)).then_some(Moment {
        year,
        month,
        day,
        clock,
    })
}

/// `-MM`, `-MM-DD`, `MMDD`; `YYYYMM` is left out, as it could be `YYMMDD`.
fn month_and_day(text: &str) -> Option<(u32, Option<u32>, Rest<'_>)> {
    let (month, rest, is_dashed) = match text.strip_prefix('-') {
        Some(rest) => {
            let (month, rest) = digits(rest, 1, 2)?;
            (month, rest, true)
        }
        None if text.is_empty() => return Some((1, None, text)),
        None => {
            let (month, rest) = digits(text, 2, 2)?;
            (month, rest, false)
        }
    };
    let (day, rest) = match rest.strip_prefix('-') {
        Some(rest) => {
            let (day, rest) = digits(rest, 1, 2)?;
            (Some(day), rest)
        }
        None if rest.is_empty() && is_dashed => (None, rest),
        None => {
            let (day, rest) = digits(rest, 2, 2)?;
            (Some(day), rest)
        }
    };
    Some((month, day, rest))
}

/// `HH`, `HH:MM`, `HH:MM:SS.f`, with or without colons, and then a zone.
fn clock(text: &str) -> Option<(Clock, Rest<'_>)> {
    let (hour, rest) = digits(text, 2, 2)?;
    let (minute, rest) = part(rest, 2);
    let (second, rest) = part(rest, 1);
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => digits(fraction, 1, usize::MAX)?.1,
        None => rest,
    };
    let (offset_minutes, rest) = zone(rest)?;
    let (minute, second) = (minute.unwrap_or(0), second.unwrap_or(0));
    let clock = Clock {
        hour,
        minute,
        second,
        offset_minutes,
    };
    (hour < 24 && minute < 60 && second < 60).then_some((clock, rest))
}

/// Two digits (or `least`) after an optional colon; nothing where there are none.
fn part(text: &str, least: usize) -> (Option<u32>, Rest<'_>) {
    let rest = text.strip_prefix(':').unwrap_or(text);
    match digits(rest, least, 2) {
        Some((number, rest)) => (Some(number), rest),
        None => (None, text),
    }
}

/// `Z`, `+HH`, `+HHMM`, `+HH:MM` or nothing; less than a day.
fn zone(text: &str) -> Option<(i64, Rest<'_>)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (None, Some(rest)) => (-1, rest),
        (None, None) => return Some((0, text)),
    };
    let (hours, rest) = digits(rest, 2, 2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let (minutes, rest) = digits(rest, 2, 2).unwrap_or((0, rest));
    let offset = i64::from(hours * 60 + minutes);
    (offset < 24 * 60).then_some((sign * offset, rest))
}

fn digits(text: &str, least: usize, most: usize) -> Option<(u32, Rest<'_>)> {
    let count = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if count < least {
        return None;
    }
    let (number, rest) = text.split_at_checked(count)?;
    // A fraction may have more digits than fit; only whether they are digits matters.
    Some((number.parse().unwrap_or(u32::MAX), rest))
}

fn days_in(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z as `2026-11-22T04:05:06.007Z`.
pub(crate) fn from_unix_millis(millis: u64) -> String {
    let (seconds, millis) = (millis / 1000, millis % 1000);
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_from_days(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_python_s_package_reads_is_a_time() {
        for time in [
            "2026",
            "2026-01",
            "2026-1-1",
            "20260101",
            "2026-02-28",
            "2024-02-29",
            "20260101T000000Z",
            "2026-01-01 00:00:00",
            "2026-01-01T00",
            "2026-01-01T00:00:00,123456789123Z",
            "2026-01-01T00:00:00-02",
            "2026-01-01T00:00:00+0230",
        ] {
            assert!(is_time(time), "{time}");
        }
    }

    #[test]
    fn what_it_does_not_read_is_none() {
        for text in [
            "",
            "yesterday",
            "202601",
            "2026-13-01",
            "2026-02-29",
            "0000-01-01",
            "2026-W01-1",
            "2026-01T00:00",
            "2026-01-01T",
            "2026-01-01T24:00",
            "2026-01-01T00:60",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00Zx",
            "2026-01-01t00:00:00z",
            " 2026-01-01",
        ] {
            assert!(!is_time(text), "{text}");
        }
    }

    #[test]
    fn a_time_is_told_in_seconds_whatever_its_zone() {
        for (time, seconds) in [
            ("1970", 0),
            ("1970-01-01T00:00:01,9", 1),
            ("2000-03-01", 951_868_800),
            ("2026-11-21T17:38:45Z", 1_795_282_725),
            ("2026-11-21T19:38:45+02:00", 1_795_282_725),
            ("20261121T150845-0230", 1_795_282_725),
            ("1969-12-31 23:59:59", -1),
        ] {
            assert_eq!(unix_seconds(time), Some(seconds), "{time}");
        }
    }

    #[test]
    fn a_time_that_is_written_reads_as_the_same_second() {
        for (millis, written) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_001, "2000-02-29T00:00:00.001Z"),
            (1_795_320_306_070, "2026-11-22T04:05:06.070Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        ] {
            assert_eq!(from_unix_millis(millis), written);
            assert_eq!(unix_seconds(written), i64::try_from(millis / 1000).ok());
        }
    }
}
