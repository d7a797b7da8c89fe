//! `Upload-Expires`: a time as HTTP writes it (RFC 9110 section 5.6.7, IMF-fixdate).

use crate::time::unix_millis::UnixMillis;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const SECONDS_OF_A_DAY: u64 = 86_400;
/// The first moment of the year 10000, which the form has no room for.
const END: u64 = 253_402_300_800;

/// Writes a time: `Wed, 25 Jun 2014 16:00:00 GMT`. What is past the year 9999 becomes its last
/// second; milliseconds are dropped, so that an upload never lives longer than was said.
#[must_use]
pub fn to_http_date(time: UnixMillis) -> String {
    let seconds = time.whole_seconds().min(END - 1);
    let (days, second_of_day) = (seconds / SECONDS_OF_A_DAY, seconds % SECONDS_OF_A_DAY);
    let (year, month, day) = civil_from_days(days);
    // 1970-01-01 was a Thursday.
    let weekday = word(&DAYS, (days + 3) % 7);
    let month = word(&MONTHS, month - 1);
    let (hour, minute, second) = (
        second_of_day / 3600,
        second_of_day / 60 % 60,
        second_of_day % 60,
    );
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

/// Reads a time in that form; `None` for any other, also for the two obsolete ones and for a weekday
/// that is wrong.
#[must_use]
pub fn from_http_date(text: &str) -> Option<UnixMillis> {
    let mut parts = text.trim().split(' ');
    let (_weekday, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, time) = (parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|known| *known == month)?;
    let mut time = time.split(':').map(number);
    let days = days_from_civil(number(year)?, u64::try_from(month).ok()? + 1, number(day)?)?;
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let seconds = days * SECONDS_OF_A_DAY + hour * 3600 + minute * 60 + second;
    let time = UnixMillis(seconds.checked_mul(1000)?);
    // Writing it again finds every part that is out of range, misspelt or left over.
    (to_http_date(time) == text.trim()).then_some(time)
}

fn number(text: &str) -> Option<u64> {
    let is_number = (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn word(words: &[&'static str], index: u64) -> &'static str {
    let index = usize::try_from(index).unwrap_or_default();
    words.get(index).copied().unwrap_or_default()
}

/// Year, month and day of a day counted from 1970-01-01
/// (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

/// The reverse; `None` before 1970.
fn days_from_civil(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = year.checked_sub(u64::from(month <= 2))?;
    let (era, year_of_era) = (year / 400, year % 400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day.checked_sub(1)?;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_example_of_the_protocol_is_written() {
        assert_eq!(
            to_http_date(UnixMillis(1_403_712_000_999)),
            "Wed, 25 Jun 2014 16:00:00 GMT"
        );
        assert_eq!(to_http_date(UnixMillis(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(
            to_http_date(UnixMillis(u64::MAX)),
            "Fri, 31 Dec 9999 23:59:59 GMT"
        );
    }

    #[test]
    fn what_is_no_such_time_is_not_read() {
        for text in [
            "",
            "soon",
            "Tue, 25 Jun 2014 16:00:00 GMT",
            "Wed, 25 Jun 2014 16:00:00 UTC",
            "Wed, 25 Jun 2014 16:00:00 GMT x",
            "Wed, 25 Jun 2014 25:00:00 GMT",
            "Mon, 31 Jun 2014 16:00:00 GMT",
            "Wednesday, 25-Jun-14 16:00:00 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Wed, 00 Jun 2014 16:00:00 GMT",
        ] {
            assert_eq!(from_http_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_second_survives_a_round_trip(seconds in 0..END) {
            let time = UnixMillis(seconds * 1000);
            prop_assert_eq!(from_http_date(&to_http_date(time)), Some(time));
        }
    }
}
