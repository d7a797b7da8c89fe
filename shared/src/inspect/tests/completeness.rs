//! Files that end before their own tables do. Real ones of every tool are in the stage `inspection`;
//! these are the smallest, cut at each of their bytes.

use super::*;

pub(super) fn put(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    file.resize(file.len().max(end), 0);
    file[offset..end].copy_from_slice(bytes);
}

fn speaks(file: &[u8]) -> bool {
    let inspection = inspect(file);
    let format = inspection.suggested_disk_format(&[]);
    inspection.refusal(&format, &BARE).is_some()
        || inspection
            .findings
            .iter()
            .any(|finding| finding.severity() == Severity::Warning)
}

/// Holds that the file is sound as it is, and cut anywhere from `from` on is not: at each byte of its
/// last sector, and at every seventh before.
pub(super) fn cut_anywhere(file: &[u8], from: usize) {
    let findings = codes(&inspect(file));
    let is_cut_off = |code: &FindingCode| {
        matches!(
            code,
            FindingCode::CutOff(_) | FindingCode::EndMissing | FindingCode::DiskCutShort
        )
    };
    assert!(!findings.iter().any(is_cut_off), "{findings:?}");
    let last = file.len().saturating_sub(520);
    for end in (from..file.len()).filter(|end| *end > last || end % 7 == 0) {
        assert!(speaks(&file[..end]), "nothing speaks against {end} bytes");
    }
}

/// Clusters of 512 bytes: header, refcount table, refcount block, both tables, and one of data.
fn small_qcow2(entry: u64, last_bytes: usize) -> Vec<u8> {
    let mut file = qcow2(3, 0, 0);
    put(&mut file, 20, &9_u32.to_be_bytes());
    put(&mut file, 24, &512_u64.to_be_bytes());
    put(&mut file, 36, &1_u32.to_be_bytes());
    put(&mut file, 40, &(3 * 512_u64).to_be_bytes());
    put(&mut file, 48, &512_u64.to_be_bytes());
    put(&mut file, 56, &1_u32.to_be_bytes());
    put(&mut file, 96, &4_u32.to_be_bytes());
    put(&mut file, 512, &(2 * 512_u64).to_be_bytes());
    for cluster in 0..6 {
        put(&mut file, 2 * 512 + 2 * cluster, &1_u16.to_be_bytes());
    }
    put(
        &mut file,
        3 * 512,
        &((4 * 512_u64) | (1 << 63)).to_be_bytes(),
    );
    put(&mut file, 4 * 512, &entry.to_be_bytes());
    file.resize(5 * 512, 0);
    file.resize(5 * 512 + last_bytes, 7);
    file
}

#[test]
fn a_qcow2_is_needed_to_the_last_byte_of_its_last_cluster() {
    cut_anywhere(&small_qcow2((5 * 512) | (1 << 63), 512), 0);
    // A cluster that is compressed to less than a sector.
    cut_anywhere(&small_qcow2((5 * 512) | (1 << 62), 512), 0);
    let mut part = small_qcow2((5 * 512) | (1 << 63), 100);
    // Of the last cluster of a disk there is only what the disk has.
    put(&mut part, 24, &100_u64.to_be_bytes());
    cut_anywhere(&part, 0);
}

#[test]
fn a_qcow2_whose_counts_lead_behind_the_end_is_cut_off() {
    let mut file = small_qcow2((5 * 512) | (1 << 63), 512);
    put(&mut file, 2 * 512 + 2 * 40, &1_u16.to_be_bytes());
    let missing = Bytes(40 * 512 + 1 - 6 * 512);
    assert_eq!(codes(&inspect(&file)), [FindingCode::CutOff(missing)]);
}

pub(super) fn sparse_vmdk() -> Vec<u8> {
    let mut file = Vec::new();
    put(&mut file, 0, b"KDMV\x01\0\0\0\x03\0\0\0");
    // Capacity, grain, descriptor, entries of a table, directory, and where the grains begin.
    for (offset, value) in [(12, 16_u64), (20, 8), (28, 1), (36, 1), (56, 2), (64, 8)] {
        put(&mut file, offset, &value.to_le_bytes());
    }
    put(&mut file, 44, &512_u32.to_le_bytes());
    put(
        &mut file,
        512,
        b"createType=\"monolithicSparse\"\nparentCID=ffffffff\nRW 16 SPARSE \"a.vmdk\"\n",
    );
    put(&mut file, 2 * 512, &3_u32.to_le_bytes());
    // The second grain of the disk is behind the first.
    put(&mut file, 3 * 512, &8_u32.to_le_bytes());
    put(&mut file, 3 * 512 + 4, &16_u32.to_le_bytes());
    file.resize(8 * 512, 0);
    file.resize(24 * 512, 7);
    file
}

