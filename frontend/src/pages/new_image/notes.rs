//! What is worth knowing about a file before it is sent, with what to do about it.

use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::inspect::{Detected, FindingCode, Inspection, Refusal, Severity};

use crate::i18n::codes::findings;
use crate::i18n::text;

/// One thing to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) severity: Severity,
    /// Whole sentences: what it is, and what to do.
    pub(super) text: String,
    /// The format that would be right, where choosing another one helps.
    pub(super) better_format: Option<DiskFormat>,
}

/// Everything worth knowing about a file that is declared so, the weightiest first.
pub(super) fn notes(
    inspection: &Inspection,
    declared: &DiskFormat,
    container: &ContainerFormat,
    schema: &ImageSchema,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let refusal = inspection.refusal(declared, container);
    if let Some(refusal) = &refusal {
        notes.push(Note {
            severity: Severity::Refused,
            text: format!(
                "{} {}",
                findings::refusal(refusal),
                text::new_image::refused_only_at_the_end()
            ),
            better_format: better_format(inspection, declared, container, schema),
        });
    }
    notes.extend(hidden_by_raw(inspection, declared).map(|text| Note {
        severity: Severity::Warning,
        text,
        better_format: better_format(inspection, declared, container, schema),
    }));
    for finding in &inspection.findings {
        // What makes Glance refuse is said already.
        let is_said = refusal == Some(Refusal::Unsafe(finding.code));
        // The safety checks of another format than the declared one come after the mismatch.
        let is_moot = refusal.is_none() && finding.severity() == Severity::Refused;
        // What it asks for is chosen already.
        let is_done = finding.code == FindingCode::Appliance && *container == ContainerFormat::Ova;
        if !is_said && !is_moot && !is_done {
            notes.push(Note {
                severity: finding.severity(),
                text: findings::finding(finding.code),
                better_format: None,
            });
        }
    }
    // The gravest first; a sort would be more code than all of these notes.
    let of = |severity| {
        notes
            .iter()
            .filter(move |note: &&Note| note.severity == severity)
            .cloned()
    };
    of(Severity::Refused)
        .chain(of(Severity::Warning))
        .chain(of(Severity::Note))
        .collect()
}

/// The format that the content shows, where the cloud offers another than was declared and Glance
/// takes it. Raw is none for what cannot be a disk.
fn better_format(
    inspection: &Inspection,
    declared: &DiskFormat,
    container: &ContainerFormat,
    schema: &ImageSchema,
) -> Option<DiskFormat> {
    let format = inspection.suggested_disk_format(&schema.disk_formats);
    let helps = format != *declared
        && (format != DiskFormat::Raw || inspection.may_be_raw_disk())
        && schema.disk_formats.contains(&format)
        && inspection.refusal(&format, container).is_none();
    helps.then_some(format)
}

/// Glance takes anything as raw. A server would then be given the container file itself as its disk.
fn hidden_by_raw(inspection: &Inspection, declared: &DiskFormat) -> Option<String> {
    // Where a cloud offers nothing better than raw, this is what fits raw too.
    let format = inspection.suggested_disk_format(&[]);
    let is_hidden = *declared == DiskFormat::Raw
        && format != DiskFormat::Raw
        && inspection.detected != Some(Detected::Ova);
    is_hidden.then(|| text::new_image::hidden_by_raw(format.as_str()))
}

