//! The words of everything that has a name on the line.

use super::codec::{OnLine, Words, write_word};
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Content, FindingCode, FooterFault};
use crate::inspect::format_name::FormatName;
use crate::inspect::glance_view::GlanceView;
use crate::inspect::recognition::Reported;
use crate::inspect::reference::ReferenceRole;

/// Names the variants of an enum, in both directions; their fields follow behind the name.
macro_rules! names {
    (
        pub $enum:ident {
            $( $variant:ident $( { $( $field:tt: $value:ident ),+ } )? = $name:literal, )+
        }
    ) => {
        impl $enum {
            /// The names of all variants.
            pub const NAMES: &[&str] = &[$( $name ),+];
        }

        names! {
            @line pub $enum { $( $variant $( { $( $field: $value ),+ } )? = $name, )+ }
        }
    };
    (
        @line $vis:vis $enum:ident {
            $( $variant:ident $( { $( $field:tt: $value:ident ),+ } )? = $name:literal, )+
        }
    ) => {
        impl $enum {
            /// A name for programs, which stays as it is.
            #[must_use]
            $vis const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant { .. } => $name, )+
                }
            }
        }

        impl OnLine for $enum {
            fn write(&self, line: &mut String) {
                write_word(line, self.as_str());
                match self {
                    $( Self::$variant { $( $( $field: $value ),+ )? } => { $( $( $value.write(line); )+ )? } )+
                }
            }

            fn read(words: &mut Words<'_>) -> Option<Self> {
                Some(match words.0.next()? {
                    $( $name => Self::$variant { $( $( $field: OnLine::read(words)? ),+ )? }, )+
                    _ => return None,
                })
            }
        }
    };
}

names! {
    pub Detected {
        Qcow2 = "qcow2",
        Qed = "qed",
        Vmdk = "vmdk",
        Vhd = "vhd",
        FixedVhd = "fixed vhd",
        Vhdx = "vhdx",
        Vdi = "vdi",
        Iso = "iso",
        Gpt = "gpt",
        Luks = "luks",
        Ploop = "ploop",
        Gzip = "gzip",
        Xz = "xz",
        Zstd = "zstd",
        Bzip2 = "bzip2",
        Tar = "tar",
        Ova = "ova",
        Lz4 = "lz4",
        Lzma = "lzma",
        Lzip = "lzip",
        Lzop = "lzop",
        Compress = "compress",
        Zip = "zip",
        SevenZip = "7z",
        Rar = "rar",
        Package = "package",
        Kernel = "kernel",
        Ramdisk = "ramdisk",
        FileSystem = "file system",
        Blank = "blank",
        Other = "other",
    }
}

names! {
    pub FindingCode {
        Empty = "empty",
        QcowVersion = "qcow_version",
        BackingFile = "backing_file",
        ExternalDataFile = "external_data_file",
        UnknownFeatures = "unknown_features",
        Encrypted = "encrypted",
        EncryptedVolume = "encrypted_volume",
        Dirty = "dirty",
        Corrupt = "corrupt",
        Snapshots = "snapshots",
        BannedFormat = "banned_format",
        VmdkDescriptor = "vmdk_descriptor",
        VmdkDescriptorLine = "vmdk_descriptor_line",
        VmdkSubformat = "vmdk_subformat",
        VmdkExtentPath = "vmdk_extent_path",
        VmdkPart = "vmdk_part",
        VmdkNoExtents = "vmdk_no_extents",
        VmdkFooter { 0: fault } = "vmdk_footer",
        BootFlag { 0: entry } = "boot_flag",
        NoPartitions = "no_partitions",
        ProtectiveChs = "protective_chs",
        ProtectiveLba = "protective_lba",
        ProtectiveNotAlone = "protective_not_alone",
        DiskCutShort = "disk_cut_short",
        TableMissing = "table_missing",
        BackupTableMissing = "backup_table_missing",
        CutOff { 0: missing } = "cut_off",
        EndMissing = "end_missing",
        EndNotChecked = "end_not_checked",
        OddLength = "odd_length",
        Blank = "blank",
        FileSystem { 0: name } = "file_system",
        BootSector { 0: name } = "boot_sector",
        VolumePart { 0: name } = "volume_part",
        SwapArea = "swap_area",
        LuksVersion { 0: version } = "luks_version",
        Compressed = "compressed",
        Archive = "archive",
        ForeignFormat { 0: name } = "foreign_format",
        NotADisk { 0: content } = "not_a_disk",
        Kernel = "kernel",
        Ramdisk = "ramdisk",
        DescriptorOnly = "descriptor_only",
        Appliance = "appliance",
        ApplianceFaulty = "appliance_faulty",
        FixedVhd = "fixed_vhd",
        ParentDisk = "parent_disk",
        ImpossibleSize = "impossible_size",
        Ambiguous = "ambiguous",
        HybridDisc = "hybrid_disc",
        Truncated = "truncated",
        Incomplete = "incomplete",
        Uninspectable = "uninspectable",
        Unchecked = "unchecked",
    }
}

