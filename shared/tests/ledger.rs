//! The laws of the quota ledger, in any order of events: uploads that start, land in Glance, are
//! committed, fail or lose their worker, observations of the usage that cross them and each other, restarts.

use gaze_shared::quota::{
    Ask, Delta, Figure, Ledger, Limit, OBSERVATION_HOLDS_FOR, Observation, ObservedUsage, Reliance,
    ReservationId, ReserveError, Resource, Ticket, Validity,
};
use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::units::Bytes;
use proptest::prelude::*;
use proptest::sample::Index;

const LIMIT: u64 = 100;
const LEASE: u64 = 50;

#[derive(Clone, Debug)]
enum Event {
    Reserve {
        size: u64,
        reliance: Reliance,
    },
    /// The last byte is in Glance's database; the answer is on its way.
    Land(Index),
    /// The answer has arrived, and the ledger hears of it.
    Commit(Index),
    /// Glance has refused, and the ledger hears of it.
    Release(Index),
    /// Somebody deletes an image, and the ledger hears of it or not.
    Delete {
        which: Index,
        is_told: bool,
    },
    /// Glance refuses what was promised.
    MarkStale,
    /// A refresh goes on for longer than any holds.
    WaitForSlowObservation,
    Wait {
        milliseconds: u64,
    },
    AskForUsage,
    GlanceReads(Index),
    UsageArrives {
        which: Index,
        names_what_it_saw: bool,
    },
    Restart,
}

fn event() -> impl Strategy<Value = Event> {
    let index = any::<Index>;
    prop_oneof![
        4 => (1..60_u64, reliance()).prop_map(|(size, reliance)| Event::Reserve { size, reliance }),
        4 => index().prop_map(Event::Land),
        3 => index().prop_map(Event::Commit),
        1 => index().prop_map(Event::Release),
        1 => (index(), any::<bool>())
            .prop_map(|(which, is_told)| Event::Delete { which, is_told }),
        1 => Just(Event::MarkStale),
        1 => Just(Event::WaitForSlowObservation),
        1 => (1..40_u64).prop_map(|milliseconds| Event::Wait { milliseconds }),
        2 => Just(Event::AskForUsage),
        2 => index().prop_map(Event::GlanceReads),
        2 => (index(), any::<bool>()).prop_map(|(which, names_what_it_saw)| {
            Event::UsageArrives { which, names_what_it_saw }
        }),
        1 => Just(Event::Restart),
    ]
}

