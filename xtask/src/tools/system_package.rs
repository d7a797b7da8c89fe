//! Programs of the machine itself: found on the PATH, or installed from Debian when they are missing
//! and that is allowed.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::install;
use crate::context::Context;
use crate::process::ProcessStep;

pub(super) struct SystemPackage {
    /// For people: "Chromium".
    pub(super) title: &'static str,
    /// For the names of lock and log.
    pub(super) name: &'static str,
    /// What the program may be called, the best first.
    pub(super) programs: &'static [&'static str],
    /// The environment variable that names another program.
    pub(super) variable: &'static str,
    /// The Debian packages, the one that has the program first.
    pub(super) packages: &'static [&'static str],
}

/// The browser of the tests.
pub(super) const CHROMIUM: SystemPackage = SystemPackage {
    title: "Chromium",
    name: "chromium",
    programs: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    variable: "GAZE_CHROMIUM",
    packages: &["chromium", "fonts-liberation"],
};

/// Makes the images that the inspection is tested with.
pub(super) const QEMU_IMG: SystemPackage = SystemPackage {
    title: "qemu-img",
    name: "qemu-img",
    programs: &["qemu-img"],
    variable: "GAZE_QEMU_IMG",
    packages: &["qemu-utils"],
};

/// Builds libFuzzer.
pub(super) const CXX_COMPILER: SystemPackage = SystemPackage {
    title: "A C++ compiler",
    name: "cxx",
    programs: &["c++", "g++", "clang++"],
    variable: "GAZE_CXX",
    packages: &["g++"],
};

impl SystemPackage {
    /// The path of the program.
    pub(super) fn provide(&self, context: &Context) -> Result<PathBuf> {
        let Self {
            title, variable, ..
        } = self;
        if let Some(chosen) = env::var_os(variable).map(PathBuf::from) {
            if !chosen.is_file() {
                bail!("{variable} names {}, which is not there", chosen.display());
            }
            return Ok(chosen);
        }
        if let Some(found) = self.find() {
            return Ok(found);
        }
        let _lock = install::lock(context, self.name)?;
        if let Some(found) = self.find() {
            return Ok(found);
        }
        if !nix::unistd::geteuid().is_root() || find_on_path("apt-get").is_none() {
            bail!(
                "{title} is missing. Install it (on Debian: apt install {}), or name its program in {variable}",
                self.packages[0]
            );
        }
        self.install(context)?;
        let Some(installed) = self.find() else {
            bail!("{title} was installed, but is not on the PATH")
        };
        Ok(installed)
    }

    fn find(&self) -> Option<PathBuf> {
        self.programs.iter().find_map(|name| find_on_path(name))
    }

    fn install(&self, context: &Context) -> Result<()> {
        let log = install::log_path(context, self.name);
        let step = ProcessStep::new(&context.console, &format!("Installing {}", self.title), log)?;
        let script = "apt-get update && exec apt-get install --yes --no-install-recommends \"$@\"";
        let mut command = Command::new("sh");
        command
            .args(["-c", script, "install"])
            .args(self.packages)
            .env("DEBIAN_FRONTEND", "noninteractive");
        step.run(&mut command)
    }
}

fn find_on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|program| program.is_file())
}
