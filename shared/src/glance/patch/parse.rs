//! The body of a patch, in its two forms.

use serde_json::{Map, Value};

use super::pointer::parse_pointer;
use super::{MEDIA_TYPE, Operation, PatchRefusal, RefusalCause};

/// The two forms of a patch that Glance takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// JSON patch of draft 4: `{"replace": "/name", "value": "…"}`. Old clients still send it.
    V20,
    /// JSON patch of draft 10, which became RFC 6902: `{"op": "replace", "path": "/name", …}`.
    #[default]
    V21,
}

const MEDIA_TYPE_V20: &str = "application/openstack-images-v2.0-json-patch";

/// A patch as a client sent it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// The form that it came in. It changes what `add` means: on a field that exists it is refused
    /// in the older form and replaces in the newer one.
    pub dialect: Dialect,
    /// What to do, in order.
    pub operations: Vec<Operation>,
}

impl Dialect {
    /// Reads a `Content-Type`; parameters behind a semicolon do not matter. Glance compares letter
    /// by letter, so a type in capitals is another one, and so is one with a space before the
    /// semicolon.
    ///
    /// # Errors
    /// 415 for any other type.
    pub fn from_content_type(content_type: &str) -> Result<Self, PatchRefusal> {
        let media_type = content_type.trim().split(';').next().unwrap_or_default();
        [Self::V20, Self::V21]
            .into_iter()
            .find(|dialect| media_type == dialect.media_type())
            .ok_or(PatchRefusal::of_body(RefusalCause::MediaType))
    }

    /// The `Content-Type` of this form.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::V20 => MEDIA_TYPE_V20,
            Self::V21 => MEDIA_TYPE,
        }
    }
}

/// Reads the body of `PATCH /v2/images/{id}`. Members that Glance does not look at are let through,
/// as Glance does. Paths are looked at, so that what comes out can be applied or forwarded.
///
/// # Errors
/// The first operation that cannot be read, with Glance's status for that. What else is wrong with a
/// patch, and what Glance comes to first, [`crate::glance::validate::validate_patch`] tells.
pub fn parse(dialect: Dialect, body: &[u8]) -> Result<Patch, PatchRefusal> {
    let body: Value =
        serde_json::from_slice(body).map_err(|_| PatchRefusal::of_body(RefusalCause::NotJson))?;
    let Value::Array(changes) = body else {
        return Err(PatchRefusal::of_body(RefusalCause::NotAList));
    };
    let operations = changes
        .into_iter()
        .enumerate()
        .map(|(index, change)| {
            parse_operation(dialect, change)
                .map(|(operation, _)| operation)
                .map_err(|cause| PatchRefusal::of_operation(index, cause))
        })
        .collect::<Result<_, _>>()?;
    Ok(Patch {
        dialect,
        operations,
    })
}

#[derive(Clone, Copy)]
enum OperationKind {
    Add,
    Remove,
    Replace,
}

const KINDS: [(&str, OperationKind); 3] = [
    ("add", OperationKind::Add),
    ("remove", OperationKind::Remove),
    ("replace", OperationKind::Replace),
];

/// Reads one operation; the tokens of its path come with it.
pub(crate) fn parse_operation(
    dialect: Dialect,
    change: Value,
) -> Result<(Operation, Vec<String>), RefusalCause> {
    let Value::Object(mut change) = change else {
        return Err(RefusalCause::NotAnObject);
    };
    let (kind, path) = match dialect {
        Dialect::V21 => kind_and_path_of_draft_10(&mut change)?,
        Dialect::V20 => kind_and_path_of_draft_4(&mut change)?,
    };
    let Value::String(path) = path else {
        return Err(RefusalCause::PathNotText);
    };
    let tokens = parse_pointer(&path).map_err(RefusalCause::Pointer)?;
    let mut value = || {
        change
            .remove("value")
            .ok_or_else(|| RefusalCause::NoValue(tokens.join("/")))
    };
    let operation = match kind {
        OperationKind::Remove => Operation::Remove { path },
        OperationKind::Add => Operation::Add {
            path,
            value: value()?,
        },
        OperationKind::Replace => Operation::Replace {
            path,
            value: value()?,
        },
    };
    Ok((operation, tokens))
}

fn kind_and_path_of_draft_10(
    change: &mut Map<String, Value>,
) -> Result<(OperationKind, Value), RefusalCause> {
    let name = change.get("op").and_then(Value::as_str);
    let kind = KINDS
        .into_iter()
        .find(|(word, _)| Some(*word) == name)
        .map(|(_, kind)| kind)
        .ok_or(RefusalCause::Operation)?;
    let path = change.remove("path").ok_or(RefusalCause::NoPath)?;
    Ok((kind, path))
}

