//! Requests that were sent to a real Glance, with the status that it answered: wherever the
//! validation finds nothing, Glance took the request; wherever it finds something that Glance refuses,
//! Glance refused it with the status that the validation says.
//!
//! `node tests/record/main.mjs --only cases` sends them again (docs/testing.md).

use gaze_shared::glance::can::Caller;
use gaze_shared::glance::image::Image;
use gaze_shared::glance::import::ImportMethod;
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::store::{Store, StoreInfo};
use gaze_shared::glance::validate::{
    ImportTarget, Rules, Violation, glance_status, validate_create_body, validate_import,
    validate_member, validate_member_answer, validate_patch, validate_tag,
};
use gaze_shared::ids::ProjectId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn read<T: DeserializeOwned>(cases: &str) -> Vec<T> {
    serde_json::from_str(cases).unwrap()
}

/// The schema of the Glance that answered.
fn schema() -> ImageSchema {
    #[derive(Deserialize)]
    struct Answer {
        name: String,
        body: Value,
    }
    let answers: Vec<Answer> = read(include_str!("answers/schemas.json"));
    let image = answers.into_iter().find(|answer| answer.name == "image");
    ImageSchema::parse(&image.unwrap().body.to_string()).unwrap()
}

fn caller(role: &str, project: &str) -> Caller {
    Caller {
        project_id: project.into(),
        roles: vec![role.into()],
    }
}

/// Collects the cases in which we and Glance differ.
#[derive(Default)]
struct Comparison {
    count: usize,
    differences: Vec<String>,
}

impl Comparison {
    fn note(&mut self, name: &str, violations: &[Violation], status: u16) {
        self.count += 1;
        let refused = Some(status).filter(|status| *status >= 400);
        let expected = glance_status(violations);
        if expected != refused {
            self.differences.push(format!(
                "{name}: Glance answered {status}, and we say {expected:?}: {violations:?}"
            ));
        }
    }

    fn assert_none(self, at_least: usize) {
        assert!(self.count >= at_least, "only {} cases", self.count);
        assert!(
            self.differences.is_empty(),
            "{} of {} cases differ:\n{}",
            self.differences.len(),
            self.count,
            self.differences.join("\n")
        );
    }
}

#[derive(Deserialize)]
struct Create {
    name: String,
    caller: String,
    project: String,
    body: Value,
    status: u16,
}

#[test]
fn new_images_are_refused_as_glance_refuses_them() {
    // The built-in tables must do as well as the cloud's own document.
    for schema in [schema(), ImageSchema::default()] {
        let mut comparison = Comparison::default();
        for case in read::<Create>(include_str!("cases/create.json")) {
            let caller = caller(&case.caller, &case.project);
            let rules = Rules::of(&schema).for_caller(&caller);
            let violations = validate_create_body(&case.body, &rules);
            comparison.note(&case.name, &violations, case.status);
        }
        comparison.assert_none(100);
    }
}

#[derive(Deserialize)]
struct Patch {
    name: String,
    caller: String,
    project: String,
    media_type: String,
    before: Image,
    body: Value,
    status: u16,
}

#[test]
fn patches_are_refused_as_glance_refuses_them() {
    for schema in [schema(), ImageSchema::default()] {
        let mut comparison = Comparison::default();
        for case in read::<Patch>(include_str!("cases/patch.json")) {
            let caller = caller(&case.caller, &case.project);
            let rules = Rules::of(&schema).for_caller(&caller);
            let violations = validate_patch(&case.media_type, &case.body, &case.before, &rules);
            comparison.note(&case.name, &violations, case.status);
        }
        comparison.assert_none(190);
    }
}

#[derive(Deserialize)]
struct Import {
    name: String,
    caller: String,
    project: String,
    methods: Vec<ImportMethod>,
    stores: Vec<Store>,
    before: Image,
    body: Value,
    status: u16,
}

#[test]
fn imports_are_refused_as_glance_refuses_them() {
    let schema = schema();
    let mut comparison = Comparison::default();
    for case in read::<Import>(include_str!("cases/import.json")) {
        let caller = caller(&case.caller, &case.project);
        let stores = StoreInfo {
            stores: case.stores.into(),
            ..StoreInfo::default()
        };
        let target = ImportTarget {
            image: &case.before,
            methods: &case.methods,
            stores: Some(&stores),
        };
        let rules = Rules::of(&schema).for_caller(&caller);
        let violations = validate_import(&case.body, &target, &rules);
        comparison.note(&case.name, &violations, case.status);
    }
    comparison.assert_none(55);
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Membership {
    Add {
        name: String,
        before: Box<Image>,
        members: Vec<ProjectId>,
        body: Value,
        status: u16,
    },
    Answer {
        name: String,
        body: Value,
        status: u16,
    },
}

#[test]
fn members_are_refused_as_glance_refuses_them() {
    let schema = schema();
    let rules = Rules::of(&schema);
    let mut comparison = Comparison::default();
    for case in read::<Membership>(include_str!("cases/member.json")) {
        match case {
            Membership::Add {
                name,
                before,
                members,
                body,
                status,
            } => {
                let violations = validate_member(&body, &before, &members, &rules);
                comparison.note(&name, &violations, status);
            }
            Membership::Answer { name, body, status } => {
                comparison.note(&name, &validate_member_answer(&body), status);
            }
        }
    }
    comparison.assert_none(25);
}

#[derive(Deserialize)]
struct Tag {
    name: String,
    tags: Vec<String>,
    tag: String,
    status: u16,
}

#[test]
fn tags_are_refused_as_glance_refuses_them() {
    let schema = schema();
    let mut comparison = Comparison::default();
    for case in read::<Tag>(include_str!("cases/tag.json")) {
        let violations = validate_tag(&case.tag, &case.tags, &Rules::of(&schema));
        comparison.note(&case.name, &violations, case.status);
    }
    comparison.assert_none(12);
}

#[test]
fn every_violation_has_a_status_to_refuse_it_with() {
    let schema = ImageSchema::default();
    let mut violations = Vec::new();
    for case in read::<Create>(include_str!("cases/create.json")) {
        violations.extend(validate_create_body(&case.body, &Rules::of(&schema)));
    }
    for case in read::<Patch>(include_str!("cases/patch.json")) {
        let rules = Rules::of(&schema);
        violations.extend(validate_patch(
            &case.media_type,
            &case.body,
            &case.before,
            &rules,
        ));
    }
    for violation in violations {
        let status = violation.status();
        assert!([400, 403, 409, 413, 415].contains(&status), "{violation:?}");
    }
}
