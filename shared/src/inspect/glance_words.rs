//! What Glance says of a finding: the check that fails, its reason in the log, and its answer.

use std::borrow::Cow;

use super::finding::{FindingCode, FooterFault};

impl FindingCode {
    /// The safety check of oslo.utils that fails, by the name that an operator can list in
    /// `[image_format] gpt_safety_checks_nonfatal`.
    #[must_use]
    pub const fn glance_check(self) -> Option<&'static str> {
        match self {
            Self::BackingFile => Some("backing_file"),
            Self::ExternalDataFile => Some("data_file"),
            Self::QcowVersion | Self::UnknownFeatures => Some("unknown_features"),
            Self::BannedFormat => Some("banned"),
            Self::VmdkDescriptor
            | Self::VmdkDescriptorLine
            | Self::VmdkSubformat
            | Self::VmdkExtentPath
            | Self::VmdkNoExtents => Some("descriptor"),
            Self::VmdkFooter(_) => Some("footer"),
            Self::BootFlag(_)
            | Self::NoPartitions
            | Self::ProtectiveChs
            | Self::ProtectiveLba
            | Self::ProtectiveNotAlone => Some("mbr"),
            Self::LuksVersion(_) => Some("version"),
            _ => None,
        }
    }

    /// Why Glance refuses, in the words of oslo.utils' safety check. Glance writes them to its log
    /// and answers only "Image failed safety checks".
    #[must_use]
    pub fn glance_reason(self) -> Option<Cow<'static, str>> {
        let words = match self {
            Self::QcowVersion => "Unsupported qcow2 version",
            Self::BackingFile => "Image has a backing file",
            Self::ExternalDataFile => "Image has data_file set",
            Self::UnknownFeatures => "Unknown QCOW2 features found",
            Self::BannedFormat => "This file format is not allowed",
            Self::VmdkDescriptor => "No descriptor found",
            Self::VmdkDescriptorLine => "Invalid VMDK descriptor data",
            Self::VmdkSubformat => "Unsupported subformat",
            Self::VmdkExtentPath => "Invalid extent filenames found",
            Self::VmdkNoExtents => "No extents found",
            Self::VmdkFooter(fault) => fault.glance_reason(),
            Self::NoPartitions => "GPT MBR has no partitions defined",
            Self::ProtectiveChs => "GPT MBR has invalid start CHS",
            Self::ProtectiveLba => "GPT MBR has invalid start LBA",
            Self::ProtectiveNotAlone => "GPT MBR defines invalid extra partitions",
            Self::BootFlag(entry) => {
                return Some(format!("MBR PTE {entry} has invalid boot flag").into());
            }
            Self::LuksVersion(version) => {
                return Some(format!("LUKS version {version} is not supported").into());
            }
            _ => return None,
        };
        Some(words.into())
    }

    /// What Glance answers when this is why it refuses. A list of formats may follow it.
    pub(super) const fn glance_answer(self) -> &'static str {
        match self {
            Self::Ambiguous | Self::HybridDisc => "Multiple formats detected",
            Self::Incomplete => "Incomplete file cannot be safety checked",
            Self::Uninspectable => "Image format inspection failed",
            Self::ImpossibleSize => "Internal Server Error",
            _ => "Image failed safety checks",
        }
    }
}

impl FooterFault {
    const fn glance_reason(self) -> &'static str {
        match self {
            Self::Signature => "Header and footer signature do not match",
            Self::Version => "Header and footer versions do not match",
            Self::Descriptor => "Footer specifies a different descriptor than header",
            Self::AnotherFooter => "Footer indicates another footer",
            Self::Marker => "Footer marker is invalid",
            Self::EndOfStream => "End-of-stream marker is invalid",
        }
    }
}
