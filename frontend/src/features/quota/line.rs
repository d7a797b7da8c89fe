//! One resource of a project, as it is drawn.

use gaze_shared::gateway::{LimitSource, OverQuota, QuotaReport, QuotaState};

use super::words::{amount, label, part};
use crate::i18n::text;
use crate::ui::MeterLevel;

/// One resource, and what would be added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The resource as the gateway tells it.
    pub state: QuotaState,
    /// What would come besides.
    pub added: u64,
    /// Whether anybody knows how much there is.
    pub is_known: bool,
}

impl Line {
    /// The resources of a project as they are.
    #[must_use]
    pub fn all_of(report: &QuotaReport) -> Vec<Self> {
        let line = |state: &QuotaState| Self {
            state: state.clone(),
            added: 0,
            is_known: report.observed_at.is_some(),
        };
        report.resources.iter().map(line).collect()
    }

    /// All that is there, promised and added.
    #[must_use]
    pub fn taken(&self) -> u64 {
        let QuotaState {
            usage, reserved, ..
        } = &self.state;
        usage.saturating_add(*reserved).saturating_add(self.added)
    }

    /// What is too much, if it is; of a resource that nothing is added to, nothing is.
    #[must_use]
    pub fn over(&self) -> Option<OverQuota> {
        let state = &self.state;
        let limit = state.limit.filter(|limit| self.taken() > *limit)?;
        (self.added > 0).then(|| OverQuota {
            resource: state.resource.clone(),
            limit,
            usage: state.usage,
            reserved: state.reserved,
            asked: self.added,
            unit: state.unit.clone(),
            source: state.source.clone(),
        })
    }

    /// How much of the limit is taken, in percent, rounded down; `None` without a limit.
    #[must_use]
    pub fn percent(&self) -> Option<u64> {
        self.state.limit.map(|limit| percent(self.taken(), limit))
    }

    /// How near to its limit it is.
    #[must_use]
    pub fn level(&self) -> MeterLevel {
        match self.percent() {
            _ if !self.is_known => MeterLevel::Fine,
            None | Some(..80) => MeterLevel::Fine,
            // What is about to be added and fits is nothing wrong, also when it fills the rest.
            Some(80..) if self.added > 0 && self.over().is_none() => MeterLevel::Warning,
            Some(80..95) => MeterLevel::Warning,
            Some(95..) => MeterLevel::Critical,
        }
    }

    /// The widths of the used, the reserved and the added part of the bar, in percent of the limit.
    /// Together at most 100; what is there can be seen, however little it is.
    #[must_use]
    pub fn shares(&self) -> [u64; 3] {
        let Some(limit) = self.state.limit.filter(|_| self.is_known) else {
            return [0; 3];
        };
        let mut left = 100;
        [self.state.usage, self.state.reserved, self.added].map(|part| {
            let share = percent(part, limit).max(u64::from(part > 0)).min(left);
            left -= share;
            share
        })
    }

    /// What it is.
    #[must_use]
    pub fn label(&self) -> &str {
        label(&self.state.resource)
    }

    /// An amount of it with its unit.
    #[must_use]
    pub fn amount(&self, number: u64) -> String {
        amount(&self.state.resource, &self.state.unit, number)
    }

    /// The numbers in words, with what they mean.
    #[must_use]
    pub fn text(&self) -> String {
        let amount = |number| self.amount(number);
        let Some(limit) = self.state.limit else {
            return if self.is_known {
                text::quota::taken_without_limit(&amount(self.taken()))
            } else {
                text::quota::no_limit().to_owned()
            };
        };
        if !self.is_known {
            return text::quota::usage_not_known(&amount(limit));
        }
        let excess = self.taken().saturating_sub(limit);
        let (taken, all) = (part(&self.state.unit, self.taken()), amount(limit));
        match (self.level(), excess) {
            (_, 1..) => text::quota::taken_too_much(&taken, &all, &amount(excess)),
            (MeterLevel::Fine, _) => text::quota::taken(&taken, &all),
            _ if self.taken() == limit => text::quota::taken_full(&taken, &all),
            (MeterLevel::Warning, _) => text::quota::taken_running_low(&taken, &all),
            (MeterLevel::Critical, _) => text::quota::taken_almost_full(&taken, &all),
        }
    }

    /// Who has set the limit.
    #[must_use]
    pub fn source(&self) -> &str {
        match &self.state.source {
            LimitSource::Cloud => text::quota::set_by_cloud(),
            LimitSource::Plan => text::quota::set_by_plan(),
            LimitSource::Unlimited => text::quota::set_by_nobody(),
            LimitSource::Other(word) => word,
        }
    }
}

