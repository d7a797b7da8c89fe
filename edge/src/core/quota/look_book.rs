//! Who in this isolate is looking at which project, so that a hundred refused requests share one look
//! instead of making a hundred. Plain values: nobody waits on another's promise, they look here again.

use std::collections::BTreeMap;

use gaze_shared::quota::Ticket;
use gaze_shared::unix_time::UnixMillis;

use super::call::LookAt;

/// A look that takes longer than this was broken off without a word.
const LOOKING_FOR_MS: u64 = 30_000;
/// How long the end of a look is known here.
const REMEMBERED_MS: u64 = 60_000;
/// How many projects are kept at most.
const PROJECTS_AT_MOST: usize = 1_000;

/// The looks of an isolate, by the name of the ledger.
#[derive(Debug, Default)]
pub struct LookBook {
    projects: BTreeMap<String, Looks>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Looks {
    since: Option<UnixMillis>,
    last: Option<(Ticket, LookAt)>,
    touched: UnixMillis,
}

impl LookBook {
    /// Begins a look; `false` when somebody else is at it.
    pub fn begin(&mut self, project: &str, now: UnixMillis) -> bool {
        if self.projects.len() >= PROJECTS_AT_MOST {
            self.projects
                .retain(|_, looks| now.since(looks.touched).as_millis() < REMEMBERED_MS.into());
        }
        let looks = self.projects.entry(project.to_owned()).or_default();
        let is_taken = looks
            .since
            .is_some_and(|since| now.since(since).as_millis() < LOOKING_FOR_MS.into());
        if !is_taken {
            looks.since = Some(now);
            looks.touched = now;
        }
        !is_taken
    }

    /// Ends a look; with what it was, when the ledger has taken it in.
    pub fn end(&mut self, project: &str, seen: Option<(Ticket, LookAt)>, now: UnixMillis) {
        if let Some(looks) = self.projects.get_mut(project) {
            looks.since = None;
            looks.touched = now;
            // Of two with one ticket the one at the images tells more.
            looks.last = seen.or(looks.last);
        }
    }

    /// The last look that the ledger has taken in, as far as it is known here.
    #[must_use]
    pub fn last(&self, project: &str, now: UnixMillis) -> Option<(Ticket, LookAt)> {
        let looks = self.projects.get(project)?;
        let is_young = now.since(looks.touched).as_millis() < REMEMBERED_MS.into();
        looks.last.filter(|_| is_young)
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::quota::Ledger;

    use super::*;

    #[test]
    fn one_looks_at_a_time_and_the_others_find_what_was_seen() {
        let ticket = Ledger::default().ticket();
        let mut book = LookBook::default();
        let at = UnixMillis;
        assert!(book.begin("p", at(0)));
        assert!(!book.begin("p", at(1)));
        assert!(book.begin("other", at(1)));
        assert_eq!(book.last("p", at(1)), None);
        book.end("p", Some((ticket, LookAt::Usage)), at(2));
        assert_eq!(book.last("p", at(3)), Some((ticket, LookAt::Usage)));
        assert!(book.begin("p", at(4)));
        book.end("p", None, at(5));
        assert_eq!(book.last("p", at(6)), Some((ticket, LookAt::Usage)));
        assert_eq!(book.last("p", at(6 + REMEMBERED_MS)), None);
    }

    #[test]
    fn a_look_that_was_broken_off_holds_nobody_up_for_ever() {
        let mut book = LookBook::default();
        assert!(book.begin("p", UnixMillis(0)));
        assert!(!book.begin("p", UnixMillis(LOOKING_FOR_MS - 1)));
        assert!(book.begin("p", UnixMillis(LOOKING_FOR_MS)));
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
