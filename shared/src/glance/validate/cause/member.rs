//! What can be wrong with a member and their answer.

use super::code::ViolationCode;

/// What is wrong with a member, or with a member's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberCause {
    /// The body is no object with this key.
    NotAnObject {
        key: &'static str,
    },
    /// No answer is given.
    NoAnswer,
    /// The answer is none of [`crate::glance::member::MemberAnswer::KNOWN`].
    UnknownAnswer,
    /// No project is given.
    NoProject,
    /// Only an image of the visibility `shared` has members.
    NotShared,
    AlreadyMember,
    TooMany {
        count: usize,
        limit: usize,
    },
    /// The id of the project is no text.
    NotText {
        /// Whether Glance fails at it, which it does at a list and an object.
        crashes: bool,
    },
    TooLong {
        length: usize,
        limit: usize,
    },
}

impl MemberCause {
    pub(super) const fn code(&self) -> ViolationCode {
        match self {
            Self::NotAnObject { .. } => ViolationCode::WrongType,
            Self::NoAnswer | Self::NoProject => ViolationCode::Missing,
            Self::UnknownAnswer => ViolationCode::NotAllowed,
            Self::NotShared => ViolationCode::Forbidden,
            Self::AlreadyMember => ViolationCode::AlreadyThere,
            Self::TooMany { .. } => ViolationCode::TooMany,
            Self::NotText { crashes: true } => ViolationCode::Crash,
            Self::NotText { crashes: false } | Self::TooLong { .. } => ViolationCode::Fragile,
        }
    }
}
