//! Who calls, as the platform tells it.

use web_sys::Request;

use crate::core::config::Settings;
use crate::core::http::client_address::ClientAddress;
use crate::core::http::header_lines::HeaderLines;
use crate::worker::js::runtime;

/// What the platform tells of a client, as far as the request needs it.
#[derive(Default)]
pub(super) struct Peer {
    /// The address and port that the request came from, where the runtime tells. workerd does; on
    /// Cloudflare's network nothing of this name is there.
    pub(super) address: String,
    /// The compressions that the client takes, where the header has the platform's own words.
    pub(super) compressions: String,
}

impl Peer {
    /// Only who is not told of by a proxy has to be looked at, and where nothing is said of compressions none
    /// is overridden.
    pub(super) fn read(
        request: &Request,
        settings: Option<&Settings>,
        lines: &HeaderLines,
    ) -> worker::Result<Self> {
        let is_forwarded = ClientAddress::of_client(forwarded(settings, lines), None).is_some();
        if is_forwarded && lines.get("accept-encoding").is_none() {
            return Ok(Self::default());
        }
        let described = runtime::describe_peer(request)?;
        let (address, compressions) = described.split_once('\n').unwrap_or_default();
        Ok(Self {
            address: address.to_owned(),
            compressions: compressions.to_owned(),
        })
    }
}

/// What the proxy that the operator trusts says of the client's address.
pub(super) fn forwarded<'a>(
    settings: Option<&Settings>,
    lines: &'a HeaderLines,
) -> Option<&'a str> {
    let header = settings?.authentication.client_address_header.as_ref()?;
    lines.get(header)
}
