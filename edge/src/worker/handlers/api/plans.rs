//! `/api/admin/plans`: what the gateway allows each project, for administrators.

use futures_util::future::try_join_all;
use gaze_shared::gateway::{
    Project, ProjectPlan, ProjectQuota, ProjectQuotaList, sort_by_pressure,
};
use worker::Env;

use crate::core::auth::permit::{Authenticated, Identity};
use crate::core::config::{Region, Settings};
use crate::core::errors::problem::{BadBody, Problem};
use crate::core::quota::plans::Plans;
use crate::core::quota::project_page::ProjectPage;
use crate::core::quota::report::quota_report;
use crate::core::routes::{NoRoute, PlanAction};
use crate::worker::context::RequestContext;
use crate::worker::handlers::api::BODY_LIMIT_BYTES;
use crate::worker::handlers::authentication;
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::keystone;
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// `GET /api/admin/plans`: the projects that the administrator may see, page by page, the fullest first.
/// With `name` in the query only those whose name or id has it.
pub(crate) async fn list(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
) -> Result<EdgeResponse, Problem> {
    let (admin, region) = admin(context, settings).await?;
    let page = ProjectPage::read(&context.query.clone()?)?;
    let projects = keystone::visible_projects(settings, admin.token())
        .await
        .map_err(|problem| ended(context, problem))?;
    let (projects, next) = page.of(projects);
    let asked = projects
        .into_iter()
        .map(|project| quota_of(settings, env, region, project));
    let mut projects = try_join_all(asked).await?;
    sort_by_pressure(&mut projects);
    EdgeResponse::json(200, &ProjectQuotaList { projects, next })
}

/// `/api/admin/plans/{project}`.
pub(crate) async fn of_project(
    context: &RequestContext,
    settings: &Settings,
    env: &Env,
    project_id: &str,
    action: PlanAction,
) -> Result<EdgeResponse, Problem> {
    let (admin, region) = admin(context, settings).await?;
    let configured = settings.quota.configured(project_id);
    let ledger = ProjectLedger::of(env, &region.name, project_id, configured)?;
    let report = match action {
        PlanAction::Show => ledger.report().await?,
        PlanAction::Reset => {
            check_may_limit(context, settings, &admin).await?;
            ledger.set_plan(None, admin.identity()).await?
        }
        PlanAction::Change => {
            let text = context.read_text(BODY_LIMIT_BYTES).await?;
            let plan = Plans::read_plan(&text)
                .map_err(|cause| Problem::MalformedBody(BadBody::Plan(cause)))?;
            check_may_limit(context, settings, &admin).await?;
            let is_none = keystone::is_no_project(settings, admin.token(), project_id)
                .await
                .map_err(|problem| ended(context, problem))?;
            if is_none {
                return Err(NoRoute::NotFound.into());
            }
            ledger.set_plan(Some(plan), admin.identity()).await?
        }
    };
    EdgeResponse::json(200, &named(report.plan, project_id))
}

async fn admin<'a>(
    context: &RequestContext,
    settings: &'a Settings,
) -> Result<(Authenticated, &'a Region), Problem> {
    let (caller, region) =
        authentication::caller_in_region(context, settings, Identity::check_no_rules).await?;
    if !caller.identity().is_admin() {
        return Err(Problem::NotAdmin);
    }
    Ok((caller, region))
}

/// Lets pass whom Keystone would let set limits, because a plan is one: by its own policy, and by what the
/// operator has made of it.
async fn check_may_limit(
    context: &RequestContext,
    settings: &Settings,
    admin: &Authenticated,
) -> Result<(), Problem> {
    let may_not = !admin.identity().may_set_limits()
        || keystone::may_not_set_limits(settings, admin.token())
            .await
            .map_err(|problem| ended(context, problem))?;
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
    let configured = settings.quota.configured(&project.id);
    let ledger = ProjectLedger::of(env, &region.name, &project.id, configured)?;
    let report = ledger.report().await?;
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

/// Keystone has ended the token since it was asked about it.
fn ended(context: &RequestContext, problem: Problem) -> Problem {
    match problem {
        Problem::InvalidToken | Problem::SessionExpired => context.token_refused(),
        other => other,
    }
}
