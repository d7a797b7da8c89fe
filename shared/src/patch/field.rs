//! The fields of an image that a patch can change, read and written by key.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::key::{BaseKey, KeyKind};
use crate::image::{Image, PropertyValue, Visibility};
use crate::schema::ImageSchema;

/// The largest number that `min_disk` and `min_ram` take: the database's, which refuses more when
/// the image is saved.
const MAX_INTEGER: u32 = i32::MAX as u32;
/// The longest owner, in characters (`get_base_properties`).
const OWNER_MAX_CHARS: usize = 255;

/// A field that a patch can change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldKey {
    /// One of Glance's own.
    Base(BaseKey),
    /// A custom property.
    Property(String),
}

impl FieldKey {
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
            .filter(|key| KeyKind::is_patchable_property(key))
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

/// Sets one of Glance's own fields to a value that its schema allows; otherwise tells what it does
/// allow.
pub(super) fn set_base(
    image: &mut Image,
    key: BaseKey,
    value: &Value,
    schema: &ImageSchema,
) -> Result<(), &'static str> {
    match key {
        BaseKey::Name => {
            image.name = text_or_null(value, schema.name_max_chars)
                .ok_or("It takes a text that is not too long, or null.")?;
        }
        BaseKey::Owner => {
            image.owner =
                text_or_null(value, OWNER_MAX_CHARS).ok_or("It takes a project's id, or null.")?;
        }
        BaseKey::DiskFormat => {
            image.disk_format = word_or_null(value, &schema.disk_formats)
                .ok_or("It takes one of the cloud's disk formats, or null.")?;
        }
        BaseKey::ContainerFormat => {
            image.container_format = word_or_null(value, &schema.container_formats)
                .ok_or("It takes one of the cloud's container formats, or null.")?;
        }
        BaseKey::MinDisk => image.min_disk.0 = integer(value)?,
        BaseKey::MinRam => image.min_ram.0 = integer(value)?,
        BaseKey::Visibility => {
            image.visibility = value
                .as_str()
                .map(Visibility::from)
                .filter(|word| Visibility::KNOWN.contains(word))
                .ok_or("It takes public, private, community or shared.")?;
        }
        BaseKey::OsHidden => {
            image.os_hidden = value.as_bool().ok_or("It takes true or false.")?;
        }
        BaseKey::Protected => {
            image.protected = value.as_bool().ok_or("It takes true or false.")?;
        }
        BaseKey::Tags => {
            image.tags = tags(value, schema.tag_max_chars)
                .ok_or("It takes a list of texts, none of them too long.")?;
        }
    }
    Ok(())
}

fn text_or_null<T: for<'a> From<&'a str>>(value: &Value, max_chars: usize) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        Value::String(text) if text.chars().count() <= max_chars => Some(Some(T::from(text))),
        _ => None,
    }
}

fn word_or_null<T: Clone + for<'a> From<&'a str> + PartialEq>(
    value: &Value,
    allowed: &[T],
) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        Value::String(word) => {
            let word = T::from(word);
            allowed.contains(&word).then_some(Some(word))
        }
        _ => None,
    }
}

/// Whether the schema takes the value for an integer; it takes `2.0` for one, and knows no least.
fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// A number that is not negative. What is too large for the database is kept as too large, see
/// [`check_stored`].
fn integer(value: &Value) -> Result<u32, &'static str> {
    let whole = value.as_u64().or_else(|| {
        value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && *number >= 0.0)
            .map(|number| number as u64)
    });
    whole
        .map(|number| u32::try_from(number).unwrap_or(u32::MAX))
        .ok_or(WHOLE_NUMBER)
}

const WHOLE_NUMBER: &str = "It takes a whole number from 0 to 2147483647.";

/// Whether the schema takes the value, before anything is set. Tells what it does take, if not.
pub(super) fn check_base(
    scratch: &mut Image,
    key: BaseKey,
    value: &Value,
    schema: &ImageSchema,
) -> Result<(), &'static str> {
    match key {
        BaseKey::MinDisk | BaseKey::MinRam if is_integer(value) => Ok(()),
        BaseKey::MinDisk | BaseKey::MinRam => Err(WHOLE_NUMBER),
        _ => set_base(scratch, key, value, schema),
    }
}

/// What only the database finds, when the image is saved.
pub(super) fn check_stored(image: &Image) -> Result<(), (BaseKey, &'static str)> {
    let numbers = [
        (BaseKey::MinDisk, image.min_disk.0),
        (BaseKey::MinRam, image.min_ram.0),
    ];
    let too_large = numbers
        .into_iter()
        .find(|(_, number)| *number > MAX_INTEGER);
    too_large.map_or(Ok(()), |(key, _)| Err((key, WHOLE_NUMBER)))
}

fn tags(value: &Value, max_chars: usize) -> Option<Vec<String>> {
    let tags = value
        .as_array()?
        .iter()
        .map(|tag| {
            let fits = |tag: &&str| tag.chars().count() <= max_chars;
            tag.as_str().filter(fits)
        })
        .collect::<Option<Vec<&str>>>()?;
    Some(sorted_set(&tags))
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

/// The value of a custom property: a string (`additionalProperties: {"type": "string"}`), or what
/// the operator's own schema takes for this key (`schema-image.json`; `kernel_id` may be null).
pub(super) fn property_value(
    key: &str,
    value: &Value,
    schema: &ImageSchema,
) -> Result<PropertyValue, &'static str> {
    if schema.faults(key, value).is_empty() {
        Ok(PropertyValue::from(value.clone()))
    } else {
        Err("A property's value is a text, unless the cloud's schema asks for another.")
    }
}
