//! Lines of the log that are written together.
//!
//! The write is most of what a line costs (`docs/adr/0009-hot-path.md`). What tells of a request that
//! only read, and went well, can wait a moment for others; anything else is written at once, and takes
//! along what waits, so that the log stays in its order.

use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;

/// How much may wait: some 200 lines.
const MOST_BYTES: usize = 1 << 16;

/// The lines that wait.
#[derive(Debug, Default)]
pub struct LogBuffer {
    text: String,
    /// When the first of them came.
    since: UnixMillis,
}

/// What is to be done after a line has been added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writing {
    /// It is the first: whoever added it takes what there is when the delay is over.
    AfterTheDelay,
    /// Somebody is going to take it.
    AlreadyScheduled,
    /// All of this is to be written now.
    Now(String),
}

impl LogBuffer {
    /// Adds a line that can wait. Where nobody has taken the lines in time, because the runtime
    /// has ended the request that was to, they are written with the next one.
    #[must_use]
    pub fn add(&mut self, line: &str, now: UnixMillis, delay: Duration) -> Writing {
        if delay.is_zero() {
            return Writing::Now(self.take_with(line));
        }
        if self.text.is_empty() {
            self.text.push_str(line);
            self.since = now;
            return Writing::AfterTheDelay;
        }
        let is_overdue = now.since(self.since) >= delay.saturating_mul(2);
        if is_overdue || self.text.len().saturating_add(line.len()) > MOST_BYTES {
            return Writing::Now(self.take_with(line));
        }
        self.text.push('\n');
        self.text.push_str(line);
        Writing::AlreadyScheduled
    }

    /// All that waits, with a line behind it that does not.
    #[must_use]
    pub fn take_with(&mut self, line: &str) -> String {
        match self.take() {
            Some(held) => format!("{held}\n{line}"),
            None => line.to_owned(),
        }
    }

    /// All that waits; `None` when that is nothing.
    #[must_use]
    pub fn take(&mut self) -> Option<String> {
        let text = std::mem::take(&mut self.text);
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DELAY: Duration = Duration::from_millis(100);

    #[test]
    fn the_first_line_asks_to_be_taken_and_the_next_ones_go_with_it() {
        let mut held = LogBuffer::default();
        let at = UnixMillis(1_000);
        assert_eq!(held.add("one", at, DELAY), Writing::AfterTheDelay);
        assert_eq!(held.add("two", at, DELAY), Writing::AlreadyScheduled);
        assert_eq!(held.take().as_deref(), Some("one\ntwo"));
        assert_eq!(held.take(), None);
        assert_eq!(held.add("three", at, DELAY), Writing::AfterTheDelay);
    }

    #[test]
    fn without_a_delay_nothing_waits() {
        let mut held = LogBuffer::default();
        let written = held.add("one", UnixMillis(0), Duration::ZERO);
        assert_eq!(written, Writing::Now("one".into()));
    }

    #[test]
    fn a_line_that_cannot_wait_takes_along_what_does() {
        let mut held = LogBuffer::default();
        let _scheduled = held.add("read", UnixMillis(0), DELAY);
        assert_eq!(held.take_with("write"), "read\nwrite");
    }

    #[test]
    fn lines_that_nobody_has_taken_in_time_are_written_with_the_next() {
        let mut held = LogBuffer::default();
        let _broken = held.add("one", UnixMillis(0), DELAY);
        let written = held.add("two", UnixMillis(200), DELAY);
        assert_eq!(written, Writing::Now("one\ntwo".into()));
    }

    proptest! {
        #[test]
        fn no_line_is_lost_doubled_or_moved(
            steps in proptest::collection::vec((0..3_u8, 0..150_u64, 0..40_000_usize), 0..40),
        ) {
            let (mut held, mut now) = (LogBuffer::default(), 0);
            let (mut expected, mut written) = (Vec::new(), Vec::new());
            for (index, (step, passed, length)) in steps.into_iter().enumerate() {
                now += passed;
                let line = format!("{index} {}", "x".repeat(length));
                let text = match step {
                    0 => held.take(),
                    1 => Some(held.take_with(&line)),
                    _ => match held.add(&line, UnixMillis(now), DELAY) {
                        Writing::Now(text) => Some(text),
                        Writing::AfterTheDelay | Writing::AlreadyScheduled => None,
                    },
                };
                if step != 0 {
                    expected.push(line);
                }
                written.extend(text.iter().flat_map(|text| text.lines().map(str::to_owned)));
                prop_assert!(held.text.len() <= MOST_BYTES);
            }
            written.extend(held.take().iter().flat_map(|text| text.lines().map(str::to_owned)));
            prop_assert_eq!(written, expected);
        }
    }
}
