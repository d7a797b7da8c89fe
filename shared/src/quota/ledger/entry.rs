//! What the ledger keeps of a reservation and of an observation.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::glance::image::ImageId;
use crate::quota::ledger::day::DayBytes;
use crate::quota::observation::{Observation, ObservedUsage, Ticket, UsageSource};
use crate::quota::reservation::ask::Sizes;
use crate::quota::reservation::purpose::{Operation, Progress, Purpose, SeenImage};
use crate::quota::reservation::{Reservation, ReservationId, ReservationState};
use crate::quota::resource::limit::{Limit, Usage};
use crate::quota::resource::{Delta, Resource};
use crate::time::unix_millis::UnixMillis;

/// How long after its time ran out a reservation counts at most whose image does not tell how it ended.
const DOUBTED_FOR: Duration = Duration::from_secs(60 * 60);

/// The observation that the count stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::quota) struct Base {
    pub(in crate::quota) asked: Ticket,
    /// When it was taken in.
    pub(in crate::quota) at: UnixMillis,
    /// When Glance was asked; without it the refresh took no time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked_at: Option<UnixMillis>,
    /// What was asked. Stored ledgers have it by its first name.
    #[serde(default, rename = "looked_at")]
    pub(in crate::quota) source: UsageSource,
    /// There may be more than was seen, and the ledger does not know how much.
    pub(in crate::quota) is_wrong: bool,
    /// There is less than was seen.
    #[serde(default)]
    pub(in crate::quota) is_high: bool,
    figures: BTreeMap<Resource, BaseFigure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct BaseFigure {
    limit: Limit,
    usage: Usage,
    /// By how much the usage may be less.
    #[serde(default)]
    rounded_by: u64,
}

impl Base {
    /// `is_wrong` and `is_high` are for the ledger to say.
    pub(in crate::quota) fn of(observation: &Observation, at: UnixMillis) -> Self {
        let figures = observation.figures.iter();
        Self {
            asked: observation.asked,
            at,
            asked_at: observation.asked_at,
            source: observation.at,
            is_wrong: false,
            is_high: false,
            figures: figures
                .map(|(resource, figure)| {
                    let usage = observation.usage(*resource);
                    let figure = BaseFigure {
                        limit: figure.limit,
                        usage,
                        rounded_by: match figure.usage {
                            ObservedUsage::Exactly(_) => 0,
                            ObservedUsage::WholeMib(mib) => {
                                usage.0.saturating_sub(mib.saturating_mul(1 << 20))
                            }
                        },
                    };
                    (*resource, figure)
                })
                .collect(),
        }
    }

    /// When Glance was asked: what it said is no younger than that.
    pub(in crate::quota) fn asked_at(&self) -> UnixMillis {
        self.asked_at
            .map_or(self.at, |asked_at| asked_at.min(self.at))
    }

    /// How long Glance took to answer.
    pub(in crate::quota) fn took(&self) -> Duration {
        self.at.since(self.asked_at())
    }

    pub(in crate::quota) fn limit(&self, resource: Resource) -> Option<Limit> {
        Some(self.figures.get(&resource)?.limit)
    }

    pub(in crate::quota) fn usage(&self, resource: Resource) -> Usage {
        self.figures
            .get(&resource)
            .map_or(Usage(0), |figure| figure.usage)
    }

    /// By how much the usage may be less than it is taken for.
    pub(in crate::quota) fn rounded_by(&self, resource: Resource) -> u64 {
        self.figures
            .get(&resource)
            .map_or(0, |figure| figure.rounded_by)
    }

    pub(in crate::quota) fn knows(&self, resource: Resource) -> bool {
        self.figures.contains_key(&resource)
    }
}

