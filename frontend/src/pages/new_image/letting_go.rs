//! Letting go of one of several files, with the focus where one would look for it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::chosen_file::FileKey;
use super::form_state::FormState;

/// The button for more files, which the focus goes to when no list is left.
pub(super) const ADD_FILES_ID: &str = "add-files";

/// The button that lets go of a file.
pub(super) fn button_id(key: FileKey) -> String {
    format!("let-go-{}", key.0)
}

/// Lets go of a file. The focus goes to the next one's button, so that several go one after the other by one key.
pub(super) fn let_go(form: FormState, key: FileKey) {
    let next = form.files.with_untracked(|files| {
        let place = files.iter().position(|file| file.key == key)?;
        let next = files
            .get(place + 1)
            .or_else(|| files.get(place.checked_sub(1)?))?;
        (files.len() > 2).then(|| button_id(next.key))
    });
    form.let_go(key);
    let next = next.as_deref().unwrap_or(ADD_FILES_ID);
    if let Some(element) = document().get_element_by_id(next)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        // A button can always be focused.
        let _focused = element.focus();
    }
}
