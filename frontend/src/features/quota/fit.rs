//! Whether something fits, before it is asked for.

use gaze_shared::gateway::{OverQuota, QuotaMode, QuotaReport, QuotaResource, QuotaUnit};
use gaze_shared::units::Bytes;

use super::line::Line;

/// What an operation takes of a project's quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Images that are registered.
    pub images: u64,
    /// Data that is sent and stored, in one store.
    pub data: Bytes,
    /// Transfers at the same time.
    pub uploads: u64,
}

impl Needs {
    /// One image more, without data.
    #[must_use]
    pub const fn image() -> Self {
        Self {
            images: 1,
            data: Bytes::ZERO,
            uploads: 0,
        }
    }

    /// Data for an image that is there.
    #[must_use]
    pub const fn data(size: Bytes) -> Self {
        Self {
            images: 0,
            data: size,
            uploads: 1,
        }
    }

    #[must_use]
    pub const fn image_with_data(size: Bytes) -> Self {
        Self {
            images: 1,
            ..Self::data(size)
        }
    }

    /// This, and what waits until this is sent: those transfers are not at the same time.
    #[must_use]
    pub fn after(self, waiting: impl IntoIterator<Item = Self>) -> Self {
        waiting.into_iter().fold(self, |sum, one| Self {
            images: sum.images.saturating_add(one.images),
            data: Bytes(sum.data.0.saturating_add(one.data.0)),
            uploads: sum.uploads,
        })
    }

    fn of(self, resource: &QuotaResource) -> u64 {
        match resource {
            QuotaResource::ImageSizeTotal | QuotaResource::UploadBytesPerDay => self.data.0,
            QuotaResource::ImageCountTotal => self.images,
            QuotaResource::ImageCountUploading => self.uploads,
            QuotaResource::ImageStageTotal
            | QuotaResource::RequestsPerMinute
            | QuotaResource::Other(_) => 0,
        }
    }
}

/// The resources that an operation draws on, with it drawn in.
#[must_use]
pub fn lines(report: &QuotaReport, needs: Needs) -> Vec<Line> {
    let mut lines = Line::all_of(report);
    for line in &mut lines {
        line.added = needs.of(&line.state.resource);
    }
    lines.retain(|line| line.added > 0 && line.is_known);
    lines
}

fn over(report: &QuotaReport, needs: Needs) -> Vec<OverQuota> {
    lines(report, needs).iter().filter_map(Line::over).collect()
}

/// The limits that an operation would exceed, after it has failed: nobody knows whether its own
/// reservation is still among the reserved, so what is told is over in either case.
#[must_use]
pub fn over_without_own(mut report: QuotaReport, needs: Needs) -> Vec<OverQuota> {
    for state in &mut report.resources {
        state.reserved = state.reserved.saturating_sub(needs.of(&state.resource));
    }
    over(&report, needs)
}

/// Whether an operation fits into the quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuotaFit {
    /// It does, as far as is known.
    Fits,
    /// It goes over these limits, and may all the same be let through.
    Doubtful(Vec<OverQuota>),
    /// It will be refused, because of these limits.
    Exceeds(Vec<OverQuota>),
}

/// Whether an operation fits, as things stand.
#[must_use]
pub fn fit(report: &QuotaReport, needs: Needs) -> QuotaFit {
    let over = over(report, needs);
    if over.is_empty() {
        return QuotaFit::Fits;
    }
    if report.mode == QuotaMode::Enforce && over.iter().any(is_certain) {
        QuotaFit::Exceeds(over)
    } else {
        QuotaFit::Doubtful(over)
    }
}

