//! The plans of the configuration, and reading plans from text.

use std::collections::BTreeMap;

use gaze_shared::gateway::{NoPlan, Plan};
use serde_json::{Map, Value};

use crate::core::quota::call::{ConfiguredPlace, ConfiguredPlan};
use crate::core::routes::project_id::ProjectIdInPath;

/// What each project is allowed beside the cloud's own limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plans {
    /// The plan of every project that has none of its own.
    pub default: Plan,
    /// The plans of single projects, in place of the default one.
    pub projects: BTreeMap<String, Plan>,
}

/// Why a text is no plan. `Display` is for whoever has written it, into the settings or a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPlan {
    #[error("it is no JSON")]
    NotJson,
    #[error("it is no object")]
    NotAnObject,
    /// One of its limits is none.
    #[error("{0}")]
    Limit(NoPlan),
}

impl Plans {
    #[must_use]
    pub fn of(&self, project_id: &str) -> ConfiguredPlan {
        match self.projects.get(project_id) {
            Some(plan) => ConfiguredPlan {
                plan: *plan,
                place: ConfiguredPlace::Project,
            },
            None => ConfiguredPlan {
                plan: self.default,
                place: ConfiguredPlace::Default,
            },
        }
    }

    /// Reads one plan.
    ///
    /// # Errors
    /// What is wrong with it, with the key.
    pub fn read_plan(text: &str) -> Result<Plan, BadPlan> {
        plan_of(serde_json::from_str(text).map_err(|_| BadPlan::NotJson)?)
    }

    /// Reads plans by the ids of their projects.
    ///
    /// # Errors
    /// What is wrong with them, with the project and the key.
    pub fn read_projects(text: &str) -> Result<BTreeMap<String, Plan>, String> {
        let value = serde_json::from_str(text).map_err(|_| BadPlan::NotJson.to_string())?;
        let plans: Map<String, Value> = match value {
            Value::Object(plans) => plans,
            _ => return Err(BadPlan::NotAnObject.to_string()),
        };
        plans
            .into_iter()
            .map(|(project_id, plan)| {
                if ProjectIdInPath::parse(&project_id).is_none() {
                    return Err(format!("\"{project_id}\" is no id of a project"));
                }
                let plan = plan_of(plan).map_err(|wrong| format!("{project_id}: {wrong}"))?;
                Ok((project_id, plan))
            })
            .collect()
    }
}

fn plan_of(value: Value) -> Result<Plan, BadPlan> {
    match value {
        Value::Object(object) => Plan::try_from(object).map_err(BadPlan::Limit),
        _ => Err(BadPlan::NotAnObject),
    }
}
