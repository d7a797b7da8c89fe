//! A qcow2 counts the references to each of its clusters, so that it shows when one that is in use is
//! behind the end. What is in the last cluster tells how much of that there must be.

use super::table::Table;
use super::{Checked, LEADING_BYTES, missing, part};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::format::qcow2::extension;
use crate::inspect::format_match::SECTOR_BYTES;
use crate::inspect::sample::{ByteRange, Sample};

const CLUSTER_BITS_RANGE: std::ops::RangeInclusive<u32> = 9..=21;
const ENTRY_BYTES: u64 = 8;
/// The bits of an entry that are a place in the file.
const PLACE: u64 = 0x00FF_FFFF_FFFF_FE00;
const COMPRESSED: u64 = 1 << 62;
const EXTERNAL_DATA_FILE: u64 = 1 << 2;
const EXTENDED_ENTRIES: u64 = 1 << 4;
const BITMAPS_EXTENSION: u32 = 0x2385_2875;
const ENCRYPTION_EXTENSION: u32 = 0x0537_BE77;
/// What is read of the refcount table behind the end of the file, and of the snapshot table.
const WINDOW_BYTES: u64 = 4096;
const SNAPSHOTS_AT_MOST: u32 = 64;

/// What the header tells of the places of things.
#[derive(Debug)]
struct Header {
    version: u32,
    cluster_bits: u32,
    virtual_size: u64,
    /// Entries of the first-level table, and where it is.
    level_1: (u64, u64),
    /// Bytes of the refcount table, and where it is.
    refcounts: (u64, u64),
    /// The number of snapshots, and where their table is.
    snapshots: (u32, u64),
    refcount_bits: u64,
    features: u64,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Self> {
        let version = bytes.be_u32(4)?;
        let cluster_bits = bytes
            .be_u32(20)
            .filter(|bits| CLUSTER_BITS_RANGE.contains(bits))?;
        let refcount_order = match version {
            2 => 4,
            3 => bytes.be_u32(96).filter(|order| *order <= 6)?,
            _ => return None,
        };
        let refcount_clusters = u64::from(bytes.be_u32(56)?);
        Some(Self {
            version,
            cluster_bits,
            virtual_size: bytes.be_u64(24)?,
            level_1: (bytes.be_u32(36)?.into(), bytes.be_u64(40)?),
            refcounts: (refcount_clusters << cluster_bits, bytes.be_u64(48)?),
            snapshots: (bytes.be_u32(60)?, bytes.be_u64(64)?),
            refcount_bits: 1 << refcount_order,
            features: if version == 3 { bytes.be_u64(72)? } else { 0 },
        })
    }

    const fn cluster(&self) -> u64 {
        1 << self.cluster_bits
    }

    /// An extended entry has a map of its 32 subclusters behind it.
    const fn level_2_entry_bytes(&self) -> u64 {
        if self.features & EXTENDED_ENTRIES == 0 {
            ENTRY_BYTES
        } else {
            2 * ENTRY_BYTES
        }
    }
}

pub(super) fn check(sample: &Sample) -> Checked {
    let Some(bytes) = part(sample, 0, SECTOR_BYTES)? else {
        return Ok(None);
    };
    let Some(header) = Header::read(bytes) else {
        return Ok(None);
    };
    let tables = end_of_tables(sample, bytes, &header)?;
    if let Some(code) = missing(sample, tables) {
        return Ok(Some(code));
    }
    let counted = end_of_counted_clusters(sample, &header)?;
    if let Some(code) = counted.and_then(|end| missing(sample, end)) {
        return Ok(Some(code));
    }
    if sample.file_size().0.is_multiple_of(header.cluster()) {
        // No cluster is there in part.
        return Ok(None);
    }
    let last = end_of_last_cluster(sample, &header)?;
    Ok(last.and_then(|end| missing(sample, end)))
}

/// The end of what the header leads to.
fn end_of_tables(sample: &Sample, bytes: &[u8], header: &Header) -> Result<u64, ByteRange> {
    let level_1 = end_of(
        header.level_1.1,
        header.level_1.0.saturating_mul(ENTRY_BYTES),
    );
    let refcounts = end_of(header.refcounts.1, header.refcounts.0);
    let mut end = level_1
        .max(refcounts)
        .max(end_of_snapshots(sample, header)?);
    // Where a part of the file is, and how long it is, in a header extension.
    let extensions = [(BITMAPS_EXTENSION, 16, 8), (ENCRYPTION_EXTENSION, 0, 8)];
    for (kind, place, length) in extensions.into_iter().filter(|_| header.version == 3) {
        if let Some(data) = extension(sample, bytes, kind)?
            && let (Some(place), Some(length)) = (data.be_u64(place), data.be_u64(length))
        {
            end = end.max(end_of(place, length));
        }
    }
    Ok(end)
}

const fn end_of(start: u64, length: u64) -> u64 {
    if length == 0 {
        0
    } else {
        start.saturating_add(length)
    }
}

