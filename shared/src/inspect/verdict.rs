//! The conclusion of an inspection.

use super::finding::{Finding, FindingCode, Severity};
use super::format::{Detected, Match};
use crate::image::{ContainerFormat, DiskFormat};
use crate::units::{Bytes, Gibibytes};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The size of the file.
    pub file_size: Bytes,
    /// The format that its bytes show; `None` for anything without a mark, which counts as raw.
    pub detected: Option<Detected>,
    /// The size of the disk inside, where the format tells it.
    pub virtual_size: Option<Bytes>,
    /// What was noticed, the weightiest first.
    pub findings: Vec<Finding>,
}

/// Why Glance will refuse the data under a declared format (415).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The bytes are of another format than declared.
    #[error("The file is {detected}, not {declared}.")]
    FormatMismatch {
        /// What was declared.
        declared: DiskFormat,
        /// What the bytes show; `raw` when they show nothing.
        detected: DiskFormat,
    },
    /// The bytes are of a format that Glance checks, and fail the check.
    #[error("{0}")]
    Unsafe(FindingCode),
}

impl Inspection {
    pub(super) fn conclude(file_size: Bytes, matches: &[Match]) -> Self {
        let mut findings: Vec<Finding> = matches
            .iter()
            .flat_map(|found| found.findings.iter().copied())
            .collect();
        // A hybrid ISO carries a partition table so that it boots from a stick; Glance counts it
        // as ISO (`glance/common/format_inspector` use in `glance/location.py`).
        let is_iso = matches.iter().any(|found| found.detected == Detected::Iso);
        let candidates: Vec<&Match> = matches
            .iter()
            .filter(|found| {
                found.detected.is_disk() && !(is_iso && found.detected == Detected::Gpt)
            })
            .collect();
        if is_iso {
            findings.retain(|finding| !finding.code.is_about_partitions());
        }
        if candidates.len() > 1 {
            findings.push(FindingCode::Ambiguous.into());
        }
        if file_size == Bytes::ZERO {
            findings.push(FindingCode::Empty.into());
        }
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
        let best = candidates.first().copied().or_else(|| matches.first());
        Self {
            file_size,
            detected: best.map(|found| found.detected),
            virtual_size: best.and_then(|found| found.virtual_size),
            findings,
        }
    }

    /// The disk format to suggest in a form: what the bytes show, else raw.
    ///
    /// A disk with a partition table is `raw` to everyone but a cloud that lists `gpt`.
    #[must_use]
    pub fn suggested_disk_format(&self) -> DiskFormat {
        self.detected
            .and_then(Detected::disk_format)
            .unwrap_or(DiskFormat::Raw)
    }

    /// The container format to suggest in a form.
    #[must_use]
    pub fn suggested_container_format(&self) -> ContainerFormat {
        match self.detected {
            Some(Detected::Tar) => ContainerFormat::Ova,
            _ => ContainerFormat::Bare,
        }
    }

    /// The smallest `min_disk` on which the disk inside fits; raw data counts as it is.
    #[must_use]
    pub fn suggested_min_disk(&self) -> Gibibytes {
        match (self.virtual_size, self.detected) {
            (Some(size), _) => size.to_gib_rounded_up(),
            (None, None | Some(Detected::Gpt)) => self.file_size.to_gib_rounded_up(),
            (None, Some(_)) => Gibibytes::default(),
        }
    }

    /// Whether Glance will refuse the data when it is declared so, and why. Only data in a `bare`
    /// container is inspected, and only when the cloud keeps `require_image_format_match` on, as
    /// is the default.
    #[must_use]
    pub fn refusal(&self, declared: &DiskFormat, container: &ContainerFormat) -> Option<Refusal> {
        if *container != ContainerFormat::Bare {
            return None;
        }
        let detected = self.detected.filter(|detected| detected.is_disk());
        let matches = match (declared, detected) {
            // Declared raw takes anything; the detected format's safety check still applies.
            (DiskFormat::Raw, _) => true,
            (DiskFormat::Ami | DiskFormat::Ari | DiskFormat::Aki | DiskFormat::Ploop, None) => true,
            (_, None) => false,
            (declared, Some(detected)) => declared.as_str() == detected.as_str(),
        };
        if !matches {
            let detected =
                detected.map_or(DiskFormat::Raw, |found| DiskFormat::from(found.as_str()));
            return Some(Refusal::FormatMismatch {
                declared: declared.clone(),
                detected,
            });
        }
        self.findings
            .iter()
            .find(|finding| finding.severity() == Severity::Refused)
            .map(|finding| Refusal::Unsafe(finding.code))
    }
}

impl FindingCode {
    const fn is_about_partitions(self) -> bool {
        matches!(
            self,
            Self::BootFlag | Self::NoPartitions | Self::ProtectiveEntry
        )
    }
}
