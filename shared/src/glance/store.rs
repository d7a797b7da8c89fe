//! Stores: where Glance keeps data (`GET /v2/info/stores` and `/v2/info/stores/detail`).
//!
//! Both answer 404 on a cloud without `enabled_backends`. Source: `glance/api/v2/discovery.py`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::StoreId;
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Other;
use crate::json::object::object;

object! {
    /// The stores of a cloud.
    #[derive(Default)]
    pub struct StoreInfo {
        /// The stores; those that Glance keeps to itself are not among them.
        pub stores: LenientVec<Store> = "stores",
    }
}

impl StoreInfo {
    /// The store that takes data when none is named.
    #[must_use]
    pub fn default_store(&self) -> Option<&Store> {
        self.stores.iter().find(|store| store.is_default())
    }
}

object! {
    pub struct Store {
        pub id: StoreId = "id",
        /// A word for people, where the operator gave one.
        pub description: Option<String> = "description",
        /// Only on the default store; see [`Self::is_default`].
        pub default: Option<Flag> = "default",
        /// Only on a store of the driver `http`; see [`Self::is_read_only`].
        pub read_only: Option<Flag> = "read-only",
        /// In detail only: the driver (`file`, `rbd`, `swift`, `s3`, `cinder`, `http`, …).
        pub driver: Option<String> = "type",
        /// In detail only: among the stores of an image, that of the greatest weight serves downloads.
        pub weight: Option<i64> = "weight",
        /// In detail only: what the driver tells of itself. Each has its own keys.
        pub properties: Option<Other> = "properties",
    }
}

impl Store {
    /// Whether it takes data when no store is named.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.default.is_some_and(Flag::is_set)
    }

    /// Whether nothing can be written to it (410 for an upload).
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some_and(Flag::is_set)
    }
}

/// A yes or no that Glance sends as the text `"true"` and the documents describe as a boolean. It is
/// written again in the form it came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Boolean(bool),
    /// The text `"true"` or `"false"`.
    Text(bool),
}

impl Flag {
    /// Whether it says yes.
    #[must_use]
    pub const fn is_set(self) -> bool {
        match self {
            Self::Boolean(value) | Self::Text(value) => value,
        }
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Text(true) => serializer.serialize_str("true"),
            Self::Text(false) => serializer.serialize_str("false"),
        }
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Boolean(bool),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Boolean(value) => Ok(Self::Boolean(value)),
            Form::Text(text) if text.eq_ignore_ascii_case("true") => Ok(Self::Text(true)),
            Form::Text(text) if text.eq_ignore_ascii_case("false") => Ok(Self::Text(false)),
            Form::Text(_) => Err(serde::de::Error::custom(
                "expected a boolean, or \"true\" or \"false\"",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_read_in_both_forms_and_written_as_it_came() {
        for (text, is_set) in [
            (r#""true""#, true),
            (r#""false""#, false),
            ("true", true),
            ("false", false),
        ] {
            let flag: Flag = serde_json::from_str(text).unwrap();
            assert_eq!(flag.is_set(), is_set);
            assert_eq!(serde_json::to_string(&flag).unwrap(), text);
        }
        assert!(serde_json::from_str::<Flag>("\"perhaps\"").is_err());
    }
}
