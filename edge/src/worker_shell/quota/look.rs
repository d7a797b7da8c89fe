//! Looks at what a project has, with the token of a caller who works in it.

use futures_util::future::try_join;
use gaze_shared::quota::{Observation, Ticket};
use gaze_shared::usage::{UsageByResource, UsageInfo};

use super::super::glance_reader::{GlanceReader, read, refused};
use super::ledger::ProjectLedger;
use crate::core::problem::Problem;
use crate::core::quota::call::{LookAt, LookFirst};
use crate::core::quota::{ImageUsage, ListedImage, ListedImages};
use crate::core::secret::Secret;
use crate::core::settings::Region;

/// Glance gives no longer pages by itself (`api_limit_max`).
const PAGE_IMAGES: usize = 1_000;

/// How many pages are turned at most. A project with more images is counted by Glance's own sums.
const PAGES_AT_MOST: usize = 20;

/// Looks once, and tells the ledger what was seen. Looks at the images where that is asked for, or where
/// the ledger asks for it.
///
/// # Errors
/// Glance or the ledger does not answer.
pub(in crate::worker_shell) async fn once(
    ledger: &ProjectLedger,
    onlooker: &Onlooker<'_>,
    at: Option<LookAt>,
) -> Result<(Ticket, LookAt), Problem> {
    let first = ledger.look().await?;
    let at = at.unwrap_or(first.at);
    let observation = onlooker.look(&first, at).await?;
    ledger.observe(observation).await?;
    // Where the images cannot be looked at, the rounder figures have to do.
    Ok((first.ticket, at))
}

/// An onlooker of its own, for a look that outlives its request.
pub(in crate::worker_shell) struct OwnedOnlooker {
    region: Region,
    token: Secret,
    request_id: String,
    project_id: String,
}

impl From<&Onlooker<'_>> for OwnedOnlooker {
    fn from(onlooker: &Onlooker<'_>) -> Self {
        Self {
            region: onlooker.reader.region.clone(),
            token: onlooker.reader.token.clone(),
            request_id: onlooker.reader.request_id.to_owned(),
            project_id: onlooker.project_id.to_owned(),
        }
    }
}

impl OwnedOnlooker {
    pub(in crate::worker_shell) fn borrow(&self) -> Onlooker<'_> {
        Onlooker {
            reader: GlanceReader {
                region: &self.region,
                token: &self.token,
                request_id: &self.request_id,
            },
            project_id: &self.project_id,
        }
    }
}

/// Somebody who may see a project's images.
pub(in crate::worker_shell) struct Onlooker<'a> {
    /// Who asks.
    pub(in crate::worker_shell) reader: GlanceReader<'a>,
    /// Whose project is looked at.
    pub(in crate::worker_shell) project_id: &'a str,
}

impl Onlooker<'_> {
    /// Looks, and tells what was seen.
    ///
    /// # Errors
    /// Glance does not answer, or does not know the token.
    pub(in crate::worker_shell) async fn look(
        &self,
        first: &LookFirst,
        at: LookAt,
    ) -> Result<Observation, Problem> {
        let (limits, images) = match at {
            LookAt::Usage => (self.usage().await?, None),
            LookAt::Images => try_join(self.usage(), self.images()).await?,
        };
        Ok(match images {
            Some(images) => images.observation(first.ticket, &limits, &first.open),
            None => Observation::from_glance(first.ticket, &limits),
        })
    }

    /// Limits and usage as Glance tells them: none where its quotas are off, or where it is too old to
    /// have any (before API 2.13).
    async fn usage(&self) -> Result<UsageByResource, Problem> {
        let response = self.reader.get("/v2/info/usage").await?;
        match response.status() {
            200 => read(&response).await.map(|UsageInfo { usage, .. }| usage),
            404 => Ok(UsageByResource::default()),
            status => Err(refused(status)),
        }
    }

    /// All images of the project, hidden ones too; `None` when they are too many, or the token may not
    /// list them.
    async fn images(&self) -> Result<Option<ImageUsage>, Problem> {
        let shown = self.pages("false");
        let hidden = self.pages("true");
        let (shown, hidden) = try_join(shown, hidden).await?;
        let mut usage = ImageUsage::default();
        for images in [shown, hidden] {
            match images {
                Some(images) => usage.add(images),
                None => return Ok(None),
            }
        }
        Ok(Some(usage))
    }

    async fn pages(&self, hidden: &str) -> Result<Option<Vec<ListedImage>>, Problem> {
        let mut images: Vec<ListedImage> = Vec::new();
        // What is made meanwhile stands at the end then, and no page moves under the reader's hands.
        let query = format!(
            "owner={}&visibility=all&os_hidden={hidden}&sort=created_at:asc,id:asc&limit={PAGE_IMAGES}",
            self.project_id
        );
        for _ in 0..PAGES_AT_MOST {
            let marker = images.last().map(|image| format!("&marker={}", image.id));
            let path = format!("/v2/images?{query}{}", marker.unwrap_or_default());
            let response = self.reader.get(&path).await?;
            let page: ListedImages = match response.status() {
                200 => read(&response).await?,
                // 400: the image that the page starts behind is gone by now.
                400 | 403 => return Ok(None),
                status => return Err(refused(status)),
            };
            let is_last = page.next.is_none() || page.images.is_empty();
            let is_of_project =
                |image: &ListedImage| image.owner.as_deref() == Some(self.project_id);
            images.extend(page.images.into_iter().filter(is_of_project));
            if is_last {
                return Ok(Some(images));
            }
        }
        Ok(None)
    }
}
