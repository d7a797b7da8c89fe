//! The quota of the project, and for administrators the plans of all.

use gaze_shared::gateway::{
    Plan, ProjectPlan, ProjectQuota, ProjectQuotaList, QuotaReport, sort_by_pressure,
};

use super::client::{Method, Request};
use super::{Api, ApiError};

const QUOTA: &str = "/api/quota";

const PLANS: &str = "/api/admin/plans";

fn plan_path(project_id: &str) -> String {
    format!("{PLANS}/{project_id}")
}

impl Api {
    /// What the project of the session may have and has.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn quota(self) -> Result<QuotaReport, ApiError> {
        self.send(Request::get(QUOTA)).await?.read()
    }

    /// All projects that the administrator may see, the one that is nearest to a limit first.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn project_quotas(self) -> Result<Vec<ProjectQuota>, ApiError> {
        let mut path = PLANS.to_owned();
        let mut projects = Vec::new();
        loop {
            let page: ProjectQuotaList = self.send(Request::get(path)).await?.read()?;
            projects.extend(page.projects);
            let Some(last) = page.next else { break };
            let last: String = form_urlencoded::byte_serialize(last.as_bytes()).collect();
            path = format!("{PLANS}?after={last}");
        }
        sort_by_pressure(&mut projects);
        Ok(projects)
    }

    /// The plan of one project.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn plan(self, project_id: &str) -> Result<ProjectPlan, ApiError> {
        self.send(Request::get(plan_path(project_id))).await?.read()
    }

    /// Gives a project another plan; `None` is the one of the configuration.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn change_plan(
        self,
        project_id: &str,
        plan: Option<Plan>,
    ) -> Result<ProjectPlan, ApiError> {
        let path = plan_path(project_id);
        let request = match plan {
            Some(plan) => Request::json(Method::Put, path, &plan)?,
            None => Request::delete(path),
        };
        self.send(request).await?.read()
    }
}
