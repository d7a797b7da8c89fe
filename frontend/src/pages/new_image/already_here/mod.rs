//! Whether the cloud has the file already: then nothing need be sent.
//!
//! A file that this browser has uploaded before is remembered by its name, length and date, and its image is shown
//! at once. That the bytes are the same is said only when the file has been hashed, which the person asks for. What
//! is found is compared as after an upload: nothing but equal digests counts.

mod panel;

use std::rc::Rc;

use gaze_shared::digest::{Algorithm, HexDigest, LocalDigests, Verdict, compare};
use gaze_shared::glance::image::{Image, Status, Visibility};
use gaze_shared::glance::list::{ListQuery, VisibilityFilter};
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::features::uploads::file_hash::FileHash;
use crate::features::uploads::local_receipts;
use crate::features::uploads::source::UploadSource;
use crate::ui::file_size::modified_at;
use crate::workers::protocol::ReadFailure;
pub(super) use panel::AlreadyHerePanel;

/// How many images with the digest are looked at: all of them have the same bytes.
const ASKED_FOR: u32 = 10;

/// How far the search is.
#[derive(Clone, Debug, PartialEq)]
enum Search {
    /// Nobody has asked.
    NotBegun,
    Hashing {
        percent: u8,
    },
    Asking,
    /// A file of this name, length and date was uploaded before, and this image has its bytes.
    Remembered(Box<Image>),
    /// An image with these bytes, which the project may use.
    Found(Box<Found>),
    NotHere,
    Unreadable(ReadFailure),
    Failed(ApiError),
}

/// What was found, and by what.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    image: Image,
    local: LocalDigests,
}

/// Where a digest of the file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Knowledge {
    /// A file of the same name, length and date had it.
    Remembered,
    /// The file was hashed.
    Computed,
}

/// The search for a chosen file.
#[derive(Clone, Copy)]
struct AlreadyHere {
    api: Api,
    search: RwSignal<Search>,
    /// What hashes the file, while it does.
    hash: StoredValue<Option<Rc<FileHash>>, LocalStorage>,
    /// Which search this is: what an earlier one finds is of another file.
    round: StoredValue<u32>,
}

impl AlreadyHere {
    fn new(api: Api) -> Self {
        Self {
            api,
            search: RwSignal::new(Search::NotBegun),
            hash: StoredValue::new_local(None),
            round: StoredValue::new(0),
        }
    }

    /// Ends what is under way, and searches at once for a file that is known.
    fn begin_with(self, source: &UploadSource) {
        self.stop();
        let file = source.chosen();
        let known = local_receipts::of_file(&file.name(), source.size(), modified_at(file));
        if let Some(receipt) = known
            && let Some((algorithm, digest)) = receipt.digests.first().cloned()
        {
            self.ask(source.size(), algorithm, digest, Knowledge::Remembered);
        }
    }

    /// Ends it.
    fn stop(self) {
        self.round.update_value(|round| *round += 1);
        self.hash.set_value(None);
        self.search.set(Search::NotBegun);
    }

    /// Hashes the file, and searches for what it is hashed to.
    fn begin(self, source: &UploadSource, algorithm: Algorithm) {
        self.stop();
        self.search.set(Search::Hashing { percent: 0 });
        let round = self.round.get_value();
        let on_progress = move |percent| self.set_in(round, Search::Hashing { percent });
        let size = source.size();
        let on_end = move |outcome: Result<HexDigest, ReadFailure>| {
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.hash.set_value(None);
            match outcome {
                Ok(digest) => self.ask(size, algorithm, digest, Knowledge::Computed),
                Err(why) => self.search.set(Search::Unreadable(why)),
            }
        };
        let hash = FileHash::start(source.clone(), algorithm, on_progress, on_end);
        self.hash.set_value(Some(Rc::new(hash)));
    }

