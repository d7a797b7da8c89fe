//! How the state of a project is stored: a snapshot, and the calls since then.
//!
//! ```text
//! snapshot(part, text)      the state when the journal began, in parts
//! journal(number, text)     every call since then, with its time
//! ```
//!
//! A call costs one short row. After some thousand rows, or when they are long, the state is written as a
//! new snapshot and the journal begins anew, in one transaction: a crash leaves the one or the other. What
//! is stored is bounded by what a ledger keeps, plus that many rows.

use crate::core::quota::ledger_state::{Entry, LedgerState};

/// After so many calls a snapshot is written. To read them again after a restart takes a fraction of a
/// second.
pub const ROWS_AT_MOST: usize = 8192;
/// After so many bytes of calls a snapshot is written.
pub const BYTES_AT_MOST: usize = 4 << 20;
/// How much stands in one row: far below the 2 MB that a row of a Durable Object may have.
pub const PART_BYTES: usize = 512 << 10;
/// A call that is longer than this is stored by a snapshot of what it has led to.
pub const ENTRY_BYTES_AT_MOST: usize = 512 << 10;

/// What is done to store a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalStep {
    /// One row more.
    Append(String),
    /// A new snapshot in these parts, and an empty journal.
    Snapshot(Vec<String>),
}

/// How long the journal is by now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalLength {
    rows: usize,
    bytes: usize,
}

/// What is stored does not read: of another version of Gaze, or damaged.
#[derive(Debug, thiserror::Error)]
#[error("the stored ledger cannot be read: {0}")]
pub struct Unreadable(#[from] serde_json::Error);

impl JournalLength {
    /// Chooses how to store an entry that has led to this state.
    ///
    /// # Errors
    /// Only if a value of ours could not be written as JSON.
    pub fn store(&mut self, entry: &str, state: &LedgerState) -> Result<JournalStep, Unreadable> {
        let is_short = entry.len() <= ENTRY_BYTES_AT_MOST
            && self.rows < ROWS_AT_MOST
            && self.bytes + entry.len() <= BYTES_AT_MOST;
        if is_short {
            self.add(entry);
            return Ok(JournalStep::Append(entry.to_owned()));
        }
        *self = Self::default();
        Ok(JournalStep::Snapshot(parts(&serde_json::to_string(state)?)))
    }

    fn add(&mut self, entry: &str) {
        self.rows += 1;
        self.bytes += entry.len();
    }
}

/// Brings a state back from what is stored.
///
/// # Errors
/// What is stored does not read. Nothing is begun anew then: that would forget what is reserved.
pub fn restore<'a>(
    snapshot: &str,
    journal: impl IntoIterator<Item = &'a str>,
) -> Result<(LedgerState, JournalLength), Unreadable> {
    let mut state = if snapshot.is_empty() {
        LedgerState::default()
    } else {
        serde_json::from_str(snapshot)?
    };
    let mut length = JournalLength::default();
    for line in journal {
        let entry: Entry = serde_json::from_str(line)?;
        state.replay(entry);
        length.add(line);
    }
    Ok((state, length))
}

