//! The formats, one function each.

mod compressed;
mod iso;
mod luks;
mod partition_table;
mod qcow2;
mod simple;
mod vhd;
mod vhdx;
mod vmdk;

use super::finding::Finding;
use super::sample::{ByteRange, Sample};
use crate::image::DiskFormat;
use crate::units::Bytes;

/// A format that the bytes of a file show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detected {
    /// QEMU copy-on-write.
    Qcow2,
    /// QEMU enhanced disk, out of use.
    Qed,
    /// VMware disk.
    Vmdk,
    /// Virtual PC disk.
    Vhd,
    /// Virtual PC disk of fixed size, which Glance does not recognise.
    FixedVhd,
    /// Hyper-V disk.
    Vhdx,
    /// VirtualBox disk.
    Vdi,
    /// Optical disc, ISO 9660 or UDF.
    Iso,
    /// A disk with a partition table, MBR or GPT; `gpt` is oslo.utils' name for both.
    Gpt,
    /// An encrypted volume.
    Luks,
    /// A gzip stream.
    Gzip,
    /// An xz stream.
    Xz,
    /// A Zstandard stream.
    Zstd,
    /// A bzip2 stream.
    Bzip2,
    /// A tar archive, which an OVA is.
    Tar,
}

impl Detected {
    /// The word that OpenStack has for it, or the compressor's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Qcow2 => "qcow2",
            Self::Qed => "qed",
            Self::Vmdk => "vmdk",
            Self::Vhd => "vhd",
            Self::FixedVhd => "fixed vhd",
            Self::Vhdx => "vhdx",
            Self::Vdi => "vdi",
            Self::Iso => "iso",
            Self::Gpt => "gpt",
            Self::Luks => "luks",
            Self::Gzip => "gzip",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Tar => "tar",
        }
    }

    /// What it is, for a person.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Qcow2 => "QEMU disk (qcow2)",
            Self::Qed => "QEMU disk (QED)",
            Self::Vmdk => "VMware disk (VMDK)",
            Self::Vhd => "Virtual PC disk (VHD)",
            Self::FixedVhd => "Virtual PC disk of fixed size (VHD)",
            Self::Vhdx => "Hyper-V disk (VHDX)",
            Self::Vdi => "VirtualBox disk (VDI)",
            Self::Iso => "Optical disc (ISO)",
            Self::Gpt => "Raw disk with a partition table",
            Self::Luks => "Encrypted volume (LUKS)",
            Self::Gzip => "Compressed file (gzip)",
            Self::Xz => "Compressed file (xz)",
            Self::Zstd => "Compressed file (zstd)",
            Self::Bzip2 => "Compressed file (bzip2)",
            Self::Tar => "Archive (tar)",
        }
    }

    /// Whether Glance's own inspector knows it; to Glance everything else is raw data.
    #[must_use]
    pub const fn is_disk(self) -> bool {
        !matches!(
            self,
            Self::FixedVhd | Self::Gzip | Self::Xz | Self::Zstd | Self::Bzip2 | Self::Tar
        )
    }

    pub(super) fn disk_format(self) -> Option<DiskFormat> {
        match self {
            Self::Qcow2
            | Self::Vmdk
            | Self::Vhd
            | Self::Vhdx
            | Self::Vdi
            | Self::Iso
            | Self::Luks => Some(DiskFormat::from(self.as_str())),
            Self::Qed
            | Self::FixedVhd
            | Self::Gpt
            | Self::Gzip
            | Self::Xz
            | Self::Zstd
            | Self::Bzip2
            | Self::Tar => None,
        }
    }
}

/// One format that fits, and what was noticed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) detected: Detected,
    pub(super) virtual_size: Option<Bytes>,
    pub(super) findings: Vec<Finding>,
}

impl Match {
    fn of(detected: Detected) -> Self {
        Self {
            detected,
            virtual_size: None,
            findings: Vec::new(),
        }
    }

    fn with_size(self, bytes: Option<u64>) -> Self {
        Self {
            virtual_size: bytes.map(Bytes),
            ..self
        }
    }
}

/// What one format's function says: no fit, a fit, or bytes that must be read first.
type Examined = Result<Option<Match>, ByteRange>;

/// Every format that fits.
///
/// # Errors
/// The range that must be read first.
pub(super) fn examine(sample: &Sample) -> Result<Vec<Match>, ByteRange> {
    const EXAMINERS: [fn(&Sample) -> Examined; 9] = [
        qcow2::examine,
        simple::examine,
        vmdk::examine,
        vhdx::examine,
        vhd::examine,
        iso::examine,
        partition_table::examine,
        luks::examine,
        compressed::examine,
    ];
    let mut matches = Vec::new();
    for examine in EXAMINERS {
        matches.extend(examine(sample)?);
    }
    Ok(matches)
}
