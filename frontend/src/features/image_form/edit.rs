//! A draft as an edit of an image that is there.

use std::collections::BTreeSet;

use gaze_shared::glance::can::Caller;
use gaze_shared::glance::image::names::is_reserved_property;
use gaze_shared::glance::image::{Image, Properties, PropertyValue};
use gaze_shared::glance::patch::{Dialect, Operation, diff};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Field, ImageCause, Rules, Violation, validate_operations};
use gaze_shared::units::{Gibibytes, Mebibytes};

use super::draft::{ImageDraft, typed_number};

/// Whether a property is edited as a row: Glance's own are read-only, and a value that is no string
/// would not survive a text box.
#[must_use]
pub fn is_editable(key: &str, value: &PropertyValue) -> bool {
    matches!(value, PropertyValue::Text(_)) && !is_reserved_property(key)
}

impl ImageDraft {
    /// The form of an image that nobody has touched.
    #[must_use]
    pub fn of(image: &Image) -> Self {
        Self {
            name: image.name.clone().unwrap_or_default(),
            disk_format: image.disk_format.clone(),
            container_format: image.container_format.clone(),
            visibility: image.visibility.clone(),
            protected: image.protected,
            os_hidden: image.os_hidden,
            tags: image.tags.clone(),
            min_disk: image.min_disk.0.to_string(),
            min_ram: image.min_ram.0.to_string(),
            properties: image
                .properties
                .iter()
                .filter(|(key, value)| is_editable(key, value))
                .map(|(key, value)| (key.clone(), value.to_text()))
                .collect(),
        }
    }

    /// The image that the form describes. A number that cannot be read leaves the field as it is;
    /// [`Self::edit_violations`] tells of it.
    #[must_use]
    pub fn edited(&self, base: &Image) -> Image {
        let mut image = base.clone();
        // An empty name is no name, unless it was empty text already. A box of one line drops the ends of lines.
        let before = base.name.clone().unwrap_or_default();
        if self.name != before && self.name != before.replace(['\r', '\n'], "") {
            image.name = self.typed_name();
        }
        image.disk_format.clone_from(&self.disk_format);
        image.container_format.clone_from(&self.container_format);
        image.visibility = self.visibility.clone();
        image.protected = self.protected;
        image.os_hidden = self.os_hidden;
        image.tags.clone_from(&self.tags);
        if let Ok(number) = typed_number(&self.min_disk) {
            image.min_disk = Gibibytes(number.unwrap_or_default());
        }
        if let Ok(number) = typed_number(&self.min_ram) {
            image.min_ram = Mebibytes(number.unwrap_or_default());
        }
        image.properties = self.edited_properties(&base.properties);
        image
    }

    fn edited_properties(&self, base: &Properties) -> Properties {
        let kept = base.iter().filter(|(key, value)| !is_editable(key, value));
        let mut properties = Properties::new();
        for (key, value) in kept {
            properties.insert(key.clone(), value.clone());
        }
        for (key, value) in &self.properties {
            // A key that the image has is as it is, with what is around it.
            let key = if base.contains_key(key) {
                key.as_str()
            } else {
                key.trim()
            };
            if !key.is_empty() || !value.is_empty() {
                properties.insert(key.to_owned(), PropertyValue::from(value.as_str()));
            }
        }
        properties
    }

    /// The patch from `base` to what the form describes.
    #[must_use]
    pub fn changes(&self, base: &Image) -> Vec<Operation> {
        diff(base, &self.edited(base))
    }

