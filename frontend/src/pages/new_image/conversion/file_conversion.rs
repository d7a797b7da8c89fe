//! What else a file can be sent as: what is worked out of it, and what of it is chosen.

use futures_util::future::{AbortHandle, Aborted, abortable};
use gaze_shared::inspect::Inspection;
use gaze_shared::units::Bytes;
use gaze_shared::unpack::{Compression, most_content};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::checksum::ChecksumCheck;
use super::rules::{ConversionRules, offered_of};
use super::state::{ConversionState, Converted, SendAs, Undecided};
use super::words;
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::features::uploads::source::{ConversionFailure, UploadSource, measure, write_qcow2};
use crate::pages::new_image::inspecting::{InspectionState, inspection_of};
use crate::transfer::meter::percent_of;
use crate::ui::file_size::size_of;

/// What else a file can be sent as. Its signals live as long as the file is chosen.
#[derive(Clone)]
pub(in crate::pages::new_image) struct FileConversion {
    pub(in crate::pages::new_image) state: ArcRwSignal<ConversionState>,
    pub(in crate::pages::new_image) send_as: ArcRwSignal<SendAs>,
    /// Whether a person has said so.
    is_chosen: ArcRwSignal<bool>,
    pub(in crate::pages::new_image) checksum: ArcRwSignal<ChecksumCheck>,
    /// Ends what works it out.
    work: ArcRwSignal<Option<AbortHandle>>,
}

/// How working something out came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) enum WorkEnd {
    Finished,
    Stopped,
}

impl FileConversion {
    pub(in crate::pages::new_image) fn new() -> Self {
        Self {
            state: ArcRwSignal::new(ConversionState::NotOffered),
            send_as: ArcRwSignal::new(SendAs::ChosenFile),
            is_chosen: ArcRwSignal::new(false),
            checksum: ArcRwSignal::new(ChecksumCheck::NotNeeded),
            work: ArcRwSignal::new(None),
        }
    }

    /// Takes in what the file is, and what can be sent here, as often as that changes. What is packed is meant to be
    /// unpacked, as long as nobody says otherwise; what a disk is sent as is the person's choice. Tells whether
    /// anything is another than before.
    pub(in crate::pages::new_image) fn follow(
        &self,
        inspection: &Inspection,
        rules: ConversionRules,
    ) -> bool {
        let offered = offered_of(inspection, rules);
        let Some(next) = self.state.with_untracked(|now| now.followed_by(offered)) else {
            return false;
        };
        let meant = match &next {
            ConversionState::Undecided(_) | ConversionState::Awaited(Conversion::Unpacked(_)) => {
                SendAs::Converted
            }
            _ => SendAs::ChosenFile,
        };
        // Nobody can have chosen what is not offered any more.
        if next == ConversionState::NotOffered || !self.is_chosen.get_untracked() {
            self.send_as.set(meant);
        }
        self.state.set(next);
        self.abort_work();
        true
    }

    /// The person says what is sent.
    pub(in crate::pages::new_image) fn choose(&self, way: SendAs) {
        self.is_chosen.set(true);
        self.send_as.set(way);
    }

    /// What is to be worked out, when that waits to be begun; reactively.
    pub(in crate::pages::new_image) fn awaited(&self) -> Option<Conversion> {
        self.state.with(|state| match state {
            ConversionState::Awaited(conversion) => Some(*conversion),
            _ => None,
        })
    }

    /// Works out what can be sent of the file, unless it is let go of meanwhile.
    pub(in crate::pages::new_image) async fn work_out(
        &self,
        file: File,
        conversion: Conversion,
    ) -> WorkEnd {
        let (work, handle) = abortable(self.convert(file, conversion));
        self.state.set(ConversionState::UnderWay(conversion, 0));
        self.work.set(Some(handle));
        match work.await {
            Ok(state) => {
                self.work.set(None);
                self.state.set(state);
                WorkEnd::Finished
            }
            Err(Aborted) => WorkEnd::Stopped,
        }
    }

    /// Has it worked out once more, where that failed.
    pub(in crate::pages::new_image) fn try_again(&self) {
        let failed = self.state.with_untracked(|state| match state {
            ConversionState::Failed(conversion, _) => Some(*conversion),
            _ => None,
        });
        if let Some(conversion) = failed {
            self.state.set(ConversionState::Awaited(conversion));
        }
    }

    fn abort_work(&self) {
        if let Some(work) = self.work.try_update(Option::take).flatten() {
            work.abort();
        }
    }

    /// The file is not chosen any more.
    pub(in crate::pages::new_image) fn stop(&self) {
        self.abort_work();
        // It is begun anew when the form is shown again.
        let begun = self.state.with_untracked(|state| match state {
            ConversionState::UnderWay(conversion, _) => Some(*conversion),
            _ => None,
        });
        if let Some(conversion) = begun {
            self.state.set(ConversionState::Awaited(conversion));
        }
        self.checksum.set(ChecksumCheck::NotNeeded);
    }

    async fn convert(&self, file: File, conversion: Conversion) -> ConversionState {
        let (state, size) = (self.state.clone(), size_of(&file));
        let on_progress = move |read| {
            state.set(ConversionState::UnderWay(
                conversion,
                percent_of(read, size),
            ));
        };
        let outcome = match conversion {
            Conversion::None => return ConversionState::NotOffered,
            Conversion::Unpacked(compression) => {
                let most = most_content(size);
                let content = measure(file.clone(), compression, most, on_progress).await;
                content.map(|inspection| {
                    let source = UploadSource::unpacked(file, compression, inspection.file_size);
                    Some((source, inspection))
                })
            }
            Conversion::Qcow2 => as_qcow2(file, on_progress).await,
        };
        match outcome {
            Ok(None) => ConversionState::NotWorthIt(conversion),
            Ok(Some((source, inspection))) => ConversionState::Ready(Box::new(Converted {
                source: SendWrapper::new(source),
                inspection,
            })),
            Err(why) => ConversionState::Failed(conversion, why),
        }
    }

