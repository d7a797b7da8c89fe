//! What is wrong with a request, before it is sent.

mod image;
mod import;
mod member;
mod patch;
mod schema;

use gaze_shared::glance::validate::{Violation, ViolationCause};

/// What is wrong, in a sentence that says what is allowed.
#[must_use]
pub(crate) fn violation(violation: &Violation) -> String {
    match &violation.cause {
        ViolationCause::Schema(fault) => schema::fault(fault),
        ViolationCause::Image(cause) => image::cause(cause),
        ViolationCause::Patch(cause) => patch::cause(cause),
        ViolationCause::Import(cause) => import::cause(cause),
        ViolationCause::Member(cause) => member::cause(cause),
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::glance::can::Reason;
    use gaze_shared::glance::import::ImportMethod;
    use gaze_shared::glance::patch::{BadPointer, MEDIA_TYPE, RefusalCause};
    use gaze_shared::glance::schema::ImageSchema;
    use gaze_shared::glance::validate::{
        Field, ImportCause, PatchCause, Rules, validate_create_body, validate_member_answer,
        validate_tag,
    };
    use serde_json::json;

    use super::*;
    use crate::i18n::language::Language;
    use crate::i18n::{speak, text};

    fn violations() -> Vec<Violation> {
        let schema = ImageSchema::default();
        let rules = Rules::of(&schema);
        let body = json!({
            "name": "n".repeat(256), "disk_format": 7, "container_format": "zip", "id": "x",
            "min_disk": -1, "min_ram": i64::MAX, "tags": ["", "a", "a", "\u{1f642}"],
            "os_glance_x": "y", "": "z", "os_hash_algo": "sha512", "status": "active",
        });
        let mut violations = validate_create_body(&body, &rules);
        violations.extend(validate_tag("é/", &[], &rules));
        violations.extend(validate_member_answer(&json!({"status": "perhaps"})));
        for cause in [
            PatchCause::MediaType,
            PatchCause::NotPermitted(Reason::NotYours),
            PatchCause::Operation(RefusalCause::Pointer(BadPointer::BadEscape)),
            PatchCause::Operation(RefusalCause::Depth("a/b".into())),
        ] {
            violations.push(Violation::new(Field::Body, cause));
        }
        for cause in [
            ImportCause::MethodNotEnabled(vec![ImportMethod::WebDownload]),
            ImportCause::UnderWay,
        ] {
            violations.push(Violation::new(Field::ImportMethod, cause));
        }
        violations
    }

    #[test]
    fn a_person_is_told_in_a_sentence_in_every_language() {
        let violations = violations();
        assert!(violations.len() > 20, "{}", violations.len());
        let sentences = || violations.iter().map(violation).collect::<Vec<_>>();
        let english = sentences();
        speak(Language::German, Some(text::de()));
        for (english, german) in english.iter().zip(sentences()) {
            for sentence in [english, &german] {
                assert!(
                    sentence.ends_with('.') && !sentence.contains(['!', '{', '\u{1}']),
                    "{sentence}"
                );
            }
            assert_ne!(*english, german);
        }
    }

    #[test]
    fn what_is_allowed_is_named() {
        let sentences: Vec<String> = violations().iter().map(violation).collect();
        for expected in [
            "There are 256 characters. At most 255 are allowed.",
            "The value must be nothing or text.",
            "The number must be from 0 to 2147483647.",
            "The tag a is there twice.",
            "The answer must be pending, accepted or rejected.",
            "This cloud imports by web-download.",
        ] {
            assert!(
                sentences.iter().any(|said| said == expected),
                "{expected}: {sentences:?}"
            );
        }
        let media_type = format!("The content type of a patch is {MEDIA_TYPE}.");
        assert!(sentences.contains(&media_type));
    }
}
