//! Routes that lead to Glance.

use std::fmt;

use crate::core::http::method::Method;
use crate::core::http::path::PathSegment;
use crate::core::routes::body_use::BodyUse;
use crate::core::routes::resource::Resource;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlanceRoute {
    region: Option<PathSegment>,
    /// What is asked for.
    pub target: Target,
    /// What with it.
    pub method: Method,
}

/// What a route of Glance leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The versions to choose from, answered with 300 to anyone who names none that there is, by
    /// whatever method (`glance/api/middleware/version_negotiation.py`).
    VersionChoices,
    /// The versions, answered with 200 to anyone.
    Versions,
    /// Whether Glance is up, told to anyone (`oslo_middleware/healthcheck`).
    Healthcheck,
    /// A version without anything behind it, which Glance redirects to the same with a slash.
    BareVersion(Version),
    /// Something behind a version.
    Versioned(Version, Resource),
}

/// A version as it stands in a path. All of them lead to the same code in Glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// `v2`
    Two,
    /// `v2.0` and so on.
    TwoPoint(u8),
}

impl Version {
    /// The newest minor version of Glance 33; which of them there are depends on its settings. One
    /// that is newer is none to it.
    const NEWEST_MINOR: u8 = 18;

    /// Reads the first segment of a path.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let Some(minor) = name.strip_prefix("v2.") else {
            return (name == "v2").then_some(Self::Two);
        };
        let is_canonical = minor.bytes().all(|digit| digit.is_ascii_digit())
            && (minor == "0" || !minor.starts_with('0'));
        minor
            .parse()
            .ok()
            .filter(|minor| is_canonical && *minor <= Self::NEWEST_MINOR)
            .map(Self::TwoPoint)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Two => f.write_str("v2"),
            Self::TwoPoint(minor) => write!(f, "v2.{minor}"),
        }
    }
}

impl Target {
    /// Reads a path below the address of an image service. A trailing slash stands in `names` as an
    /// empty name at the end.
    pub(super) fn parse(names: &[&str]) -> Self {
        match names {
            ["versions", ..] => Self::Versions,
            ["healthcheck", ..] => Self::Healthcheck,
            [first, rest @ ..] => match (Version::parse(first), rest) {
                (None, _) => Self::VersionChoices,
                (Some(version), []) => Self::BareVersion(version),
                // An empty name is none of the table: it can only be the last.
                (Some(version), [.., ""]) => Self::Versioned(version, Resource::Unknown),
                (Some(version), rest) => Self::Versioned(version, Resource::parse(rest)),
            },
            [] => Self::VersionChoices,
        }
    }

    /// Whether Glance answers anyone, and the same by every method.
    const fn is_public(&self) -> bool {
        matches!(
            self,
            Self::VersionChoices | Self::Versions | Self::Healthcheck
        )
    }
}

impl fmt::Display for Target {
    /// The upstream path, built from the typed values alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VersionChoices => f.write_str("/"),
            Self::Versions => f.write_str("/versions"),
            Self::Healthcheck => f.write_str("/healthcheck"),
            Self::BareVersion(version) => write!(f, "/{version}"),
            Self::Versioned(version, resource) => write!(f, "/{version}{resource}"),
        }
    }
}

impl GlanceRoute {
    /// Joins what a path and a method say.
    pub(super) fn new(region: Option<PathSegment>, target: Target, method: Method) -> Self {
        // What is the same by every method is asked for by one that changes nothing, without a body.
        let method = match (&target, method) {
            (Target::VersionChoices, Method::Head | Method::Options)
            | (Target::Versions | Target::Healthcheck, Method::Head)
            | (Target::BareVersion(_) | Target::Versioned(..), _) => method,
            (Target::VersionChoices | Target::Versions | Target::Healthcheck, _) => Method::Get,
        };
        Self {
            region,
            target,
            method,
        }
    }

    /// The versions to choose from, which a client finds where a browser finds the dashboard.
    #[must_use]
    pub fn version_choices(method: Method) -> Self {
        Self::new(None, Target::VersionChoices, method)
    }

