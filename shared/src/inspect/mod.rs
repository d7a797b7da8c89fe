//! What an image file is, and whether Glance will take it, told from a few of its bytes.
//!
//! Glance inspects data only after it has stored all of it, and then refuses with 415. The same
//! rules applied to the file before it is sent save the whole upload. They follow oslo.utils'
//! `format_inspector` (10.2), which Glance 33 uses:
//! <https://opendev.org/openstack/oslo.utils/src/branch/master/oslo_utils/imageutils/format_inspector.py>.
//! The stage `inspection` of the tests compares the two over thousands of files
//! (`docs/inspection.md`).
//!
//! Nothing here reads: an [`Inspector`] says which bytes it wants next, and is given them. Each
//! format is one function over what has been given, and is run again when more has come.

mod byte_fields;
mod completeness;
mod cut_off;
mod details;
mod detected;
mod finding;
mod finding_severity;
mod format;
mod format_match;
mod format_name;
mod glance;
mod glance_view;
mod glance_words;
mod line;
mod recognition;
mod reference;
mod sample;
mod verdict;

pub use details::Details;
pub use detected::Detected;
pub use finding::{Content, Finding, FindingCode, FooterFault, Severity};
pub use format::tar::{TarMember, TarStep, TarWalk};
pub use format_name::FormatName;
pub use glance::Refusal;
pub use reference::{Reference, ReferenceRole};
pub use sample::{ByteRange, READ_LIMIT};
pub use verdict::Inspection;

use crate::units::Bytes;
use format_match::FormatMatch;
use sample::Sample;

/// An inspection in progress.
///
/// ```
/// # use gaze_shared::{inspect::Inspector, units::Bytes};
/// let file = b"QFI\xfb\0\0\0\x03 and so on";
/// let mut inspector = Inspector::new(Bytes(file.len() as u64));
/// while let Some(range) = inspector.wants() {
///     let bytes = &file[range.start as usize..range.end as usize];
///     inspector.give(range, bytes);
/// }
/// assert_eq!(inspector.conclude().detected.unwrap().as_str(), "qcow2");
/// ```
#[derive(Clone, Debug)]
pub struct Inspector {
    sample: Sample,
    /// What the sample was last found to be, until more of it comes.
    examined: Option<Result<Vec<FormatMatch>, ByteRange>>,
}

impl Inspector {
    /// Starts on a file of this size.
    #[must_use]
    pub fn new(size: Bytes) -> Self {
        Self {
            sample: Sample::new(size),
            examined: None,
        }
    }

    /// The bytes that are needed next, within the file; `None` when everything that matters is
    /// known.
    #[must_use]
    pub fn wants(&mut self) -> Option<ByteRange> {
        let examined = self.examined.get_or_insert_with(|| examine(&self.sample));
        match *examined {
            Err(wanted) => self.sample.allows(wanted).then_some(wanted),
            Ok(_) => None,
        }
    }

    /// Takes in bytes that were wanted, at once or in pieces. Fewer bytes than their range mean that
    /// the file ends there.
    pub fn give(&mut self, range: ByteRange, bytes: &[u8]) {
        self.sample.insert(range, bytes);
        self.examined = None;
    }

    /// What can be said with what was given.
    #[must_use]
    pub fn conclude(&self) -> Inspection {
        Inspection::conclude(self.sample.file_size(), &self.matches())
    }

    /// What else the detected format tells.
    #[must_use]
    pub fn details(&self) -> Details {
        verdict::details(&self.matches())
    }

    fn matches(&self) -> Vec<FormatMatch> {
        let examined = match &self.examined {
            Some(examined) => examined.clone(),
            None => examine(&self.sample),
        };
        // A file that leads past the read limit is judged by what was read up to there: the parts
        // that could not be looked at count as absent.
        examined
            .or_else(|_| examine(&self.sample.clone().closed()))
            .unwrap_or_default()
    }
}

/// Every format that fits, and where the file ends before one of them does.
///
/// # Errors
/// The range that must be read first.
fn examine(sample: &Sample) -> Result<Vec<FormatMatch>, ByteRange> {
    let mut matches = format::examine(sample)?;
    for found in &mut matches {
        if let Some(code) = completeness::check(sample, found)? {
            found.find(code);
        }
    }
    Ok(matches)
}

#[cfg(test)]
mod tests;
