//! The edge's own routes.

pub(crate) mod plans;
pub(crate) mod quota;
mod session;
mod sign_in;

use gaze_shared::gateway::{ProjectList, UploadMode};
use serde::de::DeserializeOwned;
use worker::Env;

use crate::core::auth::cookie::Cookie;
use crate::core::auth::session::{Reach, SealedSession};
use crate::core::config::Settings;
use crate::core::crypto::secret::Secret;
use crate::core::errors::problem::Problem;
use crate::core::routes::SessionAction;
use crate::worker::context::Exchange;
use crate::worker::isolate;
use crate::worker::response::Answer;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::keystone;

/// Credentials and project ids are short; nothing else belongs in these bodies.
const BODY_LIMIT_BYTES: usize = 16 * 1024;

/// `GET /api/config`.
pub(crate) fn config(settings: &Settings, env: &Env) -> Result<Answer, Problem> {
    let mut modes = vec![UploadMode::Stream];
    if UploadStore::of(env).is_some() {
        modes.push(UploadMode::Tus);
    }
    Answer::json(200, &settings.public_config(modes))
}

/// `/api/session`.
pub(crate) async fn session(
    exchange: &Exchange,
    settings: &Settings,
    env: &Env,
    action: SessionAction,
) -> Result<Answer, Problem> {
    match action {
        SessionAction::Show => session::show(exchange, settings).await,
        SessionAction::SignIn => sign_in::sign_in(exchange, settings, env).await,
        SessionAction::Change => session::change(exchange, settings).await,
        SessionAction::SignOut => session::sign_out(exchange, settings).await,
    }
}

/// `GET /api/projects`.
pub(crate) async fn projects(exchange: &Exchange, settings: &Settings) -> Result<Answer, Problem> {
    let current = session::current(exchange, settings).await?;
    let projects = match current.reach {
        Reach::AllProjects => keystone::projects(settings, &current.token).await?,
        // The others are there, but the session cannot go there.
        Reach::OneProject | Reach::Renewable(_) => vec![current.session.project],
    };
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
        .and_then(|(value, end)| {
            let seconds = end.0.saturating_sub(exchange.now().0);
            Cookie::Session.set(exchange.connection(settings), &value, seconds)
        })
        .ok_or_else(|| Problem::Internal("the session does not fit into a cookie".to_owned()))?;
    Ok(tell(settings, exchange, status, session)?.with("set-cookie", line))
}

/// Tells the page what a session stands for.
fn tell(
    settings: &Settings,
    exchange: &Exchange,
    status: u16,
    session: &SealedSession,
) -> Result<Answer, Problem> {
    Answer::json(
        status,
        &session.told(&settings.authentication, exchange.now()),
    )
}

/// Ends tokens in Keystone, all of them even when one fails; tells whether all have ended.
async fn end_tokens(exchange: &Exchange, settings: &Settings, tokens: &[Secret]) -> bool {
    let mut all_ended = true;
    for token in tokens {
        if let Err(problem) = keystone::revoke(settings, token).await {
            exchange.note_cause(&problem);
            all_ended = false;
        }
    }
    all_ended
}

async fn read_json<T: DeserializeOwned>(exchange: &Exchange) -> Result<T, Problem> {
    let text = exchange.read_text(BODY_LIMIT_BYTES).await?;
    // A list would be read as the fields in their order.
    if !text.trim_start().starts_with('{') {
        return Err(Problem::MalformedBody("it is not an object".to_owned()));
    }
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
