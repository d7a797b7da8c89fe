//! How callers are checked, and how long a sign-in lasts: what the operator decides.

use crate::core::http::method::Method;

/// When Keystone is asked about a token that it has called good less than a minute ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenValidation {
    /// Not again.
    Remembered,
    /// Again before whatever changes something, uploads included.
    AlwaysForWrites,
    /// At every request.
    Always,
}

/// Whether what was remembered of a token may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    Remembered,
    /// Keystone must say it anew.
    Fresh,
}

impl TokenValidation {
    /// How fresh the word of Keystone must be for a request.
    #[must_use]
    pub const fn for_method(self, method: Method) -> Freshness {
        match self {
            Self::Remembered => Freshness::Remembered,
            Self::AlwaysForWrites if method.is_safe() => Freshness::Remembered,
            Self::AlwaysForWrites | Self::Always => Freshness::Fresh,
        }
    }
}

/// Whether a session goes on by itself when its token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionRenewal {
    /// Never: the person signs in again.
    Never,
    /// Where the person signed in by an application credential, which is then kept, sealed, in the
    /// cookie (ADR 7).
    ApplicationCredential,
}

/// How callers are checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    /// When Keystone is asked again.
    pub token_validation: TokenValidation,
    pub session_renewal: SessionRenewal,
    /// For how many seconds after the sign-in a session can be renewed.
    pub session_max_seconds: i64,
    /// The header, in lower case, in which a proxy that the operator trusts tells the client's
    /// address.
    pub client_address_header: Option<String>,
}
