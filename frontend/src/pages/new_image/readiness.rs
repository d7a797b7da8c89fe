//! What the one button of the page says, and why it cannot be used when it cannot.

use gaze_shared::units::Bytes;

/// How the file is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileReadiness {
    /// There is none.
    Absent,
    /// Its content is being looked at.
    Inspecting(Bytes),
    /// The browser cannot read it.
    Unreadable(Bytes),
    /// It can be sent.
    Ready(Bytes),
}

/// What speaks against sending, without forbidding it: a cloud may be set otherwise, and quotas move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Nothing.
    None,
    /// Glance refuses what the file contains, as far as can be told from here.
    ContentRefused,
    /// The project's quota does not leave room for it.
    OverQuota,
}

/// The button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Readiness {
    /// What it says.
    pub(super) label: String,
    /// Why it cannot be used.
    pub(super) blocked_because: Option<String>,
    /// What to expect when it is used all the same.
    pub(super) caution: Option<&'static str>,
}

/// What the button says.
pub(super) fn readiness(
    file: FileReadiness,
    n_violations: usize,
    doubt: Doubt,
    largest_body: Option<Bytes>,
) -> Readiness {
    let (label, size, reason) = match file {
        FileReadiness::Absent => ("Upload".to_owned(), None, Some("Choose a file first.")),
        FileReadiness::Inspecting(size) => (
            format!("Upload {size}"),
            Some(size),
            Some("The file is still being looked at."),
        ),
        FileReadiness::Unreadable(size) => (
            format!("Upload {size}"),
            Some(size),
            Some("The browser cannot read the file. Choose it again."),
        ),
        FileReadiness::Ready(size) => (format!("Upload {size}"), Some(size), None),
    };
    let caution = match doubt {
        Doubt::None => None,
        Doubt::ContentRefused => Some("Glance will probably refuse this file."),
        Doubt::OverQuota => Some("This goes over the quota of your project."),
    }
    .filter(|_| size.is_some());
    let label = if caution.is_some() {
        format!("{label} anyway")
    } else {
        label
    };
    let too_large = match (size, largest_body) {
        (Some(size), Some(largest)) if size > largest => Some(format!(
            "This gateway lets at most {largest} through in one upload."
        )),
        _ => None,
    };
    let faults = match n_violations {
        0 => None,
        1 => Some("Correct the marked field first.".to_owned()),
        _ => Some("Correct the marked fields first.".to_owned()),
    };
    let blocked_because = reason.map(ToOwned::to_owned).or(too_large).or(faults);
    Readiness {
        label,
        blocked_because,
        caution,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Bytes = Bytes(2 << 30);

    fn button(file: FileReadiness, n_violations: usize, doubt: Doubt) -> (String, Option<String>) {
        let Readiness {
            label,
            blocked_because,
            ..
        } = readiness(file, n_violations, doubt, Some(Bytes(4 << 30)));
        (label, blocked_because)
    }

    #[test]
    fn a_sound_form_says_what_the_button_does() {
        assert_eq!(
            button(FileReadiness::Ready(SIZE), 0, Doubt::None),
            ("Upload 2.0 GiB".into(), None)
        );
        assert_eq!(
            button(FileReadiness::Ready(SIZE), 0, Doubt::ContentRefused),
            ("Upload 2.0 GiB anyway".into(), None)
        );
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
            let (_, because) = button(file, n_violations, Doubt::None);
            assert_eq!(because.as_deref(), Some(reason), "{file:?}");
        }
    }
}
