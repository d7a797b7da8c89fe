//! The two builds: the dashboard by trunk, the edge by worker-build. Each is skipped while nothing
//! that goes into it has changed.

mod dashboard;
mod edge;
mod stamp;

use anyhow::Result;

use crate::context::Context;
use crate::process::Step;
use crate::tools::{Need, Tools};

pub(crate) const NEEDS: [Need; 2] = [Need::WebAssembly, Need::EdgePackages];

/// Builds what has changed.
pub(crate) fn run(context: &Context, tools: &Tools) -> Result<()> {
    fetch_crates(context)?;
    edge::build(context, tools)?;
    dashboard::build(context, tools)
}

/// trunk is told to stay offline, so that it takes our tools; then it does not fetch crates either.
fn fetch_crates(context: &Context) -> Result<()> {
    let step = Step::new(
        &context.console,
        "Fetching the crates",
        log_path(context, "fetch"),
    )?;
    let mut command = std::process::Command::new("cargo");
    command
        .current_dir(context.checkout.root())
        .args(["fetch", "--locked"]);
    command.args(["--target", crate::tools::WASM_TARGET]);
    step.run(&mut command)
}

fn log_path(context: &Context, name: &str) -> std::path::PathBuf {
    context
        .checkout
        .work_dir()
        .join("logs")
        .join(format!("build-{name}.log"))
}
