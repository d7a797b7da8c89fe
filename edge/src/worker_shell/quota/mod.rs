//! Quotas: the ledger of a project, and the object that keeps it.

pub(super) mod ledger;
pub(super) mod object;
mod storage;
