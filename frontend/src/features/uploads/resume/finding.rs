//! Searches for uploads that can be resumed.

use gaze_shared::gateway::{ListedUpload, UploadMode};
use leptos::prelude::untrack;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError, OnSessionEnd, session};
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::keeping::candidates::{Candidate, candidates};
use crate::features::uploads::keeping::database::Database;
use crate::features::uploads::keeping::offers::{OfferSource, ResumeOffer};
use crate::features::uploads::keeping::tab_lock;
use crate::features::uploads::store::{ModeSupport, Uploads};
use crate::ui::clock::unix_seconds;

/// Who does not ask for it is not asked to sign in again for it.
const API: Api = Api::new(OnSessionEnd::Report);

/// How many are offered at once. Each costs a request, and more than a person goes on with.
const MOST_OFFERS: usize = 20;

/// How long after it was begun the registration of an image may still be under way, in seconds.
const REGISTERED_WITHIN: i64 = 900;

/// Searches again, and offers what is found in the place of what was offered before.
pub fn find_offers(uploads: Uploads) {
    let search = uploads.begin_search();
    let Some(acting_as) = uploads.acting_as() else {
        return;
    };
    spawn_local(async move {
        if let Some(offers) = find(uploads, &acting_as).await {
            uploads.offer(search, offers);
        }
    });
}

/// `None` when it cannot be found out: what was offered before stays.
async fn find(uploads: Uploads, acting_as: &ActingAs) -> Option<Vec<ResumeOffer>> {
    let database = Database::open().await;
    let kept = match &database {
        Some(database) => database.all().await,
        None => Vec::new(),
    };
    let listed = listed(uploads).await.ok()?;
    if kept.is_empty() && listed.is_empty() {
        return Some(Vec::new());
    }
    // Another tab may have switched the session that all tabs share: then this is somebody else's list.
    if !is_session_of(acting_as).await {
        return None;
    }
    let in_hand = tab_lock::in_hand().await;
    let found = candidates(kept, &listed, &in_hand, acting_as);
    let mut offers = Vec::new();
    for candidate in found.into_iter().take(MOST_OFFERS) {
        let image = candidate.image.clone();
        let is_kept = matches!(candidate.source, OfferSource::ThisBrowser(_));
        match offered(candidate, acting_as).await {
            SearchOutcome::Offer(offer) => offers.push(*offer),
            SearchOutcome::Over if is_kept => {
                if let Some(database) = &database {
                    database.forget(&image).await;
                }
            }
            SearchOutcome::Over => {}
            SearchOutcome::Unknown => offers.extend(uploads.offer_of(&image)),
        }
    }
    Some(offers)
}

/// What became of an upload.
enum SearchOutcome {
    Offer(Box<ResumeOffer>),
    /// There is nothing to go on with any more.
    Over,
    /// That could not be found out; it is kept.
    Unknown,
}

async fn offered(candidate: Candidate, acting_as: &ActingAs) -> SearchOutcome {
    let begun_at = match &candidate.source {
        OfferSource::ThisBrowser(kept) => kept.record.begun_at,
        OfferSource::Elsewhere(_) => 0,
    };
    match API.image(&candidate.image).await {
        Ok(image) => match candidate.beside(Box::new(image), acting_as) {
            Some(offer) => SearchOutcome::Offer(Box::new(offer)),
            None => SearchOutcome::Over,
        },
        Err(error) if error.status() == Some(404) => {
            // What is not there may come, or be there for whom the upload is of.
            let may_come = unix_seconds().saturating_sub(begun_at) < REGISTERED_WITHIN;
            if may_come || !is_session_of(acting_as).await {
                SearchOutcome::Unknown
            } else {
                SearchOutcome::Over
            }
        }
        Err(_) => SearchOutcome::Unknown,
    }
}

async fn is_session_of(acting_as: &ActingAs) -> bool {
    let session = session::current().await.ok().flatten();
    session.as_ref().map(ActingAs::from).as_ref() == Some(acting_as)
}

/// What the gateway keeps for the caller; nothing where it takes no uploads by tus.
async fn listed(uploads: Uploads) -> Result<Vec<ListedUpload>, ApiError> {
    if untrack(|| uploads.takes(UploadMode::Tus)) != ModeSupport::Taken {
        return Ok(Vec::new());
    }
    API.tus_uploads().await
}
