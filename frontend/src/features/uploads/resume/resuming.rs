//! Resumes an upload that an earlier page began.

use gaze_shared::glance::image::ImageCreate;
use gaze_shared::units::Bytes;
use web_sys::File;

use crate::features::uploads::cloud_algorithm;
use crate::features::uploads::engine::earlier::FileAccess;
use crate::features::uploads::engine::event::Command;
use crate::features::uploads::engine::target::{FileFacts, Target, UploadId, UploadRequest};
use crate::features::uploads::engine::transport::{Transport, TusTransfer};
use crate::features::uploads::keeping::database::Database;
use crate::features::uploads::keeping::offers::{OfferSource, ResumeOffer};
use crate::features::uploads::keeping::record::{ImageOrigin, ResumeWay};
use crate::features::uploads::keeping::tab_lock::{Locking, TabLock};
use crate::features::uploads::source::UploadSource;
use crate::features::uploads::store::Uploads;
use crate::ui::clock::unix_seconds;
use crate::ui::file_handle::{self, ReopenFailure};
use crate::ui::file_size::size_of;
use crate::workers::protocol::{ReadFailure, WorkerFault};

/// Why an upload is not resumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::features::uploads) enum ResumeFailure {
    /// The file that was chosen is of another size than the one that was being sent.
    OtherSize(Bytes),
    /// It is as long as that one, and what was being sent cannot be made of it.
    FileChanged,
    /// Nobody could read it, which says nothing of the file.
    Worker(WorkerFault),
    /// Another tab of this browser has it in its hands.
    InAnotherTab,
    FileNeeded,
    /// The person has not permitted to read the file where it was.
    NotPermitted,
    /// The file is not where it was any more.
    FileGone,
    /// Somebody else has signed in, or the upload has come to its end.
    Over,
}

/// Sends what is missing of the file that the person has chosen, or whose handle is kept. `on_progress` hears how
/// much of the file has been read, where the data has to be made of it first.
pub(in crate::features::uploads) async fn resume(
    uploads: Uploads,
    offer: &ResumeOffer,
    file: Option<File>,
    on_progress: impl Fn(Bytes) + 'static,
) -> Result<UploadId, ResumeFailure> {
    let file = match file {
        Some(file) => file,
        None => kept_file(offer).await?,
    };
    let (size, conversion) = (size_of(&file), offer.conversion());
    if size != offer.size_on_disk() {
        return Err(ResumeFailure::OtherSize(size));
    }
    let expected = offer.expected().cloned();
    let source = UploadSource::made_again(file, conversion, offer.size, expected, on_progress);
    let source = source.await.map_err(|why| match why {
        ReadFailure::Worker(fault) => ResumeFailure::Worker(fault),
        ReadFailure::FileChanged | ReadFailure::NotHere => ResumeFailure::FileChanged,
    })?;
    start(uploads, offer, Some(source)).await
}

/// Brings to its end what needs no file any more.
pub(in crate::features::uploads) async fn conclude(
    uploads: Uploads,
    offer: &ResumeOffer,
) -> Result<UploadId, ResumeFailure> {
    start(uploads, offer, None).await
}

/// Lets the image be as it is: what is kept of the upload is forgotten.
pub(in crate::features::uploads) async fn leave(
    uploads: Uploads,
    offer: &ResumeOffer,
) -> Result<(), ResumeFailure> {
    let _lock = lock_of(offer).await?;
    if let Some(database) = Database::open().await {
        database.forget(&offer.image.id).await;
    }
    uploads.withdraw(&offer.image.id);
    Ok(())
}

/// Ends it, and deletes what it has made.
pub(in crate::features::uploads) async fn give_up(
    uploads: Uploads,
    offer: &ResumeOffer,
) -> Result<(), ResumeFailure> {
    let id = start(uploads, offer, None).await?;
    uploads.command(id, Command::Cancel);
    Ok(())
}

async fn kept_file(offer: &ResumeOffer) -> Result<File, ResumeFailure> {
    let database = Database::open().await.ok_or(ResumeFailure::FileNeeded)?;
    let (_, handle) = database
        .find(&offer.image.id)
        .await
        .ok_or(ResumeFailure::Over)?;
    let handle = handle.ok_or(ResumeFailure::FileNeeded)?;
    file_handle::reopen(&handle)
        .await
        .map_err(|failure| match failure {
            ReopenFailure::NotPermitted => ResumeFailure::NotPermitted,
            ReopenFailure::Gone => ResumeFailure::FileGone,
        })
}

async fn start(
    uploads: Uploads,
    offer: &ResumeOffer,
    source: Option<UploadSource>,
) -> Result<UploadId, ResumeFailure> {
    let lock = lock_of(offer).await?;
    let offer = as_kept_now(offer).await?;
    let acting_as = uploads.acting_as();
    let acting_as = acting_as.filter(|now| *now == offer.acting_as);
    let acting_as = acting_as.ok_or(ResumeFailure::Over)?;
    let (file_name, algorithm, expected) = match &offer.source {
        OfferSource::ThisBrowser(kept) => (
            kept.record.file_name.clone(),
            kept.record.algorithm,
            kept.record.expected.clone(),
        ),
        OfferSource::Elsewhere(_) => (
            offer.name().to_owned(),
            cloud_algorithm::of_region(&acting_as.region),
            None,
        ),
    };
    let request = UploadRequest {
        file: match &source {
            Some(source) => source.facts(None),
            None => FileFacts {
                name: file_name,
                size: offer.size,
                size_on_disk: offer.size_on_disk(),
                conversion: offer.conversion(),
                seen: None,
            },
        },
        file_access: match source {
            Some(_) => FileAccess::Here,
            None => FileAccess::NotHere,
        },
        target: match offer.origin() {
            ImageOrigin::MadeByUpload => {
                Target::NewImage(Box::new(ImageCreate::like(&offer.image)))
            }
            ImageOrigin::ThereBefore => Target::ExistingImage(offer.image.clone()),
        },
        earlier: Some(offer.earlier()),
        begun_at: offer.begun_at().unwrap_or_else(unix_seconds),
        acting_as,
        algorithm,
        expected,
        transport: match offer.way() {
            ResumeWay::Put => Transport::Put,
            ResumeWay::Tus(_) => Transport::Tus(TusTransfer::new(uploads.largest_body())),
        },
    };
    uploads
        .resume(request, source, lock)
        .ok_or(ResumeFailure::Over)
}

async fn lock_of(offer: &ResumeOffer) -> Result<Option<TabLock>, ResumeFailure> {
    match TabLock::take(&offer.image.id).await {
        Locking::Held(lock) => Ok(Some(lock)),
        Locking::Elsewhere => Err(ResumeFailure::InAnotherTab),
        Locking::NotSupported => Ok(None),
    }
}

/// Another tab may have gone on with it since it was offered.
async fn as_kept_now(offer: &ResumeOffer) -> Result<ResumeOffer, ResumeFailure> {
    let mut offer = offer.clone();
    if let OfferSource::ThisBrowser(_) = &offer.source {
        let database = Database::open().await.ok_or(ResumeFailure::Over)?;
        let kept = database.find(&offer.image.id).await;
        let (mut kept, _) = kept.ok_or(ResumeFailure::Over)?;
        // The gateway has told the address where the earlier page did not hear of it.
        if let ResumeWay::Tus(address @ None) = &mut kept.record.way {
            *address = offer.earlier().address;
        }
        offer.source = OfferSource::ThisBrowser(Box::new(kept));
    }
    Ok(offer)
}
