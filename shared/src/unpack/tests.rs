use std::io::{Cursor, Error, Read};

use proptest::prelude::*;

use super::*;
use crate::units::Bytes;

/// What the compressors' own programs made of [`content`]: `gzip -9 -n`, `xz -6`, `zstd -19 --check`, `bzip2 -9`.
const SAMPLES: [(Compression, &[u8]); 4] = [
    (Compression::Gzip, include_bytes!("samples/content.gz")),
    (Compression::Xz, include_bytes!("samples/content.xz")),
    (Compression::Zstd, include_bytes!("samples/content.zst")),
    (Compression::Bzip2, include_bytes!("samples/content.bz2")),
];

const MOST: Bytes = Bytes(1 << 30);

fn content() -> Vec<u8> {
    let all_bytes: Vec<u8> = (0..=u8::MAX).collect();
    [b"Gaze ".repeat(3000), vec![0; 5000], all_bytes.repeat(8)].concat()
}

fn unpacked(
    compression: Compression,
    packed: Vec<u8>,
    piece: usize,
) -> Result<Vec<u8>, UnpackError> {
    let length = packed.len() as u64;
    let mut reader = Unpacked::new(compression, Cursor::new(packed), MOST);
    let (mut read, mut target) = (Vec::new(), vec![0; piece]);
    loop {
        let n_bytes = reader.fill(&mut target)?;
        read.extend_from_slice(&target[..n_bytes]);
        if n_bytes < piece {
            assert_eq!(reader.packed_read(), Bytes(length));
            return Ok(read);
        }
    }
}

#[test]
fn what_the_compressors_programs_wrote_is_read_in_pieces_of_any_length() {
    for (compression, packed) in SAMPLES {
        for piece in [1, 1000, 1 << 20] {
            assert_eq!(
                unpacked(compression, packed.to_vec(), piece).unwrap(),
                content()
            );
        }
    }
}

#[test]
fn several_streams_in_one_file_are_read_as_one() {
    for (compression, packed) in SAMPLES {
        let twice = unpacked(compression, packed.repeat(2), 4096).unwrap();
        assert_eq!(twice, content().repeat(2), "{compression}");
    }
}

#[test]
fn zeros_behind_the_last_stream_are_passed_over_and_nothing_else_is() {
    for (compression, packed) in [SAMPLES[0], SAMPLES[3]] {
        for zeros in [1, 512, 3_000_000] {
            let padded = [packed, &vec![0; zeros]].concat();
            let read = unpacked(compression, padded, 4096).unwrap();
            assert_eq!(read, content(), "{compression} and {zeros} zeros");
        }
        let more = [packed, b"appended by somebody"].concat();
        let error = unpacked(compression, more, 4096).unwrap_err();
        assert!(matches!(error, UnpackError::Damaged), "{error:?}");
    }
}

#[test]
fn what_a_zstd_file_has_between_its_frames_is_passed_over() {
    let skipped = [&[0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0][..], b"apart"].concat();
    let packed = SAMPLES[2].1;
    let file = [&skipped, packed, &skipped, &skipped, packed, &skipped].concat();
    assert_eq!(
        unpacked(Compression::Zstd, file, 4096).unwrap(),
        content().repeat(2)
    );
    let cut = [packed, &skipped[..10]].concat();
    let error = unpacked(Compression::Zstd, cut, 4096).unwrap_err();
    assert!(matches!(error, UnpackError::CutOff), "{error:?}");
}

