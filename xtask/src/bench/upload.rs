//! A file through the dashboard until it is verified, beside the same file by a bare `XMLHttpRequest` in the
//! same browser, through the same edge to a real Glance.

use std::fs::File;
use std::io::{Read as _, copy};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::gateway::Gateway;
use super::report::{FigureTarget, Report};
use crate::context::Context;
use crate::process::ProcessStep;
use crate::stack::StackSettings;
use crate::tools::Tools;

const ROUNDS: usize = 3;

const FILE_BYTES: u64 = 1 << 30;

/// What goes each way before anything is counted.
const WARM_UP_BYTES: u64 = 16 << 20;

/// How much longer a person may wait for the verdict than for the bytes alone.
const MOST: FigureTarget = FigureTarget::AtMost(1.25);

/// What the script measured.
#[derive(Deserialize)]
struct Figures {
    /// The size of the file.
    bytes: u64,
    /// Seconds of each round.
    bare: Vec<f64>,
    /// Seconds of each round.
    verified: Vec<f64>,
}

pub(super) fn measure(
    context: &Context,
    tools: &Tools,
    stack: &StackSettings,
    dir: &Path,
    report: &mut Report,
) -> Result<()> {
    let glance = SocketAddr::from((Ipv4Addr::LOCALHOST, stack.glance_port));
    let gateway = Gateway::start(context, stack, glance)?;
    let files = [
        random_file(dir, "warm-up.img", WARM_UP_BYTES)?,
        random_file(dir, "upload.img", FILE_BYTES)?,
    ];
    // What is still on its way to the disk would take its time from the first round.
    nix::unistd::sync();
    let path = dir.join("upload.json");
    let log = context.checkout.work_dir().join("logs/bench-upload.log");
    let step = ProcessStep::new(&context.console, "Measuring uploads of a browser", log)?;
    let mut command = Command::new("node");
    command
        .current_dir(context.checkout.join("tests"))
        .arg("bench/upload.mjs")
        .env("GAZE_URL", format!("http://{}", gateway.edge))
        .env("GAZE_CHROMIUM", tools.chromium()?)
        .env("GAZE_FILES", serde_json::to_string(&files)?)
        .env("GAZE_FIGURES", &path)
        .env("GAZE_ROUNDS", ROUNDS.to_string());
    step.run(&mut command)?;
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("Cannot read {}", path.display()))?;
    let figures: Figures = serde_json::from_str(&text)?;
    let mebibytes = figures.bytes >> 20;
    let ratios: Vec<f64> = figures
        .bare
        .iter()
        .zip(&figures.verified)
        .map(|(bare, verified)| verified / bare)
        .collect();
    let name = |what: &str| format!("{mebibytes} MiB, {what}");
    report.record(name("bare XMLHttpRequest"), "s", &figures.bare);
    report.record(name("dashboard, to verified"), "s", &figures.verified);
    report.judge(name("dashboard to bare, paired"), "x", &ratios, MOST);
    Ok(())
}

/// A file that nothing on the way can make shorter.
fn random_file(dir: &Path, name: &str, bytes: u64) -> Result<PathBuf> {
    let path = dir.join(name);
    let random = File::open("/dev/urandom").context("Cannot open /dev/urandom")?;
    File::create(&path)
        .and_then(|mut file| copy(&mut random.take(bytes), &mut file))
        .with_context(|| format!("Cannot write {}", path.display()))?;
    Ok(path)
}
