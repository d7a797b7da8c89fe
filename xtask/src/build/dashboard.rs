//! `dist/`: the dashboard.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::log_path;
use super::stamp::Build;
use crate::context::Context;
use crate::process::ProcessStep;
use crate::tools::Tools;

pub(super) const DASHBOARD: Build = Build {
    name: "dashboard",
    inputs: &["frontend", "public", "Trunk.toml"],
    output: "dist",
};

pub(super) fn build(context: &Context, tools: &Tools) -> Result<()> {
    DASHBOARD.make(context, || {
        let title = "Building the dashboard";
        let step = ProcessStep::new(&context.console, title, log_path(context, "dashboard"))?;
        let cargo_tools = tools.cargo()?;
        let mut command = Command::new(&cargo_tools.trunk);
        command.current_dir(context.checkout.root());
        command.args([
            "build",
            "--release",
            "--offline",
            "--locked",
            "--color",
            "never",
        ]);
        command.env("PATH", path_with(tools)?);
        step.run(&mut command)
    })
}

/// trunk, and the hook that finishes its work, look for their tools on the `PATH`.
fn path_with(tools: &Tools) -> Result<OsString> {
    let cargo_tools = tools.cargo()?;
    let built = [&cargo_tools.wasm_bindgen, &cargo_tools.wasm_split].map(|tool| tool.parent());
    let npm_programs = tools.edge_packages()?.programs();
    let inherited = env::var_os("PATH").unwrap_or_default();
    let ours = built.into_iter().flatten().map(Path::to_path_buf);
    let ours = ours.chain([npm_programs]);
    env::join_paths(ours.chain(env::split_paths(&inherited)))
        .context("A folder of the tools has a colon in its name")
}
