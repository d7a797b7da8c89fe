//! A draft as a new image.

use gaze_shared::glance::can::Caller;
use gaze_shared::glance::image::{Image, ImageCreate, Properties, PropertyValue};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Rules, Violation, validate_create};
use gaze_shared::units::{Gibibytes, Mebibytes};

use super::draft::{ImageDraft, typed_number};

impl ImageDraft {
    /// The new image that the form describes. What cannot be read counts as not given;
    /// [`Self::create_violations`] tells of it.
    #[must_use]
    pub fn create(&self) -> ImageCreate {
        let mut properties = Properties::new();
        for (key, value) in self.rows() {
            properties.insert(key.to_owned(), PropertyValue::from(value));
        }
        let number = |text| typed_number(text).ok().flatten();
        ImageCreate {
            id: None,
            name: self.typed_name(),
            container_format: self.container_format.clone(),
            disk_format: self.disk_format.clone(),
            min_disk: number(&self.min_disk).map(Gibibytes),
            min_ram: number(&self.min_ram).map(Mebibytes),
            protected: self.protected.then_some(true),
            os_hidden: self.os_hidden.then_some(true),
            tags: self.tags.clone(),
            visibility: Some(self.visibility.clone()),
            owner: None,
            properties,
        }
    }

    /// Everything that Glance would refuse in it, and what cannot be read at all.
    #[must_use]
    pub fn create_violations(
        &self,
        schema: &ImageSchema,
        caller: Option<&Caller>,
    ) -> Vec<Violation> {
        let rules = Rules {
            caller,
            ..Rules::of(schema)
        };
        let mut violations = validate_create(&self.create(), &rules);
        violations.extend(self.typing_violations());
        violations
    }

    /// The form of an upload that is to be changed and tried again.
    #[must_use]
    pub fn of_create(create: &ImageCreate) -> Self {
        let default = Self::default();
        let text = |number: u32| match number {
            0 => String::new(),
            number => number.to_string(),
        };
        let row = |(key, value): (&String, &PropertyValue)| (key.clone(), value.to_text());
        Self {
            name: create.name.clone().unwrap_or_default(),
            disk_format: create.disk_format.clone().or(default.disk_format),
            container_format: create.container_format.clone().or(default.container_format),
            visibility: create.visibility.clone().unwrap_or(default.visibility),
            protected: create.protected.unwrap_or_default(),
            os_hidden: create.os_hidden.unwrap_or_default(),
            tags: create.tags.clone(),
            min_disk: text(create.min_disk.unwrap_or_default().0),
            min_ram: text(create.min_ram.unwrap_or_default().0),
            properties: create.properties.iter().map(row).collect(),
        }
    }

    /// The formats of an image that waits for data, where it has them.
    #[must_use]
    pub fn of_waiting(image: &Image) -> Self {
        let default = Self::default();
        Self {
            name: image.name.clone().unwrap_or_default(),
            disk_format: image.disk_format.clone().or(default.disk_format.clone()),
            container_format: image
                .container_format
                .clone()
                .or(default.container_format.clone()),
            visibility: image.visibility.clone(),
            ..default
        }
    }
}

/// An image that was asked for as it was `before`, as it is wanted now. What Glance has added to it stays.
#[must_use]
pub fn applied_to(image: &Image, before: &ImageCreate, wanted: &ImageCreate) -> Image {
    let mut after = image.clone();
    after.name.clone_from(&wanted.name);
    after.disk_format.clone_from(&wanted.disk_format);
    after.container_format.clone_from(&wanted.container_format);
    after.min_disk = wanted.min_disk.unwrap_or_default();
    after.min_ram = wanted.min_ram.unwrap_or_default();
    after.protected = wanted.protected.unwrap_or_default();
    after.os_hidden = wanted.os_hidden.unwrap_or_default();
    after.tags.clone_from(&wanted.tags);
    if let Some(visibility) = &wanted.visibility {
        after.visibility.clone_from(visibility);
    }
    for key in before.properties.keys() {
        after.properties.remove(key);
    }
    after.properties.extend(wanted.properties.clone());
    after
}

#[cfg(test)]
mod tests {
    use gaze_shared::glance::image::{DiskFormat, Visibility};
    use gaze_shared::glance::validate::Field;

    use super::*;

    fn fields(draft: &ImageDraft) -> Vec<Field> {
        let violations = draft.create_violations(&ImageSchema::default(), None);
        violations
            .into_iter()
            .map(|violation| violation.field)
            .collect()
    }

    #[test]
    fn an_untouched_form_describes_a_private_raw_image_without_a_name() {
        let create = ImageDraft::default().create();
        assert_eq!(
            serde_json::to_value(&create).unwrap(),
            serde_json::json!({
                "container_format": "bare", "disk_format": "raw", "visibility": "private"
            })
        );
        assert_eq!(fields(&ImageDraft::default()), []);
    }

    #[test]
    fn numbers_that_are_none_are_told_at_their_field() {
        for text in ["ten", "-1", "1.5", "4294967296", "1e3"] {
            let draft = ImageDraft {
                min_disk: text.into(),
                ..ImageDraft::default()
            };
            assert_eq!(fields(&draft), [Field::MinDisk], "{text}");
        }
        let draft = ImageDraft {
            min_ram: " 2048 ".into(),
            ..ImageDraft::default()
        };
        assert_eq!(
            (fields(&draft), draft.create().min_ram),
            (vec![], Some(Mebibytes(2048)))
        );
    }

    #[test]
    fn a_number_beyond_glance_s_range_is_told_once() {
        let draft = ImageDraft {
            min_disk: "2147483648".into(),
            ..ImageDraft::default()
        };
        assert_eq!(fields(&draft), [Field::MinDisk]);
    }

    #[test]
    fn only_an_administrator_may_choose_public() {
        let draft = ImageDraft {
            visibility: Visibility::Public,
            ..ImageDraft::default()
        };
        let asked_by = |role: &str| {
            let caller = Caller {
                project_id: "p".into(),
                roles: vec![role.into()],
            };
            let violations = draft.create_violations(&ImageSchema::default(), Some(&caller));
            let fields = violations.into_iter().map(|violation| violation.field);
            fields.collect::<Vec<_>>()
        };
        assert_eq!(asked_by("member"), [Field::Visibility]);
        assert_eq!(asked_by("admin"), []);
    }

    #[test]
    fn an_empty_row_is_no_property_and_a_second_key_is_told() {
        let row = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let draft = ImageDraft {
            properties: vec![
                row("", ""),
                row("os_distro", "debian"),
                row(" os_distro ", "fedora"),
            ],
            ..ImageDraft::default()
        };
        assert_eq!(fields(&draft), [Field::Property("os_distro".into())]);
        let nameless = ImageDraft {
            properties: vec![row(" ", "value")],
            ..ImageDraft::default()
        };
        assert_eq!(fields(&nameless), [Field::Property(String::new())]);
    }

    #[test]
    fn a_form_can_be_filled_again_from_what_it_described() {
        let draft = ImageDraft {
            name: "debian-13".into(),
            disk_format: Some(DiskFormat::Qcow2),
            tags: vec!["lts".into()],
            min_disk: "10".into(),
            protected: true,
            properties: vec![("os_distro".into(), "debian".into())],
            ..ImageDraft::default()
        };
        assert_eq!(ImageDraft::of_create(&draft.create()), draft);
    }
}
