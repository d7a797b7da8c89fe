//! What is said of files that are no disk, and of what is one in a way of its own.

use super::*;

/// The finding of a file that begins so and goes on with bytes that mean nothing.
fn code_of(beginning: &[u8]) -> Option<FindingCode> {
    let mut file = beginning.to_vec();
    file.resize(8192, 0xa5);
    codes(&inspect(&file)).first().copied()
}

#[test]
fn compressed_files_and_archives_are_to_be_unpacked() {
    for beginning in [
        &[0x04, 0x22, 0x4d, 0x18][..],
        b"LZIP\x01",
        b"\x89LZO\0\r\n\x1a\n",
        &[0x1f, 0x9d, 0x90],
        b"\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x5d\0\0\0\x01\0\0\x10\0\0\0\0\0",
    ] {
        assert_eq!(code_of(beginning), Some(FindingCode::Compressed));
    }
    for beginning in [
        &b"PK\x03\x04"[..],
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07\0",
        b"!<arch>\ndebian-binary",
        b"\xed\xab\xee\xdb",
        b"MSCF\0\0\0\0",
    ] {
        assert_eq!(code_of(beginning), Some(FindingCode::Archive));
    }
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0disk.img";
    assert_eq!(&*inspect(zip).references[0].name, "disk.img");
}

#[test]
fn what_is_no_disk_is_said_to_be_none() {
    for (beginning, content) in [
        (&b"MSWIM\0\0\0"[..], Content::WindowsArchive),
        (b"hsqs", Content::Squashfs),
        (b"\x7fELF", Content::Program),
        (b"MZ\x90", Content::Program),
        (b"%PDF-1.7", Content::Document),
        (b"d8:announce40:http", Content::Torrent),
        (b"EVF\x09\r\n\xff\0", Content::ForensicImage),
    ] {
        assert_eq!(code_of(beginning), Some(FindingCode::NotADisk(content)));
    }
    let mut dmg = vec![0xa5; 2048];
    dmg.extend_from_slice(b"koly");
    dmg.resize(2048 + 512, 0);
    let code = FindingCode::NotADisk(Content::AppleDisk);
    assert_eq!(codes(&inspect(&dmg)), [code]);
}

#[test]
fn a_text_is_told_by_what_it_is_for() {
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let sums = format!("# SHA-256\n{digest}  disk.qcow2\n");
    let bsd = format!("SHA256 (disk.qcow2) = {digest}\n");
    let signed = |text: &str| {
        format!(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{text}-----BEGIN PGP SIGNATURE-----\n"
        )
    };
    for (text, content) in [
        ("\n <!DOCTYPE HTML>\n<p>404</p>", Content::WebPage),
        (&sums, Content::Checksums),
        (&bsd, Content::Checksums),
        (&signed(&bsd), Content::Checksums),
        (&signed("The image has changed.\n"), Content::Text),
        (
            &format!("Notes\n\n{digest} is the digest.\nOf which?\n"),
            Content::Text,
        ),
        ("-----BEGIN PGP SIGNATURE-----\n", Content::Signature),
        (
            "version https://git-lfs.github.com/spec/v1\n",
            Content::LfsPointer,
        ),
        ("{\"files\": []}", Content::Text),
        ("Grüße aus dem Rechenzentrum.\n", Content::Text),
    ] {
        let inspection = inspect(text.as_bytes());
        assert_eq!(
            codes(&inspection),
            [FindingCode::NotADisk(content)],
            "{text}"
        );
        assert!(!inspection.may_be_raw_disk());
    }
    // A character that the piece which is looked at cuts in two.
    let long = "ä".repeat(4096);
    let code = FindingCode::NotADisk(Content::Text);
    let bytes = codes(&inspect(&long.as_bytes()[1..]));
    assert_eq!(bytes, [FindingCode::OddLength]);
    assert_eq!(codes(&inspect(format!("a{long}").as_bytes())), [code]);
}

