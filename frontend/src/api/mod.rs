//! The typed client of the edge: what the dashboard can ask for, and what can come back.

mod client;
mod deployment;
mod error;
mod images;
mod quota;
pub mod session;
pub(crate) mod words;

pub use client::{Answer, Body, JSON, Method, RETRY_AFTER, Request, seconds_to_wait, send_once};
pub use deployment::is_replaced;
pub use error::{ApiError, Told};
pub use images::{data_path, image_path};
pub use quota::QUOTA;

use crate::state::session::SessionStore;

/// The client for everything behind a sign-in. When a session has ended it lets the person sign in
/// again and repeats the call, so that no caller has to think of it.
#[derive(Clone, Copy)]
pub struct Api {
    session: SessionStore,
}

impl Api {
    /// A client that works in the given session.
    #[must_use]
    pub fn new(session: SessionStore) -> Self {
        Self { session }
    }

    /// Sends a request; on an ended session asks the person to sign in and sends it once more.
    ///
    /// # Errors
    /// What [`send_once`] reports, or [`ApiError::SignInRequired`] when the person leaves instead.
    pub async fn send(self, request: Request) -> Result<Answer, ApiError> {
        match send_once(&request).await {
            Err(error) if error.asks_for_sign_in() => {
                self.session.sign_in_again().await?;
                send_once(&request).await
            }
            outcome => outcome,
        }
    }
}
