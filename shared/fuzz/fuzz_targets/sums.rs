//! Any file is refused as a list of checksums or read, and what is found in it is in it.
//!
//! The input is the name of the file, up to the first end of a line, and then its bytes.

#![no_main]

use gaze_shared::digest::sums::{ListedFile, Lookup, SoughtFile, Source, Sums, looks_like_sums};
use gaze_shared::units::Bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n');
    let (name, bytes) = data.split_at(end.map_or(0, |end| end + 1));
    let name = String::from_utf8_lossy(name);
    let name = name.trim_end();
    let looks = looks_like_sums(name, Bytes(bytes.len() as u64), bytes);
    let Ok(sums) = Sums::read(Source::File { name }, bytes) else {
        assert!(!looks, "it looks like what cannot be read");
        return;
    };
    assert!(!sums.files().is_empty());
    let is_listed = |found: &ListedFile| sums.files().iter().any(|file| file == found);
    for file in sums.files().iter().take(16) {
        assert!(!file.sums.is_empty());
        for (algorithm, digest) in &file.sums {
            let digits = digest.as_str().as_bytes();
            assert!(digits.len() >= 16, "{algorithm:?}");
            assert!(
                digits
                    .iter()
                    .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
            );
        }
        let sought = SoughtFile {
            name: file.name.as_deref().unwrap_or("disk (1).qcow2"),
            size: file.size,
            content_name: Some(name),
        };
        match sums.find(&sought) {
            Lookup::Found(expected) => {
                let digests = sums.files().iter().flat_map(|file| &file.sums);
                assert!(
                    digests
                        .into_iter()
                        .any(|(_, digest)| *digest == expected.digest)
                );
                let labels = expected.weaker.iter().map(|(weaker, _)| *weaker);
                assert!(labels.into_iter().all(|weaker| weaker < expected.algorithm));
            }
            Lookup::Ambiguous { candidates, .. } => {
                assert!(!candidates.is_empty());
                assert!(candidates.into_iter().all(is_listed));
            }
            Lookup::Unusable(_) => {}
            Lookup::NotListed => assert!(file.name.is_none(), "{file:?}"),
        }
    }
});
