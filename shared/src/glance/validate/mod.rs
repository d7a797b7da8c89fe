//! Validation: one rule per function, and all violations at once.
//!
//! The forms call these functions, so a person hears of every fault before anything is sent. What is
//! for bodies of JSON, imports, members and tags waits for the previews of a patch and of bulk edits,
//! imports and sharing; until then only the recorded answers hold it to Glance.
//! Values are held to the cloud's own schema document where there is one, else to Glance's defaults
//! ([`ImageSchema`]).
//!
//! | Request | Function |
//! |---|---|
//! | `POST /v2/images` | [`validate_create`] for a form, [`validate_create_body`] for JSON |
//! | `PATCH /v2/images/{id}` | [`validate_operations`] for a form, [`validate_patch`] for JSON |
//! | `POST /v2/images/{id}/import` | [`validate_import`] |
//! | `POST /v2/images/{id}/members` | [`validate_member`] |
//! | `PUT /v2/images/{id}/members/{member}` | [`validate_member_answer`] |
//! | `PUT /v2/images/{id}/tags/{tag}` | [`validate_tag`] |
//! | a custom property alone | [`validate_property`] |
//!
//! Violations stand in the order in which Glance looks, so the first that Glance refuses for decides
//! its answer: [`glance_status`]. What depends on who asks is checked where a caller is given
//! ([`Rules::caller`]); whether somebody may touch an image at all is [`crate::glance::can`]'s to say.
//!
//! All rules were tried on Glance 33.0.0: `shared/tests/cases/` holds the requests and its answers.

mod cause;
mod character;
mod create;
mod import;
mod member;
mod patch;
mod tag;
mod uri;
mod value;
mod violation;

pub use cause::{
    ImageCause, ImportCause, MemberCause, NotAList, PatchCause, UriCause, ViolationCause,
    ViolationCode,
};
pub use create::{validate_create, validate_create_body};
pub use import::{ImportTarget, validate_import};
pub use member::{validate_member, validate_member_answer};
pub use patch::{validate_operations, validate_patch};
pub use tag::validate_tag;
pub use value::{MAX_INTEGER, PROPERTY_KEY_MAX_CHARS, validate_property};
pub use violation::{Field, Violation, glance_status};

use crate::glance::can::Caller;
use crate::glance::schema::ImageSchema;

/// What a request is held to.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The cloud's schema.
    pub schema: &'a ImageSchema,
    /// How many of a thing an image may have.
    pub limits: Limits,
    /// Who asks; `None` leaves out the rules that depend on it.
    pub caller: Option<&'a Caller>,
}

impl<'a> Rules<'a> {
    /// The rules of a cloud whose limits nobody changed, for whoever asks.
    #[must_use]
    pub fn of(schema: &'a ImageSchema) -> Self {
        Self {
            schema,
            limits: Limits::default(),
            caller: None,
        }
    }

    /// The same rules, and those that depend on who asks.
    #[must_use]
    pub const fn for_caller(self, caller: &'a Caller) -> Self {
        Self {
            caller: Some(caller),
            ..self
        }
    }
}

/// How many of a thing an image may have (413 beyond). No call tells what a cloud has set; these are
/// Glance's defaults (`image_property_quota`, `image_tag_quota`, `image_member_quota`; a negative
/// setting means no limit, here `usize::MAX`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Custom properties, without those that Glance keeps for itself.
    pub properties: usize,
    /// Tags, repeated ones counted each time.
    pub tags: usize,
    /// Member projects.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            properties: 128,
            tags: 128,
            members: 128,
        }
    }
}
