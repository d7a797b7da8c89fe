//! From member to member of a tar archive. Here is what the headers say; who reads them says where the next one is
//! had.

use crate::inspect::byte_fields::ByteFields;

/// The mark of POSIX and GNU in the header of a member; the oldest tar has none.
const MAGIC_AT: std::ops::Range<usize> = 257..262;
const NAME_BYTES: usize = 100;
const SIZE: usize = 124;
const SIZE_DIGITS: usize = 12;
const CHECKSUM: std::ops::Range<usize> = 148..156;
const KIND: usize = 156;
/// Members that say something of the one behind them.
const POSIX_RECORDS: u8 = b'x';
const POSIX_RECORDS_OF_ALL: u8 = b'g';
const GNU_LONG_NAME: u8 = b'L';
const GNU_LONG_LINK: u8 = b'K';
/// Members without data, whatever their size says: links, devices, folders, pipes.
const WITHOUT_DATA: std::ops::RangeInclusive<u8> = b'1'..=b'6';
const BLOCK_BYTES: u64 = 512;

/// One member: where its bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TarMember {
    pub name: Box<str>,
    /// The first byte of its data.
    pub start: u64,
    /// How long its data is, in bytes.
    pub length: u64,
}

/// What stands where the next header should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TarStep {
    Member(TarMember),
    /// Something that is said of the next member.
    Between,
    /// An empty header, which ends the archive.
    Ended,
    /// Something else, or nothing.
    Broken,
}

/// A walk through an archive.
#[derive(Clone, Debug, Default)]
pub struct TarWalk {
    next: u64,
    long_name: Option<Box<str>>,
    long_size: Option<u64>,
}

impl TarWalk {
    /// How many bytes are to be read for a step: a header, and what a member says of the next one, which is a path
    /// or two.
    pub const WINDOW_BYTES: u64 = 4096;

    /// Where the next header is, in bytes from the beginning of the archive.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.next
    }

    /// Takes in what stands at [`Self::next`]: [`Self::WINDOW_BYTES`] of it, or all that there is.
    #[must_use]
    pub fn step(&mut self, window: &[u8]) -> TarStep {
        let (header, behind) = window
            .split_at_checked(BLOCK_BYTES as usize)
            .unwrap_or((window, &[]));
        if header.len() as u64 == BLOCK_BYTES && header.iter().all(|byte| *byte == 0) {
            return TarStep::Ended;
        }
        let (Some(name), Some(size), true) =
            (header.text(0, NAME_BYTES), size(header), is_header(header))
        else {
            return TarStep::Broken;
        };
        let start = self.next.saturating_add(BLOCK_BYTES);
        let kind = header.get(KIND).copied().unwrap_or_default();
        let (length, step) = match kind {
            POSIX_RECORDS | POSIX_RECORDS_OF_ALL | GNU_LONG_NAME | GNU_LONG_LINK => {
                let length = usize::try_from(size).unwrap_or(usize::MAX);
                let records = behind.get(..length).unwrap_or(behind);
                if kind == GNU_LONG_NAME {
                    self.long_name = records.text(0, records.len());
                } else if kind == POSIX_RECORDS {
                    self.long_name = record(records, "path").map(Into::into);
                    self.long_size = record(records, "size").and_then(|size| size.parse().ok());
                }
                (size, TarStep::Between)
            }
            _ => {
                let length = match self.long_size.take() {
                    _ if WITHOUT_DATA.contains(&kind) => 0,
                    Some(long) => long,
                    None => size,
                };
                let name = self.long_name.take().unwrap_or(name);
                let member = TarMember {
                    name,
                    start,
                    length,
                };
                (length, TarStep::Member(member))
            }
        };
        let blocks = length.div_ceil(BLOCK_BYTES);
        self.next = start.saturating_add(blocks.saturating_mul(BLOCK_BYTES));
        step
    }
}

/// Whether bytes are the header of a member.
pub(super) fn is_header(header: &[u8]) -> bool {
    header.get(MAGIC_AT) == Some(b"ustar") || has_checksum(header)
}

/// The sum over the bytes of the header, its own field counting as blanks, as it is written there.
fn has_checksum(header: &[u8]) -> bool {
    let blanks = CHECKSUM.len() as u64 * u64::from(b' ');
    let others = (0..).zip(header).filter(|(at, _)| !CHECKSUM.contains(at));
    let sum = others.map(|(_, byte)| u64::from(*byte)).sum::<u64>() + blanks;
    header.len() as u64 == BLOCK_BYTES
        && header.first() != Some(&0)
        && octal(header, CHECKSUM.start, CHECKSUM.len()) == Some(sum)
}

/// The value of a POSIX record: its length in digits, a blank, its name, and `=` before the value.
fn record<'records>(records: &'records [u8], name: &str) -> Option<&'records str> {
    let lines = records.split(|byte| *byte == b'\n');
    let mut fields = lines
        .filter_map(|line| std::str::from_utf8(line).ok()?.split_once(' '))
        .filter_map(|(_, field)| field.split_once('='));
    fields.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The size of a member: octal digits, or a number in base 256 behind a byte that says so.
fn size(header: &[u8]) -> Option<u64> {
    match header.get(SIZE) {
        Some(0x80) => header.be_u64(SIZE + SIZE_DIGITS - size_of::<u64>()),
        _ => octal(header, SIZE, SIZE_DIGITS),
    }
}

/// Octal digits, which a blank or zero ends.
fn octal(header: &[u8], offset: usize, digits: usize) -> Option<u64> {
    let field = header.text(offset, digits)?;
    u64::from_str_radix(field.trim(), 8).ok()
}
