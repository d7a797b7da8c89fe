//! `tests/e2e/*.e2e.ts` by Playwright, in Chromium.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::cloud::Cloud;
use super::log::log_path;
use crate::context::Context;
use crate::process::ProcessStep;
use crate::tally::{StageOutcome, Tally};
use crate::tools::{NodePackages, Tools};

pub(super) fn run(
    context: &Context,
    tools: &Tools,
    cloud: &Cloud,
    filter: Option<&str>,
) -> Result<StageOutcome> {
    let packages = tools.test_packages()?;
    let types = check_types(context, packages)?;
    if types.tally.failed > 0 {
        return Ok(types);
    }
    let title = "Testing the dashboard in Chromium";
    let step = ProcessStep::new(&context.console, title, log_path(context, "e2e"))?;
    let report = step.log().path().with_extension("json");
    remove_old(&report)?;
    let mut command = Command::new(packages.program("playwright"));
    command.current_dir(context.checkout.join("tests"));
    command.args([
        "test",
        "--config",
        "playwright.config.ts",
        "--reporter",
        "list,json",
    ]);
    if let Some(filter) = filter {
        command.args(["--grep", filter]);
    }
    command.envs(cloud.environment());
    command.env("GAZE_CHROMIUM", tools.chromium()?);
    command.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    let status = step.status(&mut command)?;
    let output = step.log().text()?;
    let tally = match fs::read_to_string(&report) {
        Ok(report) => Tally::from_playwright(&report)?,
        // It ended before it could write one; its output says why.
        Err(_) => Tally::default(),
    };
    Ok(StageOutcome {
        tally: types.tally + tally.judged(status.success()),
        output,
    })
}

/// Playwright takes the types off the stories and does not look at them.
fn check_types(context: &Context, packages: &NodePackages) -> Result<StageOutcome> {
    let title = "Checking the types of the stories";
    let step = ProcessStep::new(&context.console, title, log_path(context, "e2e-types"))?;
    let mut command = Command::new(packages.program("tsc"));
    command.arg("--project");
    command.arg(context.checkout.join("tests"));
    let status = step.status(&mut command)?;
    Ok(StageOutcome {
        tally: if status.success() {
            Tally::ONE_PASSED
        } else {
            Tally::ONE_FAILED
        },
        output: step.log().text()?,
    })
}

/// A report of an earlier run must not be taken for this one's.
fn remove_old(report: &std::path::Path) -> Result<()> {
    match fs::remove_file(report) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("Cannot remove {}", report.display()))
        }
        _ => Ok(()),
    }
}
