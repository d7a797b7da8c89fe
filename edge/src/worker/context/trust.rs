//! What is believed of a request: by whose connection, cookie and pages it comes.

use gaze_shared::gateway::CSRF_HEADER;

use crate::core::auth::access_rules::OutsideRules;
use crate::core::auth::connection::Connection;
use crate::core::auth::cookie::Cookie;
use crate::core::auth::cors::{Cors, ListedOrigin, Options};
use crate::core::auth::cross_site::{self, CrossSite, Provenance, Trusted};
use crate::core::auth::policy::Freshness;
use crate::core::config::Settings;
use crate::core::errors::problem::Problem;
use crate::core::http::arrival::Arrival;
use crate::core::http::client_address::ClientAddress;
use crate::core::http::counted_network::CountedNetwork;
use crate::core::http::method::Method;
use crate::worker::context::RequestContext;

impl RequestContext {
    /// How the browser reaches the gateway, as far as its cookies go.
    pub(crate) fn connection(&self, settings: &Settings) -> Connection {
        Connection::of(
            settings.public_origin.as_deref(),
            &self.origin,
            self.arrival(),
        )
    }

    /// In whose names made-up tokens of the client are counted; nobody's, where the runtime does not tell.
    pub(crate) fn counted_networks(&self, settings: &Settings) -> Vec<CountedNetwork> {
        let Some(network) = self.client.map(ClientAddress::network) else {
            return Vec::new();
        };
        let arrival = match settings.authentication.client_address_header {
            Some(_) => Arrival::Direct,
            None => self.arrival(),
        };
        let forwarded_for = self.header("x-forwarded-for").or(self.header("x-real-ip"));
        CountedNetwork::of(network, arrival, forwarded_for)
    }

    fn arrival(&self) -> Arrival {
        Arrival::of(|name| self.header(name).is_some())
    }

    pub(crate) fn cookie(&self, settings: &Settings, cookie: Cookie) -> Option<&str> {
        cookie.find(self.connection(settings), self.header("cookie")?)
    }

    /// The entry of the operator's list that the page's origin has, if it has one.
    pub(crate) fn listed_origin<'a>(&self, cors: &'a Cors) -> Option<&'a ListedOrigin> {
        cors.find(self.header("origin"))
    }

    /// What the request is if it is an `OPTIONS`.
    pub(crate) fn options(&self, cors: &Cors) -> Option<Options> {
        (self.method() == "OPTIONS").then(|| {
            let requested_method = self.header("access-control-request-method");
            let listed = self.listed_origin(cors);
            Options::read(listed, requested_method, &self.route)
        })
    }

    /// Asks [`crate::core::auth::cross_site`] about this request.
    pub(crate) fn check_provenance(&self, trusted: Trusted<'_>) -> Result<(), CrossSite> {
        // Only methods that some route takes get here; another one is treated as one that writes.
        let method = Method::parse(self.method()).unwrap_or(Method::Post);
        let (csrf, site, origin) = (
            self.header(CSRF_HEADER),
            self.header("sec-fetch-site"),
            self.header("origin"),
        );
        let provenance = Provenance {
            csrf_header: csrf,
            sec_fetch_site: site,
            origin,
        };
        cross_site::check(method, provenance, trusted)
    }

    /// How fresh Keystone's word on this request's token must be.
    pub(crate) fn freshness(&self, settings: &Settings) -> Freshness {
        // Another method than those of the routes is treated as one that writes.
        let method = Method::parse(self.method()).unwrap_or(Method::Post);
        settings.authentication.token_validation.for_method(method)
    }

    /// What a caller is told whose token does not hold. One that Glance or Keystone has refused after all was
    /// revoked a moment ago, or has access rules, and may do one thing and not another.
    pub(crate) fn token_refused(&self) -> Problem {
        let has_rules = self
            .identity()
            .is_some_and(|identity| identity.access_rules.is_some());
        match self.header("x-auth-token") {
            _ if has_rules => OutsideRules::Question.into(),
            Some(_) => Problem::InvalidToken,
            None => Problem::SessionExpired,
        }
    }

    /// The origin that the dashboard is served from.
    pub(crate) fn own_origin<'a>(&'a self, settings: &'a Settings) -> &'a str {
        settings.public_origin.as_deref().unwrap_or(self.origin())
    }
}
