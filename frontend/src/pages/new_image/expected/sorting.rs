//! Telling an image from the list of checksums beside it.

use gaze_shared::digest::sums::{TEXT_LIMIT, looks_like_sums};
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use crate::ui::file_size::size_of;

/// As much of a file as tells whether it is a list of checksums.
const LOOKED_AT: u64 = 4096;

/// Files that came together.
pub(in crate::pages::new_image) struct Sorted {
    pub(in crate::pages::new_image) images: Vec<File>,
    pub(in crate::pages::new_image) sums: Vec<File>,
}

/// Looks at the beginning of each file. What cannot be read, such as a folder, is told where an image is.
pub(in crate::pages::new_image) async fn sort(files: Vec<File>) -> Sorted {
    let (mut images, mut sums) = (Vec::new(), Vec::new());
    for file in files {
        if is_sums(&file).await {
            sums.push(file);
        } else {
            images.push(file);
        }
    }
    Sorted { images, sums }
}

async fn is_sums(file: &File) -> bool {
    let size = size_of(file);
    // Nothing of a large file needs to be read.
    if size > TEXT_LIMIT {
        return false;
    }
    let beginning = beginning(file, LOOKED_AT).await;
    beginning.is_some_and(|beginning| looks_like_sums(&file.name(), size, &beginning))
}

/// At most so many bytes of a file from its first one; `None` where the browser cannot read it.
pub(super) async fn beginning(file: &File, at_most: u64) -> Option<Vec<u8>> {
    let blob: &Blob = file;
    // Far below 2^53.
    let part = blob.slice_with_f64_and_f64(0.0, at_most as f64).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
