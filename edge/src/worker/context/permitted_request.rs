//! One of Glance's requests, once it may be made.

use crate::core::auth::permit::Permit;
use crate::core::config::{Region, Settings};
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;

/// Where a request goes, and with whose right.
#[derive(Clone, Copy)]
pub(crate) struct PermittedRequest<'a> {
    pub(crate) context: &'a RequestContext,
    pub(crate) settings: &'a Settings,
    pub(crate) runtime: Runtime<'a>,
    pub(crate) region: &'a Region,
    pub(crate) permit: &'a Permit,
}
