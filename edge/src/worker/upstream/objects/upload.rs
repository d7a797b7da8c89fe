//! The Worker's side of an upload's object.

use worker::Env;

use crate::core::errors::problem::Problem;
use crate::core::routes::upload_id::TusUploadId;
use crate::core::uploads::call::{UploadAnswer, UploadCall, UploadObjectRequest, Uploader};
use crate::worker::upstream::objects::stub::ObjectNamespace;

/// The binding of the objects' namespace in wrangler.toml.
const BINDING: &str = "IMAGE_UPLOADS";

/// How long the object may take. To end an upload it also tells the quota's ledger.
const TIMEOUT_MS: u32 = 10_000;

pub(crate) struct UploadObject<'a> {
    objects: ObjectNamespace,
    id: &'a TusUploadId,
}

impl<'a> UploadObject<'a> {
    /// The object of an upload. Asks nobody yet.
    pub(crate) fn of(env: &Env, id: &'a TusUploadId) -> Result<Self, Problem> {
        let objects =
            ObjectNamespace::bound(env, BINDING).map_err(Problem::UploadStoreUnavailable)?;
        Ok(Self { objects, id })
    }

    /// Asks it.
    ///
    /// # Errors
    /// It refuses, or does not answer.
    pub(crate) async fn ask(
        &self,
        by: Uploader,
        token: Option<String>,
        call: UploadCall,
    ) -> Result<UploadAnswer, Problem> {
        let request = UploadObjectRequest { by, token, call };
        let asked = self.objects.ask(self.id.as_str(), &request, TIMEOUT_MS);
        match asked.await.map_err(Problem::UploadStoreUnavailable)? {
            UploadAnswer::Refused(refusal) => Err(refusal.into()),
            answer => Ok(answer),
        }
    }
}

/// The two sides are of two versions.
pub(crate) fn unexpected(answer: &UploadAnswer) -> Problem {
    Problem::UploadStoreUnavailable(format!("the upload answers {answer:?}"))
}
