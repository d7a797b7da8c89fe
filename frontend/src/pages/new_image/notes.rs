//! What is worth knowing about a file before it is sent, with what to do about it.

use gaze_shared::image::{ContainerFormat, DiskFormat};
use gaze_shared::inspect::{Detected, Inspection, Refusal, Severity};
use gaze_shared::schema::ImageSchema;

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
        notes.push(refused(refusal, schema));
    }
    notes.extend(hidden_by_raw(inspection, declared, schema));
    for finding in &inspection.findings {
        // What makes Glance refuse is said already.
        let is_said = refusal == Some(Refusal::Unsafe(finding.code));
        // The safety checks of another format than the declared one come after the mismatch.
        let is_moot = refusal.is_none() && finding.severity() == Severity::Refused;
        if !is_said && !is_moot {
            notes.push(Note {
                severity: finding.severity(),
                text: finding.code.to_string(),
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

fn refused(refusal: &Refusal, schema: &ImageSchema) -> Note {
    let better_format = match refusal {
        Refusal::FormatMismatch { detected, .. } => {
            Some(detected.clone()).filter(|format| schema.disk_formats.contains(format))
        }
        Refusal::Unsafe(_) => None,
    };
    Note {
        severity: Severity::Refused,
        text: format!("{refusal} Glance says so only after all of it was sent."),
        better_format,
    }
}

/// Glance takes anything as raw. A server would then be given the container file itself as its disk.
fn hidden_by_raw(
    inspection: &Inspection,
    declared: &DiskFormat,
    schema: &ImageSchema,
) -> Option<Note> {
    if *declared != DiskFormat::Raw {
        return None;
    }
    inspection
        .detected
        .filter(|found| found.is_disk() && *found != Detected::Gpt)?;
    let format = inspection.suggested_disk_format();
    if format == DiskFormat::Raw || format == DiskFormat::Iso {
        return None;
    }
    Some(Note {
        severity: Severity::Warning,
        text: format!(
            "The content is {format}. Glance takes it as raw, but a server would see the {format} \
             file itself as its disk and not boot."
        ),
        better_format: Some(format).filter(|format| schema.disk_formats.contains(format)),
    })
}

/// The word before a note.
pub(super) const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "Note",
        Severity::Warning => "Warning",
        Severity::Refused => "Refused by Glance",
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
    fn text_declared_qcow2_is_refused_and_raw_would_be_taken() {
        assert_eq!(
            notes_of(&inspected(b"hello"), DiskFormat::Qcow2),
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
    fn an_empty_file_is_warned_of() {
        assert_eq!(
            notes_of(&inspected(b""), DiskFormat::Raw),
            [(Severity::Warning, None)]
        );
    }
}
