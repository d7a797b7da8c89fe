//! What somebody asks a reservation for, and what a reservation of it may rest on.

use serde::{Deserialize, Serialize};

use crate::quota::reservation::purpose::Purpose;
use crate::quota::resource::Delta;

/// What somebody asks a reservation for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    pub delta: Delta,
    pub purpose: Purpose,
    /// What the reservation may rest on.
    pub reliance: Reliance,
    /// Whether `delta` is all that it takes.
    pub sizes: Sizes,
}

/// Whether the bytes of an operation are known before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sizes {
    /// They are, or they are counted on their way.
    #[default]
    Known,
    /// Nobody tells them: it takes what it asks for at least, and may take all that is left.
    Unknown,
}

impl Sizes {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands out references"
    )]
    pub(in crate::quota) fn are_known(&self) -> bool {
        *self == Self::Known
    }
}

impl From<Delta> for Ask {
    fn from(delta: Delta) -> Self {
        Self {
            delta,
            ..Self::default()
        }
    }
}

/// What a reservation is raised to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReservationRenewal {
    /// All that it needs by now.
    pub delta: Delta,
    /// What the raising may rest on.
    pub reliance: Reliance,
}

impl From<Delta> for ReservationRenewal {
    fn from(delta: Delta) -> Self {
        Self {
            delta,
            ..Self::default()
        }
    }
}

/// What a reservation may rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reliance {
    /// A refresh that holds ([`crate::quota::OBSERVATION_HOLDS_FOR`]).
    #[default]
    InForce,
    /// The next refresh is under way, and the last one does, when Glance was asked for it no longer ago than
    /// this many milliseconds. What passed through the ledger since then counts as ever; what was written
    /// past it is not known.
    KnownWithin(u64),
    /// Whatever the last refresh told, however long ago, as the least that there is: for somebody who asks on
    /// behalf of a project whose limits and usage Glance does not tell them.
    LastKnown,
}

impl Reliance {
    /// Whether it is the usual one.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        *self == Self::InForce
    }
}
