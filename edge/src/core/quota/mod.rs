//! Quotas: what the ledger of a project is asked, and what it answers.
//!
//! There is one ledger per region and project, kept by a Durable Object (`worker_shell::quota`). The
//! rules are those of [`gaze_shared::quota`].

pub mod call;
