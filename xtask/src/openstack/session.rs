//! Signing in to Keystone.

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::StatusCode;

use super::expect;
use crate::http;

/// A user of the demo. The project and the password have the user's name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Person {
    Demo,
    Alt,
    Admin,
}

impl Person {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Alt => "alt",
            Self::Admin => "admin",
        }
    }
}

/// A person signed in to their project.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) token: String,
    pub(crate) project_id: String,
}

#[derive(Deserialize)]
struct TokenDocument {
    token: TokenBody,
}

#[derive(Deserialize)]
struct TokenBody {
    project: Project,
}

#[derive(Deserialize)]
struct Project {
    id: String,
}

impl Session {
    pub(crate) fn sign_in(keystone_url: &str, person: Person) -> Result<Self> {
        let name = person.name();
        let domain = json!({ "name": "Default" });
        let body = json!({ "auth": {
            "identity": {
                "methods": ["password"],
                "password": { "user": { "name": name, "password": name, "domain": domain } },
            },
            "scope": { "project": { "name": name, "domain": domain } },
        }});
        let doing = format!("Signing in as {name}");
        let agent = http::agent(Duration::from_secs(30));
        let (token, document): (_, TokenDocument) =
            issue_token(&agent, keystone_url, body, &doing)?;
        Ok(Self {
            token,
            project_id: document.token.project.id,
        })
    }
}

/// A token, and what Keystone says of it. `keystone_url` ends in its version.
///
/// # Errors
/// Keystone does not answer, or refuses.
pub(crate) fn issue_token<T: DeserializeOwned>(
    agent: &Agent,
    keystone_url: &str,
    body: Value,
    doing: &str,
) -> Result<(String, T)> {
    let response = agent
        .post(format!("{keystone_url}/auth/tokens"))
        .send_json(body);
    let mut response = expect(response, StatusCode::CREATED, doing)?;
    let token = response
        .headers()
        .get("x-subject-token")
        .and_then(|token| token.to_str().ok());
    let token = token
        .with_context(|| format!("{doing} gave no token"))?
        .to_owned();
    let document = response.body_mut().read_json();
    Ok((token, document.with_context(|| doing.to_owned())?))
}
