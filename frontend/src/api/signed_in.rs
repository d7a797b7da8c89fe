//! The client for calls that need a session.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::{Callable, Callback};

use super::client::{OpenResponse, Request, Response, open_once, send_once};
use super::error::ApiError;

/// The way of signing in again: done when the person has, or failed when they leave instead.
pub type SigningIn = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// The client for everything behind a sign-in. When a session has ended it lets the person sign in
/// again and repeats the call, so that no caller has to think of it.
#[derive(Clone, Copy)]
pub struct Api {
    sign_in_again: Callback<(), SigningIn>,
}

impl Api {
    /// A client that lets a person sign in again like this.
    #[must_use]
    pub fn new(sign_in_again: Callback<(), SigningIn>) -> Self {
        Self { sign_in_again }
    }

    /// Sends a request; on an ended session asks the person to sign in and sends it once more.
    ///
    /// # Errors
    /// What [`send_once`] reports, or [`ApiError::SignInRequired`] when the person leaves instead.
    pub async fn send(self, request: Request) -> Result<Response, ApiError> {
        match send_once(&request).await {
            Err(error) if error.asks_for_sign_in() => {
                self.sign_in_again.run(()).await?;
                send_once(&request).await
            }
            outcome => outcome,
        }
    }

    /// The same without waiting for the body of the answer.
    pub(super) async fn open(self, request: Request) -> Result<OpenResponse, ApiError> {
        match open_once(&request).await {
            Err(error) if error.asks_for_sign_in() => {
                self.sign_in_again.run(()).await?;
                open_once(&request).await
            }
            outcome => outcome,
        }
    }
}
