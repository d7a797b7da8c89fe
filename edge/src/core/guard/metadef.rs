//! Metadata definitions at which Glance fails (`glance/api/v2/metadef_*.py`): its schemas leave some
//! things open which the code behind them takes for granted.

use serde_json::Value;

use crate::core::guard::{CrashCause, DocumentRefusal, Metadef};

/// Looks at a definition.
pub(super) fn check(kind: Metadef, value: &Value) -> Result<(), DocumentRefusal> {
    if value.is_array() {
        return Err(DocumentRefusal::Crash(CrashCause::DefinitionNotAnObject));
    }
    match kind {
        Metadef::Namespace => namespace(value),
        Metadef::Property => property(value),
        Metadef::Object => object(value),
        Metadef::Tags if value.is_object() && value.get("tags").is_none() => {
            Err(DocumentRefusal::Crash(CrashCause::NoListOfTags))
        }
        Metadef::Tags | Metadef::Named => Ok(()),
    }
}

/// A namespace with everything that it may bring along.
fn namespace(value: &Value) -> Result<(), DocumentRefusal> {
    // Glance makes the namespace and then fails to tell where it is, in a header.
    let is_unfit = |c: char| c.is_control() || c > '\u{ff}';
    let name = value.get("namespace").and_then(Value::as_str);
    if name.is_some_and(|name| name.contains(is_unfit)) {
        return Err(DocumentRefusal::Crash(CrashCause::NamespaceNotLatin1));
    }
    for list in ["objects", "tags", "resource_type_associations"] {
        for element in elements(value.get(list)) {
            if element.is_object() && element.get("name").is_none() {
                return Err(DocumentRefusal::Crash(CrashCause::NamelessDefinition));
            }
        }
    }
    for element in elements(value.get("objects")) {
        object(element)?;
    }
    properties(value)
}

fn object(value: &Value) -> Result<(), DocumentRefusal> {
    properties(value)
}

/// The properties of a namespace or object, by name.
fn properties(value: &Value) -> Result<(), DocumentRefusal> {
    let properties = value.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flat_map(|properties| properties.values())
        .try_for_each(property)
}

/// A property, whose type in Glance has words in `enum` alone, an `items` with a type and nothing but
/// words to choose from, and no `required` of its own
/// (`glance/api/v2/model/metadef_property_type.py`).
fn property(value: &Value) -> Result<(), DocumentRefusal> {
    let items = value.get("items").and_then(Value::as_object);
    let lists = [value.get("enum"), items.and_then(|items| items.get("enum"))];
    let is_no_word = |element: &Value| !element.is_string() && !element.is_null();
    if lists
        .into_iter()
        .any(|list| elements(list).iter().any(is_no_word))
    {
        return Err(DocumentRefusal::Crash(CrashCause::ChoicesNotWords));
    }
    if items.is_some_and(|items| {
        items.get("type").is_none() || items.keys().any(|key| key != "type" && key != "enum")
    }) {
        return Err(DocumentRefusal::Crash(CrashCause::ItemsWithoutType));
    }
    if !elements(value.get("required")).is_empty() {
        return Err(DocumentRefusal::Crash(CrashCause::RequiredKeys));
    }
    Ok(())
}

fn elements(list: Option<&Value>) -> &[Value] {
    list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
