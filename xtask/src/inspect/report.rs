//! The JSON that is printed of a file. Scripts read it: keys stay as they are, and are only added.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::inspect::{Details, Detected, Finding, Reference, Refusal, Severity};
use serde::Serialize;

use super::file::InspectedFile;
use super::words;

/// What the exit code tells; the largest of all files counts.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum FileOutcome {
    Accepted = 0,
    Refused = 1,
    Unreadable = 2,
}

#[derive(Debug, Serialize)]
pub(super) struct Report {
    file: String,
    /// In bytes, as all sizes here but `min_disk`.
    file_size: u64,
    /// What the bytes show: the word of OpenStack where it has one, `raw` when they show nothing.
    format: &'static str,
    /// Every format that they show; more than one in a hybrid ISO.
    formats: Vec<&'static str>,
    /// The size of the disk inside; null where the format does not tell.
    virtual_size: Option<u64>,
    details: DetailsReport,
    findings: Vec<FindingReport>,
    suggested: Suggested,
    /// What the verdict is about.
    declared: Declared,
    /// Null when Glance takes it.
    refused: Option<Refused>,
    /// The `virtual_size` that Glance would record, when it takes the file.
    glance_virtual_size: Option<u64>,
    /// What the inspection read; `--hash` reads all of the file besides.
    bytes_read: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    hashes: Option<BTreeMap<&'static str, String>>,
}

#[derive(Debug, Serialize)]
struct DetailsReport {
    version: Option<u32>,
    subformat: Option<Box<str>>,
    cluster_size: Option<u64>,
    snapshots: Option<u32>,
    features: Vec<Box<str>>,
    encryption: Option<Box<str>>,
    references: Vec<ReferenceReport>,
}

#[derive(Debug, Serialize)]
struct ReferenceReport {
    role: &'static str,
    name: Box<str>,
}

#[derive(Debug, Serialize)]
struct FindingReport {
    code: &'static str,
    severity: &'static str,
    message: String,
    /// The safety check of Glance's that fails, and why in its own words.
    glance_check: Option<&'static str>,
    glance_reason: Option<Cow<'static, str>>,
}

#[derive(Debug, Serialize)]
struct Suggested {
    disk_format: DiskFormat,
    container_format: ContainerFormat,
    /// In GiB, as Glance counts it.
    min_disk: u32,
}

#[derive(Debug, Serialize)]
struct Declared {
    disk_format: DiskFormat,
    container_format: ContainerFormat,
}

/// What the caller says that the upload declares.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Declare<'options> {
    pub(super) disk_format: Option<&'options DiskFormat>,
    pub(super) container_format: Option<&'options ContainerFormat>,
}

#[derive(Debug, Serialize)]
struct Refused {
    message: String,
    /// What Glance answers, with status 415.
    glance_answer: String,
}

impl Report {
    /// What the upload would declare is taken for what fits where it is not given.
    pub(super) fn new(
        path: &Path,
        inspected: &InspectedFile,
        declare: &Declare,
        digests: Option<Vec<(Algorithm, HexDigest)>>,
    ) -> Self {
        let inspection = &inspected.inspection;
        // No cloud is asked, so it counts as one that is set as Glance is by itself.
        let offered = ImageSchema::default();
        let suggested = Suggested {
            disk_format: inspection.suggested_disk_format(&offered.disk_formats),
            container_format: inspection.suggested_container_format(&offered.container_formats),
            min_disk: inspection.suggested_min_disk().0,
        };
        let declared = Declared {
            disk_format: declare
                .disk_format
                .unwrap_or(&suggested.disk_format)
                .clone(),
            container_format: declare
                .container_format
                .unwrap_or(&suggested.container_format)
                .clone(),
        };
        let refusal = inspection.refusal(&declared.disk_format, &declared.container_format);
        let digests = digests.map(|digests| {
            let pairs = digests.into_iter();
            pairs
                .map(|(algorithm, digest)| (algorithm.as_str(), digest.to_string()))
                .collect()
        });
        Self {
            file: path.display().to_string(),
            file_size: inspection.file_size.0,
            format: inspection.detected.map_or("raw", Detected::as_str),
            formats: inspection
                .formats
                .iter()
                .map(|found| found.as_str())
                .collect(),
            virtual_size: inspection.virtual_size.map(|size| size.0),
            details: DetailsReport::new(&inspected.details, &inspection.references),
            findings: inspection
                .findings
                .iter()
                .copied()
                // The safety checks of another format than the declared one are none of it.
                .filter(|finding| refusal.is_some() || finding.severity() != Severity::Refused)
                .map(FindingReport::new)
                .collect(),
            glance_virtual_size: inspection
                .glance_virtual_size(&declared.disk_format)
                .filter(|_| declared.container_format == ContainerFormat::Bare && refusal.is_none())
                .map(|size| size.0),
            suggested,
            declared,
            refused: refusal.as_ref().map(Refused::new),
            bytes_read: inspected.bytes_read,
            hashes: digests,
        }
    }

    pub(super) fn outcome(&self) -> FileOutcome {
        match self.refused {
            None => FileOutcome::Accepted,
            Some(_) => FileOutcome::Refused,
        }
    }
}

impl DetailsReport {
    fn new(details: &Details, references: &[Reference]) -> Self {
        let details = details.clone();
        Self {
            version: details.version,
            subformat: details.subformat,
            cluster_size: details.cluster_size.map(|size| size.0),
            snapshots: details.snapshots,
            features: details.features,
            encryption: details.encryption,
            references: references
                .iter()
                .map(|reference| ReferenceReport {
                    role: reference.role.as_str(),
                    name: reference.name.clone(),
                })
                .collect(),
        }
    }
}

impl FindingReport {
    fn new(finding: Finding) -> Self {
        let code = finding.code;
        Self {
            code: code.as_str(),
            severity: finding.severity().as_str(),
            message: words::finding(code),
            glance_check: code.glance_check(),
            glance_reason: code.glance_reason(),
        }
    }
}

impl Refused {
    fn new(refusal: &Refusal) -> Self {
        Self {
            message: words::refusal(refusal),
            glance_answer: refusal.glance_answer(),
        }
    }
}