/// The end of the snapshots' table and of what it leads to, as far as it is looked at.
fn end_of_snapshots(sample: &Sample, header: &Header) -> Result<u64, ByteRange> {
    const FIXED_BYTES: u64 = 40;
    let (count, start) = header.snapshots;
    if count == 0 {
        return Ok(0);
    }
    let table = part(sample, start, WINDOW_BYTES)?.unwrap_or_default();
    let mut entries = table;
    let mut offset = 0_u64;
    let mut end = start.saturating_add(FIXED_BYTES);
    for _ in 0..count.min(SNAPSHOTS_AT_MOST) {
        let (Some(place), Some(size), Some(id), Some(name), Some(extra)) = (
            entries.be_u64(0),
            entries.be_u32(8),
            entries.be_u16(12),
            entries.be_u16(14),
            entries.be_u32(36),
        ) else {
            break;
        };
        end = end.max(end_of(place, u64::from(size) * ENTRY_BYTES));
        let length = FIXED_BYTES + u64::from(extra) + u64::from(id) + u64::from(name);
        // The last entry has no padding behind it.
        end = end.max(start.saturating_add(offset).saturating_add(length));
        offset += length.next_multiple_of(8);
        entries = usize::try_from(offset)
            .ok()
            .and_then(|offset| table.get(offset..))
            .unwrap_or_default();
    }
    Ok(end)
}

/// A byte of the last cluster behind the end of the file that is in use; `None` when none is.
fn end_of_counted_clusters(sample: &Sample, header: &Header) -> Result<Option<u64>, ByteRange> {
    let cluster = header.cluster();
    let per_block = (cluster * 8) / header.refcount_bits;
    // The first cluster that is not there as a whole.
    let first = sample.file_size().0 >> header.cluster_bits;
    let first_entry = (first / per_block).saturating_mul(ENTRY_BYTES);
    let (length, start) = header.refcounts;
    let window = length.saturating_sub(first_entry).min(WINDOW_BYTES);
    let Some(table) = part(sample, start.saturating_add(first_entry), window)? else {
        return Ok(None);
    };
    let blocks = (first / per_block..).zip(table.chunks_exact(ENTRY_BYTES as usize));
    let used = blocks.filter_map(|(index, entry)| {
        let place = entry.be_u64(0)? & PLACE;
        (place != 0).then_some((index, place))
    });
    let Some((index, place)) = used.last() else {
        return Ok(None);
    };
    if place.saturating_add(cluster) > sample.file_size().0 {
        return Ok(Some(place.saturating_add(cluster)));
    }
    let skipped = if index == first / per_block {
        first % per_block * header.refcount_bits / 8
    } else {
        0
    };
    let length = cluster.saturating_sub(skipped).min(LEADING_BYTES);
    let counts = part(sample, place.saturating_add(skipped), length)?.unwrap_or_default();
    let Some(last) = counts.iter().rposition(|byte| *byte != 0) else {
        return Ok(None);
    };
    let byte = counts.get(last).copied().unwrap_or_default();
    let bit = u64::from(7 - byte.leading_zeros());
    let within = (skipped + last as u64)
        .saturating_mul(8)
        .saturating_add(bit)
        / header.refcount_bits;
    let number = index.saturating_mul(per_block).saturating_add(within);
    // How much of it there must be is not known; of one that has begun there is something.
    Ok((number >= first)
        .then(|| number.saturating_mul(cluster).saturating_add(1))
        .filter(|_| number > first || sample.file_size().0.is_multiple_of(cluster)))
}

/// The end of what is in the last cluster, where a table of the disk as it is now leads to it.
fn end_of_last_cluster(sample: &Sample, header: &Header) -> Result<Option<u64>, ByteRange> {
    let (count, start) = header.level_1;
    let length = count.saturating_mul(ENTRY_BYTES).min(LEADING_BYTES);
    let entries = part(sample, start, length)?.unwrap_or_default();
    let entries = (0_u64..).zip(entries.chunks_exact(ENTRY_BYTES as usize));
    let places = entries.filter_map(|(index, entry)| {
        let place = entry.be_u64(0)? & PLACE;
        (place != 0).then_some((place, index))
    });
    // Tables and data are written in turn, so that what was written last is of the last table.
    let Some((place, index)) = places.max() else {
        return Ok(None);
    };
    let end = place.saturating_add(header.cluster());
    if end > sample.file_size().0 {
        return Ok(Some(end));
    }
    if header.features & EXTERNAL_DATA_FILE != 0 {
        return Ok(None);
    }
    let entry_bytes = header.level_2_entry_bytes();
    let table = Table {
        start: place,
        entry_bytes,
        count: header.cluster() / entry_bytes,
    };
    let before = index.saturating_mul(table.count);
    let furthest = table.furthest(sample, &|entry, bytes| {
        end_of_data(header, before.saturating_add(entry), bytes)
    })?;
    Ok(furthest.place)
}

/// The end in the file of the cluster of the disk with this number; `None` where it is nowhere.
fn end_of_data(header: &Header, number: u64, entry: &[u8]) -> Option<u64> {
    let value = entry.be_u64(0)?;
    if value & COMPRESSED != 0 {
        let place_bits = 62 - (header.cluster_bits - 8);
        let place = value & ((1 << place_bits) - 1);
        let more_sectors = (value & !COMPRESSED & !(1 << 63)) >> place_bits;
        let sectors = place / SECTOR_BYTES + more_sectors + 1;
        return Some(sectors.saturating_mul(SECTOR_BYTES));
    }
    let place = value & PLACE;
    if place == 0 {
        return None;
    }
    let used = match entry.be_u64(ENTRY_BYTES as usize) {
        // The lower half of the map has a bit for each subcluster that is there.
        Some(map) => {
            let allocated = map as u32;
            u64::from(32 - allocated.leading_zeros()) * (header.cluster() / 32)
        }
        None => header.cluster(),
    };
    // Of the last cluster of the disk only what the disk has is written.
    let on_disk = header
        .virtual_size
        .saturating_sub(number.saturating_mul(header.cluster()));
    Some(place.saturating_add(used.min(on_disk)))
}
