//! What the image services said of their stores, for a short while.

use std::collections::BTreeMap;

use gaze_shared::glance::store::StoreInfo;

use crate::core::UnixSeconds;

/// For how long an answer is taken as true. Stores change when Glance is set up anew.
const SECONDS: i64 = 60;

/// The memory of one isolate: an answer for each region, of which there are as many as the operator
/// has listed.
#[derive(Debug, Default)]
pub struct KnownStores {
    by_region: BTreeMap<String, (StoreInfo, UnixSeconds)>,
}

impl KnownStores {
    /// The stores of a region, while they are known.
    #[must_use]
    pub fn get(&self, region: &str, now: UnixSeconds) -> Option<&StoreInfo> {
        let (stores, until) = self.by_region.get(region)?;
        (*until > now).then_some(stores)
    }

    /// Remembers what the region's image service said just now.
    pub fn insert(&mut self, region: &str, stores: StoreInfo, now: UnixSeconds) {
        let until = UnixSeconds(now.0.saturating_add(SECONDS));
        self.by_region.insert(region.to_owned(), (stores, until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_known_for_a_minute_and_for_its_region() {
        let mut known = KnownStores::default();
        known.insert("one", StoreInfo::default(), UnixSeconds(1000));
        assert!(known.get("one", UnixSeconds(1059)).is_some());
        assert!(known.get("one", UnixSeconds(1060)).is_none());
        assert!(known.get("two", UnixSeconds(1000)).is_none());
    }
}
