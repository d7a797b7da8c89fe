//! How large the data is that Glance is asked to fetch.

use gaze_shared::units::Bytes;

use crate::core::guard::{Host, ImportPolicy};
use crate::worker::upstream::client::UpstreamRequest;

/// How long whoever has the data may take to tell its size.
const TIMEOUT_MS: u32 = 5_000;

/// Asks for the size of what lies at an address that the policy allows, and follows nobody elsewhere.
/// `None` when it is not told.
///
/// A name is asked only where something is known of what is behind it: the operator has listed it, or
/// has named a resolver, whose answer was looked at before. Otherwise the gateway itself could be led to
/// a machine inside.
pub(crate) async fn of(policy: &ImportPolicy, address: &str) -> Option<Bytes> {
    let url = policy.check(address).ok()?;
    let is_known = match &url.host {
        Host::Address(_) => true,
        host @ Host::Name(_) => policy.resolver.is_some() || !policy.is_open_about(host),
    };
    if !is_known {
        return None;
    }
    let request = UpstreamRequest::describe_import(address).ok()?;
    let request = request.header("accept-encoding", "identity").ok()?;
    let response = request.within_ms(TIMEOUT_MS).send().await.ok()?;
    if response.status() != 200 {
        return None;
    }
    let declared: u64 = response.header("content-length")?.parse().ok()?;
    // Many say so of whatever they make while it is asked for.
    (declared > 0).then_some(Bytes(declared))
}
