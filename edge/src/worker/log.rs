//! Writes down what came of a request.

use std::time::Duration;

use worker::{Context, Delay};

use crate::core::errors::problem::Problem;
use crate::core::log::audit_log::AuditLog;
use crate::core::log::log_buffer::{HeldLines, Writing};
use crate::core::log::request_log::RequestLog;
use crate::core::log::timing::{Upstream, whole_millis};
use crate::core::log::waiting_log::{Waiting, WaitingLog};
use crate::core::routes::Route;
use crate::core::uploads::Upload;
use crate::core::uploads::log::{UploadEvent, UploadLog};
use crate::worker::context::Exchange;
use crate::worker::isolate;
use crate::worker::response::Answer;

/// One line for the log, and one for the audit where something may have changed. A line that can wait
/// does for at most the delay.
pub(crate) fn write(
    exchange: &Exchange,
    answer: &Answer,
    context: &Context,
    delay: Duration,
) -> worker::Result<()> {
    let (identity, cause, timing) = (exchange.identity(), exchange.cause(), exchange.timing());
    let now = isolate::now_millis();
    let time = now.rfc3339();
    let subject = exchange.subject();
    let created = answer.header("location").filter(|_| answer.status() == 201);
    let image_id = subject.image_id.or_else(|| {
        let is_image = matches!(&exchange.route, Ok(Route::Glance(_)));
        let path = created.filter(|_| is_image)?;
        path.rsplit('/').next().map(str::to_owned)
    });
    let client_address = exchange.client_in_log();
    let line = RequestLog {
        event: "request",
        level: exchange.level(answer.status()),
        time: &time,
        request_id: &exchange.request_id,
        method: exchange.method(),
        route: exchange.route_template(),
        status: answer.status(),
        duration_ms: whole_millis(exchange.elapsed()),
        keystone_ms: timing.of(Upstream::Keystone),
        glance_ms: timing.of(Upstream::Glance),
        request_bytes: exchange.content_length().ok().flatten(),
        response_bytes: answer.body_bytes(),
        user_id: identity.as_ref().map(|identity| identity.user_id.as_str()),
        project_id: identity
            .as_ref()
            .and_then(|identity| identity.project_id.as_deref()),
        client_address: client_address.as_deref(),
        region: subject.region.as_deref(),
        image_id: image_id.as_deref(),
        upload_id: subject.upload_id.as_deref(),
        user_name: subject.user_name.as_deref().filter(|_| identity.is_none()),
        cause: cause.as_deref(),
    };
    let text = serde_json::to_string(&line)?;
    let route = exchange.route.as_ref().ok();
    match route.and_then(|route| AuditLog::of(&line, route, created)) {
        Some(audit) => print(&format!("{text}\n{}", serde_json::to_string(&audit)?)),
        None if line.can_wait() => hold(&text, context, delay),
        None => print(&text),
    }
    Ok(())
}

/// Writes what cannot wait, behind the lines that do.
pub(crate) fn print(text: &str) {
    let text = isolate::with_held_lines(|held| held.take_with(text));
    worker::console_log!("{text}");
}

/// One line about a request that waits for Glance's answer to image data.
pub(crate) fn waiting(exchange: &Exchange) {
    let (time, subject) = (isolate::now_millis().rfc3339(), exchange.subject());
    let line = WaitingLog::of(
        &time,
        Waiting {
            request_id: &exchange.request_id,
            method: exchange.method(),
            route: exchange.route_template(),
            duration_ms: whole_millis(exchange.elapsed()),
            region: subject.region.as_deref(),
            image_id: subject.image_id.as_deref(),
        },
    );
    if let Ok(line) = serde_json::to_string(&line) {
        print(&line);
    }
}

fn hold(line: &str, context: &Context, delay: Duration) {
    let now = isolate::now_millis();
    match isolate::with_held_lines(|held| held.add(line, now, delay)) {
        Writing::Promised => {}
        Writing::Now(text) => worker::console_log!("{text}"),
        Writing::AfterTheDelay => context.wait_until(async move {
            Delay::from(delay).await;
            if let Some(text) = isolate::with_held_lines(HeldLines::take) {
                worker::console_log!("{text}");
            }
        }),
    }
}

/// Writes down what will be tried again.
pub(crate) fn retried(upload: Option<&Upload>, problem: &Problem) {
    let cause = problem.to_string();
    upload_event(upload, UploadEvent::TriedAgain { cause: &cause });
}

/// Writes down what has happened to an upload, without anybody's asking.
pub(crate) fn upload_event(upload: Option<&Upload>, what: UploadEvent<'_>) {
    let time = isolate::now_millis().rfc3339();
    let line = UploadLog::new(&time, upload.map(Upload::names), what);
    if let Ok(line) = serde_json::to_string(&line) {
        print(&line);
    }
}
