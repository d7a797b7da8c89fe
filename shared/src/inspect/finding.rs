//! What an inspection notices.

use super::format_name::FormatName;
use crate::units::Bytes;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Worth a second look before sending.
    Warning,
    /// Glance refuses such data (415) after having stored all of it.
    Refused,
}

impl Severity {
    /// One word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Refused => "refused",
        }
    }
}

/// One thing that was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: FindingCode,
}

/// What can be noticed. Whatever is [`Severity::Refused`] is a
/// check of Glance's own; its words are in [`FindingCode::glance_reason`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingCode {
    /// The file has no bytes.
    Empty,
    /// A qcow2 of a version other than 2 and 3.
    QcowVersion,
    /// A qcow2 that needs another file.
    BackingFile,
    /// A qcow2 whose data is in another file.
    ExternalDataFile,
    /// A qcow2 with feature bits that Glance does not know.
    UnknownFeatures,
    /// A qcow2 with encryption.
    Encrypted,
    /// An encrypted volume, whose header does not tell where it ends.
    EncryptedVolume,
    /// A qcow2 that was in use when it was copied.
    Dirty,
    /// A qcow2 that QEMU has marked as damaged.
    Corrupt,
    /// A qcow2 with snapshots inside.
    Snapshots,
    /// QED.
    BannedFormat,
    /// A VMDK without a usable descriptor.
    VmdkDescriptor,
    /// A VMDK with a line in its descriptor that is none of those known.
    VmdkDescriptorLine,
    /// A VMDK of a type other than monolithicSparse and streamOptimized.
    VmdkSubformat,
    /// A VMDK that names files elsewhere.
    VmdkExtentPath,
    /// One of the files of a VMDK, which has its descriptor in another one.
    VmdkPart,
    VmdkNoExtents,
    /// A VMDK whose footer contradicts its header.
    VmdkFooter(FooterFault),
    /// A partition entry, counted from 0, with a boot flag that does not exist.
    BootFlag(u8),
    /// A boot signature without partitions.
    NoPartitions,
    /// A protective entry that does not begin at cylinder 0, head 0, sector 2.
    ProtectiveChs,
    /// A protective entry that does not begin at block 1.
    ProtectiveLba,
    /// A protective entry that is not the first and only one.
    ProtectiveNotAlone,
    /// A partition table that describes a larger disk.
    DiskCutShort,
    /// A protective entry without the GPT that it is for.
    TableMissing,
    /// A GPT whose copy is not where its header says.
    BackupTableMissing,
    /// A file that has so many bytes less than its own tables lead to.
    CutOff(Bytes),
    /// A file without the end that its format demands.
    EndMissing,
    /// A file whose tables are too long to be looked at whole.
    EndNotChecked,
    /// A disk that is no whole number of sectors.
    OddLength,
    /// Nothing but zeros where a disk begins.
    Blank,
    /// A file system without a partition table around it.
    FileSystem(FormatName),
    /// A file system whose first sector is a faulty partition table to Glance.
    BootSector(FormatName),
    /// What a volume is put together from, without a partition table around it.
    VolumePart(FormatName),
    /// What a server keeps there for which it has no memory.
    SwapArea,
    /// LUKS of this version, which is not 1.
    LuksVersion(u16),
    /// Something that a compressor made.
    Compressed,
    /// An archive of files.
    Archive,
    /// What some program keeps in a file, and no disk.
    ForeignFormat(FormatName),
    /// Something that is no disk.
    NotADisk(Content),
    /// A Linux kernel.
    Kernel,
    /// An initial file system for a Linux kernel.
    Ramdisk,
    /// The text of a VMDK without its data.
    DescriptorOnly,
    /// An OVA that has not the disks that its descriptor names.
    ApplianceFaulty,
    /// An OVA.
    Appliance,
    /// A fixed VHD, which has its mark at the end only.
    FixedVhd,
    /// A VHD or VHDX that has only what differs from another one.
    ParentDisk,
    /// A disk of more bytes than a signed 64-bit number holds, as which Glance records it.
    ImpossibleSize,
    /// More than one format fits.
    Ambiguous,
    /// An ISO 9660 with a partition table, declared as raw. It is only ever a refusal.
    HybridDisc,
    /// The file ends before its own header does, so Glance does not recognise the format.
    Truncated,
    /// The file ends before the parts that Glance checks.
    Incomplete,
    /// Glance's inspector finds the format, and fails to read the size of the disk.
    Uninspectable,
    /// Glance's inspector fails in a way that Glance takes for a container it does not inspect.
    Unchecked,
}

/// What contradicts a VMDK's header in its footer, in the order in which oslo.utils looks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FooterFault {
    /// It does not begin as the header does.
    Signature,
    /// It has another version.
    Version,
    /// It leads to another descriptor.
    Descriptor,
    /// It leads to a further footer.
    AnotherFooter,
    /// The marker before it is not one.
    Marker,
    /// The marker behind it is not one.
    EndOfStream,
}

/// What a file is that is no disk, with what to do. A server boots from none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// HTML.
    WebPage,
    /// Digests beside the names of files.
    Checksums,
    /// A signature, a key or a certificate in ASCII armour.
    Signature,
    /// The description of a download by BitTorrent.
    Torrent,
    /// What Git LFS leaves in the place of a large file.
    LfsPointer,
    /// Any other text.
    Text,
    /// ELF, PE or Mach-O.
    Program,
    /// A sound or a film.
    Media,
    /// What a program keeps its records in.
    Database,
    /// What a key or a password is needed for.
    EncryptedFile,
    /// What zsync needs to fetch a file.
    Zsync,
    /// A document or a picture.
    Document,
    Squashfs,
    /// Windows imaging format.
    WindowsArchive,
    AppleDisk,
    /// The copy of a disk that a forensic tool made.
    ForensicImage,
    /// The sectors of a disc with what only a drive needs, or a file of Nero.
    DiscCopy,
    /// The sparse disk of an early VMware ESX.
    OldVmwareDisk,
    /// MAME's disk.
    CompressedHunks,
    ProxmoxBackup,
    /// A backup of one partition.
    PartcloneBackup,
    AndroidSparse,
    /// What Docker and others run, by their own or by OCI's layout.
    ContainerImage,
    /// The disk of another program, which qemu-img reads.
    ForeignDisk,
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
