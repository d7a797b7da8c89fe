//! What the project's quota says to one more image of this size.

use gaze_shared::units::Bytes;
use gaze_shared::usage::{ResourceUsage, UsageInfo};

/// One resource with this file drawn in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotaLine {
    pub(super) label: &'static str,
    /// What is used, what this adds, and what is allowed, in the resource's own unit.
    pub(super) used: u64,
    pub(super) added: u64,
    /// `None` when there is no limit.
    pub(super) limit: Option<u64>,
    pub(super) unit: QuotaUnit,
}

/// What a resource is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuotaUnit {
    Mebibytes,
    Images,
}

impl QuotaUnit {
    /// An amount for people.
    pub(super) fn text(self, amount: u64) -> String {
        match self {
            Self::Mebibytes => Bytes::from_mib(amount).to_string(),
            Self::Images => amount.to_string(),
        }
    }
}

impl QuotaLine {
    /// Whether Glance will refuse, as things stand now.
    pub(super) fn is_over(&self) -> bool {
        self.limit
            .is_some_and(|limit| self.used.saturating_add(self.added) > limit)
    }

    /// The widths of the used part and of this file's part of the bar, in percent of the limit.
    /// Together at most 100.
    pub(super) fn percents(&self) -> (u64, u64) {
        let Some(limit) = self.limit else {
            return (0, 0);
        };
        let share = |amount: u64| {
            let percent = u128::from(amount) * 100;
            u64::try_from(percent.checked_div(u128::from(limit)).unwrap_or(100)).unwrap_or(100)
        };
        let used = share(self.used).min(100);
        // A file too small to see is drawn as wide as one percent.
        let added = share(self.added)
            .max(u64::from(self.added > 0))
            .min(100 - used);
        (used, added)
    }

    /// The numbers in words.
    pub(super) fn text(&self) -> String {
        let text = |amount| self.unit.text(amount);
        let sum = text(self.used.saturating_add(self.added));
        match self.limit {
            None => format!("{sum}, no limit"),
            Some(limit) if self.is_over() => format!("{sum} of {}: over the limit", text(limit)),
            Some(limit) => format!("{sum} of {}", text(limit)),
        }
    }
}

/// Whether the image itself is counted already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Adds {
    /// It is new: one more image, with this much data.
    ImageWithData(Bytes),
    /// It is there: this much data.
    Data(Bytes),
}

/// The resources that this draws on. Empty when the cloud keeps no quotas.
pub(super) fn lines(info: &UsageInfo, adds: Adds) -> Vec<QuotaLine> {
    let (size, n_images) = match adds {
        Adds::ImageWithData(size) => (size, 1),
        Adds::Data(size) => (size, 0),
    };
    let line = |label, usage: &Option<ResourceUsage>, added, unit| {
        usage.as_ref().map(|usage| QuotaLine {
            label,
            used: u64::try_from(usage.usage).unwrap_or_default(),
            added,
            limit: u64::try_from(usage.limit).ok(),
            unit,
        })
    };
    let usage = &info.usage;
    let bytes = size.to_mib_rounded_up();
    [
        line(
            "Stored data",
            &usage.image_size_total,
            bytes,
            QuotaUnit::Mebibytes,
        ),
        line(
            "Images",
            &usage.image_count_total,
            n_images,
            QuotaUnit::Images,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(size: &str, count: &str) -> UsageInfo {
        let text =
            format!(r#"{{"usage":{{"image_size_total":{size},"image_count_total":{count}}}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_file_that_fits_is_drawn_after_what_is_used() {
        let info = info(r#"{"limit":1024,"usage":256}"#, r#"{"limit":10,"usage":4}"#);
        let lines = lines(&info, Adds::ImageWithData(Bytes(512 << 20)));
        assert_eq!(lines[0].percents(), (25, 50));
        assert_eq!(lines[0].text(), "768.0 MiB of 1.0 GiB");
        assert_eq!(
            (lines[1].text(), lines[1].is_over()),
            ("5 of 10".into(), false)
        );
    }

    #[test]
    fn a_file_over_quota_fills_the_bar_and_is_told() {
        let info = info(r#"{"limit":64,"usage":60}"#, r#"{"limit":10,"usage":10}"#);
        let lines = lines(&info, Adds::ImageWithData(Bytes(70_000_000)));
        assert!(lines.iter().all(QuotaLine::is_over));
        assert_eq!(lines[0].percents(), (93, 7));
        assert_eq!(lines[0].text(), "127.0 MiB of 64.0 MiB: over the limit");
    }

    #[test]
    fn minus_one_is_no_limit_and_an_absent_resource_no_quota() {
        let info = info(r#"{"limit":-1,"usage":5}"#, "null");
        let lines = lines(&info, Adds::ImageWithData(Bytes(1)));
        assert_eq!(lines.len(), 1);
        assert_eq!(
            (lines[0].text(), lines[0].is_over()),
            ("6.0 MiB, no limit".into(), false)
        );
        assert_eq!(
            super::lines(&UsageInfo::default(), Adds::ImageWithData(Bytes(1))),
            []
        );
    }

    #[test]
    fn a_limit_of_zero_refuses_everything() {
        let info = info(r#"{"limit":0,"usage":0}"#, r#"{"limit":0,"usage":0}"#);
        let lines = lines(&info, Adds::ImageWithData(Bytes(1)));
        assert!(lines[0].is_over());
        assert_eq!(lines[0].percents(), (100, 0));
    }

    #[test]
    fn an_image_that_is_there_already_is_not_counted_twice() {
        let info = info(r#"{"limit":1024,"usage":0}"#, r#"{"limit":10,"usage":10}"#);
        let lines = lines(&info, Adds::Data(Bytes(1)));
        assert_eq!(
            (lines[1].text(), lines[1].is_over()),
            ("10 of 10".into(), false)
        );
    }

    #[test]
    fn a_tiny_file_can_still_be_seen() {
        let info = info(r#"{"limit":51200,"usage":0}"#, r#"{"limit":100,"usage":0}"#);
        assert_eq!(
            lines(&info, Adds::ImageWithData(Bytes(1)))[0].percents(),
            (0, 1)
        );
    }
}
