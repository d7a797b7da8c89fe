//! What Glance made of recorded patches and list queries, and what is made of them here. How they
//! were recorded is told in `docs/testing.md`.

use std::fs;
use std::path::Path;

use gaze_shared::glance::apply_patch::apply_by;
use gaze_shared::glance::can::Caller;
use gaze_shared::glance::image::Image;
use gaze_shared::glance::list::ListQuery;
use gaze_shared::glance::patch::{Patch, RefusalCause};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Field, Rules, ViolationCode, validate_patch};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn cases<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name);
    let text = fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[derive(Deserialize)]
struct PatchCase {
    name: String,
    caller: String,
    project: String,
    media_type: String,
    before: Image,
    body: Value,
    status: u16,
}

/// How a patch ends here.
struct PatchOutcome {
    status: u16,
    /// Whether Gaze refuses it on purpose where Glance does something else.
    is_stricter: bool,
}

fn outcome_here(case: &PatchCase) -> PatchOutcome {
    let caller = Caller {
        project_id: case.project.clone(),
        roles: vec![case.caller.clone()],
    };
    let schema = ImageSchema::default();
    let rules = Rules::of(&schema).for_caller(&caller);
    let patch = match Patch::read(&case.media_type, case.body.to_string().as_bytes()) {
        Ok(patch) => patch,
        Err(refusal) => {
            // An operation before the one that cannot be read may be refused first.
            let found = validate_patch(&case.media_type, &case.body, &case.before, &rules);
            return PatchOutcome {
                status: found[0].status(),
                // Glance ends in a 500.
                is_stricter: refusal.cause == RefusalCause::PathNotText,
            };
        }
    };
    let Err(refused) = apply_by(patch.dialect, &case.before, &patch.operations, &rules) else {
        return PatchOutcome {
            status: 200,
            is_stricter: false,
        };
    };
    // Names of things inside Glance: it ends in a 500 or a 404, or says 200 and does nothing. What
    // a change of locations does is not known here.
    let is_stricter = matches!(
        refused.first.code(),
        ViolationCode::Crash
            | ViolationCode::Lost
            | ViolationCode::Ignored
            | ViolationCode::Fragile
    ) || refused.first.field == Field::Base("locations".into());
    PatchOutcome {
        status: refused.status(),
        is_stricter,
    }
}

#[test]
fn a_patch_has_the_status_that_glance_gave_it() {
    let all: Vec<PatchCase> = cases("patch.json");
    assert!(all.len() > 100);
    for case in all {
        let here = outcome_here(&case);
        assert!(
            here.status == case.status || here.is_stricter,
            "{}: {} of Glance, {} here: {}",
            case.name,
            case.status,
            here.status,
            case.body
        );
    }
}

#[derive(Deserialize)]
struct ListCase {
    query: String,
    status: u16,
}

/// Queries that Glance takes and that mean something else than they say, or that only a machine
/// would write. [`ListQuery`] is the dashboard's URL too, where a wrong one is told.
fn is_misread_or_odd(query: &str) -> bool {
    let pairs: Vec<(&str, &str)> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    let is_repeated = pairs
        .iter()
        .any(|(key, _)| pairs.iter().filter(|(other, _)| other == key).count() > 1);
    // Attributes of Glance's model, and ranges of columns that are no numbers.
    let not_a_filter = [
        "tags",
        "metadata",
        "save",
        "delete",
        "to_dict",
        "keys",
        "registry",
        "is_public",
        "update",
        "get",
        "items",
        "values",
    ];
    let sizes = ["size_", "virtual_size_", "min_disk_", "min_ram_"];
    let is_odd = |(key, value): &(&str, &str)| {
        let is_range = key.ends_with("_min") || key.ends_with("_max");
        let is_number = key.starts_with("limit") || sizes.iter().any(|size| key.starts_with(size));
        let is_plain_number = value.len() < 10 && value.bytes().all(|byte| byte.is_ascii_digit());
        not_a_filter.contains(key)
            || key.starts_with('_')
            || (is_range && !is_number)
            || (is_number && !is_plain_number)
            // An id that no image has, and a list of none.
            || *key == "id"
            || *value == "in:"
    };
    is_repeated || pairs.iter().any(is_odd)
}

#[test]
fn a_query_that_glance_refuses_is_refused_and_any_other_read() {
    let all: Vec<ListCase> = cases("list.json");
    assert!(all.len() > 100);
    for case in all {
        match case.query.parse::<ListQuery>() {
            Ok(_) => assert_eq!(case.status, 200, "{}", case.query),
            Err(refused) => assert!(
                case.status != 200 || is_misread_or_odd(&case.query),
                "{}: {refused}",
                case.query
            ),
        }
    }
}
