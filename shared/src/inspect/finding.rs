//! What an inspection notices.

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

/// What can be noticed. `Display` says it to a person. Whatever is [`Severity::Refused`] is a
/// check of Glance's own; its words are in [`FindingCode::glance_reason`].
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
    #[error("This qcow2 uses features that Glance does not know. Convert it without them.")]
    UnknownFeatures,
    /// A qcow2 with encryption.
    #[error("This qcow2 is encrypted. It boots only where the key is known.")]
    Encrypted,
    /// An encrypted volume, whose header does not tell where it ends.
    #[error(
        "This encrypted volume boots only where the key is known. Its header does not tell its size: compare a checksum to know that it is whole."
    )]
    EncryptedVolume,
    /// A qcow2 that was in use when it was copied.
    #[error("This qcow2 was not closed properly. Repair it with qemu-img check before sending it.")]
    Dirty,
    /// A qcow2 that QEMU has marked as damaged.
    #[error("This qcow2 is marked as corrupt. Repair it with qemu-img check before sending it.")]
    Corrupt,
    /// A qcow2 with snapshots inside.
    #[error("This qcow2 has snapshots inside, which are sent as well. A conversion drops them.")]
    Snapshots,
    /// QED.
    #[error("Glance does not take QED images. Convert it to qcow2.")]
    BannedFormat,
    /// A VMDK without a usable descriptor.
    #[error("This VMDK has no descriptor that Glance can read.")]
    VmdkDescriptor,
    /// A VMDK with a line in its descriptor that is none of those known.
    #[error("The descriptor of this VMDK has a line that Glance does not understand.")]
    VmdkDescriptorLine,
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
    #[error("The footer of this VMDK is not valid: {0}. Convert it anew.")]
    VmdkFooter(FooterFault),
    /// A partition entry, counted from 0, with a boot flag that does not exist.
    #[error("The partition table has an entry with an invalid boot flag.")]
    BootFlag(u8),
    /// A boot signature without partitions.
    #[error("The disk has a boot signature but no partition, which Glance refuses.")]
    NoPartitions,
    /// A protective entry that does not begin at cylinder 0, head 0, sector 2.
    #[error("The protective partition entry of the GPT has a wrong start address (CHS).")]
    ProtectiveChs,
    /// A protective entry that does not begin at block 1.
    #[error("The protective partition entry of the GPT has a wrong start address (LBA).")]
    ProtectiveLba,
    /// A protective entry that is not the first and only one.
    #[error("The GPT has further entries beside its protective one, which Glance refuses.")]
    ProtectiveNotAlone,
    /// A partition table that describes a larger disk.
    #[error(
        "The partition table describes a larger disk than this file, which may be cut off. Get a whole copy."
    )]
    DiskCutShort,
    /// A GPT whose copy is not where its header says.
    #[error(
        "The copy of the partition table is not where it must be. Check that the disk is whole."
    )]
    BackupTableMissing,
    /// A file that has so many bytes less than its own tables lead to.
    #[error("The file is cut off: it leads to at least {0} more than it has. Get a whole copy.")]
    CutOff(Bytes),
    /// A file without the end that its format demands.
    #[error("The file does not end as its format must, so it may be cut off. Get a whole copy.")]
    EndMissing,
    /// A file whose tables are too long to be looked at whole.
    #[error(
        "The tables of this file are too long to be checked to their end. Compare a checksum to know that it is whole."
    )]
    EndNotChecked,
    /// A disk that is no whole number of sectors.
    #[error(
        "A disk has a multiple of 512 bytes, and this file has not. It may be cut off, or no disk image."
    )]
    OddLength,
    /// Nothing but zeros where a disk begins.
    #[error(
        "The file begins with zeros only. No server boots from it, but it can be an empty volume."
    )]
    Blank,
    /// A file system without a partition table around it.
    #[error(
        "This is a file system without a partition table. A server boots it only with a kernel from another image."
    )]
    FileSystem,
    /// What a server keeps there for which it has no memory.
    #[error("This is a swap area. No server boots from it, but it can be a volume of one.")]
    SwapArea,
    /// LUKS of this version, which is not 1.
    #[error("Glance takes LUKS version 1 only.")]
    LuksVersion(u16),
    /// Something that a compressor made.
    #[error("The file is compressed. Unpack it first, unless the cloud unpacks on import.")]
    Compressed,
    /// An archive of files.
    #[error("The file is an archive. Unpack it, and choose the disk image that is in it.")]
    Archive,
    /// Something that is no disk.
    #[error("The file is {0}.")]
    NotADisk(Content),
    /// A Linux kernel.
    #[error("The file is a Linux kernel, which has a disk and container format of its own: aki.")]
    Kernel,
    /// An initial file system for a Linux kernel.
    #[error(
        "The file is an initial ramdisk, which has a disk and container format of its own: ari."
    )]
    Ramdisk,
    /// The text of a VMDK without its data.
    #[error(
        "This is the descriptor of a VMDK without its data. Convert the whole disk to one file with qemu-img convert."
    )]
    DescriptorOnly,
    /// An OVA.
    #[error("The file is a virtual appliance. Choose the container format ova.")]
    Appliance,
    /// A fixed VHD, which has its mark at the end only.
    #[error(
        "The file ends like a fixed-size VHD. Glance knows VHD by its beginning only and will see raw data."
    )]
    FixedVhd,
    /// A VHD or VHDX that has only what differs from another one.
    #[error("This disk has only what differs from a parent disk. Merge the two first.")]
    ParentDisk,
    /// A disk of more bytes than a signed 64-bit number holds, as which Glance records it.
    #[error("The header names a disk of more than 8 EiB, which Glance cannot record.")]
    ImpossibleSize,
    /// More than one format fits.
    #[error("The file looks like several formats at once, which Glance refuses.")]
    Ambiguous,
    /// An ISO 9660 with a partition table, declared as raw. It is only ever a refusal.
    #[error("This disc has a partition table too, so Glance refuses it as raw. Declare it as iso.")]
    HybridDisc,
    /// The file ends before its own header does, so Glance does not recognise the format.
    #[error("The file ends in the middle of its header.")]
    Truncated,
    /// The file ends before the parts that Glance checks.
    #[error("The file ends before the parts that Glance checks. It may be cut off.")]
    Incomplete,
    /// Glance's inspector finds the format, and fails to read the size of the disk.
    #[error("Glance recognises the format and fails to read the size of the disk.")]
    Uninspectable,
    /// Glance's inspector fails in a way that Glance takes for a container it does not inspect.
    #[error("Glance fails to inspect this file, and takes it as any format without a check.")]
    Unchecked,
}

