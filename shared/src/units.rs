//! Sizes as types, so that bytes, MiB and GiB cannot be mixed up.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Number;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// A number of bytes. `Display` is for people: binary units with one decimal (`2.0 GiB`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// No bytes at all.
    pub const ZERO: Self = Self(0);

    /// Whole MiB as bytes, saturating.
    #[must_use]
    pub const fn from_mib(mib: u64) -> Self {
        Self(mib.saturating_mul(MIB))
    }

    /// The GiB that hold these bytes, rounded up: what `min_disk` must be at least.
    #[must_use]
    pub fn to_gib_rounded_up(self) -> Gibibytes {
        Gibibytes(u32::try_from(self.0.div_ceil(GIB)).unwrap_or(u32::MAX))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryUnit {
    Byte,
    Kibibyte,
    Mebibyte,
    Gibibyte,
    Tebibyte,
    Pebibyte,
}

impl BinaryUnit {
    /// The sign of IEC 80000-13, which no language translates.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Byte => "B",
            Self::Kibibyte => "KiB",
            Self::Mebibyte => "MiB",
            Self::Gibibyte => "GiB",
            Self::Tebibyte => "TiB",
            Self::Pebibyte => "PiB",
        }
    }
}

/// A size in one binary unit, rounded to a tenth of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BinarySize {
    /// In tenths of the unit; of bytes there are whole ones only.
    pub tenths: u64,
    pub unit: BinaryUnit,
}

impl Bytes {
    /// The size in the largest unit that it fills, for people.
    #[must_use]
    pub fn in_binary_unit(self) -> BinarySize {
        const UNITS: [(u64, BinaryUnit); 5] = [
            (1 << 50, BinaryUnit::Pebibyte),
            (1 << 40, BinaryUnit::Tebibyte),
            (GIB, BinaryUnit::Gibibyte),
            (MIB, BinaryUnit::Mebibyte),
            (KIB, BinaryUnit::Kibibyte),
        ];
        // The next larger unit is taken as soon as one decimal would round up to 1024 of the smaller.
        let (size, unit) = UNITS
            .into_iter()
            .find(|(size, _)| {
                u128::from(self.0) * 20 >= u128::from(*size) * 20 - u128::from(*size / 1024)
            })
            .unwrap_or((1, BinaryUnit::Byte));
        // Integer arithmetic: a float would tell 2^60 - 1 differently on each target.
        let tenths = (u128::from(self.0) * 10 + u128::from(size) / 2) / u128::from(size);
        BinarySize {
            tenths: u64::try_from(tenths).unwrap_or(u64::MAX),
            unit,
        }
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BinarySize { tenths, unit } = self.in_binary_unit();
        let symbol = unit.symbol();
        match unit {
            BinaryUnit::Byte => write!(f, "{} {symbol}", self.0),
            _ => write!(f, "{}.{} {symbol}", tenths / 10, tenths % 10),
        }
    }
}

/// Whole GiB; the unit of `min_disk`, which the API calls GB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Gibibytes(pub u32);

/// Whole MiB; the unit of `min_ram`, which the API calls MB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Mebibytes(pub u32);

impl fmt::Display for Gibibytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} GiB", self.0)
    }
}

impl fmt::Display for Mebibytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} MiB", self.0)
    }
}

impl<'de> Deserialize<'de> for Gibibytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_whole_number(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for Mebibytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_whole_number(deserializer).map(Self)
    }
}

fn deserialize_whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    whole_number(&Number::deserialize(deserializer)?)
        .and_then(|number| u32::try_from(number).ok())
        .ok_or_else(|| serde::de::Error::custom("expected a whole number from 0 to 2147483647"))
}

/// Glance accepts `2.0` for an integer on create and echoes it so, because JSON Schema counts it as
/// an integer; a list must not break on it.
pub(crate) fn whole_number(number: &Number) -> Option<u64> {
    number.as_u64().or_else(|| {
        number
            .as_f64()
            .filter(|n| n.fract() == 0.0 && (0.0..u64::MAX as f64).contains(n))
            .map(|n| n as u64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_binary_units_with_one_decimal() {
        for (bytes, text) in [
            (0, "0 B"),
            (1, "1 B"),
            (1000, "1000 B"),
            (1024, "1.0 KiB"),
            (1536, "1.5 KiB"),
            (MIB - 1, "1.0 MiB"),
            (64 * MIB, "64.0 MiB"),
            (2 * GIB, "2.0 GiB"),
            (u64::MAX, "16384.0 PiB"),
        ] {
            assert_eq!(Bytes(bytes).to_string(), text, "{bytes}");
        }
    }

    #[test]
    fn a_float_that_is_whole_reads_as_the_integer_it_is() {
        assert_eq!(
            serde_json::from_str::<Gibibytes>("2.0").unwrap(),
            Gibibytes(2)
        );
        assert!(serde_json::from_str::<Gibibytes>("2.5").is_err());
        assert!(serde_json::from_str::<Gibibytes>("-1").is_err());
    }
}
