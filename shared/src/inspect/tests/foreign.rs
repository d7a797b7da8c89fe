//! What other programs write, and archives whose members tell what they are.

use super::completeness::{member, put};
use super::*;

fn codes_of(offset: usize, mark: &[u8]) -> Vec<FindingCode> {
    let mut file = vec![0xa5; 8192];
    put(&mut file, offset, mark);
    codes(&inspect(&file))
}

#[test]
fn what_other_programs_write_is_named_also_where_it_is_a_whole_number_of_sectors() {
    for (offset, mark, name) in [
        (0, &b"GGUF\x03\0\0\0"[..], FormatName::Gguf),
        (0, b"\x89HDF\r\n\x1a\n", FormatName::Hdf5),
        (0, b"\x93NUMPY\x01\0", FormatName::Npy),
        (0, b"\xd4\xc3\xb2\xa1", FormatName::Pcap),
        (0, b"\x0a\x0d\x0d\x0a", FormatName::Pcap),
        (0, b"PGDMP\x01", FormatName::PgDump),
        (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FormatName::Ole),
        (0, b"\0asm\x01\0\0\0", FormatName::Wasm),
        (0, b"PAR1\x15", FormatName::Parquet),
        (0, b"ORC\x0a", FormatName::Orc),
        (0, b"Obj\x01", FormatName::Avro),
        (
            0,
            b"\0\0\0\0\0\0\0\0\xac\xcb\xba\xf5\x02\0\0\0",
            FormatName::ZfsSend,
        ),
        (0, b"btrfs-stream\0", FormatName::BtrfsSend),
        (0, b"\xd0\x0d\xfe\xed", FormatName::DeviceTree),
        (40, b"_FVH\xff\xfe\x04\0", FormatName::Uefi),
        (0, b"LibvirtQemudSave", FormatName::LibvirtSave),
        (0, b"QEVM\0\0\0\x03", FormatName::QemuState),
        (0, b"\xd2\xbe\xd2\xbe\x08", FormatName::VmwareState),
        (0, b"ElfFile\0", FormatName::Evtx),
        (0, b"regf", FormatName::RegistryHive),
        (0, b"!BDN", FormatName::Pst),
        (0, b"8BPS\0\x01\0\0", FormatName::Psd),
        (0, b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", FormatName::KeePass),
        (0, b"UBI#\x01", FormatName::Ubi),
        (0, b"\x85\x19\x03\x20", FormatName::Jffs2),
    ] {
        assert_eq!(codes_of(offset, mark), [FindingCode::ForeignFormat(name)]);
    }
    for (mark, content) in [
        (&b"II*\0"[..], Content::Document),
        (b"MM\0*", Content::Document),
        (
            b"BM\0\x20\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
            Content::Document,
        ),
        (b"\xce\xfa\xed\xfe", Content::Program),
        (b"Bochs Virtual HD Image", Content::ForeignDisk),
        (b"#!/bin/sh\n#V2.0 Format\n", Content::ForeignDisk),
        (b"\xbe\xba\xfe\xca\0\0\0\0", Content::ForeignDisk),
    ] {
        assert_eq!(codes_of(0, mark), [FindingCode::NotADisk(content)]);
    }
}

#[test]
fn archives_of_every_kind_are_to_be_unpacked() {
    for mark in [
        &b"LRZI\0\x06"[..],
        b"7kSt\xa0\x31\x83\xd3\x8c\xb2",
        b"zPQ\x02",
        b"\xff\x06\0\0sNaPpY",
        b"\x24\x80-lh5-",
        b"\0\0\x31\0\0\0\x90**ACE**",
        b"\x60\xea\x29\0\x22\x0b",
        b"\xc7\x71\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0abc\0",
    ] {
        assert_eq!(codes_of(0, mark), [FindingCode::Archive], "{mark:?}");
    }
    // Two bytes alone say nothing.
    for mark in [b"BM", b"\x60\xea", b"\xc7\x71"] {
        assert_eq!(codes_of(0, mark), []);
    }
}

fn regular(name: &str, data: &[u8]) -> Vec<u8> {
    let size = format!("{:011o}\0", data.len());
    member(name, b'0', size.as_bytes().try_into().unwrap(), data)
}

#[test]
fn a_container_image_is_no_disk() {
    let layer = format!("{}.tar", "0123456789abcdef".repeat(4));
    for name in ["oci-layout", "blobs/sha256/ab", "abc/layer.tar", &layer] {
        let file = [regular("x", b"1"), regular(name, b"2"), vec![0; 1024]].concat();
        let code = FindingCode::NotADisk(Content::ContainerImage);
        assert_eq!(codes(&inspect(&file)), [code], "{name}");
    }
}

#[test]
fn an_appliance_has_the_disks_that_its_descriptor_names() {
    let ova = |descriptor: &str, members: &[(&str, usize)]| {
        let mut file = regular("a.ovf", descriptor.as_bytes());
        for (name, length) in members {
            file.extend(regular(name, &vec![7; *length]));
        }
        file.resize(file.len() + 1024, 0);
        codes(&inspect(&file))
    };
    let whole = [FindingCode::Appliance];
    let faulty = [FindingCode::ApplianceFaulty, FindingCode::Appliance];
    let descriptor = |size| {
        format!(
            "<Envelope><References><ovf:File ovf:href=\"d.vmdk\" ovf:id='f' ovf:size='{size}'/>"
        )
    };
    assert_eq!(ova(&descriptor(700), &[("d.vmdk", 700)]), whole);
    assert_eq!(ova("<File href=\"d.vmdk\"/>", &[("d.vmdk", 700)]), whole);
    let elsewhere = "<File href=\"http://example.org/d.vmdk\"/>";
    assert_eq!(ova(elsewhere, &[("e.vmdk", 1)]), whole);
    assert_eq!(ova(&descriptor(701), &[("d.vmdk", 700)]), faulty);
    assert_eq!(ova(&descriptor(700), &[("e.vmdk", 700)]), faulty);
    assert_eq!(ova("<Envelope/>", &[("a.mf", 40)]), faulty);
    // What is in a comment is not named.
    let commented = format!("<!-- <File href=\"old.vmdk\"/> -->{}", descriptor(700));
    assert_eq!(ova(&commented, &[("d.vmdk", 700)]), whole);
    let open = format!("{}<!-- <File href=\"old.vmdk\"/>", descriptor(700));
    assert_eq!(ova(&open, &[("d.vmdk", 700)]), whole);
}
