//! Reads schema documents. A keyword in a form that this build does not know is left among the rest.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Additional, JsonType, SchemaDocument, SchemaLink, SchemaNode, Types};
use crate::fields::{Fields, WrongField};
use crate::sent::Other;

impl TryFrom<Other> for SchemaDocument {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = Fields::of(object);
        Ok(Self {
            name: fields.readable("name", Fields::text),
            properties: fields.readable("properties", filled).unwrap_or_default(),
            additional_properties: fields.readable("additionalProperties", read_value),
            required: fields.readable("required", Fields::texts),
            links: fields.readable("links", Fields::several),
            definitions: fields.readable("definitions", Fields::by_name),
            other: fields.rest(),
        })
    }
}

impl TryFrom<Other> for SchemaNode {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = Fields::of(object);
        Ok(Self {
            types: fields.readable("type", read_value),
            allowed: fields.readable("enum", Fields::list),
            min_length: fields.readable("minLength", Fields::whole),
            max_length: fields.readable("maxLength", Fields::whole),
            pattern: fields.readable("pattern", Fields::text),
            format: fields.readable("format", Fields::text),
            minimum: fields.readable("minimum", Fields::number),
            maximum: fields.readable("maximum", Fields::number),
            items: fields.readable("items", Fields::one).map(Box::new),
            min_items: fields.readable("minItems", Fields::whole),
            unique_items: fields.readable("uniqueItems", Fields::flag),
            properties: fields.readable("properties", Fields::by_name),
            required: fields.readable("required", Fields::texts),
            additional_properties: fields.readable("additionalProperties", read_value),
            reference: fields.readable("$ref", Fields::text),
            all_of: fields.readable("allOf", Fields::several),
            default: fields.sent("default"),
            description: fields.readable("description", Fields::text),
            read_only: fields.readable("readOnly", Fields::flag),
            write_only: fields.readable("writeOnly", Fields::flag),
            is_base: fields.readable("is_base", Fields::flag),
            name: fields.readable("name", Fields::text),
            links: fields.readable("links", Fields::several),
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
            _ => Err(WrongField("additionalProperties")),
        }
    }
}

fn read_value<T>(fields: &mut Fields, key: &'static str) -> Result<Option<T>, WrongField>
where
    T: TryFrom<Value, Error = WrongField>,
{
    fields.value(key).map(T::try_from).transpose()
}

/// The keys of a document, if there are any: an empty object is left as it is, since a document
/// without keys is written without the keyword.
fn filled(
    fields: &mut Fields,
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