#[test]
fn what_is_no_disk_is_known_also_where_it_is_a_whole_number_of_sectors() {
    for (beginning, content) in [
        (
            &b"\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\x02\0\x01"[..],
            Content::DiscCopy,
        ),
        (b"COWD\x01\0\0\0", Content::OldVmwareDisk),
        (b"MComprHD\0\0\0\x7c", Content::CompressedHunks),
        (b"VMA\0\0\0\0\x01", Content::ProxmoxBackup),
        (b"partclone-image", Content::PartcloneBackup),
        (b"\x3a\xff\x26\xed\x01\0\0\0", Content::AndroidSparse),
        (b"encrcdsa", Content::EncryptedFile),
        (b"Salted__", Content::EncryptedFile),
        (b"age-encryption.org/v1\n-> X25519", Content::EncryptedFile),
        (b"zsync: 0.6.2\n", Content::Zsync),
        (b"SQLite format 3\0", Content::Database),
        (b"\0\0\0\x20ftypisom", Content::Media),
        (b"ID3\x04\0", Content::Media),
        // For a key of RSA, for one of an elliptic curve, and for a password.
        (b"\x85\x01\x0c\x03abcdefgh\x01", Content::EncryptedFile),
        (b"\xc1\x5e\x03abcdefgh\x12", Content::EncryptedFile),
        (b"\x8c\x0d\x04\x09\x03\x0a", Content::EncryptedFile),
        (b"\x89\x01\x33\x04\0\x01\x0a", Content::Signature),
        (b"\x88\x75\x04\0\x16\x0a", Content::Signature),
        (b"\x99\x01\x0d\x04\x5f\0\0\0\x01", Content::Signature),
    ] {
        let code = FindingCode::NotADisk(content);
        assert_eq!(code_of(beginning), Some(code), "{beginning:?}");
    }
    for (before, mark, content) in [
        (12, &b"NER5"[..], Content::DiscCopy),
        (8, b"NERO", Content::DiscCopy),
        (8, b"cdsaencr", Content::EncryptedFile),
    ] {
        let mut file = vec![0xa5; 4096];
        file[4096 - before..][..mark.len()].copy_from_slice(mark);
        assert_eq!(codes(&inspect(&file)), [FindingCode::NotADisk(content)]);
    }
    // Two frames of 128 kbit/s at 44.1 kHz, which have 417 bytes; and one.
    let mut sound = vec![0xa5; 4096];
    sound[..4].copy_from_slice(b"\xff\xfb\x90\x64");
    assert_eq!(codes(&inspect(&sound)), []);
    sound[417..421].copy_from_slice(b"\xff\xfb\x90\x64");
    let code = FindingCode::NotADisk(Content::Media);
    assert_eq!(codes(&inspect(&sound)), [code]);
}

#[test]
fn a_compressed_file_can_begin_with_frames_that_are_passed_over() {
    let skipped = b"\x5a\x2a\x4d\x18\x04\0\0\0abcd";
    for (mark, format) in [
        (b"\x28\xb5\x2f\xfd", Detected::Zstd),
        (b"\x04\x22\x4d\x18", Detected::Lz4),
    ] {
        let mut file = [&skipped[..], skipped, mark].concat();
        file.resize(4096, 0xa5);
        let inspection = inspect(&file);
        assert_eq!(inspection.detected, Some(format));
        assert_eq!(codes(&inspection), [FindingCode::Compressed]);
    }
    assert_eq!(code_of(skipped), None);
}

#[test]
fn a_text_is_told_in_every_encoding() {
    let page = "<!DOCTYPE html>\n<title>Nicht verfügbar</title>\n<p>Später noch einmal.</p>\n";
    let descriptor = "# Disk DescriptorFile\nversion=1\ncreateType=\"monolithicFlat\"\n";
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  ä.img\n";
    for (text, code) in [
        (page, FindingCode::NotADisk(Content::WebPage)),
        (descriptor, FindingCode::DescriptorOnly),
        (digest, FindingCode::NotADisk(Content::Checksums)),
        ("Grüße aus Köln.\n", FindingCode::NotADisk(Content::Text)),
    ] {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let latin: Vec<u8> = text.chars().map(|character| character as u8).collect();
        for (encoding, mut file) in [
            (
                "UTF-8 with a mark",
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            ),
            ("UTF-16", [b"\xff\xfe", &little[..]].concat()),
            (
                "UTF-16 of the other order",
                [b"\xfe\xff", &big[..]].concat(),
            ),
            ("UTF-16 without a mark", little),
            ("UTF-16 of the other order without a mark", big),
            ("Latin-1", latin),
        ] {
            // Tools for disks fill up a sector.
            for _ in 0..2 {
                let codes = codes(&inspect(&file));
                assert!(codes.contains(&code), "{encoding}: {codes:?}: {text}");
                file.resize(2048, 0);
            }
        }
    }
    // Without ASCII, the mark tells that it is one.
    let script = format!("\u{feff}{}", "\u{c5ac}".repeat(2047));
    let mut file: Vec<u8> = script.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let code = FindingCode::NotADisk(Content::Text);
    assert_eq!(codes(&inspect(&file)), [code]);
    file[..2].fill(0xa5);
    assert_eq!(codes(&inspect(&file[..4096])), []);
}

#[test]
fn a_page_or_a_list_in_a_file_that_was_made_larger_before_is_still_one() {
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.img\n";
    for (text, content) in [
        ("<!DOCTYPE html><title>404</title>", Some(Content::WebPage)),
        (digest, Some(Content::Checksums)),
        // A disk can begin with a few characters.
        ("DATA", None),
    ] {
        for length in [64 << 10, 1 << 20] {
            let mut file = text.as_bytes().to_vec();
            file.resize(length, 0);
            let expected: Vec<_> = content.map(FindingCode::NotADisk).into_iter().collect();
            assert_eq!(codes(&inspect(&file)), expected, "{text} {length}");
            // Something else is behind it.
            file[length - 700..].fill(0xa5);
            assert_eq!(codes(&inspect(&file)), [], "{text} {length}");
        }
    }
}