/// Cuts a text into parts, none within a character.
fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.floor_char_boundary(PART_BYTES);
        let (part, after) = rest.split_at(end);
        parts.push(part.to_owned());
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::Plan;
    use gaze_shared::glance::image::ImageId;
    use gaze_shared::quota::{
        Delta, Figure, Limit, Observation, ObservedUsage, Operation, Purpose, Reliance,
        ReservationId, Resource, Sizes, Ticket,
    };
    use gaze_shared::time::unix_millis::UnixMillis;
    use gaze_shared::units::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::core::quota::call::{
        ConfiguredPlan, LedgerAnswer, LedgerCall, LedgerRequest, ReserveCall, WhenOver,
    };
    use crate::core::quota::usage_refresh::refresh_claim::{ClaimId, Unstored};

    /// The rows of an object's storage, and the state that it has in memory.
    #[derive(Default)]
    struct Object {
        snapshot: Vec<String>,
        journal: Vec<String>,
        length: JournalLength,
        state: LedgerState,
    }

    impl Object {
        fn call(&mut self, at: u64, plan: Plan, call: LedgerCall) -> LedgerAnswer {
            let is_journaled = call.is_journaled();
            let entry = Entry {
                at: UnixMillis(at),
                request: LedgerRequest {
                    configured: ConfiguredPlan {
                        plan,
                        ..ConfiguredPlan::default()
                    },
                    call,
                },
            };
            let line = serde_json::to_string(&entry).unwrap();
            let answer = self.state.answer(entry, &mut Unstored::default());
            if is_journaled {
                match self.length.store(&line, &self.state).unwrap() {
                    JournalStep::Append(line) => self.journal.push(line),
                    JournalStep::Snapshot(parts) => {
                        self.snapshot = parts;
                        self.journal.clear();
                    }
                }
            }
            answer
        }

        fn restarted(&self) -> (LedgerState, JournalLength) {
            restore(
                &self.snapshot.concat(),
                self.journal.iter().map(String::as_str),
            )
            .unwrap()
        }
    }

    fn call() -> impl Strategy<Value = LedgerCall> {
        let id = || (0..12_u8).prop_map(|number| ReservationId::new(number.to_string()));
        let amounts = || {
            prop_oneof![
                (0..40_u64).prop_map(|size| Delta::upload(Bytes(size))),
                Just(Delta::create()),
                (0..40_u64).prop_map(|size| Delta::import(Bytes(size), 2)),
            ]
        };
        let operation = prop_oneof![
            Just(Operation::Upload),
            Just(Operation::Import),
            Just(Operation::Create),
        ];
        let when_over = || prop_oneof![Just(WhenOver::Refuse), Just(WhenOver::CountAnyway)];
        let reliance = || {
            prop_oneof![
                Just(Reliance::InForce),
                Just(Reliance::LastKnown),
                (0..40_000_u64).prop_map(Reliance::KnownWithin),
            ]
        };
        let sizes = || prop_oneof![3 => Just(Sizes::Known), 1 => Just(Sizes::Unknown)];
        prop_oneof![
            6 => (id(), amounts(), operation, when_over(), reliance(), sizes(), image()).prop_map(
                |(id, amounts, operation, when_over, reliance, sizes, image)| LedgerCall::Reserve(ReserveCall {
                    id,
                    amounts,
                    purpose: Purpose::of(operation, Some(image)),
                    sizes,
                    lease_ms: 30,
                    when_over,
                    reliance,
                })
            ),
            2 => (id(), amounts(), when_over(), reliance()).prop_map(
                |(id, amounts, when_over, reliance)| {
                    LedgerCall::Renew { id, amounts, lease_ms: 30, when_over, reliance }
                }
            ),
            1 => id().prop_map(|id| LedgerCall::Accept { id, lease_ms: 40 }),
            2 => (id(), amounts()).prop_map(|(id, actual)| LedgerCall::Commit { id, actual }),
            1 => id().prop_map(|id| LedgerCall::Release { id }),
            1 => (id(), image(), amounts()).prop_map(|(id, image_id, actual)| {
                LedgerCall::Reject { id, image_id, actual }
            }),
            1 => Just(LedgerCall::BeginRefresh),
            2 => (0..60_u64, any::<bool>(), prop::option::of(image())).prop_map(
                |(used, sees_images, rejected)| LedgerCall::Observe {
                    observation: Observation {
                        rejected: sees_images.then(|| rejected.into_iter().collect()),
                        ..observation(used, sees_images)
                    },
                }
            ),
            1 => Just(LedgerCall::MarkStale),
            1 => Just(LedgerCall::NoteFreed),
            1 => (0..3_u32).prop_map(|id| LedgerCall::ClaimRefresh { id: ClaimId(id) }),
            1 => (0..3_u32).prop_map(|id| LedgerCall::EndRefresh { id: ClaimId(id) }),
            1 => Just(LedgerCall::Expire),
            1 => Just(LedgerCall::Report),
            1 => Just(LedgerCall::CountRequest),
            1 => prop::option::of(0..90_u64).prop_map(|bytes| LedgerCall::SetPlan {
                plan: bytes.map(|bytes| Plan {
                    upload_bytes_per_day: Some(Bytes(bytes)),
                    ..Plan::default()
                }),
                user_id: "u".into(),
                user_name: "admin".into(),
            }),
        ]
    }

    fn image() -> impl Strategy<Value = ImageId> {
        (0..4_u8).prop_map(|number| {
            let id = format!("00000000-0000-4000-8000-00000000000{number}");
            id.parse().unwrap()
        })
    }

    fn observation(used: u64, sees_images: bool) -> Observation {
        let figure = Figure {
            limit: Limit::AtMost(100),
            usage: ObservedUsage::Exactly(used),
        };
        Observation {
            // A ticket that comes late, as tickets do.
            asked: serde_json::from_value::<Ticket>(used.into()).unwrap(),
            asked_at: Some(UnixMillis(86_400_000)),
            figures: [(Resource::ImageSizeTotal, figure)].into(),
            images: sees_images.then(Default::default),
            ..Observation::default()
        }
    }

    proptest! {
        #[test]
        fn whenever_it_is_killed_the_journal_gives_the_same_state_again(
            calls in prop::collection::vec(
                (call(), prop_oneof![9 => 0..25_u64, 1 => 0..30_000_u64], any::<bool>()),
                0..60,
            ),
        ) {
            let mut object = Object::default();
            let mut now = 86_400_000 - 300;
            for (call, passed, has_plan) in calls {
                now += passed;
                let configured = Plan {
                    bytes_stored: has_plan.then_some(Bytes(80)),
                    ..Plan::default()
                };
                object.call(now, configured, call);
                let (state, length) = object.restarted();
                prop_assert_eq!(&state, &object.state);
                prop_assert_eq!(length, object.length);
                let written = serde_json::to_string(&state).unwrap();
                let read: LedgerState = serde_json::from_str(&written).unwrap();
                prop_assert_eq!(read, state);
            }
        }
    }

    #[test]
    fn what_is_stored_stays_small_however_many_calls_come() {
        let mut object = Object::default();
        let (mut rows, mut bytes) = (0, 0);
        let mut now = 1000;
        for number in 0..30_000_u32 {
            now += 2;
            if number % 4000 == 0 {
                let LedgerAnswer::RefreshScope(scope) =
                    object.call(now, Plan::default(), LedgerCall::BeginRefresh)
                else {
                    panic!("no ticket")
                };
                let observation = Observation {
                    asked: scope.ticket,
                    ..Observation::default()
                };
                object.call(now, Plan::default(), LedgerCall::Observe { observation });
            }
            let id = ReservationId::new(format!("req-{number:032}"));
            let reserve = LedgerCall::Reserve(ReserveCall {
                id: id.clone(),
                amounts: Delta::create(),
                purpose: Purpose::of(Operation::Create, None),
                sizes: Sizes::Known,
                lease_ms: 60_000,
                when_over: WhenOver::Refuse,
                reliance: Reliance::InForce,
            });
            let answer = object.call(now, Plan::default(), reserve);
            assert!(
                matches!(answer, LedgerAnswer::Reserved { .. }),
                "{answer:?}"
            );
            let commit = LedgerCall::Commit {
                id,
                actual: Delta::create(),
            };
            object.call(now, Plan::default(), commit);
            rows = rows.max(object.journal.len());
            let stored = object.journal.iter().chain(&object.snapshot);
            if number % 1000 == 0 {
                bytes = bytes.max(stored.map(String::len).sum());
            }
            assert!(object.snapshot.iter().all(|part| part.len() <= PART_BYTES));
        }
        assert!(rows <= ROWS_AT_MOST, "{rows}");
        assert!(bytes < 8 << 20, "{bytes}");
        assert_eq!(object.restarted().0, object.state);
    }

    #[test]
    fn a_long_snapshot_is_cut_between_characters() {
        let text = "aé".repeat(PART_BYTES);
        let parts = parts(&text);
        assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= PART_BYTES));
        assert_eq!(parts.concat(), text);
    }
}
