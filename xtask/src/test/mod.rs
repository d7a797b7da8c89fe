//! `cargo xtask test`: every test there is, each stage with its own runner, and one count at the end.

mod cloud;
mod edge;
mod end_to_end;
mod inspection;
mod log;
mod native;
mod report;

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

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

    fn with_cloud(self) -> Option<CloudStage> {
        match self {
            Self::Edge => Some(CloudStage::Edge),
            Self::E2e => Some(CloudStage::E2e),
            Self::Native | Self::Tidy | Self::Inspection | Self::Fuzz => None,
        }
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
    let report = Report::new(&context.console);
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
    let cloud_stages: Vec<CloudStage> = stages
        .iter()
        .copied()
        .filter_map(TestStage::with_cloud)
        .collect();
    if !cloud_stages.is_empty() {
        run_with_clouds(context, &cloud_stages, filter, &report)?;
    }
    Ok(report.finish())
}

/// Runs these stages beside each other, each against a cloud of its own: most of what either does is to
/// wait for the parts it tests.
fn run_with_clouds(
    context: &Context,
    stages: &[CloudStage],
    filter: Option<&str>,
    report: &Report<'_>,
) -> Result<(), Interrupted> {
    let Some((tools, proxy)) = report.prepare("build", || build_parts(context, stages))? else {
        return Ok(());
    };
    thread::scope(|scope| {
        let mut running = Vec::with_capacity(stages.len());
        for &stage in stages {
            // One after the other, so that no two choose the same ports.
            let start = || Cloud::start(context, &tools, &proxy);
            if let Some(cloud) = report.prepare(stage.cloud_name(), start)? {
                let tools = &tools;
                running.push(
                    scope.spawn(move || stage.run_and_stop(context, tools, cloud, filter, report)),
                );
            }
        }
        running
            .into_iter()
            .try_for_each(|stage| stage.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Everything that the clouds of these stages consist of, and the program of the fault proxies.
fn build_parts(context: &Context, stages: &[CloudStage]) -> Result<(Tools, PathBuf)> {
    let mut needs = [&build::NEEDS[..], &[Need::OpenStack, Need::TestPackages]].concat();
    if stages.contains(&CloudStage::E2e) {
        needs.push(Need::Chromium);
    }
    let tools = Tools::provide(context, &needs)?;
    build::run(context, &tools, &build::BuildPart::ALL)?;
    let proxy = cloud::build_fault_proxy(context)?;
    Ok((tools, proxy))
}

/// A stage that runs against a cloud of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum CloudStage {
    Edge,
    E2e,
}

impl CloudStage {
    fn cloud_name(self) -> &'static str {
        match self {
            Self::Edge => "edge-cloud",
            Self::E2e => "e2e-cloud",
        }
    }

    fn run_and_stop(
        self,
        context: &Context,
        tools: &Tools,
        mut cloud: Cloud,
        filter: Option<&str>,
        report: &Report<'_>,
    ) -> Result<(), Interrupted> {
        let verdict = match self {
            Self::Edge => report.run("edge", || edge::run(context, &cloud, filter)),
            Self::E2e => report.run("e2e", || end_to_end::run(context, tools, &cloud, filter)),
        }?;
        if verdict == Verdict::Failed {
            cloud.keep_logs(context, self.cloud_name());
        }
        // A part that died while the tests ran is a failure, also when no test noticed.
        report.prepare(self.cloud_name(), || cloud.stop())?;
        Ok(())
    }
}