/// The word before a note.
pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => text::new_image::note(),
        Severity::Warning => text::new_image::warning(),
        Severity::Refused => text::new_image::refused_by_glance(),
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::inspect::Inspector;
    use gaze_shared::units::Bytes;

    use super::*;

    fn inspected(bytes: &[u8]) -> Inspection {
        let mut inspector = Inspector::new(Bytes(bytes.len() as u64));
        while let Some(range) = inspector.wants() {
            inspector.give(range, &bytes[range.start as usize..range.end as usize]);
        }
        inspector.conclude()
    }

    fn qcow2(backing_offset: u64) -> Inspection {
        let mut bytes = vec![0_u8; 1024];
        bytes[..4].copy_from_slice(b"QFI\xfb");
        bytes[4..8].copy_from_slice(&3_u32.to_be_bytes());
        bytes[8..16].copy_from_slice(&backing_offset.to_be_bytes());
        bytes[20..24].copy_from_slice(&16_u32.to_be_bytes());
        bytes[24..32].copy_from_slice(&(1_u64 << 30).to_be_bytes());
        bytes[100..104].copy_from_slice(&104_u32.to_be_bytes());
        inspected(&bytes)
    }

    fn notes_of(
        inspection: &Inspection,
        declared: DiskFormat,
    ) -> Vec<(Severity, Option<DiskFormat>)> {
        notes(
            inspection,
            &declared,
            &ContainerFormat::Bare,
            &ImageSchema::default(),
        )
        .into_iter()
        .map(|note| (note.severity, note.better_format))
        .collect()
    }

    #[test]
    fn a_sound_file_of_the_declared_format_has_nothing_to_note() {
        assert_eq!(notes_of(&qcow2(0), DiskFormat::Qcow2), []);
    }

    #[test]
    fn qcow2_declared_raw_is_accepted_and_shown_for_what_it_is() {
        assert_eq!(
            notes_of(&qcow2(0), DiskFormat::Raw),
            [(Severity::Warning, Some(DiskFormat::Qcow2))]
        );
    }

    #[test]
    fn unknown_bytes_declared_qcow2_are_refused_and_raw_would_be_taken() {
        assert_eq!(
            notes_of(&inspected(&[0xa5; 512]), DiskFormat::Qcow2),
            [(Severity::Refused, Some(DiskFormat::Raw))]
        );
    }

    #[test]
    fn what_is_no_disk_is_never_offered_as_raw() {
        let descriptor = b"# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\n\
            createType=\"monolithicFlat\"\nRW 2048 FLAT \"disk-flat.vmdk\" 0\n";
        for file in [&b"hello"[..], b"<!DOCTYPE html>", descriptor, b"PK\x03\x04"] {
            let inspection = inspected(file);
            for declared in [DiskFormat::Qcow2, DiskFormat::Vmdk, DiskFormat::Raw] {
                let notes = notes_of(&inspection, declared);
                assert!(!notes.is_empty());
                assert!(
                    notes.iter().all(|(_, better)| better.is_none()),
                    "{notes:?}"
                );
            }
        }
    }

    #[test]
    fn a_partition_table_declared_otherwise_is_offered_as_raw() {
        let mut disk = vec![0; 4096];
        disk[446 + 4] = 0x83;
        disk[510..512].copy_from_slice(&[0x55, 0xAA]);
        assert_eq!(
            notes_of(&inspected(&disk), DiskFormat::Qcow2),
            [(Severity::Refused, Some(DiskFormat::Raw))]
        );
    }

    #[test]
    fn a_backing_file_is_refused_whatever_is_declared() {
        assert_eq!(
            notes_of(&qcow2(512), DiskFormat::Qcow2),
            [(Severity::Refused, None)]
        );
        let as_raw = notes_of(&qcow2(512), DiskFormat::Raw);
        assert_eq!(as_raw[0], (Severity::Refused, None));
    }

    #[test]
    fn a_container_format_that_is_chosen_is_not_asked_for() {
        let mut appliance = inspected(&[0xa5; 512]);
        appliance.findings = vec![FindingCode::Appliance.into()];
        let texts = |container| {
            notes(
                &appliance,
                &DiskFormat::Raw,
                &container,
                &ImageSchema::default(),
            )
        };
        assert_eq!(texts(ContainerFormat::Bare).len(), 1);
        assert_eq!(texts(ContainerFormat::Ova), []);
    }

    #[test]
    fn an_empty_file_is_warned_of() {
        assert_eq!(
            notes_of(&inspected(b""), DiskFormat::Raw),
            [(Severity::Warning, None)]
        );
    }
}
