//! Reads schema documents. A keyword in a form that this build does not know is left among the rest.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Additional, JsonType, SchemaDocument, SchemaLink, SchemaNode, Types};
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;

impl TryFrom<Other> for SchemaDocument {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            name: fields.readable("name", ObjectReader::text),
            properties: fields.readable("properties", filled).unwrap_or_default(),
            additional_properties: fields.readable("additionalProperties", read_value),
            required: fields.readable("required", ObjectReader::texts),
            links: fields.readable("links", ObjectReader::several),
            definitions: fields.readable("definitions", ObjectReader::by_name),
            other: fields.rest(),
        })
    }
}

impl TryFrom<Other> for SchemaNode {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            types: fields.readable("type", read_value),
            allowed: fields.readable("enum", ObjectReader::list),
            min_length: fields.readable("minLength", ObjectReader::whole),
            max_length: fields.readable("maxLength", ObjectReader::whole),
            pattern: fields.readable("pattern", ObjectReader::text),
            format: fields.readable("format", ObjectReader::text),
            minimum: fields.readable("minimum", ObjectReader::number),
            maximum: fields.readable("maximum", ObjectReader::number),
            items: fields.readable("items", ObjectReader::one).map(Box::new),
            min_items: fields.readable("minItems", ObjectReader::whole),
            unique_items: fields.readable("uniqueItems", ObjectReader::flag),
            properties: fields.readable("properties", ObjectReader::by_name),
            required: fields.readable("required", ObjectReader::texts),
            additional_properties: fields.readable("additionalProperties", read_value),
            reference: fields.readable("$ref", ObjectReader::text),
            all_of: fields.readable("allOf", ObjectReader::several),
            default: fields.nullable("default"),
            description: fields.readable("description", ObjectReader::text),
            read_only: fields.readable("readOnly", ObjectReader::flag),
            write_only: fields.readable("writeOnly", ObjectReader::flag),
            is_base: fields.readable("is_base", ObjectReader::flag),
            name: fields.readable("name", ObjectReader::text),
            links: fields.readable("links", ObjectReader::several),
            other: fields.rest(),
        })
    }
}

impl TryFrom<Other> for SchemaLink {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
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
            _ => Err(WrongField("additionalProperties")),
        }
    }
}

fn read_value<T>(fields: &mut ObjectReader, key: &'static str) -> Result<Option<T>, WrongField>
where
    T: TryFrom<Value, Error = WrongField>,
{
    fields.value(key).map(T::try_from).transpose()
}

/// The keys of a document, if there are any: an empty object is left as it is, since a document
/// without keys is written without the keyword.
fn filled(
    fields: &mut ObjectReader,
    key: &'static str,
) -> Result<Option<BTreeMap<String, SchemaNode>>, WrongField> {
    let by_name = fields.by_name(key)?;
    Ok(by_name.filter(|by_name| !by_name.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_keyword_in_an_unfamiliar_form_is_kept_and_breaks_no_document() {
        for document in [
            json!({"name": "image", "properties": {"a": true}}),
            json!({"properties": {}, "required": true, "links": [{"rel": 1}]}),
            json!({"definitions": {"a": false}, "additionalProperties": 1, "name": null}),
            json!({"properties": {"a": {"type": "string", "items": true, "maxLength": 5.0,
                "allOf": [true], "enum": {}, "minimum": "1", "default": null}}}),
        ] {
            let read: SchemaDocument = serde_json::from_value(document.clone()).unwrap();
            assert_eq!(
                serde_json::to_string(&read).unwrap().len(),
                document.to_string().len()
            );
            assert_eq!(serde_json::to_value(&read).unwrap(), document);
        }
    }

    #[test]
    fn what_stands_beside_an_unfamiliar_form_is_read() {
        let document = json!({"properties": {"a": {"items": true, "type": "array"}}});
        let read: SchemaDocument = serde_json::from_value(document).unwrap();
        let node = &read.properties["a"];
        assert_eq!(node.types, Some(Types::One(JsonType::Array)));
        assert_eq!(node.other["items"], true);
    }
}
