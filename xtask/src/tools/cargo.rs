//! The tools that cargo builds: trunk, wasm-bindgen, wasm-split, worker-build; and Rust's wasm32 target.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::install;
use super::pins::{
    CargoTool, DefaultFeatures, Dependencies, Optimisation, TRUNK, WASM_BINDGEN, WASM_SPLIT,
    WASM_TARGET, WORKER_BUILD,
};
use crate::context::Context;
use crate::process::ProcessStep;

/// Where the programs are.
#[derive(Debug)]
pub(crate) struct CargoTools {
    pub(crate) trunk: PathBuf,
    pub(crate) wasm_bindgen: PathBuf,
    pub(crate) wasm_split: PathBuf,
    pub(crate) worker_build: PathBuf,
}

impl CargoTools {
    pub(crate) fn provide(context: &Context) -> Result<Self> {
        provide_target(context)?;
        let tools = [WASM_BINDGEN, WASM_SPLIT, WORKER_BUILD, TRUNK];
        if tools.iter().any(|tool| !tool_dir(context, tool).exists()) {
            // One run at a time, because they share the folder that they build in.
            let _lock = install::lock(context, "cargo-tools")?;
            tools.iter().try_for_each(|tool| install(context, tool))?;
            // Two gigabytes that nothing needs any more.
            install::remove_dir_if_there(&build_dir(context))?;
        }
        Ok(Self {
            trunk: program(context, &TRUNK),
            wasm_bindgen: program(context, &WASM_BINDGEN),
            wasm_split: program(context, &WASM_SPLIT),
            worker_build: program(context, &WORKER_BUILD),
        })
    }
}

fn tool_dir(context: &Context, tool: &CargoTool) -> PathBuf {
    context
        .cache
        .join("tools")
        .join(format!("{}-{}", tool.package, tool.version))
}

fn program(context: &Context, tool: &CargoTool) -> PathBuf {
    tool_dir(context, tool).join("bin").join(tool.binary)
}

fn build_dir(context: &Context) -> PathBuf {
    context.cache.join("tools").join(".build")
}

fn install(context: &Context, tool: &CargoTool) -> Result<()> {
    let CargoTool {
        package, version, ..
    } = tool;
    install::once(context, &tool_dir(context, tool), |dir| {
        let title = format!("Building {package} {version} (only the first time)");
        let step = ProcessStep::new(
            &context.console,
            &title,
            install::log_path(context, package),
        )?;
        step.run(&mut install_command(context, tool, dir))
    })
}

fn install_command(context: &Context, tool: &CargoTool, root: &Path) -> Command {
    let mut command = Command::new("cargo");
    // In the checkout, so that its toolchain is the one that builds.
    command.current_dir(context.checkout.root());
    command
        .args(["install", tool.package, "--version", tool.version])
        .arg("--root")
        .arg(root);
    if let Dependencies::Locked = tool.dependencies {
        command.arg("--locked");
    }
    if let DefaultFeatures::Off = tool.default_features {
        command.arg("--no-default-features");
    }
    for feature in tool.features {
        command.args(["--features", feature]);
    }
    let optimisation = match tool.optimisation {
        Optimisation::None => "0",
        Optimisation::Light => "1",
    };
    // A tool is built once and used for seconds: what counts is the time to build it.
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", optimisation);
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    // The tools share what they have in common.
    command.env("CARGO_TARGET_DIR", build_dir(context));
    command
}

/// `rust-toolchain.toml` names the target too, but rustup reads that only when it installs the
/// toolchain itself.
fn provide_target(context: &Context) -> Result<()> {
    if has_target(context)? {
        return Ok(());
    }
    if Command::new("rustup")
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .is_err()
    {
        bail!(
            "Rust cannot build for {WASM_TARGET}, and there is no rustup to add it. Install Rust by rustup"
        );
    }
    let title = format!("Adding the Rust target {WASM_TARGET}");
    let step = ProcessStep::new(
        &context.console,
        &title,
        install::log_path(context, WASM_TARGET),
    )?;
    let mut command = Command::new("rustup");
    command
        .current_dir(context.checkout.root())
        .args(["target", "add", WASM_TARGET]);
    step.run(&mut command)
}

fn has_target(context: &Context) -> Result<bool> {
    let mut command = Command::new("rustc");
    command.current_dir(context.checkout.root());
    command.args(["--print", "target-libdir", "--target", WASM_TARGET]);
    let output = command
        .output()
        .context("Cannot run rustc. Install Rust by rustup")?;
    let libraries = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(libraries.trim()).is_dir())
}
