//! What the content of a file is.

use gaze_shared::inspect::Detected;

use crate::i18n::text;

/// The format, for a person.
#[must_use]
pub(crate) fn format_label(detected: Detected) -> String {
    let label = match detected {
        Detected::Qcow2 => text::formats::qcow2(),
        Detected::Qed => text::formats::qed(),
        Detected::Vmdk => text::formats::vmdk(),
        Detected::Vhd => text::formats::vhd(),
        Detected::FixedVhd => text::formats::fixed_vhd(),
        Detected::Vhdx => text::formats::vhdx(),
        Detected::Vdi => text::formats::vdi(),
        Detected::Iso => text::formats::iso(),
        Detected::Gpt => text::formats::gpt(),
        Detected::Luks => text::formats::luks(),
        Detected::Ploop => text::formats::ploop(),
        Detected::Gzip
        | Detected::Xz
        | Detected::Zstd
        | Detected::Bzip2
        | Detected::Lz4
        | Detected::Lzma
        | Detected::Lzip
        | Detected::Lzop
        | Detected::Compress => return text::formats::compressed(detected.as_str()),
        Detected::Tar | Detected::Zip | Detected::SevenZip | Detected::Rar => {
            return text::formats::archive(detected.as_str());
        }
        Detected::Package => text::formats::package(),
        Detected::Ova => text::formats::ova(),
        Detected::Kernel => text::formats::kernel(),
        Detected::Ramdisk => text::formats::ramdisk(),
        Detected::FileSystem => text::formats::file_system(),
        Detected::Blank => text::formats::blank(),
        Detected::Other => text::formats::other(),
    };
    label.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressors_and_archivers_are_told_by_their_names() {
        for (detected, label) in [
            (Detected::Zstd, "Compressed file (zstd)"),
            (Detected::Compress, "Compressed file (compress)"),
            (Detected::SevenZip, "Archive (7z)"),
            (Detected::Package, "Archive (package)"),
        ] {
            assert_eq!(format_label(detected), label);
        }
    }
}
