//! Tests of the command.

use std::fs::{self, File};
use std::path::PathBuf;

use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::console::Console;
use crate::paths::Checkout;

fn qcow2(backing_offset: u64) -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    bytes[..4].copy_from_slice(b"QFI\xfb");
    bytes[4..8].copy_from_slice(&3_u32.to_be_bytes());
    bytes[8..16].copy_from_slice(&backing_offset.to_be_bytes());
    bytes[20..24].copy_from_slice(&16_u32.to_be_bytes());
    bytes[24..32].copy_from_slice(&(3_u64 << 30).to_be_bytes());
    bytes[100..104].copy_from_slice(&104_u32.to_be_bytes());
    if backing_offset != 0 {
        bytes[16..20].copy_from_slice(&11_u32.to_be_bytes());
        bytes[512..523].copy_from_slice(b"/etc/passwd");
    }
    bytes
}

fn write(dir: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn report(path: &Path, declared: Option<&DiskFormat>, hashes: Hashes) -> Value {
    let declare = Declare {
        disk_format: declared,
        container_format: None,
    };
    serde_json::to_value(inspect(path, &declare, hashes).unwrap()).unwrap()
}

/// The exit code, as text because it cannot be compared.
fn exit_code(files: &[&Path], disk_format: Option<DiskFormat>) -> String {
    let dir = tempfile::tempdir().unwrap();
    let context = Context {
        checkout: Checkout::find().unwrap(),
        cache: dir.path().to_path_buf(),
        console: Console::silent(),
    };
    let options = InspectArgs {
        files: files.iter().map(|file| file.to_path_buf()).collect(),
        hash: false,
        disk_format,
        container_format: None,
    };
    format!("{:?}", run(&context, &options).unwrap())
}

fn code(code: u8) -> String {
    format!("{:?}", ExitCode::from(code))
}

#[test]
fn an_image_is_told_with_what_to_declare() {
    let dir = tempfile::tempdir().unwrap();
    let report = report(&write(&dir, "disk", &qcow2(0)), None, Hashes::Unwanted);
    assert_eq!(report["format"], "qcow2");
    assert_eq!(report["virtual_size"], 3_u64 << 30);
    assert_eq!(report["glance_virtual_size"], 3_u64 << 30);
    assert_eq!(report["details"]["cluster_size"], 65536);
    assert_eq!(
        report["suggested"],
        json!({"disk_format": "qcow2", "container_format": "bare", "min_disk": 3})
    );
    assert_eq!(report["refused"], Value::Null);
    assert!(report.get("hashes").is_none());
}

#[test]
fn a_refusal_has_the_words_of_glance() {
    let dir = tempfile::tempdir().unwrap();
    let file = write(&dir, "disk", &qcow2(512));
    let unsafe_report = report(&file, None, Hashes::Unwanted);
    assert_eq!(
        unsafe_report["refused"]["glance_answer"],
        "Image failed safety checks"
    );
    assert_eq!(unsafe_report["glance_virtual_size"], Value::Null);
    let finding = &unsafe_report["findings"][0];
    assert_eq!(finding["code"], "backing_file");
    assert_eq!(finding["severity"], "refused");
    assert_eq!(finding["glance_check"], "backing_file");
    assert_eq!(finding["glance_reason"], "Image has a backing file");
    let mismatch = report(&file, Some(&DiskFormat::Vmdk), Hashes::Unwanted);
    assert_eq!(
        mismatch["refused"]["glance_answer"],
        "Image disk_format vmdk does not match stream data qcow2"
    );
}

#[test]
fn a_declared_container_counts_as_glance_counts_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = write(&dir, "disk", &qcow2(512));
    let declare = Declare {
        disk_format: Some(&DiskFormat::Vmdk),
        container_format: Some(&ContainerFormat::Ova),
    };
    // Glance looks into a bare container only.
    let report = inspect(&file, &declare, Hashes::Unwanted).unwrap();
    let report = serde_json::to_value(report).unwrap();
    assert_eq!(
        report["declared"],
        json!({"disk_format": "vmdk", "container_format": "ova"})
    );
    assert_eq!(report["refused"], Value::Null);
    assert_eq!(
        report["details"]["references"],
        json!([{"role": "backing", "name": "/etc/passwd"}])
    );
}

