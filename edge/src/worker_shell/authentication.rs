//! Who calls: an API client with a token, or the dashboard with its cookie.

use futures_util::future::try_join;

use super::exchange::Exchange;
use super::{identity, isolate};
use crate::core::access_rules::OutsideRules;
use crate::core::cookie::Cookie;
use crate::core::cross_site::Trusted;
use crate::core::keystone;
use crate::core::permit::Authenticated;
use crate::core::problem::Problem;
use crate::core::secret::Secret;
use crate::core::session::SealedSession;
use crate::core::settings::Settings;
use crate::core::settings::authentication::Freshness;

/// Who calls Glance.
pub(super) struct Caller {
    /// The token and its owner.
    pub(super) authenticated: Authenticated,
    /// The region that the dashboard's session works in; `None` for a client with a token, whose
    /// address says it.
    pub(super) region: Option<String>,
}

/// The caller of a request to Glance. A token of the client's own goes before the cookie: whoever
/// sends one is no browser page, and needs no check against other sites.
pub(super) async fn caller(exchange: &Exchange, settings: &Settings) -> Result<Caller, Problem> {
    let freshness = exchange.freshness(settings);
    let caller = match exchange.header("x-auth-token") {
        Some(token) if keystone::is_token(token) => Caller {
            authenticated: validate_sent(exchange, settings, Secret::new(token), freshness).await?,
            region: None,
        },
        Some(_) => return Err(Problem::InvalidToken),
        None => {
            let session = open_session(exchange, settings)?;
            Caller {
                authenticated: validate_session(settings, &session, freshness).await?,
                region: Some(session.session.region),
            }
        }
    };
    exchange.note_identity(caller.authenticated.identity());
    Ok(caller)
}

/// Asks Keystone about a token that anybody may have made up, unless too many of those came before.
async fn validate_sent(
    exchange: &Exchange,
    settings: &Settings,
    token: Secret,
    freshness: Freshness,
) -> Result<Authenticated, Problem> {
    if isolate::with_tokens(|tokens| tokens.get(&token, isolate::now()).is_some()) {
        return identity::validate(settings, token, freshness).await;
    }
    let networks = exchange.counted_networks(settings);
    for network in &networks {
        isolate::with_unknown_tokens(|unknown| unknown.check(*network, isolate::now_millis()))?;
    }
    let validated = identity::validate(settings, token, freshness).await;
    if matches!(validated, Err(Problem::InvalidToken)) {
        for network in networks {
            isolate::with_unknown_tokens(|unknown| unknown.count(network, isolate::now_millis()));
        }
    }
    validated
}

/// What a caller is told whose token Glance has refused after all: it was revoked a moment ago, or it is
/// one with access rules, which may do one thing and not another.
pub(super) fn refused(exchange: &Exchange) -> Problem {
    let has_rules = exchange
        .identity()
        .is_some_and(|identity| identity.access_rules.is_some());
    match exchange.header("x-auth-token") {
        _ if has_rules => OutsideRules::Question.into(),
        Some(_) => Problem::InvalidToken,
        None => Problem::SessionExpired,
    }
}

/// The session of the dashboard, as the cookie has it, after the check against other sites.
pub(super) fn open_session(
    exchange: &Exchange,
    settings: &Settings,
) -> Result<SealedSession, Problem> {
    // Without a cookie there is nothing that another site could make use of.
    let sealed = exchange.cookie(settings, Cookie::Session);
    let sealed = sealed.ok_or(Problem::NoCredentials)?;
    check_provenance(exchange, settings)?;
    // A cookie of a key that is gone is, to the person, a session that has ended.
    let mut session = SealedSession::open(&settings.session_keys, sealed, exchange.now())
        .map_err(|_| Problem::SessionExpired)?;
    if settings.region(&session.session.region).is_none() {
        // The operator has taken the region away since.
        session
            .session
            .region
            .clone_from(&settings.default_region().name);
    }
    Ok(session)
}

/// Lets only the dashboard's own pages act with the session, and those that the operator trusts with it.
pub(super) fn check_provenance(exchange: &Exchange, settings: &Settings) -> Result<(), Problem> {
    let trusted = Trusted {
        own_origin: own_origin(exchange, settings),
        cors: &settings.cors,
    };
    Ok(exchange.check_provenance(trusted)?)
}

/// Asks Keystone whether a session still holds: its token may have been revoked elsewhere, and the session
/// may have been signed out by another copy of its cookie, which knew its anchor.
pub(super) async fn validate_session(
    settings: &Settings,
    session: &SealedSession,
    freshness: Freshness,
) -> Result<Authenticated, Problem> {
    let validate = |token: &Secret| identity::validate(settings, token.clone(), freshness);
    let validated = match session.anchor(isolate::now()) {
        None => validate(&session.token).await,
        Some(anchor) => {
            let both = try_join(validate(&session.token), validate(anchor)).await;
            both.map(|(caller, _)| caller)
        }
    };
    match validated {
        Err(Problem::InvalidToken) => {
            identity::end_rest(settings, session).await;
            Err(Problem::SessionExpired)
        }
        other => other,
    }
}

/// The origin that the dashboard is served from.
pub(super) fn own_origin<'a>(exchange: &'a Exchange, settings: &'a Settings) -> &'a str {
    settings
        .public_origin
        .as_deref()
        .unwrap_or(exchange.origin())
}
