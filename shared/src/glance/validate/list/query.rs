//! The keys of a query, and what is wrong with one.

use crate::glance::validate::{Field, QueryCause, Violation};

/// The pairs of a query, with Glance's way of looking a key up.
#[derive(Clone, Copy)]
pub(super) struct Query<'a>(&'a [(String, String)]);

/// Of these keys the first counts.
const FIRST_COUNTS: [&str; 4] = ["limit", "marker", "member_status", "sort"];

impl<'a> Query<'a> {
    pub(super) const fn of(pairs: &'a [(String, String)]) -> Self {
        Self(pairs)
    }

    pub(super) fn all(self, key: &str) -> impl DoubleEndedIterator<Item = &'a str> {
        let pairs = self.0.iter().filter(move |(one, _)| one == key);
        pairs.map(|(_, value)| value.as_str())
    }

    pub(super) fn first(self, key: &str) -> Option<&'a str> {
        self.all(key).next()
    }

    pub(super) fn last(self, key: &str) -> Option<&'a str> {
        self.all(key).next_back()
    }

    /// Each key that filters, where it stands first, with the value that counts: its last.
    pub(super) fn filters(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let keys = self.0.iter().map(|(key, _)| key.as_str()).enumerate();
        keys.filter(move |(index, key)| {
            let mut earlier = self.0.iter().take(*index);
            !FIRST_COUNTS.contains(key) && !earlier.any(|(one, _)| one == key)
        })
        .filter_map(move |(_, key)| Some((key, self.last(key)?)))
    }
}

pub(super) fn wrong(key: &str, cause: QueryCause) -> Violation {
    Violation::new(Field::Parameter(key.to_owned()), cause)
}
