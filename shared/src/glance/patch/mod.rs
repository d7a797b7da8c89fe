//! Changes of an image, as Glance understands them.
//!
//! `PATCH /v2/images/{id}` takes `application/openstack-images-v2.1-json-patch`: RFC 6902 cut down
//! to `add`, `remove` and `replace` on first-level keys. An older form, v2.0, is still sent by old
//! clients ([`Dialect`]). Operations are applied in order and saved once: when one fails, nothing is
//! saved.
//!
//! - [`diff`] writes the smallest patch from one state to another.
//! - [`parse`] reads what a client sent and refuses what Glance cannot read ([`PatchRefusal`]).
//! - [`crate::glance::apply_patch`] does what Glance would do with it.
//! - [`merge`] brings two edits of the same image together.
//!
//! Source of all rules:
//! <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>
//! (`RequestDeserializer.update`, `ImagesController.update`), read in Glance 33.0.0.

mod diff;
mod field;
mod key;
mod merge;
mod parse;
mod pointer;
mod refusal;

pub use diff::diff;
pub use field::FieldKey;
pub use key::{BaseKey, is_patchable_property};
pub use merge::{Conflict, Conflicts, Merge, Side, merge};
pub(crate) use parse::parse_operation;
pub use parse::{Dialect, Patch, parse};
pub use pointer::{BadPointer, escape_token, parse_pointer, unescape_token};
pub use refusal::{PatchRefusal, RefusalCause};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The `Content-Type` that `PATCH /v2/images/{id}` must carry.
pub const MEDIA_TYPE: &str = "application/openstack-images-v2.1-json-patch";

/// The value of `Accept-Patch` that goes with a 415.
pub const ACCEPT_PATCH: &str = "application/openstack-images-v2.0-json-patch, \
                                application/openstack-images-v2.1-json-patch";

/// One operation of a patch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
pub enum Operation {
    /// Sets a key, whether it exists or not.
    Add {
        /// JSON pointer to the key.
        path: String,
        value: Value,
    },
    /// Removes a custom property; Glance refuses it for its own (403).
    Remove {
        /// JSON pointer to the key.
        path: String,
    },
    /// Sets a key that exists; 409 when it does not.
    Replace {
        /// JSON pointer to the key.
        path: String,
        value: Value,
    },
}

impl Operation {
    /// The JSON pointer that this operation is about.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Add { path, .. } | Self::Remove { path } | Self::Replace { path, .. } => path,
        }
    }

    /// The first-level key that this operation is about, as Glance reads it; empty when the path
    /// cannot be read.
    #[must_use]
    pub fn key(&self) -> String {
        let tokens = parse_pointer(self.path()).unwrap_or_default();
        tokens.into_iter().next().unwrap_or_default()
    }

    /// The value that the operation brings; `None` when it takes the key away.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Add { value, .. } | Self::Replace { value, .. } => Some(value),
            Self::Remove { .. } => None,
        }
    }
}
