//! The manifest of a virtual appliance: a digest of each file in the archive, as whoever made it computed them
//! (DSP0243, chapter 6). Glance does not look at it.
//!
//! Nothing here reads: [`find_manifest`] and [`Manifest`] are given what was read, and say what is to be hashed.

mod hasher;
mod line;
mod manifest;

pub use hasher::{ManifestAlgorithm, MemberHasher};
pub use manifest::{Manifest, ManifestEntry, ManifestFault, ManifestVerdict};

use crate::inspect::TarMember;

/// The longest manifest that is read, in bytes: a line is about a hundred.
pub const MANIFEST_LIMIT: u64 = 1 << 20;

/// The member that is the manifest, where there is one.
#[must_use]
pub fn find_manifest(members: &[TarMember]) -> Option<&TarMember> {
    let is_manifest = |member: &&TarMember| member.name.to_ascii_lowercase().ends_with(".mf");
    members.iter().find(is_manifest)
}

#[cfg(test)]
mod tests;
