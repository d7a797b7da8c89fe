//! gunicorn with Keystone or Glance in it.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::StackSettings;
use crate::process::Service;
use crate::tools::Venv;

/// How many requests are served at once: processes, and threads in each.
struct Capacity {
    workers: u8,
    threads: u8,
}

/// One process, because its cache is in its memory (see keystone.conf).
const KEYSTONE: Capacity = Capacity {
    workers: 1,
    threads: 8,
};

/// A thread is held by each upload and download while it runs. Two processes, because one cannot
/// use more than one processor for long: two uploads of 1 GB took 10.2 s instead of 12.9 s.
const GLANCE: Capacity = Capacity {
    workers: 2,
    threads: 16,
};

pub(super) fn start_keystone(venv: &Venv, settings: &StackSettings) -> Result<Service> {
    let mut command = gunicorn(
        venv,
        settings,
        "keystone.wsgi.api:application",
        settings.keystone_port,
        &KEYSTONE,
    )?;
    command.env(
        "OS_KEYSTONE_CONFIG_FILES",
        settings.data.join("config/keystone.conf"),
    );
    Service::start("Keystone", &mut command, settings.data.log("keystone"))
}

pub(super) fn start_glance(venv: &Venv, settings: &StackSettings) -> Result<Service> {
    let mut command = gunicorn(
        venv,
        settings,
        "glance.wsgi.api:application",
        settings.glance_port,
        &GLANCE,
    )?;
    command.env("OS_GLANCE_CONFIG_DIR", settings.data.join("config"));
    Service::start("Glance", &mut command, settings.data.log("glance"))
}

fn gunicorn(
    venv: &Venv,
    settings: &StackSettings,
    app: &str,
    port: u16,
    capacity: &Capacity,
) -> Result<Command> {
    let config = settings.data.join("config/gunicorn.py");
    settings
        .data
        .write(&config, include_str!("../../stack/gunicorn.py"))?;
    let mut command = python_program(&venv.program("gunicorn"));
    command.current_dir(settings.data.root());
    command.env("GUNICORN_CMD_ARGS", "--config config/gunicorn.py");
    command.env("GAZE_WSGI_APP", app);
    command.env("GAZE_BIND", format!("127.0.0.1:{port}"));
    command.env("GAZE_WORKERS", capacity.workers.to_string());
    command.env("GAZE_THREADS", capacity.threads.to_string());
    Ok(command)
}

/// A program of the Python environment, kept apart from what the person has set up for a cloud and
/// a proxy of their own.
pub(super) fn python_program(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let foreign = ["OS_", "PYTHON", "GUNICORN_"];
        if foreign
            .iter()
            .any(|prefix| name.to_string_lossy().starts_with(prefix))
        {
            command.env_remove(name);
        }
    }
    let no_proxy = env::var("no_proxy")
        .or_else(|_| env::var("NO_PROXY"))
        .unwrap_or_default();
    let no_proxy = format!("{no_proxy},localhost,127.0.0.1");
    command
        .env("no_proxy", &no_proxy)
        .env("NO_PROXY", &no_proxy);
    // Keystone and Glance import what their makers have deprecated; nobody here can act on it.
    command.env("PYTHONWARNINGS", "ignore::DeprecationWarning");
    command
}
