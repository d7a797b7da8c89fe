//! Other programs: steps that run to their end, services that keep running.

mod failure;
mod group;
mod log;
mod service;
mod step;

pub(crate) use failure::StepFailed;
pub(crate) use group::ProcessGroup;
pub(crate) use log::Log;
pub(crate) use service::{Service, Services};
pub(crate) use step::{ProcessStep, ending};
