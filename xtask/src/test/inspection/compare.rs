//! One file: what Glance says of it, and what we say.

use anyhow::Result;
use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use gaze_shared::inspect::{
    ByteRange, Details, FindingCode, Inspection, Inspector, READ_LIMIT, Refusal, Severity,
};
use gaze_shared::units::Bytes;

use super::corpus::{Corpus, CorpusFile, GlanceVerdict};
use crate::inspect::inspect_by;

/// More than any file needs: the first piece, the end, and two for each format that leads on.
const MOST_READS: u32 = 16;

#[derive(Debug, Default)]
pub(super) struct Agreement {
    /// What is not as it should be, in words.
    pub(super) differences: Vec<String>,
    pub(super) explained: Vec<Explanation>,
    pub(super) bytes_read: u64,
    pub(super) reads: u32,
}

/// Why ours differs from Glance's, rightly. docs/inspection.md lists the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Explanation {
    /// A LUKS header leads to a payload behind the end of the file. Glance records a disk of less
    /// than no bytes; we tell no size.
    NegativeSize,
    /// The size of the disk is more than a signed 64-bit number. Glance's inspection takes it and
    /// its database does not, so that the upload ends with 500; we refuse it.
    ImpossibleSize,
    /// The descriptor of a VMDK does not end within what we read of a file. Glance reads it to its
    /// end; we say that it has none.
    EndlessDescriptor,
}

impl Explanation {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::NegativeSize => "negative size",
            Self::ImpossibleSize => "impossible size",
            Self::EndlessDescriptor => "endless descriptor",
        }
    }
}

pub(super) fn compare(corpus: &Corpus, file: &CorpusFile) -> Result<Agreement> {
    let inspected = inspect_by(file.size, |range| corpus.bytes(file, range))?;
    let inspection = &inspected.inspection;
    let mut agreement = Agreement {
        bytes_read: inspected.bytes_read,
        reads: inspected.reads,
        ..Agreement::default()
    };
    if inspected.bytes_read > READ_LIMIT.0 || inspected.reads > MOST_READS {
        let (bytes, reads) = (inspected.bytes_read, inspected.reads);
        agreement.differ(format!("reads {bytes} bytes in {reads} pieces"));
    }
    check_completeness(file, inspection, &mut agreement);
    if in_halves(corpus, file)? != (inspection.clone(), inspected.details) {
        agreement.differ("concludes something else when the bytes come in pieces".to_owned());
    }
    if has_endless_descriptor(corpus, file, inspection)? {
        agreement.explained.push(Explanation::EndlessDescriptor);
        return Ok(agreement);
    }
    compare_formats(file, inspection, &mut agreement);
    for (declared, theirs) in &file.verdicts {
        let declared = DiskFormat::from(declared.as_str());
        let refusal = inspection.refusal(&declared, &ContainerFormat::Bare);
        let size = inspection.glance_virtual_size(&declared);
        if let Err(difference) = compare_verdict(refusal.as_ref(), size, theirs) {
            match difference {
                Difference::Explained(explanation) => agreement.explained.push(explanation),
                Difference::Unexplained(words) => {
                    agreement.differ(format!("declared {declared}: {words}"));
                }
            }
        }
    }
    Ok(agreement)
}

impl Agreement {
    fn differ(&mut self, words: String) {
        self.differences.push(words);
    }
}

/// The bases of this name are disks of which every byte is needed, and their files those disks or
/// cuts of them. A cut is never taken for sound, and a whole one never for cut off.
const WHOLE: &str = "whole-";
const AS_IT_IS: &str = "as it is";

