//! Bytes that are sent in a day.
//!
//! What is asked for is charged when it is reserved, corrected when the true size is known, and given
//! back when it is released. After an expiry nobody knows what was sent, so the charge stays. An upload
//! counts in the day in which it was reserved; of one that renews over midnight, what it renews by
//! counts in the new day.

use serde::{Deserialize, Serialize};

use crate::time::unix_millis::UnixMillis;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What was charged on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::quota) struct Day {
    /// Days since 1970-01-01.
    number: u64,
    charged: u64,
}

/// What one reservation was charged, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::quota) struct DayBytes {
    day: u64,
    pub(in crate::quota) bytes: u64,
}

impl DayBytes {
    /// Whether it never was charged anything. One that was given back is another thing: it may be
    /// charged again.
    pub(in crate::quota) fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl Day {
    /// Begins a new day when it is time. A clock that was set back does not bring back yesterday.
    pub(in crate::quota) fn begin(&mut self, now: UnixMillis) {
        let number = now.0 / DAY_MS;
        if number > self.number {
            *self = Self { number, charged: 0 };
        }
    }

    /// What was charged in the day of this moment.
    pub(in crate::quota) fn charged_at(&self, now: UnixMillis) -> u64 {
        if now.0 / DAY_MS > self.number {
            0
        } else {
            self.charged
        }
    }

    /// Charges more for a reservation.
    pub(in crate::quota) fn charge(&mut self, before: DayBytes, more: u64) -> DayBytes {
        let of_today = if before.day == self.number {
            before.bytes
        } else {
            0
        };
        self.charged = self.charged.saturating_add(more);
        DayBytes {
            day: self.number,
            bytes: of_today.saturating_add(more),
        }
    }

    /// What was charged for a reservation is wrong: it is this. Past days are over.
    pub(in crate::quota) fn correct(&mut self, before: DayBytes, bytes: u64) -> DayBytes {
        if before.day != self.number {
            return before;
        }
        self.charged = self.charged.saturating_sub(before.bytes);
        self.charged = self.charged.saturating_add(bytes);
        DayBytes { bytes, ..before }
    }
}
