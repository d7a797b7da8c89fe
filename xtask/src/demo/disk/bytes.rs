//! A growing file in memory that is written at offsets.

#[derive(Debug, Default)]
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    pub(super) fn from_vec(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Writes the bytes at the offset; what lies between the end and the offset becomes zeros.
    pub(super) fn put(&mut self, offset: usize, bytes: &[u8]) {
        let end = offset + bytes.len();
        if self.0.len() < end {
            self.0.resize(end, 0);
        }
        self.0[offset..end].copy_from_slice(bytes);
    }

    /// Makes the file at least so long.
    pub(super) fn extend_to(&mut self, length: usize) {
        if self.0.len() < length {
            self.0.resize(length, 0);
        }
    }

    pub(super) fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

/// Bytes that look random and are the same for the same seed (xorshift64*, Vigna 2016).
pub(super) fn noise(seed: u64, length: usize) -> Vec<u8> {
    // Zero would stay zero for ever.
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        bytes.extend_from_slice(&state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}
