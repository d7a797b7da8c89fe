//! What a request to Glance takes of its project's quota, asked for before it goes out.

use gaze_shared::gateway::QuotaMode;
use gaze_shared::quota::{Delta, Operation, Purpose};
use gaze_shared::units::Bytes;
use worker::{Context, Env};

use super::super::exchange::Exchange;
use super::super::glance_reader::GlanceReader;
use super::super::guard;
use super::charge::{Charge, Charged};
use super::ledger::ProjectLedger;
use super::look::Onlooker;
use super::size;
use crate::core::permit::{Identity, Permit};
use crate::core::problem::Problem;
use crate::core::quota::{
    DataSource, DeclaredSize, ImportPlan, ListedImage, QuotaEvent, StoreChoice, delta_of_data,
    frees_room, image_in, image_of, location_in, only_frees_room, operation_of,
};
use crate::core::settings::{Region, Settings};

/// Where a request goes, and with whose right.
#[derive(Clone, Copy)]
pub(in crate::worker_shell) struct Call<'a> {
    pub(in crate::worker_shell) exchange: &'a Exchange,
    pub(in crate::worker_shell) settings: &'a Settings,
    pub(in crate::worker_shell) env: &'a Env,
    pub(in crate::worker_shell) context: &'a Context,
    pub(in crate::worker_shell) region: &'a Region,
    pub(in crate::worker_shell) permit: &'a Permit,
}

/// Asks for the room that image data needs, before a byte of it is read. Data of unknown length gets
/// none yet but that of an upload under way.
pub(in crate::worker_shell) async fn of_data<'a>(
    call: Call<'a>,
    size: DeclaredSize,
) -> Result<Option<Charge<'a>>, Problem> {
    let Some(operation) = call.operation() else {
        return Ok(None);
    };
    let image = match call.looks_at_owner() {
        true => match call.image().await? {
            Some(image) => Some(image),
            // Glance says that it is not there.
            None => return Ok(None),
        },
        false => None,
    };
    let Some(charge) = call.charge(operation, image_of(call.permit.route()), image.as_ref())?
    else {
        return Ok(None);
    };
    let bytes = match size {
        DeclaredSize::Known(bytes) => bytes,
        DeclaredSize::Unknown => Bytes::ZERO,
    };
    charge.reserve(delta_of_data(operation, bytes)).await?;
    Ok(Some(charge))
}

/// Asks for the room that Glance will need for what a document tells it to do.
pub(in crate::worker_shell) async fn of_document<'a>(
    call: Call<'a>,
    document: &[u8],
) -> Result<Option<Charge<'a>>, Problem> {
    let Some(operation) = call.operation() else {
        return Ok(None);
    };
    match operation {
        Operation::Create => {
            let id = image_in(document);
            let Some(charge) = call.charge(operation, id.as_deref(), None)? else {
                return Ok(None);
            };
            charge.reserve(Delta::create()).await?;
            Ok(Some(charge))
        }
        Operation::Import => import(call, document).await,
        Operation::Location => location(call, document).await,
        Operation::Upload | Operation::Stage | Operation::Copy => Ok(None),
    }
}

/// Tells the ledger, after a success, where there is less than there was, or more by what only Glance knows.
pub(in crate::worker_shell) async fn note_room(call: Call<'_>, document: &[u8]) {
    let is_off = call.settings.quota.mode == QuotaMode::Off;
    if is_off || !frees_room(call.permit.route(), document) {
        return;
    }
    if let Some(onlooker) = call.onlooker() {
        let project_id = onlooker.project_id;
        let configured = call.settings.quota.configured(project_id);
        if let Ok(ledger) = ProjectLedger::of(call.env, &call.region.name, project_id, configured) {
            // Where this is not heard, what is known is soon too old by itself.
            drop(if only_frees_room(call.permit.route()) {
                ledger.note_freed().await
            } else {
                ledger.mark_stale().await
            });
        }
    }
}