    /// The versions to choose from, in the place of what is behind a version that there is not.
    #[must_use]
    pub fn choices_instead(&self) -> Self {
        Self::new(self.region.clone(), Target::VersionChoices, self.method)
    }

    /// The region that the path names, if it names one.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_ref().map(PathSegment::as_str)
    }

    /// What stands before Glance's own paths in the gateway's: empty, or `/regions/` and a name.
    #[must_use]
    pub fn prefix(&self) -> String {
        self.region
            .as_ref()
            .map(|region| format!("/{REGIONS}/{region}"))
            .unwrap_or_default()
    }

    /// The version, where the path names one that Glance's settings may leave out: any but `v2`.
    #[must_use]
    pub fn minor_version(&self) -> Option<Version> {
        match self.target {
            Target::BareVersion(version @ Version::TwoPoint(_))
            | Target::Versioned(version @ Version::TwoPoint(_), _) => Some(version),
            _ => None,
        }
    }

    /// What Glance serves behind a version, if that is where the route leads.
    #[must_use]
    pub const fn resource(&self) -> Option<&Resource> {
        match &self.target {
            Target::Versioned(_, resource) => Some(resource),
            _ => None,
        }
    }

    /// The path as Glance's own middleware sees it, to which versions are one (`glance-api-paste.ini` has
    /// `versionnegotiation` before `authtoken`).
    #[must_use]
    pub fn path_behind_negotiation(&self) -> String {
        match &self.target {
            Target::BareVersion(_) => "/v2".to_owned(),
            Target::Versioned(_, resource) => format!("/v2{resource}"),
            other => other.to_string(),
        }
    }

    /// Whether Glance serves it to anyone: its pipeline asks for a token at every path of a version,
    /// the bare version too.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        self.target.is_public()
    }

    /// Whether the answer names addresses of the API.
    #[must_use]
    pub const fn gives_version_links(&self) -> bool {
        matches!(self.target, Target::VersionChoices | Target::Versions)
    }

    /// What Glance's router makes of the request's body.
    #[must_use]
    pub fn body_use(&self) -> BodyUse {
        let Some(resource) = self.resource() else {
            return BodyUse::Ignored;
        };
        match (resource, self.method) {
            (Resource::ImageFile { .. } | Resource::ImageStage { .. }, Method::Put) => {
                BodyUse::ImageData
            }
            (resource, method) if !resource.takes(method) => BodyUse::Ignored,
            (resource, Method::Get) if resource.ignores_body_of_get() => BodyUse::Ignored,
            (_, Method::Get) => BodyUse::Refused,
            (_, Method::Head | Method::Options) => BodyUse::Ignored,
            (_, Method::Post | Method::Put | Method::Patch | Method::Delete) => BodyUse::Document,
        }
    }

    /// Whether the request body is an image's data, which is streamed and never read here.
    #[must_use]
    pub fn takes_image_data(&self) -> bool {
        self.body_use() == BodyUse::ImageData
    }

    /// Whether the answer is an image's data.
    #[must_use]
    pub const fn gives_image_data(&self) -> bool {
        matches!(
            (self.resource(), self.method),
            (Some(Resource::ImageFile { .. }), Method::Get)
        )
    }

    /// The route's name for logs: no id, so that lines of one route group.
    #[must_use]
    pub const fn template(&self) -> &'static str {
        match &self.target {
            Target::VersionChoices => "/",
            Target::Versions => "/versions",
            Target::Healthcheck => "/healthcheck",
            Target::BareVersion(_) => "/v2",
            Target::Versioned(_, resource) => resource.template(),
        }
    }
}

/// Where the gateway itself asks Glance for an image, whose id a client may have chosen: encoded as in what is
/// forwarded, so that it names this image or none. `None` for what cannot stand in a path.
#[must_use]
pub fn image_path(image_id: &str) -> Option<String> {
    let image_id = PathSegment::new(image_id).ok()?;
    let resource = Resource::Image { image_id };
    Some(Target::Versioned(Version::Two, resource).to_string())
}

/// The first segment of every path that names a region.
pub(super) const REGIONS: &str = "regions";

impl fmt::Display for GlanceRoute {
    /// The upstream path, below the address of the region's image service.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.target.fmt(f)
    }
}
