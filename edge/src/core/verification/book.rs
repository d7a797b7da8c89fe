//! What a project reads at the gateway now, and has read today.
//!
//! The whole size is charged before a byte is read, and what was not read is given back at the end. Of a reader
//! that was never heard of again nobody knows how much it has read, so its charge stays.

use std::time::Duration;

use gaze_shared::gateway::VerificationState;
use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::units::Bytes;
use serde::{Deserialize, Serialize};

/// How long a reader counts as one after it was last heard of.
pub const LEASE: Duration = Duration::from_secs(30);

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How much a project may have read at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationLimits {
    /// How many images at the same time.
    pub at_once: usize,
    /// How much from midnight to midnight, UTC; `None` without a limit.
    pub bytes_per_day: Option<Bytes>,
}

/// Data that is about to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVerification {
    /// Names the reader: a ticket is given out once.
    pub ticket: String,
    pub image_id: String,
    /// How long the data is.
    pub size: Bytes,
}

/// Why data is not read now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerificationRefusal {
    /// The same image is being read for the project.
    UnderWay,
    /// So many others are.
    TooMany { at_once: usize },
    /// It would be more than the project may have read in a day.
    DayUsedUp {
        limit: Bytes,
        /// What was read today, or is being read.
        used: Bytes,
        asked: Bytes,
        /// When the next day begins.
        retry_after_seconds: u64,
    },
}

/// What a project reads now, and has read today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationBook {
    /// Days since 1970-01-01.
    day: u64,
    charged: u64,
    readers: Vec<Reader>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Reader {
    ticket: String,
    image_id: String,
    /// The day that it is charged to.
    day: u64,
    size: Bytes,
    counts_until: UnixMillis,
}

impl VerificationBook {
    /// Charges what is about to be read.
    ///
    /// # Errors
    /// It may not be read now.
    pub fn begin(
        &mut self,
        new: NewVerification,
        limits: VerificationLimits,
        now: UnixMillis,
    ) -> Result<(), VerificationRefusal> {
        self.turn_page(now);
        let NewVerification {
            ticket,
            image_id,
            size,
        } = new;
        if self
            .readers
            .iter()
            .any(|reader| reader.image_id == image_id)
        {
            return Err(VerificationRefusal::UnderWay);
        }
        let at_once = limits.at_once;
        if self.readers.len() >= at_once {
            return Err(VerificationRefusal::TooMany { at_once });
        }
        if let Some(limit) = limits.bytes_per_day
            && self.charged.saturating_add(size.0) > limit.0
        {
            return Err(VerificationRefusal::DayUsedUp {
                limit,
                used: Bytes(self.charged),
                asked: size,
                retry_after_seconds: (DAY_MS - now.0 % DAY_MS).div_ceil(1000),
            });
        }
        self.charged = self.charged.saturating_add(size.0);
        self.readers.push(Reader {
            ticket,
            image_id,
            day: self.day,
            size,
            counts_until: now.after(LEASE),
        });
        Ok(())
    }

    /// A reader is still at work.
    pub fn renew(&mut self, ticket: &str, now: UnixMillis) {
        if let Some(reader) = self
            .readers
            .iter_mut()
            .find(|reader| reader.ticket == ticket)
        {
            reader.counts_until = now.after(LEASE);
        }
    }

    /// A reader has ended, after so many bytes. Past days are over.
    pub fn end(&mut self, ticket: &str, read: Bytes) {
        let Some(place) = self
            .readers
            .iter()
            .position(|reader| reader.ticket == ticket)
        else {
            return;
        };
        let reader = self.readers.swap_remove(place);
        if reader.day == self.day {
            let unread = reader.size.0.saturating_sub(read.0);
            self.charged = self.charged.saturating_sub(unread);
        }
    }

    /// Whether an image is being read.
    #[must_use]
    pub fn state_of(&self, image_id: &str, now: UnixMillis) -> VerificationState {
        let is_reading = |reader: &Reader| reader.image_id == image_id && now < reader.counts_until;
        if self.readers.iter().any(is_reading) {
            VerificationState::UnderWay
        } else {
            VerificationState::Idle
        }
    }

