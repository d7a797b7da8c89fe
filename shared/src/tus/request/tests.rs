//! Requests, read from their headers.

use super::*;
use crate::tus::{ChecksumAlgorithm, Extension};

/// Reads headers from pairs, as an edge or a browser hands them in.
fn find<'a>(headers: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<&'a str> {
    |name| {
        let found = headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }
}

fn written(headers: Vec<(&'static str, String)>) -> Vec<(&'static str, &'static str)> {
    headers
        .into_iter()
        .map(|(name, value)| (name, &*value.leak()))
        .collect()
}

const PATCH: [(&str, &str); 3] = [
    ("tus-resumable", "1.0.0"),
    ("content-type", "application/offset+octet-stream"),
    ("upload-offset", "70"),
];

#[test]
fn a_request_of_another_version_is_412() {
    for version in [None, Some(""), Some("0.2.2"), Some("1.0.0, 0.2.2")] {
        assert_eq!(check_version(version).unwrap_err().status(), 412);
    }
    assert_eq!(check_version(Some("1.0.0")), Ok(()));
    assert_eq!(Creation::read(find(&[])), Err(TusError::Version));
    assert_eq!(Append::read(find(&[])), Err(TusError::Version));
}

#[test]
fn a_creation_tells_its_length_or_that_it_comes_later() {
    let read = |length, defer| UploadLength::read(length, defer);
    assert_eq!(read(Some("100"), None), Ok(UploadLength::Known(Bytes(100))));
    assert_eq!(read(None, Some("1")), Ok(UploadLength::Deferred));
    for (length, defer) in [
        (None, None),
        (None, Some("0")),
        (None, Some("true")),
        (Some("100"), Some("1")),
        (Some("-1"), None),
    ] {
        assert_eq!(read(length, defer).unwrap_err().status(), 400);
    }
}

#[test]
fn a_creation_reads_as_it_was_written() {
    let mut metadata = Metadata::default();
    metadata.insert("filename", "bild ä.qcow2").unwrap();
    for length in [UploadLength::Known(Bytes(7)), UploadLength::Deferred] {
        let creation = Creation {
            length,
            metadata: metadata.clone(),
        };
        let headers = written(creation.headers());
        assert_eq!(Creation::read(find(&headers)), Ok(creation));
    }
}

#[test]
fn an_append_reads_as_it_was_written() {
    let append = Append {
        offset: Bytes(70),
        length: Some(Bytes(100)),
        checksum: Checksum::new(ChecksumAlgorithm::Md5, [7; 16]),
    };
    let headers = written(append.headers());
    assert_eq!(Append::read(find(&headers)), Ok(append));
}

#[test]
fn bytes_of_another_type_are_415_and_without_an_offset_400() {
    let mut headers = PATCH;
    headers[1].1 = "application/octet-stream";
    assert_eq!(Append::read(find(&headers)).unwrap_err().status(), 415);
    assert_eq!(
        Append::read(find(&PATCH[..2])),
        Err(TusError::Missing(UPLOAD_OFFSET))
    );
}

#[test]
fn bytes_go_where_the_upload_stands_and_not_beyond_its_end() {
    let append = Append::read(find(&PATCH)).unwrap();
    let known = UploadLength::Known(Bytes(100));
    assert_eq!(append.check(Bytes(70), known, Some(Bytes(30))), Ok(known));
    let status = |stands_at, coming| {
        let refused = append.check(Bytes(stands_at), known, Some(Bytes(coming)));
        refused.unwrap_err().status()
    };
    assert_eq!(status(69, 1), 409);
    assert_eq!(status(71, 1), 409);
    assert_eq!(status(70, 31), 400);
    assert_eq!(status(70, u64::MAX), 400);
    assert_eq!(append.check(Bytes(70), known, None), Ok(known));
}

#[test]
fn a_deferred_length_is_told_once_and_stays() {
    let mut append = Append::read(find(&PATCH)).unwrap();
    let deferred = UploadLength::Deferred;
    assert_eq!(
        append.check(Bytes(70), deferred, Some(Bytes(9))),
        Ok(deferred)
    );
    append.length = Some(Bytes(80));
    let known = append.check(Bytes(70), deferred, Some(Bytes(9))).unwrap();
    assert_eq!(known, UploadLength::Known(Bytes(80)));
    append.length = Some(Bytes(81));
    let changed = append.check(Bytes(70), known, Some(Bytes(9)));
    assert_eq!(changed, Err(TusError::LengthTwice));
    append.length = Some(Bytes(78));
    let too_short = append.check(Bytes(70), deferred, Some(Bytes(9)));
    assert_eq!(too_short, Err(TusError::BeyondLength));
}

#[test]
fn what_an_extension_reads_that_is_not_offered_is_refused() {
    for (name, value) in [
        ("upload-concat", "partial"),
        ("upload-concat", "final;/a /b"),
        ("upload-concat", ""),
        ("upload-defer-length", "1"),
        ("trailer", "Upload-Checksum"),
        ("trailer", "Expires, upload-checksum"),
    ] {
        let headers = [(name, value)];
        let refused = check_offered(&[Extension::Creation], find(&headers)).unwrap_err();
        assert!(
            matches!(refused, TusError::NotOffered(of) if of.eq_ignore_ascii_case(name)),
            "{name}: {value}"
        );
        assert_eq!(refused.status(), 400);
    }
    let offered = [Extension::Concatenation, Extension::ChecksumTrailer];
    assert_eq!(
        check_offered(&offered, find(&[("upload-concat", "partial")])),
        Ok(())
    );
    assert_eq!(check_offered(&[], find(&PATCH)), Ok(()));
    assert_eq!(check_offered(&[], find(&[("trailer", "Expires")])), Ok(()));
}
