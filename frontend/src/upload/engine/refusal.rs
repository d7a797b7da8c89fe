//! Reads what Glance's refusals of data say, because the status alone does not tell a person what
//! to do.

use gaze_shared::image::DiskFormat;
use gaze_shared::units::Bytes;
use gaze_shared::usage::{ResourceUsage, UsageInfo};

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

/// A limit that a request would exceed, as oslo.limit words it (`oslo_limit/exception.py`,
/// `OverLimitInfo`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverLimit {
    /// The resource.
    pub resource: Resource,
    /// The limit, in the resource's unit.
    pub limit: i64,
    /// What was used when Glance looked.
    pub usage: i64,
    /// What the request would have added.
    pub delta: i64,
}

/// Glance's four limited resources (`glance/quota/keystone.py`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Stored data in MiB.
    SizeTotal,
    /// Data staged for import in MiB.
    StageTotal,
    /// Images.
    CountTotal,
    /// Images whose data is on its way.
    CountUploading,
    /// One that this build does not know.
    Other(String),
}

impl From<&str> for Resource {
    fn from(name: &str) -> Self {
        match name {
            "image_size_total" => Self::SizeTotal,
            "image_stage_total" => Self::StageTotal,
            "image_count_total" => Self::CountTotal,
            "image_count_uploading" => Self::CountUploading,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl OverLimit {
    /// Reads every `Resource R is over limit of L due to current usage U and delta D` of a text.
    #[must_use]
    pub fn parse_all(text: &str) -> Vec<Self> {
        text.split("Resource ")
            .skip(1)
            .filter_map(Self::parse_one)
            .collect()
    }

    /// The limits that one more image of `size` exceeds, as usage stands.
    #[must_use]
    pub fn of_usage(info: &UsageInfo, size: Bytes) -> Vec<Self> {
        let size_mib = i64::try_from(size.to_mib_rounded_up()).unwrap_or(i64::MAX);
        let usage = &info.usage;
        [
            (Resource::SizeTotal, &usage.image_size_total, size_mib),
            // The image itself is counted already when its data is refused.
            (Resource::CountUploading, &usage.image_count_uploading, 1),
        ]
        .into_iter()
        .filter_map(|(resource, usage, delta)| {
            let ResourceUsage { limit, usage, .. } = *usage.as_ref()?;
            (limit >= 0 && usage.saturating_add(delta) > limit).then_some(Self {
                resource,
                limit,
                usage,
                delta,
            })
        })
        .collect()
    }

    fn parse_one(text: &str) -> Option<Self> {
        let (resource, rest) = text.split_once(" is over limit of ")?;
        let (limit, rest) = rest.split_once(" due to current usage ")?;
        let (usage, rest) = rest.split_once(" and delta ")?;
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(rest.len());
        Some(Self {
            resource: Resource::from(resource),
            limit: limit.parse().ok()?,
            usage: usage.parse().ok()?,
            delta: rest.get(..end)?.parse().ok()?,
        })
    }
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
            OverLimit::parse_all(text),
            [
                OverLimit {
                    resource: Resource::SizeTotal,
                    limit: 64,
                    usage: 0,
                    delta: 66
                },
                OverLimit {
                    resource: Resource::CountTotal,
                    limit: 10,
                    usage: 10,
                    delta: 1
                },
            ]
        );
    }

    #[test]
    fn exceeded_limits_can_be_told_from_usage() {
        let text = r#"{"usage":{"image_size_total":{"limit":64,"usage":3},
            "image_count_uploading":{"limit":-1,"usage":7}}}"#;
        let info: UsageInfo = serde_json::from_str(text).unwrap();
        assert_eq!(
            OverLimit::of_usage(&info, Bytes(70_000_000)),
            [OverLimit {
                resource: Resource::SizeTotal,
                limit: 64,
                usage: 3,
                delta: 67
            }]
        );
        assert_eq!(OverLimit::of_usage(&info, Bytes(1)), []);
        assert_eq!(OverLimit::of_usage(&UsageInfo::default(), Bytes(1)), []);
    }

    #[test]
    fn a_413_of_another_kind_names_no_limit() {
        assert_eq!(OverLimit::parse_all("Image storage media is full"), []);
        assert_eq!(
            OverLimit::parse_all("Resource x is over limit of many due to"),
            []
        );
    }
}
