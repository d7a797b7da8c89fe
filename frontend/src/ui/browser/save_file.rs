//! Hands a file to the person: by the browser's own download, or to the place on the disk that they choose.

use js_sys::Array;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, window};

use super::file_handle::{FileHandle, is_named};

/// Where the dialog opens that has this name: where it was closed the last time.
const DIALOG_ID: &str = "gaze-images";

/// How choosing a place for a file went.
pub enum SavePlace {
    Chosen(FileHandle),
    /// The person has closed the dialog.
    Dismissed,
    /// The browser has no such dialog, or does not open it here.
    NotOffered,
}

/// Whether the browser lets a page write a file where the person says (File System Access).
#[must_use]
pub fn can_choose_place() -> bool {
    picker().is_some()
}

fn picker() -> Option<Function> {
    let picker = Reflect::get(window()?.as_ref(), &"showSaveFilePicker".into());
    picker.ok()?.dyn_into().ok()
}

/// Asks where to save a file. To be called while a press of the person's is handled.
pub async fn choose_place(suggested_name: &str) -> SavePlace {
    let (Some(picker), Some(window)) = (picker(), window()) else {
        return SavePlace::NotOffered;
    };
    let options = Object::new();
    for (name, value) in [("suggestedName", suggested_name), ("id", DIALOG_ID)] {
        // A plain object takes properties.
        let _is_set = Reflect::set(&options, &name.into(), &value.into());
    }
    let Ok(asked) = picker.call1(&window, &options) else {
        return SavePlace::NotOffered;
    };
    match JsFuture::from(Promise::resolve(&asked)).await {
        Ok(handle) => SavePlace::Chosen(handle.unchecked_into()),
        Err(error) if is_named(&error, "AbortError") => SavePlace::Dismissed,
        Err(_) => SavePlace::NotOffered,
    }
}

/// Downloads an address of this origin as the browser does.
///
/// # Errors
/// The browser refuses.
pub fn download(address: &str, name: &str) -> Result<(), JsValue> {
    let link = window()
        .and_then(|window| window.document())
        .ok_or(JsValue::UNDEFINED)?
        .create_element("a")?
        .unchecked_into::<HtmlAnchorElement>();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}

/// Saves text as a file of this name, wherever the browser saves what it downloads.
///
/// # Errors
/// The browser refuses.
pub fn save_text(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    download(&address, name)?;
    // The download has its own hold of the bytes.
    Url::revoke_object_url(&address)
}
