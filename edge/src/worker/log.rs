//! Writes down what came of a request.

use std::time::Duration;

use worker::{Context, Delay};

use crate::core::errors::problem::Problem;
use crate::core::log::audit_log::AuditLog;
use crate::core::log::log_buffer::{LogBuffer, Writing};
use crate::core::log::request_log::RequestLog;
use crate::core::log::timing::{Upstream, whole_millis};
use crate::core::log::verification::VerificationLog;
use crate::core::log::waiting_log::{Waiting, WaitingLog};
use crate::core::routes::Route;
use crate::core::uploads::TusUpload;
use crate::core::uploads::events::{UploadEvent, UploadLog};
use crate::worker::context::RequestContext;
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;

/// One line for the log, and one for the audit where something may have changed. A line that can wait
/// does for at most the delay.
pub(crate) fn write(
    context: &RequestContext,
    response: &EdgeResponse,
    ctx: &Context,
    delay: Duration,
) -> worker::Result<()> {
    let (identity, cause, timing) = (context.identity(), context.cause(), context.timing());
    let now = isolate::now_millis();
    let time = now.rfc3339();
    let subject = context.subject();
    let created = response
        .header("location")
        .filter(|_| response.status() == 201);
    let image_id = subject.image_id.or_else(|| {
        let is_image = matches!(&context.route, Ok(Route::Glance(_)));
        let path = created.filter(|_| is_image)?;
        path.rsplit('/').next().map(str::to_owned)
    });
    let client_address = context.client_in_log();
    let line = RequestLog {
        event: "request",
        level: context.level(response.status()),
        time: &time,
        request_id: &context.request_id,
        method: context.method(),
        route: context.route_template(),
        status: response.status(),
        duration_ms: whole_millis(context.elapsed()),
        keystone_ms: timing.of(Upstream::Keystone),
        glance_ms: timing.of(Upstream::Glance),
        request_bytes: context.content_length().ok().flatten(),
        response_bytes: response.body_bytes(),
        user_id: identity.as_ref().map(|identity| identity.user_id.as_str()),
        project_id: identity
            .as_ref()
            .and_then(|identity| identity.project_id.as_deref()),
        client_address: client_address.as_deref(),
        region: subject.region.as_deref(),
        image_id: image_id.as_deref(),
        upload_id: subject.upload_id.as_deref(),
        user_name: subject.user_name.as_deref().filter(|_| identity.is_none()),
        user_domain_name: subject
            .user_domain_name
            .as_deref()
            .filter(|_| identity.is_none()),
        cause: cause.as_deref(),
    };
    let text = serde_json::to_string(&line)?;
    let route = context.route.as_ref().ok();
    match route.and_then(|route| AuditLog::of(&line, route, created)) {
        Some(audit) => print(&format!("{text}\n{}", serde_json::to_string(&audit)?)),
        None if line.can_wait() => hold(&text, ctx, delay),
        None => print(&text),
    }
    Ok(())
}

/// Writes what cannot wait, behind the lines that do.
pub(crate) fn print(text: &str) {
    let text = isolate::with_log_buffer(|buffer| buffer.take_with(text));
    worker::console_log!("{text}");
}

/// One line about a request that waits for Glance's answer to image data.
pub(crate) fn waiting(context: &RequestContext) {
    let (time, subject) = (isolate::now_millis().rfc3339(), context.subject());
    let line = WaitingLog::of(
        &time,
        Waiting {
            request_id: &context.request_id,
            method: context.method(),
            route: context.route_template(),
            duration_ms: whole_millis(context.elapsed()),
            region: subject.region.as_deref(),
            image_id: subject.image_id.as_deref(),
        },
    );
    if let Ok(line) = serde_json::to_string(&line) {
        print(&line);
    }
}

/// Writes down how the reading of an image's data has ended.
pub(crate) fn verification(line: &VerificationLog<'_>) {
    if let Ok(line) = serde_json::to_string(line) {
        print(&line);
    }
}

fn hold(line: &str, ctx: &Context, delay: Duration) {
    let now = isolate::now_millis();
    match isolate::with_log_buffer(|buffer| buffer.add(line, now, delay)) {
        Writing::AlreadyScheduled => {}
        Writing::Now(text) => worker::console_log!("{text}"),
        Writing::AfterTheDelay => ctx.wait_until(async move {
            Delay::from(delay).await;
            if let Some(text) = isolate::with_log_buffer(LogBuffer::take) {
                worker::console_log!("{text}");
            }
        }),
    }
}

/// Writes down what will be tried again.
pub(crate) fn retried(upload: Option<&TusUpload>, problem: &Problem) {
    let cause = problem.to_string();
    upload_event(upload, UploadEvent::TriedAgain { cause: &cause });
}

/// Writes down what has happened to an upload, without anybody's asking.
pub(crate) fn upload_event(upload: Option<&TusUpload>, what: UploadEvent<'_>) {
    let time = isolate::now_millis().rfc3339();
    let line = UploadLog::new(&time, upload.map(TusUpload::names), what);
    if let Ok(line) = serde_json::to_string(&line) {
        print(&line);
    }
}
