//! What Glance said about a project's usage, and when it was asked.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::glance::image::ImageId;
use crate::glance::usage::UsageByResource;
use crate::quota::reservation::ReservationId;
use crate::quota::reservation::purpose::SeenImage;
use crate::quota::resource::limit::{Limit, Usage};
use crate::quota::resource::{Delta, Resource, Unit};
use crate::time::unix_millis::UnixMillis;
use crate::units::Bytes;

/// A point in the ledger's own order of events. It is taken before Glance is asked
/// ([`crate::quota::Ledger::ticket`]), so that the answer can be told apart from what was committed while
/// it was on its way. A counter and not a time: two events of one millisecond have an order too, and
/// no two clocks have to agree.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Ticket(pub(in crate::quota) u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObservedUsage {
    /// In the resource's unit, exactly: summed up from the project's images, or a count.
    Exactly(u64),
    /// Whole MiB, of which Glance has dropped the rest (`db.user_get_storage_usage(…) // units.Mi`).
    WholeMib(u64),
}

/// Limit and usage of one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// How much there may be.
    pub limit: Limit,
    /// How much there was.
    pub usage: ObservedUsage,
}

/// What a refresh reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsageSource {
    /// Glance's own sums: `GET /v2/info/usage`.
    #[default]
    Usage,
    /// The images themselves: the cloud has its quotas off and the plan limits, or operations are open
    /// that only the images tell of, or Glance's rounding decides.
    Images,
}

impl UsageSource {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands out references"
    )]
    fn is_usage(&self) -> bool {
        *self == Self::Usage
    }
}

/// One refresh of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Taken before Glance was asked.
    pub asked: Ticket,
    /// When that was. A refresh of a project with very many images takes long, and what it tells may be as
    /// old as that. `None` for a refresh that took no time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<UnixMillis>,
    /// What was read, or tried to be: where the images are too many to be listed, another refresh from
    /// them would tell no more.
    #[serde(default, skip_serializing_if = "UsageSource::is_usage")]
    pub at: UsageSource,
    /// Per resource. What is missing has no limit: the cloud's quotas are off for it.
    pub figures: BTreeMap<Resource, Figure>,
    /// How much of a reservation's amounts the observer knows to be inside the usage. Who lists the
    /// project's images knows it by their ids and sizes; `/v2/info/usage` tells nothing, so leave
    /// it empty then. It keeps an upload that is under way from being counted twice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: BTreeMap<ReservationId, Delta>,
    /// What was found at the images that reservations are open for. One that is gone is
    /// [`SeenImage::GONE`]; of one that is missing here nothing is known: its operation began when the
    /// refresh was under way already. `None` for a refresh that did not see the images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub images: Option<BTreeMap<ImageId, SeenImage>>,
    /// All images of the project that keep data which Glance has refused; `None` for a refresh that did not
    /// look for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<BTreeSet<ImageId>>,
}

impl Observation {
    /// From the answer of `GET /v2/info/usage`.
    #[must_use]
    pub fn from_glance(asked: Ticket, usage: &UsageByResource) -> Self {
        let reported = [
            (Resource::ImageSizeTotal, usage.image_size_total.as_ref()),
            (Resource::ImageStageTotal, usage.image_stage_total.as_ref()),
            (Resource::ImageCountTotal, usage.image_count_total.as_ref()),
            (
                Resource::ImageCountUploading,
                usage.image_count_uploading.as_ref(),
            ),
        ];
        let figures = reported
            .into_iter()
            .filter_map(|(resource, reported)| {
                let reported = reported?;
                let used = u64::try_from(reported.usage).unwrap_or(0);
                let figure = Figure {
                    limit: Limit::from_glance(resource, reported.limit),
                    usage: match resource.unit() {
                        Unit::Bytes => ObservedUsage::WholeMib(used),
                        Unit::Images => ObservedUsage::Exactly(used),
                    },
                };
                Some((resource, figure))
            })
            .collect();
        Self {
            asked,
            figures,
            ..Self::default()
        }
    }

    /// The usage of a resource, rounded up where Glance rounded down: `U` MiB stand for anything up
    /// to `U + 1` MiB less a byte, and the ledger never counts less than there is. A project
    /// without any image stores nothing, so that an empty one can be filled to the last byte.
    pub(in crate::quota) fn usage(&self, resource: Resource) -> Usage {
        let Some(figure) = self.figures.get(&resource) else {
            return Usage(0);
        };
        Usage(match figure.usage {
            ObservedUsage::Exactly(amount) => amount,
            ObservedUsage::WholeMib(0) if self.has_no_images() => 0,
            ObservedUsage::WholeMib(mib) => {
                Bytes::from_mib(mib.saturating_add(1)).0.saturating_sub(1)
            }
        })
    }

    fn has_no_images(&self) -> bool {
        self.figures
            .get(&Resource::ImageCountTotal)
            .is_some_and(|figure| figure.usage == ObservedUsage::Exactly(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observation(body: &str) -> Observation {
        Observation::from_glance(Ticket(0), &serde_json::from_str(body).unwrap())
    }

    #[test]
    fn what_glance_rounded_down_is_rounded_up() {
        let seen = observation(
            r#"{"image_size_total": {"limit": 60, "usage": 20},
                "image_count_total": {"limit": 10, "usage": 1}}"#,
        );
        assert_eq!(
            seen.usage(Resource::ImageSizeTotal),
            Usage((21 << 20) - 1),
            "20 MiB of Glance are anything below 21 MiB"
        );
        assert_eq!(seen.usage(Resource::ImageCountTotal), Usage(1));
    }

    #[test]
    fn a_project_without_images_stores_nothing() {
        let empty = observation(
            r#"{"image_size_total": {"limit": 60, "usage": 0},
                "image_count_total": {"limit": 10, "usage": 0}}"#,
        );
        assert_eq!(empty.usage(Resource::ImageSizeTotal), Usage(0));
        let small = observation(
            r#"{"image_size_total": {"limit": 60, "usage": 0},
                "image_count_total": {"limit": 10, "usage": 1}}"#,
        );
        assert_eq!(small.usage(Resource::ImageSizeTotal), Usage((1 << 20) - 1));
    }

    #[test]
    fn quotas_that_are_off_give_no_figures() {
        assert_eq!(observation("{}").figures, BTreeMap::new());
    }

    #[test]
    fn a_negative_usage_reads_as_none() {
        let odd = observation(r#"{"image_count_total": {"limit": 10, "usage": -4}}"#);
        assert_eq!(odd.usage(Resource::ImageCountTotal), Usage(0));
    }
}
