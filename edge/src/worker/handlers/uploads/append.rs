//! `PATCH /api/uploads/{id}`: bytes.

use gaze_shared::tus::{Append, Checksum, TusError, header, to_http_date};
use gaze_shared::units::Bytes;

use crate::core::auth::permit::Permit;
use crate::core::errors::problem::Problem;
use crate::core::routes::upload_id::TusUploadId;
use crate::core::uploads::call::{
    ReservationRef, UploadAnswer, UploadCall, UploadProgress, WriteGrant,
};
use crate::core::uploads::credentials::data_permit;
use crate::core::uploads::{Segment, cut};
use crate::worker::handlers::uploads::call::TusCall;
use crate::worker::handlers::uploads::create;
use crate::worker::log;
use crate::worker::response::EdgeResponse;
use crate::worker::streams::upload_store::{IncomingBytes, SegmentSource};
use crate::worker::upstream::objects::upload;

/// How much of a body that does not say its length is kept in memory, to be made an object of. What a client
/// sends again after its connection broke, too.
const COLLECTED: Bytes = Bytes(4 << 20);

pub(crate) async fn append(call: &TusCall<'_>, id: &TusUploadId) -> Result<EdgeResponse, Problem> {
    let append = Append::read(|name| call.header(name)).map_err(Problem::Tus)?;
    call.check_role()?;
    // With both the chunks count, and their length is not known.
    let declared = call.context.content_length()?.map(Bytes);
    let declared = declared.filter(|_| !call.context.is_chunked());
    let announced = declared.unwrap_or(Bytes::ZERO);
    // Only looked at: what is spoken for nobody else gets, and the bytes may take hours to come, or never do.
    call.store.check_space(call.runtime.env, announced).await?;
    let WriteGrant {
        writer,
        number,
        left,
    } = grant(call, id, &append, declared).await?;
    let mut writing = Writing {
        call,
        id,
        writer,
        number,
        uncounted: Vec::new(),
    };
    let coming = declared.map_or(Announced::AtMost(left), Announced::Exactly);
    let received = writing.receive(&append, coming).await;
    if received.is_err() {
        writing.discard().await;
    }
    let progress = received?;
    call.context
        .note_upload(id.as_str(), &progress.report.image_id);
    Ok(EdgeResponse::empty(204)
        .with(header::UPLOAD_OFFSET, progress.offset.0.to_string())
        .with(header::UPLOAD_EXPIRES, to_http_date(progress.expires_at)))
}

/// Asks where the bytes go, with a new reservation where the old was lost.
async fn grant(
    call: &TusCall<'_>,
    id: &TusUploadId,
    append: &Append,
    bytes: Option<Bytes>,
) -> Result<WriteGrant, Problem> {
    let sending = |reservation| {
        let append = UploadCall::Append {
            offset: append.offset,
            bytes,
            length: append.length,
            reservation,
        };
        call.send_to_object(id, append)
    };
    let answer = match sending(None).await? {
        UploadAnswer::NeedsReservation {
            image_id,
            region,
            length,
        } => {
            // The upload's own, whatever the address or the session says by now.
            let region = call.settings.region(&region);
            let region = region.ok_or(Problem::UnknownRegion)?;
            let permit: Permit = data_permit(&image_id, call.authenticated())?;
            let reservation = create::reserve(call, region, &permit, length).await?;
            let taken = match &reservation {
                Some(reservation) => reservation.reservation_ref(),
                // Nobody counts any more: the operator has turned the quotas off meanwhile.
                None => ReservationRef {
                    project_id: call.by.project_id.clone(),
                    id: None,
                },
            };
            create::hand_over(reservation.as_ref(), sending(Some(taken))).await?
        }
        answer => answer,
    };
    match answer {
        UploadAnswer::Granted { grant, .. } => Ok(grant),
        other => Err(upload::unexpected(&other)),
    }
}

/// What is known of how many bytes come.
#[derive(Clone, Copy)]
enum Announced {
    /// The request says so.
    Exactly(Bytes),
    /// It does not say, and the upload takes no more.
    AtMost(Bytes),
}

