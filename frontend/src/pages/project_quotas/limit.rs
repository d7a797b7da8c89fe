//! The limits of a plan as they are typed: a whole number and a unit, or none.

use gaze_shared::gateway::Plan;
use gaze_shared::units::{BinaryUnit, Bytes};

use crate::i18n::{sizes, text};

/// What a limit is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LimitUnit {
    Tebibytes,
    Gibibytes,
    Mebibytes,
    Bytes,
    Images,
    Uploads,
    Requests,
    NoLimit,
}

use LimitUnit::{Gibibytes, Images, Mebibytes, NoLimit, Requests, Tebibytes, Uploads};

impl LimitUnit {
    /// How many bytes, images, uploads or requests it is.
    const fn size(self) -> u64 {
        match self {
            Tebibytes => 1 << 40,
            Gibibytes => 1 << 30,
            Mebibytes => 1 << 20,
            Self::Bytes | Images | Uploads | Requests | NoLimit => 1,
        }
    }

    /// What stands for it in the form.
    pub(super) const fn value(self) -> &'static str {
        match self {
            Tebibytes => BinaryUnit::Tebibyte.symbol(),
            Gibibytes => BinaryUnit::Gibibyte.symbol(),
            Mebibytes => BinaryUnit::Mebibyte.symbol(),
            Self::Bytes => "bytes",
            Images => "images",
            Uploads => "uploads",
            Requests => "requests",
            NoLimit => "none",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Tebibytes | Gibibytes | Mebibytes => self.value(),
            Self::Bytes => text::project_quotas::bytes(),
            Images => text::project_quotas::images(),
            Uploads => text::project_quotas::uploads(),
            Requests => text::project_quotas::requests(),
            NoLimit => text::project_quotas::no_limit(),
        }
    }

    fn amount(self, number: u64) -> String {
        match self {
            Tebibytes | Gibibytes | Mebibytes => text::project_quotas::amount(number, self.value()),
            Self::Bytes => sizes::exact_bytes(Bytes(number)),
            Images => text::quota::amount_of_images(number),
            Uploads => text::project_quotas::amount_of_uploads(number),
            Requests => text::quota::amount_of_requests(number),
            NoLimit => text::project_quotas::no_limit().to_owned(),
        }
    }
}

/// What a field of the form asks for, in the order of [`values_of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LimitKind {
    StoredData,
    ImageCount,
    UploadsAtOnce,
    UploadedPerDay,
    RequestsPerMinute,
}

/// The limits of a plan, one for each of [`LimitKind::ALL`].
pub(super) fn values_of(plan: &Plan) -> [Option<u64>; 5] {
    [
        plan.bytes_stored.map(|bytes| bytes.0),
        plan.images,
        plan.concurrent_uploads,
        plan.upload_bytes_per_day.map(|bytes| bytes.0),
        plan.requests_per_minute,
    ]
}

pub(super) fn plan_of(values: [Option<u64>; 5]) -> Plan {
    let [
        stored,
        images,
        concurrent_uploads,
        per_day,
        requests_per_minute,
    ] = values;
    Plan {
        bytes_stored: stored.map(Bytes),
        images,
        concurrent_uploads,
        upload_bytes_per_day: per_day.map(Bytes),
        requests_per_minute,
    }
}

impl LimitKind {
    pub(super) const ALL: [Self; 5] = [
        Self::StoredData,
        Self::ImageCount,
        Self::UploadsAtOnce,
        Self::UploadedPerDay,
        Self::RequestsPerMinute,
    ];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::StoredData => text::quota::stored_data(),
            Self::ImageCount => text::quota::images(),
            Self::UploadsAtOnce => text::quota::uploads_at_once(),
            Self::UploadedPerDay => text::project_quotas::uploaded_per_day(),
            Self::RequestsPerMinute => text::quota::requests_per_minute(),
        }
    }

    /// From the largest to the smallest.
    pub(super) const fn units(self) -> &'static [LimitUnit] {
        match self {
            Self::StoredData | Self::UploadedPerDay => {
                &[Tebibytes, Gibibytes, Mebibytes, LimitUnit::Bytes]
            }
            Self::ImageCount => &[Images],
            Self::UploadsAtOnce => &[Uploads],
            Self::RequestsPerMinute => &[Requests],
        }
    }

    /// The unit that this stands for in the form.
    pub(super) fn unit_of(self, value: &str) -> LimitUnit {
        let unit = self.units().iter().find(|unit| unit.value() == value);
        unit.copied().unwrap_or(NoLimit)
    }

    /// How a limit is written: in the largest unit that it is a whole number of.
    fn parts(self, limit: u64) -> (u64, LimitUnit) {
        let fits = |unit: &&LimitUnit| {
            limit.is_multiple_of(unit.size()) && (limit > 0 || unit.size() == 1)
        };
        let unit = self.units().iter().find(fits).copied().unwrap_or(NoLimit);
        (limit / unit.size(), unit)
    }

    /// What stands in the field for a limit.
    pub(super) fn written(self, limit: Option<u64>) -> (String, LimitUnit) {
        limit.map_or((String::new(), NoLimit), |limit| {
            let (number, unit) = self.parts(limit);
            (number.to_string(), unit)
        })
    }

    fn in_words(self, limit: u64) -> String {
        let (number, unit) = self.parts(limit);
        text::project_quotas::limit(self.label(), &unit.amount(number))
    }
}

