//! Requests of the last minute. They are counted in memory only: a restart forgets a minute at most.

use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

const SECONDS: usize = 60;

/// Requests within the last minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCount {
    /// How many may be; `None` without a limit, and then nothing is counted.
    pub limit: Option<u64>,
    /// How many more may come now, this one already taken off.
    pub remaining: u64,
    /// When more is left again, in whole seconds from now, at least 1.
    pub reset_seconds: u64,
    /// Whether this one may go on.
    pub verdict: RequestVerdict,
}

/// Whether a request is within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestVerdict {
    /// It is, and counts.
    Allowed,
    /// It is not, and does not count.
    TooMany,
}

/// How many requests came in each second of the last minute.
#[derive(Clone, Debug)]
pub struct Requests {
    by_second: [u64; SECONDS],
    /// The second that the last request came in.
    last: u64,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            by_second: [0; SECONDS],
            last: 0,
        }
    }
}

impl Requests {
    /// Counts one more if it fits.
    pub fn count(&mut self, limit: Option<u64>, now: UnixMillis) -> RequestCount {
        let Some(limit) = limit else {
            return RequestCount {
                limit: None,
                remaining: u64::MAX,
                reset_seconds: 1,
                verdict: RequestVerdict::Allowed,
            };
        };
        let now = now.whole_seconds();
        self.forget(now);
        let used = self.used();
        let verdict = if used < limit {
            if let Some(count) = self.by_second.get_mut(place(now)) {
                *count += 1;
            }
            RequestVerdict::Allowed
        } else {
            RequestVerdict::TooMany
        };
        RequestCount {
            limit: Some(limit),
            remaining: limit.saturating_sub(self.used()),
            reset_seconds: self.until_free(limit, now),
            verdict,
        }
    }

    /// How many came in the last minute.
    #[must_use]
    pub fn used_at(&self, now: UnixMillis) -> u64 {
        let mut copy = self.clone();
        copy.forget(now.whole_seconds());
        copy.used()
    }

    fn used(&self) -> u64 {
        self.by_second.iter().sum()
    }

    /// Forgets what is older than a minute. A clock that was set back forgets nothing.
    fn forget(&mut self, now: u64) {
        let passed = now.saturating_sub(self.last).min(SECONDS as u64);
        for second in 1..=passed {
            if let Some(count) = self.by_second.get_mut(place(self.last + second)) {
                *count = 0;
            }
        }
        // After more than a minute all places are empty, whichever second comes next.
        self.last = now.max(self.last);
    }

    /// After how many seconds one more fits.
    fn until_free(&self, limit: u64, now: u64) -> u64 {
        let mut used = self.used();
        for second in 1..=SECONDS as u64 {
            // The second that leaves the window then.
            used -= self
                .by_second
                .get(place(now + second))
                .copied()
                .unwrap_or(0);
            if used < limit {
                return second;
            }
        }
        SECONDS as u64
    }
}

const fn place(second: u64) -> usize {
    (second % SECONDS as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u64) -> UnixMillis {
        UnixMillis((1_000_000 + second) * 1000)
    }

    #[test]
    fn in_any_minute_no_more_come_than_are_allowed() {
        let mut requests = Requests::default();
        let mut allowed = |second, limit| requests.count(Some(limit), at(second)).verdict;
        for _ in 0..3 {
            assert_eq!(allowed(0, 3), RequestVerdict::Allowed);
        }
        assert_eq!(allowed(0, 3), RequestVerdict::TooMany);
        assert_eq!(allowed(59, 3), RequestVerdict::TooMany);
        assert_eq!(allowed(60, 3), RequestVerdict::Allowed);
        assert_eq!(allowed(60, 0), RequestVerdict::TooMany);
    }

    #[test]
    fn who_is_refused_is_told_when_there_is_room_again() {
        let mut requests = Requests::default();
        requests.count(Some(2), at(0));
        let second = requests.count(Some(2), at(10));
        assert_eq!((second.remaining, second.reset_seconds), (0, 50));
        let refused = requests.count(Some(2), at(20));
        assert_eq!(refused.verdict, RequestVerdict::TooMany);
        assert_eq!(refused.reset_seconds, 40);
        assert_eq!(requests.used_at(at(60)), 1);
        assert_eq!(requests.used_at(at(70)), 0);
        let after_a_long_time = requests.count(Some(2), at(100_000));
        assert_eq!(after_a_long_time.remaining, 1);
    }

    #[test]
    fn without_a_limit_nothing_is_counted() {
        let mut requests = Requests::default();
        let count = requests.count(None, at(0));
        assert_eq!(count.verdict, RequestVerdict::Allowed);
        assert_eq!(requests.used_at(at(0)), 0);
    }
}
