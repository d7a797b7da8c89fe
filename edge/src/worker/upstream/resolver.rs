//! The addresses behind names, from the resolver that the operator has named.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::try_join;
use js_sys::Uint8Array;

use crate::core::errors::problem::Problem;
use crate::core::guard::dns::{self, RecordType};
use crate::core::guard::{DocumentRefusal, Host, ImportPolicy, ImportUrl};
use crate::core::http::base_url::BaseUrl;
use crate::worker::upstream::client::{UpstreamBody, UpstreamRequest};
use crate::worker::upstream::service::{NoResponse, Service};

/// How long the resolver may take; it has to ask others in its turn.
const TIMEOUT_MS: u32 = 5_000;

/// Looks behind the names of the hosts that Glance is asked to fetch from. Without a resolver of the
/// operator's nobody is asked.
pub(crate) async fn check(policy: &ImportPolicy, urls: &[ImportUrl]) -> Result<(), Problem> {
    let Some(resolver) = &policy.resolver else {
        return Ok(());
    };
    for url in urls.iter().filter(|url| policy.is_open_about(&url.host)) {
        if let Host::Name(name) = &url.host {
            let found = try_join(
                ask(resolver, name, RecordType::A),
                ask(resolver, name, RecordType::Aaaa),
            );
            let (mut addresses, v6) = found.await?;
            addresses.extend(v6);
            policy
                .check_resolved(&addresses)
                .map_err(DocumentRefusal::from)?;
        }
    }
    Ok(())
}

/// One question. What cannot be asked has no address.
async fn ask(
    resolver: &BaseUrl,
    name: &str,
    record_type: RecordType,
) -> Result<Vec<IpAddr>, NoResponse> {
    let unusable = |cause: &str| Service::Resolver.gave_none(cause);
    let Some(question) = dns::question(name, record_type) else {
        return Ok(Vec::new());
    };
    let question = URL_SAFE_NO_PAD.encode(question);
    let url = format!("{}?dns={question}", resolver.as_str());
    let response = UpstreamRequest::unauthenticated(Service::Resolver, &url)?
        .header("accept", dns::MEDIA_TYPE)?
        .within_ms(TIMEOUT_MS)
        .send()
        .await?;
    if response.status() != 200 {
        return Err(unusable(&format!("status {}", response.status())));
    }
    let UpstreamBody::Whole(buffer) = response.body() else {
        return Err(unusable("an answer without an end"));
    };
    let message = Uint8Array::new(buffer);
    if message.length() as usize > dns::MESSAGE_MAX_BYTES {
        return Err(unusable("a message that is too long"));
    }
    dns::addresses(&message.to_vec()).ok_or_else(|| unusable("no answer in it"))
}
