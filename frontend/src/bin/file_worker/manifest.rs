//! Whether a virtual appliance is as its manifest says: each file that it names is hashed where it stands in the
//! archive.

use gaze_shared::appliance::{
    MANIFEST_LIMIT, Manifest, ManifestEntry, ManifestFault, ManifestVerdict, MemberHasher,
    find_manifest,
};
use gaze_shared::inspect::{TarMember, TarStep, TarWalk};
use js_sys::{ArrayBuffer, Date};
use web_sys::File;

use super::hashing::PROGRESS_EVERY_MILLIS;
use super::protocol::{ReadFailure, Report, WorkerFault};
use super::reading::{Reader, range_of, read_range};

const PIECE_BYTES: u32 = 1 << 20;

/// An archive of more members is no appliance.
const MEMBERS_AT_MOST: usize = 10_000;

/// Compares; progress counts what is hashed.
pub(crate) async fn check_manifest(file: &File, progress: impl Fn(Report)) -> Report {
    match verdict(file, progress).await {
        Ok(verdict) => Report::ManifestChecked(verdict),
        Err(why) => Report::Failed(why),
    }
}

async fn verdict(file: &File, progress: impl Fn(Report)) -> Result<ManifestVerdict, ReadFailure> {
    let members = members(file).await?;
    let Some(manifest) = find_manifest(&members) else {
        return Ok(ManifestVerdict::Absent);
    };
    let end = manifest.start + manifest.length.min(MANIFEST_LIMIT);
    let text = read_range(file, manifest.start, end).await?.to_vec();
    let manifest = match Manifest::read(&String::from_utf8_lossy(&text)) {
        Ok(manifest) => manifest,
        Err(fault) => return Ok(ManifestVerdict::Faulty(fault)),
    };
    let mut hashed = Progress {
        bytes: 0,
        told_at: Date::now(),
    };
    for entry in &manifest.entries {
        if let Err(fault) = check(file, entry, &members, &mut hashed, &progress).await? {
            return Ok(ManifestVerdict::Faulty(fault));
        }
    }
    Ok(ManifestVerdict::Holds(manifest.entries.len()))
}

struct Progress {
    bytes: u64,
    told_at: f64,
}

async fn check(
    file: &File,
    entry: &ManifestEntry,
    members: &[TarMember],
    hashed: &mut Progress,
    progress: &impl Fn(Report),
) -> Result<Result<(), ManifestFault>, ReadFailure> {
    let member = match entry.member(members) {
        Ok(member) => member,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut hasher = MemberHasher::new(entry.algorithm);
    let mut reader = Reader::new(range_of(file, member.start, member.start + member.length)?);
    let mut free = ArrayBuffer::new(PIECE_BYTES);
    let mut buffer = vec![0; PIECE_BYTES as usize];
    loop {
        let piece = reader.fill(free).await?;
        if piece.byte_length() == 0 {
            return Ok(entry.compare(&hasher.finish()));
        }
        let Some(target) = buffer.get_mut(..piece.byte_length() as usize) else {
            return Err(ReadFailure::Worker(WorkerFault::ReadTooMuch));
        };
        piece.copy_to(target);
        hasher.update(target);
        free = piece.buffer();
        hashed.bytes += u64::from(piece.byte_length());
        let now = Date::now();
        if now - hashed.told_at >= PROGRESS_EVERY_MILLIS {
            hashed.told_at = now;
            progress(Report::Progress {
                bytes: hashed.bytes,
            });
        }
    }
}

/// Every member, as far as the archive is one.
async fn members(file: &File) -> Result<Vec<TarMember>, ReadFailure> {
    let size = file.size() as u64;
    let mut walk = TarWalk::default();
    let mut members = Vec::new();
    while members.len() < MEMBERS_AT_MOST && walk.next() < size {
        let end = (walk.next() + TarWalk::WINDOW_BYTES).min(size);
        let window = read_range(file, walk.next(), end).await?.to_vec();
        match walk.step(&window) {
            TarStep::Member(member) => members.push(member),
            TarStep::Between => {}
            TarStep::Ended | TarStep::Broken => break,
        }
    }
    Ok(members)
}
