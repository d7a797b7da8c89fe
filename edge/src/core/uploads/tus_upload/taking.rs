//! What an upload's object answers to a call.

use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::units::Bytes;

use crate::core::uploads::call::{
    ReservationRef, ReservationUse, UploadAnswer, UploadCall, UploadObjectRequest, UploadRefusal,
};
use crate::core::uploads::tus_upload::TusUpload;

impl TusUpload {
    /// Takes a call. `None` is an upload that does not exist, yet or any more.
    pub fn take(
        slot: &mut Option<Self>,
        request: UploadObjectRequest,
        at: UnixMillis,
    ) -> UploadAnswer {
        let answer = match slot {
            None => match request.call {
                UploadCall::Peek | UploadCall::ImageGone => Ok(UploadAnswer::Peeked(None)),
                UploadCall::Create(about) if about.by == request.by => {
                    let token = request.token.unwrap_or_default();
                    let upload = slot.insert(Self::create(*about, token, at));
                    Ok(UploadAnswer::Progress(Box::new(upload.progress())))
                }
                _ => Err(UploadRefusal::NotFound),
            },
            Some(upload) if request.call == UploadCall::Peek => {
                let progress = upload.is_under_way(at).then(|| Box::new(upload.progress()));
                Ok(UploadAnswer::Peeked(progress))
            }
            Some(upload) if request.call == UploadCall::ImageGone => {
                upload.note_image_gone(at);
                Ok(upload.terminated())
            }
            Some(upload) => upload
                .admit(&request, at)
                .and_then(|()| upload.answer(request.call, at)),
        };
        answer.unwrap_or_else(UploadAnswer::Refused)
    }

    fn terminated(&self) -> UploadAnswer {
        UploadAnswer::Terminated {
            image_id: self.about().image_id.clone(),
        }
    }

    fn answer(&mut self, call: UploadCall, at: UnixMillis) -> Result<UploadAnswer, UploadRefusal> {
        match call {
            // There is one of this id already.
            UploadCall::Create(_) => return Err(UploadRefusal::NotFound),
            // These are answered before anybody is let in.
            UploadCall::Show | UploadCall::Peek | UploadCall::ImageGone => {}
            UploadCall::Commit { writer, segments } => {
                let number = self.commit(writer, &segments, at)?;
                return Ok(UploadAnswer::Committed {
                    progress: Box::new(self.progress()),
                    number,
                });
            }
            UploadCall::Terminate => {
                self.terminate();
                return Ok(self.terminated());
            }
            UploadCall::Append {
                offset,
                bytes,
                length,
                reservation,
            } => return self.admit_bytes((offset, bytes, length), reservation, at),
        }
        Ok(UploadAnswer::Progress(Box::new(self.progress())))
    }

    fn admit_bytes(
        &mut self,
        (offset, bytes, length): (Bytes, Option<Bytes>, Option<Bytes>),
        reservation: Option<ReservationRef>,
        at: UnixMillis,
    ) -> Result<UploadAnswer, UploadRefusal> {
        let needs_reservation = self.needs_reservation(at);
        if needs_reservation && reservation.is_none() {
            return Ok(UploadAnswer::NeedsReservation {
                image_id: self.about.image_id.clone(),
                region: self.about.region.clone(),
                length: self.about.length,
            });
        }
        // A reservation is taken only with the bytes that it is for: of a refused request it is released
        // again.
        let grant = self.append(offset, bytes, length)?;
        let reservation = match reservation.filter(|_| needs_reservation) {
            Some(reservation) => {
                self.move_to(reservation, at);
                ReservationUse::Taken
            }
            None => ReservationUse::NotTaken,
        };
        Ok(UploadAnswer::Granted { grant, reservation })
    }
}
