//! What the function of a format says of a file.

use super::details::Details;
use super::detected::Detected;
use super::finding::{Finding, FindingCode};
use super::recognition::{Recognition, Reported};
use super::reference::Reference;
use super::sample::{ByteRange, Sample};
use crate::units::Bytes;

/// The length of a sector in every format that counts in sectors, and of what oslo.utils captures
/// of most headers.
pub(super) const SECTOR_BYTES: u64 = 512;

/// One format that fits, and what was noticed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FormatMatch {
    pub(super) detected: Detected,
    pub(super) virtual_size: Option<Bytes>,
    pub(super) details: Details,
    pub(super) references: Vec<Reference>,
    pub(super) findings: Vec<Finding>,
    pub(super) recognition: Recognition,
}

impl FormatMatch {
    /// A format that Glance's inspector recognises. It tells no size until it is given one.
    pub(super) fn recognised(detected: Detected) -> Self {
        Self {
            recognition: Recognition::reporting(Reported::Size(0)),
            ..Self::unrecognised(detected)
        }
    }

    /// A format that is raw data to Glance.
    pub(super) fn unrecognised(detected: Detected) -> Self {
        Self {
            detected,
            virtual_size: None,
            details: Details::default(),
            references: Vec::new(),
            findings: Vec::new(),
            recognition: Recognition::None,
        }
    }

    /// The size of the disk in bytes, which Glance reads as well.
    pub(super) fn with_size(self, bytes: Option<u64>) -> Self {
        Self {
            virtual_size: bytes.map(Bytes),
            ..self
        }
        .reporting(Reported::Size(bytes.unwrap_or_default()))
    }

    /// What Glance reads as the size of the disk, where that differs from what it is.
    pub(super) fn reporting(mut self, size: Reported) -> Self {
        if let Recognition::Match { reported, .. } = &mut self.recognition {
            *reported = size;
        }
        self
    }

    pub(super) fn with_details(self, details: Details) -> Self {
        Self { details, ..self }
    }

    pub(super) fn with_references(self, references: Vec<Reference>) -> Self {
        Self { references, ..self }
    }

    pub(super) fn find(&mut self, code: FindingCode) {
        self.findings.push(code.into());
    }

    /// A format whose mark is there and whose parts that Glance checks are not. It checks no
    /// further then.
    pub(super) fn incomplete(mut self) -> Self {
        self.find(FindingCode::Incomplete);
        self
    }
}

/// What one format's function says: no fit, a fit, or bytes that must be read first.
pub(super) type Examined = Result<Option<FormatMatch>, ByteRange>;

/// Whether the file has so many bytes.
pub(super) const fn has(sample: &Sample, bytes: u64) -> bool {
    sample.file_size().0 >= bytes
}
