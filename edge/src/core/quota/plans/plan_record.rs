//! The plan of a project as its ledger keeps it: the configuration's, or what an administrator has made
//! of it at run time.

use gaze_shared::gateway::{Plan, PlanChange, PlanSource, ProjectPlan};
use gaze_shared::time::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::quota::call::{ConfiguredPlace, ConfiguredPlan};

/// How many changes are remembered.
const CHANGES_AT_MOST: usize = 20;

/// What was changed at run time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRecord {
    /// `None` while the configuration's plan is in force.
    changed: Option<Plan>,
    /// Newest first.
    changes: Vec<PlanChange>,
}

impl PlanRecord {
    #[must_use]
    pub fn in_force(&self, configured: &ConfiguredPlan) -> Plan {
        self.changed.unwrap_or(configured.plan)
    }

    /// Changes it, or goes back to the configuration's.
    pub fn change(&mut self, plan: Option<Plan>, user_id: &str, user_name: &str, at: Timestamp) {
        self.changed = plan;
        let change = PlanChange {
            user_id: user_id.to_owned(),
            user_name: user_name.to_owned(),
            at,
            plan,
        };
        self.changes.insert(0, change);
        self.changes.truncate(CHANGES_AT_MOST);
    }

    /// What an administrator sees. The ledger does not know whose it is, so the project's id is empty.
    #[must_use]
    pub fn shown(&self, configured: &ConfiguredPlan) -> ProjectPlan {
        ProjectPlan {
            project_id: String::new(),
            plan: self.in_force(configured),
            source: match (self.changed, configured.place) {
                (Some(_), _) => PlanSource::Changed,
                (None, ConfiguredPlace::Default) => PlanSource::Default,
                (None, ConfiguredPlace::Project) => PlanSource::Configured,
            },
            changes: self.changes.clone(),
        }
    }
}
