//! An inspection as one line of text, on its way from the worker that made it to the page.
//!
//! A line is words with commas between them. Each value writes a fixed number of words, or says by
//! its first one how many follow, so that nothing has to be nested or escaped.

use std::str::Split;

use super::detected::Detected;
use super::finding::{Content, Finding, FindingCode, FooterFault};
use super::glance_view::GlanceView;
use super::recognition::Reported;
use super::reference::{Reference, ReferenceRole};
use super::verdict::Inspection;
use crate::units::Bytes;

const SEPARATOR: char = ',';
/// In the place of a value that is not there.
const ABSENT: &str = "-";

/// The rest of a line.
struct Words<'line>(Split<'line, char>);

/// What can stand on a line.
trait OnLine: Sized {
    fn write(&self, line: &mut String);

    /// `None` when the next words are not such a value.
    fn read(words: &mut Words<'_>) -> Option<Self>;
}

fn write_word(line: &mut String, word: &str) {
    if !line.is_empty() {
        line.push(SEPARATOR);
    }
    line.push_str(word);
}

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
        VmdkNoExtents = "vmdk_no_extents",
        VmdkFooter { 0: fault } = "vmdk_footer",
        BootFlag { 0: entry } = "boot_flag",
        NoPartitions = "no_partitions",
        ProtectiveChs = "protective_chs",
        ProtectiveLba = "protective_lba",
        ProtectiveNotAlone = "protective_not_alone",
        DiskCutShort = "disk_cut_short",
        BackupTableMissing = "backup_table_missing",
        CutOff { 0: missing } = "cut_off",
        EndMissing = "end_missing",
        EndNotChecked = "end_not_checked",
        OddLength = "odd_length",
        Blank = "blank",
        FileSystem = "file_system",
        SwapArea = "swap_area",
        LuksVersion { 0: version } = "luks_version",
        Compressed = "compressed",
        Archive = "archive",
        NotADisk { 0: content } = "not_a_disk",
        Kernel = "kernel",
        Ramdisk = "ramdisk",
        DescriptorOnly = "descriptor_only",
        Appliance = "appliance",
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

/// Numbers write themselves as their digits.
macro_rules! digits {
    ($($number:ty),+) => { $(
        impl OnLine for $number {
            fn write(&self, line: &mut String) {
                write_word(line, &self.to_string());
            }

            fn read(words: &mut Words<'_>) -> Option<Self> {
                words.0.next()?.parse().ok()
            }
        }
    )+ };
}

digits!(u8, u16, u64);

impl OnLine for Bytes {
    fn write(&self, line: &mut String) {
        self.0.write(line);
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        OnLine::read(words).map(Self)
    }
}

impl OnLine for Finding {
    fn write(&self, line: &mut String) {
        self.code.write(line);
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        FindingCode::read(words).map(Self::from)
    }
}

/// Texts of others can have anything in them, and go as the digits of their bytes.
impl OnLine for Box<str> {
    fn write(&self, line: &mut String) {
        write_word(line, "");
        for byte in self.bytes() {
            for digit in [byte >> 4, byte & 0xf] {
                line.extend(char::from_digit(digit.into(), 16));
            }
        }
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        let digits = words.0.next()?.as_bytes().chunks(2);
        let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = digits.map(byte).collect();
        String::from_utf8(bytes?).ok().map(Into::into)
    }
}

impl OnLine for Reference {
    fn write(&self, line: &mut String) {
        self.role.write(line);
        self.name.write(line);
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        let role = OnLine::read(words)?;
        Some(Self::new(role, Box::read(words)?))
    }
}

impl<T: OnLine> OnLine for Option<T> {
    fn write(&self, line: &mut String) {
        match self {
            None => write_word(line, ABSENT),
            Some(value) => value.write(line),
        }
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        let mut after = Words(words.0.clone());
        if after.0.next()? == ABSENT {
            *words = after;
            Some(None)
        } else {
            T::read(words).map(Some)
        }
    }
}

impl<T: OnLine> OnLine for Vec<T> {
    fn write(&self, line: &mut String) {
        (self.len() as u64).write(line);
        for item in self {
            item.write(line);
        }
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        // A line that names more items than it has ends the collection; no room is made beforehand.
        let length = u64::read(words)?;
        (0..length).map(|_| T::read(words)).collect()
    }
}

impl Inspection {
    /// All of it as one line of text.
    #[must_use]
    pub fn to_line(&self) -> String {
        let Self {
            file_size,
            detected,
            formats,
            virtual_size,
            findings,
            references,
            glance,
        } = self;
        let mut line = String::new();
        file_size.write(&mut line);
        detected.write(&mut line);
        formats.write(&mut line);
        virtual_size.write(&mut line);
        findings.write(&mut line);
        references.write(&mut line);
        glance.write(&mut line);
        line
    }

