//! What is left of the disks that the gateway writes to, as the launcher tells it (`edge/machine.mjs`).

use gaze_shared::units::Bytes;
use serde::{Deserialize, Serialize};

use crate::core::config::StoreLimits;

/// The most that is kept free for what is written beside uploads.
const MOST_RESERVE: u64 = 256 << 20;
/// The part of a disk that is kept free, where that is less.
const RESERVE_OF: u64 = 20;
/// How many times as much is left above what is kept free when it is told that a disk gets full.
const LOW_ABOVE_RESERVE: u64 = 3;

/// The part of a bound of the uploads' own that is left when it is told that there is little.
const LOW_PART_OF_BOUND: u64 = 5;

/// The disks of a machine of the operator's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disks {
    /// The one in which uploads by tus wait, where they wait in a folder.
    pub uploads: Option<Disk>,
    /// The one of the quota ledgers and of all else that is stored.
    pub ledgers: Option<Disk>,
}

/// One file system, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// What may still be written.
    pub free: Bytes,
    /// All of it.
    pub total: Bytes,
    /// What the uploads hold of it, where that was counted.
    pub held: Option<Bytes>,
}

/// How much is left, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Space {
    /// Enough.
    Ok,
    /// Little: it is time to do something.
    Low,
    /// No more is taken.
    Full,
}

impl Disk {
    /// How much is left, for who has to decide.
    #[must_use]
    pub fn space(&self) -> Space {
        self.space_above(self.reserve(StoreLimits::default()))
    }

    fn space_above(&self, reserve: Bytes) -> Space {
        if self.free <= reserve {
            Space::Full
        } else if self.free.0.saturating_sub(reserve.0)
            <= self.usual_reserve().0 * LOW_ABOVE_RESERVE
        {
            Space::Low
        } else {
            Space::Ok
        }
    }

    /// The same for the uploads on it.
    #[must_use]
    pub fn space_within(&self, limits: StoreLimits) -> Space {
        let within = match (limits.max, self.held) {
            (None, _) => Space::Ok,
            (Some(bound), Some(held)) if held >= bound => Space::Full,
            (Some(bound), Some(held)) if bound.0 - held.0 <= bound.0 / LOW_PART_OF_BOUND => {
                Space::Low
            }
            (Some(_), Some(_)) => Space::Ok,
            // Nobody knows how much is left of the bound, and so nothing is taken.
            (Some(_), None) => Space::Full,
        };
        self.space_above(self.reserve(limits)).max(within)
    }

    /// What uploads leave free, because others write to the same disk: a ledger that cannot be written
    /// refuses whatever adds something.
    #[must_use]
    pub fn reserve(&self, limits: StoreLimits) -> Bytes {
        limits.reserve.unwrap_or(self.usual_reserve())
    }

    fn usual_reserve(&self) -> Bytes {
        Bytes((self.total.0 / RESERVE_OF).min(MOST_RESERVE))
    }
}

impl Disks {
    /// The worst of them.
    #[must_use]
    pub fn space_within(&self, limits: StoreLimits) -> Space {
        let uploads = self.uploads.map(|disk| disk.space_within(limits));
        let ledgers = self.ledgers.map(|disk| disk.space());
        uploads.max(ledgers).unwrap_or(Space::Ok)
    }
}

/// Whether what the runtime says of an error of its own means that a disk is full. The words are those of the
/// C library and of `SQLite`.
#[must_use]
pub fn is_full(reason: &str) -> bool {
    [
        "No space left on device",
        "Disk quota exceeded",
        "File too large",
        "database or disk is full",
        "SQLITE_FULL",
    ]
    .iter()
    .any(|words| reason.contains(words))
}

/// Whether an answer of Glance's to image data says that its own store has no room. To an exhausted store it
/// answers 413, as to data that is over a limit (`glance/api/v2/image_data.py`); what stands before it, or a
/// store behind it, may answer 507 or 503.
#[must_use]
pub fn is_glance_full(status: u16, text: &str) -> bool {
    let says_so = || {
        is_full(text)
            || text.contains("storage media is full")
            || text.contains("not enough disk space")
    };
    match status {
        507 => true,
        413 | 503 => says_so(),
        _ => false,
    }
}