fn reliance() -> impl Strategy<Value = Reliance> {
    prop_oneof![
        Just(Reliance::InForce),
        (0..100_000_u64).prop_map(Reliance::KnownWithin),
    ]
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum UploadStage {
    Flying,
    Landed,
    Deleted,
    Failed,
}

#[derive(Debug)]
struct UploadInGlance {
    id: ReservationId,
    size: u64,
    expires_at: UnixMillis,
    stage: UploadStage,
}

#[derive(Debug)]
struct PendingObservation {
    ticket: Ticket,
    asked_at: UnixMillis,
    /// What Glance read, and which uploads were in it.
    read: Option<(u64, Vec<(ReservationId, u64)>)>,
}

/// Glance as it is, and the ledger as it believes.
#[derive(Debug)]
struct World {
    ledger: Ledger,
    uploads: Vec<UploadInGlance>,
    observations: Vec<PendingObservation>,
    now: UnixMillis,
}

fn stored(size: u64) -> Delta {
    Delta {
        image_size_total: Bytes(size),
        ..Delta::NOTHING
    }
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            ledger: Ledger::default(),
            uploads: Vec::new(),
            observations: Vec::new(),
            now: UnixMillis(1),
        };
        world.observe_now();
        world
    }

    fn in_glance(&self) -> Vec<(ReservationId, u64)> {
        let landed = self
            .uploads
            .iter()
            .filter(|u| u.stage == UploadStage::Landed);
        landed.map(|u| (u.id.clone(), u.size)).collect()
    }

    fn stored(&self) -> u64 {
        self.in_glance().iter().map(|(_, size)| size).sum()
    }

    fn can_still_land(&self) -> u64 {
        let flying = self.uploads.iter().filter(|u| self.flies(u));
        flying.map(|u| u.size).sum()
    }

    /// The caller renews a reservation as long as its upload runs, so one whose reservation is over
    /// has lost its worker, and Glance drops what it got.
    fn flies(&self, upload: &UploadInGlance) -> bool {
        upload.stage == UploadStage::Flying && self.now < upload.expires_at
    }

    fn counted(&self) -> u64 {
        let state = self.ledger.state(Resource::ImageSizeTotal);
        state.usage.0 + state.reserved
    }

    fn observe_now(&mut self) {
        let ticket = self.ledger.ticket();
        self.deliver((ticket, self.now), self.stored(), &[]);
    }

    fn deliver(
        &mut self,
        (asked, asked_at): (Ticket, UnixMillis),
        usage: u64,
        seen: &[(ReservationId, u64)],
    ) {
        let figure = Figure {
            limit: Limit::AtMost(LIMIT),
            usage: ObservedUsage::Exactly(usage),
        };
        let seen = seen.iter().map(|(id, size)| (id.clone(), stored(*size)));
        let observation = Observation {
            asked,
            asked_at: Some(asked_at),
            figures: [(Resource::ImageSizeTotal, figure)].into(),
            seen: seen.collect(),
            ..Observation::default()
        };
        self.ledger.observe_usage(&observation, self.now);
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Reserve { size, reliance } => self.reserve(*size, *reliance),
            Event::Land(index) => {
                let now = self.now;
                if let Some(upload) = pick(&mut self.uploads, *index)
                    && upload.stage == UploadStage::Flying
                    && now < upload.expires_at
                {
                    upload.stage = UploadStage::Landed;
                }
            }
            Event::Commit(index) => {
                if let Some(upload) = pick(&mut self.uploads, *index)
                    && matches!(upload.stage, UploadStage::Landed | UploadStage::Deleted)
                {
                    let actual = stored(upload.size);
                    let first = self.ledger.commit(&upload.id, actual, self.now);
                    assert!(first.is_ok(), "{first:?}");
                    assert_eq!(self.ledger.commit(&upload.id, actual, self.now), first);
                }
            }
            Event::Release(index) => {
                if let Some(upload) = pick(&mut self.uploads, *index)
                    && matches!(upload.stage, UploadStage::Flying | UploadStage::Failed)
                {
                    upload.stage = UploadStage::Failed;
                    let first = self.ledger.release(&upload.id, self.now);
                    assert!(first.is_ok(), "{first:?}");
                    assert_eq!(self.ledger.release(&upload.id, self.now), first);
                }
            }
            Event::Delete { which, is_told } => {
                if let Some(upload) = pick(&mut self.uploads, *which)
                    && upload.stage == UploadStage::Landed
                {
                    upload.stage = UploadStage::Deleted;
                    if *is_told {
                        self.ledger.note_freed();
                    }
                }
            }
            Event::MarkStale => self.ledger.mark_stale(),
            Event::WaitForSlowObservation => {
                self.now = self.now.after(OBSERVATION_HOLDS_FOR);
                self.ledger.expire(self.now);
            }
            Event::Wait { milliseconds } => {
                self.now = UnixMillis(self.now.0 + milliseconds);
                self.ledger.expire(self.now);
            }
            Event::AskForUsage => self.observations.push(PendingObservation {
                ticket: self.ledger.ticket(),
                asked_at: self.now,
                read: None,
            }),
            Event::GlanceReads(index) => {
                let read = (self.stored(), self.in_glance());
                if let Some(pending) = pick(&mut self.observations, *index)
                    && pending.read.is_none()
                {
                    pending.read = Some(read);
                }
            }
            Event::UsageArrives {
                which,
                names_what_it_saw,
            } => {
                if let Some(PendingObservation {
                    ticket,
                    asked_at,
                    read: Some((usage, seen)),
                }) = pick(&mut self.observations, *which)
                {
                    let (asked, usage, seen) = ((*ticket, *asked_at), *usage, seen.clone());
                    let seen = if *names_what_it_saw { &seen[..] } else { &[] };
                    self.deliver(asked, usage, seen);
                }
            }
            Event::Restart => {
                let stored = serde_json::to_string(&self.ledger).unwrap();
                self.ledger = serde_json::from_str(&stored).unwrap();
            }
        }
    }

    fn reserve(&mut self, size: u64, reliance: Reliance) {
        let id = ReservationId::new(self.uploads.len().to_string());
        let expires_at = UnixMillis(self.now.0 + LEASE);
        let ask = Ask {
            reliance,
            ..Ask::from(stored(size))
        };
        let known = self.ledger.known_usage(self.now).unwrap();
        let first = self.ledger.reserve(&id, ask.clone(), self.now, expires_at);
        let again = self.ledger.reserve(&id, ask, self.now, expires_at);
        assert_eq!(first, again);
        let may_rest_on_it = match (known.validity, reliance) {
            (Validity::Old | Validity::Unusable, Reliance::LastKnown) => true,
            (Validity::Unusable, _) | (Validity::Old, Reliance::InForce) => false,
            (Validity::Old, Reliance::KnownWithin(milliseconds)) => known.age_ms <= milliseconds,
            (Validity::InForce | Validity::High, _) => true,
        };
        let is_unknown = first == Err(ReserveError::UsageUnknown);
        assert_eq!(is_unknown, !may_rest_on_it, "{known:?} {reliance:?}");
        if first.is_ok() {
            self.uploads.push(UploadInGlance {
                id,
                size,
                expires_at,
                stage: UploadStage::Flying,
            });
        }
    }
}

