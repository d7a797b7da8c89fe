//! Any tus headers are refused with a status of the protocol or read, and what was read is written
//! so that it reads the same.
//!
//! The input is a request's headers, `Name: value` on lines of their own. Each value is also given to
//! every reader of a single header.

#![no_main]

use gaze_shared::tus::{Append, Capabilities, Checksum, Creation, Metadata, TusError};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let headers: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    for (_, value) in &headers {
        single(value);
    }
    if let Some(creation) = read(Creation::read(find(&headers))) {
        let written = creation.headers();
        assert_eq!(Creation::read(find(&borrowed(&written))), Ok(creation));
    }
    if let Some(append) = read(Append::read(find(&headers))) {
        let written = append.headers();
        assert_eq!(Append::read(find(&borrowed(&written))), Ok(append));
    }
    if let Some(capabilities) = read(Capabilities::read(find(&headers))) {
        let written = capabilities.headers();
        assert_eq!(
            Capabilities::read(find(&borrowed(&written))),
            Ok(capabilities)
        );
    }
});

fn single(value: &str) {
    if let Some(metadata) = read(value.parse::<Metadata>()) {
        assert_eq!(metadata.to_string().parse(), Ok(metadata));
    }
    if let Some(checksum) = read(value.parse::<Checksum>()) {
        assert_eq!(checksum.verify(checksum.digest()), Ok(()));
        assert_eq!(checksum.to_string().parse(), Ok(checksum));
    }
}

fn read<T>(outcome: Result<T, TusError>) -> Option<T> {
    if let Err(refused) = &outcome {
        let status = refused.status();
        assert!(
            matches!(status, 400 | 409 | 412 | 413 | 415 | 460),
            "{refused:?}"
        );
    }
    outcome.ok()
}

fn find<'a>(headers: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<&'a str> {
    |name| {
        let found = headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }
}

fn borrowed<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}