fn kind_and_path_of_draft_4(
    change: &mut Map<String, Value>,
) -> Result<(OperationKind, Value), RefusalCause> {
    let mut found = KINDS
        .into_iter()
        .filter_map(|(word, kind)| Some((kind, change.remove(word)?)));
    let first = found.next().ok_or(RefusalCause::Operation)?;
    match found.next() {
        None => Ok(first),
        Some(_) => Err(RefusalCause::SeveralOperations),
    }
}

impl Patch {
    /// Reads a request: its `Content-Type` and its body.
    ///
    /// # Errors
    /// The first thing that is wrong, with Glance's status.
    pub fn read(content_type: &str, body: &[u8]) -> Result<Self, PatchRefusal> {
        parse(Dialect::from_content_type(content_type)?, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glance::patch::ACCEPT_PATCH;
    use serde_json::json;

    fn cause(dialect: Dialect, body: &str) -> (u16, RefusalCause) {
        let refusal = parse(dialect, body.as_bytes()).unwrap_err();
        (refusal.status(), refusal.cause)
    }

    #[test]
    fn both_forms_read_as_the_same_operations() {
        let new = br#"[{"op":"replace","path":"/name","value":"x"},
                       {"op":"remove","path":"/os_distro"},
                       {"op":"add","path":"/a~1b","value":null,"ignored":true}]"#;
        let old = br#"[{"replace":"/name","value":"x"},{"remove":"/os_distro"},
                       {"add":"/a~1b","value":null}]"#;
        let new = Patch::read(&format!("{MEDIA_TYPE}; charset=utf-8"), new).unwrap();
        let old = Patch::read(MEDIA_TYPE_V20, old).unwrap();
        assert_eq!((new.dialect, old.dialect), (Dialect::V21, Dialect::V20));
        assert_eq!(new.operations, old.operations);
        assert_eq!(
            serde_json::to_value(&new.operations).unwrap(),
            json!([
                {"op": "replace", "path": "/name", "value": "x"},
                {"op": "remove", "path": "/os_distro"},
                {"op": "add", "path": "/a~1b", "value": null},
            ])
        );
    }

    #[test]
    fn another_media_type_is_415_and_those_that_are_taken_can_be_told() {
        let refusal = Patch::read("application/json", b"[]").unwrap_err();
        assert_eq!(
            (refusal.status(), refusal.cause),
            (415, RefusalCause::MediaType)
        );
        for taken in [MEDIA_TYPE, MEDIA_TYPE_V20] {
            assert!(ACCEPT_PATCH.contains(taken));
        }
    }

    #[test]
    fn a_body_of_the_wrong_form_is_400() {
        for (body, expected) in [
            ("", RefusalCause::NotJson),
            ("{}", RefusalCause::NotAList),
            ("[1]", RefusalCause::NotAnObject),
            (r#"[{"path":"/name"}]"#, RefusalCause::Operation),
            (r#"[{"op":"test","path":"/name"}]"#, RefusalCause::Operation),
            (
                r#"[{"op":"move","path":"/name","from":"/a"}]"#,
                RefusalCause::Operation,
            ),
            (r#"[{"op":1,"path":"/name"}]"#, RefusalCause::Operation),
            (r#"[{"op":"remove"}]"#, RefusalCause::NoPath),
            (r#"[{"op":"remove","path":1}]"#, RefusalCause::PathNotText),
            (
                r#"[{"op":"add","path":"/name"}]"#,
                RefusalCause::NoValue("name".into()),
            ),
        ] {
            assert_eq!(cause(Dialect::V21, body), (400, expected), "{body}");
        }
        assert_eq!(
            cause(Dialect::V20, r#"[{"add":"/a","remove":"/b","value":1}]"#),
            (400, RefusalCause::SeveralOperations)
        );
        assert_eq!(
            cause(Dialect::V20, r#"[{"op":"remove","path":"/a"}]"#),
            (400, RefusalCause::Operation)
        );
    }

    #[test]
    fn only_the_letters_of_the_two_types_are_those_types() {
        for (content_type, is_known) in [
            (MEDIA_TYPE.to_owned(), true),
            (format!(" {MEDIA_TYPE}\t"), true),
            (format!("{MEDIA_TYPE};charset=utf-8"), true),
            (format!("{MEDIA_TYPE} ;charset=utf-8"), false),
            (MEDIA_TYPE.to_uppercase(), false),
            (format!("{MEDIA_TYPE}, {MEDIA_TYPE}"), false),
            (String::new(), false),
        ] {
            let read = Dialect::from_content_type(&content_type);
            assert_eq!(read.is_ok(), is_known, "{content_type:?}");
        }
    }

    #[test]
    fn a_refusal_names_the_operation() {
        let body = br#"[{"op":"remove","path":"/a"},{"op":"remove","path":"a"}]"#;
        assert_eq!(parse(Dialect::V21, body).unwrap_err().operation, Some(1));
        assert!(parse(Dialect::V21, b"[]").unwrap().operations.is_empty());
    }
}
