use gaze_shared::digest::{Algorithm, HexDigest};
use proptest::option;
use proptest::prelude::*;

use super::saving::{
    AnswerHead, ContentRange, Refusal, SaveFailure, SaveMessage, SaveRequest, SaveTask,
};

fn digest() -> impl Strategy<Value = HexDigest> {
    "[0-9a-f]{32,128}".prop_map(|digits| HexDigest::from_text(&digits))
}

fn content_range() -> impl Strategy<Value = ContentRange> {
    (0_u64..1 << 50, 0_u64..1 << 50, option::of(1_u64..1 << 50)).prop_map(|(first, more, rest)| {
        let last = first + more;
        let total = rest.map(|rest| last + rest);
        ContentRange { first, last, total }
    })
}

fn head() -> impl Strategy<Value = AnswerHead> {
    let parts = (
        any::<u16>(),
        option::of(content_range()),
        option::of(any::<u64>()),
        option::of(digest()),
    );
    parts.prop_map(|(status, content_range, length, md5)| AnswerHead {
        status,
        content_range,
        length,
        md5,
    })
}

fn refusal() -> impl Strategy<Value = Refusal> {
    let header = || option::of("[a-zA-Z0-9][ -~]{1,40}");
    let parts = (any::<u16>(), header(), header(), "(?s).{0,80}");
    parts.prop_map(|(status, request_id, retry_after, body)| Refusal {
        status,
        request_id,
        retry_after,
        body,
    })
}

fn message() -> impl Strategy<Value = SaveMessage> {
    prop_oneof![
        (any::<u32>(), head()).prop_map(|(attempt, head)| SaveMessage::Answered { attempt, head }),
        (any::<u32>(), refusal())
            .prop_map(|(attempt, refusal)| SaveMessage::Refused { attempt, refusal }),
        any::<u64>().prop_map(|bytes| SaveMessage::Written { bytes }),
        (any::<u32>(), any::<u64>())
            .prop_map(|(attempt, bytes)| SaveMessage::Ended { attempt, bytes }),
        (any::<u32>(), any::<u64>())
            .prop_map(|(attempt, bytes)| SaveMessage::Broke { attempt, bytes }),
        (any::<u64>(), option::of(digest()))
            .prop_map(|(bytes, digest)| SaveMessage::Concluded { bytes, digest }),
        Just(SaveMessage::Kept),
        Just(SaveMessage::Discarded),
        prop::sample::select(&SaveFailure::ALL[..]).prop_map(SaveMessage::Failed),
    ]
}

fn request() -> impl Strategy<Value = SaveRequest> {
    prop_oneof![
        (any::<u32>(), option::of(any::<u64>()), "/[ -~]{0,60}").prop_map(
            |(attempt, from, path)| SaveRequest::Fetch {
                attempt,
                from,
                path
            }
        ),
        (any::<u32>(), any::<u64>(), any::<u64>()).prop_map(|(attempt, skip, at_most)| {
            SaveRequest::Take {
                attempt,
                skip,
                at_most,
            }
        }),
        any::<u32>().prop_map(|attempt| SaveRequest::Abandon { attempt }),
        Just(SaveRequest::Conclude),
        Just(SaveRequest::Keep),
        Just(SaveRequest::Discard),
    ]
}

#[test]
fn a_part_is_read_as_the_header_tells_it_and_what_cannot_be_true_is_none() {
    let read = |text: &str| text.parse::<ContentRange>().ok();
    let range = |first, last, total| Some(ContentRange { first, last, total });
    for (text, expected) in [
        ("bytes 0-0/1", range(0, 0, Some(1))),
        (" bytes 2-9/100 ", range(2, 9, Some(100))),
        ("bytes 2-9/*", range(2, 9, None)),
        ("bytes 9-2/100", None),
        ("bytes 2-100/100", None),
        ("bytes */100", None),
        ("bytes 2-/100", None),
        ("items 2-9/100", None),
        ("", None),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn every_message_about_saving_reads_back_as_it_was_written(message in message()) {
        prop_assert_eq!(message.to_string().parse(), Ok(message));
    }

    #[test]
    fn every_request_to_save_reads_back_as_it_was_written(request in request()) {
        prop_assert_eq!(request.to_string().parse(), Ok(request));
    }

    #[test]
    fn no_text_of_others_breaks_the_reader_of_saving(text in "(?s).*") {
        let _ = text.parse::<SaveMessage>();
        let _ = text.parse::<SaveRequest>();
        let _ = text.parse::<SaveTask>();
        let _ = text.parse::<ContentRange>();
    }
}

#[test]
fn every_task_to_save_reads_back_as_it_was_written() {
    for algorithm in [None, Some(Algorithm::Md5), Some(Algorithm::Sha512)] {
        let task = SaveTask(algorithm);
        assert_eq!(task.to_string().parse(), Ok(task));
    }
}