    /// Begins a new day when it is time, and strikes out who was not heard of any more. A clock that was set back
    /// does not bring back yesterday.
    fn turn_page(&mut self, now: UnixMillis) {
        self.readers.retain(|reader| now < reader.counts_until);
        let day = now.0 / DAY_MS;
        if day > self.day {
            self.day = day;
            self.charged = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    const NOON: UnixMillis = UnixMillis(DAY_MS * 20_000 + DAY_MS / 2);

    fn new(ticket: &str, image_id: &str, size: u64) -> NewVerification {
        NewVerification {
            ticket: ticket.into(),
            image_id: image_id.into(),
            size: Bytes(size),
        }
    }

    fn limits(at_once: usize, bytes_per_day: u64) -> VerificationLimits {
        VerificationLimits {
            at_once,
            bytes_per_day: Some(Bytes(bytes_per_day)),
        }
    }

    #[test]
    fn an_image_is_read_once_at_a_time_and_so_are_no_more_images_than_may_be() {
        let mut book = VerificationBook::default();
        let limits = limits(2, 1000);
        assert_eq!(book.begin(new("a", "one", 1), limits, NOON), Ok(()));
        assert_eq!(
            book.begin(new("b", "one", 1), limits, NOON),
            Err(VerificationRefusal::UnderWay)
        );
        assert_eq!(book.begin(new("c", "two", 1), limits, NOON), Ok(()));
        assert_eq!(
            book.begin(new("d", "three", 1), limits, NOON),
            Err(VerificationRefusal::TooMany { at_once: 2 })
        );
        book.end("a", Bytes(1));
        assert_eq!(book.begin(new("e", "three", 1), limits, NOON), Ok(()));
        assert_eq!(book.state_of("one", NOON), VerificationState::Idle);
        assert_eq!(book.state_of("two", NOON), VerificationState::UnderWay);
    }

    #[test]
    fn a_reader_that_was_never_heard_of_again_makes_room_and_stays_charged() {
        let mut book = VerificationBook::default();
        let limits = limits(1, 100);
        book.begin(new("a", "one", 60), limits, NOON).unwrap();
        let later = NOON.after(LEASE);
        assert_eq!(book.state_of("one", later), VerificationState::Idle);
        let refused = book.begin(new("b", "two", 60), limits, later);
        assert!(matches!(
            refused,
            Err(VerificationRefusal::DayUsedUp {
                used: Bytes(60),
                ..
            })
        ));
        assert_eq!(book.begin(new("c", "two", 40), limits, later), Ok(()));
        // One that was, still counts.
        let before_its_end = NOON.after(LEASE * 3 / 2);
        book.renew("c", before_its_end);
        let refused = book.begin(new("d", "one", 0), limits, NOON.after(LEASE * 2));
        assert_eq!(refused, Err(VerificationRefusal::TooMany { at_once: 1 }));
    }

    #[test]
    fn who_has_used_up_a_day_is_told_when_the_next_one_begins() {
        let mut book = VerificationBook::default();
        let midnight = UnixMillis(DAY_MS * 20_001);
        let before = UnixMillis(midnight.0 - 1500);
        book.begin(new("a", "one", 100), limits(2, 100), before)
            .unwrap();
        assert_eq!(
            book.begin(new("b", "two", 1), limits(2, 100), before),
            Err(VerificationRefusal::DayUsedUp {
                limit: Bytes(100),
                used: Bytes(100),
                asked: Bytes(1),
                retry_after_seconds: 2,
            })
        );
        assert_eq!(
            book.begin(new("b", "two", 70), limits(2, 100), midnight),
            Ok(())
        );
        // What yesterday's reader has not read is none of today's.
        book.end("a", Bytes::ZERO);
        let refused = book.begin(new("c", "one", 40), limits(2, 100), midnight);
        assert!(matches!(
            refused,
            Err(VerificationRefusal::DayUsedUp { .. })
        ));
    }

    proptest! {
        #[test]
        fn no_more_is_read_in_a_day_than_may_be(
            steps in prop::collection::vec((0_usize..4, 0_u64..60, 0_u64..60), 0..60)
        ) {
            let mut book = VerificationBook::default();
            let mut open: Vec<(String, u64)> = Vec::new();
            let mut read_in_all = 0;
            for (number, (image, size, read)) in steps.into_iter().enumerate() {
                let ticket = number.to_string();
                let begun = book.begin(new(&ticket, &image.to_string(), size), limits(2, 100), NOON);
                if begun.is_ok() {
                    open.push((ticket, size));
                } else if let Some((ticket, size)) = open.pop() {
                    read_in_all += read.min(size);
                    book.end(&ticket, Bytes(read.min(size)));
                }
                let on_their_way: u64 = open.iter().map(|(_, size)| size).sum();
                prop_assert!(open.len() <= 2);
                prop_assert!(read_in_all + on_their_way <= 100);
            }
        }
    }
}
