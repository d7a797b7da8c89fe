//! The laws of the quota ledger for operations that Glance goes on with and nobody watches: imports, and
//! uploads whose answer was lost, that begin, end and fail, or are refused and kept by Glance all the same,
//! whose workers are gone, and observations of the images that cross all of it.

use std::collections::{BTreeMap, BTreeSet};

use gaze_shared::glance::image::ImageId;
use gaze_shared::quota::{
    Ask, Delta, Figure, Ledger, Limit, Observation, ObservedUsage, Operation, Progress, Purpose,
    Reliance, ReservationId, Resource, SeenImage, Sizes, Ticket,
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
        operation: Operation,
        /// Of an import nobody may tell the size before.
        sizes: Sizes,
    },
    /// Glance accepts the import, and its answer is on its way; or it gets the bytes of an upload.
    Begin(Index),
    /// The ledger hears of an import.
    Accept(Index),
    /// Glance has stored the data.
    Finish(Index),
    /// Glance gives up, and the image is empty again.
    Fail(Index),
    /// Glance refuses an upload after it has stored it: it keeps the data and counts nothing of it.
    Reject(Index),
    /// The ledger hears of that.
    HearOfRejection(Index),
    /// Glance has refused, and the ledger hears of it.
    Release(Index),
    Delete(Index),
    Wait {
        milliseconds: u64,
    },
    BeginObservation {
        sees_images: bool,
        sees_rejected: bool,
    },
    GlanceReads(Index),
    ObservationArrives(Index),
    Restart,
}

