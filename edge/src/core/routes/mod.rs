//! Typed routes: what cannot be parsed here is not served.

mod body_use;
mod glance;
pub mod image_id;
mod media_type;
pub mod method_override;
mod own;
pub mod project_id;
pub mod query;
mod resource;
mod template;
pub mod upload_id;

pub use body_use::BodyUse;
pub use glance::{GlanceRoute, Target, Version, image_path};
pub use media_type::Negotiated;
pub use own::{
    Access, AdmittedRoute, OpenRoute, OwnRoute, RequestCounting, Requirements, SessionRoute,
    UploadRoute,
};
pub use resource::Resource;

use crate::core::http::method::Method;
use crate::core::http::path::{BadPath, PathSegment, segments};
use crate::core::http::static_file::StaticFile;
use crate::core::routes::glance::REGIONS;

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/`: the dashboard for a browser, the versions to choose from for an API client.
    Root,
    /// A page of the dashboard, for a browser: its address is the dashboard's own affair. To an API
    /// client it names no version that there is, and gets the versions to choose from.
    Page,
    /// A file that a page of the dashboard needs.
    File(StaticFile),
    /// Something of the gateway's own.
    Own(OwnRoute),
    /// Glance's own API.
    Glance(GlanceRoute),
}

/// Why a request has no route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRoute {
    /// Nothing is served at this path.
    NotFound,
    /// The path is served by other methods.
    MethodNotAllowed(&'static str),
    /// The path is malformed.
    BadPath(BadPath),
    /// `_method` in the query or in a form would let the request pass as one and act as another: Glance's
    /// router obeys it (`glance/common/wsgi.py`, `use_method_override`).
    MethodOverride,
    /// A header names a method in the place of one that cannot mean another.
    MethodOverrideHeader,
    /// A query parameter of the gateway's own has a value that means nothing.
    BadParameter(&'static str),
}

impl From<BadPath> for NoRoute {
    fn from(cause: BadPath) -> Self {
        Self::BadPath(cause)
    }
}

impl Route {
    /// Reads method and path.
    ///
    /// # Errors
    /// Why there is no such route.
    pub fn parse(method: &str, path: &str) -> Result<Self, NoRoute> {
        Self::negotiate(method, path, None)
    }

    /// Reads method and path, with a version that the `Accept` header names.
    ///
    /// # Errors
    /// Why there is no such route.
    pub fn negotiate(
        method: &str,
        path: &str,
        version: Option<Negotiated>,
    ) -> Result<Self, NoRoute> {
        let method = Method::parse(method);
        let served = served(path, method, version)?;
        let allowed = served.methods();
        method
            .and_then(|method| served.with_method(method))
            .ok_or(NoRoute::MethodNotAllowed(allowed))
    }

    /// What becomes of the request's body.
    #[must_use]
    pub fn body_use(&self) -> BodyUse {
        match self {
            Self::Own(route) => route.body_use(),
            Self::Glance(route) => route.body_use(),
            Self::Root | Self::Page | Self::File(_) => BodyUse::Ignored,
        }
    }

    /// The route's name for logs: no id, so that lines of one route group.
    #[must_use]
    pub const fn template(&self) -> &'static str {
        match self {
            Self::Root => "/",
            Self::Page => "page",
            Self::File(_) => "file",
            Self::Own(route) => route.template(),
            Self::Glance(route) => route.template(),
        }
    }
}

/// A path that is served, before its method is looked at.
enum Served {
    Root,
    Page,
    File(StaticFile),
    Own(OwnRoute),
    Glance(Option<PathSegment>, Target),
}

/// The first segments below which everything is the gateway's own: what is not served there is not
/// there, and a page or Glance's versions in its place would look like a success to a program.
const OWN: [&str; 2] = ["api", "assets"];

fn served(
    path: &str,
    method: Option<Method>,
    version: Option<Negotiated>,
) -> Result<Served, NoRoute> {
    // Glance's server takes slashes in a row for one (`paste/urlmap.py`, `normalize_url`), and so do old catalogs
    // whose addresses end in one. A path of the gateway's own has one spelling: rules of a proxy are about it.
    if path.contains("//") {
        return match served(&without_empty_segments(path), method, version) {
            Ok(Served::Root | Served::Page) => Ok(Served::Glance(None, Target::VersionChoices)),
            Ok(Served::Own(_) | Served::File(_)) | Err(NoRoute::MethodNotAllowed(_)) => {
                Err(BadPath::EmptySegment.into())
            }
            other => other,
        };
    }
    let target = |names: &[&str]| match version {
        None => Target::parse(names),
        Some(version) => version.target(names),
    };
    let (path_without_slash, has_slash) = match path.strip_suffix('/') {
        Some(rest) => (rest, true),
        None => (path, false),
    };
    if path_without_slash.is_empty() {
        return Ok(match target(&[]) {
            Target::VersionChoices => Served::Root,
            target => Served::Glance(None, target),
        });
    }
    let segments = segments(path_without_slash)?;
    let mut names: Vec<&str> = segments.iter().map(PathSegment::as_str).collect();
    // With a slash at its end a path is another one, to Glance as to this gateway.
    if has_slash {
        names.push("");
    }
    if let Some(own) = OwnRoute::find(&names, method) {
        return own.map(Served::Own).map_err(NoRoute::MethodNotAllowed);
    }
    match names.as_slice() {
        [first, rest @ ..] if *first == REGIONS => match (segments.get(1), rest) {
            (Some(region), [_, below @ ..]) => {
                Ok(Served::Glance(Some(region.clone()), target(below)))
            }
            _ => Err(NoRoute::NotFound),
        },
        ["assets", _] | [_] if let Some(file) = StaticFile::at(&segments) => Ok(Served::File(file)),
        [first, ..] if OWN.contains(first) => Err(NoRoute::NotFound),
        names => Ok(match target(names) {
            Target::VersionChoices => Served::Page,
            target => Served::Glance(None, target),
        }),
    }
}

/// The path with one slash where several stand in a row.
fn without_empty_segments(path: &str) -> String {
    let mut before = '\0';
    let is_kept = |c: &char| {
        let is_kept = !(*c == '/' && before == '/');
        before = *c;
        is_kept
    };
    path.chars().filter(is_kept).collect()
}

impl Served {
    /// The methods as they stand in an `Allow` header.
    const fn methods(&self) -> &'static str {
        match self {
            Self::File(_) => "GET",
            // One whose line has another method is not found.
            Self::Own(_) => "",
            Self::Glance(_, Target::Versioned(_, resource)) => resource.methods(),
            Self::Root | Self::Page | Self::Glance(..) => "GET, HEAD, POST, PUT, PATCH, DELETE",
        }
    }

    fn with_method(self, method: Method) -> Option<Route> {
        Some(match (self, method) {
            // What can be read can be asked about, where the answer is the gateway's own.
            (Self::Root, Method::Get | Method::Head) => Route::Root,
            (Self::Page, Method::Get | Method::Head) => Route::Page,
            (Self::Root | Self::Page, method) => {
                Route::Glance(GlanceRoute::version_choices(method))
            }
            (Self::File(file), Method::Get | Method::Head) => Route::File(file),
            (Self::Own(route), _) => Route::Own(route),
            // Which methods are taken is Glance's to say, in its own words.
            (Self::Glance(region, target), method) => {
                Route::Glance(GlanceRoute::new(region, target, method))
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