/// The reference of an error of the runtime's own, by which the launcher knows why it happened.
#[must_use]
pub fn reference_in(error: &str) -> Option<&str> {
    let (_, rest) = error.split_once("reference = ")?;
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    rest.get(..end).filter(|reference| !reference.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    fn disk(free: u64, total: u64) -> Disk {
        Disk {
            free: Bytes(free),
            total: Bytes(total),
            held: None,
        }
    }

    #[test]
    fn a_disk_is_told_to_get_full_before_it_is() {
        for (free, total, space) in [
            (100 * GIB, 100 * GIB, Space::Ok),
            (GIB + 1, 100 * GIB, Space::Ok),
            (GIB, 100 * GIB, Space::Low),
            (GIB / 4, 100 * GIB, Space::Full),
            (0, 100 * GIB, Space::Full),
            // A small one keeps a twentieth.
            (21, 100, Space::Ok),
            (20, 100, Space::Low),
            (5, 100, Space::Full),
        ] {
            assert_eq!(disk(free, total).space(), space, "{free} of {total}");
        }
    }

    #[test]
    fn the_worst_disk_counts() {
        let disks = Disks {
            uploads: Some(disk(0, 100)),
            ledgers: Some(disk(100, 100)),
        };
        let limits = StoreLimits::default();
        assert_eq!(disks.space_within(limits), Space::Full);
        assert_eq!(Disks::default().space_within(limits), Space::Ok);
    }

    #[test]
    fn a_bound_that_is_used_up_is_told_whatever_the_disk_has_left() {
        for (held, space) in [
            (Some(0), Space::Ok),
            (Some(799), Space::Ok),
            (Some(800), Space::Low),
            (Some(1000), Space::Full),
            (Some(1001), Space::Full),
            (None, Space::Full),
        ] {
            let disk = Disk {
                held: held.map(Bytes),
                ..disk(100 * GIB, 100 * GIB)
            };
            let limits = StoreLimits {
                max: Some(Bytes(1000)),
                reserve: None,
            };
            assert_eq!(disk.space_within(limits), space, "{held:?}");
        }
    }

    #[test]
    fn an_operator_says_what_uploads_leave_to_others() {
        for (reserve, space) in [(0, Space::Ok), (5, Space::Low), (20, Space::Full)] {
            let limits = StoreLimits {
                max: None,
                reserve: Some(Bytes(reserve)),
            };
            assert_eq!(disk(20, 100).space_within(limits), space, "{reserve}");
        }
    }

    #[test]
    fn what_the_launcher_writes_is_read() {
        let text = r#"{"uploads":{"free":3,"total":9,"held":2},"ledgers":null}"#;
        let disks: Disks = serde_json::from_str(text).unwrap();
        assert_eq!(disks.uploads.unwrap().held, Some(Bytes(2)));
        assert_eq!(disks.ledgers, None);
    }

    #[test]
    fn a_full_store_of_glance_s_is_told_from_data_over_a_limit() {
        let full = "413 Image storage media is full: There is not enough disk space on the image storage media.";
        let quota =
            "413 Image exceeds the storage quota: The size of the data 2 will exceed the limit.";
        for (status, text, expected) in [
            (413, full, true),
            (413, quota, false),
            (507, "", true),
            (503, "OSError: [Errno 28] No space left on device", true),
            (
                503,
                "Insufficient permissions on image storage media",
                false,
            ),
            (201, full, false),
        ] {
            assert_eq!(is_glance_full(status, text), expected, "{status} {text}");
        }
    }

    #[test]
    fn the_reference_of_an_error_is_found_in_it() {
        let error = "JsValue(Error: internal error; reference = naj1k5nsq8\nError: internal)";
        assert_eq!(reference_in(error), Some("naj1k5nsq8"));
        assert_eq!(reference_in("Network connection lost."), None);
        assert_eq!(reference_in("reference = ;"), None);
    }
}
