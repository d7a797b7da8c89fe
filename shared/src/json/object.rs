//! Objects of another service, of which one odd value hides no other and nothing is lost.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::ids::{ProjectId, StoreId, TaskId};
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Nullable;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;

/// Declares an object by its fields, each with its key on the wire: how it is read and how it is
/// written. A value that is not of its field's type is kept beside the keys that this build does not
/// know, unless the field must be there.
macro_rules! object {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $type:ty = $key:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "crate::json::nullable::Other")]
        $visibility struct $name {
            $(
                $(#[$field_meta])*
                #[serde(rename = $key, skip_serializing_if = "crate::json::object::ObjectField::is_absent")]
                pub $field: $type,
            )+
            /// What this build does not know.
            #[serde(flatten)]
            pub other: crate::json::nullable::Other,
        }

        impl TryFrom<crate::json::nullable::Other> for $name {
            type Error = crate::json::wrong_field::WrongField;

            fn try_from(object: crate::json::nullable::Other) -> Result<Self, Self::Error> {
                let mut fields = crate::json::object_reader::ObjectReader::of(object);
                Ok(Self {
                    $( $field: crate::json::object::ObjectField::read(&mut fields, $key)?, )+
                    other: fields.rest(),
                })
            }
        }
    };
}

pub(crate) use object;

/// What the key of an object may have.
pub(crate) trait ObjectField: Sized {
    fn read(fields: &mut ObjectReader, key: &'static str) -> Result<Self, WrongField>;

    /// Whether the key is left out when the object is written.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: DeserializeOwned> ObjectField for Option<T> {
    fn read(fields: &mut ObjectReader, key: &'static str) -> Result<Self, WrongField> {
        Ok(fields.known(key))
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: DeserializeOwned> ObjectField for Nullable<T> {
    fn read(fields: &mut ObjectReader, key: &'static str) -> Result<Self, WrongField> {
        Ok(fields.known_or_null(key))
    }

    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}

/// Types of keys that must be there.
macro_rules! demanded {
    ($( $({$parameter:ident})? $type:ty ),+ $(,)?) => { $(
        impl$(<$parameter: serde::de::DeserializeOwned>)? crate::json::object::ObjectField for $type {
            fn read(
                fields: &mut crate::json::object_reader::ObjectReader,
                key: &'static str,
            ) -> Result<Self, crate::json::wrong_field::WrongField> {
                fields.known(key).ok_or(crate::json::wrong_field::WrongField(key))
            }
        }
    )+ };
}

demanded!(
    String,
    ProjectId,
    StoreId,
    TaskId,
    {T} BTreeMap<String, T>,
    {T} LenientVec<T>,
);

pub(crate) use demanded;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    object! {
        /// An object of a test.
        struct Thing {
            /// It must be there.
            pub name: String = "name",
            pub size: Option<u8> = "size-of-it",
            pub owner: Nullable<String> = "owner",
        }
    }

    fn read(value: Value) -> Result<Thing, serde_json::Error> {
        serde_json::from_value(value)
    }

    #[test]
    fn an_object_is_written_as_it_came_whatever_its_values_are() {
        for value in [
            json!({"name": "a", "size-of-it": 7, "owner": "me"}),
            json!({"name": "a", "owner": null, "key_of_the_future": {"deep": []}}),
            json!({"name": "a", "size-of-it": "many", "owner": 7}),
        ] {
            let thing = read(value.clone()).unwrap();
            assert_eq!(serde_json::to_value(&thing).unwrap(), value);
        }
        let odd = read(json!({"name": "a", "size-of-it": "many"})).unwrap();
        assert_eq!((odd.size, odd.other.len()), (None, 1));
    }

    #[test]
    fn an_object_without_what_must_be_there_is_none() {
        assert!(read(json!({"owner": "me"})).is_err());
        assert!(read(json!({"name": 7})).is_err());
    }
}
