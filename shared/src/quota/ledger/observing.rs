//! Taking in what was seen at Glance, and what has to be read next.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::quota::ledger::entry::{Base, EntryFate, OpenEntry, OpenState};
use crate::quota::ledger::state::{Ledger, Observed};
use crate::quota::observation::{Observation, Ticket};
use crate::quota::reservation::ReservationId;
use crate::quota::reservation::purpose::Purpose;
use crate::quota::resource::Delta;
use crate::time::unix_millis::UnixMillis;

/// How long an operation that Glance goes on with is kept after each refresh that has seen it.
const WATCHED_FOR: Duration = Duration::from_secs(10 * 60);
/// How often the images are read while Glance goes on with one of them.
const IMAGES_SEEN_EVERY: Duration = Duration::from_secs(30);

impl Ledger {
    /// Whether reservations wait for Glance to be asked again before their size is known.
    #[must_use]
    pub fn wants_observation(&self) -> bool {
        !self.open.all_are_held()
            || !self.unobserved.adds_nothing()
            || self
                .base
                .as_ref()
                .is_none_or(|base| base.is_wrong || base.is_high)
    }

    /// Whether the next refresh has to be one from the images: the cloud does not tell what the plan limits,
    /// or operations are open that only their images tell of.
    #[must_use]
    pub fn wants_images(&self, now: UnixMillis) -> bool {
        let seen_lately = self
            .images_seen_at
            .is_some_and(|at| now.since(at) < IMAGES_SEEN_EVERY);
        self.misses_figures()
            || self.open.iter().any(|(_, entry)| match entry.state {
                OpenState::Doubtful { .. } => entry.purpose.is_settled_by_image(),
                OpenState::Held { .. } => entry.accepted_at.is_some() && !seen_lately,
            })
    }

    /// What the open reservations are for, those without an image left out: a refresh from the images tells
    /// of these.
    pub fn open_purposes(&self) -> impl Iterator<Item = &Purpose> {
        let purposes = self.open.iter().map(|(_, entry)| &entry.purpose);
        purposes.filter(|purpose| purpose.image_id.is_some())
    }

    /// There may be more than the last refresh tells, and nobody knows how much: nothing is reserved before
    /// one that begins after this.
    pub fn mark_stale(&mut self) {
        self.wrong_up_to = Some(Ticket(self.events));
        if let Some(base) = &mut self.base {
            base.is_wrong = true;
        }
    }

    /// There is less than the last refresh tells: what is reserved stays right, and what is refused may fit
    /// after a refresh that begins after this.
    pub fn note_freed(&mut self) {
        self.high_up_to = Some(Ticket(self.events));
        if let Some(base) = &mut self.base {
            base.is_high = true;
        }
    }

    /// Takes in what Glance said. Everything that ended before Glance was asked is inside its
    /// figures and is counted by them from now on; everything else keeps counting beside them.
    pub fn observe_usage(&mut self, observation: &Observation, now: UnixMillis) -> Observed {
        self.expire(now);
        let asked = observation.asked;
        if self.base.as_ref().is_some_and(|base| asked < base.asked) {
            return Observed::Stale;
        }
        let fates: Vec<(ReservationId, EntryFate)> = self
            .open
            .iter()
            .map(|(id, entry)| (id.clone(), entry.fate(observation, now)))
            .collect();
        let mut stored = Delta::NOTHING;
        let mut ended = BTreeMap::new();
        for (id, fate) in fates {
            match fate {
                EntryFate::StaysOpen => self.keep(&id, observation, |_| ()),
                EntryFate::GoesOn => {
                    let event = self.next_event();
                    self.keep(&id, observation, |entry| {
                        entry.go_on(event, now.after(WATCHED_FOR));
                    });
                }
                EntryFate::Contained(outcome) => {
                    if let Some(entry) = self.open.remove(&id) {
                        stored = stored.and(&entry.stored_in(observation));
                        if let Some(image) = entry.uploads_to() {
                            ended.insert(image.clone(), entry.delta.image_size_total);
                        }
                        self.settle(&id, &entry, outcome, now);
                    }
                }
            }
        }
        self.unobserved.observe(asked);
        if !stored.is_nothing() {
            let event = self.next_event();
            self.unobserved.add_observed_by_base(event, stored);
        }
        let is_before = |mark: Option<Ticket>| mark.is_some_and(|mark| asked <= mark);
        let mut base = Base::of(observation, now);
        base.is_wrong = is_before(self.wrong_up_to);
        base.is_high = is_before(self.high_up_to);
        self.base = Some(base);
        if observation.images.is_some() {
            self.images_seen_at = Some(now);
        }
        self.observe_rejected(observation, &ended, now);
        Observed::Applied
    }

    fn keep(
        &mut self,
        id: &ReservationId,
        observation: &Observation,
        work: impl FnOnce(&mut OpenEntry),
    ) {
        self.open.change(id, |entry| {
            work(entry);
            entry.note_seen(id, observation);
        });
    }
}

impl OpenEntry {
    /// Glance was seen at work on it.
    fn go_on(&mut self, event: u64, until: UnixMillis) {
        if let OpenState::Doubtful { .. } = self.state {
            self.state = OpenState::Held { expires_at: until };
        }
        self.accepted_at.get_or_insert(event);
        self.keep_until(until);
    }
}
