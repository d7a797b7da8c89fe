//! The numbers of a refusal: what stands in the `details` of a 413 of the kind `over_quota`.

use std::fmt;

use super::{QuotaResource, QuotaUnit};

/// A limit that a request would exceed.
///
/// `Display` is how it is written on the wire, for people and for programs:
/// `image_size_total: limit 67108864, usage 0, reserved 1048576, asked 70254592, unit bytes.`
/// Several of them are joined by a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverQuota {
    pub resource: QuotaResource,
    /// How much there may be.
    pub limit: u64,
    /// How much there is.
    pub usage: u64,
    /// How much is promised to requests that have not ended.
    pub reserved: u64,
    /// How much the request asked for.
    pub asked: u64,
    /// What the amounts are counted in.
    pub unit: QuotaUnit,
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

    /// Reads every one that a text holds; empty when it holds none.
    #[must_use]
    pub fn parse_all(text: &str) -> Vec<Self> {
        text.split('.').filter_map(Self::parse).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        let (resource, amounts) = text.trim().split_once(": ")?;
        let mut amounts = amounts.split(", ");
        let mut next = |name| amounts.next()?.strip_prefix(name)?.strip_prefix(' ');
        Some(Self {
            resource: resource.into(),
            limit: next("limit")?.parse().ok()?,
            usage: next("usage")?.parse().ok()?,
            reserved: next("reserved")?.parse().ok()?,
            asked: next("asked")?.parse().ok()?,
            unit: next("unit")?.into(),
        })
    }
}

impl fmt::Display for OverQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            resource,
            limit,
            usage,
            reserved,
            asked,
            unit,
        } = self;
        write!(
            f,
            "{resource}: limit {limit}, usage {usage}, reserved {reserved}, asked {asked}, unit {unit}."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storage() -> OverQuota {
        OverQuota {
            resource: QuotaResource::ImageSizeTotal,
            limit: 64 << 20,
            usage: 0,
            reserved: 1 << 20,
            asked: 67 << 20,
            unit: QuotaUnit::Bytes,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let images = OverQuota {
            resource: QuotaResource::ImageCountTotal,
            limit: 10,
            usage: u64::MAX,
            reserved: 0,
            asked: 1,
            unit: QuotaUnit::Images,
        };
        let storage = storage();
        assert_eq!(
            storage.to_string(),
            "image_size_total: limit 67108864, usage 0, reserved 1048576, asked 70254592, unit bytes."
        );
        assert_eq!(
            OverQuota::parse_all(&format!("{storage} {images}")),
            [storage, images]
        );
    }

    #[test]
    fn other_words_around_it_do_no_harm_and_what_lacks_a_number_is_left_out() {
        let text = format!("This does not fit. {} Ask for more.", storage());
        assert_eq!(OverQuota::parse_all(&text), [storage()]);
        for text in [
            "",
            "image_size_total: limit 1, usage 2, reserved 3, asked 4",
            "image_size_total: limit 1, usage -2, reserved 3, asked 4, unit bytes.",
            "image_size_total: usage 2, limit 1, reserved 3, asked 4, unit bytes.",
        ] {
            assert_eq!(OverQuota::parse_all(text), [], "{text}");
        }
    }

    #[test]
    fn the_excess_is_what_is_asked_for_beyond_what_is_left() {
        assert_eq!(storage().excess(), 4 << 20);
    }
}
