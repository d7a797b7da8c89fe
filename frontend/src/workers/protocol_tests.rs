use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::inspect::{Inspection, Inspector};
use gaze_shared::units::Bytes;
use proptest::prelude::*;

use super::protocol::{ChunkRequest, Message, ReadFailure, Report, Task, WorkerFault};

/// An inspection of such a file, of which nothing beyond these bytes can be read.
fn inspection(size: u64, beginning: &[u8]) -> Inspection {
    let mut inspector = Inspector::new(Bytes(size));
    while let Some(range) = inspector.wants() {
        let start = beginning.len().min(range.start as usize);
        inspector.give(range, &beginning[start..]);
    }
    inspector.conclude()
}

fn report() -> impl Strategy<Value = Report> {
    let beginnings: Vec<&[u8]> = vec![b"", b"QFI\xfb", b"\x1f\x8b\x08"];
    let beginning = prop::sample::select(beginnings);
    prop_oneof![
        any::<u64>().prop_map(|bytes| Report::Progress { bytes }),
        (any::<u64>(), "[0-9a-f]{0,128}").prop_map(|(bytes, digits)| Report::Hashed {
            bytes,
            digest: HexDigest::from_text(&digits),
        }),
        (any::<u64>(), beginning)
            .prop_map(|(size, beginning)| Report::Inspected(inspection(size, beginning))),
        Just(Report::Failed(ReadFailure::FileChanged)),
        prop::sample::select(&WorkerFault::ALL[..])
            .prop_map(|fault| Report::Failed(ReadFailure::Worker(fault))),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        1 => any::<u32>().prop_map(|protocol| Message::Ready { protocol }),
        1 => any::<u64>().prop_map(|offset| Message::Chunk { offset }),
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
    fn every_request_for_a_chunk_reads_back_as_it_was_written(offset: u64, at_most: u32) {
        let request = ChunkRequest { offset, at_most };
        prop_assert_eq!(request.to_string().parse(), Ok(request));
    }

    #[test]
    fn no_text_of_others_breaks_the_reader(text in ".*") {
        // Browser extensions post messages of their own into workers and pages.
        let _ = text.parse::<Message>();
        let _ = text.parse::<Task>();
        let _ = text.parse::<ChunkRequest>();
    }
}
