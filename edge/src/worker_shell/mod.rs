//! The part of the gateway that runs in the Workers runtime.
//!
//! It moves bytes and asks [`crate::core`] for every decision. Image bytes stay JavaScript streams:
//! none of them is ever copied into this module's memory.

mod answer;
mod api;
mod authentication;
mod download;
mod exchange;
mod glance;
mod glance_reader;
mod guard;
mod health;
mod identity;
mod isolate;
mod machine;
mod quota;
mod record;
mod request_body;
mod resolver;
mod runtime;
mod static_files;
mod upload;
mod uploads;
mod upstream;

use worker::{Context, Env, event};

use crate::core::cors::{Cors, Options};
use crate::core::problem::Problem;
use crate::core::route::Route;
use crate::core::static_file::StaticFile;
use crate::core::timing::Upstream;
use answer::Answer;
use exchange::Exchange;

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
        None => match Box::pin(serve(&exchange, request, (&env, &context))).await {
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
    record::write(&exchange, &answer, &context, log_delay.unwrap_or_default())?;
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

async fn serve(
    exchange: &Exchange,
    request: web_sys::Request,
    (env, context): (&Env, &Context),
) -> Result<Answer, Problem> {
    exchange.check_header_names()?;
    let route = exchange.route.clone()?;
    match route {
        Route::Root | Route::Page if exchange.wants_html() => {
            static_files::serve(exchange, &request, env, &StaticFile::document()).await
        }
        Route::File(file) => static_files::serve(exchange, &request, env, &file).await,
        Route::Root | Route::Page => {
            Box::pin(glance::version_choices(
                exchange,
                isolate::settings(env)?,
                (env, context),
            ))
            .await
        }
        Route::Health => health::show(exchange, env).await,
        Route::Config => api::config(isolate::settings(env)?, env),
        Route::Session(action) => {
            let call = Box::pin(api::session(exchange, isolate::settings(env)?, env, action));
            exchange.timed(Upstream::Keystone, call).await
        }
        Route::Projects => {
            let call = Box::pin(api::projects(exchange, isolate::settings(env)?));
            exchange.timed(Upstream::Keystone, call).await
        }
        Route::Quota => {
            let settings = isolate::settings(env)?;
            Box::pin(api::quota::show(exchange, settings, (env, context))).await
        }
        Route::Plans => Box::pin(api::plans::list(exchange, isolate::settings(env)?, env)).await,
        Route::Plan(project, action) => {
            let settings = isolate::settings(env)?;
            Box::pin(api::plans::of_project(
                exchange,
                settings,
                env,
                project.as_str(),
                action,
            ))
            .await
        }
        Route::Uploads(_) | Route::Upload(..) => {
            let settings = isolate::settings(env)?;
            Box::pin(uploads::serve(exchange, settings, (env, context), route)).await
        }
        Route::Glance(route) => {
            glance::serve(exchange, isolate::settings(env)?, (env, context), route).await
        }
    }
}
