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
pub use client::{Body, JSON, Method, RETRY_AFTER, Request, Response, seconds_to_wait, send_once};
pub use deployment::is_replaced;
pub use error::ApiError;
pub use images::{
    create_image_request, created_image, data_path, delete_image_request, image_path,
    image_request, patch_image_request, put_data_request,
};
pub use quota::quota_request;
pub use signed_in::{Api, SigningIn};
pub use uploads::{
    append_request, end_tus_request, found_tus, open_tus_request, opened_tus, own_upload_path,
    tus_list_request, tus_report_request,
};
pub use verification::ReadProgress;
