//! `POST /api/uploads`: a reservation is asked for, and an address given, before a byte is sent.

use gaze_shared::glance::can;
use gaze_shared::glance::image::{Image, ImageId};
use gaze_shared::tus::{Creation, TusError, UploadLength, header, to_http_date};
use gaze_shared::units::Bytes;

use crate::core::auth::permit::Permit;
use crate::core::config::Region;
use crate::core::errors::problem::Problem;
use crate::core::http::method::Method;
use crate::core::log::timing::Upstream;
use crate::core::quota::DeclaredSize;
use crate::core::routes::image_path;
use crate::core::routes::upload_id::TusUploadId;
use crate::core::uploads::call::{
    NewUpload, ReservationUse, UploadAnswer, UploadCall, UploadProgress,
};
use crate::core::uploads::credentials::data_permit;
use crate::core::uploads::directory::Claim;
use crate::worker::context::permitted_request::PermittedRequest;
use crate::worker::handlers::uploads::call::TusCall;
use crate::worker::isolate;
use crate::worker::quota::admission;
use crate::worker::quota::reservation::ReservationGuard;
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::glance::GlanceReader;
use crate::worker::upstream::objects::claims;
use crate::worker::upstream::objects::upload;

/// The key in the metadata that names the image.
const IMAGE_ID: &str = "image_id";

pub(crate) async fn create(call: &TusCall<'_>) -> Result<EdgeResponse, Problem> {
    let settings = call.settings;
    let creation = Creation::read(|name| call.header(name)).map_err(Problem::Tus)?;
    let length = match creation.length {
        UploadLength::Known(length) if length > settings.uploads.max => {
            return Err(Problem::Tus(TusError::TooLarge(settings.uploads.max)));
        }
        UploadLength::Known(length) => length,
        UploadLength::Deferred => {
            return Err(Problem::Tus(TusError::Missing(header::UPLOAD_LENGTH)));
        }
    };
    // Bytes come with the creation in the extension `creation-with-upload` only.
    let length_of_body = call.context.content_length()?;
    if call.context.is_chunked() || length_of_body.is_some_and(|bytes| bytes > 0) {
        return Err(Problem::BodyNotExpected);
    }
    let named = creation.metadata.text(IMAGE_ID);
    let image_id: Option<ImageId> = named.and_then(|id| id.parse().ok());
    let image_id = image_id.ok_or(Problem::NoImageNamed)?.to_string();
    call.context.note_image(&image_id);
    call.store.check_space(call.runtime.env, length).await?;
    let permit = data_permit(&image_id, call.authenticated())?;
    check_image(call, &image_id).await?;
    let random = isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
    let id = TusUploadId::generate(&call.keys, random)
        .ok_or_else(|| Problem::Internal("no name for an upload".to_owned()))?;
    let claim = Claim {
        upload_id: id.to_string(),
        region: call.region().name.clone(),
        image_id: image_id.to_ascii_lowercase(),
        by: call.by.clone(),
        at: isolate::now_millis(),
    };
    claims::claim(call.runtime.env, &claim).await?;
    let made = match make(call, &id, &permit, image_id, length).await {
        Ok(progress) => confirm(call, &id, &claim).await.map(|()| progress),
        failed => failed,
    };
    if let Err(problem) = &made {
        // When its object has not answered it may be there.
        if !matches!(problem, Problem::UploadStoreUnavailable(_)) {
            claims::release(call.runtime.env, id.as_str()).await;
        }
    }
    let location = format!("{}/api/uploads/{id}", call.context.own_origin(settings));
    Ok(EdgeResponse::empty(201)
        .with("location", location)
        .with(header::UPLOAD_EXPIRES, to_http_date(made?.expires_at)))
}

/// Ends an upload whose making took so long that another creation has taken its image over.
async fn confirm(call: &TusCall<'_>, id: &TusUploadId, claim: &Claim) -> Result<(), Problem> {
    if claims::is_held(call.runtime.env, claim).await? {
        return Ok(());
    }
    call.send_to_object(id, UploadCall::Terminate).await?;
    Err(Problem::UploadUnderWay)
}

/// Makes an upload of an image that is claimed for it, once what is left holds its data.
async fn make(
    call: &TusCall<'_>,
    id: &TusUploadId,
    permit: &Permit,
    image_id: String,
    length: Bytes,
) -> Result<UploadProgress, Problem> {
    let settings = call.settings;
    let reservation = reserve(call, call.region(), permit, length).await?;
    let lifetime = settings.uploads.lifetime.as_millis();
    call.context.note_upload(id.as_str(), &image_id);
    let metadata = call.header(header::UPLOAD_METADATA).unwrap_or_default();
    let new = UploadCall::Create(Box::new(NewUpload {
        id: id.to_string(),
        by: call.by.clone(),
        region: call.region().name.clone(),
        image_id,
        length,
        metadata: metadata.to_owned(),
        lifetime_ms: u64::try_from(lifetime).unwrap_or(u64::MAX),
        reservation: reservation.as_ref().map(ReservationGuard::reservation_ref),
    }));
    match hand_over(reservation.as_ref(), call.send_to_object(id, new)).await? {
        UploadAnswer::Progress(progress) => Ok(*progress),
        other => Err(upload::unexpected(&other)),
    }
}

/// Refuses before anything is sent what Glance would refuse after all of it was.
async fn check_image(call: &TusCall<'_>, image_id: &str) -> Result<(), Problem> {
    let caller = call.authenticated().identity();
    let path = image_path(image_id).ok_or(Problem::NoSuchImage)?;
    // Who may not look cannot show that the image is theirs to claim.
    caller.check_rules(Method::Get, &path)?;
    let reader = GlanceReader {
        region: call.region(),
        caller: call.authenticated(),
        request_id: &call.context.request_id,
    };
    let asked = reader.image_as(image_id);
    let image: Option<Image> = call.context.timed(Upstream::Glance, asked).await?;
    let image = image.ok_or(Problem::NoSuchImage)?;
    match can::upload(&image, &call.as_caller()).reason() {
        None => Ok(()),
        Some(reason) => Err(Problem::ImageNotReady(reason)),
    }
}

/// Asks for the reservation that the data needs, as for a `PUT` of it.
pub(crate) async fn reserve<'a>(
    call: &TusCall<'a>,
    region: &'a Region,
    permit: &'a Permit,
    length: Bytes,
) -> Result<Option<ReservationGuard<'a>>, Problem> {
    let put = PermittedRequest {
        context: call.context,
        settings: call.settings,
        runtime: call.runtime,
        region,
        permit,
    };
    // It looks at Glance where what is known does not do.
    let asked = admission::of_data(put, DeclaredSize::Known(length));
    call.context.timed(Upstream::Glance, asked).await
}

/// Hands a reservation to an upload, which keeps it if it takes it.
pub(crate) async fn hand_over(
    reservation: Option<&ReservationGuard<'_>>,
    taking: impl Future<Output = Result<UploadAnswer, Problem>>,
) -> Result<UploadAnswer, Problem> {
    let answer = taking.await;
    if let Some(reservation) = reservation {
        match answer {
            Ok(UploadAnswer::Granted {
                reservation: ReservationUse::NotTaken,
                ..
            }) => reservation.broke_off().await,
            // When the upload has not answered it may have taken it; else the reservation ends soon by
            // itself.
            Ok(_) | Err(Problem::UploadStoreUnavailable(_) | Problem::StoreFull { .. }) => {
                reservation.leave();
            }
            Err(_) => reservation.broke_off().await,
        }
    }
    answer
}
