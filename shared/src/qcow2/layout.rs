//! Where everything stands in the qcow2 file: the header, the reference counts, the table of tables, the tables of
//! clusters, and then the data in the order of the disk.

use super::{CLUSTER_BITS, CLUSTER_BYTES, DataClusters};
use crate::inspect::ByteRange;
use crate::units::Bytes;

const MAGIC: u32 = 0x5146_49fb;
const VERSION: u32 = 3;
const HEADER_BYTES: u32 = 104;
/// Reference counts of 2^4 bits.
const REFCOUNT_ORDER: u32 = 4;
const ENTRY_BYTES: u64 = 8;
const ENTRIES_OF_TABLE: u64 = CLUSTER_BYTES / ENTRY_BYTES;
const REFCOUNTS_OF_BLOCK: u64 = CLUSTER_BYTES / 2;
/// What an entry points to is counted once (`QCOW_OFLAG_COPIED`).
const COUNTED_ONCE: u64 = 1 << 63;
/// A disk is a whole number of these.
const SECTOR_BYTES: u64 = 512;

/// The pieces of a qcow2 file, one after the other: [`Self::head`], each range of [`Self::ranges`] of the raw
/// disk, and [`Self::padding`] zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    head: Vec<u8>,
    ranges: Vec<ByteRange>,
    padding: u64,
}

/// How many clusters each part of the head takes.
struct HeadParts {
    refcount_table: u64,
    refcount_blocks: u64,
    table_of_tables: u64,
    /// Which parts of the disk have a table, by number: those with any data.
    tables: Vec<u64>,
    /// Of the whole file, data included.
    n_clusters: u64,
}

impl Layout {
    /// The file for a disk that has been read to its end.
    #[must_use]
    pub fn of(disk: &DataClusters) -> Self {
        let parts = HeadParts::of(disk);
        let disk_bytes = disk.disk_size().0;
        let ranges: Vec<ByteRange> = disk
            .runs()
            .iter()
            .map(|run| ByteRange {
                start: run.start.saturating_mul(CLUSTER_BYTES),
                end: run.end.saturating_mul(CLUSTER_BYTES).min(disk_bytes),
            })
            .collect();
        let data: u64 = ranges.iter().map(|range| range.length()).sum();
        Self {
            head: parts.head(disk),
            ranges,
            // Only the disk's last cluster can be shorter than a cluster.
            padding: disk.data_size().0.saturating_sub(data),
        }
    }

    /// How large the file of [`Self::of`] is, without making its head.
    #[must_use]
    pub fn size_of(disk: &DataClusters) -> Bytes {
        Bytes(HeadParts::of(disk).n_clusters.saturating_mul(CLUSTER_BYTES))
    }

    /// What stands before the data.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The data, as ranges of the raw disk in bytes.
    #[must_use]
    pub fn ranges(&self) -> &[ByteRange] {
        &self.ranges
    }

    /// How many zeros follow the data, to the end of its last cluster.
    #[must_use]
    pub const fn padding(&self) -> u64 {
        self.padding
    }
}

impl HeadParts {
    fn of(disk: &DataClusters) -> Self {
        let n_disk_clusters = disk.disk_size().0.div_ceil(CLUSTER_BYTES);
        let n_tables = n_disk_clusters.div_ceil(ENTRIES_OF_TABLE).max(1);
        let mut tables: Vec<u64> = Vec::new();
        for run in disk.runs() {
            let first = run.start / ENTRIES_OF_TABLE;
            let last = run.end.saturating_sub(1) / ENTRIES_OF_TABLE;
            let next = tables.last().map_or(0, |table| table.saturating_add(1));
            tables.extend(first.max(next)..=last);
        }
        let table_of_tables = n_tables.div_ceil(ENTRIES_OF_TABLE);
        let header = 1;
        let others = header + table_of_tables + tables.len() as u64 + disk.n_clusters();
        // The counts count the clusters that they stand in, too; each round adds less than the one before.
        let (mut refcount_table, mut refcount_blocks) = (1, 1);
        loop {
            let n_clusters = others + refcount_table + refcount_blocks;
            let blocks = n_clusters.div_ceil(REFCOUNTS_OF_BLOCK);
            let table = blocks.div_ceil(ENTRIES_OF_TABLE);
            if (table, blocks) == (refcount_table, refcount_blocks) {
                return Self {
                    refcount_table,
                    refcount_blocks,
                    table_of_tables,
                    tables,
                    n_clusters,
                };
            }
            (refcount_table, refcount_blocks) = (table, blocks);
        }
    }

