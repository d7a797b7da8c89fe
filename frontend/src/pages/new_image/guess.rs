//! What a file's name tells, for what its content does not.

use gaze_shared::glance::image::DiskFormat;
use gaze_shared::inspect::Inspection;

/// Endings that belong to a file and not to the name of what is in it.
const ENDINGS: [&str; 31] = [
    "7z", "aki", "ami", "ari", "bin", "bz2", "bzip2", "dd", "gz", "gzip", "img", "iso", "lz4",
    "ova", "ploop", "qcow", "qcow2", "raw", "tar", "tbz2", "tgz", "txz", "vdi", "vhd", "vhdx",
    "vmdk", "vpc", "xz", "zip", "zst", "zstd",
];

/// The name of the image in a file: the file's, without the endings that say how it is packed.
/// What stands behind another dot stays (`ubuntu-24.04`).
#[must_use]
pub(super) fn image_name(file_name: &str) -> String {
    let mut name = file_name.trim();
    while let Some((rest, ending)) = name.rsplit_once('.') {
        let is_ending = ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
        if rest.is_empty() || !is_ending {
            break;
        }
        name = rest;
    }
    name.to_owned()
}

/// The disk format to begin with, where the cloud offers these: what the content shows, where it was
/// looked at; else what the file's ending says; else raw, which is what bytes without a mark are.
#[must_use]
pub(super) fn disk_format(
    file_name: &str,
    inspection: Option<&Inspection>,
    offered: &[DiskFormat],
) -> DiskFormat {
    match inspection.filter(|inspection| inspection.detected.is_some()) {
        Some(inspection) => inspection.suggested_disk_format(offered),
        None => by_ending(file_name).unwrap_or(DiskFormat::Raw),
    }
}

fn by_ending(file_name: &str) -> Option<DiskFormat> {
    let (_, ending) = file_name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "qcow" | "qcow2" => Some(DiskFormat::Qcow2),
        "vmdk" => Some(DiskFormat::Vmdk),
        "vhd" | "vpc" => Some(DiskFormat::Vhd),
        "vhdx" => Some(DiskFormat::Vhdx),
        "vdi" => Some(DiskFormat::Vdi),
        "iso" => Some(DiskFormat::Iso),
        "ami" => Some(DiskFormat::Ami),
        "aki" => Some(DiskFormat::Aki),
        "ari" => Some(DiskFormat::Ari),
        "ploop" => Some(DiskFormat::Ploop),
        _ => None,
    }
}

/// What a field shows after a new guess: the guess, unless the person has written something else.
#[must_use]
pub(super) fn refilled<T: PartialEq + Clone>(shown: &T, guessed_before: &T, guess: &T) -> T {
    if shown == guessed_before {
        guess.clone()
    } else {
        shown.clone()
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::inspect::Inspector;
    use gaze_shared::units::Bytes;

    use super::*;

    fn inspected(bytes: &[u8]) -> Inspection {
        let mut inspector = Inspector::new(Bytes(bytes.len() as u64));
        while let Some(range) = inspector.wants() {
            inspector.give(range, &bytes[range.start as usize..range.end as usize]);
        }
        inspector.conclude()
    }

    #[test]
    fn endings_that_pack_are_taken_off_and_versions_stay() {
        for (file, name) in [
            ("debian-13.qcow2", "debian-13"),
            (
                "ubuntu-24.04-server-cloudimg-amd64.img",
                "ubuntu-24.04-server-cloudimg-amd64",
            ),
            ("Fedora-Cloud.RAW.xz", "Fedora-Cloud"),
            ("appliance.tar.gz", "appliance"),
            ("ubuntu-24.04", "ubuntu-24.04"),
            ("notes.txt", "notes.txt"),
            (".img", ".img"),
            ("disk", "disk"),
            ("", ""),
            ("Bild mit Umlauten äöü.iso", "Bild mit Umlauten äöü"),
        ] {
            assert_eq!(image_name(file), name, "{file}");
        }
    }

    #[test]
    fn content_counts_more_than_the_ending() {
        let qcow2 = inspected(b"QFI\xfb\0\0\0\x03 and so on");
        for name in ["disk.img", "disk.vmdk"] {
            assert_eq!(disk_format(name, Some(&qcow2), &[]), DiskFormat::Qcow2);
        }
        let text = inspected(b"just some text");
        assert_eq!(disk_format("disk.qcow2", Some(&text), &[]), DiskFormat::Raw);
    }

    #[test]
    fn an_encrypted_volume_is_raw_where_the_cloud_has_no_word_for_it() {
        let mut volume = vec![0; 4096];
        volume[..8].copy_from_slice(b"LUKS\xba\xbe\0\x01");
        let volume = inspected(&volume);
        for (offered, guess) in [
            (vec![DiskFormat::Raw, DiskFormat::Luks], DiskFormat::Luks),
            (vec![DiskFormat::Raw, DiskFormat::Qcow2], DiskFormat::Raw),
        ] {
            assert_eq!(disk_format("volume", Some(&volume), &offered), guess);
        }
    }

    #[test]
    fn the_ending_counts_where_content_shows_nothing_or_was_not_looked_at() {
        let unknown = inspected(&[0xa5; 512]);
        for (name, format) in [
            ("disk.qcow2", DiskFormat::Qcow2),
            ("kernel.AKI", DiskFormat::Aki),
            ("disk.img", DiskFormat::Raw),
            ("disk", DiskFormat::Raw),
        ] {
            assert_eq!(disk_format(name, Some(&unknown), &[]), format);
            assert_eq!(disk_format(name, None, &[]), format);
        }
    }

    #[test]
    fn a_guess_never_overwrites_what_a_person_wrote() {
        let (old, new) = ("debian".to_owned(), "fedora".to_owned());
        assert_eq!(refilled(&String::new(), &String::new(), &new), new);
        assert_eq!(refilled(&old, &old, &new), new);
        assert_eq!(refilled(&"mine".to_owned(), &old, &new), "mine");
    }
}
