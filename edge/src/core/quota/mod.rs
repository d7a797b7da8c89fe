//! Quotas: what a request takes of its project's, what the ledger of a project is asked, and what it
//! answers.
//!
//! There is one ledger per region and project, kept by a Durable Object (`edge/src/worker/durable/quota_ledger.rs`). The
//! rules are those of [`gaze_shared::quota`].

mod admission;
pub mod call;
mod events;
mod image_usage;
mod import_plan;
pub mod journal;
pub mod ledger_state;
mod memory_ledgers;
mod operation;
mod payer;
pub mod plan;
pub mod plans;
pub mod project_page;
mod rate;
pub mod refresh_claim;
mod refresh_tracker;
pub mod report;
mod request_limits;
pub mod requests;
mod settlement;
pub mod write_pacing;

pub use admission::{AdmissionStep, Asked, WAIT, next_refused, next_unknown};
pub use events::{QuotaEvent, QuotaLog, in_words};
pub use image_usage::{
    ImageUsage, ListedImage, ListedImages, images_in_question, usage_observation,
};
pub use import_plan::{DataSource, ImportPlan, Needs, StoreChoice};
pub use memory_ledgers::MemoryLedgers;
pub use operation::{
    DeclaredSize, NewOwner, delta_of_data, frees_usage, granted_in_all, image_in, image_of,
    location_in, only_frees_usage, operation_of, owner_in, patched_locations, patched_owner,
};
pub use payer::{Owner, Payer, payer};
pub use rate::rate_limit_fields;
pub use refresh_tracker::{RefreshEnd, RefreshFailure, RefreshTracker};
pub use request_limits::{RequestLimit, RequestLimits};
pub use settlement::{Settlement, may_keep_data, settlement};
