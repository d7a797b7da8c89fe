//! Numbers of an image in a form that its fields cannot hold.

use serde_json::Value;

use crate::fields::Fields;
use crate::sent::Other;
use crate::units::whole_number;

/// The numbers of an image that came as something else than a whole number from 0, so that writing
/// the image again gives what was read.
///
/// Glance takes `2.0` for an integer and echoes it so, and records the `virtual_size` -47104 for a
/// LUKS header whose payload lies behind the end of the file. A list must not break on either.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OddNumbers(Vec<OddNumber>);

#[derive(Clone, Debug, PartialEq)]
struct OddNumber {
    key: &'static str,
    came: Value,
    /// The field's own JSON as it was read: a field that has another one by now was edited.
    read_as: Value,
}

impl OddNumbers {
    /// Takes a whole number from 0; `None` for anything else, which is kept, and for nothing.
    /// `missing` is the JSON of a field without a number.
    pub(super) fn take<T: TryFrom<u64>>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        missing: Value,
    ) -> Option<T> {
        let came = fields.value(key)?;
        let whole = came.as_number().and_then(whole_number);
        let number = whole.and_then(|whole| T::try_from(whole).ok());
        if number.is_none() || !came.is_u64() {
            let read_as = whole
                .filter(|_| number.is_some())
                .map_or(missing, Value::from);
            self.0.push(OddNumber { key, came, read_as });
        }
        number
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts each number back as it came, other than those that were edited since.
    pub(super) fn put_back(&self, written: &mut Other) {
        for odd in &self.0 {
            if let Some(value) = written.get_mut(odd.key).filter(|now| **now == odd.read_as) {
                value.clone_from(&odd.came);
            }
        }
    }
}
