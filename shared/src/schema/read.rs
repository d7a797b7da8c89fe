//! Reads schema documents.

use serde_json::Value;

use super::document::{Additional, JsonType, SchemaDocument, SchemaLink, SchemaNode, Types};
use crate::fields::{Fields, WrongField};
use crate::sent::Other;

impl TryFrom<Other> for SchemaDocument {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = Fields::of(object);
        Ok(Self {
            name: fields.text("name")?,
            properties: fields.by_name("properties")?.unwrap_or_default(),
            additional_properties: additional_properties(&mut fields)?,
            required: fields.texts("required")?,
            links: fields.several("links")?,
            definitions: fields.by_name("definitions")?,
            other: fields.rest(),
        })
    }
}

impl TryFrom<Other> for SchemaNode {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = Fields::of(object);
        Ok(Self {
            types: fields.value("type").map(Types::try_from).transpose()?,
            allowed: fields.list("enum")?,
            min_length: fields.whole("minLength")?,
            max_length: fields.whole("maxLength")?,
            pattern: fields.text("pattern")?,
            format: fields.text("format")?,
            minimum: fields.number("minimum")?,
            maximum: fields.number("maximum")?,
            items: fields.one("items")?.map(Box::new),
            min_items: fields.whole("minItems")?,
            unique_items: fields.flag("uniqueItems")?,
            properties: fields.by_name("properties")?,
            required: fields.texts("required")?,
            additional_properties: additional_properties(&mut fields)?,
            reference: fields.text("$ref")?,
            all_of: fields.several("allOf")?,
            default: fields.sent("default"),
            description: fields.text("description")?,
            read_only: fields.flag("readOnly")?,
            write_only: fields.flag("writeOnly")?,
            is_base: fields.flag("is_base")?,
            name: fields.text("name")?,
            links: fields.several("links")?,
            other: fields.rest(),
        })
    }
}

impl TryFrom<Other> for SchemaLink {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = Fields::of(object);
        Ok(Self {
            href: fields.demanded("href")?,
            rel: fields.demanded("rel")?,
            other: fields.rest(),
        })
    }
}

impl TryFrom<Value> for Types {
    type Error = WrongField;

    fn try_from(value: Value) -> Result<Self, WrongField> {
        let read = |word: &Value| word.as_str().map(JsonType::from).ok_or(WrongField("type"));
        match &value {
            Value::Array(several) => several
                .iter()
                .map(read)
                .collect::<Result<_, _>>()
                .map(Self::Several),
            one => read(one).map(Self::One),
        }
    }
}

impl TryFrom<Value> for Additional {
    type Error = WrongField;

    fn try_from(value: Value) -> Result<Self, WrongField> {
        match value {
            Value::Bool(is_allowed) => Ok(Self::Allowed(is_allowed)),
            Value::Object(node) => Ok(Self::Node(Box::new(SchemaNode::try_from(node)?))),
            _ => Err(WrongField(ADDITIONAL_PROPERTIES)),
        }
    }
}

const ADDITIONAL_PROPERTIES: &str = "additionalProperties";

fn additional_properties(fields: &mut Fields) -> Result<Option<Additional>, WrongField> {
    let value = fields.value(ADDITIONAL_PROPERTIES);
    value.map(Additional::try_from).transpose()
}
