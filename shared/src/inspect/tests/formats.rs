//! What is told of each format beyond its name.

use super::*;

fn reference(role: ReferenceRole, name: &str) -> Reference {
    Reference::new(role, name.into())
}

#[test]
fn a_qcow2_tells_its_features_files_and_snapshots() {
    let mut file = qcow2(3, 0x200, 0b1_0111);
    file[16..20].copy_from_slice(&8_u32.to_be_bytes());
    file[20..24].copy_from_slice(&16_u32.to_be_bytes());
    file[32..36].copy_from_slice(&2_u32.to_be_bytes());
    file[60..64].copy_from_slice(&5_u32.to_be_bytes());
    file[100..104].copy_from_slice(&104_u32.to_be_bytes());
    // One extension that is not looked for, of 3 bytes in 8, and the name of the data file.
    file[104..112].copy_from_slice(&[0x12, 0x34, 0x56, 0x78, 0, 0, 0, 3]);
    file[120..128].copy_from_slice(b"DATA\0\0\0\x08");
    file[128..136].copy_from_slice(b"disk.raw");
    file[0x200..0x208].copy_from_slice(b"base.img");
    let inspection = inspect(&file);
    assert_eq!(
        details(&file),
        Details {
            version: Some(3),
            cluster_size: Some(Bytes(65536)),
            snapshots: Some(5),
            features: [
                "dirty",
                "corrupt",
                "external data file",
                "extended L2 entries"
            ]
            .map(Into::into)
            .to_vec(),
            encryption: Some("luks".into()),
            ..Details::default()
        }
    );
    assert_eq!(
        inspection.references,
        [
            reference(ReferenceRole::Backing, "base.img"),
            reference(ReferenceRole::Data, "disk.raw"),
        ]
    );
    assert_eq!(
        codes(&inspection),
        [
            FindingCode::BackingFile,
            FindingCode::ExternalDataFile,
            FindingCode::UnknownFeatures,
            FindingCode::Corrupt,
            FindingCode::Encrypted,
            FindingCode::Snapshots,
        ]
    );
}

#[test]
fn a_ploop_disk_is_known_and_passes_as_ploop() {
    let mut file = vec![0; 4096];
    file[..16].copy_from_slice(b"WithoutFreeSpace");
    file[28..32].copy_from_slice(&2048_u32.to_le_bytes());
    // The upper half of the sector count does not belong to it in the older kind.
    file[36..44].copy_from_slice(&0xffff_ffff_0000_1000_u64.to_le_bytes());
    let inspection = inspect(&file);
    assert_eq!(inspection.detected, Some(Detected::Ploop));
    assert_eq!(inspection.virtual_size, Some(Bytes(0x1000 * 512)));
    assert_eq!(details(&file).cluster_size, Some(Bytes(1 << 20)));
    assert_eq!(inspection.suggested_disk_format(&[]), DiskFormat::Ploop);
    assert_eq!(inspection.refusal(&DiskFormat::Ploop, &BARE), None);
}

