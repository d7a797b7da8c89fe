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
use crate::core::routes::Route;
use crate::worker::context::RequestContext;
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;

/// Leads a request to what answers its route.
pub(crate) async fn serve(
    context: &RequestContext,
    request: web_sys::Request,
    (env, ctx): (&Env, &Context),
) -> Result<EdgeResponse, Problem> {
    context.check_header_names()?;
    let route = context.route.clone()?;
    match route {
        Route::Root | Route::Page if context.wants_html() => {
            static_files::serve(context, &request, env, &StaticFile::document()).await
        }
        Route::File(file) => static_files::serve(context, &request, env, &file).await,
        Route::Root | Route::Page => {
            Box::pin(glance::version_choices(
                context,
                isolate::settings(env)?,
                (env, ctx),
            ))
            .await
        }
        Route::Health => health::show(context, env).await,
        Route::Config => api::config(isolate::settings(env)?, env),
        Route::Session(action) => {
            Box::pin(api::session(context, isolate::settings(env)?, env, action)).await
        }
        Route::Projects => Box::pin(api::projects(context, isolate::settings(env)?)).await,
        Route::Quota => {
            let settings = isolate::settings(env)?;
            Box::pin(api::quota::show(context, settings, (env, ctx))).await
        }
        Route::Plans => Box::pin(api::plans::list(context, isolate::settings(env)?, env)).await,
        Route::Plan(project, action) => {
            let settings = isolate::settings(env)?;
            Box::pin(api::plans::of_project(
                context,
                settings,
                env,
                project.as_str(),
                action,
            ))
            .await
        }
        Route::Uploads(_) | Route::Upload(..) => {
            let settings = isolate::settings(env)?;
            Box::pin(uploads::serve(context, settings, (env, ctx), route)).await
        }
        Route::Glance(route) => {
            glance::serve(context, isolate::settings(env)?, (env, ctx), route).await
        }
    }
}