names! {
    pub FormatName {
        Apfs = "APFS",
        Avro = "Avro",
        Bcache = "bcache",
        Bcachefs = "bcachefs",
        BitLocker = "BitLocker",
        Btrfs = "Btrfs",
        BtrfsSend = "Btrfs send",
        Cramfs = "cramfs",
        DeviceTree = "Device Tree",
        Erofs = "EROFS",
        Evtx = "EVTX",
        ExFat = "exFAT",
        Ext = "ext",
        F2fs = "F2FS",
        Fat = "FAT",
        Gguf = "GGUF",
        Hdf5 = "HDF5",
        HfsPlus = "HFS+",
        Jffs2 = "JFFS2",
        Jfs = "JFS",
        KeePass = "KeePass",
        LibvirtSave = "libvirt save",
        LinuxRaid = "Linux RAID",
        Lvm = "LVM",
        Minix = "Minix",
        Npy = "NumPy",
        Ntfs = "NTFS",
        Ole = "OLE",
        Orc = "ORC",
        Parquet = "Parquet",
        Pcap = "pcap",
        PgDump = "pg_dump",
        Psd = "PSD",
        Pst = "PST",
        QemuState = "QEMU vmstate",
        RegistryHive = "Windows registry",
        ReiserFs = "ReiserFS",
        Romfs = "romfs",
        Ubi = "UBI",
        Ubifs = "UBIFS",
        Uefi = "UEFI",
        VmwareState = "VMware vmss",
        Wasm = "WebAssembly",
        Xfs = "XFS",
        Zfs = "ZFS",
        ZfsSend = "ZFS send",
    }
}

names! {
    pub FooterFault {
        Signature = "signature",
        Version = "version",
        Descriptor = "descriptor",
        AnotherFooter = "another_footer",
        Marker = "marker",
        EndOfStream = "end_of_stream",
    }
}

names! {
    pub Content {
        WebPage = "web_page",
        Checksums = "checksums",
        Signature = "signature",
        Torrent = "torrent",
        LfsPointer = "lfs_pointer",
        Text = "text",
        Program = "program",
        Media = "media",
        Database = "database",
        EncryptedFile = "encrypted_file",
        Zsync = "zsync",
        Document = "document",
        Squashfs = "squashfs",
        WindowsArchive = "windows_archive",
        AppleDisk = "apple_disk",
        ForensicImage = "forensic_image",
        DiscCopy = "disc_copy",
        OldVmwareDisk = "old_vmware_disk",
        CompressedHunks = "compressed_hunks",
        ProxmoxBackup = "proxmox_backup",
        PartcloneBackup = "partclone_backup",
        AndroidSparse = "android_sparse",
        ContainerImage = "container_image",
        ForeignDisk = "foreign_disk",
    }
}

names! {
    pub ReferenceRole {
        Backing = "backing",
        Parent = "parent",
        Data = "data",
        Extent = "extent",
        Member = "member",
    }
}

names! {
    @line Reported {
        Size { 0: size } = "size",
        FileSize = "file_size",
        Failure = "failure",
    }
}

names! {
    @line GlanceView {
        Raw = "raw",
        Format { format: format, reported: reported, gave_up_after: after } = "format",
        HybridIso { reported: reported } = "hybrid_iso",
        Several = "several",
        Unchecked = "unchecked",
    }
}
