//! What answers each route.

mod api;
mod authentication;
mod glance;
mod health;
mod static_files;
pub(crate) mod uploads;
mod verification;

use worker::Env;

use crate::core::config::Settings;
use crate::core::errors::problem::Problem;
use crate::core::http::static_file::StaticFile;
use crate::core::routes::{AdmittedRoute, OpenRoute, OwnRoute, Route, SessionRoute, UploadRoute};
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;
use crate::worker::handlers::api::{plans, quota, session, sign_in};
use crate::worker::handlers::authentication::{Admitted, admit};
use crate::worker::handlers::uploads::call::TusCall;
use crate::worker::isolate;
use crate::worker::response::EdgeResponse;

/// Leads a request to what answers its route.
pub(crate) async fn serve(
    context: &RequestContext,
    request: web_sys::Request,
    runtime: Runtime<'_>,
) -> Result<EdgeResponse, Problem> {
    let response = respond(context, request, runtime).await;
    response.map_err(|problem| match problem {
        // Wherever it turned out.
        Problem::InvalidToken => context.token_refused(),
        other => other,
    })
}

async fn respond(
    context: &RequestContext,
    request: web_sys::Request,
    runtime: Runtime<'_>,
) -> Result<EdgeResponse, Problem> {
    context.check_header_names()?;
    let route = context.route.clone()?;
    match route {
        Route::Root | Route::Page if context.wants_html() => {
            static_files::serve(context, &request, runtime.env, &StaticFile::document()).await
        }
        Route::File(file) => static_files::serve(context, &request, runtime.env, &file).await,
        Route::Root | Route::Page => {
            Box::pin(glance::version_choices(
                context,
                isolate::settings(runtime.env)?,
                runtime,
            ))
            .await
        }
        Route::Own(route) => Box::pin(own(context, runtime, route)).await,
        Route::Glance(route) => {
            glance::serve(context, isolate::settings(runtime.env)?, runtime, route).await
        }
    }
}

/// What answers each route of the gateway's own: where the route says who may use it, only once the caller was let in.
async fn own(
    context: &RequestContext,
    runtime: Runtime<'_>,
    route: OwnRoute,
) -> Result<EdgeResponse, Problem> {
    let settings = isolate::settings(runtime.env).map_err(Problem::from);
    match route {
        OwnRoute::Open(route) => open(context, settings, runtime.env, route).await,
        OwnRoute::Session(route) => of_session(context, settings?, runtime.env, route).await,
        OwnRoute::Admitted(route) => {
            let settings = settings?;
            let admitted = admit(context, settings, runtime, route.requirements()).await?;
            of_admitted(context, settings, runtime, &admitted, route).await
        }
        OwnRoute::Upload(route) => {
            let call = TusCall::begin(context, settings?, runtime, &route).await?;
            of_uploader(&call, route).await
        }
    }
}

async fn open(
    context: &RequestContext,
    settings: Result<&Settings, Problem>,
    env: &Env,
    route: OpenRoute,
) -> Result<EdgeResponse, Problem> {
    match route {
        OpenRoute::Health => health::show(context, env).await,
        OpenRoute::Config => api::config(settings?, env),
        OpenRoute::DiscoverTus | OpenRoute::DiscoverTusOfUpload { .. } => {
            uploads::discover(settings?, env)
        }
    }
}

async fn of_session(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
    route: SessionRoute,
) -> Result<EdgeResponse, Problem> {
    match route {
        SessionRoute::ShowSession => session::show(context, settings).await,
        SessionRoute::SignIn => sign_in::sign_in(context, settings, env).await,
        SessionRoute::ChangeSession => session::change(context, settings).await,
        SessionRoute::SignOut => session::sign_out(context, settings).await,
        SessionRoute::Projects => api::projects(context, settings).await,
    }
}

async fn of_admitted(
    context: &RequestContext,
    settings: &Settings,
    runtime: Runtime<'_>,
    caller: &Admitted<'_>,
    route: AdmittedRoute,
) -> Result<EdgeResponse, Problem> {
    match &route {
        AdmittedRoute::Quota => quota::show(context, settings, runtime, caller).await,
        AdmittedRoute::ShowVerification { image_id } => {
            verification::show(context, runtime.env, caller, image_id).await
        }
        AdmittedRoute::Verify { image_id } => {
            verification::verify(context, settings, runtime, caller, image_id).await
        }
        AdmittedRoute::Plans => plans::list(context, settings, runtime.env, caller).await,
        AdmittedRoute::ShowPlan { project_id } => {
            plans::show(context, settings, runtime.env, caller, project_id).await
        }
        AdmittedRoute::ChangePlan { project_id } => {
            plans::change(context, settings, runtime.env, caller, project_id).await
        }
        AdmittedRoute::ResetPlan { project_id } => {
            plans::reset(context, settings, runtime.env, caller, project_id).await
        }
    }
}

async fn of_uploader(call: &TusCall<'_>, route: UploadRoute) -> Result<EdgeResponse, Problem> {
    match &route {
        UploadRoute::ListUploads => uploads::list(call).await,
        UploadRoute::CreateUpload => uploads::create(call).await,
        UploadRoute::HeadUpload { id } => uploads::head(call, id).await,
        UploadRoute::ShowUpload { id } => uploads::show(call, id).await,
        UploadRoute::AppendUpload { id } => uploads::append(call, id).await,
        UploadRoute::TerminateUpload { id } => uploads::terminate(call, id).await,
    }
}
