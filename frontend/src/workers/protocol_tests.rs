use gaze_shared::appliance::{ManifestFault, ManifestVerdict};
use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::inspect::{Inspection, Inspector};
use gaze_shared::units::Bytes;
use gaze_shared::unpack::Compression;
use proptest::prelude::*;

use super::protocol::{
    FileContent, Message, ReadFailure, ReadRequest, Report, Task, UnpackFault, WorkerFault,
};

/// An inspection of such a file, of which nothing beyond these bytes can be read.
fn inspection(size: u64, beginning: &[u8]) -> Inspection {
    let mut inspector = Inspector::new(Bytes(size));
    while let Some(range) = inspector.wants() {
        let start = beginning.len().min(range.start as usize);
        inspector.give(range, &beginning[start..]);
    }
    inspector.conclude()
}

fn digest() -> impl Strategy<Value = HexDigest> {
    "[0-9a-f]{0,128}".prop_map(|digits| HexDigest::from_text(&digits))
}

fn report() -> impl Strategy<Value = Report> {
    let beginnings: Vec<&[u8]> = vec![b"", b"QFI\xfb", b"\x1f\x8b\x08"];
    let beginning = prop::sample::select(beginnings);
    prop_oneof![
        any::<u64>().prop_map(|bytes| Report::Progress { bytes }),
        (any::<u64>(), digest()).prop_map(|(bytes, digest)| Report::Hashed { bytes, digest }),
        (any::<u64>(), beginning)
            .prop_map(|(size, beginning)| Report::Inspected(inspection(size, beginning))),
        (any::<u64>(), Just(&b"QFI\xfb"[..]))
            .prop_map(|(size, beginning)| Report::Measured(inspection(size, beginning))),
        Just(Report::NotUnpacked(UnpackFault::CutOff)),
        Just(Report::NotUnpacked(UnpackFault::Damaged)),
        Just(Report::NotUnpacked(UnpackFault::TooMuchMemory)),
        any::<u64>().prop_map(|most| Report::NotUnpacked(UnpackFault::TooMuch(Bytes(most)))),
        Just(Report::NothingToSave),
        manifest_verdict().prop_map(Report::ManifestChecked),
        Just(Report::Failed(ReadFailure::FileChanged)),
        Just(Report::Failed(ReadFailure::NotHere)),
        prop::sample::select(&WorkerFault::ALL[..])
            .prop_map(|fault| Report::Failed(ReadFailure::Worker(fault))),
    ]
}

fn manifest_verdict() -> impl Strategy<Value = ManifestVerdict> {
    let name = "[a-z (.]{1,20}";
    prop_oneof![
        Just(ManifestVerdict::Absent),
        any::<usize>().prop_map(ManifestVerdict::Holds),
        Just(ManifestVerdict::Faulty(ManifestFault::Unreadable)),
        name.prop_map(|name| ManifestVerdict::Faulty(ManifestFault::Missing(name.into()))),
        name.prop_map(|name| ManifestVerdict::Faulty(ManifestFault::Differs(name.into()))),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        1 => any::<u32>().prop_map(|protocol| Message::Ready { protocol }),
        1 => (any::<u64>(), prop::option::of(digest()))
            .prop_map(|(offset, prefix)| Message::Chunk { offset, prefix }),
        1 => (any::<u64>(), digest()).prop_map(|(end, digest)| Message::Prefix { end, digest }),
        1 => Just(Message::Qcow2Written),
        8 => report().prop_map(Message::Report),
    ]
}

fn compression() -> impl Strategy<Value = Compression> {
    prop::sample::select(vec![
        Compression::Gzip,
        Compression::Xz,
        Compression::Zstd,
        Compression::Bzip2,
    ])
}

fn task() -> impl Strategy<Value = Task> {
    let algorithms = vec![Algorithm::Md5, Algorithm::Sha256, Algorithm::Sha512];
    let algorithm = prop::sample::select(algorithms);
    let unpacked = (compression(), any::<u64>()).prop_map(|(compression, size)| {
        let size = Bytes(size);
        FileContent::Unpacked { compression, size }
    });
    let content = prop_oneof![Just(FileContent::AsItIs), unpacked];
    let whole = (algorithm, any::<u32>(), content);
    prop_oneof![
        Just(Task::Inspect),
        Just(Task::WriteQcow2),
        Just(Task::CheckManifest),
        (compression(), any::<u64>()).prop_map(|(compression, most)| {
            let most = Bytes(most);
            Task::Measure { compression, most }
        }),
        whole
            .clone()
            .prop_map(|(algorithm, _, content)| Task::Read { algorithm, content }),
        whole.prop_map(|(algorithm, chunk_bytes, content)| Task::Hash {
            algorithm,
            chunk_bytes,
            content,
        }),
    ]
}

proptest! {
    #[test]
    fn every_message_reads_back_as_it_was_written(message in message()) {
        prop_assert_eq!(message.to_string().parse(), Ok(message));
    }

    #[test]
    fn every_task_reads_back_as_it_was_written(task in task()) {
        prop_assert_eq!(task.to_string().parse(), Ok(task));
    }

    #[test]
    fn every_request_of_a_reader_reads_back_as_it_was_written(offset: u64, at_most: u32) {
        for request in [ReadRequest::Chunk { offset, at_most }, ReadRequest::Prefix { end: offset }] {
            prop_assert_eq!(request.to_string().parse(), Ok(request));
        }
    }

    #[test]
    fn no_text_of_others_breaks_the_reader(text in ".*") {
        // Browser extensions post messages of their own into workers and pages.
        let _ = text.parse::<Message>();
        let _ = text.parse::<Task>();
        let _ = text.parse::<ReadRequest>();
    }
}
