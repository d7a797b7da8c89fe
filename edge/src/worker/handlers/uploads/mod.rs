//! `/api/uploads`: uploads by tus 1.0, which survive whatever breaks between the client and the gateway
//! (docs/resumable_uploads.md).
//!
//! The Worker moves bytes between a client and the store; the upload's object says where they go, and
//! brings them to Glance when they are complete.

mod append;
mod create;
mod listing;

use gaze_shared::glance::can::{Caller, Reason};
use gaze_shared::tus::{Capabilities, ChecksumAlgorithm, Extension, header, to_http_date};
use worker::{Context, Env};

use crate::core::auth::permit::{Authenticated, Identity};
use crate::core::config::uploads::UploadSettings;
use crate::core::config::{Region, Settings};
use crate::core::crypto::seal::KeyRing;
use crate::core::errors::problem::Problem;
use crate::core::http::method::Method;
use crate::core::routes::upload_id::UploadId;
use crate::core::routes::{NoRoute, Route, UploadAction, UploadsAction};
use crate::core::uploads::call::{Shown, UploadAnswer, UploadCall, Uploader};
use crate::core::uploads::credentials::{data_permit, seal_token};
use crate::worker::context::RequestContext;
use crate::worker::handlers::authentication::caller_in_region;
use crate::worker::isolate;
use crate::worker::quota::requests;
use crate::worker::response::EdgeResponse;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::objects::upload::{UploadObject, unexpected};
use crate::worker::upstream::objects::upload_keys;

/// One of the routes of uploads.
pub(crate) async fn serve(
    context: &RequestContext,
    settings: &Settings,
    (env, ctx): (&Env, &Context),
    route: Route,
) -> Result<EdgeResponse, Problem> {
    let store = UploadStore::of(env).ok_or(NoRoute::NotFound)?;
    if matches!(
        route,
        Route::Uploads(UploadsAction::Discover) | Route::Upload(_, UploadAction::Discover)
    ) {
        return Ok(discover(&settings.uploads));
    }
    // Bytes that come now keep their upload for so long.
    let until = isolate::now_millis().after(settings.uploads.lifetime);
    let keys = upload_keys::provide(env, settings, until).await?;
    if let Route::Upload(id, _) = &route
        && !id.is_sealed(&keys)
        // Those of before the uploads had a key of their own.
        && !id.is_sealed(&settings.session_keys)
    {
        return Err(NoRoute::NotFound.into());
    }
    gaze_shared::tus::check_offered(&OFFERED, |name| context.header(&name.to_ascii_lowercase()))
        .map_err(Problem::Tus)?;
    // An upload stands for making an image and giving it its data.
    let in_rules = |by: &Identity| by.check_rules(Method::Post, "/v2/images");
    let (authenticated, region) = caller_in_region(context, settings, in_rules).await?;
    let identity = authenticated.identity();
    requests::count(context, &settings.quota, (env, ctx), region, identity).await?;
    let project_id = identity
        .project_id
        .as_deref()
        .ok_or(Problem::NotOfProject)?;
    let call = TusCall {
        context,
        settings,
        env,
        ctx,
        region,
        store: &store,
        keys,
        by: Uploader::new(&identity.user_id, project_id),
        authenticated: &authenticated,
    };
    if let Route::Upload(id, _) = &route {
        call.check_rules(id).await?;
    }
    match route {
        Route::Upload(id, UploadAction::Ask) => ask(&call, &id).await,
        Route::Upload(id, UploadAction::Show) => show(&call, &id).await,
        Route::Upload(id, UploadAction::Append) => append::serve(&call, &id).await,
        Route::Upload(id, UploadAction::Terminate) => terminate(&call, &id).await,
        Route::Uploads(UploadsAction::List) => listing::serve(&call).await,
        _ => create::serve(&call).await,
    }
}

/// Every answer but the one about the server itself names the version
/// (<https://tus.io/protocols/resumable-upload#tus-resumable>).
pub(crate) fn in_tus(answer: EdgeResponse) -> EdgeResponse {
    answer.with("tus-resumable", gaze_shared::tus::VERSION)
}

/// A caller of tus.
struct TusCall<'a> {
    context: &'a RequestContext,
    settings: &'a Settings,
    env: &'a Env,
    ctx: &'a Context,
    region: &'a Region,
    store: &'a UploadStore,
    /// What the tokens of uploads are sealed with.
    keys: KeyRing,
    by: Uploader,
    authenticated: &'a Authenticated,
}

