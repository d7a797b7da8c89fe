//! Keystone, in the few calls that the gateway makes.

use std::rc::Rc;

use gaze_shared::gateway::Project;

use crate::core::auth::keystone::{self, Grant, ReceiptBody, TokenBody, is_keystone_error};
use crate::core::auth::permit::Authenticated;
use crate::core::auth::policy::Freshness;
use crate::core::auth::session::SessionSecrets;
use crate::core::auth::token_cache::Remembered;
use crate::core::config::Settings;
use crate::core::crypto::secret::Secret;
use crate::core::errors::problem::Problem;
use crate::worker::isolate;
use crate::worker::upstream::client::UpstreamRequest;

/// A token that Keystone has just issued.
pub(crate) struct Issued {
    pub(crate) token: Secret,
    pub(crate) body: TokenBody,
}

/// Where Keystone gives tokens and describes them, without the catalogue of services, which nobody reads here.
const TOKENS_PATH: &str = "/auth/tokens?nocatalog";

/// What Keystone says to a grant.
pub(crate) enum Issuance {
    Issued(Box<Issued>),
    /// One more method is needed.
    Incomplete {
        /// Stands for what was right so far.
        receipt: Secret,
        /// What is missing.
        body: ReceiptBody,
    },
    /// What was granted is wrong, or the project is.
    Refused,
    /// It is right, but may not be traded for what was asked.
    Forbidden,
}

/// Trades credentials, or a token, for a token.
pub(crate) async fn issue(
    settings: &Settings,
    grant: &Grant,
    receipt: Option<&Secret>,
) -> Result<Issuance, Problem> {
    let mut request = UpstreamRequest::keystone(settings, "POST", TOKENS_PATH, None)?
        .header("content-type", "application/json")?
        .header("accept", "application/json")?;
    if let Some(receipt) = receipt {
        request = request.header(RECEIPT_HEADER, receipt.expose())?;
    }
    let asked_at = isolate::now();
    let response = request.body(grant.to_body().to_string()).send().await?;
    let status = response.status();
    let header = |name: &str| {
        let value = response.header(name);
        value
            .filter(|value| keystone::is_token(value))
            .map(Secret::new)
    };
    let text = response.text().await?;
    if status != 201 {
        if let (401, Some(receipt), Some(body)) =
            (status, header(RECEIPT_HEADER), ReceiptBody::parse(&text))
        {
            return Ok(Issuance::Incomplete { receipt, body });
        }
        return match status {
            // Keystone answers 400 to credentials that are not of its form (an empty name, say), and
            // 404 to an application credential or a token that it does not know.
            400 | 401 | 404 if is_keystone_error(&text) => Ok(Issuance::Refused),
            403 if is_keystone_error(&text) => Ok(Issuance::Forbidden),
            status => Err(Problem::IdentityUnreachable(format!(
                "status {status} to a sign-in"
            ))),
        };
    }
    let token = header("x-subject-token")
        .ok_or_else(|| Problem::IdentityUnreachable("no token in the answer".to_owned()))?;
    let body = parse_token(&text)?;
    isolate::with_tokens(|tokens| {
        let valid = Remembered::Valid(Rc::new(body.identity()));
        tokens.insert(&token, valid, asked_at, isolate::now());
    });
    Ok(Issuance::Issued(Box::new(Issued { token, body })))
}

/// Where Keystone puts the receipt of an incomplete sign-in, and looks for it in the next step.
const RECEIPT_HEADER: &str = "openstack-auth-receipt";

fn parse_token(text: &str) -> Result<TokenBody, Problem> {
    TokenBody::parse(text)
        .map_err(|error| Problem::IdentityUnreachable(format!("unreadable token: {error}")))
}

/// Asks Keystone about a token, or remembers what it said a moment ago.
pub(crate) async fn validate(
    settings: &Settings,
    token: Secret,
    freshness: Freshness,
) -> Result<Authenticated, Problem> {
    let known = isolate::with_tokens(|tokens| tokens.get(&token, isolate::now()));
    let remembered = match (known, freshness) {
        (Some(Remembered::Valid(_)), Freshness::Fresh) | (None, _) => {
            let asked_at = isolate::now();
            let validated = match validate_uncached(settings, &token).await? {
                Some(body) => Remembered::Valid(Rc::new(body.identity())),
                None => Remembered::Invalid,
            };
            isolate::with_tokens(|tokens| {
                tokens.insert(&token, validated.clone(), asked_at, isolate::now());
                match tokens.get(&token, isolate::now()) {
                    // A sign-out meanwhile has the last word.
                    Some(Remembered::SignedOut) => Remembered::SignedOut,
                    _ => validated,
                }
            })
        }
        (Some(remembered), _) => remembered,
    };
    match remembered {
        Remembered::Invalid | Remembered::SignedOut => Err(Problem::InvalidToken),
        Remembered::Valid(identity) => {
            Authenticated::new(token, identity, isolate::now()).ok_or(Problem::InvalidToken)
        }
    }
}

/// What Keystone says of a token now; `None` when it does not know it.
pub(crate) async fn validate_uncached(
    settings: &Settings,
    token: &Secret,
) -> Result<Option<TokenBody>, Problem> {
    let response = UpstreamRequest::keystone(settings, "GET", TOKENS_PATH, Some(token))?
        .header("accept", "application/json")?
        .header("x-subject-token", token.expose())?
        // Without it Keystone hides tokens of application credentials with access rules. The rules
        // are Glance's to enforce (keystonemiddleware, `validate_allowed_request`).
        .header("openstack-identity-access-rules", "1.0")?
        .send()
        .await?;
    let status = response.status();
    let text = response.text().await?;
    match status {
        200 => parse_token(&text).map(Some),
        401 | 404 if is_keystone_error(&text) => Ok(None),
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to a validation"
        ))),
    }
}

