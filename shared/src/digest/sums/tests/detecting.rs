//! A list of checksums and an image are never taken for each other.

use super::*;
use crate::units::Bytes;

fn looks(name: &str, bytes: &[u8]) -> bool {
    looks_like_sums(name, Bytes(bytes.len() as u64), bytes)
}

#[test]
fn the_beginning_of_a_list_is_enough() {
    let text: String = (0..200)
        .map(|number| format!("{}  {number}.img\n", sha256(number)))
        .collect();
    for cut in [100, 1000, 4096, text.len()] {
        let size = Bytes(text.len() as u64);
        assert!(
            looks_like_sums("a.img", size, &text.as_bytes()[..cut]),
            "{cut}"
        );
    }
}

#[test]
fn no_image_looks_like_a_list_whatever_its_name() {
    let list = format!("{}  disk.img\n", sha256(1)).into_bytes();
    let mut padded = list.clone();
    padded.resize(4096, 0);
    let large = Bytes(TEXT_LIMIT.0 + 1);
    for name in ["SHA256SUMS", "disk.img.sha256", "disk.img", "CHECKSUM"] {
        for image in [
            &b"QFI\xfb\0\0\0\x03"[..],
            b"KDMV\x01\0\0\0",
            b"conectix\0\0\0\x02",
            b"vhdxfile",
            &[0; 512],
            b"",
            b"# Disk DescriptorFile\nversion=1\nCID=fffffffe\ncreateType=\"monolithicFlat\"\n",
            &padded,
        ] {
            assert!(!looks(name, image), "{name}: {image:?}");
        }
        assert!(looks(name, &list), "{name}");
        assert!(!looks_like_sums(name, large, &list), "{name}");
    }
}

#[test]
fn a_text_in_which_few_lines_have_a_checksum_needs_the_name_of_a_list() {
    let text = format!(
        "Release notes\n\nThe image has changed.\n{}  disk.img\n",
        sha256(1)
    );
    assert!(!looks("README", text.as_bytes()));
    assert!(looks("CHECKSUM", text.as_bytes()));
    let page = "<!doctype html>\n<title>404</title>\n";
    assert!(!looks("SHA256SUMS", page.as_bytes()));
    assert!(!looks("SHA256SUMS", b"no checksum here\n"));
}
