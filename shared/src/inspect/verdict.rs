//! The conclusion of an inspection.

use super::details::Details;
use super::detected::Detected;
use super::finding::{Finding, FindingCode, Severity};
use super::format_match::{FormatMatch, SECTOR_BYTES};
use super::glance_view::{GlanceView, LARGEST_RECORDED_SIZE};
use super::recognition::Recognition;
use super::reference::Reference;
use crate::glance::image::{ContainerFormat, DiskFormat};
use crate::units::{Bytes, Gibibytes};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    pub file_size: Bytes,
    /// The format that its bytes show; `None` for anything without a mark, which counts as raw.
    pub detected: Option<Detected>,
    /// Every format that its bytes show, also those that are moot beside [`Inspection::detected`].
    pub formats: Vec<Detected>,
    /// The size of the disk inside, where the format tells it.
    pub virtual_size: Option<Bytes>,
    /// What was noticed, the weightiest first.
    pub findings: Vec<Finding>,
    /// The other files that this one needs or has in it; the first few, where there are many.
    pub references: Vec<Reference>,
    pub(super) glance: GlanceView,
}

impl Inspection {
    pub(super) fn conclude(file_size: Bytes, matches: &[FormatMatch]) -> Self {
        let glance = GlanceView::of(matches);
        let best = best(matches, glance);
        let virtual_size = best.and_then(|found| found.virtual_size);
        let mut findings: Vec<Finding> = matches
            .iter()
            .flat_map(|found| found.findings_where(glance.format()))
            .filter(|finding| glance.format().is_some() || finding.severity() != Severity::Refused)
            .collect();
        match glance {
            GlanceView::Several => findings.push(FindingCode::Ambiguous.into()),
            GlanceView::Unchecked => findings.push(FindingCode::Unchecked.into()),
            GlanceView::Raw | GlanceView::Format { .. } | GlanceView::HybridIso { .. } => {}
        }
        if file_size == Bytes::ZERO {
            findings.push(FindingCode::Empty.into());
        }
        if virtual_size.is_some_and(|size| size > LARGEST_RECORDED_SIZE) {
            findings.push(FindingCode::ImpossibleSize.into());
        }
        if is_odd_length(file_size, best, &findings) {
            findings.push(FindingCode::OddLength.into());
        }
        let of_severity = |wanted| {
            let alike = findings
                .iter()
                .filter(move |finding| finding.severity() == wanted);
            alike.copied()
        };
        let worst_first = [Severity::Refused, Severity::Warning, Severity::Note];
        let findings = worst_first.into_iter().flat_map(of_severity).collect();
        Self {
            file_size,
            detected: best.map(|found| found.detected),
            formats: formats(matches).map(|found| found.detected).collect(),
            virtual_size,
            findings,
            references: best.map_or_else(Vec::new, |found| found.references.clone()),
            glance,
        }
    }

    /// The disk format to suggest in a form, where a cloud offers these: what the bytes show, else
    /// raw. What a cloud does not offer is suggested all the same where raw would be wrong, so that
    /// a person is told what to convert.
    ///
    /// A disk with a partition table is `raw` to everyone but a cloud that lists `gpt`.
    #[must_use]
    pub fn suggested_disk_format(&self, offered: &[DiskFormat]) -> DiskFormat {
        let fits_raw = self.detected.is_some_and(Detected::fits_raw);
        self.detected
            .and_then(Detected::disk_format)
            .filter(|format| !fits_raw || offered.contains(format))
            .unwrap_or(DiskFormat::Raw)
    }

    /// The container format to suggest in a form, where a cloud offers these.
    #[must_use]
    pub fn suggested_container_format(&self, offered: &[ContainerFormat]) -> ContainerFormat {
        match self.detected {
            Some(Detected::Ova) => ContainerFormat::Ova,
            Some(Detected::Kernel) if offered.contains(&ContainerFormat::Aki) => {
                ContainerFormat::Aki
            }
            Some(Detected::Ramdisk) if offered.contains(&ContainerFormat::Ari) => {
                ContainerFormat::Ari
            }
            _ => ContainerFormat::Bare,
        }
    }

