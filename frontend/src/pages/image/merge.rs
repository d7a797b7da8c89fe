//! What to do when the image was changed by somebody else while it was edited here.
//!
//! Fields that only one side changed are taken from that side. A field that both changed, and not to
//! the same value, is a conflict, which the person decides.

use gaze_shared::image::Image;
use gaze_shared::patch::{Operation, diff};
use serde_json::Value;

/// Whose value is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Theirs,
    Mine,
}

/// A field that both sides changed, with its three values as a person reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) key: String,
    pub(super) was: String,
    pub(super) theirs: String,
    pub(super) mine: String,
}

/// The value that an operation leaves behind; `None` when it takes the property away.
fn outcome(operation: &Operation) -> Option<&Value> {
    match operation {
        Operation::Add { value, .. } | Operation::Replace { value, .. } => Some(value),
        Operation::Remove { .. } => None,
    }
}

/// The fields that `mine` and `theirs` changed differently since `base`.
pub(super) fn conflicts(base: &Image, mine: &Image, theirs: &Image) -> Vec<Conflict> {
    let their_changes = diff(base, theirs);
    diff(base, mine)
        .iter()
        .filter_map(|my_change| {
            let key = my_change.key();
            let their_change = their_changes.iter().find(|change| change.key() == key)?;
            (outcome(their_change) != outcome(my_change)).then(|| Conflict {
                was: readable(base, &key),
                theirs: readable(theirs, &key),
                mine: readable(mine, &key),
                key,
            })
        })
        .collect()
}

/// The image that is wanted: theirs with what was changed here, except for the keys of `give_way`.
pub(super) fn merged(base: &Image, mine: &Image, theirs: &Image, give_way: &[String]) -> Image {
    let mut image = theirs.clone();
    for change in diff(base, mine) {
        let key = change.key();
        if !give_way.contains(&key) {
            take(&key, mine, &mut image);
        }
    }
    image
}

/// Takes one field over, by the key that a patch names it with.
fn take(key: &str, from: &Image, into: &mut Image) {
    match key {
        "name" => into.name.clone_from(&from.name),
        "disk_format" => into.disk_format.clone_from(&from.disk_format),
        "container_format" => into.container_format.clone_from(&from.container_format),
        "min_disk" => into.min_disk = from.min_disk,
        "min_ram" => into.min_ram = from.min_ram,
        "visibility" => into.visibility.clone_from(&from.visibility),
        "os_hidden" => into.os_hidden = from.os_hidden,
        "protected" => into.protected = from.protected,
        "tags" => into.tags.clone_from(&from.tags),
        property => {
            match from.properties.get(property) {
                Some(value) => into.properties.insert(property.to_owned(), value.clone()),
                None => into.properties.remove(property),
            };
        }
    }
}

/// One field's value as a person reads it.
fn readable(image: &Image, key: &str) -> String {
    let yes_no = |value| if value { "yes" } else { "no" }.to_owned();
    let text = match key {
        "name" => image.name.clone(),
        "disk_format" => image.disk_format.as_ref().map(ToString::to_string),
        "container_format" => image.container_format.as_ref().map(ToString::to_string),
        "min_disk" => Some(image.min_disk.to_string()),
        "min_ram" => Some(image.min_ram.to_string()),
        "visibility" => Some(image.visibility.to_string()),
        "os_hidden" => Some(yes_no(image.os_hidden)),
        "protected" => Some(yes_no(image.protected)),
        "tags" => Some(image.tags.join(", ")).filter(|tags| !tags.is_empty()),
        property => match image.properties.get(property) {
            None => return "(not there)".into(),
            Some(value) => Some(value.to_text()),
        },
    };
    match text {
        None => "(none)".into(),
        Some(text) if text.is_empty() => "(empty)".into(),
        Some(text) => text,
    }
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
        let merged = merged(&base, &mine, &theirs, &[]);
        assert_eq!(diff(&theirs, &merged).len(), 1);
        assert_eq!(merged.name.as_deref(), Some("mine"));
        assert_eq!(merged.visibility, Visibility::Community);
    }

    #[test]
    fn every_field_that_a_patch_can_change_is_taken_over() {
        let base = image();
        let mut mine = base.clone();
        mine.name = None;
        mine.disk_format = None;
        mine.container_format = None;
        mine.min_disk.0 = 9;
        mine.min_ram.0 = 9;
        mine.visibility = Visibility::Public;
        mine.os_hidden = true;
        mine.protected = true;
        mine.tags = vec!["other".into()];
        mine.properties.insert("added".into(), "1".into());
        mine.properties.remove("os_distro");
        assert_eq!(diff(&base, &mine).len(), 11);
        assert_eq!(merged(&base, &mine, &base, &[]), mine);
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_conflict_and_needs_no_patch() {
        let base = image();
        let mut mine = base.clone();
        mine.protected = true;
        let theirs = mine.clone();
        assert_eq!(conflicts(&base, &mine, &theirs), []);
        assert_eq!(diff(&theirs, &merged(&base, &mine, &theirs, &[])), []);
    }

    #[test]
    fn a_field_that_both_changed_is_shown_with_all_three_values() {
        let base = image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some(String::new());
        mine.tags.clear();
        mine.properties.remove("os_distro");
        theirs.name = Some("theirs".into());
        theirs.tags.push("new".into());
        theirs
            .properties
            .insert("os_distro".into(), "ubuntu".into());
        let found = conflicts(&base, &mine, &theirs);
        let rows: Vec<[&str; 4]> = found
            .iter()
            .map(|c| [c.key.as_str(), &c.was, &c.theirs, &c.mine])
            .collect();
        assert_eq!(
            rows,
            [
                ["name", "debian-13", "theirs", "(empty)"],
                ["tags", "debian, generic", "debian, generic, new", "(none)"],
                ["os_distro", "debian", "ubuntu", "(not there)"],
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
        let merged = merged(&base, &mine, &theirs, &["name".to_owned()]);
        assert_eq!(merged.name.as_deref(), Some("theirs"));
        assert_eq!(merged.min_ram.0, 1024);
    }
}
