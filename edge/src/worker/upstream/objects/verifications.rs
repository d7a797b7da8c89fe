//! The Worker's side of a project's verifications.

use gaze_shared::gateway::{Verification, VerificationReport};
use gaze_shared::units::Bytes;
use worker::Env;

use crate::core::errors::problem::Problem;
use crate::core::verification::{
    NewVerification, VerificationAnswer, VerificationCall, VerificationLimits,
};
use crate::worker::upstream::objects::stub::ObjectNamespace;

/// The binding of the objects' namespace in wrangler.toml.
const BINDING: &str = "IMAGE_VERIFICATIONS";

/// How long it may take. It needs a millisecond.
const TIMEOUT_MS: u32 = 5_000;

#[derive(Clone)]
pub(crate) struct ProjectVerifications {
    objects: ObjectNamespace,
    name: String,
}

impl ProjectVerifications {
    /// Asks nobody yet.
    pub(crate) fn of(env: &Env, region: &str, project_id: &str) -> Result<Self, Problem> {
        let objects =
            ObjectNamespace::bound(env, BINDING).map_err(Problem::VerificationsUnavailable)?;
        Ok(Self {
            objects,
            name: format!("{region}/{project_id}"),
        })
    }

    /// Speaks for data that is about to be read.
    ///
    /// # Errors
    /// It may not be read now.
    pub(crate) async fn begin(
        &self,
        new: NewVerification,
        limits: VerificationLimits,
    ) -> Result<(), Problem> {
        match self.ask(VerificationCall::Begin { new, limits }).await? {
            VerificationAnswer::Begun => Ok(()),
            VerificationAnswer::Refused(refusal) => Err(Problem::VerificationRefused(refusal)),
            other => Err(unexpected(&other)),
        }
    }

    /// It is still being read.
    pub(crate) async fn renew(&self, ticket: String) -> Result<(), Problem> {
        self.note(VerificationCall::Renew { ticket }).await
    }

    /// It is not read any more.
    pub(crate) async fn end(
        &self,
        ticket: String,
        read: Bytes,
        verification: Option<Verification>,
    ) -> Result<(), Problem> {
        self.note(VerificationCall::End {
            ticket,
            read,
            verification,
        })
        .await
    }

    /// What is known of an image.
    pub(crate) async fn report(&self, image_id: String) -> Result<VerificationReport, Problem> {
        match self.ask(VerificationCall::Report { image_id }).await? {
            VerificationAnswer::Report(report) => Ok(report),
            other => Err(unexpected(&other)),
        }
    }

    async fn note(&self, call: VerificationCall) -> Result<(), Problem> {
        match self.ask(call).await? {
            VerificationAnswer::Noted => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    async fn ask(&self, call: VerificationCall) -> Result<VerificationAnswer, Problem> {
        let asked = self.objects.ask(&self.name, &call, TIMEOUT_MS);
        asked.await.map_err(Problem::VerificationsUnavailable)
    }
}

fn unexpected(answer: &VerificationAnswer) -> Problem {
    Problem::VerificationsUnavailable(format!("the object answers {answer:?}"))
}
