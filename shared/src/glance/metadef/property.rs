//! Properties: a key with the type, range and meaning of its values, in the words of JSON schema.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::json::nullable::Nullable;
use crate::json::object::object;
use crate::json::open_enum::open_enum;

open_enum! {
    /// The type of a property's values. An image keeps them all as text.
    pub enum MetadefType {
        Array = "array",
        /// Yes or no.
        Boolean = "boolean",
        Integer = "integer",
        Number = "number",
        Object = "object",
        String = "string",
    }
}

object! {
    /// A property's definition.
    pub struct MetadefProperty {
        /// Its key, where it is not the key of a map; at most 80 characters.
        pub name: Option<String> = "name",
        /// A name for people. Every property has one; one without does not break the list.
        pub title: Nullable<String> = "title",
        /// The type of its values; every property has one.
        pub value_type: Nullable<MetadefType> = "type",
        /// What it does.
        pub description: Nullable<String> = "description",
        /// The operators that a scheduler knows for it (`<or>`).
        pub operators: Nullable<Vec<String>> = "operators",
        /// Keys that an object must have.
        pub required: Nullable<Vec<String>> = "required",
        /// The values it may have.
        pub allowed: Nullable<Vec<Value>> = "enum",
        /// What is taken when nothing is said. Glance keeps it as text, whatever was sent.
        pub default: Nullable<Value> = "default",
        /// The smallest number.
        pub minimum: Nullable<Number> = "minimum",
        /// The largest number. Glance keeps whole numbers only (9.5 becomes 9).
        pub maximum: Nullable<Number> = "maximum",
        /// The shortest text, in characters.
        pub min_length: Nullable<u64> = "minLength",
        /// The longest text, in characters.
        pub max_length: Nullable<u64> = "maxLength",
        /// A regular expression that the text must match.
        pub pattern: Nullable<String> = "pattern",
        /// Whether a person may change it.
        pub readonly: Nullable<bool> = "readonly",
        /// The elements of a list.
        pub items: Nullable<MetadefItems> = "items",
        /// The shortest list.
        pub min_items: Nullable<u64> = "minItems",
        /// The longest list.
        pub max_items: Nullable<u64> = "maxItems",
        /// Whether a list holds each element once.
        pub unique_items: Nullable<bool> = "uniqueItems",
        /// Whether a list may hold more than is described.
        pub additional_items: Nullable<bool> = "additionalItems",
    }
}

object! {
    /// The elements of a property that is a list.
    #[derive(Default)]
    pub struct MetadefItems {
        pub value_type: Nullable<MetadefType> = "type",
        /// The values they may have.
        pub allowed: Nullable<Vec<Value>> = "enum",
    }
}

object! {
    /// `GET /v2/metadefs/namespaces/{ns}/properties`.
    #[derive(Default)]
    pub struct MetadefPropertyList {
        /// The properties, by name.
        pub properties: BTreeMap<String, MetadefProperty> = "properties",
    }
}
