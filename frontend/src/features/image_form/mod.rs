//! The fields of an image that a form for a new one and the page of an existing one share.

mod formats;
mod messages;
mod properties;
mod schema;
mod tags;
mod visibility;

pub use formats::{FormatChoice, FormatFields};
pub use messages::{message_for, message_for_tags};
pub use properties::{EditedProperty, PropertyRows};
pub use schema::load_schema;
pub use tags::{EditedTags, TagsField};
pub use visibility::VisibilityField;
