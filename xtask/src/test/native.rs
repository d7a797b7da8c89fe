//! `cargo test` for every crate of the workspace.

use std::process::Command;

use anyhow::Result;

use super::log::log_path;
use crate::context::Context;
use crate::process::ProcessStep;
use crate::tally::{StageOutcome, Tally};

pub(super) fn run(context: &Context, filter: Option<&str>) -> Result<StageOutcome> {
    let title = "Testing the crates";
    let step = ProcessStep::new(&context.console, title, log_path(context, "native"))?;
    let mut command = Command::new("cargo");
    command.current_dir(context.checkout.root());
    command.args([
        "test",
        "--workspace",
        "--locked",
        "--no-fail-fast",
        "--color",
        "never",
    ]);
    command.args(filter);
    let status = step.status(&mut command)?;
    let output = step.log().text()?;
    let tally = Tally::from_cargo(&output).judged(status.success());
    Ok(StageOutcome { tally, output })
}
