//! Letters without regard to their case.

/// The text in lower case, by Unicode's rules. The browser has their tables, so the program does not
/// bring its own; elsewhere, in tests, the standard library's do the same.
#[must_use]
pub fn lowercase(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    return text.to_lowercase();
}
