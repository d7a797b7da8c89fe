//! Asks [`crate::core::guard`] about what is on its way to Glance.

use crate::core::auth::permit::Permit;
use crate::core::config::{Region, Settings};
use crate::core::errors::problem::Problem;
use crate::core::guard::{self, Document, Forwarded};
use crate::worker::context::RequestContext;
use crate::worker::upstream::glance;
use crate::worker::upstream::resolver;

/// The most metadata that is taken. An image with the 128 properties of Glance's default quota, each
/// of the 255 characters that clients show, has some 60 KiB.
const LIMIT_BYTES: usize = 1024 * 1024;

const STORE_HEADER: &str = "x-image-meta-store";

/// Looks at what the headers and the path name.
pub(crate) fn headers(context: &RequestContext, permit: &Permit) -> Result<(), Problem> {
    if let Some(store) = context.header(STORE_HEADER) {
        guard::check_store_header(store)?;
    }
    Ok(guard::check_store_path(permit.route())?)
}

/// Reads the document of a call, and gives what of it may be forwarded.
pub(crate) async fn document(
    context: &RequestContext,
    settings: &Settings,
    region: &Region,
    permit: &Permit,
) -> Result<Vec<u8>, Problem> {
    let body = context.read_body(LIMIT_BYTES).await?;
    let (Some(caller), false) = (permit.identity(), body.is_empty()) else {
        return Ok(body);
    };
    let document = Document::of(permit.route());
    let mut passed = guard::check(document, &body, caller, &settings.import)?;
    if document == Document::Import {
        // The older way to name one store.
        passed
            .stores
            .extend(context.header(STORE_HEADER).map(str::to_owned));
    }
    if !passed.stores.is_empty()
        && let Some(known) = glance::known_stores(&context.request_id, region, permit).await?
    {
        guard::check_writable(&passed.stores, &known)?;
    }
    resolver::check(&settings.import, &passed.urls).await?;
    Ok(match passed.forwarded {
        Forwarded::AsItCame => body,
        Forwarded::NoJson => guard::NO_JSON.into(),
    })
}