    /// The data that is chosen to be sent in the place of the file's bytes, once it is there; reactively.
    pub(super) fn chosen_data(&self) -> Option<Converted> {
        if self.send_as.get() == SendAs::ChosenFile {
            return None;
        }
        self.state.with(|state| match state {
            ConversionState::Ready(converted) => Some((**converted).clone()),
            _ => None,
        })
    }

    /// What the file is unpacked by before it is sent, as far as it is to be; reactively.
    pub(in crate::pages::new_image) fn unpacks(&self) -> Option<Compression> {
        let conversion = self.state.with(ConversionState::conversion);
        match (self.send_as.get(), conversion) {
            (SendAs::Converted, Conversion::Unpacked(compression)) => Some(compression),
            _ => None,
        }
    }

    /// What the data is that is sent, where it is not the file's bytes: an inspection of its own; reactively.
    pub(in crate::pages::new_image) fn inspection_state(
        &self,
        of_file: InspectionState,
    ) -> InspectionState {
        if self.send_as.get() == SendAs::ChosenFile {
            return of_file;
        }
        self.state.with(|state| match state {
            ConversionState::Ready(converted) => {
                InspectionState::Seen(Box::new(converted.inspection.clone()))
            }
            ConversionState::Undecided(Undecided::Awaited)
            | ConversionState::Awaited(_)
            | ConversionState::UnderWay(..) => InspectionState::UnderWay,
            ConversionState::NotOffered
            | ConversionState::Undecided(Undecided::NotTold)
            | ConversionState::NotWorthIt(_)
            | ConversionState::Failed(..) => of_file,
        })
    }

    /// How long the data is that is sent, and how it is made; reactively.
    pub(in crate::pages::new_image) fn outgoing(&self, size_on_disk: Bytes) -> (Bytes, Conversion) {
        match self.chosen_data() {
            Some(converted) => (converted.source.size(), converted.source.conversion()),
            None => (size_on_disk, Conversion::None),
        }
    }

    /// What is sent of the file, reactively.
    pub(in crate::pages::new_image) fn source(&self, file: &File) -> UploadSource {
        match self.chosen_data() {
            Some(converted) => (*converted.source).clone(),
            None => UploadSource::as_it_is(file.clone()),
        }
    }

    /// Whether a checksum that is expected of the file is known to be its own, or is still to be compared by the
    /// upload; reactively.
    pub(in crate::pages::new_image) fn may_expect(&self, expected: &ExpectedDigest) -> bool {
        self.chosen_data().is_none()
            || self
                .checksum
                .with(|check| matches!(check, ChecksumCheck::Held(held) if held == expected))
    }

    /// Whether something is still to come of it by itself; reactively.
    pub(in crate::pages::new_image) fn is_at_work(&self) -> bool {
        let is_hashing = |check: &ChecksumCheck| matches!(check, ChecksumCheck::Hashing { .. });
        let is_converting = |state: &ConversionState| {
            matches!(
                state,
                ConversionState::Undecided(Undecided::Awaited)
                    | ConversionState::Awaited(_)
                    | ConversionState::UnderWay(..)
            )
        };
        self.state.with(is_converting) || self.checksum.with(is_hashing)
    }

    /// Why what is chosen cannot be sent, or not yet, in a sentence; reactively.
    pub(in crate::pages::new_image) fn blocks_because(&self, file_name: &str) -> Option<String> {
        if self.send_as.get() == SendAs::ChosenFile {
            return None;
        }
        self.state.with(words::blocks_because).or_else(|| {
            self.checksum
                .with(|check| words::check_blocks(check, file_name))
        })
    }
}

/// The disk as qcow2, and what that is; `None` where it would not be much smaller.
async fn as_qcow2(
    disk: File,
    on_progress: impl Fn(Bytes) + 'static,
) -> Result<Option<(UploadSource, Inspection)>, ConversionFailure> {
    let Some(written) = write_qcow2(disk.clone(), on_progress).await? else {
        return Ok(None);
    };
    let inspection = inspection_of(written.clone()).await?;
    Ok(Some((UploadSource::qcow2(disk, written), inspection)))
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{RULES, inspected};
    use super::*;
    use crate::features::uploads::store::ModeSupport;

    #[test]
    fn what_becomes_known_later_is_offered_then_and_a_person_s_choice_stays() {
        let packed = inspected(1 << 30, b"\xfd7zXZ\0");
        let unknown = ConversionRules {
            by_tus: ModeSupport::Awaited,
            ..RULES
        };
        let [asked, unasked] = [0, 1].map(|_| FileConversion::new());
        for file in [&asked, &unasked] {
            assert!(file.follow(&packed, unknown));
            assert_eq!(file.send_as.get_untracked(), SendAs::Converted);
        }
        asked.choose(SendAs::ChosenFile);
        for (file, sent) in [(&asked, SendAs::ChosenFile), (&unasked, SendAs::Converted)] {
            assert!(file.follow(&packed, RULES));
            assert!(!file.follow(&packed, RULES));
            let xz = Conversion::Unpacked(Compression::Xz);
            assert_eq!(file.awaited(), Some(xz));
            assert_eq!(file.send_as.get_untracked(), sent);
        }
        let without = ConversionRules {
            by_tus: ModeSupport::NotTaken,
            ..RULES
        };
        assert!(unasked.follow(&packed, without));
        assert_eq!(unasked.awaited(), None);
        assert_eq!(unasked.send_as.get_untracked(), SendAs::ChosenFile);
    }
}
