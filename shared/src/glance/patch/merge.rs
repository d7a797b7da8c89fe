//! Two edits of the same image, brought together.

use serde_json::Value;

use super::field::{FieldKey, sorted_set};
use super::key::BaseKey;
use crate::glance::image::Image;

/// What comes of bringing two edits together.
#[derive(Clone, Debug, PartialEq)]
pub enum Merge {
    /// Both edits fit: theirs with what was changed here.
    Merged(Box<Image>),
    /// Some fields were changed on both sides and to different values.
    Conflicts(Conflicts),
}

/// A merge that waits for somebody to decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflicts {
    /// Theirs, with all changes of ours that nobody disputes.
    undisputed: Box<Image>,
    mine: Box<Image>,
    conflicts: Vec<Conflict>,
}

/// A field that both sides changed since `base`, to different values. A value is `None` where the
/// property is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    pub key: FieldKey,
    pub base: Option<Value>,
    /// What was made of it here.
    pub mine: Option<Value>,
    /// What was made of it elsewhere.
    pub theirs: Option<Value>,
}

/// Whose value is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What somebody else has saved already.
    Theirs,
    /// What was changed here.
    Mine,
}

/// Brings together what was changed here and elsewhere since `base`, field by field: a field that
/// only one side changed is taken from that side, one that both changed alike is no question, and
/// one that both changed differently is a conflict. What a patch cannot change is theirs.
///
/// Tags are never in conflict. They are a set, so each is there or not: one that was added on either
/// side is in, one that was taken off on either side is out, and two sides that both changed it can
/// only have done the same. As a whole list, two added tags would be a conflict that nobody sees the
/// reason of, and either answer would lose one.
#[must_use]
pub fn merge(base: &Image, mine: &Image, theirs: &Image) -> Merge {
    let mut image = theirs.clone();
    let mut conflicts = Vec::new();
    for key in FieldKey::of_all(&[base, mine, theirs]) {
        if key == FieldKey::Base(BaseKey::Tags) {
            merge_tags(base, mine, &mut image);
            continue;
        }
        let [was, here, there] = [base, mine, theirs].map(|image| key.value_in(image));
        if here == was || here == there {
            continue;
        }
        if there == was {
            key.take(mine, &mut image);
        } else {
            conflicts.push(Conflict {
                key,
                base: was,
                mine: here,
                theirs: there,
            });
        }
    }
    if conflicts.is_empty() {
        Merge::Merged(Box::new(image))
    } else {
        Merge::Conflicts(Conflicts {
            undisputed: Box::new(image),
            mine: Box::new(mine.clone()),
            conflicts,
        })
    }
}

impl Conflicts {
    /// The fields to decide on, at least one.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The image that is wanted, once each conflict is decided.
    #[must_use]
    pub fn resolve(&self, decide: impl Fn(&Conflict) -> Side) -> Image {
        let mut image = (*self.undisputed).clone();
        for conflict in &self.conflicts {
            match decide(conflict) {
                Side::Theirs => {}
                Side::Mine => conflict.key.take(&self.mine, &mut image),
            }
        }
        image
    }
}

