//! Reads what a project has, with the token of a caller who works in it.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::{Either, join, select};
use gaze_shared::glance::image::ImageId;
use gaze_shared::glance::usage::{UsageByResource, UsageInfo};
use gaze_shared::quota::{Observation, UsageSource};
use gaze_shared::time::unix_millis::UnixMillis;
use worker::Delay;

use crate::core::auth::permit::Authenticated;
use crate::core::config::Region;
use crate::core::errors::problem::Problem;
use crate::core::quota::call::{Listing, RefreshScope, RejectedRefresh};
use crate::core::quota::ledger_state::SUMMED_UP_AT_MOST;
use crate::core::quota::usage_refresh::refresh_claim::{CLAIM_IS_KEPT_EVERY_MS, ClaimId, Claimed};
use crate::core::quota::{
    ImageUsage, ListedImage, ListedImages, images_in_question, usage_observation,
};
use crate::worker::isolate;
use crate::worker::upstream::glance::{GlanceReader, read, refused};
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// Where Glance tells limits and usage.
pub(crate) const USAGE_PATH: &str = "/v2/info/usage";

/// Glance gives no longer pages by itself (`api_limit_max`).
const PAGE_IMAGES: usize = 1_000;

/// How many images are listed at most where Glance's own sums do as well, but for the last MiB.
const LISTED_AT_MOST: u64 = 20_000;

/// The images that keep refused data are among these: they have no data to Glance.
const WITHOUT_DATA: &str = "&status=in:queued,saving,uploading";

/// How many images are asked for one by one, in a project with more than can be listed.
const ASKED_ONE_BY_ONE_AT_MOST: usize = 200;

/// How often a page begins before an image that is gone by now.
const GONE_IN_A_ROW_AT_MOST: usize = 20;

/// What somebody wants to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadTarget {
    /// What the ledger needs.
    AsNeeded,
    At(UsageSource),
    /// What a page shows: to the byte where the images are few.
    Show,
}

/// What came of a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefreshOutcome {
    /// The ledger has taken in what was seen.
    Observed,
    /// Somebody else is refreshing.
    Elsewhere,
}

/// Refreshes once, unless somebody else does, and tells the ledger what was seen. It goes on for as long as
/// it is allowed to; `goes_on` is called every few seconds.
///
/// # Errors
/// Glance or the ledger does not answer.
pub(crate) async fn refresh(
    ledger: &ProjectLedger,
    usage_reader: &UsageReader<'_>,
    target: ReadTarget,
    within: Duration,
    goes_on: impl Fn(),
) -> Result<RefreshOutcome, Problem> {
    let random = isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
    let id = ClaimId(u32::from_be_bytes(random));
    if ledger.claim_refresh(id).await? == Claimed::Taken {
        return Ok(RefreshOutcome::Elsewhere);
    }
    let keep = async {
        loop {
            Delay::from(Duration::from_millis(CLAIM_IS_KEPT_EVERY_MS)).await;
            goes_on();
            // Where this is not heard another refresh may begin beside this one, which does no harm.
            drop(ledger.claim_refresh(id).await);
        }
    };
    let reading = std::pin::pin!(read_usage(ledger, usage_reader, target, within));
    let outcome = match select(reading, std::pin::pin!(keep)).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right((never, _)) => never,
    };
    drop(ledger.end_refresh(id).await);
    outcome.map(|()| RefreshOutcome::Observed)
}

async fn read_usage(
    ledger: &ProjectLedger,
    usage_reader: &UsageReader<'_>,
    target: ReadTarget,
    within: Duration,
) -> Result<(), Problem> {
    let deadline = isolate::now_millis().after(within);
    let first = ledger.refresh_scope().await?;
    let reading = usage_reader.read_usage(&first, target, deadline);
    let observation = match first.rejected {
        RejectedRefresh::NotNow => reading.await?,
        RejectedRefresh::Now => {
            // Beside each other, so that nobody waits for both. A list of all images tells it, too.
            let (observation, rejected) = join(reading, usage_reader.rejected(deadline)).await;
            let mut observation = observation?;
            observation.rejected = observation.rejected.or(rejected);
            observation
        }
    };
    ledger.observe(observation).await
}

/// A reader of its own, for a refresh that outlives its request.
pub(crate) struct OwnedUsageReader {
    region: Region,
    caller: Authenticated,
    request_id: String,
    project_id: String,
}

impl From<&UsageReader<'_>> for OwnedUsageReader {
    fn from(usage_reader: &UsageReader<'_>) -> Self {
        Self {
            region: usage_reader.reader.region.clone(),
            caller: usage_reader.reader.caller.clone(),
            request_id: usage_reader.reader.request_id.to_owned(),
            project_id: usage_reader.project_id.to_owned(),
        }
    }
}

impl OwnedUsageReader {
    pub(crate) fn borrow(&self) -> UsageReader<'_> {
        UsageReader {
            reader: GlanceReader {
                region: &self.region,
                caller: &self.caller,
                request_id: &self.request_id,
            },
            project_id: &self.project_id,
        }
    }
}

/// Somebody who may see a project's images.
pub(crate) struct UsageReader<'a> {
    pub(crate) reader: GlanceReader<'a>,
    /// Whose project is read.
    pub(crate) project_id: &'a str,
}

