//! What is wrong with a request, as a code with its parameters, and the class of each, which decides
//! the status. Sentences stand where somebody reads them.

mod code;
mod image;
mod import;
mod member;
mod patch;

pub use code::ViolationCode;
pub use image::ImageCause;
pub use import::{ImportCause, NotAList, UriCause};
pub use member::MemberCause;
pub use patch::PatchCause;

use crate::glance::schema::Fault;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViolationCause {
    /// A value departs from the schema.
    Schema(Fault),
    /// Something in what an image is to be, new or changed.
    Image(ImageCause),
    Patch(PatchCause),
    Import(ImportCause),
    Member(MemberCause),
}

impl ViolationCause {
    /// The class that it belongs to.
    #[must_use]
    pub const fn code(&self) -> ViolationCode {
        match self {
            Self::Schema(fault) => code_of_fault(fault),
            Self::Image(cause) => cause.code(),
            Self::Patch(cause) => cause.code(),
            Self::Import(cause) => cause.code(),
            Self::Member(cause) => cause.code(),
        }
    }
}

/// Glance answers every fault of a value with 400.
const fn code_of_fault(fault: &Fault) -> ViolationCode {
    match fault {
        Fault::WrongType(_) => ViolationCode::WrongType,
        Fault::NotAllowed(_) | Fault::Repeated | Fault::UnknownKey(_) => ViolationCode::NotAllowed,
        Fault::TooLong { .. } => ViolationCode::TooLong,
        Fault::TooShort { .. } => ViolationCode::TooShort,
        Fault::TooFew { .. } | Fault::TooMany { .. } | Fault::TooSmall(_) | Fault::TooLarge(_) => {
            ViolationCode::OutOfRange
        }
        Fault::NoMatch(_) => ViolationCode::Malformed,
        Fault::MissingKey(_) => ViolationCode::Missing,
    }
}

/// Makes a cause out of those that one kind of request can have.
macro_rules! from_cause {
    ($($variant:ident($cause:ty)),+ $(,)?) => {
        $(
            impl From<$cause> for ViolationCause {
                fn from(cause: $cause) -> Self {
                    Self::$variant(cause)
                }
            }
        )+
    };
}

from_cause! {
    Schema(Fault),
    Image(ImageCause),
    Patch(PatchCause),
    Import(ImportCause),
    Member(MemberCause),
}
