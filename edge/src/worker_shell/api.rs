//! The edge's own routes.

use gaze_shared::gateway::{ProjectList, Session, SignIn, SwitchProject};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::answer::Answer;
use super::authentication::{open_session, own_origin, validate_session};
use super::exchange::Exchange;
use super::identity::{self, Issued};
use super::upstream::UpstreamRequest;
use super::{body, isolate};
use crate::core::cookie;
use crate::core::keystone;
use crate::core::problem::Problem;
use crate::core::route::SessionAction;
use crate::core::session::SealedSession;
use crate::core::settings::Settings;

/// Credentials and project ids are short; nothing else belongs in these bodies.
const BODY_LIMIT_BYTES: usize = 16 * 1024;

/// `GET /api/config`.
pub(super) fn config(settings: &Settings) -> Result<Answer, Problem> {
    Answer::json(200, &settings.public_config())
}

/// `/api/session`.
pub(super) async fn session(
    exchange: &Exchange,
    settings: &Settings,
    action: SessionAction,
) -> Result<Answer, Problem> {
    match action {
        SessionAction::Show => show(exchange, settings).await,
        SessionAction::SignIn => sign_in(exchange, settings).await,
        SessionAction::Switch => switch(exchange, settings).await,
        SessionAction::SignOut => sign_out(exchange, settings).await,
    }
}

async fn show(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    let session = open_session(exchange, settings)?;
    let caller = validate_session(settings, &session).await?;
    exchange.note_identity(caller.identity());
    Answer::json(200, &session.session)
}

async fn sign_in(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    exchange.check_provenance(own_origin(exchange, settings))?;
    let sign_in: SignIn = read_json(exchange).await?;
    let request = keystone::sign_in_request(&sign_in, &settings.default_domain);
    let issued = identity::issue(settings, &request).await?;
    exchange.note_identity(&issued.body.identity());
    let issued = match issued.body.clone().into_session(settings.region_name()) {
        Some(_) => issued,
        None => scope_to_first_project(settings, issued).await?,
    };
    keep(settings, exchange, 201, issued)
}

/// A person without a default project works in the first of theirs, and can switch.
async fn scope_to_first_project(settings: &Settings, unscoped: Issued) -> Result<Issued, Problem> {
    let projects = identity::projects(settings, &unscoped.token).await?;
    let first = projects.first().ok_or(Problem::NoProject)?;
    identity::issue(
        settings,
        &keystone::rescope_request(&unscoped.token, &first.id),
    )
    .await
}

async fn switch(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    let session = open_session(exchange, settings)?;
    let SwitchProject { project_id } = read_json(exchange).await?;
    let caller = validate_session(settings, &session).await?;
    exchange.note_identity(caller.identity());
    let request = keystone::rescope_request(caller.token(), &project_id);
    let issued = identity::issue(settings, &request)
        .await
        .map_err(|problem| match problem {
            // The token was valid a moment ago: it is the project that Keystone refuses.
            Problem::InvalidCredentials => Problem::NoProject,
            other => other,
        })?;
    // The old token is left to end by itself: uploads that are under way still travel with it.
    keep(settings, exchange, 200, issued)
}

async fn sign_out(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    let session = open_session(exchange, settings)?;
    // The cookie goes whether or not Keystone can be told.
    let answer = match identity::revoke(settings, &session.token).await {
        Ok(()) => Answer::empty(204),
        Err(problem) => {
            worker::console_error!(
                "{}",
                json!({ "request_id": exchange.request_id, "cause": problem.to_string() })
            );
            Answer::json(503, &Problem::NotRevoked.answer(&exchange.request_id))?
        }
    };
    Ok(answer.with("set-cookie", cookie::clear_session()))
}

/// `GET /api/projects`.
pub(super) async fn projects(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    let session = open_session(exchange, settings)?;
    let caller = validate_session(settings, &session).await?;
    exchange.note_identity(caller.identity());
    let projects = identity::projects(settings, caller.token()).await?;
    Answer::json(200, &ProjectList { projects })
}

/// `GET /healthz`: up, and with `?deep=1` whether Keystone and Glance answer.
pub(super) async fn health(
    exchange: &Exchange,
    settings: Result<&'static Settings, Problem>,
) -> Result<Answer, Problem> {
    let settings = match settings {
        Ok(settings) => settings,
        // Names of variables and what is expected in them; never their values.
        Err(problem) => {
            return Answer::json(
                500,
                &json!({ "status": "misconfigured", "reason": problem.to_string() }),
            );
        }
    };
    if exchange.query != "deep=1" {
        return Answer::json(200, &json!({ "status": "ok" }));
    }
    let keystone = is_answering(settings.keystone.as_str()).await;
    let glance = is_answering(&format!("{}/versions", settings.glance.as_str())).await;
    let word = |up| if up { "ok" } else { "unreachable" };
    let body = json!({
        "status": word(keystone && glance),
        "keystone": word(keystone),
        "glance": word(glance),
    });
    Answer::json(if keystone && glance { 200 } else { 503 }, &body)
}

/// How long an upstream may take to be called up; whoever asks has a deadline of their own.
const HEALTH_PATIENCE_MS: u32 = 3_000;

async fn is_answering(url: &str) -> bool {
    match UpstreamRequest::new("GET", url.to_owned()) {
        Ok(request) => request
            .within_ms(HEALTH_PATIENCE_MS)
            .send()
            .await
            .is_ok_and(|response| response.status() < 500),
        Err(_) => false,
    }
}

/// Seals a new token into the cookie and tells the page what it stands for.
fn keep(
    settings: &Settings,
    exchange: &Exchange,
    status: u16,
    issued: Issued,
) -> Result<Answer, Problem> {
    let session: Session = issued
        .body
        .into_session(settings.region_name())
        .ok_or(Problem::NoProject)?;
    let sealed = SealedSession {
        token: issued.token,
        session,
    };
    let nonce = isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
    let line = sealed
        .seal(&settings.session_keys, nonce)
        .zip(sealed.expires_at())
        .map(|(value, end)| cookie::set_session(&value, end, exchange.now()))
        .ok_or_else(|| Problem::Internal("the session cannot be sealed".to_owned()))?;
    Ok(Answer::json(status, &sealed.session)?.with("set-cookie", line))
}

async fn read_json<T: DeserializeOwned>(exchange: &Exchange) -> Result<T, Problem> {
    let text = body::read_text(exchange, BODY_LIMIT_BYTES).await?;
    serde_json::from_str(&text).map_err(|error| Problem::MalformedBody(describe(&error)))
}

/// Where and in what way JSON is wrong, without any of its text, which may be a password.
fn describe(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Syntax => "it is not JSON",
        serde_json::error::Category::Eof => "it breaks off",
        serde_json::error::Category::Data | serde_json::error::Category::Io => {
            "a field is missing, unknown or of the wrong type"
        }
    };
    format!("{what}, at line {} column {}", error.line(), error.column())
}
