//! Typed routes: what cannot be parsed here is not served.

mod glance;

pub use glance::{GlanceRoute, InfoName, Resource, SchemaName, VersionDocument};

use super::path::{BadPath, Segment, segments};
use super::static_file::StaticFile;
use glance::{is_glance_version, resource};

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
    /// A page of the dashboard, for a browser: its address is the dashboard's own affair.
    Page,
    /// A file that a page of the dashboard needs.
    File(StaticFile),
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
    /// `_method` in the query or in a form would let the request pass as one and act as another: Glance's
    /// router obeys it (`glance/common/wsgi.py`, `use_method_override`).
    #[error("the query parameter _method is not allowed")]
    MethodOverride,
}

impl Route {
    /// Reads method and path.
    ///
    /// # Errors
    /// Why there is no such route.
    pub fn parse(method: &str, path: &str) -> Result<Self, NoRoute> {
        let served = served(path)?;
        let allowed = served.methods();
        // What can be read can be asked about, where the answer is the gateway's own; Glance knows no
        // HEAD (`glance/api/v2/router.py`).
        let name = if method == "HEAD" && served.answers_head() {
            "GET"
        } else {
            method
        };
        let method = Method::parse(name)
            .filter(|method| allowed.split(", ").any(|name| name == method.as_str()))
            .ok_or(NoRoute::MethodNotAllowed(allowed))?;
        Ok(served.with_method(method))
    }
}

/// A path that is served, before its method is known.
enum Served {
    Root,
    Page,
    File(StaticFile),
    Health,
    Config,
    Session,
    Projects,
    Glance(Option<Segment>, Resource),
}

/// The first segments that are never a page of the dashboard: what is not served below them is not
/// there, and a page in its place would look like a success to a program.
const NEVER_A_PAGE: [&str; 4] = ["api", "assets", "regions", "versions"];

fn served(path: &str) -> Result<Served, NoRoute> {
    let versions = |document| Ok(Served::Glance(None, Resource::Versions(document)));
    match path {
        "/" => return Ok(Served::Root),
        "/v2" => return versions(VersionDocument::Prefix),
        "/v2/" => return versions(VersionDocument::PrefixSlash),
        _ => {}
    }
    let segments = match segments(path) {
        Ok(segments) => segments,
        // Glance answers a trailing slash or two in a row with 404 as well.
        Err(BadPath::EmptySegment) => {
            let without_slash = segments(path.trim_end_matches('/'));
            let is_page = without_slash.is_ok_and(|segments| is_page(&segments));
            return if is_page {
                Ok(Served::Page)
            } else {
                Err(NoRoute::NotFound)
            };
        }
        Err(error) => return Err(error.into()),
    };
    let names: Vec<&str> = segments.iter().map(Segment::as_str).collect();
    match names.as_slice() {
        ["healthz"] => Ok(Served::Health),
        ["versions"] => versions(VersionDocument::Versions),
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
        ["assets", _] | [_] => match StaticFile::at(&segments) {
            Some(file) => Ok(Served::File(file)),
            None if is_page(&segments) => Ok(Served::Page),
            None => Err(NoRoute::NotFound),
        },
        _ if is_page(&segments) => Ok(Served::Page),
        _ => Err(NoRoute::NotFound),
    }
}

fn is_page(segments: &[Segment]) -> bool {
    segments
        .first()
        .map(Segment::as_str)
        .is_some_and(|first| !NEVER_A_PAGE.contains(&first) && !is_glance_version(first))
}

impl Served {
    /// The methods as they stand in an `Allow` header.
    const fn methods(&self) -> &'static str {
        match self {
            Self::Root
            | Self::Page
            | Self::File(_)
            | Self::Health
            | Self::Config
            | Self::Projects => "GET",
            Self::Session => "GET, POST, PATCH, DELETE",
            Self::Glance(_, resource) => resource.methods(),
        }
    }

    const fn answers_head(&self) -> bool {
        matches!(self, Self::Root | Self::Page | Self::File(_) | Self::Health)
    }

    fn with_method(self, method: Method) -> Route {
        match self {
            Self::Root => Route::Root,
            Self::Page => Route::Page,
            Self::File(file) => Route::File(file),
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

#[cfg(test)]
mod tests;