#[test]
fn the_file_systems_of_small_devices_may_be_meant() {
    let at = |offset: usize, bytes: &[u8]| {
        let mut file = vec![0xa5; 8192];
        file[offset..][..bytes.len()].copy_from_slice(bytes);
        file
    };
    let mut erofs = at(1024, b"\xe2\xe1\xf5\xe0");
    erofs[1024 + 12] = 12;
    erofs[1024 + 0x24..][..4].copy_from_slice(&2_u32.to_le_bytes());
    let mut f2fs = at(1024, b"\x10\x20\xf5\xf2");
    f2fs[1024 + 16..][..4].copy_from_slice(&12_u32.to_le_bytes());
    f2fs[1024 + 0x24..][..8].copy_from_slice(&2_u64.to_le_bytes());
    f2fs[1024 + 0x899] = 0;
    let mut cramfs = at(0, b"\x45\x3d\xcd\x28\0\x20\0\0\x03\0\0\0");
    cramfs[16..32].copy_from_slice(b"Compressed ROMFS");
    let mut swap = at(4086, b"SWAPSPACE2");
    swap[1028..1032].copy_from_slice(&1_u32.to_le_bytes());
    for (mut file, code) in [
        (erofs, FindingCode::FileSystem(FormatName::Erofs)),
        (f2fs, FindingCode::FileSystem(FormatName::F2fs)),
        (cramfs, FindingCode::FileSystem(FormatName::Cramfs)),
        (swap, FindingCode::SwapArea),
    ] {
        let inspection = inspect(&file);
        assert_eq!(codes(&inspection), [code]);
        assert_eq!(code.severity(), Severity::Note);
        assert!(inspection.may_be_raw_disk());
        file.truncate(7168);
        let cut = [FindingCode::CutOff(Bytes(1024)), code];
        assert_eq!(codes(&inspect(&file)), cut);
    }
}

#[test]
fn a_kernel_for_a_boot_loader_of_small_computers_is_a_kernel() {
    let file = |offset: usize, bytes: &[u8]| {
        let mut file = vec![0xa5; 4096];
        file[offset..][..bytes.len()].copy_from_slice(bytes);
        file
    };
    let mut uimage = file(0, b"\x27\x05\x19\x56");
    uimage[12..16].copy_from_slice(&(4096_u32 - 64).to_be_bytes());
    let code = FindingCode::NotADisk(Content::Program);
    assert_eq!(codes(&inspect(&uimage)), [code]);
    uimage[30] = 2;
    assert_eq!(codes(&inspect(&uimage)), [FindingCode::Kernel]);
    uimage[30] = 3;
    assert_eq!(codes(&inspect(&uimage)), [FindingCode::Ramdisk]);
    let arm = inspect(&file(0x24, b"\x18\x28\x6f\x01"));
    assert_eq!(codes(&arm), [FindingCode::Kernel]);
    assert_eq!(
        arm.suggested_disk_format(DiskFormat::KNOWN),
        DiskFormat::Aki
    );
}

#[test]
fn a_kernel_and_its_ramdisk_have_formats_of_their_own() {
    let mut kernel = vec![0xa5; 4096];
    kernel[510..512].copy_from_slice(&[0x55, 0xAA]);
    kernel[0x1f1..0x1f8].copy_from_slice(&[1, 0, 0, 192, 0, 0, 0]);
    kernel[0x202..0x208].copy_from_slice(b"HdrS\x0f\x02");
    let mut arm = vec![0xa5; 4096];
    arm[..2].copy_from_slice(b"MZ");
    arm[0x38..0x3c].copy_from_slice(b"ARM\x64");
    let ramdisk = boot_files::ramdisk();
    for (file, format) in [(kernel, "aki"), (arm, "aki"), (ramdisk, "ari")] {
        let inspection = inspect(&file);
        let disk = DiskFormat::from(format);
        let container = ContainerFormat::from(format);
        assert_eq!(inspection.suggested_disk_format(DiskFormat::KNOWN), disk);
        assert_eq!(
            inspection.suggested_container_format(ContainerFormat::KNOWN),
            container
        );
        // A cloud that has no word for them takes them as they are.
        assert_eq!(inspection.suggested_disk_format(&[]), DiskFormat::Raw);
        assert_eq!(inspection.suggested_container_format(&[]), BARE);
        assert_eq!(inspection.refusal(&disk, &container), None);
        assert!(
            inspection
                .findings
                .iter()
                .all(|finding| finding.severity() != Severity::Warning)
        );
    }
}

#[test]
fn zeros_are_a_disk_without_content() {
    let inspection = inspect(&[0; 8192]);
    assert_eq!(codes(&inspection), [FindingCode::Blank]);
    assert_eq!(inspection.suggested_disk_format(&[]), DiskFormat::Raw);
    assert_eq!(inspection.suggested_min_disk().0, 1);
    assert!(inspection.may_be_raw_disk());
    assert_eq!(
        codes(&inspect(&[0; 1000])),
        [FindingCode::OddLength, FindingCode::Blank]
    );
}

#[test]
fn a_name_of_another_file_is_no_longer_than_a_path() {
    let mut text = b"createType=\"monolithicFlat\"\nRW 1 FLAT \"".to_vec();
    text.resize(8192, b'x');
    text.extend_from_slice(b"\"\n");
    let inspection = inspect(&text);
    assert_eq!(inspection.references[0].name.len(), 1024);
}
