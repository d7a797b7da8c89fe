//! The browser of the tests: the one of the machine.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::install;
use crate::context::Context;
use crate::process::Step;

const PROGRAMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The path of the browser; `GAZE_CHROMIUM` names another one. Installed from Debian when it is
/// missing and that is allowed.
pub(crate) fn provide(context: &Context) -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("GAZE_CHROMIUM").map(PathBuf::from) {
        if !chosen.is_file() {
            bail!(
                "GAZE_CHROMIUM names {}, which is not there",
                chosen.display()
            );
        }
        return Ok(chosen);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    let _lock = install::lock(context, "chromium")?;
    if let Some(found) = find() {
        return Ok(found);
    }
    if !nix::unistd::geteuid().is_root() || find_on_path("apt-get").is_none() {
        bail!(
            "Chromium is missing. Install it (on Debian: apt install chromium), or name the program of a browser like it in GAZE_CHROMIUM"
        );
    }
    let log = install::log_path(context, "chromium");
    let step = Step::new(&context.console, "Installing Chromium", log)?;
    let script = "apt-get update && \
                  exec apt-get install --yes --no-install-recommends chromium fonts-liberation";
    let mut command = Command::new("sh");
    command
        .args(["-c", script])
        .env("DEBIAN_FRONTEND", "noninteractive");
    step.run(&mut command)?;
    let Some(installed) = find() else {
        bail!("Chromium was installed, but is not on the PATH")
    };
    Ok(installed)
}

fn find() -> Option<PathBuf> {
    PROGRAMS.iter().find_map(|name| find_on_path(name))
}

fn find_on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|program| program.is_file())
}
