//! The state machine of one upload.

mod delivering;
mod due;
mod progress;
mod taking;
#[cfg(test)]
mod tests;

use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::tus::{Append, UploadLength};
use gaze_shared::units::Bytes;
use serde::{Deserialize, Serialize};

use crate::core::quota::Settlement;
use crate::core::uploads::call::{
    NewUpload, ReservationRef, UploadObjectRequest, UploadRefusal, WriteGrant,
};
use crate::core::uploads::events::UploadEvent;
use crate::core::uploads::segment::Segment;
use gaze_shared::gateway::{TusFailure, UploadState};

pub use delivering::DataSent;
pub use due::{BETWEEN_RENEWALS, Due, RESERVATION_LEASE};

/// How long an upload is kept at most that its owner has not called by its address yet: whoever lost the
/// answer to the creation does not know that address, and makes another.
const UNCLAIMED_FOR: Duration = Duration::from_secs(15 * 60);

/// How long a reservation holds at least that somebody has brought (`QUOTA_LEASE_SECONDS`).
const SHORTEST_LEASE: Duration = Duration::from_secs(3);

/// An upload, as it is stored. An alias is the name by which an older version has stored a field: its
/// uploads may still be under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TusUpload {
    about: NewUpload,
    /// The newest token of the owner, sealed.
    token: String,
    offset: Bytes,
    /// In their order. They are stored beside the rest, because there may be many.
    #[serde(skip)]
    segments: Vec<Segment>,
    /// The number of the next segment: all objects of the upload have lower ones.
    next_number: u64,
    /// The objects below this number are deleted.
    cleared_below: u64,
    /// Who may write. Everybody before has been superseded.
    writer: u64,
    stage: TusStage,
    deliveries: u32,
    failures: u32,
    /// Its owner knows its address.
    is_claimed: bool,
    expires_at: UnixMillis,
    /// Until when its reservation is known to be kept.
    #[serde(alias = "room_until")]
    reserved_until: UnixMillis,
    #[serde(alias = "room_renewed_next")]
    renewed_next: UnixMillis,
    /// What the ledger has to be told.
    unsettled: Option<Settlement>,
    settling: Attempts,
    clearing: Attempts,
    /// A delivery is under way, or was when the runtime ended.
    is_sending: bool,
    /// All of the data may be on its way to Glance, or there, without an answer.
    #[serde(alias = "is_doubtful")]
    may_be_stored: bool,
    /// Since when Glance has shown the image as being stored, each time that it was looked at since the last delivery.
    #[serde(default)]
    saving_since: Option<UnixMillis>,
    /// It stands in the directory of the uploads that are under way.
    #[serde(default)]
    is_listed: bool,
    /// How it stood when its time was over before it had come to an end, until somebody has written it down.
    #[serde(default)]
    expired: Option<UploadState>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TusStage {
    /// Bytes come.
    Receiving,
    /// All are here.
    Delivering {
        /// When they are sent to Glance next.
        next_at: UnixMillis,
    },
    /// All are here, and no token that holds.
    WaitingForToken,
    /// Glance has them.
    Stored,
    /// Glance will not have them.
    Failed(TusFailure),
    /// It is not there any more, for anybody who asks.
    Forgotten,
}

/// Something that is tried until it succeeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Attempts {
    /// How often in a row it has failed.
    failures: u32,
    not_before: UnixMillis,
}

impl TusUpload {
    /// A new one. An upload of no bytes is complete at once.
    #[must_use]
    pub fn create(about: NewUpload, token: String, at: UnixMillis) -> Self {
        let mut upload = Self {
            token,
            offset: Bytes::ZERO,
            segments: Vec::new(),
            next_number: 0,
            writer: 0,
            stage: TusStage::Receiving,
            deliveries: 0,
            failures: 0,
            is_claimed: false,
            expires_at: at.after(unclaimed_for(&about)),
            reserved_until: at,
            renewed_next: at,
            unsettled: None,
            cleared_below: 0,
            settling: Attempts::default(),
            clearing: Attempts::default(),
            is_sending: false,
            may_be_stored: false,
            saving_since: None,
            is_listed: true,
            expired: None,
            about,
        };
        upload.deliver_when_complete(at);
        upload
    }

    /// The one that was stored, with its segments.
    #[must_use]
    pub fn restored(self, segments: Vec<Segment>) -> Self {
        Self { segments, ..self }
    }

