//! What projects may have: by the configuration, and as an administrator has changed it at run time.

mod configured_plans;
mod plan_record;

pub use configured_plans::{BadPlan, Plans};
pub use plan_record::PlanRecord;
