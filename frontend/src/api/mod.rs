//! The typed client of the edge: what the dashboard can ask for, and what can come back.

mod body_upload;
mod client;
mod deployment;
mod error;
mod images;
mod quota;
pub mod session;
mod signed_in;
mod uploads;
mod verification;

pub use body_upload::{BodySource, BodyUpload, SendEvent, SendFailure, SendListener};
pub use client::{Body, JSON, Method, RETRY_AFTER, Request, Response, seconds_to_wait};
pub use deployment::is_replaced;
pub use error::ApiError;
pub use images::{data_path, image_path, image_request, put_data_request};
pub use signed_in::{Answer, Api, OnSessionEnd, SigningIn};
pub use uploads::{append_request, own_upload_path, tus_upload_of};
pub use verification::ReadProgress;