proptest! {
    #[test]
    fn a_file_that_is_cut_anywhere_is_told_as_cut_off(which in 0_usize..4, at in any::<prop::sample::Index>()) {
        let (compression, packed) = SAMPLES[which];
        let length = 1 + at.index(packed.len() - 1);
        let result = unpacked(compression, packed[..length].to_vec(), 4096);
        prop_assert!(matches!(result, Err(UnpackError::CutOff)), "{compression} {length}: {result:?}");
    }

    #[test]
    fn no_damage_brings_out_other_bytes(
        which in 0_usize..4,
        at in any::<prop::sample::Index>(),
        flipped in 1_u8..=255,
    ) {
        let (compression, packed) = SAMPLES[which];
        let mut packed = packed.to_vec();
        let place = at.index(packed.len());
        packed[place] ^= flipped;
        if let Ok(read) = unpacked(compression, packed, 4096) {
            prop_assert_eq!(read, content(), "{} {}", compression, place);
        }
    }

    #[test]
    fn whatever_a_library_packs_is_unpacked(bytes in prop::collection::vec(any::<u8>(), 0..20_000), piece in 1_usize..9000) {
        let bytes = [bytes.as_slice(), &[0; 30_000]].concat();
        let mut gzip = Vec::new();
        let level = flate2::Compression::fast();
        flate2::bufread::GzEncoder::new(bytes.as_slice(), level).read_to_end(&mut gzip).unwrap();
        prop_assert_eq!(&unpacked(Compression::Gzip, gzip, piece).unwrap(), &bytes);
        let mut bzip2 = Vec::new();
        let level = bzip2::Compression::fast();
        bzip2::bufread::BzEncoder::new(bytes.as_slice(), level).read_to_end(&mut bzip2).unwrap();
        prop_assert_eq!(&unpacked(Compression::Bzip2, bzip2, piece).unwrap(), &bytes);
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        let zstd = ruzstd::encoding::compress_to_vec(bytes.as_slice(), level);
        prop_assert_eq!(&unpacked(Compression::Zstd, zstd, piece).unwrap(), &bytes);
    }
}

#[test]
fn what_holds_more_than_it_may_is_read_no_further() {
    for (compression, packed) in SAMPLES {
        let most = Bytes(20_000);
        let mut reader = Unpacked::new(compression, packed, most);
        let mut target = vec![0; 8192];
        assert_eq!(reader.fill(&mut target).unwrap(), 8192);
        assert_eq!(reader.fill(&mut target).unwrap(), 8192);
        let error = reader.fill(&mut target).unwrap_err();
        assert!(matches!(error, UnpackError::TooMuch(told) if told == most));
    }
}

/// What the compressors' own programs made of `Gaze`: `zstd --long=31`, whose window is 2 GiB, and
/// `xz --lzma2=preset=0,dict=1536MiB,mf=hc3,mode=fast,nice=5`.
const DEMANDING: [(Compression, &[u8]); 2] = [
    (Compression::Zstd, include_bytes!("samples/wide_window.zst")),
    (
        Compression::Xz,
        include_bytes!("samples/large_dictionary.xz"),
    ),
];

#[test]
fn what_takes_too_much_memory_to_unpack_is_not_told_as_damaged() {
    for (compression, packed) in DEMANDING {
        let error = unpacked(compression, packed.to_vec(), 4096).unwrap_err();
        assert!(
            matches!(error, UnpackError::TooMuchMemory),
            "{compression}: {error:?}"
        );
        // Also behind a stream that takes less.
        let (_, first) = SAMPLES[if compression == Compression::Zstd {
            2
        } else {
            1
        }];
        let error = unpacked(compression, [first, packed].concat(), 4096).unwrap_err();
        assert!(
            matches!(error, UnpackError::TooMuchMemory),
            "{compression}: {error:?}"
        );
    }
}

#[test]
fn a_bound_follows_the_file() {
    assert_eq!(most_content(Bytes(1000)), Bytes(100 << 30));
    assert_eq!(most_content(Bytes(1 << 30)), Bytes(1000 << 30));
}

/// A file that the disk gives out only in part.
struct Unreadable(bool);

impl Read for Unreadable {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        if std::mem::replace(&mut self.0, true) {
            return Err(Error::other("the disk is gone"));
        }
        let packed = SAMPLES[0].1.get(..100).unwrap_or_default();
        target[..100].copy_from_slice(packed);
        Ok(100)
    }
}

#[test]
fn a_file_that_cannot_be_read_is_not_told_as_damaged() {
    let packed = std::io::BufReader::new(Unreadable(false));
    let mut reader = Unpacked::new(Compression::Gzip, packed, MOST);
    let error = reader.fill(&mut vec![0; 1 << 20]).unwrap_err();
    assert!(matches!(error, UnpackError::Unreadable), "{error:?}");
}
