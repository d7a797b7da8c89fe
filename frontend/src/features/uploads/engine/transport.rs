//! How the data of an upload travels, and what is known of the gateway's part of it.

use gaze_shared::gateway::UploadMode;
use gaze_shared::units::Bytes;

use super::chunk_size::ChunkSize;
use super::conversion::Conversion;
use crate::transfer::moment::Moment;

/// The path of an upload by tus on this origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TusAddress(pub String);

/// How the data travels.
#[derive(Clone, Debug, PartialEq)]
pub enum Transport {
    /// The whole file in one streaming `PUT`.
    Put,
    /// By tus, in as many requests as it takes.
    Tus(TusTransfer),
}

/// An upload by tus, as far as it is known here.
#[derive(Clone, Debug, PartialEq)]
pub struct TusTransfer {
    /// Where it is; `None` while the gateway knows of none.
    pub address: Option<TusAddress>,
    /// How much of the file the gateway has, as it said last.
    pub offset: Bytes,
    pub(super) chunk: ChunkSize,
    /// When the chunk under way began.
    pub(super) chunk_began: Moment,
    /// When it was last seen that bytes move.
    pub(super) moved: Moment,
    /// Whether bytes of the chunk under way have been seen to leave.
    pub(super) is_on_wire: bool,
    /// How often in a row sending was in vain.
    pub(super) losses: u32,
}

/// What a deployment offers to send data by.
#[derive(Clone, Copy, Debug)]
pub struct TransportOffer<'a> {
    pub modes: &'a [UploadMode],
    /// The most that the way to the gateway takes in one request, where that is bounded.
    pub largest_body: Option<Bytes>,
    /// What is larger goes by tus; `None` where only what a request cannot carry does.
    pub resumable_above: Option<Bytes>,
}

impl Transport {
    /// How data of `size` travels best: what one request cannot carry, and what would be a loss to send
    /// twice, by tus where that is offered. What is unpacked on the way is in no file that a request could carry.
    #[must_use]
    pub fn best_for(size: Bytes, conversion: Conversion, offer: &TransportOffer<'_>) -> Self {
        if let Conversion::Unpacked(_) = conversion {
            return Self::Tus(TusTransfer::new(offer.largest_body));
        }
        let is_above = |bound: Option<Bytes>| bound.is_some_and(|bound| size > bound);
        let is_large = is_above(offer.largest_body) || is_above(offer.resumable_above);
        if is_large && offer.modes.contains(&UploadMode::Tus) {
            Self::Tus(TusTransfer::new(offer.largest_body))
        } else {
            Self::Put
        }
    }

    #[must_use]
    pub(super) fn tus(&self) -> Option<&TusTransfer> {
        match self {
            Self::Put => None,
            Self::Tus(transfer) => Some(transfer),
        }
    }

    #[must_use]
    pub(super) fn tus_mut(&mut self) -> Option<&mut TusTransfer> {
        match self {
            Self::Put => None,
            Self::Tus(transfer) => Some(transfer),
        }
    }

    /// Where the gateway keeps what has come, when it does.
    #[must_use]
    pub fn address(&self) -> Option<&TusAddress> {
        self.tus().and_then(|transfer| transfer.address.as_ref())
    }

    /// The gateway's part has ended: what follows starts from the first byte.
    pub(super) fn forget_address(&mut self) {
        if let Some(transfer) = self.tus_mut() {
            transfer.address = None;
            transfer.offset = Bytes::ZERO;
        }
    }
}

impl TusTransfer {
    /// A transfer that the gateway does not know of yet, over a way that takes `largest_body` in one request.
    #[must_use]
    pub fn new(largest_body: Option<Bytes>) -> Self {
        Self {
            address: None,
            offset: Bytes::ZERO,
            chunk: ChunkSize::new(largest_body),
            chunk_began: Moment::default(),
            moved: Moment::default(),
            is_on_wire: false,
            losses: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [UploadMode; 2] = [UploadMode::Stream, UploadMode::Tus];

    fn goes_by_tus(size: u64, offer: TransportOffer<'_>) -> bool {
        Transport::best_for(Bytes(size), Conversion::None, &offer)
            .tus()
            .is_some()
    }

    #[test]
    fn what_one_request_cannot_carry_goes_by_tus() {
        let offer = TransportOffer {
            modes: &BOTH,
            largest_body: Some(Bytes(100)),
            resumable_above: None,
        };
        assert!(!goes_by_tus(100, offer));
        assert!(goes_by_tus(101, offer));
    }

    #[test]
    fn what_would_be_a_loss_to_send_twice_goes_by_tus() {
        let offer = TransportOffer {
            modes: &BOTH,
            largest_body: None,
            resumable_above: Some(Bytes(10)),
        };
        assert!(!goes_by_tus(10, offer));
        assert!(goes_by_tus(11, offer));
    }

    #[test]
    fn where_tus_is_not_offered_nothing_goes_by_it() {
        let offer = TransportOffer {
            modes: &BOTH[..1],
            largest_body: Some(Bytes(1)),
            resumable_above: Some(Bytes(1)),
        };
        assert!(!goes_by_tus(1 << 40, offer));
    }
}
