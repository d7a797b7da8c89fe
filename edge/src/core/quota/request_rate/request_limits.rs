//! Which projects limit their requests, as the isolate remembers it: a call of a project that does not
//! costs no call to its ledger.

use std::collections::BTreeMap;

use gaze_shared::time::unix_millis::UnixMillis;

/// How long a project is taken for one without a limit.
const REMEMBERED_MS: u128 = 5_000;
/// How many projects are kept at most.
const PROJECTS_AT_MOST: usize = 10_000;

/// What is known of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestLimit {
    /// Its plan limits requests.
    Limited,
    /// It does not.
    Unlimited,
}

/// What is known of projects, by the names of their ledgers.
#[derive(Debug, Default)]
pub struct RequestLimits {
    projects: BTreeMap<String, (RequestLimit, UnixMillis)>,
}

impl RequestLimits {
    /// What is known of a project. A limit is forgotten only when the ledger tells so: whoever is limited
    /// is not let through for want of memory.
    #[must_use]
    pub fn get(&self, project: &str, now: UnixMillis) -> Option<RequestLimit> {
        let (limit, at) = self.projects.get(project)?;
        match limit {
            RequestLimit::Limited => Some(RequestLimit::Limited),
            RequestLimit::Unlimited => {
                (now.since(*at).as_millis() < REMEMBERED_MS).then_some(RequestLimit::Unlimited)
            }
        }
    }

    /// Remembers a project.
    pub fn insert(&mut self, project: &str, limit: RequestLimit, now: UnixMillis) {
        if self.projects.len() >= PROJECTS_AT_MOST {
            self.projects.clear();
        }
        self.projects.insert(project.to_owned(), (limit, now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_is_believed_for_some_seconds_and_a_limit_until_it_is_gone() {
        let mut limits = RequestLimits::default();
        assert_eq!(limits.get("p", UnixMillis(0)), None);
        limits.insert("p", RequestLimit::Unlimited, UnixMillis(0));
        assert_eq!(
            limits.get("p", UnixMillis(4_999)),
            Some(RequestLimit::Unlimited)
        );
        assert_eq!(limits.get("p", UnixMillis(5_000)), None);
        limits.insert("p", RequestLimit::Limited, UnixMillis(0));
        assert_eq!(
            limits.get("p", UnixMillis(1 << 40)),
            Some(RequestLimit::Limited)
        );
    }
}
