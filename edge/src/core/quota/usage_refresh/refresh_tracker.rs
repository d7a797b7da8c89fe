//! Who in this isolate is refreshing which project, so that a hundred refused requests share one refresh
//! instead of making a hundred. Plain values: nobody waits on another, they look here again.

use std::collections::BTreeMap;

use gaze_shared::time::unix_millis::UnixMillis;

/// A refresh that has not said for so long that it goes on was broken off without a word.
const REFRESH_HOLDS_MS: u64 = 15_000;
/// How long the end of a refresh is known here.
const REMEMBERED_MS: u64 = 60_000;
/// How many projects are kept at most.
const PROJECTS_AT_MOST: usize = 1_000;

/// The refreshes of an isolate, by the name of the ledger.
#[derive(Debug, Default)]
pub struct RefreshTracker {
    projects: BTreeMap<String, ProjectRefreshes>,
}

#[derive(Clone, Debug, Default)]
struct ProjectRefreshes {
    /// When the refresh that is under way was last heard of.
    since: Option<UnixMillis>,
    /// How many have ended.
    ended: u64,
    last: Option<RefreshEnd>,
    touched: UnixMillis,
}

/// How a refresh has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefreshEnd {
    /// The ledger has taken in what was seen.
    Observed,
    /// Somebody refreshes whose request runs in another isolate.
    Elsewhere,
    /// Glance does not know the token of whoever refreshed.
    TokenRefused,
    /// Glance, or the ledger, did not answer.
    Failed(RefreshFailure),
}

/// Who did not answer, and why, for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefreshFailure {
    /// Glance.
    ImageService(String),
    Ledger(String),
}

impl RefreshTracker {
    /// Begins a refresh; `false` when somebody else is at it.
    pub fn begin(&mut self, project: &str, now: UnixMillis) -> bool {
        if self.projects.len() >= PROJECTS_AT_MOST {
            self.projects.retain(|_, refreshes| {
                now.since(refreshes.touched).as_millis() < REMEMBERED_MS.into()
            });
        }
        let refreshes = self.projects.entry(project.to_owned()).or_default();
        let is_free = !refreshes.is_under_way(now);
        if is_free {
            refreshes.since = Some(now);
            refreshes.touched = now;
        }
        is_free
    }

    /// The refresh goes on.
    pub fn keep(&mut self, project: &str, now: UnixMillis) {
        if let Some(refreshes) = self.projects.get_mut(project) {
            refreshes.since = Some(now);
            refreshes.touched = now;
        }
    }

    /// Ends a refresh.
    pub fn end(&mut self, project: &str, end: RefreshEnd, now: UnixMillis) {
        if let Some(refreshes) = self.projects.get_mut(project) {
            refreshes.since = None;
            refreshes.touched = now;
            refreshes.ended += 1;
            refreshes.last = Some(end);
        }
    }

    /// How many refreshes have ended here, as a mark for [`Self::ended_since`].
    #[must_use]
    pub fn ended(&self, project: &str) -> u64 {
        self.projects
            .get(project)
            .map_or(0, |refreshes| refreshes.ended)
    }

    /// How the last refresh has ended, if one has since the mark, or if nobody refreshes any more.
    #[must_use]
    pub fn ended_since(&self, project: &str, mark: u64, now: UnixMillis) -> Option<RefreshEnd> {
        match self.projects.get(project) {
            Some(refreshes) if refreshes.ended == mark && refreshes.is_under_way(now) => None,
            Some(refreshes) if refreshes.ended != mark => refreshes.last.clone(),
            _ => Some(RefreshEnd::Elsewhere),
        }
    }
}

impl ProjectRefreshes {
    fn is_under_way(&self, now: UnixMillis) -> bool {
        self.since
            .is_some_and(|since| now.since(since).as_millis() < REFRESH_HOLDS_MS.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_refreshes_at_a_time_and_the_others_find_how_it_ended() {
        let mut state = RefreshTracker::default();
        let at = UnixMillis;
        assert!(state.begin("p", at(0)));
        assert!(!state.begin("p", at(1)));
        assert!(state.begin("other", at(1)));
        let mark = state.ended("p");
        assert_eq!(state.ended_since("p", mark, at(1)), None);
        state.end("p", RefreshEnd::Observed, at(2));
        assert_eq!(
            state.ended_since("p", mark, at(3)),
            Some(RefreshEnd::Observed)
        );
        assert!(state.begin("p", at(4)));
        assert_eq!(
            state.ended_since("p", mark, at(4)),
            Some(RefreshEnd::Observed)
        );
        let failed = RefreshEnd::Failed(RefreshFailure::ImageService("away".into()));
        state.end("p", failed.clone(), at(5));
        assert_eq!(state.ended_since("p", mark + 1, at(5)), Some(failed));
    }

    #[test]
    fn a_refresh_that_was_broken_off_holds_nobody_up_for_ever_and_one_that_goes_on_does() {
        let mut state = RefreshTracker::default();
        assert!(state.begin("p", UnixMillis(0)));
        state.keep("p", UnixMillis(10));
        let end = REFRESH_HOLDS_MS + 10;
        assert!(!state.begin("p", UnixMillis(end - 1)));
        assert_eq!(state.ended_since("p", 0, UnixMillis(end - 1)), None);
        let nobody = Some(RefreshEnd::Elsewhere);
        assert_eq!(state.ended_since("p", 0, UnixMillis(end)), nobody);
        assert!(state.begin("p", UnixMillis(end)));
    }

    #[test]
    fn the_book_does_not_grow_without_end() {
        let mut state = RefreshTracker::default();
        for n in 0..PROJECTS_AT_MOST {
            state.begin(&n.to_string(), UnixMillis(0));
        }
        state.begin("new", UnixMillis(REMEMBERED_MS));
        assert_eq!(state.projects.len(), 1);
    }
}
