//! What can be wrong with the query of a list.

use super::code::ViolationCode;

/// What is wrong with a parameter of a list's query, or with all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryCause {
    /// The query is no text in UTF-8.
    NotUtf8,
    /// The visibility is none of its words.
    Visibility,
    /// A filter of the first API.
    ChangesSince {
        /// Whether it is empty, at which Glance fails.
        is_empty: bool,
    },
    /// The member status is none of its words.
    MemberStatus,
    /// The limit is no whole number from 0.
    Limit {
        /// Whether it is a number at all.
        is_number: bool,
    },
    /// The marker is no id.
    Marker,
    /// `os_hidden` is neither true nor false.
    Hidden,
    /// `protected` is neither true nor false.
    Protected,
    /// The end of a range is no whole number.
    RangeEnd,
    /// There is no range of this key.
    NoRange(String),
    /// The number is larger than the database holds.
    TooLarge,
    /// The time cannot be read.
    Time,
    /// Times are not compared so.
    Comparison,
    /// A quote that stands in the middle of a value.
    Quotes,
    /// There is no such operator.
    Operator,
    /// The key is something else inside Glance, and no filter.
    NoFilter(&'static str),
    /// `sort` together with the classic parameters.
    SortTwice,
    /// No list is sorted by this key; those are [`crate::glance::list::SortKey::ALL`].
    SortKey,
    SortDirection,
    /// More than one direction, and not one for each key.
    SortDirections,
}

impl QueryCause {
    pub(super) const fn code(&self) -> ViolationCode {
        match self {
            Self::NotUtf8
            | Self::Limit { is_number: false }
            | Self::Marker
            | Self::RangeEnd
            | Self::Time
            | Self::Quotes => ViolationCode::Malformed,
            Self::Limit { is_number: true } => ViolationCode::OutOfRange,
            Self::ChangesSince { is_empty: true }
            | Self::NoRange(_)
            | Self::TooLarge
            | Self::NoFilter(_) => ViolationCode::Crash,
            Self::Visibility
            | Self::ChangesSince { is_empty: false }
            | Self::MemberStatus
            | Self::Hidden
            | Self::Protected
            | Self::Comparison
            | Self::Operator
            | Self::SortTwice
            | Self::SortKey
            | Self::SortDirection
            | Self::SortDirections => ViolationCode::NotAllowed,
        }
    }
}