impl UsageReader<'_> {
    /// Refreshes, and tells what was seen.
    async fn read_usage(
        &self,
        first: &RefreshScope,
        target: ReadTarget,
        deadline: UnixMillis,
    ) -> Result<Observation, Problem> {
        let usage = self.usage(deadline).await?;
        let (at, list_at_most) = match target {
            ReadTarget::AsNeeded => (first.at, LISTED_AT_MOST),
            ReadTarget::At(at) => (at, LISTED_AT_MOST),
            // Operations are open that only the images tell of.
            ReadTarget::Show if first.at == UsageSource::Images => {
                (UsageSource::Images, LISTED_AT_MOST)
            }
            ReadTarget::Show => (UsageSource::Images, SUMMED_UP_AT_MOST),
        };
        let count_by_glance = usage.image_count_total.as_ref();
        let count_by_glance = count_by_glance.and_then(|figure| u64::try_from(figure.usage).ok());
        // Where Glance's quotas are off it tells no sums, and the images are all that there is.
        let is_worth_listing = count_by_glance.is_none_or(|count| count <= list_at_most);
        if at == UsageSource::Usage || !is_worth_listing && list_at_most < LISTED_AT_MOST {
            return Ok(usage_observation(first, &usage));
        }
        if is_worth_listing {
            let at_most = match first.listing {
                Listing::All => u64::MAX,
                Listing::Some => LISTED_AT_MOST,
            };
            if let Some(images) = self.images(at_most, deadline, "").await? {
                return Ok(images.observation(first, &usage));
            }
        }
        self.read_one_by_one(first, usage, deadline).await
    }

    /// In a project with more images than can be listed those are asked for that the ledger asks about, and
    /// Glance's own sums after them: whatever has been stored by then is inside.
    async fn read_one_by_one(
        &self,
        first: &RefreshScope,
        usage: UsageByResource,
        deadline: UnixMillis,
    ) -> Result<Observation, Problem> {
        let mut images = ImageUsage::default();
        let in_question: Vec<_> = images_in_question(&first.open).collect();
        if in_question.is_empty() || in_question.len() > ASKED_ONE_BY_ONE_AT_MOST {
            return Ok(Observation {
                at: UsageSource::Images,
                ..usage_observation(first, &usage)
            });
        }
        for id in in_question {
            images.add(self.reader.image(id.as_str()).await?);
        }
        let mut observation = usage_observation(first, &self.usage(deadline).await?);
        images.tell_of(first, &mut observation);
        Ok(observation)
    }

    /// Limits and usage as Glance tells them: none where its quotas are off, or where it is too old to
    /// have any (before API 2.13).
    async fn usage(&self, deadline: UnixMillis) -> Result<UsageByResource, Problem> {
        let left = left(deadline)?;
        let response = self.reader.get_within(USAGE_PATH, left).await?;
        match response.status() {
            200 => read(&response).await.map(|UsageInfo { usage, .. }| usage),
            404 => Ok(UsageByResource::default()),
            status => Err(refused(status)),
        }
    }

    /// The images that keep refused data. What is known of such data counts on where this is not told.
    async fn rejected(&self, deadline: UnixMillis) -> Option<BTreeSet<ImageId>> {
        let images = self.images(LISTED_AT_MOST, deadline, WITHOUT_DATA).await;
        images.ok().flatten().map(|images| images.rejected())
    }

    /// All images of the project that a further part of a query chooses, hidden ones too; `None` when they
    /// are too many, or the token may not list them.
    async fn images(
        &self,
        at_most: u64,
        deadline: UnixMillis,
        filter: &str,
    ) -> Result<Option<ImageUsage>, Problem> {
        let mut usage = ImageUsage::default();
        for hidden in ["false", "true"] {
            let pages = self.pages(hidden, at_most, deadline, filter, &mut usage);
            let pages = pages.await?;
            if pages == Pages::NotAll {
                return Ok(None);
            }
        }
        Ok(Some(usage))
    }

    async fn pages(
        &self,
        hidden: &str,
        at_most: u64,
        deadline: UnixMillis,
        filter: &str,
        usage: &mut ImageUsage,
    ) -> Result<Pages, Problem> {
        // What is made meanwhile stands at the end then, and no page moves under the reader's hands.
        let query = format!(
            "owner={}&visibility=all&os_hidden={hidden}&sort=created_at:asc,id:asc&limit={PAGE_IMAGES}{filter}",
            self.project_id
        );
        // The ids of the last page: the next one begins behind the last of them that is there.
        let mut last_page: Vec<String> = Vec::new();
        let (mut listed, mut gone_in_a_row) = (0, 0);
        loop {
            let marker = last_page.last().map(|id| format!("&marker={id}"));
            let path = format!("/v2/images?{query}{}", marker.unwrap_or_default());
            let response = self.reader.get_within(&path, left(deadline)?).await?;
            let page: ListedImages = match response.status() {
                200 => read(&response).await?,
                // The image that the page starts behind is gone by now.
                400 if last_page.len() > 1 && gone_in_a_row < GONE_IN_A_ROW_AT_MOST => {
                    gone_in_a_row += 1;
                    if let Some(id) = last_page.pop() {
                        usage.take_out(&id);
                    }
                    continue;
                }
                400 | 403 => return Ok(Pages::NotAll),
                status => return Err(refused(status)),
            };
            gone_in_a_row = 0;
            let is_last = page.next.is_none() || page.images.is_empty();
            listed += page.images.len() as u64;
            last_page = page.images.iter().map(|image| image.id.clone()).collect();
            let is_of_project =
                |image: &ListedImage| image.owner.as_deref() == Some(self.project_id);
            usage.add(page.images.into_iter().filter(is_of_project));
            if is_last {
                return Ok(Pages::All);
            }
            if listed >= at_most {
                return Ok(Pages::NotAll);
            }
        }
    }
}

/// Whether all pages were turned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pages {
    All,
    NotAll,
}

/// How long is left.
fn left(deadline: UnixMillis) -> Result<Duration, Problem> {
    let left = deadline.since(isolate::now_millis());
    if left.is_zero() {
        return Err(Problem::ImageServiceUnreachable(
            "the look takes longer than QUOTA_LOOK_SECONDS".to_owned(),
        ));
    }
    Ok(left)
}
