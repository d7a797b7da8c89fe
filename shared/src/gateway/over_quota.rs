//! A limit that a request would exceed, from the ledger that finds it to the person who is told.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{LimitSource, QuotaResource, QuotaUnit};
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;

/// A limit that a request would exceed.
///
/// `Display` is how the `details` of a 413 write it, for people who read an answer of the gateway's, and the
/// log: `image_size_total: limit 67108864, usage 0, reserved 1048576, asked 70254592, unit bytes.`
/// Programs read `over` beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct OverQuota {
    pub resource: QuotaResource,
    /// What the amounts are counted in.
    pub unit: QuotaUnit,
    /// How much there may be.
    pub limit: u64,
    /// How much there is.
    pub usage: u64,
    /// How much is reserved for requests that have not ended.
    pub reserved: u64,
    /// How much the request asked for.
    pub asked: u64,
    /// Who has set the limit.
    pub source: LimitSource,
}

impl OverQuota {
    /// By how much it does not fit.
    #[must_use]
    pub fn excess(&self) -> u64 {
        self.usage
            .saturating_add(self.reserved)
            .saturating_add(self.asked)
            .saturating_sub(self.limit)
    }
}

impl fmt::Display for OverQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            resource,
            unit,
            limit,
            usage,
            reserved,
            asked,
            source: _,
        } = self;
        write!(
            f,
            "{resource}: limit {limit}, usage {usage}, reserved {reserved}, asked {asked}, unit {unit}."
        )
    }
}

impl TryFrom<Other> for OverQuota {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let mut amount = |key| fields.whole(key)?.ok_or(WrongField(key));
        let (limit, usage) = (amount("limit")?, amount("usage")?);
        let (reserved, asked) = (amount("reserved")?, amount("asked")?);
        Ok(Self {
            resource: QuotaResource::from(fields.demanded("resource")?.as_str()),
            unit: QuotaUnit::from(fields.demanded("unit")?.as_str()),
            limit,
            usage,
            reserved,
            asked,
            source: LimitSource::from(fields.demanded("source")?.as_str()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storage() -> OverQuota {
        OverQuota {
            resource: QuotaResource::ImageSizeTotal,
            unit: QuotaUnit::Bytes,
            limit: 64 << 20,
            usage: 0,
            reserved: 1 << 20,
            asked: 67 << 20,
            source: LimitSource::Plan,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let images = OverQuota {
            resource: QuotaResource::ImageCountTotal,
            unit: QuotaUnit::Images,
            limit: 10,
            usage: u64::MAX,
            reserved: 0,
            asked: 1,
            source: LimitSource::Cloud,
        };
        let over = vec![storage(), images];
        let text = serde_json::to_string(&over).unwrap();
        assert_eq!(serde_json::from_str::<Vec<OverQuota>>(&text).unwrap(), over);
    }

    #[test]
    fn what_lacks_a_number_is_not_read() {
        let whole = serde_json::to_value(storage()).unwrap();
        for (key, value) in [("asked", None), ("usage", Some(-2)), ("limit", None)] {
            let mut object = whole.as_object().unwrap().clone();
            match value {
                Some(value) => object.insert(key.to_owned(), value.into()),
                None => object.remove(key),
            };
            assert!(OverQuota::try_from(object).is_err(), "{key}");
        }
    }

    #[test]
    fn people_read_all_of_its_numbers() {
        assert_eq!(
            storage().to_string(),
            "image_size_total: limit 67108864, usage 0, reserved 1048576, asked 70254592, unit bytes."
        );
    }

    #[test]
    fn the_excess_is_what_is_asked_for_beyond_what_is_left() {
        assert_eq!(storage().excess(), 4 << 20);
    }
}