/// 100 percent of nothing is taken at once.
fn percent(part: u64, limit: u64) -> u64 {
    let hundredfold = u128::from(part) * 100;
    let percent = hundredfold.checked_div(u128::from(limit)).unwrap_or(100);
    u64::try_from(percent).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::{QuotaResource, QuotaUnit};

    use super::*;

    fn line(limit: Option<u64>, usage: u64, reserved: u64, added: u64) -> Line {
        Line {
            state: QuotaState {
                resource: QuotaResource::ImageCountTotal,
                unit: QuotaUnit::Images,
                limit,
                usage,
                reserved,
                source: LimitSource::Cloud,
            },
            added,
            is_known: true,
        }
    }

    #[test]
    fn the_table_of_lines() {
        use MeterLevel::{Critical, Fine, Warning};
        for ((limit, usage, reserved, added), level, shares, text) in [
            ((Some(10), 0, 0, 0), Fine, [0, 0, 0], "0 of 10 images"),
            ((Some(10), 4, 3, 0), Fine, [40, 30, 0], "7 of 10 images"),
            (
                (Some(10), 4, 3, 1),
                Warning,
                [40, 30, 10],
                "8 of 10 images: running low",
            ),
            ((Some(100), 79, 0, 0), Fine, [79, 0, 0], "79 of 100 images"),
            (
                (Some(100), 94, 0, 0),
                Warning,
                [94, 0, 0],
                "94 of 100 images: running low",
            ),
            (
                (Some(100), 94, 1, 0),
                Critical,
                [94, 1, 0],
                "95 of 100 images: almost full",
            ),
            (
                (Some(1), 1, 0, 0),
                Critical,
                [100, 0, 0],
                "1 of 1 image: full",
            ),
            (
                (Some(10), 12, 0, 0),
                Critical,
                [100, 0, 0],
                "12 of 10 images: 2 images too much",
            ),
            (
                (Some(10), 9, 1, 3),
                Critical,
                [90, 10, 0],
                "13 of 10 images: 3 images too much",
            ),
            // What fits is nothing wrong, also when it fills the rest.
            (
                (Some(4), 3, 0, 1),
                Warning,
                [75, 0, 25],
                "4 of 4 images: full",
            ),
            (
                (Some(100), 95, 0, 1),
                Warning,
                [95, 0, 1],
                "96 of 100 images: running low",
            ),
            // Nothing is allowed, and nothing is there.
            (
                (Some(0), 0, 0, 0),
                Critical,
                [100, 0, 0],
                "0 of 0 images: full",
            ),
            (
                (Some(0), 0, 0, 1),
                Critical,
                [100, 0, 0],
                "1 of 0 images: 1 image too much",
            ),
            // However little it is, it can be seen.
            ((Some(1000), 1, 1, 1), Fine, [1, 1, 1], "3 of 1,000 images"),
            (
                (Some(1), u64::MAX, u64::MAX, 1),
                Critical,
                [100, 0, 0],
                "18,446,744,073,709,551,615 of 1 image: 18,446,744,073,709,551,614 images too much",
            ),
            ((None, 7, 1, 0), Fine, [0, 0, 0], "8 images, no limit"),
        ] {
            let line = line(limit, usage, reserved, added);
            assert_eq!(line.level(), level, "{text}");
            assert_eq!(line.shares(), shares, "{text}");
            assert_eq!(line.text(), text);
        }
    }

    #[test]
    fn nothing_is_said_of_usage_that_nobody_knows() {
        let unknown = |limit| Line {
            is_known: false,
            ..line(limit, 0, 0, 0)
        };
        assert_eq!(
            unknown(Some(0)).text(),
            "At most 0 images, usage not known yet"
        );
        assert_eq!(unknown(Some(0)).level(), MeterLevel::Fine);
        assert_eq!(unknown(None).text(), "No limit");
    }

    #[test]
    fn what_adds_nothing_is_not_refused_where_everything_is_full() {
        assert_eq!(line(Some(1), 3, 0, 0).over(), None);
        assert_eq!(line(None, 3, 0, 9).over(), None);
        assert_eq!(line(Some(4), 3, 0, 1).over(), None);
        let over = line(Some(4), 3, 1, 2).over().unwrap();
        assert_eq!((over.asked, over.excess()), (2, 2));
    }
}
