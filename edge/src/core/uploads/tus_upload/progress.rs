//! What an upload tells of itself.

use gaze_shared::time::unix_millis::UnixMillis;

use crate::core::uploads::call::{NewUpload, ReservationRef, UploadProgress};
use crate::core::uploads::events::UploadNames;
use crate::core::uploads::segment::Segment;
use crate::core::uploads::tus_upload::{TusStage, TusUpload};
use gaze_shared::gateway::{TusReport, UploadState};

impl TusUpload {
    #[must_use]
    pub const fn about(&self) -> &NewUpload {
        &self.about
    }

    /// The newest token of the owner, sealed.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// What has come, in its order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Where it stands.
    #[must_use]
    pub const fn stage(&self) -> TusStage {
        self.stage
    }

    /// How often it was sent to Glance.
    #[must_use]
    pub const fn deliveries(&self) -> u32 {
        self.deliveries
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> UploadProgress {
        let state = self.state();
        let failure = match self.stage {
            TusStage::Failed(failure) => Some(failure),
            _ => None,
        };
        UploadProgress {
            offset: self.offset,
            length: self.about.length,
            metadata: self.about.metadata.clone(),
            expires_at: self.expires_at,
            report: TusReport {
                image_id: self.about.image_id.clone(),
                region: self.about.region.clone(),
                length: self.about.length,
                offset: self.offset,
                state,
                deliveries: self.deliveries,
                expires_at: self.expires_at.rfc3339(),
                failure,
                reason: None,
            },
        }
    }

    pub(super) const fn state(&self) -> UploadState {
        match self.stage {
            TusStage::Receiving => UploadState::Receiving,
            TusStage::Delivering { .. } => UploadState::Delivering,
            TusStage::WaitingForToken => UploadState::WaitingForToken,
            TusStage::Stored => UploadState::Stored,
            TusStage::Failed(_) | TusStage::Forgotten => UploadState::Failed,
        }
    }

    /// What names it in the log.
    #[must_use]
    pub fn names(&self) -> UploadNames<'_> {
        let about = self.about();
        UploadNames {
            upload_id: &about.id,
            image_id: &about.image_id,
            region: &about.region,
            user_id: &about.by.user_id,
            project_id: &about.by.project_id,
        }
    }

    /// Whether somebody has to make a new reservation before more bytes may come.
    #[must_use]
    pub fn needs_reservation(&self, at: UnixMillis) -> bool {
        self.stage == TusStage::Receiving && self.lost_reservation(at).is_some()
    }

    /// The reservation that it had, when nobody has kept it for too long.
    #[must_use]
    pub fn lost_reservation(&self, at: UnixMillis) -> Option<&ReservationRef> {
        self.reservation()
            .filter(|reservation| reservation.id.is_some() && self.reserved_until <= at)
    }

    /// Whether it goes on: bytes come, or are on their way to Glance.
    #[must_use]
    pub fn is_under_way(&self, at: UnixMillis) -> bool {
        let has_ended = matches!(
            self.stage,
            TusStage::Stored | TusStage::Failed(_) | TusStage::Forgotten
        );
        !has_ended && !self.is_over(at)
    }

    /// Whose quota it counts in.
    #[must_use]
    pub const fn reservation(&self) -> Option<&ReservationRef> {
        self.about.reservation.as_ref()
    }

    pub(super) fn reserves(&self) -> bool {
        self.reservation()
            .is_some_and(|reservation| reservation.id.is_some())
    }

    pub(super) fn is_over(&self, at: UnixMillis) -> bool {
        self.stage == TusStage::Forgotten || self.expires_at <= at
    }
}
