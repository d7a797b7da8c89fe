//! When a ledger writes: at once, or together with what comes in the next moment.
//!
//! A write is on disk before it is answered, and on a machine of one's own the runtime's one thread waits for
//! the disk, with everybody in it. So a project that writes all the time writes what came within
//! [`APART_MS`] at once; half a millisecond of waiting for the disk is then paid 500 times in a second and
//! not 1000 times. Who writes now and then does not wait: [`AT_ONCE`] writes may follow each other.
//!
//! This is the generic cell rate algorithm (<https://www.itu.int/rec/T-REC-I.371>), with a wait in the place
//! of a refusal.

use gaze_shared::time::unix_millis::UnixMillis;

/// How far apart the writes of a busy project are.
const APART_MS: u64 = 2;

/// How many writes may follow each other at once after a rest.
const AT_ONCE: u64 = 8;

/// The writes of one object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WritePacing {
    /// When all writes so far would be over if they had been that far apart.
    paid_until_ms: u64,
}

impl WritePacing {
    /// How long to wait before the next write, in milliseconds.
    #[must_use]
    pub fn wait_ms(&self, now: UnixMillis) -> u32 {
        let ahead = self.paid_until_ms.saturating_sub(now.0);
        let too_far = ahead.saturating_sub(APART_MS * (AT_ONCE - 1));
        // A clock that was set back must not hold anybody up.
        u32::try_from(too_far.min(APART_MS)).unwrap_or(0)
    }

    pub fn note_write(&mut self, now: UnixMillis) {
        let most = now.0.saturating_add(APART_MS * AT_ONCE);
        let paid_until = self.paid_until_ms.max(now.0).saturating_add(APART_MS);
        self.paid_until_ms = paid_until.min(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The waits of calls that come this far apart.
    fn waits(apart_ms: u64, calls: usize) -> Vec<u32> {
        let mut pacing = WritePacing::default();
        let mut now = UnixMillis(1_000_000);
        let mut call = || {
            let wait = pacing.wait_ms(now);
            now.0 += u64::from(wait);
            pacing.note_write(now);
            now.0 += apart_ms;
            wait
        };
        (0..calls).map(|_| call()).collect()
    }

    #[test]
    fn who_writes_now_and_then_does_not_wait() {
        assert_eq!(waits(APART_MS, 100), [0; 100]);
        assert_eq!(waits(0, AT_ONCE as usize), [0; AT_ONCE as usize]);
    }

    #[test]
    fn who_writes_all_the_time_writes_no_more_often_than_that() {
        let waits = waits(0, 100);
        let (first, rest) = waits.split_at(AT_ONCE as usize);
        assert!(first.iter().all(|wait| *wait == 0), "{first:?}");
        assert!(rest.iter().all(|wait| *wait == APART_MS as u32), "{rest:?}");
    }

    #[test]
    fn a_rest_gives_back_what_may_follow_at_once() {
        let mut pacing = WritePacing::default();
        let busy = UnixMillis(1_000_000);
        for _ in 0..20 {
            pacing.note_write(busy);
        }
        assert_eq!(pacing.wait_ms(busy), APART_MS as u32);
        let later = UnixMillis(busy.0 + APART_MS * AT_ONCE);
        assert_eq!(pacing.wait_ms(later), 0);
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nobody_up() {
        let mut pacing = WritePacing::default();
        pacing.note_write(UnixMillis(2_000_000));
        let before = UnixMillis(1_000_000);
        assert_eq!(pacing.wait_ms(before), APART_MS as u32);
        pacing.note_write(before);
        assert_eq!(pacing.wait_ms(before), APART_MS as u32);
        assert_eq!(pacing.wait_ms(UnixMillis(before.0 + APART_MS)), 0);
    }
}
