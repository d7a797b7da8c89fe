//! A raw disk written as qcow2 without its empty clusters.
//!
//! Nothing here reads or writes: [`DataClusters`] is told what the disk holds, from its start to its end, and
//! [`Layout`] says of which pieces the qcow2 file consists, in order: a head of its own, then ranges of the raw
//! disk as they are. Whoever puts them one after the other has the file, so that none of the data is copied for it.
//!
//! The format: <https://www.qemu.org/docs/master/interop/qcow2.html>. Version 3, clusters of 64 KiB and reference
//! counts of 16 bits, as `qemu-img` writes them; nothing is compressed, and there are no snapshots.

mod data_clusters;
mod layout;

pub use data_clusters::DataClusters;
pub use layout::Layout;

/// The length of a cluster in bytes: `qemu-img`'s own.
pub const CLUSTER_BYTES: u64 = 1 << CLUSTER_BITS;

const CLUSTER_BITS: u32 = 16;

#[cfg(test)]
mod tests;
