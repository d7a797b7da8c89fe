//! What the platform gives a request.

use worker::{Context, Env};

/// The bindings, and the life of the request, which can be made longer ([`Context::wait_until`]).
#[derive(Clone, Copy)]
pub(crate) struct Runtime<'a> {
    pub(crate) env: &'a Env,
    pub(crate) ctx: &'a Context,
}
