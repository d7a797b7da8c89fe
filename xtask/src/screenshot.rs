//! `cargo xtask screenshot`: the pictures of the documentation.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::build;
use crate::context::Context;
use crate::demo::{self, DemoSettings};
use crate::ports;
use crate::process::ProcessStep;
use crate::stack::{DataDir, StackSettings};
use crate::tools::{Need, Tools};

/// The pictures show a demo of their own that is just made, so that they come out the same each
/// time.
pub(crate) fn run(context: &Context) -> Result<()> {
    let needs = [
        &build::NEEDS[..],
        &[Need::OpenStack, Need::TestPackages, Need::Chromium],
    ];
    let tools = Tools::provide(context, &needs.concat())?;
    let data = tempfile::tempdir().context("Cannot make a temporary folder")?;
    let [keystone_port, glance_port, port] = ports::free()?;
    let stack = StackSettings {
        keystone_port,
        glance_port,
        token_seconds: 3600,
        data: DataDir::open(data.path())?,
    };
    let mut demo = demo::start(
        context,
        &DemoSettings {
            stack,
            port,
            variables: Vec::new(),
        },
    )?;
    let taken = take(context, &tools, &demo.url);
    demo.services.stop()?;
    taken
}

fn take(context: &Context, tools: &Tools, url: &str) -> Result<()> {
    let pictures = context.checkout.join("docs/images");
    fs::create_dir_all(&pictures)
        .with_context(|| format!("Cannot make the folder {}", pictures.display()))?;
    let log = context
        .checkout
        .work_dir()
        .join("logs")
        .join("screenshot.log");
    let step = ProcessStep::new(&context.console, "Taking the pictures", log)?;
    let mut command = Command::new("node");
    command
        .current_dir(context.checkout.join("tests"))
        .arg("screenshots/take.mjs");
    command.env("GAZE_URL", url);
    command.env("GAZE_CHROMIUM", tools.chromium()?);
    command.env("GAZE_PICTURES", &pictures);
    step.run(&mut command)?;
    context
        .console
        .say(&format!("The pictures are in {}", pictures.display()));
    Ok(())
}
