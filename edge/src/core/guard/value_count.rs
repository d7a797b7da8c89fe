//! How many values a document has, counted without keeping any of them.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Whether a document has more values than this. What does not read is not counted to its end: it is refused,
/// whatever it has.
pub(super) fn is_above(document: &[u8], most: usize) -> bool {
    // Each has a character at least, and one that parts it from the next.
    if document.len() / 2 < most {
        return false;
    }
    let left = Cell::new(most);
    let mut reader = serde_json::Deserializer::from_slice(document);
    Counter { left: &left }.deserialize(&mut reader).is_err() && left.get() == 0
}

/// Counts a value, with all that is in it.
#[derive(Clone, Copy)]
struct Counter<'a> {
    /// How many more there may be.
    left: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Counter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        if left == 0 {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Counter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<(), A::Error> {
        while pairs.next_key::<serde::de::IgnoredAny>()?.is_some() {
            pairs.next_value_seed(self)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_counts_wherever_it_stands() {
        for (item, values) in [
            ("{}", 1),
            ("[]", 1),
            ("1", 1),
            ("-1.5", 1),
            (r#""a""#, 1),
            ("null", 1),
            (r#"{"a":1}"#, 2),
            ("[[1,2],[true]]", 6),
        ] {
            let document = format!("[{}]", vec![item; 100].join(","));
            // The list itself is one.
            let all = 1 + 100 * values;
            let bytes = document.as_bytes();
            assert!(!is_above(bytes, all), "{item}");
            // Where a document is too short for so many, nobody counts.
            let counts = bytes.len() / 2 >= all - 1;
            assert_eq!(is_above(bytes, all - 1), counts, "{item}");
        }
    }

    #[test]
    fn what_does_not_read_is_not_too_many() {
        let deep = "[".repeat(10_000);
        assert!(!is_above(deep.as_bytes(), 1_000));
        assert!(!is_above("x".repeat(10_000).as_bytes(), 1_000));
        let broken = format!("[{}", "{},".repeat(500));
        assert!(!is_above(broken.as_bytes(), 600));
    }
}
