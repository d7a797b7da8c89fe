//! `cargo xtask bench`: what the edge costs, each figure beside that of its peer in one run.

mod caller;
mod gateway;
mod image_data;
mod intake;
mod load;
mod process;
mod proxied_get;
mod quota;
mod rates;
mod report;
mod restart;
mod streaming;
mod tus;
mod upload;
mod upstream;
mod wire;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::build;
use crate::context::Context;
use crate::openstack::{Person, Session};
use crate::ports;
use crate::stack::{self, DataDir, StackSettings};
use crate::test::Verdict;
use crate::tools::{Need, Tools};
use report::Report;

/// Something that is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum BenchSubject {
    /// What a request and a gibibyte cost at the edge, beside a bare passthrough in JavaScript
    Edge,
    /// What a gibibyte of image data costs on its way in, by PUT beside a bare passthrough and by tus
    Intake,
    /// What clients of the edge see while Glance restarts
    Restart,
    /// How many reservations one project's ledger makes, and how long a request waits for them
    Quota,
    /// How long a browser takes from a file to "verified", beside a bare `XMLHttpRequest` of the same file
    Upload,
}

#[derive(Args, Debug)]
pub(crate) struct BenchArgs {
    /// Measure only this [default: one after the other]
    subject: Option<BenchSubject>,

    /// How many gibibytes are streamed each time; 0 leaves streaming out
    #[arg(long, default_value_t = 4, value_name = "N")]
    gibibytes: u64,

    /// How many requests are sent while Glance restarts
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    requests: usize,
}

/// As long as the longest run with a wide margin: nobody signs in anew meanwhile.
const TOKEN_SECONDS: u32 = 4 * 3600;

pub(crate) fn run(context: &Context, options: &BenchArgs) -> Result<Verdict> {
    let wants = |subject| options.subject.is_none_or(|only| only == subject);
    let mut needs = [&build::NEEDS[..], &[Need::OpenStack]].concat();
    if wants(BenchSubject::Upload) {
        needs.extend([Need::TestPackages, Need::Chromium]);
    }
    let tools = Tools::provide(context, &needs)?;
    build::run(context, &tools, &build::BuildPart::ALL)?;
    let work_dir = context.checkout.work_dir();
    // Beside the build, because a temporary folder in memory could not hold the images.
    let dir = tempfile::Builder::new()
        .prefix("bench-")
        .tempdir_in(&work_dir)
        .with_context(|| format!("Cannot make a folder in {}", work_dir.display()))?;
    let [keystone_port, glance_port] = ports::free()?;
    let stack_settings = StackSettings {
        keystone_port,
        glance_port,
        token_seconds: TOKEN_SECONDS,
        data: DataDir::open(dir.path())?,
    };
    let mut services = stack::start(context, tools.venv()?, &stack_settings)?;
    let session = Session::sign_in(&stack_settings.keystone_url(), Person::Demo)?;
    let mut verdict = Verdict::Passed;
    let mut conclude = |report: &Report, name| {
        if report.verdict() == Verdict::Failed {
            verdict = Verdict::Failed;
        }
        report.write(context, name)
    };
    if wants(BenchSubject::Edge) {
        let mut report = Report::default();
        proxied_get::measure(context, &stack_settings, &session, &mut report)?;
        if options.gibibytes > 0 {
            let bytes = options.gibibytes << 30;
            streaming::measure(context, &stack_settings, &session, bytes, &mut report)?;
        }
        conclude(&report, "edge")?;
    }
    if wants(BenchSubject::Intake) {
        let mut report = Report::default();
        intake::measure(context, &stack_settings, &session, &mut report)?;
        conclude(&report, "intake")?;
    }
    if wants(BenchSubject::Restart) {
        let mut report = Report::default();
        let requests = options.requests;
        let cloud = (tools.venv()?, &stack_settings);
        restart::measure(
            context,
            cloud,
            &mut services,
            &session,
            requests,
            &mut report,
        )?;
        conclude(&report, "restart")?;
    }
    if wants(BenchSubject::Quota) {
        let mut report = Report::default();
        quota::measure(context, &stack_settings, &session, &mut report)?;
        conclude(&report, "quota")?;
    }
    if wants(BenchSubject::Upload) {
        let mut report = Report::default();
        upload::measure(context, &tools, &stack_settings, dir.path(), &mut report)?;
        conclude(&report, "upload")?;
    }
    services.stop()?;
    Ok(verdict)
}
