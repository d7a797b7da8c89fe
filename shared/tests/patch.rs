//! The laws of patches and of merging, over any image and any edits of it.

use gaze_shared::glance::apply_patch::{apply, apply_by};
use gaze_shared::glance::image::{ContainerFormat, DiskFormat, Image, Status, Visibility};
use gaze_shared::glance::patch::{
    BaseKey, Dialect, FieldKey, Merge, Operation, Side, diff, is_patchable_property, merge, parse,
};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::Rules;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::string_regex;
use serde_json::{Value, json};

fn base_image() -> Image {
    serde_json::from_value(json!({
        "id": "71c675ab-d94f-49cd-a114-e12490b328d9",
        "name": "debian",
        "status": "queued",
        "visibility": "private",
        "protected": false,
        "tags": ["a", "b"],
        "container_format": "bare",
        "disk_format": "qcow2",
        "min_disk": 2,
        "min_ram": 512,
        "size": null,
        "virtual_size": null,
        "checksum": null,
        "os_hidden": false,
        "owner": "7a7bb64ae5fc4d81aae2f1a41b6ab6c7",
        "created_at": "2026-11-21T17:38:45Z",
        "updated_at": "2026-11-21T17:39:02Z",
        "os_distro": "debian"
    }))
    .unwrap()
}

/// One line of characters that Glance keeps: none beyond U+FFFF.
fn kept_text(least: usize, most: usize) -> impl Strategy<Value = String> {
    let character = "[^\\n\\u{10000}-\\u{10ffff}]";
    string_regex(&format!("{character}{{{least},{most}}}")).unwrap()
}

/// Any state that a client can bring an image into. Few words for each field, so that two edits
/// often meet.
fn any_edit() -> impl Strategy<Value = Image> {
    let text = || prop_oneof!["[a-c]", kept_text(0, 20)];
    let tag = prop_oneof!["[a-e]", kept_text(1, 8)];
    let tags = prop::collection::btree_set(tag, 0..5);
    // Keys that Glance strips or keeps to itself are out of a patch's reach.
    let key = prop_oneof!["[a-d]", "[~/a]{1,4}", kept_text(0, 12)]
        .prop_filter("a patch can set it", |key| is_patchable_property(key));
    let properties = prop::collection::btree_map(key, text(), 0..6);
    let words = (
        prop::option::of(text()),
        select(Visibility::KNOWN),
        prop::option::of(select(DiskFormat::KNOWN)),
        prop::option::of(select(ContainerFormat::KNOWN)),
        prop::option::of(text()),
    );
    let others = (
        select(vec![0_u32, 1, 2, i32::MAX as u32]),
        select(vec![0_u32, 512, 1024]),
        any::<bool>(),
        any::<bool>(),
    );
    (words, others, tags, properties).prop_map(|(words, others, tags, properties)| {
        let (name, visibility, disk_format, container_format, owner) = words;
        let (min_disk, min_ram, protected, os_hidden) = others;
        let mut image = base_image();
        image.name = name;
        image.visibility = visibility;
        // The two that Glance detects and does not allow by default.
        image.disk_format =
            disk_format.filter(|format| !matches!(format, DiskFormat::Gpt | DiskFormat::Luks));
        image.container_format = container_format;
        image.owner = owner.map(|owner| owner.as_str().into());
        image.min_disk.0 = min_disk;
        image.min_ram.0 = min_ram;
        image.protected = protected;
        image.os_hidden = os_hidden;
        image.tags = tags.into_iter().collect();
        image.properties = properties
            .into_iter()
            .map(|(key, value)| (key, value.as_str().into()))
            .collect();
        image
    })
}

/// Any list of operations, most of them wrong in some way.
fn any_operation() -> impl Strategy<Value = Operation> {
    let path = prop_oneof![
        select(vec![
            "/name",
            "/tags",
            "/os_distro",
            "/new",
            "/id",
            "/locations/-",
            "/disk_format",
            "/ a ",
        ])
        .prop_map(str::to_owned),
        kept_text(0, 10),
        kept_text(0, 10).prop_map(|key| format!("/{key}")),
    ];
    let value = select(vec![
        json!(null),
        json!("raw"),
        json!("x"),
        json!(2),
        json!(-1),
        json!(2.0),
        json!(true),
        json!(["b", "a", "b"]),
        json!({"url": "x"}),
    ]);
    (path, value, 0..3).prop_map(|(path, value, kind)| match kind {
        0 => Operation::Add { path, value },
        1 => Operation::Replace { path, value },
        _ => Operation::Remove { path },
    })
}

/// The fields on which two images differ.
fn changed(before: &Image, after: &Image) -> Vec<String> {
    diff(before, after).iter().map(Operation::key).collect()
}

fn merged(base: &Image, mine: &Image, theirs: &Image, side: Side) -> Image {
    match merge(base, mine, theirs) {
        Merge::Merged(image) => *image,
        Merge::Conflicts(conflicts) => conflicts.resolve(|_| side),
    }
}

