//! `cargo xtask bench`: what Gaze costs, each figure beside that of its peer in one run.

mod browser;
mod caller;
mod gateway;
mod hashing;
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

use std::path::Path;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::build::{self, BuildPart};
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
    /// How fast the dashboard hashes a file, beside hash-wasm in the same browser and OpenSSL on the machine
    Hashing,
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

/// The measurements that are asked for, and what they came to.
struct Bench<'a> {
    context: &'a Context,
    options: &'a BenchArgs,
    tools: &'a Tools,
    /// For what is measured with.
    dir: &'a Path,
    verdict: Verdict,
}

pub(crate) fn run(context: &Context, options: &BenchArgs) -> Result<Verdict> {
    let wants = |subject| options.wants(subject);
    let mut needs = build::NEEDS.to_vec();
    let mut parts = vec![BuildPart::Dashboard];
    if options.wants_cloud() {
        needs.push(Need::OpenStack);
        parts.push(BuildPart::Edge);
    }
    if wants(BenchSubject::Upload) || wants(BenchSubject::Hashing) {
        needs.extend([Need::TestPackages, Need::Chromium]);
    }
    let tools = Tools::provide(context, &needs)?;
    build::run(context, &tools, &parts)?;
    let work_dir = context.checkout.work_dir();
    // Beside the build, because a temporary folder in memory could not hold the images.
    let dir = tempfile::Builder::new()
        .prefix("bench-")
        .tempdir_in(&work_dir)
        .with_context(|| format!("Cannot make a folder in {}", work_dir.display()))?;
    let mut bench = Bench {
        context,
        options,
        tools: &tools,
        dir: dir.path(),
        verdict: Verdict::Passed,
    };
    if options.wants_cloud() {
        bench.measure_with_cloud()?;
    }
    if wants(BenchSubject::Hashing) {
        bench.report("hashing", |report| {
            hashing::measure(context, &tools, dir.path(), report)
        })?;
    }
    Ok(bench.verdict)
}

impl BenchArgs {
    fn wants(&self, subject: BenchSubject) -> bool {
        self.subject.is_none_or(|only| only == subject)
    }

    /// Whether something is asked for that is measured before a real Glance.
    fn wants_cloud(&self) -> bool {
        self.subject != Some(BenchSubject::Hashing)
    }
}

impl Bench<'_> {
    fn report(
        &mut self,
        name: &str,
        measure: impl FnOnce(&mut Report) -> Result<()>,
    ) -> Result<()> {
        let mut report = Report::default();
        measure(&mut report)?;
        if report.verdict() == Verdict::Failed {
            self.verdict = Verdict::Failed;
        }
        report.write(self.context, name)
    }

    fn measure_with_cloud(&mut self) -> Result<()> {
        let Self {
            context,
            options,
            tools,
            dir,
            ..
        } = *self;
        let [keystone_port, glance_port] = ports::free()?;
        let stack_settings = StackSettings {
            keystone_port,
            glance_port,
            token_seconds: TOKEN_SECONDS,
            data: DataDir::open(dir)?,
        };
        let mut services = stack::start(context, tools.venv()?, &stack_settings)?;
        let session = Session::sign_in(&stack_settings.keystone_url(), Person::Demo)?;
        if options.wants(BenchSubject::Edge) {
            self.report("edge", |report| {
                proxied_get::measure(context, &stack_settings, &session, report)?;
                if options.gibibytes > 0 {
                    let bytes = options.gibibytes << 30;
                    streaming::measure(context, &stack_settings, &session, bytes, report)?;
                }
                Ok(())
            })?;
        }
        if options.wants(BenchSubject::Intake) {
            self.report("intake", |report| {
                intake::measure(context, &stack_settings, &session, report)
            })?;
        }
        if options.wants(BenchSubject::Restart) {
            self.report("restart", |report| {
                let cloud = (tools.venv()?, &stack_settings);
                let requests = options.requests;
                restart::measure(context, cloud, &mut services, &session, requests, report)
            })?;
        }
        if options.wants(BenchSubject::Quota) {
            self.report("quota", |report| {
                quota::measure(context, &stack_settings, &session, report)
            })?;
        }
        if options.wants(BenchSubject::Upload) {
            self.report("upload", |report| {
                upload::measure(context, tools, &stack_settings, dir, report)
            })?;
        }
        services.stop()
    }
}
