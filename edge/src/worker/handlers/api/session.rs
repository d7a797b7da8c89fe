//! The session of the cookie: who am I, another project or region, renewal, sign-out.

use gaze_shared::gateway::{ChangeSession, ProjectScope};

use crate::core::auth::cookie::Cookie;
use crate::core::auth::keystone::Grant;
use crate::core::auth::policy::Freshness;
use crate::core::auth::session::{SessionSecrets, TokenScope};
use crate::core::auth::token_cache::Remembered;
use crate::core::config::Settings;
use crate::core::crypto::secret::Secret;
use crate::core::errors::problem::Problem;
use crate::core::log::timing::Upstream;
use crate::worker::context::RequestContext;
use crate::worker::handlers::api::{end_tokens, keep, read_json, session_response};
use crate::worker::handlers::authentication::{open_session, validate_session};
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::keystone::{self, Issuance};

/// The session of the cookie, whose token Keystone still knows.
pub(crate) async fn current(
    context: &RequestContext,
    settings: &Settings,
) -> Result<SessionSecrets, Problem> {
    let session = open_session(context, settings)?;
    let validated = validate_session(settings, &session, context.freshness(settings));
    let caller = context.timed(Upstream::Keystone, validated).await?;
    context.note_identity(caller.identity());
    Ok(session)
}

/// `GET`: who am I.
pub(crate) async fn show(
    context: &RequestContext,
    settings: &Settings,
) -> Result<EdgeResponse, Problem> {
    match current(context, settings).await {
        Ok(session) => session_response(settings, context, 200, &session),
        // Only here is the cookie dropped: the late answer to another call must not drop the cookie
        // of a sign-in that came meanwhile.
        Err(Problem::SessionExpired) => {
            context.note_cause(&Problem::SessionExpired);
            let body = Problem::SessionExpired.gateway_error(&context.request_id);
            Ok(EdgeResponse::json(Problem::SessionExpired.status(), &body)?
                .with("set-cookie", forgotten(context, settings)))
        }
        Err(problem) => Err(problem),
    }
}

/// `PATCH`: another project, another region, or a new token for the same.
pub(crate) async fn change(
    context: &RequestContext,
    settings: &Settings,
) -> Result<EdgeResponse, Problem> {
    let session = current(context, settings).await?;
    let ChangeSession { project_id, region } = read_json(context).await?;
    let region = match region {
        Some(name) => &settings.region(&name).ok_or(Problem::UnknownRegion)?.name,
        None => &session.session.region.clone(),
    };
    let wants_other_project = project_id
        .as_ref()
        .is_some_and(|id| *id != session.session.project.id);
    let wants_other_region = *region != session.session.region;
    let (mut session, surplus) = match project_id {
        Some(id) if wants_other_project => {
            let switched = switch(settings, session, &id);
            context.timed(Upstream::Keystone, switched).await?
        }
        // A token is good for all regions of its cloud.
        _ if wants_other_region => (session, Vec::new()),
        Some(_) => return session_response(settings, context, 200, &session),
        None => match context
            .timed(Upstream::Keystone, renew(context, settings, session))
            .await?
        {
            Renewed::New(session, surplus) => (session, surplus),
            Renewed::Not(session) => return session_response(settings, context, 200, &session),
        },
    };
    region.clone_into(&mut session.session.region);
    let response = keep(settings, context, 200, &session)?;
    end_tokens(context, settings, &surplus).await;
    Ok(response)
}

type WithSurplus = (SessionSecrets, Vec<Secret>);

/// Trades the token for one of another project, which ends when the first one does.
async fn switch(
    settings: &Settings,
    session: SessionSecrets,
    project_id: &str,
) -> Result<WithSurplus, Problem> {
    if session.token_scope != TokenScope::AllProjects {
        return Err(Problem::BoundToProject);
    }
    let grant = Grant::Token {
        token: session.token.clone(),
        project: ProjectScope::Id(project_id.to_owned()),
        domain: String::new(),
    };
    match keystone::issue(settings, &grant, None).await? {
        Issuance::Issued(issued) => go_on_with(settings, session, *issued).await,
        Issuance::Forbidden => Err(Problem::BoundToProject),
        // The token was valid a moment ago: it is the project that Keystone refuses. Unless somebody
        // has ended it meanwhile, which the next call will show.
        Issuance::Refused | Issuance::Incomplete { .. } => {
            isolate::with_tokens(|tokens| tokens.forget(&session.token));
            Err(Problem::ProjectRefused)
        }
    }
}

/// What became of a session that was to be renewed.
enum Renewed {
    New(SessionSecrets, Vec<Secret>),
    Not(SessionSecrets),
}

/// Gets a new token of a full lifetime where the session has what that takes.
async fn renew(
    context: &RequestContext,
    settings: &Settings,
    session: SessionSecrets,
) -> Result<Renewed, Problem> {
    let now = context.now();
    let Some(credential) = session.renewed_now_by(&settings.authentication, now) else {
        return Ok(Renewed::Not(session));
    };
    // Somebody may hold a copy of a cookie whose session was ended elsewhere: only the living are
    // renewed, and what is remembered may be a minute old.
    validate_session(settings, &session, Freshness::Fresh).await?;
    let grant = Grant::ApplicationCredential(credential.to_credential());
    match keystone::issue(settings, &grant, None).await? {
        Issuance::Issued(issued) => {
            let (session, surplus) = go_on_with(settings, session, *issued).await?;
            Ok(Renewed::New(session, surplus))
        }
        // The credential was deleted, or has ended: the session goes on to its token's end.
        Issuance::Refused | Issuance::Forbidden | Issuance::Incomplete { .. } => {
            let session = SessionSecrets {
                token_scope: TokenScope::OneProject,
                ..session
            };
            Ok(Renewed::New(session, Vec::new()))
        }
    }
}

async fn go_on_with(
    settings: &Settings,
    session: SessionSecrets,
    issued: keystone::Issued,
) -> Result<WithSurplus, Problem> {
    let was_ended = isolate::with_tokens(|tokens| {
        tokens.get(&session.token, isolate::now()) == Some(Remembered::SignedOut)
    });
    if was_ended {
        // The person has signed out while Keystone was asked; what it gave ends too.
        keystone::revoke(settings, &issued.token).await?;
        return Err(Problem::SessionExpired);
    }
    let region = session.session.region.clone();
    let new = issued
        .body
        .into_session(&region)
        .ok_or(Problem::ProjectRefused)?;
    Ok(session.go_on_with(issued.token, new, isolate::now()))
}

/// `DELETE`: ends the session here, and its tokens in Keystone.
pub(crate) async fn sign_out(
    context: &RequestContext,
    settings: &Settings,
) -> Result<EdgeResponse, Problem> {
    let session = open_session(context, settings)?;
    let end = session.expires_at().unwrap_or(context.now());
    let tokens = session.into_tokens();
    isolate::with_tokens(|known| {
        for token in &tokens {
            known.sign_out(token, end, context.now());
        }
    });
    // The cookie goes whether or not Keystone can be told.
    let response = if end_tokens(context, settings, &tokens).await {
        EdgeResponse::empty(204)
    } else {
        EdgeResponse::json(503, &Problem::NotRevoked.gateway_error(&context.request_id))?
    };
    Ok(response.with("set-cookie", forgotten(context, settings)))
}

fn forgotten(context: &RequestContext, settings: &Settings) -> String {
    Cookie::Session.clear(context.connection(settings))
}
