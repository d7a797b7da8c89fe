//! The time of a machine's clock, handed in by the caller: nothing in this crate reads a clock.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::iso8601;

/// Milliseconds since 1970-01-01T00:00:00Z, as JavaScript's `Date.now()` tells them.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnixMillis(pub u64);

impl UnixMillis {
    /// The moment that much later, at most the end of time.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)),
        )
    }

    /// How long ago `earlier` was; nothing when it is later, as clocks may be set back.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// In UTC, as RFC 3339 and JavaScript's `toISOString` write it: `2026-11-22T04:05:06.007Z`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        iso8601::from_unix_millis(self.0)
    }

    /// Whole seconds, rounded down.
    #[must_use]
    pub const fn whole_seconds(self) -> u64 {
        self.0 / 1000
    }
}

impl fmt::Display for UnixMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_gives_no_negative_time() {
        assert_eq!(UnixMillis(5).since(UnixMillis(9)), Duration::ZERO);
        assert_eq!(
            UnixMillis(u64::MAX).after(Duration::MAX),
            UnixMillis(u64::MAX)
        );
        assert_eq!(UnixMillis(1999).whole_seconds(), 1);
    }
}
