//! The plans of the configuration, and reading plans from text.

use std::collections::BTreeMap;

use gaze_shared::gateway::Plan;
use serde_json::{Map, Value};

use crate::core::quota::call::{ConfiguredPlace, ConfiguredPlan};
use crate::core::routes::project_id::ProjectId;

/// What each project is allowed beside the cloud's own limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plans {
    /// The plan of every project that has none of its own.
    pub default: Plan,
    /// The plans of single projects, in place of the default one.
    pub projects: BTreeMap<String, Plan>,
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
    pub fn read_plan(text: &str) -> Result<Plan, String> {
        plan_of(serde_json::from_str(text).map_err(|_| "it is no JSON".to_owned())?)
    }

    /// Reads plans by the ids of their projects.
    ///
    /// # Errors
    /// What is wrong with them, with the project and the key.
    pub fn read_projects(text: &str) -> Result<BTreeMap<String, Plan>, String> {
        let value = serde_json::from_str(text).map_err(|_| "it is no JSON".to_owned())?;
        let plans: Map<String, Value> = match value {
            Value::Object(plans) => plans,
            _ => return Err("it is no object".to_owned()),
        };
        plans
            .into_iter()
            .map(|(project_id, plan)| {
                if ProjectId::parse(&project_id).is_none() {
                    return Err(format!("\"{project_id}\" is no id of a project"));
                }
                let plan = plan_of(plan).map_err(|wrong| format!("{project_id}: {wrong}"))?;
                Ok((project_id, plan))
            })
            .collect()
    }
}

fn plan_of(value: Value) -> Result<Plan, String> {
    match value {
        Value::Object(object) => Plan::try_from(object).map_err(|wrong| wrong.to_string()),
        _ => Err("it is no object".to_owned()),
    }
}