/// Whether the gateway will certainly refuse. Glance tells usage in whole MiB, so that up to one MiB of
/// what counts as used may not be there; the gateway then counts the images themselves.
fn is_certain(over: &OverQuota) -> bool {
    over.unit != QuotaUnit::Bytes || over.excess() >= Bytes::from_mib(1).0
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::{LimitSource, QuotaMode, QuotaRefresh, QuotaState};
    use gaze_shared::time::timestamp::Timestamp;

    use super::*;

    const MIB: u64 = 1 << 20;

    fn state(resource: QuotaResource, limit: Option<u64>, usage: u64, reserved: u64) -> QuotaState {
        let is_count = resource.as_str().contains("count");
        QuotaState {
            unit: if is_count {
                QuotaUnit::Images
            } else {
                QuotaUnit::Bytes
            },
            resource,
            limit,
            usage,
            reserved,
            source: LimitSource::Cloud,
        }
    }

    fn report(resources: Vec<QuotaState>) -> QuotaReport {
        QuotaReport {
            project_id: "p".into(),
            region: "RegionOne".into(),
            mode: QuotaMode::Enforce,
            observed_at: Some(Timestamp::from_text("2026-11-22T05:00:00Z")),
            refresh: QuotaRefresh::Idle,
            resources,
        }
    }

    /// 64 MiB, of which 10 are used and 20 reserved; 10 images, of which 9 are there.
    fn usual() -> QuotaReport {
        report(vec![
            state(
                QuotaResource::ImageSizeTotal,
                Some(64 * MIB),
                10 * MIB,
                20 * MIB,
            ),
            state(QuotaResource::ImageStageTotal, Some(0), 0, 0),
            state(QuotaResource::ImageCountTotal, Some(10), 9, 0),
            state(QuotaResource::ImageCountUploading, Some(2), 0, 1),
            state(QuotaResource::UploadBytesPerDay, None, 900 * MIB, 0),
        ])
    }

    fn names(over: &[OverQuota]) -> Vec<&str> {
        over.iter().map(|over| over.resource.as_str()).collect()
    }

    #[test]
    fn only_what_an_operation_draws_on_is_drawn() {
        let drawn = |needs| -> Vec<String> {
            let lines = lines(&usual(), needs);
            lines
                .iter()
                .map(|line| line.state.resource.to_string())
                .collect()
        };
        assert_eq!(drawn(Needs::image()), ["image_count_total"]);
        assert_eq!(
            drawn(Needs::data(Bytes(1))),
            [
                "image_size_total",
                "image_count_uploading",
                "upload_bytes_per_day"
            ]
        );
    }

    #[test]
    fn the_last_byte_fits_and_one_more_does_not() {
        let over = |size| over(&usual(), Needs::image_with_data(Bytes(size)));
        assert_eq!(over(34 * MIB), []);
        let one_more = over(34 * MIB + 1);
        assert_eq!(names(&one_more), ["image_size_total"]);
        assert_eq!(one_more[0].excess(), 1);
        assert!(!is_certain(&one_more[0]), "Glance may have rounded up");
        assert!(is_certain(&over(35 * MIB)[0]));
    }

    #[test]
    fn files_that_wait_count_beside_the_one_that_is_chosen() {
        let waiting = [
            Needs::image_with_data(Bytes(30 * MIB)),
            Needs::data(Bytes(3 * MIB)),
        ];
        let needs = Needs::image_with_data(Bytes(2 * MIB)).after(waiting);
        assert_eq!(needs.uploads, 1);
        let over = over(&usual(), needs);
        assert_eq!(names(&over), ["image_size_total", "image_count_total"]);
        assert_eq!((over[0].excess(), over[1].excess()), (MIB, 1));
        assert!(is_certain(&over[1]));
    }

    #[test]
    fn only_a_gateway_that_enforces_makes_a_refusal_certain() {
        let needs = Needs::image_with_data(Bytes(35 * MIB));
        assert!(matches!(fit(&usual(), needs), QuotaFit::Exceeds(over) if over[0].excess() == MIB));
        assert_eq!(fit(&usual(), Needs::image()), QuotaFit::Fits);
        for mode in [QuotaMode::Observe, QuotaMode::Off] {
            let report = QuotaReport { mode, ..usual() };
            assert!(matches!(fit(&report, needs), QuotaFit::Doubtful(_)));
        }
    }

    #[test]
    fn nothing_is_refused_by_what_nobody_knows() {
        let mut report = usual();
        report.observed_at = None;
        assert_eq!(over(&report, Needs::image_with_data(Bytes(u64::MAX))), []);
    }

    #[test]
    fn a_failed_upload_is_not_taken_for_one_that_found_no_room_because_of_itself() {
        let after = |reserved| {
            let state = state(QuotaResource::ImageSizeTotal, Some(64), 10, reserved);
            over_without_own(report(vec![state]), Needs::data(Bytes(50)))
        };
        assert_eq!(after(50), [], "its own reservation, not given back yet");
        assert_eq!(after(54), [], "its own and another's");
        assert_eq!(after(0), []);
        assert_eq!(names(&after(55)), ["image_size_total"]);
    }
}
