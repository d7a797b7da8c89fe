//! How many bytes go in one request of an upload by tus.

use gaze_shared::units::Bytes;

const MIB: u64 = 1 << 20;

const FIRST: u64 = 8 * MIB;

/// Below this the requests cost more than what a loss would.
const LEAST: u64 = MIB;

/// Two chunks are in memory at a time: the one on the wire and the one that is read ahead.
const MOST: u64 = 32 * MIB;

/// A chunk that took less than this was too small to keep the line busy, whatever the time that one answer
/// takes to come.
const SHORTEST_MILLIS: u64 = 2_000;

/// One that took longer costs more to send again than it saved.
const LONGEST_MILLIS: u64 = 8_000;

/// The size of the next chunk, which follows the line: doubled while chunks pass quickly, halved where they
/// take long or are lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkSize {
    bytes: u64,
    most: u64,
}

impl ChunkSize {
    /// A size to begin with, over a way that takes `largest_body` in one request.
    #[must_use]
    pub fn new(largest_body: Option<Bytes>) -> Self {
        let most = largest_body.map_or(MOST, |largest| largest.0.clamp(1, MOST));
        Self {
            bytes: FIRST.min(most),
            most,
        }
    }

    #[must_use]
    pub fn bytes(self) -> Bytes {
        Bytes(self.bytes)
    }

    /// A chunk has arrived, `millis` after it began.
    pub fn arrived(&mut self, millis: u64) {
        if millis < SHORTEST_MILLIS {
            self.bytes = self.bytes.saturating_mul(2).min(self.most);
        } else if millis > LONGEST_MILLIS {
            self.halve();
        }
    }

    /// A chunk has not arrived.
    pub fn lost(&mut self) {
        self.halve();
    }

    /// A chunk is larger than what may pass. Says whether a smaller one is left to try.
    pub fn refused(&mut self) -> bool {
        if self.bytes <= LEAST {
            return false;
        }
        self.most = (self.bytes / 2).max(LEAST);
        self.bytes = self.most;
        true
    }

    fn halve(&mut self) {
        self.bytes = (self.bytes / 2).max(LEAST.min(self.most));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chunks_grow_on_a_quick_line_and_shrink_on_a_slow_one() {
        let mut size = ChunkSize::new(None);
        assert_eq!(size.bytes(), Bytes(8 * MIB));
        size.arrived(100);
        assert_eq!(size.bytes(), Bytes(16 * MIB));
        size.arrived(5_000);
        assert_eq!(size.bytes(), Bytes(16 * MIB));
        size.arrived(20_000);
        assert_eq!(size.bytes(), Bytes(8 * MIB));
        size.lost();
        assert_eq!(size.bytes(), Bytes(4 * MIB));
    }

    #[test]
    fn a_chunk_that_is_too_large_for_the_way_is_the_last_of_its_size() {
        let mut size = ChunkSize::new(None);
        assert!(size.refused());
        size.arrived(10);
        assert_eq!(size.bytes(), Bytes(4 * MIB));
        assert!(size.refused() && size.refused());
        assert_eq!((size.bytes(), size.refused()), (Bytes(MIB), false));
    }

    proptest! {
        #[test]
        fn a_chunk_is_never_empty_and_never_more_than_may_pass(
            largest in proptest::option::of(1_u64..1 << 40),
            happened in proptest::collection::vec(proptest::option::of(0_u64..20_000), 0..50),
        ) {
            let mut size = ChunkSize::new(largest.map(Bytes));
            for millis in happened {
                match millis {
                    Some(millis) => size.arrived(millis),
                    None => size.lost(),
                }
                prop_assert!(size.bytes() > Bytes::ZERO);
                prop_assert!(size.bytes() <= Bytes(MOST));
                prop_assert!(largest.is_none_or(|largest| size.bytes() <= Bytes(largest)));
            }
        }
    }
}
