//! Times as Glance reads them in a filter: the `iso8601` package of Python, which takes less than
//! the standard (no weeks, no ordinal days) and more (a space for the `T`, one digit for a month).

/// Whether text is such a time.
pub(super) fn is_time(text: &str) -> bool {
    parse(text).is_some()
}

/// What follows the part that was read.
type Rest<'a> = &'a str;

fn parse(text: &str) -> Option<()> {
    let (year, rest) = digits(text, 4, 4)?;
    let (month, day, rest) = month_and_day(rest)?;
    let rest = match rest.strip_prefix(['T', ' ']) {
        // A time stands only after a full date.
        Some(rest) if day.is_some() => clock(rest)?,
        _ => rest,
    };
    let day = day.unwrap_or(1);
    let is_date = year >= 1 && (1..=12).contains(&month) && day >= 1;
    (rest.is_empty() && is_date && day <= days_in(year, month)).then_some(())
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
fn clock(text: &str) -> Option<Rest<'_>> {
    let (hour, rest) = digits(text, 2, 2)?;
    let (minute, rest) = part(rest, 2);
    let (second, rest) = part(rest, 1);
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => digits(fraction, 1, usize::MAX)?.1,
        None => rest,
    };
    let is_clock = hour < 24 && minute.unwrap_or(0) < 60 && second.unwrap_or(0) < 60;
    is_clock.then_some(())?;
    zone(rest)
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
fn zone(text: &str) -> Option<Rest<'_>> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some(rest);
    }
    let Some(rest) = text.strip_prefix(['+', '-']) else {
        return Some(text);
    };
    let (hours, rest) = digits(rest, 2, 2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let (minutes, rest) = digits(rest, 2, 2).unwrap_or((0, rest));
    (hours * 60 + minutes < 24 * 60).then_some(rest)
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
}