fn pick<T>(items: &mut [T], index: Index) -> Option<&mut T> {
    if items.is_empty() {
        return None;
    }
    items.get_mut(index.index(items.len()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_order_of_events_goes_over_the_limit_or_counts_too_little(
        events in prop::collection::vec(event(), 0..80),
    ) {
        let mut world = World::new();
        for event in &events {
            world.apply(event);
            let (stored, coming) = (world.stored(), world.can_still_land());
            prop_assert!(stored + coming <= LIMIT, "{stored} + {coming} after {event:?}");
            prop_assert!(world.counted() >= stored + coming, "counted {}", world.counted());
        }
    }

    #[test]
    fn nothing_leaks_once_all_has_expired_and_glance_was_asked(
        events in prop::collection::vec(event(), 0..80),
    ) {
        let mut world = World::new();
        for event in &events {
            world.apply(event);
        }
        world.now = UnixMillis(world.now.0 + LEASE);
        world.ledger.expire(world.now);
        prop_assert_eq!(world.ledger.next_expiry(), None);
        world.observe_now();
        let state = world.ledger.state(Resource::ImageSizeTotal);
        prop_assert_eq!((state.usage.0, state.reserved), (world.stored(), 0));
        prop_assert_eq!(world.ledger.open_reservations().count(), 0);
        prop_assert!(!world.ledger.wants_observation());
    }

    #[test]
    fn a_reservation_is_all_or_nothing(
        limits in prop::array::uniform4(0..20_u64),
        asked in prop::collection::vec(prop::array::uniform4(0..8_u64), 0..12),
    ) {
        let mut ledger = Ledger::default();
        let figures = Resource::ALL.into_iter().zip(limits).map(|(resource, limit)| {
            let usage = ObservedUsage::Exactly(0);
            (resource, Figure { limit: Limit::AtMost(limit), usage })
        });
        let observation = Observation {
            asked: ledger.ticket(),
            figures: figures.collect(),
            ..Observation::default()
        };
        ledger.observe_usage(&observation, UnixMillis(0));
        let mut held = [0; 4];
        for (number, [size, stage, count, uploading]) in asked.into_iter().enumerate() {
            let delta = Delta {
                image_size_total: Bytes(size),
                image_stage_total: Bytes(stage),
                image_count_total: count,
                image_count_uploading: uploading,
            };
            let id = ReservationId::new(number.to_string());
            let outcome = ledger.reserve(&id, delta, UnixMillis(0), UnixMillis(LEASE));
            let wanted = Resource::ALL.map(|resource| delta.get(resource));
            let fits = (0..4).all(|i| wanted[i] == 0 || held[i] + wanted[i] <= limits[i]);
            prop_assert_eq!(outcome.is_ok(), fits, "{:?}", outcome);
            if fits {
                held = [0, 1, 2, 3].map(|i| held[i] + wanted[i]);
            }
            let reserved = ledger.states().map(|state| state.reserved);
            prop_assert_eq!(reserved, held);
        }
    }
}