/// A reservation that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::quota) struct OpenEntry {
    /// What was asked for at first.
    pub(in crate::quota) asked: Delta,
    /// What is reserved by now, after renewals.
    pub(in crate::quota) delta: Delta,
    /// How much of it the base is known to hold.
    #[serde(default, skip_serializing_if = "Delta::is_nothing")]
    pub(in crate::quota) in_base: Delta,
    /// Whether the base may hold more of it than that, because it was open when Glance was asked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(in crate::quota) may_be_inside: bool,
    pub(in crate::quota) purpose: Purpose,
    /// Whether its bytes were known when it was made.
    #[serde(default, skip_serializing_if = "Sizes::are_known")]
    pub(in crate::quota) sizes: Sizes,
    /// The event at which Glance had accepted it, to go on with it by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::quota) accepted_at: Option<u64>,
    #[serde(default, skip_serializing_if = "DayBytes::is_none")]
    pub(in crate::quota) charge: DayBytes,
    pub(in crate::quota) state: OpenState,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::quota) enum OpenState {
    Held {
        expires_at: UnixMillis,
    },
    /// Its time ran out. Glance may have stored it and has not been asked since.
    Doubtful {
        /// The event of the expiry.
        at: u64,
        /// When that was.
        #[serde(default)]
        since: UnixMillis,
    },
}

/// What a refresh has to say of an open reservation.
pub(in crate::quota) enum EntryFate {
    /// Nothing that would end it.
    StaysOpen,
    /// Glance is still at it, and nobody else watches.
    GoesOn,
    /// It is over, and the refresh's figures have what came of it.
    Contained(EndedOutcome),
}

impl OpenEntry {
    pub(in crate::quota) fn held(delta: Delta, purpose: Purpose, expires_at: UnixMillis) -> Self {
        Self {
            asked: delta,
            delta,
            in_base: Delta::NOTHING,
            may_be_inside: false,
            purpose,
            sizes: Sizes::Known,
            accepted_at: None,
            charge: DayBytes::default(),
            state: OpenState::Held { expires_at },
        }
    }

    /// Keeps the reservation at least until then.
    pub(in crate::quota) fn keep_until(&mut self, end: UnixMillis) {
        if let OpenState::Held { expires_at } = &mut self.state {
            *expires_at = end.max(*expires_at);
        }
    }

    /// The image whose data it sends to a store.
    pub(in crate::quota) fn uploads_to(&self) -> Option<&ImageId> {
        match self.purpose.operation {
            Operation::Upload => self.purpose.image_id.as_ref(),
            _ => None,
        }
    }

    /// How much of these amounts the client sends.
    pub(in crate::quota) fn sent_by(&self, delta: &Delta) -> u64 {
        self.purpose.operation.sent(delta).0
    }

    /// What a refresh says of it.
    pub(in crate::quota) fn fate(&self, observation: &Observation, now: UnixMillis) -> EntryFate {
        let asked = observation.asked.0;
        match self.state {
            OpenState::Doubtful { at, since } if at <= asked => {
                if !self.purpose.is_settled_by_image() {
                    return EntryFate::Contained(EndedOutcome::Expired);
                }
                match self.fate_by_images(observation) {
                    // An image that Glance has lost track of stays as it is for ever, and not every project's
                    // images can be listed.
                    EntryFate::StaysOpen if now.since(since) >= DOUBTED_FOR => {
                        EntryFate::Contained(EndedOutcome::Expired)
                    }
                    fate => fate,
                }
            }
            OpenState::Held { .. } if self.accepted_at.is_some_and(|at| at <= asked) => {
                self.fate_by_images(observation)
            }
            OpenState::Held { .. } | OpenState::Doubtful { .. } => EntryFate::StaysOpen,
        }
    }

    /// What became of an operation that only its image tells of.
    fn fate_by_images(&self, observation: &Observation) -> EntryFate {
        let Some(seen) = self.image_in(observation) else {
            return EntryFate::StaysOpen;
        };
        let runs_on_by_itself = self.purpose.operation.runs_on_by_itself();
        match seen.progress {
            Progress::Moving if runs_on_by_itself => EntryFate::GoesOn,
            // Glance has the bytes of an upload, and counts none of them before it has stored the last.
            Progress::Moving => EntryFate::StaysOpen,
            Progress::Complete if runs_on_by_itself => {
                EntryFate::Contained(EndedOutcome::Committed { actual: self.delta })
            }
            Progress::Complete => EntryFate::Contained(EndedOutcome::Expired),
            Progress::Empty | Progress::Staged => EntryFate::Contained(match self.state {
                OpenState::Doubtful { .. } => EndedOutcome::Expired,
                OpenState::Held { .. } => EndedOutcome::Released,
            }),
        }
    }

