//! Whether a virtual appliance has the files that its descriptor names (DSP0243, 7.1): each `File`
//! has the name of a member, and may tell its size.

use super::{Extent, Members, TarMember};
use crate::inspect::cut_off::{Checked, part};
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::Sample;

/// The files are at the beginning of a descriptor.
const DESCRIPTOR_BYTES: u64 = 32 * 1024;
/// Members that are no disk.
const BESIDE_DISKS: [&str; 3] = [".ovf", ".mf", ".cert"];

pub(super) fn is_descriptor(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".ovf")
}

pub(super) fn check(sample: &Sample, descriptor: &TarMember, members: &Members) -> Checked {
    let is_all = members.extent == Extent::Ended;
    let is_disk = |member: &TarMember| {
        let name = member.name.to_ascii_lowercase();
        !BESIDE_DISKS.iter().any(|ending| name.ends_with(ending))
    };
    let has_disk = members.members.iter().any(is_disk);
    if is_all && !has_disk {
        return Ok(Some(FindingCode::ApplianceFaulty));
    }
    let length = descriptor.length.min(DESCRIPTOR_BYTES);
    let Some(text) = part(sample, descriptor.start, length)? else {
        return Ok(None);
    };
    let text = without_comments(&String::from_utf8_lossy(text));
    // A tag that is cut in two has no end.
    let tags = text
        .split('<')
        .filter_map(|tag| Some(tag.split_once('>')?.0));
    let is_faulty = |tag: &str| {
        let name = tag.split_ascii_whitespace().next().unwrap_or_default();
        // A file in chunks has other names.
        let is_file = name == "File" || name.ends_with(":File");
        if !is_file || tag.contains("chunkSize") {
            return false;
        }
        let Some(file) = attribute(tag, "href") else {
            return false;
        };
        let size = attribute(tag, "size").and_then(|size| size.parse::<u64>().ok());
        let member = members.members.iter().find(|member| {
            let name = &*member.name;
            name.strip_prefix("./").unwrap_or(name) == file
        });
        match member {
            Some(member) => size.is_some_and(|size| size != member.length),
            // Elsewhere, or in other characters.
            None => is_all && !file.contains([':', '%', '&', '/']),
        }
    };
    Ok(tags
        .into_iter()
        .any(is_faulty)
        .then_some(FindingCode::ApplianceFaulty))
}

/// The text without its comments. One that does not end, as far as it was read, is all of the rest.
fn without_comments(text: &str) -> String {
    let mut pieces = text.split("<!--");
    let before = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(before, |mut kept, piece| {
        kept.push_str(piece.split_once("-->").map_or("", |(_, after)| after));
        kept
    })
}

/// The value of an attribute, whatever the prefix of its name.
fn attribute<'tag>(tag: &'tag str, name: &str) -> Option<&'tag str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag.get(..at)?.chars().next_back()?;
        let value = tag.get(at + name.len()..)?.strip_prefix('=')?;
        let quote = value
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        let value = value.get(1..)?.split(quote).next()?;
        (before == ':' || before.is_ascii_whitespace()).then_some(value)
    })
}
