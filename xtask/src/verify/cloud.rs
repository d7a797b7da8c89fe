//! An image of somebody's cloud, read with the variables that every OpenStack client knows. No secret stands on the
//! command line, where other users of the machine could read it.

use std::fmt;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use gaze_shared::glance::image::{Image, ImageId, ImageList};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::StatusCode;

use crate::openstack::{expect, issue_token};

/// Long enough for a busy cloud.
const TIMEOUT: Duration = Duration::from_secs(60);

/// As openstacksdk reads them from the environment.
#[derive(Args, Debug)]
pub(super) struct Credentials {
    #[arg(
        long,
        env = "OS_AUTH_URL",
        value_name = "URL",
        help = "Address of Keystone: https://cloud.example:5000/v3"
    )]
    auth_url: Option<String>,

    #[arg(skip = Secrets::read())]
    secrets: Secrets,
}

/// What is taken from the environment alone.
struct Secrets {
    token: Option<String>,
    credential: Option<(String, String)>,
    password: Option<Password>,
}

struct Password {
    user: Value,
    scope: Value,
}

impl fmt::Debug for Secrets {
    /// None of them is written anywhere.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secrets")
    }
}

impl Secrets {
    fn read() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let domain = |kind: &str| match variable(&format!("OS_{kind}_DOMAIN_ID")) {
            Some(id) => json!({ "id": id }),
            None => {
                let name = variable(&format!("OS_{kind}_DOMAIN_NAME"));
                json!({ "name": name.unwrap_or_else(|| "Default".to_owned()) })
            }
        };
        let id = variable("OS_APPLICATION_CREDENTIAL_ID");
        let secret = variable("OS_APPLICATION_CREDENTIAL_SECRET");
        let password = || {
            let user = json!({
                "name": variable("OS_USERNAME")?,
                "password": variable("OS_PASSWORD")?,
                "domain": domain("USER"),
            });
            let project = match variable("OS_PROJECT_ID") {
                Some(id) => json!({ "id": id }),
                None => json!({
                    "name": variable("OS_PROJECT_NAME")?,
                    "domain": domain("PROJECT"),
                }),
            };
            let scope = json!({ "project": project });
            Some(Password { user, scope })
        };
        Self {
            token: variable("OS_TOKEN"),
            credential: id.zip(secret),
            password: password(),
        }
    }

    /// The body of Keystone's `POST /v3/auth/tokens`.
    fn sign_in_body(&self) -> Option<Value> {
        if let Some((id, secret)) = &self.credential {
            let credential = json!({ "id": id, "secret": secret });
            return Some(json!({ "auth": { "identity": {
                "methods": ["application_credential"], "application_credential": credential,
            } } }));
        }
        if let Some(token) = &self.token {
            return Some(json!({ "auth": { "identity": {
                "methods": ["token"], "token": { "id": token },
            } } }));
        }
        let Password { user, scope } = self.password.as_ref()?;
        Some(json!({ "auth": {
            "identity": { "methods": ["password"], "password": { "user": user } },
            "scope": scope,
        } }))
    }
}

/// The image service of a cloud, for who has signed in.
pub(super) struct Cloud {
    agent: Agent,
    endpoint: String,
    token: String,
}

#[derive(Deserialize)]
struct TokenDocument {
    token: TokenBody,
}

#[derive(Deserialize)]
struct TokenBody {
    #[serde(default)]
    catalog: Vec<CatalogService>,
}

#[derive(Deserialize)]
struct CatalogService {
    #[serde(rename = "type")]
    kind: String,
    endpoints: Vec<CatalogEndpoint>,
}

#[derive(Deserialize)]
struct CatalogEndpoint {
    interface: String,
    region_id: Option<String>,
    url: String,
}

