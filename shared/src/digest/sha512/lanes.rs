//! Two words side by side: a vector of WebAssembly, and elsewhere a pair, by which the rest is tested.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::{
        i8x16_shuffle, i64x2_add, i64x2_shl, u64x2, u64x2_extract_lane, u64x2_shr, u64x2_shuffle,
        v128, v128_xor,
    };

    pub(in super::super) type Lanes = v128;

    pub(in super::super) const fn pair(low: u64, high: u64) -> Lanes {
        u64x2(low, high)
    }

    #[inline(always)]
    pub(in super::super) fn low(lanes: Lanes) -> u64 {
        u64x2_extract_lane::<0>(lanes)
    }

    #[inline(always)]
    pub(in super::super) fn high(lanes: Lanes) -> u64 {
        u64x2_extract_lane::<1>(lanes)
    }

    #[inline(always)]
    pub(in super::super) fn swap_bytes(lanes: Lanes) -> Lanes {
        i8x16_shuffle::<7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8>(lanes, lanes)
    }

    #[inline(always)]
    pub(in super::super) fn add(a: Lanes, b: Lanes) -> Lanes {
        i64x2_add(a, b)
    }

    #[inline(always)]
    pub(super) fn xor(a: Lanes, b: Lanes) -> Lanes {
        v128_xor(a, b)
    }

    #[inline(always)]
    pub(super) fn shift_right<const BITS: u32>(lanes: Lanes) -> Lanes {
        u64x2_shr(lanes, BITS)
    }

    #[inline(always)]
    pub(super) fn shift_left<const BITS: u32>(lanes: Lanes) -> Lanes {
        i64x2_shl(lanes, BITS)
    }

    /// The high word of the one, and the low word of the other.
    #[inline(always)]
    pub(super) fn between(a: Lanes, b: Lanes) -> Lanes {
        u64x2_shuffle::<1, 2>(a, b)
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod vector {
    pub(in super::super) type Lanes = [u64; 2];

    pub(in super::super) const fn pair(low: u64, high: u64) -> Lanes {
        [low, high]
    }

    pub(in super::super) fn low([low, _]: Lanes) -> u64 {
        low
    }

    pub(in super::super) fn high([_, high]: Lanes) -> u64 {
        high
    }

    pub(in super::super) fn swap_bytes(lanes: Lanes) -> Lanes {
        lanes.map(u64::swap_bytes)
    }

    pub(in super::super) fn add([a, b]: Lanes, [c, d]: Lanes) -> Lanes {
        [a.wrapping_add(c), b.wrapping_add(d)]
    }

    pub(super) fn xor([a, b]: Lanes, [c, d]: Lanes) -> Lanes {
        [a ^ c, b ^ d]
    }

    pub(super) fn shift_right<const BITS: u32>(lanes: Lanes) -> Lanes {
        lanes.map(|word| word >> BITS)
    }

    pub(super) fn shift_left<const BITS: u32>(lanes: Lanes) -> Lanes {
        lanes.map(|word| word << BITS)
    }

    /// The high word of the one, and the low word of the other.
    pub(super) fn between([_, a]: Lanes, [b, _]: Lanes) -> Lanes {
        [a, b]
    }
}

pub(super) use vector::{Lanes, add, high, low, pair, swap_bytes};
use vector::{between, shift_left, shift_right, xor};

/// Two words of a message, which is big-endian.
#[inline(always)]
pub(super) fn message_words([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]: [u8; 16]) -> Lanes {
    // Little-endian is how both a vector and this WebAssembly read their memory, so this is one load.
    let low = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let high = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
    swap_bytes(pair(low, high))
}

/// The next two words of the schedule (FIPS 180-4, section 6.4.2, step 1) from the first, second, fifth, sixth and
/// last pair of the sixteen before them.
#[inline(always)]
pub(super) fn next_words(
    first: Lanes,
    second: Lanes,
    fifth: Lanes,
    sixth: Lanes,
    last: Lanes,
) -> Lanes {
    let small = between(first, second);
    let sigma_0 = xor(
        xor(rotate::<1, 63>(small), rotate::<8, 56>(small)),
        shift_right::<7>(small),
    );
    let sigma_1 = xor(
        xor(rotate::<19, 45>(last), rotate::<61, 3>(last)),
        shift_right::<6>(last),
    );
    add(add(first, between(fifth, sixth)), add(sigma_0, sigma_1))
}

/// To the right by the one, which with the other makes 64.
#[inline(always)]
fn rotate<const RIGHT: u32, const LEFT: u32>(lanes: Lanes) -> Lanes {
    xor(shift_right::<RIGHT>(lanes), shift_left::<LEFT>(lanes))
}
