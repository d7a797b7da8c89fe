//! The edge's own routes.

pub(crate) mod plans;
pub(crate) mod quota;
pub(crate) mod session;
pub(crate) mod sign_in;

use gaze_shared::gateway::{ProjectList, UploadMode};
use serde::de::DeserializeOwned;
use worker::Env;

use crate::core::auth::cookie::Cookie;
use crate::core::auth::session::{SessionSecrets, TokenScope};
use crate::core::config::Settings;
use crate::core::crypto::secret::Secret;
use crate::core::errors::problem::{BadBody, JsonFault, Problem};
use crate::core::log::timing::Upstream;
use crate::worker::context::RequestContext;
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::keystone;

/// Credentials and project ids are short; nothing else belongs in these bodies.
const BODY_LIMIT_BYTES: usize = 16 * 1024;

/// `GET /api/config`.
pub(crate) fn config(settings: &Settings, env: &Env) -> Result<EdgeResponse, Problem> {
    let mut modes = vec![UploadMode::Stream];
    if UploadStore::of(env).is_some() {
        modes.push(UploadMode::Tus);
    }
    EdgeResponse::json(200, &settings.public_config(modes))
}

/// `GET /api/projects`.
pub(crate) async fn projects(
    context: &RequestContext,
    settings: &Settings,
) -> Result<EdgeResponse, Problem> {
    let current = session::current(context, settings).await?;
    let projects = match current.token_scope {
        TokenScope::AllProjects => {
            let asked = keystone::projects(settings, &current.token);
            context.timed(Upstream::Keystone, asked).await?
        }
        // The others are there, but the session cannot go there.
        TokenScope::OneProject | TokenScope::Renewable(_) => vec![current.session.project],
    };
    EdgeResponse::json(200, &ProjectList { projects })
}

/// Seals a session into the cookie and tells the page what it stands for.
fn keep(
    settings: &Settings,
    context: &RequestContext,
    status: u16,
    session: &SessionSecrets,
) -> Result<EdgeResponse, Problem> {
    let nonce = isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
    let line = session
        .seal(&settings.session_keys, nonce)
        .zip(session.expires_at())
        .and_then(|(value, end)| {
            let seconds = end.0.saturating_sub(context.now().0);
            Cookie::Session.set(context.connection(settings), &value, seconds)
        })
        .ok_or_else(|| Problem::Internal("the session does not fit into a cookie".to_owned()))?;
    Ok(session_response(settings, context, status, session)?.with("set-cookie", line))
}

/// Tells the page what a session stands for.
fn session_response(
    settings: &Settings,
    context: &RequestContext,
    status: u16,
    session: &SessionSecrets,
) -> Result<EdgeResponse, Problem> {
    EdgeResponse::json(
        status,
        &session.public(&settings.authentication, context.now()),
    )
}

/// Ends tokens in Keystone, all of them even when one fails; tells whether all have ended.
async fn end_tokens(context: &RequestContext, settings: &Settings, tokens: &[Secret]) -> bool {
    let mut all_ended = true;
    for token in tokens {
        let revoked = keystone::revoke(settings, token);
        if let Err(problem) = context.timed(Upstream::Keystone, revoked).await {
            context.note_cause(&problem);
            all_ended = false;
        }
    }
    all_ended
}

async fn read_json<T: DeserializeOwned>(context: &RequestContext) -> Result<T, Problem> {
    parse_json(&context.read_text(BODY_LIMIT_BYTES).await?)
}

/// The same where nothing may be said.
pub(crate) async fn read_json_or_default<T: DeserializeOwned + Default>(
    context: &RequestContext,
) -> Result<T, Problem> {
    match context.read_text(BODY_LIMIT_BYTES).await? {
        text if text.is_empty() => Ok(T::default()),
        text => parse_json(&text),
    }
}

fn parse_json<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    // A list would be read as the fields in their order.
    if !text.trim_start().starts_with('{') {
        return Err(Problem::MalformedBody(BadBody::NotAnObject));
    }
    serde_json::from_str(text).map_err(|error| Problem::MalformedBody(wrong_json(&error)))
}

/// Where and in what way JSON is wrong, without any of its text.
fn wrong_json(error: &serde_json::Error) -> BadBody {
    BadBody::Json {
        fault: match error.classify() {
            serde_json::error::Category::Syntax => JsonFault::Syntax,
            serde_json::error::Category::Eof => JsonFault::End,
            serde_json::error::Category::Data | serde_json::error::Category::Io => JsonFault::Field,
        },
        line: error.line(),
        column: error.column(),
    }
}
