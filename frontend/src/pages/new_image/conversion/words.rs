//! What is told of sending something else than the bytes of a file.

use super::checksum::ChecksumCheck;
use super::state::{ConversionState, Undecided};
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::source::ConversionFailure;
use crate::features::uploads::words::tell_worker_fault;
use crate::i18n::text;
use crate::workers::protocol::{ReadFailure, UnpackFault};

/// How it goes, while it is worked out.
pub(in crate::pages::new_image) fn under_way(conversion: Conversion, percent: u8) -> String {
    let percent = u64::from(percent);
    match conversion {
        Conversion::Qcow2 => text::conversion::searching(percent),
        Conversion::None | Conversion::Unpacked(_) => text::conversion::measuring(percent),
    }
}

/// Why there is nothing else to send.
pub(in crate::pages::new_image) fn failure(why: &ConversionFailure) -> String {
    match why {
        ConversionFailure::NotUnpacked(UnpackFault::CutOff) => {
            text::conversion::cut_off().to_owned()
        }
        ConversionFailure::NotUnpacked(UnpackFault::Damaged) => {
            text::conversion::damaged().to_owned()
        }
        ConversionFailure::NotUnpacked(UnpackFault::TooMuchMemory) => {
            text::conversion::too_much_memory().to_owned()
        }
        ConversionFailure::NotUnpacked(UnpackFault::TooMuch(most)) => {
            text::conversion::too_much(*most)
        }
        ConversionFailure::NotRead(why) => not_read(why).to_owned(),
    }
}

/// Why what is to be sent is not there, or not yet.
pub(in crate::pages::new_image) fn blocks_because(state: &ConversionState) -> Option<String> {
    match state {
        ConversionState::Undecided(Undecided::Awaited)
        | ConversionState::Awaited(_)
        | ConversionState::UnderWay(..) => Some(text::new_image::still_looking().to_owned()),
        ConversionState::Undecided(Undecided::NotTold) => {
            Some(text::conversion::not_told().to_owned())
        }
        ConversionState::Failed(_, why) => Some(failure(why)),
        ConversionState::NotOffered
        | ConversionState::NotWorthIt(_)
        | ConversionState::Ready(_) => None,
    }
}

/// How the comparison with an expected checksum goes, or ended.
pub(in crate::pages::new_image) fn check(check: &ChecksumCheck, file_name: &str) -> Option<String> {
    Some(match check {
        ChecksumCheck::NotNeeded => return None,
        ChecksumCheck::Hashing { percent, .. } => {
            text::conversion::comparing(file_name, u64::from(*percent))
        }
        ChecksumCheck::Held(_) => text::conversion::held(file_name),
        ChecksumCheck::Broken(_) => text::conversion::broken(file_name),
        ChecksumCheck::Unreadable(_, why) => not_read(why).to_owned(),
    })
}

/// Why the comparison is in the way.
pub(in crate::pages::new_image) fn check_blocks(
    now: &ChecksumCheck,
    file_name: &str,
) -> Option<String> {
    match now {
        ChecksumCheck::NotNeeded | ChecksumCheck::Held(_) => None,
        ChecksumCheck::Hashing { .. }
        | ChecksumCheck::Broken(_)
        | ChecksumCheck::Unreadable(..) => check(now, file_name),
    }
}

fn not_read(why: &ReadFailure) -> &'static str {
    match why {
        ReadFailure::Worker(fault) => tell_worker_fault(*fault),
        ReadFailure::FileChanged | ReadFailure::NotHere => {
            text::upload_causes::changed_while_read()
        }
    }
}
