//! QEMU's copy-on-write format, version 3.
//! <https://www.qemu.org/docs/master/interop/qcow2.html>

use super::Bytes;

const CLUSTER_BITS: u32 = 16;
const CLUSTER: usize = 1 << CLUSTER_BITS;
/// Entries of one second-level table, which is one cluster.
const TABLE_ENTRIES: usize = CLUSTER / 8;
/// Says in a table entry that the cluster belongs to this entry alone.
const COPIED: u64 = 1 << 63;

const REFCOUNT_TABLE: usize = CLUSTER;
const REFCOUNT_BLOCK: usize = 2 * CLUSTER;
const LEVEL_1: usize = 3 * CLUSTER;
const LEVEL_2: usize = 4 * CLUSTER;
const DATA: usize = 5 * CLUSTER;

/// The data lies at the beginning of the disk. At most what one second-level table covers: 512 MiB.
pub(super) fn image(virtual_size: usize, data: &[u8]) -> Bytes {
    let clusters = data.len().div_ceil(CLUSTER).min(TABLE_ENTRIES);
    let level_1_entries = virtual_size.div_ceil(CLUSTER * TABLE_ENTRIES);
    let mut file = Bytes::default();
    header(&mut file, virtual_size, level_1_entries);
    file.put(REFCOUNT_TABLE, &(REFCOUNT_BLOCK as u64).to_be_bytes());
    for cluster in 0..DATA / CLUSTER + clusters {
        file.put(REFCOUNT_BLOCK + 2 * cluster, &1_u16.to_be_bytes());
    }
    file.put(LEVEL_1, &(LEVEL_2 as u64 | COPIED).to_be_bytes());
    for cluster in 0..clusters {
        let entry = (DATA + cluster * CLUSTER) as u64 | COPIED;
        file.put(LEVEL_2 + 8 * cluster, &entry.to_be_bytes());
    }
    file.put(DATA, data);
    file.extend_to(DATA + clusters * CLUSTER);
    file
}

fn header(file: &mut Bytes, virtual_size: usize, level_1_entries: usize) {
    file.put(0, b"QFI\xfb");
    file.put(4, &3_u32.to_be_bytes());
    file.put(20, &CLUSTER_BITS.to_be_bytes());
    file.put(24, &(virtual_size as u64).to_be_bytes());
    file.put(36, &(level_1_entries as u32).to_be_bytes());
    file.put(40, &(LEVEL_1 as u64).to_be_bytes());
    file.put(48, &(REFCOUNT_TABLE as u64).to_be_bytes());
    file.put(56, &1_u32.to_be_bytes());
    // Reference counts of 2^4 bits, and the length of this header.
    file.put(96, &4_u32.to_be_bytes());
    file.put(100, &104_u32.to_be_bytes());
}
