//! What each stage asks.

use super::effect::{Chunk, Protection, Request};
use super::image_poll::{ImagePoll, PollReason};
use super::stage::{CleanUpScope, OpeningStep, UploadStage};
use super::target::Target;
use super::task::UploadTask;
use super::transport::Transport;

impl UploadTask {
    /// The request of a stage; `None` where it has none, or nothing to ask about.
    pub(super) fn request_of(&self, stage: &UploadStage) -> Option<Request> {
        if let UploadStage::CleaningUp(clean_up) = stage {
            return self.clean_up_request(clean_up.scope);
        }
        let image = self.remote.image()?.clone();
        match stage {
            UploadStage::Creating(_) => match &self.target {
                Target::NewImage(create) => {
                    let mut create = create.clone();
                    create.id = Some(image);
                    Some(Request::Create(create))
                }
                Target::ExistingImage(_) => None,
            },
            UploadStage::Opening(opening) => Some(match opening.step {
                OpeningStep::Create => Request::OpenTus {
                    image,
                    size: self.file.size,
                },
                OpeningStep::Find => Request::FindTus(image),
            }),
            UploadStage::Sending => match &self.transport {
                Transport::Put => Some(Request::Send {
                    image,
                    size: self.file.size,
                }),
                Transport::Tus(transfer) => Some(Request::SendChunk(Chunk {
                    to: transfer.address.clone()?,
                    offset: transfer.offset,
                    at_most: transfer.chunk.bytes(),
                    hashed_by: self.hashing.read_for()?,
                })),
            },
            UploadStage::ComparingPrefix(prefix) => Some(Request::HashPrefix {
                end: prefix.end,
                hashed_by: self.hashing.read_for()?,
            }),
            UploadStage::Locating(_) | UploadStage::Delivering(_) => {
                Some(Request::ReadTus(self.transport.address()?.clone()))
            }
            UploadStage::Polling(ImagePoll {
                why: PollReason::AfterLoss { .. },
                ..
            }) => Some(Request::ReadImageAfterLoss {
                image,
                size: self.file.size,
            }),
            UploadStage::Polling(_) | UploadStage::Verifying { .. } => {
                Some(Request::ReadImage(image))
            }
            _ => None,
        }
    }

    /// The gateway's part first, so that nothing is brought to an image that goes.
    fn clean_up_request(&self, scope: CleanUpScope) -> Option<Request> {
        if let Some(address) = self.transport.address() {
            return Some(Request::EndTus(address.clone()));
        }
        if scope == CleanUpScope::Transfer {
            return None;
        }
        let protection = if self.target.is_protected() {
            Protection::LiftFirst
        } else {
            Protection::Off
        };
        Some(Request::Delete(self.remote.image()?.clone(), protection))
    }
}
