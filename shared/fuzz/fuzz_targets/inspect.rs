//! Any file is inspected within the read limit, in few steps, and without a panic.
//!
//! The input is the file; then, cut in two, the beginning and the end of a large one.

#![no_main]

use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use gaze_shared::inspect::{ByteRange, Inspection, Inspector, READ_LIMIT, Severity};
use gaze_shared::units::Bytes;
use libfuzzer_sys::fuzz_target;

/// More questions than any format has.
const MAX_QUESTIONS: usize = 16;
const LARGE: u64 = 1 << 40;

fuzz_target!(|data: &[u8]| {
    let size = data.len() as u64;
    let whole = inspect(size, |range| {
        data[range.start as usize..range.end as usize].to_vec()
    });
    judge(&whole);
    let (beginning, end) = data.split_at(data.len() / 2);
    let large = inspect(LARGE, |range| {
        (range.start..range.end)
            .map(|position| byte_of_large_file(beginning, end, position))
            .collect()
    });
    judge(&large);
});

fn byte_of_large_file(beginning: &[u8], end: &[u8], position: u64) -> u8 {
    let from_end = LARGE - position;
    if position < beginning.len() as u64 {
        beginning[position as usize]
    } else if from_end <= end.len() as u64 {
        end[end.len() - from_end as usize]
    } else {
        0
    }
}

fn inspect(size: u64, read: impl Fn(ByteRange) -> Vec<u8>) -> Inspection {
    let mut inspector = Inspector::new(Bytes(size));
    let mut questions = 0;
    let mut asked = 0;
    while let Some(range) = inspector.wants() {
        assert!(range.start < range.end && range.end <= size, "{range:?}");
        asked += range.length();
        assert!(asked <= READ_LIMIT.0, "{asked} bytes were asked for");
        questions += 1;
        assert!(questions <= MAX_QUESTIONS, "it goes on asking");
        inspector.give(range, &read(range));
    }
    let inspection = inspector.conclude();
    assert_eq!(inspection, inspector.conclude());
    for finding in &inspection.findings {
        // Only what Glance refuses has a check of Glance's, and its words.
        let is_refused = finding.severity() == Severity::Refused;
        assert!(
            is_refused || finding.code.glance_check().is_none(),
            "{finding:?}"
        );
    }
    let line = inspection.to_line();
    assert_eq!(
        Inspection::from_line(&line).as_ref(),
        Some(&inspection),
        "{line}"
    );
    inspection
}

/// Everything that a form asks of an inspection.
fn judge(inspection: &Inspection) {
    for format in DiskFormat::KNOWN {
        let _refusal = inspection.refusal(format, &ContainerFormat::Bare);
    }
    let _suggested = (
        inspection.suggested_disk_format(DiskFormat::KNOWN),
        inspection.suggested_container_format(ContainerFormat::KNOWN),
        inspection.suggested_min_disk(),
        inspection.may_be_raw_disk(),
    );
}
