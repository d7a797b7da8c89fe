//! Values of an image that its fields cannot hold.

use serde_json::{Map, Value};

use crate::json::object_reader::ObjectReader;
use crate::units::whole_number;

/// The values of an image that came in a form that its fields do not have, so that writing the image
/// again gives what was read.
///
/// Glance takes `2.0` for an integer and echoes it so, and records the `virtual_size` -47104 for a
/// LUKS header whose payload lies behind the end of the file. A Glance to come, or something before
/// it, may leave out or send as `null` what always has a value today. A list must not break on any
/// of these: what a field cannot hold reads as nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct UnparsedValues(Vec<UnparsedValue>);

#[derive(Clone, Debug, PartialEq)]
struct UnparsedValue {
    key: &'static str,
    /// `None` where there was no such key.
    came: Option<Value>,
    /// The field's own JSON as it was read, `None` where it is not written: a field that has another
    /// one by now was edited.
    read_as: Option<Value>,
}

impl UnparsedValues {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts each value back as it came, other than those that were edited since.
    pub(super) fn put_back(&self, written: &mut Map<String, Value>) {
        for odd in &self.0 {
            if written.get(odd.key) != odd.read_as.as_ref() {
                continue;
            }
            match &odd.came {
                Some(came) => written.insert(odd.key.to_owned(), came.clone()),
                None => written.remove(odd.key),
            };
        }
    }
}

/// Takes the keys of an image one after the other, and notes the values that are odd.
pub(super) struct Reader {
    pub(super) fields: ObjectReader,
    pub(super) odd: UnparsedValues,
}

impl Reader {
    pub(super) fn of(fields: ObjectReader) -> Self {
        Self {
            fields,
            odd: UnparsedValues::default(),
        }
    }

    fn note(&mut self, key: &'static str, came: Option<Value>, read_as: Option<Value>) {
        self.odd.0.push(UnparsedValue { key, came, read_as });
    }

    /// Text of a key that is written as `null` when there is none.
    pub(super) fn nullable(&mut self, key: &'static str) -> Option<String> {
        match self.fields.any(key)? {
            Value::String(text) => return Some(text),
            Value::Null => {}
            came => self.note(key, Some(came), Some(Value::Null)),
        }
        None
    }

    /// Text of a key that is not written when there is none.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<String> {
        match self.fields.any(key)? {
            Value::String(text) => return Some(text),
            came => self.note(key, Some(came), None),
        }
        None
    }

    /// Text that is always there; empty where it is not.
    pub(super) fn demanded(&mut self, key: &'static str) -> String {
        match self.fields.any(key) {
            Some(Value::String(text)) => return text,
            came => self.note(key, came, Some(Value::from(""))),
        }
        String::new()
    }

    /// Yes or no; no where it is neither.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        match self.fields.any(key) {
            Some(Value::Bool(flag)) => return flag,
            None => {}
            came => self.note(key, came, Some(Value::Bool(false))),
        }
        false
    }

    /// A list of texts, without what is none.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(came) = self.fields.any(key) else {
            return Vec::new();
        };
        let list = came.as_array().map_or(&[][..], Vec::as_slice);
        let texts = list.iter().filter_map(Value::as_str).map(str::to_owned);
        let texts: Vec<String> = texts.collect();
        if !came.is_array() || texts.len() < list.len() {
            let read_as = Value::from(texts.clone());
            self.note(key, Some(came), Some(read_as));
        }
        texts
    }

    /// A whole number from 0; `None` for anything else. `missing` is the JSON of a field without a
    /// number.
    pub(super) fn number<T: TryFrom<u64>>(
        &mut self,
        key: &'static str,
        missing: Value,
    ) -> Option<T> {
        let came = self.fields.any(key)?;
        let whole = came.as_number().and_then(whole_number);
        let number = whole.and_then(|whole| T::try_from(whole).ok());
        if number.is_none() && came == missing {
            return None;
        }
        if number.is_none() || !came.is_u64() {
            let read_as = whole
                .filter(|_| number.is_some())
                .map_or(missing, Value::from);
            self.note(key, Some(came), Some(read_as));
        }
        number
    }

    /// What `read` makes of a key that is not written when there is nothing.
    pub(super) fn readable<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Option<T> {
        let came = self.fields.any(key)?;
        let value = read(came.clone());
        if value.is_none() {
            self.note(key, Some(came), None);
        }
        value
    }
}