/// Adds and takes off what was added and taken off here; `image` has their tags.
fn merge_tags(base: &Image, mine: &Image, image: &mut Image) {
    let added = mine.tags.iter().filter(|tag| !base.tags.contains(tag));
    let removed = |tag: &&String| base.tags.contains(tag) && !mine.tags.contains(tag);
    let kept = image.tags.iter().filter(|tag| !removed(tag));
    let merged: Vec<&String> = kept.chain(added).collect();
    let merged = sorted_set(&merged);
    // An order that means nothing is left as it is.
    if merged != sorted_set(&image.tags) {
        image.tags = merged;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glance::image::Visibility;
    use crate::glance::patch::diff;
    use crate::glance::test_images::active_image;

    fn merged(base: &Image, mine: &Image, theirs: &Image) -> Image {
        match merge(base, mine, theirs) {
            Merge::Merged(image) => *image,
            Merge::Conflicts(conflicts) => panic!("{:?}", conflicts.conflicts()),
        }
    }

    #[test]
    fn changes_of_different_fields_go_together_without_a_question() {
        let base = active_image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some("mine".into());
        theirs.visibility = Visibility::Community;
        theirs.properties.insert("new".into(), "1".into());
        let merged = merged(&base, &mine, &theirs);
        assert_eq!(diff(&theirs, &merged).len(), 1);
        assert_eq!(merged.name.as_deref(), Some("mine"));
        assert_eq!(merged.visibility, Visibility::Community);
    }

    #[test]
    fn every_field_that_a_patch_can_change_is_taken_over() {
        let base = active_image();
        let mut mine = base.clone();
        mine.name = None;
        mine.disk_format = None;
        mine.container_format = None;
        mine.min_disk.0 = 9;
        mine.min_ram.0 = 9;
        mine.owner = None;
        mine.visibility = Visibility::Public;
        mine.os_hidden = true;
        mine.protected = true;
        mine.tags = vec!["other".into()];
        mine.properties.insert("added".into(), "1".into());
        mine.properties.remove("os_distro");
        assert_eq!(diff(&base, &mine).len(), 12);
        assert_eq!(merged(&base, &mine, &base), mine);
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_conflict_and_needs_no_patch() {
        let base = active_image();
        let mut mine = base.clone();
        mine.protected = true;
        mine.properties.remove("os_distro");
        let theirs = mine.clone();
        assert_eq!(diff(&theirs, &merged(&base, &mine, &theirs)), []);
    }

    #[test]
    fn a_field_that_both_changed_is_told_with_all_three_values() {
        let base = active_image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some(String::new());
        mine.properties.remove("os_distro");
        theirs.name = Some("theirs".into());
        theirs
            .properties
            .insert("os_distro".into(), "ubuntu".into());
        let Merge::Conflicts(found) = merge(&base, &mine, &theirs) else {
            panic!("it merged");
        };
        let text =
            |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
        let rows: Vec<_> = found
            .conflicts()
            .iter()
            .map(|c| {
                (
                    c.key.as_str(),
                    text(&c.base),
                    text(&c.mine),
                    text(&c.theirs),
                )
            })
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows,
            [
                (
                    "name",
                    some("debian-13-generic-amd64"),
                    some(""),
                    some("theirs")
                ),
                ("os_distro", some("debian"), None, some("ubuntu")),
            ]
        );
    }

    #[test]
    fn each_conflict_goes_the_way_that_was_chosen() {
        let base = active_image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some("mine".into());
        mine.min_ram.0 = 1024;
        mine.min_disk.0 = 7;
        theirs.name = Some("theirs".into());
        theirs.min_ram.0 = 2048;
        let Merge::Conflicts(found) = merge(&base, &mine, &theirs) else {
            panic!("it merged");
        };
        let image = found.resolve(|conflict| match conflict.key {
            FieldKey::Base(BaseKey::Name) => Side::Theirs,
            _ => Side::Mine,
        });
        assert_eq!(image.name.as_deref(), Some("theirs"));
        assert_eq!((image.min_ram.0, image.min_disk.0), (1024, 7));
    }

    #[test]
    fn tags_of_both_sides_come_together() {
        let base = active_image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.tags = vec!["debian".into(), "mine".into()];
        theirs.tags = vec!["theirs".into(), "generic".into()];
        assert_eq!(merged(&base, &mine, &theirs).tags, ["mine", "theirs"]);
    }

    #[test]
    fn what_only_glance_changes_is_theirs() {
        let base = active_image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.size = None;
        mine.properties
            .insert("os_glance_failed_import".into(), "a".into());
        theirs
            .properties
            .insert("os_glance_failed_import".into(), "b".into());
        assert_eq!(merged(&base, &mine, &theirs), theirs);
    }
}
