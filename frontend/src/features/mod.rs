//! Parts of pages that know images. They do not know one another, but for [`quota`].

pub mod chunk;
pub mod downloads;
pub mod image_form;
pub mod image_status;
pub mod image_words;
pub mod language;
pub mod not_found;
pub mod quota;
pub mod uploads;
