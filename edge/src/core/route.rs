//! Typed routes: what cannot be parsed here is not served.

use std::fmt;

use super::path::{BadPath, Segment, segments};

/// A request method that some route takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or starts something.
    Post,
    /// Uploads or replaces.
    Put,
    /// Changes a part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Reads a method as it stands on the wire; they are case-sensitive.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "GET" => Self::Get,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            _ => return None,
        })
    }

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether the method changes nothing.
    #[must_use]
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get)
    }
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/`: the dashboard for a browser, the version document for an API client.
    Root,
    /// `GET /healthz`.
    Health,
    /// `GET /api/config`.
    Config,
    /// `/api/session`.
    Session(SessionAction),
    /// `GET /api/projects`.
    Projects,
    /// Glance's own API.
    Glance(GlanceRoute),
}

/// What is done with the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionAction {
    /// `GET`: who am I.
    Show,
    /// `POST`: sign in.
    SignIn,
    /// `PATCH`: switch the project.
    Switch,
    /// `DELETE`: sign out.
    SignOut,
}

/// A route of Glance, with the version prefix as the client wrote it: all `v2.N` lead to the same
/// code there (`glance/api/middleware/version_negotiation.py`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlanceRoute {
    version: Option<Segment>,
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

/// Why a request has no route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRoute {
    /// Nothing is served at this path.
    #[error("nothing is served at this path")]
    NotFound,
    /// The path is served by other methods.
    #[error("the path is served, but not by this method")]
    MethodNotAllowed(&'static str),
    /// The path is malformed.
    #[error(transparent)]
    BadPath(#[from] BadPath),
    /// `_method` in the query would let the request pass as one and act as another: Glance's
    /// router obeys it (`glance/common/wsgi.py`, `use_method_override`).
    #[error("the query parameter _method is not allowed")]
    MethodOverride,
}

impl Route {
    /// Reads method, path and query (without its `?`).
    ///
    /// # Errors
    /// Why there is no such route.
    pub fn parse(method: &str, path: &str, query: &str) -> Result<Self, NoRoute> {
        if overrides_method(query) {
            return Err(NoRoute::MethodOverride);
        }
        let served = served(path)?;
        let allowed = served.methods();
        let method = Method::parse(method)
            .filter(|method| allowed.split(", ").any(|name| name == method.as_str()))
            .ok_or(NoRoute::MethodNotAllowed(allowed))?;
        Ok(served.with_method(method))
    }
}

/// A path that is served, before its method is known.
enum Served {
    Root,
    Health,
    Config,
    Session,
    Projects,
    Glance(Option<Segment>, Resource),
}

fn served(path: &str) -> Result<Served, NoRoute> {
    match path {
        "/" => return Ok(Served::Root),
        "/v2" => {
            return Ok(Served::Glance(
                None,
                Resource::Versions(VersionDocument::Prefix),
            ));
        }
        "/v2/" => {
            return Ok(Served::Glance(
                None,
                Resource::Versions(VersionDocument::PrefixSlash),
            ));
        }
        _ => {}
    }
    let segments = segments(path)?;
    let names: Vec<&str> = segments.iter().map(Segment::as_str).collect();
    match names.as_slice() {
        ["healthz"] => Ok(Served::Health),
        ["versions"] => Ok(Served::Glance(
            None,
            Resource::Versions(VersionDocument::Versions),
        )),
        ["api", "config"] => Ok(Served::Config),
        ["api", "session"] => Ok(Served::Session),
        ["api", "projects"] => Ok(Served::Projects),
        [version, ..] if is_glance_version(version) => {
            let mut segments = segments.into_iter();
            let version = segments.next();
            resource(&segments.collect::<Vec<_>>())
                .map(|resource| Served::Glance(version, resource))
                .ok_or(NoRoute::NotFound)
        }
        _ => Err(NoRoute::NotFound),
    }
}

fn resource(segments: &[Segment]) -> Option<Resource> {
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
fn is_glance_version(name: &str) -> bool {
    name == "v2"
        || name.strip_prefix("v2.").is_some_and(|minor| {
            (1..=2).contains(&minor.len()) && minor.bytes().all(|digit| digit.is_ascii_digit())
        })
}

/// Glance reads a query with WebOb, to which a semicolon separates pairs as well as an ampersand does
/// (`webob/compat.py`, `parse_qsl_text`).
fn overrides_method(query: &str) -> bool {
    query
        .split(['&', ';'])
        .flat_map(|pair| form_urlencoded::parse(pair.as_bytes()))
        .any(|(key, _)| key == "_method")
}

impl Served {
    /// The methods as they stand in an `Allow` header.
    const fn methods(&self) -> &'static str {
        match self {
            Self::Root | Self::Health | Self::Config | Self::Projects => "GET",
            Self::Session => "GET, POST, PATCH, DELETE",
            Self::Glance(_, resource) => match resource {
                Resource::Versions(_) | Resource::Schema(_) | Resource::Info(_) => "GET",
                Resource::Images => "GET, POST",
                Resource::Image(_) => "GET, PATCH, DELETE",
                Resource::ImageFile(_) => "GET, PUT",
            },
        }
    }

    fn with_method(self, method: Method) -> Route {
        match self {
            Self::Root => Route::Root,
            Self::Health => Route::Health,
            Self::Config => Route::Config,
            Self::Projects => Route::Projects,
            Self::Session => Route::Session(match method {
                Method::Post => SessionAction::SignIn,
                Method::Patch => SessionAction::Switch,
                Method::Delete => SessionAction::SignOut,
                Method::Get | Method::Put => SessionAction::Show,
            }),
            Self::Glance(version, resource) => Route::Glance(GlanceRoute {
                version,
                resource,
                method,
            }),
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

#[cfg(test)]
mod tests;
