use gaze_shared::digest::{Algorithm, HexDigest};
use proptest::prelude::*;

use super::message::{ReadFailure, Report, Start};

fn report() -> impl Strategy<Value = Report> {
    prop_oneof![
        any::<u32>().prop_map(|protocol| Report::Ready { protocol }),
        any::<u64>().prop_map(|bytes| Report::Progress { bytes }),
        (any::<u64>(), "[0-9a-f]{0,128}").prop_map(|(bytes, digits)| Report::Done {
            bytes,
            digest: HexDigest::from_text(&digits),
        }),
        Just(Report::Failed(ReadFailure::FileChanged)),
        ".*".prop_map(|why| Report::Failed(ReadFailure::Worker(why))),
    ]
}

proptest! {
    #[test]
    fn every_report_reads_back_as_it_was_written(report in report()) {
        prop_assert_eq!(report.to_string().parse(), Ok(report));
    }

    #[test]
    fn every_start_reads_back_as_it_was_written(
        algorithm in prop::sample::select(vec![
            Algorithm::Md5, Algorithm::Sha256, Algorithm::Sha512,
        ]),
        chunk_bytes in any::<u32>(),
    ) {
        let start = Start { algorithm, chunk_bytes };
        prop_assert_eq!(start.to_string().parse(), Ok(start));
    }

    #[test]
    fn no_text_of_others_breaks_the_reader(text in ".*") {
        // Browser extensions post messages of their own into workers and pages.
        let _ = text.parse::<Report>();
        let _ = text.parse::<Start>();
    }
}
