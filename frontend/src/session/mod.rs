//! Who is signed in, until when, and what is loaded for them.

mod acting_as;
pub mod config;
mod error_view;
mod expiry;
mod load;
pub mod query;
pub mod sign_in_form;
mod store;

pub use acting_as::ActingAs;
pub use error_view::tell_outcome;
pub use expiry::{SessionEnd, prolong_session};
pub use load::load_session;
pub use store::{SessionPlace, SessionState, SessionStore};
