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
use crate::process::Step;
use crate::tools::{Need, Tools, WASM_TARGET};

pub(crate) const NEEDS: [Need; 2] = [Need::WebAssembly, Need::EdgePackages];

/// One of the builds.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Part {
    /// dist/: the dashboard
    Dashboard,
    /// edge/build/: the Worker
    Edge,
}

impl Part {
    pub(crate) const ALL: [Self; 2] = [Self::Edge, Self::Dashboard];
}

/// Builds what has changed of these parts.
pub(crate) fn run(context: &Context, tools: &Tools, parts: &[Part]) -> Result<()> {
    for part in parts {
        match part {
            Part::Dashboard => dashboard::build(context, tools)?,
            Part::Edge => edge::build(context, tools)?,
        }
    }
    Ok(())
}

/// trunk is told to stay offline, so that it takes our tools; then it does not fetch crates either.
fn fetch_crates(context: &Context) -> Result<()> {
    let step = Step::new(
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