#[test]
fn a_format_that_is_misspelt_is_none_of_a_cloud_s_own() {
    assert_eq!(disk_format("qcow2"), Ok(DiskFormat::Qcow2));
    let refused = container_format("bogus").unwrap_err();
    assert!(
        refused.starts_with("expected one of ami, ari, aki, bare"),
        "{refused}"
    );
}

#[test]
fn a_kernel_is_told_nothing_that_is_about_disks() {
    let dir = tempfile::tempdir().unwrap();
    let mut kernel = vec![0; 1 << 20];
    kernel[510..512].copy_from_slice(&[0x55, 0xaa]);
    kernel[0x202..0x206].copy_from_slice(b"HdrS");
    kernel[0x206..0x208].copy_from_slice(&0x020f_u16.to_le_bytes());
    let report = report(&write(&dir, "bzImage", &kernel), None, Hashes::Unwanted);
    assert_eq!(report["suggested"]["disk_format"], "aki", "{report}");
    assert_eq!(report["refused"], Value::Null);
    let findings = report["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .all(|finding| finding["severity"] != "refused"),
        "{report}"
    );
}

#[test]
fn the_digests_are_of_the_whole_file() {
    let dir = tempfile::tempdir().unwrap();
    // More than one piece, and not a whole number of them.
    let file = write(&dir, "disk", &vec![b'a'; HASHED_BYTES]);
    let hashes = &report(&file, None, Hashes::Wanted)["hashes"];
    assert_eq!(hashes["md5"], "35de9c6a8ff96d68db9e284d3f7c6aa7");
    let lengths = ["md5", "sha256", "sha512"].map(|name| hashes[name].as_str().unwrap().len());
    assert_eq!(lengths, [32, 64, 128]);
    let empty = write(&dir, "empty", b"");
    let hashes = &report(&empty, None, Hashes::Wanted)["hashes"];
    assert_eq!(
        hashes["sha256"],
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

const HASHED_BYTES: usize = (2 << 20) + 17;

#[test]
fn a_file_of_a_terabyte_is_told_by_a_few_pieces() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(&dir, "disk", &qcow2(0));
    File::options()
        .write(true)
        .open(&path)
        .and_then(|file| file.set_len(1 << 40))
        .unwrap();
    let report = report(&path, None, Hashes::Unwanted);
    assert_eq!(report["file_size"], 1_u64 << 40);
    assert!(report["bytes_read"].as_u64().unwrap() < 64 * 1024);
}

#[test]
fn the_exit_code_tells_the_worst_of_all_files() {
    let dir = tempfile::tempdir().unwrap();
    let fine = write(&dir, "fine", &qcow2(0));
    let refused = write(&dir, "refused", &qcow2(512));
    let missing = dir.path().join("missing");
    assert_eq!(exit_code(&[&fine], None), code(0));
    assert_eq!(exit_code(&[&fine], Some(DiskFormat::Raw)), code(0));
    assert_eq!(exit_code(&[&fine], Some(DiskFormat::Iso)), code(1));
    assert_eq!(exit_code(&[&refused, &fine], None), code(1));
    assert_eq!(exit_code(&[&missing, &refused, &fine], None), code(2));
}

#[test]
fn what_cannot_be_read_is_told_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().display().to_string();
    let error = inspect(dir.path(), &Declare::default(), Hashes::Unwanted).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{path} is a folder, not an image file")
    );
    let error = inspect(
        &dir.path().join("none"),
        &Declare::default(),
        Hashes::Unwanted,
    )
    .unwrap_err();
    assert!(error.to_string().starts_with("Cannot read "), "{error}");
    let device = Path::new("/dev/null");
    let error = inspect(device, &Declare::default(), Hashes::Unwanted).unwrap_err();
    assert!(
        error.to_string().contains("save it to a file first"),
        "{error}"
    );
}
