//! What Glance serves behind a version: one line for each path of its router, in the order in which
//! the paths are tried (`glance/api/v2/router.py` of Glance 33).

use std::fmt;

use crate::core::http::method::Method;
use crate::core::http::path::PathSegment;
use crate::core::routes::template::template_part;

/// Makes the enum with all that is said of a route in more than one direction, so that what is parsed
/// and what is rebuilt cannot drift apart.
macro_rules! resources {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident $({ $($parameter:ident),+ })? = $($part:tt)/+ : $first:ident $($further:ident)*;
    )+) => {
        /// What Glance serves behind a version. A parameter need not be of any form: clients look
        /// images up by name first and rely on Glance's 404.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Resource {
            $(
                $(#[doc = $doc])*
                $name $({ $(
                    #[doc = concat!("What the path names at `", stringify!($parameter), "`.")]
                    $parameter: PathSegment,
                )+ })?,
            )+
            /// A path of a version that Glance's router does not know. Whatever it was, it is forwarded
            /// as the bare version with a slash, which Glance does not know either: the answer is
            /// Glance's own, and nothing unparsed reaches it.
            Unknown,
        }

        impl Resource {
            /// Reads what follows the version.
            pub(super) fn parse(names: &[&str]) -> Self {
                match names {
                    $(
                        [$($part),+] => Self::$name $({ $(
                            // Each was checked as a segment before.
                            $parameter: match PathSegment::new($parameter) {
                                Ok(segment) => segment,
                                Err(_) => return Self::Unknown,
                            },
                        )+ })?,
                    )+
                    _ => Self::Unknown,
                }
            }

            /// The methods that Glance's router takes, as they stand in an `Allow` header.
            #[must_use]
            pub const fn methods(&self) -> &'static str {
                match self {
                    $(
                        Self::$name { .. } => {
                            concat!(stringify!($first) $(, ", ", stringify!($further))*)
                        }
                    )+
                    Self::Unknown => "",
                }
            }

            /// What the path names as an image, if it names one.
            #[must_use]
            pub fn image_id(&self) -> Option<&str> {
                match self {
                    $(
                        Self::$name $({ $($parameter),+ })? => {
                            let named: &[(&str, &PathSegment)] = &[$($((stringify!($parameter), $parameter)),+)?];
                            let image = named.iter().find(|(name, _)| *name == "image_id");
                            image.map(|(_, segment)| segment.as_str())
                        }
                    )+
                    Self::Unknown => None,
                }
            }

            /// The name for logs: no parameter, so that lines of one route group.
            #[must_use]
            pub const fn template(&self) -> &'static str {
                match self {
                    $(
                        Self::$name { .. } => {
                            concat!("/v2" $(, "/", template_part!($part))+)
                        }
                    )+
                    Self::Unknown => "/v2/?",
                }
            }
        }

        impl fmt::Display for Resource {
            /// The path behind the version, built from the typed values alone.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(
                        Self::$name $({ $($parameter),+ })? => {
                            $( write!(f, "/{}", $part)?; )+
                            Ok(())
                        }
                    )+
                    Self::Unknown => f.write_str("/"),
                }
            }
        }

        /// Every line of the table, for the tests.
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, &str)] = &[$((
            concat!("/v2" $(, "/", template_part!($part))+),
            concat!(stringify!($first) $(, ", ", stringify!($further))*),
        )),+];
    };
}

