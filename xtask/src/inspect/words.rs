//! The words of the report: the English ones of the dashboard's catalogue.

use gaze_shared::inspect::{FindingCode, Refusal};

const CATALOGUE: &str = include_str!("../../../frontend/src/i18n/catalogues/en/findings.ftl");

/// What was found, with what to do about it.
pub(super) fn finding(code: FindingCode) -> String {
    let name = code.as_str();
    match code {
        FindingCode::CutOff(missing) => {
            sentence(name).replace("{ BYTES($missing) }", &missing.to_string())
        }
        FindingCode::FileSystem(format)
        | FindingCode::BootSector(format)
        | FindingCode::VolumePart(format)
        | FindingCode::ForeignFormat(format) => {
            sentence(name).replace("{ $format }", format.as_str())
        }
        FindingCode::NotADisk(content) => sentence(&format!("{name}-{}", content.as_str())),
        FindingCode::VmdkFooter(fault) => sentence(&format!("{name}-{}", fault.as_str())),
        _ => sentence(name),
    }
}

/// Why Glance refuses a file.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::FormatMismatch { declared, detected } => sentence("format-mismatch")
            .replace("{ $detected }", detected.as_str())
            .replace("{ $declared }", declared.as_str()),
        Refusal::Unsafe(code) => finding(*code),
    }
}

/// The message of a key, each of which stands on one line; the key itself where there is none, which a test
/// rules out.
fn sentence(key: &str) -> String {
    let key = key.replace('_', "-");
    let mut messages = CATALOGUE.lines().filter_map(|line| line.split_once(" = "));
    let found = messages.find(|(name, _)| *name == key);
    found.map_or(key.clone(), |(_, text)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use gaze_shared::glance::image::DiskFormat;
    use gaze_shared::inspect::{Content, FooterFault, FormatName};
    use gaze_shared::units::Bytes;

    use super::*;

    #[test]
    fn every_code_has_a_sentence_into_which_everything_is_filled_in() {
        let (mut keys, kinds): (Vec<String>, Vec<String>) = FindingCode::NAMES
            .iter()
            .map(ToString::to_string)
            .partition(|name| !["not_a_disk", "vmdk_footer"].contains(&name.as_str()));
        assert_eq!(kinds.len(), 2);
        keys.extend(
            Content::NAMES
                .iter()
                .map(|name| format!("not_a_disk-{name}")),
        );
        keys.extend(
            FooterFault::NAMES
                .iter()
                .map(|name| format!("vmdk_footer-{name}")),
        );
        let is_filled_in = |key: &&String| {
            let with_values = [
                "cut_off",
                "file_system",
                "boot_sector",
                "volume_part",
                "foreign_format",
            ];
            !with_values.contains(&key.as_str())
        };
        for format in [
            FindingCode::FileSystem,
            FindingCode::BootSector,
            FindingCode::VolumePart,
            FindingCode::ForeignFormat,
        ] {
            let text = finding(format(FormatName::Ntfs));
            assert!(text.contains("NTFS") && !text.contains('{'), "{text}");
        }
        for key in keys.iter().filter(is_filled_in) {
            let text = sentence(key);
            assert!(text.ends_with('.') && !text.contains('{'), "{key}: {text}");
        }
        assert_eq!(
            finding(FindingCode::CutOff(Bytes(1 << 20))),
            "The file is cut off: it leads to at least 1.0 MiB more than it has. Get a whole copy."
        );
        let mismatch = Refusal::FormatMismatch {
            declared: DiskFormat::Vmdk,
            detected: DiskFormat::Qcow2,
        };
        assert_eq!(refusal(&mismatch), "The file is qcow2, not vmdk.");
    }
}
