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
    for (text, content) in [
        ("\n <!DOCTYPE HTML>\n<p>404</p>", Content::WebPage),
        (&sums, Content::Checksums),
        (&bsd, Content::Checksums),
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
fn a_kernel_and_its_ramdisk_have_formats_of_their_own() {
    let mut kernel = vec![0xa5; 4096];
    kernel[510..512].copy_from_slice(&[0x55, 0xAA]);
    kernel[0x202..0x206].copy_from_slice(b"HdrS");
    let mut arm = vec![0xa5; 4096];
    arm[..2].copy_from_slice(b"MZ");
    arm[0x38..0x3c].copy_from_slice(b"ARM\x64");
    let mut ramdisk = vec![b'0'; 4096];
    ramdisk[..6].copy_from_slice(b"070701");
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