resources! {
    /// All images.
    Images = "images": GET POST;
    Image { image_id } = "images" / image_id: GET PATCH DELETE;
    /// An image's data.
    ImageFile { image_id } = "images" / image_id / "file": GET PUT;
    /// An image's data on the way to an import.
    ImageStage { image_id } = "images" / image_id / "stage": PUT;
    /// What starts an import.
    ImageImport { image_id } = "images" / image_id / "import": POST;
    /// Where an image's data lies.
    ImageLocations { image_id } = "images" / image_id / "locations": GET POST;
    /// What Glance does in the background for an image.
    ImageTasks { image_id } = "images" / image_id / "tasks": GET;
    /// Withholds an image's data.
    ImageDeactivate { image_id } = "images" / image_id / "actions" / "deactivate": POST;
    /// Gives an image's data out again.
    ImageReactivate { image_id } = "images" / image_id / "actions" / "reactivate": POST;
    ImageTag { image_id, tag_value } = "images" / image_id / "tags" / tag_value: PUT DELETE;
    /// The projects that an image is shared with.
    ImageMembers { image_id } = "images" / image_id / "members": GET POST;
    /// One of the projects that an image is shared with.
    ImageMember { image_id, member_id } = "images" / image_id / "members" / member_id: GET PUT DELETE;
    /// An image's data in one of its stores.
    StoreImage { store_id, image_id } = "stores" / store_id / image_id: DELETE;
    /// All tasks, for administrators.
    Tasks = "tasks": GET POST;
    Task { task_id } = "tasks" / task_id: GET DELETE;
    /// The import methods of the cloud.
    InfoImport = "info" / "import": GET;
    /// The stores of the cloud.
    InfoStores = "info" / "stores": GET;
    /// The stores with their drivers' settings.
    InfoStoresDetail = "info" / "stores" / "detail": GET;
    /// Quotas and usage of the caller's project.
    InfoUsage = "info" / "usage": GET;
    /// What is cached.
    Cache = "cache": GET DELETE;
    /// Removes what is stale from the cache.
    CacheClean = "cache" / "clean": POST;
    /// Makes room in the cache.
    CachePrune = "cache" / "prune": POST;
    /// The nodes that have cached an image.
    CacheNodes { image_id } = "cache" / "nodes" / image_id: GET;
    CacheEntry { image_id } = "cache" / image_id: PUT DELETE;
    /// The images in the cache, as the older cache API tells it: Glance has it where its pipeline
    /// has the cache management filter (`glance/api/middleware/cache_manage.py`).
    CachedImages = "cached_images": GET DELETE;
    /// One image in the cache, in the older API.
    CachedImage { image_id } = "cached_images" / image_id: DELETE;
    /// The images on their way into the cache, in the older API.
    QueuedImages = "queued_images": GET DELETE;
    /// One image on its way into the cache, in the older API.
    QueuedImage { image_id } = "queued_images" / image_id: PUT DELETE;
    SchemaImage = "schemas" / "image": GET;
    SchemaImages = "schemas" / "images": GET;
    SchemaMember = "schemas" / "member": GET;
    SchemaMembers = "schemas" / "members": GET;
    SchemaTask = "schemas" / "task": GET;
    SchemaTasks = "schemas" / "tasks": GET;
    SchemaNamespace = "schemas" / "metadefs" / "namespace": GET;
    SchemaNamespaces = "schemas" / "metadefs" / "namespaces": GET;
    SchemaResourceType = "schemas" / "metadefs" / "resource_type": GET;
    SchemaResourceTypes = "schemas" / "metadefs" / "resource_types": GET;
    SchemaProperty = "schemas" / "metadefs" / "property": GET;
    SchemaProperties = "schemas" / "metadefs" / "properties": GET;
    SchemaObject = "schemas" / "metadefs" / "object": GET;
    SchemaObjects = "schemas" / "metadefs" / "objects": GET;
    SchemaTag = "schemas" / "metadefs" / "tag": GET;
    SchemaTags = "schemas" / "metadefs" / "tags": GET;
    /// The kinds of resources that definitions are for.
    ResourceTypes = "metadefs" / "resource_types": GET;
    /// The namespaces of definitions.
    Namespaces = "metadefs" / "namespaces": GET POST;
    Namespace { namespace } = "metadefs" / "namespaces" / namespace: GET PUT DELETE;
    /// The kinds of resources that a namespace is for.
    NamespaceResourceTypes { namespace } = "metadefs" / "namespaces" / namespace / "resource_types": GET POST;
    /// One of the kinds of resources that a namespace is for.
    NamespaceResourceType { namespace, resource_type } = "metadefs" / "namespaces" / namespace / "resource_types" / resource_type: DELETE;
    NamespaceProperties { namespace } = "metadefs" / "namespaces" / namespace / "properties": GET POST DELETE;
    NamespaceProperty { namespace, property_name } = "metadefs" / "namespaces" / namespace / "properties" / property_name: GET PUT DELETE;
    NamespaceObjects { namespace } = "metadefs" / "namespaces" / namespace / "objects": GET POST DELETE;
    NamespaceObject { namespace, object_name } = "metadefs" / "namespaces" / namespace / "objects" / object_name: GET PUT DELETE;
    NamespaceTags { namespace } = "metadefs" / "namespaces" / namespace / "tags": GET POST DELETE;
    NamespaceTag { namespace, tag_name } = "metadefs" / "namespaces" / namespace / "tags" / tag_name: GET POST PUT DELETE;
}

impl Resource {
    /// Whether Glance's router takes a method here. With any other one it answers that it does not,
    /// whatever the body.
    #[must_use]
    pub fn takes(&self, method: Method) -> bool {
        self.methods()
            .split(", ")
            .any(|name| name == method.as_str())
    }

    /// Whether Glance takes no notice of a body that comes with `GET`, or would fail over it; at all
    /// other addresses it refuses one.
    #[must_use]
    pub const fn ignores_body_of_get(&self) -> bool {
        matches!(
            self,
            Self::Images
                | Self::CachedImages
                | Self::QueuedImages
                | Self::ImageLocations { .. }
                | Self::Tasks
                | Self::Task { .. }
                | Self::InfoUsage
                | Self::SchemaTask
                | Self::SchemaTasks
                | Self::Namespaces
                | Self::NamespaceProperty { .. }
                | Self::NamespaceObjects { .. }
                | Self::NamespaceTags { .. }
        )
    }
}
