//! The edge's own routes.

use gaze_shared::gateway::{ProjectList, SignIn, SwitchProject};
use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::authentication::{check_provenance, open_session, validate_session};
use super::exchange::Exchange;
use super::identity::{self, Issued};
use super::{body, isolate};
use crate::core::cookie;
use crate::core::keystone;
use crate::core::problem::Problem;
use crate::core::route::SessionAction;
use crate::core::secret::Secret;
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
    match current_session(exchange, settings).await {
        Ok(session) => Answer::json(200, &session.session),
        // Only here is the cookie dropped: the late answer to another call must not drop the cookie
        // of a sign-in that came meanwhile.
        Err(Problem::SessionExpired) => {
            exchange.note_cause(&Problem::SessionExpired);
            let body = Problem::SessionExpired.answer(&exchange.request_id);
            Ok(Answer::json(Problem::SessionExpired.status(), &body)?
                .with("set-cookie", cookie::clear_session()))
        }
        Err(problem) => Err(problem),
    }
}

/// The session of the cookie, whose token Keystone still knows.
async fn current_session(
    exchange: &Exchange,
    settings: &Settings,
) -> Result<SealedSession, Problem> {
    let session = open_session(exchange, settings)?;
    let caller = validate_session(settings, &session).await?;
    exchange.note_identity(caller.identity());
    Ok(session)
}

async fn sign_in(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    check_provenance(exchange, settings)?;
    let sign_in: SignIn = read_json(exchange).await?;
    let request = keystone::sign_in_request(&sign_in, &settings.default_domain);
    let issued = identity::issue(settings, &request).await?;
    exchange.note_identity(&issued.body.identity());
    let issued = match issued
        .body
        .clone()
        .into_session(&settings.default_region().name)
    {
        Some(_) => issued,
        None => scope_to_first_project(settings, issued).await?,
    };
    let session = SealedSession {
        token: issued.token,
        earlier_tokens: Vec::new(),
        session: issued
            .body
            .into_session(&settings.default_region().name)
            .ok_or(Problem::NoProject)?,
    };
    keep(settings, exchange, 201, &session)
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
    let session = current_session(exchange, settings).await?;
    let SwitchProject { project_id } = read_json(exchange).await?;
    let request = keystone::rescope_request(&session.token, &project_id);
    let issued = identity::issue(settings, &request)
        .await
        .map_err(|problem| match problem {
            // The token was valid a moment ago: it is the project that Keystone refuses.
            Problem::InvalidCredentials => Problem::ProjectRefused,
            other => other,
        })?;
    let new = issued
        .body
        .into_session(&settings.default_region().name)
        .ok_or(Problem::ProjectRefused)?;
    let (switched, surplus) = session.switch_to(issued.token, new);
    let answer = keep(settings, exchange, 200, &switched)?;
    end_tokens(exchange, settings, &surplus).await;
    Ok(answer)
}

async fn sign_out(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    let session = open_session(exchange, settings)?;
    let end = session.expires_at().unwrap_or(exchange.now());
    let tokens: Vec<Secret> = session
        .earlier_tokens
        .into_iter()
        .chain([session.token])
        .collect();
    isolate::with_tokens(|known| {
        for token in &tokens {
            known.sign_out(token, end, exchange.now());
        }
    });
    // The cookie goes whether or not Keystone can be told.
    let answer = if end_tokens(exchange, settings, &tokens).await {
        Answer::empty(204)
    } else {
        Answer::json(503, &Problem::NotRevoked.answer(&exchange.request_id))?
    };
    Ok(answer.with("set-cookie", cookie::clear_session()))
}

/// Ends tokens in Keystone, all of them even when one fails; tells whether all have ended.
async fn end_tokens(exchange: &Exchange, settings: &Settings, tokens: &[Secret]) -> bool {
    let mut all_ended = true;
    for token in tokens {
        if let Err(problem) = identity::revoke(settings, token).await {
            exchange.note_cause(&problem);
            all_ended = false;
        }
    }
    all_ended
}

/// `GET /api/projects`.
pub(super) async fn projects(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    let session = current_session(exchange, settings).await?;
    let projects = identity::projects(settings, &session.token).await?;
    Answer::json(200, &ProjectList { projects })
}

/// Seals a session into the cookie and tells the page what it stands for.
fn keep(
    settings: &Settings,
    exchange: &Exchange,
    status: u16,
    session: &SealedSession,
) -> Result<Answer, Problem> {
    let nonce = isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
    let line = session
        .seal(&settings.session_keys, nonce)
        .zip(session.expires_at())
        .and_then(|(value, end)| cookie::set_session(&value, end, exchange.now()))
        .ok_or_else(|| Problem::Internal("the session does not fit into a cookie".to_owned()))?;
    Ok(Answer::json(status, &session.session)?.with("set-cookie", line))
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