proptest! {
    #[test]
    fn a_patch_of_a_diff_brings_about_what_was_wanted(before in any_edit(), after in any_edit()) {
        let operations = diff(&before, &after);
        prop_assert_eq!(apply(&before, &operations), Ok(after.clone()));
        // Also over the wire, in both forms.
        let new = serde_json::to_vec(&operations).unwrap();
        prop_assert_eq!(&parse(Dialect::V21, &new).unwrap().operations, &operations);
        let old: Vec<Value> = operations.iter().map(older_form).collect();
        let old = parse(Dialect::V20, &serde_json::to_vec(&old).unwrap()).unwrap();
        let schema = ImageSchema::default();
        let applied = apply_by(old.dialect, &before, &old.operations, &Rules::of(&schema));
        prop_assert_eq!(applied, Ok(after));
    }

    #[test]
    fn a_diff_is_minimal(before in any_edit(), after in any_edit()) {
        let operations = diff(&before, &after);
        for left_out in 0..operations.len() {
            let mut fewer = operations.clone();
            fewer.remove(left_out);
            prop_assert_ne!(apply(&before, &fewer), Ok(after.clone()));
        }
        prop_assert_eq!(diff(&after, &after), []);
    }

    #[test]
    fn a_patch_is_applied_in_order_or_refused_with_a_status_of_glance(
        operations in prop::collection::vec(any_operation(), 0..6),
    ) {
        let before = base_image();
        match apply(&before, &operations) {
            Err(refusal) => {
                prop_assert!(matches!(refusal.status(), 400 | 403 | 409 | 413));
            }
            Ok(after) => {
                let one_by_one = operations.iter().try_fold(before.clone(), |image, operation| {
                    apply(&image, std::slice::from_ref(operation))
                });
                prop_assert_eq!(one_by_one, Ok(after.clone()));
                prop_assert_eq!(apply(&before, &diff(&before, &after)), Ok(after));
            }
        }
    }

    #[test]
    fn formats_of_an_image_with_data_are_never_changed(before in any_edit(), after in any_edit()) {
        let [before, after] = [before, after].map(|mut image| {
            image.status = Status::Active;
            image
        });
        let formats = [&before, &after].map(|i| (i.disk_format.clone(), i.container_format.clone()));
        let outcome = apply(&before, &diff(&before, &after));
        if formats[0] == formats[1] {
            prop_assert_eq!(outcome, Ok(after));
        } else {
            prop_assert_eq!(outcome.unwrap_err().status(), 403);
        }
    }

    #[test]
    fn who_changed_nothing_gets_what_the_other_side_has(base in any_edit(), other in any_edit()) {
        prop_assert_eq!(merge(&base, &base, &other), Merge::Merged(Box::new(other.clone())));
        prop_assert_eq!(merge(&base, &other, &base), Merge::Merged(Box::new(other.clone())));
        prop_assert_eq!(merge(&base, &other, &other), Merge::Merged(Box::new(other)));
    }

    #[test]
    fn both_sides_see_the_same_conflicts(
        base in any_edit(), mine in any_edit(), theirs in any_edit(),
    ) {
        match (merge(&base, &mine, &theirs), merge(&base, &theirs, &mine)) {
            (Merge::Merged(here), Merge::Merged(there)) => prop_assert_eq!(here, there),
            (Merge::Conflicts(here), Merge::Conflicts(there)) => {
                for (here, there) in here.conflicts().iter().zip(there.conflicts()) {
                    prop_assert_eq!(&here.key, &there.key);
                    prop_assert_eq!((&here.mine, &here.theirs), (&there.theirs, &there.mine));
                    prop_assert_ne!(&here.mine, &here.theirs);
                }
                prop_assert_eq!(here.conflicts().len(), there.conflicts().len());
                let (mine_here, mine_there) = (
                    here.resolve(|_| Side::Mine),
                    there.resolve(|_| Side::Theirs),
                );
                prop_assert_eq!(mine_here, mine_there);
            }
            (here, there) => prop_assert!(false, "{:?} and {:?}", here, there),
        }
    }

    #[test]
    fn no_edit_is_lost(base in any_edit(), mine in any_edit(), theirs in any_edit()) {
        let (my_changes, their_changes) = (changed(&base, &mine), changed(&base, &theirs));
        let disputed: Vec<String> = match merge(&base, &mine, &theirs) {
            Merge::Merged(_) => Vec::new(),
            Merge::Conflicts(found) => {
                found.conflicts().iter().map(|conflict| conflict.key.to_string()).collect()
            }
        };
        for (side, chosen) in [(Side::Mine, &mine), (Side::Theirs, &theirs)] {
            let result = merged(&base, &mine, &theirs, side);
            for key in my_changes.iter().chain(&their_changes) {
                if key == BaseKey::Tags.as_str() {
                    continue;
                }
                let field = FieldKey::of(key);
                let expected = if disputed.contains(key) {
                    chosen
                } else if my_changes.contains(key) {
                    &mine
                } else {
                    &theirs
                };
                prop_assert_eq!(field.value_in(&result), field.value_in(expected), "{}", key);
            }
            for key in changed(&base, &result) {
                prop_assert!(my_changes.contains(&key) || their_changes.contains(&key));
            }
        }
    }

    #[test]
    fn a_tag_is_in_when_a_side_added_it_and_out_when_a_side_took_it_off(
        base in any_edit(), mine in any_edit(), theirs in any_edit(),
    ) {
        let result = merged(&base, &mine, &theirs, Side::Theirs);
        for tag in base.tags.iter().chain(&mine.tags).chain(&theirs.tags) {
            let [was, here, there] = [&base, &mine, &theirs].map(|image| image.tags.contains(tag));
            let expected = if was { here && there } else { here || there };
            prop_assert_eq!(result.tags.contains(tag), expected, "{}", tag);
        }
    }
}

fn older_form(operation: &Operation) -> Value {
    let path = operation.path();
    match operation {
        Operation::Add { value, .. } => json!({"add": path, "value": value}),
        Operation::Replace { value, .. } => json!({"replace": path, "value": value}),
        Operation::Remove { .. } => json!({"remove": path}),
    }
}
