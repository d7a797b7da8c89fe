//! `tests/edge/*.test.mjs` by Node's own runner, against the Worker in the real Workers runtime.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::cloud::Cloud;
use super::log::log_path;
use crate::context::Context;
use crate::process::ProcessStep;
use crate::tally::{StageOutcome, Tally};

pub(super) fn run(context: &Context, cloud: &Cloud, filter: Option<&str>) -> Result<StageOutcome> {
    let step = ProcessStep::new(
        &context.console,
        "Testing the edge",
        log_path(context, "edge"),
    )?;
    let tap = step.log().path().with_extension("tap");
    let mut command = Command::new("node");
    command.current_dir(context.checkout.root());
    // One file at a time: they share the fault proxies.
    command.args(["--test", "--test-concurrency=1"]);
    command.args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    command
        .arg("--test-reporter=tap")
        .arg("--test-reporter-destination")
        .arg(&tap);
    command.args(filter.map(|filter| format!("--test-name-pattern={filter}")));
    command.args(test_files(context)?);
    command.envs(cloud.environment());
    let status = step.status(&mut command)?;
    let report =
        fs::read_to_string(&tap).with_context(|| format!("Cannot read {}", tap.display()))?;
    let tally = Tally::from_tap(&report).judged(status.success());
    Ok(StageOutcome {
        tally,
        output: step.log().text()?,
    })
}

fn test_files(context: &Context) -> Result<Vec<PathBuf>> {
    let dir = context.checkout.join("tests/edge");
    let entries = fs::read_dir(&dir).with_context(|| format!("Cannot read {}", dir.display()))?;
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}
