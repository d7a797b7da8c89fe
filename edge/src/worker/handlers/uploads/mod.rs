//! `/api/uploads`: uploads by tus 1.0, which survive whatever breaks between the client and the gateway
//! (docs/resumable_uploads.md).
//!
//! The Worker moves bytes between a client and the store; the upload's object says where they go, and
//! brings them to Glance when they are complete.

mod append;
pub(crate) mod call;
mod create;
mod listing;

pub(crate) use append::append;
pub(crate) use create::create;
pub(crate) use listing::list;

use gaze_shared::tus::{Capabilities, ChecksumAlgorithm, header, to_http_date};
use worker::Env;

use crate::core::config::Settings;
use crate::core::errors::problem::{Problem, english};
use crate::core::routes::NoRoute;
use crate::core::routes::upload_id::TusUploadId;
use crate::core::uploads::call::{UploadAnswer, UploadCall, UploadProgress};
use crate::worker::handlers::uploads::call::{OFFERED, TusCall};
use crate::worker::response::EdgeResponse;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::objects::upload::unexpected;
use gaze_shared::gateway::TusReport;

/// Every answer but the one about the server itself names the version
/// (<https://tus.io/protocols/resumable-upload#tus-resumable>).
pub(crate) fn in_tus(response: EdgeResponse) -> EdgeResponse {
    response.with("tus-resumable", gaze_shared::tus::VERSION)
}

/// `OPTIONS`: what the gateway knows of tus.
pub(crate) fn discover(settings: &Settings, env: &Env) -> Result<EdgeResponse, Problem> {
    UploadStore::of(env).ok_or(NoRoute::NotFound)?;
    let capabilities = Capabilities {
        extensions: OFFERED.to_vec(),
        checksums: ChecksumAlgorithm::ALL.to_vec(),
        max_size: Some(settings.uploads.max),
    };
    let headers = capabilities.headers().into_iter();
    Ok(
        headers.fold(EdgeResponse::empty(204), |response, (name, value)| {
            response.with(name, value)
        }),
    )
}

/// `HEAD`: in tus's words.
pub(crate) async fn head(call: &TusCall<'_>, id: &TusUploadId) -> Result<EdgeResponse, Problem> {
    call.check_version()?;
    let progress = call.progress(id).await?;
    if let Some(failure) = progress.report.failure {
        return Err(Problem::UploadFailed(failure));
    }
    let response = EdgeResponse::empty(200)
        .with(header::UPLOAD_OFFSET, progress.offset.0.to_string())
        .with(header::UPLOAD_LENGTH, progress.length.0.to_string())
        .with(header::UPLOAD_EXPIRES, to_http_date(progress.expires_at));
    Ok(match progress.metadata.as_str() {
        "" => response,
        _ => response.with(header::UPLOAD_METADATA, progress.metadata),
    })
}

/// `GET`: what comes after tus, too.
pub(crate) async fn show(call: &TusCall<'_>, id: &TusUploadId) -> Result<EdgeResponse, Problem> {
    EdgeResponse::json(200, &report(call.progress(id).await?))
}

/// What the owner of an upload is told of it.
fn report(progress: UploadProgress) -> TusReport {
    TusReport {
        reason: progress.report.failure.map(english::uploads::failure),
        ..progress.report
    }
}

pub(crate) async fn terminate(
    call: &TusCall<'_>,
    id: &TusUploadId,
) -> Result<EdgeResponse, Problem> {
    call.check_version()?;
    call.check_role()?;
    match call.send_to_object(id, UploadCall::Terminate).await? {
        UploadAnswer::Terminated { image_id } => {
            call.context.note_upload(id.as_str(), &image_id);
            Ok(EdgeResponse::empty(204))
        }
        other => Err(unexpected(&other)),
    }
}
