//! `edge/build/`: the Worker.

use std::process::Command;

use anyhow::Result;

use super::log_path;
use super::stamp::Build;
use crate::context::Context;
use crate::process::ProcessStep;
use crate::tools::Tools;

pub(super) const EDGE: Build = Build {
    name: "edge",
    inputs: &["edge"],
    output: "edge/build",
};

pub(super) fn build(context: &Context, tools: &Tools) -> Result<()> {
    EDGE.make(context, || {
        let step = ProcessStep::new(
            &context.console,
            "Building the edge",
            log_path(context, "edge"),
        )?;
        let cargo_tools = tools.cargo()?;
        let npm_packages = tools.edge_packages()?;
        let mut command = Command::new(&cargo_tools.worker_build);
        command
            .current_dir(context.checkout.join("edge"))
            .arg("--release");
        // Its helpers; without these it would download them.
        command.env("WASM_BINDGEN_BIN", &cargo_tools.wasm_bindgen);
        command.env("WASM_OPT_BIN", npm_packages.program("wasm-opt"));
        command.env("ESBUILD_BIN", npm_packages.program("esbuild"));
        step.run(&mut command)
    })
}
