//! Why something cannot be done with an image.

use gaze_shared::glance::can::Reason;

use crate::i18n::text;

/// The reason in a sentence or two.
#[must_use]
pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NotYours => text::reasons::not_yours(),
        Reason::ReaderRole => text::reasons::reader_role(),
        Reason::ReaderDownload => text::reasons::reader_download(),
        Reason::AdminOnly => text::reasons::admin_only(),
        Reason::Protected => text::reasons::protected(),
        Reason::NoData => text::reasons::no_data(),
        Reason::HasData => text::reasons::has_data(),
        Reason::Busy => text::reasons::busy(),
        Reason::Deactivated => text::reasons::deactivated(),
        Reason::ImportRunning => text::reasons::import_running(),
        Reason::NotShared => text::reasons::not_shared(),
        Reason::OwnImage => text::reasons::own_image(),
        Reason::NotKnownToBeInvited => text::reasons::not_known_to_be_invited(),
        Reason::NotComplete => text::reasons::not_complete(),
        Reason::ReactivateFirst => text::reasons::reactivate_first(),
        Reason::KeepsRefusedData => text::reasons::keeps_refused_data(),
        Reason::BeingStaged => text::reasons::being_staged(),
        Reason::NoFormat => text::reasons::no_format(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_an_import_that_died_is_told_for_how_long() {
        let sentence = reason(Reason::ImportRunning);
        assert!(sentence.contains("after an hour or two"), "{sentence}");
    }
}
