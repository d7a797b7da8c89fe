//! What a file is uploaded into, for whom, and how much of it exists.

use gaze_shared::digest::Algorithm;
use gaze_shared::glance::image::{DiskFormat, Image, ImageCreate, ImageId};
use gaze_shared::inspect::{FindingCode, Inspection};
use gaze_shared::units::Bytes;

use super::conversion::Conversion;
use super::earlier::{EarlierUpload, FileAccess};
use super::expected::ExpectedDigest;
use super::transport::Transport;
pub use crate::session::ActingAs;

/// Identifies an upload within the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UploadId(pub u32);

/// What is known of the file itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Its name on the person's disk.
    pub name: String,
    /// How long the data is that is sent.
    pub size: Bytes,
    /// How long the file is on the person's disk, of which the data is made.
    pub size_on_disk: Bytes,
    pub conversion: Conversion,
    /// What its content showed, where this browser looked into it.
    pub seen: Option<SeenContent>,
}

impl FileFacts {
    /// Whether the file can be a disk of this format: anything passes as raw, and not everything is a disk.
    #[must_use]
    pub fn may_be(&self, format: &DiskFormat) -> bool {
        let is_no_disk = |seen: &SeenContent| !seen.may_be_raw_disk;
        *format != DiskFormat::Raw || !self.seen.as_ref().is_some_and(is_no_disk)
    }
}

/// What the content of a file showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenContent {
    pub format: DiskFormat,
    /// Whether it can be a disk as it is.
    pub may_be_raw_disk: bool,
    pub finding: Option<FindingCode>,
}

impl SeenContent {
    /// What of an inspection an upload needs, where a cloud offers these formats.
    #[must_use]
    pub fn of(inspection: &Inspection, offered: &[DiskFormat]) -> Self {
        Self {
            format: inspection.suggested_disk_format(offered),
            may_be_raw_disk: inspection.may_be_raw_disk(),
            finding: inspection.findings.first().map(|finding| finding.code),
        }
    }
}

/// Where the data goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A new image, made by this upload and deleted when it fails or is cancelled.
    NewImage(Box<ImageCreate>),
    /// An image that was there before. It is never deleted without being asked.
    ExistingImage(Box<Image>),
}

/// Everything that is needed to start.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadRequest {
    pub file: FileFacts,
    pub file_access: FileAccess,
    /// Where its data goes.
    pub target: Target,
    /// What an earlier page has done of it, when one began it.
    pub earlier: Option<EarlierUpload>,
    /// When the first page began it, in seconds since the Unix epoch.
    pub begun_at: i64,
    /// As whom. An upload asks nothing of Glance while the page acts as anybody else: a 404 of
    /// another project would look like a deleted image.
    pub acting_as: ActingAs,
    /// What is hashed while the file travels: what its cloud was last seen to store.
    pub algorithm: Algorithm,
    /// What the file must have, where a person knows.
    pub expected: Option<ExpectedDigest>,
    /// How the data travels.
    pub transport: Transport,
}

/// How much of the image exists in Glance. It is the engine's memory of what could be left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteImage {
    /// Nothing was asked of Glance, or it refused.
    Nothing,
    /// It was asked to register this id and has not answered: the image may exist.
    Asked(ImageId),
    /// The image exists and has no complete data.
    HalfMade(ImageId),
    /// The image exists and has data.
    Whole(ImageId),
    /// The image existed and is deleted.
    Gone(ImageId),
}

impl RemoteImage {
    /// The image, whatever became of it.
    #[must_use]
    pub fn image(&self) -> Option<&ImageId> {
        match self {
            Self::Nothing => None,
            Self::Asked(id) | Self::HalfMade(id) | Self::Whole(id) | Self::Gone(id) => Some(id),
        }
    }

    /// The image that may be lying about in Glance without complete data.
    #[must_use]
    pub fn half_made(&self) -> Option<&ImageId> {
        match self {
            Self::Asked(id) | Self::HalfMade(id) => Some(id),
            Self::Nothing | Self::Whole(_) | Self::Gone(_) => None,
        }
    }
}

impl Target {
    /// The name that the image has or will have; empty when it has none.
    #[must_use]
    pub fn image_name(&self) -> &str {
        match self {
            Self::NewImage(create) => create.name.as_deref().unwrap_or_default(),
            Self::ExistingImage(image) => image.name.as_deref().unwrap_or_default(),
        }
    }

    /// The format that the image declares.
    #[must_use]
    pub fn disk_format(&self) -> Option<&DiskFormat> {
        match self {
            Self::NewImage(create) => create.disk_format.as_ref(),
            Self::ExistingImage(image) => image.disk_format.as_ref(),
        }
    }

    pub(super) fn is_new(&self) -> bool {
        matches!(self, Self::NewImage(_))
    }

    pub(super) fn is_protected(&self) -> bool {
        match self {
            Self::NewImage(create) => create.protected == Some(true),
            Self::ExistingImage(image) => image.protected,
        }
    }

    /// A new image like this one, declared as `format`.
    pub(super) fn anew_as(&self, format: DiskFormat) -> Self {
        let mut create = match self {
            Self::NewImage(create) => create.clone(),
            Self::ExistingImage(image) => Box::new(ImageCreate::like(image)),
        };
        create.disk_format = Some(format);
        Self::NewImage(create)
    }
}