async fn import<'a>(call: Call<'a>, document: &[u8]) -> Result<Option<Charge<'a>>, Problem> {
    let store = call.exchange.header("x-image-meta-store");
    // What nobody can read, and an image that is not there, Glance refuses.
    let Some(plan) = ImportPlan::read(document, store) else {
        return Ok(None);
    };
    let Some(image) = call.image().await? else {
        return Ok(None);
    };
    let Some(charge) = call.charge(plan.operation(), Some(&image.id), Some(&image))? else {
        return Ok(None);
    };
    let known = match plan.stores {
        StoreChoice::All => guard::known_stores(call.exchange, call.region, call.permit).await?,
        StoreChoice::Default | StoreChoice::Named(_) => None,
    };
    let fetched = match &plan.source {
        DataSource::Web(address) => size::of(&call.settings.import, address).await,
        DataSource::Staged | DataSource::Copy | DataSource::Elsewhere => None,
    };
    let is_unknown = match plan.source {
        DataSource::Web(_) | DataSource::Elsewhere => fetched.is_none(),
        DataSource::Staged | DataSource::Copy => false,
    };
    if is_unknown {
        charge.tell(QuotaEvent::SizeUnknown);
    }
    charge
        .reserve(plan.delta(&image, known.as_ref(), fetched))
        .await?;
    Ok(Some(charge))
}

/// Data that lies somewhere already counts as stored from now on.
async fn location<'a>(call: Call<'a>, document: &[u8]) -> Result<Option<Charge<'a>>, Problem> {
    let (Some(address), Some(image)) = (location_in(document), call.image().await?) else {
        return Ok(None);
    };
    let Some(charge) = call.charge(Operation::Location, Some(&image.id), Some(&image))? else {
        return Ok(None);
    };
    let size = size::of(&call.settings.import, &address).await;
    if size.is_none() {
        charge.tell(QuotaEvent::SizeUnknown);
    }
    let amounts = Delta {
        image_size_total: size.unwrap_or(Bytes::ZERO),
        ..Delta::NOTHING
    };
    charge.reserve(amounts).await?;
    Ok(Some(charge))
}

impl<'a> Call<'a> {
    /// What it takes room for, where anybody counts.
    fn operation(&self) -> Option<Operation> {
        match self.settings.quota.mode {
            QuotaMode::Off => None,
            _ => operation_of(self.permit.route()),
        }
    }

    /// Only an administrator works on images of other projects.
    fn looks_at_owner(&self) -> bool {
        self.permit.identity().is_some_and(Identity::is_admin)
    }

    fn onlooker(&self) -> Option<Onlooker<'a>> {
        let reader = GlanceReader {
            region: self.region,
            token: self.permit.token()?,
            request_id: &self.exchange.request_id,
        };
        let project_id = self.permit.identity()?.project_id.as_deref()?;
        Some(Onlooker { reader, project_id })
    }

    async fn image(&self) -> Result<Option<ListedImage>, Problem> {
        match (self.onlooker(), image_of(self.permit.route())) {
            (Some(onlooker), Some(image_id)) => onlooker.reader.image(image_id).await,
            _ => Ok(None),
        }
    }

    /// Whose quota the operation is charged to: the caller's, as Glance checks it, unless what it adds
    /// is counted in another project's usage. `None` where nobody's is.
    fn charge(
        &self,
        operation: Operation,
        image_id: Option<&str>,
        image: Option<&ListedImage>,
    ) -> Result<Option<Charge<'a>>, Problem> {
        let Some(onlooker) = self.onlooker() else {
            return Ok(None);
        };
        let (owner, charged) = match image {
            None => (onlooker.project_id, Charged::Own),
            Some(image) => match image.owner.as_deref() {
                Some(owner) if owner == onlooker.project_id => (owner, Charged::Own),
                Some(owner) => (owner, Charged::Foreign),
                None => return Ok(None),
            },
        };
        let settings = &self.settings.quota;
        let configured = settings.configured(owner);
        let ledger = ProjectLedger::of(self.env, &self.region.name, owner, configured);
        let image_id = image_id.and_then(|id| id.parse().ok());
        let purpose = Purpose::of(operation, image_id);
        match ledger {
            Ok(ledger) => {
                let request = (self.exchange, self.context);
                Charge::new(request, settings, ledger, onlooker, charged, purpose).map(Some)
            }
            Err(problem) => {
                super::without_ledger(self.exchange, settings, onlooker.project_id, problem)
                    .map(|()| None)
            }
        }
    }
}
