//! What makes Glance fetch something: imports, locations and tasks.

use serde_json::Value;

use crate::core::auth::permit::Identity;
use crate::core::guard::store::is_reserved;
use crate::core::guard::{CrashCause, DocumentRefusal, ImportPolicy, ImportUrl};

/// The body of `POST /v2/images/{id}/import` (`glance/api/v2/images.py`, `import_image`): the stores
/// that it names and the address that it gives.
pub(super) fn check(
    value: &Value,
    policy: &ImportPolicy,
) -> Result<(Vec<String>, Vec<ImportUrl>), DocumentRefusal> {
    if value.is_array() {
        return Err(DocumentRefusal::Crash(CrashCause::ImportNotAnObject));
    }
    let method = value.get("method");
    if method.is_some_and(|method| !method.is_object()) {
        return Err(DocumentRefusal::Crash(CrashCause::MethodNotAnObject));
    }
    let field = |name| method.and_then(|method| method.get(name));
    if field("name").is_some_and(|name| !name.is_string()) {
        return Err(DocumentRefusal::Crash(CrashCause::MethodNameNotText));
    }
    // Any other method takes no notice of an address. One that a plugin brings may have a name that
    // is not known here, so an address is looked at whatever the method is called.
    let uri = text(field("uri"), CrashCause::UriNotText)?;
    let mut urls = Vec::new();
    if let Some(uri) = uri.filter(|uri| !uri.is_empty()) {
        urls.push(policy.check(uri)?);
    }
    // How many stores there will be to write to is decided on it.
    if value.get("all_stores").is_some_and(|all| !all.is_boolean()) {
        return Err(DocumentRefusal::Crash(CrashCause::AllStoresNotAFlag));
    }
    Ok((stores(value)?, urls))
}

/// A text that is there, or nothing.
fn text(value: Option<&Value>, no_text: CrashCause) -> Result<Option<&str>, DocumentRefusal> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(DocumentRefusal::Crash(no_text)),
    }
}

/// The stores to write to, none of them Glance's own. Glance goes through the letters of a text and the keys
/// of an object just as through a list, so only a list of texts is one.
fn stores(value: &Value) -> Result<Vec<String>, DocumentRefusal> {
    let stores = match value.get("stores") {
        None => Some(Vec::new()),
        Some(Value::Array(stores)) => stores
            .iter()
            .map(|store| store.as_str().map(str::to_owned))
            .collect(),
        Some(_) => None,
    };
    let named = stores.ok_or(DocumentRefusal::Crash(CrashCause::StoresNotAList))?;
    if named.iter().any(|store| is_reserved(store)) {
        return Err(DocumentRefusal::ReservedStore);
    }
    Ok(named)
}

/// The body of `POST /v2/images/{id}/locations`.
pub(super) fn location(
    value: &Value,
    caller: &Identity,
    policy: &ImportPolicy,
) -> Result<Vec<ImportUrl>, DocumentRefusal> {
    Ok(location_url(value, caller, policy)?.into_iter().collect())
}

/// The address of a location. An administrator, or a service that acts as one, also registers what
/// lies in a store, by an address of the store's own: Glance fetches nothing from there.
pub(super) fn location_url(
    location: &Value,
    caller: &Identity,
    policy: &ImportPolicy,
) -> Result<Option<ImportUrl>, DocumentRefusal> {
    let Some(url) = text(location.get("url"), CrashCause::LocationNotText)? else {
        return Ok(None);
    };
    if caller.is_admin() && names_no_host(url) {
        return Ok(None);
    }
    Ok(Some(policy.check(url)?))
}

/// The schemes of stores whose addresses name something in a store that Glance has in its settings. The
/// others (`swift+https`, `s3`, `vsphere`, `file`) name a host, or a place on Glance's own machine
/// (`glance_store/_drivers`).
const STORE_SCHEMES: [&str; 3] = ["cinder", "rbd", "swift+config"];

fn names_no_host(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, rest)| {
        STORE_SCHEMES.contains(&scheme) && rest.bytes().all(|byte| byte.is_ascii_graphic())
    })
}

/// The body of `POST /v2/tasks`, in which a task of the type `import` names its source
/// (`glance/async_/flows/base_import.py`).
pub(super) fn task(
    value: &Value,
    policy: &ImportPolicy,
) -> Result<Vec<ImportUrl>, DocumentRefusal> {
    let source = value
        .get("input")
        .and_then(|input| input.get("import_from"));
    match text(source, CrashCause::SourceNotText)? {
        None => Ok(Vec::new()),
        Some(url) => Ok(vec![policy.check(url)?]),
    }
}
