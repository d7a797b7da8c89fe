//! The browser's local storage for small preferences. It may be forbidden or full: nothing depends on
//! it, so a failure means that the preference lasts as long as the page.

fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What is kept under `key`.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    local_storage()?.get_item(key).ok().flatten()
}

/// Keeps `value` under `key`, if the browser lets us.
pub fn write(key: &str, value: &str) {
    if let Some(storage) = local_storage() {
        let _full_or_forbidden = storage.set_item(key, value);
    }
}

/// Forgets what is kept under `key`.
pub fn remove(key: &str) {
    if let Some(storage) = local_storage() {
        let _forbidden = storage.remove_item(key);
    }
}
