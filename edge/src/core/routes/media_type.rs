//! A version named by the `Accept` header, as Glance takes it beside one in the path
//! (`glance/api/middleware/version_negotiation.py`, `process_request`).
//!
//! With such a header Glance puts the version before the path that it got, so the gateway would decide
//! on one path and Glance on another. Here the version is part of the decision, is forwarded in the
//! path, and the header stays behind.

use crate::core::routes::glance::{Target, Version};
use crate::core::routes::resource::Resource;

const PREFIX: &str = "application/vnd.openstack.images-";

/// What the header says of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negotiated {
    /// A version that there is.
    Version(Version),
    /// Something else, for which Glance gives the versions to choose from.
    Nothing,
}

impl Negotiated {
    /// Reads an `Accept` header; `None` when it is an ordinary one, and the path names the version.
    #[must_use]
    pub fn read(accept: &str) -> Option<Self> {
        let version = accept.trim().strip_prefix(PREFIX)?;
        Some(Version::parse(version).map_or(Self::Nothing, Self::Version))
    }

    /// Reads a path below the address of an image service, with a version from the header.
    pub(super) fn target(self, names: &[&str]) -> Target {
        match (self, names) {
            (_, ["versions", ..]) => Target::Versions,
            (_, ["healthcheck", ..]) => Target::Healthcheck,
            (Self::Nothing, _) => Target::VersionChoices,
            (Self::Version(version), [] | [.., ""]) => {
                Target::Versioned(version, Resource::Unknown)
            }
            (Self::Version(version), names) => Target::Versioned(version, Resource::parse(names)),
        }
    }
}
