//! The smallest patch that turns one state of an image into another.

use serde::Serialize;
use serde_json::Value;

use super::{Operation, escape_token};
use crate::image::Image;

/// The operations that turn `before` into `after`, and no others. Only what a client may change is
/// compared: read-only fields that differ (a new `updated_at`, say) give no operation.
///
/// Glance's own keys are always replaced, because they always exist; custom properties are added,
/// replaced or removed. The order is fixed, so equal edits give equal patches.
#[must_use]
pub fn diff(before: &Image, after: &Image) -> Vec<Operation> {
    let mut operations = Vec::new();
    replace_changed(&mut operations, "name", &before.name, &after.name);
    replace_changed(
        &mut operations,
        "disk_format",
        &before.disk_format,
        &after.disk_format,
    );
    replace_changed(
        &mut operations,
        "container_format",
        &before.container_format,
        &after.container_format,
    );
    replace_changed(
        &mut operations,
        "min_disk",
        &before.min_disk,
        &after.min_disk,
    );
    replace_changed(&mut operations, "min_ram", &before.min_ram, &after.min_ram);
    replace_changed(
        &mut operations,
        "visibility",
        &before.visibility,
        &after.visibility,
    );
    replace_changed(
        &mut operations,
        "os_hidden",
        &before.os_hidden,
        &after.os_hidden,
    );
    // Glance keeps tags as a set: their order and repetitions mean nothing.
    replace_changed(
        &mut operations,
        "tags",
        &sorted_set(&before.tags),
        &sorted_set(&after.tags),
    );
    for (key, value) in &after.properties {
        let path = format!("/{}", escape_token(key));
        let value = || serde_json::to_value(value).unwrap_or(Value::Null);
        match before.properties.get(key) {
            None => operations.push(Operation::Add {
                path,
                value: value(),
            }),
            Some(old) if Some(old) != after.properties.get(key) => {
                operations.push(Operation::Replace {
                    path,
                    value: value(),
                });
            }
            Some(_) => {}
        }
    }
    for key in before
        .properties
        .keys()
        .filter(|key| !after.properties.contains_key(*key))
    {
        operations.push(Operation::Remove {
            path: format!("/{}", escape_token(key)),
        });
    }
    replace_changed(
        &mut operations,
        "protected",
        &before.protected,
        &after.protected,
    );
    operations
}

fn replace_changed<T: PartialEq + Serialize>(
    operations: &mut Vec<Operation>,
    key: &str,
    before: &T,
    after: &T,
) {
    if before == after {
        return;
    }
    // These values are strings, numbers, booleans and lists of strings: they always serialize.
    if let Ok(value) = serde_json::to_value(after) {
        operations.push(Operation::Replace {
            path: format!("/{key}"),
            value,
        });
    }
}

fn sorted_set(tags: &[String]) -> Vec<&str> {
    let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Visibility;
    use crate::test_images::active_image;

    #[test]
    fn equal_states_need_no_patch() {
        let image = active_image();
        assert_eq!(diff(&image, &image), []);
    }

    #[test]
    fn what_a_client_cannot_change_gives_no_operation() {
        let before = active_image();
        let mut after = before.clone();
        after.updated_at = crate::timestamp::Timestamp::from_text("2027-01-01T00:00:00Z");
        after.size = None;
        after.tags.reverse();
        after.tags.push(after.tags[0].clone());
        assert_eq!(diff(&before, &after), []);
    }

    #[test]
    fn each_change_is_one_operation_that_glance_accepts() {
        let before = active_image();
        let mut after = before.clone();
        after.name = None;
        after.visibility = Visibility::Community;
        after.tags = vec!["b".into(), "a".into(), "b".into()];
        after.properties.remove("os_distro");
        after.properties.insert("a/b~c".into(), "1".into());
        after.properties.insert("hw_disk_bus".into(), "scsi".into());
        assert_eq!(
            serde_json::to_value(diff(&before, &after)).unwrap(),
            serde_json::json!([
                {"op": "replace", "path": "/name", "value": null},
                {"op": "replace", "path": "/visibility", "value": "community"},
                {"op": "replace", "path": "/tags", "value": ["a", "b"]},
                {"op": "add", "path": "/a~1b~0c", "value": "1"},
                {"op": "replace", "path": "/hw_disk_bus", "value": "scsi"},
                {"op": "remove", "path": "/os_distro"},
            ])
        );
    }
}
