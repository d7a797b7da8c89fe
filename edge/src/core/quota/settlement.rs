//! What Glance's answer says about a reservation.

use gaze_shared::quota::Operation;
use serde::{Deserialize, Serialize};

/// What becomes of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// Glance has stored it.
    Commit,
    /// Glance has taken it on, and works on by itself.
    Accept,
    /// Glance has certainly stored nothing.
    Release,
    /// Glance has refused it, and keeps it with its image.
    Reject,
    /// Nobody knows: it expires, and the next refresh tells.
    LeaveOpen,
}

/// What becomes of a reservation after Glance's answer, or without one.
#[must_use]
pub const fn settlement(operation: Operation, status: Option<u16>) -> Settlement {
    match status {
        Some(200..=299) => match operation {
            Operation::Create | Operation::Upload | Operation::Stage | Operation::OwnerChange => {
                Settlement::Commit
            }
            Operation::Import | Operation::Copy | Operation::Location => Settlement::Accept,
        },
        // Of somebody before Glance, who gave up waiting for it.
        Some(408 | 499) => Settlement::LeaveOpen,
        Some(400..=498) => Settlement::Release,
        _ => Settlement::LeaveOpen,
    }
}

/// Whether Glance may have stored the data of an upload before it refused it with this status: only the
/// image tells then. It looks at the format, and at signatures, when it has the last byte (415, 400); it
/// refuses the others before it stores anything, or cuts them off (`glance/api/v2/image_data.py`, `upload`).
#[must_use]
pub const fn may_keep_data(status: u16) -> bool {
    matches!(status, 400 | 415 | 422)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_answers() {
        for (status, expected) in [
            (Some(201), Settlement::Commit),
            (Some(204), Settlement::Commit),
            (Some(400), Settlement::Release),
            (Some(401), Settlement::Release),
            (Some(409), Settlement::Release),
            (Some(410), Settlement::Release),
            (Some(413), Settlement::Release),
            (Some(415), Settlement::Release),
            (Some(408), Settlement::LeaveOpen),
            (Some(302), Settlement::LeaveOpen),
            (Some(500), Settlement::LeaveOpen),
            (Some(502), Settlement::LeaveOpen),
            (None, Settlement::LeaveOpen),
        ] {
            assert_eq!(
                settlement(Operation::Upload, status),
                expected,
                "{status:?}"
            );
        }
        for (status, keeps) in [
            (415, true),
            (400, true),
            (403, false),
            (409, false),
            (204, false),
        ] {
            assert_eq!(may_keep_data(status), keeps, "{status}");
        }
        assert_eq!(settlement(Operation::Import, Some(202)), Settlement::Accept);
        assert_eq!(settlement(Operation::Copy, Some(409)), Settlement::Release);
    }
}
