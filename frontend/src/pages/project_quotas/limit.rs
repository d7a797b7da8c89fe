//! The limits of a plan as they are typed: a whole number and a unit, or none.

use gaze_shared::gateway::Plan;
use gaze_shared::units::Bytes;

/// A unit and how many bytes, images or requests it is.
type Unit = (&'static str, u64);

const BYTES: &[Unit] = &[
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("bytes", 1),
];

/// The unit of no limit.
pub(super) const NO_LIMIT: &str = "none";

/// What a field of the form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LimitKind {
    pub(super) label: &'static str,
    /// From the largest to the smallest.
    pub(super) units: &'static [Unit],
}

/// The fields, in the order of [`values_of`].
pub(super) const KINDS: [LimitKind; 5] = [
    LimitKind {
        label: "Stored data",
        units: BYTES,
    },
    LimitKind {
        label: "Images",
        units: &[("images", 1)],
    },
    LimitKind {
        label: "Uploads at the same time",
        units: &[("uploads", 1)],
    },
    LimitKind {
        label: "Data uploaded in a day (UTC)",
        units: BYTES,
    },
    LimitKind {
        label: "Requests within a minute",
        units: &[("requests", 1)],
    },
];

/// The limits of a plan, one for each of [`KINDS`].
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
    /// How a limit is written: in the largest unit that it is a whole number of.
    pub(super) fn written(self, limit: Option<u64>) -> (String, &'static str) {
        let Some(limit) = limit else {
            return (String::new(), NO_LIMIT);
        };
        let fits = |(_, size): &&Unit| limit.is_multiple_of(*size) && (limit > 0 || *size == 1);
        let (unit, size) = self.units.iter().find(fits).copied().unwrap_or(("", 1));
        ((limit / size).to_string(), unit)
    }

    /// What is typed, or what is wrong with it.
    pub(super) fn read(self, text: &str, unit: &str) -> Result<Option<u64>, &'static str> {
        if unit == NO_LIMIT {
            return Ok(None);
        }
        let text = text.trim();
        if text.is_empty() {
            return Err("Write a number, or choose no limit of our own.");
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("Write a whole number, such as 20, in a unit that fits.");
        }
        let size = self.units.iter().find(|(name, _)| *name == unit);
        let size = size.map_or(1, |(_, size)| *size);
        let limit = text
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(size));
        limit.map(Some).ok_or("This is more than can be counted.")
    }

    fn in_words(self, limit: u64) -> String {
        let (number, unit) = self.written(Some(limit));
        format!("{} {number} {unit}", self.label)
    }
}

/// A plan in a line.
pub(super) fn summary(plan: &Plan) -> String {
    let limits: Vec<String> = KINDS
        .iter()
        .zip(values_of(plan))
        .filter_map(|(kind, limit)| limit.map(|limit| kind.in_words(limit)))
        .collect();
    match limits.as_slice() {
        [] => "No limit of our own".to_owned(),
        limits => limits.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_written_in_the_largest_unit_and_read_again() {
        let [bytes, images, ..] = KINDS;
        for (kind, limit, text, unit) in [
            (bytes, None, "", NO_LIMIT),
            (bytes, Some(0), "0", "bytes"),
            (bytes, Some(3 << 40), "3", "TiB"),
            (bytes, Some(1536 << 20), "1536", "MiB"),
            (bytes, Some(1_000_000_007), "1000000007", "bytes"),
            (bytes, Some(u64::MAX), "18446744073709551615", "bytes"),
            (images, Some(0), "0", "images"),
            (images, Some(20), "20", "images"),
        ] {
            assert_eq!(kind.written(limit), (text.to_owned(), unit));
            assert_eq!(kind.read(text, unit), Ok(limit), "{text} {unit}");
        }
    }

    #[test]
    fn what_is_no_whole_number_is_told_while_it_is_typed() {
        let [bytes, ..] = KINDS;
        for (text, unit, expected) in [
            (
                "",
                "GiB",
                Err("Write a number, or choose no limit of our own."),
            ),
            (
                "-1",
                "GiB",
                Err("Write a whole number, such as 20, in a unit that fits."),
            ),
            (
                "1.5",
                "GiB",
                Err("Write a whole number, such as 20, in a unit that fits."),
            ),
            (
                "1e9",
                "bytes",
                Err("Write a whole number, such as 20, in a unit that fits."),
            ),
            ("16777216", "TiB", Err("This is more than can be counted.")),
            (
                "99999999999999999999",
                "bytes",
                Err("This is more than can be counted."),
            ),
            (" 2 ", "GiB", Ok(Some(2 << 30))),
            ("anything", NO_LIMIT, Ok(None)),
        ] {
            assert_eq!(bytes.read(text, unit), expected, "{text} {unit}");
        }
    }

    #[test]
    fn a_plan_survives_being_taken_apart() {
        let plan = plan_of([Some(5 << 30), None, Some(2), Some(1), None]);
        assert_eq!(plan_of(values_of(&plan)), plan);
        assert_eq!(
            summary(&plan),
            "Stored data 5 GiB, Uploads at the same time 2 uploads, Data uploaded in a day (UTC) 1 bytes"
        );
        assert_eq!(summary(&Plan::default()), "No limit of our own");
    }
}
