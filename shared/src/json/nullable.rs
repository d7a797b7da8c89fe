//! What Glance sends, sends as `null`, or leaves out, where that is not the same.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Keys of an object that this build does not know, kept as they came, so that what is read can be
/// written again without loss.
pub type Other = Map<String, Value>;

/// A field that may be absent, `null` or there.
///
/// A task without a result says `"result": null` when it is asked for alone and has no such key in a
/// list; both must survive being written again. Use it with
/// `#[serde(default, skip_serializing_if = "Nullable::is_absent")]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Nullable<T> {
    /// There is no such key.
    #[default]
    Absent,
    /// The key is there and says `null`.
    Null,
    /// The key is there.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    #[must_use]
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether the key is left out.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Object {
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        field: Nullable<u8>,
    }

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        for (text, field) in [
            ("{}", Nullable::Absent),
            (r#"{"field":null}"#, Nullable::Null),
            (r#"{"field":7}"#, Nullable::Value(7)),
        ] {
            let object: Object = serde_json::from_str(text).unwrap();
            assert_eq!(object, Object { field });
            assert_eq!(serde_json::to_string(&object).unwrap(), text);
        }
    }
}
