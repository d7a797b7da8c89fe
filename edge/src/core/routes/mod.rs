//! Typed routes: what cannot be parsed here is not served.

mod glance;
mod media_type;
pub mod method_override;
pub mod project_id;
pub mod query;
mod resource;
pub mod upload_id;

pub use glance::{BodyUse, GlanceRoute, Target, Version, image_path};
pub use media_type::Negotiated;
pub use resource::Resource;

use crate::core::http::method::Method;
use crate::core::http::path::{BadPath, Segment, segments};
use crate::core::http::static_file::StaticFile;
use crate::core::routes::glance::REGIONS;
use crate::core::routes::project_id::is_project_id;
use crate::core::routes::upload_id::UploadId;

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
    /// `GET /healthz`.
    Health,
    /// `GET /api/config`.
    Config,
    /// `/api/session`.
    Session(SessionAction),
    /// `GET /api/projects`.
    Projects,
    /// `GET /api/quota`.
    Quota,
    /// `GET /api/admin/plans`.
    Plans,
    /// `/api/admin/plans/{project}`.
    Plan(Segment, PlanAction),
    /// `/api/uploads`.
    Uploads(UploadsAction),
    /// `/api/uploads/{id}`.
    Upload(UploadId, UploadAction),
    /// Glance's own API.
    Glance(GlanceRoute),
}

/// What is done with uploads as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UploadsAction {
    /// `OPTIONS`: what the gateway knows of tus.
    Discover,
    /// `GET`: the caller's own that are under way.
    List,
    /// `POST`: a new one.
    Create,
}

/// What is done with an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UploadAction {
    /// `OPTIONS`: the same as for all.
    Discover,
    /// `HEAD`: how far it is, in tus's headers.
    Ask,
    /// `GET`: how it stands, also once all its bytes have come.
    Show,
    /// `PATCH`: bytes.
    Append,
    /// `DELETE`.
    Terminate,
}

/// What is done with the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionAction {
    /// `GET`: who am I.
    Show,
    /// `POST`: sign in.
    SignIn,
    /// `PATCH`: another project or region, or a renewal.
    Change,
    /// `DELETE`: sign out.
    SignOut,
}

/// What is done with a project's plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlanAction {
    /// `GET`.
    Show,
    /// `PUT`: another one.
    Change,
    /// `DELETE`: back to the one of the configuration.
    Reset,
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
        let served = served(path, version)?;
        let allowed = served.methods();
        let method = Method::parse(method).ok_or(NoRoute::MethodNotAllowed(allowed))?;
        served
            .with_method(method)
            .ok_or(NoRoute::MethodNotAllowed(allowed))
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
    Quota,
    Plans,
    Plan(Segment),
    Uploads,
    Upload(UploadId),
    Glance(Option<Segment>, Target),
}

/// The first segments below which everything is the gateway's own: what is not served there is not
/// there, and a page or Glance's versions in its place would look like a success to a program.
const OWN: [&str; 2] = ["api", "assets"];

fn served(path: &str, version: Option<Negotiated>) -> Result<Served, NoRoute> {
    // Glance's server takes slashes in a row for one (`paste/urlmap.py`, `normalize_url`), and so do old catalogs
    // whose addresses end in one. A path of the gateway's own has one spelling: rules of a proxy are about it.
    if path.contains("//") {
        return match served(&without_empty_segments(path), version)? {
            served @ Served::Glance(..) => Ok(served),
            Served::Root | Served::Page => Ok(Served::Glance(None, Target::VersionChoices)),
            _ => Err(BadPath::EmptySegment.into()),
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
    let mut names: Vec<&str> = segments.iter().map(Segment::as_str).collect();
    // With a slash at its end a path is another one, to Glance as to this gateway.
    if has_slash {
        names.push("");
    }
    match names.as_slice() {
        ["healthz"] => Ok(Served::Health),
        ["api", "config"] => Ok(Served::Config),
        ["api", "session"] => Ok(Served::Session),
        ["api", "projects"] => Ok(Served::Projects),
        ["api", "quota"] => Ok(Served::Quota),
        ["api", "admin", "plans"] => Ok(Served::Plans),
        ["api", "admin", "plans", project] if is_project_id(project) => segments
            .into_iter()
            .nth(3)
            .map(Served::Plan)
            .ok_or(NoRoute::NotFound),
        ["api", "uploads"] => Ok(Served::Uploads),
        ["api", "uploads", id] => UploadId::parse(id)
            .map(Served::Upload)
            .ok_or(NoRoute::NotFound),
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
            Self::File(_)
            | Self::Health
            | Self::Config
            | Self::Projects
            | Self::Quota
            | Self::Plans => "GET",
            Self::Plan(_) => "GET, PUT, DELETE",
            Self::Session => "GET, POST, PATCH, DELETE",
            Self::Uploads => "OPTIONS, GET, POST",
            Self::Upload(_) => "OPTIONS, HEAD, GET, PATCH, DELETE",
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
            (Self::Health, Method::Get | Method::Head) => Route::Health,
            (Self::Config, Method::Get) => Route::Config,
            (Self::Projects, Method::Get) => Route::Projects,
            (Self::Quota, Method::Get) => Route::Quota,
            (Self::Plans, Method::Get) => Route::Plans,
            (Self::Plan(project), Method::Get) => Route::Plan(project, PlanAction::Show),
            (Self::Plan(project), Method::Put) => Route::Plan(project, PlanAction::Change),
            (Self::Plan(project), Method::Delete) => Route::Plan(project, PlanAction::Reset),
            (Self::Session, Method::Get) => Route::Session(SessionAction::Show),
            (Self::Session, Method::Post) => Route::Session(SessionAction::SignIn),
            (Self::Session, Method::Patch) => Route::Session(SessionAction::Change),
            (Self::Session, Method::Delete) => Route::Session(SessionAction::SignOut),
            (Self::Uploads, Method::Options) => Route::Uploads(UploadsAction::Discover),
            (Self::Uploads, Method::Get) => Route::Uploads(UploadsAction::List),
            (Self::Uploads, Method::Post) => Route::Uploads(UploadsAction::Create),
            (Self::Upload(id), method) => Route::Upload(
                id,
                match method {
                    Method::Options => UploadAction::Discover,
                    Method::Head => UploadAction::Ask,
                    Method::Get => UploadAction::Show,
                    Method::Patch => UploadAction::Append,
                    Method::Delete => UploadAction::Terminate,
                    Method::Post | Method::Put => return None,
                },
            ),
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
