//! How much each finding matters.

use super::finding::{FindingCode, Severity};

impl FindingCode {
    /// Whether Glance refuses the file for it, or somebody may mind.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Encrypted
            | Self::EncryptedVolume
            | Self::EndNotChecked
            | Self::Snapshots
            | Self::Appliance
            | Self::Blank
            | Self::FileSystem(_)
            | Self::VolumePart(_)
            | Self::SwapArea
            | Self::Kernel
            | Self::Ramdisk => Severity::Note,
            Self::Empty
            | Self::Dirty
            | Self::Corrupt
            | Self::Compressed
            | Self::Archive
            | Self::FixedVhd
            | Self::ParentDisk
            | Self::DiskCutShort
            | Self::TableMissing
            | Self::BackupTableMissing
            | Self::CutOff(_)
            | Self::EndMissing
            | Self::OddLength
            | Self::BootSector(_)
            | Self::VmdkPart
            | Self::NotADisk(_)
            | Self::ForeignFormat(_)
            | Self::ApplianceFaulty
            | Self::DescriptorOnly
            | Self::ImpossibleSize
            | Self::Truncated
            | Self::Unchecked => Severity::Warning,
            Self::QcowVersion
            | Self::BackingFile
            | Self::ExternalDataFile
            | Self::UnknownFeatures
            | Self::BannedFormat
            | Self::VmdkDescriptor
            | Self::VmdkDescriptorLine
            | Self::VmdkSubformat
            | Self::VmdkExtentPath
            | Self::VmdkNoExtents
            | Self::VmdkFooter(_)
            | Self::BootFlag(_)
            | Self::NoPartitions
            | Self::ProtectiveChs
            | Self::ProtectiveLba
            | Self::ProtectiveNotAlone
            | Self::LuksVersion(_)
            | Self::Ambiguous
            | Self::HybridDisc
            | Self::Incomplete
            | Self::Uninspectable => Severity::Refused,
        }
    }
}
