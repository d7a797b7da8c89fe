//! What to do when the image was changed by somebody else while it was edited here.
//!
//! Fields that only one side changed are taken from that side. A field that both changed, and not to
//! the same value, is a conflict, which the person decides.

use gaze_shared::image::Image;
use gaze_shared::patch::{Operation, diff};
use serde_json::{Map, Value};

/// Whose value is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Theirs,
    Mine,
}

/// A field that both sides changed. `None` is a property that is not there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conflict {
    pub(super) key: String,
    pub(super) was: Option<Value>,
    pub(super) theirs: Option<Value>,
    pub(super) mine: Option<Value>,
}

/// The value that an operation leaves behind.
fn outcome(operation: &Operation) -> Option<&Value> {
    match operation {
        Operation::Add { value, .. } | Operation::Replace { value, .. } => Some(value),
        Operation::Remove { .. } => None,
    }
}

/// An image as the map of keys that a patch works on.
fn to_map(image: &Image) -> Map<String, Value> {
    match serde_json::to_value(image) {
        Ok(Value::Object(map)) => map,
        // An image is always an object.
        _ => Map::new(),
    }
}

/// The fields that `mine` and `theirs` changed differently since `base`.
pub(super) fn conflicts(base: &Image, mine: &Image, theirs: &Image) -> Vec<Conflict> {
    let was = to_map(base);
    let their_changes = diff(base, theirs);
    diff(base, mine)
        .iter()
        .filter_map(|my_change| {
            let key = my_change.key();
            let their_change = their_changes.iter().find(|change| change.key() == key)?;
            let (theirs, mine) = (outcome(their_change), outcome(my_change));
            (theirs != mine).then(|| Conflict {
                was: was.get(&key).cloned(),
                theirs: theirs.cloned(),
                mine: mine.cloned(),
                key,
            })
        })
        .collect()
}

/// The image that is wanted: theirs with what was changed here, except for the keys of `give_way`.
///
/// # Errors
/// The result is no image, which cannot come of two images and their differences.
pub(super) fn merged(
    base: &Image,
    mine: &Image,
    theirs: &Image,
    give_way: &[String],
) -> Result<Image, serde_json::Error> {
    let mut map = to_map(theirs);
    for change in diff(base, mine) {
        let key = change.key();
        if give_way.contains(&key) {
            continue;
        }
        match outcome(&change) {
            Some(value) => map.insert(key, value.clone()),
            None => map.remove(&key),
        };
    }
    serde_json::from_value(Value::Object(map))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::image::test_image::image;
    use gaze_shared::image::Visibility;

    #[test]
    fn changes_of_different_fields_go_together_without_a_question() {
        let base = image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some("mine".into());
        theirs.visibility = Visibility::Community;
        theirs.properties.insert("new".into(), "1".into());
        assert_eq!(conflicts(&base, &mine, &theirs), []);
        let merged = merged(&base, &mine, &theirs, &[]).unwrap();
        assert_eq!(diff(&theirs, &merged).len(), 1);
        assert_eq!(merged.name.as_deref(), Some("mine"));
        assert_eq!(merged.visibility, Visibility::Community);
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_conflict_and_needs_no_patch() {
        let base = image();
        let mut mine = base.clone();
        mine.protected = true;
        let theirs = mine.clone();
        assert_eq!(conflicts(&base, &mine, &theirs), []);
        assert_eq!(
            diff(&theirs, &merged(&base, &mine, &theirs, &[]).unwrap()),
            []
        );
    }

    #[test]
    fn a_field_that_both_changed_is_shown_with_all_three_values() {
        let base = image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some("mine".into());
        mine.properties.remove("os_distro");
        theirs.name = Some("theirs".into());
        theirs
            .properties
            .insert("os_distro".into(), "ubuntu".into());
        let found = conflicts(&base, &mine, &theirs);
        assert_eq!(
            found,
            [
                Conflict {
                    key: "name".into(),
                    was: Some("debian-13".into()),
                    theirs: Some("theirs".into()),
                    mine: Some("mine".into())
                },
                Conflict {
                    key: "os_distro".into(),
                    was: Some("debian".into()),
                    theirs: Some("ubuntu".into()),
                    mine: None
                },
            ]
        );
    }

    #[test]
    fn each_conflict_goes_the_way_that_was_chosen() {
        let base = image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some("mine".into());
        mine.min_ram.0 = 1024;
        theirs.name = Some("theirs".into());
        theirs.min_ram.0 = 2048;
        let merged = merged(&base, &mine, &theirs, &["name".to_owned()]).unwrap();
        assert_eq!(merged.name.as_deref(), Some("theirs"));
        assert_eq!(merged.min_ram.0, 1024);
    }
}
