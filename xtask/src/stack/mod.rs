//! The real OpenStack that the demo and the tests run on: Keystone and Glance, each under gunicorn,
//! with all their state below one folder.

mod data_dir;
mod prepare;
mod server;
mod template;

use anyhow::{Context as _, Result};

pub(crate) use data_dir::{DataDir, Secret};

use crate::context::Context;
use crate::http;
use crate::openstack::{Images, Person, Session};
use crate::parallel;
use crate::ports;
use crate::process::{Log, Service, Services};
use crate::tools::Venv;

/// The region of the demo's cloud.
pub(crate) const REGION: &str = "RegionOne";

#[derive(Clone, Debug)]
pub(crate) struct StackSettings {
    pub(crate) keystone_port: u16,
    pub(crate) glance_port: u16,
    /// How long a token of Keystone lives, in seconds.
    pub(crate) token_seconds: u32,
    pub(crate) data: DataDir,
}

impl StackSettings {
    /// The address that clients begin with, version included.
    pub(crate) fn keystone_url(&self) -> String {
        format!("http://127.0.0.1:{}/v3", self.keystone_port)
    }

    pub(crate) fn glance_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.glance_port)
    }
}

/// Starts both services and waits until they answer. The first time, the databases are made and
/// filled before.
pub(crate) fn start(context: &Context, venv: &Venv, settings: &StackSettings) -> Result<Services> {
    ports::check_free(settings.keystone_port, "--keystone-port")?;
    ports::check_free(settings.glance_port, "--glance-port")?;
    let prepared = prepare::Preparation::new(venv, settings)?;
    let mut services = Services::default();
    let endpoint = match prepared.glance_endpoint() {
        Some(endpoint) => endpoint,
        None => {
            make_databases(context, &prepared)?;
            let mut keystone = server::start_keystone(venv, settings)?;
            keystone.wait_until(answers(settings.keystone_url()))?;
            services.add(keystone);
            prepared.fill_keystone(context)?
        }
    };
    prepared.write_glance_config(&endpoint)?;
    let mut glance = server::start_glance(venv, settings)?;
    if services.is_empty() {
        // Both at once: Glance asks Keystone only when it is asked itself.
        let mut keystone = server::start_keystone(venv, settings)?;
        keystone.wait_until(answers(settings.keystone_url()))?;
        services.add(keystone);
    }
    glance.wait_until(answers(format!("{}/healthcheck", settings.glance_url())))?;
    services.add(glance);
    ask_first(settings)?;
    Ok(services)
}

/// Asks Glance once, as somebody who is signed in. Keystone reads its policies when it is first asked about a token,
/// and of two first questions at the same moment it refuses one, which Glance takes for a token that is not valid:
/// whoever signed in right after a start was told that their session had ended.
fn ask_first(settings: &StackSettings) -> Result<()> {
    let session = Session::sign_in(&settings.keystone_url(), Person::Demo)?;
    Images::new(&settings.glance_url(), &session).find("none of this name")?;
    Ok(())
}

/// Starts Glance of a stack whose Glance has been stopped, and waits until it answers.
pub(crate) fn start_glance(venv: &Venv, settings: &StackSettings) -> Result<Service> {
    let mut glance = server::start_glance(venv, settings)?;
    glance.wait_until(answers(format!("{}/healthcheck", settings.glance_url())))?;
    Ok(glance)
}

fn answers(url: String) -> impl Fn(&Log) -> bool {
    move |_| http::answers(&url)
}

/// The two databases have nothing to do with each other, so they are made side by side.
fn make_databases(context: &Context, preparation: &prepare::Preparation<'_>) -> Result<()> {
    let works: [Box<dyn FnOnce() -> Result<()> + Send + '_>; 2] = [
        Box::new(|| preparation.make_keystone_database(context)),
        Box::new(|| preparation.make_glance_database(context)),
    ];
    parallel::all(works)
}

/// Runs until the person asks to stop.
pub(crate) fn run(context: &Context, venv: &Venv, settings: &StackSettings) -> Result<()> {
    let _lock = settings.data.lock("The stack")?;
    let mut services = start(context, venv, settings)?;
    context
        .console
        .say(&format!("Keystone answers at {}", settings.keystone_url()));
    context
        .console
        .say(&format!("Glance answers at {}", settings.glance_url()));
    services
        .run_until_interrupted()
        .context("A part of the stack stopped, so all of it stops")?;
    services.stop()
}
