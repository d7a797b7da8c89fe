//! An import: `POST /v2/images/{id}/import` (`glance/api/v2/images.py`, `_validate_import_body` and
//! `import_image`).

use serde_json::{Map, Value};

use super::uri;
use super::{Field, Rules, Violation, ViolationCode};
use crate::glance::can::Reason;
use crate::glance::image::{Image, ImageId, Status};
use crate::glance::import::ImportMethod;
use crate::glance::store::StoreInfo;

/// What an import is about.
#[derive(Clone, Copy, Debug)]
pub struct ImportTarget<'a> {
    pub image: &'a Image,
    /// The methods that the cloud has enabled (`GET /v2/info/import`).
    pub methods: &'a [ImportMethod],
    /// The stores of the cloud (`GET /v2/info/stores`), where it has several.
    pub stores: Option<&'a StoreInfo>,
}

/// Everything that Glance would refuse in an import into `target`, as far as it is known before
/// Glance has looked at the data.
#[must_use]
pub fn validate_import(
    body: &Value,
    target: &ImportTarget<'_>,
    rules: &Rules<'_>,
) -> Vec<Violation> {
    let Some(body) = body.as_object() else {
        let code = if body.is_array() {
            ViolationCode::Crash
        } else {
            ViolationCode::WrongType
        };
        let message = "The body must be a JSON object with the key method.";
        return vec![Violation::new(Field::Body, code, message)];
    };
    let (source, name) = match method(body, target.methods) {
        Ok(method) => method,
        Err(violation) => return vec![violation],
    };
    let mut violations = Vec::new();
    violations.extend(flag(body, "all_stores_must_succeed"));
    violations.extend(flag(body, "all_stores"));
    violations.extend(wrong_state(&name, target.image));
    violations.extend(no_formats(target.image));
    violations.extend(remote_image(&name, source));
    violations.extend(copy_by_a_member(&name, rules));
    violations.extend(under_way(target.image));
    violations.extend(stores(body, target.stores));
    violations.extend(already_stored(&name, body, target));
    violations.extend(needs_several_stores(body, target.stores));
    violations.extend(download(&name, source));
    violations
}

/// The method and its settings. A cloud that has not enabled it refuses it (400); what is no object
/// makes Glance fail (500).
fn method<'a>(
    body: &'a Map<String, Value>,
    enabled: &[ImportMethod],
) -> Result<(&'a Map<String, Value>, ImportMethod), Violation> {
    let violation = |code, message: &str| Violation::new(Field::ImportMethod, code, message);
    let source = body
        .get("method")
        .ok_or_else(|| violation(ViolationCode::Missing, "An import needs the key method."))?;
    let source = source.as_object().ok_or_else(|| {
        violation(
            ViolationCode::Crash,
            "The method is a JSON object with the key name.",
        )
    })?;
    let name = source
        .get("name")
        .ok_or_else(|| violation(ViolationCode::Missing, "The method needs a name."))?;
    let name = name
        .as_str()
        .map(ImportMethod::from)
        .filter(|name| enabled.contains(name));
    let words: Vec<&str> = enabled.iter().map(ImportMethod::as_str).collect();
    let message = format!("This cloud imports by {}.", words.join(", "));
    let name = name.ok_or_else(|| violation(ViolationCode::NotAllowed, &message))?;
    Ok((source, name))
}

/// A setting that must be a JSON boolean (400).
fn flag(body: &Map<String, Value>, key: &str) -> Option<Violation> {
    body.get(key).filter(|value| !value.is_boolean()).map(|_| {
        Violation::new(
            Field::ImportStores,
            ViolationCode::WrongType,
            format!("The setting {key} must be true or false."),
        )
    })
}

/// Each method wants the image in a state of its own (409).
fn wrong_state(name: &ImportMethod, image: &Image) -> Option<Violation> {
    let message = match (name, &image.status) {
        (ImportMethod::CopyImage, Status::Active) => return None,
        (ImportMethod::CopyImage, _) => "Only an active image can be copied to other stores.",
        (_, Status::Active) => "This image has its data already.",
        (ImportMethod::WebDownload | ImportMethod::GlanceDownload, status)
            if *status != Status::Queued =>
        {
            "Only a queued image can take a download."
        }
        (ImportMethod::GlanceDirect, status) if *status != Status::Uploading => {
            "Data must be staged before it is imported."
        }
        _ => return None,
    };
    Some(Violation::new(
        Field::ImportMethod,
        ViolationCode::WrongState,
        message,
    ))
}

/// Both formats must be set (409, where an upload gives 400).
fn no_formats(image: &Image) -> Vec<Violation> {
    let missing = |field, word| {
        Violation::new(
            field,
            ViolationCode::WrongState,
            format!("Choose a {word} first."),
        )
    };
    let container = image.container_format.is_none();
    let disk = image.disk_format.is_none();
    let container = container.then(|| missing(Field::ContainerFormat, "container format"));
    let disk = disk.then(|| missing(Field::DiskFormat, "disk format"));
    container.into_iter().chain(disk).collect()
}

/// `glance-download` wants to know which image of which region (400).
fn remote_image(name: &ImportMethod, source: &Map<String, Value>) -> Vec<Violation> {
    let mut violations = Vec::new();
    if *name != ImportMethod::GlanceDownload {
        return violations;
    }
    let mut report = |code, message| {
        violations.push(Violation::new(Field::ImportMethod, code, message));
    };
    if !source.contains_key("glance_region") {
        report(ViolationCode::Missing, "Name the region of the image.");
    }
    match source.get("glance_image_id").map(Value::as_str) {
        None => report(ViolationCode::Missing, "Name the id of the image."),
        Some(Some(id)) if id.parse::<ImageId>().is_ok() => {}
        Some(_) => report(ViolationCode::Malformed, "The id of the image is no UUID."),
    }
    violations
}

