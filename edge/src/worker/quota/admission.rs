//! What a request to Glance takes of its project's quota, asked for before it goes out.

use gaze_shared::gateway::QuotaMode;
use gaze_shared::glance::can::Reason;
use gaze_shared::quota::{Delta, Operation, Purpose};
use gaze_shared::units::Bytes;

use crate::core::auth::permit::Identity;
use crate::core::errors::problem::Problem;
use crate::core::quota::{
    DataSource, DeclaredSize, ImportPlan, ListedImage, Needs, NewOwner, Owner, Payer, StoreChoice,
    delta_of_data, frees_usage, image_in, image_of, location_in, only_frees_usage, operation_of,
    owner_in, patched_locations, patched_owner, payer,
};
use crate::worker::context::permitted_request::PermittedRequest;
use crate::worker::quota::reservation::{QuotaOwner, ReservationGuard};
use crate::worker::quota::size;
use crate::worker::quota::usage_reader::UsageReader;
use crate::worker::quota::without_ledger;
use crate::worker::upstream::glance::{self, GlanceReader};
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// Asks for the reservation that image data needs, before a byte of it is read. Data of unknown length gets
/// none yet but that of an upload under way.
pub(crate) async fn of_data<'a>(
    call: PermittedRequest<'a>,
    size: DeclaredSize,
) -> Result<Option<ReservationGuard<'a>>, Problem> {
    let Some(operation) = call.operation() else {
        return Ok(None);
    };
    let image = call.image().await?;
    let Some(reservation) = call.reservation_of(operation, image.as_ref())? else {
        return Ok(None);
    };
    if let Some(image) = &image {
        takes_data(image, &reservation)?;
    }
    let bytes = match size {
        DeclaredSize::Known(bytes) => bytes,
        // It is counted on its way.
        DeclaredSize::Unknown => Bytes::ZERO,
    };
    reservation.reserve(delta_of_data(operation, bytes)).await?;
    Ok(Some(reservation))
}

/// Asks for the reservation that Glance will need for what a document tells it to do.
pub(crate) async fn of_document<'a>(
    call: PermittedRequest<'a>,
    document: &[u8],
) -> Result<Option<ReservationGuard<'a>>, Problem> {
    let Some(operation) = call.operation() else {
        return Ok(None);
    };
    match operation {
        Operation::Create => create(call, document).await,
        Operation::Import => import(call, document).await,
        Operation::Location => {
            let addresses: Vec<String> = location_in(document).into_iter().collect();
            locations(call, &addresses).await
        }
        Operation::OwnerChange => match patched_locations(document) {
            addresses if addresses.is_empty() => transfer(call, document).await,
            addresses => locations(call, &addresses).await,
        },
        Operation::Upload | Operation::Stage | Operation::Copy => Ok(None),
    }
}

/// Glance fails at data for an image that keeps what it has refused, and may store it for nobody.
fn takes_data(image: &ListedImage, reservation: &ReservationGuard<'_>) -> Result<(), Problem> {
    match image.keeps_rejected_data() && reservation.asks() {
        true => Err(Problem::ImageNotReady(Reason::KeepsRefusedData)),
        false => Ok(()),
    }
}

/// Tells the ledger, after a success, where there is less than there was, or more by what only Glance knows.
pub(crate) async fn note_freed(call: PermittedRequest<'_>, document: &[u8]) {
    let is_off = call.settings.quota.mode == QuotaMode::Off;
    if is_off || !frees_usage(call.permit.route(), document) {
        return;
    }
    if let Some(usage_reader) = call.usage_reader() {
        let project_id = usage_reader.project_id;
        let configured = call.settings.quota.configured(project_id);
        if let Ok(ledger) =
            ProjectLedger::of(call.runtime.env, &call.region.name, project_id, configured)
        {
            // Where this is not heard, what is known is soon too old by itself.
            drop(if only_frees_usage(call.permit.route()) {
                ledger.note_freed().await
            } else {
                ledger.mark_stale().await
            });
        }
    }
}

async fn create<'a>(
    call: PermittedRequest<'a>,
    document: &[u8],
) -> Result<Option<ReservationGuard<'a>>, Problem> {
    let new_owner = owner_in(document);
    let owner = match &new_owner {
        NewOwner::Unsaid => Owner::Unseen,
        NewOwner::Project(project_id) => Owner::Project(project_id),
        NewOwner::Nobody => Owner::Nobody,
    };
    let id = image_in(document);
    let Some(reservation) = call.reservation(Operation::Create, id.as_deref(), owner)? else {
        return Ok(None);
    };
    reservation.reserve(Delta::create()).await?;
    Ok(Some(reservation))
}

async fn import<'a>(
    call: PermittedRequest<'a>,
    document: &[u8],
) -> Result<Option<ReservationGuard<'a>>, Problem> {
    let store = call.context.header("x-image-meta-store");
    // What nobody can read Glance refuses.
    let Some(plan) = ImportPlan::read(document, store) else {
        return Ok(None);
    };
    let image = call.image().await?;
    let Some(reservation) = call.reservation_of(plan.operation(), image.as_ref())? else {
        return Ok(None);
    };
    if !reservation.asks() {
        return Ok(Some(reservation));
    }
    // One that is not there, and comes to be in this moment, has a size that nobody knows.
    let image = image.unwrap_or_default();
    takes_data(&image, &reservation)?;
    if plan.source == DataSource::Staged && image.is_being_staged() {
        return Err(Problem::ImageNotReady(Reason::BeingStaged));
    }
    let known = match plan.stores {
        StoreChoice::All => {
            glance::known_stores(&call.context.request_id, call.region, call.permit).await?
        }
        StoreChoice::Default | StoreChoice::Named(_) => None,
    };
    let fetched = match &plan.source {
        DataSource::Web(address) => size::of(&call.settings.import, address).await,
        DataSource::Staged | DataSource::Copy | DataSource::Elsewhere => None,
    };
    let needs = plan.needs(&image, known.as_ref(), fetched);
    reservation.reserve_for(needs).await?;
    Ok(Some(reservation))
}

