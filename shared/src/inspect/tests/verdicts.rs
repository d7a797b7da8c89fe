//! Corners of Glance's verdict, each of which the comparison with Glance (`docs/inspection.md`)
//! holds as well.

use super::*;

fn refusal(file: &[u8], declared: &DiskFormat) -> Option<String> {
    let refusal = inspect(file).refusal(declared, &BARE);
    refusal.map(|refusal| refusal.glance_answer())
}

const INCOMPLETE: &str = "Incomplete file cannot be safety checked";

#[test]
fn a_file_that_is_cut_off_behind_its_mark_is_refused_as_raw_too() {
    for mark in [
        &b"conectix"[..],
        b"vhdxfile",
        b"LUKS\xba\xbe\0\x01",
        b"KDMV\x01\0\0\0",
    ] {
        assert_eq!(refusal(mark, &DiskFormat::Raw).as_deref(), Some(INCOMPLETE));
    }
    // These are recognised by 512 bytes only.
    assert_eq!(refusal(b"QFI\xfb\0\0\0\x03", &DiskFormat::Raw), None);
    assert_eq!(refusal(b"QED\0", &DiskFormat::Raw), None);
}

#[test]
fn bytes_without_a_mark_pass_as_any_format_that_glance_cannot_inspect() {
    for passes in ["ami", "ploop", "root-tar", "raw"] {
        assert_eq!(refusal(b"text", &DiskFormat::from(passes)), None);
    }
    for fails in ["qed", "gpt", "luks", "iso"] {
        assert!(refusal(b"text", &DiskFormat::from(fails)).is_some());
    }
}

#[test]
fn a_text_that_is_not_ascii_passes_as_anything() {
    let mut text = vec![b' '; 600];
    text.extend("ä".as_bytes());
    let inspection = inspect(&text);
    assert_eq!(inspection.detected, Some(Detected::Other));
    assert_eq!(
        codes(&inspection),
        [FindingCode::NotADisk(Content::Text), FindingCode::Unchecked]
    );
    assert_eq!(refusal(&text, &DiskFormat::Qcow2), None);
    // Behind a zero nothing is read, and behind the first piece neither.
    let mut ended = text.clone();
    ended[599] = 0;
    assert!(refusal(&ended, &DiskFormat::Qcow2).is_some());
}

#[test]
fn a_descriptor_alone_is_a_vmdk_from_64_bytes_on() {
    let mut text = b"createType=\"monolithicSparse\"\nRW 1 SPARSE \"disk.vmdk\"\n".to_vec();
    assert_eq!(inspect(&text).detected, Some(Detected::Other));
    text.resize(64, b'#');
    text[55] = b'\n';
    assert_eq!(
        refusal(&text, &DiskFormat::Vmdk).as_deref(),
        Some("Image format inspection failed")
    );
    assert_eq!(refusal(&text, &DiskFormat::Raw), None);
    // Python counts the separators 0x1c to 0x1f as white space.
    text[60] = 0x1c;
    assert!(refusal(&text, &DiskFormat::Vmdk).is_some());
}

#[test]
fn the_reasons_are_those_of_the_safety_checks() {
    let reasons = |file: &[u8]| -> Vec<String> {
        inspect(file)
            .failed_checks()
            .filter_map(|finding| finding.code.glance_reason())
            .map(Into::into)
            .collect()
    };
    assert_eq!(
        reasons(&qcow2(1, 512, 1 << 2)),
        [
            "Image has a backing file",
            "Image has data_file set",
            "Unsupported qcow2 version"
        ]
    );
    let mut table = mbr(0x83);
    table[446 + 32] = 1;
    assert_eq!(reasons(&table), ["MBR PTE 2 has invalid boot flag"]);
}

#[test]
fn the_recorded_size_is_that_of_the_file_when_it_is_declared_raw() {
    let inspection = inspect(&qcow2(3, 0, 0));
    assert_eq!(
        inspection.glance_virtual_size(&DiskFormat::Qcow2),
        Some(Bytes(3 << 30))
    );
    assert_eq!(
        inspection.glance_virtual_size(&DiskFormat::Raw),
        Some(Bytes(1024))
    );
    assert_eq!(inspection.glance_virtual_size(&DiskFormat::Ami), None);
}

#[test]
fn a_vhdx_without_its_region_table_is_taken_with_the_size_of_what_was_read() {
    let mut file = vec![0; 300 * 1024];
    file[..8].copy_from_slice(b"vhdxfile");
    let inspection = inspect(&file);
    assert_eq!(inspection.refusal(&DiskFormat::Vhdx, &BARE), None);
    assert_eq!(
        inspection.glance_virtual_size(&DiskFormat::Raw),
        Some(Bytes(256 * 1024))
    );
}
