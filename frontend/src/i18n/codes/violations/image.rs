//! What is wrong with the fields of an image.

use gaze_shared::glance::validate::ImageCause;

use crate::i18n::text;

pub(super) fn cause(cause: &ImageCause) -> String {
    use text::violations as said;
    let sentence = match cause {
        ImageCause::NotAnObject { .. } => said::not_an_object(),
        ImageCause::SetByGlance(key) => return said::set_by_glance(key),
        ImageCause::ComputedByGlance(key) => return said::computed_by_glance(key),
        ImageCause::Demanded(key) => return said::demanded(key),
        ImageCause::ForeignOwner => said::foreign_owner(),
        ImageCause::PublicByAMember => said::public_by_a_member(),
        // Without separators, as a person types it.
        ImageCause::NoNumber { limit } => return said::no_number(&limit.to_string()),
        ImageCause::NumberOutOfRange { limit } => {
            return said::number_out_of_range(&limit.to_string());
        }
        ImageCause::Character(character) => return said::character(&character.to_string()),
        ImageCause::TooManyTags { count, limit } => return said::too_many_tags(*count, *limit),
        ImageCause::NoMoreTags { count, limit } => return said::no_more_tags(*count, *limit),
        ImageCause::EmptyTag => said::empty_tag(),
        ImageCause::RepeatedTag(tag) => return said::repeated_tag(tag),
        ImageCause::TagInPath => said::tag_in_path(),
        ImageCause::GarbledTag => said::garbled_tag(),
        ImageCause::TooManyProperties { count, limit } => {
            return said::too_many_properties(*count, *limit);
        }
        ImageCause::RepeatedProperty(key) => return said::repeated_property(key),
        ImageCause::PropertyNameTooLong { length, limit, .. } => {
            return said::property_name_too_long(*length, *limit);
        }
        ImageCause::ReservedName(name) => return said::reserved_name(name),
        ImageCause::NoPropertyName => said::no_property_name(),
        ImageCause::NameOfAttribute(name) => return said::name_of_attribute(name),
        ImageCause::FormatIsFixed => said::format_is_fixed(),
    };
    sentence.to_owned()
}
