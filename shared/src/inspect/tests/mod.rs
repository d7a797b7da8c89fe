//! Tests of the inspection.

mod boot_files;
mod completeness;
mod foreign;
mod formats;
mod others;
mod partitions;
mod properties;
mod tables;
mod verdicts;
mod volumes;

use super::*;
use crate::glance::image::{ContainerFormat, DiskFormat};

/// More than any file needs: the first piece, the end, and two for each format that leads on.
const MOST_READS: u32 = 16;

fn inspect(file: &[u8]) -> Inspection {
    inspected(file).conclude()
}

fn details(file: &[u8]) -> Details {
    inspected(file).details()
}

fn inspected(file: &[u8]) -> Inspector {
    let mut inspector = Inspector::new(Bytes(file.len() as u64));
    let mut reads = 0;
    while let Some(range) = inspector.wants() {
        let bytes =
            &file[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()];
        inspector.give(range, bytes);
        reads += 1;
        assert!(reads < MOST_READS, "the inspection asks for ever");
    }
    inspector
}

fn codes(inspection: &Inspection) -> Vec<FindingCode> {
    inspection
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

fn qcow2(version: u32, backing: u64, features: u64) -> Vec<u8> {
    let mut file = vec![0; 1024];
    file[..4].copy_from_slice(b"QFI\xfb");
    file[4..8].copy_from_slice(&version.to_be_bytes());
    file[8..16].copy_from_slice(&backing.to_be_bytes());
    file[24..32].copy_from_slice(&(3_u64 << 30).to_be_bytes());
    file[72..80].copy_from_slice(&features.to_be_bytes());
    file
}

fn mbr(partition_type: u8) -> Vec<u8> {
    let mut file = vec![0; 4096];
    file[446 + 4] = partition_type;
    file[510..512].copy_from_slice(&[0x55, 0xAA]);
    file
}

const BARE: ContainerFormat = ContainerFormat::Bare;

#[test]
fn a_clean_qcow2_is_known_with_its_virtual_size() {
    let inspection = inspect(&qcow2(3, 0, 0));
    assert_eq!(inspection.detected, Some(Detected::Qcow2));
    assert_eq!(inspection.virtual_size, Some(Bytes(3 << 30)));
    assert_eq!(inspection.suggested_min_disk().0, 3);
    assert_eq!(inspection.refusal(&DiskFormat::Qcow2, &BARE), None);
}

#[test]
fn a_qcow2_that_needs_another_file_is_refused_even_as_raw() {
    for (file, code) in [
        (qcow2(3, 4096, 0), FindingCode::BackingFile),
        (qcow2(3, 0, 1 << 2), FindingCode::ExternalDataFile),
        (qcow2(3, 0, 1 << 9), FindingCode::UnknownFeatures),
        (qcow2(1, 0, 0), FindingCode::QcowVersion),
    ] {
        let inspection = inspect(&file);
        assert_eq!(codes(&inspection), [code]);
        for declared in [DiskFormat::Qcow2, DiskFormat::Raw] {
            assert_eq!(
                inspection.refusal(&declared, &BARE),
                Some(Refusal::Unsafe(code))
            );
        }
    }
}

#[test]
fn qcow2_bytes_declared_raw_are_accepted_but_text_declared_qcow2_is_not() {
    assert_eq!(
        inspect(&qcow2(3, 0, 0)).refusal(&DiskFormat::Raw, &BARE),
        None
    );
    assert_eq!(
        inspect(b"just some text").refusal(&DiskFormat::Qcow2, &BARE),
        Some(Refusal::FormatMismatch {
            declared: DiskFormat::Qcow2,
            detected: DiskFormat::Raw
        })
    );
}

#[test]
fn other_containers_are_not_inspected_by_glance() {
    let text = inspect(b"just some text");
    assert_eq!(
        text.refusal(&DiskFormat::Qcow2, &ContainerFormat::Ova),
        None
    );
}

#[test]
fn a_partition_table_is_checked_as_glance_does() {
    assert_eq!(codes(&inspect(&mbr(0x83))), []);
    assert_eq!(codes(&inspect(&mbr(0))), [FindingCode::NoPartitions]);
    assert_eq!(codes(&inspect(&mbr(0xEE))), [FindingCode::ProtectiveChs]);
    assert_eq!(
        inspect(&mbr(0x83)).suggested_disk_format(&[]),
        DiskFormat::Raw
    );
}

#[test]
fn a_hybrid_iso_is_an_iso() {
    let mut file = vec![0; 40 * 1024];
    file[510..512].copy_from_slice(&[0x55, 0xAA]);
    file[32 * 1024] = 1;
    file[32 * 1024 + 1..32 * 1024 + 6].copy_from_slice(b"CD001");
    file[32 * 1024 + 80..32 * 1024 + 84].copy_from_slice(&20_u32.to_le_bytes());
    file[32 * 1024 + 128..32 * 1024 + 130].copy_from_slice(&2048_u16.to_le_bytes());
    let inspection = inspect(&file);
    assert_eq!(inspection.detected, Some(Detected::Iso));
    assert_eq!(inspection.virtual_size, Some(Bytes(20 * 2048)));
    assert_eq!(codes(&inspection), []);
}

fn hybrid_iso() -> Vec<u8> {
    let mut file = vec![0; 40 * 1024];
    file[446 + 4] = 0x17;
    file[510..512].copy_from_slice(&[0x55, 0xAA]);
    file[32 * 1024..32 * 1024 + 6].copy_from_slice(b"\x01CD001");
    file
}

#[test]
fn a_hybrid_iso_is_refused_as_raw_and_as_the_table_that_it_has() {
    let inspection = inspect(&hybrid_iso());
    assert_eq!(inspection.refusal(&DiskFormat::Iso, &BARE), None);
    assert_eq!(
        inspection.refusal(&DiskFormat::Raw, &BARE),
        Some(Refusal::Unsafe(FindingCode::HybridDisc))
    );
    assert!(matches!(
        inspection.refusal(&DiskFormat::Gpt, &BARE),
        Some(Refusal::FormatMismatch { .. })
    ));
}

#[test]
fn two_formats_at_once_are_refused() {
    let mut file = qcow2(3, 0, 0);
    file[446 + 4] = 0x83;
    file[510..512].copy_from_slice(&[0x55, 0xAA]);
    assert_eq!(codes(&inspect(&file)), [FindingCode::Ambiguous]);
}

#[test]
fn a_fixed_vhd_is_pointed_out_and_is_raw_to_glance() {
    let mut file = vec![0; 8192];
    file.extend_from_slice(b"conectix");
    file.resize(8192 + 512, 0);
    let inspection = inspect(&file);
    assert_eq!(codes(&inspection), [FindingCode::FixedVhd]);
    assert_eq!(inspection.detected, Some(Detected::FixedVhd));
    assert_eq!(inspection.refusal(&DiskFormat::Raw, &BARE), None);
    assert!(inspection.refusal(&DiskFormat::Vhd, &BARE).is_some());
}

#[test]
fn compressed_files_are_named_and_count_as_raw() {
    let inspection = inspect(&[0x1f, 0x8b, 0x08, 0, 0]);
    assert_eq!(inspection.detected, Some(Detected::Gzip));
    assert_eq!(inspection.suggested_disk_format(&[]), DiskFormat::Raw);
    assert_eq!(inspection.refusal(&DiskFormat::Raw, &BARE), None);
}

#[test]
fn an_empty_file_is_pointed_out() {
    assert_eq!(codes(&inspect(b"")), [FindingCode::Empty]);
}

#[test]
fn a_file_that_is_shorter_than_it_said_ends_the_inspection() {
    let mut inspector = Inspector::new(Bytes(1 << 30));
    let mut reads = 0;
    while let Some(range) = inspector.wants() {
        inspector.give(range, &[]);
        reads += 1;
        assert!(reads < MOST_READS);
    }
    assert_eq!(inspector.conclude().detected, None);
}

#[test]
fn what_was_examined_is_examined_again_only_when_more_has_come() {
    let examinations = || format::EXAMINATIONS.get();
    let file = qcow2(3, 0, 0);
    let mut inspector = Inspector::new(Bytes(file.len() as u64));
    let range = inspector.wants().unwrap();
    assert_eq!(inspector.wants(), Some(range));
    assert_eq!(examinations(), 1);
    inspector.give(range, &file);
    assert_eq!(inspector.wants(), None);
    assert_eq!(inspector.conclude(), inspector.conclude());
    assert_eq!(examinations(), 2);
}
