//! The versions of the API: `GET /` (status 300) and `GET /versions` (status 200), both without a
//! token. Source: `glance/api/versions.py`.

use serde::{Deserialize, Serialize};

use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Other;
use crate::json::open_enum::open_enum;

open_enum! {
    /// How a version stands.
    pub enum VersionStatus {
        /// The newest.
        Current = "CURRENT",
        /// Older, and served.
        Supported = "SUPPORTED",
        /// Served, and to be dropped.
        Deprecated = "DEPRECATED",
        /// Served, and may change.
        Experimental = "EXPERIMENTAL",
    }
}

/// All versions that a Glance serves. Which of them are listed depends on its configuration: 2.8 and
/// 2.10 to 2.13 want several stores; 2.14, 2.16 and 2.18 a cache.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VersionList {
    /// In no useful order.
    pub versions: LenientVec<Version>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl VersionList {
    /// The newest version, as major and minor number.
    #[must_use]
    pub fn newest(&self) -> Option<(u16, u16)> {
        self.versions.iter().filter_map(Version::number).max()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// `v2.17`.
    pub id: String,
    /// How it stands.
    pub status: VersionStatus,
    /// Where it is served; all of major version 2 at the same place.
    #[serde(default)]
    pub links: LenientVec<Link>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl Version {
    /// Its major and minor number.
    #[must_use]
    pub fn number(&self) -> Option<(u16, u16)> {
        let (major, minor) = self.id.strip_prefix('v')?.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    }
}

/// A link with its meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// What the link is (`self`).
    pub rel: String,
    /// Absolute URL, of the origin as Glance sees itself (`public_endpoint`).
    pub href: String,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_that_of_the_greatest_number_not_text() {
        let version = |id: &str| Version {
            id: id.into(),
            status: VersionStatus::Supported,
            links: Vec::new().into(),
            other: Other::new(),
        };
        let list = VersionList {
            versions: vec![version("v2.9"), version("v2.17"), version("x")].into(),
            other: Other::new(),
        };
        assert_eq!(list.newest(), Some((2, 17)));
    }
}
