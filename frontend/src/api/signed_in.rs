//! The client for calls that need a session.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::{Callable, Callback};

use super::client::{OpenResponse, Request, Response, open_once};
use super::error::ApiError;

/// The way of signing in again: done when the person has, or failed when they leave instead.
pub type SigningIn = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// What to do when a session has ended.
#[derive(Clone, Copy)]
pub enum OnSessionEnd {
    /// Lets the person sign in again and repeats the call, so that no caller has to think of it.
    SignInAgain(Callback<(), SigningIn>),
    /// Reports it as any other refusal.
    Report,
}

/// The client for everything behind a sign-in.
#[derive(Clone, Copy)]
pub struct Api {
    on_session_end: OnSessionEnd,
}

/// What was answered.
pub struct Answer<T> {
    pub value: T,
    /// The id under which the edge and Glance logged the request.
    pub request_id: Option<String>,
}

impl Api {
    #[must_use]
    pub const fn new(on_session_end: OnSessionEnd) -> Self {
        Self { on_session_end }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// What [`super::client::send_once`] reports, or [`ApiError::SignInRequired`] when the person leaves instead of signing
    /// in again.
    pub async fn send(self, request: Request) -> Result<Response, ApiError> {
        self.open(request).await?.whole().await
    }

    /// The same without waiting for the body of the answer.
    pub(super) async fn open(self, request: Request) -> Result<OpenResponse, ApiError> {
        match open_once(&request).await {
            Err(error) => {
                self.sign_in_again(error).await?;
                open_once(&request).await
            }
            response => response,
        }
    }

    /// Done when a call that came to this end is to be made once more.
    async fn sign_in_again(self, error: ApiError) -> Result<(), ApiError> {
        match self.on_session_end {
            OnSessionEnd::SignInAgain(ask) if error.asks_for_sign_in() => ask.run(()).await,
            _ => Err(error),
        }
    }
}
