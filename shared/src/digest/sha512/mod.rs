//! SHA-512 for WebAssembly, a quarter faster under V8 than that of `sha2` (docs/adr/0003-hash-workers.md).

mod compress;
mod constants;
mod lanes;

use compress::{Block, compress};
use constants::INITIAL;

const BLOCK_BYTES: usize = size_of::<Block>();

/// What the length takes at the end of the last block.
const LENGTH_BYTES: usize = size_of::<u128>();

/// A digest in the making.
#[derive(Clone)]
#[cfg_attr(
    test,
    expect(
        unreachable_pub,
        reason = "only WebAssembly has it in what the crate shows"
    )
)]
pub struct Sha512 {
    state: [u64; 8],
    /// All bytes taken in.
    bytes: u64,
    /// Those of a block that is not whole yet stand at the beginning.
    pending: [u8; BLOCK_BYTES],
}

impl Sha512 {
    pub(super) fn new() -> Self {
        Self {
            state: INITIAL,
            bytes: 0,
            pending: [0; BLOCK_BYTES],
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        let filled = self.filled();
        self.bytes = self.bytes.wrapping_add(bytes.len() as u64);
        let mut rest = bytes;
        if filled > 0 {
            let (head, behind) = split(bytes, BLOCK_BYTES - filled);
            self.keep(filled, head);
            if filled + head.len() < BLOCK_BYTES {
                return;
            }
            compress(&mut self.state, whole_blocks(&self.pending));
            rest = behind;
        }
        let (whole, rest) = split(rest, rest.len() - rest.len() % BLOCK_BYTES);
        compress(&mut self.state, whole_blocks(whole));
        self.keep(0, rest);
    }

    pub(super) fn finalize(mut self) -> [u8; 64] {
        let bits = u128::from(self.bytes) << 3;
        // A one, and zeros up to the length, which ends a block (FIPS 180-4, section 5.1.2).
        self.update(&[0x80]);
        let zeros = (2 * BLOCK_BYTES - LENGTH_BYTES - self.filled()) % BLOCK_BYTES;
        let padding = [0; BLOCK_BYTES];
        self.update(padding.get(..zeros).unwrap_or_default());
        self.update(&bits.to_be_bytes());
        let mut digest = [0; 64];
        for (place, word) in digest.as_chunks_mut().0.iter_mut().zip(self.state) {
            *place = word.to_be_bytes();
        }
        digest
    }

    /// How much of `pending` counts.
    fn filled(&self) -> usize {
        // Less than a block.
        (self.bytes % BLOCK_BYTES as u64) as usize
    }

    fn keep(&mut self, from: usize, bytes: &[u8]) {
        for (place, byte) in self.pending.iter_mut().skip(from).zip(bytes) {
            *place = *byte;
        }
    }
}

/// The beginning, at most so long, and what is behind it.
fn split(bytes: &[u8], at_most: usize) -> (&[u8], &[u8]) {
    bytes.split_at_checked(at_most).unwrap_or((bytes, &[]))
}

fn whole_blocks(bytes: &[u8]) -> &[Block] {
    bytes.as_chunks().0.as_chunks().0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sha2::Digest as _;

    fn digest(bytes: &[u8]) -> [u8; 64] {
        let mut state = Sha512::new();
        state.update(bytes);
        state.finalize()
    }

    #[test]
    fn every_length_up_to_three_blocks_is_padded_as_in_sha2() {
        let bytes: Vec<u8> = (0..=u8::MAX).chain(0..=u8::MAX).collect();
        for length in 0..=3 * BLOCK_BYTES {
            let expected = sha2::Sha512::digest(&bytes[..length]);
            assert_eq!(digest(&bytes[..length]), expected[..], "{length} bytes");
        }
    }

    proptest! {
        #[test]
        fn what_sha2_makes_of_any_pieces_is_made_of_them_here(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..700), 0..8),
        ) {
            let mut state = Sha512::new();
            for piece in &pieces {
                state.update(piece);
            }
            let expected = sha2::Sha512::digest(pieces.concat());
            prop_assert_eq!(&state.finalize()[..], &expected[..]);
        }
    }
}
