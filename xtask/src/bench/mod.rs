//! `cargo xtask bench`: what the edge costs, each figure beside that of its peer in one run.

mod gateway;
mod load;
mod process;
mod proxied_get;
mod report;
mod streaming;
mod upstream;
mod wire;

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use crate::build;
use crate::cli::BenchArgs;
use crate::context::Context;
use crate::openstack::{Person, Session};
use crate::ports;
use crate::stack::{self, DataDir, StackSettings};
use crate::test::Verdict;
use crate::tools::{Need, Tools};
use report::Report;

/// Something that is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Subject {
    /// What a request and a gibibyte cost at the edge, beside a bare passthrough in JavaScript
    Edge,
}

/// As long as the longest run with a wide margin: nobody signs in anew meanwhile.
const TOKEN_SECONDS: u32 = 4 * 3600;

pub(crate) fn run(context: &Context, options: &BenchArgs) -> Result<Verdict> {
    let tools = Tools::provide(context, &[&build::NEEDS[..], &[Need::OpenStack]].concat())?;
    build::run(context, &tools, &build::Part::ALL)?;
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
    let mut report = Report::default();
    proxied_get::measure(context, &stack_settings, &session, &mut report)?;
    if options.gibibytes > 0 {
        let bytes = options.gibibytes << 30;
        streaming::measure(context, &stack_settings, &session, bytes, &mut report)?;
    }
    services.stop()?;
    report.write(context, "edge")?;
    Ok(report.verdict())
}
