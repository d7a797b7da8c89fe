//! Who calls by tus, and what they bring.

use gaze_shared::glance::can::{Caller, Reason};
use gaze_shared::tus::{Extension, header};

use crate::core::auth::permit::Authenticated;
use crate::core::config::{Region, Settings};
use crate::core::crypto::seal::KeyRing;
use crate::core::errors::problem::Problem;
use crate::core::routes::upload_id::TusUploadId;
use crate::core::routes::{NoRoute, UploadRoute};
use crate::core::uploads::call::{UploadAnswer, UploadCall, UploadProgress, Uploader};
use crate::core::uploads::credentials::{data_permit, seal_token};
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;
use crate::worker::handlers::authentication::{Admitted, admit};
use crate::worker::isolate;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::objects::upload::{UploadObject, unexpected};
use crate::worker::upstream::objects::upload_keys;

/// What there is beside the core protocol.
pub(super) const OFFERED: [Extension; 4] = [
    Extension::Creation,
    Extension::Checksum,
    Extension::Termination,
    Extension::Expiration,
];

pub(crate) struct TusCall<'a> {
    pub(super) context: &'a RequestContext,
    pub(super) settings: &'a Settings,
    pub(super) runtime: Runtime<'a>,
    pub(super) store: UploadStore,
    /// What the tokens of uploads are sealed with.
    pub(super) keys: KeyRing,
    pub(super) by: Uploader,
    admitted: Admitted<'a>,
}

impl<'a> TusCall<'a> {
    /// Lets in who asks for an upload that may be theirs.
    pub(crate) async fn begin(
        context: &'a RequestContext,
        settings: &'a Settings,
        runtime: Runtime<'a>,
        route: &UploadRoute,
    ) -> Result<Self, Problem> {
        let store = UploadStore::of(runtime.env).ok_or(NoRoute::NotFound)?;
        // Bytes that come now keep their upload for so long.
        let until = isolate::now_millis().after(settings.uploads.lifetime);
        let keys = upload_keys::provide(runtime.env, settings, until).await?;
        if let Some(id) = route.upload_id()
            && !id.is_sealed(&keys)
            // Those of before the uploads had a key of their own.
            && !id.is_sealed(&settings.session_keys)
        {
            return Err(NoRoute::NotFound.into());
        }
        let header = |name: &str| context.header(&name.to_ascii_lowercase());
        gaze_shared::tus::check_offered(&OFFERED, header).map_err(Problem::Tus)?;
        let admitted = admit(context, settings, runtime, route.requirements()).await?;
        let identity = admitted.authenticated().identity();
        let project_id = identity.project_id.as_deref();
        let by = Uploader::new(&identity.user_id, project_id.ok_or(Problem::NotOfProject)?);
        let call = Self {
            context,
            settings,
            runtime,
            store,
            keys,
            by,
            admitted,
        };
        if let Some(id) = route.upload_id() {
            call.check_rules(id).await?;
        }
        Ok(call)
    }
}

impl<'a> TusCall<'a> {
    /// The token and its owner.
    pub(super) const fn authenticated(&self) -> &Authenticated {
        self.admitted.authenticated()
    }

    pub(super) const fn region(&self) -> &'a Region {
        self.admitted.region()
    }
}

impl TusCall<'_> {
    /// Asks the object of an upload on the caller's behalf.
    pub(super) async fn send_to_object(
        &self,
        id: &TusUploadId,
        call: UploadCall,
    ) -> Result<UploadAnswer, Problem> {
        let nonce = isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
        // A token that may only look must not take the place of one that may upload.
        let token = match self.as_caller().is_member() {
            true => Some(seal_token(&self.keys, self.authenticated().token(), nonce)?),
            false => None,
        };
        UploadObject::of(self.runtime.env, id)?
            .ask(self.by.clone(), token, call)
            .await
    }

    /// Lets pass a token whose access rules allow to send the upload's data to its image.
    async fn check_rules(&self, id: &TusUploadId) -> Result<(), Problem> {
        if self.authenticated().identity().access_rules.is_none() {
            return Ok(());
        }
        // Without the token, which is not to take the place of another one yet.
        let object = UploadObject::of(self.runtime.env, id)?;
        match object.ask(self.by.clone(), None, UploadCall::Show).await? {
            UploadAnswer::Progress(progress) => {
                data_permit(&progress.report.image_id, self.authenticated())?;
                Ok(())
            }
            other => Err(unexpected(&other)),
        }
    }

    pub(super) async fn progress(&self, id: &TusUploadId) -> Result<UploadProgress, Problem> {
        match self.send_to_object(id, UploadCall::Show).await? {
            UploadAnswer::Progress(progress) => {
                self.context
                    .note_upload(id.as_str(), &progress.report.image_id);
                Ok(*progress)
            }
            other => Err(unexpected(&other)),
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.context.header(&name.to_ascii_lowercase())
    }

    /// Who calls, for the rules.
    pub(super) fn as_caller(&self) -> Caller {
        Caller {
            project_id: self.by.project_id.clone(),
            roles: self.authenticated().identity().roles.clone(),
        }
    }

    pub(super) fn check_role(&self) -> Result<(), Problem> {
        match self.as_caller().is_member() {
            true => Ok(()),
            false => Err(Problem::ImageNotReady(Reason::ReaderRole)),
        }
    }

    pub(super) fn check_version(&self) -> Result<(), Problem> {
        gaze_shared::tus::check_version(self.header(header::TUS_RESUMABLE)).map_err(Problem::Tus)
    }
}
