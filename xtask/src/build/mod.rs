//! The two builds: the dashboard by trunk, the edge by worker-build. Each is skipped while nothing
//! that goes into it has changed.

mod dashboard;
mod edge;
mod stamp;

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::context::Context;
use crate::parallel;
use crate::process::ProcessStep;
use crate::tools::{Need, Tools, WASM_TARGET};

pub(crate) const NEEDS: [Need; 2] = [Need::WebAssembly, Need::EdgePackages];

/// One of the builds.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum BuildPart {
    /// dist/: the dashboard
    Dashboard,
    /// edge/build/: the Worker
    Edge,
}

impl BuildPart {
    pub(crate) const ALL: [Self; 2] = [Self::Edge, Self::Dashboard];

    fn description(self) -> stamp::Build {
        match self {
            Self::Dashboard => dashboard::DASHBOARD,
            Self::Edge => edge::EDGE,
        }
    }

    fn build(self, context: &Context, tools: &Tools) -> Result<()> {
        match self {
            Self::Dashboard => dashboard::build(context, tools),
            Self::Edge => edge::build(context, tools),
        }
    }
}

/// Builds what has changed of these parts. Side by side: the last part of each is the work of one
/// processor.
pub(crate) fn run(context: &Context, tools: &Tools, parts: &[BuildPart]) -> Result<()> {
    let mut stale = Vec::new();
    for &part in parts {
        if !part.description().is_current(context)? {
            stale.push(part);
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    fetch_crates(context)?;
    parallel::all(
        stale
            .into_iter()
            .map(|part| move || part.build(context, tools)),
    )
}

/// trunk is told to stay offline, so that it takes our tools; then it does not fetch crates either.
fn fetch_crates(context: &Context) -> Result<()> {
    let step = ProcessStep::new(
        &context.console,
        "Fetching the crates",
        log_path(context, "fetch"),
    )?;
    let mut command = Command::new("cargo");
    command
        .current_dir(context.checkout.root())
        .args(["fetch", "--locked"]);
    command.args(["--target", WASM_TARGET]);
    step.run(&mut command)
}

fn log_path(context: &Context, name: &str) -> PathBuf {
    context
        .checkout
        .work_dir()
        .join("logs")
        .join(format!("build-{name}.log"))
}
