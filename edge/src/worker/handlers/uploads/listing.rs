//! `GET /api/uploads`: the caller's own that are under way.

use futures_util::future::join_all;

use crate::core::errors::problem::Problem;
use crate::core::uploads::credentials::data_permit;
use crate::worker::handlers::uploads::call::TusCall;
use crate::worker::handlers::uploads::report;
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::objects::claims::{peek, strike_out};
use crate::worker::upstream::objects::directory::Directory;
use gaze_shared::gateway::{ListedUpload, UploadList};

/// How many uploads are asked at once how they stand.
const ASKED_AT_ONCE: usize = 16;

/// Tells the caller's own uploads.
pub(crate) async fn list(call: &TusCall<'_>) -> Result<EdgeResponse, Problem> {
    let directory = Directory::of(call.runtime.env)?;
    let claims = directory.of_uploader(&call.by).await?;
    let base = format!("{}/api/uploads", call.context.own_origin(call.settings));
    let mut uploads = Vec::new();
    for some in claims.chunks(ASKED_AT_ONCE) {
        // What the caller's access rules let nobody send they are not told of, either.
        let some: Vec<_> = some
            .iter()
            .filter(|claim| data_permit(&claim.image_id, call.authenticated()).is_ok())
            .collect();
        let peeks = some
            .iter()
            .map(|claim| peek(call.runtime.env, &claim.upload_id));
        for (claim, found) in some.iter().zip(join_all(peeks).await) {
            match found? {
                Some(progress) => uploads.push(ListedUpload {
                    location: format!("{base}/{}", claim.upload_id),
                    report: report(progress),
                }),
                None if claim.is_young(isolate::now_millis()) => {}
                None => strike_out(&directory, &claim.upload_id).await,
            }
        }
    }
    EdgeResponse::json(200, &UploadList { uploads })
}
