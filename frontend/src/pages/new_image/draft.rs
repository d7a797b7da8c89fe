//! The form as text, and the image that it describes.

use gaze_shared::glance::can::Caller;
use gaze_shared::glance::image::{
    ContainerFormat, DiskFormat, Image, ImageCreate, Properties, PropertyValue, Visibility,
};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Field, Violation, ViolationCode, validate_create};
use gaze_shared::units::{Gibibytes, Mebibytes};

/// What a person has typed and chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) disk_format: DiskFormat,
    pub(super) container_format: ContainerFormat,
    pub(super) visibility: Visibility,
    pub(super) tags: Vec<String>,
    /// GiB, as typed; empty for none.
    pub(super) min_disk: String,
    /// MiB, as typed; empty for none.
    pub(super) min_ram: String,
    pub(super) protected: bool,
    pub(super) properties: Vec<PropertyRow>,
}

/// A custom property as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PropertyRow {
    pub(super) key: String,
    pub(super) value: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            name: String::new(),
            disk_format: DiskFormat::Raw,
            container_format: ContainerFormat::Bare,
            visibility: Visibility::Private,
            tags: Vec::new(),
            min_disk: String::new(),
            min_ram: String::new(),
            protected: false,
            properties: Vec::new(),
        }
    }
}

impl Draft {
    /// The image that the form describes. What cannot be read counts as not given;
    /// [`Self::violations`] tells of it.
    pub(super) fn create(&self) -> ImageCreate {
        let property = |row: &PropertyRow| {
            (
                row.key.trim().to_owned(),
                PropertyValue::from(row.value.as_str()),
            )
        };
        let mut properties = Properties::new();
        for (key, value) in self.rows().map(property) {
            properties.insert(key, value);
        }
        ImageCreate {
            id: None,
            name: Some(self.name.trim().to_owned()).filter(|name| !name.is_empty()),
            container_format: Some(self.container_format.clone()),
            disk_format: Some(self.disk_format.clone()),
            min_disk: number(&self.min_disk).map(Gibibytes),
            min_ram: number(&self.min_ram).map(Mebibytes),
            protected: self.protected.then_some(true),
            os_hidden: None,
            tags: self.tags.clone(),
            visibility: Some(self.visibility.clone()),
            owner: None,
            properties,
        }
    }

    /// Everything that Glance would refuse, and what cannot be read at all.
    pub(super) fn violations(
        &self,
        schema: &ImageSchema,
        caller: Option<&Caller>,
    ) -> Vec<Violation> {
        let mut violations = validate_create(&self.create(), schema);
        for (field, text) in [
            (Field::MinDisk, &self.min_disk),
            (Field::MinRam, &self.min_ram),
        ] {
            if number(text).is_none() && !text.trim().is_empty() {
                violations.push(Violation {
                    field,
                    code: ViolationCode::OutOfRange,
                    message: "Write a whole number from 0 to 2147483647.".to_owned(),
                });
            }
        }
        if self.visibility == Visibility::Public && !caller.is_some_and(Caller::is_admin) {
            violations.push(Violation {
                field: Field::Visibility,
                code: ViolationCode::NotAllowed,
                message: "Only an administrator can make an image public.".to_owned(),
            });
        }
        let mut keys: Vec<&str> = Vec::new();
        for row in self.rows() {
            let key = row.key.trim();
            if keys.contains(&key) {
                violations.push(Violation {
                    field: Field::Property(key.to_owned()),
                    code: ViolationCode::Duplicate,
                    message: format!("The property {key} is there twice."),
                });
            }
            keys.push(key);
        }
        violations
    }

    /// The form of an upload that is to be changed and tried again.
    pub(super) fn of_create(create: &ImageCreate) -> Self {
        let default = Self::default();
        let text = |number: u32| {
            if number == 0 {
                String::new()
            } else {
                number.to_string()
            }
        };
        let row = |(key, value): (&String, &PropertyValue)| PropertyRow {
            key: key.clone(),
            value: value.to_text(),
        };
        Self {
            name: create.name.clone().unwrap_or_default(),
            disk_format: create.disk_format.clone().unwrap_or(default.disk_format),
            container_format: create
                .container_format
                .clone()
                .unwrap_or(default.container_format),
            visibility: create.visibility.clone().unwrap_or(default.visibility),
            tags: create.tags.clone(),
            min_disk: text(create.min_disk.unwrap_or_default().0),
            min_ram: text(create.min_ram.unwrap_or_default().0),
            protected: create.protected.unwrap_or_default(),
            properties: create.properties.iter().map(row).collect(),
        }
    }

