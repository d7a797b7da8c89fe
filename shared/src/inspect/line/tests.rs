//! Tests of the line.

use proptest::prelude::*;

use super::codec::{OnLine, SEPARATOR, Words};
use crate::inspect::Inspection;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Content, FindingCode, FooterFault};
use crate::inspect::glance_view::GlanceView;
use crate::inspect::recognition::Reported;
use crate::units::Bytes;

fn read_back<T: OnLine>(value: &T) -> Option<T> {
    let mut line = String::new();
    value.write(&mut line);
    let mut words = Words(line.split(SEPARATOR));
    let value = T::read(&mut words)?;
    words.0.next().is_none().then_some(value)
}

#[test]
fn values_with_further_words_read_back_as_they_were_written() {
    for code in [
        FindingCode::Empty,
        FindingCode::BootFlag(3),
        FindingCode::LuksVersion(2),
        FindingCode::CutOff(Bytes(u64::MAX)),
        FindingCode::NotADisk(Content::WebPage),
        FindingCode::VmdkFooter(FooterFault::Signature),
        FindingCode::VmdkFooter(FooterFault::Version),
        FindingCode::VmdkFooter(FooterFault::Descriptor),
        FindingCode::VmdkFooter(FooterFault::AnotherFooter),
        FindingCode::VmdkFooter(FooterFault::Marker),
        FindingCode::VmdkFooter(FooterFault::EndOfStream),
    ] {
        assert_eq!(read_back(&code), Some(code));
    }
    for reported in [Reported::Size(7), Reported::FileSize, Reported::Failure] {
        let views = [
            GlanceView::HybridIso { reported },
            GlanceView::Format {
                format: Detected::FixedVhd,
                reported,
                gave_up_after: None,
            },
            GlanceView::Format {
                format: Detected::Vmdk,
                reported,
                gave_up_after: Some(65536),
            },
        ];
        for view in views {
            assert_eq!(read_back(&view), Some(view));
        }
    }
}

#[test]
fn a_line_is_read_to_its_end_and_no_further() {
    let line = "1024,qcow2,1,qcow2,3221225472,1,backing_file,1,backing,612c62,format,qcow2,size,3221225472,-";
    let inspection = Inspection::from_line(line).unwrap();
    assert_eq!(inspection.to_line(), line);
    for other in [
        "",
        "1024",
        "1024,qcow2,1,qcow2,3221225472,1,backing_file,1,backing,612c62,format,qcow2,size,3221225472",
        "1024,qcow2,1,qcow2,3221225472,1,backing_file,1,backing,612c62,format,qcow2,size,3221225472,-,-",
        "1024,qcow2,18446744073709551615,qcow2,3221225472,1,backing_file,0,raw",
        "1024,qcow3,1,qcow2,3221225472,1,backing_file,0,raw",
    ] {
        assert_eq!(Inspection::from_line(other), None, "{other}");
    }
}

proptest! {
    #[test]
    fn no_text_of_others_breaks_the_reader(text in "[-a-z0-9_,]{0,80}") {
        let _ = Inspection::from_line(&text);
    }
}
