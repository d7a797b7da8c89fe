//! `POST /api/session`: signing in.

use gaze_shared::gateway::{ProjectScope, SignIn};
use worker::Env;

use crate::core::UnixSeconds;
use crate::core::auth::connection::keeps_no_cookies;
use crate::core::auth::cookie::Cookie;
use crate::core::auth::device::{KNOWN_FOR_SECONDS, KnownDevice};
use crate::core::auth::keystone::{Grant, ReceiptBody, TokenBody};
use crate::core::auth::pending_sign_in::PendingSignIn;
use crate::core::auth::policy::{Freshness, SessionRenewal};
use crate::core::auth::session::{KeptCredential, SessionSecrets, TokenScope};
use crate::core::auth::sign_in::CredentialKind;
use crate::core::auth::sign_in::{Credentials, SignInAttempt};
use crate::core::auth::sign_in_limit::{SignInOutcome, Subject, SubjectScope, Wait};
use crate::core::config::{Region, Settings};
use crate::core::crypto::secret::Secret;
use crate::core::errors::problem::Problem;
use crate::core::http::client_address::ClientAddress;
use crate::core::log::timing::Upstream;
use crate::worker::context::RequestContext;
use crate::worker::handlers::api::{end_tokens, keep, read_json};
use crate::worker::handlers::authentication::{check_provenance, open_session};
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::keystone::{self, Issuance, Issued};

/// Signs in, or answers why not. Nothing is kept of somebody who is not signed in.
pub(crate) async fn sign_in(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
) -> Result<EdgeResponse, Problem> {
    check_provenance(context, settings)?;
    // Every browser names the origin of its page; who does not, keeps cookies as they like.
    if context.header("origin").is_some() && keeps_no_cookies(context.own_origin(settings)) {
        return Err(Problem::CookieNotKept);
    }
    let body: SignIn = read_json(context).await?;
    let attempt = SignInAttempt::read(
        body,
        &settings.default_domain,
        &settings.session_keys,
        context.now(),
    )?;
    let region = match &attempt.region {
        Some(name) => settings.region(name).ok_or(Problem::UnknownRegion)?,
        None => settings.default_region(),
    };
    if let Some(name) = attempt.credentials.user_name() {
        context.note_user_name(name, attempt.credentials.user_domain_name());
    }
    let device = context
        .cookie(settings, Cookie::Device)
        .and_then(|sealed| KnownDevice::open(&settings.session_keys, sealed, context.now()));
    let subjects = subjects(context, &attempt.credentials, device.as_ref());
    isolate::with_sign_ins(|limit| limit.begin(&subjects, context.now()))?;
    let tried = try_sign_in(settings, &attempt.credentials, region);
    let signed_in = context.timed(Upstream::Keystone, tried).await;
    let outcome = match &signed_in {
        Err(Problem::InvalidCredentials(_)) => SignInOutcome::Failed,
        _ => SignInOutcome::NotFailed,
    };
    isolate::with_sign_ins(|limit| limit.end(&subjects, outcome, context.now()));
    if outcome == SignInOutcome::Failed {
        tell_neighbours(context, env, &subjects).await;
    }
    let session = signed_in?;
    let token = session.token.clone();
    let validated = keystone::validate(settings, token, Freshness::Remembered);
    if let Ok(caller) = context.timed(Upstream::Keystone, validated).await {
        context.note_identity(caller.identity());
    }
    let (session, surplus) = after_previous(context, settings, session);
    let response = keep(settings, context, 201, &session)?;
    end_tokens(context, settings, &surplus).await;
    Ok(
        match remember_device(context, settings, &attempt.credentials, device) {
            Some(line) => response.with("set-cookie", line),
            None => response,
        },
    )
}

/// The line of the cookie by which the browser is known from now on. Without it the person has signed in
/// all the same.
fn remember_device(
    context: &RequestContext,
    settings: &Settings,
    credentials: &Credentials,
    device: Option<KnownDevice>,
) -> Option<String> {
    let person = credentials
        .person()
        .filter(|_| credentials.proves_subject())?;
    let id = isolate::random().ok()?;
    let device = KnownDevice::after_sign_in(device, &person, id, context.now());
    let sealed = device.seal(&settings.session_keys, isolate::random().ok()?)?;
    Cookie::Device.set(context.connection(settings), &sealed, KNOWN_FOR_SECONDS)
}

