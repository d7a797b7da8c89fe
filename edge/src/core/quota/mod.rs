//! Quotas: what a request takes of its project's, what the ledger of a project is asked, and what it
//! answers.
//!
//! There is one ledger per region and project, kept by a Durable Object (`edge/src/worker/durable/quota_ledger.rs`). The
//! rules are those of [`gaze_shared::quota`].

mod admission;
pub mod call;
mod declared_size;
mod document_reading;
mod events;
mod image_usage;
mod import_plan;
pub mod journal;
pub mod ledger_state;
mod listed_image;
mod memory_ledgers;
mod operation;
mod payer;
pub mod plans;
pub mod project_page;
pub mod report;
pub mod request_rate;
mod settlement;
pub mod usage_refresh;
pub mod write_pacing;

pub use admission::{AdmissionStep, Asked, WAIT, next_refused, next_unknown};
pub use declared_size::DeclaredSize;
pub use document_reading::{
    NewOwner, image_in, location_in, owner_in, patched_locations, patched_owner,
};
pub use events::{QuotaEvent, QuotaLog, in_words};
pub use image_usage::{ImageUsage, images_in_question, usage_observation};
pub use import_plan::{DataSource, ImportPlan, Needs, StoreChoice};
pub use listed_image::{ListedImage, ListedImages};
pub use memory_ledgers::MemoryLedgers;
pub use operation::{
    delta_of_data, frees_usage, granted_in_all, image_of, only_frees_usage, operation_of,
};
pub use payer::{Owner, Payer, payer};
pub use request_rate::{RequestLimit, RequestLimits, rate_limit_fields};
pub use settlement::{Settlement, may_keep_data, settlement};
pub use usage_refresh::{RefreshEnd, RefreshFailure, RefreshTracker};
