//! What a file tells of itself beyond its format and the size of its disk.

use crate::units::Bytes;

/// Facts out of a file's headers. What a format does not have, or the file does not tell, is
/// `None` or empty. Texts are the file's own and can say anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The version of the format.
    pub version: Option<u32>,
    /// The kind within the format: `createType` of a VMDK, `fixed`, `dynamic` or
    /// `differencing` of VHD, VHDX and VDI, `mbr` or `gpt` of a partition table.
    pub subformat: Option<Box<str>>,
    /// The smallest piece that the format allocates (cluster, grain or block), or
    /// counts in (sector).
    pub cluster_size: Option<Bytes>,
    /// The number of snapshots inside.
    pub snapshots: Option<u32>,
    /// The incompatible features of a qcow2, by the names of its specification; `bit N` for one
    /// that it does not name.
    pub features: Vec<Box<str>>,
    /// How the content is encrypted, such as `luks` or `aes-xts-plain64`.
    pub encryption: Option<Box<str>>,
}
