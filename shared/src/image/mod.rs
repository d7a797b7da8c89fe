//! The image as the API serves it, and the words it is made of.

mod create;
mod format;
mod id;
mod location;
mod model;
pub mod names;
mod odd;
mod properties;
mod read;
mod status;
mod visibility;

pub use create::ImageCreate;
pub use format::{ContainerFormat, DiskFormat};
pub use id::{ImageId, NotAnImageId};
pub use location::{Location, LocationCreate, ValidationData};
pub use model::{Image, ImageList};
pub use properties::{Properties, PropertyValue};
pub use status::Status;
pub use visibility::Visibility;
