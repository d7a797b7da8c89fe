//! What the stories are told with: people, images, files, and what is answered.

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::glance::error::GlanceError;
use gaze_shared::glance::image::{DiskFormat, Image, ImageCreate, Status};
use gaze_shared::units::Bytes;

use super::super::cause::{Absent, Cause};
use super::super::conversion::Conversion;
use super::super::earlier::FileAccess;
use super::super::event::RequestEvent;
use super::super::expected::ExpectedDigest;
use super::super::target::{ActingAs, FileFacts, Target, UploadId, UploadRequest};
use super::super::transport::{Transport, TusTransfer};

pub(super) const SIZE: Bytes = Bytes(1_000_000);
pub(super) const CHUNK: Bytes = Bytes(300_000);
pub(super) const ONLY: UploadId = UploadId(0);

pub(super) fn person(user: &str, project: &str) -> ActingAs {
    ActingAs {
        user_id: user.into(),
        project_id: project.into(),
        project_name: project.into(),
        region: "RegionOne".into(),
    }
}

pub(super) fn demo() -> ActingAs {
    person("demo", "demo")
}

pub(super) fn create() -> ImageCreate {
    ImageCreate {
        name: Some("debian-13".into()),
        disk_format: Some(DiskFormat::Qcow2),
        container_format: Some("bare".into()),
        ..ImageCreate::default()
    }
}

pub(super) fn request(target: Target) -> UploadRequest {
    let file = FileFacts {
        name: "debian-13.qcow2".into(),
        size: SIZE,
        size_on_disk: SIZE,
        conversion: Conversion::None,
        seen: None,
    };
    UploadRequest {
        file,
        file_access: FileAccess::Here,
        target,
        earlier: None,
        begun_at: 1_795_282_725,
        acting_as: demo(),
        algorithm: Algorithm::Sha512,
        expected: None,
        transport: Transport::Put,
    }
}

/// What somebody says that the file must have, and it has.
pub(super) fn right(algorithm: Algorithm) -> Option<ExpectedDigest> {
    let digest = digest_of(algorithm);
    Some(ExpectedDigest { algorithm, digest })
}

/// The same of another file.
pub(super) fn wrong(algorithm: Algorithm) -> Option<ExpectedDigest> {
    let digest = HexDigest::from_text("of-another-file");
    Some(ExpectedDigest { algorithm, digest })
}

/// The same by tus, over a way that takes three tenths of the file at a time.
pub(super) fn request_by_tus(target: Target) -> UploadRequest {
    UploadRequest {
        transport: Transport::Tus(TusTransfer::new(Some(CHUNK))),
        ..request(target)
    }
}

pub(super) fn glance(status: u16, message: &str) -> RequestEvent {
    RequestEvent::Failed(Cause::Glance {
        error: GlanceError {
            status,
            message: message.into(),
        },
        retry_after: None,
    })
}

/// A refusal that says when to come back.
pub(super) fn later(status: u16, seconds: u64) -> RequestEvent {
    RequestEvent::Failed(Cause::Glance {
        error: GlanceError {
            status,
            message: String::new(),
        },
        retry_after: Some(seconds),
    })
}

pub(super) fn unreachable() -> RequestEvent {
    RequestEvent::Failed(Cause::Unreachable(Absent::Gateway))
}

/// The digest of the file of every upload, and so of what an honest Glance stores.
pub(super) fn digest_of(algorithm: Algorithm) -> HexDigest {
    HexDigest::from_text(&format!("{algorithm}-of-the-file"))
}

/// The digest of the beginning of that file.
pub(super) fn prefix_digest(end: Bytes) -> HexDigest {
    if end == SIZE {
        return digest_of(Algorithm::Sha512);
    }
    HexDigest::from_text(&format!("of-its-first-{}", end.0))
}

/// Gives an image the data that an honest Glance stores.
pub(super) fn store(image: &mut Image, size: Bytes) {
    image.status = Status::Active;
    image.size = Some(size);
    image.checksum = Some(digest_of(Algorithm::Md5).to_string());
    image.os_hash_algo = Some("sha512".into());
    image.os_hash_value = Some(digest_of(Algorithm::Sha512).to_string());
}

pub(super) fn image_of(create: &ImageCreate) -> Image {
    let mut json = serde_json::to_value(create).unwrap();
    let fields = json.as_object_mut().unwrap();
    for (key, value) in [
        ("status", serde_json::json!("queued")),
        ("size", serde_json::Value::Null),
        ("virtual_size", serde_json::Value::Null),
        ("checksum", serde_json::Value::Null),
        ("created_at", serde_json::json!("2026-11-21T17:38:45Z")),
        ("updated_at", serde_json::json!("2026-11-21T17:38:45Z")),
    ] {
        fields.insert(key.into(), value);
    }
    fields
        .entry("visibility")
        .or_insert(serde_json::json!("shared"));
    serde_json::from_value(json).unwrap()
}
