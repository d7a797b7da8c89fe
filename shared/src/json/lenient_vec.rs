//! Lists of which one odd element does not hide the others.

use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::nullable::Other;
use crate::json::wrong_field::WrongField;

/// A list that another service sent. It is the list of the elements that could be read; those that
/// could not are kept in their places, so that what was read can be written again without loss.
#[derive(Clone, Debug, PartialEq)]
pub struct LenientVec<T> {
    readable: Vec<T>,
    /// In order of place.
    odd: Vec<OddElement>,
}

/// An element that could not be read.
#[derive(Clone, Debug, PartialEq)]
struct OddElement {
    /// Its index in the list as it came.
    index: usize,
    came: Value,
}

impl<T> LenientVec<T> {
    /// The elements that could not be read, as they came.
    pub fn unreadable(&self) -> impl Iterator<Item = &Value> {
        self.odd.iter().map(|odd| &odd.came)
    }

    /// Reads each element, and sets aside those of which `read` makes nothing.
    fn read(list: Vec<Value>, read: impl Fn(Value) -> Option<T>) -> Self {
        let mut lenient = Self::default();
        for (index, came) in list.into_iter().enumerate() {
            match read(came.clone()) {
                Some(element) => lenient.readable.push(element),
                None => lenient.odd.push(OddElement { index, came }),
            }
        }
        lenient
    }
}

impl<T: TryFrom<Other, Error = WrongField>> LenientVec<T> {
    /// Reads a list of objects that are read key by key.
    pub(crate) fn of_objects(list: Vec<Value>) -> Self {
        Self::read(list, |value| match value {
            Value::Object(object) => T::try_from(object).ok(),
            _ => None,
        })
    }
}

impl<T> Default for LenientVec<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T> From<Vec<T>> for LenientVec<T> {
    fn from(readable: Vec<T>) -> Self {
        Self {
            readable,
            odd: Vec::new(),
        }
    }
}

impl<T> From<LenientVec<T>> for Vec<T> {
    fn from(lenient: LenientVec<T>) -> Self {
        lenient.readable
    }
}

impl<T> Deref for LenientVec<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.readable
    }
}

impl<T> DerefMut for LenientVec<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.readable
    }
}

impl<T> IntoIterator for LenientVec<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.readable.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a LenientVec<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.readable.iter()
    }
}

/// An element as it is written: one that was read, or one that was set aside.
#[derive(Serialize)]
#[serde(untagged)]
enum Written<'a, T> {
    Readable(&'a T),
    Odd(&'a Value),
}

impl<T: Serialize> Serialize for LenientVec<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.odd.is_empty() {
            return self.readable.serialize(serializer);
        }
        let mut written: Vec<_> = self.readable.iter().map(Written::Readable).collect();
        for odd in &self.odd {
            // The readable ones may have become fewer since.
            let index = odd.index.min(written.len());
            written.insert(index, Written::Odd(&odd.came));
        }
        written.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for LenientVec<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Vec::deserialize(deserializer)?;
        Ok(Self::read(list, |value| T::deserialize(value).ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_elements_are_set_aside_and_written_in_their_places() {
        let text = r#"[null,1,"x",2,{"deep":[]},3,-1]"#;
        let mut lenient: LenientVec<u8> = serde_json::from_str(text).unwrap();
        assert_eq!(*lenient, [1, 2, 3]);
        assert_eq!(lenient.unreadable().count(), 4);
        assert_eq!(serde_json::to_string(&lenient).unwrap(), text);
        lenient.truncate(1);
        assert_eq!(
            serde_json::to_string(&lenient).unwrap(),
            r#"[null,1,"x",{"deep":[]},-1]"#
        );
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for text in ["null", "{}", "\"x\""] {
            assert!(
                serde_json::from_str::<LenientVec<u8>>(text).is_err(),
                "{text}"
            );
        }
    }
}
