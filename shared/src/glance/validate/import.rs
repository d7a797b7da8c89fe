//! An import: `POST /v2/images/{id}/import` (`glance/api/v2/images.py`, `_validate_import_body` and
//! `import_image`).

use serde_json::{Map, Value};

use super::uri;
use super::{Field, ImportCause, NotAList, Rules, Violation};
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
        let crashes = body.is_array();
        return vec![Violation::new(
            Field::Body,
            ImportCause::NotAnObject { crashes },
        )];
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
    let violation = |cause: ImportCause| Violation::new(Field::ImportMethod, cause);
    let source = body
        .get("method")
        .ok_or_else(|| violation(ImportCause::NoMethod))?;
    let source = source
        .as_object()
        .ok_or_else(|| violation(ImportCause::MethodNotAnObject))?;
    let name = source
        .get("name")
        .ok_or_else(|| violation(ImportCause::NoMethodName))?;
    let name = name
        .as_str()
        .map(ImportMethod::from)
        .filter(|name| enabled.contains(name));
    let name = name.ok_or_else(|| violation(ImportCause::MethodNotEnabled(enabled.to_vec())))?;
    Ok((source, name))
}

/// A setting that must be a JSON boolean (400).
fn flag(body: &Map<String, Value>, key: &'static str) -> Option<Violation> {
    body.get(key)
        .filter(|value| !value.is_boolean())
        .map(|_| Violation::new(Field::ImportStores, ImportCause::NotAFlag(key)))
}

/// Each method wants the image in a state of its own (409).
fn wrong_state(name: &ImportMethod, image: &Image) -> Option<Violation> {
    let cause = match (name, &image.status) {
        (ImportMethod::CopyImage, Status::Active) => return None,
        (ImportMethod::CopyImage, _) => ImportCause::CopyNeedsActive,
        (_, Status::Active) => ImportCause::HasData,
        (ImportMethod::WebDownload | ImportMethod::GlanceDownload, status)
            if *status != Status::Queued =>
        {
            ImportCause::DownloadNeedsQueued
        }
        (ImportMethod::GlanceDirect, status) if *status != Status::Uploading => {
            ImportCause::NothingStaged
        }
        _ => return None,
    };
    Some(Violation::new(Field::ImportMethod, cause))
}

/// Both formats must be set (409, where an upload gives 400).
fn no_formats(image: &Image) -> Vec<Violation> {
    let container = image.container_format.is_none();
    let disk = image.disk_format.is_none();
    let container =
        container.then(|| Violation::new(Field::ContainerFormat, ImportCause::NoContainerFormat));
    let disk = disk.then(|| Violation::new(Field::DiskFormat, ImportCause::NoDiskFormat));
    container.into_iter().chain(disk).collect()
}

/// `glance-download` wants to know which image of which region (400).
fn remote_image(name: &ImportMethod, source: &Map<String, Value>) -> Vec<Violation> {
    let mut violations = Vec::new();
    if *name != ImportMethod::GlanceDownload {
        return violations;
    }
    let mut report = |cause: ImportCause| {
        violations.push(Violation::new(Field::ImportMethod, cause));
    };
    if !source.contains_key("glance_region") {
        report(ImportCause::NoRegion);
    }
    match source.get("glance_image_id").map(Value::as_str) {
        None => report(ImportCause::NoRemoteImage),
        Some(Some(id)) if id.parse::<ImageId>().is_ok() => {}
        Some(_) => report(ImportCause::RemoteImageNotAnId),
    }
    violations
}

/// Only an administrator copies an image between stores (403, policy `copy_image`).
fn copy_by_a_member(name: &ImportMethod, rules: &Rules<'_>) -> Option<Violation> {
    let is_member = rules.caller.is_some_and(|caller| !caller.is_admin());
    (*name == ImportMethod::CopyImage && is_member)
        .then(|| Violation::new(Field::ImportMethod, ImportCause::CopyByAMember))
}

/// One import at a time (409). Glance lets a second one in when the first has not moved for an hour.
fn under_way(image: &Image) -> Option<Violation> {
    image
        .import_task()
        .map(|_| Violation::new(Field::ImportMethod, ImportCause::UnderWay))
}

/// The stores to write to: not together with all of them (400), and each known (409).
fn stores(body: &Map<String, Value>, known: Option<&StoreInfo>) -> Vec<Violation> {
    let violation = |cause: ImportCause| Violation::new(Field::ImportStores, cause);
    // Without several stores Glance does not look at the setting.
    let (Some(chosen), Some(known)) = (body.get("stores"), known) else {
        return Vec::new();
    };
    if body.get("all_stores") == Some(&Value::Bool(true)) {
        return vec![violation(ImportCause::StoresTwice)];
    }
    match chosen {
        Value::Array(ids) => ids
            .iter()
            .filter_map(|id| store(id, known))
            .map(violation)
            .collect(),
        Value::String(text) if !text.is_empty() => {
            vec![violation(ImportCause::StoresNotAList(NotAList::Letters))]
        }
        Value::String(_) | Value::Object(_) => {
            vec![violation(ImportCause::StoresNotAList(NotAList::Taken))]
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            vec![violation(ImportCause::StoresNotAList(NotAList::Fatal))]
        }
    }
}

/// Whether a store can be written to. Glance also takes those that it keeps for itself, and the
/// image's data then lies where staged data is swept away.
fn store(id: &Value, known: &StoreInfo) -> Option<ImportCause> {
    let found = id
        .as_str()
        .and_then(|id| known.stores.iter().find(|store| store.id == id));
    let is_internal = id.as_str().is_some_and(|id| id.starts_with("os_glance_"));
    match found {
        Some(store) if store.is_read_only() => {
            Some(ImportCause::ReadOnlyStore(store.id.to_string()))
        }
        Some(_) => None,
        None if is_internal => Some(ImportCause::InternalStore),
        None => Some(ImportCause::NoSuchStore(id.to_string())),
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
        ImportCause::AlreadyStored(store.to_string()),
    ))
}

/// That some stores may fail can be said only where there are several (400).
fn needs_several_stores(
    body: &Map<String, Value>,
    stores: Option<&StoreInfo>,
) -> Option<Violation> {
    let may_fail = body.get("all_stores_must_succeed") == Some(&Value::Bool(false));
    (may_fail && stores.is_none())
        .then(|| Violation::new(Field::ImportStores, ImportCause::OnlyStore))
}

/// A download needs an address that Glance may ask (400); one that is no text makes it fail (500).
fn download(name: &ImportMethod, source: &Map<String, Value>) -> Option<Violation> {
    if *name != ImportMethod::WebDownload {
        return None;
    }
    let cause = match source.get("uri") {
        None | Some(Value::Null) => ImportCause::NoUri,
        Some(Value::String(uri)) if uri.is_empty() => ImportCause::NoUri,
        Some(Value::String(uri)) => ImportCause::Uri(uri::refusal(uri)?),
        Some(_) => ImportCause::UriNotText,
    };
    Some(Violation::new(Field::ImportUri, cause))
}