impl Cloud {
    /// Signs in, unless there is a token and an address already.
    ///
    /// # Errors
    /// Nothing to sign in with, or Keystone refuses.
    pub(super) fn sign_in(credentials: &Credentials, endpoint: Option<&str>) -> Result<Self> {
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .build();
        let agent = Agent::new_with_config(config);
        let secrets = &credentials.secrets;
        if let (Some(token), Some(endpoint)) = (&secrets.token, endpoint) {
            return Ok(Self {
                agent,
                endpoint: base(endpoint),
                token: token.clone(),
            });
        }
        let (Some(keystone), Some(body)) = (&credentials.auth_url, secrets.sign_in_body()) else {
            bail!(
                "Set OS_AUTH_URL, and OS_TOKEN, or OS_APPLICATION_CREDENTIAL_ID and \
                 OS_APPLICATION_CREDENTIAL_SECRET, or OS_USERNAME, OS_PASSWORD and OS_PROJECT_NAME"
            );
        };
        let keystone = format!("{}/v3", base(keystone).trim_end_matches("/v3"));
        let doing = "Signing in at Keystone";
        let (token, document): (_, TokenDocument) = issue_token(&agent, &keystone, body, doing)?;
        let endpoint = match endpoint {
            Some(endpoint) => endpoint.to_owned(),
            None => image_endpoint(&document.token.catalog, region().as_deref()).context(
                "Keystone's catalog names no image service; give its address with --endpoint",
            )?,
        };
        Ok(Self {
            agent,
            endpoint: base(&endpoint),
            token,
        })
    }

    /// The image of an id, or the only one of a name.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub(super) fn image(&self, wanted: &str) -> Result<Image> {
        if let Ok(id) = wanted.parse::<ImageId>() {
            return self.get(&format!("/v2/images/{id}"), &[]);
        }
        let name = format!("in:\"{}\"", wanted.replace('"', "\\\""));
        let query = [
            ("name", name.as_str()),
            ("visibility", "all"),
            ("limit", "2"),
        ];
        let list: ImageList = self.get("/v2/images", &query)?;
        let mut images = list.images.into_iter();
        match (images.next(), images.next()) {
            (Some(image), None) => Ok(image),
            (None, _) => bail!("There is no image {wanted}"),
            (Some(_), Some(_)) => bail!("There is more than one image {wanted}; give the id"),
        }
    }

    fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T> {
        let request = self
            .agent
            .get(format!("{}{path}", self.endpoint))
            .header("x-auth-token", &self.token)
            .query_pairs(query.iter().copied());
        let doing = "Reading the image";
        let mut response = expect(request.call(), StatusCode::OK, doing)?;
        response.body_mut().read_json().context(doing)
    }
}

fn region() -> Option<String> {
    std::env::var("OS_REGION_NAME")
        .ok()
        .filter(|name| !name.is_empty())
}

/// The public address of the image service, in the region where one is named.
fn image_endpoint(catalog: &[CatalogService], region: Option<&str>) -> Option<String> {
    let services = catalog.iter().filter(|service| service.kind == "image");
    let endpoints = services.flat_map(|service| &service.endpoints);
    endpoints
        .filter(|endpoint| endpoint.interface == "public")
        .find(|endpoint| region.is_none() || endpoint.region_id.as_deref() == region)
        .map(|endpoint| endpoint.url.clone())
}

/// Without what each call adds: a version and a slash.
fn base(url: &str) -> String {
    let url = url.trim_end_matches('/');
    url.trim_end_matches("/v2").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Vec<CatalogService> {
        serde_json::from_value(json!([
            { "type": "identity", "endpoints": [] },
            { "type": "image", "endpoints": [
                { "interface": "internal", "region_id": "One", "url": "http://inside" },
                { "interface": "public", "region_id": "One", "url": "http://one/v2" },
                { "interface": "public", "region_id": "Two", "url": "http://two" },
            ] },
        ]))
        .unwrap()
    }

    #[test]
    fn the_address_is_the_public_one_of_the_region() {
        for (region, url) in [
            (None, Some("http://one/v2")),
            (Some("Two"), Some("http://two")),
            (Some("Three"), None),
        ] {
            assert_eq!(
                image_endpoint(&catalog(), region).as_deref(),
                url,
                "{region:?}"
            );
        }
    }

    #[test]
    fn an_address_may_have_its_version_or_not() {
        for given in [
            "http://one",
            "http://one/",
            "http://one/v2",
            "http://one/v2/",
        ] {
            assert_eq!(base(given), "http://one");
        }
    }
}
