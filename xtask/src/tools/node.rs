//! The npm packages, exactly as their lock files name them, shared by all checkouts.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::install;
use super::pins::NODE;
use super::version::SystemProgram;
use crate::context::Context;
use crate::hash;
use crate::process::ProcessStep;

const NODE_PROGRAM: SystemProgram = SystemProgram {
    name: "node",
    title: "Node.js",
    at_least: NODE,
    remedy: "Install Node.js 20 or newer from nodejs.org or your distribution.",
};

const NPM_PROGRAM: SystemProgram = SystemProgram {
    name: "npm",
    title: "npm",
    at_least: [9, 0],
    remedy: "It comes with Node.js; on Debian it is a package of its own: apt install npm.",
};

pub(super) fn check_machine() -> Result<()> {
    NODE_PROGRAM.check()?;
    NPM_PROGRAM.check()
}

/// A folder of the checkout with a `package.json`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Package {
    Edge,
    Tests,
}

impl Package {
    fn folder(self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::Tests => "tests",
        }
    }
}

/// An installed `node_modules`.
#[derive(Debug)]
pub(crate) struct NodePackages {
    node_modules: PathBuf,
}

impl NodePackages {
    pub(crate) fn provide(context: &Context, package: Package) -> Result<Self> {
        let folder = package.folder();
        let source = context.checkout.join(folder);
        let key = hash::of_files(&[
            source.join("package.json"),
            source.join("package-lock.json"),
        ])?;
        let target = context
            .cache
            .join("npm")
            .join(format!("{folder}-{}", key.short()));
        install::once(context, &target, |dir| {
            npm_ci(context, folder, &source, dir)
        })?;
        let node_modules = source.join("node_modules");
        link(context, &target.join("node_modules"), &node_modules)?;
        Ok(Self { node_modules })
    }

    /// A program that a package brings along: "wasm-opt".
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs().join(name)
    }

    /// The folder of the programs, for `PATH`.
    pub(crate) fn programs(&self) -> PathBuf {
        self.node_modules.join(".bin")
    }
}

fn npm_ci(context: &Context, folder: &str, source: &Path, dir: &Path) -> Result<()> {
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(source.join(file), dir.join(file))
            .with_context(|| format!("Cannot copy {folder}/{file}"))?;
    }
    let title = format!("Installing the npm packages of {folder}/");
    let step = ProcessStep::new(
        &context.console,
        &title,
        install::log_path(context, &format!("npm-{folder}")),
    )?;
    let mut command = Command::new("npm");
    command
        .current_dir(dir)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=http"]);
    // The tests use the Chromium of the machine.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    step.run(&mut command)
}

/// Lets the checkout use the packages in the cache. A folder that somebody installed by hand stays.
fn link(context: &Context, packages: &Path, node_modules: &Path) -> Result<()> {
    let cannot_link = || format!("Cannot link {} to the cache", node_modules.display());
    match fs::symlink_metadata(node_modules) {
        Ok(existing) if !existing.is_symlink() => {
            let text = format!(
                "{} is a folder of its own and is used as it is",
                node_modules.display()
            );
            context.console.say(&text);
            return Ok(());
        }
        Ok(_) if fs::read_link(node_modules).with_context(cannot_link)? == packages => {
            return Ok(());
        }
        Ok(_) => fs::remove_file(node_modules).with_context(cannot_link)?,
        Err(_) => {}
    }
    symlink(packages, node_modules).with_context(cannot_link)
}
