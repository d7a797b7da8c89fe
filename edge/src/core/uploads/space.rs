//! How much the store of uploads may take, and what of it is spoken for.
//!
//! The disk is measured at most once a second, and what was begun since then, or is still under way, is counted
//! here. What is being written may so count twice, up to one segment for each connection: there is never less
//! room than was said.

use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::units::Bytes;

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
    measured: Option<(Disk, UnixMillis)>,
    /// Bytes that were admitted and are not stored yet.
    under_way: u64,
    /// Bytes that were stored after the disk was measured.
    since_measured: u64,
}

impl StoreSpace {
    /// Whether somebody has to measure before it can be decided.
    #[must_use]
    pub fn is_outdated(&self, now: UnixMillis) -> bool {
        self.measured
            .is_none_or(|(_, at)| now.since(at) >= MEASURED_FOR)
    }

    /// Takes a measurement.
    pub const fn measured(&mut self, disk: Disk, now: UnixMillis) {
        self.measured = Some((disk, now));
        self.since_measured = 0;
    }

    /// Whether there is room for so many bytes more.
    ///
    /// # Errors
    /// There is not. Before the first measurement there is.
    pub fn check(&self, bytes: Bytes, limit: Option<Bytes>) -> Result<(), NoSpace> {
        let Some((disk, _)) = self.measured else {
            return Ok(());
        };
        let spoken_for = self.under_way.saturating_add(self.since_measured);
        let wanted = spoken_for.saturating_add(bytes.0);
        if let (Some(limit), Some(held)) = (limit, disk.held) {
            let held = held.0.saturating_add(spoken_for);
            if held.saturating_add(bytes.0) > limit.0 {
                let limit = limit.0;
                return Err(NoSpace::Limit { held, limit });
            }
        }
        let reserve = disk.reserve().0;
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
    pub fn admit(&mut self, bytes: Bytes, limit: Option<Bytes>) -> Result<(), NoSpace> {
        self.check(bytes, limit)?;
        self.under_way = self.under_way.saturating_add(bytes.0);
        Ok(())
    }

    /// Some of them are in the store.
    pub const fn stored(&mut self, bytes: Bytes) {
        self.given_up(bytes);
        self.since_measured = self.since_measured.saturating_add(bytes.0);
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
        space.measured(disk, NOW);
        space
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
        let limit = Some(Bytes(100));
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
        assert_eq!(space.check(Bytes(10), None), Ok(()));
        let full = NoSpace::Disk {
            free: 60,
            reserve: 50,
        };
        assert_eq!(space.check(Bytes(11), None), Err(full));
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
                if space.admit(Bytes(bytes), Some(Bytes(limit))).is_ok() {
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