/// The projects that the owner of a token can work in.
pub(crate) async fn projects(settings: &Settings, token: &Secret) -> Result<Vec<Project>, Problem> {
    listed(settings, token, "/auth/projects")
        .await?
        .ok_or(Problem::ProjectRefused)
}

/// All projects that the owner of a token may see: those of the cloud, where Keystone's policy shows them,
/// else the owner's own.
pub(crate) async fn visible_projects(
    settings: &Settings,
    token: &Secret,
) -> Result<Vec<Project>, Problem> {
    match listed(settings, token, "/projects").await? {
        Some(projects) => Ok(projects),
        None => projects(settings, token).await,
    }
}

/// What Keystone tells the owner of a token of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProjectView {
    Shown,
    /// There may be one: the caller is not told.
    Withheld,
    /// There is none.
    Missing,
}

/// Asks for a project with somebody's token.
pub(crate) async fn project_view(
    settings: &Settings,
    token: &Secret,
    project_id: &str,
) -> Result<ProjectView, Problem> {
    let (status, text) = read(settings, token, &format!("/projects/{project_id}")).await?;
    match status {
        200 => Ok(ProjectView::Shown),
        404 if is_keystone_error(&text) => Ok(ProjectView::Missing),
        403 | 404 => Ok(ProjectView::Withheld),
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to a project"
        ))),
    }
}

/// Whether Keystone's policy, which operators change, keeps the owner of a token from setting limits. It has
/// no other way to be asked than to be told to set one: of a service that there is not, which comes to
/// nothing, and for whom may not is refused before that shows (`keystone/api/limits.py`,
/// `LimitsResource.post`).
pub(crate) async fn may_not_set_limits(
    settings: &Settings,
    token: &Secret,
) -> Result<bool, Problem> {
    const NONE: &str = "00000000000000000000000000000000";
    let body = format!(
        r#"{{"limits": [{{"service_id": "{NONE}", "project_id": "{NONE}", "resource_name": "image_count_total", "resource_limit": 0}}]}}"#
    );
    let request = UpstreamRequest::keystone(settings, "POST", "/limits", Some(token))?
        .header("content-type", "application/json")?;
    let (status, text) = send(request.body(body)).await?;
    match status {
        400 | 403 | 404 if is_keystone_error(&text) => Ok(status == 403),
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to the question for limits"
        ))),
    }
}

/// A list of projects; `None` where the policy does not show it.
async fn listed(
    settings: &Settings,
    token: &Secret,
    path: &str,
) -> Result<Option<Vec<Project>>, Problem> {
    let (status, text) = read(settings, token, path).await?;
    match status {
        200 => keystone::parse_projects(&text)
            .map(Some)
            .map_err(|error| Problem::IdentityUnreachable(format!("unreadable projects: {error}"))),
        403 => Ok(None),
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to the projects"
        ))),
    }
}

/// What Keystone shows the owner of a token at a path, with its status.
///
/// # Errors
/// It does not answer, or does not know the token any more.
async fn read(settings: &Settings, token: &Secret, path: &str) -> Result<(u16, String), Problem> {
    send(UpstreamRequest::keystone(
        settings,
        "GET",
        path,
        Some(token),
    )?)
    .await
}

/// Sends a request that has a token, and gives the answer with its status.
async fn send(request: UpstreamRequest) -> Result<(u16, String), Problem> {
    let response = request.header("accept", "application/json")?.send().await?;
    let (status, text) = (response.status(), response.text().await?);
    if status == 401 && is_keystone_error(&text) {
        return Err(Problem::InvalidToken);
    }
    Ok((status, text))
}

/// Ends what is left of a session of which a token has ended before its time, unless that is done already:
/// another copy of its cookie was signed out, which did not know the later ones.
pub(crate) async fn end_rest(settings: &Settings, session: &SessionSecrets) {
    let now = isolate::now();
    if session.anchor(now).is_none() {
        return;
    }
    let end = session.expires_at().unwrap_or(now);
    let tokens = session.clone().into_tokens();
    let left = isolate::with_tokens(|known| {
        let is_left = |token: &Secret| {
            !matches!(
                known.get(token, now),
                Some(Remembered::SignedOut | Remembered::Invalid)
            )
        };
        let (left, ended): (Vec<_>, Vec<_>) = tokens.into_iter().partition(is_left);
        for token in left.iter().chain(&ended) {
            known.sign_out(token, end, now);
        }
        left
    });
    for token in &left {
        // Where Keystone cannot be told, the token ends by itself; here it is refused from now on.
        drop(revoke(settings, token).await);
    }
}

pub(crate) async fn revoke(settings: &Settings, token: &Secret) -> Result<(), Problem> {
    let response = UpstreamRequest::keystone(settings, "DELETE", "/auth/tokens", Some(token))?
        .header("x-subject-token", token.expose())?
        .send()
        .await?;
    match response.status() {
        204 | 404 => Ok(()),
        // The token is gone already, which is what was wanted; or it is one of an application
        // credential whose access rules do not let it end itself.
        401 => match validate_uncached(settings, token).await? {
            None => Ok(()),
            Some(_) => Err(Problem::IdentityUnreachable(
                "the token may not revoke itself".to_owned(),
            )),
        },
        status => Err(Problem::IdentityUnreachable(format!(
            "status {status} to a sign-out"
        ))),
    }
}
