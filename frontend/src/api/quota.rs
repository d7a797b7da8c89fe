//! The quota of the project, and for administrators the plans of all.

use gaze_shared::gateway::{Plan, ProjectPlan, ProjectQuotaList, QuotaReport};

use super::client::{Method, Request};
use super::{Api, ApiError};

/// The path of the project's quota.
pub const QUOTA: &str = "/api/quota";

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

    /// The projects that the administrator may see and whose names have this in them.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn project_quotas(self, name: &str) -> Result<ProjectQuotaList, ApiError> {
        let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        let path = format!("{PLANS}?name={name}");
        self.send(Request::get(path)).await?.read()
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
