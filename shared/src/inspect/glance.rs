//! What Glance makes of a file: the verdict of `ImageProxy.set_data` in `glance/location.py`
//! (33.0.0) over what oslo.utils' `InspectWrapper` has found.
//! <https://opendev.org/openstack/glance/src/branch/master/glance/location.py>

use super::finding::{Finding, FindingCode, Severity};
use super::glance_view::{GlanceView, LARGEST_RECORDED_SIZE};
use super::recognition::Reported;
use super::verdict::Inspection;
use crate::glance::image::{ContainerFormat, DiskFormat};
use crate::units::Bytes;

/// Why Glance will refuse the data under a declared format: with 415, or with 500 for
/// [`FindingCode::ImpossibleSize`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The bytes are of another format than declared.
    FormatMismatch {
        declared: DiskFormat,
        /// What the bytes show; `raw` when they show nothing.
        detected: DiskFormat,
    },
    /// The bytes are of a format that Glance checks, and fail the check; or cannot be checked.
    Unsafe(FindingCode),
}

impl Refusal {
    /// What Glance answers. Names of formats follow "Multiple formats detected".
    #[must_use]
    pub fn glance_answer(&self) -> String {
        match self {
            Self::FormatMismatch { declared, detected } => {
                format!("Image disk_format {declared} does not match stream data {detected}")
            }
            Self::Unsafe(code) => code.glance_answer().to_owned(),
        }
    }
}

impl Inspection {
    /// Whether Glance will refuse the data when it is declared so, and why. Only data in a `bare`
    /// container is inspected, and only when the cloud keeps `require_image_format_match` on and
    /// `gpt_safety_checks_nonfatal` empty, as is the default.
    #[must_use]
    pub fn refusal(&self, declared: &DiskFormat, container: &ContainerFormat) -> Option<Refusal> {
        if *container != ContainerFormat::Bare {
            return None;
        }
        let (seen, reported) = match self.glance {
            GlanceView::Unchecked => return None,
            GlanceView::Several => return Some(Refusal::Unsafe(FindingCode::Ambiguous)),
            // Glance fails to name the format of a hybrid when it warns of what it takes as raw.
            GlanceView::HybridIso { .. } if *declared == DiskFormat::Raw => {
                return Some(Refusal::Unsafe(FindingCode::HybridDisc));
            }
            GlanceView::HybridIso { reported } => (DiskFormat::Iso, Some(reported)),
            GlanceView::Raw => (DiskFormat::Raw, None),
            GlanceView::Format {
                format, reported, ..
            } => (DiskFormat::from(format.as_str()), Some(reported)),
        };
        let is_taken = *declared == seen
            // Bytes without a mark pass as any format that oslo.utils has no inspector for.
            || (seen == DiskFormat::Raw && !is_inspectable(declared))
            // Raw takes anything; the check of the format that was found still applies.
            || *declared == DiskFormat::Raw;
        if !is_taken {
            return Some(Refusal::FormatMismatch {
                declared: declared.clone(),
                detected: seen,
            });
        }
        if *declared == seen && reported == Some(Reported::Failure) {
            return Some(Refusal::Unsafe(FindingCode::Uninspectable));
        }
        let is_recordable = || {
            let size = self.glance_virtual_size(declared);
            size.is_none_or(|size| size <= LARGEST_RECORDED_SIZE)
        };
        self.findings
            .iter()
            .map(|finding| finding.code)
            .find(|code| code.severity() == Severity::Refused)
            // The data is checked first, and the record is written last.
            .or_else(|| (!is_recordable()).then_some(FindingCode::ImpossibleSize))
            .map(Refusal::Unsafe)
    }

    /// The `virtual_size` that Glance records when the data is declared so and in a `bare`
    /// container; `None` when it records none. More than 64 bits can hold counts as their largest
    /// number.
    #[must_use]
    pub fn glance_virtual_size(&self, declared: &DiskFormat) -> Option<Bytes> {
        let size = match self.glance {
            GlanceView::Unchecked | GlanceView::Several => 0,
            GlanceView::Raw if *declared == DiskFormat::Raw => self.file_size.0,
            GlanceView::Raw => 0,
            GlanceView::Format { gave_up_after, .. } if *declared == DiskFormat::Raw => {
                gave_up_after.unwrap_or(self.file_size.0)
            }
            GlanceView::HybridIso { reported } if *declared == DiskFormat::Iso => {
                reported.size(self.file_size)
            }
            GlanceView::HybridIso { .. } => 0,
            GlanceView::Format {
                format, reported, ..
            } if declared.as_str() == format.as_str() => reported.size(self.file_size),
            GlanceView::Format { .. } => 0,
        };
        (size != 0).then_some(Bytes(size))
    }

    /// The findings for which Glance's safety check of the recognised format fails, in its order.
    pub fn failed_checks(&self) -> impl Iterator<Item = Finding> {
        let checks = |finding: &Finding| finding.code.glance_check().is_some();
        self.findings.iter().copied().filter(checks)
    }
}

/// Whether oslo.utils has an inspector of this name (`ALL_FORMATS`).
fn is_inspectable(format: &DiskFormat) -> bool {
    matches!(
        format.as_str(),
        "raw" | "qcow2" | "vhd" | "vhdx" | "vmdk" | "vdi" | "qed" | "iso" | "gpt" | "luks"
    )
}