/// The writing of one request's bytes.
struct Writing<'a> {
    call: &'a TusCall<'a>,
    id: &'a TusUploadId,
    writer: u64,
    /// Of the next segment.
    number: u64,
    /// Segments that are in the store, or half in it, and do not count yet.
    uncounted: Vec<Segment>,
}

impl Writing<'_> {
    /// Stores the bytes, segment by segment. With a checksum they count together or not at all; without one
    /// each counts when it is stored, so that a broken connection costs no more than one.
    async fn receive(
        &mut self,
        append: &Append,
        announced: Announced,
    ) -> Result<UploadProgress, Problem> {
        let checksum = append.checksum.as_ref();
        let incoming = IncomingBytes::new(self.call.context.take_body(), checksum);
        match announced {
            Announced::Exactly(bytes) => {
                for bytes in cut(bytes) {
                    self.commit_before_next(checksum).await?;
                    self.store(&incoming, bytes, SegmentSource::Next).await?;
                }
            }
            Announced::AtMost(mut left) => loop {
                // One byte more than there may be, to see that there is none.
                let most = Bytes(COLLECTED.0.min(left.0.saturating_add(1)));
                let bytes = incoming.collect(most).await?;
                if bytes > left {
                    return Err(Problem::Tus(TusError::BeyondLength));
                }
                if bytes > Bytes::ZERO {
                    self.store(&incoming, bytes, SegmentSource::Collected)
                        .await?;
                }
                if bytes < most {
                    break;
                }
                // Before more is waited for: whoever asks meanwhile sees how far it is.
                self.commit_before_next(checksum).await?;
                left = Bytes(left.0.saturating_sub(bytes.0));
            },
        }
        if let Some(checksum) = checksum {
            incoming.verify(checksum).await?;
        }
        self.count().await
    }

    /// Has what is stored counted before more is, as far as it can count by itself, and gets a number for
    /// what comes. Another request may have gone on with the upload meanwhile.
    async fn commit_before_next(&mut self, checksum: Option<&Checksum>) -> Result<(), Problem> {
        match (checksum, self.uncounted.is_empty()) {
            (_, true) => Ok(()),
            (None, false) => self.count().await.map(drop),
            (Some(_), false) => self.commit(Vec::new()).await.map(drop),
        }
    }

    async fn store(
        &mut self,
        incoming: &IncomingBytes,
        bytes: Bytes,
        source: SegmentSource,
    ) -> Result<(), Problem> {
        let (store, id) = (&self.call.store, self.id.as_str());
        let space = store.admit(self.call.runtime.env, bytes).await?;
        let number = self.number;
        let segment = Segment { number, bytes };
        self.uncounted.push(segment);
        store.put(incoming, id, segment, source).await?;
        space.stored();
        Ok(())
    }

    /// Has what is stored counted.
    async fn count(&mut self) -> Result<UploadProgress, Problem> {
        let progress = self.commit(self.uncounted.clone()).await?;
        self.uncounted.clear();
        Ok(progress)
    }

    /// Has segments counted, and gets the number of the next one.
    async fn commit(&mut self, segments: Vec<Segment>) -> Result<UploadProgress, Problem> {
        let counts_some = !segments.is_empty();
        let commit = UploadCall::Commit {
            writer: self.writer,
            segments,
        };
        let answer = self.call.send_to_object(self.id, commit).await;
        if counts_some && matches!(answer, Err(Problem::UploadStoreUnavailable(_))) {
            // The object has not answered, and may have counted them. What it has refused it has not.
            self.uncounted.clear();
        }
        match answer? {
            UploadAnswer::Committed { progress, number } => {
                self.number = number;
                Ok(*progress)
            }
            other => Err(upload::unexpected(&other)),
        }
    }

    /// Deletes what does not count. What cannot be deleted now is in the end.
    async fn discard(&self) {
        let numbers = self.uncounted.iter().map(|segment| segment.number);
        let discarded = self.call.store.discard(self.id.as_str(), numbers).await;
        discarded.unwrap_or_else(|problem| log::retried(None, &problem));
    }
}
