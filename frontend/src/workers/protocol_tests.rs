use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::inspect::{Inspection, Inspector};
use gaze_shared::units::Bytes;
use proptest::prelude::*;

use super::protocol::{Message, ReadFailure, ReadRequest, Report, Task, WorkerFault};

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
        Just(Report::Failed(ReadFailure::FileChanged)),
        Just(Report::Failed(ReadFailure::NotHere)),
        prop::sample::select(&WorkerFault::ALL[..])
            .prop_map(|fault| Report::Failed(ReadFailure::Worker(fault))),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        1 => any::<u32>().prop_map(|protocol| Message::Ready { protocol }),
        1 => (any::<u64>(), prop::option::of(digest()))
            .prop_map(|(offset, prefix)| Message::Chunk { offset, prefix }),
        1 => (any::<u64>(), digest()).prop_map(|(end, digest)| Message::Prefix { end, digest }),
        4 => report().prop_map(Message::Report),
    ]
}

fn task() -> impl Strategy<Value = Task> {
    let algorithms = vec![Algorithm::Md5, Algorithm::Sha256, Algorithm::Sha512];
    let read = prop::sample::select(algorithms.clone());
    let hash = (prop::sample::select(algorithms), any::<u32>());
    prop_oneof![
        Just(Task::Inspect),
        read.prop_map(|algorithm| Task::Read { algorithm }),
        hash.prop_map(|(algorithm, chunk_bytes)| Task::Hash {
            algorithm,
            chunk_bytes,
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