    /// What a refresh that ends it has of it for good.
    pub(in crate::quota) fn stored_in(&self, observation: &Observation) -> Delta {
        match self.image_in(observation) {
            Some(seen) if seen.progress == Progress::Complete => {
                let lasting = self.purpose.operation.lasting(self.delta);
                match self.sizes {
                    Sizes::Known => lasting,
                    // Of all that was reserved this much was needed.
                    Sizes::Unknown => Delta {
                        image_size_total: lasting.image_size_total.min(seen.stored),
                        image_stage_total: lasting.image_stage_total.min(seen.staged),
                        ..lasting
                    },
                }
            }
            Some(_) | None => Delta::NOTHING,
        }
    }

    /// Its image, when the refresh was one from the images and knew that it mattered.
    fn image_in(&self, observation: &Observation) -> Option<SeenImage> {
        let images = observation.images.as_ref()?;
        let image_id = self.purpose.image_id.as_ref()?;
        images.get(image_id).copied()
    }

    /// Notes how much of it a refresh has in its figures.
    pub(in crate::quota) fn note_seen(&mut self, id: &ReservationId, observation: &Observation) {
        let reported = observation.seen.get(id).copied();
        let seen = reported.or_else(|| {
            let image = self.image_in(observation)?;
            seen_of(self.purpose.operation, &image)
        });
        self.may_be_inside = seen.is_none();
        self.in_base = seen.unwrap_or_default();
    }

    /// What it adds to the base.
    pub(in crate::quota) fn beside_base(&self) -> Delta {
        self.delta.without(&self.in_base)
    }

    pub(in crate::quota) fn answer(&self, id: &ReservationId) -> Reservation {
        Reservation {
            id: id.clone(),
            delta: self.delta,
            state: match self.state {
                OpenState::Held { expires_at } => ReservationState::Held { expires_at },
                OpenState::Doubtful { .. } => ReservationState::Expired,
            },
        }
    }
}

/// How much of an operation's amounts is inside what Glance counts for its image. `None` where the image
/// alone does not tell: of one that had data before nobody knows which of it is new, and an image that is
/// being registered has no id yet.
fn seen_of(operation: Operation, image: &SeenImage) -> Option<Delta> {
    // Glance counts an image as uploading from the staging on until it is active.
    let is_uploading = matches!(image.progress, Progress::Moving | Progress::Staged);
    match operation {
        Operation::Upload | Operation::Stage | Operation::Import => Some(Delta {
            image_size_total: image.stored,
            image_stage_total: image.staged,
            image_count_total: 0,
            image_count_uploading: u64::from(is_uploading),
        }),
        Operation::Create | Operation::Copy | Operation::Location | Operation::OwnerChange => None,
    }
}

/// A reservation that counts no more, kept for who asks again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::quota) struct SettledEntry {
    pub(in crate::quota) asked: Delta,
    pub(in crate::quota) delta: Delta,
    pub(in crate::quota) operation: Operation,
    #[serde(default, skip_serializing_if = "DayBytes::is_none")]
    pub(in crate::quota) charge: DayBytes,
    pub(in crate::quota) outcome: EndedOutcome,
    pub(in crate::quota) ended_at: UnixMillis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::quota) enum EndedOutcome {
    Committed { actual: Delta },
    Released,
    Expired,
}

impl SettledEntry {
    /// What has ended is there after all.
    pub(in crate::quota) fn reopened(&self) -> OpenEntry {
        OpenEntry {
            asked: self.asked,
            charge: self.charge,
            // Nobody has said when it came to be: the next refresh surely has it.
            ..OpenEntry::held(self.delta, Purpose::of(self.operation, None), UnixMillis(0))
        }
    }

    pub(in crate::quota) fn answer(&self, id: &ReservationId) -> Reservation {
        Reservation {
            id: id.clone(),
            delta: self.delta,
            state: match self.outcome {
                EndedOutcome::Committed { actual } => ReservationState::Committed { actual },
                EndedOutcome::Released => ReservationState::Released,
                EndedOutcome::Expired => ReservationState::Expired,
            },
        }
    }
}
