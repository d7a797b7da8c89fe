//! The fields of an image that a patch can change, read and written by key.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::key::{BaseKey, is_patchable_property};
use crate::glance::image::{Image, PropertyValue};

/// A field that a patch can change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldKey {
    /// One of Glance's own.
    Base(BaseKey),
    Property(String),
}

impl FieldKey {
    /// The field of this key.
    #[must_use]
    pub fn of(key: &str) -> Self {
        BaseKey::of(key).map_or_else(|| Self::Property(key.to_owned()), Self::Base)
    }

    /// The key on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Base(key) => key.as_str(),
            Self::Property(key) => key,
        }
    }

    /// The fields of these images that a patch can change, each once and in a fixed order.
    pub(super) fn of_all(images: &[&Image]) -> Vec<Self> {
        let properties: Vec<&str> = images
            .iter()
            .flat_map(|image| image.properties.keys())
            .map(String::as_str)
            .filter(|key| is_patchable_property(key))
            .collect();
        let properties = sorted_set(&properties).into_iter().map(Self::Property);
        let base = BaseKey::ALL.into_iter().map(Self::Base);
        base.chain(properties).collect()
    }

    /// The field's value; `None` for a custom property that is not there. Tags are in order and
    /// without repetitions, because Glance keeps them as a set.
    #[must_use]
    pub fn value_in(&self, image: &Image) -> Option<Value> {
        let key = match self {
            Self::Property(key) => return image.properties.get(key).map(json),
            Self::Base(key) => key,
        };
        Some(match key {
            BaseKey::Name => json(&image.name),
            BaseKey::DiskFormat => json(&image.disk_format),
            BaseKey::ContainerFormat => json(&image.container_format),
            BaseKey::MinDisk => json(&image.min_disk),
            BaseKey::MinRam => json(&image.min_ram),
            BaseKey::Owner => json(&image.owner),
            BaseKey::Visibility => json(&image.visibility),
            BaseKey::OsHidden => json(&image.os_hidden),
            BaseKey::Tags => json(&sorted_set(&image.tags)),
            BaseKey::Protected => json(&image.protected),
        })
    }

    /// Sets the field to a value that was found to be right. Tags are put in order and kept once
    /// each, as Glance does.
    ///
    /// # Errors
    /// An image cannot hold the value.
    pub(crate) fn set(&self, image: &mut Image, value: &Value) -> Result<(), serde_json::Error> {
        let key = match self {
            Self::Base(key) => key,
            Self::Property(key) => {
                let value = PropertyValue::from(value.clone());
                image.properties.insert(key.clone(), value);
                return Ok(());
            }
        };
        match key {
            BaseKey::Name => image.name = Deserialize::deserialize(value)?,
            BaseKey::DiskFormat => image.disk_format = Deserialize::deserialize(value)?,
            BaseKey::ContainerFormat => image.container_format = Deserialize::deserialize(value)?,
            BaseKey::MinDisk => image.min_disk = Deserialize::deserialize(value)?,
            BaseKey::MinRam => image.min_ram = Deserialize::deserialize(value)?,
            BaseKey::Owner => image.owner = Deserialize::deserialize(value)?,
            BaseKey::Visibility => image.visibility = Deserialize::deserialize(value)?,
            BaseKey::OsHidden => image.os_hidden = Deserialize::deserialize(value)?,
            BaseKey::Tags => image.tags = sorted_set(&Vec::<String>::deserialize(value)?),
            BaseKey::Protected => image.protected = Deserialize::deserialize(value)?,
        }
        Ok(())
    }

    /// Takes the field over from one image into another.
    pub(super) fn take(&self, from: &Image, into: &mut Image) {
        let key = match self {
            Self::Base(key) => key,
            Self::Property(key) => {
                match from.properties.get(key) {
                    Some(value) => into.properties.insert(key.clone(), value.clone()),
                    None => into.properties.remove(key),
                };
                return;
            }
        };
        match key {
            BaseKey::Name => into.name.clone_from(&from.name),
            BaseKey::DiskFormat => into.disk_format.clone_from(&from.disk_format),
            BaseKey::ContainerFormat => into.container_format.clone_from(&from.container_format),
            BaseKey::MinDisk => into.min_disk = from.min_disk,
            BaseKey::MinRam => into.min_ram = from.min_ram,
            BaseKey::Owner => into.owner.clone_from(&from.owner),
            BaseKey::Visibility => into.visibility.clone_from(&from.visibility),
            BaseKey::OsHidden => into.os_hidden = from.os_hidden,
            BaseKey::Tags => into.tags.clone_from(&from.tags),
            BaseKey::Protected => into.protected = from.protected,
        }
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The tags in order and each once.
pub(super) fn sorted_set<T: AsRef<str>>(tags: &[T]) -> Vec<String> {
    let mut tags: Vec<String> = tags.iter().map(|tag| tag.as_ref().to_owned()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// These values are strings, numbers, booleans, lists of strings and JSON itself: they always
/// serialize.
fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
