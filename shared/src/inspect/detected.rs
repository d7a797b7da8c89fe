//! The formats by name.

use crate::glance::image::DiskFormat;

/// A format that the bytes of a file show. Its name is the word that OpenStack has for it, or the
/// compressor's.
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
    /// Virtuozzo or Parallels disk, which Glance lists as a format and does not recognise.
    Ploop,
    /// A gzip stream.
    Gzip,
    /// An xz stream.
    Xz,
    /// A Zstandard stream.
    Zstd,
    /// A bzip2 stream.
    Bzip2,
    /// A tar archive.
    Tar,
    /// A tar archive with an OVF descriptor: a virtual appliance.
    Ova,
    /// An LZ4 stream.
    Lz4,
    /// An LZMA stream without a container.
    Lzma,
    /// An lzip stream.
    Lzip,
    /// An lzop stream.
    Lzop,
    /// What compress makes (`.Z`).
    Compress,
    /// A ZIP archive.
    Zip,
    /// A 7-Zip archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// An archive of another kind: a package of Debian or RPM, a cabinet.
    Package,
    /// A Linux kernel.
    Kernel,
    /// The initial file system of a Linux kernel, as a cpio archive.
    Ramdisk,
    /// A file system without a partition table.
    FileSystem,
    /// Zeros.
    Blank,
    /// Something that is no disk, of which a finding tells more.
    Other,
}

impl Detected {
    /// Whether Glance's own inspector knows it; to Glance everything else is raw data.
    #[must_use]
    pub const fn is_disk(self) -> bool {
        matches!(
            self,
            Self::Qcow2
                | Self::Qed
                | Self::Vmdk
                | Self::Vhd
                | Self::Vhdx
                | Self::Vdi
                | Self::Iso
                | Self::Gpt
                | Self::Luks
        )
    }

    /// Whether the bytes can be stored as they are, as `raw`, where the cloud has no better word.
    pub(super) const fn fits_raw(self) -> bool {
        matches!(
            self,
            Self::Iso
                | Self::Gpt
                | Self::Luks
                | Self::FileSystem
                | Self::Blank
                | Self::Kernel
                | Self::Ramdisk
        )
    }

    /// The disk format under which Glance takes it, where there is one of its own.
    pub(super) fn disk_format(self) -> Option<DiskFormat> {
        match self {
            Self::Qcow2
            | Self::Vmdk
            | Self::Vhd
            | Self::Vhdx
            | Self::Vdi
            | Self::Iso
            | Self::Luks
            | Self::Ploop => Some(DiskFormat::from(self.as_str())),
            // An appliance holds its disks as VMDK (DSP0243, chapter 5); Glance does not look into
            // the container.
            Self::Ova => Some(DiskFormat::Vmdk),
            Self::Kernel => Some(DiskFormat::Aki),
            Self::Ramdisk => Some(DiskFormat::Ari),
            _ => None,
        }
    }
}
