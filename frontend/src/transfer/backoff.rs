//! When what was lost is tried again, and when it counts as lost.

/// Pauses between tries, in milliseconds; the last one repeats.
const PAUSES_MILLIS: [u64; 5] = [1000, 2000, 4000, 8000, 15_000];

/// The longest that somebody is obeyed who says when to come back, in milliseconds: a clock may be wrong, and a
/// person is there.
const LONGEST_PAUSE_MILLIS: u64 = 3_600_000;

/// How often in a row what answers may be of no help before a person is asked.
pub const MOST_TRIES: u32 = 8;

/// How long nothing may move before a connection counts as lost, in milliseconds. A network that has gone
/// without a word leaves a request hanging for minutes; the gateway itself gives up after one.
pub const STALLED_AFTER_MILLIS: u64 = 30_000;

/// How long to wait before the next try, in milliseconds: as long as was asked for (`asked_seconds`), else
/// longer each time.
#[must_use]
pub fn pause_before(tries: u32, asked_seconds: Option<u64>) -> u64 {
    let asked = asked_seconds.map_or(0, |seconds| seconds.saturating_mul(1000));
    asked.min(LONGEST_PAUSE_MILLIS).max(pause_after(tries))
}

/// How long to wait after so many tries, in milliseconds.
#[must_use]
pub fn pause_after(tries: u32) -> u64 {
    let last = PAUSES_MILLIS.len() - 1;
    PAUSES_MILLIS[usize::try_from(tries).map_or(last, |tries| tries.min(last))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_are_as_long_as_was_asked_for() {
        assert_eq!(pause_after(0), 1000);
        assert_eq!(pause_after(u32::MAX), 15_000);
        assert_eq!(pause_before(0, Some(42)), 42_000);
        assert_eq!(pause_before(4, Some(1)), 15_000);
        assert_eq!(pause_before(0, Some(u64::MAX)), LONGEST_PAUSE_MILLIS);
    }
}
