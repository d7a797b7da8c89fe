//! Who in this isolate is looking at which project, so that a hundred refused requests share one look
//! instead of making a hundred. Plain values: nobody waits on another's promise, they look here again.

use std::collections::BTreeMap;

use gaze_shared::time::unix_millis::UnixMillis;

/// A look that has not said for so long that it goes on was broken off without a word.
const LOOKING_FOR_MS: u64 = 15_000;
/// How long the end of a look is known here.
const REMEMBERED_MS: u64 = 60_000;
/// How many projects are kept at most.
const PROJECTS_AT_MOST: usize = 1_000;

/// The looks of an isolate, by the name of the ledger.
#[derive(Debug, Default)]
pub struct LookBook {
    projects: BTreeMap<String, Looks>,
}

#[derive(Clone, Debug, Default)]
struct Looks {
    /// When the look that is under way was last heard of.
    since: Option<UnixMillis>,
    /// How many have ended.
    ended: u64,
    last: Option<LookEnd>,
    touched: UnixMillis,
}

/// How a look has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookEnd {
    /// The ledger has taken in what was seen.
    Seen,
    /// Somebody looks whose request runs in another isolate.
    Elsewhere,
    /// Glance does not know the token of whoever looked.
    TokenRefused,
    /// Glance, or the ledger, did not answer.
    Failed(LookFailure),
}

/// Who did not answer, and why, for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookFailure {
    /// Glance.
    ImageService(String),
    /// The ledger.
    Ledger(String),
}

impl LookBook {
    /// Begins a look; `false` when somebody else is at it.
    pub fn begin(&mut self, project: &str, now: UnixMillis) -> bool {
        if self.projects.len() >= PROJECTS_AT_MOST {
            self.projects
                .retain(|_, looks| now.since(looks.touched).as_millis() < REMEMBERED_MS.into());
        }
        let looks = self.projects.entry(project.to_owned()).or_default();
        let is_free = !looks.is_under_way(now);
        if is_free {
            looks.since = Some(now);
            looks.touched = now;
        }
        is_free
    }

    /// The look goes on.
    pub fn keep(&mut self, project: &str, now: UnixMillis) {
        if let Some(looks) = self.projects.get_mut(project) {
            looks.since = Some(now);
            looks.touched = now;
        }
    }

    /// Ends a look.
    pub fn end(&mut self, project: &str, end: LookEnd, now: UnixMillis) {
        if let Some(looks) = self.projects.get_mut(project) {
            looks.since = None;
            looks.touched = now;
            looks.ended += 1;
            looks.last = Some(end);
        }
    }

    /// How many looks have ended here, as a mark for [`Self::ended_since`].
    #[must_use]
    pub fn ended(&self, project: &str) -> u64 {
        self.projects.get(project).map_or(0, |looks| looks.ended)
    }

    /// How the last look has ended, if one has since the mark, or if nobody looks any more.
    #[must_use]
    pub fn ended_since(&self, project: &str, mark: u64, now: UnixMillis) -> Option<LookEnd> {
        match self.projects.get(project) {
            Some(looks) if looks.ended == mark && looks.is_under_way(now) => None,
            Some(looks) if looks.ended != mark => looks.last.clone(),
            _ => Some(LookEnd::Elsewhere),
        }
    }
}

impl Looks {
    fn is_under_way(&self, now: UnixMillis) -> bool {
        self.since
            .is_some_and(|since| now.since(since).as_millis() < LOOKING_FOR_MS.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_looks_at_a_time_and_the_others_find_how_it_ended() {
        let mut book = LookBook::default();
        let at = UnixMillis;
        assert!(book.begin("p", at(0)));
        assert!(!book.begin("p", at(1)));
        assert!(book.begin("other", at(1)));
        let mark = book.ended("p");
        assert_eq!(book.ended_since("p", mark, at(1)), None);
        book.end("p", LookEnd::Seen, at(2));
        assert_eq!(book.ended_since("p", mark, at(3)), Some(LookEnd::Seen));
        assert!(book.begin("p", at(4)));
        assert_eq!(book.ended_since("p", mark, at(4)), Some(LookEnd::Seen));
        let failed = LookEnd::Failed(LookFailure::ImageService("away".into()));
        book.end("p", failed.clone(), at(5));
        assert_eq!(book.ended_since("p", mark + 1, at(5)), Some(failed));
    }

    #[test]
    fn a_look_that_was_broken_off_holds_nobody_up_for_ever_and_one_that_goes_on_does() {
        let mut book = LookBook::default();
        assert!(book.begin("p", UnixMillis(0)));
        book.keep("p", UnixMillis(10));
        let end = LOOKING_FOR_MS + 10;
        assert!(!book.begin("p", UnixMillis(end - 1)));
        assert_eq!(book.ended_since("p", 0, UnixMillis(end - 1)), None);
        let nobody = Some(LookEnd::Elsewhere);
        assert_eq!(book.ended_since("p", 0, UnixMillis(end)), nobody);
        assert!(book.begin("p", UnixMillis(end)));
    }

    #[test]
    fn the_book_does_not_grow_without_end() {
        let mut book = LookBook::default();
        for n in 0..PROJECTS_AT_MOST {
            book.begin(&n.to_string(), UnixMillis(0));
        }
        book.begin("new", UnixMillis(REMEMBERED_MS));
        assert_eq!(book.projects.len(), 1);
    }
}
