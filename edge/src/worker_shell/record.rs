//! Writes down what came of a request.

use std::time::Duration;

use worker::{Context, Delay};

use super::answer::Answer;
use super::exchange::Exchange;
use super::isolate;
use crate::core::audit_log::AuditLog;
use crate::core::held_lines::{HeldLines, Writing};
use crate::core::request_log::{Level, RequestLog};
use crate::core::timing::{Upstream, whole_millis};

/// One line for the log, and one for the audit where something may have changed. A line that can wait
/// does for at most the delay.
pub(super) fn write(
    exchange: &Exchange,
    answer: &Answer,
    context: &Context,
    delay: Duration,
) -> worker::Result<()> {
    let (identity, cause, timing) = (exchange.identity(), exchange.cause(), exchange.timing());
    let now = isolate::now_millis();
    let time = now.rfc3339();
    let line = RequestLog {
        event: "request",
        level: Level::of_status(answer.status()),
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
        cause: cause.as_deref(),
    };
    let text = serde_json::to_string(&line)?;
    let created = answer.header("location").filter(|_| answer.status() == 201);
    let route = exchange.route.as_ref().ok();
    match route.and_then(|route| AuditLog::of(&line, route, created)) {
        Some(audit) => print(&format!("{text}\n{}", serde_json::to_string(&audit)?)),
        None if line.can_wait() => hold(&text, context, delay),
        None => print(&text),
    }
    Ok(())
}

/// Writes what cannot wait, behind the lines that do.
pub(super) fn print(text: &str) {
    let text = isolate::with_held_lines(|held| held.take_with(text));
    worker::console_log!("{text}");
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
