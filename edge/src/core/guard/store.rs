//! Which stores a client may write to.

use gaze_shared::glance::store::StoreInfo;

use crate::core::guard::DocumentRefusal;
use crate::core::routes::{GlanceRoute, Resource};

/// Whether Glance keeps a store for itself, for staged data and the data of tasks. It takes such a name
/// from a client all the same (`glance/common/store_utils.py`), and what is written there is swept away.
pub(super) fn is_reserved(store: &str) -> bool {
    store
        .trim()
        .get(..RESERVED_PREFIX.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(RESERVED_PREFIX))
}

const RESERVED_PREFIX: &str = "os_glance_";

/// Looks at the header `X-Image-Meta-Store`. Glance itself refuses a store that it does not know (400)
/// and one that cannot be written to (410).
///
/// # Errors
/// The store is Glance's own.
pub fn check_store_header(store: &str) -> Result<(), DocumentRefusal> {
    // A header that came twice is one with a comma.
    if store.split(',').any(is_reserved) {
        return Err(DocumentRefusal::ReservedStore);
    }
    Ok(())
}

/// Looks at the stores of an import, with what the cloud says of its stores. Glance refuses one that
/// it does not know itself (409), and takes one that cannot be written to.
///
/// # Errors
/// One of them cannot be written to.
pub fn check_writable(stores: &[String], known: &StoreInfo) -> Result<(), DocumentRefusal> {
    let is_read_only = |id: &&String| {
        known
            .stores
            .iter()
            .any(|store| store.id == id.as_str() && store.is_read_only())
    };
    match stores.iter().find(is_read_only) {
        Some(id) => Err(DocumentRefusal::ReadOnlyStore(id.clone())),
        None => Ok(()),
    }
}

/// Looks at the store in the path of `DELETE /v2/stores/{store}/{image}`: nobody takes staged data away
/// from under an import.
///
/// # Errors
/// The store is Glance's own.
pub fn check_store_path(route: &GlanceRoute) -> Result<(), DocumentRefusal> {
    match route.resource() {
        Some(Resource::StoreImage { store_id, .. }) if is_reserved(store_id.as_str()) => {
            Err(DocumentRefusal::ReservedStore)
        }
        _ => Ok(()),
    }
}
