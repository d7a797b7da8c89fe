//! What holds for any bytes at all.

use proptest::prelude::*;

use super::*;

/// The marks of all formats with what makes their inspectors go on, and none.
fn beginning() -> impl Strategy<Value = Vec<u8>> {
    let sparse = [
        b"KDMV\x01\0\0\0".to_vec(),
        vec![0; 20],
        1_u64.to_le_bytes().to_vec(),
        2047_u64.to_le_bytes().to_vec(),
        vec![0; 12],
        u64::MAX.to_le_bytes().to_vec(),
    ]
    .concat();
    let tar = [vec![b'a'; 100], vec![b'0'; 157], b"ustar".to_vec()].concat();
    prop::sample::select(vec![
        Vec::new(),
        b"QFI\xfb\0\0\0\x03".to_vec(),
        b"QED\0".to_vec(),
        b"KDMV\x01\0\0\0".to_vec(),
        sparse,
        b"vhdxfile".to_vec(),
        b"conectix".to_vec(),
        b"LUKS\xba\xbe\0\x01".to_vec(),
        b"WithoutFreeSpace".to_vec(),
        b"# Disk DescriptorFile\ncreateType=\"".to_vec(),
        vec![b' '; 512],
        tar,
    ])
}

/// A VHDX whose tables have any numbers in them: where the metadata is, where the size is in it,
/// how long it is, and how many entries each table has.
fn vhdx_tables() -> impl Strategy<Value = Vec<u8>> {
    let offset = prop_oneof![0..400 * 1024_u64, any::<u64>()];
    let counts = (0..4_u32, 0..4_u16);
    (offset, any::<u32>(), 0..12_u32, counts).prop_map(|(metadata, item, length, counts)| {
        let mut file = vec![0; 512 * 1024];
        file[..8].copy_from_slice(b"vhdxfile");
        let regions = 192 * 1024;
        file[regions..regions + 4].copy_from_slice(b"regi");
        file[regions + 8..regions + 12].copy_from_slice(&counts.0.to_le_bytes());
        let guid = hex("06a27c8b90479a4bb8fe575f050f886e");
        file[regions + 16..regions + 32].copy_from_slice(&guid);
        file[regions + 32..regions + 40].copy_from_slice(&metadata.to_le_bytes());
        if metadata < 400 * 1024 {
            let start = usize::try_from(metadata).unwrap();
            file[start..start + 8].copy_from_slice(b"metadata");
            file[start + 10..start + 12].copy_from_slice(&counts.1.to_le_bytes());
            let guid = hex("2442a52f1bcd7648b2115dbed83bf4b8");
            file[start + 32..start + 48].copy_from_slice(&guid);
            file[start + 48..start + 52].copy_from_slice(&item.to_le_bytes());
            file[start + 52..start + 56].copy_from_slice(&length.to_le_bytes());
        }
        file
    })
}

pub(super) fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

fn file() -> impl Strategy<Value = Vec<u8>> {
    let rest = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4096),
        prop::collection::vec(32..127_u8, 0..4096),
        prop::collection::vec(any::<u8>(), 1..8).prop_map(|bytes| bytes.repeat(8192)),
    ];
    let marked = (beginning(), rest).prop_map(|(mut file, rest)| {
        file.extend(rest);
        file
    });
    // Numbers of all sizes where a sound file has its own.
    let number = prop_oneof![
        any::<u64>(),
        (0..64_u32).prop_map(|bit| 1 << bit),
        0..64_u64
    ];
    let change = (any::<prop::sample::Index>(), number, any::<bool>());
    let changes = prop::collection::vec(change, 1..4);
    let sound = prop::sample::select(completeness::sound_files());
    let changed = (sound, changes).prop_map(|(mut file, changes)| {
        for (place, number, is_big_endian) in changes {
            // Most of what leads on is in the first sectors, at multiples of 4.
            let place = place.index(file.len().min(2560) / 4 - 2) * 4;
            let bytes = if is_big_endian {
                number.to_be_bytes()
            } else {
                number.to_le_bytes()
            };
            file[place..place + 8].copy_from_slice(&bytes);
        }
        file
    });
    prop_oneof![4 => marked, 1 => vhdx_tables(), 4 => changed]
}

/// The bytes of a file that goes on with zeros.
fn bytes(file: &[u8], range: ByteRange) -> Vec<u8> {
    let start = usize::try_from(range.start).unwrap().min(file.len());
    let end = usize::try_from(range.end).unwrap().min(file.len());
    let mut bytes = file[start..end].to_vec();
    bytes.resize(usize::try_from(range.length()).unwrap(), 0);
    bytes
}

fn size() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0_u64), 0..8192_u64, Just(1 << 40), Just(u64::MAX)]
}

proptest! {
    #[test]
    fn no_file_makes_the_inspection_panic_or_read_past_its_limit(
        file in file(),
        size in size(),
    ) {
        let mut inspector = Inspector::new(Bytes(size.max(file.len() as u64)));
        let (mut read, mut reads) = (0, 0);
        while let Some(range) = inspector.wants() {
            prop_assert!(range.start < range.end);
            read += range.length();
            reads += 1;
            prop_assert!(read <= READ_LIMIT.0);
            prop_assert!(reads <= MOST_READS);
            inspector.give(range, &bytes(&file, range));
        }
        let inspection = inspector.conclude();
        prop_assert!(inspection.file_size.0 >= file.len() as u64);
        let read_back = Inspection::from_line(&inspection.to_line());
        prop_assert_eq!(read_back.as_ref(), Some(&inspection));
        for declared in DiskFormat::KNOWN {
            let refusal = inspection.refusal(declared, &BARE);
            prop_assert!(refusal.is_none_or(|refusal| !refusal.glance_answer().is_empty()));
        }
    }

    #[test]
    fn it_does_not_matter_in_which_pieces_the_bytes_come(
        file in file(),
        size in size(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        backwards in any::<bool>(),
    ) {
        let size = Bytes(size.max(file.len() as u64));
        let mut whole = Inspector::new(size);
        let mut pieces = Inspector::new(size);
        while let Some(range) = whole.wants() {
            prop_assert_eq!(pieces.wants(), Some(range));
            whole.give(range, &bytes(&file, range));
            let length = usize::try_from(range.length()).unwrap();
            let mut places: Vec<u64> =
                cuts.iter().map(|cut| range.start + cut.index(length) as u64).collect();
            places.extend([range.start, range.end]);
            places.sort_unstable();
            let mut ranges: Vec<ByteRange> =
                places.windows(2).map(|pair| ByteRange { start: pair[0], end: pair[1] }).collect();
            if backwards {
                ranges.reverse();
            }
            for range in ranges {
                pieces.give(range, &bytes(&file, range));
            }
        }
        prop_assert_eq!(pieces.wants(), None);
        prop_assert_eq!(pieces.conclude(), whole.conclude());
        prop_assert_eq!(pieces.details(), whole.details());
    }

    #[test]
    fn a_file_that_ends_early_ends_the_inspection(
        file in file(),
        end in any::<prop::sample::Index>(),
    ) {
        let mut inspector = Inspector::new(Bytes(1 << 40));
        let file = &file[..end.index(file.len() + 1)];
        let mut reads = 0;
        while let Some(range) = inspector.wants() {
            let start = usize::try_from(range.start).unwrap().min(file.len());
            let end = usize::try_from(range.end).unwrap().min(file.len());
            inspector.give(range, &file[start..end]);
            reads += 1;
            prop_assert!(reads <= MOST_READS);
        }
        prop_assert!(inspector.conclude().file_size <= Bytes(1 << 40));
    }
}
