//! The image as the API serves it, and the words it is made of.
//!
//! Sources: <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>
//! (`get_base_properties`, `ResponseSerializer`) and
//! <https://opendev.org/openstack/glance/src/branch/master/glance/domain/__init__.py>, read in Glance
//! 33.0.0. [`ImageCreate`] goes to `POST /v2/images`, [`Image`] comes from there and from
//! `GET /v2/images/{id}`, [`ImageList`] from `GET /v2/images`.

mod create;
mod format;
mod id;
mod location;
mod model;
pub mod names;
mod odd;
mod properties;
mod read;
mod rejected;
mod status;
mod visibility;

pub use create::ImageCreate;
pub use format::{ContainerFormat, DiskFormat};
pub use id::{ImageId, NotAnImageId};
pub use location::Location;
pub use model::{Image, ImageList};
pub use properties::{Properties, PropertyValue};
pub use rejected::DataTraces;
pub use status::Status;
pub use visibility::Visibility;
