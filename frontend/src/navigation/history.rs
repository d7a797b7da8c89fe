//! Where this tab stands in its history, so that a step back can be taken back.
//!
//! A browser tells of Back only after it has gone there, and not how far it went. Each entry of the
//! dashboard therefore carries its number; the difference of two numbers is the way back.

/// What to do about a step through the history that the browser has made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pop {
    /// The tab stands where it stood: nothing has happened.
    Stay,
    /// Ask first. From here, a step of this length leads to where the tab stood.
    Ask {
        /// For `history.go`.
        way_back: i32,
    },
    /// Show what is there.
    Follow,
}

/// The number of the entry that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HistoryPosition {
    number: i32,
}

impl HistoryPosition {
    /// The entry that the tab opens with, which has a number when it was shown before.
    #[must_use]
    pub fn opening(number: Option<i32>) -> Self {
        Self {
            number: number.unwrap_or_default(),
        }
    }

    /// The number that the entry carries.
    #[must_use]
    pub fn number(self) -> i32 {
        self.number
    }

    /// A new entry is put behind this one.
    pub fn push(&mut self) -> i32 {
        self.number = self.number.saturating_add(1);
        self.number
    }

    /// The browser has gone to an entry. One without a number is new: the browser made it, as it does for
    /// a fragment that somebody types behind the address.
    pub fn popped(&mut self, number: Option<i32>, loses_work: bool) -> Pop {
        let number = number.unwrap_or(self.number.saturating_add(1));
        if number == self.number {
            return Pop::Stay;
        }
        if loses_work {
            return Pop::Ask {
                way_back: self.number.saturating_sub(number),
            };
        }
        self.number = number;
        Pop::Follow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A browser's history: what entries there are, and which one is shown.
    struct Browser {
        entries: Vec<Option<i32>>,
        at: usize,
    }

    impl Browser {
        fn go(&mut self, steps: i32) -> Option<i32> {
            self.at = usize::try_from(i32::try_from(self.at).unwrap() + steps).unwrap();
            self.entries[self.at]
        }
    }

    fn three_pages() -> (Browser, HistoryPosition) {
        let mut position = HistoryPosition::opening(None);
        let mut entries = vec![Some(position.number())];
        entries.push(Some(position.push()));
        entries.push(Some(position.push()));
        (Browser { entries, at: 2 }, position)
    }

    #[test]
    fn a_step_that_loses_nothing_is_followed() {
        let (mut browser, mut position) = three_pages();
        assert_eq!(position.popped(browser.go(-2), false), Pop::Follow);
        assert_eq!(position.popped(browser.go(1), false), Pop::Follow);
        assert_eq!(position.number(), 1);
    }

    #[test]
    fn a_step_of_any_length_that_loses_work_is_taken_back_to_where_it_began() {
        for steps in [-1, -2, 1] {
            let (mut browser, mut position) = three_pages();
            browser.entries.push(Some(3));
            let Pop::Ask { way_back } = position.popped(browser.go(steps), true) else {
                panic!("it must ask");
            };
            assert_eq!(way_back, -steps);
            // The browser tells of the way back too, and nothing is asked about it.
            assert_eq!(position.popped(browser.go(way_back), true), Pop::Stay);
            assert_eq!(browser.at, 2);
            // Who wants to leave all the same makes the same step again.
            assert_eq!(position.popped(browser.go(steps), false), Pop::Follow);
        }
    }

    #[test]
    fn a_tab_that_was_loaded_again_knows_where_it_stands() {
        let mut position = HistoryPosition::opening(Some(7));
        assert_eq!(position.popped(Some(6), true), Pop::Ask { way_back: 1 });
    }

    #[test]
    fn an_entry_that_the_browser_made_is_the_next_one() {
        let (_, mut position) = three_pages();
        assert_eq!(position.popped(None, false), Pop::Follow);
        assert_eq!(position.number(), 3);
    }
}