fn event() -> impl Strategy<Value = Event> {
    let index = any::<Index>;
    let of_what = prop_oneof![
        2 => Just((Operation::Upload, Sizes::Known)),
        2 => Just((Operation::Import, Sizes::Known)),
        1 => Just((Operation::Import, Sizes::Unknown)),
    ];
    prop_oneof![
        4 => (1..60_u64, of_what).prop_map(|(size, (operation, sizes))| {
            Event::Reserve { size, operation, sizes }
        }),
        4 => index().prop_map(Event::Begin),
        3 => index().prop_map(Event::Accept),
        3 => index().prop_map(Event::Finish),
        1 => index().prop_map(Event::Fail),
        2 => index().prop_map(Event::Reject),
        2 => index().prop_map(Event::HearOfRejection),
        1 => index().prop_map(Event::Release),
        1 => index().prop_map(Event::Delete),
        2 => (1..40_u64).prop_map(|milliseconds| Event::Wait { milliseconds }),
        3 => any::<(bool, bool)>().prop_map(|(sees_images, sees_rejected)| {
            Event::BeginObservation { sees_images, sees_rejected }
        }),
        3 => index().prop_map(Event::GlanceReads),
        3 => index().prop_map(Event::ObservationArrives),
        1 => Just(Event::Restart),
    ]
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum ImportStage {
    Asked,
    Moving,
    Complete,
    Rejected,
    Empty,
}

#[derive(Debug)]
struct Import {
    id: ReservationId,
    image_id: ImageId,
    size: u64,
    operation: Operation,
    /// Whoever asked for it is gone at this time, when Glance has not begun by then.
    asked_until: UnixMillis,
    stage: ImportStage,
    was_rejected: bool,
}

/// What Glance has, as one observation tells it.
#[derive(Clone, Debug)]
struct GlanceState {
    stored: u64,
    images: BTreeMap<ImageId, SeenImage>,
    rejected: BTreeSet<ImageId>,
}

#[derive(Debug)]
struct PendingObservation {
    ticket: Ticket,
    sees_images: bool,
    sees_rejected: bool,
    read: Option<GlanceState>,
}

#[derive(Debug)]
struct World {
    ledger: Ledger,
    imports: Vec<Import>,
    observations: Vec<PendingObservation>,
    now: UnixMillis,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            ledger: Ledger::default(),
            imports: Vec::new(),
            observations: Vec::new(),
            now: UnixMillis(1),
        };
        world.observe_now();
        world
    }

    fn sum(&self, stage: ImportStage) -> u64 {
        let there = self.imports.iter().filter(|i| i.stage == stage);
        there.map(|import| import.size).sum()
    }

    /// What is in Glance's store, counted by it or not.
    fn stored(&self) -> u64 {
        self.sum(ImportStage::Complete) + self.sum(ImportStage::Rejected)
    }

    fn state_of_glance(&self) -> GlanceState {
        let rejected = self
            .imports
            .iter()
            .filter(|i| i.stage == ImportStage::Rejected);
        GlanceState {
            stored: self.sum(ImportStage::Complete),
            images: self.images(),
            rejected: rejected.map(|import| import.image_id.clone()).collect(),
        }
    }

    fn can_still_land(&self) -> u64 {
        let open = self.imports.iter().filter(|import| match import.stage {
            ImportStage::Moving => true,
            ImportStage::Asked => self.now < import.asked_until,
            ImportStage::Complete | ImportStage::Rejected | ImportStage::Empty => false,
        });
        open.map(|import| import.size).sum()
    }

    fn images(&self) -> BTreeMap<ImageId, SeenImage> {
        let seen = |import: &Import| {
            let (progress, stored) = match import.stage {
                ImportStage::Asked | ImportStage::Rejected | ImportStage::Empty => {
                    (Progress::Empty, 0)
                }
                ImportStage::Moving => (Progress::Moving, 0),
                ImportStage::Complete => (Progress::Complete, import.size),
            };
            let image = SeenImage {
                progress,
                stored: Bytes(stored),
                staged: Bytes::ZERO,
            };
            (import.image_id.clone(), image)
        };
        self.imports.iter().map(seen).collect()
    }

    fn counted(&self) -> u64 {
        let state = self.ledger.state(Resource::ImageSizeTotal);
        state.usage.0 + state.reserved
    }

    fn observe_now(&mut self) {
        let ticket = self.ledger.ticket();
        let state = self.state_of_glance();
        self.deliver(
            ticket,
            state.stored,
            Some(state.images),
            Some(state.rejected),
        );
    }

    fn deliver(
        &mut self,
        asked: Ticket,
        stored: u64,
        images: Option<BTreeMap<ImageId, SeenImage>>,
        rejected: Option<BTreeSet<ImageId>>,
    ) {
        let figure = Figure {
            limit: Limit::AtMost(LIMIT),
            usage: ObservedUsage::Exactly(stored),
        };
        let observation = Observation {
            asked,
            figures: [(Resource::ImageSizeTotal, figure)].into(),
            images,
            rejected,
            ..Observation::default()
        };
        self.ledger.observe_usage(&observation, self.now);
    }

    fn apply(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::Reserve {
                size,
                operation,
                sizes,
            } => self.reserve(*size, *operation, *sizes),
            Event::Begin(index) => {
                if let Some(import) = pick(&mut self.imports, *index)
                    && import.stage == ImportStage::Asked
                    && now < import.asked_until
                {
                    import.stage = ImportStage::Moving;
                }
            }
            Event::Accept(index) => {
                if let Some(import) = pick(&mut self.imports, *index)
                    && import.operation == Operation::Import
                    && import.stage != ImportStage::Asked
                    && now < import.asked_until
                {
                    let until = UnixMillis(now.0 + LEASE);
                    let accepted = self.ledger.accept(&import.id, now, until);
                    assert!(accepted.is_ok(), "{accepted:?}");
                }
            }
            Event::Finish(index) => self.turn(*index, ImportStage::Moving, ImportStage::Complete),
            Event::Fail(index) => self.turn(*index, ImportStage::Moving, ImportStage::Empty),
            Event::Reject(index) => {
                if let Some(import) = pick(&mut self.imports, *index)
                    && import.operation == Operation::Upload
                    && import.stage == ImportStage::Moving
                {
                    import.stage = ImportStage::Rejected;
                    import.was_rejected = true;
                }
            }
            Event::HearOfRejection(index) => {
                if let Some(import) = pick(&mut self.imports, *index)
                    && import.was_rejected
                {
                    let actual = Delta {
                        image_size_total: Bytes(import.size),
                        ..Delta::NOTHING
                    };
                    let (id, image_id) = (&import.id, &import.image_id);
                    let first = self.ledger.reject(id, image_id, actual, now);
                    assert!(first.is_ok(), "{first:?}");
                    assert_eq!(self.ledger.reject(id, image_id, actual, now), first);
                }
            }
            Event::Release(index) => {
                if let Some(import) = pick(&mut self.imports, *index)
                    && import.stage == ImportStage::Asked
                {
                    import.stage = ImportStage::Empty;
                    import.asked_until = UnixMillis(0);
                    assert!(self.ledger.release(&import.id, now).is_ok());
                }
            }
            Event::Delete(index) => {
                self.turn(*index, ImportStage::Complete, ImportStage::Empty);
                self.turn(*index, ImportStage::Rejected, ImportStage::Empty);
            }
            Event::Wait { milliseconds } => {
                self.now = UnixMillis(now.0 + milliseconds);
                self.ledger.expire(self.now);
            }
            Event::BeginObservation {
                sees_images,
                sees_rejected,
            } => self.observations.push(PendingObservation {
                ticket: self.ledger.ticket(),
                sees_images: *sees_images,
                // The images tell both.
                sees_rejected: *sees_images || *sees_rejected,
                read: None,
            }),
            Event::GlanceReads(index) => {
                let read = self.state_of_glance();
                if let Some(pending) = pick(&mut self.observations, *index)
                    && pending.read.is_none()
                {
                    pending.read = Some(read);
                }
            }
            Event::ObservationArrives(index) => {
                if let Some(pending) = pick(&mut self.observations, *index)
                    && let Some(state) = pending.read.clone()
                {
                    let images = pending.sees_images.then_some(state.images);
                    let rejected = pending.sees_rejected.then_some(state.rejected);
                    let ticket = pending.ticket;
                    self.deliver(ticket, state.stored, images, rejected);
                }
            }
            Event::Restart => {
                let stored = serde_json::to_string(&self.ledger).unwrap();
                let read: Ledger = serde_json::from_str(&stored).unwrap();
                assert_eq!(read, self.ledger);
                self.ledger = read;
            }
        }
    }

    fn turn(&mut self, index: Index, from: ImportStage, to: ImportStage) {
        if let Some(import) = pick(&mut self.imports, index)
            && import.stage == from
        {
            import.stage = to;
        }
    }

    fn reserve(&mut self, size: u64, operation: Operation, sizes: Sizes) {
        let number = self.imports.len();
        let id = ReservationId::new(number.to_string());
        let image_id: ImageId = format!("00000000-0000-0000-0000-{number:012}")
            .parse()
            .unwrap();
        let ask = Ask {
            delta: Delta {
                image_size_total: Bytes(match sizes {
                    Sizes::Known => size,
                    Sizes::Unknown => 1,
                }),
                ..Delta::NOTHING
            },
            purpose: Purpose::of(operation, Some(image_id.clone())),
            sizes,
            reliance: Reliance::KnownWithin(u64::MAX),
        };
        let asked_until = UnixMillis(self.now.0 + LEASE);
        if let Ok(promised) = self.ledger.reserve(&id, ask, self.now, asked_until) {
            // What turns out to be larger than all that was left nobody can keep from going over.
            let size = size.min(promised.delta.image_size_total.0);
            self.imports.push(Import {
                id,
                image_id,
                size,
                operation,
                asked_until,
                stage: ImportStage::Asked,
                was_rejected: false,
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
    #![proptest_config(ProptestConfig::with_cases(1000))]

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
    fn nothing_leaks_once_glance_has_ended_all_and_the_images_were_seen(
        events in prop::collection::vec(event(), 0..80),
    ) {
        let mut world = World::new();
        for event in &events {
            world.apply(event);
        }
        for import in &mut world.imports {
            if import.stage == ImportStage::Moving {
                import.stage = ImportStage::Complete;
            }
        }
        world.now = UnixMillis(world.now.0 + LEASE);
        world.ledger.expire(world.now);
        world.observe_now();
        let state = world.ledger.state(Resource::ImageSizeTotal);
        prop_assert_eq!((state.usage.0, state.reserved), (world.stored(), 0));
        prop_assert_eq!(world.ledger.open_reservations().count(), 0);
    }
}
