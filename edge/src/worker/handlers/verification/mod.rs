//! `/api/images/{image_id}/verify`: an image's data is read here and compared, and no byte of it goes to a client.

mod reading;
mod wanted;

use gaze_shared::gateway::{REQUEST_ID_HEADER, VERIFICATION_LINES, VerifyAlgorithm, VerifyRequest};
use gaze_shared::glance::image::Image;
use gaze_shared::units::Bytes;
use web_sys::ReadableStream;
use worker::Env;

use crate::core::config::Settings;
use crate::core::errors::problem::Problem;
use crate::core::log::timing::Upstream;
use crate::core::routes::image_id::ImageIdInPath;
use crate::core::verification::NewVerification;
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;
use crate::worker::handlers::api::read_json_or_default;
use crate::worker::handlers::authentication::Admitted;
use crate::worker::handlers::verification::reading::{DataReading, ReadingSubject};
use crate::worker::handlers::verification::wanted::Wanted;
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;
use crate::worker::streams::data_digest::{DataDigest, LineStream};
use crate::worker::upstream::client::{Reading, UpstreamBody, UpstreamRequest};
use crate::worker::upstream::glance::{self, GlanceReader};
use crate::worker::upstream::objects::verifications::ProjectVerifications;

/// `GET`: what came of the last time, for the caller's project.
pub(crate) async fn show(
    context: &RequestContext,
    env: &Env,
    caller: &Admitted<'_>,
    image_id: &ImageIdInPath,
) -> Result<EdgeResponse, Problem> {
    context.note_image(image_id.as_str());
    let verifications = ProjectVerifications::of(env, &caller.region().name, project_of(caller)?)?;
    EdgeResponse::json(200, &verifications.report(image_id.key()).await?)
}

/// `POST`: reads the data for as long as somebody reads the answer, and says how far it is, a line each time.
pub(crate) async fn verify(
    context: &RequestContext,
    settings: &Settings,
    runtime: Runtime<'_>,
    caller: &Admitted<'_>,
    image_id: &ImageIdInPath,
) -> Result<EdgeResponse, Problem> {
    context.note_image(image_id.as_str());
    let project_id = project_of(caller)?;
    let verifications = ProjectVerifications::of(runtime.env, &caller.region().name, project_id)?;
    let request: VerifyRequest = read_json_or_default(context).await?;
    let wanted = Wanted::of(&request, &image(context, caller, image_id).await?)?;
    let ticket = ticket(context)?;
    let new = NewVerification {
        ticket: ticket.clone(),
        image_id: image_id.key(),
        size: wanted.size,
    };
    verifications.begin(new, settings.verification).await?;
    let begun = begin(context, caller, image_id, wanted.algorithm).await;
    let (data, lines) = match begun {
        Ok(begun) => begun,
        Err(problem) => {
            if let Err(unkept) = verifications.end(ticket, Bytes::ZERO, None).await {
                context.note_cause(&unkept);
            }
            return Err(problem);
        }
    };
    let readable = lines.readable();
    let identity = caller.authenticated().identity();
    let reading = DataReading {
        data,
        lines,
        wanted,
        verifications,
        ticket,
        idle: settings.body_idle,
        begun_at: isolate::now_millis(),
        about: ReadingSubject {
            request_id: context.request_id.clone(),
            user_id: identity.user_id.clone(),
            project_id: project_id.to_owned(),
            region: caller.region().name.clone(),
            image_id: image_id.key(),
        },
    };
    // It outlives the answer's reader for as long as it takes to notice that nobody reads.
    runtime.ctx.wait_until(reading.run());
    Ok(EdgeResponse::stream(200, Some(readable), None).with("content-type", VERIFICATION_LINES))
}

fn project_of<'a>(caller: &'a Admitted<'_>) -> Result<&'a str, Problem> {
    let project_id = caller.authenticated().identity().project_id.as_deref();
    project_id.ok_or(Problem::NotOfProject)
}

/// The image as the caller sees it.
async fn image(
    context: &RequestContext,
    caller: &Admitted<'_>,
    image_id: &ImageIdInPath,
) -> Result<Image, Problem> {
    let reader = GlanceReader {
        region: caller.region(),
        caller: caller.authenticated(),
        request_id: &context.request_id,
    };
    let asked = reader.image_as(image_id.as_str());
    let image = context.timed(Upstream::Glance, asked).await?;
    image.ok_or(Problem::NoSuchImage)
}

/// A name that no other reading has.
fn ticket(context: &RequestContext) -> Result<String, Problem> {
    let random: [u8; 8] =
        isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
    let random = u64::from_be_bytes(random);
    Ok(format!("{}/{random:016x}", context.request_id))
}

/// Asks Glance for the data with the caller's right, and begins to hash it.
async fn begin(
    context: &RequestContext,
    caller: &Admitted<'_>,
    image_id: &ImageIdInPath,
    algorithm: VerifyAlgorithm,
) -> Result<(DataDigest, LineStream), Problem> {
    let data = data(context, caller, image_id);
    let data = context.timed(Upstream::Glance, data).await?;
    let no_pipe = |_| Problem::Internal("no pipe for the data".to_owned());
    let digest = DataDigest::new(&data, algorithm.label()).map_err(no_pipe)?;
    Ok((digest, LineStream::new().map_err(no_pipe)?))
}

async fn data(
    context: &RequestContext,
    caller: &Admitted<'_>,
    image_id: &ImageIdInPath,
) -> Result<ReadableStream, Problem> {
    let request = UpstreamRequest::read_for(
        caller.authenticated(),
        caller.region(),
        &image_id.data_path(),
    )?;
    let response = request
        .header(REQUEST_ID_HEADER, &context.request_id)?
        .reading(Reading::Streamed)
        .within(caller.region().timeout)
        .send()
        .await?;
    match (response.status(), response.body()) {
        (200, UpstreamBody::Stream(Some(data))) => Ok(data.clone()),
        (204, _) => Err(Problem::NoDataToVerify),
        (403, _) => Err(Problem::DataRefused),
        (404, _) => Err(Problem::NoSuchImage),
        (status, _) => Err(glance::refused(status)),
    }
}