/// What is typed, or what is wrong with it.
pub(super) fn read(typed: &str, unit: LimitUnit) -> Result<Option<u64>, &'static str> {
    if unit == NoLimit {
        return Ok(None);
    }
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(text::project_quotas::write_a_number());
    }
    if !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(text::project_quotas::write_a_whole_number());
    }
    let limit = typed
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(unit.size()));
    limit.map(Some).ok_or_else(text::project_quotas::too_large)
}

/// A plan in a line.
pub(super) fn summary(plan: &Plan) -> String {
    let limits: Vec<String> = LimitKind::ALL
        .into_iter()
        .zip(values_of(plan))
        .filter_map(|(kind, limit)| limit.map(|limit| kind.in_words(limit)))
        .collect();
    match limits.as_slice() {
        [] => text::project_quotas::no_limit().to_owned(),
        limits => limits.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_written_in_the_largest_unit_and_read_again() {
        let (bytes, images) = (LimitKind::StoredData, LimitKind::ImageCount);
        for (kind, limit, text, unit) in [
            (bytes, None, "", NoLimit),
            (bytes, Some(0), "0", LimitUnit::Bytes),
            (bytes, Some(3 << 40), "3", Tebibytes),
            (bytes, Some(1536 << 20), "1536", Mebibytes),
            (bytes, Some(1_000_000_007), "1000000007", LimitUnit::Bytes),
            (
                bytes,
                Some(u64::MAX),
                "18446744073709551615",
                LimitUnit::Bytes,
            ),
            (images, Some(0), "0", Images),
            (images, Some(20), "20", Images),
        ] {
            assert_eq!(kind.written(limit), (text.to_owned(), unit));
            assert_eq!(read(text, unit), Ok(limit), "{text} {unit:?}");
            assert_eq!(kind.unit_of(unit.value()), unit);
        }
    }

    #[test]
    fn what_is_no_whole_number_is_told_while_it_is_typed() {
        for (text, unit, expected) in [
            (
                "",
                Gibibytes,
                Err("Write a number, or choose no limit of our own."),
            ),
            (
                "-1",
                Gibibytes,
                Err("Write a whole number, such as 20, in a unit that fits."),
            ),
            (
                "1.5",
                Gibibytes,
                Err("Write a whole number, such as 20, in a unit that fits."),
            ),
            (
                "1e9",
                LimitUnit::Bytes,
                Err("Write a whole number, such as 20, in a unit that fits."),
            ),
            (
                "16777216",
                Tebibytes,
                Err("This is more than can be counted."),
            ),
            (
                "99999999999999999999",
                LimitUnit::Bytes,
                Err("This is more than can be counted."),
            ),
            (" 2 ", Gibibytes, Ok(Some(2 << 30))),
            ("anything", NoLimit, Ok(None)),
        ] {
            assert_eq!(read(text, unit), expected, "{text} {unit:?}");
        }
    }

    #[test]
    fn a_plan_survives_being_taken_apart() {
        let plan = plan_of([Some(5 << 30), None, Some(2), Some(1), None]);
        assert_eq!(plan_of(values_of(&plan)), plan);
        assert_eq!(
            summary(&plan),
            "Stored data 5 GiB, Uploads at the same time 2 uploads, Data uploaded in a day (UTC) 1 byte"
        );
        assert_eq!(summary(&Plan::default()), "No limit of our own");
    }
}
