//! Reads what Glance's refusals of data say, because the status alone does not tell a person what
//! to do.

use gaze_shared::gateway::{LimitSource, OverQuota, QuotaResource, QuotaUnit};
use gaze_shared::glance::image::DiskFormat;
use gaze_shared::units::Bytes;

/// Why Glance refused the bytes themselves (415 from `PUT …/file`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BytesRefusal {
    /// The bytes are of another format than the image declares.
    OtherFormat {
        /// What Glance found, when it named it.
        found: Option<DiskFormat>,
    },
    /// The format is right, but what the file contains could harm the cloud: a backing file, an
    /// external data file, a broken partition table. Only Glance's log names the cause.
    Unsafe,
}

impl BytesRefusal {
    /// Reads Glance's text (`glance/location.py`, `_inspect_stream` and its callers).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.contains("safety check") {
            return Self::Unsafe;
        }
        let found = text
            .split_once("does not match stream data ")
            .and_then(|(_, rest)| rest.split([' ', '\n', '<', ',']).next())
            .map(|word| word.trim_end_matches('.'))
            .filter(|word| !word.is_empty())
            .map(DiskFormat::from);
        Self::OtherFormat { found }
    }
}

/// Reads every `Resource R is over limit of L due to current usage U and delta D` of a text, as
/// oslo.limit words it (`oslo_limit/exception.py`, `OverLimitInfo`).
#[must_use]
pub fn exceeded_at_glance(text: &str) -> Vec<OverQuota> {
    text.split("Resource ")
        .skip(1)
        .filter_map(exceeded_limit)
        .collect()
}

fn exceeded_limit(text: &str) -> Option<OverQuota> {
    let (resource, rest) = text.split_once(" is over limit of ")?;
    let (limit, rest) = rest.split_once(" due to current usage ")?;
    let (usage, rest) = rest.split_once(" and delta ")?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '-')
        .unwrap_or(rest.len());
    let resource = QuotaResource::from(resource);
    // Sizes are in MiB there (`glance/quota/keystone.py`).
    let unit = match resource {
        QuotaResource::ImageSizeTotal | QuotaResource::ImageStageTotal => QuotaUnit::Bytes,
        _ => QuotaUnit::Images,
    };
    let amount = |text: &str| {
        let number = u64::try_from(text.parse::<i64>().ok()?).unwrap_or_default();
        Some(match unit {
            QuotaUnit::Bytes => Bytes::from_mib(number).0,
            _ => number,
        })
    };
    Some(OverQuota {
        limit: amount(limit)?,
        usage: amount(usage)?,
        reserved: 0,
        asked: amount(rest.get(..end)?)?,
        resource,
        unit,
        source: LimitSource::Cloud,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_mismatch_names_what_glance_found() {
        let text = "Image disk_format qcow2 does not match stream data raw";
        assert_eq!(
            BytesRefusal::parse(text),
            BytesRefusal::OtherFormat {
                found: Some(DiskFormat::Raw)
            }
        );
    }

    #[test]
    fn failed_safety_checks_are_told_apart_from_a_mismatch() {
        assert_eq!(
            BytesRefusal::parse("Image failed safety checks"),
            BytesRefusal::Unsafe
        );
    }

    #[test]
    fn a_refusal_in_other_words_is_still_a_refusal_of_the_format() {
        assert_eq!(
            BytesRefusal::parse(""),
            BytesRefusal::OtherFormat { found: None }
        );
    }

    #[test]
    fn every_exceeded_limit_of_a_text_is_read() {
        let text = "Project a16f is over a limit for [Resource image_size_total is over limit of \
                    64 due to current usage 0 and delta 66, Resource image_count_total is over \
                    limit of 10 due to current usage 10 and delta 1]";
        assert_eq!(
            exceeded_at_glance(text),
            [
                OverQuota {
                    resource: QuotaResource::ImageSizeTotal,
                    limit: 64 << 20,
                    usage: 0,
                    reserved: 0,
                    asked: 66 << 20,
                    unit: QuotaUnit::Bytes,
                    source: LimitSource::Cloud,
                },
                OverQuota {
                    resource: QuotaResource::ImageCountTotal,
                    limit: 10,
                    usage: 10,
                    reserved: 0,
                    asked: 1,
                    unit: QuotaUnit::Images,
                    source: LimitSource::Cloud,
                },
            ]
        );
    }

    #[test]
    fn a_413_of_another_kind_names_no_limit() {
        assert_eq!(exceeded_at_glance("Image storage media is full"), []);
        assert_eq!(
            exceeded_at_glance("Resource x is over limit of many due to"),
            []
        );
    }
}
