//! Every cause for which the gateway itself answers.

pub mod problem;