fn tar(names: &[&str]) -> Vec<u8> {
    let mut file = Vec::new();
    for name in names {
        let mut header = vec![0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(b"00000001000");
        header[257..262].copy_from_slice(b"ustar");
        file.extend(header);
        file.extend([0; 512]);
    }
    file.extend([0; 1024]);
    file
}

#[test]
fn an_archive_with_an_ovf_is_an_appliance_and_another_is_not() {
    let file = tar(&["box.mf", "Box.OVF", "box-disk1.vmdk"]);
    let appliance = inspect(&file);
    assert_eq!(appliance.detected, Some(Detected::Ova));
    assert_eq!(
        appliance.suggested_container_format(&[]),
        ContainerFormat::Ova
    );
    assert_eq!(appliance.suggested_disk_format(&[]), DiskFormat::Vmdk);
    assert_eq!(codes(&appliance), [FindingCode::Appliance]);
    assert_eq!(appliance.references.len(), 3);
    let archive = inspect(&tar(&["readme.txt"]));
    assert_eq!(archive.detected, Some(Detected::Tar));
    assert_eq!(archive.suggested_container_format(&[]), BARE);
    assert_eq!(codes(&archive), [FindingCode::Archive]);
}

#[test]
fn a_stream_is_bzip2_only_with_its_block_size() {
    assert_eq!(inspect(b"BZh91AY").detected, Some(Detected::Bzip2));
    assert_eq!(inspect(b"BZhello").detected, Some(Detected::Other));
}

#[test]
fn luks_tells_its_cipher_and_the_size_of_its_payload() {
    let mut file = vec![0; 8192];
    file[..8].copy_from_slice(b"LUKS\xba\xbe\0\x01");
    file[8..11].copy_from_slice(b"aes");
    file[40..51].copy_from_slice(b"xts-plain64");
    file[104..108].copy_from_slice(&8_u32.to_be_bytes());
    let inspection = inspect(&file);
    assert_eq!(inspection.virtual_size, Some(Bytes(4096)));
    let cipher = details(&file).encryption;
    assert_eq!(cipher.as_deref(), Some("aes-xts-plain64"));
    file[7] = 2;
    file[8..16].copy_from_slice(&4096_u64.to_be_bytes());
    let second = inspect(&file);
    assert_eq!(second.virtual_size, None);
    assert_eq!(
        codes(&second),
        [FindingCode::LuksVersion(2), FindingCode::EncryptedVolume]
    );
}

#[test]
fn a_partition_table_for_a_larger_disk_tells_that_the_file_is_cut_short() {
    let mut file = mbr(0x83);
    file[446 + 12..446 + 16].copy_from_slice(&8_u32.to_le_bytes());
    assert_eq!(codes(&inspect(&file)), []);
    file[446 + 12..446 + 16].copy_from_slice(&9_u32.to_le_bytes());
    assert_eq!(codes(&inspect(&file)), [FindingCode::DiskCutShort]);
    let mut gpt = mbr(0xEE);
    gpt[446 + 1..446 + 4].copy_from_slice(&[0, 2, 0]);
    gpt[446 + 8] = 1;
    gpt[512..520].copy_from_slice(b"EFI PART");
    gpt[544] = 7;
    assert_eq!(codes(&inspect(&gpt)), [FindingCode::BackupTableMissing]);
    gpt[7 * 512..7 * 512 + 8].copy_from_slice(b"EFI PART");
    assert_eq!(codes(&inspect(&gpt)), []);
    assert_eq!(details(&gpt).subformat.as_deref(), Some("gpt"));
    gpt[544] = 8;
    assert_eq!(codes(&inspect(&gpt)), [FindingCode::DiskCutShort]);
}

#[test]
fn a_differencing_vhd_needs_its_parent() {
    let mut file = vec![0; 4096];
    file[..8].copy_from_slice(b"conectix");
    file[60..64].copy_from_slice(&4_u32.to_be_bytes());
    file[16..24].copy_from_slice(&512_u64.to_be_bytes());
    file[512..520].copy_from_slice(b"cxsparse");
    file[544..548].copy_from_slice(&(2_u32 << 20).to_be_bytes());
    file[512 + 65..512 + 72].copy_from_slice(b"b\0a\0s\0e");
    file[3584..3592].copy_from_slice(b"conectix");
    let inspection = inspect(&file);
    assert_eq!(codes(&inspection), [FindingCode::ParentDisk]);
    assert_eq!(
        inspection.references,
        [reference(ReferenceRole::Parent, "base")]
    );
    assert_eq!(details(&file).cluster_size, Some(Bytes(2 << 20)));
}

#[test]
fn a_fixed_vhd_is_told_before_the_partition_table_of_the_disk_in_it() {
    let mut file = mbr(0x83);
    file.extend_from_slice(b"conectix");
    file.resize(4096 + 512, 0);
    file[4096 + 60..4096 + 64].copy_from_slice(&2_u32.to_be_bytes());
    let inspection = inspect(&file);
    assert_eq!(inspection.detected, Some(Detected::FixedVhd));
    assert_eq!(inspection.formats, [Detected::FixedVhd, Detected::Gpt]);
    assert_eq!(details(&file).subformat.as_deref(), Some("fixed"));
    assert_eq!(inspection.refusal(&DiskFormat::Raw, &BARE), None);
}

#[test]
fn a_disk_that_is_too_large_to_record_is_pointed_out() {
    let mut file = qcow2(3, 0, 0);
    file[24..32].copy_from_slice(&u64::MAX.to_be_bytes());
    let inspection = inspect(&file);
    assert_eq!(codes(&inspection), [FindingCode::ImpossibleSize]);
    assert_eq!(
        inspection.refusal(&DiskFormat::Qcow2, &BARE),
        Some(Refusal::Unsafe(FindingCode::ImpossibleSize))
    );
    // As raw it is no larger than the file.
    assert_eq!(inspection.refusal(&DiskFormat::Raw, &BARE), None);
    file[24] = 0x7f;
    assert_eq!(inspect(&file).refusal(&DiskFormat::Qcow2, &BARE), None);
}