/// Data that lies somewhere already counts as stored from now on, once for each place.
async fn locations<'a>(
    call: PermittedRequest<'a>,
    addresses: &[String],
) -> Result<Option<ReservationGuard<'a>>, Problem> {
    if addresses.is_empty() {
        return Ok(None);
    }
    let image = call.image().await?;
    let Some(reservation) = call.reservation_of(Operation::Location, image.as_ref())? else {
        return Ok(None);
    };
    if !reservation.asks() {
        return Ok(Some(reservation));
    }
    let known = image.as_ref().and_then(ListedImage::size);
    let size = match (known, addresses) {
        (Some(size), addresses) => {
            let places = addresses.len() as u64;
            Some(Bytes(size.0.saturating_mul(places)))
        }
        (None, [address]) => size::of(&call.settings.import, address).await,
        (None, _) => None,
    };
    reservation.reserve_for(Needs::of_stored(size)).await?;
    Ok(Some(reservation))
}

/// An image that an administrator gives to another project counts there.
async fn transfer<'a>(
    call: PermittedRequest<'a>,
    document: &[u8],
) -> Result<Option<ReservationGuard<'a>>, Problem> {
    let is_admin = call.permit.identity().is_some_and(Identity::is_admin);
    // Nobody else may say whose an image is: the guard has seen to it.
    let (true, NewOwner::Project(to)) = (is_admin, patched_owner(document)) else {
        return Ok(None);
    };
    let Some(image) = call.image().await? else {
        return Ok(None);
    };
    if image.owner.as_deref() == Some(to.as_str()) {
        return Ok(None);
    }
    let owner = Owner::Project(&to);
    let Some(reservation) = call.reservation(Operation::OwnerChange, Some(&image.id), owner)?
    else {
        return Ok(None);
    };
    reservation.reserve_for(Needs::of_image(&image)).await?;
    Ok(Some(reservation))
}

impl<'a> PermittedRequest<'a> {
    /// Its reservation, where anybody counts.
    fn operation(&self) -> Option<Operation> {
        match self.settings.quota.mode {
            QuotaMode::Off => None,
            _ => operation_of(self.permit.route()),
        }
    }

    fn usage_reader(&self) -> Option<UsageReader<'a>> {
        let reader = GlanceReader {
            region: self.region,
            caller: self.permit.caller()?,
            request_id: &self.context.request_id,
        };
        let project_id = self.permit.identity()?.project_id.as_deref()?;
        Some(UsageReader { reader, project_id })
    }

    async fn image(&self) -> Result<Option<ListedImage>, Problem> {
        let (Some(usage_reader), Some(image_id)) =
            (self.usage_reader(), image_of(self.permit.route()))
        else {
            return Ok(None);
        };
        usage_reader.reader.image(image_id).await
    }

    /// The same for an operation on an image.
    fn reservation_of(
        &self,
        operation: Operation,
        image: Option<&ListedImage>,
    ) -> Result<Option<ReservationGuard<'a>>, Problem> {
        let (image_id, owner) = match image {
            Some(image) => (Some(image.id.as_str()), Owner::read(image.owner.as_deref())),
            None => (image_of(self.permit.route()), Owner::Unseen),
        };
        self.reservation(operation, image_id, owner)
    }

    /// Whose quota the operation is charged to, and whether it is asked for before. `None` where nobody's
    /// is.
    fn reservation(
        &self,
        operation: Operation,
        image_id: Option<&str>,
        owner: Owner<'_>,
    ) -> Result<Option<ReservationGuard<'a>>, Problem> {
        let (Some(usage_reader), Some(caller)) = (self.usage_reader(), self.permit.identity())
        else {
            return Ok(None);
        };
        let (project_id, quota_owner) = match payer(operation, caller, owner) {
            Payer::Own => (usage_reader.project_id, QuotaOwner::Own),
            Payer::Foreign(project_id) => (project_id, QuotaOwner::Foreign),
            Payer::Afterwards(Some(project_id)) => (project_id, QuotaOwner::Afterwards),
            Payer::Afterwards(None) => return Ok(None),
        };
        let settings = &self.settings.quota;
        let configured = settings.configured(project_id);
        let ledger = ProjectLedger::of(self.runtime.env, &self.region.name, project_id, configured);
        let image_id = image_id.and_then(|id| id.parse().ok());
        let purpose = Purpose::of(operation, image_id);
        match ledger {
            Ok(ledger) => ReservationGuard::new(
                self.context,
                self.runtime.ctx,
                settings,
                ledger,
                usage_reader,
                quota_owner,
                purpose,
            )
            .map(Some),
            Err(problem) => {
                without_ledger(self.context, settings, usage_reader.project_id, problem)
                    .map(|()| None)
            }
        }
    }
}
