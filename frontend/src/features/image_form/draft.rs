//! The fields of an image as a person types them, for a new one and for one that is edited.

use std::num::ParseIntError;

use gaze_shared::glance::image::{ContainerFormat, DiskFormat, Visibility};
use gaze_shared::glance::validate::{Field, ImageCause, MAX_INTEGER, Violation};

/// What a form of an image holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageDraft {
    pub name: String,
    pub disk_format: Option<DiskFormat>,
    pub container_format: Option<ContainerFormat>,
    pub visibility: Visibility,
    pub protected: bool,
    pub os_hidden: bool,
    pub tags: Vec<String>,
    /// In GiB, as typed; empty for none.
    pub min_disk: String,
    /// In MiB, as typed; empty for none.
    pub min_ram: String,
    /// Key and value of each row.
    pub properties: Vec<(String, String)>,
}

/// What a new image is unless a person says otherwise.
impl Default for ImageDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            disk_format: Some(DiskFormat::Raw),
            container_format: Some(ContainerFormat::Bare),
            visibility: Visibility::Private,
            protected: false,
            os_hidden: false,
            tags: Vec::new(),
            min_disk: String::new(),
            min_ram: String::new(),
            properties: Vec::new(),
        }
    }
}

impl ImageDraft {
    /// The name, without what is around it by mistake; none, if nothing is left.
    pub(super) fn typed_name(&self) -> Option<String> {
        Some(self.name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// The rows that say anything; an empty row is only a place to write.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        let rows = self
            .properties
            .iter()
            .map(|(key, value)| (key.trim(), value.as_str()));
        rows.filter(|(key, value)| !key.is_empty() || !value.is_empty())
    }

    /// What is wrong with the text itself, whatever image it describes.
    pub(super) fn typing_violations(&self) -> Vec<Violation> {
        let numbers = [
            (Field::MinDisk, &self.min_disk),
            (Field::MinRam, &self.min_ram),
        ];
        let no_numbers = numbers
            .into_iter()
            .filter(|(_, text)| typed_number(text).is_err());
        let mut violations: Vec<Violation> = no_numbers
            .map(|(field, _)| Violation::new(field, ImageCause::NoNumber { limit: MAX_INTEGER }))
            .collect();
        let mut keys: Vec<&str> = Vec::new();
        for (key, _) in self.rows() {
            if keys.contains(&key) {
                violations.push(Violation::new(
                    Field::Property(key.to_owned()),
                    ImageCause::RepeatedProperty(key.to_owned()),
                ));
            }
            keys.push(key);
        }
        violations
    }
}

/// Reads a number as a person types it; `None` when nothing is typed.
pub(super) fn typed_number(text: &str) -> Result<Option<u32>, ParseIntError> {
    match text.trim() {
        "" => Ok(None),
        digits => digits.parse().map(Some),
    }
}