impl From<Wait> for Problem {
    fn from(Wait(retry_after_seconds): Wait) -> Self {
        Self::TooManySignIns {
            retry_after_seconds,
        }
    }
}

/// Whose failures this one would be. What is tried in a browser that is known for who is named counts
/// there alone: neither others who try the name nor others behind the address hold it up.
fn subjects(
    context: &RequestContext,
    credentials: &Credentials,
    device: Option<&KnownDevice>,
) -> Vec<Subject> {
    let known = device.zip(credentials.person());
    if let Some(known) = known.and_then(|(device, person)| device.subject(&person)) {
        return vec![known];
    }
    let network = context.client().map(ClientAddress::network);
    network
        .map(Subject::network)
        .into_iter()
        .chain(credentials.subject())
        .collect()
}

/// Counts a failure where the platform counts for all isolates of the location, and hears of theirs.
/// The counter cannot be asked without counting, so only failures are taken there.
async fn tell_neighbours(context: &RequestContext, env: &Env, subjects: &[Subject]) {
    for subject in subjects {
        let binding = match subject.scope() {
            SubjectScope::User | SubjectScope::Device => "SIGN_IN_FAILURES_OF_USER",
            SubjectScope::Address => "SIGN_IN_FAILURES_FROM_ADDRESS",
        };
        // Without the binding this isolate counts alone.
        let Ok(counter) = env.rate_limiter(binding) else {
            continue;
        };
        match counter.limit(subject.counter_key()).await {
            Ok(outcome) if outcome.success => {}
            Ok(_) => isolate::with_sign_ins(|limit| limit.is_used_up(subject, context.now())),
            Err(error) => worker::console_error!("{binding} does not count: {error}"),
        }
    }
}

async fn try_sign_in(
    settings: &Settings,
    credentials: &Credentials,
    region: &Region,
) -> Result<SessionSecrets, Problem> {
    let (issued, token_scope) = match (credentials, credentials.grant()) {
        (Credentials::Token { token, project }, _) => {
            trade_token(settings, token, project.as_ref()).await?
        }
        (_, Some(grant)) => {
            let issued = match keystone::issue(settings, &grant, credentials.receipt()).await? {
                Issuance::Issued(issued) => *issued,
                Issuance::Incomplete { receipt, body } => {
                    return Err(second_factor(settings, credentials, region, receipt, &body));
                }
                Issuance::Refused | Issuance::Forbidden => {
                    return Err(Problem::InvalidCredentials(credentials.kind()));
                }
            };
            let token_scope = scope_of(settings, credentials, &issued.body);
            (issued, token_scope)
        }
        (_, None) => return Err(Problem::Internal("nothing to sign in by".to_owned())),
    };
    let issued = match issued.body.project_id() {
        Some(_) => issued,
        None => scope_to_first_project(settings, issued).await?,
    };
    Ok(SessionSecrets {
        token: issued.token,
        earlier_tokens: Vec::new(),
        session: issued
            .body
            .into_session(&region.name)
            .ok_or(Problem::NoProject)?,
        token_scope,
        signed_in_at: isolate::now(),
    })
}

/// What the session will be able to get from Keystone.
fn scope_of(settings: &Settings, credentials: &Credentials, body: &TokenBody) -> TokenScope {
    let Credentials::ApplicationCredential(credential) = credentials else {
        return TokenScope::AllProjects;
    };
    match (
        body.application_credential_id(),
        settings.authentication.session_renewal,
    ) {
        (Some(id), SessionRenewal::ApplicationCredential) => {
            TokenScope::Renewable(KeptCredential {
                id: id.to_owned(),
                secret: credential.secret.clone(),
            })
        }
        _ => TokenScope::OneProject,
    }
}

