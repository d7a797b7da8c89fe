//! Any query string is refused or read, and what was read is written so that it reads the same.

#![no_main]

use gaze_shared::glance::list::ListQuery;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    match text.parse::<ListQuery>() {
        Err(refused) => assert!(!refused.to_string().is_empty()),
        Ok(query) => {
            let written = query.to_string();
            assert!(written.is_ascii(), "{written}");
            assert_eq!(
                written.parse::<ListQuery>().as_ref(),
                Ok(&query),
                "{written}"
            );
            assert!(query.complete_sort().len() >= query.sort.len());
            assert_eq!(query.first_page().marker, None);
        }
    }
});
