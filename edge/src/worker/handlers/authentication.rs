//! Who calls: an API client with a token, or the dashboard with its cookie.

use futures_util::future::try_join;

use crate::core::auth::access_rules::OutsideRules;
use crate::core::auth::cookie::Cookie;
use crate::core::auth::cross_site::Trusted;
use crate::core::auth::keystone::is_token;
use crate::core::auth::permit::{Authenticated, Identity};
use crate::core::auth::policy::Freshness;
use crate::core::auth::session::SessionSecrets;
use crate::core::config::{Region, Settings};
use crate::core::crypto::secret::Secret;
use crate::core::errors::problem::Problem;
use crate::core::http::method::Method;
use crate::core::log::timing::Upstream;
use crate::core::routes::{Access, RequestCounting, Requirements, Route};
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;
use crate::worker::isolate;
use crate::worker::quota::requests;
use crate::worker::upstream::keystone;

/// Who calls Glance.
pub(crate) struct Caller {
    /// The token and its owner.
    pub(crate) authenticated: Authenticated,
    /// The region that the dashboard's session works in; `None` for a client with a token, whose
    /// address says it.
    pub(crate) region: Option<String>,
}

/// The caller of a request to Glance. A token of the client's own goes before the cookie: whoever
/// sends one is no browser page, and needs no check against other sites.
pub(crate) async fn caller(
    context: &RequestContext,
    settings: &Settings,
) -> Result<Caller, Problem> {
    let freshness = context.freshness(settings);
    let caller = match context.header("x-auth-token") {
        Some(token) if is_token(token) => Caller {
            authenticated: validate_sent(context, settings, Secret::new(token), freshness).await?,
            region: None,
        },
        Some(_) => return Err(Problem::InvalidToken),
        None => {
            let session = open_session(context, settings)?;
            Caller {
                authenticated: validate_session(settings, &session, freshness).await?,
                region: Some(session.session.region),
            }
        }
    };
    context.note_identity(caller.authenticated.identity());
    Ok(caller)
}

/// Who was let in to a route of the gateway's own, and the region that is meant: a session's own, and the one in
/// the query, or the default one, for a client with a token.
pub(crate) struct Admitted<'a> {
    authenticated: Authenticated,
    region: &'a Region,
}

impl<'a> Admitted<'a> {
    /// The token and its owner.
    pub(crate) const fn authenticated(&self) -> &Authenticated {
        &self.authenticated
    }

    pub(crate) const fn region(&self) -> &'a Region {
        self.region
    }
}

/// Lets in whom the route's line in the table lets in, and counts the request where it counts. Nothing else makes
/// an [`Admitted`].
pub(crate) async fn admit<'a>(
    context: &RequestContext,
    settings: &'a Settings,
    runtime: Runtime<'_>,
    required: Requirements,
) -> Result<Admitted<'a>, Problem> {
    let asked = context.query.clone()?.get("region");
    let Caller {
        authenticated,
        region,
    } = context
        .timed(Upstream::Keystone, caller(context, settings))
        .await?;
    let identity = authenticated.identity();
    let region = match asked.or(region) {
        Some(name) => settings.region(&name).ok_or(Problem::UnknownRegion)?,
        None => settings.default_region(),
    };
    // Before anything is refused, so that the line of a refusal has it too.
    context.note_region(region);
    match required.access {
        Access::LikeGlance(method, path) => identity.check_rules(method, path)?,
        Access::LikeDownload => check_download(context, identity)?,
        Access::Admin => identity.check_no_rules()?,
    }
    if required.access == Access::Admin && !identity.is_admin() {
        return Err(Problem::NotAdmin);
    }
    if required.counting == RequestCounting::Counted {
        requests::count(context, &settings.quota, runtime, region, identity).await?;
    }
    Ok(Admitted {
        authenticated,
        region,
    })
}

/// Lets pass a token whose access rules allow to read the data of the image that the path names.
fn check_download(context: &RequestContext, identity: &Identity) -> Result<(), OutsideRules> {
    let image_id = match &context.route {
        Ok(Route::Own(route)) => route.image_id(),
        _ => None,
    };
    match image_id {
        Some(image_id) => identity.check_rules(Method::Get, &image_id.data_path()),
        None => identity.check_no_rules(),
    }
}

/// Asks Keystone about a token that anybody may have made up, unless too many of those came before.
async fn validate_sent(
    context: &RequestContext,
    settings: &Settings,
    token: Secret,
    freshness: Freshness,
) -> Result<Authenticated, Problem> {
    if isolate::with_tokens(|tokens| tokens.get(&token, isolate::now()).is_some()) {
        return keystone::validate(settings, token, freshness).await;
    }
    let networks = context.counted_networks(settings);
    for network in &networks {
        isolate::with_unknown_tokens(|unknown| unknown.check(*network, isolate::now_millis()))?;
    }
    let validated = keystone::validate(settings, token, freshness).await;
    if matches!(validated, Err(Problem::InvalidToken)) {
        for network in networks {
            isolate::with_unknown_tokens(|unknown| unknown.count(network, isolate::now_millis()));
        }
    }
    validated
}

/// The session of the dashboard, as the cookie has it, after the check against other sites.
pub(crate) fn open_session(
    context: &RequestContext,
    settings: &Settings,
) -> Result<SessionSecrets, Problem> {
    // Without a cookie there is nothing that another site could make use of.
    let sealed = context.cookie(settings, Cookie::Session);
    let sealed = sealed.ok_or(Problem::NoCredentials)?;
    check_provenance(context, settings)?;
    // A cookie of a key that is gone is, to the person, a session that has ended.
    let mut session = SessionSecrets::open(&settings.session_keys, sealed, context.now())
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
pub(crate) fn check_provenance(
    context: &RequestContext,
    settings: &Settings,
) -> Result<(), Problem> {
    let trusted = Trusted {
        own_origin: context.own_origin(settings),
        cors: &settings.cors,
    };
    Ok(context.check_provenance(trusted)?)
}

/// Asks Keystone whether a session still holds: its token may have been revoked elsewhere, and the session
/// may have been signed out by another copy of its cookie, which knew its anchor.
pub(crate) async fn validate_session(
    settings: &Settings,
    session: &SessionSecrets,
    freshness: Freshness,
) -> Result<Authenticated, Problem> {
    let validate = |token: &Secret| keystone::validate(settings, token.clone(), freshness);
    let validated = match session.anchor(isolate::now()) {
        None => validate(&session.token).await,
        Some(anchor) => {
            let both = try_join(validate(&session.token), validate(anchor)).await;
            both.map(|(caller, _)| caller)
        }
    };
    match validated {
        Err(Problem::InvalidToken) => {
            keystone::end_rest(settings, session).await;
            Err(Problem::SessionExpired)
        }
        other => other,
    }
}
