//! What is wrong with a patch of an image.

use gaze_shared::glance::patch::{ACCEPT_PATCH, BadPointer, MEDIA_TYPE, RefusalCause};
use gaze_shared::glance::validate::PatchCause;

use crate::i18n::codes::reasons::reason;
use crate::i18n::text;

pub(super) fn cause(cause: &PatchCause) -> String {
    use text::violations_patch as said;
    let sentence = match cause {
        PatchCause::MediaType => return said::media_type(MEDIA_TYPE),
        PatchCause::NotAList => said::not_a_list(),
        PatchCause::Operation(cause) => return unreadable(cause),
        PatchCause::NotPermitted(why) => reason(*why),
        PatchCause::InternalName { name, .. } => return said::internal_name(name),
        PatchCause::Locations => said::locations(),
        PatchCause::LocationsAreGlances => said::locations_are_glances(),
        PatchCause::GivenAway => said::given_away(),
        PatchCause::IgnoredOwner => said::ignored_owner(),
        PatchCause::IgnoredStores => said::ignored_stores(),
        PatchCause::NotRemovable(key) => return said::not_removable(key),
        PatchCause::KeyIsThere(key) => return said::key_is_there(key),
        PatchCause::NoProperty(key) => return said::no_property(key),
        PatchCause::NoSuchValue => said::no_such_value(),
    };
    sentence.to_owned()
}

fn unreadable(cause: &RefusalCause) -> String {
    use text::violations_patch as said;
    let sentence = match cause {
        RefusalCause::MediaType => return said::media_types(ACCEPT_PATCH),
        RefusalCause::NotJson => said::not_json(),
        RefusalCause::NotAList => said::not_a_list_of_operations(),
        RefusalCause::NotAnObject => said::not_an_object(),
        RefusalCause::Operation => said::operation(),
        RefusalCause::SeveralOperations => said::several_operations(),
        RefusalCause::NoPath => said::no_path(),
        RefusalCause::PathNotText => said::path_not_text(),
        RefusalCause::Pointer(cause) => pointer(*cause),
        RefusalCause::Depth(path) => return said::depth(path),
        RefusalCause::NoValue(path) => return said::no_value(path),
    };
    sentence.to_owned()
}

fn pointer(cause: BadPointer) -> &'static str {
    use text::violations_patch as said;
    match cause {
        BadPointer::NoLeadingSlash => said::no_leading_slash(),
        BadPointer::EmptyToken => said::empty_token(),
        BadPointer::TrailingSlash => said::trailing_slash(),
        BadPointer::BadEscape => said::bad_escape(),
    }
}
