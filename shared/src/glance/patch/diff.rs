//! The smallest patch that turns one state of an image into another.

use super::key::BaseKey;
use super::{FieldKey, Operation, escape_token};
use crate::glance::image::Image;

/// The operations that turn `before` into `after`, and no others: at most one per field. Only what a
/// patch can change is compared: a new `updated_at` gives no operation, nor does a property whose
/// name Glance keeps to itself or that no path can name.
///
/// Glance's own keys are always replaced, because they always exist; custom properties are added,
/// replaced or removed. The order is fixed, so equal edits give equal patches.
#[must_use]
pub fn diff(before: &Image, after: &Image) -> Vec<Operation> {
    let operations: Vec<(u8, Operation)> = FieldKey::of_all(&[before, after])
        .iter()
        .filter_map(|key| operation(key, before, after))
        .map(|operation| (rank(&operation), operation))
        .collect();
    // What takes away is written last: the dialog that shows a patch reads better so.
    let of_rank = |wanted| {
        let ranked = operations.iter().filter(move |(rank, _)| *rank == wanted);
        ranked.map(|(_, operation)| operation.clone())
    };
    (0..=3).flat_map(of_rank).collect()
}

fn operation(key: &FieldKey, before: &Image, after: &Image) -> Option<Operation> {
    let (before, after) = (key.value_in(before), key.value_in(after));
    if before == after {
        return None;
    }
    let path = format!("/{}", escape_token(key.as_str()));
    Some(match (before, after) {
        (_, None) => Operation::Remove { path },
        (None, Some(value)) => Operation::Add { path, value },
        (Some(_), Some(value)) => Operation::Replace { path, value },
    })
}

/// Glance's own fields first, then properties that are set, those that are removed, and `protected`.
fn rank(operation: &Operation) -> u8 {
    let key = operation.key();
    if key == BaseKey::Protected.as_str() {
        3
    } else if matches!(operation, Operation::Remove { .. }) {
        2
    } else {
        u8::from(BaseKey::ALL.iter().all(|base| base.as_str() != key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glance::image::Visibility;
    use crate::glance::test_images::active_image;

    #[test]
    fn equal_states_need_no_patch() {
        let image = active_image();
        assert_eq!(diff(&image, &image), []);
    }

    #[test]
    fn what_a_client_cannot_change_gives_no_operation() {
        let before = active_image();
        let mut after = before.clone();
        after.updated_at = crate::time::timestamp::Timestamp::from_text("2027-01-01T00:00:00Z");
        after.size = None;
        after.tags.reverse();
        after.tags.push(after.tags[0].clone());
        for key in ["os_glance_failed_import", "member", " padded"] {
            after.properties.insert(key.into(), "x".into());
        }
        assert_eq!(diff(&before, &after), []);
    }

    #[test]
    fn each_change_is_one_operation_that_glance_accepts() {
        let before = active_image();
        let mut after = before.clone();
        after.name = None;
        after.visibility = Visibility::Community;
        after.protected = true;
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
                {"op": "replace", "path": "/protected", "value": true},
            ])
        );
    }
}
