//! What `locations` takes (`get_base_properties` in `glance/api/v2/images.py`).

use serde_json::{Map, Value};

use super::Operation;

const EXPECTED: &str = "A location has a url and metadata.";
/// The longest URL, in characters.
const URL_MAX_CHARS: usize = 255;
/// The digests that a location may come with: key, shortest and longest text.
const VALIDATION_DATA: [(&str, usize, usize); 3] = [
    ("checksum", 32, 32),
    ("os_hash_algo", 0, 64),
    ("os_hash_value", 0, 128),
];

/// Looks at the form of the locations that an operation brings: one in `add`, a list in `replace`.
pub(super) fn check_locations(operation: &Operation) -> Result<(), &'static str> {
    let fits = match operation {
        Operation::Remove { .. } => true,
        Operation::Add { value, .. } => is_location(value),
        Operation::Replace { value, .. } => value
            .as_array()
            .is_some_and(|locations| locations.iter().all(is_location)),
    };
    if fits { Ok(()) } else { Err(EXPECTED) }
}

fn is_location(value: &Value) -> bool {
    let Some(location) = value.as_object() else {
        return false;
    };
    let url = location.get("url").and_then(Value::as_str);
    url.is_some_and(|url| url.chars().count() <= URL_MAX_CHARS)
        && location.get("metadata").is_some_and(Value::is_object)
        && location
            .get("validation_data")
            .is_none_or(is_validation_data)
}

fn is_validation_data(value: &Value) -> bool {
    let Some(data) = value.as_object() else {
        return false;
    };
    let is_known = |key: &String| VALIDATION_DATA.iter().any(|(known, ..)| known == key);
    data.keys().all(is_known)
        && data.contains_key("os_hash_algo")
        && data.contains_key("os_hash_value")
        && VALIDATION_DATA
            .iter()
            .all(|(key, shortest, longest)| has_length(data, key, *shortest, *longest))
}

fn has_length(data: &Map<String, Value>, key: &str, shortest: usize, longest: usize) -> bool {
    data.get(key).is_none_or(|value| {
        let length = value.as_str().map(|text| text.chars().count());
        length.is_some_and(|length| (shortest..=longest).contains(&length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_location_has_a_url_and_metadata_and_maybe_digests() {
        let url = "http://localhost/image";
        let digests = json!({"os_hash_algo": "sha512", "os_hash_value": "ab"});
        for location in [
            json!({"url": url, "metadata": {}}),
            json!({"url": url, "metadata": {"store": "fast"}, "validation_data": digests}),
        ] {
            assert!(is_location(&location), "{location}");
        }
        for location in [
            json!("x"),
            json!({"url": url}),
            json!({"url": 1, "metadata": {}}),
            json!({"url": "x".repeat(256), "metadata": {}}),
            json!({"url": url, "metadata": []}),
            json!({"url": url, "metadata": {}, "validation_data": {}}),
            json!({"url": url, "metadata": {}, "validation_data": {
                "os_hash_algo": "sha512", "os_hash_value": "ab", "checksum": "short"}}),
            json!({"url": url, "metadata": {}, "validation_data": {
                "os_hash_algo": "sha512", "os_hash_value": "ab", "more": ""}}),
        ] {
            assert!(!is_location(&location), "{location}");
        }
    }
}
