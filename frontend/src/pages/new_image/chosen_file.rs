//! A file that was chosen: what it is, and what of its image belongs to it alone.

use gaze_shared::glance::image::ContainerFormat;
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::inspect::{Inspection, Severity};
use gaze_shared::units::{Bytes, Gibibytes};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::conversion::{ConversionRules, FileConversion, SendAs};
use super::guess;
use super::inspecting::InspectionState;
use super::manifest::ManifestCheck;
use super::notes::{Note, notes};
use super::own_fields::{Guessed, MinDiskFrom, OwnFields};
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::target::SeenContent;
use crate::features::uploads::source::UploadSource;
use crate::ui::file_size::size_of;

/// Which choice it is: two files can have one name, length and date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileKey(pub(super) u32);

/// A chosen file. Its signals live as long as it does: it is taken after a look at its beginning, by when signals
/// of the arena would belong to nobody.
#[derive(Clone)]
pub(super) struct ChosenFile {
    pub(super) key: FileKey,
    file: SendWrapper<File>,
    /// On the person's disk.
    pub(super) name: String,
    pub(super) size: Bytes,
    pub(super) inspection_state: ArcRwSignal<InspectionState>,
    pub(super) conversion: FileConversion,
    pub(super) manifest: ManifestCheck,
    /// What the data is that is sent of it.
    pub(super) data_state: ArcMemo<InspectionState>,
    pub(super) own: OwnFields,
    schema: Signal<ImageSchema>,
    /// What is worth knowing of it under the chosen formats.
    pub(super) notes: ArcMemo<Vec<Note>>,
}

impl PartialEq for ChosenFile {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl ChosenFile {
    /// A file that nobody has looked at. Its name needs no look, and is there before anybody can begin to type one.
    pub(super) fn new(
        key: FileKey,
        file: File,
        own: OwnFields,
        schema: Signal<ImageSchema>,
    ) -> Self {
        let (name, size) = (file.name(), size_of(&file));
        own.fill_guess(Guessed {
            name: guess::image_name(&name),
            ..own.guessed.get_untracked()
        });
        let inspection_state = ArcRwSignal::new(InspectionState::Awaited);
        let conversion = FileConversion::new();
        let data_state = ArcMemo::new({
            let (conversion, of_file) = (conversion.clone(), inspection_state.clone());
            move |_| conversion.inspection_state(of_file.get())
        });
        let notes = ArcMemo::new({
            let (own, state) = (own.clone(), data_state.clone());
            move |_| {
                let (disk, container) = own.formats();
                state.with(|state| match state {
                    InspectionState::Seen(inspection) => {
                        schema.with(|schema| notes(inspection, &disk, &container, schema))
                    }
                    _ => Vec::new(),
                })
            }
        });
        Self {
            key,
            file: SendWrapper::new(file),
            name,
            size,
            inspection_state,
            conversion,
            manifest: ManifestCheck::new(),
            data_state,
            own,
            schema,
            notes,
        }
    }

    pub(super) fn file(&self) -> File {
        File::clone(&self.file)
    }

    /// Takes in what a look at the file has told.
    pub(super) fn note_inspection(&self, state: InspectionState, rules: ConversionRules) {
        if let InspectionState::Seen(inspection) = &state {
            self.conversion.follow(inspection, rules);
        }
        self.inspection_state.set(state);
        self.check_manifest();
        self.fill_from_data();
    }

    /// What can be sent here is known now, or is another than it was.
    pub(super) fn follow(&self, rules: ConversionRules) {
        let has_changed = self.inspection_state.with_untracked(|state| match state {
            InspectionState::Seen(inspection) => self.conversion.follow(inspection, rules),
            _ => false,
        });
        if has_changed {
            self.fill_from_data();
        }
    }

    /// Compares an appliance with its manifest, where that is not done.
    pub(super) fn check_manifest(&self) {
        self.inspection_state.with_untracked(|state| {
            if let InspectionState::Seen(inspection) = state {
                self.manifest.begin(self.file(), inspection);
            }
        });
    }

    /// Fills in what the data tells that is sent.
    pub(super) fn fill_from_data(&self) {
        let state = self.data_state.get_untracked();
        self.schema.with_untracked(|schema| match &state {
            InspectionState::Seen(inspection) => self.fill_guessed(Some(inspection), schema),
            InspectionState::Unseen(_) => self.fill_guessed(None, schema),
            InspectionState::Awaited | InspectionState::UnderWay | InspectionState::Unreadable => {}
        });
    }

    /// Ends what is being worked out of the file.
    pub(super) fn stop(&self) {
        self.conversion.stop();
        self.manifest.stop();
    }

    /// The person says what is sent of the file.
    pub(super) fn send(&self, way: SendAs) {
        self.conversion.choose(way);
        self.fill_from_data();
    }

    /// How long the data is that is sent, and how it is made of the file; reactively.
    pub(super) fn outgoing(&self) -> (Bytes, Conversion) {
        self.conversion.outgoing(self.size)
    }

    /// What is sent of the file, reactively.
    pub(super) fn source(&self) -> UploadSource {
        self.conversion.source(&self.file)
    }

    /// The name of what is in the file, where that is to be sent; reactively.
    pub(super) fn content_name(&self) -> Option<&str> {
        let content = self.conversion.unpacks()?.content_name(&self.name);
        (content != self.name).then_some(content)
    }

    /// What the content shows, where it was looked at.
    pub(super) fn seen_content(&self, schema: &ImageSchema) -> Option<SeenContent> {
        self.data_state.with_untracked(|state| match state {
            InspectionState::Seen(inspection) => {
                Some(SeenContent::of(inspection, &schema.disk_formats))
            }
            _ => None,
        })
    }

    /// How much the weightiest of what is worth knowing weighs, reactively.
    pub(super) fn gravest(&self) -> Option<Severity> {
        // The gravest stands first.
        self.notes
            .with(|notes| notes.first().map(|note| note.severity))
    }

    fn fill_guessed(&self, inspection: Option<&Inspection>, schema: &ImageSchema) {
        let min_disk = inspection.map_or(Gibibytes(0), Inspection::suggested_min_disk);
        let container = inspection
            .map(|inspection| inspection.suggested_container_format(&schema.container_formats));
        let data_name = match untrack(|| self.outgoing()).1 {
            Conversion::Unpacked(compression) => compression.content_name(&self.name),
            Conversion::None | Conversion::Qcow2 => &self.name,
        };
        self.own.fill_guess(Guessed {
            disk_format: Some(guess::disk_format(
                data_name,
                inspection,
                &schema.disk_formats,
            )),
            container_format: Some(container.unwrap_or(ContainerFormat::Bare)),
            min_disk: match min_disk {
                Gibibytes(0) => String::new(),
                Gibibytes(number) => number.to_string(),
            },
            ..self.own.guessed.get_untracked()
        });
        let sized = inspection.filter(|_| min_disk != Gibibytes(0));
        self.own
            .min_disk_from
            .set(sized.map(|inspection| match inspection.virtual_size {
                Some(size) => MinDiskFrom::DiskInside(size),
                None => MinDiskFrom::File(inspection.file_size),
            }));
    }
}