    /// Lets its owner in, who brings a token along.
    ///
    /// # Errors
    /// It is somebody else's, or forgotten: both look the same.
    pub fn admit(
        &mut self,
        request: &UploadObjectRequest,
        at: UnixMillis,
    ) -> Result<(), UploadRefusal> {
        if self.about.by != request.by || self.is_over(at) {
            return Err(UploadRefusal::NotFound);
        }
        if !self.is_claimed {
            self.is_claimed = true;
            let unclaimed_for = unclaimed_for(&self.about);
            let rest = lifetime(&self.about).saturating_sub(unclaimed_for);
            self.expires_at = self.expires_at.after(rest);
        }
        if let Some(token) = &request.token {
            self.token.clone_from(token);
            if self.stage == TusStage::WaitingForToken {
                self.stage = TusStage::Delivering { next_at: at };
            }
        }
        Ok(())
    }

    /// What is to be written down, once, of an upload whose time was over before it had come to an end.
    pub const fn take_expired(&mut self) -> Option<UploadEvent<'static>> {
        match self.expired.take() {
            Some(state) => Some(UploadEvent::Expired {
                offset_bytes: self.offset.0,
                length_bytes: self.about.length.0,
                state,
            }),
            None => None,
        }
    }

    /// Takes a reservation in the place of that which was lost.
    pub fn move_to(&mut self, reservation: ReservationRef, at: UnixMillis) {
        self.about.reservation = Some(reservation);
        self.renewed_next = at;
        self.reserved_until = at.after(SHORTEST_LEASE);
    }

    /// Grants the writing of bytes, and takes it from whoever had it: a client whose connection broke comes
    /// back before anybody else notices.
    ///
    /// # Errors
    /// The bytes do not go there, or nowhere any more.
    pub fn append(
        &mut self,
        offset: Bytes,
        bytes: Option<Bytes>,
        length: Option<Bytes>,
    ) -> Result<WriteGrant, UploadRefusal> {
        self.check_not_failed()?;
        let append = Append {
            offset,
            length,
            checksum: None,
        };
        append.check(self.offset, UploadLength::Known(self.about.length), bytes)?;
        self.writer += 1;
        Ok(WriteGrant {
            writer: self.writer,
            number: self.take_number(),
            left: Bytes(self.about.length.0.saturating_sub(self.offset.0)),
        })
    }

    /// A number that no segment had.
    fn take_number(&mut self) -> u64 {
        let number = self.next_number;
        self.next_number = number.saturating_add(1);
        number
    }

    /// Counts bytes that are in the store, if there are any, and gives the number of the next segment.
    ///
    /// # Errors
    /// The writing was granted to another request since, the upload has failed, or there are more bytes than
    /// it has room for.
    pub fn commit(
        &mut self,
        writer: u64,
        segments: &[Segment],
        at: UnixMillis,
    ) -> Result<u64, UploadRefusal> {
        self.check_not_failed()?;
        if writer != self.writer {
            return Err(UploadRefusal::Superseded);
        }
        if self.stage != TusStage::Receiving && !segments.is_empty() {
            return Err(UploadRefusal::BeyondLength);
        }
        let coming = segments.iter().map(|segment| segment.bytes.0);
        let end = coming.fold(self.offset.0, u64::saturating_add);
        if end > self.about.length.0 {
            return Err(UploadRefusal::BeyondLength);
        }
        for segment in segments {
            self.offset = Bytes(self.offset.0.saturating_add(segment.bytes.0));
            self.segments.push(*segment);
        }
        if !segments.is_empty() {
            self.expires_at = at.after(lifetime(&self.about));
            self.deliver_when_complete(at);
        }
        Ok(self.take_number())
    }

    /// Whatever comes for an upload that has failed is refused with the reason.
    const fn check_not_failed(&self) -> Result<(), UploadRefusal> {
        match self.stage {
            TusStage::Failed(failure) => Err(UploadRefusal::Failed(failure)),
            _ => Ok(()),
        }
    }

    fn deliver_when_complete(&mut self, at: UnixMillis) {
        if self.offset == self.about.length {
            self.stage = TusStage::Delivering { next_at: at };
        }
    }

    /// Ends it, because the image that it is the data of is not there any more.
    pub fn note_image_gone(&mut self, at: UnixMillis) {
        if self.is_under_way(at) {
            self.end(TusStage::Failed(TusFailure::ImageGone), Settlement::Release);
        }
    }

    /// Ends it, because its owner says so.
    pub fn terminate(&mut self) {
        self.end(TusStage::Forgotten, self.undone());
    }
}

/// For how long it is kept after the last bytes came.
const fn lifetime(about: &NewUpload) -> Duration {
    Duration::from_millis(about.lifetime_ms)
}

fn unclaimed_for(about: &NewUpload) -> Duration {
    lifetime(about).min(UNCLAIMED_FOR)
}
