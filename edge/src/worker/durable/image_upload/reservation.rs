//! A new reservation for an upload that is complete and has lost its own, because nothing ran for too long.

use gaze_shared::gateway::QuotaMode;
use gaze_shared::quota::{Delta, Operation, Purpose, Reliance, ReservationId, Sizes, UsageSource};
use worker::Env;

use crate::core::config::Settings;
use crate::core::errors::problem::Problem;
use crate::core::log::timing::whole_millis;
use crate::core::quota::call::{ReserveCall, WhenOver};
use crate::core::quota::delta_of_data;
use crate::core::uploads::TusUpload;
use crate::core::uploads::call::ReservationRef;
use crate::worker::isolate;
use crate::worker::quota::usage_reader::{self, ReadTarget, UsageReader};
use crate::worker::upstream::glance::GlanceReader;
use crate::worker::upstream::objects::ledger::{self, ProjectLedger};

/// Asks for the reservation of an upload again; `None` while there is too little.
///
/// # Errors
/// Nobody can tell how much is left.
pub(crate) async fn take(
    env: &Env,
    upload: &TusUpload,
    lost: &ReservationRef,
    reader: GlanceReader<'_>,
) -> Result<Option<ReservationRef>, Problem> {
    let settings = isolate::settings(env)?;
    let project_id = &lost.project_id;
    let reservation = |id| ReservationRef {
        project_id: project_id.clone(),
        id,
    };
    if settings.quota.mode == QuotaMode::Off {
        return Ok(Some(reservation(None)));
    }
    let ledger = ledger(env, upload, lost)?;
    let mut call = reserve_call(settings, upload, reader.request_id);
    let usage_reader = UsageReader { reader, project_id };
    let known_for = Reliance::KnownWithin(whole_millis(settings.quota.known_for));
    // Two refreshes come before too little left is taken for the answer. It is asked again at the next
    // attempt to deliver.
    for reliance in [Reliance::InForce, Reliance::InForce, known_for] {
        call.reliance = reliance;
        let outcome = ledger.reserve(call.clone()).await?;
        if matches!(outcome, ledger::ReserveOutcome::Reserved { .. }) {
            return Ok(Some(reservation(Some(call.id))));
        }
        if *project_id != upload.about().by.project_id {
            // Nobody but its members can ask Glance for the limits of another project.
            return Ok(Some(reservation(None)));
        }
        if reliance.is_in_force() {
            // The images tell to the byte what there is. Nobody waits here, so it may take long.
            let target = ReadTarget::At(UsageSource::Images);
            let within = settings.quota.refresh_within;
            usage_reader::refresh(&ledger, &usage_reader, target, within, || ()).await?;
        }
    }
    Ok(None)
}

fn reserve_call(settings: &Settings, upload: &TusUpload, request_id: &str) -> ReserveCall {
    let about = upload.about();
    ReserveCall {
        id: ReservationId::new(format!("{}/{request_id}", about.id)),
        amounts: amounts(upload),
        purpose: Purpose::of(Operation::Upload, about.image_id.parse().ok()),
        sizes: Sizes::Known,
        lease_ms: whole_millis(settings.quota.lease),
        when_over: WhenOver::in_mode(&settings.quota.mode),
        reliance: Reliance::InForce,
    }
}

pub(crate) fn amounts(upload: &TusUpload) -> Delta {
    delta_of_data(Operation::Upload, upload.about().length)
}

pub(crate) fn ledger(
    env: &Env,
    upload: &TusUpload,
    reservation: &ReservationRef,
) -> Result<ProjectLedger, Problem> {
    let settings = isolate::settings(env)?;
    let configured = settings.quota.configured(&reservation.project_id);
    ProjectLedger::of(
        env,
        &upload.about().region,
        &reservation.project_id,
        configured,
    )
}
