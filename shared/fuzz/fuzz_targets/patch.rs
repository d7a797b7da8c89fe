//! Any patch is refused with a status of Glance's or applied, and what it did can be told as a patch
//! again. Two patches of the same image merge without losing anything.
//!
//! The input is a body, or two with a line break between them.

#![no_main]

use gaze_shared::glance::apply_patch::{apply, apply_by};
use gaze_shared::glance::image::{Image, Status};
use gaze_shared::glance::patch::{Dialect, Merge, diff, merge, parse};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::Rules;
use libfuzzer_sys::fuzz_target;

const IMAGE: &str = r#"{"id":"71c675ab-d94f-49cd-a114-e12490b328d9","name":"debian","status":"queued",
    "visibility":"private","protected":false,"tags":["a","b"],"container_format":"bare",
    "disk_format":"qcow2","min_disk":2,"min_ram":512,"size":null,"virtual_size":null,
    "checksum":null,"os_hidden":false,"owner":"7a7bb64a","created_at":"2026-11-21T17:38:45Z",
    "updated_at":"2026-11-21T17:39:02Z","os_distro":"debian","hw_disk_bus":"virtio"}"#;

fuzz_target!(|data: &[u8]| {
    let Ok(queued) = serde_json::from_str::<Image>(IMAGE) else {
        unreachable!("the image above is one");
    };
    let mut active = queued.clone();
    active.status = Status::Active;
    let cut = data.iter().position(|byte| *byte == b'\n');
    let (first, second) = data.split_at(cut.unwrap_or(data.len()));
    for dialect in [Dialect::V20, Dialect::V21] {
        patched(dialect, &active, first);
        let mine = patched(dialect, &queued, first);
        let theirs = patched(dialect, &queued, second);
        if let (Some(mine), Some(theirs)) = (mine, theirs) {
            check_merge(&queued, &mine, &theirs);
        }
    }
});

fn patched(dialect: Dialect, image: &Image, body: &[u8]) -> Option<Image> {
    let schema = ImageSchema::default();
    let patch = match parse(dialect, body) {
        Ok(patch) => patch,
        Err(refusal) => {
            assert_eq!(refusal.status(), 400, "{refusal:?}");
            return None;
        }
    };
    match apply_by(dialect, image, &patch.operations, &Rules::of(&schema)) {
        Err(refused) => {
            assert!(
                matches!(refused.status(), 400 | 403 | 409 | 413),
                "{refused:?}"
            );
            None
        }
        Ok(after) => {
            let operations = diff(image, &after);
            assert_eq!(apply(image, &operations).as_ref(), Ok(&after));
            Some(after)
        }
    }
}

fn check_merge(base: &Image, mine: &Image, theirs: &Image) {
    let (here, there) = (merge(base, mine, theirs), merge(base, theirs, mine));
    match (here, there) {
        (Merge::Merged(here), Merge::Merged(there)) => assert_eq!(diff(&here, &there), []),
        (Merge::Conflicts(here), Merge::Conflicts(there)) => {
            let (here, there) = (here.conflicts(), there.conflicts());
            assert_eq!(here.len(), there.len());
            for (here, there) in here.iter().zip(there) {
                assert_eq!((&here.key, &here.mine), (&there.key, &there.theirs));
            }
        }
        (here, there) => unreachable!("{here:?} and the other way round {there:?}"),
    }
}
