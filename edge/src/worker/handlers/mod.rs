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
use crate::core::routes::{Access, OwnRoute, Route};
use crate::worker::context::RequestContext;
use crate::worker::handlers::api::{plans, quota, session, sign_in};
use crate::worker::handlers::authentication::admit;
use crate::worker::handlers::uploads::call::TusCall;
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;

/// Leads a request to what answers its route.
pub(crate) async fn serve(
    context: &RequestContext,
    request: web_sys::Request,
    runtime: (&Env, &Context),
) -> Result<EdgeResponse, Problem> {
    let answered = answer(context, request, runtime).await;
    answered.map_err(|problem| match problem {
        // Wherever it turned out.
        Problem::InvalidToken => context.token_refused(),
        other => other,
    })
}

async fn answer(
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
        Route::Own(route) => {
            let access = route.access();
            let serving = Box::pin(own(context, (env, ctx), route));
            match access {
                // All that these wait for is Keystone.
                Access::Dashboard => context.timed(Upstream::Keystone, serving).await,
                Access::Anyone | Access::Caller(..) | Access::Admin => serving.await,
            }
        }
        Route::Glance(route) => {
            glance::serve(context, isolate::settings(env)?, (env, ctx), route).await
        }
    }
}

/// What answers each route of the gateway's own.
async fn own(
    context: &RequestContext,
    (env, ctx): (&Env, &Context),
    route: OwnRoute,
) -> Result<EdgeResponse, Problem> {
    let settings = isolate::settings(env);
    let admitted = async || admit(context, settings?, (env, ctx), &route).await;
    let tus_call = async || TusCall::begin(context, settings?, (env, ctx), &route).await;
    match &route {
        OwnRoute::Health => health::show(context, env).await,
        OwnRoute::Config => api::config(settings?, env),
        OwnRoute::ShowSession => session::show(context, settings?).await,
        OwnRoute::SignIn => sign_in::sign_in(context, settings?, env).await,
        OwnRoute::ChangeSession => session::change(context, settings?).await,
        OwnRoute::SignOut => session::sign_out(context, settings?).await,
        OwnRoute::Projects => api::projects(context, settings?).await,
        OwnRoute::Quota => quota::show(context, settings?, (env, ctx), &admitted().await?).await,
        OwnRoute::Plans => plans::list(context, settings?, env, &admitted().await?).await,
        OwnRoute::ShowPlan { project_id } => {
            plans::show(settings?, env, &admitted().await?, project_id).await
        }
        OwnRoute::ChangePlan { project_id } => {
            plans::change(context, settings?, env, &admitted().await?, project_id).await
        }
        OwnRoute::ResetPlan { project_id } => {
            plans::reset(settings?, env, &admitted().await?, project_id).await
        }
        OwnRoute::DiscoverTus | OwnRoute::DiscoverTusOfUpload { .. } => {
            uploads::discover(settings?, env)
        }
        OwnRoute::ListUploads => uploads::list(&tus_call().await?).await,
        OwnRoute::CreateUpload => uploads::create(&tus_call().await?).await,
        OwnRoute::AskUpload { id } => uploads::ask(&tus_call().await?, id).await,
        OwnRoute::ShowUpload { id } => uploads::show(&tus_call().await?, id).await,
        OwnRoute::AppendUpload { id } => uploads::append(&tus_call().await?, id).await,
        OwnRoute::TerminateUpload { id } => uploads::terminate(&tus_call().await?, id).await,
    }
}
