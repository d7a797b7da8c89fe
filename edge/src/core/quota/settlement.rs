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
    /// Nobody knows: it expires, and the next look tells.
    LeaveOpen,
}

/// What becomes of a reservation after Glance's answer, or without one.
#[must_use]
pub const fn settlement(operation: Operation, status: Option<u16>) -> Settlement {
    match status {
        Some(200..=299) => match operation {
            Operation::Create | Operation::Upload | Operation::Stage => Settlement::Commit,
            Operation::Import | Operation::Copy | Operation::Location => Settlement::Accept,
        },
        // Of somebody before Glance, who gave up waiting for it.
        Some(408 | 499) => Settlement::LeaveOpen,
        // A refusal. Of refused data Glance counts nothing: an image without a size counts as empty,
        // even where its bytes have stayed in the store (415).
        Some(400..=498) => Settlement::Release,
        _ => Settlement::LeaveOpen,
    }
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
        assert_eq!(settlement(Operation::Import, Some(202)), Settlement::Accept);
        assert_eq!(settlement(Operation::Copy, Some(409)), Settlement::Release);
    }
}
