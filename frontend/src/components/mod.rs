//! Parts of pages that know the application's state and the image model.

pub mod empty;
pub mod error_panel;
pub mod frame;
pub mod image_fields;
pub mod image_status;
pub mod sign_in_form;
