//! `cargo xtask test`: every test there is, each stage with its own runner, and one count at the end.

mod cloud;
mod edge;
mod end_to_end;
mod inspection;
mod log;
mod native;
mod report;

use anyhow::Result;
use clap::ValueEnum;

use crate::build;
use crate::context::Context;
use crate::fuzz;
use crate::interrupt::Interrupted;
use crate::tidy;
use crate::tools::{Need, Tools};
use cloud::Cloud;
use report::Report;
pub(crate) use report::Verdict;

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum TestStage {
    /// Rust on this machine, for all crates
    Native,
    /// The rules of the repository
    Tidy,
    /// The inspection of images, against Glance's own
    Inspection,
    /// Inputs that should break the rules of shared/, made by libFuzzer
    Fuzz,
    /// The Worker in the real Workers runtime, before a real Glance
    Edge,
    /// The dashboard in Chromium, before all of it
    E2e,
}

impl TestStage {
    const ALL: [Self; 6] = [
        Self::Native,
        Self::Tidy,
        Self::Inspection,
        Self::Fuzz,
        Self::Edge,
        Self::E2e,
    ];

    fn needs_cloud(self) -> bool {
        matches!(self, Self::Edge | Self::E2e)
    }
}

#[derive(Debug)]
pub(crate) struct TestSettings {
    pub(crate) only: Option<TestStage>,
    /// A part of the names of the tests to run.
    pub(crate) filter: Option<String>,
}

pub(crate) fn run(context: &Context, settings: &TestSettings) -> Result<Verdict> {
    let stages: Vec<TestStage> = TestStage::ALL
        .into_iter()
        .filter(|&stage| settings.only.is_none_or(|only| only == stage))
        .collect();
    let filter = settings.filter.as_deref();
    let mut report = Report::new(&context.console);
    if stages.contains(&TestStage::Native) {
        report.run("native", || native::run(context, filter))?;
    }
    if stages.contains(&TestStage::Tidy) {
        report.run("tidy", || tidy::test(context))?;
    }
    if stages.contains(&TestStage::Inspection) {
        report.run("inspection", || inspection::run(context, filter))?;
    }
    if stages.contains(&TestStage::Fuzz) {
        report.run("fuzz", || fuzz::test(context, filter))?;
    }
    if stages.iter().any(|stage| stage.needs_cloud()) {
        run_with_cloud(context, &stages, filter, &mut report)?;
    }
    Ok(report.finish())
}

fn run_with_cloud(
    context: &Context,
    stages: &[TestStage],
    filter: Option<&str>,
    report: &mut Report<'_>,
) -> Result<(), Interrupted> {
    let wants_browser = stages.contains(&TestStage::E2e);
    let Some((tools, mut cloud)) = report.prepare("build", || start(context, wants_browser))?
    else {
        return Ok(());
    };
    if stages.contains(&TestStage::Edge) {
        report.run("edge", || edge::run(context, &cloud, filter))?;
    }
    if wants_browser {
        report.run("e2e", || end_to_end::run(context, &tools, &cloud, filter))?;
    }
    if report.has_failures() {
        cloud.keep_logs(context);
    }
    // A part that died while the tests ran is a failure, also when no test noticed.
    report.prepare("stack", || cloud.stop())?;
    Ok(())
}

fn start(context: &Context, wants_browser: bool) -> Result<(Tools, Cloud)> {
    let mut needs = [&build::NEEDS[..], &[Need::OpenStack, Need::TestPackages]].concat();
    if wants_browser {
        needs.push(Need::Chromium);
    }
    let tools = Tools::provide(context, &needs)?;
    build::run(context, &tools, &build::BuildPart::ALL)?;
    let cloud = Cloud::start(context, &tools)?;
    Ok((tools, cloud))
}
