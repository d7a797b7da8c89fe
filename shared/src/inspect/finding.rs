//! What an inspection notices.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Worth a second look before sending.
    Warning,
    /// Glance refuses such data (415 "Image failed safety checks") after having stored all of it.
    Refused,
}

/// One thing that was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
}

/// What can be noticed. `Display` says it to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindingCode {
    /// The file has no bytes.
    #[error("The file is empty. Glance accepts it and stores an image of size 0.")]
    Empty,
    /// A qcow2 of a version other than 2 and 3.
    #[error("This is a qcow2 of a version that Glance does not take. Convert it to version 3.")]
    QcowVersion,
    /// A qcow2 that needs another file.
    #[error("This qcow2 has a backing file, so it is not complete by itself. Flatten it first.")]
    BackingFile,
    /// A qcow2 whose data is in another file.
    #[error("This qcow2 keeps its data in another file. Convert it to a single file first.")]
    ExternalDataFile,
    /// A qcow2 with feature bits that Glance does not know.
    #[error("This qcow2 uses features that Glance does not know.")]
    UnknownFeatures,
    /// A qcow2 with encryption.
    #[error("This qcow2 is encrypted. It boots only where the key is known.")]
    Encrypted,
    /// QED.
    #[error("Glance does not take QED images. Convert it to qcow2.")]
    BannedFormat,
    /// A VMDK without a usable descriptor.
    #[error("This VMDK has no descriptor that Glance can read.")]
    VmdkDescriptor,
    /// A VMDK of a type other than monolithicSparse and streamOptimized.
    #[error("Glance takes a VMDK only as monolithicSparse or streamOptimized. Convert it.")]
    VmdkSubformat,
    /// A VMDK that names files elsewhere.
    #[error("This VMDK points to a file by its path, which is not safe.")]
    VmdkExtentPath,
    /// A VMDK that names no extent.
    #[error("This VMDK names no extent.")]
    VmdkNoExtents,
    /// A VMDK whose footer contradicts its header.
    #[error("This VMDK ends with a footer that contradicts its header, or with none.")]
    VmdkFooter,
    /// A partition entry with a boot flag that does not exist.
    #[error("The partition table has an entry with an invalid boot flag.")]
    BootFlag,
    /// A boot signature without partitions.
    #[error("The disk has a boot signature but no partition, which Glance refuses.")]
    NoPartitions,
    /// A protective MBR that is not as the specification demands.
    #[error("The protective partition entry of the GPT is not valid.")]
    ProtectiveEntry,
    /// LUKS of a version other than 1.
    #[error("Glance takes LUKS version 1 only.")]
    LuksVersion,
    /// Something that a compressor made.
    #[error("The file is compressed. Unpack it first, unless the cloud unpacks on import.")]
    Compressed,
    /// A tar archive.
    #[error("The file is a tar archive, as OVA is. Choose the container format ova.")]
    Archive,
    /// A fixed VHD, which has its mark at the end only.
    #[error(
        "The file ends like a fixed-size VHD. Glance knows VHD by its beginning only and will see raw data."
    )]
    FixedVhd,
    /// More than one format fits.
    #[error("The file looks like several formats at once, which Glance refuses.")]
    Ambiguous,
    /// The file ends before its own header does.
    #[error("The file ends in the middle of its header.")]
    Truncated,
}

impl FindingCode {
    /// How much it matters.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Encrypted | Self::Archive => Severity::Note,
            Self::Empty | Self::Compressed | Self::FixedVhd | Self::Truncated => Severity::Warning,
            Self::QcowVersion
            | Self::BackingFile
            | Self::ExternalDataFile
            | Self::UnknownFeatures
            | Self::BannedFormat
            | Self::VmdkDescriptor
            | Self::VmdkSubformat
            | Self::VmdkExtentPath
            | Self::VmdkNoExtents
            | Self::VmdkFooter
            | Self::BootFlag
            | Self::NoPartitions
            | Self::ProtectiveEntry
            | Self::LuksVersion
            | Self::Ambiguous => Severity::Refused,
        }
    }
}

impl From<FindingCode> for Finding {
    fn from(code: FindingCode) -> Self {
        Self { code }
    }
}

impl Finding {
    /// How much it matters.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.code.severity()
    }
}
