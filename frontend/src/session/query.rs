//! What is loaded by calls to the edge.

use std::future::Future;

use leptos::prelude::*;

use super::store::SessionStore;
use crate::api::ApiError;
use crate::data::{self, LoadError};

/// Something that a call to the edge brings.
pub type Query<T> = data::Query<T, ApiError>;

/// What such a call has come to.
pub type Loaded<T> = data::Loaded<T, ApiError>;

impl LoadError for ApiError {
    fn no_response() -> Self {
        Self::NoResponse
    }
}

/// Loads what the project and region of the session has: in another one nothing of it is shown any more,
/// and it is loaded there.
pub fn place_query<T, F>(load: impl Fn() -> F + 'static) -> Query<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    Query::of_place(expect_context::<SessionStore>().place(), load)
}
