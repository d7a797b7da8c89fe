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
    /// The other files that this one needs or names.
    pub references: Vec<Reference>,
}

/// A file that an image names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it is for.
    pub role: ReferenceRole,
    /// Its name as it stands in the image.
    pub name: Box<str>,
}

/// What a named file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceRole {
    /// It has what this image does not: a qcow2's backing file.
    Backing,
    /// It has the data of a qcow2.
    Data,
    /// An extent line of a VMDK.
    Extent,
    /// A member of an OVA.
    Member,
}

impl ReferenceRole {
    /// One word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Backing => "backing",
            Self::Data => "data",
            Self::Extent => "extent",
            Self::Member => "member",
        }
    }
}
