//! The fields that somebody else changed while they were edited here, as a person reads them. What
//! is a conflict and what is not decides [`gaze_shared::glance::patch::merge`].

use gaze_shared::glance::patch::{self, BaseKey, FieldKey};
use gaze_shared::units::{Gibibytes, Mebibytes};
use serde_json::Value;

use crate::i18n::text::image_edit;

/// A field that both sides changed, with its three values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) key: String,
    pub(super) was: String,
    pub(super) theirs: String,
    pub(super) mine: String,
}

impl Conflict {
    pub(super) fn of(conflict: &patch::Conflict) -> Self {
        let words = |value: &Option<Value>| readable(&conflict.key, value.as_ref());
        Self {
            key: conflict.key.to_string(),
            was: words(&conflict.base),
            theirs: words(&conflict.theirs),
            mine: words(&conflict.mine),
        }
    }
}

/// One field's value as a person reads it.
fn readable(key: &FieldKey, value: Option<&Value>) -> String {
    let Some(value) = value else {
        return image_edit::not_there().to_owned();
    };
    let whole = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    match (key, value) {
        (_, Value::Null) => image_edit::none().to_owned(),
        (_, Value::Bool(true)) => image_edit::yes().to_owned(),
        (_, Value::Bool(false)) => image_edit::no().to_owned(),
        (_, Value::String(text)) if text.is_empty() => image_edit::empty().to_owned(),
        (_, Value::String(text)) => text.clone(),
        (FieldKey::Base(BaseKey::MinDisk), Value::Number(number)) => number
            .as_u64()
            .map_or_else(|| number.to_string(), |n| Gibibytes(whole(n)).to_string()),
        (FieldKey::Base(BaseKey::MinRam), Value::Number(number)) => number
            .as_u64()
            .map_or_else(|| number.to_string(), |n| Mebibytes(whole(n)).to_string()),
        (_, other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::image_form::test_image::image;
    use gaze_shared::glance::image::Image;
    use gaze_shared::glance::patch::{Merge, merge};

    fn rows(base: &Image, mine: &Image, theirs: &Image) -> Vec<[String; 4]> {
        match merge(base, mine, theirs) {
            Merge::Merged(_) => Vec::new(),
            Merge::Conflicts(found) => found
                .conflicts()
                .iter()
                .map(Conflict::of)
                .map(|c| [c.key, c.was, c.theirs, c.mine])
                .collect(),
        }
    }

    #[test]
    fn a_field_that_both_changed_is_shown_with_all_three_values() {
        let base = image();
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.name = Some(String::new());
        mine.min_disk.0 = 5;
        mine.min_ram.0 = 7;
        mine.container_format = None;
        mine.properties.remove("os_distro");
        theirs.name = Some("theirs".into());
        theirs.min_disk.0 = 6;
        theirs.min_ram.0 = 8;
        theirs.container_format = Some("ova".into());
        theirs
            .properties
            .insert("os_distro".into(), "ubuntu".into());
        let (disk, ram) = (base.min_disk.to_string(), base.min_ram.to_string());
        assert_eq!(
            rows(&base, &mine, &theirs),
            [
                ["name", "debian-13", "theirs", "(empty)"],
                ["container_format", "bare", "ova", "(none)"],
                ["min_disk", &disk, "6 GiB", "5 GiB"],
                ["min_ram", &ram, "8 MiB", "7 MiB"],
                ["os_distro", "debian", "ubuntu", "(not there)"],
            ]
        );
    }

    #[test]
    fn a_switch_reads_as_yes_or_no() {
        let key = FieldKey::Base(BaseKey::Protected);
        assert_eq!(readable(&key, Some(&Value::Bool(true))), "yes");
        assert_eq!(readable(&key, Some(&Value::Bool(false))), "no");
    }
}
