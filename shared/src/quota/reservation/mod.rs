//! A reservation, from its making to its end.

pub(super) mod ask;
pub(super) mod purpose;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::gateway::OverQuota;
use crate::quota::resource::Delta;
use crate::quota::resource::resource_state::Doubts;
use crate::time::unix_millis::UnixMillis;

/// What tells one reservation from another. The caller chooses it, unique within the project: a
/// retry with the same id is the same reservation. A request's id does well.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReservationId(Box<str>);

impl ReservationId {
    /// Takes any text.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ReservationId {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for ReservationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReservationState {
    /// It is kept until then.
    Held {
        /// The end of the reservation, if nobody renews it.
        expires_at: UnixMillis,
    },
    /// The operation succeeded and took this.
    Committed {
        /// What it really added.
        actual: Delta,
    },
    /// The operation came to nothing, and what it had reserved is free again.
    Released,
    /// Its time ran out and nobody said how it ended. What it had reserved is free as soon as Glance was
    /// asked again.
    Expired,
}

/// A reservation as the ledger answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    pub id: ReservationId,
    /// What is reserved: what was asked for, raised by renewals.
    pub delta: Delta,
    /// Where it stands now.
    pub state: ReservationState,
}

/// Why nothing was reserved. Nothing is kept of a refusal: the same id may try again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReserveError {
    /// There is too little left, of these resources: at least one. Answer 413, without
    /// `Retry-After`, which clients take for a rate limit.
    #[error("over the limit of {} resources", .over.len())]
    OverLimit {
        /// Which, and by how much.
        over: Vec<OverQuota>,
        /// Why another refresh might find enough left all the same.
        doubts: Doubts,
    },
    /// Nobody has observed the usage lately, so nothing can be reserved.
    #[error("The usage of this project is not known.")]
    UsageUnknown,
    /// The project stores data of which nobody knows how much it is: data that Glance has refused and keeps.
    #[error("Images keep refused data of unknown size.")]
    RejectedOfUnknownSize,
    /// As many reservations are open as the ledger keeps.
    #[error("Too many operations are under way in this project.")]
    TooMany,
    /// The id belongs to a reservation of other amounts.
    #[error("The reservation {0} exists with other amounts.")]
    DifferentAmounts(ReservationId),
    /// The reservation cannot be renewed: it has ended or was never made.
    #[error("The reservation {0} is not held.")]
    NotHeld(ReservationId),
}

/// Why a reservation could not be ended so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    /// There is none of this id, or it ended so long ago that the ledger has forgotten it.
    #[error("There is no reservation {0}.")]
    Unknown(ReservationId),
    /// It was committed with other amounts.
    #[error("The reservation {0} was committed with other amounts.")]
    DifferentAmounts(ReservationId),
    /// It was committed, and what is stored cannot be released: delete the image instead.
    #[error("The reservation {0} was committed.")]
    AlreadyCommitted(ReservationId),
}