impl TusCall<'_> {
    /// Asks the object of an upload on the caller's behalf.
    async fn ask(&self, id: &UploadId, call: UploadCall) -> Result<UploadAnswer, Problem> {
        let nonce = isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
        // A token that may only look must not take the place of one that may upload.
        let token = match self.as_caller().is_member() {
            true => Some(seal_token(&self.keys, self.authenticated.token(), nonce)?),
            false => None,
        };
        UploadObject::of(self.env, id)?
            .ask(self.by.clone(), token, call)
            .await
    }

    /// Lets pass a token whose access rules allow to send the upload's data to its image.
    async fn check_rules(&self, id: &UploadId) -> Result<(), Problem> {
        if self.authenticated.identity().access_rules.is_none() {
            return Ok(());
        }
        // Without the token, which is not to take the place of another one yet.
        let object = UploadObject::of(self.env, id)?;
        match object.ask(self.by.clone(), None, UploadCall::Show).await? {
            UploadAnswer::Shown(shown) => {
                data_permit(&shown.report.image_id, self.authenticated)?;
                Ok(())
            }
            other => Err(unexpected(&other)),
        }
    }

    async fn shown(&self, id: &UploadId) -> Result<Shown, Problem> {
        match self.ask(id, UploadCall::Show).await? {
            UploadAnswer::Shown(shown) => {
                self.context
                    .note_upload(id.as_str(), &shown.report.image_id);
                Ok(*shown)
            }
            other => Err(unexpected(&other)),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.context.header(&name.to_ascii_lowercase())
    }

    /// Who calls, for the rules.
    fn as_caller(&self) -> Caller {
        Caller {
            project_id: self.by.project_id.clone(),
            roles: self.authenticated.identity().roles.clone(),
        }
    }

    fn check_role(&self) -> Result<(), Problem> {
        match self.as_caller().is_member() {
            true => Ok(()),
            false => Err(Problem::ImageNotReady(Reason::ReaderRole)),
        }
    }

    fn check_version(&self) -> Result<(), Problem> {
        gaze_shared::tus::check_version(self.header(header::TUS_RESUMABLE)).map_err(Problem::Tus)
    }
}

/// What there is beside the core protocol.
const OFFERED: [Extension; 4] = [
    Extension::Creation,
    Extension::Checksum,
    Extension::Termination,
    Extension::Expiration,
];

fn discover(settings: &UploadSettings) -> EdgeResponse {
    let capabilities = Capabilities {
        extensions: OFFERED.to_vec(),
        checksums: ChecksumAlgorithm::ALL.to_vec(),
        max_size: Some(settings.max),
    };
    let headers = capabilities.headers().into_iter();
    headers.fold(EdgeResponse::empty(204), |answer, (name, value)| {
        answer.with(name, value)
    })
}

/// `HEAD`: in tus's words.
async fn ask(call: &TusCall<'_>, id: &UploadId) -> Result<EdgeResponse, Problem> {
    call.check_version()?;
    let shown = call.shown(id).await?;
    if let Some(reason) = shown.report.reason {
        return Err(Problem::UploadFailed(reason));
    }
    let answer = EdgeResponse::empty(200)
        .with(header::UPLOAD_OFFSET, shown.offset.0.to_string())
        .with(header::UPLOAD_LENGTH, shown.length.0.to_string())
        .with(header::UPLOAD_EXPIRES, to_http_date(shown.expires_at));
    Ok(match shown.metadata.as_str() {
        "" => answer,
        _ => answer.with(header::UPLOAD_METADATA, shown.metadata),
    })
}

/// `GET`: what comes after tus, too.
async fn show(call: &TusCall<'_>, id: &UploadId) -> Result<EdgeResponse, Problem> {
    EdgeResponse::json(200, &call.shown(id).await?.report)
}

async fn terminate(call: &TusCall<'_>, id: &UploadId) -> Result<EdgeResponse, Problem> {
    call.check_version()?;
    call.check_role()?;
    match call.ask(id, UploadCall::Terminate).await? {
        UploadAnswer::Terminated => Ok(EdgeResponse::empty(204)),
        other => Err(unexpected(&other)),
    }
}