    /// Everything that keeps the form from being saved. What the cloud took once and nobody has changed is no
    /// part of the patch, and so no fault.
    #[must_use]
    pub fn edit_violations(
        &self,
        base: &Image,
        schema: &ImageSchema,
        caller: Option<&Caller>,
    ) -> Vec<Violation> {
        let mut edited = self.edited(base);
        let mut violations = self.typing_violations();
        // What no patch can name is told at its row, and would be something else in a patch.
        let is_refused = |key: &str| key.is_empty() || is_reserved_property(key);
        let keys: BTreeSet<&str> = self.rows().map(|(key, _)| key).collect();
        for key in keys.into_iter().filter(|key| is_refused(key)) {
            if !base.properties.contains_key(key) {
                edited.properties.remove(key);
                let cause = match key {
                    "" => ImageCause::NoPropertyName,
                    key => ImageCause::ReservedName(key.to_owned()),
                };
                violations.push(Violation::new(Field::Property(key.to_owned()), cause));
            }
        }
        let rules = Rules {
            caller,
            ..Rules::of(schema)
        };
        let patch = diff(base, &edited);
        violations.extend(validate_operations(Dialect::V21, &patch, base, &rules));
        violations
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::glance::image::{ContainerFormat, DiskFormat, Status, Visibility};

    use super::*;
    use crate::features::image_form::test_image::image;

    #[test]
    fn an_untouched_form_changes_nothing() {
        let image = image();
        assert_eq!(ImageDraft::of(&image).changes(&image), []);
        assert_eq!(
            ImageDraft::of(&image).edit_violations(&image, &ImageSchema::default(), None),
            []
        );
    }

    #[test]
    fn an_image_with_an_empty_name_is_not_changed_by_looking_at_it() {
        let mut image = image();
        image.name = Some(String::new());
        assert_eq!(ImageDraft::of(&image).changes(&image), []);
        image.name = None;
        assert_eq!(ImageDraft::of(&image).changes(&image), []);
    }

    #[test]
    fn what_is_around_a_name_is_no_part_of_it_as_in_a_new_image() {
        let image = image();
        let mut draft = ImageDraft::of(&image);
        draft.name = " debian-14 ".into();
        assert_eq!(draft.edited(&image).name, draft.create().name);
        draft.name = " debian-13 ".into();
        assert_eq!(draft.changes(&image), []);
    }

    #[test]
    fn each_edit_is_one_operation() {
        let image = image();
        let mut draft = ImageDraft::of(&image);
        draft.name = String::new();
        draft.min_disk = " 8 ".into();
        draft.tags.clear();
        draft.properties.retain(|(key, _)| key != "os_distro");
        draft
            .properties
            .push((" hw_disk_bus ".into(), "virtio".into()));
        draft.properties.push((String::new(), String::new()));
        let keys: Vec<String> = draft.changes(&image).iter().map(Operation::key).collect();
        assert_eq!(
            keys,
            ["name", "min_disk", "tags", "hw_disk_bus", "os_distro"]
        );
    }

    #[test]
    fn formats_are_given_while_the_image_waits_for_data_and_not_later() {
        let mut image = image();
        image.status = Status::Queued;
        (image.disk_format, image.container_format) = (None, None);
        let mut draft = ImageDraft::of(&image);
        assert_eq!(draft.changes(&image), []);
        draft.disk_format = Some(DiskFormat::Qcow2);
        draft.container_format = Some(ContainerFormat::Bare);
        let keys: Vec<String> = draft.changes(&image).iter().map(Operation::key).collect();
        assert_eq!(keys, ["disk_format", "container_format"]);
        let fields = |image: &Image, draft: &ImageDraft| -> Vec<Field> {
            let violations = draft.edit_violations(image, &ImageSchema::default(), None);
            violations.into_iter().map(|one| one.field).collect()
        };
        assert_eq!(fields(&image, &draft), []);
        draft.disk_format = Some("qcow4".into());
        assert_eq!(fields(&image, &draft), [Field::DiskFormat]);
        image.status = Status::Active;
        assert!(fields(&image, &draft).contains(&Field::ContainerFormat));
        // What the cloud takes no more is no fault of an edit of something else.
        image.disk_format = Some("qcow4".into());
        assert_eq!(fields(&image, &ImageDraft::of(&image)), []);
    }

    #[test]
    fn what_the_cloud_took_once_is_no_fault_of_an_edit_of_something_else() {
        let mut image = image();
        image.visibility = "secret".into();
        image.tags = vec!["twice".into(), "twice".into()];
        image.properties.insert("x".repeat(256), "long".into());
        let internal = "os_glance_importing_to_stores";
        image.properties.insert(internal.into(), "".into());
        let mut draft = ImageDraft::of(&image);
        draft.name = "renamed".into();
        let schema = ImageSchema::default();
        assert_eq!(draft.edit_violations(&image, &schema, None), []);
        draft.name = "x".repeat(256);
        draft.tags = vec!["t".repeat(256)];
        draft.properties.push(("y".repeat(256), "long".into()));
        let violations = draft.edit_violations(&image, &schema, None);
        let fields: Vec<Field> = violations.into_iter().map(|one| one.field).collect();
        for field in [Field::Name, Field::Tag(0), Field::Property("y".repeat(256))] {
            assert!(fields.contains(&field), "{field:?}");
        }
    }

    #[test]
    fn only_an_administrator_publishes_an_image_that_is_there() {
        let image = image();
        let mut draft = ImageDraft::of(&image);
        draft.visibility = Visibility::Public;
        let asked_by = |role: &str| {
            let caller = Caller {
                project_id: "me".into(),
                roles: vec![role.into()],
            };
            draft.edit_violations(&image, &ImageSchema::default(), Some(&caller))
        };
        assert_eq!(asked_by("admin"), []);
        assert_eq!(asked_by("member")[0].field, Field::Visibility);
    }

    #[test]
    fn lines_of_a_property_stay_lines() {
        let mut image = image();
        image
            .properties
            .insert("note".into(), "one\r\ntwo\n".into());
        assert_eq!(ImageDraft::of(&image).changes(&image), []);
        let mut draft = ImageDraft::of(&image);
        draft.properties[0].1 = "one\nthree".into();
        assert_eq!(
            serde_json::to_value(draft.changes(&image)).unwrap(),
            serde_json::json!([{"op": "replace", "path": "/note", "value": "one\nthree"}])
        );
    }

    #[test]
    fn a_line_that_the_box_for_a_name_cannot_hold_is_no_change() {
        let mut image = image();
        image.name = Some("two\r\nlines\n".into());
        let mut draft = ImageDraft::of(&image);
        // A box of one line drops the ends of lines.
        draft.name = "twolines".into();
        assert_eq!(draft.changes(&image), []);
        draft.name = "twolinesz".into();
        assert_eq!(draft.edited(&image).name.as_deref(), Some("twolinesz"));
    }

    #[test]
    fn properties_of_glance_itself_are_kept_and_not_rows() {
        let mut image = image();
        image
            .properties
            .insert("os_glance_import_task".into(), "t".into());
        let draft = ImageDraft::of(&image);
        assert!(
            draft
                .properties
                .iter()
                .all(|(key, _)| !key.starts_with("os_glance"))
        );
        assert_eq!(draft.changes(&image), []);
    }

    #[test]
    fn what_cannot_be_saved_is_told_at_its_field() {
        let image = image();
        let mut draft = ImageDraft::of(&image);
        draft.min_ram = "lots".into();
        draft.properties.push(("os_distro".into(), "twice".into()));
        draft.properties.push(("status".into(), "active".into()));
        draft.properties.push((String::new(), "no key".into()));
        let violations = draft.edit_violations(&image, &ImageSchema::default(), None);
        let fields: Vec<&Field> = violations
            .iter()
            .map(|violation| &violation.field)
            .collect();
        assert!(fields.contains(&&Field::MinRam));
        for key in ["os_distro", "status", ""] {
            assert!(fields.contains(&&Field::Property(key.into())), "{key}");
        }
    }
}
