//! The part of Glance's API that is served.

use std::fmt;

use super::Method;
use crate::core::path::Segment;

/// A route of Glance, with the version prefix as the client wrote it: all `v2.N` lead to the same
/// code there (`glance/api/middleware/version_negotiation.py`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlanceRoute {
    pub(super) version: Option<Segment>,
    /// What of it.
    pub resource: Resource,
    /// What with it.
    pub method: Method,
}

/// What Glance serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The version documents and what leads to them.
    Versions(VersionDocument),
    /// `/v2/images`.
    Images,
    /// `/v2/images/{id}`. The segment need not be a UUID: clients look images up by name first and
    /// rely on Glance's 404.
    Image(Segment),
    /// `/v2/images/{id}/file`.
    ImageFile(Segment),
    /// `/v2/schemas/{name}`.
    Schema(SchemaName),
    /// `/v2/info/{name}`.
    Info(InfoName),
}

/// Where a version document was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VersionDocument {
    /// `/`, answered with 300 to anyone.
    Root,
    /// `/versions`, answered with 200 to anyone.
    Versions,
    /// `/v2`, which Glance redirects to `/v2/`.
    Prefix,
    /// `/v2/`, which clients probe and Glance answers with 404.
    PrefixSlash,
}

/// A schema document of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchemaName {
    /// One image.
    Image,
    /// A list of images.
    Images,
}

/// What the cloud tells of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InfoName {
    /// Import methods.
    Import,
    /// Stores.
    Stores,
    /// Stores with their drivers' settings, for administrators.
    StoresDetail,
    /// Quotas and usage of the caller's project.
    Usage,
}

/// What Glance serves behind a version prefix.
pub(super) fn resource(segments: &[Segment]) -> Option<Resource> {
    let names: Vec<&str> = segments.iter().map(Segment::as_str).collect();
    let id = || segments.get(1).cloned();
    match names.as_slice() {
        ["images"] => Some(Resource::Images),
        ["images", _] => id().map(Resource::Image),
        ["images", _, "file"] => id().map(Resource::ImageFile),
        ["schemas", "image"] => Some(Resource::Schema(SchemaName::Image)),
        ["schemas", "images"] => Some(Resource::Schema(SchemaName::Images)),
        ["info", "import"] => Some(Resource::Info(InfoName::Import)),
        ["info", "stores"] => Some(Resource::Info(InfoName::Stores)),
        ["info", "stores", "detail"] => Some(Resource::Info(InfoName::StoresDetail)),
        ["info", "usage"] => Some(Resource::Info(InfoName::Usage)),
        _ => None,
    }
}

/// `v2`, or `v2.` and a number.
pub(super) fn is_glance_version(name: &str) -> bool {
    name == "v2"
        || name.strip_prefix("v2.").is_some_and(|minor| {
            (1..=2).contains(&minor.len()) && minor.bytes().all(|digit| digit.is_ascii_digit())
        })
}

impl Resource {
    /// The methods as they stand in an `Allow` header.
    pub(super) const fn methods(&self) -> &'static str {
        match self {
            Self::Versions(_) | Self::Schema(_) | Self::Info(_) => "GET",
            Self::Images => "GET, POST",
            Self::Image(_) => "GET, PATCH, DELETE",
            Self::ImageFile(_) => "GET, PUT",
        }
    }
}

impl GlanceRoute {
    /// The version document at `/`.
    #[must_use]
    pub fn root_document() -> Self {
        Self {
            version: None,
            resource: Resource::Versions(VersionDocument::Root),
            method: Method::Get,
        }
    }

    /// Whether Glance serves it to anyone: its pipeline asks for a token at every path of a version,
    /// the bare prefix too.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(
            self.resource,
            Resource::Versions(VersionDocument::Root | VersionDocument::Versions)
        )
    }

    /// Whether the request body is an image's data, which is streamed and never read here.
    #[must_use]
    pub const fn takes_image_data(&self) -> bool {
        matches!(
            (&self.resource, self.method),
            (Resource::ImageFile(_), Method::Put)
        )
    }

    /// Whether the answer is an image's data.
    #[must_use]
    pub const fn gives_image_data(&self) -> bool {
        matches!(
            (&self.resource, self.method),
            (Resource::ImageFile(_), Method::Get)
        )
    }

    /// The route's name for logs: no id, so that lines of one route group.
    #[must_use]
    pub const fn template(&self) -> &'static str {
        match &self.resource {
            Resource::Versions(_) => "/",
            Resource::Images => "/v2/images",
            Resource::Image(_) => "/v2/images/{id}",
            Resource::ImageFile(_) => "/v2/images/{id}/file",
            Resource::Schema(_) => "/v2/schemas/{name}",
            Resource::Info(_) => "/v2/info/{name}",
        }
    }
}

impl fmt::Display for GlanceRoute {
    /// The upstream path, built from the typed values alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = |f: &mut fmt::Formatter<'_>| match &self.version {
            Some(version) => write!(f, "/{version}"),
            None => f.write_str("/v2"),
        };
        match &self.resource {
            Resource::Versions(VersionDocument::Root) => f.write_str("/"),
            Resource::Versions(VersionDocument::Versions) => f.write_str("/versions"),
            Resource::Versions(VersionDocument::Prefix) => f.write_str("/v2"),
            Resource::Versions(VersionDocument::PrefixSlash) => f.write_str("/v2/"),
            Resource::Images => prefix(f).and_then(|()| f.write_str("/images")),
            Resource::Image(id) => prefix(f).and_then(|()| write!(f, "/images/{id}")),
            Resource::ImageFile(id) => prefix(f).and_then(|()| write!(f, "/images/{id}/file")),
            Resource::Schema(name) => prefix(f).and_then(|()| {
                f.write_str(match name {
                    SchemaName::Image => "/schemas/image",
                    SchemaName::Images => "/schemas/images",
                })
            }),
            Resource::Info(name) => prefix(f).and_then(|()| {
                f.write_str(match name {
                    InfoName::Import => "/info/import",
                    InfoName::Stores => "/info/stores",
                    InfoName::StoresDetail => "/info/stores/detail",
                    InfoName::Usage => "/info/usage",
                })
            }),
        }
    }
}