/// What contradicts a VMDK's header in its footer, in the order in which oslo.utils looks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FooterFault {
    /// It does not begin as the header does.
    #[error("it does not begin as the header does")]
    Signature,
    /// It has another version.
    #[error("its version is another one")]
    Version,
    /// It leads to another descriptor.
    #[error("it leads to another descriptor")]
    Descriptor,
    /// It leads to a further footer.
    #[error("it leads to a further footer")]
    AnotherFooter,
    /// The marker before it is not one.
    #[error("the marker before it is missing")]
    Marker,
    /// The marker behind it is not one.
    #[error("the marker of the end is missing")]
    EndOfStream,
}

/// What a file is that is no disk, with what to do. A server boots from none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Content {
    /// HTML.
    #[error("a web page, as a failed download leaves one. Download the image again")]
    WebPage,
    /// Digests beside the names of files.
    #[error("a list of checksums. Choose the image that it belongs to")]
    Checksums,
    /// A signature, a key or a certificate in ASCII armour.
    #[error("a signature or key. Choose the image that it belongs to")]
    Signature,
    /// The description of a download by BitTorrent.
    #[error("a torrent. Open it with a BitTorrent client, and choose what that downloads")]
    Torrent,
    /// What Git LFS leaves in the place of a large file.
    #[error("a Git LFS pointer. Fetch the image with git lfs pull")]
    LfsPointer,
    /// Any other text.
    #[error("a text, not a disk image. Choose another file")]
    Text,
    /// ELF, PE or Mach-O.
    #[error("a program, not a disk image. Choose another file")]
    Program,
    /// A sound or a film.
    #[error("a sound or film, not a disk image. Choose another file")]
    Media,
    /// What a program keeps its records in.
    #[error("a database, not a disk image. Choose another file")]
    Database,
    /// What a key or a password is needed for.
    #[error("an encrypted file. Decrypt it, and choose the image that is in it")]
    EncryptedFile,
    /// What zsync needs to fetch a file.
    #[error("a zsync file. Fetch the image that it describes with zsync")]
    Zsync,
    /// A document or a picture.
    #[error("a document or picture, not a disk image. Choose another file")]
    Document,
    /// Squashfs.
    #[error(
        "a squashfs file system, from which no server boots. Choose the disc or disk that it belongs to"
    )]
    Squashfs,
    /// Windows imaging format.
    #[error("a Windows installation archive (WIM). Install it to a disk, and choose that")]
    WindowsArchive,
    /// Apple's disk image.
    #[error(
        "an Apple disk image (DMG), which Glance does not know. Convert it to raw with qemu-img convert"
    )]
    AppleDisk,
    /// The copy of a disk that a forensic tool made.
    #[error("a forensic image (EWF), which Glance does not know. Export it as raw")]
    ForensicImage,
    /// The sectors of a disc with what only a drive needs, or a file of Nero.
    #[error("a copy of a disc that is no ISO (raw sectors, or NRG). Convert it to an ISO")]
    DiscCopy,
    /// The sparse disk of an early VMware ESX.
    #[error(
        "an old VMware disk (COWD), which Glance does not know. Convert it to raw with qemu-img convert"
    )]
    OldVmwareDisk,
    /// MAME's disk.
    #[error("a compressed disk (CHD), which Glance does not know. Extract it with chdman")]
    CompressedHunks,
    /// A backup of Proxmox.
    #[error("a Proxmox backup (VMA). Extract the disks in it with vma extract")]
    ProxmoxBackup,
    /// A backup of one partition.
    #[error("a partclone backup. Restore it to a disk with partclone, and choose that")]
    PartcloneBackup,
    /// Android's sparse image.
    #[error("an Android sparse image. Unpack it with simg2img")]
    AndroidSparse,
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
