//! What the ledger keeps of a reservation and of an observation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::limit::{Limit, Usage};
use super::observation::{Observation, Ticket};
use super::reservation::{Reservation, ReservationId, ReservationState};
use super::resource::{Delta, Resource};
use crate::unix_time::UnixMillis;

/// The observation that the count stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Base {
    pub(super) asked: Ticket,
    figures: BTreeMap<Resource, BaseFigure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct BaseFigure {
    limit: Limit,
    usage: Usage,
}

impl Base {
    pub(super) fn of(observation: &Observation) -> Self {
        let figures = observation.figures.iter();
        Self {
            asked: observation.asked,
            figures: figures
                .map(|(resource, figure)| {
                    let figure = BaseFigure {
                        limit: figure.limit,
                        usage: observation.usage(*resource),
                    };
                    (*resource, figure)
                })
                .collect(),
        }
    }

    pub(super) fn limit(&self, resource: Resource) -> Option<Limit> {
        Some(self.figures.get(&resource)?.limit)
    }

    pub(super) fn usage(&self, resource: Resource) -> Usage {
        self.figures
            .get(&resource)
            .map_or(Usage(0), |figure| figure.usage)
    }
}

/// A reservation that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OpenEntry {
    /// What was asked for at first.
    pub(super) asked: Delta,
    /// What is promised by now, after renewals.
    pub(super) delta: Delta,
    /// How much of it the base is known to hold.
    pub(super) in_base: Delta,
    pub(super) state: OpenState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum OpenState {
    Held {
        expires_at: UnixMillis,
    },
    /// Glance has it, and has not been asked since.
    Committed {
        actual: Delta,
        /// The event of the commit.
        at: u64,
    },
    /// Its time ran out. Glance may have stored it and has not been asked since.
    Doubtful {
        /// The event of the expiry.
        at: u64,
    },
}

impl OpenEntry {
    pub(super) fn held(delta: Delta, expires_at: UnixMillis) -> Self {
        Self {
            asked: delta,
            delta,
            in_base: Delta::NOTHING,
            state: OpenState::Held { expires_at },
        }
    }

    pub(super) fn is_over(&self, now: UnixMillis) -> bool {
        matches!(self.state, OpenState::Held { expires_at } if expires_at <= now)
    }

    /// How it ended, when that was before the ticket was taken.
    pub(super) fn ended_before(&self, asked: Ticket) -> Option<Outcome> {
        match self.state {
            OpenState::Committed { actual, at } if at <= asked.0 => {
                Some(Outcome::Committed { actual })
            }
            OpenState::Doubtful { at } if at <= asked.0 => Some(Outcome::Expired),
            OpenState::Held { .. } | OpenState::Committed { .. } | OpenState::Doubtful { .. } => {
                None
            }
        }
    }

    /// What it adds to the base.
    pub(super) fn beside_base(&self) -> Delta {
        match self.state {
            OpenState::Committed { actual, .. } => actual.without(&self.in_base),
            OpenState::Held { .. } | OpenState::Doubtful { .. } => {
                self.delta.without(&self.in_base)
            }
        }
    }

    pub(super) fn answer(&self, id: &ReservationId) -> Reservation {
        Reservation {
            id: id.clone(),
            delta: self.delta,
            state: match self.state {
                OpenState::Held { expires_at } => ReservationState::Held { expires_at },
                OpenState::Committed { actual, .. } => ReservationState::Committed { actual },
                OpenState::Doubtful { .. } => ReservationState::Expired,
            },
        }
    }
}

/// A reservation that counts no more, kept for who asks again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SettledEntry {
    pub(super) asked: Delta,
    pub(super) delta: Delta,
    pub(super) outcome: Outcome,
    pub(super) ended_at: UnixMillis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(super) enum Outcome {
    Committed { actual: Delta },
    Released,
    Expired,
}

impl SettledEntry {
    pub(super) fn answer(&self, id: &ReservationId) -> Reservation {
        Reservation {
            id: id.clone(),
            delta: self.delta,
            state: match self.outcome {
                Outcome::Committed { actual } => ReservationState::Committed { actual },
                Outcome::Released => ReservationState::Released,
                Outcome::Expired => ReservationState::Expired,
            },
        }
    }
}
