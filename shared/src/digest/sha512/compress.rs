//! The compression function (FIPS 180-4, section 6.4.2).

use std::hint::black_box;

use super::constants::ROUNDS;
use super::lanes::{add, high, low, message_words, next_words, pair};

/// Eight pairs of words.
pub(super) type Block = [[u8; 16]; 8];

/// One round. The variables keep their values and change their names, so that nothing is moved.
///
/// Of the two sums of rotations only that of `e` is on the way to the next round. That of `a` is nested, as OpenSSL
/// has it, which takes fewer registers. `b ^ c` of the majority is `a ^ b` of the round before.
macro_rules! round {
    ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $b_xor_c:ident, $word:expr) => {
        let sum_of_e = $e.rotate_right(14) ^ $e.rotate_right(18) ^ $e.rotate_right(41);
        let sum_of_a = (($a.rotate_right(5) ^ $a).rotate_right(6) ^ $a).rotate_right(28);
        let choice = (($f ^ $g) & $e) ^ $g;
        let added = $h
            .wrapping_add($word)
            .wrapping_add(choice)
            .wrapping_add(sum_of_e);
        let a_xor_b = $a ^ $b;
        let majority = ($b_xor_c & a_xor_b) ^ $b;
        $d = $d.wrapping_add(added);
        $h = added.wrapping_add(majority).wrapping_add(sum_of_a);
        $b_xor_c = a_xor_b;
    };
}

/// Two rounds for each pair of words.
macro_rules! sixteen_rounds {
    ($two_rounds:ident, $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {
        $two_rounds!(0, $a $b $c $d $e $f $g $h);
        $two_rounds!(1, $g $h $a $b $c $d $e $f);
        $two_rounds!(2, $e $f $g $h $a $b $c $d);
        $two_rounds!(3, $c $d $e $f $g $h $a $b);
        $two_rounds!(4, $a $b $c $d $e $f $g $h);
        $two_rounds!(5, $g $h $a $b $c $d $e $f);
        $two_rounds!(6, $e $f $g $h $a $b $c $d);
        $two_rounds!(7, $c $d $e $f $g $h $a $b);
    };
}

pub(super) fn compress(state: &mut [u64; 8], blocks: &[Block]) {
    let [first_constants, later_constants @ ..] = &ROUNDS;
    let mut prepared = [pair(0, 0); 8];
    for block in blocks {
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
        let mut b_xor_c = b ^ c;
        // Straight-line, because the crate is built for size, where loops stay loops.
        let mut words = [
            message_words(block[0]),
            message_words(block[1]),
            message_words(block[2]),
            message_words(block[3]),
            message_words(block[4]),
            message_words(block[5]),
            message_words(block[6]),
            message_words(block[7]),
        ];
        macro_rules! prepare {
            ($($index:literal)*) => {
                $(prepared[$index] = add(words[$index], first_constants[$index]);)*
            };
        }
        prepare!(0 1 2 3 4 5 6 7);
        macro_rules! two_rounds {
            ($index:literal, $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {
                round!($a $b $c $d $e $f $g $h b_xor_c, low(prepared[$index]));
                round!($h $a $b $c $d $e $f $g b_xor_c, high(prepared[$index]));
            };
        }
        for constants in later_constants {
            // The same two rounds, beside which the words for those sixteen rounds later are made.
            macro_rules! two_rounds_and_words {
                ($index:literal, $($names:ident)*) => {
                    let next = next_words(
                        words[$index],
                        words[($index + 1) % 8],
                        words[($index + 4) % 8],
                        words[($index + 5) % 8],
                        words[($index + 7) % 8],
                    );
                    two_rounds!($index, $($names)*);
                    words[$index] = next;
                    prepared[$index] = add(next, constants[$index]);
                };
            }
            through_memory(&mut prepared);
            sixteen_rounds!(two_rounds_and_words, a b c d e f g h);
        }
        through_memory(&mut prepared);
        sixteen_rounds!(two_rounds, a b c d e f g h);
        // The last round, too, leaves it for a next one.
        let _ = b_xor_c;
        for (word, change) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *word = word.wrapping_add(change);
        }
    }
}

/// Keeps the words in memory: to load one costs V8 less than to take it out of a vector, which is what the compiler
/// would make of it.
#[inline(always)]
fn through_memory<T>(words: &mut T) {
    black_box(words);
}