/// The person's receipt, sealed: the gateway keeps nothing of somebody who is not signed in yet.
fn second_factor(
    settings: &Settings,
    credentials: &Credentials,
    region: &Region,
    receipt: Secret,
    body: &ReceiptBody,
) -> Problem {
    let (user, project) = match credentials {
        Credentials::Password { user, project, .. } => (user, project),
        Credentials::Passcode { pending, .. } => (&pending.user, &pending.project),
        Credentials::ApplicationCredential(_) | Credentials::Token { .. } => {
            return Problem::SecondFactorUnsupported;
        }
    };
    if !body.is_completed_by_totp() {
        return Problem::SecondFactorUnsupported;
    }
    let pending = PendingSignIn {
        receipt,
        user_id: body.user_id().to_owned(),
        user: user.clone(),
        project: project.clone(),
        region: Some(region.name.clone()),
        expires_at: UnixSeconds(body.expires_at().unix_seconds().unwrap_or_default()),
    };
    let sealed = isolate::random()
        .ok()
        .and_then(|nonce| pending.seal(&settings.session_keys, nonce));
    match sealed {
        Some(receipt) => Problem::SecondFactorRequired {
            receipt: Secret::new(receipt),
        },
        None => Problem::Internal("the receipt cannot be sealed".to_owned()),
    }
}

/// Trades a person's token for one of the session's own, so that the sign-out ends that one and
/// leaves theirs alone. A delegated token is traded for no other, and is taken as it is.
async fn trade_token(
    settings: &Settings,
    token: &Secret,
    wanted: Option<&ProjectScope>,
) -> Result<(Issued, TokenScope), Problem> {
    let body = keystone::validate_uncached(settings, token)
        .await?
        .ok_or(Problem::InvalidCredentials(CredentialKind::Token))?;
    let own_scope = || body.project_id().map(|id| ProjectScope::Id(id.to_owned()));
    let Some(project) = wanted.cloned().or_else(own_scope) else {
        let unscoped = Issued {
            token: token.clone(),
            body,
        };
        let issued = scope_to_first_project(settings, unscoped).await?;
        return Ok((issued, TokenScope::AllProjects));
    };
    let is_own = body.is_of(&project);
    if body.identity().access_rules.is_some() {
        // Keystone trades it for none, and says that there is no such token.
        let token = token.clone();
        return match is_own {
            true => Ok((Issued { token, body }, TokenScope::OneProject)),
            false => Err(Problem::BoundToProject),
        };
    }
    let grant = Grant::Token {
        token: token.clone(),
        project,
        domain: body.user_domain_name().to_owned(),
    };
    match keystone::issue(settings, &grant, None).await? {
        Issuance::Issued(issued) => Ok((*issued, TokenScope::AllProjects)),
        Issuance::Forbidden if is_own => {
            let token = token.clone();
            Ok((Issued { token, body }, TokenScope::OneProject))
        }
        Issuance::Forbidden if body.project_id().is_some() => Err(Problem::BoundToProject),
        Issuance::Forbidden => Err(Problem::NotOfProject),
        Issuance::Refused | Issuance::Incomplete { .. } => Err(Problem::ProjectRefused),
    }
}

/// A person without a default project works in the first of theirs, and can switch.
async fn scope_to_first_project(settings: &Settings, unscoped: Issued) -> Result<Issued, Problem> {
    let projects = keystone::projects(settings, &unscoped.token).await?;
    let first = projects.first().ok_or(Problem::NoProject)?;
    let grant = Grant::Token {
        token: unscoped.token,
        project: ProjectScope::Id(first.id.clone()),
        domain: String::new(),
    };
    match keystone::issue(settings, &grant, None).await? {
        Issuance::Issued(issued) => Ok(*issued),
        Issuance::Forbidden => Err(Problem::NotOfProject),
        Issuance::Refused | Issuance::Incomplete { .. } => Err(Problem::NoProject),
    }
}

/// The session in the place of the one that the browser had. The same person's uploads may still
/// travel with the tokens before, which the new session takes over, to end them with its own;
/// somebody else's session ends here. Nothing else of the browser's old cookie goes into the new one.
fn after_previous(
    context: &RequestContext,
    settings: &Settings,
    session: SessionSecrets,
) -> (SessionSecrets, Vec<Secret>) {
    match open_session(context, settings) {
        Ok(previous) if previous.session.user.id == session.session.user.id => {
            session.after(previous, context.now())
        }
        Ok(previous) => (session, previous.into_tokens()),
        Err(_) => (session, Vec::new()),
    }
}