#[test]
fn a_vmdk_is_needed_to_the_end_of_its_last_grain() {
    cut_anywhere(&sparse_vmdk(), 0);
}

#[test]
fn a_vmdk_that_is_a_delta_needs_its_parent() {
    let mut file = sparse_vmdk();
    let delta =
        b"createType=\"monolithicSparse\"\nparentCID=12345678\nparentFileNameHint=\"base.vmdk\"\n\
        RW 16 SPARSE \"a.vmdk\"\n";
    put(&mut file, 512, delta);
    let inspection = inspect(&file);
    assert_eq!(codes(&inspection), [FindingCode::ParentDisk]);
    let names: Vec<_> = inspection.references.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["base.vmdk"]);
}

#[test]
fn a_vmdk_does_not_name_itself() {
    let mut file = sparse_vmdk();
    assert_eq!(inspect(&file).references, []);
    // A path leads elsewhere, and is why Glance refuses it.
    let path = b"createType=\"monolithicSparse\"\nRW 16 SPARSE \"/etc/passwd\"\n\0";
    put(&mut file, 512, path);
    let inspection = inspect(&file);
    assert_eq!(codes(&inspection), [FindingCode::VmdkExtentPath]);
    assert_eq!(&*inspection.references[0].name, "/etc/passwd");
}

#[test]
fn only_the_descriptor_of_a_vmdk_is_said_to_be_that() {
    let text = b"# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\n\
        createType=\"monolithicFlat\"\nRW 2048 FLAT \"disk-flat.vmdk\" 0\n";
    assert_eq!(
        codes(&inspect(text)),
        [FindingCode::VmdkSubformat, FindingCode::DescriptorOnly]
    );
    // Filled up with zeros, it is raw data to Glance.
    let mut padded = text.to_vec();
    padded.resize(1024, 0);
    let inspection = inspect(&padded);
    assert_eq!(codes(&inspection), [FindingCode::DescriptorOnly]);
    assert!(!inspection.may_be_raw_disk());
}

#[test]
fn a_descriptor_names_its_extents_however_it_is_written() {
    let text = "# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\n\
        createType=\"twoGbMaxExtentSparse\"\n# Extent description\n\
        RW 4194304 SPARSE \"Größe-s001.vmdk\"\nRW 2048 SPARSE \"disk-s002.vmdk\"\n";
    let plain = text.replace("Größe", "disk").into_bytes();
    // qemu-img fills up the last sector.
    let mut padded = plain.clone();
    padded.resize(512, 0);
    for (file, first) in [
        (plain, "disk-s001.vmdk"),
        (padded, "disk-s001.vmdk"),
        (text.as_bytes().to_vec(), "Größe-s001.vmdk"),
    ] {
        let references = inspect(&file).references;
        assert!(
            references
                .iter()
                .all(|one| one.role == ReferenceRole::Extent)
        );
        let names: Vec<&str> = references.iter().map(|one| &*one.name).collect();
        assert_eq!(names, [first, "disk-s002.vmdk"]);
    }
}

fn dynamic_vhd() -> Vec<u8> {
    let mut file = Vec::new();
    put(&mut file, 0, b"conectix");
    put(&mut file, 16, &512_u64.to_be_bytes());
    put(&mut file, 60, &3_u32.to_be_bytes());
    put(&mut file, 512, b"cxsparse");
    put(&mut file, 512 + 16, &1536_u64.to_be_bytes());
    put(&mut file, 512 + 28, &4_u32.to_be_bytes());
    file.resize(4096, 7);
    let footer = file[..512].to_vec();
    put(&mut file, 4096, &footer);
    file
}

#[test]
fn a_vhd_ends_with_its_footer() {
    cut_anywhere(&dynamic_vhd(), 0);
    let mut fixed = vec![7; 2048];
    put(&mut fixed, 2048, b"conectix");
    put(&mut fixed, 2048 + 48, &4096_u64.to_be_bytes());
    put(&mut fixed, 2048 + 60, &2_u32.to_be_bytes());
    fixed.resize(2560, 0);
    assert_eq!(
        codes(&inspect(&fixed)),
        [FindingCode::FixedVhd, FindingCode::CutOff(Bytes(2048))]
    );
}

