//! Keystone, in the few calls that the gateway makes.

use gaze_shared::gateway::Project;
use serde_json::Value;

use super::isolate;
use super::upstream::{self, NoAnswer, UpstreamRequest};
use crate::core::keystone::{self, TokenBody};
use crate::core::permit::Authenticated;
use crate::core::problem::Problem;
use crate::core::secret::Secret;
use crate::core::settings::Settings;
use crate::core::token_cache::Remembered;

impl From<NoAnswer> for Problem {
    /// Calls to Glance map their failures themselves; what is left is Keystone's.
    fn from(NoAnswer(cause): NoAnswer) -> Self {
        Self::IdentityUnreachable(cause)
    }
}

/// A token that Keystone has just issued.
pub(super) struct Issued {
    pub(super) token: Secret,
    pub(super) body: TokenBody,
}

/// How long Keystone may take. A person waits for it, and so does every call whose token is not
/// known yet; the slowest thing it does is to hash a password, which takes a fraction of a second.
const PATIENCE_MS: u32 = 10_000;

fn request(method: &'static str, url: String) -> Result<UpstreamRequest, NoAnswer> {
    Ok(UpstreamRequest::new(method, url)?.within_ms(PATIENCE_MS))
}

/// Trades credentials, or a token, for a token.
pub(super) async fn issue(settings: &Settings, grant: &Value) -> Result<Issued, Problem> {
    let url = format!("{}/auth/tokens", settings.keystone.as_str());
    let response = request("POST", url)?
        .header("content-type", "application/json")?
        .header("accept", "application/json")?
        .body(grant.to_string())
        .send()
        .await?;
    match response.status() {
        201 => {}
        // Keystone answers 400 to credentials that are not of its form (an empty name, say), and
        // 403 where a project or user is disabled.
        400 | 401 | 403 => return Err(Problem::InvalidCredentials),
        404 if keystone::is_keystone_error(&upstream::text(&response).await?) => {
            return Err(Problem::InvalidCredentials);
        }
        status => {
            return Err(Problem::IdentityUnreachable(format!(
                "status {status} to a sign-in"
            )));
        }
    }
    let token = response
        .headers()
        .get("x-subject-token")
        .ok()
        .flatten()
        .filter(|token| keystone::is_token(token))
        .map(Secret::new)
        .ok_or_else(|| Problem::IdentityUnreachable("no token in the answer".to_owned()))?;
    let body = TokenBody::parse(&upstream::text(&response).await?)
        .map_err(|error| Problem::IdentityUnreachable(format!("unreadable token: {error}")))?;
    isolate::with_tokens(|tokens| {
        tokens.insert(&token, Remembered::Valid(body.identity()), isolate::now());
    });
    Ok(Issued { token, body })
}

/// Asks Keystone about a token, or remembers what it said a moment ago.
pub(super) async fn validate(settings: &Settings, token: Secret) -> Result<Authenticated, Problem> {
    let known = isolate::with_tokens(|tokens| tokens.get(&token, isolate::now()));
    let remembered = match known {
        Some(remembered) => remembered,
        None => {
            let answer = ask(settings, &token).await?;
            isolate::with_tokens(|tokens| {
                tokens.insert(&token, answer.clone(), isolate::now());
                // A sign-out meanwhile has the last word.
                tokens.get(&token, isolate::now()).unwrap_or(answer)
            })
        }
    };
    match remembered {
        Remembered::Invalid | Remembered::SignedOut => Err(Problem::InvalidToken),
        Remembered::Valid(identity) => {
            Authenticated::new(token, identity, isolate::now()).ok_or(Problem::InvalidToken)
        }
    }
}

async fn ask(settings: &Settings, token: &Secret) -> Result<Remembered, Problem> {
    let url = format!("{}/auth/tokens?nocatalog", settings.keystone.as_str());
    let response = request("GET", url)?
        .header("accept", "application/json")?
        .header("x-auth-token", token.expose())?
        .header("x-subject-token", token.expose())?
        // Without it Keystone hides tokens of application credentials with access rules. The rules
        // are Glance's to enforce (keystonemiddleware, `validate_allowed_request`).
        .header("openstack-identity-access-rules", "1.0")?
        .send()
        .await?;
    match response.status() {
        200 => TokenBody::parse(&upstream::text(&response).await?)
            .map(|body| Remembered::Valid(body.identity()))
            .map_err(|error| Problem::IdentityUnreachable(format!("unreadable token: {error}"))),
        401 | 404 if keystone::is_keystone_error(&upstream::text(&response).await?) => {
            Ok(Remembered::Invalid)
        }
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to a validation"
        ))),
    }
}

/// The projects that the owner of a token can work in.
pub(super) async fn projects(settings: &Settings, token: &Secret) -> Result<Vec<Project>, Problem> {
    let url = format!("{}/auth/projects", settings.keystone.as_str());
    let response = request("GET", url)?
        .header("accept", "application/json")?
        .header("x-auth-token", token.expose())?
        .send()
        .await?;
    match response.status() {
        200 => keystone::parse_projects(&upstream::text(&response).await?)
            .map_err(|error| Problem::IdentityUnreachable(format!("unreadable projects: {error}"))),
        401 => Err(Problem::SessionExpired),
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to the projects"
        ))),
    }
}

/// Ends a token in Keystone.
pub(super) async fn revoke(settings: &Settings, token: &Secret) -> Result<(), Problem> {
    let url = format!("{}/auth/tokens", settings.keystone.as_str());
    let response = request("DELETE", url)?
        .header("x-auth-token", token.expose())?
        .header("x-subject-token", token.expose())?
        .send()
        .await?;
    match response.status() {
        // 401 and 404: the token is gone already, which is what was wanted.
        204 | 401 | 404 => Ok(()),
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to a sign-out"
        ))),
    }
}
