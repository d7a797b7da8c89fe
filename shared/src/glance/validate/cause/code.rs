//! The classes of what is wrong.

/// What a cause means for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViolationCode {
    /// There are more characters than the cloud takes.
    TooLong,
    /// There are fewer characters than the cloud takes.
    TooShort,
    /// The field needs a value.
    Missing,
    /// The value is not one of those that the cloud takes.
    NotAllowed,
    /// The number is outside the range that the API takes.
    OutOfRange,
    /// The value has the wrong type.
    WrongType,
    /// The value cannot be read at all.
    Malformed,
    /// Only Glance sets it.
    ReadOnly,
    /// The key is Glance's own.
    Reserved,
    /// The caller may not, or nobody may.
    Forbidden,
    AlreadyThere,
    NotThere,
    /// The image is in a state in which this cannot be done.
    WrongState,
    /// The media type is none that the API reads.
    UnsupportedMediaType,
    /// There are more of them than the cloud takes.
    TooMany,
    /// Glance looks for something that is no part of the API, and does not find it.
    Lost,
    /// Glance fails at it with an error of its own.
    Crash,
    /// The same value is there twice; Glance keeps it once.
    Duplicate,
    /// The value is empty; Glance takes it, and nobody can use it.
    Empty,
    /// Glance takes it and does nothing with it.
    Ignored,
    /// Glance takes it here, and it does harm later or elsewhere: it cannot be changed any more, or
    /// a database other than SQLite fails at it.
    Fragile,
}

impl ViolationCode {
    /// The status with which Glance itself answers; `None` where it takes the request.
    #[must_use]
    pub const fn glance_status(self) -> Option<u16> {
        match self {
            Self::TooLong
            | Self::TooShort
            | Self::Missing
            | Self::NotAllowed
            | Self::OutOfRange
            | Self::WrongType
            | Self::Malformed => Some(400),
            Self::ReadOnly | Self::Reserved | Self::Forbidden => Some(403),
            Self::Lost => Some(404),
            Self::AlreadyThere | Self::NotThere | Self::WrongState => Some(409),
            Self::TooMany => Some(413),
            Self::UnsupportedMediaType => Some(415),
            Self::Crash => Some(500),
            Self::Duplicate | Self::Empty | Self::Ignored | Self::Fragile => None,
        }
    }
}
