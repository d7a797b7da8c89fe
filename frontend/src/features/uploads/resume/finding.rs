//! Looks for uploads that can be gone on with.

use gaze_shared::gateway::{ListedUpload, UploadList, UploadMode};
use gaze_shared::glance::image::{Image, ImageId};
use leptos::task::spawn_local;

use crate::api::{ApiError, image_request, send_once, session, tus_list_request};
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::keeping::database::Database;
use crate::features::uploads::keeping::offers::{Candidate, OfferSource, ResumeOffer, candidates};
use crate::features::uploads::keeping::tab_lock;
use crate::features::uploads::store::Uploads;

/// How many are offered at once. Each costs a request, and more than a person goes on with.
const MOST_OFFERS: usize = 20;

/// Looks again, and offers what is found in the place of what was offered before.
pub fn look(uploads: Uploads) {
    let Some(acting_as) = uploads.acting_as() else {
        uploads.offer(Vec::new());
        return;
    };
    spawn_local(async move {
        let offers = find(uploads, &acting_as).await;
        // Somebody else may have signed in meanwhile, for whom is looked again.
        if uploads.acting_as().as_ref() == Some(&acting_as) {
            uploads.offer(offers);
        }
    });
}

async fn find(uploads: Uploads, acting_as: &ActingAs) -> Vec<ResumeOffer> {
    let database = Database::open().await;
    let kept = match &database {
        Some(database) => database.all().await,
        None => Vec::new(),
    };
    let listed = listed(uploads).await;
    let in_hand = tab_lock::in_hand().await;
    let found = candidates(kept, &listed, &in_hand, acting_as);
    let mut offers = Vec::new();
    for candidate in found.into_iter().take(MOST_OFFERS) {
        let image = candidate.image.clone();
        let is_kept = matches!(candidate.source, OfferSource::ThisBrowser(_));
        match offered(candidate, acting_as).await {
            Looked::Offer(offer) => offers.push(*offer),
            Looked::Over if is_kept => {
                if let Some(database) = &database {
                    database.forget(&image).await;
                }
            }
            Looked::Over | Looked::Unknown => {}
        }
    }
    offers
}

/// What became of an upload.
enum Looked {
    Offer(Box<ResumeOffer>),
    /// There is nothing to go on with any more.
    Over,
    /// That could not be found out; it is kept.
    Unknown,
}

async fn offered(candidate: Candidate, acting_as: &ActingAs) -> Looked {
    match image(&candidate.image).await {
        Ok(image) => match candidate.beside(Box::new(image)) {
            Some(offer) => Looked::Offer(Box::new(offer)),
            None => Looked::Over,
        },
        Err(error) if error.status() == Some(404) => {
            // What is not there may be there for whom the upload is of: another tab may have switched the
            // project of the session that all tabs share.
            let session = session::current().await.ok().flatten();
            match session.as_ref().map(ActingAs::from) {
                Some(now) if now == *acting_as => Looked::Over,
                _ => Looked::Unknown,
            }
        }
        Err(_) => Looked::Unknown,
    }
}

async fn image(id: &ImageId) -> Result<Image, ApiError> {
    send_once(&image_request(id)).await?.read()
}

/// What the gateway keeps for the caller; nothing where it cannot be asked, or takes no uploads by tus.
async fn listed(uploads: Uploads) -> Vec<ListedUpload> {
    if !uploads.takes(UploadMode::Tus) {
        return Vec::new();
    }
    let list = async { send_once(&tus_list_request()).await?.read::<UploadList>() };
    list.await.map(|list| list.uploads).unwrap_or_default()
}
