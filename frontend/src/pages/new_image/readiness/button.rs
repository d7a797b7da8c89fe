//! What the button says of files and a form.

use gaze_shared::units::Bytes;

use crate::features::quota::{QuotaFit, tell_over};
use crate::i18n::text;

/// How far the look at a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileState {
    /// Its content is being looked at, or waits for it.
    Inspecting,
    /// The browser cannot read it.
    Unreadable,
    /// It can be sent.
    Ready,
}

/// What Glance makes of a file's content, as far as can be told from here. It forbids nothing: a cloud may be set
/// otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContentVerdict {
    /// Nothing speaks against it.
    Fine,
    Refused,
}

/// How one of the files is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileReadiness {
    pub(super) name: String,
    pub(super) size: Bytes,
    pub(super) state: FileState,
    pub(super) content: ContentVerdict,
    /// Why what is to be sent of it cannot be sent, or not yet.
    pub(super) unusable_data: Option<String>,
    /// Why it cannot be compared with what is given.
    pub(super) unusable_checksum: Option<String>,
    pub(super) n_violations: usize,
}

/// What stands in the way of all files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FormReadiness {
    pub(super) fit: QuotaFit,
    pub(super) largest_file: Option<Bytes>,
    pub(super) unusable_checksum: Option<String>,
    pub(super) n_violations: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) struct Readiness {
    pub(in crate::pages::new_image) label: String,
    /// Why it cannot be used.
    pub(in crate::pages::new_image) blocked_because: Option<String>,
    /// What to expect when it is used all the same.
    pub(in crate::pages::new_image) caution: Option<String>,
}

/// Something that is so of some of the files; of several with the name of the first of which it is.
fn told_of(
    files: &[FileReadiness],
    tell: &dyn Fn(&FileReadiness) -> Option<String>,
) -> Option<String> {
    let mut told = files.iter().filter_map(|file| Some((file, tell(file)?)));
    let (first, reason) = told.next()?;
    let name = &first.name;
    Some(match (files.len(), told.count()) {
        (1, _) => reason,
        (_, 0) => text::new_image::in_file(name, &reason),
        (_, more) => text::new_image::in_files(more, name, &reason),
    })
}

