//! With what right a request is made. These constructors are the only ones, and none but them sends a token.

use crate::core::auth::permit::{Authenticated, Permit};
use crate::core::config::{Region, Settings};
use crate::core::crypto::secret::Secret;
use crate::core::http::method::Method;
use crate::core::routes::query::Query;
use crate::worker::upstream::client::UpstreamRequest;
use crate::worker::upstream::service::{NoResponse, Service};

impl UpstreamRequest {
    /// The one call to Glance that a permit is for, with the token of whom it was given to.
    pub(crate) fn permitted(
        region: &Region,
        permit: &Permit,
        query: &Query,
    ) -> Result<Self, NoResponse> {
        let route = permit.route();
        let url = format!("{}{route}{query}", region.glance.as_str());
        let request = Self::new(Service::Glance, route.method.as_str(), &url)?;
        match permit.token() {
            Some(token) => request.token(token),
            None => Ok(request),
        }
    }

    /// What the gateway itself reads in Glance for a caller, with their token: `GET`, and nothing else. The
    /// token's access rules are Glance's to apply, as its answer decides for the gateway too.
    pub(crate) fn read_for(
        caller: &Authenticated,
        region: &Region,
        path: &str,
    ) -> Result<Self, NoResponse> {
        let url = format!("{}{path}", region.glance.as_str());
        Self::new(Service::Glance, Method::Get.as_str(), &url)?.token(caller.token())
    }

    /// A call to Keystone, which is asked about tokens before anything is known of them.
    pub(crate) fn keystone(
        settings: &Settings,
        method: &'static str,
        path: &str,
        token: Option<&Secret>,
    ) -> Result<Self, NoResponse> {
        let url = format!("{}{path}", settings.keystone.as_str());
        let request =
            Self::new(Service::Keystone, method, &url)?.within(settings.timeouts.keystone);
        match token {
            Some(token) => request.token(token),
            None => Ok(request),
        }
    }

    /// What is told to anyone, without a token: versions, whether somebody answers, addresses of names.
    pub(crate) fn unauthenticated(service: Service, url: &str) -> Result<Self, NoResponse> {
        Self::new(service, Method::Get.as_str(), url)
    }

    /// Asks whoever has the data of an import how it is described, without a token.
    pub(crate) fn describe_import(address: &str) -> Result<Self, NoResponse> {
        Self::new(Service::ImportSource, Method::Head.as_str(), address)
    }
}
