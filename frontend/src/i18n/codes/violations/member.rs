//! What is wrong with a member, or with a member's answer.

use gaze_shared::glance::member::MemberAnswer;
use gaze_shared::glance::validate::MemberCause;

use crate::i18n::{lists, text};

pub(super) fn cause(cause: &MemberCause) -> String {
    use text::violations_member as said;
    let sentence = match cause {
        MemberCause::NotAnObject { key } => return said::not_an_object(key),
        MemberCause::NoAnswer | MemberCause::UnknownAnswer => {
            let answers: Vec<String> = MemberAnswer::KNOWN
                .iter()
                .map(ToString::to_string)
                .collect();
            return said::answer(&lists::one_of(&answers));
        }
        MemberCause::NoProject => said::no_project(),
        MemberCause::NotShared => said::not_shared(),
        MemberCause::AlreadyMember => said::already_member(),
        MemberCause::TooMany { count, limit } => return said::too_many(*count, *limit),
        MemberCause::NotText { .. } => said::not_text(),
        MemberCause::TooLong { length, limit } => return said::too_long(*length, *limit),
    };
    sentence.to_owned()
}