/// What the button says.
pub(super) fn readiness(files: &[FileReadiness], all: &FormReadiness) -> Readiness {
    let told = |is_so: fn(&FileReadiness) -> bool, reason: &str| {
        told_of(files, &|file| is_so(file).then(|| reason.to_owned()))
    };
    let size = Bytes(files.iter().map(|file| file.size.0).sum());
    let n_inspecting = files
        .iter()
        .filter(|file| file.state == FileState::Inspecting);
    let absent = || {
        files
            .is_empty()
            .then(|| text::new_image::choose_first().to_owned())
    };
    let unreadable = || {
        let is_so = |file: &FileReadiness| file.state == FileState::Unreadable;
        told(is_so, text::new_image::unreadable())
    };
    let inspecting = match (n_inspecting.count(), files.len()) {
        (0, _) => None,
        (_, 1) => Some(text::new_image::still_looking().to_owned()),
        (n_inspecting, _) => Some(text::new_image::still_looking_at(n_inspecting)),
    };
    let too_large = || {
        told_of(files, &|file| {
            let largest = all.largest_file.filter(|largest| file.size > *largest);
            largest.map(text::new_image::more_than_gateway_takes)
        })
    };
    let does_not_fit = || match &all.fit {
        QuotaFit::Exceeds(over) => Some(tell_over(over)),
        QuotaFit::Doubtful(_) | QuotaFit::Fits => None,
    };
    let unusable_data = || told_of(files, &|file| file.unusable_data.clone());
    let own_checksum = || told_of(files, &|file| file.unusable_checksum.clone());
    let own_faults = || {
        told_of(files, &|file| {
            let n_violations = file.n_violations;
            (n_violations > 0).then(|| text::new_image::correct_fields(n_violations))
        })
    };
    let faults = || {
        // The fields of one image stand together.
        let n_own = if let [file] = files {
            file.n_violations
        } else {
            0
        };
        let n_violations = all.n_violations + n_own;
        (n_violations > 0).then(|| text::new_image::correct_fields(n_violations))
    };
    let blocked_because = absent()
        .or_else(unreadable)
        .or(inspecting)
        .or_else(unusable_data)
        .or_else(too_large)
        .or_else(does_not_fit)
        .or_else(|| all.unusable_checksum.clone())
        .or_else(own_checksum)
        .or_else(faults)
        .or_else(own_faults);
    let refused = || {
        let is_so = |file: &FileReadiness| file.content == ContentVerdict::Refused;
        told(is_so, text::new_image::will_probably_be_refused())
    };
    let caution = match &all.fit {
        _ if files.is_empty() => None,
        QuotaFit::Exceeds(_) => None,
        QuotaFit::Doubtful(over) => refused().or_else(|| Some(tell_over(over))),
        QuotaFit::Fits => refused(),
    };
    let label = match (files.len(), &caution) {
        (0, _) => text::new_image::upload().to_owned(),
        (1, None) => text::new_image::upload_size(size),
        (1, Some(_)) => text::new_image::upload_size_anyway(size),
        (n_files, None) => text::new_image::upload_files(n_files, size),
        (n_files, Some(_)) => text::new_image::upload_files_anyway(n_files, size),
    };
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

    fn file(name: &str) -> FileReadiness {
        FileReadiness {
            name: name.to_owned(),
            size: SIZE,
            state: FileState::Ready,
            content: ContentVerdict::Fine,
            unusable_data: None,
            unusable_checksum: None,
            n_violations: 0,
        }
    }

    fn sound() -> FormReadiness {
        FormReadiness {
            fit: QuotaFit::Fits,
            largest_file: Some(Bytes(4 << 30)),
            unusable_checksum: None,
            n_violations: 0,
        }
    }

    fn with_fit(fit: QuotaFit) -> FormReadiness {
        FormReadiness { fit, ..sound() }
    }

    fn blocked(files: &[FileReadiness], all: &FormReadiness) -> Option<String> {
        readiness(files, all).blocked_because
    }

    #[test]
    fn a_sound_form_says_what_the_button_does() {
        let refused = FileReadiness {
            content: ContentVerdict::Refused,
            ..file("a")
        };
        let doubtful = with_fit(QuotaFit::Doubtful(over()));
        for (files, all, label) in [
            (vec![file("a")], sound(), "Upload 2.0 GiB"),
            (vec![file("a")], doubtful, "Upload 2.0 GiB anyway"),
            (vec![refused.clone()], sound(), "Upload 2.0 GiB anyway"),
            (
                vec![file("a"), file("b"), file("c")],
                sound(),
                "Upload 3 files, 6.0 GiB",
            ),
            (
                vec![file("a"), refused],
                sound(),
                "Upload 2 files, 4.0 GiB anyway",
            ),
            (vec![], sound(), "Upload"),
        ] {
            let button = readiness(&files, &all);
            assert_eq!(button.label, label);
            assert_eq!(
                button.blocked_because.is_none(),
                !files.is_empty(),
                "{label}"
            );
        }
    }

    #[test]
    fn a_checksum_that_cannot_be_used_is_in_the_way_of_a_file_that_could_be_sent() {
        let unusable = FormReadiness {
            unusable_checksum: Some("There is no checksum in it.".into()),
            n_violations: 1,
            ..sound()
        };
        let because = blocked(&[file("a")], &unusable);
        assert_eq!(because.as_deref(), Some("There is no checksum in it."));
        let because = blocked(&[], &unusable);
        assert_eq!(because.as_deref(), Some("Choose a file first."));
    }

    #[test]
    fn what_is_to_be_made_of_a_file_is_waited_for() {
        let unpacking = FileReadiness {
            unusable_data: Some("The file is still being looked at.".into()),
            ..file("b")
        };
        let because = blocked(&[file("a"), unpacking], &sound());
        let told = because.unwrap_or_default();
        assert!(
            told.contains('b') && told.contains("still being looked at"),
            "{told}"
        );
    }

    #[test]
    fn what_finds_no_room_cannot_be_sent_and_the_numbers_say_why() {
        let exceeded = FormReadiness {
            n_violations: 1,
            ..with_fit(QuotaFit::Exceeds(over()))
        };
        for (files, expected) in [
            (vec![file("a")], "Stored data: 1.0 GiB too much"),
            (vec![file("a"), file("b")], "Stored data: 1.0 GiB too much"),
            (vec![], "Choose a file first."),
        ] {
            let button = readiness(&files, &exceeded);
            assert!(!button.label.contains("anyway"));
            assert!(button.blocked_because.unwrap().starts_with(expected));
        }
    }

    #[test]
    fn whatever_stands_in_the_way_is_said() {
        let in_state = |state| FileReadiness { state, ..file("a") };
        let faulty = |n_violations| FileReadiness {
            n_violations,
            ..file("a")
        };
        for (file, reason) in [
            (
                in_state(FileState::Inspecting),
                "The file is still being looked at.",
            ),
            (
                in_state(FileState::Unreadable),
                "The browser cannot read the file. Choose it again.",
            ),
            (faulty(1), "Correct the marked field first."),
            (faulty(2), "Correct the marked fields first."),
            (
                FileReadiness {
                    size: Bytes(5 << 30),
                    ..file("a")
                },
                "This gateway lets at most 4.0 GiB through in one upload.",
            ),
        ] {
            assert_eq!(
                blocked(std::slice::from_ref(&file), &sound()).as_deref(),
                Some(reason)
            );
        }
    }

    #[test]
    fn of_several_files_the_name_says_which_one_is_in_the_way() {
        let unreadable = |name| FileReadiness {
            state: FileState::Unreadable,
            ..file(name)
        };
        let inspecting = |name| FileReadiness {
            state: FileState::Inspecting,
            ..file(name)
        };
        let asked = FileReadiness {
            unusable_checksum: Some("Say which one.".into()),
            ..file("b.img")
        };
        for (files, reason) in [
            (
                vec![file("a.img"), unreadable("b.img")],
                "b.img: The browser cannot read the file. Choose it again.",
            ),
            (
                vec![unreadable("a.img"), file("b.img"), unreadable("c.img")],
                "a.img and 1 other file: The browser cannot read the file. Choose it again.",
            ),
            (
                vec![file("a.img"), inspecting("b.img"), inspecting("c.img")],
                "2 files are still being looked at.",
            ),
            (vec![file("a.img"), asked], "b.img: Say which one."),
        ] {
            assert_eq!(blocked(&files, &sound()).as_deref(), Some(reason));
        }
    }

    #[test]
    fn what_glance_will_probably_refuse_is_told_with_its_name_and_sent_all_the_same() {
        let refused = |name| FileReadiness {
            content: ContentVerdict::Refused,
            ..file(name)
        };
        let files = [
            file("a.img"),
            refused("b.img"),
            refused("c.img"),
            refused("d.img"),
        ];
        let button = readiness(&files, &sound());
        assert_eq!(button.blocked_because, None);
        let caution = "b.img and 2 other files: Glance will probably refuse this file.";
        assert_eq!(button.caution.as_deref(), Some(caution));
    }
}
