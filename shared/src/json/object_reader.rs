//! Reads objects key by key from parsed JSON.
//!
//! What serde derives for a struct of many keys and a flattened rest is a state machine per type and
//! per source, the largest functions of the dashboard by far. The objects that the dashboard reads
//! are taken apart by these functions instead, which all of them share.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::{Nullable, Other};
use crate::json::wrong_field::WrongField;

/// What comes of reading a key that may be absent or `null`.
type Read<T> = Result<Option<T>, WrongField>;

/// The keys of an object that have not been taken yet.
pub(crate) struct ObjectReader(Other);

impl ObjectReader {
    pub(crate) const fn of(object: Other) -> Self {
        Self(object)
    }

    /// Whatever the key has, `null` included.
    pub(crate) fn nullable(&mut self, key: &'static str) -> Nullable<Value> {
        self.0
            .remove(key)
            .map_or(Nullable::Absent, |value| match value {
                Value::Null => Nullable::Null,
                value => Nullable::Value(value),
            })
    }

    /// Whatever the key has, `null` included; `None` where there is no such key.
    pub(crate) fn any(&mut self, key: &'static str) -> Option<Value> {
        self.0.remove(key)
    }

    /// Whatever the key has, other than `null`.
    pub(crate) fn value(&mut self, key: &'static str) -> Option<Value> {
        self.0.remove(key).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Read<String> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(WrongField(key)),
        }
    }

    /// Text that must be there.
    pub(crate) fn demanded(&mut self, key: &'static str) -> Result<String, WrongField> {
        self.text(key)?.ok_or(WrongField(key))
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> Read<bool> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(WrongField(key)),
        }
    }

    pub(crate) fn number(&mut self, key: &'static str) -> Read<Number> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(Some(number)),
            Some(_) => Err(WrongField(key)),
        }
    }

    /// A whole number from 0.
    pub(crate) fn whole(&mut self, key: &'static str) -> Read<u64> {
        match self.number(key)? {
            None => Ok(None),
            Some(number) => number.as_u64().map(Some).ok_or(WrongField(key)),
        }
    }

    /// What `read` makes of the key. A value of which it makes nothing is left among the rest.
    pub(crate) fn readable<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> Read<T>,
    ) -> Option<T> {
        let came = self.0.get(key).cloned()?;
        let value = read(self, key).ok().flatten();
        if value.is_none() {
            self.0.insert(key.to_owned(), came);
        }
        value
    }

    /// The key's value as a `T`. One that is none is left among the rest, and so is `null`.
    pub(crate) fn known<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let known = T::deserialize(self.0.get(key).filter(|value| !value.is_null())?).ok()?;
        self.0.remove(key);
        Some(known)
    }

    /// The same for a key that may be `null`.
    pub(crate) fn known_or_null<T: DeserializeOwned>(&mut self, key: &'static str) -> Nullable<T> {
        if self.0.get(key).is_some_and(Value::is_null) {
            self.0.remove(key);
            return Nullable::Null;
        }
        self.known(key).map_or(Nullable::Absent, Nullable::Value)
    }

    pub(crate) fn list(&mut self, key: &'static str) -> Read<Vec<Value>> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(WrongField(key)),
        }
    }

    pub(crate) fn object(&mut self, key: &'static str) -> Read<Other> {
        match self.value(key) {
            None => Ok(None),
            Some(value) => as_object(key, value).map(Some),
        }
    }

    pub(crate) fn texts(&mut self, key: &'static str) -> Read<Vec<String>> {
        let Some(list) = self.list(key)? else {
            return Ok(None);
        };
        let mut texts = Vec::with_capacity(list.len());
        for element in list {
            let Value::String(text) = element else {
                return Err(WrongField(key));
            };
            texts.push(text);
        }
        Ok(Some(texts))
    }

    pub(crate) fn one<T>(&mut self, key: &'static str) -> Read<T>
    where
        T: TryFrom<Other, Error = WrongField>,
    {
        self.object(key)?.map(T::try_from).transpose()
    }

    pub(crate) fn several<T>(&mut self, key: &'static str) -> Read<Vec<T>>
    where
        T: TryFrom<Other, Error = WrongField>,
    {
        let Some(list) = self.list(key)? else {
            return Ok(None);
        };
        let mut several = Vec::with_capacity(list.len());
        for element in list {
            several.push(T::try_from(as_object(key, element)?)?);
        }
        Ok(Some(several))
    }

    /// A list of which one odd element hides no other.
    pub(crate) fn lenient_vec<T>(&mut self, key: &'static str) -> Read<LenientVec<T>>
    where
        T: TryFrom<Other, Error = WrongField>,
    {
        Ok(self.list(key)?.map(LenientVec::of_objects))
    }

    pub(crate) fn by_name<T>(&mut self, key: &'static str) -> Read<BTreeMap<String, T>>
    where
        T: TryFrom<Other, Error = WrongField>,
    {
        let Some(object) = self.object(key)? else {
            return Ok(None);
        };
        let mut by_name = BTreeMap::new();
        for (name, value) in object {
            by_name.insert(name, T::try_from(as_object(key, value)?)?);
        }
        Ok(Some(by_name))
    }

    /// What nobody has taken.
    pub(crate) fn rest(self) -> Other {
        self.0
    }
}

fn as_object(key: &'static str, value: Value) -> Result<Other, WrongField> {
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(WrongField(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> ObjectReader {
        ObjectReader::of(as_object("", value).unwrap())
    }

    #[test]
    fn a_key_is_absent_null_of_its_type_or_wrong() {
        let object =
            json!({"null": null, "text": "x", "number": 7, "part": 1.5, "texts": ["a", 1]});
        let mut fields = fields(object);
        assert_eq!(fields.text("absent"), Ok(None));
        assert_eq!(fields.nullable("absent"), Nullable::Absent);
        assert_eq!(fields.nullable("null"), Nullable::Null);
        assert_eq!(fields.whole("number"), Ok(Some(7)));
        assert_eq!(fields.whole("part"), Err(WrongField("part")));
        assert_eq!(fields.texts("texts"), Err(WrongField("texts")));
        assert_eq!(fields.flag("text"), Err(WrongField("text")));
    }

    #[test]
    fn what_nobody_takes_is_left() {
        let mut fields = fields(json!({"known": true, "unknown": null}));
        assert_eq!(fields.flag("known"), Ok(Some(true)));
        assert_eq!(Value::Object(fields.rest()), json!({"unknown": null}));
    }
}
