//! The formats, one function each.

mod compressed;
mod file_system;
mod iso;
mod linux;
mod luks;
mod other;
mod partition_table;
pub(super) mod ploop;
pub(super) mod qcow2;
mod qed;
pub(super) mod tar;
pub(super) mod vdi;
pub(super) mod vhd;
pub(super) mod vhdx;
pub(super) mod vmdk;

use super::completeness;
use super::details::Details;
use super::detected::Detected;
use super::finding::{Finding, FindingCode};
use super::glance::{Recognition, Reported};
use super::reference::Reference;
use super::sample::{ByteRange, Sample};
use crate::units::Bytes;

/// The length of a sector in every format that counts in sectors, and of what oslo.utils captures
/// of most headers.
pub(super) const SECTOR_BYTES: u64 = 512;

/// One format that fits, and what was noticed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) detected: Detected,
    pub(super) virtual_size: Option<Bytes>,
    pub(super) details: Details,
    pub(super) references: Vec<Reference>,
    pub(super) findings: Vec<Finding>,
    pub(super) recognition: Recognition,
}

impl Match {
    /// A format that Glance's inspector recognises. It tells no size until it is given one.
    fn recognised(detected: Detected) -> Self {
        Self {
            recognition: Recognition::reporting(Reported::Size(0)),
            ..Self::unrecognised(detected)
        }
    }

    /// A format that is raw data to Glance.
    fn unrecognised(detected: Detected) -> Self {
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
    fn with_size(self, bytes: Option<u64>) -> Self {
        Self {
            virtual_size: bytes.map(Bytes),
            ..self
        }
        .reporting(Reported::Size(bytes.unwrap_or_default()))
    }

    /// What Glance reads as the size of the disk, where that differs from what it is.
    fn reporting(mut self, size: Reported) -> Self {
        if let Recognition::Match { reported, .. } = &mut self.recognition {
            *reported = size;
        }
        self
    }

    fn with_details(self, details: Details) -> Self {
        Self { details, ..self }
    }

    fn with_references(self, references: Vec<Reference>) -> Self {
        Self { references, ..self }
    }

    pub(super) fn find(&mut self, code: FindingCode) {
        self.findings.push(code.into());
    }

    /// A format whose mark is there and whose parts that Glance checks are not. It checks no
    /// further then.
    fn incomplete(mut self) -> Self {
        self.find(FindingCode::Incomplete);
        self
    }
}

/// What one format's function says: no fit, a fit, or bytes that must be read first.
type Examined = Result<Option<Match>, ByteRange>;

#[cfg(test)]
thread_local! {
    /// How often a sample was examined, which is nearly all that an inspection costs.
    pub(super) static EXAMINATIONS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Every format that fits.
///
/// # Errors
/// The range that must be read first.
pub(super) fn examine(sample: &Sample) -> Result<Vec<Match>, ByteRange> {
    const EXAMINERS: [fn(&Sample) -> Examined; 13] = [
        qcow2::examine,
        qed::examine,
        vdi::examine,
        vmdk::examine,
        vhdx::examine,
        vhd::examine,
        iso::examine,
        partition_table::examine,
        luks::examine,
        ploop::examine,
        compressed::examine,
        tar::examine,
        linux::examine,
    ];
    /// What is looked for in bytes that are none of these. A mark of two bytes says little, and
    /// whoever makes a disk can begin it with any.
    const LAST_EXAMINERS: [fn(&Sample) -> Examined; 2] = [file_system::examine, other::examine];
    #[cfg(test)]
    EXAMINATIONS.set(EXAMINATIONS.get() + 1);
    let mut matches = Vec::new();
    for examine in EXAMINERS {
        matches.extend(examine(sample)?);
    }
    for examine in LAST_EXAMINERS {
        if matches
            .iter()
            .all(|found: &Match| found.recognition == Recognition::Crash)
        {
            matches.extend(examine(sample)?);
        }
    }
    for found in &mut matches {
        if let Some(code) = completeness::check(sample, found)? {
            found.find(code);
        }
    }
    Ok(matches)
}

/// Whether the file has so many bytes.
const fn has(sample: &Sample, bytes: u64) -> bool {
    sample.file_size().0 >= bytes
}