/// Only an administrator copies an image between stores (403, policy `copy_image`).
fn copy_by_a_member(name: &ImportMethod, rules: &Rules<'_>) -> Option<Violation> {
    let is_member = rules.caller.is_some_and(|caller| !caller.is_admin());
    (*name == ImportMethod::CopyImage && is_member).then(|| {
        Violation::new(
            Field::ImportMethod,
            ViolationCode::Forbidden,
            "Only an administrator can copy an image to other stores.",
        )
    })
}

/// One import at a time (409). Glance lets a second one in when the first has not moved for an hour.
fn under_way(image: &Image) -> Option<Violation> {
    image.import_task().map(|_| {
        Violation::new(
            Field::ImportMethod,
            ViolationCode::WrongState,
            Reason::ImportRunning.to_string(),
        )
    })
}

/// The stores to write to: not together with all of them (400), and each known (409).
fn stores(body: &Map<String, Value>, known: Option<&StoreInfo>) -> Vec<Violation> {
    let violation = |code, message: String| Violation::new(Field::ImportStores, code, message);
    // Without several stores Glance does not look at the setting.
    let (Some(chosen), Some(known)) = (body.get("stores"), known) else {
        return Vec::new();
    };
    if body.get("all_stores") == Some(&Value::Bool(true)) {
        let message = "Name the stores or choose all of them, not both.".to_owned();
        return vec![violation(ViolationCode::NotAllowed, message)];
    }
    match chosen {
        Value::Array(ids) => ids
            .iter()
            .filter_map(|id| store(id, known))
            .map(|(code, message)| violation(code, message))
            .collect(),
        // Glance takes text for a list of letters, and none of them is a store.
        Value::String(text) if !text.is_empty() => {
            let message = "The stores must be a list.".to_owned();
            vec![violation(ViolationCode::WrongState, message)]
        }
        Value::String(_) | Value::Object(_) => {
            let message = "The stores must be a list.".to_owned();
            vec![violation(ViolationCode::Fragile, message)]
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            let message = "The stores must be a list.".to_owned();
            vec![violation(ViolationCode::Crash, message)]
        }
    }
}

/// Whether a store can be written to. Glance also takes those that it keeps for itself, and the
/// image's data then lies where staged data is swept away.
fn store(id: &Value, known: &StoreInfo) -> Option<(ViolationCode, String)> {
    let found = id
        .as_str()
        .and_then(|id| known.stores.iter().find(|store| store.id == id));
    let is_internal = id.as_str().is_some_and(|id| id.starts_with("os_glance_"));
    match found {
        Some(store) if store.is_read_only() => Some((
            ViolationCode::Fragile,
            format!("Nothing can be written to the store {}.", store.id),
        )),
        Some(_) => None,
        None if is_internal => Some((
            ViolationCode::Fragile,
            "This store is Glance's own.".to_owned(),
        )),
        None => Some((
            ViolationCode::WrongState,
            format!("There is no store {id}."),
        )),
    }
}

/// A copy goes only to where the image is not yet (400), unless it is to go to all stores.
fn already_stored(
    name: &ImportMethod,
    body: &Map<String, Value>,
    target: &ImportTarget<'_>,
) -> Option<Violation> {
    if *name != ImportMethod::CopyImage || body.get("all_stores") == Some(&Value::Bool(true)) {
        return None;
    }
    let default = || target.stores.and_then(StoreInfo::default_store);
    let is_chosen = |id: &str| match body.get("stores") {
        Some(Value::Array(ids)) => ids.iter().any(|chosen| chosen.as_str() == Some(id)),
        Some(_) => false,
        None => default().is_some_and(|store| store.id == id),
    };
    let store = target.image.store_ids().find(|id| is_chosen(id))?;
    Some(Violation::new(
        Field::ImportStores,
        ViolationCode::NotAllowed,
        format!("The image is in the store {store} already."),
    ))
}

/// That some stores may fail can be said only where there are several (400).
fn needs_several_stores(
    body: &Map<String, Value>,
    stores: Option<&StoreInfo>,
) -> Option<Violation> {
    let may_fail = body.get("all_stores_must_succeed") == Some(&Value::Bool(false));
    (may_fail && stores.is_none()).then(|| {
        Violation::new(
            Field::ImportStores,
            ViolationCode::NotAllowed,
            "This cloud has one store, so it must succeed.",
        )
    })
}

/// A download needs an address that Glance may ask (400); one that is no text makes it fail (500).
fn download(name: &ImportMethod, source: &Map<String, Value>) -> Option<Violation> {
    if *name != ImportMethod::WebDownload {
        return None;
    }
    let (code, message) = match source.get("uri") {
        None | Some(Value::Null) => (ViolationCode::Missing, "Enter the address of the data."),
        Some(Value::String(uri)) if uri.is_empty() => {
            (ViolationCode::Missing, "Enter the address of the data.")
        }
        Some(Value::String(uri)) => (ViolationCode::NotAllowed, uri::refusal(uri)?),
        Some(_) => (ViolationCode::Crash, "The address is text."),
    };
    Some(Violation::new(Field::ImportUri, code, message))
}
