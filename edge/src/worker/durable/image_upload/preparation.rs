//! Whether an upload whose bytes are all here may be sent to Glance now, and with whose right.

use gaze_shared::glance::image::Image;
use worker::Env;

use crate::core::auth::permit::{Authenticated, Permit};
use crate::core::config::Region;
use crate::core::errors::problem::Problem;
use crate::core::http::method::Method;
use crate::core::http::request_id;
use crate::core::routes::image_path;
use crate::core::uploads::TusUpload;
use crate::core::uploads::call::ReservationRef;
use crate::core::uploads::credentials::{data_permit, open_token};
use crate::core::uploads::delivery_rules::{DeliveryStep, ObservedImage, step_before_sending};
use crate::worker::durable::image_upload::reservation;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::glance::{self, GlanceReader};
use crate::worker::upstream::keystone;
use crate::worker::upstream::objects::upload_keys;
use crate::worker::{isolate, log};

/// The right to send, and where to.
pub(crate) struct Ready {
    pub(super) permit: Permit,
    pub(super) region: &'static Region,
    pub(super) store: UploadStore,
    pub(super) request_id: String,
}

/// Who asks Glance for the image, and where.
struct DeliveryCaller {
    region: &'static Region,
    authenticated: Authenticated,
    request_id: String,
}

/// Looks whether the bytes may be sent now.
///
/// # Errors
/// What to do instead.
pub(crate) async fn prepare(env: &Env, upload: &TusUpload) -> Result<Ready, DeliveryStep> {
    let about = upload.about();
    // The operator has taken it away: it may come back.
    let store = UploadStore::of(env).ok_or(DeliveryStep::Later)?;
    let caller = caller(env, upload).await?;
    let earlier = upload.earlier(isolate::now_millis());
    let step = match observe(&caller, upload).await {
        Ok(seen) => step_before_sending(&seen, about.length, earlier),
        // The token's access rules let it send, and not look: once, because then nothing can have come of
        // an earlier delivery.
        Err(DeliveryStep::NeedToken)
            if !caller.may_read_image(upload) && earlier.deliveries == 0 =>
        {
            DeliveryStep::Send
        }
        Err(step) => step,
    };
    match step {
        DeliveryStep::Send => Ok(Ready {
            permit: data_permit(&about.image_id, &caller.authenticated)
                .map_err(|cause| later(upload, &cause.into()))?,
            region: caller.region,
            store,
            request_id: caller.request_id,
        }),
        step => Err(step),
    }
}

impl DeliveryCaller {
    fn may_read_image(&self, upload: &TusUpload) -> bool {
        let identity = self.authenticated.identity();
        image_path(&upload.about().image_id)
            .is_some_and(|path| identity.check_rules(Method::Get, &path).is_ok())
    }
}

impl Ready {
    /// Reserves again for an upload that has lost its reservation.
    ///
    /// # Errors
    /// There is none, or nobody can tell.
    pub(crate) async fn take_reservation(
        &self,
        env: &Env,
        upload: &TusUpload,
        lost: &ReservationRef,
    ) -> Result<ReservationRef, DeliveryStep> {
        let reader = GlanceReader {
            region: self.region,
            caller: self.permit.caller().ok_or(DeliveryStep::NeedToken)?,
            request_id: &self.request_id,
        };
        let taken = reservation::take(env, upload, lost, reader).await;
        taken
            .map_err(|problem| later(upload, &problem))?
            .ok_or(DeliveryStep::Later)
    }
}

/// Looks what has come of an upload that was given up.
///
/// # Errors
/// That it cannot be seen now, or not any more.
pub(crate) async fn observe_image(
    env: &Env,
    upload: &TusUpload,
) -> Result<ObservedImage, DeliveryStep> {
    observe(&caller(env, upload).await?, upload).await
}

async fn caller(env: &Env, upload: &TusUpload) -> Result<DeliveryCaller, DeliveryStep> {
    let settings = isolate::settings(env).map_err(|_| DeliveryStep::Later)?;
    let region = settings
        .region(&upload.about().region)
        .ok_or(DeliveryStep::Later)?;
    let random = isolate::random().map_err(|_| DeliveryStep::Later)?;
    let keys = upload_keys::provide(env, settings, isolate::now_millis()).await;
    let keys = keys.map_err(|problem| later(upload, &problem))?;
    let token = open_token(&keys, upload.token())
        // Of before the uploads had a key of their own.
        .or_else(|| open_token(&settings.session_keys, upload.token()))
        .ok_or_else(|| need_token(upload))?;
    let validation = settings.authentication.token_validation;
    let authenticated = keystone::validate(settings, token, validation.for_method(Method::Put));
    Ok(DeliveryCaller {
        region,
        authenticated: authenticated.await.map_err(|problem| match problem {
            Problem::InvalidToken => need_token(upload),
            other => later(upload, &other),
        })?,
        request_id: request_id::generate(random),
    })
}

fn need_token(upload: &TusUpload) -> DeliveryStep {
    log::retried(Some(upload), &Problem::InvalidToken);
    DeliveryStep::NeedToken
}

fn later(upload: &TusUpload, problem: &Problem) -> DeliveryStep {
    log::retried(Some(upload), problem);
    DeliveryStep::Later
}

async fn observe(
    caller: &DeliveryCaller,
    upload: &TusUpload,
) -> Result<ObservedImage, DeliveryStep> {
    if !caller.may_read_image(upload) {
        return Err(DeliveryStep::NeedToken);
    }
    let reader = GlanceReader {
        region: caller.region,
        caller: &caller.authenticated,
        request_id: &caller.request_id,
    };
    let seen = async {
        let Some(path) = image_path(&upload.about().image_id) else {
            return Ok(ObservedImage::Absent);
        };
        let response = reader.get(&path).await?;
        match response.status() {
            200 => {
                let image: Image = glance::read(&response).await?;
                if image.keeps_rejected_data() {
                    return Ok(ObservedImage::KeepsRefused);
                }
                Ok(ObservedImage::Present {
                    status: image.status,
                    size: image.size,
                })
            }
            404 => Ok(ObservedImage::Absent),
            // It says nothing of the image: another token may see it.
            403 => Err(Problem::InvalidToken),
            status => Err(glance::refused(status)),
        }
    };
    seen.await.map_err(|problem| match problem {
        Problem::InvalidToken => need_token(upload),
        other => later(upload, &other),
    })
}
