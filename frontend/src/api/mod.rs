//! The typed client of the edge: what the dashboard can ask for, and what can come back.

mod client;
mod deployment;
mod error;
mod file_upload;
pub(crate) mod gateway;
mod images;
mod quota;
pub mod session;
mod signed_in;
pub(crate) mod words;

pub use client::{Body, JSON, Method, RETRY_AFTER, Request, Response, seconds_to_wait, send_once};
pub use deployment::is_replaced;
pub use error::ApiError;
pub use file_upload::{FileUpload, PutEvent, PutFailure, PutListener};
pub use images::{
    create_image_request, created_image, data_path, delete_image_request, image_path,
    image_request, patch_image_request,
};
pub use quota::quota_request;
pub use signed_in::{Api, SigningIn};