#[test]
fn a_vhd_of_fixed_size_that_lost_its_footer_is_measured_by_its_partitions() {
    let mut disk = mbr(0x83);
    disk[446 + 8..446 + 12].copy_from_slice(&1_u32.to_le_bytes());
    disk[446 + 12..446 + 16].copy_from_slice(&31_u32.to_le_bytes());
    disk.resize(32 * 512, 7);
    let mut file = disk.clone();
    put(&mut file, 32 * 512, b"conectix");
    put(&mut file, 32 * 512 + 48, &(32 * 512_u64).to_be_bytes());
    put(&mut file, 32 * 512 + 60, &2_u32.to_be_bytes());
    file.resize(33 * 512, 0);
    for sectors in 1..32 {
        let cut = codes(&inspect(&file[..sectors * 512]));
        assert_eq!(cut, [FindingCode::DiskCutShort], "{sectors}");
    }
    // The disk is whole without the footer.
    assert_eq!(codes(&inspect(&disk)), []);
    // A partition can be without a table in it too.
    let mut ext = vec![7; 8192];
    put(&mut ext, 1024, &[0; 1024]);
    put(&mut ext, 1024 + 4, &8_u32.to_le_bytes());
    put(&mut ext, 1024 + 0x38, &[0x53, 0xEF]);
    let cut = codes(&inspect(&ext[..4096]));
    assert_eq!(cut[0], FindingCode::CutOff(Bytes(4096)));
}

fn dynamic_vdi() -> Vec<u8> {
    let mut file = Vec::new();
    put(&mut file, 0x40, &0xBEDA_107F_u32.to_le_bytes());
    put(&mut file, 0x4C, &1_u32.to_le_bytes());
    for (offset, value) in [
        (0x154, 512_u32),
        (0x158, 1024),
        (0x178, 1024),
        (0x180, 4),
        (0x184, 2),
    ] {
        put(&mut file, offset, &value.to_le_bytes());
    }
    file.resize(1024 + 2 * 1024, 7);
    file
}

#[test]
fn a_vdi_has_all_blocks_that_it_counts() {
    cut_anywhere(&dynamic_vdi(), 512);
}

fn ploop_disk(mark: &[u8], unit: u32) -> Vec<u8> {
    let mut file = Vec::new();
    put(&mut file, 0, mark);
    put(&mut file, 28, &8_u32.to_le_bytes());
    put(&mut file, 32, &3_u32.to_le_bytes());
    put(&mut file, 36, &24_u64.to_le_bytes());
    put(&mut file, 64, &unit.to_le_bytes());
    put(&mut file, 72, &(2 * unit).to_le_bytes());
    file.resize(3 * 4096, 7);
    file
}

#[test]
fn a_ploop_disk_has_every_cluster_that_its_table_leads_to() {
    cut_anywhere(&ploop_disk(b"WithoutFreeSpace", 8), 16);
    cut_anywhere(&ploop_disk(b"WithouFreSpacExt", 1), 16);
}

/// A sound file of every format that has tables, for the laws that hold for any bytes.
pub(super) fn sound_files() -> Vec<Vec<u8>> {
    let luks = b"{\"segments\":{\"0\":{\"type\":\"crypt\",\"offset\":\"8192\",\"size\":\"512\"}}}";
    let mut volume = b"LUKS\xba\xbe\0\x02\0\0\0\0\0\0\x10\x40".to_vec();
    put(&mut volume, 4096, luks);
    volume.resize(8704, 0);
    let records = member(
        "x",
        b'x',
        b"00000000045\0",
        b"22 path=long-name.vmdk\n14 size=1000\n",
    );
    vec![
        small_qcow2((5 * 512) | (1 << 63), 512),
        small_qcow2((5 * 512) | (1 << 62), 512),
        sparse_vmdk(),
        dynamic_vhd(),
        dynamic_vdi(),
        ploop_disk(b"WithoutFreeSpace", 8),
        ploop_disk(b"WithouFreSpacExt", 1),
        volume,
        [records, member("short", b'0', b"00000000000\0", &[7; 1000])].concat(),
    ]
}

