//! `cargo xtask demo`: a cloud with images in it, and Gaze before it.

mod disk;
mod samples;
mod seed;

use anyhow::{Context as _, Result};

use crate::build;
use crate::context::Context;
use crate::edge::{self, EdgeSettings, Variable};
use crate::ports;
use crate::process::Services;
use crate::stack::{self, StackSettings};
use crate::tools::{Need, Tools};

#[derive(Debug)]
pub(crate) struct DemoSettings {
    pub(crate) stack: StackSettings,
    /// The port of Gaze.
    pub(crate) port: u16,
    /// Variables of the Worker.
    pub(crate) variables: Vec<Variable>,
}

impl DemoSettings {
    fn edge(&self) -> EdgeSettings {
        EdgeSettings {
            port: self.port,
            keystone_url: self.stack.keystone_url(),
            glance_url: Some(self.stack.glance_url()),
            cloud_name: "Gaze demo".to_owned(),
            region_name: stack::REGION.to_owned(),
            public_origin: None,
            variables: self.variables.clone(),
        }
    }
}

/// A demo that is up.
#[derive(Debug)]
pub(crate) struct Demo {
    pub(crate) services: Services,
    pub(crate) url: String,
    /// Held until the demo ends.
    _lock: std::fs::File,
}

/// Runs until the person asks to stop.
pub(crate) fn run(context: &Context, settings: &DemoSettings) -> Result<()> {
    let mut demo = start(context, settings)?;
    let text = format!(
        "\nGaze is at {}\n\n    Sign in as  demo   with the password  demo\n    or as       admin  with the password  admin\n\nThe data is in {}. Ctrl-C stops everything.\n",
        demo.url,
        settings.stack.data.root().display(),
    );
    context.console.say(&text);
    demo.services
        .run_until_interrupted()
        .context("A part of the demo stopped, so all of it stops")?;
    context.console.say("Stopping");
    demo.services.stop()
}

/// Installs and builds what is missing, starts everything, makes the samples.
pub(crate) fn start(context: &Context, settings: &DemoSettings) -> Result<Demo> {
    let edge_settings = settings.edge();
    let url = edge_settings.url();
    // What stands in the way is told before anything takes its time.
    let lock = settings.stack.data.lock(&format!("A demo at {url}"))?;
    ports::check_free(settings.stack.keystone_port, "--keystone-port")?;
    ports::check_free(settings.stack.glance_port, "--glance-port")?;
    ports::check_free(settings.port, "--port")?;
    let needs = [&build::NEEDS[..], &[Need::OpenStack]].concat();
    let tools = Tools::provide(context, &needs)?;
    build::run(context, &tools, &build::BuildPart::ALL)?;
    let mut services = stack::start(context, tools.venv()?, &settings.stack)?;
    services.add(edge::start(context, &settings.stack.data, &edge_settings)?);
    seed::seed(context, &settings.stack)?;
    Ok(Demo {
        services,
        url,
        _lock: lock,
    })
}
