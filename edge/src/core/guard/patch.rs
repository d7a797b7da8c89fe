//! A patch of an image (`glance/api/v2/images.py`, `RequestDeserializer.update`).

use gaze_shared::glance::image::names::is_internal_name;
use gaze_shared::glance::patch::unescape_token;
use gaze_shared::glance::validate::PROPERTY_KEY_MAX_CHARS;
use serde_json::{Map, Value};

use crate::core::auth::permit::Identity;
use crate::core::guard::import::location_url;
use crate::core::guard::{CrashCause, DocumentRefusal, ImportPolicy, ImportUrl};

/// The member that holds what an operation sets.
const VALUE: &str = "value";

/// The members that hold the pointer that Glance follows, in both forms of a patch.
const POINTERS: [&str; 4] = ["path", "add", "remove", "replace"];

/// Looks at a patch in either form, whatever its media type says: what Glance makes of it, it makes of
/// these operations.
pub(super) fn check(
    value: &Value,
    caller: &Identity,
    policy: &ImportPolicy,
) -> Result<Vec<ImportUrl>, DocumentRefusal> {
    // Glance refuses anything but a list of objects itself.
    let operations = value.as_array().map_or(&[][..], Vec::as_slice);
    let mut urls = Vec::new();
    for operation in operations.iter().filter_map(Value::as_object) {
        if has_two_forms(operation) {
            return Err(DocumentRefusal::Crash(CrashCause::TwoForms));
        }
        if !caller.is_admin() {
            owner(operation)?;
        }
        for pointer in POINTERS.iter().filter_map(|name| operation.get(*name)) {
            match pointer.as_str() {
                Some(pointer) => pointed_at(operation, pointer, caller, policy, &mut urls)?,
                None if is_followed(operation, pointer) => {
                    return Err(DocumentRefusal::Crash(CrashCause::PathNotText));
                }
                None => {}
            }
        }
    }
    Ok(urls)
}

/// Whether an operation points at one thing by one media type and at another by the other.
fn has_two_forms(operation: &Map<String, Value>) -> bool {
    let [newer, older @ ..] = POINTERS;
    let is_text = |name: &str| operation.get(name).is_some_and(Value::is_string);
    (operation.contains_key("op") || is_text(newer)) && older.into_iter().any(is_text)
}

/// Whether Glance follows a pointer: it looks at the others of an operation in the other form only.
fn is_followed(operation: &Map<String, Value>, pointer: &Value) -> bool {
    !operation.contains_key("op") || operation.get("path") == Some(pointer)
}

/// The first key of a pointer, as Glance reads it (`_decode_json_pointer`).
pub fn root(pointer: &str) -> String {
    let token = pointer.trim_start_matches('/').split('/').next();
    let key = unescape_token(token.unwrap_or_default());
    // Python's `str.strip()` counts the four separators of ASCII as whitespace too.
    let is_stripped = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    key.trim_matches(is_stripped).to_owned()
}

/// Whose an image is, only an administrator changes: by no operation, of whatever name, and in no
/// spelling that anything on the way could take for `/owner`. A property may be called `Owner`: to Glance
/// that is another name.
fn owner(operation: &Map<String, Value>) -> Result<(), DocumentRefusal> {
    let names_owner = |pointer: &str| {
        let key = root(pointer);
        let key = key.trim_matches(|c: char| c == '/' || c == '~' || c.is_control());
        key.trim() == "owner"
    };
    // Glance does not take `from` yet.
    let mut pointers = POINTERS.iter().chain(&["from"]);
    let pointer_at = |name: &&str| operation.get(*name).and_then(Value::as_str);
    if pointers.any(|name| pointer_at(name).is_some_and(names_owner)) {
        return Err(DocumentRefusal::Owner);
    }
    Ok(())
}

/// What an operation does where its pointer leads.
fn pointed_at(
    operation: &Map<String, Value>,
    pointer: &str,
    caller: &Identity,
    policy: &ImportPolicy,
    urls: &mut Vec<ImportUrl>,
) -> Result<(), DocumentRefusal> {
    let key = root(pointer);
    if is_internal_name(&key) {
        return Err(DocumentRefusal::InternalName(key));
    }
    // Glance checks the length in a new image and not here, where MySQL then fails.
    if key.chars().count() > PROPERTY_KEY_MAX_CHARS && operation.contains_key(VALUE) {
        return Err(DocumentRefusal::LongName);
    }
    if key == "locations" {
        let locations = match operation.get(VALUE) {
            Some(Value::Array(locations)) => locations.as_slice(),
            Some(location) => std::slice::from_ref(location),
            None => &[],
        };
        for location in locations {
            urls.extend(location_url(location, caller, policy)?);
        }
    }
    Ok(())
}
