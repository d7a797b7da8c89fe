//! How much the store of uploads may take, and what of it is spoken for.
//!
//! The disk is measured at most once a second, and what was begun since then, or is still under way, is counted
//! here. What is being written may so count twice, up to one segment for each connection: there is never less
//! room than was said.

use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::units::Bytes;

use crate::core::config::StoreLimits;
use crate::core::health::disks::Disk;

/// For how long a measurement holds.
const MEASURED_FOR: Duration = Duration::from_secs(1);

/// Why bytes are not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSpace {
    /// The file system has no room for them.
    #[error("disk full: {free} bytes are free, and {reserve} of them are kept so")]
    Disk {
        free: u64,
        /// What uploads leave free.
        reserve: u64,
    },
    /// All uploads together hold as much as they may.
    #[error(
        "disk full: uploads hold {held} bytes of the {limit} that UPLOAD_STORE_MAX_BYTES gives them"
    )]
    Limit {
        /// What they hold, or are about to.
        held: u64,
        /// What they may.
        limit: u64,
    },
}

/// What one isolate knows of the store.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoreSpace {
    measured: Option<Measured>,
    /// Bytes that were admitted and are not stored yet.
    under_way: u64,
    /// All bytes that were ever stored.
    stored: StoredBytes,
}

/// All bytes that were stored by some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredBytes(u64);

#[derive(Clone, Copy, Debug)]
struct Measured {
    disk: Disk,
    at: UnixMillis,
    /// What was stored before, and is part of what was found.
    stored: StoredBytes,
}

impl StoreSpace {
    /// Whether somebody has to measure before it can be decided.
    #[must_use]
    pub fn is_outdated(&self, now: UnixMillis) -> bool {
        self.measured
            .is_none_or(|measured| now.since(measured.at) >= MEASURED_FOR)
    }

    /// What is stored when somebody begins to measure. What is stored while they do, they may not have found.
    #[must_use]
    pub const fn stored_so_far(&self) -> StoredBytes {
        self.stored
    }

    /// Takes a measurement that began when so much was stored. Of two at a time the later one holds.
    pub fn measured(&mut self, disk: Disk, stored: StoredBytes, at: UnixMillis) {
        if self.measured.is_none_or(|last| last.stored <= stored) {
            self.measured = Some(Measured { disk, at, stored });
        }
    }

    /// Whether there is room for so many bytes more.
    ///
    /// # Errors
    /// There is not. Before the first measurement there is.
    pub fn check(&self, bytes: Bytes, limits: StoreLimits) -> Result<(), NoSpace> {
        let Some(Measured { disk, stored, .. }) = self.measured else {
            return Ok(());
        };
        let since_measured = self.stored.0.saturating_sub(stored.0);
        let spoken_for = self.under_way.saturating_add(since_measured);
        let wanted = spoken_for.saturating_add(bytes.0);
        if let (Some(limit), Some(held)) = (limits.max, disk.held) {
            let held = held.0.saturating_add(spoken_for);
            if held.saturating_add(bytes.0) > limit.0 {
                let limit = limit.0;
                return Err(NoSpace::Limit { held, limit });
            }
        }
        let reserve = disk.reserve(limits).0;
        if disk.free.0.saturating_sub(reserve) < wanted {
            let free = disk.free.0;
            return Err(NoSpace::Disk { free, reserve });
        }
        Ok(())
    }

    /// Speaks for bytes that are about to come. They are [`Self::stored`] or [`Self::given_up`] later.
    ///
    /// # Errors
    /// There is no room for them.
    pub fn admit(&mut self, bytes: Bytes, limits: StoreLimits) -> Result<(), NoSpace> {
        self.check(bytes, limits)?;
        self.under_way = self.under_way.saturating_add(bytes.0);
        Ok(())
    }

    /// Some of them are in the store.
    pub const fn stored(&mut self, bytes: Bytes) {
        self.given_up(bytes);
        self.stored.0 = self.stored.0.saturating_add(bytes.0);
    }

    /// Some of them will not come.
    pub const fn given_up(&mut self, bytes: Bytes) {
        self.under_way = self.under_way.saturating_sub(bytes.0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000);

    fn with_disk(free: u64, held: u64) -> StoreSpace {
        let mut space = StoreSpace::default();
        let disk = Disk {
            free: Bytes(free),
            total: Bytes(1_000),
            held: Some(Bytes(held)),
        };
        space.measured(disk, space.stored_so_far(), NOW);
        space
    }

    fn at_most(limit: u64) -> StoreLimits {
        StoreLimits {
            max: Some(Bytes(limit)),
            reserve: None,
        }
    }

    #[test]
    fn a_measurement_holds_for_a_second() {
        assert!(StoreSpace::default().is_outdated(NOW));
        let space = with_disk(1_000, 0);
        assert!(!space.is_outdated(UnixMillis(1_999)));
        assert!(space.is_outdated(UnixMillis(2_000)));
    }

    #[test]
    fn what_is_under_way_is_spoken_for_until_it_ends() {
        let limit = at_most(100);
        let mut space = with_disk(900, 40);
        assert_eq!(space.admit(Bytes(50), limit), Ok(()));
        let over = NoSpace::Limit {
            held: 90,
            limit: 100,
        };
        assert_eq!(space.admit(Bytes(20), limit), Err(over));
        space.given_up(Bytes(50));
        assert_eq!(space.admit(Bytes(20), limit), Ok(()));
        space.stored(Bytes(20));
        assert!(space.check(Bytes(50), limit).is_err());
        assert_eq!(space.check(Bytes(40), limit), Ok(()));
    }

    #[test]
    fn a_part_of_the_disk_stays_free_for_others() {
        let space = with_disk(60, 0);
        assert_eq!(space.check(Bytes(10), StoreLimits::default()), Ok(()));
        let full = NoSpace::Disk {
            free: 60,
            reserve: 50,
        };
        assert_eq!(space.check(Bytes(11), StoreLimits::default()), Err(full));
    }

    #[test]
    fn what_is_stored_while_the_disk_is_measured_is_not_forgotten() {
        let mut space = with_disk(900, 0);
        let (first, limit) = (space.stored_so_far(), at_most(100));
        assert_eq!(space.admit(Bytes(60), limit), Ok(()));
        space.stored(Bytes(60));
        let second = space.stored_so_far();
        let disk = |free, held| Disk {
            free: Bytes(free),
            total: Bytes(1_000),
            held: Some(Bytes(held)),
        };
        space.measured(disk(900, 0), first, NOW);
        assert!(space.check(Bytes(50), limit).is_err());
        space.measured(disk(840, 60), second, NOW);
        assert_eq!(space.check(Bytes(40), limit), Ok(()));
        // One that began before and ends after it knows less.
        space.measured(disk(900, 0), first, NOW);
        assert!(space.check(Bytes(50), limit).is_err());
        assert_eq!(space.check(Bytes(40), limit), Ok(()));
    }

    proptest! {
        #[test]
        fn nothing_is_admitted_beyond_the_limit(
            sizes in proptest::collection::vec((0..200_u64, any::<bool>()), 0..40),
        ) {
            let limit = 500;
            let mut space = with_disk(1_000_000, 0);
            let mut taken = 0;
            for (bytes, is_kept) in sizes {
                if space.admit(Bytes(bytes), at_most(limit)).is_ok() {
                    if is_kept {
                        space.stored(Bytes(bytes));
                        taken += bytes;
                    } else {
                        space.given_up(Bytes(bytes));
                    }
                }
                prop_assert!(taken <= limit);
            }
        }
    }
}
