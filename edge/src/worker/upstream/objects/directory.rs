//! The Worker's side of the directory of uploads.

use worker::Env;

use crate::core::errors::problem::Problem;
use crate::core::uploads::call::Uploader;
use crate::core::uploads::directory::{Claim, DirectoryAnswer, DirectoryCall};
use crate::worker::upstream::objects::stub::ObjectNamespace;

/// The binding of the objects' namespace in wrangler.toml.
const BINDING: &str = "UPLOAD_DIRECTORY";

/// The name of the only object: an image may be given data from more than one project.
const NAME: &str = "uploads";

/// How long it may take. It needs a millisecond.
const TIMEOUT_MS: u32 = 5_000;

/// The Worker's side of the directory.
pub(crate) struct Directory(ObjectNamespace);

impl Directory {
    /// Asks nobody yet.
    pub(crate) fn of(env: &Env) -> Result<Self, Problem> {
        let objects =
            ObjectNamespace::bound(env, BINDING).map_err(Problem::UploadStoreUnavailable)?;
        Ok(Self(objects))
    }

    /// Who has the image after a claim: this one, or the one that was there before.
    pub(crate) async fn claim(
        &self,
        claim: &Claim,
        instead_of: Option<String>,
    ) -> Result<Claim, Problem> {
        let claim = claim.clone();
        match self.ask(DirectoryCall::Claim { claim, instead_of }).await? {
            DirectoryAnswer::Held(Some(held)) => Ok(held),
            other => Err(unexpected(&other)),
        }
    }

    /// The upload is not under way any more, or never was.
    pub(crate) async fn release(&self, upload_id: &str) -> Result<(), Problem> {
        let upload_id = upload_id.to_owned();
        match self.ask(DirectoryCall::Release { upload_id }).await? {
            DirectoryAnswer::Released => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    /// Who has an image.
    pub(crate) async fn of_image(
        &self,
        region: &str,
        image_id: &str,
    ) -> Result<Option<Claim>, Problem> {
        let call = DirectoryCall::OfImage {
            region: region.to_owned(),
            image_id: image_id.to_owned(),
        };
        match self.ask(call).await? {
            DirectoryAnswer::Held(claim) => Ok(claim),
            other => Err(unexpected(&other)),
        }
    }

    /// What somebody has, the newest first.
    pub(crate) async fn of_uploader(&self, by: &Uploader) -> Result<Vec<Claim>, Problem> {
        match self.ask(DirectoryCall::Of(by.clone())).await? {
            DirectoryAnswer::Claims(claims) => Ok(claims),
            other => Err(unexpected(&other)),
        }
    }

    async fn ask(&self, call: DirectoryCall) -> Result<DirectoryAnswer, Problem> {
        let asked = self.0.ask(NAME, &call, TIMEOUT_MS);
        asked.await.map_err(Problem::UploadStoreUnavailable)
    }
}

fn unexpected(answer: &DirectoryAnswer) -> Problem {
    Problem::UploadStoreUnavailable(format!("the directory answers {answer:?}"))
}
