//! What else a file can be sent as: what is worked out of it, and what of it is chosen.

use futures_util::future::{AbortHandle, Aborted, abortable};
use gaze_shared::glance::image::DiskFormat;
use gaze_shared::inspect::Inspection;
use gaze_shared::units::Bytes;
use gaze_shared::unpack::{Compression, most_content};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::checksum::ChecksumCheck;
use super::state::{ConversionState, Converted, SendAs};
use super::words;
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::features::uploads::source::{ConversionFailure, UploadSource, measure, write_qcow2};
use crate::pages::new_image::inspecting::{InspectionState, inspection_of};
use crate::transfer::meter::percent_of;
use crate::ui::file_size::size_of;

/// A smaller disk is sent in a moment, whatever it holds.
const SMALLEST_DISK: Bytes = Bytes(16 << 20);

/// What can be sent of a file here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) struct ConversionRules {
    /// Whether the gateway takes data whose bytes are in no file: only tus carries them.
    pub(in crate::pages::new_image) unpacks: bool,
    /// Whether the cloud has qcow2 among its formats.
    pub(in crate::pages::new_image) takes_qcow2: bool,
}

/// What else a file can be sent as. Its signals live as long as the file is chosen.
#[derive(Clone)]
pub(in crate::pages::new_image) struct FileConversion {
    pub(in crate::pages::new_image) state: ArcRwSignal<ConversionState>,
    pub(in crate::pages::new_image) send_as: ArcRwSignal<SendAs>,
    pub(in crate::pages::new_image) checksum: ArcRwSignal<ChecksumCheck>,
    /// Ends what works it out.
    work: ArcRwSignal<Option<AbortHandle>>,
}

/// What a file can be sent as, by what it is.
fn conversion_of(inspection: &Inspection, rules: ConversionRules) -> Conversion {
    let compression = inspection.detected.and_then(Compression::of);
    if let Some(compression) = compression.filter(|_| rules.unpacks) {
        return Conversion::Unpacked(compression);
    }
    let raw = [DiskFormat::Raw];
    let is_raw_disk = inspection.may_be_raw_disk()
        && inspection.suggested_disk_format(&raw) == DiskFormat::Raw
        && inspection.file_size >= SMALLEST_DISK
        && compression.is_none();
    if is_raw_disk && rules.takes_qcow2 {
        Conversion::Qcow2
    } else {
        Conversion::None
    }
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
            checksum: ArcRwSignal::new(ChecksumCheck::NotNeeded),
            work: ArcRwSignal::new(None),
        }
    }

    /// Takes in what the file is. What is packed is meant to be unpacked, as long as nobody says otherwise; what a
    /// disk is sent as is the person's choice.
    pub(in crate::pages::new_image) fn note_inspection(
        &self,
        inspection: &Inspection,
        rules: ConversionRules,
    ) {
        let conversion = conversion_of(inspection, rules);
        if conversion == Conversion::None {
            return;
        }
        if let Conversion::Unpacked(_) = conversion {
            self.send_as.set(SendAs::Converted);
        }
        self.state.set(ConversionState::Awaited(conversion));
    }

    /// What is to be worked out, when that waits to be begun.
    pub(in crate::pages::new_image) fn awaited(&self) -> Option<Conversion> {
        self.state.with_untracked(|state| match state {
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
        let (state, end) = match work.await {
            Ok(state) => (state, WorkEnd::Finished),
            // It is begun anew when the form is shown again.
            Err(Aborted) => (ConversionState::Awaited(conversion), WorkEnd::Stopped),
        };
        self.work.set(None);
        self.state.set(state);
        end
    }

    /// The file is not chosen any more.
    pub(in crate::pages::new_image) fn stop(&self) {
        if let Some(work) = self.work.get_untracked() {
            work.abort();
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
            Ok(None) => ConversionState::NotOffered,
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
            ConversionState::Awaited(_) | ConversionState::UnderWay(..) => {
                InspectionState::UnderWay
            }
            ConversionState::NotOffered | ConversionState::Failed(..) => of_file,
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
                ConversionState::Awaited(_) | ConversionState::UnderWay(..)
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
    use gaze_shared::inspect::Inspector;

    use super::*;

    const RULES: ConversionRules = ConversionRules {
        unpacks: true,
        takes_qcow2: true,
    };

    fn inspected(size: u64, beginning: &[u8]) -> Inspection {
        let mut inspector = Inspector::new(Bytes(size));
        while let Some(range) = inspector.wants() {
            let mut bytes = vec![0; range.length() as usize];
            for (place, byte) in (range.start..range.end).zip(&mut bytes) {
                *byte = beginning.get(place as usize).copied().unwrap_or(0);
            }
            inspector.give(range, &bytes);
        }
        inspector.conclude()
    }

    /// A master boot record with one partition.
    fn disk() -> Vec<u8> {
        let mut sector = vec![0; 512];
        sector[446..462].copy_from_slice(&[0x80, 0, 2, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, 0, 8, 0, 0]);
        sector[510..].copy_from_slice(&[0x55, 0xaa]);
        sector
    }

    #[test]
    fn what_is_packed_is_unpacked_and_raw_disks_can_be_qcow2() {
        let size = 1 << 30;
        for (beginning, conversion) in [
            (
                &b"\x1f\x8b\x08"[..],
                Conversion::Unpacked(Compression::Gzip),
            ),
            (b"\xfd7zXZ\0", Conversion::Unpacked(Compression::Xz)),
            (b"LZIP", Conversion::None),
            (b"QFI\xfb\0\0\0\x03", Conversion::None),
            (&disk(), Conversion::Qcow2),
        ] {
            assert_eq!(
                conversion_of(&inspected(size, beginning), RULES),
                conversion
            );
        }
        let small = inspected(1 << 20, &disk());
        assert_eq!(conversion_of(&small, RULES), Conversion::None);
    }

    #[test]
    fn nothing_is_offered_that_the_way_or_the_cloud_does_not_take() {
        let rules = ConversionRules {
            unpacks: false,
            takes_qcow2: false,
        };
        for beginning in [&b"\xfd7zXZ\0"[..], &disk()] {
            let inspection = inspected(1 << 30, beginning);
            assert_eq!(conversion_of(&inspection, rules), Conversion::None);
        }
    }
}
