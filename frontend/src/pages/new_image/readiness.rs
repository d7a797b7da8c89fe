//! What the one button of the page says, and why it cannot be used when it cannot.

use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::inspect::Severity;
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::form_state::{Chosen, FormState};
use super::inspecting::InspectionState;
use super::notes::notes;
use super::quota::FileQuota;
use crate::features::quota::{QuotaFit, tell_over};
use crate::i18n::text;
use crate::session::config::Config;
use crate::ui::reactive::memo;

/// How the file is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileReadiness {
    /// There is none.
    Absent,
    /// Its content is being looked at.
    Inspecting(Bytes),
    /// The browser cannot read it.
    Unreadable(Bytes),
    /// It can be sent.
    Ready(Bytes),
}

/// What Glance makes of the file's content, as far as can be told from here. It forbids nothing: a cloud
/// may be set otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContentVerdict {
    /// Nothing speaks against it.
    Fine,
    Refused,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Readiness {
    pub(super) label: String,
    /// Why it cannot be used.
    pub(super) blocked_because: Option<String>,
    /// What to expect when it is used all the same.
    pub(super) caution: Option<String>,
}

/// What the button says now, reactively.
pub(super) fn readiness_of(
    form: FormState,
    schema: Signal<ImageSchema>,
    n_violations: Signal<usize>,
    quota: FileQuota,
) -> Memo<Readiness> {
    let config = expect_context::<Config>();
    let content = content_of(form, schema);
    memo(move || {
        readiness(
            file_readiness(form),
            n_violations.get(),
            content.get(),
            quota.fit(),
            config.largest_file(),
            form.expected.blocks_because(),
        )
    })
}

/// How the chosen file is doing, reactively.
fn file_readiness(form: FormState) -> FileReadiness {
    form.chosen.with(|chosen| match chosen {
        None => FileReadiness::Absent,
        Some(Chosen {
            size,
            inspection_state,
            ..
        }) => match inspection_state {
            InspectionState::UnderWay => FileReadiness::Inspecting(*size),
            InspectionState::Unreadable => FileReadiness::Unreadable(*size),
            InspectionState::Seen(_) | InspectionState::Unseen(_) => FileReadiness::Ready(*size),
        },
    })
}

/// What Glance makes of the file's content under the chosen formats, reactively.
fn content_of(form: FormState, schema: Signal<ImageSchema>) -> Memo<ContentVerdict> {
    memo(move || {
        let (disk, container) = form.formats();
        let is_refused =
            form.chosen.with(
                |chosen| match chosen.as_ref().map(|file| &file.inspection_state) {
                    Some(InspectionState::Seen(inspection)) => schema
                        .with(|schema| notes(inspection, &disk, &container, schema))
                        .iter()
                        .any(|note| note.severity == Severity::Refused),
                    _ => false,
                },
            );
        if is_refused {
            ContentVerdict::Refused
        } else {
            ContentVerdict::Fine
        }
    })
}

