//! The reservations that count, with their sums and ends kept at hand: a ledger answers hundreds of calls
//! in a second, and thousands of reservations may be open.

use std::collections::{BTreeMap, BTreeSet};

use crate::quota::ledger::entry::{OpenEntry, OpenState};
use crate::quota::reservation::ReservationId;
use crate::quota::resource::{Delta, Resource};
use crate::time::unix_millis::UnixMillis;

/// How many may be open at the same time. This bounds what is stored of them.
pub const OPEN_AT_MOST: usize = 10_000;

/// The open reservations, by id. Every change goes through here, so that what is kept at hand is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::quota) struct Open {
    entries: Entries,
    /// The ends of those that are held.
    ends: BTreeSet<(UnixMillis, ReservationId)>,
    sums: Sums,
}

type Entries = BTreeMap<ReservationId, OpenEntry>;

/// What counts beside the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::quota) struct Sums {
    /// Of what is reserved, or in doubt.
    pub(in crate::quota) reserved: Sum,
    /// The part of it that the base may have too.
    pub(in crate::quota) may_be_inside: Sum,
}

/// Amounts of each resource: wide enough that adding and taking away never loses anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::quota) struct Sum([u128; Resource::ALL.len()]);

impl Sum {
    pub(in crate::quota) fn get(&self, resource: Resource) -> u128 {
        let mut sums = Resource::ALL.into_iter().zip(self.0);
        sums.find(|(of, _)| *of == resource)
            .map_or(0, |(_, sum)| sum)
    }

    fn change(&mut self, delta: &Delta, change: Change) {
        for (sum, resource) in self.0.iter_mut().zip(Resource::ALL) {
            let amount = u128::from(delta.get(resource));
            *sum = match change {
                Change::Add => sum.saturating_add(amount),
                Change::TakeAway => sum.saturating_sub(amount),
            };
        }
    }
}

#[derive(Clone, Copy)]
enum Change {
    Add,
    TakeAway,
}

impl Open {
    pub(in crate::quota) fn get(&self, id: &ReservationId) -> Option<&OpenEntry> {
        self.entries.get(id)
    }

    pub(in crate::quota) fn iter(&self) -> impl Iterator<Item = (&ReservationId, &OpenEntry)> {
        self.entries.iter()
    }

    pub(in crate::quota) fn is_full(&self) -> bool {
        self.entries.len() >= OPEN_AT_MOST
    }

    pub(in crate::quota) const fn sums(&self) -> &Sums {
        &self.sums
    }

    /// Puts a reservation in, in the place of what its id had before.
    pub(in crate::quota) fn insert(&mut self, id: ReservationId, entry: OpenEntry) {
        self.remove(&id);
        self.count(&id, &entry, Change::Add);
        self.entries.insert(id, entry);
    }

    pub(in crate::quota) fn remove(&mut self, id: &ReservationId) -> Option<OpenEntry> {
        let entry = self.entries.remove(id)?;
        self.count(id, &entry, Change::TakeAway);
        Some(entry)
    }

    /// Changes a reservation, if there is one of this id.
    pub(in crate::quota) fn change<T>(
        &mut self,
        id: &ReservationId,
        work: impl FnOnce(&mut OpenEntry) -> T,
    ) -> Option<T> {
        let mut entry = self.remove(id)?;
        let outcome = work(&mut entry);
        self.insert(id.clone(), entry);
        Some(outcome)
    }

    /// The ids of those whose time is over.
    pub(in crate::quota) fn over_at(&self, now: UnixMillis) -> Vec<ReservationId> {
        let over = self.ends.iter().take_while(|(end, _)| *end <= now);
        over.map(|(_, id)| id.clone()).collect()
    }

    /// When the first of those that are held ends.
    pub(in crate::quota) fn next_end(&self) -> Option<UnixMillis> {
        self.ends.first().map(|(end, _)| *end)
    }

    pub(in crate::quota) fn all_are_held(&self) -> bool {
        self.ends.len() == self.entries.len()
    }

    fn count(&mut self, id: &ReservationId, entry: &OpenEntry, change: Change) {
        let beside = entry.beside_base();
        self.sums.reserved.change(&beside, change);
        if entry.may_be_inside {
            self.sums.may_be_inside.change(&beside, change);
        }
        if let OpenState::Held { expires_at } = entry.state {
            let end = (expires_at, id.clone());
            match change {
                Change::Add => self.ends.insert(end),
                Change::TakeAway => self.ends.remove(&end),
            };
        }
    }
}

impl From<Open> for Entries {
    fn from(open: Open) -> Self {
        open.entries
    }
}