    /// The formats of an image that waits for data, where it has them.
    pub(super) fn of_image(image: &Image) -> Self {
        let default = Self::default();
        Self {
            name: image.name.clone().unwrap_or_default(),
            disk_format: image
                .disk_format
                .clone()
                .unwrap_or(default.disk_format.clone()),
            container_format: image
                .container_format
                .clone()
                .unwrap_or(default.container_format.clone()),
            visibility: image.visibility.clone(),
            ..default
        }
    }

    /// Rows with anything in them; an empty row is only a place to write.
    fn rows(&self) -> impl Iterator<Item = &PropertyRow> {
        self.properties
            .iter()
            .filter(|row| !row.key.trim().is_empty() || !row.value.is_empty())
    }
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(draft: &Draft) -> Vec<Field> {
        let violations = draft.violations(&ImageSchema::default(), None);
        violations
            .into_iter()
            .map(|violation| violation.field)
            .collect()
    }

    #[test]
    fn an_untouched_form_describes_a_private_raw_image_without_a_name() {
        let create = Draft::default().create();
        assert_eq!(
            serde_json::to_value(&create).unwrap(),
            serde_json::json!({
                "container_format": "bare", "disk_format": "raw", "visibility": "private"
            })
        );
        assert_eq!(fields(&Draft::default()), []);
    }

    #[test]
    fn numbers_that_are_none_are_told_at_their_field() {
        for text in ["ten", "-1", "1.5", "4294967296", "1e3"] {
            let draft = Draft {
                min_disk: text.into(),
                ..Draft::default()
            };
            assert_eq!(fields(&draft), [Field::MinDisk], "{text}");
        }
        let draft = Draft {
            min_ram: " 2048 ".into(),
            ..Draft::default()
        };
        assert_eq!(
            (fields(&draft), draft.create().min_ram),
            (vec![], Some(Mebibytes(2048)))
        );
    }

    #[test]
    fn a_number_beyond_glance_s_range_is_told_once() {
        let draft = Draft {
            min_disk: "2147483648".into(),
            ..Draft::default()
        };
        assert_eq!(fields(&draft), [Field::MinDisk]);
    }

    #[test]
    fn only_an_administrator_may_choose_public() {
        let draft = Draft {
            visibility: Visibility::Public,
            ..Draft::default()
        };
        assert_eq!(fields(&draft), [Field::Visibility]);
        let admin = Caller {
            project_id: "p".into(),
            roles: vec!["admin".into()],
        };
        assert_eq!(draft.violations(&ImageSchema::default(), Some(&admin)), []);
    }

    #[test]
    fn an_empty_row_is_no_property_and_a_second_key_is_told() {
        let row = |key: &str, value: &str| PropertyRow {
            key: key.into(),
            value: value.into(),
        };
        let draft = Draft {
            properties: vec![
                row("", ""),
                row("os_distro", "debian"),
                row(" os_distro ", "fedora"),
            ],
            ..Draft::default()
        };
        assert_eq!(fields(&draft), [Field::Property("os_distro".into())]);
        let nameless = Draft {
            properties: vec![row(" ", "value")],
            ..Draft::default()
        };
        assert_eq!(fields(&nameless), [Field::Property(String::new())]);
    }

    #[test]
    fn a_form_can_be_filled_again_from_what_it_described() {
        let draft = Draft {
            name: "debian-13".into(),
            disk_format: DiskFormat::Qcow2,
            tags: vec!["lts".into()],
            min_disk: "10".into(),
            protected: true,
            properties: vec![PropertyRow {
                key: "os_distro".into(),
                value: "debian".into(),
            }],
            ..Draft::default()
        };
        assert_eq!(Draft::of_create(&draft.create()), draft);
    }
}
