//! Any error body is read, and its cause is a part of its message.

#![no_main]

use gaze_shared::glance::error::GlanceError;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let error = GlanceError::parse(404, &text);
    assert_eq!(error.status, 404);
    assert!(error.message.contains(error.cause()));
    assert!(!error.cause().contains('\n'));
    assert_eq!(error.message.trim(), error.message);
});
