//! `Upload-Expires`: a time as HTTP writes it (RFC 9110 section 5.6.7, IMF-fixdate).

use crate::time::civil::civil_from_days;
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
    let month = word(&MONTHS, month.unsigned_abs() - 1);
    let (hour, minute, second) = (
        second_of_day / 3600,
        second_of_day / 60 % 60,
        second_of_day % 60,
    );
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

fn word(words: &[&'static str], index: u64) -> &'static str {
    let index = usize::try_from(index).unwrap_or_default();
    words.get(index).copied().unwrap_or_default()
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

    proptest! {
        #[test]
        fn any_second_is_the_one_that_the_clock_tells(seconds in 0..END) {
            let time = UnixMillis(seconds * 1000);
            let written = to_http_date(time);
            let parts: Vec<&str> = written.split(' ').collect();
            let month = MONTHS.iter().position(|month| *month == parts[2]).unwrap() + 1;
            let (day, year, clock) = (parts[1], parts[3], parts[4]);
            prop_assert_eq!(format!("{year}-{month:02}-{day}T{clock}.000Z"), time.rfc3339());
        }
    }
}