/// What the button says.
fn readiness(
    file: FileReadiness,
    n_violations: usize,
    content: ContentVerdict,
    fit: QuotaFit,
    largest_file: Option<Bytes>,
    unusable_checksum: Option<String>,
) -> Readiness {
    let (size, reason) = match file {
        FileReadiness::Absent => (None, Some(text::new_image::choose_first())),
        FileReadiness::Inspecting(size) => (Some(size), Some(text::new_image::still_looking())),
        FileReadiness::Unreadable(size) => (Some(size), Some(text::new_image::unreadable())),
        FileReadiness::Ready(size) => (Some(size), None),
    };
    let (caution, does_not_fit) = match (content, fit) {
        (_, QuotaFit::Exceeds(over)) => (None, Some(tell_over(&over))),
        (ContentVerdict::Refused, _) => (
            Some(text::new_image::will_probably_be_refused().to_owned()),
            None,
        ),
        (ContentVerdict::Fine, QuotaFit::Doubtful(over)) => (Some(tell_over(&over)), None),
        (ContentVerdict::Fine, QuotaFit::Fits) => (None, None),
    };
    let caution = caution.filter(|_| size.is_some());
    let label = match (size, &caution) {
        (None, _) => text::new_image::upload().to_owned(),
        (Some(size), None) => text::new_image::upload_size(size),
        (Some(size), Some(_)) => text::new_image::upload_size_anyway(size),
    };
    let too_large = match (size, largest_file) {
        (Some(size), Some(largest)) if size > largest => {
            Some(text::new_image::more_than_gateway_takes(largest))
        }
        _ => None,
    };
    let faults = (n_violations > 0).then(|| text::new_image::correct_fields(n_violations));
    let reason = reason.map(ToOwned::to_owned);
    let blocked_because = reason
        .or(too_large)
        .or(does_not_fit)
        .or(unusable_checksum)
        .or(faults);
    Readiness {
        label,
        blocked_because,
        caution,
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::{LimitSource, OverQuota, QuotaResource, QuotaUnit};

    use super::*;

    const SIZE: Bytes = Bytes(2 << 30);

    /// A gibibyte too much.
    fn over() -> Vec<OverQuota> {
        vec![OverQuota {
            resource: QuotaResource::ImageSizeTotal,
            limit: 1 << 30,
            usage: 0,
            reserved: 0,
            asked: 2 << 30,
            unit: QuotaUnit::Bytes,
            source: LimitSource::Cloud,
        }]
    }

    fn button(file: FileReadiness, n_violations: usize, fit: QuotaFit) -> (String, Option<String>) {
        let Readiness {
            label,
            blocked_because,
            ..
        } = readiness(
            file,
            n_violations,
            ContentVerdict::Fine,
            fit,
            Some(Bytes(4 << 30)),
            None,
        );
        (label, blocked_because)
    }

    #[test]
    fn a_sound_form_says_what_the_button_does() {
        let ready = FileReadiness::Ready(SIZE);
        assert_eq!(
            button(ready, 0, QuotaFit::Fits),
            ("Upload 2.0 GiB".into(), None)
        );
        let doubtful = QuotaFit::Doubtful(over());
        assert_eq!(
            button(ready, 0, doubtful),
            ("Upload 2.0 GiB anyway".into(), None)
        );
        let refused = readiness(
            ready,
            0,
            ContentVerdict::Refused,
            QuotaFit::Fits,
            None,
            None,
        );
        assert_eq!(refused.label, "Upload 2.0 GiB anyway");
        assert_eq!(refused.blocked_because, None);
    }

    #[test]
    fn a_checksum_that_cannot_be_used_is_in_the_way_of_a_file_that_could_be_sent() {
        let reason = "There is no checksum in it.";
        for (file, because) in [
            (FileReadiness::Ready(SIZE), reason),
            (FileReadiness::Absent, "Choose a file first."),
        ] {
            let unusable = Some(reason.to_owned());
            let (content, fit) = (ContentVerdict::Fine, QuotaFit::Fits);
            let button = readiness(file, 1, content, fit, None, unusable);
            assert_eq!(button.blocked_because.as_deref(), Some(because));
        }
    }

    #[test]
    fn what_finds_no_room_cannot_be_sent_and_the_numbers_say_why() {
        for (file, expected) in [
            (FileReadiness::Ready(SIZE), "Stored data: 1.0 GiB too much"),
            (FileReadiness::Absent, "Choose a file first."),
        ] {
            let (label, because) = button(file, 1, QuotaFit::Exceeds(over()));
            assert!(!label.contains("anyway"));
            assert!(because.unwrap().starts_with(expected));
        }
    }

    #[test]
    fn whatever_stands_in_the_way_is_said() {
        for (file, n_violations, reason) in [
            (FileReadiness::Absent, 0, "Choose a file first."),
            (
                FileReadiness::Inspecting(SIZE),
                0,
                "The file is still being looked at.",
            ),
            (
                FileReadiness::Ready(SIZE),
                1,
                "Correct the marked field first.",
            ),
            (
                FileReadiness::Ready(SIZE),
                2,
                "Correct the marked fields first.",
            ),
            (
                FileReadiness::Ready(Bytes(5 << 30)),
                0,
                "This gateway lets at most 4.0 GiB through in one upload.",
            ),
        ] {
            let (_, because) = button(file, n_violations, QuotaFit::Fits);
            assert_eq!(because.as_deref(), Some(reason), "{file:?}");
        }
    }
}