    /// Reads what [`Inspection::to_line`] wrote; `None` for any other text.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        let mut words = Words(line.split(SEPARATOR));
        let inspection = Self {
            file_size: OnLine::read(&mut words)?,
            detected: OnLine::read(&mut words)?,
            formats: OnLine::read(&mut words)?,
            virtual_size: OnLine::read(&mut words)?,
            findings: OnLine::read(&mut words)?,
            references: OnLine::read(&mut words)?,
            glance: OnLine::read(&mut words)?,
        };
        words.0.next().is_none().then_some(inspection)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_back<T: OnLine>(value: &T) -> Option<T> {
        let mut line = String::new();
        value.write(&mut line);
        let mut words = Words(line.split(SEPARATOR));
        let value = T::read(&mut words)?;
        words.0.next().is_none().then_some(value)
    }

    #[test]
    fn values_with_further_words_read_back_as_they_were_written() {
        for code in [
            FindingCode::Empty,
            FindingCode::BootFlag(3),
            FindingCode::LuksVersion(2),
            FindingCode::CutOff(Bytes(u64::MAX)),
            FindingCode::NotADisk(Content::WebPage),
            FindingCode::VmdkFooter(FooterFault::Signature),
            FindingCode::VmdkFooter(FooterFault::Version),
            FindingCode::VmdkFooter(FooterFault::Descriptor),
            FindingCode::VmdkFooter(FooterFault::AnotherFooter),
            FindingCode::VmdkFooter(FooterFault::Marker),
            FindingCode::VmdkFooter(FooterFault::EndOfStream),
        ] {
            assert_eq!(read_back(&code), Some(code));
        }
        for reported in [Reported::Size(7), Reported::FileSize, Reported::Failure] {
            let views = [
                GlanceView::HybridIso { reported },
                GlanceView::Format {
                    format: Detected::FixedVhd,
                    reported,
                    gave_up_after: None,
                },
                GlanceView::Format {
                    format: Detected::Vmdk,
                    reported,
                    gave_up_after: Some(65536),
                },
            ];
            for view in views {
                assert_eq!(read_back(&view), Some(view));
            }
        }
    }

    #[test]
    fn a_line_is_read_to_its_end_and_no_further() {
        let line = "1024,qcow2,1,qcow2,3221225472,1,backing_file,1,backing,612c62,format,qcow2,size,3221225472,-";
        let inspection = Inspection::from_line(line).unwrap();
        assert_eq!(inspection.to_line(), line);
        for other in [
            "",
            "1024",
            "1024,qcow2,1,qcow2,3221225472,1,backing_file,1,backing,612c62,format,qcow2,size,3221225472",
            "1024,qcow2,1,qcow2,3221225472,1,backing_file,1,backing,612c62,format,qcow2,size,3221225472,-,-",
            "1024,qcow2,18446744073709551615,qcow2,3221225472,1,backing_file,0,raw",
            "1024,qcow3,1,qcow2,3221225472,1,backing_file,0,raw",
        ] {
            assert_eq!(Inspection::from_line(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_text_of_others_breaks_the_reader(text in "[-a-z0-9_,]{0,80}") {
            let _ = Inspection::from_line(&text);
        }
    }
}
