//! The schema documents that Glance serves (`/v2/schemas/…`).
//!
//! [`SchemaDocument`] is the document itself, read without loss. [`ImageSchema`] is what the forms
//! and the validation take from that of the image. [`evaluate`] checks a value against a part of a
//! document, with exactly the keywords that Glance's documents use.

mod document;
mod evaluate;
mod image_schema;
mod read;

pub use document::{Additional, JsonType, SchemaDocument, SchemaLink, SchemaNode, Types};
pub use evaluate::{Fault, PathStep, SchemaFault, evaluate};
pub use image_schema::ImageSchema;
