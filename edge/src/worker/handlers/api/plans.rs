//! `/api/admin/plans`: what the gateway allows each project, for administrators.

use futures_util::future::try_join_all;
use gaze_shared::gateway::{
    Project, ProjectPlan, ProjectQuota, ProjectQuotaList, sort_by_pressure,
};
use worker::Env;

use crate::core::auth::permit::Authenticated;
use crate::core::config::{Region, Settings};
use crate::core::errors::problem::{BadBody, Problem};
use crate::core::log::timing::Upstream;
use crate::core::quota::call::LedgerReport;
use crate::core::quota::plans::Plans;
use crate::core::quota::project_page::ProjectPage;
use crate::core::quota::report::quota_report;
use crate::core::routes::NoRoute;
use crate::core::routes::project_id::ProjectIdInPath;
use crate::worker::context::RequestContext;
use crate::worker::handlers::api::BODY_LIMIT_BYTES;
use crate::worker::handlers::authentication::Admitted;
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::keystone::{self, ProjectView};
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// `GET /api/admin/plans`: the projects that the administrator may see, page by page, the fullest first.
/// With `name` in the query only those whose name or id has it.
pub(crate) async fn list(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
    admin: &Admitted<'_>,
) -> Result<EdgeResponse, Problem> {
    let page = ProjectPage::read(&context.query.clone()?)?;
    let projects = keystone::visible_projects(settings, admin.authenticated().token());
    let projects = context.timed(Upstream::Keystone, projects).await?;
    let (projects, next) = page.of(projects);
    let asked = projects
        .into_iter()
        .map(|project| quota_of(settings, env, admin.region(), project));
    let mut projects = try_join_all(asked).await?;
    sort_by_pressure(&mut projects);
    EdgeResponse::json(200, &ProjectQuotaList { projects, next })
}

/// `GET /api/admin/plans/{project}`, of one that Keystone shows to the administrator: an object that is asked is
/// there for good, and ids can be made up.
pub(crate) async fn show(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
    admin: &Admitted<'_>,
    project_id: &ProjectIdInPath,
) -> Result<EdgeResponse, Problem> {
    let ledger = ledger(settings, env, admin.region(), project_id.as_str())?;
    match project_view(context, settings, admin, project_id).await? {
        ProjectView::Shown => {}
        ProjectView::Withheld | ProjectView::Missing => return Err(NoRoute::NotFound.into()),
    }
    plan_response(ledger.report().await?, project_id)
}

/// `DELETE`: back to the one of the configuration.
pub(crate) async fn reset(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
    admin: &Admitted<'_>,
    project_id: &ProjectIdInPath,
) -> Result<EdgeResponse, Problem> {
    let ledger = ledger(settings, env, admin.region(), project_id.as_str())?;
    check_may_limit(context, settings, admin.authenticated()).await?;
    check_project(context, settings, admin, project_id).await?;
    let report = ledger
        .set_plan(None, admin.authenticated().identity())
        .await?;
    plan_response(report, project_id)
}

/// `PUT`: another one.
pub(crate) async fn change(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
    admin: &Admitted<'_>,
    project_id: &ProjectIdInPath,
) -> Result<EdgeResponse, Problem> {
    let ledger = ledger(settings, env, admin.region(), project_id.as_str())?;
    let text = context.read_text(BODY_LIMIT_BYTES).await?;
    let plan =
        Plans::read_plan(&text).map_err(|cause| Problem::MalformedBody(BadBody::Plan(cause)))?;
    check_may_limit(context, settings, admin.authenticated()).await?;
    check_project(context, settings, admin, project_id).await?;
    let by = admin.authenticated().identity();
    plan_response(ledger.set_plan(Some(plan), by).await?, project_id)
}

/// Refuses where Keystone says that there is no such project. Who may set limits may set them of one that they are
/// not told of.
async fn check_project(
    context: &RequestContext,
    settings: &Settings,
    admin: &Admitted<'_>,
    project_id: &ProjectIdInPath,
) -> Result<(), Problem> {
    match project_view(context, settings, admin, project_id).await? {
        ProjectView::Shown | ProjectView::Withheld => Ok(()),
        ProjectView::Missing => Err(NoRoute::NotFound.into()),
    }
}

async fn project_view(
    context: &RequestContext,
    settings: &Settings,
    admin: &Admitted<'_>,
    project_id: &ProjectIdInPath,
) -> Result<ProjectView, Problem> {
    let token = admin.authenticated().token();
    let asked = keystone::project_view(settings, token, project_id.as_str());
    context.timed(Upstream::Keystone, asked).await
}

fn ledger(
    settings: &Settings,
    env: &Env,
    region: &Region,
    project_id: &str,
) -> Result<ProjectLedger, Problem> {
    let configured = settings.quota.configured(project_id);
    ProjectLedger::of(env, &region.name, project_id, configured)
}

fn plan_response(
    report: LedgerReport,
    project_id: &ProjectIdInPath,
) -> Result<EdgeResponse, Problem> {
    EdgeResponse::json(200, &named(report.plan, project_id.as_str()))
}

/// Lets pass whom Keystone would let set limits, because a plan is one: by its own policy, and by what the
/// operator has made of it.
async fn check_may_limit(
    context: &RequestContext,
    settings: &Settings,
    admin: &Authenticated,
) -> Result<(), Problem> {
    let asked = keystone::may_not_set_limits(settings, admin.token());
    let may_not =
        !admin.identity().may_set_limits() || context.timed(Upstream::Keystone, asked).await?;
    match may_not {
        true => Err(Problem::NoLimitsToSet),
        false => Ok(()),
    }
}

async fn quota_of(
    settings: &Settings,
    env: &Env,
    region: &Region,
    project: Project,
) -> Result<ProjectQuota, Problem> {
    let report = ledger(settings, env, region, &project.id)?.report().await?;
    let plan = named(report.plan.clone(), &project.id);
    let quota = quota_report(&project.id, &region.name, &settings.quota.mode, report);
    Ok(ProjectQuota {
        project,
        quota,
        plan,
    })
}

fn named(plan: ProjectPlan, project_id: &str) -> ProjectPlan {
    ProjectPlan {
        project_id: project_id.to_owned(),
        ..plan
    }
}