    fn head(&self, disk: &DataClusters) -> Vec<u8> {
        let refcount_table = CLUSTER_BYTES;
        let refcount_blocks = refcount_table + self.refcount_table * CLUSTER_BYTES;
        let table_of_tables = refcount_blocks + self.refcount_blocks * CLUSTER_BYTES;
        let tables = table_of_tables + self.table_of_tables * CLUSTER_BYTES;
        let data = tables + self.tables.len() as u64 * CLUSTER_BYTES;
        let mut head = Head::default();
        self.write_header(&mut head, disk, refcount_table, table_of_tables);
        for block in 0..self.refcount_blocks {
            head.put_u64(refcount_blocks + block * CLUSTER_BYTES);
        }
        head.fill_up_to(refcount_blocks);
        for _ in 0..self.n_clusters {
            head.put(&1_u16.to_be_bytes());
        }
        head.fill_up_to(table_of_tables);
        let mut wanted = self.tables.iter().copied().peekable();
        let mut table = tables;
        for number in 0..=self.tables.last().copied().unwrap_or_default() {
            if wanted.next_if_eq(&number).is_some() {
                head.put_u64(table | COUNTED_ONCE);
                table += CLUSTER_BYTES;
            } else {
                head.put_u64(0);
            }
        }
        head.fill_up_to(tables);
        self.write_tables(&mut head, disk, tables, data);
        head.fill_up_to(data);
        head.0
    }

    fn write_header(
        &self,
        head: &mut Head,
        disk: &DataClusters,
        refcount_table: u64,
        table_of_tables: u64,
    ) {
        let disk_bytes = disk.disk_size().0.next_multiple_of(SECTOR_BYTES);
        let n_tables = disk_bytes
            .div_ceil(CLUSTER_BYTES)
            .div_ceil(ENTRIES_OF_TABLE)
            .max(1);
        head.put_u32(MAGIC);
        head.put_u32(VERSION);
        // No backing file: its place and the length of its name.
        head.put_u64(0);
        head.put_u32(0);
        head.put_u32(CLUSTER_BITS);
        head.put_u64(disk_bytes);
        // Not encrypted.
        head.put_u32(0);
        // Each table is of 512 MiB of the disk, so that this fits for all that a browser has as a file.
        head.put_u32(u32::try_from(n_tables).unwrap_or(u32::MAX));
        head.put_u64(table_of_tables);
        head.put_u64(refcount_table);
        head.put_u32(u32::try_from(self.refcount_table).unwrap_or(u32::MAX));
        // No snapshots: their number and place.
        head.put_u32(0);
        head.put_u64(0);
        // No features: incompatible, compatible, to be cleared.
        head.put_u64(0);
        head.put_u64(0);
        head.put_u64(0);
        head.put_u32(REFCOUNT_ORDER);
        head.put_u32(HEADER_BYTES);
        // The zeros that follow end the list of extensions.
        head.fill_up_to(CLUSTER_BYTES);
    }

    /// The tables follow one another, each with an entry for every cluster of its part of the disk.
    fn write_tables(&self, head: &mut Head, disk: &DataClusters, tables: u64, mut data: u64) {
        let mut position = 0_u64;
        let mut numbers = self.tables.iter().copied().zip(0_u64..).peekable();
        for run in disk.runs() {
            for cluster in run.clone() {
                let number = cluster / ENTRIES_OF_TABLE;
                while numbers.next_if(|(table, _)| *table < number).is_some() {}
                if let Some((_, index)) = numbers.peek() {
                    position = tables + index * CLUSTER_BYTES;
                }
                head.fill_up_to(position + cluster % ENTRIES_OF_TABLE * ENTRY_BYTES);
                head.put_u64(data | COUNTED_ONCE);
                data += CLUSTER_BYTES;
            }
        }
    }
}

/// The head while it is written, from its start to its end.
#[derive(Default)]
struct Head(Vec<u8>);

impl Head {
    fn put(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn put_u32(&mut self, number: u32) {
        self.put(&number.to_be_bytes());
    }

    fn put_u64(&mut self, number: u64) {
        self.put(&number.to_be_bytes());
    }

    /// Zeros up to `position`; what stands there already stays.
    fn fill_up_to(&mut self, position: u64) {
        let length = usize::try_from(position).unwrap_or(usize::MAX);
        if length > self.0.len() {
            self.0.resize(length, 0);
        }
    }
}
