//! Every request begins here.

use worker::{Context, Env, event};

use crate::core::auth::cors::{Cors, Options};
use crate::core::routes::Route;
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;
use crate::worker::handlers::{self, uploads};
use crate::worker::js::machine;
use crate::worker::response::EdgeResponse;
use crate::worker::{isolate, log};

#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    ctx: Context,
) -> worker::Result<web_sys::Response> {
    console_error_panic_hook::set_once();
    // Everything that belongs to this request is taken before the first await: later the isolate
    // may be at work on another one.
    let settings = isolate::settings(&env).ok();
    let runtime = Runtime {
        env: &env,
        ctx: &ctx,
    };
    let context = RequestContext::begin(&request, settings)?;
    let cors = settings.map(|settings| &settings.cors);
    let response = match options_response(&context, cors) {
        Some(response) => response,
        // In a box, because the future around it is moved several times before it begins.
        None => match Box::pin(handlers::serve(&context, request, runtime)).await {
            Ok(response) => response,
            Err(problem) => {
                let problem = machine::explain(&env, problem).await;
                context.note_cause(&problem);
                EdgeResponse::problem(&problem, &context)?
            }
        },
    };
    let response = match &context.route {
        Ok(Route::Own(route)) if route.is_of_tus() => uploads::in_tus(response),
        _ => response,
    };
    let response = response.with_requests(context.requests());
    let log_delay = settings.map(|settings| settings.log.delay);
    log::write(&context, &response, &ctx, log_delay.unwrap_or_default())?;
    let listed = cors.and_then(|cors| context.listed_origin(cors));
    response.finish(&context, listed)
}

/// The answer to an `OPTIONS` request that needs neither Keystone nor Glance.
fn options_response(context: &RequestContext, cors: Option<&Cors>) -> Option<EdgeResponse> {
    match context.options(cors?)? {
        Options::Preflight => Some(EdgeResponse::preflight()),
        Options::Api => Some(EdgeResponse::empty(200)),
        Options::Own => None,
    }
}
