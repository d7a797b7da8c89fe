//! What answers each route.

mod api;
mod authentication;
mod glance;
mod health;
mod static_files;
pub(crate) mod uploads;

use worker::{Context, Env};

use crate::core::errors::problem::Problem;
use crate::core::http::static_file::StaticFile;
use crate::core::log::timing::Upstream;
use crate::core::routes::Route;
use crate::worker::context::Exchange;
use crate::worker::isolate;
use crate::worker::response::Answer;

/// Leads a request to what answers its route.
pub(crate) async fn serve(
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