#[test]
fn a_disc_has_the_size_that_its_volume_tells() {
    let mut file = vec![0; 34 * 1024];
    put(&mut file, 32 * 1024, b"\x01CD001\x01");
    put(&mut file, 32 * 1024 + 80, &18_u32.to_le_bytes());
    put(&mut file, 32 * 1024 + 128, &2048_u16.to_le_bytes());
    file.resize(18 * 2048, 0);
    cut_anywhere(&file, 34 * 1024);
}

pub(super) fn member(name: &str, kind: u8, size: &[u8; 12], data: &[u8]) -> Vec<u8> {
    let mut member = vec![0; 512];
    put(&mut member, 0, name.as_bytes());
    put(&mut member, 124, size);
    put(&mut member, 156, &[kind]);
    put(&mut member, 257, b"ustar");
    put(&mut member, 512, data);
    member.resize(member.len().next_multiple_of(512), 0);
    member
}

#[test]
fn an_appliance_has_all_of_its_members_in_every_kind_of_tar() {
    let ovf = member("a.ovf", b'0', b"00000000005\0", b"<ovf>");
    let records = b"22 path=long-name.vmdk\n14 size=1000\n";
    let long = {
        let mut size = [0_u8; 12];
        size[0] = 0x80;
        size[4..].copy_from_slice(&1000_u64.to_be_bytes());
        size
    };
    for disk in [
        member("long-name.vmdk", b'0', b"00000001750\0", &[7; 1000]),
        member("long-name.vmdk", b'0', &long, &[7; 1000]),
        [
            member("x", b'x', b"00000000045\0", records),
            member("short", b'0', b"00000000000\0", &[7; 1000]),
        ]
        .concat(),
        [
            member("././@LongLink", b'L', b"00000000017\0", b"long-name.vmdk\0"),
            member("short", b'0', b"00000001750\0", &[7; 1000]),
        ]
        .concat(),
    ] {
        let file = [ovf.clone(), disk, vec![0; 512]].concat();
        let inspection = inspect(&file);
        assert_eq!(inspection.detected, Some(Detected::Ova));
        assert_eq!(&*inspection.references[1].name, "long-name.vmdk");
        cut_anywhere(&file, 512);
    }
}

#[test]
fn a_file_system_has_the_size_that_it_tells() {
    let mut ext = vec![7; 8192];
    put(&mut ext, 1024, &[0; 1024]);
    put(&mut ext, 1024 + 4, &8_u32.to_le_bytes());
    put(&mut ext, 1024 + 0x38, &[0x53, 0xEF]);
    cut_anywhere(&ext, 2048);
    let mut xfs = vec![7; 8192];
    put(&mut xfs, 0, b"XFSB\0\0\x10\0\0\0\0\0\0\0\0\x02");
    cut_anywhere(&xfs, 16);
    for (file, name) in [(ext, FormatName::Ext), (xfs, FormatName::Xfs)] {
        assert_eq!(inspect(&file).suggested_disk_format(&[]), DiskFormat::Raw);
        assert_eq!(codes(&inspect(&file)), [FindingCode::FileSystem(name)]);
    }
}

#[test]
fn an_encrypted_volume_has_its_keys_and_a_payload() {
    let mut file = vec![0; 4096];
    put(&mut file, 0, b"LUKS\xba\xbe\0\x01");
    put(&mut file, 104, &7_u32.to_be_bytes());
    put(&mut file, 108, &32_u32.to_be_bytes());
    put(&mut file, 208, &0x00AC_71F3_u32.to_be_bytes());
    put(&mut file, 208 + 40, &2_u32.to_be_bytes());
    put(&mut file, 208 + 44, &64_u32.to_be_bytes());
    cut_anywhere(&file, 6);
    assert_eq!(codes(&inspect(&file)), [FindingCode::EncryptedVolume]);
}

#[test]
fn a_disk_is_a_whole_number_of_sectors() {
    for length in [1, 511, 513, 1000] {
        let inspection = inspect(&vec![0xa5; length]);
        assert_eq!(codes(&inspection), [FindingCode::OddLength], "{length}");
    }
    assert_eq!(codes(&inspect(&[0xa5; 1024])), []);
    let mut disk = mbr(0x83);
    disk.push(0);
    assert_eq!(codes(&inspect(&disk)), [FindingCode::OddLength]);
}
