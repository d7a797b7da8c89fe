//! Values of an image that Glance has a word for, in the person's language. A word that this build does not
//! know is shown as it came.

use gaze_shared::glance::image::{Status, Visibility};
use gaze_shared::glance::list::{MemberStatus, VisibilityFilter};

use crate::i18n::text::image_words;

#[must_use]
pub fn visibility_word(visibility: &Visibility) -> &str {
    match visibility {
        Visibility::Public => image_words::visibility_public(),
        Visibility::Private => image_words::visibility_private(),
        Visibility::Community => image_words::visibility_community(),
        Visibility::Shared => image_words::visibility_shared(),
        Visibility::Other(word) => word,
    }
}

#[must_use]
pub fn visibility_filter_word(filter: &VisibilityFilter) -> &str {
    match filter {
        VisibilityFilter::Public => image_words::visibility_public(),
        VisibilityFilter::Private => image_words::visibility_private(),
        VisibilityFilter::Community => image_words::visibility_community(),
        VisibilityFilter::Shared => image_words::visibility_shared(),
        VisibilityFilter::All => image_words::visibility_all(),
        VisibilityFilter::Other(word) => word,
    }
}

/// The status itself; [`super::image_status`] tells more of it.
#[must_use]
pub fn plain_status_word(status: &Status) -> &str {
    match status {
        Status::Queued => image_words::status_queued(),
        Status::Saving => image_words::status_saving(),
        Status::Uploading => image_words::status_uploading(),
        Status::Importing => image_words::status_importing(),
        Status::Active => image_words::status_active(),
        Status::Deactivated => image_words::status_deactivated(),
        Status::Killed => image_words::status_killed(),
        // Glance lists none of these.
        Status::Deleted | Status::PendingDelete | Status::Other(_) => status.as_str(),
    }
}

#[must_use]
pub fn invitation_word(status: &MemberStatus) -> &str {
    match status {
        MemberStatus::Accepted => image_words::invitation_accepted(),
        MemberStatus::Pending => image_words::invitation_pending(),
        MemberStatus::Rejected => image_words::invitation_rejected(),
        MemberStatus::All => image_words::invitation_all(),
        MemberStatus::Other(word) => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_english_glance_s_own_words_are_shown() {
        for visibility in Visibility::KNOWN {
            assert_eq!(visibility_word(visibility), visibility.as_str());
        }
        for filter in VisibilityFilter::KNOWN {
            assert_eq!(visibility_filter_word(filter), filter.as_str());
        }
        for status in Status::KNOWN {
            assert_eq!(plain_status_word(status), status.as_str());
        }
        for status in MemberStatus::KNOWN {
            assert_eq!(invitation_word(status), status.as_str());
        }
    }
}
