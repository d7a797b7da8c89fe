//! What an upload's object answers to a call.

use gaze_shared::unix_time::UnixMillis;

use super::Upload;
use crate::core::uploads::call::{Refusal, UploadAnswer, UploadCall, UploadRequest};

impl Upload {
    /// Takes a call. `None` is an upload that does not exist, yet or any more.
    pub fn take(slot: &mut Option<Self>, request: UploadRequest, at: UnixMillis) -> UploadAnswer {
        let answer = match slot {
            None => match request.call {
                UploadCall::Create(about) if about.by == request.by => {
                    let upload = slot.insert(Self::create(*about, request.token, at));
                    Ok(UploadAnswer::Shown(Box::new(upload.show())))
                }
                _ => Err(Refusal::NotFound),
            },
            Some(upload) => upload
                .admit(&request, at)
                .and_then(|()| upload.answer(request.call, at)),
        };
        answer.unwrap_or_else(UploadAnswer::Refused)
    }

    fn answer(&mut self, call: UploadCall, at: UnixMillis) -> Result<UploadAnswer, Refusal> {
        match call {
            // There is one of this id already.
            UploadCall::Create(_) => return Err(Refusal::NotFound),
            UploadCall::Show => {}
            UploadCall::Commit { writer, segments } => self.commit(writer, &segments, at)?,
            UploadCall::Terminate => {
                self.terminate();
                return Ok(UploadAnswer::Terminated);
            }
            UploadCall::Append {
                offset,
                bytes,
                length,
                room,
            } => {
                match room {
                    Some(room) => self.move_to(room, at),
                    None if self.needs_room(at) => {
                        return Ok(UploadAnswer::NeedsRoom {
                            image_id: self.about.image_id.clone(),
                            length: self.about.length,
                        });
                    }
                    None => {}
                }
                let grant = self.append(offset, bytes, length)?;
                return Ok(UploadAnswer::Granted {
                    writer: grant.writer,
                    first_number: grant.first_number,
                });
            }
        }
        Ok(UploadAnswer::Shown(Box::new(self.show())))
    }
}