    /// Looks for an image with the digest.
    fn ask(self, size: Bytes, algorithm: Algorithm, digest: HexDigest, knowledge: Knowledge) {
        let round = self.round.get_value();
        let local = LocalDigests {
            size,
            digests: vec![(algorithm, digest)],
        };
        if knowledge == Knowledge::Computed {
            self.search.set(Search::Asking);
        }
        spawn_local(async move {
            let search = match (find(self.api, local).await, knowledge) {
                (Ok(Some(found)), Knowledge::Computed) => Search::Found(Box::new(found)),
                (Ok(Some(found)), Knowledge::Remembered) => {
                    Search::Remembered(Box::new(found.image))
                }
                (Ok(None), Knowledge::Computed) => Search::NotHere,
                (Err(error), Knowledge::Computed) => Search::Failed(error),
                // Nobody has asked for it.
                (Ok(None) | Err(_), Knowledge::Remembered) => Search::NotBegun,
            };
            self.set_in(round, search);
        });
    }

    fn set_in(self, round: u32, search: Search) {
        // The page may have been left meanwhile.
        if self.round.try_get_value() == Some(round) {
            self.search.set(search);
        }
    }
}

async fn find(api: Api, local: LocalDigests) -> Result<Option<Found>, ApiError> {
    let Some((algorithm, digest)) = local.digests.first() else {
        return Ok(None);
    };
    let list = api.images(&query(*algorithm, digest)).await?;
    let mut usable = list.images;
    usable.retain(|image| is_usable_as(image, &local));
    // The project's own before what others let it use.
    usable.sort_by_key(|image| {
        matches!(image.visibility, Visibility::Public | Visibility::Community)
    });
    let image = usable.into_iter().next();
    Ok(image.map(|image| Found { image, local }))
}

/// All images with the digest that the project may use: its own, those that are shared with it, and those that are
/// everybody's.
fn query(algorithm: Algorithm, digest: &HexDigest) -> ListQuery {
    // Glance stores MD5 as `checksum`, and any other as `os_hash_value`.
    let key = match algorithm {
        Algorithm::Md5 => "checksum",
        Algorithm::Sha256 | Algorithm::Sha512 => "os_hash_value",
    };
    ListQuery {
        visibility: Some(VisibilityFilter::All),
        properties: vec![(key.to_owned(), digest.as_str().to_owned())],
        limit: Some(ASKED_FOR),
        ..ListQuery::default()
    }
}

/// A deactivated image has the bytes and gives them to nobody.
fn is_usable_as(image: &Image, local: &LocalDigests) -> bool {
    image.status == Status::Active && matches!(compare(image, local), Verdict::Verified(_))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn image(status: &str, size: u64, value: &str) -> Image {
        serde_json::from_value(json!({
            "id": "00000000-0000-4000-8000-00000000aaaa", "name": "debian", "status": status,
            "visibility": "public", "size": size, "os_hash_algo": "sha512", "os_hash_value": value,
            "created_at": "2026-11-21T17:38:45Z", "updated_at": "2026-11-21T17:38:45Z",
        }))
        .unwrap()
    }

    fn local(digest: &str) -> LocalDigests {
        LocalDigests {
            size: Bytes(7),
            digests: vec![(Algorithm::Sha512, HexDigest::from_text(digest))],
        }
    }

    #[test]
    fn only_the_same_bytes_in_an_image_that_gives_them_out_are_already_here() {
        assert!(is_usable_as(&image("active", 7, "aa"), &local("aa")));
        assert!(!is_usable_as(&image("active", 8, "aa"), &local("aa")));
        assert!(!is_usable_as(&image("active", 7, "bb"), &local("aa")));
        assert!(!is_usable_as(&image("deactivated", 7, "aa"), &local("aa")));
        assert!(!is_usable_as(&image("queued", 7, "aa"), &local("aa")));
    }

    #[test]
    fn glance_is_asked_by_the_field_that_has_the_digest() {
        let asked = query(Algorithm::Sha512, &HexDigest::from_text("aa")).to_string();
        assert!(asked.contains("os_hash_value=aa"), "{asked}");
        assert!(asked.contains("visibility=all"), "{asked}");
        let asked = query(Algorithm::Md5, &HexDigest::from_text("bb")).to_string();
        assert!(asked.contains("checksum=bb"), "{asked}");
    }
}
