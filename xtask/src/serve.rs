//! `cargo xtask serve`: Gaze before a cloud of the person's own.

use anyhow::Result;

use crate::build;
use crate::context::Context;
use crate::edge::{self, EdgeSettings};
use crate::process::Services;
use crate::stack::DataDir;
use crate::tools::Tools;

/// Runs until the person asks to stop.
pub(crate) fn run(context: &Context, data: &DataDir, settings: &EdgeSettings) -> Result<()> {
    let _lock = data.lock(&format!("Gaze at {}", settings.url()))?;
    let tools = Tools::provide(context, &build::NEEDS)?;
    build::run(context, &tools, &build::BuildPart::ALL)?;
    let mut services = Services::default();
    services.add(edge::start(context, data, settings)?);
    let text = format!(
        "\nGaze is at {}\n\nSign in with your account of {}. Ctrl-C stops it.\n",
        settings.url(),
        settings.keystone_url,
    );
    context.console.say(&text);
    services.run_until_interrupted()?;
    services.stop()
}
