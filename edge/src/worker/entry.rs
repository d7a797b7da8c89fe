//! Every request begins here.

use worker::{Context, Env, event};

use crate::core::auth::cors::{Cors, Options};
use crate::core::routes::Route;
use crate::worker::context::Exchange;
use crate::worker::handlers::{self, uploads};
use crate::worker::js::machine;
use crate::worker::response::Answer;
use crate::worker::{isolate, log};

/// Every request.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    console_error_panic_hook::set_once();
    // Everything that belongs to this request is taken before the first await: later the isolate
    // may be at work on another one.
    let settings = isolate::settings(&env).ok();
    let exchange = Exchange::begin(&request, settings)?;
    let cors = settings.map(|settings| &settings.cors);
    let answer = match answer_options(&exchange, cors) {
        Some(answer) => answer,
        // In a box, because the future around it is moved several times before it begins.
        None => match Box::pin(handlers::serve(&exchange, request, (&env, &context))).await {
            Ok(answer) => answer,
            Err(problem) => {
                let problem = machine::explain(&env, problem).await;
                exchange.note_cause(&problem);
                Answer::problem(&problem, &exchange)?
            }
        },
    };
    let answer = match &exchange.route {
        Ok(Route::Uploads(_) | Route::Upload(..)) => uploads::in_tus(answer),
        _ => answer,
    };
    let answer = answer.with_requests(exchange.requests());
    let log_delay = settings.map(|settings| settings.log.delay);
    log::write(&exchange, &answer, &context, log_delay.unwrap_or_default())?;
    let listed = cors.and_then(|cors| exchange.listed_origin(cors));
    answer.finish(&exchange, listed)
}

/// The answer to an `OPTIONS` request that needs neither Keystone nor Glance.
fn answer_options(exchange: &Exchange, cors: Option<&Cors>) -> Option<Answer> {
    match exchange.options(cors?)? {
        Options::Preflight => Some(Answer::preflight()),
        Options::Api => Some(Answer::empty(200)),
        Options::Own => None,
    }
}
