//! Keystone, Glance and the OpenStack client, in a Python environment of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::install;
use super::pins::PYTHON;
use super::version::SystemProgram;
use crate::context::Context;
use crate::hash;
use crate::process::ProcessStep;

const PYTHON_PROGRAM: SystemProgram = SystemProgram {
    name: "python3",
    title: "Python",
    at_least: PYTHON,
    remedy: "Install Python 3.11 or newer; on Debian: apt install python3 python3-venv.",
};

pub(super) fn check_machine() -> Result<()> {
    PYTHON_PROGRAM.check()?;
    let check = ["-c", "import ensurepip, venv"];
    let can_make = Command::new("python3")
        .args(check)
        .stdin(Stdio::null())
        .output();
    if !can_make.context("Cannot run python3")?.status.success() {
        bail!(
            "Python cannot make an environment of its own. Install its venv module; on Debian: apt install python3-venv"
        );
    }
    Ok(())
}

/// A virtual environment with everything in `xtask/stack/requirements.txt`.
#[derive(Clone, Debug)]
pub(crate) struct Venv {
    dir: PathBuf,
}

impl Venv {
    pub(crate) fn provide(context: &Context) -> Result<Self> {
        let requirements = context.checkout.join("xtask/stack/requirements.txt");
        let key = hash::of_files(std::slice::from_ref(&requirements))?;
        let dir = context
            .cache
            .join("python")
            .join(format!("openstack-{}", key.short()));
        // In place, because the programs of an environment carry its path.
        install::in_place(context, &dir, |dir| {
            install_packages(context, dir, &requirements)
        })?;
        Ok(Self { dir })
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.dir.join("bin").join(name)
    }
}

fn install_packages(context: &Context, dir: &Path, requirements: &Path) -> Result<()> {
    let log = install::log_path(context, "openstack");
    let step = ProcessStep::new(&context.console, "Installing Keystone and Glance", log)?;
    // One step for both, so that there is one log; the second command needs the first one's pip.
    let script = "python3 -m venv \"$1\" && exec \"$1\"/bin/pip install --disable-pip-version-check \
                  --no-input --requirement \"$2\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", script, "install"])
        .arg(dir)
        .arg(requirements);
    step.run(&mut command)
}
