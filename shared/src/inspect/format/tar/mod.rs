//! Tar archives, and virtual appliances among them: an OVA is a tar whose first member is the OVF
//! descriptor (DSP0243, chapter 5). The kinds of tar differ in how they say what 100 characters and
//! 11 octal digits cannot: POSIX in records before the member, GNU in a member or in base 256
//! (<https://www.gnu.org/software/tar/manual/html_node/Tar-Internals.html>).

mod appliance;
mod walk;

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Content, Finding, FindingCode};
use crate::inspect::reference::{Reference, ReferenceRole};
use crate::inspect::sample::{ByteRange, Sample};
pub use walk::{TarMember, TarStep, TarWalk};

/// An appliance has its descriptor first; a few more are looked at for writers that do not care.
const STEPS_AT_MOST: usize = 12;

/// The first members of an archive.
#[derive(Debug)]
pub(in crate::inspect) struct Members {
    members: Vec<TarMember>,
    /// Where the last of them ends that was looked at.
    pub(in crate::inspect) end: u64,
    pub(in crate::inspect) extent: Extent,
}

/// Whether the members that were looked at are all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::inspect) enum Extent {
    /// More of them follow.
    More,
    /// Behind the last there is an empty header, as there must be.
    Ended,
    /// Behind the last there is something else, or nothing.
    Broken,
}

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, SECTOR_BYTES)?;
    if !walk::is_header(header) {
        return Ok(None);
    }
    let members = members(sample)?;
    let descriptor = members
        .members
        .iter()
        .find(|member| appliance::is_descriptor(&member.name));
    let is_container = members
        .members
        .iter()
        .any(|member| is_of_container_image(&member.name));
    let (detected, code) = match descriptor {
        Some(_) => (Detected::Ova, FindingCode::Appliance),
        None if is_container => (
            Detected::Tar,
            FindingCode::NotADisk(Content::ContainerImage),
        ),
        None => (Detected::Tar, FindingCode::Archive),
    };
    let mut found = FormatMatch::unrecognised(detected);
    found.find(code);
    if let Some(descriptor) = descriptor {
        let fault = appliance::check(sample, descriptor, &members)?;
        found.findings.extend(fault.map(Finding::from));
    }
    let reference = |member: TarMember| Reference::new(ReferenceRole::Member, member.name);
    let references = members.members.into_iter().map(reference).collect();
    Ok(Some(found.with_references(references)))
}

/// What `docker save` and OCI's image layout have in an archive, and nobody else
/// (<https://github.com/opencontainers/image-spec/blob/main/image-layout.md>).
fn is_of_container_image(name: &str) -> bool {
    const DIGEST_DIGITS: usize = 64;
    let name = name.strip_prefix("./").unwrap_or(name);
    let layer = name.strip_suffix(".tar").unwrap_or_default();
    let is_digest =
        layer.len() == DIGEST_DIGITS && layer.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest
        || name == "oci-layout"
        || name.starts_with("blobs/sha256")
        || name.ends_with("/layer.tar")
}

/// What the members are, and how far they reach.
pub(in crate::inspect) fn members(sample: &Sample) -> Result<Members, ByteRange> {
    let mut walk = TarWalk::default();
    let mut members = Vec::new();
    let mut extent = Extent::More;
    for _ in 0..STEPS_AT_MOST {
        let window = sample.bytes(walk.next(), TarWalk::WINDOW_BYTES)?;
        match walk.step(window) {
            TarStep::Member(member) => members.push(member),
            TarStep::Between => {}
            TarStep::Ended => extent = Extent::Ended,
            TarStep::Broken => extent = Extent::Broken,
        }
        if extent != Extent::More {
            break;
        }
    }
    Ok(Members {
        members,
        end: walk.next(),
        extent,
    })
}
