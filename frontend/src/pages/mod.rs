//! What an address leads to. Each page holds its own loading, empty and error states.

pub mod image;
pub mod image_list;
pub mod new_image;
pub mod project_quotas;
pub mod quota;
pub mod sign_in;
pub mod uploads;