fn check_completeness(file: &CorpusFile, inspection: &Inspection, agreement: &mut Agreement) {
    if !file.base.starts_with(WHOLE) {
        return;
    }
    let codes = || inspection.findings.iter().map(|finding| finding.code);
    let is_cut_off = |code| matches!(code, FindingCode::CutOff(_) | FindingCode::EndMissing);
    let speaks = codes().any(|code| code.severity() != Severity::Note);
    if file.recipe == AS_IT_IS && codes().any(is_cut_off) {
        agreement.differ("a whole file is said to be cut off".to_owned());
    } else if file.recipe != AS_IT_IS && !speaks {
        agreement.differ("nothing speaks against a file that is cut off".to_owned());
    }
}

fn compare_formats(file: &CorpusFile, inspection: &Inspection, agreement: &mut Agreement) {
    let mut formats: Vec<&str> = inspection
        .formats
        .iter()
        .filter(|format| format.is_disk())
        .map(|format| format.as_str())
        .collect();
    formats.sort_unstable();
    let is_cut_short = inspection
        .findings
        .iter()
        .any(|finding| finding.code == FindingCode::Truncated);
    if formats.is_empty() || is_cut_short {
        // Glance sees raw data in the beginning of a header.
        formats = vec!["raw"];
    }
    let theirs = file.formats.as_deref();
    if theirs.is_some_and(|theirs| theirs != formats) {
        agreement.differ(format!("Glance sees {theirs:?}, we see {formats:?}"));
    }
    let reasons: Vec<String> = inspection
        .failed_checks()
        .filter_map(|finding| finding.code.glance_reason())
        .map(Into::into)
        .collect();
    if reasons != file.reasons {
        let theirs = &file.reasons;
        agreement.differ(format!("Glance's reasons are {theirs:?}, ours {reasons:?}"));
    }
}

enum Difference {
    Explained(Explanation),
    Unexplained(String),
}

fn compare_verdict(
    refusal: Option<&Refusal>,
    size: Option<Bytes>,
    theirs: &GlanceVerdict,
) -> Result<(), Difference> {
    let ours = GlanceVerdict {
        refused: refusal.map(Refusal::glance_answer),
        virtual_size: match refusal {
            None => size.map(|size| size.0.into()),
            Some(_) => None,
        },
    };
    if ours == *theirs {
        return Ok(());
    }
    Err(match (&ours, theirs.virtual_size) {
        (
            GlanceVerdict {
                refused: None,
                virtual_size: None,
            },
            Some(..0),
        ) => Difference::Explained(Explanation::NegativeSize),
        (_, Some(size))
            if size > i64::MAX.into()
                && refusal == Some(&Refusal::Unsafe(FindingCode::ImpossibleSize)) =>
        {
            Difference::Explained(Explanation::ImpossibleSize)
        }
        _ => Difference::Unexplained(format!("Glance says {theirs:?}, we say {ours:?}")),
    })
}

/// Whether the embedded descriptor goes on without a zero behind what we read of it.
fn has_endless_descriptor(
    corpus: &Corpus,
    file: &CorpusFile,
    inspection: &Inspection,
) -> Result<bool> {
    const DESCRIPTOR: ByteRange = ByteRange {
        start: 512,
        end: 512 + 192 * 1024,
    };
    let is_without = inspection
        .findings
        .iter()
        .any(|finding| finding.code == FindingCode::VmdkDescriptor);
    if !is_without || file.size <= DESCRIPTOR.end {
        return Ok(false);
    }
    let descriptor = corpus.bytes(file, DESCRIPTOR)?;
    Ok(!descriptor.contains(&0))
}

/// The inspection of the same file when each piece comes in two.
fn in_halves(corpus: &Corpus, file: &CorpusFile) -> Result<(Inspection, Details)> {
    let mut inspector = Inspector::new(Bytes(file.size));
    while let Some(range) = inspector.wants() {
        let middle = range.start + range.length() / 2;
        let halves = [
            ByteRange {
                start: middle,
                end: range.end,
            },
            ByteRange {
                start: range.start,
                end: middle,
            },
        ];
        for half in halves {
            inspector.give(half, &corpus.bytes(file, half)?);
        }
    }
    Ok((inspector.conclude(), inspector.details()))
}
