//! Writes down what came of a request.

use serde::Serialize;

use super::answer::Answer;
use super::exchange::Exchange;
use super::isolate;
use crate::core::audit_log::AuditLog;
use crate::core::request_log::{Level, RequestLog};
use crate::core::timing::Upstream;

/// One line for the log, and one for the audit where something may have changed.
pub(super) fn write(exchange: &Exchange, answer: &Answer) -> worker::Result<()> {
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
        duration_ms: exchange.elapsed_ms() as u64,
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
    print(&line)?;
    let created = answer.header("location").filter(|_| answer.status() == 201);
    let audit = exchange.route.as_ref().ok();
    match audit.and_then(|route| AuditLog::of(&line, route, created)) {
        Some(audit) => print(&audit),
        None => Ok(()),
    }
}

fn print(line: &impl Serialize) -> worker::Result<()> {
    worker::console_log!("{}", serde_json::to_string(line)?);
    Ok(())
}
