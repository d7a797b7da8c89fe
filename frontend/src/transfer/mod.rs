//! What uploads and downloads have in common: how fast bytes move, when what was lost is tried again, and
//! what a person sees of both.

pub mod backoff;
pub mod meter;
pub mod moment;
pub mod numbers;
pub mod worker_fault;
