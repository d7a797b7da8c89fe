//! JSON patch as Glance understands it.
//!
//! `application/openstack-images-v2.1-json-patch` is RFC 6902 cut down to `add`, `remove` and
//! `replace` on first-level keys. Operations are applied in order and saved once: when one fails,
//! nothing is saved (`glance/api/v2/images.py`, `RequestDeserializer`).

mod diff;
mod pointer;

pub use diff::diff;
pub use pointer::{escape_token, unescape_token};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The `Content-Type` that `PATCH /v2/images/{id}` must carry.
pub const MEDIA_TYPE: &str = "application/openstack-images-v2.1-json-patch";

/// One operation of a patch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
pub enum Operation {
    /// Sets a key, whether it exists or not.
    Add {
        /// JSON pointer to the key.
        path: String,
        /// The new value.
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
        /// The new value.
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

    /// The first-level key that this operation is about, unescaped.
    #[must_use]
    pub fn key(&self) -> String {
        let token = self.path().trim_start_matches('/');
        unescape_token(token.split('/').next().unwrap_or_default())
    }
}