    /// Whether the bytes can be a disk as they are: nothing shows that they are something else.
    #[must_use]
    pub fn may_be_raw_disk(&self) -> bool {
        let is_other = |finding: &Finding| {
            matches!(
                finding.code,
                FindingCode::NotADisk(_)
                    | FindingCode::ForeignFormat(_)
                    | FindingCode::DescriptorOnly
            )
        };
        self.detected.is_none_or(Detected::fits_raw) && !self.findings.iter().any(is_other)
    }

    /// The smallest `min_disk`, in GiB, on which the disk inside fits; raw data counts as it is.
    #[must_use]
    pub fn suggested_min_disk(&self) -> Gibibytes {
        match (self.virtual_size, self.detected) {
            (Some(size), _) => size.to_gib_rounded_up(),
            (None, None | Some(Detected::Gpt | Detected::FileSystem | Detected::Blank)) => {
                self.file_size.to_gib_rounded_up()
            }
            (None, Some(_)) => Gibibytes::default(),
        }
    }
}

/// What the match that [`Inspection::detected`] is tells of itself.
pub(super) fn details(matches: &[FormatMatch]) -> Details {
    best(matches, GlanceView::of(matches))
        .map(|found| found.details.clone())
        .unwrap_or_default()
}

/// Whether bytes that can only be a disk as it is are no whole number of sectors, and nothing that
/// was found says so already.
fn is_odd_length(file_size: Bytes, best: Option<&FormatMatch>, findings: &[Finding]) -> bool {
    let is_said = findings
        .iter()
        .any(|finding| finding.severity() == Severity::Warning);
    let is_raw_disk = best.is_none_or(|found| {
        matches!(
            found.detected,
            Detected::Gpt | Detected::Luks | Detected::FileSystem | Detected::Blank
        )
    });
    !is_said && is_raw_disk && !file_size.0.is_multiple_of(SECTOR_BYTES)
}

/// The match to tell a person of. The mark of a fixed VHD, a kernel's and that of a file system
/// say more than the partition table that their bytes have or look like; what Glance recognises says more than the
/// rest.
fn best(matches: &[FormatMatch], glance: GlanceView) -> Option<&FormatMatch> {
    let of = |format: Detected| formats(matches).find(|found| found.detected == format);
    let partitioned = glance.format().is_none_or(|format| format == Detected::Gpt);
    of(Detected::FixedVhd)
        .or_else(|| of(Detected::Kernel))
        .or_else(|| of(Detected::FileSystem))
        .filter(|_| partitioned)
        .or_else(|| of(glance.format()?))
        .or_else(|| formats(matches).find(|found| found.detected.is_disk()))
        .or_else(|| formats(matches).next())
}

/// The matches that are formats. An inspector that crashes has not found its own.
fn formats(matches: &[FormatMatch]) -> impl Iterator<Item = &FormatMatch> {
    matches
        .iter()
        .filter(|found| found.recognition != Recognition::Crash)
}

impl FormatMatch {
    /// Its findings that count where Glance sees this format. What Glance checks in a format that it
    /// has not chosen does not; that the file is too short for its partitions does, as a disc that
    /// boots from a stick has some behind its volume.
    fn findings_where(&self, seen: Option<Detected>) -> impl Iterator<Item = Finding> {
        let is_seen = seen.is_none_or(|format| match self.detected {
            // One whose first sector looks like a partition table.
            Detected::FileSystem => format == Detected::Gpt,
            detected => detected == format || !detected.is_disk(),
        });
        let findings = self.findings.iter().copied();
        findings.filter(move |finding| is_seen || finding.code == FindingCode::DiskCutShort)
    }
}
