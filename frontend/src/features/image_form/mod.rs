//! The form of an image: what a new one and the editing of an existing one share.

mod create;
mod draft;
mod edit;
mod field_names;
mod fields;
mod formats;
mod messages;
mod properties;
mod schema;
mod tags;
#[cfg(test)]
pub(crate) mod test_image;
mod visibility;

pub use create::applied_to;
pub use draft::ImageDraft;
pub use edit::is_editable;
pub use field_names::{field_name, problem};
pub use fields::DraftFields;
pub use formats::{FormatChoice, FormatFields};
pub use messages::{message_for, message_for_tags};
pub use properties::{EditedProperty, PropertyRows, property_name};
pub use schema::load_schema;
pub use tags::{EditedTags, TagsField};
pub use visibility::VisibilityField;
