//! Metadata definitions (`/v2/metadefs/…`): the catalogue of properties that an image, volume, server
//! or flavor may carry, with their types and what they mean. Forms take their suggestions from it.
//!
//! Sources: `glance/api/v2/metadef_*.py`; the catalogue is `etc/metadefs/*.json`.

mod namespace;
mod object;
mod property;
mod resource_type;
mod tag;

pub use namespace::{Namespace, NamespaceList, NamespaceVisibility};
pub use object::{MetadefObject, MetadefObjectList};
pub use property::{MetadefItems, MetadefProperty, MetadefPropertyList, MetadefType};
pub use resource_type::{
    ResourceType, ResourceTypeAssociation, ResourceTypeAssociationList, ResourceTypeList,
};
pub use tag::{MetadefTag, MetadefTagList};
